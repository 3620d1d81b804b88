"""Proofs with real numbers: written, checked by the kernel, read back, shown."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from lemmata.export.text import to_text
from lemmata.kernel import Rejected, check
from lemmata.proof import build
from lemmata.proof.decode import decode
from lemmata.proof.encode import encode, encode_strict
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, StrictEquality, Theorem, unit
from lemmata.proof.refutation import Model, encode_refutation
from lemmata.proof.witness import evaluate
from lemmata.search.evaluation import literal_operation
from lemmata.terms.declarations import Axiom, Clause, Equation, Structure
from lemmata.terms.domain import strict_statements
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import BUILT_IN, NOT
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

X, Y, Z, N = (Term.variable(name, REAL) for name in "xyzn")


def real(value: Fraction | int) -> Term:
    return Term.real(value)


def op(name: str, *args: Term) -> Term:
    return Term.apply(BUILT_IN[f"Real.{name}"], *args)


def nonzero(term: Term) -> Equation:
    return Term.apply(NOT, equation_term(term, ZERO)), TRUE_TERM


ZERO, ONE, TWO = map(real, range(3))
WHOLE = op("integer", N), TRUE_TERM
RECIPROCAL = op("/", ONE, X)
LAWS: dict[str, tuple[tuple[Equation, ...], Equation]] = {
    "add_associativity": (
        (),
        (op("+", op("+", X, Y), Z), op("+", X, op("+", Y, Z))),
    ),
    "add_commutativity": ((), (op("+", X, Y), op("+", Y, X))),
    "add_zero": ((), (op("+", X, ZERO), X)),
    "mul_associativity": (
        (),
        (op("*", op("*", X, Y), Z), op("*", X, op("*", Y, Z))),
    ),
    "mul_commutativity": ((), (op("*", X, Y), op("*", Y, X))),
    "mul_one": ((), (op("*", X, ONE), X)),
    "mul_zero": ((), (op("*", X, ZERO), ZERO)),
    "distributivity": (
        (),
        (op("*", X, op("+", Y, Z)), op("+", op("*", X, Y), op("*", X, Z))),
    ),
    "add_neg": ((), (op("+", X, op("neg", X)), ZERO)),
    "sub_neg": ((), (op("-", X, Y), op("+", X, op("neg", Y)))),
    "div_mul": ((nonzero(Y),), (op("/", X, Y), op("*", X, op("/", ONE, Y)))),
    "mul_inverse": ((nonzero(X),), (op("*", X, RECIPROCAL), ONE)),
    "pow_zero": ((), (op("^", X, ZERO), ONE)),
    "pow_succ": (
        (WHOLE, (op("<=", ZERO, N), TRUE_TERM)),
        (op("^", X, op("+", N, ONE)), op("*", op("^", X, N), X)),
    ),
    "pow_neg": (
        (nonzero(X), WHOLE),
        (op("^", X, op("neg", N)), op("/", ONE, op("^", X, N))),
    ),
}
AXIOMS = tuple(Axiom(name, Clause.close(*law)) for name, law in LAWS.items())
FIELD = Structure("field", (), (), AXIOMS)
CITED = {a.name: Citation(Law("axiom", a.name, 0, a.clause, "field")) for a in AXIOMS}


def assumed(equation: Equation) -> Node:
    return build.rewrite(equation[0], Citation(unit(*equation)), ())


def cancelled() -> tuple[Clause, Node]:
    """x - 1 != 0 ==> (x^2 - 1) / (x - 1) = x + 1."""
    d = op("-", X, ONE)
    left, right = op("/", op("-", op("^", X, TWO), ONE), d), op("+", X, ONE)
    node = build.field(frozenset(), left, right, [assumed(nonzero(d))], CITED)
    return Clause((), (X,), (nonzero(d),), (left, right)), node


def test_a_field_step() -> None:
    clause, node = cancelled()
    assert node.context == {Hypothesis((), (), clause.premises[0])}
    certificate = encode(Theorem("cancel", clause, (X,), node), [FIELD])
    report = check(json.dumps(certificate))
    assert report.rules == {"rewrite": 1, "field": 1}
    assert len(report.axioms) == len(LAWS)
    document = decode(certificate)
    theorem = document.proofs[-1].theorem
    assert isinstance(theorem, Theorem)
    assert encode(theorem, document.declarations) == certificate
    assert "cancel" in to_text(certificate)


def test_an_interval_step() -> None:
    left = op("<", op("pi"), real(Fraction(22, 7)))
    clause = Clause((), (), (), (left, TRUE_TERM))
    certificate = encode(Theorem("pi", clause, (), build.interval(left, TRUE_TERM)), [])
    assert check(json.dumps(certificate)).rules == {"interval": 1}
    assert "interval arithmetic" in to_text(certificate)
    document = decode(certificate)
    assert document.proofs[-1].nodes[-1].left is left


def test_a_strict_equality() -> None:
    clause, node = cancelled()
    equal, domain = strict_statements(clause, {}) or (clause, clause)
    both = StrictEquality(
        clause,
        Theorem("equal", equal, (X,), node),
        Theorem("domain", domain, (X,), assumed(clause.premises[0])),
    )
    certificate = encode_strict(both, [FIELD])
    report = check(json.dumps(certificate))
    assert report.strict
    assert report.strict != report.statement
    document = decode(certificate)
    assert document.strict is not None
    assert document.goal.conclusion == clause.conclusion
    assert encode_strict(document.strict, document.declarations) == certificate
    del certificate["strict"]
    assert check(json.dumps(certificate)).strict is None
    assert decode(certificate).goal.conclusion == domain.conclusion


VALUES = [
    (op("sqrt", real(Fraction(9, 4))), real(Fraction(3, 2))),
    (op("integer", real(3)), TRUE_TERM),
    (op("integer", real(Fraction(1, 2))), FALSE_TERM),
    (op("^", real(-2), real(-3)), real(Fraction(-1, 8))),
    (op("^", ZERO, ZERO), ONE),
    (op("/", ONE, real(3)), real(Fraction(1, 3))),
    (op("<=", ONE, TWO), TRUE_TERM),
    (equation_term(ONE, TWO), FALSE_TERM),
    (equation_term(Term.integer(4), Term.integer(4)), TRUE_TERM),
]


@pytest.mark.parametrize("pair", VALUES, ids=[str(left) for left, _ in VALUES])
def test_search_and_kernel_compute_the_same(pair: Equation) -> None:
    assert literal_operation(pair[0]) is pair[1]
    theorem = Theorem("t", Clause((), (), (), pair), (), build.evaluated(*pair))
    assert check(json.dumps(encode(theorem, []))).rules == {"eval": 1}


NONE = [
    op("sqrt", TWO),
    op("sqrt", real(-1)),
    op("/", ONE, ZERO),
    op("^", ZERO, real(-1)),
    op("^", TWO, real(Fraction(1, 2))),
    op("^", TWO, real(10**9)),
    op("exp", ZERO),
    op("pi"),
    op("+", X, ONE),
]


@pytest.mark.parametrize("term", NONE, ids=map(str, NONE))
def test_what_has_no_exact_value(term: Term) -> None:
    assert literal_operation(term) is None
    pair = (term, term)
    theorem = Theorem("t", Clause((), (X,), (), pair), (X,), build.evaluated(*pair))
    with pytest.raises(Rejected):
        check(json.dumps(encode(theorem, [])))


def test_a_refutation_at_a_constant() -> None:
    clause = Clause((), (X,), ((op("<", ZERO, X), TRUE_TERM),), (op("*", X, X), real(3)))
    root = op("sqrt", TWO)
    certificate = encode_refutation(clause, [], Model({}, [root]))
    assert check(json.dumps(certificate)).kind == "refutation"
    found = evaluate(decode(certificate, ["x"]))
    assert found.values == ((X, root),)
    assert found.sides[-1][1] == (op("*", root, root), real(3))
