r"""A certificate as LaTeX: statements as theorems, calculations in `align*`, cases as lists.

The text needs `amsmath` and `amsthm` and the environments `lemma` and `theorem`; with
`standalone` it comes with a preamble and compiles as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lemmata.errors import escape
from lemmata.export import strictness
from lemmata.export.phrases import Phrases, Piece
from lemmata.proof.decode import decode
from lemmata.proof.outline import Row
from lemmata.proof.sections import Block
from lemmata.proof.witness import evaluate
from lemmata.terms.declarations import Equation, Notation
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,amsthm}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newenvironment{case}{\begin{quote}}{\end{quote}}
\allowdisplaybreaks
\begin{document}
"""
CHARACTERS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
OPERATORS = {
    "==>": r"\implies ",
    "<=": r"\le ",
    ">=": r"\ge ",
    "!=": r"\ne ",
    "->": r"\to ",
    "/\\": r"\wedge ",
    "\\/": r"\vee ",
    "*": r"\cdot ",
    "@": r"\, ",
    "<": "<",
    ">": ">",
    "=": "=",
    "+": "+",
    "-": "-",
    "/": "/",
    "(": "(",
    ")": ")",
    ",": ", ",
    "{": r"\{",
    "}": r"\}",
    "^": r"\mathbin{\hat{}}",
}
WORDS = frozenset({"and", "or", "not", "if", "then", "else", "for", "all", "smaller", "than"})
TOKEN = re.compile(r"==>|<=|>=|!=|->|/\\|\\/|[^\W\d]\w*'*|\d+|\s+|[\s\S]")
INDEXED = re.compile(r"([^\W\d_])(\d+)('*)")


def to_latex(
    certificate: dict[str, Any],
    notation: Mapping[Symbol, Notation] | None = None,
    standalone: bool = True,
) -> str:
    """The proof or counterexample as LaTeX. Raises InputError if it cannot be read."""
    phrases = Phrases(decode(certificate), notation)
    body = _refutation(phrases) if phrases.document.model is not None else _proof(phrases)
    text = "\n".join(body) + "\n"
    return f"{PREAMBLE}{text}\\end{{document}}\n" if standalone else text


def words(value: str) -> str:
    r"""Text outside formulas.

    >>> print(words("add_comm & 100%"))
    add\_comm \& 100\%
    """
    return "".join(CHARACTERS.get(c, c) for c in escape(value))


def formula(written: str, terms: Iterable[Term]) -> str:
    r"""A formula inside mathematics; names that are no variables are set upright.

    >>> from lemmata.terms.sorts import INT
    >>> print(formula("f(x1) <= y", [Term.variable("x1", INT), Term.variable("y", INT)]))
    \mathrm{f}(x_{1})\le y
    """
    names = {str(v.head) for t in terms for v in t.free}
    out = []
    for token in TOKEN.findall(escape(written)):
        if token.isspace():
            continue
        if token in names:
            indexed = INDEXED.fullmatch(token)
            if indexed:
                out.append(f"{indexed[1]}_{{{indexed[2]}}}{indexed[3]}")
            else:
                out.append(token if len(token) == 1 else f"\\mathit{{{words(token)}}}")
        elif token in OPERATORS:
            out.append(OPERATORS[token])
        elif token.isdigit():
            out.append(token)
        elif token in WORDS:
            out.append(f"\\;\\text{{{token}}}\\;")
        else:
            out.append(f"\\mathrm{{{words(token)}}}")
    return "".join(out)


def _term(phrases: Phrases, term: Term) -> str:
    """A side of a calculation."""
    if phrases.analysis:
        return strictness.latex(term)
    return formula(phrases.term(term), (term,))


def _pair(phrases: Phrases, pair: Equation) -> str:
    """An equation or a condition."""
    if phrases.analysis:
        return strictness.latex_pair(pair)
    return formula(phrases.equation(pair), pair)


def _statement(phrases: Phrases, block: Block) -> str:
    """What a theorem states, as a sentence."""
    assert block.proof is not None
    clause = block.proof.clause
    if not phrases.analysis:
        return f"${formula(phrases.statement(block.proof), clause.terms())}$"
    part = strictness.part(phrases.document, block)
    if part == "domains":
        return f"Both sides have the {strictness.latex_domain(*clause.conclusion)}"
    premises = phrases.document.goal.premises if part == "values" else clause.premises
    conditions = ", ".join(f"${strictness.latex_pair(p)}$" for p in premises)
    said = f"${strictness.latex_pair(clause.conclusion)}$"
    return f"{said} if {conditions}" if conditions else said


def _proof(phrases: Phrases) -> list[str]:
    out: list[str] = []
    closing: list[tuple[int, str]] = []
    rows = phrases.rows
    for i, row in enumerate(rows):
        while closing and closing[-1][0] >= row.depth:
            out.append(closing.pop()[1])
        if row.block:
            depth = row.depth
            kind = row.block.kind
            out += _heading(phrases, row)
            closing.append((depth, r"\end{proof}" if kind == "theorem" else r"\end{case}"))
        elif row.line:
            out += _line(phrases, rows, i)
        else:
            out.append(_other(phrases, row))
    out += [end for _, end in reversed(closing)]
    return out


def _heading(phrases: Phrases, row: Row) -> list[str]:
    block = row.block
    assert block is not None
    out = []
    if block.kind == "theorem" and block.proof:
        proof = block.proof
        part = strictness.part(phrases.document, block)
        last = block.index == len(phrases.document.proofs) - 1
        kind = "theorem" if (part == "values" if part else last) else "lemma"
        name = ", ".join(filter(None, (phrases.name(proof), phrases.law(proof))))
        said = _statement(phrases, block)
        title = f"[{{{words(name)}}}]" if name else ""
        label = f"\\label{{row:{row.number}}}"
        out.append(f"\\begin{{{kind}}}{title}{label}\n{said}.\n\\end{{{kind}}}\n\\begin{{proof}}")
        if phrases.stored(block):
            out.append(f"By certificate \\texttt{{{phrases.stored(block)}}}.")
        elif phrases.source(block):
            out.append(f"{words(phrases.source(block).capitalize())}.")
    else:
        shown = block.case or (block.statement.conclusion if block.statement else ())
        said = formula(phrases.heading(block), _terms(shown, block.statement))
        out.append(f"\\begin{{case}}\n\\textbf{{{phrases.label(block)}}} ({row.number}) ${said}$.")
        for h in block.hypotheses:
            word = "If" if block.kind == "claim" else "Induction hypothesis:"
            assumed = formula(phrases.shown(h), _terms(h.conclusion, h))
            out.append(f"{word} ${assumed}$.")
    if row.method:
        out.append(_other(phrases, row))
    if row.line:
        by = _reasons(phrases, row)
        if block.kind == "case":
            out.append(f"${_pair(phrases, (row.line.left, row.line.right))}$, {by}.")
        else:
            out.append(f"{by[:1].upper()}{by[1:]}.")
    return out


def _terms(pair: Iterable[Term], h: Any) -> list[Term]:  # noqa: ANN401
    extra = [t for p in h.premises for t in p] + list(h.variables) if h else []
    return [*pair, *extra]


def _line(phrases: Phrases, rows: list[Row], i: int) -> list[str]:
    row = rows[i]
    assert row.line is not None
    left, right = (_term(phrases, t) for t in (row.line.left, row.line.right))
    by = f"&& \\text{{{_reasons(phrases, row)}}}"
    more = i + 1 < len(rows) and rows[i + 1].line and not rows[i + 1].first
    start = f"\\begin{{align*}}\n{left}" if row.first else " "
    text = f"{start} &= {right} {by}"
    out = [text + (r" \\" if more and not rows[i + 1].block else "\n\\end{align*}")]
    return out


def _reasons(phrases: Phrases, row: Row) -> str:
    assert row.line is not None
    text = "".join(_piece(phrases, p) for p in phrases.because(row.line.reasons))
    if row.ending:
        formula_, why = phrases.ending(row.ending)
        if row.ending.rule == "distinct":
            return f"{text}; {words(why)}"
        return f"{text}; so ${formula(formula_, row.ending.equation)}$"
    return text


def _piece(phrases: Phrases, piece: Piece) -> str:
    if piece.math and phrases.analysis and len(piece.terms) == 2:
        return f"${_pair(phrases, (piece.terms[0], piece.terms[1]))}$"
    if piece.math:
        return f"${formula(piece.text, piece.terms)}$"
    return words(piece.text)


def _other(phrases: Phrases, row: Row) -> str:
    if row.method:
        variables = (*row.method.variables, *row.method.general)
        over = formula(phrases.names(row.method.variables), variables)
        said = f"By induction on ${over}$"
        if row.method.general:
            said += f" for all ${formula(phrases.names(row.method.general), variables)}$"
        h = row.method.hypothesis
        return said + (
            f", with ${formula(phrases.shown(h), _terms(h.conclusion, h))}$." if h else "."
        )
    assert row.ending is not None
    said, why = phrases.ending(row.ending)
    reason = f", {words(why)}" if why else ""
    return f"So ${formula(said, row.ending.equation)}${reason}."


def _refutation(phrases: Phrases) -> list[str]:
    found = evaluate(phrases.document)
    clause = phrases.document.goal
    goal = (
        strictness.latex_clause(clause)
        if phrases.analysis
        else formula(phrases.goal(), clause.terms())
    )
    out = [f"The statement ${goal}$ is false for"]
    out.append(r"\begin{align*}")
    rows = [f"{_value(phrases, x)} &= {_value(phrases, v)}" for x, v in found.values]
    out.append(" \\\\\n".join(rows))
    out.append(r"\end{align*}")
    (left, right), (a, b) = found.sides[-1]
    for term, value in ((left, a), (right, b)):
        out.append(f"\\[{_value(phrases, term)} = {_value(phrases, value)}\\]")
    return out


def _value(phrases: Phrases, term: Term) -> str:
    """A term that stands alone."""
    if phrases.analysis:
        return strictness.latex(term)
    return formula(phrases.value(term), (term,))
