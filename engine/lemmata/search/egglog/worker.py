"""The child process: runs egglog programs that `program` wrote, one request a line, one at a time.

    python -P -m lemmata.search.egglog.worker PARENT

A request and its answers are JSON objects on lines of their own:

    {"text", "goal", "nodes", "matches", "iterations", "backoff": [limit, length] or null,
     "first", "memory", "seconds", "alarm", "want": some of ["record", "graph"]}
    {"progress": [iterations, nodes, matches]}     after each iteration
    {"stopped", "iterations", ..}                  the last answer

egglog cannot be interrupted and aborts when memory runs out: the parent reads what it can, waits no
longer than it wants, and kills. The child ends with its parent, and when its input ends.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from lemmata.search.egglog.reading import Answer, Reader

Request = dict[str, Any]
PR_SET_PDEATHSIG = 1
ALARM = "(run Alarm 1)"


def confine(parent: int) -> None:
    """End with the parent, without core dumps; if it has ended already, at once."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def limit(memory: int, seconds: int) -> None:
    """Limit memory (bytes), and from now on the CPU time."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_least(memory, most), most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_least(spent + seconds + 1, most), most))


def _least(wanted: int, most: int) -> int:
    return wanted if most == resource.RLIM_INFINITY else min(wanted, most)


class Run:
    """One request."""

    def __init__(self, request: Request, tell: Callable[[Answer], None]) -> None:
        """Nothing is loaded yet."""
        from egglog.bindings import EggSmolError, EGraph

        self.request, self.tell, self.failed = request, tell, EggSmolError
        self._new = EGraph

    def _load(self) -> None:
        """Start with a new graph."""
        self.egraph = self._new()
        self.iterations = 0
        self.matches: dict[str, int] = {}
        self._parsed: dict[str, Any] = {}
        self._do(self.request["text"])

    def _do(self, text: str) -> list[Any]:
        """Run commands; those that are run again and again are parsed once."""
        if text not in self._parsed:
            self._parsed[text] = self.egraph.parse_program(text)
        return self.egraph.run_program(*self._parsed[text])

    def answer(self) -> Answer:
        """Search, then read what is wanted."""
        times = [time.process_time()]
        self._load()
        times.append(time.process_time())
        stopped = self._iterations() if self.request["backoff"] is None else self._scheduled()
        found: Answer = {
            "stopped": stopped,
            "iterations": self.iterations,
            "nodes": self._sizes()[0],
            "matches_of": self.matches,
            "clash": Reader(self.egraph).clash() if stopped == "conflict" else [],
        }
        times.append(time.process_time())
        if self.request["want"]:
            reader = Reader(self.egraph)
            for part in self.request["want"]:
                found.update({"record": reader.record, "graph": reader.graph}[part]())
        times.append(time.process_time())
        found["cpu"] = [round(b - a, 4) for a, b in pairwise(times)]
        return found

    # The search

    def _iterations(self) -> str:
        """One iteration at a time; why the search ends."""
        while True:
            if ended := self._end():
                return ended
            if self.iterations >= self.request["iterations"]:
                return "iterations"
            report = self._do("(run R 1)")[0].report
            self.iterations += 1
            self._count(report)
            if not report.updated:
                return self._end() or "saturated"

    def _count(self, report: Any) -> None:  # noqa: ANN401
        for rule, matches in report.num_matches_per_rule.items():
            if rule.startswith("r"):
                self.matches[rule] = self.matches.get(rule, 0) + matches

    def _end(self) -> str:
        """Whether the search is over."""
        request = self.request
        if request["alarm"]:
            self._do(ALARM)
        nodes, clashes = self._sizes()
        matches = sum(self.matches.values())
        self.tell({"progress": [self.iterations, nodes, matches]})
        if clashes:
            return "conflict"
        if self._holds(request["goal"]):
            return "found"
        if nodes > request["nodes"]:
            return "nodes"
        return "matches" if matches >= request["matches"] else ""

    def _holds(self, check: str) -> bool:
        if not check:
            return False
        try:
            self._do(check)
        except self.failed:
            return False
        return True

    def _sizes(self) -> tuple[int, int]:
        """The rows of operators, and the pairs of different literals that met."""
        nodes = clashes = 0
        for name, size in self._do("(print-size)")[0].sizes:
            if name.startswith("Clash"):
                clashes += size
            elif name[0] in "CL":
                nodes += size
        return nodes, clashes

    def _scheduled(self) -> str:
        """Back-off scheduling lives in one command: more and more iterations, from the start.

        After an iteration without any change a run without scheduler tells what the bans held back.
        """
        most = self.request["iterations"]
        count = min(self.request["first"], most)
        while True:
            idle = self._schedule(count)
            if ended := self._end():
                return ended
            if idle and not self._do("(run R 1)")[0].report.updated:
                return "saturated"
            if count >= most:
                return "banned" if idle else "iterations"
            count = min(2 * count, most)
            self._load()

    def _schedule(self, count: int) -> bool:
        """Run iterations; whether the last one changed nothing."""
        if count == 0:
            return False
        limit, length = self.request["backoff"]
        scheduler = f"(let-scheduler b (back-off :match-limit {limit} :ban-length {length}))"
        steps = f"(repeat {count} (seq (run-with b R) (run Alarm)))"
        report = self._do(f"(run-schedule {scheduler} {steps})")[0].report
        self.iterations, self.matches = count, {}
        self._count(report)
        parts = len(report.iterations) // count
        return not any(part.rule_set_report.changed for part in report.iterations[-parts:])


def serve(tell: Callable[[Answer], None]) -> None:
    """Answer requests until there are no more."""
    gc.disable()
    for line in sys.stdin:
        request = json.loads(line)
        limit(request["memory"], request["seconds"])
        try:
            answer = Run(request, tell).answer()
        except MemoryError:
            answer = {"stopped": "memory"}
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            answer = {"stopped": "error", "error": f"{type(error).__name__}: {error}"[:2000]}
        answer["peak"] = peak()
        tell(answer)
        gc.collect()


def peak() -> int:
    """The most memory that this process has used, in KiB.

    `ru_maxrss` alone would not do: it starts from what the parent used when it forked.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            rows = dict(line.split(":", 1) for line in file)
        return int(rows["VmHWM"].split()[0])
    except (OSError, KeyError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Serve the parent whose process number is the argument."""
    confine(int(sys.argv[1]))
    os.environ["RUST_BACKTRACE"] = "0"
    os.environ["RAYON_NUM_THREADS"] = "1"

    def tell(answer: Answer) -> None:
        sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
        sys.stdout.flush()

    import egglog.bindings  # noqa: F401

    gc.freeze()
    tell({"ready": True})
    serve(tell)
    return 0


if __name__ == "__main__":
    sys.exit(main())
