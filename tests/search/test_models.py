"""Finite models refute false goals, and nothing is returned that was not evaluated."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

from lemmata.search import models
from lemmata.search.models import FiniteModel, ModelSearch, Problem, Unsupported, find_model
from lemmata.terms.declarations import Axiom, Clause, Structure
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.symbols import AND, EQ, FALSE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

S, T = Sort.of("user.S"), Sort.of("user.T")
Equation = tuple[Term, Term]


def declare(name: str, *sorts: Sort) -> Symbol:
    return Symbol(f"user.{name}", Kind.ABSTRACT, (), sorts[:-1], sorts[-1])


MUL, INV, E = declare("*", S, S, S), declare("inv", S, S), declare("e", S)
JOIN, MEET = declare("join", S, S, S), declare("meet", S, S, S)
X, Y, Z = (Term.variable(name, S) for name in "xyz")
U = Term.variable("u", T)


def mul(left: Term, right: Term) -> Term:
    return Term.apply(MUL, left, right)


def structure(
    symbols: list[Symbol], *equations: Equation | Clause, sorts: tuple[Sort, ...] = (S,)
) -> Structure:
    clauses = [e if isinstance(e, Clause) else Clause.close((), e) for e in equations]
    axioms = tuple(Axiom(f"axiom{i}", clause) for i, clause in enumerate(clauses))
    return Structure("user", sorts, tuple(symbols), axioms)


UNIT = Term.apply(E)
GROUP = structure(
    [MUL, INV, E],
    (mul(UNIT, X), X),
    (mul(Term.apply(INV, X), X), UNIT),
    (mul(mul(X, Y), Z), mul(X, mul(Y, Z))),
)


def lattice() -> Structure:
    axioms: list[Equation] = []
    for f, g in ((JOIN, MEET), (MEET, JOIN)):
        axioms.append((Term.apply(f, X, Y), Term.apply(f, Y, X)))
        nested = Term.apply(f, X, Term.apply(f, Y, Z))
        axioms.append((nested, Term.apply(f, Term.apply(f, X, Y), Z)))
        axioms.append((Term.apply(f, X, Term.apply(g, X, Y)), X))
    return structure([JOIN, MEET], *axioms)


def goal(left: Term, right: Term, *premises: Equation) -> Clause:
    return Clause.close(premises, (left, right))


def evaluate(model: FiniteModel, term: Term, values: dict[Term, int]) -> int:
    """By hand, for terms of abstract symbols of sort S only."""
    if term in values:
        return values[term]
    assert isinstance(term.head, Symbol)
    at = 0
    for arg in term.args:
        at = at * model.sizes[arg.sort.name] + evaluate(model, arg, values)
    return model.tables[term.head.name][at]


def check(model: FiniteModel | None, theory: Structure, statement: Clause) -> FiniteModel:
    assert model is not None
    for axiom in theory.axioms:
        variables = axiom.clause.variables
        for values in itertools.product(range(model.sizes[S.name]), repeat=len(variables)):
            binding = dict(zip(variables, values, strict=True))
            sides = [evaluate(model, side, binding) for side in axiom.clause.conclusion]
            assert sides[0] == sides[1]
    left, right = (evaluate(model, side, model.valuation) for side in statement.conclusion)
    assert left != right
    for first, second in statement.premises:
        assert evaluate(model, first, model.valuation) == evaluate(model, second, model.valuation)
    return model


def test_a_group_of_six_elements_does_not_commute() -> None:
    statement = goal(mul(X, Y), mul(Y, X))
    model = check(find_model(GROUP, statement), GROUP, statement)
    assert model.sizes == {S.name: 6}
    assert len(model.tables[MUL.name]) == 36


def test_a_lattice_of_five_elements_does_not_distribute() -> None:
    left = Term.apply(MEET, X, Term.apply(JOIN, Y, Z))
    right = Term.apply(JOIN, Term.apply(MEET, X, Y), Term.apply(MEET, X, Z))
    statement = goal(left, right)
    model = check(find_model(lattice(), statement), lattice(), statement)
    assert model.sizes == {S.name: 5}


def test_premises_hold_in_the_model() -> None:
    statement = goal(X, UNIT, (mul(X, X), UNIT))
    model = check(find_model(GROUP, statement), GROUP, statement)
    assert model.sizes == {S.name: 2}


def test_a_theorem_has_no_model_against_it() -> None:
    assert find_model(GROUP, goal(mul(X, UNIT), X), max_size=3) is None


def test_conditional_axioms_bool_and_several_sorts() -> None:
    below, f, pick = declare("<=", S, S, BOOL), declare("f", T, S), declare("pick", BOOL, T)
    is_below = Term.apply(below, X, Y)
    antisymmetric = goal(X, Y, (is_below, TRUE_TERM), (Term.apply(below, Y, X), TRUE_TERM))
    order = structure(
        [below, f, pick],
        antisymmetric,
        (Term.apply(below, X, X), TRUE_TERM),
        (Term.apply(f, Term.apply(pick, TRUE_TERM)), Term.apply(f, Term.apply(pick, FALSE_TERM))),
        sorts=(S, T),
    )
    total = Term.apply(OR, is_below, Term.apply(below, Y, X))
    model = find_model(order, goal(total, TRUE_TERM))
    assert model is not None
    assert model.sizes == {S.name: 2, T.name: 1}
    assert model.valuation[X] != model.valuation[Y]
    other = Term.apply(pick, Term.apply(EQ, U, Term.apply(pick, TRUE_TERM)))
    several = find_model(order, goal(U, other))
    assert several is not None
    assert several.sizes[T.name] == 2
    flag = Term.variable("b", BOOL)
    contradiction = Term.apply(AND, flag, Term.apply(NOT, flag))
    assert find_model(order, goal(contradiction, Term.apply(FALSE)), max_size=1) is None
    assert find_model(order, goal(flag, Term.apply(NOT, flag)), max_size=1) is not None


@pytest.mark.parametrize("sort", [INT, Sort.of("Nat"), Sort.variable("a")])
def test_other_sorts_are_left_alone(sort: Sort) -> None:
    x, y = Term.variable("x", sort), Term.variable("y", sort)
    assert find_model(GROUP, goal(x, y)) is None
    with pytest.raises(Unsupported):
        Problem([GROUP], goal(x, y))


def test_what_comes_back_is_evaluated() -> None:
    problem = Problem([GROUP], goal(X, UNIT))
    two = [[0, 1, 1, 0], [0, 1], [0]]
    assert problem.holds([2], two, [1])
    assert not problem.holds([2], two, [0])
    assert not problem.holds([2], [[0, 1, 1, 1], [0, 1], [0]], [1])
    assert not problem.holds([2], [[0, 1, 1, 0], [0, 1], [2]], [1])
    assert not problem.holds([2], [[0, 1, 1], [0, 1], [0]], [1])
    assert not problem.holds([2], two[:2], [1])
    assert not problem.holds([2], two, [2])


@pytest.mark.parametrize(
    "answer", ['{"sizes": [1], "tables": [[0], [0], [0]], "values": [0, 0]}', "null", "[", ""]
)
def test_a_worker_that_answers_wrongly_is_not_believed(
    answer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "lying.py").write_text(f"print('{{\"model\": {answer}}}')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(models, "WORKER", "lying")
    assert find_model(GROUP, goal(X, Y)) is None


def test_a_search_goes_on_beside_other_work() -> None:
    with ModelSearch(GROUP, goal(mul(X, Y), mul(Y, X)), max_size=6) as search:
        assert search.running
        found = search.wait(60)
        assert found is not None
        assert found.sizes == {GROUP.sorts[0].name: 6}
        assert not search.running
        assert search.found() is found


def test_the_worker_sees_no_name() -> None:
    assert "user" not in str(Problem([GROUP], goal(X, UNIT)).program)


def test_limits_end_the_search_and_the_child() -> None:
    hard = goal(mul(X, mul(X, mul(X, X))), mul(X, X), (mul(X, mul(X, X)), X))
    start = time.monotonic()
    assert find_model(GROUP, hard, max_size=40, seconds=1) is None
    assert time.monotonic() - start < 5
    assert find_model(GROUP, goal(mul(X, Y), mul(Y, X)), rlimit=1) is None
    assert find_model(GROUP, goal(X, Y), memory=1 << 20) is None


def test_the_smallest_model_is_found_again() -> None:
    statement = goal(mul(X, X), UNIT)
    assert find_model(GROUP, statement) == find_model(GROUP, statement)
