"""What may be used for a goal: defining cases by symbol, laws and hypotheses as compiled rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from lemmata.proof.nodes import Hypothesis, Law
from lemmata.search.egraph import EGraph
from lemmata.search.inductive.instances import Instances
from lemmata.search.inductive.patterns import Program, Registers, program
from lemmata.search.rules import constructor_parts
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

MAX_PATTERN = 60
MAX_UNFOLDED = 6
SEEDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A law or hypothesis read in one direction: where `program` matches, its equation holds.

    `fixed` binds variables in advance (the values at which an induction hypothesis may be used);
    `within` has to be in the class of the match, and `more` are premises that bind the variables
    which the program lacks; `simplifies` marks the direction in which a term gets simpler.
    """

    source: Law | Hypothesis
    variables: tuple[Term, ...]
    program: Program
    instances: Instances
    within: Term | None = None
    fixed: tuple[tuple[Term, Term], ...] = ()
    more: tuple[Equation, ...] = ()
    simplifies: bool = False
    expands: bool = False

    @property
    def everywhere(self) -> bool:
        """Whether it has to be matched everywhere again in each round."""
        return bool(self.more) or self.within is not None

    def matches(
        self, graph: EGraph, node: int
    ) -> Iterator[tuple[dict[Term, int], dict[Sort, Sort]]]:
        """The bindings under which the pattern is at a node."""
        given: dict[Term, int] = {}
        for v, t in self.fixed:
            number = graph.lookup(t)
            if number is None:
                return
            given[v] = number
        for registers in run(self.program, graph, node, given):
            sorts = self.program.sorts(graph, registers)
            if sorts is None or not self._allows(sorts):
                continue
            binding = given | {v: registers[i] for v, i in self.program.slots.items()}
            if self.within is not None:
                for found in self._inside(graph, self.within, node, binding):
                    yield from ((b, sorts) for b in self._extended(graph, found, 0))
            elif self.more:
                yield from ((b, sorts) for b in self._extended(graph, binding, 0))
            else:
                yield binding, sorts

    def _allows(self, sorts: Mapping[Sort, Sort]) -> bool:
        """Type variables of a hypothesis are fixed."""
        return isinstance(self.source, Law) or all(a is b for a, b in sorts.items())

    def _extended(
        self, graph: EGraph, binding: dict[Term, int], k: int
    ) -> Iterator[dict[Term, int]]:
        """Bind the remaining variables by matching premises that are true."""
        if k == len(self.more):
            yield binding
            return
        first, second = self.more[k]
        part = _part(first, self.variables, binding)
        rows: Sequence[int]
        if not second.args and second.symbol is not None:
            number = graph.lookup(second)
            rows = list(graph.members[graph.find(number)]) if number is not None else []
        else:
            rows = range(len(graph.terms))
        for m in rows:
            if graph.terms[m].head is part.symbol and not graph.congruent[m]:
                for registers in run(part, graph, m, binding):
                    new = binding | {v: registers[i] for v, i in part.slots.items()}
                    for found in self._inside(graph, second, m, new):
                        yield from self._extended(graph, found, k + 1)

    def _inside(
        self, graph: EGraph, pattern: Term, node: int, binding: dict[Term, int]
    ) -> Iterator[dict[Term, int]]:
        """The bindings under which a pattern is in the class of a node."""
        root = graph.find(node)
        if pattern in self.variables:
            known = binding.get(pattern)
            if known is None:
                yield binding | {pattern: node}
            elif graph.find(known) == root:
                yield binding
        elif pattern.free.isdisjoint(self.variables) or not pattern.args:
            number = graph.lookup(pattern)
            if number is not None and graph.find(number) == root:
                yield binding
        else:
            part = _part(pattern, self.variables, binding)
            for m in list(graph.members[root]):
                if graph.terms[m].head is part.symbol and not graph.congruent[m]:
                    for registers in run(part, graph, m, binding):
                        yield binding | {v: registers[i] for v, i in part.slots.items()}


def run(part: Program, graph: EGraph, node: int, given: Mapping[Term, int]) -> list[Registers]:
    """The registers of all matches at a node."""
    rows: list[Registers] = []
    part.run(graph, node, given, lambda registers: rows.append(registers[:]))
    return rows


def _part(pattern: Term, variables: Sequence[Term], binding: Mapping[Term, int]) -> Program:
    known = [v for v in variables if v in binding and v in pattern.free]
    return program(pattern, [v for v in variables if v in pattern.free], known)


@dataclass
class Lawbook:
    """Defining cases and rules; `depth` and `reach` say how deep their patterns look."""

    cases: dict[Symbol, list[Instances]] = field(default_factory=dict)
    rules: list[Pattern] = field(default_factory=list)
    depth: int = 2
    reach: int = 1

    def define(self, laws: Sequence[Law]) -> None:
        """Add defining cases."""
        for law in laws:
            symbol = law.clause.left.symbol
            assert symbol is not None
            self.cases.setdefault(symbol, []).append(Instances(law))
            self.depth = max(self.depth, *(_height(a) for a in law.clause.left.args), 1)

    def learn(self, law: Law) -> None:
        """Add the rules of a law."""
        for rule in patterns(law):
            self.rules.append(rule)
            self.reach = max(self.reach, rule.program.depth - 1)


def _height(pattern: Term) -> int:
    """How many levels of constructors a pattern shows."""
    height, level = 0, [pattern]
    while level := [t for t in level if not t.is_variable]:
        height += 1
        level = [a for t in level for a in t.args]
    return height


def patterns(source: Law | Hypothesis) -> list[Pattern]:
    """The rules of a law or of an unguarded hypothesis, in the directions that can be matched."""
    if isinstance(source, Law):
        variables, premises = source.clause.variables, source.clause.premises
        left, right = source.clause.conclusion
        definite = False
    else:
        variables, premises = source.bound, source.premises
        left, right = source.conclusion
        definite = True
    found = []
    instances = Instances(source)
    for a, b, forward in ((left, right, True), (right, left, False)):
        rule = _rule(instances, premises, (a, b), (), forward and definite)
        if rule is not None:
            found.append(rule)
    if right in variables and not premises and left.size <= MAX_UNFOLDED:
        wanted = set(variables)
        inner = [t for t in left.subterms() if t is not left and t.args and wanted <= t.free]
        found += [Pattern(source, variables, program(t, variables), instances) for t in inner[:1]]
    return found


def _rule(
    instances: Instances,
    premises: Sequence[Equation],
    sides: Equation,
    fixed: tuple[tuple[Term, Term], ...],
    simplifies: bool,
) -> Pattern | None:
    left, right = sides
    source, variables = instances.source, instances.variables
    missing = {v for v in variables if v not in {u for u, _ in fixed}}
    facts = [_larger_first(pair) for pair in premises]
    within: Term | None = None
    if left in missing and right.symbol is not None:
        return None
    if left.symbol is None or not left.args:
        if not facts or not (left in missing or left.symbol is not None):
            return None
        facts.sort(key=lambda pair: -pair[0].size)
        left, within = facts.pop(0)
        missing -= within.free
    if left.symbol is None or not left.args or left.size > MAX_PATTERN:
        return None
    missing -= left.free
    more: list[Equation] = []
    for first, second in facts:
        if missing & (first.free | second.free) and first.args:
            more.append((first, second))
            missing -= first.free | second.free
    if missing:
        return None
    given = [v for v, _ in fixed]
    compiled = program(left, variables, given)
    expands = not simplifies and right.size > left.size
    return Pattern(
        source, variables, compiled, instances, within, fixed, tuple(more), simplifies, expands
    )


def _larger_first(pair: Equation) -> Equation:
    return pair if pair[0].size >= pair[1].size else (pair[1], pair[0])


def guarded(hypothesis: Hypothesis) -> list[Pattern]:
    """The rules of an induction hypothesis at every smaller value its limit shows.

    Lexicographic: the measures before the j-th equal their limits, the j-th is a proper part.
    """
    found = []
    left, right = hypothesis.conclusion
    instances = Instances(hypothesis)
    for j, limit in enumerate(hypothesis.limit):
        wanted = hypothesis.measure[j].sort
        for part in constructor_parts(limit):
            if part.sort is not wanted:
                continue
            earlier = zip(hypothesis.measure[:j], hypothesis.limit[:j], strict=True)
            fixed = (*earlier, (hypothesis.measure[j], part))
            for sides, forward in (((left, right), True), ((right, left), False)):
                rule = _rule(instances, hypothesis.premises, sides, fixed, forward)
                if rule is not None:
                    found.append(rule)
    return found


def smaller(hypothesis: Hypothesis, seed: Sequence[Term]) -> list[tuple[Term, ...]]:
    """Values at which an induction hypothesis may be used: parts of what its variables became."""
    first = hypothesis.measure[0].sort
    heads = [t for t in constructor_parts(hypothesis.limit[0]) if t.sort is first]
    columns = [heads[:SEEDS]]
    for value in seed[1:]:
        parts = [t for t in constructor_parts(value) if t.sort is value.sort]
        columns.append([value, *parts[:1]] if parts else [value])
    return list(islice(product(*columns), 2 * SEEDS))
