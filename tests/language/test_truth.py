"""No shipped theorem is false: each is run on all small values of its variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product

import pytest

from lemmata.language import load_theory
from lemmata.terms.declarations import Clause, FunctionGroup, Lambda, Theory
from lemmata.terms.sorts import ARROW, BOOL, INT, Sort
from lemmata.terms.term import Term

Value = object
NAT = Sort.of("nat.Nat")


class Runner:
    """A plain evaluator of small values: constructor tuples, ints, Python functions as dicts."""

    def __init__(self, theory: Theory) -> None:
        self.cases: dict[str, tuple[Clause, ...]] = {}
        self.theory = theory
        for declaration in theory.declarations:
            if isinstance(declaration, FunctionGroup):
                for member in declaration.members:
                    self.cases[member.symbol.name] = member.cases
            elif isinstance(declaration, Lambda):
                self.cases[declaration.symbol.name] = (declaration.case,)

    def run(self, term: Term, env: Mapping[Term, Value]) -> Value:
        if term.is_variable:
            return env[term]
        if isinstance(term.head, int):
            return term.head
        assert term.symbol is not None
        name = term.symbol.name
        if name == "ite":
            return self.run(term.args[1 if self.run(term.args[0], env) == ("true",) else 2], env)
        args = tuple(self.run(a, env) for a in term.args)
        return self.call(name, args)

    def call(self, name: str, args: tuple[Value, ...]) -> Value:
        if name == "apply":
            function, argument = args
            if isinstance(function, dict):
                return function[argument]
            assert isinstance(function, tuple)
            case = self.cases[function[0]][0]
            env: dict[Term, Value] = dict(zip(case.left.args[0].args, function[1:], strict=True))
            return self.run(case.right, {**env, case.left.args[1]: argument})
        if name in SEMANTICS:
            return SEMANTICS[name](*args)
        if name not in self.cases or self.theory.symbols[name].kind.value == "lambda":
            return (name, *args)
        for case in self.cases[name]:
            env = {}
            if all(match(p, a, env) for p, a in zip(case.left.args, args, strict=True)):
                return self.run(case.right, env)
        raise AssertionError(f"no case of {name}")


def truth(value: bool) -> Value:
    return ("true",) if value else ("false",)


SEMANTICS: dict[str, Callable[..., Value]] = {
    "not": lambda p: truth(p != ("true",)),
    "and": lambda p, q: truth(p == q == ("true",)),
    "or": lambda p, q: truth(("true",) in (p, q)),
    "eq": lambda a, b: truth(a == b),
    "Int.+": lambda a, b: a + b,
    "Int.-": lambda a, b: a - b,
    "Int.*": lambda a, b: a * b,
    "Int.neg": lambda a: -a,
}


def match(pattern: Term, value: Value, env: dict[Term, Value]) -> bool:
    if pattern.is_variable:
        env[pattern] = value
        return True
    assert isinstance(value, tuple)
    assert pattern.symbol is not None
    if value[0] != pattern.symbol.name:
        return False
    return all(match(p, v, env) for p, v in zip(pattern.args, value[1:], strict=True))


def values(sort: Sort, theory: Theory, depth: int) -> list[Value]:
    """Some values of a sort, by the depth of their constructors."""
    if sort is BOOL:
        return [("true",), ("false",)]
    if sort is INT:
        return list(range(-2, 3))
    if sort.name == ARROW:
        keys = values(sort.args[0], theory, 5)
        results = values(sort.args[1], theory, 2)
        tables = product(results, repeat=min(len(keys), 3))
        return [
            Frozen({k: t[i % len(t)] for i, k in enumerate(keys)}) for t in islice(tables, 1, 6)
        ]
    if not depth:
        return []
    found: list[Value] = []
    datatype = theory.datatypes[sort.name]
    binding = dict(zip(datatype.types, sort.args, strict=True))
    for constructor in datatype.constructors:
        fields = [
            values(f.substitute(binding), theory, depth - 1 if f.name == sort.name else 2)
            for f in constructor.arguments
        ]
        found.extend((constructor.name, *row) for row in islice(product(*fields), 8))
    return found


class Frozen(dict[Value, Value]):
    """A function given by a table; missing arguments map to the first result."""

    def __missing__(self, key: Value) -> Value:
        return next(iter(self.values()))

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


def rows(clause: Clause, theory: Theory, depth: int) -> Iterator[dict[Term, Value]]:
    ground = dict.fromkeys(clause.types, NAT if "nat.Nat" in theory.datatypes else BOOL)
    columns = [values(v.sort.substitute(ground), theory, depth) for v in clause.variables]
    limit = 400
    total = 1
    for column in columns:
        total *= len(column)
    step = max(1, total // limit) | 1
    for row in islice(product(*columns), 0, None, step):
        yield dict(zip(clause.variables, row, strict=True))


@pytest.mark.parametrize("name", ["nat", "list", "tree", "bool", "int"])
def test_theorems_hold_on_small_values(name: str) -> None:
    theory = load_theory(name)
    runner = Runner(theory)
    for theorem in theory.theorems:
        checked = 0
        for env in rows(theorem.clause, theory, 3 if "pow" in theorem.name else 5):
            if all(runner.run(a, env) == runner.run(b, env) for a, b in theorem.clause.premises):
                left, right = theorem.clause.conclusion
                assert runner.run(left, env) == runner.run(right, env), (theorem.name, env)
                checked += 1
        assert checked, theorem.name


def permutations() -> list[tuple[int, ...]]:
    return [p for p in product(range(3), repeat=3) if len(set(p)) == 3]


PENTAGON: dict[frozenset[int], tuple[int, int]] = {
    **{frozenset((0, k)): (0, k) for k in range(1, 5)},
    **{frozenset((k, 4)): (k, 4) for k in range(4)},
    frozenset((1, 2)): (1, 2),
    frozenset((1, 3)): (0, 4),
    frozenset((2, 3)): (0, 4),
}
MODELS: dict[str, list[tuple[list[Value], dict[str, object]]]] = {
    "group": [
        (
            list(permutations()),
            {
                "group.*": lambda p, q: tuple(p[i] for i in q),
                "group.inv": lambda p: tuple(p.index(i) for i in range(3)),
                "group.e": lambda: (0, 1, 2),
            },
        )
    ],
    "lattice": [
        (
            list(range(8)),
            {"lattice.meet": lambda a, b: a & b, "lattice.join": lambda a, b: a | b},
        ),
        (
            list(range(5)),  # the pentagon 0 < 1 < 2 < 4, 0 < 3 < 4: not modular
            {
                "lattice.meet": lambda a, b: a if a == b else PENTAGON[frozenset((a, b))][0],
                "lattice.join": lambda a, b: a if a == b else PENTAGON[frozenset((a, b))][1],
            },
        ),
    ],
}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_axioms_and_theorems_hold_in_models(name: str) -> None:
    theory = load_theory(name)
    clauses = [t.clause for t in theory.theorems]
    clauses += [a.clause for d in theory.declarations for a in getattr(d, "axioms", ())]

    def run(term: Term, env: Mapping[Term, Value], operations: Mapping[str, object]) -> Value:
        if term.is_variable:
            return env[term]
        assert term.symbol is not None
        args = [run(a, env, operations) for a in term.args]
        operation = operations[term.symbol.name]
        assert callable(operation)
        found: Value = operation(*args)
        return found

    for elements, operations in MODELS[name]:
        for clause in clauses:
            for row in product(elements, repeat=len(clause.variables)):
                env = dict(zip(clause.variables, row, strict=True))
                if all(
                    run(a, env, operations) == run(b, env, operations) for a, b in clause.premises
                ):
                    left, right = clause.conclusion
                    assert run(left, env, operations) == run(right, env, operations), clause
