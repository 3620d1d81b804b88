"""`simplify`: the cheapest equal expression, with the derivation that the kernel has accepted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lemmata.results import Verdict

if TYPE_CHECKING:
    from lemmata.kernel import Report
    from lemmata.questions import Question
    from lemmata.search.simplify.cost import Weight
    from lemmata.search.simplify.task import Answer
    from lemmata.terms.term import Term

    Evidence = tuple[dict[str, Any], Report]
    Checked = tuple[Answer, Evidence | None]

MAX_SIZE = 20_000


@dataclass(frozen=True)
class Simplification(Verdict):
    """An answer of `simplify`: `result` equals the input, which `certificate` proves.

    Strictly, as partial functions, unless `generic`: then where the `conditions` hold.
    `conditional` has further, simpler results with the conditions under which they are equal;
    `further` are their certificates.
    """

    result: str = ""
    term: Term | None = None
    conditional: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    generic: bool = False
    further: tuple[dict[str, Any], ...] = ()
    notices: tuple[str, ...] = ()
    symbols: tuple[tuple[str, Any], ...] = ()

    def to_sympy(self) -> Any:  # noqa: ANN401
        """The result as a SymPy expression, over the input's own symbols if it was one."""
        from lemmata.language.expression import to_sympy

        if self.term is None:
            raise ValueError("there is no result")
        return to_sympy(self.term, dict(self.symbols))

    def to_dict(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        found = super().to_dict()
        found["result"] = self.result
        found["notices"] = list(self.notices)
        found["conditional"] = [{"result": r, "condition": c} for r, c in self.conditional]
        if self.generic:
            found["conditions"] = list(self.conditions)
        return found

    def __str__(self) -> str:
        rows = [self.result, *(f"{r} if {c}" for r, c in self.conditional)]
        return "\n".join(rows)


def simplify(
    expr: Any,  # noqa: ANN401
    assume: Sequence[Any] = (),
    cost: str | Weight = "size",
    generic: bool = False,
    variables: Mapping[str, str] | None = None,
    timeout: float = 10,
    theory: str | None = None,
) -> Simplification:
    """The cheapest expression that was found to be equal to `expr`, a text or a SymPy expression.

    `assume` are conditions such as "x > 0". `cost` is "size", "ops", or a function from a term to
    the weight of its top. With `generic` the result may be defined at more points than the input;
    the conditions are listed. `timeout` is in seconds; the best form found by then is the answer.
    With `theory`, a name or a path, the text is one of that theory (see `theory_simplifying`).
    Raises InputError for what cannot be read.

    >>> simplify("sin(x)^2 + cos(x)^2").result
    '1'
    """
    from lemmata.questions import ask

    start = time.monotonic()
    if theory is not None:
        from lemmata.theory_simplifying import simplify_in

        return simplify_in(str(expr), theory, tuple(map(str, assume)), timeout)
    question = ask([expr], assume, variables)
    found = _answer(question, cost, generic, start, timeout)
    symbols = sorted(getattr(expr, "free_symbols", ()), key=str)
    return replace(found, symbols=tuple((s.name, s) for s in symbols)) if symbols else found


def _answer(
    question: Question, cost: str | Weight, generic: bool, start: float, timeout: float
) -> Simplification:
    from lemmata.questions import library
    from lemmata.search.simplify.cost import WEIGHTS
    from lemmata.search.simplify.task import Task

    if sum(term.size for term in (*question.terms, *question.assumptions)) > MAX_SIZE:
        return _unread(question, generic, time.monotonic() - start)
    weight = WEIGHTS[cost] if isinstance(cost, str) else cost
    deadline = start + timeout
    task = Task(
        library(),
        question.terms[0],
        question.assumptions,
        weight,
        expired=lambda: time.monotonic() > deadline,
    )
    answers = task.answers()
    checked: list[Checked] = [(a, _certified(a, question)) for a in answers]
    checked = [row for row in checked if row[1] is not None]
    if not any(not a.lost and a is answers[0] for a, _ in checked):
        plain = task.unchanged()
        checked.insert(0, (plain, _certified(plain, question)))
    chosen = checked[-1] if generic else checked[0]
    others = [] if generic else checked[1:]
    clock = lambda: time.monotonic() - start  # noqa: E731
    found = _result(question, task.term, chosen, others, generic, clock)
    note = task.degenerate() or task.stopped
    return replace(found, notices=(*found.notices, note)) if note else found


def _unread(question: Question, generic: bool, seconds: float) -> Simplification:
    """The expression as it is, because it is too large."""
    from lemmata.language.expr.show import show_expression

    term = question.terms[0]
    text = show_expression(term)
    size = sum(t.size for t in (*question.terms, *question.assumptions))
    reason = f"limit: {MAX_SIZE:,} symbols; expression and assumptions have {size:,}"
    return Simplification(
        text, "unknown", reason, seconds=seconds, result=text, term=term, generic=generic
    )


def _result(
    question: Question,
    term: Term,
    chosen: Checked,
    others: Sequence[Checked],
    generic: bool,
    clock: Callable[[], float],
) -> Simplification:
    from lemmata.language.expr.show import show_expression
    from lemmata.terms.domain import conjunction

    answer, found = chosen
    certificate, report = found if found is not None else (None, None)
    show = show_expression
    goal = f"{show(term)} = {show(answer.term)}"
    trusted = [f"axiom {s}.{a}" for s, a in report.axioms] if report is not None else []
    return Simplification(
        goal,
        "proved" if certificate is not None else "unknown",
        "" if certificate is not None else "the domain of the expression cannot be stated",
        assumptions=tuple(show(a) for a in question.assumptions),
        certificate=certificate,
        trusted=tuple(trusted),
        steps=report.all_steps if report is not None else 0,
        seconds=clock(),
        variables=tuple((str(v.head), v.sort.name) for v in question.variables),
        result=show(answer.term),
        term=answer.term,
        conditional=tuple((show(a.term), show(conjunction(a.lost))) for a, _ in others),
        conditions=tuple(map(show, answer.lost)) if generic else (),
        generic=generic,
        further=tuple(f[0] for _, f in others if f is not None),
        notices=question.notices,
    )


def _certified(answer: Answer, question: Question) -> Evidence | None:
    """The certificate of an answer with the kernel's report; None if the kernel rejects it."""
    from lemmata.kernel import Rejected
    from lemmata.proof.encode import encode, encode_strict
    from lemmata.proof.nodes import StrictEquality
    from lemmata.service.store import checker

    if answer.proof is None:
        return None
    declared = question.declarations()
    if isinstance(answer.proof, StrictEquality):
        certificate = encode_strict(answer.proof, declared)
    else:
        certificate = encode(answer.proof, declared)
    try:
        return certificate, checker().check(json.dumps(certificate))
    except Rejected:
        return None
