"""Files that make a checker compute: laws, polynomials, large numbers, models."""

from __future__ import annotations

import json
from collections.abc import Callable

from kernel.hostile import VALID, file, tower
from second_checker import samples
from second_checker.build import (
    BOOL,
    INT,
    TRUE,
    Certificate,
    Function,
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
from second_checker.samples import NAT, G, U, V, X, arithmetic, op, s


@file
def law_that_is_shared() -> Json:
    c = Certificate.load(VALID["ac"])
    c.theorem("t", [], forall([U, V], op(U, V), op(U, V)), ["u", "v"]).refl([], op(U, V))
    number = c.term(substituted(op(U, V)))
    for _ in range(200):
        c.data["terms"].append(["app", "op", [], [number, number]])
        number = len(c.data["terms"]) - 1
    g = c.sort(G)
    c.data["clauses"].append(
        {"bound": [g, g], "premises": [], "conclusion": [number, number], "guard": None}
    )
    axiom = c.data["declarations"][0]["axioms"][0]
    axiom["clause"] = len(c.data["clauses"]) - 1
    return c.data


def substituted(term: Term) -> Term:
    """A term with bound variables for U and V."""
    left, _ = forall([U, V], term, term).conclusion
    return left


@file
def operands_that_are_shared() -> Json:
    c = Certificate.load(VALID["ac"])
    c.term(op(U, V))
    number = tower(c, ["app", "op", [], [None, None]], 20_000)
    nodes = c.data["theorems"][0]["nodes"]
    nodes.insert(0, nodes[0] | {"left": number, "right": number})
    return c.data


@file
def truth_tables_of_many_terms() -> Json:
    atoms = [var(f"p{i}", BOOL) for i in range(12)]
    c = arithmetic()
    left = app("not", eq(atoms[0], atoms[1], BOOL))
    for i in range(100):
        left = app(("and", "or")[i % 2], left, atoms[i % 12])
    p = c.theorem("t", [], forall(atoms, left, left), [a.name for a in atoms])
    number = c.term(left)
    for _ in range(30_000):
        c.data["terms"].append(["app", "and", [], [number, number]])
        number = len(c.data["terms"]) - 1
    p.node("bool", [], left, left)
    c.node("bool")["left"] = number
    return c.data


def ring_of(term: Callable[[Certificate], int]) -> Json:
    """The ring sample about another term."""
    c = Certificate.load(VALID["ring"])
    number = term(c)
    c.node("ring").update(left=number, right=number)
    return c.data


@file
def sum_of_many() -> Json:
    def build(c: Certificate) -> int:
        integer, terms = c.sort(INT), c.data["terms"]
        last = c.term(num(0))
        for i in range(19_000):
            terms.append(["var", f"v{i}", integer])
            terms.append(["app", "Int.+", [], [last, len(terms) - 1]])
            last = len(terms) - 1
        return last

    return ring_of(build)


@file
def product_of_many() -> Json:
    def build(c: Certificate) -> int:
        integer, terms = c.sort(INT), c.data["terms"]
        last = c.term(num(1))
        for i in range(3_000):
            terms.append(["var", f"v{i}", integer])
            terms.append(["app", "Int.*", [], [last, len(terms) - 1]])
            last = len(terms) - 1
        return last

    return ring_of(build)


@file
def squares_of_squares() -> Json:
    def build(c: Certificate) -> int:
        c.term(app("Int.+", num(2), num(2)))
        return tower(c, ["app", "Int.*", [], [None, None]], 400)

    return ring_of(build)


@file
def powers_of_powers() -> Json:
    def build(c: Certificate) -> int:
        c.term(app("Int.+", var("i", INT), num(1)))
        return tower(c, ["app", "Int.*", [], [None, None]], 60)

    return ring_of(build)


def literal(digits: int) -> Json:
    """An addition of two literals with many digits."""
    c = Certificate()
    big = Term("int", "9" * digits)
    left, right = app("Int.-", big, big), num(0)
    c.theorem("t", [], unit(left, right)).node("eval", [], left, right)
    return c.data


@file
def literal_of_5_000_digits() -> Json:
    return literal(5_000)


@file
def literal_of_100_000_digits() -> Json:
    return literal(100_000)


@file
def literal_of_200_000_digits() -> Json:
    return literal(200_000)


@file
def rational_of_100_000_digits() -> Json:
    c = Certificate()
    big = Term("rational", "9" * 99_999 + "8", denominator="9" * 100_000)
    left = app("Rational.*", big, big)
    c.theorem("t", [], unit(left, ratio(0, 1))).node("eval", [], left, ratio(0, 1))
    return c.data


@file
def large_sort() -> Json:
    c = Certificate.load(VALID["finite_model"])
    many = [var(f"u{i}", G) for i in range(100)]
    c.data["declarations"][0]["symbols"] = []
    c.data["declarations"][0]["axioms"] = [
        {"name": "a", "types": [], "clause": c.clause(forall(many, many[0], many[0]))}
    ]
    c.data["terms"] = [t for t in c.data["terms"] if t[0] != "app"]
    c.data["model"]["sorts"]["G"] = 999_999_999
    return c.data


@file
def large_table() -> Json:
    c = Certificate("refutation")
    c.structure(
        "s",
        ["G"],
        {"f": ([G], G)},
        {"a": forall([U, V], app("f", app("f", U)), app("f", app("f", U)))},
    )
    size = 300
    elements = [{"element": k} for k in range(size)]
    statement = forall([U, V], U, V)
    return c.refute(statement, elements[:2], sorts={"G": size}, symbols={"f": elements})


@file
def arithmetic_without_end() -> Json:
    c = Certificate.load(VALID["refuted_by_values"])

    def call(t: Term, i: Term) -> Term:
        return app("powers", t, i)

    i = var("i", INT)
    rows = [(call(samples.ZERO, i), i), (call(s(X), i), call(X, app("Int.*", i, i)))]
    c.functions(Function("powers", [NAT, INT], INT, rows))
    rows = [
        (app("often", samples.ZERO, i), i),
        (app("often", s(X), i), app("Int.-", app("often", X, i), app("often", X, i))),
    ]
    c.functions(Function("often", [NAT, INT], INT, rows))
    many = samples.ZERO
    for _ in range(18):
        many = s(many)
    left = app("often", many, call(many, num(3)))
    c.data["statement"] = {"types": [], "clause": c.clause(unit(left, num(1)))}
    c.data["model"] |= {"types": {}, "values": []}
    return c.data


@file
def nested_tables() -> Json:
    return tables(150)


def tables(depth: int) -> Json:
    """A function of many arguments, each table inside another one."""
    c = Certificate("refutation")
    f = var("f", arrow(BOOL, INT))
    c.refute(forall([f], TRUE, app("false")), [{}])
    bool_, last = c.sort(BOOL), c.sort(arrow(BOOL, INT))
    text = f'{{"term": {c.term(num(0))}}}'
    for _ in range(depth):
        text = f'{{"table": [], "default": {text}}}'
    for _ in range(depth - 1):
        c.data["sorts"].append(["->", bool_, last])
        last = len(c.data["sorts"]) - 1
    c.data["clauses"][-1]["bound"] = [last]
    c.data["model"]["values"] = [json.loads(text)]
    return c.data


@file
def value_that_is_shared() -> Json:
    c = Certificate("refutation")
    c.datatype("tree", [], leaf=[], node=[Sort("tree"), Sort("tree")])
    x = var("x", Sort("tree"))
    c.refute(forall([x], x, app("leaf")), [{}])
    number = c.term(app("leaf"))
    for _ in range(200):
        c.data["terms"].append(["app", "node", [], [number, number]])
        number = len(c.data["terms"]) - 1
    c.data["model"]["values"] = [{"term": number}]
    return c.data
