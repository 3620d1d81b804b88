"""Is what `simplify` prints really equal? Random expressions, evaluated at points by other code.

    python tests/benchmarks/simplify_soundness.py --count 2000 --seed 1 --json soundness.json

For each expression, with random assumptions: the strict result has the input's value and domain at
50 points where the assumptions hold; each conditional result and the generic one has them wherever
its conditions hold. Values are exact or rigorous intervals (`real_values`, which shares nothing
with the engine). The kernel accepts every certificate, and what it proves is what was printed.
Exit code 0 if there is no violation.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import parser, table, write
from benchmarks.random_expressions import WORD, Source
from benchmarks.real_values import UNDEFINED, Undecided, at, read, same
from lemmata import simplify
from lemmata.errors import InputError
from lemmata.kernel import Rejected
from lemmata.language.expr.show import show_expression
from lemmata.proof.decode import decode
from lemmata.simplifying import Simplification

POINTS, TRIES, FEWEST = 50, 1500, 8
SPECIAL = tuple(
    Fraction(n, d)
    for n, d in (
        (0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (3, 1), (-3, 1), (3, 2), (4, 1),
        (1, 3), (-1, 3), (9, 4), (1, 4), (5, 1), (7, 2),
    )
)  # fmt: skip
Point = Mapping[str, Fraction | bool]


@dataclass
class Tally:
    """What has been seen."""

    expressions: int = 0
    refused: int = 0
    unchanged: int = 0
    unproved: int = 0
    conditional: int = 0
    points: int = 0
    undecided: int = 0
    assumptions_dropped: int = 0
    steps: int = 0
    seconds: list[float] = field(default_factory=list)
    violations: list[dict[str, Any]] = field(default_factory=list)


def points(names: Sequence[str], assumed: Sequence[str], rng: random.Random) -> list[Point]:
    """Points at which all assumptions are defined and hold."""
    found: dict[tuple[Fraction | bool, ...], Point] = {}
    for _ in range(TRIES):
        point: dict[str, Fraction | bool] = {}
        for name in names:
            if name in ("p", "q", "r"):
                point[name] = rng.random() < 0.5
            elif rng.random() < 0.6:
                point[name] = rng.choice(SPECIAL)
            else:
                point[name] = Fraction(rng.randint(-60, 60), rng.randint(1, 9))
        if len(names) > 1 and rng.random() < 0.1:
            point |= {"y": point["x"]} if {"x", "y"} <= set(names) else {}
        if all(holds(c, point) for c in assumed):
            found.setdefault(tuple(point.values()), point)
        if len(found) == POINTS:
            break
    return list(found.values())


def holds(condition: str, point: Point) -> bool:
    """Whether a condition is known to be true."""
    try:
        return at(condition, point) is True
    except Undecided:
        return False


def compare(
    tally: Tally, left: str, right: str, condition: str, where: Sequence[Point], what: str
) -> list[dict[str, Any]]:
    """Violations of equality, where the condition holds."""
    found = []
    for point in where:
        if condition and not holds(condition, point):
            continue
        try:
            a, b = at(left, point), at(right, point)
        except Undecided:
            tally.undecided += 1
            continue
        tally.points += 1
        if (a is UNDEFINED) != (b is UNDEFINED) or not same(a, b):
            shown = {k: str(v) for k, v in point.items()}
            found.append({"what": what, "point": shown, "input": str(a), "result": str(b)})
            break
    return found


def certified(answer: Simplification) -> list[dict[str, Any]]:
    """Whether the kernel accepts the certificate, and whether it is about the printed result."""
    if answer.certificate is None:
        return []
    try:
        answer.check()
    except Rejected as problem:
        return [{"what": "certificate", "reason": str(problem)}]
    document = decode(answer.certificate)
    shown = show_expression(document.goal.right)
    if shown != answer.result or (document.strict is None and not answer.generic):
        return [{"what": "certificate is about something else", "proves": shown}]
    return []


def examine(
    tally: Tally, text: str, assumed: tuple[str, ...], rng: random.Random, cost: str = "size"
) -> None:
    """Simplify one expression in both ways and compare."""
    names = sorted({n for t in (text, *assumed) for n in WORD.findall(t) if n in "xyzpqr"})
    where = points(names, assumed, rng)
    while assumed and len(where) < FEWEST:
        assumed = assumed[:-1]
        tally.assumptions_dropped += 1
        where = points(names, assumed, rng)
    tally.expressions += 1
    problems: list[dict[str, Any]] = []
    for generic in (False, True):
        start = time.perf_counter()
        try:
            answer = simplify(text, assumed, cost, generic)
        except InputError as problem:
            tally.refused += 1
            problems.append({"what": "refused", "reason": str(problem)})
            break
        except Exception as problem:
            problems.append({"what": "crash", "reason": repr(problem)[:300]})
            break
        if not generic:
            tally.seconds.append(time.perf_counter() - start)
            tally.unchanged += read(answer.result) == read(text)
            tally.unproved += answer.certificate is None
            tally.conditional += bool(answer.conditional)
            tally.steps += answer.steps
        problems += certified(answer)
        condition = " and ".join(f"({c})" for c in answer.conditions)
        kind = "generic" if generic else "strict"
        found = compare(tally, text, answer.result, condition, where, kind)
        for result, when in answer.conditional:
            found += compare(tally, text, result, when, where, "conditional")
        problems += [{**p, "printed": str(answer)} for p in found]
    for each in problems:
        row = {"expression": text, "assume": list(assumed), **each}
        tally.violations.append(row)
        print(row, file=sys.stderr, flush=True)


def main() -> int:
    """Run, print, judge."""
    options = parser(__doc__)
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--cost", choices=["size", "ops"], default="size")
    args = options.parse_args()
    source, rng, tally = Source(args.seed), random.Random(args.seed), Tally()
    simplify("x + 0")
    for _ in range(args.count):
        examine(tally, *source.question(), rng, args.cost)
    times = sorted(tally.seconds) or [0.0]
    figures = {
        **{k: v for k, v in asdict(tally).items() if k not in ("seconds", "violations")},
        "violations": len(tally.violations),
        "median_ms": round(1000 * median(times), 1),
        "p90_ms": round(1000 * times[len(times) * 9 // 10], 1),
        "worst_ms": round(1000 * times[-1], 1),
    }
    table([["what", "figure"], *figures.items()])
    write(args.json, {"count": args.count, "seed": args.seed, **figures, "rows": tally.violations})
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
