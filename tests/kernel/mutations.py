"""Random changes of certificates: indices, rules, premises, entries, contexts, flags, names."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from second_checker import samples
from second_checker.build import Json, digest

ROOT = Path(__file__).resolve().parents[2]
Change = Callable[[Json, random.Random], bool]
RULES = ("refl", "sym", "trans", "cong", "rewrite", "split", "cases", "induction", "cut", "eval")
NAMES = ("x", "y", "nat", "S", "Z", "plus", "true", "false", "not", "and", "eq", "Int.+", "a")


@cache
def originals() -> dict[str, str]:
    """The samples and every stored certificate, as text."""
    found = {f"sample {name}": json.dumps(data) for name, data in samples.valid().items()}
    for path in sorted((ROOT / "proofs").rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        if '"lemmata.certificate/1"' in text:
            found[str(path.relative_to(ROOT))] = text
    return found


@cache
def library() -> dict[str, str]:
    """Every certificate by digest."""
    cited = {key: json.dumps(data) for key, data in samples.library().items()}
    return cited | {digest(json.loads(text)): text for text in originals().values()}


def steps(data: Json) -> list[Json]:
    """All nodes."""
    return [node for t in data.get("theorems", []) for node in t.get("nodes", [])]


def places(value: object) -> Iterator[tuple[Any, Any]]:
    """All places inside a value."""
    stack: list[Any] = [value]
    while stack:
        top = stack.pop()
        keys = list(top) if isinstance(top, dict) else list(range(len(top)))
        for key in keys:
            yield top, key
            if isinstance(top[key], dict | list):
                stack.append(top[key])


def numbers(value: object, chance: random.Random) -> bool:
    """Move one number."""
    found = [(at, key) for at, key in places(value) if type(at[key]) is int]
    if not found:
        return False
    at, key = chance.choice(found)
    at[key] = max(0, at[key] + chance.choice((-3, -2, -1, 1, 2, 3)))
    return True


def in_nodes(data: Json, chance: random.Random) -> bool:
    nodes = steps(data)
    return bool(nodes) and numbers(chance.choice(nodes), chance)


def in_table(data: Json, chance: random.Random) -> bool:
    return numbers(data[chance.choice(("terms", "clauses", "sorts"))], chance)


def in_context(data: Json, chance: random.Random) -> bool:
    contexts = data.get("contexts")
    if not contexts:
        return False
    row = chance.choice(contexts)
    if row and chance.random() < 0.5:
        row.remove(chance.choice(row))
    else:
        row.append(chance.randrange(len(data["clauses"])))
        row.sort()
    return True


def in_declaration(data: Json, chance: random.Random) -> bool:
    return numbers(data["declarations"], chance)


def in_model(data: Json, chance: random.Random) -> bool:
    return "model" in data and numbers([data["model"], data["statement"]], chance)


def anywhere(data: Json, chance: random.Random) -> bool:
    return numbers(data, chance)


def rule(data: Json, chance: random.Random) -> bool:
    nodes = steps(data)
    if not nodes:
        return False
    chance.choice(nodes)["rule"] = chance.choice(RULES)
    return True


def swap(data: Json, chance: random.Random) -> bool:
    """Swap two neighbours in a list: premises, sides, cases, constructors, nodes."""
    found = [value for at, key in places(data) if isinstance(value := at[key], list)]
    found = [value for value in found if len(value) > 1]
    if not found:
        return False
    row = chance.choice(found)
    i = chance.randrange(len(row) - 1)
    row[i], row[i + 1] = row[i + 1], row[i]
    return True


def sides(data: Json, chance: random.Random) -> bool:
    nodes = steps(data)
    if not nodes:
        return False
    node = chance.choice(nodes)
    node["left"], node["right"] = node["right"], node["left"]
    return True


def drop(data: Json, chance: random.Random) -> bool:
    """Remove an entry of a list; sometimes a node."""
    nodes = [t["nodes"] for t in data.get("theorems", []) if len(t.get("nodes", [])) > 1]
    lists = [v for at, key in places(data) if isinstance(v := at[key], list) and v]
    rows = nodes if nodes and chance.random() < 0.4 else lists
    row = chance.choice(rows)
    del row[chance.randrange(len(row))]
    return True


def double(data: Json, chance: random.Random) -> bool:
    """Repeat an entry of a list."""
    row = chance.choice([v for at, key in places(data) if isinstance(v := at[key], list) and v])
    i = chance.randrange(len(row))
    row.insert(i, copy.deepcopy(row[i]))
    return True


def flag(data: Json, chance: random.Random) -> bool:
    found = [(at, key) for at, key in places(data) if type(at[key]) is bool]
    if not found:
        return False
    at, key = chance.choice(found)
    at[key] = not at[key]
    return True


def null(data: Json, chance: random.Random) -> bool:
    """Put null in place of a number, or a number in place of null."""
    found = [(at, key) for at, key in places(steps(data)) if type(at[key]) in (int, type(None))]
    if not found:
        return False
    at, key = chance.choice(found)
    at[key] = chance.randrange(3) if at[key] is None else None
    return True


def text(data: Json, chance: random.Random) -> bool:
    """Change a name, a kind, a literal or a digest."""
    found = [(at, key) for at, key in places(data) if type(at[key]) is str]
    at, key = chance.choice(found)
    others = [o[k] for o, k in found]
    at[key] = chance.choice(others) if chance.random() < 0.7 else chance.choice(NAMES)
    return True


def literal(data: Json, chance: random.Random) -> bool:
    rows = [row for row in data["terms"] if row and row[0] in ("int", "rational")]
    if not rows:
        return False
    chance.choice(rows)[1] = str(chance.randrange(-9, 9))
    return True


CHANGES: tuple[Change, ...] = (
    in_nodes,
    in_nodes,
    in_nodes,
    in_table,
    in_context,
    in_declaration,
    in_model,
    anywhere,
    rule,
    swap,
    swap,
    sides,
    drop,
    double,
    flag,
    null,
    text,
    literal,
)


def mutants(seed: int, count: int) -> Iterator[tuple[str, str, Json]]:
    """Names, changes and changed certificates; each is different from its original."""
    chance = random.Random(seed)
    texts = sorted(originals().items())
    made = 0
    while made < count:
        name, original = texts[made % len(texts)] if made % 2 else chance.choice(texts[:40])
        data = json.loads(original)
        change = chance.choice(CHANGES)
        if change(data, chance) and data != json.loads(original):
            made += 1
            yield name, change.__name__, data
