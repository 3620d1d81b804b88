"""How fast `simplify` is: warm through Python beside SymPy, and as a whole command.

    python tests/benchmarks/simplify_speed.py --runs 5 --json simplify_speed.json

Warm, each expression is simplified some times by either; the median of each counts, in CPU time of
the process (other work on the machine does not matter), and the first run, which fills caches, does
not. The corpus is what SymPy's own tests of `simplify` ask (BSD-3, taken from the installed
package): those inputs that are real or Boolean expressions of our language.
"""

from __future__ import annotations

import importlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import LEMMATA, Row, parser, run, table, write
from lemmata import simplify
from lemmata.errors import InputError

WARM_BAR, COLD_BAR = 10.0, 0.35
BAR: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sin(x)^2+cos(x)^2", ()),
    ("(sin(x)+cos(x))^2+(sin(x)-cos(x))^2", ()),
    ("1-2*sin(x)^2", ()),
    ("(a+b)^3-a^3-3*a^2*b-3*a*b^2-b^3", ()),
    ("(x^2-1)/(x-1)", ()),
    ("(x^2-1)/(x-1)", ("x != 1",)),
    ("sqrt(x^2)", ()),
    ("log(x)+log(y)", ()),
    ("log(x)+log(y)", ("x > 0", "y > 0")),
    ("exp(log(x))", ()),
    ("(p and q) or (p and not q)", ()),
    ("abs(-x)", ()),
    ("tan(x)*cos(x)", ()),
    ("x/x", ()),
    ("0*(1/x)", ()),
)
SECONDS_PER_TEST = 20


class OutOfTime(Exception):
    """The alarm rang."""


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raise OutOfTime within the block after some seconds."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median of some runs after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return round(1000 * median(times), 2)


def as_sympy(text: str) -> Any:  # noqa: ANN401
    """An expression of this page as SymPy has it, with real symbols."""
    import sympy

    names = {n: sympy.Symbol(n, real=True) for n in "abxyz"} | {n: sympy.Symbol(n) for n in "pq"}
    names |= {"abs": sympy.Abs}
    written = text.replace("^", "**").replace(" and ", " & ").replace(" or ", " | ")
    return sympy.sympify(written.replace("not ", "~"), locals=names, evaluate=False)


def bar(runs: int) -> list[Row]:
    """The issue's expressions, by both."""
    import sympy

    rows = []
    for text, assumed in BAR:
        found = simplify(text, assumed)
        theirs = as_sympy(text)
        rows.append(
            {
                "expression": text + (f" if {', '.join(assumed)}" if assumed else ""),
                "ours": str(found).replace("\n", "; "),
                "ours_ms": median_ms(lambda t=text, a=assumed: simplify(t, a), runs),  # type: ignore[misc]
                "sympy": str(sympy.simplify(theirs)),
                "sympy_ms": median_ms(lambda e=theirs: _sympy(e), runs),  # type: ignore[misc]
            }
        )
    return rows


def _sympy(expression: Any) -> Any:  # noqa: ANN401
    """SymPy without its cache, which would remember the answer."""
    import sympy
    from sympy.core.cache import clear_cache

    clear_cache()
    return sympy.simplify(expression)


def corpus() -> list[Any]:
    """The distinct expressions that SymPy's own tests of `simplify` give to it."""
    import sympy

    importlib.import_module("sympy.simplify.simplify")
    tests = importlib.import_module("sympy.simplify.tests.test_simplify")
    found: dict[str, Any] = {}
    original = sympy.simplify

    def recording(expression: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        if isinstance(expression, sympy.Basic):
            found.setdefault(sympy.srepr(expression), expression)
        return original(expression, *args, **options)

    tests.simplify = recording  # type: ignore[attr-defined]
    for name in sorted(vars(tests)):
        if name.startswith("test_"):
            with suppress(Exception, OutOfTime), alarm(SECONDS_PER_TEST):
                getattr(tests, name)()
    return list(found.values())


def sympy_tests(runs: int) -> Row:
    """Our language's part of the corpus, by both."""
    expressions = corpus()
    rows: list[Row] = []
    refused = crashed = 0
    for expression in expressions:
        try:
            answer = simplify(expression)
        except InputError:
            refused += 1
            continue
        except Exception as problem:
            crashed += 1
            print(f"crash: {expression}: {problem!r}"[:300], file=sys.stderr)
            continue
        theirs = None
        with suppress(Exception, OutOfTime), alarm(SECONDS_PER_TEST):
            theirs = median_ms(lambda e=expression: _sympy(e), 1)  # type: ignore[misc]
        ours = median_ms(lambda e=expression: simplify(e), runs)  # type: ignore[misc]
        row = {"expression": str(expression), "ours": answer.result, "ours_ms": ours}
        rows.append({**row, "sympy_ms": theirs})
    return {
        "inputs": len(expressions),
        "outside": refused,
        "crashed": crashed,
        "compared": len(rows),
        "ours_ms": median(r["ours_ms"] for r in rows),
        "sympy_ms": median(r["sympy_ms"] for r in rows if r["sympy_ms"] is not None),
        "ours_worst_ms": max(r["ours_ms"] for r in rows),
        "rows": rows,
    }


def cold(runs: int) -> Row:
    """The whole command on a small expression: the best of some runs."""
    done = [run([*LEMMATA, "simplify", "sin(x)^2 + cos(x)^2"]) for _ in range(runs)]
    assert all(r.code == 0 and r.out == "1\n" for r in done)
    return {
        "wall_seconds": round(min(r.wall for r in done), 3),
        "cpu_seconds": round(min(r.cpu for r in done), 3),
        "peak_mb": round(max(r.peak for r in done), 1),
    }


def main() -> int:
    """Measure, print, judge."""
    options = parser(__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--no-corpus", action="store_true", help="without SymPy's own tests")
    args = options.parse_args()
    rows = bar(args.runs)
    table([list(rows[0]), *(list(row.values()) for row in rows)])
    ours = median(row["ours_ms"] for row in rows)
    theirs = median(row["sympy_ms"] for row in rows)
    print(f"\nmedian, warm: {ours:.1f} ms (bar {WARM_BAR}), SymPy {theirs:.1f} ms")
    command = cold(args.runs)
    cpu, peak = command["cpu_seconds"], command["peak_mb"]
    print(f"whole command: {cpu} s of CPU (bar {COLD_BAR}), {peak} MB")
    found: Row = {"runs": args.runs, "median_ms": ours, "sympy_ms": theirs, "command": command}
    found["rows"] = rows
    if not args.no_corpus:
        found["corpus"] = tests = sympy_tests(args.runs)
        print({k: v for k, v in tests.items() if k != "rows"})
    write(args.json, found)
    return 0 if ours <= WARM_BAR and command["cpu_seconds"] <= COLD_BAR else 1


if __name__ == "__main__":
    sys.exit(main())
