"""Steps per second of the kernel: long generated proofs, and the certificates that there are.

    python tests/benchmarks/kernel_speed.py --steps 20000 --json speed.json

A step is one node. The bar is 20,000 steps a second on the generated certificates; small stored
ones are dominated by their declarations, so they are reported for information.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from lemmata.kernel import check, digest  # noqa: E402
from second_checker import samples  # noqa: E402
from second_checker.build import Json, forall, unit  # noqa: E402
from second_checker.samples import X, Y, Z, arithmetic, plus, s  # noqa: E402

BAR = 20_000


def calculation(steps: int) -> Json:
    """x + y with fresh layers: every node rewrites below the root, at new terms."""
    c = arithmetic()
    p = c.theorem("t", [], forall([X, Y, Z], X, X, [(Y, Z)]), ["x", "y", "z"])
    h = [unit(Y, Z)]
    layers = 8
    for block in range(steps // (2 * layers)):
        # A term of its own for each block, under layers of 0 + _, taken away one by one and put
        # back: no step is the same as another.
        seed = Y
        for bit in f"{block:b}":
            seed = s(plus(seed, X)) if bit == "1" else plus(seed, Z)
        towers = [plus(seed, plus(Z, X))]
        for _ in range(layers):
            towers.append(plus(samples.ZERO, towers[-1]))
        goal = plus(towers[-1], Z)
        n: int | None = None
        for upper in range(layers, 0, -1):
            right = plus(towers[upper - 1], Z)
            n = p.case(h, goal, right, "plus", 0, [towers[upper - 1]], [0], start=n)
        for upper in range(1, layers + 1):
            right = plus(towers[upper], Z)
            terms = [towers[upper - 1]]
            n = p.case(h, goal, right, "plus", 0, terms, [0], start=n, reverse=True)
    p.refl([], X)
    return c.data


def chain(steps: int) -> Json:
    """Hypotheses, sym, trans and cong in turn."""
    c = arithmetic()
    p = c.theorem("t", [], forall([X, Y], X, X, [(X, Y)]), ["x", "y"])
    h = [unit(X, Y)]
    term = X
    for _ in range(steps // 5):
        one = p.assume(h, h[0])
        two = p.sym(one)
        both = p.trans(one, two)
        p.node("cong", h, s(X), s(Y), from_=[one])
        p.trans(both, one)
        term = s(term)
    p.refl([], X)
    return c.data


def stored() -> Iterator[tuple[str, str]]:
    """The samples and every certificate under proofs/."""
    for name, data in samples.valid().items():
        yield f"sample {name}", json.dumps(data)
    for path in sorted((ROOT / "proofs").rglob("*.json")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def resolver() -> Callable[[str], str | None]:
    """Finds samples and stored certificates by digest."""
    found = {key: json.dumps(data) for key, data in samples.library().items()}
    for path in sorted((ROOT / "proofs").rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        found[digest(json.loads(text))] = text
    return found.get


def measure(text: str, resolve: Callable[[str], str | None]) -> tuple[int, float]:
    """Steps, and seconds of the best of three runs."""
    best = float("inf")
    steps = 0
    for _ in range(3):
        started = time.perf_counter()
        steps = check(text, resolve).all_steps
        best = min(best, time.perf_counter() - started)
    return steps, best


def line(name: str, size: float, steps: float, seconds: float) -> None:
    """Print a row."""
    rate = round(steps / seconds)
    print(f"{name[-40:]:<40} {size:>10} {steps:>7} {seconds:>8.4f} {rate:>9}")


def main() -> int:
    """Print the table; the exit code says whether the bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--least", type=int, default=50, help="fewest steps of a row printed")
    options = parser.parse_args()
    resolve = resolver()
    rows: list[dict[str, Any]] = []
    generated = {"calculation": calculation(options.steps), "chain": chain(options.steps)}
    texts = [*((f"generated {k}", json.dumps(v)) for k, v in generated.items()), *stored()]
    print(f"{'certificate':<40} {'bytes':>10} {'steps':>7} {'seconds':>8} {'steps/s':>9}")
    total = [0, 0, 0.0]
    for name, text in texts:
        if '"lemmata.certificate/1"' not in text:
            continue
        steps, seconds = measure(text, resolve)
        row = {"name": name, "bytes": len(text), "steps": steps, "seconds": seconds}
        rows.append(row | {"rate": round(steps / seconds)})
        total = [a + b for a, b in zip(total, (len(text), steps, seconds), strict=True)]
        if steps >= options.least:
            line(name, len(text), steps, seconds)
    line(f"all {len(rows)} certificates", *total)
    slowest = min(row["rate"] for row in rows if row["name"].startswith("generated"))
    print(f"slowest generated certificate: {slowest} steps/s, bar {BAR}")
    if options.json:
        result = {"bar": BAR, "slowest_generated": slowest, "rows": rows}
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if slowest >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
