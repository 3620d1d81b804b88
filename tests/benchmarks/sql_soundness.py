"""Random pairs of nearly equal queries: is each that is proved equal on random databases?

    python tests/benchmarks/sql_soundness.py --seed 0 --count 1000 --json figures.json

The refuter is left out: whatever the proof search offers and the kernel accepts is compared on
databases that meet the constraints, by the reference evaluator, by DuckDB, which runs the plans,
and by the engine of the dialect, which runs the texts.
Exit code 1 if a pair that is proved differs.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from benchmarks.sql_pairs import Drawn, pairs
from lemmata.errors import InputError, Source
from lemmata.sql.confirm import Question
from lemmata.sql.database import Constraints, Tables
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.engines import bag, open_engine
from lemmata.sql.evaluate import Evaluator, same_bags
from lemmata.sql.failures import EngineError, NoValue, Unsupported
from lemmata.sql.generate import generate
from lemmata.sql.lowering import lower
from lemmata.sql.plan_text import plan_text
from lemmata.sql.pools import pools_of
from lemmata.sql.proving.attempt import attempt
from lemmata.sql.proving.certifying import claim
from lemmata.sql.reading import deep

SIZES = (1, 2, 2, 3, 4, 4, 6)


def main() -> int:
    """Draw pairs, ask for proofs, compare what is proved."""
    options = parser(__doc__)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--count", type=int, default=500, help="pairs")
    options.add_argument("--databases", type=int, default=150, help="for each pair that is proved")
    options.add_argument("--engine", type=int, default=8, help="of them also given to engines")
    options.add_argument("--seconds", type=float, default=5.0, help="for a proof")
    options.add_argument("--dialect", default="postgres")
    args = options.parse_args()
    trial = Trial(args.databases, args.engine, args.seconds, args.dialect)
    figures = measure(pairs(args.seed, args.count), trial, args.seed)
    table([("pairs", *COUNTS), (figures["pairs"], *(figures[name] for name in COUNTS))])
    for problem in figures["problems"]:
        print(f"WRONG {problem['name']}: {problem['how']}")
        print(f"    {problem['first']}\n    {problem['second']}")
    write(args.json, {"seed": args.seed, **figures})
    return 1 if figures["problems"] else 0


COUNTS = ("proved", "unproved", "not modelled", "bad input", "crash", "without value", "wrong")


@dataclass(frozen=True)
class Trial:
    """How hard a pair is tried."""

    databases: int
    engine: int
    seconds: float
    dialect: str


def measure(drawn: Iterable[Drawn], trial: Trial, seed: int) -> Row:
    """The figures, and all pairs that are proved and differ."""
    counts: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    problems: list[Row] = []
    crashes: Counter[str] = Counter()
    start = time.process_time()
    total = 0
    for item in drawn:
        total += 1
        try:
            word, how = judged(item, trial, seed)
        except (InputError, Unsupported) as problem:
            gap = isinstance(problem, Unsupported)
            word, how = "not modelled" if gap else "bad input", str(problem)
        counts[word] += 1
        kind = item.name.split(" ")[1]
        names.setdefault(kind, Counter())[word] += 1
        if word == "crash":
            crashes[how] += 1
        if word == "wrong":
            row = {"name": item.name, "schema": item.ddl, "how": how}
            problems.append({**row, "first": item.first, "second": item.second})
            print(f"WRONG {item.name}: {how}", file=sys.stderr, flush=True)
    return {
        "pairs": total,
        **{word: counts[word] for word in COUNTS},
        "cpu seconds": round(time.process_time() - start, 1),
        "kinds": {name: dict(found) for name, found in sorted(names.items())},
        "crashes": dict(crashes),
        "problems": problems,
    }


def judged(item: Drawn, trial: Trial, seed: int) -> tuple[str, str]:
    """What becomes of a pair; of one that is `wrong` also the database."""
    schema, dialect = read_schema(Source("schema", item.ddl)), dialect_named(trial.dialect)
    sources = (Source("first", item.first), Source("second", item.second))
    with deep():
        plans = [lower(source, schema, dialect) for source in sources]
        question = Question(schema, dialect, sources, (plans[0], plans[1]))
        try:
            certificate, _ = attempt(claim(question), trial.seconds)
        except Exception as problem:
            return "crash", f"{type(problem).__name__}: {problem}"[:200]
        if certificate is None:
            return "unproved", ""
        return _compared(question, trial, Random(f"{seed} {item.name}"))


def _compared(question: Question, trial: Trial, random: Random) -> tuple[str, str]:
    constraints = Constraints(question.schema, question.tables)
    pools = pools_of(question.plans, constraints.tables)
    evaluators = [Evaluator(plan) for plan in question.plans]
    valued = 0
    for number in range(trial.databases):
        tables = generate(random, constraints, pools, SIZES[number % len(SIZES)])
        if constraints.violation(tables):
            continue
        if number < trial.engine:
            found = _by_engine(question, tables)
            if found:
                return "wrong", f"an engine on {shown(tables)}: {found}"
        try:
            first, second = (e.run(tables) for e in evaluators)
        except NoValue:
            continue
        valued += 1
        if not same_bags(first, second):
            return "wrong", f"{shown(tables)}: {first} and {second}"
    return ("proved" if valued else "without value"), ""


def _by_engine(question: Question, tables: Tables) -> str:
    """How an engine's results differ, empty if they do not: DuckDB's for the plans, and for the
    texts those of the engine whose dialect they are in."""
    try:
        texts = [[plan_text(plan, "duckdb") for plan in question.plans]]
    except EngineError:
        texts = [[]]
    name = question.dialect.name
    if name in ("duckdb", "sqlite"):
        texts.append([source.text for source in question.sources])
    for engine, pair in zip(("duckdb", name), texts, strict=False):
        if not pair:
            continue
        try:
            opened = open_engine(engine, question.schema, question.tables, tables)
        except EngineError:
            continue
        try:
            first, second = (bag(opened.run(text)) for text in pair)
        except EngineError:
            continue
        finally:
            opened.close()
        if first != second:
            return f"{engine}: {dict(first)} and {dict(second)}"
    return ""


def shown(tables: Tables) -> dict[str, list[list[Any]]]:
    """A database for people."""
    return {name: [[str(v) for v in row] for row in rows] for name, rows in tables.items()}


if __name__ == "__main__":
    sys.exit(main())
