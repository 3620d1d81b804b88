"""Def of FORMAT.md section 9 in the search: examples, and the kernel's own Def on random terms."""

from __future__ import annotations

import json
import random
from fractions import Fraction

import pytest

from lemmata.kernel import Rejected, check
from lemmata.proof import build
from lemmata.proof.encode import encode_strict
from lemmata.proof.nodes import StrictEquality, Theorem
from lemmata.terms.declarations import (
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
    Lambda,
)
from lemmata.terms.domain import conditions, definitions, domain, strict_statements
from lemmata.terms.sorts import BOOL, REAL, Sort, arrow
from lemmata.terms.symbols import APPLY, BUILT_IN, ITE, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

X, Y = Term.variable("x", REAL), Term.variable("y", REAL)
NAT = Sort.of("Nat")
ZERO = Symbol("Z", Kind.CONSTRUCTOR, (), (), NAT)
NEXT = Symbol("S", Kind.CONSTRUCTOR, (), (NAT,), NAT)
K = Term.variable("k", NAT)


def real(value: Fraction | int) -> Term:
    return Term.real(Fraction(value))


def op(name: str, *args: Term) -> Term:
    return Term.apply(BUILT_IN[f"Real.{name}"], *args)


def function(name: str, *cases: tuple[tuple[Term, ...], Term], partial: bool = False) -> Function:
    """A function by its cases: patterns and right side."""
    patterns, right = cases[0]
    arguments = tuple(p.sort for p in patterns)
    symbol = Symbol(name, Kind.FUNCTION, (), arguments, right.sort)
    clauses = tuple(Clause.close((), (Term.apply(symbol, *p), r)) for p, r in cases)
    return Function(symbol, clauses, partial)


TAN = function("tan", ((X,), op("/", op("sin", X), op("cos", X))))
SHIFTED = function("shifted", ((X, Y), Term.apply(TAN.symbol, op("-", Y, real(1)))))
BY_CASES = function(
    "by_cases", ((Term.apply(ZERO),), real(1)), ((Term.apply(NEXT, K),), op("exp", real(2)))
)
HALVED = function(
    "halved", ((Term.apply(ZERO),), real(1)), ((Term.apply(NEXT, K),), op("/", real(1), real(2)))
)
GAP = function("gap", ((Term.apply(ZERO),), real(1)), partial=True)
DOUBLE = Symbol("double", Kind.LAMBDA, (), (), arrow(REAL, REAL))
DOUBLED = Lambda(
    DOUBLE, Clause.close((), (Term.apply(APPLY, Term.apply(DOUBLE), X), op("+", X, X)))
)
INVERSE = Symbol("inverse", Kind.LAMBDA, (), (), arrow(REAL, REAL))
INVERTED = Lambda(
    INVERSE, Clause.close((), (Term.apply(APPLY, Term.apply(INVERSE), X), op("/", real(1), X)))
)
DECLARED: tuple[Declaration, ...] = (
    DatatypeGroup((Datatype("Nat", (), (ZERO, NEXT)),)),
    *(FunctionGroup((f,)) for f in (TAN, SHIFTED, BY_CASES, HALVED, GAP)),
    DOUBLED,
    INVERTED,
)
DEFINED = definitions(DECLARED)


def shown(term: Term) -> str:
    return str(domain(term, DEFINED))


def test_examples() -> None:
    assert shown(op("/", X, op("log", X))) == "and(<(0, x), not(eq(log(x), 0)))"
    assert shown(op("asin", X)) == "and(<=(-1, x), <=(x, 1))"
    assert shown(op("^", X, real(-2))) == "not(eq(x, 0))"
    assert shown(op("^", X, real(Fraction(1, 2)))) == "<=(0, x)"
    assert shown(op("^", X, real(Fraction(-1, 2)))) == "<(0, x)"
    assert shown(op("^", X, Y)) == (
        "or(<(0, x), or(and(eq(x, 0), <=(0, y)), and(not(eq(x, 0)), integer(y))))"
    )
    assert domain(op("+", op("sqrt", real(2)), op("^", X, real(3))), {}) is TRUE_TERM
    assert domain(op("/", X, real(0)), {}) is FALSE_TERM


def test_definitions_are_unfolded() -> None:
    assert shown(Term.apply(TAN.symbol, Y)) == "not(eq(cos(y), 0))"
    found = shown(Term.apply(SHIFTED.symbol, op("log", X), Y))
    assert found == "and(<(0, x), not(eq(cos(-(y, 1)), 0)))"


def test_other_functions() -> None:
    assert conditions(Term.apply(BY_CASES.symbol, K), DEFINED) == ()
    assert conditions(Term.apply(HALVED.symbol, K), DEFINED) is None
    assert conditions(Term.apply(GAP.symbol, K), DEFINED) is None
    assert conditions(Term.apply(APPLY, Term.apply(DOUBLE), X), DEFINED) == ()
    assert conditions(Term.apply(APPLY, Term.apply(INVERSE), X), DEFINED) is None
    assert conditions(Term.apply(TAN.symbol, X), {}) is None


def test_branches() -> None:
    test = op("<", real(0), X)
    term = Term.apply(ITE, test, op("log", X), Y)
    assert shown(term) == "if(<(0, x), <(0, x), true)".replace("if", "ite")
    assert domain(Term.apply(ITE, test, X, Y), {}) is TRUE_TERM


def test_several_terms() -> None:
    found = conditions([op("log", X), op("sqrt", Y), op("log", X)], {})
    assert [str(c) for c in found or ()] == ["<(0, x)", "<=(0, y)"]


def test_endless_definitions_have_no_domain() -> None:
    symbol = Symbol("loop", Kind.FUNCTION, (), (REAL,), REAL)
    left = Term.apply(symbol, X)
    loop = Function(symbol, (Clause.close((), (left, Term.apply(symbol, left))),))
    assert domain(left, {symbol: loop}) is None


def test_deep_terms() -> None:
    term = X
    for _ in range(100_000):
        term = op("sin", term)
    assert shown(op("log", term)).startswith("<(0, sin(")


class Maker:
    """Random terms with partial functions in them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def term(self, depth: int) -> Term:
        pick = self.chance.random()
        if depth == 0 or pick < 0.1:
            numbers = [real(n) for n in (-2, -1, 0, 1, 3)] + [real(Fraction(1, 2))]
            return self.chance.choice([X, Y, *numbers])
        names = ("log", "sqrt", "asin", "acos", "exp", "neg")
        if pick < 0.4:
            return op(self.chance.choice(names), self.term(depth - 1))
        one, two = self.term(depth - 1), self.term(depth - 1)
        if pick < 0.8:
            return op(self.chance.choice(("/", "/", "+", "*", "^")), one, two)
        if pick < 0.9:
            return Term.apply(ITE, self.test(depth - 1), one, two)
        if pick < 0.95:
            return Term.apply(SHIFTED.symbol, one, two)
        return op("*", Term.apply(TAN.symbol, one), Term.apply(BY_CASES.symbol, K))

    def test(self, depth: int) -> Term:
        one, two = self.term(depth), self.term(depth)
        if self.chance.random() < 0.3:
            return equation_term(one, two)
        return op(self.chance.choice(("<", "<=")), one, two)


def claim(clause: Clause, declared: tuple[Declaration, ...]) -> str:
    """A strict claim that a term is itself, as JSON."""
    statements = strict_statements(clause, definitions(declared))
    assert statements is not None
    theorems = []
    for name, statement in zip(("equal", "domain"), statements, strict=True):
        node = build.refl(statement.left)
        theorems.append(Theorem(name, statement, statement.variables, node))
    return json.dumps(encode_strict(StrictEquality(clause, *theorems), declared))


@pytest.mark.parametrize("seed", range(120))
def test_the_kernel_computes_the_same(seed: int) -> None:
    maker = Maker(seed)
    term = maker.term(4)
    premises = tuple((maker.test(2), TRUE_TERM) for _ in range(seed % 3))
    clause = Clause((), (X, Y, K), premises, (term, term))
    assert check(claim(clause, DECLARED)).strict


def test_the_kernel_does_not_take_another_domain() -> None:
    clause = Clause((), (X,), (), (op("log", X), op("log", X)))
    equal, other = strict_statements(clause, {}) or (clause, clause)
    weaker = Clause((), (X,), ((op("<=", real(0), X), TRUE_TERM),), clause.conclusion)
    theorems = [
        Theorem(name, s, s.variables, build.refl(s.left))
        for name, s in (("equal", weaker), ("domain", other))
    ]
    with pytest.raises(Rejected, match="both sides are equal"):
        check(json.dumps(encode_strict(StrictEquality(clause, *theorems), ())))
    assert equal.premises == ((op("<", real(0), X), TRUE_TERM),)


def test_claims_about_truth_values() -> None:
    p = Term.variable("p", BOOL)
    term = Term.apply(ITE, p, op("<", real(0), op("log", X)), p)
    assert check(claim(Clause((), (X, p), (), (term, term)), ())).strict
