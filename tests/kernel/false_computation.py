"""False proofs by computation: eval, ac, ring, bool (FORMAT.md section 6)."""

from __future__ import annotations

from second_checker import samples
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    RATIONAL,
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
from second_checker.samples import I0, J0, K0, NAT, A, G, P, Q, U, V, W, X, Y, arithmetic, op

from kernel.false_tools import absurd, false

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


# ring


def ring(left: Term, right: Term, **changes: object) -> Json:
    """The ring sample about two other terms, its axioms or fields changed."""
    c = Certificate.load(samples.ring())
    c.data["theorems"] = []
    p = c.theorem("t", [], forall([I0, J0], left, right), ["i", "j"])
    operations = {
        "zero": num(0),
        "one": num(1),
        "add": "Int.+",
        "mul": "Int.*",
        "neg": "Int.neg",
        "sub": "Int.-",
    }
    operations |= changes.pop("operations", {})  # type: ignore[arg-type]
    axioms: dict[str, Clause] = changes.pop("axioms", {})  # type: ignore[assignment]
    for axiom in c.data["declarations"][0]["axioms"]:
        if axiom["name"] in axioms:
            axiom["clause"] = c.clause(axioms[axiom["name"]])
    laws = {name: ["axiom", "integers", name, [], []] for name in samples.RING_LAWS}
    laws |= changes.pop("laws", {})  # type: ignore[arg-type]
    for law in changes.pop("without", []):  # type: ignore[attr-defined]
        del laws[law]
    p.node("ring", [], left, right, sort=INT, operations=operations, laws=laws, **changes)
    return c.data


SQUARE = mul(add(I0, J0), add(I0, J0))
EXPANDED = add(add(mul(I0, I0), mul(num(2), mul(I0, J0))), mul(J0, J0))


@false("ring compares polynomials", "other polynomials")
def freshman(wrong: bool) -> Json:
    return ring(SQUARE, add(mul(I0, I0), mul(J0, J0)) if wrong else EXPANDED)


@false("ring needs commutativity", "fields missing or unknown")
def ring_without_a_law(wrong: bool) -> Json:
    return ring(SQUARE, EXPANDED, without=["mul_commutativity"] if wrong else [])


@false("ring needs its laws", NO_LAW)
def ring_with_another_law(wrong: bool) -> Json:
    by = ["axiom", "integers", "add_commutativity", [], []]
    return ring(SQUARE, EXPANDED, laws={"mul_commutativity": by} if wrong else {})


@false("the operations are what the laws are about", NO_LAW)
def ring_with_swapped_operations(wrong: bool) -> Json:
    # i * (j + j) = (i * j) + (i * j), read as i + j * j = (i + j) * (i + j).
    swapped: dict[str, object] = {"add": "Int.*", "mul": "Int.+"} if wrong else {}
    left, right = mul(I0, add(J0, J0)), add(mul(I0, J0), mul(I0, J0))
    if wrong:
        left, right = add(I0, mul(J0, J0)), mul(add(I0, J0), add(I0, J0))
    return ring(left, right, operations=swapped)


@false("zero is zero", NO_LAW)
def ring_with_another_zero(wrong: bool) -> Json:
    zero = num(5) if wrong else num(0)
    return ring(add(I0, num(5 if wrong else 0)), I0, operations={"zero": zero})


@false("one is one", NO_LAW)
def ring_with_another_one(wrong: bool) -> Json:
    one = num(5) if wrong else num(1)
    return ring(mul(I0, one), I0, operations={"one": one})


@false("zero and one are constants", "zero or one is not a constant")
def ring_with_a_variable_as_zero(wrong: bool) -> Json:
    return ring(add(I0, J0 if wrong else num(0)), I0, operations={"zero": J0 if wrong else num(0)})


@false("negation is a law too", NO_LAW)
def ring_with_a_false_negation(wrong: bool) -> Json:
    law = forall([I0], add(I0, app("Int.neg", I0)), I0) if wrong else None
    left = add(I0, app("Int.neg", I0))
    return ring(left, num(0), axioms={"add_neg": law} if law else {})


@false("subtraction needs negation", "sub needs neg")
def ring_with_subtraction_only(wrong: bool) -> Json:
    left, right = app("Int.-", I0, I0), num(0)
    if not wrong:
        return ring(left, right)
    return ring(left, right, operations={"neg": None}, without=["add_neg"])


@false("an operation has the sort of the ring", "not an operation of the sort")
def ring_with_an_order(wrong: bool) -> Json:
    return ring(SQUARE, EXPANDED, operations={"neg": "Int.<"} if wrong else {})


@false("the operations are different", "two operations are the same")
def ring_with_one_operation(wrong: bool) -> Json:
    # In a ring with one element this is true, but it has two readings.
    return ring(SQUARE, EXPANDED, operations={"mul": "Int.+"} if wrong else {})


@false("literals count for built-in operations only", "other polynomials", honest=False)
def literals_of_another_ring(wrong: bool) -> Json:
    # With x ⊕ y = x + y - 1 and x ⊗ y = x + y - x * y zero is 1, one is 0, and 2 ⊕ 2 is 3.
    def o(one: Term, two: Term) -> Term:
        return app("oplus", one, two)

    def t(one: Term, two: Term) -> Term:
        return app("otimes", one, two)

    c = Certificate()
    i, j, k = I0, J0, K0
    zero, one = num(1), num(0)
    c.structure(
        "odd",
        [],
        {"oplus": ([INT, INT], INT), "otimes": ([INT, INT], INT)},
        {
            "add_associativity": forall([i, j, k], o(o(i, j), k), o(i, o(j, k))),
            "add_commutativity": forall([i, j], o(i, j), o(j, i)),
            "add_zero": forall([i], o(i, zero), i),
            "mul_associativity": forall([i, j, k], t(t(i, j), k), t(i, t(j, k))),
            "mul_commutativity": forall([i, j], t(i, j), t(j, i)),
            "mul_one": forall([i], t(i, one), i),
            "mul_zero": forall([i], t(i, zero), zero),
            "distributivity": forall([i, j, k], t(i, o(j, k)), o(t(i, j), t(i, k))),
        },
    )
    operations = {"zero": zero, "one": one, "add": "oplus", "mul": "otimes"}
    laws = {name: ["axiom", "odd", name, [], []] for name in samples.RING_LAWS[:8]}
    left, right = o(num(2), num(2)), num(4)
    p = c.theorem("t", [], unit(left, right))
    operations |= {"neg": None, "sub": None}  # type: ignore[dict-item]
    p.node("ring", [], left, right, sort=INT, operations=operations, laws=laws)
    return c.data


# bool


def tautology(left: Term, right: Term, *variables: Term) -> Json:
    c = arithmetic()
    p = c.theorem("t", [], forall(variables, left, right), [v.name for v in variables])
    p.node("bool", [], left, right)
    return c.data


@false("bool needs a tautology", "not a tautology")
def not_a_tautology(wrong: bool) -> Json:
    return tautology(app("or", P, Q), app("and" if wrong else "or", Q, P), P, Q)


@false("bool needs a tautology", "not a tautology")
def implication_turned(wrong: bool) -> Json:
    one, two = (P, Q) if wrong else (Q, P)
    return tautology(app("or", app("not", P), Q), app("or", one, app("not", two)), P, Q)


@false("branches of ite are not exchanged", "not a tautology")
def branches_exchanged(wrong: bool) -> Json:
    def ite(one: Term, two: Term) -> Term:
        return app("ite", P, one, two, at=[BOOL])

    one, two = (Q, TRUE) if wrong else (TRUE, Q)
    return tautology(ite(TRUE, Q), ite(one, two), P, Q)


@false("atoms are different until proved equal", "not a tautology")
def atoms_confused(wrong: bool) -> Json:
    one, two = eq(X, Y, NAT), eq(Y, X if wrong else Y, NAT)
    if not wrong:
        one = two
    return tautology(one, two, X, Y)


@false("bool is about Bool", "not Boolean", honest=False)
def bool_of_numbers(wrong: bool) -> Json:
    return tautology(X, Y, X, Y)


@false("eval knows no other sort", "an argument is not a literal", honest=False)
def eval_of_truth_values(wrong: bool) -> Json:
    c = Certificate()
    p = absurd(c)
    e = eq(TRUE, FALSE, BOOL)
    p.node("eq_elim", [], TRUE, FALSE, from_=p.node("eval", [], e, TRUE))
    return c.data


assert RATIONAL is not None
