"""E-matching programs: a pattern becomes a chain of closures over registers that hold classes.

    bind      the class in a register has a node f(..): its arguments go to new registers
    compare   two registers hold the same class, or one holds a given ground term's class

Matching modulo the classes of a graph; every way in which the pattern is there is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lemmata.search.egraph import EGraph
from lemmata.terms.sorts import Sort, match_sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

Registers = list[int]
Code = Callable[[EGraph, Registers, Callable[[Registers], None]], None]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Matches nodes with `symbol` on top; `slots` says in which register a variable is.

    `depth` is how far below the root a change can make a difference.
    """

    symbol: Symbol
    pattern: Term
    slots: Mapping[Term, int]
    size: int
    depth: int
    code: Code
    typed: tuple[tuple[tuple[Sort, ...], int], ...]

    def run(
        self,
        graph: EGraph,
        node: int,
        fixed: Mapping[Term, int],
        found: Callable[[Registers], None],
    ) -> None:
        """Report the registers of every match at a node; `fixed` variables have their class."""
        registers = [-1] * self.size
        for variable, number in fixed.items():
            slot = self.slots.get(variable)
            if slot is not None:
                registers[slot] = number
        registers[0] = node
        self.code(graph, registers, found)

    def sorts(self, graph: EGraph, registers: Registers) -> dict[Sort, Sort] | None:
        """The type variables of the pattern at a match; None if the sorts do not fit."""
        binding: dict[Sort, Sort] = {}
        for types, register in self.typed:
            given = graph.terms[registers[register]].types
            if not all(match_sort(p, t, binding) for p, t in zip(types, given, strict=True)):
                return None
        for variable, slot in self.slots.items():
            if not match_sort(variable.sort, graph.terms[registers[slot]].sort, binding):
                return None
        return binding


def program(pattern: Term, variables: Sequence[Term], fixed: Sequence[Term] = ()) -> Program:
    """Compile a pattern whose `variables` are to be found, those in `fixed` being given."""
    return _Compiler(variables, fixed).compile(pattern)


class _Compiler:
    def __init__(self, variables: Sequence[Term], fixed: Sequence[Term]) -> None:
        self.variables = set(variables)
        self.slots: dict[Term, int] = {}
        self.typed: list[tuple[tuple[Sort, ...], int]] = []
        self.count = 1
        for variable in fixed:
            self.slots[variable] = self._register()
        self.known = set(fixed)
        self.depth = 1
        self.steps: list[tuple[object, ...]] = []

    def _register(self) -> int:
        self.count += 1
        return self.count - 1

    def compile(self, pattern: Term) -> Program:
        symbol = pattern.symbol
        assert symbol is not None
        todo = self._arguments(pattern, 0)
        while todo:
            term, register, depth = todo.pop(0)
            self._argument(term, register, depth, todo)
        code: Code = _report
        for step in reversed(self.steps):
            code = _STEPS[str(step[0])](*step[1:], code)
        return Program(symbol, pattern, self.slots, self.count, self.depth, code, tuple(self.typed))

    def _arguments(self, pattern: Term, node: int, depth: int = 1) -> list[tuple[Term, int, int]]:
        """Make registers for the arguments of the node in a register."""
        if pattern.types:
            self.typed.append((pattern.types, node))
        first = self.count
        self.count += len(pattern.args)
        if pattern.args:
            self.steps.append(("open", node, first))
        return [(a, first + i, depth) for i, a in enumerate(pattern.args)]

    def _argument(
        self, term: Term, register: int, depth: int, todo: list[tuple[Term, int, int]]
    ) -> None:
        if term in self.variables:
            if term in self.slots:
                self.steps.append(("same", self.slots[term], register))
                self.depth = max(self.depth, depth + 1)
            else:
                self.slots[term] = register
            return
        self.depth = max(self.depth, depth + 1)
        if term.free.isdisjoint(self.variables) and not _typed(term):
            self.steps.append(("ground", register, term))
            return
        assert term.symbol is not None
        node = self._register()
        self.steps.append(("node", register, term.symbol, node))
        todo.extend(self._arguments(term, node, depth + 1))


def _typed(term: Term) -> bool:
    """Whether a term may stand for others at other sorts."""
    return any(s.has_variables for t in term.subterms() for s in t.types)


def _report(graph: EGraph, registers: Registers, found: Callable[[Registers], None]) -> None:
    found(registers)


def _open(node: int, first: int, rest: Code) -> Code:
    def code(graph: EGraph, registers: Registers, found: Callable[[Registers], None]) -> None:
        i = first
        for a in graph.args[registers[node]]:
            registers[i] = a
            i += 1
        rest(graph, registers, found)

    return code


def _same(first: int, second: int, rest: Code) -> Code:
    def code(graph: EGraph, registers: Registers, found: Callable[[Registers], None]) -> None:
        if graph.find(registers[first]) == graph.find(registers[second]):
            rest(graph, registers, found)

    return code


def _ground(register: int, term: Term, rest: Code) -> Code:
    def code(graph: EGraph, registers: Registers, found: Callable[[Registers], None]) -> None:
        number = graph.lookup(term)
        if number is not None and graph.find(number) == graph.find(registers[register]):
            rest(graph, registers, found)

    return code


def _node(register: int, symbol: Symbol, target: int, rest: Code) -> Code:
    def code(graph: EGraph, registers: Registers, found: Callable[[Registers], None]) -> None:
        terms, congruent = graph.terms, graph.congruent
        for m in graph.members[graph.find(registers[register])]:
            if terms[m].head is symbol and not congruent[m]:
                registers[target] = m
                rest(graph, registers, found)

    return code


_STEPS: dict[str, Callable[..., Code]] = {
    "open": _open,
    "same": _same,
    "ground": _ground,
    "node": _node,
}
