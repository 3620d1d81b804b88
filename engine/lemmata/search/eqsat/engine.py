"""Equality saturation: match all rules, apply all matches, rebuild; until the goal or a limit.

    search = saturate(problem)
    search.outcome.found, search.outcome.stopped
    search.explain(problem.start, problem.goal)

A search can be interrupted at any time: `expired` is polled, and Ctrl-C is taken at a point where
the graph is consistent, then raised.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lemmata.search.eqsat.compiling import Action, Match, Matcher, Offsets
from lemmata.search.eqsat.explaining import Explainer, Instance, Table
from lemmata.search.eqsat.graph import Full, Graph
from lemmata.search.eqsat.interrupting import Interrupts, no_collection
from lemmata.search.eqsat.problem import (
    Computed,
    Explanation,
    Outcome,
    Problem,
    Rule,
)
from lemmata.search.eqsat.query import query
from lemmata.search.eqsat.scheduling import NO_LIMIT, Schedule
from lemmata.terms.term import Term

CHUNK = 2_000
"""Matches applied between two looks at the clock."""


class Folding:
    """A computed rule over a graph; a match is (class, literals of the arguments)."""

    def __init__(self, graph: Graph, rule: Computed, index: int) -> None:
        """Nothing is matched yet."""
        self.graph, self.rule, self.index = graph, rule, index
        self._known: dict[tuple[int, Match], Term | None] = {}

    def search(
        self,
        since: Offsets,
        changed: Callable[[int], Sequence[int]],
        cap: int,
        expired: Callable[[], bool],
    ) -> list[Match]:
        """The rows of the symbol whose arguments are all literals."""
        graph, found = self.graph, []
        literal, kids, home = graph.literal, graph.kids, graph.home
        for op in graph.operators.with_symbol(self.rule.symbol):
            for n in changed(op):
                values = tuple([literal.get(k, -1) for k in kids[n]])
                if -1 not in values and self._value(op, values) is not None:
                    found.append((home[n], *values))
        return found

    def _value(self, op: int, values: Match) -> Term | None:
        key = (op, values)
        if key not in self._known:
            self._known[key] = self.rule.fold(self.graph.applied(op, values))
        return self._known[key]

    def __call__(self, matches: Sequence[Match]) -> None:
        """Add the values and make them equal to the rows."""
        graph = self.graph
        for match in matches:
            for op in graph.operators.with_symbol(self.rule.symbol):
                value = self._known.get((op, match[1:]))
                if value is not None and graph.union(match[0], graph.add(value)):
                    graph.log.append((self.index, match))


class Search:
    """A search in progress or finished; `graph` may be read after `run`."""

    def __init__(self, problem: Problem) -> None:
        """Add the terms of the problem; rules are compiled when they are first needed."""
        self.problem = problem
        self.graph = Graph(problem.limits.nodes)
        self.rules: list[Rule] = list(problem.rules)
        self.schedule = Schedule(problem.scheduler, len(self.rules))
        self.matches = [0] * len(self.rules)
        self.total = 0
        self.iterations = 0
        self.outcome: Outcome
        self._ends: tuple[int, int] | None = None
        self._since: list[Offsets] = [()] * len(self.rules)
        self._engines: list[tuple[Matcher | Folding, Action | Folding] | None] = []
        self._facts: list[Action] = []
        for i, rule in enumerate(self.rules):
            self._load(i, rule)
        self._explainer: Explainer | None = None

    def _load(self, i: int, rule: Rule) -> None:
        graph = self.graph
        if isinstance(rule, Computed):
            folding = Folding(graph, rule, i)
            self._engines.append((folding, folding))
        elif not rule.variables and not rule.premises and rule.triggers == (rule.left,):
            self._facts.append(Action(graph, rule, i, False))
            self._engines.append(None)
        else:
            found = query(rule)
            matcher = Matcher(graph, found)
            self._engines.append((matcher, Action(graph, rule, i, found.root is not None)))

    # The loop

    def run(self, expired: Callable[[], bool] = lambda: False) -> Outcome:
        """Search; KeyboardInterrupt is raised once the graph is consistent."""
        started = time.perf_counter()
        graph, stopped = self.graph, ""
        with no_collection(), Interrupts() as interrupts:
            try:
                stopped = self._begin()
                while not stopped:
                    stopped = self._iterate(lambda: interrupts.pending or expired())
            except Full:
                graph.rebuild()
                self.iterations += 1
                ended = self._end()
                stopped = ended if ended in ("found", "conflict") else "nodes"
            self.outcome = self._outcome(stopped, time.perf_counter() - started)
        return self.outcome

    def _begin(self) -> str:
        problem, graph = self.problem, self.graph
        goal = problem.start if problem.goal is None else problem.goal
        self._ends = (graph.add(problem.start), graph.add(goal))
        for term in problem.more:
            graph.add(term)
        for fact in self._facts:
            fact([(-1,)])
        self.graph.rebuild()
        return self._end()

    def _end(self) -> str:
        graph = self.graph
        if graph.clash is not None:
            return "conflict"
        if self.problem.goal is not None and self._ends is not None:
            start, goal = map(graph.find, self._ends)
            if start == goal:
                return "found"
        if self.total >= self.problem.limits.matches:
            return "matches"
        if self.iterations >= self.problem.limits.iterations:
            return "iterations"
        return ""

    def _iterate(self, expired: Callable[[], bool]) -> str:
        """One iteration; why the search ends, or nothing."""
        graph = self.graph
        before = (len(graph.op), graph.unions)
        found, late = self._match(expired)
        if not late:
            late = self._apply(found, expired)
        self.graph.rebuild()
        self.iterations += 1
        if late and graph.clash is None:
            return "found" if self._end() == "found" else "expired"
        ended = self._end()
        if ended or before != (len(graph.op), graph.unions):
            return ended
        return self._idle()

    def _idle(self) -> str:
        """Nothing changed: saturated, unless a banned rule may still do something."""
        behind = [i for i in range(len(self.rules)) if self.schedule.bans(i) and self._behind(i)]
        if not behind:
            return "saturated"
        self.iterations = max(self.iterations, min(map(self.schedule.free, behind)))
        return "banned" if self.iterations >= self.problem.limits.iterations else ""

    def _behind(self, i: int) -> bool:
        since = self._since[i]
        written = self.graph.written
        return any(len(w) > (since[o] if o < len(since) else 0) for o, w in enumerate(written))

    def _match(
        self, expired: Callable[[], bool]
    ) -> tuple[list[tuple[Action | Folding, list[Match]]], bool]:
        """The new matches of every rule that is not banned; and whether time ran out."""
        graph, schedule = self.graph, self.schedule
        now = [len(w) for w in graph.written]
        cache: dict[tuple[int, int], Sequence[int]] = {}
        found: list[tuple[Action | Folding, list[Match]]] = []
        for i, engine in enumerate(self._engines):
            if engine is None or schedule.banned(i, self.iterations):
                continue
            since = self._since[i]

            def changed(op: int, since: Offsets = since) -> Sequence[int]:
                key = (op, since[op] if op < len(since) else 0)
                if key not in cache:
                    cache[key] = graph.changed(*key)
                return cache[key]

            left = self.problem.limits.matches - self.total
            limit = schedule.limit(i)
            matches = engine[0].search(since, changed, min(limit, left), expired)
            if expired():
                return found, True
            if limit is not NO_LIMIT and len(matches) > limit:
                schedule.ban(i, self.iterations)
                continue
            if len(matches) > left:
                del matches[left:]
            self.matches[i] += len(matches)
            self.total += len(matches)
            self._since[i] = now
            if matches:
                found.append((engine[1], matches))
            if self.total >= self.problem.limits.matches:
                break
        return found, False

    def _apply(
        self, found: list[tuple[Action | Folding, list[Match]]], expired: Callable[[], bool]
    ) -> bool:
        """Apply matches in order; whether time ran out."""
        for action, matches in found:
            waiting = iter(matches)
            while chunk := list(islice(waiting, CHUNK)):
                action(chunk)
                if self.graph.clash is not None:
                    return False
                if expired():
                    return True
        return False

    # Results

    def _outcome(self, stopped: str, seconds: float) -> Outcome:
        problem, graph = self.problem, self.graph
        names = [rule.name for rule in self.rules]
        clash: tuple[Term, Term] | None = None
        conflict: tuple[str, ...] = ()
        if stopped == "conflict":
            assert graph.clash is not None
            a, b = graph.clash
            clash = (graph.term(a), graph.term(b))
            conflict = self.explainer.names(*clash)
        return Outcome(
            stopped == "found",
            stopped,
            self.iterations,
            len(graph.op),
            self.total,
            seconds,
            problem.limits,
            problem.scheduler,
            {n: m for n, m in zip(names, self.matches, strict=True) if m},
            {n: b for i, n in enumerate(names) if (b := self.schedule.bans(i))},
            conflict,
            clash,
        )

    @property
    def explainer(self) -> Explainer:
        """Proofs from the log as it is now."""
        if self._explainer is None:
            table = Table(self.graph.operators, self.rules)
            self._explainer = Explainer(table, self.record(table))
        return self._explainer

    def record(self, table: Table) -> Iterator[Instance]:
        """The log over terms, as it grows."""
        graph = self.graph
        number: dict[int, int] = {}
        at = 0
        while at < len(graph.log):
            rule, match = graph.log[at]
            at += 1
            try:
                values = tuple([number[n] for n in match[1:]])
            except KeyError:
                self._number(table, match[1:], number)
                values = tuple([number[n] for n in match[1:]])
            yield rule, values

    def _number(self, table: Table, nodes: Match, number: dict[int, int]) -> None:
        """Add the terms of nodes to the table."""
        origin, op = self.graph.origin, self.graph.op
        stack = list(nodes)
        while stack:
            n = stack[-1]
            todo = [a for a in origin[n] if a not in number]
            if todo and n not in number:
                stack.extend(todo)
                continue
            stack.pop()
            number[n] = table.make(op[n], tuple([number[a] for a in origin[n]]))

    def explain(self, left: Term, right: Term) -> Explanation:
        """A short chain of steps from one term to an equal one."""
        with no_collection():
            return self.explainer.explain(left, right)


def saturate(problem: Problem, expired: Callable[[], bool] = lambda: False) -> Search:
    """Run a search to its end."""
    search = Search(problem)
    search.run(expired)
    return search
