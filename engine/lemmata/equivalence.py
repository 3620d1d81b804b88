"""`equivalent`: do two expressions mean the same? Proved, refuted at a point, or unknown."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lemmata.results import Verdict

if TYPE_CHECKING:
    from lemmata.questions import Question
    from lemmata.search.simplify.compare import Comparison, Difference

TRIED = 12
MAX_SIZE = 20_000


def equivalent(
    a: Any,  # noqa: ANN401
    b: Any,  # noqa: ANN401
    kind: str = "expr",
    assume: Sequence[Any] = (),
    schema: str | None = None,
    dialect: str | None = None,
    timeout: float = 10,
    variables: Mapping[str, str] | None = None,
) -> Verdict:
    """Whether two expressions, texts or SymPy objects, are strictly equal under assumptions.

    Strictly: where the assumptions hold, both have the same value or both have none. Of kind "sql":
    whether two queries, texts or .sql files, give the same bag of rows on every database of the
    schema (DDL, or a file). `timeout` is in seconds. Raises InputError for what cannot be read.

    >>> equivalent("(x + 1)^2", "x^2 + 2x + 1").verdict
    'proved'
    >>> equivalent("x/x", "1").witness["values"]
    {'x': '0'}
    """
    from lemmata.errors import Diagnostic, InputError
    from lemmata.questions import ask, library
    from lemmata.search.simplify.compare import Comparison

    if kind == "sql":
        from lemmata.querying import compare_queries

        if schema is None:
            raise InputError(Diagnostic("queries are compared over a schema", expected=("schema",)))
        return compare_queries(a, b, schema, dialect, timeout).verdict
    if kind != "expr":
        problem = f"there is no equivalence of kind {kind!r}"
        raise InputError(Diagnostic(problem, expected=("expr", "sql")))
    start = time.monotonic()
    question = ask([a, b], assume, variables)
    size = sum(term.size for term in (*question.terms, *question.assumptions))
    if size > MAX_SIZE:
        reason = f"limit: {MAX_SIZE:,} symbols; the expressions have {size:,}"
        return Verdict("the expressions are equal", "unknown", reason)
    comparison = Comparison(
        library(),
        question.terms[0],
        question.terms[1],
        question.assumptions,
        expired=lambda: time.monotonic() > start + timeout,
    )
    found = _refuted(comparison, question) or _proved(comparison, question)
    return _verdict(found, comparison, question, time.monotonic() - start)


def _verdict(
    found: dict[str, Any] | None, comparison: Comparison, question: Question, seconds: float
) -> Verdict:
    from lemmata.language.expr.show import show_expression as show

    common: dict[str, Any] = {
        "goal": f"{show(comparison.left)} = {show(comparison.right)}",
        "assumptions": tuple(show(c) for c in question.assumptions),
        "seconds": seconds,
        "variables": tuple((str(v.head), v.sort.name) for v in question.variables),
    }
    if found is not None:
        return Verdict(**common, **found)
    stuck = ""
    if comparison.stuck is not None:
        stuck = " = ".join(map(show, comparison.stuck))
    return Verdict(**common, verdict="unknown", reason=comparison.reason, stuck=stuck)


def _proved(comparison: Comparison, question: Question) -> dict[str, Any] | None:
    from lemmata.proof.encode import encode_strict

    claim = comparison.prove()
    if claim is None:
        return None
    certificate = encode_strict(claim, question.declarations())
    report = _checked(certificate)
    if report is None:
        comparison.reason = "the kernel rejected what the search found"
        return None
    trusted = tuple(f"axiom {s}.{a}" for s, a in report.axioms)
    return {
        "verdict": "proved",
        "certificate": certificate,
        "trusted": trusted,
        "steps": report.all_steps,
    }


def _refuted(comparison: Comparison, question: Question) -> dict[str, Any] | None:
    """The first point that the kernel confirms."""
    from lemmata.proof.refutation import Model, encode_refutation

    if question.unknown:
        return None
    for tried, difference in enumerate(comparison.differences()):
        if tried >= TRIED:
            break
        model = Model({}, [difference.values[v] for v in difference.clause.variables])
        certificate = encode_refutation(difference.clause, question.declarations(), model)
        report = _checked(certificate)
        if report is not None:
            witness = _witness(difference, comparison)
            return {"verdict": "refuted", "certificate": certificate, "witness": witness}
    return None


def _witness(difference: Difference, comparison: Comparison) -> dict[str, Any]:
    """The point, and the value of each side there as text."""
    from lemmata.language.expr.show import show_expression as show

    sides = comparison.values_at(difference)
    return {
        "values": {str(v.head): show(t) for v, t in difference.values.items()},
        "left": sides[0],
        "right": sides[1],
    }


def _checked(certificate: dict[str, Any]) -> Any:  # noqa: ANN401
    from lemmata.kernel import Rejected
    from lemmata.service.store import checker

    try:
        return checker().check(json.dumps(certificate))
    except Rejected:
        return None
