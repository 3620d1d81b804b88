"""False proofs by computation: eval and ac (FORMAT.md section 6)."""

from __future__ import annotations

from kernel.false_tools import false
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
    eq,
    forall,
    num,
    ratio,
    unit,
    var,
)
from second_checker.samples import I0, J0, A, G, P, Q, U, V, W, op

NO_LAW = "a cited law is another one"
LAWS = {
    "associativity": ["axiom", "magma", "assoc", [], []],
    "commutativity": ["axiom", "magma", "comm", [], []],
}


def evaluated(left: Term, right: Term) -> Json:
    c = Certificate()
    c.theorem("t", [], unit(left, right)).node("eval", [], left, right)
    return c.data


def add(one: Term, two: Term) -> Term:
    return app("Int.+", one, two)


def mul(one: Term, two: Term) -> Term:
    return app("Int.*", one, two)


@false("eval gives the value", "another value")
def wrong_sum(wrong: bool) -> Json:
    return evaluated(add(num(2), num(2)), num(5 if wrong else 4))


@false("eval compares", "another value")
def wrong_comparison(wrong: bool) -> Json:
    return evaluated(app("Int.<", num(2), num(2)), TRUE if wrong else FALSE)


@false("eval compares with equality", "another value")
def wrong_comparison_with_equality(wrong: bool) -> Json:
    return evaluated(app("Rational.<=", ratio(1, 2), ratio(1, 2)), FALSE if wrong else TRUE)


@false("eval decides equality", "another value")
def wrong_equality(wrong: bool) -> Json:
    return evaluated(eq(num(2), num(3), INT), TRUE if wrong else FALSE)


@false("eval keeps the sign", "another value")
def wrong_sign(wrong: bool) -> Json:
    return evaluated(app("Int.neg", num(7)), num(7 if wrong else -7))


@false("eval does not divide by zero", "division by zero")
def division_by_zero(wrong: bool) -> Json:
    bottom = ratio(0, 1) if wrong else ratio(2, 1)
    left = app("Rational./", ratio(1, 1), bottom)
    return evaluated(left, ratio(0, 1) if wrong else ratio(1, 2))


@false("eval divides exactly", "another value")
def rounded_division(wrong: bool) -> Json:
    left = app("Rational./", ratio(1, 1), ratio(2, 1))
    return evaluated(left, ratio(0, 1) if wrong else ratio(1, 2))


@false("eval is for literals", "an argument is not a literal")
def eval_of_a_variable(wrong: bool) -> Json:
    # i is not j, as terms.
    c = Certificate()
    right = FALSE if wrong else TRUE
    left = eq(I0, J0, INT) if wrong else eq(num(1), num(1), INT)
    c.theorem("t", [], forall([I0, J0], left, right), ["i", "j"]).node("eval", [], left, right)
    return c.data


@false("eval at other sorts is no arithmetic", "an argument is not a literal", honest=False)
def eval_of_constants(wrong: bool) -> Json:
    # Two constants of a structure may be equal.
    c = Certificate()
    c.structure("two", ["G"], {"a": ([], G), "b": ([], G)})
    left = eq(app("a"), app("b"), G)
    c.theorem("t", [], unit(left, FALSE)).node("eval", [], left, FALSE)
    return c.data


# ac


def magma(comm: Clause | None = None, assoc: Clause | None = None) -> Certificate:
    """An operation with two axioms."""
    c = Certificate()
    c.structure(
        "magma",
        ["G"],
        {"op": ([G, G], G), "other": ([G, G], G)},
        {
            "assoc": assoc or forall([U, V, W], op(U, op(V, W)), op(op(U, V), W)),
            "comm": comm or forall([U, V], op(V, U), op(U, V)),
        },
    )
    return c


def ac(c: Certificate, left: Term, right: Term, **changes: object) -> Json:
    p = c.theorem("t", [], forall([U, V, W], left, right), ["u", "v", "w"])
    p.node("ac", [], left, right, **({"symbol": "op", "types": [], "laws": LAWS} | changes))
    return c.data


SWAPPED = op(U, V), op(V, U)


@false("ac cites commutativity", NO_LAW)
def not_commutative(wrong: bool) -> Json:
    laws = LAWS | {"commutativity": LAWS["associativity"]}
    return ac(magma(), *SWAPPED, laws=laws if wrong else LAWS)


@false("ac cites associativity", NO_LAW)
def not_associative(wrong: bool) -> Json:
    laws = LAWS | {"associativity": LAWS["commutativity"]}
    left, right = op(op(U, V), W), op(U, op(V, W))
    return ac(magma(), left, right, laws=laws if wrong else LAWS)


@false("a law of another symbol is none", NO_LAW)
def laws_of_another_symbol(wrong: bool) -> Json:
    if not wrong:
        return ac(magma(), *SWAPPED)
    left, right = app("other", U, V), app("other", V, U)
    return ac(magma(), left, right, symbol="other")


@false("a law has no premises", "a law has premises")
def law_with_a_premise(wrong: bool) -> Json:
    premises = [(U, V)] if wrong else []
    return ac(magma(forall([U, V], op(V, U), op(U, V), premises)), *SWAPPED)


@false("a law is general", NO_LAW)
def law_on_the_diagonal(wrong: bool) -> Json:
    comm = forall([U], op(U, U), op(U, U))
    return ac(magma(comm if wrong else None), *SWAPPED)


@false("a law holds for all values", NO_LAW)
def law_for_one_value(wrong: bool) -> Json:
    special = forall([U, V], op(op(U, V), U), op(U, op(U, V)))
    return ac(magma(special if wrong else None), *SWAPPED)


@false("a law binds what it uses", "a law binds a variable that it does not use")
def law_with_another_variable(wrong: bool) -> Json:
    # If the sort of the third variable were empty, the law would say nothing.
    bound = [U, V, W] if wrong else [U, V]
    return ac(magma(forall(bound, op(V, U), op(U, V))), *SWAPPED)


@false("a law is cited without terms", "not a law")
def law_at_terms(wrong: bool) -> Json:
    by = ["axiom", "magma", "comm", [], [U, V] if wrong else []]
    return ac(magma(), *SWAPPED, laws=LAWS | {"commutativity": by})


@false("ac compares the operands", "the two sides have other operands")
def other_operands(wrong: bool) -> Json:
    return ac(magma(), op(U, V), op(U, U) if wrong else op(V, U))


@false("ac counts the operands", "the two sides have other operands")
def operands_counted(wrong: bool) -> Json:
    return ac(magma(), op(U, op(V, U)), op(U, V) if wrong else op(op(U, U), V))


@false("ac works inside its symbol only", "the two sides have other operands")
def operands_of_another_symbol(wrong: bool) -> Json:
    left = app("other", U, V)
    return ac(magma(), op(left, W), op(W, app("other", V, U) if wrong else left))


@false("the laws hold at the sort of the step", NO_LAW)
def law_at_another_type(wrong: bool) -> Json:
    c = Certificate()
    x, y, z = (var(name, A) for name in "xyz")

    def k(one: Term, two: Term, at: Sort) -> Term:
        return app("k", one, two, at=[at])

    c.declare(
        kind="structure",
        name="poly",
        sorts=[],
        symbols=[{"name": "k", "types": ["a"], "arguments": [A, A], "result": A}],
        axioms=[
            {
                "name": "assoc",
                "types": ["a"],
                "clause": forall([x, y, z], k(k(x, y, A), z, A), k(x, k(y, z, A), A)),
            },
            {"name": "comm", "types": [], "clause": forall([P, Q], k(P, Q, BOOL), k(Q, P, BOOL))},
        ],
    )
    sort = INT if wrong else BOOL
    one, two = var("u", sort), var("v", sort)
    p = c.theorem("t", [], forall([one, two], k(one, two, sort), k(two, one, sort)), ["u", "v"])
    laws = {
        "associativity": ["axiom", "poly", "assoc", [sort], []],
        "commutativity": ["axiom", "poly", "comm", [], []],
    }
    p.node("ac", [], k(one, two, sort), k(two, one, sort), symbol="k", types=[sort], laws=laws)
    return c.data
