"""Honest instances of theorems about structures: both checkers accept, with the same axioms."""

from __future__ import annotations

import second_checker
from kernel.instance_tools import (
    CANCEL,
    INT_CANCEL,
    INTEGERS,
    INV_MUL,
    LAWS,
    LIBRARY,
    NEG_ADD,
    A,
    E,
    G,
    I,
    J,
    Laws,
    P,
    Q,
    R,
    X,
    Y,
    Z,
    accepted,
    add,
    b,
    cancelled,
    group,
    honest,
    instance,
    integers,
    law,
    mul,
    neg,
    start,
    verdicts,
)
from second_checker.build import (
    BOOL,
    INT,
    TRUE,
    Certificate,
    Function,
    Sort,
    Term,
    app,
    digest,
    forall,
    num,
    unit,
    var,
)


def test_integers_are_a_group() -> None:
    assert accepted(honest()) == ["int:assoc", "int:inverse", "int:unit"]


def test_an_instance_can_be_cited_and_its_axioms_are_counted() -> None:
    c = Certificate.load(honest())
    p = c.theorem("again", [], INT_CANCEL, ["i", "j"])
    p.rewrite([], add(neg(I), add(I, J)), J, ["theorem", 1, [], [I, J]])
    assert accepted(c.data) == ["int:assoc", "int:inverse", "int:unit"]
    c.theorem("trivial", [], unit(TRUE, TRUE)).refl([], TRUE)
    assert accepted(c.data) == []  # the last theorem rests on nothing


def test_negated_sums_from_the_axioms_of_int() -> None:
    """inv(x y) = inv(y) inv(x), proved from the three axioms, gives -(i + j) = -j + -i."""
    c = Certificate()
    integers(c)
    group(c)
    ix, iy, ixy = (app("inv", t) for t in (X, Y, mul(X, Y)))
    cancelled(c)

    def ax(name: str, *terms: Term) -> list[object]:
        return ["axiom", "group", name, [], list(terms)]

    # x e = x: first inv(inv(x)) e = x by cancellation with inv(x) x = e.
    iix = app("inv", ix)
    first = c.theorem("twice", [], forall([X], mul(iix, E), X), ["x"])
    n = first.rewrite(
        [], mul(iix, E), mul(iix, mul(ix, X)), ax("left_inverse", X), [1], reverse=True
    )
    first.rewrite([], mul(iix, E), X, ["theorem", 0, [], [ix, X]], start=n)
    unit_ = c.theorem("right_unit", [], forall([X], mul(X, E), X), ["x"])
    back = ["theorem", 1, [], [X]]
    n = unit_.rewrite([], mul(X, E), mul(mul(iix, E), E), back, [0], reverse=True)
    n = unit_.rewrite([], mul(X, E), mul(iix, mul(E, E)), ax("assoc", iix, E, E), start=n)
    n = unit_.rewrite([], mul(X, E), mul(iix, E), ax("left_unit", E), [1], start=n)
    unit_.rewrite([], mul(X, E), X, back, start=n)
    # x inv(x) = e, by inv(inv(x)) (inv(x) y) = y with y = e.
    inverse = c.theorem("right_inverse", [], forall([X], mul(X, ix), E), ["x"])
    s = mul(X, ix)
    n = inverse.rewrite([], s, mul(mul(iix, E), ix), back, [0], reverse=True)
    n = inverse.rewrite([], s, mul(iix, mul(E, ix)), ax("assoc", iix, E, ix), start=n)
    n = inverse.rewrite([], s, mul(iix, ix), ax("left_unit", ix), [1], start=n)
    inverse.rewrite([], s, E, ax("left_inverse", ix), start=n)
    # inv(xy) = inv(xy) ((xy) (iy ix)) = iy ix.
    last = c.theorem("inv_mul", [], INV_MUL, ["x", "y"])
    s, product = ixy, mul(iy, ix)
    xy = mul(X, Y)
    inner = mul(xy, product)
    n = last.rewrite([], inner, mul(X, mul(Y, product)), ax("assoc", X, Y, product))
    step = mul(X, mul(mul(Y, iy), ix))
    n = last.rewrite([], inner, step, ax("assoc", Y, iy, ix), [1], start=n, reverse=True)
    step = mul(X, mul(E, ix))
    n = last.rewrite([], inner, step, ["theorem", 3, [], [Y]], [1, 0], start=n)
    n = last.rewrite([], inner, mul(X, ix), ax("left_unit", ix), [1], start=n)
    is_e = last.rewrite([], inner, E, ["theorem", 3, [], [X]], start=n)
    n = last.rewrite([], s, mul(ixy, E), ["theorem", 2, [], [ixy]], reverse=True)
    n = last.rewrite([], s, mul(ixy, inner), ["node", is_e], [1], start=n, reverse=True)
    last.rewrite([], s, product, ["theorem", 0, [], [xy, product]], start=n)
    data = instance(c, NEG_ADD, {"G": INT}, INTEGERS, {"group": LAWS}, of=4)
    assert accepted(data) == ["int:assoc", "int:inverse", "int:unit"]


def test_a_stored_theorem_and_an_instance_can_be_instantiated() -> None:
    c = Certificate()
    group(c)
    cancelled(c)
    LIBRARY[digest(c.data)] = c.data
    statement = str(second_checker.check(c.data)["statement"])
    user = Certificate()
    integers(user)
    group(user)
    user.cite("cancel", [], CANCEL, statement, digest(c.data))
    opposite = {"mul": mul(b(1, G), b(0, G)), "inv": app("inv", b(0, G)), "e": E}
    turned = {
        "left_unit": forall([X], mul(X, E), X),
        "left_inverse": forall([X], mul(X, app("inv", X)), E),
    }
    user.structure("more", axioms=turned)
    p = user.theorem("assoc_back", [], forall([X, Y, Z], mul(Z, mul(Y, X)), mul(mul(Z, Y), X)))
    x, y, z = p.variables
    by = ["axiom", "group", "assoc", [], [z, y, x]]
    p.rewrite([], mul(z, mul(y, x)), mul(mul(z, y), x), by, reverse=True)
    # Axioms of `more` are covered too: they are proved by axioms of the group.
    laws: Laws = {
        "group": {
            "left_unit": law("left_unit", "more"),
            "left_inverse": law("left_inverse", "more"),
            "assoc": ["theorem", 1, [], []],
        },
        "more": {
            "left_unit": law("left_unit", "group"),
            "left_inverse": law("left_inverse", "group"),
        },
    }
    clause = forall([X, Y], mul(mul(Y, X), app("inv", X)), Y)
    data = instance(user, clause, {"G": G}, opposite, laws)
    used = accepted(data)
    assert used == [
        *("group:assoc", "group:left_inverse", "group:left_unit"),
        *("more:left_inverse", "more:left_unit"),
    ]
    laws = {
        "group": LAWS,
        "more": {"left_unit": ["theorem", 3, [], []], "left_inverse": ["theorem", 4, [], []]},
    }
    for name, left, right in (("u", add(I, num(0)), I), ("v", add(I, neg(I)), num(0))):
        p = user.theorem(name, [], forall([I], left, right), ["i"])
        n = p.rewrite(
            [], left, add(*reversed(left.args)), ["axiom", "int", "commute", [], [*left.args]]
        )
        p.rewrite(
            [],
            left,
            right,
            ["axiom", "int", "unit" if name == "u" else "inverse", [], [I]],
            start=n,
        )
    clause = forall([I, J], add(add(J, I), neg(I)), J)
    data = instance(user, clause, {"G": INT}, INTEGERS, laws, of=2)
    assert accepted(data) == ["int:assoc", "int:commute", "int:inverse", "int:unit"]


def test_truth_values_are_a_lattice() -> None:
    c = Certificate()
    x, y = X, Y
    c.structure(
        "lattice",
        ["G"],
        {"meet": ([G, G], G), "join": ([G, G], G)},
        {"absorb": forall([x, y], app("meet", x, app("join", x, y)), x)},
    )
    p = c.theorem("copy", [], forall([x, y], app("meet", x, app("join", x, y)), x), ["x", "y"])
    by = ["axiom", "lattice", "absorb", [], [x, y]]
    p.rewrite([], app("meet", x, app("join", x, y)), x, by)
    clause = forall([P, Q], app("and", P, app("or", P, Q)), P)
    p = c.theorem("absorb", [], clause, ["p", "q"])
    p.node("bool", [], app("and", P, app("or", P, Q)), P)
    symbols = {
        "meet": app("and", b(0, BOOL), b(1, BOOL)),
        "join": app("or", b(0, BOOL), b(1, BOOL)),
    }
    laws: Laws = {"lattice": {"absorb": ["theorem", 1, [], []]}}
    assert accepted(instance(c, clause, {"G": BOOL}, symbols, laws)) == []


def test_maps_need_not_be_injective_and_terms_may_ignore_arguments() -> None:
    c = start()
    clause = forall([P, Q], Q, Q)
    symbols = {"mul": b(1, BOOL), "inv": b(0, BOOL), "e": TRUE}
    p = c.theorem("refl", [], forall([P], P, P), ["p"])
    p.refl([], P)
    laws = {"left_unit": ["theorem", 1, [], []], "left_inverse": None, "assoc": None}
    p = c.theorem("three", [], forall([P, Q, R], R, R), ["p", "q", "r"])
    p.refl([], R)
    laws["assoc"] = ["theorem", 2, [], []]
    laws["left_inverse"] = law("collapse", "one")
    c.structure("one", axioms={"collapse": forall([P], P, TRUE)})  # false, and reported
    data = instance(c, clause, {"G": BOOL}, symbols, {"group": laws})
    assert accepted(data) == ["one:collapse"]


def test_two_structures_at_once_and_sorts_with_variables() -> None:
    c = Certificate()
    group(c, {})
    H = Sort("H")
    h = var("h", H)
    c.structure(
        "map",
        ["H"],
        {"image": ([G], H), "back": ([H], G)},
        {"there": forall([h], app("image", app("back", h)), h)},
    )
    p = c.theorem("copy", [], forall([h], app("image", app("back", h)), h), ["h"])
    p.rewrite([], app("image", app("back", h)), h, ["axiom", "map", "there", [], [h]])
    c.datatype("box", ["a"], mk=[A])
    box, x = Sort("box", (A,)), var("x", A)
    c.functions(Function("un", [box], A, [(app("un", app("mk", x, at=[A]), at=[A]), x)], ["a"]))
    left = app("un", app("mk", x, at=[A]), at=[A])
    symbols = {
        "mul": b(0, box),
        "inv": b(0, box),
        "e": app("mk", app("ite", TRUE, var("u", A), var("u", A), at=[A]), at=[A]),
        "image": app("un", b(0, box), at=[A]),
        "back": app("mk", b(0, A), at=[A]),
    }
    laws: Laws = {"map": {"there": ["case", "un", 0, [A], []]}}
    data = instance(c, forall([x], left, x), {"G": box, "H": A}, symbols, laws, types=["a"])
    assert all(verdicts(data))  # a free variable
    c.data["theorems"].pop()
    c.structure("some", symbols={"some": ([], Sort("box", (A,)))})
    c.data["declarations"][-1]["symbols"][0]["types"] = ["a"]
    symbols["e"] = app("some", at=[A])
    data = instance(c, forall([x], left, x), {"G": box, "H": A}, symbols, laws, types=["a"])
    assert accepted(data) == []
    data["theorems"][-1]["types"] = []
    assert all(verdicts(data))
