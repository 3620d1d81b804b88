"""False proofs by computation: ring and bool (FORMAT.md section 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kernel.false_computation import NO_LAW, add, mul
from kernel.false_tools import absurd, false
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
    Term,
    app,
    eq,
    forall,
    num,
    unit,
)
from second_checker.samples import I0, J0, K0, NAT, P, Q, X, Y, arithmetic

# ring


def ring(
    left: Term,
    right: Term,
    variables: Sequence[Term] = (I0, J0),
    operations: Mapping[str, Term | str | None] | None = None,
    axioms: Mapping[str, Clause] | None = None,
    laws: Mapping[str, Sequence[object]] | None = None,
    without: Sequence[str] = (),
) -> Json:
    """The ring sample about two other terms, its axioms or fields changed."""
    c = Certificate.load(samples.ring())
    c.data["theorems"] = []
    p = c.theorem("t", [], forall(variables, left, right), [v.name for v in variables])
    usual: dict[str, Term | str | None] = {"zero": num(0), "one": num(1), "add": "Int.+"}
    usual |= {"mul": "Int.*", "neg": "Int.neg", "sub": "Int.-"}
    for axiom in c.data["declarations"][0]["axioms"]:
        if axioms and axiom["name"] in axioms:
            axiom["clause"] = c.clause(axioms[axiom["name"]])
    cited: dict[str, Sequence[object]] = {}
    for name in samples.RING_LAWS:
        if name not in without:
            cited[name] = ["axiom", "integers", name, [], []]
    p.node(
        "ring",
        [],
        left,
        right,
        sort=INT,
        operations=usual | {**(operations or {})},
        laws=cited | {**(laws or {})},
    )
    return c.data


SQUARE = mul(add(I0, J0), add(I0, J0))
EXPANDED = add(add(mul(I0, I0), mul(num(2), mul(I0, J0))), mul(J0, J0))


@false("ring compares polynomials", "other polynomials")
def freshman(wrong: bool) -> Json:
    return ring(SQUARE, add(mul(I0, I0), mul(J0, J0)) if wrong else EXPANDED)


@false("monomials keep their indeterminates apart", "other polynomials")
def products_confused(wrong: bool) -> Json:
    # i, j and k have numbers in a row.
    third = K0
    product_ = add(mul(I0, third), I0) if wrong else add(I0, mul(J0, J0))
    return ring(add(mul(J0, J0), I0), product_, [I0, J0, third])


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
    swapped: dict[str, Term | str | None] = {"add": "Int.*", "mul": "Int.+"} if wrong else {}
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
    operations: dict[str, Term | str | None] = {"zero": zero, "one": one, "neg": None, "sub": None}
    operations |= {"add": "oplus", "mul": "otimes"}
    laws = {name: ["axiom", "odd", name, [], []] for name in samples.RING_LAWS[:8]}
    left, right = o(num(2), num(2)), num(4)
    p = c.theorem("t", [], unit(left, right))
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
