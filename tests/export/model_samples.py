"""Instances of theorems about structures that need more than new names in the Coq export."""

from __future__ import annotations

from export.coq_samples import rings
from kernel.instance_tools import instance
from second_checker.build import (
    INT,
    Certificate,
    Function,
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
from second_checker.samples import cons, declare_lists, list_of, nil

A, M = type_var("a"), Sort("M")


def function_over_the_structure() -> Json:
    """A proof goes through a function over the structure; the model is that of lists over a."""
    c = Certificate()
    declare_lists(c)
    x, y, e = var("x", M), var("xs", list_of(M)), app("e")

    def mul(p: Term, q: Term) -> Term:
        return app("mul", p, q)

    def fold(t: Term) -> Term:
        return app("fold", t)

    c.structure(
        "monoid",
        ["M"],
        {"mul": ([M, M], M), "e": ([], M)},
        {"left": forall([x], mul(e, x), x), "right": forall([x], mul(x, e), x)},
    )
    cases = [(fold(nil(M)), e), (fold(cons(x, y, M)), mul(x, fold(y)))]
    c.functions(Function("fold", [list_of(M)], M, cases))
    p = c.theorem("unit", [], forall([x], mul(x, e), x), ["x"])
    start, folded = mul(x, e), mul(x, fold(nil(M)))
    empty: list[object] = ["case", "fold", 0, [], []]
    one: list[object] = ["case", "fold", 1, [], [x, nil(M)]]
    n = p.rewrite([], start, folded, empty, [1], reverse=True)
    n = p.rewrite([], start, fold(cons(x, nil(M), M)), one, start=n, reverse=True)
    n = p.rewrite([], start, folded, one, start=n)
    n = p.rewrite([], start, start, empty, [1], start=n)
    p.rewrite([], start, x, ["axiom", "monoid", "right", [], [x]], start=n)
    lists, u = list_of(A), var("u", list_of(A))

    def concat(p: Term, q: Term) -> Term:
        return app("concat", p, q, at=[A])

    c.structure("lists", axioms={})
    right = {"name": "right", "types": ["a"], "clause": forall([u], concat(u, nil(A)), u)}
    c.data["declarations"][-1]["axioms"].append(c.convert(right))
    p = c.theorem("left", ["a"], forall([u], concat(nil(A), u), u), ["u"])
    p.case([], concat(nil(A), u), u, "concat", 0, [u], types=[A])
    symbols = {"mul": concat(bound(0, lists), bound(1, lists)), "e": nil(A)}
    laws = {"left": ["theorem", 1, [A], []], "right": ["axiom", "lists", "right", [A], []]}
    clause = forall([u], concat(u, nil(A)), u)
    return instance(c, clause, {"M": lists}, symbols, {"monoid": laws}, types=["a"])


def two_rings_on_one_sort() -> Json:
    """A ring identity in the model of integers, next to one by the integers' own operations."""
    c = Certificate.load(rings(True, False, False))
    x, y, z = (var(name, INT) for name in "ijk")

    def add(p: Term, q: Term) -> Term:
        return app("Int.+", p, q)

    def mul(p: Term, q: Term) -> Term:
        return app("Int.*", p, q)

    def neg(p: Term) -> Term:
        return app("Int.neg", p)

    axioms = {
        "add_associativity": forall([z, x, y], add(add(x, y), z), add(x, add(y, z))),
        "add_commutativity": forall([x, y], add(x, y), add(y, x)),
        "add_zero": forall([x], add(num(0), x), x),
        "mul_associativity": forall([x, y, z], mul(x, mul(y, z)), mul(mul(x, y), z)),
        "mul_commutativity": forall([x, y], mul(x, y), mul(y, x)),
        "mul_one": forall([x], x, mul(num(1), x)),
        "mul_zero": forall([x], mul(num(0), x), num(0)),
        "distributivity": forall([x, y, z], mul(add(x, y), z), add(mul(x, z), mul(y, z))),
        "add_neg": forall([x], add(x, neg(x)), num(0)),
    }
    c.structure("int", axioms=axioms)
    cited: dict[str, object] = {name: ["axiom", "int", name, [], []] for name in axioms}
    a, b = bound(0, INT), bound(1, INT)
    symbols = {
        "add": add(a, b), "mul": mul(a, b), "neg": neg(a), "sub": app("Int.-", a, b),
        "zero": num(0), "one": num(1),
    }  # fmt: skip
    left = add(mul(add(x, y), add(x, num(1))), neg(x))
    right = add(add(mul(x, x), mul(x, y)), y)
    instance(c, forall([x, y], left, right), {"R": INT}, symbols, {"ring": cited})
    goal = forall([x, y], add(left, num(0)), add(mul(num(2), num(0)), right))
    p = c.theorem("both", [], goal, ["i", "j"])
    start, middle = add(left, num(0)), add(right, num(0))
    n = p.rewrite([], start, middle, ["theorem", 1, [], [x, y]], [0])
    operations = {
        "zero": num(0), "one": num(1), "add": "Int.+", "mul": "Int.*", "neg": "Int.neg",
        "sub": None,
    }  # fmt: skip
    end = add(mul(num(2), num(0)), right)
    m = p.node("ring", [], middle, end, sort=INT, operations=operations, laws=cited)
    p.trans(n, m)
    return c.data


MODELS = [function_over_the_structure, two_rings_on_one_sort]
