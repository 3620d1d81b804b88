"""Odd certificates: steps that compute, with their laws in every form."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.false_rings import ring
from kernel.odd import ODD, reject
from second_checker import samples
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Clause,
    Json,
    Sort,
    Term,
    app,
    arrow,
    eq,
    forall,
    num,
    ratio,
    unit,
    var,
)
from second_checker.samples import I0, J0, NAT, ZERO, G, P, Q, U, V, W, X, op, plus, s

FIRST = ("theorems", 0)


# eval.


def evaluation(left: Term, right: Term) -> Json:
    c = Certificate()
    c.theorem("t", [], unit(left, right)).node("eval", [], left, right)
    return c.data


_LONG = "9" * 5_000
for _name, _left, _right in (
    ("Int.-", app("Int.-", num(5), num(7)), num(-2)),
    ("Int.- zero", app("Int.-", num(7), num(7)), num(0)),
    ("Int.+", app("Int.+", num(5), num(-7)), num(-2)),
    ("Int.<=", app("Int.<=", num(7), num(7)), TRUE),
    ("Int.<", app("Int.<", num(6), num(7)), TRUE),
    ("Int.< not", app("Int.<", num(8), num(7)), FALSE),
    ("Int.<= not", app("Int.<=", num(8), num(7)), FALSE),
    ("Rational.+", app("Rational.+", ratio(1, 2), ratio(1, 3)), ratio(5, 6)),
    ("Rational.-", app("Rational.-", ratio(1, 2), ratio(1, 3)), ratio(1, 6)),
    ("Rational.*", app("Rational.*", ratio(2, 3), ratio(3, 4)), ratio(1, 2)),
    ("Rational.neg", app("Rational.neg", ratio(2, 3)), ratio(-2, 3)),
    ("Rational.<", app("Rational.<", ratio(1, 3), ratio(1, 2)), TRUE),
    ("Rational whole", app("Rational.+", ratio(1, 2), ratio(1, 2)), ratio(1, 1)),
    ("carry", app("Int.+", Term("int", _LONG), num(1)), Term("int", "1" + "0" * 5_000)),
    ("borrow", app("Int.-", num(0), Term("int", _LONG)), Term("int", "-" + _LONG)),
    ("4,000", app("Int.*", Term("int", "1" + "0" * 2_000), Term("int", "5" + "0" * 2_000)),
     Term("int", "5" + "0" * 4_000)),
    ("8,000", app("Int.+", Term("int", "1" + "0" * 8_000), num(7)),
     Term("int", "1" + "0" * 7_999 + "7")),
):  # fmt: skip
    ODD[f"eval {_name}"] = evaluation(_left, _right), True
for _name, _left, _right in (
    ("true", TRUE, TRUE),
    ("apply", app("apply", app("k"), num(1), at=[INT, BOOL]), TRUE),
    ("not", app("not", FALSE), TRUE),
    ("ite", app("ite", TRUE, num(1), num(2), at=[INT]), num(1)),
):
    _c = Certificate()
    _c.structure("s", [], {"k": ([], arrow(INT, BOOL))})
    _c.theorem("t", [], unit(_left, _right)).node("eval", [], _left, _right)
    ODD[f"eval of {_name}"] = _c.data, False


# ac, ring, bool.


def laws(kind: str, first: Clause, second: Clause, types: object = None) -> Json:
    """A step by ac whose laws are axioms, or theorems about them."""
    c = Certificate()
    c.structure("magma", ["G"], {"op": ([G, G], G)}, {"assoc": first, "comm": second})
    cited = {}
    for i, (key, name, clause) in enumerate(
        (("associativity", "assoc", first), ("commutativity", "comm", second))
    ):
        by: list[object] = ["axiom", "magma", name, types or [], []]
        if kind == "theorem":
            variables = [U, V, W][: len(clause.bound)]
            p = c.theorem(name, [], clause, [v.name for v in variables])
            left, right = samples.clause_sides(clause, *variables)
            p.rewrite([], left, right, ["axiom", "magma", name, [], variables])
            by = ["theorem", i, [], []]
        cited[key] = by
    left, right = op(U, op(V, W)), op(op(W, V), U)
    p = c.theorem("t", [], forall([U, V, W], left, right), ["u", "v", "w"])
    p.node("ac", [], left, right, symbol="op", types=[], laws=cited)
    return c.data


ASSOC, COMM = (
    forall([U, V, W], op(op(U, V), W), op(U, op(V, W))),
    forall([U, V], op(U, V), op(V, U)),
)
OTHER = forall([W, U, V], op(V, op(U, W)), op(op(V, U), W)), forall([V, U], op(U, V), op(V, U))
ODD["laws in order"] = laws("axiom", ASSOC, COMM), True
ODD["laws in another order"] = laws("axiom", *OTHER), True
ODD["laws by theorems"] = laws("theorem", ASSOC, COMM), True
ODD["laws with sort arguments"] = laws("axiom", ASSOC, COMM, [G]), False
reject("ac with sort arguments", "ac", *FIRST, "nodes", 0, "types", to=[0])
reject("ac with a list", "ac", *FIRST, "nodes", 0, "symbol", to=[])


def semiring(
    zero: Term,
    one: Term,
    left: Term,
    right: Term,
    variables: Sequence[Term] = (U, V),
    /,
    **changes: object,
) -> Json:
    """A ring step over G with constants C and D, zero and one as given."""
    c = Certificate()

    def add(a: Term, b: Term) -> Term:
        return app("add", a, b)

    def mul(a: Term, b: Term) -> Term:
        return app("mul", a, b)

    symbols: dict[str, tuple[list[Sort], Sort]] = {"C": ([], G), "D": ([], G), "f": ([G], G)}
    symbols |= {"add": ([G, G], G), "mul": ([G, G], G), "phantom": ([G, G], G)}
    symbols["less"] = ([G, G], BOOL)
    c.structure(
        "semiring",
        ["G"],
        symbols,
        {
            "add_associativity": forall([U, V, W], add(add(U, V), W), add(U, add(V, W))),
            "add_commutativity": forall([U, V], add(U, V), add(V, U)),
            "add_zero": forall([U], add(U, zero), U),
            "mul_associativity": forall([U, V, W], mul(mul(U, V), W), mul(U, mul(V, W))),
            "mul_commutativity": forall([U, V], mul(U, V), mul(V, U)),
            "mul_one": forall([U], mul(U, one), U),
            "mul_zero": forall([U], mul(U, zero), zero),
            "distributivity": forall([U, V, W], mul(U, add(V, W)), add(mul(U, V), mul(U, W))),
        },
    )
    c.data["declarations"][0]["symbols"][5]["types"] = ["a"]  # of phantom
    cited = {name: ["axiom", "semiring", name, [], []] for name in samples.RING_LAWS[:8]}
    operations = {"zero": zero, "one": one, "add": "add", "mul": "mul", "neg": None, "sub": None}
    p = c.theorem("t", [], forall(variables, left, right), [v.name for v in variables])
    p.node("ring", [], left, right, sort=G, operations=operations | changes, laws=cited)
    return c.data


C, D = app("C"), app("D")
TWICE = app("add", C, C)
ODD["compound zero"] = semiring(TWICE, D, app("add", U, TWICE), U), True
ODD["compound zero times"] = semiring(TWICE, D, app("mul", U, TWICE), TWICE), True
ODD["compound one"] = semiring(C, app("mul", D, D), app("mul", U, app("mul", D, D)), U), True
F_U = app("f", app("add", U, V))
ODD["applications as atoms"] = semiring(C, D, app("add", F_U, U), app("add", U, F_U)), True
ODD["other atoms"] = semiring(C, D, F_U, app("f", app("add", V, U))), False
NAMED = var("add", G)
ODD["variable called like an operation"] = (
    semiring(C, D, app("add", NAMED, U), app("add", U, NAMED), [U, NAMED]),
    True,
)
_SQUARE, _PRODUCT = app("mul", V, V), app("mul", U, W)
ODD["monomials with numbers in a row"] = (
    semiring(C, D, _SQUARE, _PRODUCT, [U, V, W]),
    False,
)
_OPERATIONS: tuple[tuple[str, object], ...] = (
    *(("add", "nothing"), ("add", 5), ("mul", "f"), ("add", "eq"), ("neg", "add")),
    *(("add", []), ("mul", {}), ("mul", "less"), ("add", "phantom")),
)
for _key, _value in _OPERATIONS:
    ODD[f"operation {_key} {_value}"] = semiring(C, D, U, U, (U, V), **{_key: _value}), False
ODD["one is a variable"] = semiring(C, D, U, U, one=U), False
ODD["one of another sort"] = semiring(C, D, U, U, one=TRUE), False
ODD["zero of another sort"] = semiring(C, D, U, U, zero=TRUE), False
ODD["ring about another sort"] = semiring(C, D, TRUE, TRUE), False
ODD["ring in another order"] = ring(app("Int.*", I0, J0), app("Int.*", J0, I0)), True
ODD["ring subtracts"] = (
    ring(app("Int.-", I0, J0), app("Int.neg", app("Int.-", J0, I0))),
    True,
)


def table(left: Term, right: Term, *variables: Term) -> Json:
    c = Certificate()
    p = c.theorem("t", [], forall(variables, left, right), [v.name for v in variables])
    p.node("bool", [], left, right)
    return c.data


def no(term: Term) -> Term:
    return app("not", term)


ODD["bool excluded middle"] = table(app("or", P, no(P)), TRUE, P), True
ODD["bool contradiction"] = table(app("and", P, no(P)), FALSE, P), True
ODD["bool equivalence"] = (
    table(eq(P, Q, BOOL), app("or", app("and", P, Q), app("and", no(P), no(Q))), P, Q),
    True,
)
ODD["bool ite"] = (
    table(app("ite", P, Q, no(Q), at=[BOOL]), eq(P, Q, BOOL), P, Q),
    True,
)
for _name, _left, _right in (
    ("one atom", P, FALSE),
    ("one atom true", P, TRUE),
    ("implication", eq(P, Q, BOOL), app("or", no(P), Q)),
    ("other implication", eq(P, Q, BOOL), app("or", no(Q), P)),
    ("second only", eq(P, Q, BOOL), no(Q)),
    ("first only", eq(P, Q, BOOL), no(P)),
    ("and first", app("and", P, Q), P),
    ("or second", app("or", P, Q), Q),
    ("ite first", app("ite", P, Q, FALSE, at=[BOOL]), Q),
):
    ODD[f"bool wrong {_name}"] = table(_left, _right, P, Q), False
_ATOMS = [var(f"p{i}", BOOL) for i in range(13)]
for _count in (12, 13):
    _all: Term = TRUE
    for _atom in _ATOMS[:_count]:
        _all = app("and", _all, _atom)
    ODD[f"bool with {_count} atoms"] = table(_all, _all, *_ATOMS[:_count]), _count == 12


def by_cases() -> Json:
    """A ring step over nat that cites 0 + y = y as it is defined."""
    c = samples.arithmetic()

    def mul(a: Term, b: Term) -> Term:
        return app("mul", a, b)

    x, y, z = X, var("y", NAT), var("z", NAT)
    axioms = {
        "add_associativity": forall([x, y, z], plus(plus(x, y), z), plus(x, plus(y, z))),
        "add_commutativity": forall([x, y], plus(x, y), plus(y, x)),
        "mul_associativity": forall([x, y, z], mul(mul(x, y), z), mul(x, mul(y, z))),
        "mul_commutativity": forall([x, y], mul(x, y), mul(y, x)),
        "mul_one": forall([x], mul(x, s(ZERO)), x),
        "mul_zero": forall([x], mul(x, ZERO), ZERO),
        "distributivity": forall([x, y, z], mul(x, plus(y, z)), plus(mul(x, y), mul(x, z))),
    }
    c.structure("product", [], {"mul": ([NAT, NAT], NAT)}, axioms)
    cited: dict[str, list[object]] = {n: ["axiom", "product", n, [], []] for n in axioms}
    cited["add_zero"] = ["case", "plus", 0, [], []]
    operations = {"zero": ZERO, "one": s(ZERO), "add": "plus", "mul": "mul", "neg": None}
    left, right = mul(plus(x, y), x), plus(mul(x, x), mul(y, x))
    p = c.theorem("t", [], forall([x, y], left, right), ["x", "y"])
    p.node("ring", [], left, right, sort=NAT, operations=operations | {"sub": None}, laws=cited)
    return c.data


ODD["law by a case"] = by_cases(), True
