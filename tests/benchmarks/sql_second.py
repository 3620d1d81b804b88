"""The second checker on certificates of equal queries.

    python tests/benchmarks/sql_second.py certificates.jsonl --json figures.json

Each line is a certificate, or an object whose `certificate` is one (with an `id`). With `--mutants
N` the proof or a plan of each is changed N times, and both checkers judge the result: what only the
second one confirms is a disagreement, and what differs on a database is false. Exit code 1 if
there is one of either.
"""

from __future__ import annotations

import copy
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from kernel.sql_plan_mutants import mutant
from kernel.sql_tools import proved
from kernel.test_sql_mutants import difference
from lemmata.errors import InputError
from lemmata.kernel import Rejected
from second_sql_checker.checking import check

Json = Any
BAD = ("only the second", "false")


def main() -> int:
    """Judge all certificates of a file."""
    options = parser(__doc__)
    options.add_argument("certificates", type=Path)
    options.add_argument("--mutants", type=int, default=0)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--step", type=int, default=1, help="only each n-th line")
    args = options.parse_args()
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    random, start = Random(args.seed), time.process_time()
    for name, claim in list(certificates(args.certificates))[:: args.step]:
        began = time.process_time()
        report = check(json.dumps(claim))
        seconds = round(time.process_time() - began, 2)
        counts[report.verdict] += 1
        rows.append({"id": name, "verdict": report.verdict, "reason": report.reason, "s": seconds})
        if report.verdict != "confirmed":
            print(f"{name}: {report.verdict}: {report.reason}", file=sys.stderr, flush=True)
        for _ in range(args.mutants):
            word = compared(changed(claim, random))
            counts[f"mutants: {word}"] += 1
            if word in BAD:
                rows.append({"id": name, "verdict": word})
    table([tuple(counts), tuple(counts.values())])
    write(args.json, {**counts, "cpu": round(time.process_time() - start, 1), "rows": rows})
    return 1 if any(counts[f"mutants: {word}"] for word in BAD) else 0


def certificates(path: Path) -> Iterator[tuple[str, Json]]:
    """The certificates of a file, with names."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        item = json.loads(line)
        claim = item.get("certificate", item)
        if claim and "proof" in claim:
            yield str(item.get("id", number)), claim


def changed(claim: Json, random: Random) -> Json:
    """The certificate with another plan, or with a number of its proof changed."""
    found = copy.deepcopy(claim)
    if random.random() < 0.6:
        side = random.randrange(2)
        found["plans"][side] = mutant(found["plans"][side], random)
        return found
    spots = []
    stack: list[Json] = [found["proof"]]
    while stack:
        item = stack.pop()
        keys: list[Any] = []
        if isinstance(item, dict | list):
            keys = list(item) if isinstance(item, dict) else list(range(len(item)))
        for key in keys:
            if type(item[key]) is int:
                spots.append((item, key))
            stack.append(item[key])
    if spots:
        item, key = random.choice(spots)
        item[key] = max(0, item[key] + random.choice((-1, 1)))
    return found


def compared(claim: Json) -> str:
    """Who accepts a certificate."""
    second = check(json.dumps(claim)).verdict == "confirmed"
    try:
        first = proved(claim)
    except (Rejected, InputError):
        first = False
    if second and difference(claim, Random(0)) is not None:
        return "false"
    if first and second:
        return "both"
    return "only the second" if second else "only the kernel" if first else "neither"


if __name__ == "__main__":
    sys.exit(main())
