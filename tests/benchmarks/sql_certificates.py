"""Accepted certificates of equal queries, changed at random: is what is still accepted true?

    python tests/benchmarks/sql_certificates.py --seed 0 --count 300 --json figures.json

A change is made in the proof, in a plan, or in a table; the kernel and Z3 judge the result as they
judge any certificate, without the texts. What they accept must hold: the two plans are compared on
databases that meet the constraints of the changed tables. Exit code 1 if one differs.
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
from benchmarks.sql_pairs import pairs
from lemmata.errors import InputError, Source
from lemmata.kernel import Rejected
from lemmata.sql.confirm import Question
from lemmata.sql.database import Constraints
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.evaluate import Evaluator, same_bags
from lemmata.sql.failures import NoValue, Unsupported
from lemmata.sql.generate import generate
from lemmata.sql.lowering import lower
from lemmata.sql.plain import decode
from lemmata.sql.pools import pools_of
from lemmata.sql.proving.attempt import attempt, refusal
from lemmata.sql.proving.certifying import claim
from lemmata.sql.reading import deep
from lemmata.sql.schema import Schema

Json = Any
Spot = tuple[list[Any] | dict[str, Any], Any]
SIZES = (1, 2, 3, 4, 4)
COUNTS = ("mutants", "rejected", "accepted", "no database", "crash", "wrong")


def main() -> int:
    """Change certificates and judge them."""
    options = parser(__doc__)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--count", type=int, default=200, help="pairs that are drawn")
    options.add_argument("--each", type=int, default=6, help="mutants of a certificate")
    options.add_argument("--databases", type=int, default=120)
    args = options.parse_args()
    random = Random(args.seed)
    counts: Counter[str] = Counter()
    problems: list[Row] = []
    start = time.process_time()
    certificates = list(accepted(args.seed, args.count))
    for number in range(len(certificates) * args.each):
        cert = certificates[number // args.each]
        mutant = mutated(cert, certificates, random)
        if mutant is None:
            continue
        counts["mutants"] += 1
        word, how = judged(mutant, args.databases, random)
        counts[word] += 1
        if word in ("wrong", "crash"):
            problems.append({"how": how, "certificate": mutant, "from": cert})
            print(f"{word}: {how}\n  {mutant['queries']}", file=sys.stderr, flush=True)
    table([("certificates", *COUNTS), (len(certificates), *(counts[name] for name in COUNTS))])
    figures = {"seed": args.seed, "certificates": len(certificates), **counts}
    seconds = round(time.process_time() - start, 1)
    write(args.json, {**figures, "cpu seconds": seconds, "problems": problems})
    return 1 if counts["wrong"] or counts["crash"] else 0


def accepted(seed: int, count: int) -> Iterator[Json]:
    """The certificates of random pairs."""
    dialect = dialect_named("postgres")
    for item in pairs(seed, count):
        try:
            schema = read_schema(Source("schema", item.ddl))
            sources = (Source("first", item.first), Source("second", item.second))
            with deep():
                plans = [lower(source, schema, dialect) for source in sources]
                stated = claim(Question(schema, dialect, sources, (plans[0], plans[1])))
                proof, _ = attempt(stated, 3)
        except (InputError, Unsupported):
            continue
        if proof is not None:
            yield json.loads(json.dumps({**stated, "proof": proof}))


def mutated(cert: Json, others: list[Json], random: Random) -> Json | None:
    """The certificate with one to three changes; None if nothing was changed."""
    mutant = copy.deepcopy(cert)
    part = random.choice(("proof", "proof", "plans", "plans", "tables"))
    for _ in range(random.choice((1, 1, 2, 3))):
        spots = list(_spots(mutant[part]))
        if spots:
            _change(random.choice(spots), spots, random)
    if random.random() < 0.1:
        mutant["proof"] = copy.deepcopy(random.choice(others)["proof"])
    return None if mutant == cert else mutant


def _spots(value: Json) -> Iterator[Spot]:
    """All places in a value, as container and index."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict | list):
            keys = list(item) if isinstance(item, dict) else range(len(item))
            for key in keys:
                yield item, key
                stack.append(item[key])


WORDS = (
    ("inner", "left", "right", "full", "semi", "anti"),
    ("=", "<>", "<", "<=", ">", ">="),
    ("+", "-", "*", "/", "div", "%"),
    ("and", "or"),
    ("sum", "count", "min", "max", "avg", "single value", "any value"),
    ("every", "some"),
    ("is null", "is true", "is false"),
    ("fk", "wit"),
    ("holds", "not"),
    ("int", "decimal", "text", "bool", "float"),
)


def _change(spot: Spot, spots: list[Spot], random: Random) -> None:
    holder, key = spot
    old = holder[key]
    if isinstance(old, bool):
        holder[key] = not old
    elif isinstance(old, int):
        holder[key] = random.choice((old + 1, max(old - 1, 0), 0))
    elif isinstance(old, str):
        group = next((words for words in WORDS if old in words), None)
        if group is not None:
            holder[key] = random.choice(group)
    elif isinstance(old, list):
        _change_list(old, random)
    if random.random() < 0.4 and isinstance(old, dict | list):
        other, place = random.choice(spots)
        if type(other[place]) is type(old):
            holder[key] = copy.deepcopy(other[place])


def _change_list(items: list[Any], random: Random) -> None:
    if not items:
        return
    at = random.randrange(len(items))
    roll = random.random()
    if roll < 0.4:
        del items[at]
    elif roll < 0.7:
        items.insert(at, copy.deepcopy(random.choice(items)))
    else:
        random.shuffle(items)


def judged(mutant: Json, databases: int, random: Random) -> tuple[str, str]:
    """What becomes of a mutant."""
    try:
        with deep():
            if refusal(mutant):
                return "rejected", ""
    except Rejected:
        return "rejected", ""
    except Exception as problem:
        if type(problem).__name__ == "Z3Exception":
            return "rejected", ""
        return "crash", f"{type(problem).__name__}: {problem}"[:300]
    try:
        return _compared(mutant, databases, random)
    except (InputError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return "no database", ""


def _compared(mutant: Json, databases: int, random: Random) -> tuple[str, str]:
    with deep():
        schema = Schema({t.name: t for t in map(decode, mutant["tables"])})
        plans = [decode(plan) for plan in mutant["plans"]]
        constraints = Constraints(schema, list(schema.tables))
        pools = pools_of((plans[0], plans[1]), constraints.tables)
        evaluators = [Evaluator(plan) for plan in plans]
        valued = 0
        for number in range(databases):
            tables = generate(random, constraints, pools, SIZES[number % len(SIZES)])
            if constraints.violation(tables):
                continue
            try:
                first, second = (e.run(tables) for e in evaluators)
            except NoValue:
                continue
            valued += 1
            if not same_bags(first, second):
                return "wrong", f"{tables}: {first} and {second}"
    return ("accepted" if valued else "no database"), ""


if __name__ == "__main__":
    sys.exit(main())
