"""The evaluator of the search agrees with that of the kernel, on values and on counterexamples."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lemmata.kernel import Rejected, check
from lemmata.language import parse_goal
from lemmata.proof.refutation import Model, encode_refutation
from lemmata.search import testing
from lemmata.search.evaluation import Evaluator, NoValue, operate, size_of
from lemmata.search.refuting import refute, term_of
from lemmata.terms.declarations import Clause, Declaration
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.term import FALSE_TERM, Term, equation_term
from lemmata.theories import theory

# Texts of each sort: what stands alone, and what has holes for other texts. n: a number, l: a
# list of numbers, t: a tree of numbers, b: a truth value, i: an integer.
GROUND = {
    "n": ["0", "1", "2", "3"],
    "l": ["nil", "cons(0, nil)", "cons(2, cons(1, nil))"],
    "t": ["leaf", "node(leaf, 1, leaf)", "node(node(leaf, 0, leaf), 2, leaf)"],
    "b": ["true", "false"],
    "i": ["0", "1", "(-1)", "2", "(-7)", "12345678901234567890"],
}
HOLES = {
    "n": [
        *("({n} + {n})", "({n} * {n})", "({n} - {n})", "S({n})", "double({n})", "max({n}, {n})"),
        *("min({n}, {n})", "length({l})", "sum({l})", "size({t})", "height({t})"),
        *("foldr((+), {n}, {l})", "(if {b} then {n} else {n})", "({n} ^ 2)"),
    ],
    "l": [
        *("cons({n}, {l})", "append({l}, {l})", "rev({l})", "revonto({l}, {l})", "map(S, {l})"),
        *("filter(even, {l})", "take({n}, {l})", "drop({n}, {l})", "flatten({t})"),
        *("map((\\x. x + {n}), {l})", "(if {b} then {l} else {l})"),
    ],
    "t": ["node({t}, {n}, {t})", "mirror({t})", "map(S, {t})", "map(compose(S, double), {t})"],
    "b": [
        *("({b} and {b})", "({b} or {b})", "(not {b})", "({n} <= {n})", "({n} < {n})"),
        *("even({n})", "({n} = {n})", "({l} = {l})", "({t} = {t})", "member({n}, {l})"),
    ],
    "i": ["({i} + {i})", "({i} * {i})", "({i} - {i})", "(-{i})"],
}
OPEN = {
    "n": [*GROUND["n"], "n", "m"],
    "l": [*GROUND["l"], "xs", "ys", "map(f, xs)", "filter(p, ys)"],
    "t": [*GROUND["t"], "t"],
    "b": [*GROUND["b"], "b"],
    "i": [*GROUND["i"], "x", "y"],
}
Goal = tuple[Clause, Sequence[Declaration]]
SORTS = {"n": "tree", "l": "tree", "t": "tree", "b": "tree", "i": "int"}


@st.composite
def texts(draw: st.DrawFn, sort: str, leaves: dict[str, list[str]], depth: int = 3) -> str:
    """A text of a sort."""
    shape = draw(st.sampled_from(leaves[sort] if depth == 0 else HOLES[sort]))
    return re.sub(r"\{(.)\}", lambda hole: draw(texts(hole[1], leaves, depth - 1)), shape)


@st.composite
def equations(draw: st.DrawFn, leaves: dict[str, list[str]]) -> Goal:
    """An equation between texts of the same sort, with the declarations that it is about."""
    sort = draw(st.sampled_from(sorted(SORTS)))
    left, right = (draw(texts(sort, leaves, draw(st.integers(1, 3)))) for _ in range(2))
    return parse(f"{left} = {right}", SORTS[sort])


def parse(text: str, name: str) -> Goal:
    """A statement of a theory; the functions that it introduces are declared too."""
    extended, clause = parse_goal(text, theory(name))
    return clause, extended.declarations


def is_refuted(clause: Clause, declarations: Sequence[Declaration]) -> bool:
    """Whether the kernel accepts that a closed clause without variables is false."""
    certificate = encode_refutation(clause, declarations, Model({}, []))
    try:
        return check(json.dumps(certificate)).kind == "refutation"
    except Rejected as problem:
        if "the statement holds" not in str(problem):
            raise
        return False


@settings(max_examples=200)
@given(equations(GROUND))
def test_agrees_with_the_kernel_on_ground_terms(goal: Goal) -> None:
    clause, declarations = goal
    assume(not clause.variables and not clause.types)
    evaluator = Evaluator(declarations, fuel=50_000)
    try:
        left, right = (evaluator.value(side) for side in clause.conclusion)
    except NoValue:
        assume(False)
    value = term_of(left, clause.left.sort)
    assert isinstance(value, Term)
    same = Clause((), (), (), (clause.left, value))
    other = Clause((), (), (), (equation_term(clause.left, value), FALSE_TERM))
    assert not is_refuted(same, declarations)
    assert is_refuted(other, declarations)
    assert is_refuted(clause, declarations) == (left != right)


@settings(max_examples=200)
@given(equations(OPEN))
def test_the_kernel_accepts_every_counterexample(goal: Goal) -> None:
    clause, declarations = goal
    certificate = refute(clause, declarations, testing.Tester(declarations))
    if certificate is not None:
        assert check(json.dumps(certificate)).kind == "refutation"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("2 * 3 - 10", "nat", "0"),
        ("2 ^ 2 ^ 2 - 14", "nat", "nat.S(nat.S(nat.0))"),
        ("even(7) or even(6)", "nat", "true"),
        ("take(1, rev(cons(0, cons(1, nil))))", "list", "list.cons(nat.S(nat.0), list.nil)"),
        ("member(2, cons(1, cons(2, nil)))", "list", "true"),
        ("(3 - 5) * 7", "int", "-14"),
    ],
)
def test_values(text: str, name: str, value: str) -> None:
    side = parse(f"{text} = {text}", name)[0].left
    found = term_of(Evaluator(theory(name).declarations).value(side), side.sort)
    assert str(found) == value.replace("nat.", "").replace("list.", "")


def test_what_costs_too_much_has_no_value() -> None:
    side = parse("9 ^ 9 ^ 9 = 0", "nat")[0].left
    with pytest.raises(NoValue):
        Evaluator(theory("nat").declarations).value(side)


@pytest.mark.parametrize(
    ("name", "values", "result"),
    [
        ("Int.-", [3, 5], -2),
        ("Int.neg", [3], -3),
        ("Int.<", [3, 3], False),
        ("Int.<=", [3, 3], True),
        ("Rational./", [Fraction(1), Fraction(3)], Fraction(1, 3)),
        ("Rational./", [Fraction(1), Fraction(0)], None),
        ("Int.*", [1 << 20_001, 2], None),
    ],
)
def test_operations_on_numbers(name: str, values: list[int], result: object) -> None:
    assert operate(name, values) == result


def test_values_come_smallest_first_and_only_once() -> None:
    values = testing.Values(theory("tree").declarations)
    nat = Sort.of("nat.Nat")
    for sort in (nat, Sort.of("list.List", nat), Sort.of("tree.Tree", BOOL), INT):
        found = values.first(sort, 30)
        assert len(found) == len(set(found)) == (10 if sort is INT else 30)
        sizes = [size_of(value) for value in found]
        assert sort is INT or sizes == sorted(sizes)
