"""The pure-Python e-graph beside plain egglog 13.2 on the same rules, and what certificates cost.

    python tests/benchmarks/egraph.py trig1 diffmul=124730 --json egraph.json

Each goal is searched by both. GOAL=MATCHES searches without the goal until that many matches, and
proves the goal then. Times are CPU time. The bars: search within 8 times egglog at 25,000 matches;
a certificate (search, replay, shortened derivation) in 0.1 s at 2,000 matches, 1 s at 25,000, 5 s
at 125,000; derivations shortened to half where they have more than 100 steps.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.egraph_goals import GOALS, Goal, parse, rule_set
from benchmarks.measuring import Row, parser, table, write
from lemmata.search.eqsat.certifying import certified
from lemmata.search.eqsat.engine import saturate
from lemmata.search.eqsat.problem import Computed, EqRule, Limits, Problem, Rule
from lemmata.terms.term import Term

T = TypeVar("T")
NAMES = {"+": "Add", "-": "Sub", "*": "Mul", "^": "Pow", "sin": "Sin", "cos": "Cos"}
BARS = {2_000: 100, 25_000: 1_000, 125_000: 5_000}
"""Milliseconds to a certificate, up to so many matches."""
DATATYPE = """(datatype M (Num i64) (Var String) (Add M M) (Sub M M) (Mul M M) (Pow M M)
  (Sin M) (Cos M) (D M M) (I M M))"""


def egglog_term(term: Term) -> str:
    """A term, or a pattern whose variables end in "_", in egglog's syntax."""
    symbol = term.symbol
    if symbol is None:
        return f"(Num {term.head})" if not term.is_variable else f'(Var "{term.head}")'
    name = symbol.name.split(".")[1]
    if not term.args:
        return f'(Var "{name}")'
    args = " ".join(map(egglog_term, term.args))
    return f"({NAMES.get(name, name.upper())} {args})"


def egglog_rule(rule: Rule) -> str:
    """A rule as a rewrite of egglog."""
    if isinstance(rule, Computed):
        op = rule.symbol.name.split(".")[1]
        return f"(rewrite ({NAMES[op]} (Num _a) (Num _b)) (Num ({op} _a _b)))"
    assert isinstance(rule, EqRule)
    binding = {v: str(v.head) for v in rule.variables}
    sides = []
    for side in (rule.left, rule.right):
        text = egglog_term(side)
        for name in binding.values():
            text = text.replace(f'(Var "{name}")', f"_{name}")
        sides.append(text)
    return f"(rewrite {sides[0]} {sides[1]})"


def egglog(problem: Problem, iterations: int) -> tuple[float, int, int]:
    """CPU seconds, matches and iterations of plain egglog on the same rules."""
    from egglog.bindings import EggSmolError, EGraph

    engine = EGraph()

    def run(text: str) -> list[Any]:
        return list(engine.run_program(*engine.parse_program(text)))

    run("\n".join([DATATYPE, *map(egglog_rule, problem.rules)]))
    run(f"(let $start {egglog_term(problem.start)})")
    for i, term in enumerate([problem.goal] if problem.goal is not None else problem.more):
        run(f"(let $goal{i} {egglog_term(term)})")
    matches = 0
    started = time.process_time()
    for done in range(iterations):
        [output] = run("(run 1)")
        matches += sum(output.report.num_matches_per_rule.values())
        if problem.goal is not None:
            try:
                run("(check (= $start $goal0))")
            except EggSmolError:
                continue
            return time.process_time() - started, matches, done + 1
    return time.process_time() - started, matches, iterations


def fastest(times: int, what: Callable[[], T]) -> tuple[float, T]:
    """The least of several times, and the last result."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        started = time.process_time()
        found = what()
        best = min(best, time.process_time() - started)
    return best, found


def bounded(name: str, options: argparse.Namespace) -> tuple[Goal, Problem]:
    """The problem of GOAL, or of GOAL=MATCHES: searched without its goal to that many matches."""
    name, _, matches = name.partition("=")
    [goal] = [g for g in GOALS if g.name == name]
    limits = Limits(options.nodes, int(matches or options.matches), options.iterations)
    start, end = parse(goal.start), parse(goal.end)
    if matches:
        return goal, Problem(rule_set(goal.rules), start, None, limits, more=(end,))
    return goal, Problem(rule_set(goal.rules), start, end, limits)


def measure(name: str, options: argparse.Namespace) -> Row:
    """One row of the table."""
    goal, problem = bounded(name, options)
    saturate(problem)
    seconds, search = fastest(options.times, lambda: saturate(problem))
    outcome = search.outcome
    row: Row = {
        "goal": name,
        "found": outcome.found,
        "matches": outcome.matches,
        "reference_matches": goal.matches,
        "iterations": outcome.iterations,
        "nodes": outcome.nodes,
        "milliseconds": 1_000 * seconds,
    }
    if "=" not in name:
        peer = [egglog(problem, outcome.iterations) for _ in range(options.times)]
        row["egglog_milliseconds"] = 1_000 * min(p[0] for p in peer)
        row["egglog_matches"], row["egglog_iterations"] = peer[0][1:]
        row["ratio"] = row["milliseconds"] / row["egglog_milliseconds"]
    if outcome.found or "=" in name:
        costs = [certificate(problem, parse(goal.end)) for _ in range(options.times)]
        row["certified_milliseconds"] = 1_000 * statistics.median(c[0] for c in costs)
        row["flat"], row["steps"] = costs[0][1:]
    return row


def certificate(problem: Problem, end: Term) -> tuple[float, int, int]:
    """Seconds of search, explanation and proof node; steps before and after shortening."""
    gc.collect()
    started = time.process_time()
    search = saturate(problem)
    explanation = search.explain(problem.start, end)
    node = certified(explanation)
    seconds = time.process_time() - started
    assert (node.left, node.right) == (problem.start, end)
    return seconds, search.explainer.flat, explanation.count


def missed(rows: list[Row]) -> list[str]:
    """The bars that were not met."""
    found = []
    for row in rows:
        bar = next((b for m, b in BARS.items() if row["matches"] <= 1.1 * m), None)
        if bar is not None and row.get("certified_milliseconds", 0) > bar:
            found.append(f"{row['goal']}: certificate in more than {bar} ms")
        if row["matches"] >= 20_000 and row.get("ratio", 0) > 8:
            found.append(f"{row['goal']}: more than 8 times egglog")
        if row.get("flat", 0) > 100 and 2 * row["steps"] > row["flat"]:
            found.append(f"{row['goal']}: not shortened to half")
    return found


def main() -> int:
    """Print the table; the exit code says whether the bars are met."""
    options = parser(__doc__)
    options.add_argument("goals", nargs="*", help="GOAL or GOAL=MATCHES; all by default")
    options.add_argument("--nodes", type=int, default=1_000_000)
    options.add_argument("--matches", type=int, default=1_000_000)
    options.add_argument("--iterations", type=int, default=14)
    options.add_argument("--times", type=int, default=3, help="repetitions of each measurement")
    given = options.parse_args()
    names = given.goals or [*(g.name for g in GOALS), "diffmul=124730"]
    rows = [measure(name, given) for name in names]
    columns = ("goal", "matches", "reference_matches", "egglog_matches", "iterations")
    times = ("milliseconds", "egglog_milliseconds", "ratio", "certified_milliseconds")
    every = (*columns, *times, "flat", "steps")
    head = [c.replace("_", " ").replace("milliseconds", "ms") for c in every]
    table([head, *([row.get(c) for c in every] for row in rows)])
    short = missed(rows)
    print("\n".join(short) or "all bars met")
    write(given.json, {"rows": rows, "missed": short})
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
