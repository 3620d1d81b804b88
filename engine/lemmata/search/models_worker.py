"""The child process of `models`: reads a ground program as JSON, answers with a model or none.

    python -P -m lemmata.search.models_worker < program.json

The program (see `models.compile_problem`) holds numbers only: no name and no text of a user gets
here. For each vector of sizes the axioms are instantiated with all elements, and Z3 is asked for
the tables. The answer is `{"model": {"sizes", "tables", "values"} or null, "reason": ".."}`.
"""

from __future__ import annotations

import ctypes
import itertools
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import Any

Program = dict[str, Any]
Z3 = Any  # z3 has no types
Clause = dict[str, Any]
BOOL = -1
MAX_INSTANCES = 20_000
MAX_ORDERED = 40
PR_SET_PDEATHSIG = 1


def confine(memory: int, seconds: int) -> None:
    """Limit memory (bytes) and CPU time, give way to the parent, and end with it."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def size_vectors(sorts: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Sizes for each sort, smallest sum first.

    >>> list(size_vectors(2, 2))
    [(1, 1), (1, 2), (2, 1), (2, 2)]
    """
    yield from sorted(itertools.product(range(1, largest + 1), repeat=sorts), key=sum)


class Search:
    """The constraints for one vector of sizes."""

    def __init__(self, program: Program, sizes: Sequence[int]) -> None:
        import z3

        self.z3, self.program, self.sizes = z3, program, sizes
        self.undecided = False
        self.solver = z3.SolverFor("QF_UFBV")
        self.solver.set("rlimit", program["rlimit"])
        self.width = max(1, max((n - 1).bit_length() for n in sizes))
        self.domain = z3.BitVecSort(self.width)
        self.elements = [z3.BitVecVal(i, self.width) for i in range(max(sizes))]
        self.functions = [
            z3.Function(f"s{i}", *(self._sort(s) for s in (*arguments, result)))
            for i, (arguments, result) in enumerate(program["symbols"])
        ]
        self.values = [
            z3.Const(f"x{i}", self._sort(s)) for i, s in enumerate(program["goal"]["bound"])
        ]

    def _sort(self, sort: int) -> Z3:
        return self.z3.BoolSort() if sort == BOOL else self.domain

    def carrier(self, sort: int) -> list[Any]:
        """All elements of a sort, as constants."""
        if sort == BOOL:
            return [self.z3.BoolVal(False), self.z3.BoolVal(True)]
        return self.elements[: self.sizes[sort]]

    def constrain(self) -> bool:
        """State that all holds; False if that takes too many instances."""
        z3 = self.z3
        for clause in self.program["axioms"]:
            carriers = [self.carrier(sort) for sort in clause["bound"]]
            count = 1
            for carrier in carriers:
                count *= len(carrier)
            if count > MAX_INSTANCES:
                return False
            for values in itertools.product(*carriers):
                *premises, conclusion = self._equations(clause, values)
                if premises:
                    conclusion = z3.Or(*(z3.Not(p) for p in premises), conclusion)
                self.solver.add(conclusion)
        *premises, conclusion = self._equations(self.program["goal"], self.values)
        self.solver.add(*premises, z3.Not(conclusion))
        self._closed()
        self._least_numbers()
        return True

    def _equations(self, clause: Clause, values: Sequence[Any]) -> list[Any]:
        nodes: list[Any] = []
        for node in clause["nodes"]:
            nodes.append(self._node(node, nodes, values))
        return [nodes[a] == nodes[b] for a, b in clause["equations"]]

    def _node(self, node: list[Any], nodes: list[Any], values: Sequence[Z3]) -> Z3:
        z3 = self.z3
        kind, *rest = node
        if kind == "var":
            return values[rest[0]]
        if kind == "app":
            return self.functions[rest[0]](*(nodes[i] for i in rest[1]))
        args = [nodes[i] for i in rest[0]]
        if kind == "eq":
            return args[0] == args[1]
        built_in = {"not": z3.Not, "and": z3.And, "or": z3.Or, "ite": z3.If}
        return built_in[kind](*args) if args else z3.BoolVal(kind == "true")

    def cells(self, symbol: int) -> list[Any]:
        """The applications of a symbol to elements, in lexicographic order."""
        arguments, _ = self.program["symbols"][symbol]
        function = self.functions[symbol]
        carriers = [self.carrier(sort) for sort in arguments]
        return [function(*values) for values in itertools.product(*carriers)]

    def _closed(self) -> None:
        """Every value is an element."""
        z3 = self.z3
        for i, (_, result) in enumerate(self.program["symbols"]):
            if result != BOOL and self.sizes[result] < 2**self.width:
                last = self.elements[self.sizes[result] - 1]
                self.solver.add(*(z3.ULE(cell, last) for cell in self.cells(i)))
        for value, sort in zip(self.values, self.program["goal"]["bound"], strict=True):
            if sort != BOOL:
                self.solver.add(z3.ULE(value, self.elements[self.sizes[sort] - 1]))

    def _least_numbers(self) -> None:
        """Elements are interchangeable, so a value is one that has been named, or the next one.

        Constants come first, then functions of 0, of 0 and 1, and so on: an argument names its
        element too (the least number heuristic of finite model finders).
        """
        z3 = self.z3
        for sort, size in enumerate(self.sizes):
            earlier: list[Any] = []
            for term, largest in self._cells_in_order(sort):
                for value in range(largest + 2, size):
                    named = [each == self.elements[value - 1] for each in earlier]
                    self.solver.add(z3.Or(term != self.elements[value], *named))
                earlier.append(term)

    def _cells_in_order(self, sort: int) -> list[tuple[Z3, int]]:
        """Values of a sort with their largest argument (-1 for constants), smallest first.

        Only functions from the sort to itself, and no more of their values than pay.
        """
        found = [
            (value, -1)
            for value, s in zip(self.values, self.program["goal"]["bound"], strict=True)
            if s == sort
        ]
        cells: list[tuple[int, int, int, Z3]] = []
        for i, (arguments, result) in enumerate(self.program["symbols"]):
            if result == sort and all(s == sort for s in arguments):
                places = itertools.product(range(self.sizes[sort]), repeat=len(arguments))
                for place, cell in zip(places, self.cells(i), strict=True):
                    cells.append((max(place, default=-1), len(arguments), i, cell))
        cells.sort(key=lambda cell: cell[:3])
        constants = [(cell, largest) for largest, _, _, cell in cells if largest < 0]
        others = [(cell, largest) for largest, _, _, cell in cells if largest >= 0]
        return [*constants, *found, *others[:MAX_ORDERED]]

    def solve(self) -> dict[str, Any] | None:
        """The model that Z3 finds; None without one, and `undecided` says if the limit was hit."""
        answer = self.solver.check()
        self.undecided = answer == self.z3.unknown
        if answer != self.z3.sat:
            return None
        model = self.solver.model()

        def number(term: Z3) -> int:
            value = model.eval(term, model_completion=True)
            return int(self.z3.is_true(value)) if self.z3.is_bool(value) else value.as_long()

        tables = [[number(c) for c in self.cells(i)] for i in range(len(self.functions))]
        values = [number(value) for value in self.values]
        return {"sizes": list(self.sizes), "tables": tables, "values": values}


def search(program: Program) -> dict[str, Any]:
    """Try the sizes in turn."""
    reason = f"no model with up to {program['max_size']} elements a sort"
    for sizes in size_vectors(program["sorts"], program["max_size"]):
        attempt = Search(program, sizes or (1,))
        if not attempt.constrain():
            return {"model": None, "reason": f"too many instances at sizes {list(sizes)}"}
        model = attempt.solve()
        if model is not None:
            return {"model": {**model, "sizes": list(sizes)}, "reason": ""}
        if attempt.undecided:
            reason = f"limit: {program['rlimit']} Z3 resource units"
    return {"model": None, "reason": reason}


def main() -> int:
    """Answer the program on standard input."""
    program = json.load(sys.stdin)
    confine(program["memory"], program["seconds"])
    json.dump(search(program), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
