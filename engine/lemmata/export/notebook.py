"""Answers as a notebook shows them: plain HTML, escaped, without style or script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lemmata.export.formulas import text

if TYPE_CHECKING:
    from lemmata.terms.term import Term


def to_notebook(answer: Any) -> str:  # noqa: ANN401
    """An answer as HTML: a verdict with its evidence, or a simpler expression with its derivation.

    What is asked of it is what `lemmata.results.Verdict` and its subclasses have.
    """
    term: Term | None = getattr(answer, "term", None)
    if term is not None:
        return _simplification(answer, term)
    head = f"<p><b>{text(answer.verdict)}</b> <code>{text(answer.goal)}</code></p>"
    lines = [text(line) for line in answer.to_text().splitlines()]
    return head + (f"<pre>{chr(10).join(lines)}</pre>" if lines else "")


def _simplification(answer: Any, term: Term) -> str:  # noqa: ANN401
    out = [f"<p>${text(_latex(term))}$</p>"]
    for result, condition in answer.conditional:
        out.append(f"<p><code>{text(result)}</code> if <code>{text(condition)}</code></p>")
    for condition in answer.conditions:
        out.append(f"<p>requires <code>{text(condition)}</code></p>")
    if answer.certificate is not None and answer.verdict == "proved":
        table = answer.derivation()._repr_html_()
        out.append(f"<details><summary>Derivation</summary>{table}</details>")
    if answer.reason:
        out.append(f"<p>{text(answer.reason)}</p>")
    return "".join(out)


def to_formula(answer: Any) -> str | None:  # noqa: ANN401
    """The resulting expression as LaTeX; None for answers that are not an expression."""
    term: Term | None = getattr(answer, "term", None)
    return None if term is None else f"$\\displaystyle {_latex(term)}$"


def _latex(term: Term) -> str:
    from lemmata.language.expr.latex import latex_expression

    return latex_expression(term)
