"""Makes instances of theorems about structures by hand, and asks both checkers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import second_checker
from lemmata.kernel import Rejected, check
from second_checker.build import (
    BOOL,
    INT,
    Certificate,
    Clause,
    Json,
    Sort,
    Term,
    app,
    bound,
    forall,
    num,
    type_var,
    var,
)

G = Sort("G")
X, Y, Z = (var(n, G) for n in "xyz")
I, J, K = (var(n, INT) for n in "ijk")  # noqa: E741
P, Q, R = (var(n, BOOL) for n in "pqr")
A = type_var("a")
LIBRARY: dict[str, Json] = {}
Laws = Mapping[str, Mapping[str, object]]


def mul(x: Term, y: Term) -> Term:
    return app("mul", x, y)


def add(x: Term, y: Term) -> Term:
    return app("Int.+", x, y)


def neg(x: Term) -> Term:
    return app("Int.neg", x)


def b(i: int, sort: Sort = INT) -> Term:
    return bound(i, sort)


E = app("e")
INV_MUL = forall([X, Y], app("inv", mul(X, Y)), mul(app("inv", Y), app("inv", X)))
GROUP = {
    "left_unit": forall([X], mul(E, X), X),
    "left_inverse": forall([X], mul(app("inv", X), X), E),
    "assoc": forall([X, Y, Z], mul(mul(X, Y), Z), mul(X, mul(Y, Z))),
}


def group(c: Certificate, axioms: Mapping[str, Clause] = GROUP) -> None:
    symbols = {"mul": ([G, G], G), "inv": ([G], G), "e": ([], G)}
    c.structure("group", ["G"], symbols, axioms)


def integers(c: Certificate, *leave_out: str) -> None:
    axioms = {
        "unit": forall([I], add(num(0), I), I),
        "inverse": forall([I], add(neg(I), I), num(0)),
        "assoc": forall([I, J, K], add(add(I, J), K), add(I, add(J, K))),
        "commute": forall([I, J], add(I, J), add(J, I)),
    }
    c.structure("int", axioms={k: v for k, v in axioms.items() if k not in leave_out})


def instance(
    c: Certificate,
    clause: Clause,
    sorts: Mapping[str, Sort],
    symbols: Mapping[str, Term],
    axioms: Laws,
    of: int = 0,
    types: Sequence[str] = (),
) -> Json:
    row = {
        "name": f"instance_{len(c.data['theorems'])}",
        "types": list(types),
        "clause": clause,
        "instance": of,
        "sorts": sorts,
        "symbols": symbols,
        "axioms": axioms,
    }
    c.data["theorems"].append(c.convert(row))
    return c.data


def law(name: str, structure: str = "int") -> list[object]:
    return ["axiom", structure, name, [], []]


INTEGERS = {"mul": add(b(0), b(1)), "inv": neg(b(0)), "e": num(0)}
LAWS = {"left_unit": law("unit"), "left_inverse": law("inverse"), "assoc": law("assoc")}
NEG_ADD = forall([I, J], neg(add(I, J)), add(neg(J), neg(I)))


def cancelled(c: Certificate) -> None:
    """inv(x) (x y) = y, by associativity, inverse and unit."""
    p = c.theorem("cancel", [], CANCEL, ["x", "y"])
    ix = app("inv", X)
    start, middle, end = mul(ix, mul(X, Y)), mul(mul(ix, X), Y), mul(E, Y)
    n = p.rewrite([], start, middle, ["axiom", "group", "assoc", [], [ix, X, Y]], reverse=True)
    by = ["axiom", "group", "left_inverse", [], [X]]
    n = p.rewrite([], start, end, by, [0], start=n)
    p.rewrite([], start, Y, ["axiom", "group", "left_unit", [], [Y]], start=n)


CANCEL = forall([X, Y], mul(app("inv", X), mul(X, Y)), Y)
INT_CANCEL = forall([I, J], add(neg(I), add(I, J)), J)


def verdicts(data: Json) -> tuple[str, str]:
    """Why the kernel and the second checker reject a certificate; nothing if they accept."""
    kernel = other = ""
    try:
        check(json.dumps(data), lambda d: json.dumps(LIBRARY[d]) if d in LIBRARY else None)
    except Rejected as error:
        kernel = error.message
    try:
        second_checker.check(data, LIBRARY.get)
    except second_checker.Invalid as invalid:
        other = invalid.message
        assert "internal" not in other
    return kernel, other


def accepted(data: Json) -> list[str]:
    """Both accept; the axioms that both report."""
    assert verdicts(data) == ("", "")
    report = check(json.dumps(data), lambda d: json.dumps(LIBRARY[d]))
    found = [f"{s}:{a}" for s, a in report.axioms]
    checked = second_checker.check(data, LIBRARY.get)
    assert checked["axioms"] == found
    assert checked["statement"] == report.statement
    return found


def start() -> Certificate:
    c = Certificate()
    integers(c)
    group(c)
    cancelled(c)
    return c


def honest() -> Json:
    return instance(start(), INT_CANCEL, {"G": INT}, INTEGERS, {"group": LAWS})
