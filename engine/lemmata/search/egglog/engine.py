"""The searcher: a plain run in the child, and a recording one when an explanation is wanted.

    search = saturate(problem)
    search.outcome.found, search.outcome.stopped
    search.explain(problem.start, problem.goal)
    Extractor(search.graph).term(problem.start)

Beside the words of `eqsat.problem.Outcome`, `stopped` may be "depth" or "size" (terms that egglog
does not bear), "memory", "died" (the child did) or "error" (egglog said so; `detail` has the text).
An iteration is not interrupted by a limit: there may be more nodes and matches than allowed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from lemmata.search.egglog import client, replay
from lemmata.search.egglog.client import Died
from lemmata.search.egglog.computing import Refused
from lemmata.search.egglog.program import Program, write
from lemmata.search.egglog.shortening import shorter
from lemmata.search.eqsat.explaining import ROUNDS, Explainer, shortest, written
from lemmata.search.eqsat.graph import Graph
from lemmata.search.eqsat.problem import Explanation, Outcome, Problem
from lemmata.search.eqsat.replaying import Instance
from lemmata.terms.term import Term

MEMORY = 2 << 30
"""Bytes of address space; egglog itself maps 0.1 GB, and a million rows take 0.2 GB."""
SECONDS = 60
FIRST = 4
"""Iterations that back-off scheduling begins with; then twice as many, from the start."""
UNLIMITED = 1 << 60
Answer = dict[str, Any]


class Unexplained(ValueError):
    """No explanation: the terms are not equal, or the recording run came to nothing."""


class Search:
    """A search; `outcome` is there after `run`, `left_out` names rules that could not be run.

    `flat` is the length of the last explanation before it was shortened.
    """

    def __init__(self, problem: Problem, memory: int = MEMORY, seconds: int = SECONDS) -> None:
        """`seconds` bounds each of the runs."""
        self.problem, self.memory, self.seconds = problem, memory, seconds
        self.outcome: Outcome
        self.detail = ""
        self.left_out: tuple[str, ...] = ()
        self._plain: tuple[Program, Answer] | None = None
        self._explainer: Explainer | None = None
        self._used: set[int] = set()
        self._read: list[Instance] = []
        self.flat = 0
        self.recording_cpu: tuple[float, ...] = ()

    def run(self, expired: Callable[[], bool] = lambda: False) -> Outcome:
        """Search without recording."""
        started = time.perf_counter()
        want = ("graph",) if self.problem.goal is None else ()
        try:
            program = write(self.problem, recording=False)
            self.left_out = tuple(program.left_out)
            answer = self._ask(program, want, expired)
            if "iterations" in answer:
                self._plain = (program, answer)
        except Refused as error:
            answer = {"stopped": str(error)}
        except Died as error:
            self.detail = error.detail
            iterations, nodes, _ = error.progress
            answer = {"stopped": error.reason, "iterations": iterations, "nodes": nodes}
        self.detail = answer.get("error", self.detail)
        self.outcome = self._outcome(answer)
        if self.outcome.stopped == "conflict":
            self.outcome = self._conflict(answer)
        self.outcome = replace(self.outcome, seconds=time.perf_counter() - started)
        return self.outcome

    def _ask(
        self,
        program: Program,
        want: Sequence[str],
        expired: Callable[[], bool] = lambda: False,
        iterations: int | None = None,
    ) -> Answer:
        """Run a program; with a number of iterations these are what limits it."""
        limits, scheduler = self.problem.limits, self.problem.scheduler
        fixed = iterations is not None
        request = {
            "text": program.text,
            "goal": program.goal,
            "nodes": UNLIMITED if fixed else limits.nodes,
            "matches": UNLIMITED if fixed else limits.matches,
            "iterations": iterations if fixed else limits.iterations,
            "backoff": scheduler and [scheduler.match_limit, scheduler.ban_length],
            "first": iterations if fixed else FIRST,
            "alarm": program.alarm,
            "want": list(want),
            "memory": self.memory,
            "seconds": self.seconds,
        }
        return client.ask(request, expired, self.seconds)

    def _outcome(self, answer: Answer) -> Outcome:
        matches: dict[str, int] = {}
        for name, count in answer.get("matches_of", {}).items():
            number = int(name[1:].partition("_")[0])
            rule = self.problem.rules[number].name
            matches[rule] = matches.get(rule, 0) + count
            if count:
                self._used.add(number)
        return Outcome(
            answer["stopped"] == "found",
            answer["stopped"],
            answer.get("iterations", 0),
            answer.get("nodes", 0),
            sum(matches.values()),
            0.0,
            self.problem.limits,
            self.problem.scheduler,
            {name: count for name, count in sorted(matches.items()) if count},
        )

    def _conflict(self, answer: Answer) -> Outcome:
        """The outcome with two literals that met, and the rules that made them meet."""
        assert self._plain is not None
        program = self._plain[0]
        sort, a, b = min(answer["clash"], key=lambda clash: (clash[0], str(clash[1:])))
        if sort < 0:
            clash = (program.terms[a], program.terms[b])
        else:
            of = program.sorts[sort]
            clash = (replay.literal(a, of), replay.literal(b, of))
        try:
            names = self.explainer.names(*clash)
        except (Died, ValueError):
            names = ()
        return replace(self.outcome, conflict=names, clash=clash)

    # After the search

    def explain(self, left: Term, right: Term) -> Explanation:
        """A short chain of steps from one term to an equal one; `Unexplained` without one."""
        try:
            explainer = self.explainer
            a, b = explainer.table.add(left), explainer.table.add(right)
            replay = explainer.replayed(a, b)
            merges, self.flat = replay.used(a, b)
            best = shortest(replay, merges, self.flat, (a, b), ROUNDS)
            return written(shorter(best, self._read, (a, b)), a, b)
        except Died as error:
            reason = f"the recording run ended: {error.reason} {error.detail}"
            raise Unexplained(reason) from error
        except ValueError as error:
            raise Unexplained(str(error)) from error

    @property
    def explainer(self) -> Explainer:
        """The instances of a second run; `Died` if that comes to nothing."""
        if self._explainer is None:
            recorded = self.record()
            self._explainer = Explainer(recorded.table, self._noted(recorded.instances()))
        return self._explainer

    def _noted(self, instances: Iterable[Instance]) -> Iterator[Instance]:
        for instance in instances:
            self._read.append(instance)
            yield instance

    def record(self, want: Sequence[str] = ("record",)) -> replay.Recorded:
        """Run again and record; `Died` if that comes to nothing.

        Rules that matched nothing are left out. Witnesses may change the order of matches, so a
        goal may need one more iteration.
        """
        program = write(self.problem, recording=True, used=self._used)
        answer = self._ask(program, want, iterations=self.outcome.iterations + self.outcome.found)
        if "instances" not in answer:
            raise Died(answer["stopped"], answer.get("error", ""))
        self.recording_cpu = tuple(answer["cpu"])
        return replay.Recorded(program, self.problem.rules, answer)

    @property
    def cpu(self) -> tuple[float, ...] | None:
        """CPU seconds of the child: to load the program, to run it, to read what was wanted."""
        return None if self._plain is None else tuple(self._plain[1]["cpu"])

    @property
    def graph(self) -> Graph:
        """The classes at the end of the search, for `eqsat.extracting`."""
        if self._plain is None:
            raise ValueError("the search has no graph")
        program, answer = self._plain
        if "rows" not in answer:
            answer = self._ask(program, ("graph",), iterations=self.outcome.iterations)
            self._plain = (program, answer)
        return replay.graph(program, answer["rows"])


def saturate(
    problem: Problem,
    expired: Callable[[], bool] = lambda: False,
    memory: int = MEMORY,
    seconds: int = SECONDS,
) -> Search:
    """Run a search to its end."""
    search = Search(problem, memory, seconds)
    search.run(expired)
    return search
