"""Finite models that refute a goal: tables for a structure's symbols, found by Z3 elsewhere.

A goal `premises ==> s = t` about a structure is false if some model of the axioms and some values
of the variables make the premises true and s, t different. Small models are sought by size; Z3 runs
in a child process, which gets numbers only. Whatever comes back is evaluated again here, and by the
kernel once more.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lemmata.terms.declarations import Clause, Structure
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import AND, EQ, FALSE, ITE, NOT, OR, TRUE, Symbol
from lemmata.terms.term import Term

MAX_VALUATIONS = 2_000_000
WORKER = "lemmata.search.models_worker"
_CONNECTIVES = {TRUE: "true", FALSE: "false", NOT: "not", AND: "and", OR: "or", ITE: "ite"}
_CONNECTIVES[EQ] = "eq"


@dataclass(frozen=True)
class FiniteModel:
    """Elements of a sort of size n are 0 .. n-1; tables are in lexicographic order of arguments.

    Booleans are 0 (false) and 1 (true). `valuation` gives the goal's variables the values at which
    its conclusion is false.
    """

    sizes: dict[str, int]
    tables: dict[str, list[int]]
    valuation: dict[Term, int]


class Unsupported(Exception):
    """A clause that speaks of more than the structures' sorts, their symbols and Bool."""


def find_model(
    structure: Structure | Sequence[Structure],
    goal: Clause,
    max_size: int = 6,
    *,
    rlimit: int = 20_000_000,
    seconds: int = 10,
    memory: int = 2 << 30,
) -> FiniteModel | None:
    """A model of the structures in which the goal is false, the smallest first.

    None if there is none of up to `max_size` elements a sort, the goal speaks of other things than
    the structures, or a limit was hit: `rlimit` counts Z3's work for each size; `seconds` and
    `memory` (bytes) end the child process.
    """
    with ModelSearch(
        structure, goal, max_size, rlimit=rlimit, seconds=seconds, memory=memory
    ) as search:
        return search.wait(seconds)


def refuting(
    structures: Sequence[Structure], goal: Clause, model: FiniteModel, budget: int
) -> FiniteModel | None:
    """The model with values at which the goal is false, None if there are none among `budget`."""
    try:
        problem = Problem(structures, goal)
    except Unsupported:
        return None
    sizes = [model.sizes[sort.name] for sort in problem.sorts]
    tables = [model.tables[symbol.name] for symbol in problem.symbols]
    evaluate = _Evaluator(problem.program, sizes, tables)
    stated = problem.program["goal"]
    rows = itertools.product(*(range(evaluate.size(sort)) for sort in stated["bound"]))
    for row in itertools.islice(sorted(rows, key=sum), budget):
        *premises, conclusion = evaluate.clause(stated, row)
        if not conclusion and all(premises):
            return replace(model, valuation=dict(zip(goal.variables, row, strict=True)))
    return None


class ModelSearch:
    """A search for a model in a child process, which never outlives the `with` block.

    The arguments are those of `find_model`; `seconds` is the child's CPU time.
    """

    def __init__(
        self,
        structure: Structure | Sequence[Structure],
        goal: Clause,
        max_size: int = 6,
        *,
        rlimit: int = 20_000_000,
        seconds: int = 10,
        memory: int = 2 << 30,
    ) -> None:
        structures = [structure] if isinstance(structure, Structure) else list(structure)
        self.goal = goal
        self.limits = {"max_size": max_size, "rlimit": rlimit, "seconds": seconds, "memory": memory}
        self.problem: Problem | None = None
        with suppress(Unsupported):
            self.problem = Problem(structures, goal)
        self._model: FiniteModel | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._files = ExitStack()

    def __enter__(self) -> ModelSearch:
        if self.problem is None:
            return self
        given = self._files.enter_context(tempfile.TemporaryFile())
        self._answer = self._files.enter_context(tempfile.TemporaryFile())
        given.write(json.dumps({**self.problem.program, **self.limits}).encode())
        given.seek(0)
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", WORKER],
            stdin=given,
            stdout=self._answer,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._files.close()

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None

    @property
    def running(self) -> bool:
        """Whether the search goes on."""
        return self._child is not None and self._child.poll() is None

    def found(self) -> FiniteModel | None:
        """The model, if the search has ended with one."""
        if self._child is not None and self._child.poll() is not None:
            if self._child.returncode == 0:
                self._answer.seek(0)
                self._model = self._checked(self._answer.read())
            self._end()
        return self._model

    def wait(self, seconds: float) -> FiniteModel | None:
        """The model, if the search ends with one within some seconds."""
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(max(0.0, seconds))
        return self.found()

    def _checked(self, answer: bytes) -> FiniteModel | None:
        """The worker's model, if it is one."""
        try:
            found = json.loads(answer)["model"]
        except ValueError:
            return None
        problem = self.problem
        if found is None or problem is None:
            return None
        if not problem.holds(found["sizes"], found["tables"], found["values"]):
            return None
        return FiniteModel(
            {sort.name: n for sort, n in zip(problem.sorts, found["sizes"], strict=True)},
            {s.name: table for s, table in zip(problem.symbols, found["tables"], strict=True)},
            dict(zip(self.goal.variables, found["values"], strict=True)),
        )


class Problem:
    """Structures and a goal as numbers: sorts, symbols, and clauses over shared nodes.

    A node is `["var", i]`, `["app", symbol, [node..]]` or `[connective, [node..]]`; a clause has
    the sorts of its bound variables (-1 is Bool), nodes, and equations between nodes, the last of
    which is the conclusion.
    """

    def __init__(self, structures: Sequence[Structure], goal: Clause) -> None:
        self.sorts = [sort for structure in structures for sort in structure.sorts]
        self.symbols = [symbol for structure in structures for symbol in structure.symbols]
        self._sort_number = {BOOL: -1} | {sort: i for i, sort in enumerate(self.sorts)}
        self._symbol_number = {symbol: i for i, symbol in enumerate(self.symbols)}
        axioms = [axiom.clause for structure in structures for axiom in structure.axioms]
        if not self.sorts or goal.types:
            raise Unsupported
        self.program: dict[str, Any] = {
            "sorts": len(self.sorts),
            "symbols": [self._signature(symbol) for symbol in self.symbols],
            "axioms": [self._clause(clause) for clause in axioms],
            "goal": self._clause(goal),
        }

    def _signature(self, symbol: Symbol) -> list[Any]:
        return [[self._sort(sort) for sort in symbol.arguments], self._sort(symbol.result)]

    def _sort(self, sort: Sort) -> int:
        if sort not in self._sort_number:
            raise Unsupported
        return self._sort_number[sort]

    def _clause(self, clause: Clause) -> dict[str, Any]:
        numbers: dict[Term, int] = {}
        nodes: list[list[Any]] = []
        places = {variable: i for i, variable in enumerate(clause.variables)}
        for side in clause.terms():
            for term in _children_first(side):
                if term not in numbers:
                    numbers[term] = len(nodes)
                    nodes.append(self._node(term, numbers, places))
        pairs = (*clause.premises, clause.conclusion)
        return {
            "bound": [self._sort(variable.sort) for variable in clause.variables],
            "nodes": nodes,
            "equations": [[numbers[left], numbers[right]] for left, right in pairs],
        }

    def _node(self, term: Term, numbers: dict[Term, int], places: dict[Term, int]) -> list[Any]:
        self._sort(term.sort)
        if term in places:
            return ["var", places[term]]
        args = [numbers[arg] for arg in term.args]
        symbol = term.symbol
        if symbol in self._symbol_number:
            return ["app", self._symbol_number[symbol], args]
        if symbol in _CONNECTIVES:
            return [_CONNECTIVES[symbol], args]
        raise Unsupported

    def holds(
        self, sizes: Sequence[int], tables: Sequence[Sequence[int]], values: Sequence[int]
    ) -> bool:
        """Whether the tables are a model of all axioms, and the goal is false at the values."""
        if not self._fits(sizes, tables, values):
            return False
        evaluate = _Evaluator(self.program, sizes, tables)
        *premises, conclusion = evaluate.clause(self.program["goal"], values)
        if conclusion or not all(premises):
            return False
        budget = MAX_VALUATIONS
        for clause in self.program["axioms"]:
            for valuation in itertools.product(
                *(range(evaluate.size(sort)) for sort in clause["bound"])
            ):
                budget -= 1
                *premises, conclusion = evaluate.clause(clause, valuation)
                if budget < 0 or (not conclusion and all(premises)):
                    return False
        return True

    def _fits(
        self, sizes: Sequence[int], tables: Sequence[Sequence[int]], values: Sequence[int]
    ) -> bool:
        evaluate = _Evaluator(self.program, sizes, tables)
        if len(sizes) != len(self.sorts) or len(tables) != len(self.symbols):
            return False
        for (arguments, result), table in zip(self.program["symbols"], tables, strict=True):
            length = 1
            for sort in arguments:
                length *= evaluate.size(sort)
            if len(table) != length or not all(0 <= v < evaluate.size(result) for v in table):
                return False
        bound = self.program["goal"]["bound"]
        return len(values) == len(bound) and all(
            0 <= v < evaluate.size(s) for v, s in zip(values, bound, strict=True)
        )


class _Evaluator:
    """Plain evaluation of clauses in given tables."""

    def __init__(
        self, program: dict[str, Any], sizes: Sequence[int], tables: Sequence[Sequence[int]]
    ) -> None:
        self.symbols, self.sizes, self.tables = program["symbols"], sizes, tables

    def size(self, sort: int) -> int:
        return 2 if sort < 0 else self.sizes[sort]

    def clause(self, clause: dict[str, Any], valuation: Sequence[int]) -> list[bool]:
        """Which equations of a clause are true, in order."""
        values: list[int] = []
        for kind, *rest in clause["nodes"]:
            if kind == "var":
                values.append(valuation[rest[0]])
            elif kind == "app":
                at = 0
                for sort, arg in zip(self.symbols[rest[0]][0], rest[1], strict=True):
                    at = at * self.size(sort) + values[arg]
                values.append(self.tables[rest[0]][at])
            else:
                values.append(_connective(kind, [values[arg] for arg in rest[0]]))
        return [values[left] == values[right] for left, right in clause["equations"]]


def _connective(kind: str, args: Sequence[int]) -> int:
    if kind == "eq":
        return int(args[0] == args[1])
    if kind == "ite":
        return args[1] if args[0] else args[2]
    if kind == "not":
        return 1 - args[0]
    if kind == "and":
        return min(args)
    if kind == "or":
        return max(args)
    return int(kind == "true")


def _children_first(term: Term) -> list[Term]:
    """The distinct subterms, each after its arguments."""
    order: dict[Term, None] = {}
    stack = [(term, False)]
    while stack:
        top, ready = stack.pop()
        if ready:
            order.setdefault(top)
        elif top not in order:
            stack.append((top, True))
            stack.extend((arg, False) for arg in reversed(top.args))
    return list(order)
