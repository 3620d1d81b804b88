"""Random changes of a plan in JSON: another join, comparison, literal, key, an operator dropped."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

Json = Any
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
JOINS = ("inner", "left", "right", "full")


def mutant(plan: Json, random: Random) -> Json:
    """The plan with one change."""
    changed = copy.deepcopy(plan)
    nodes = list(_nodes(changed))
    random.shuffle(nodes)
    for node in nodes:
        if random.random() < 0.6 and _change(node, random):
            return changed
    return changed


def _nodes(value: Json) -> Iterator[dict[str, Json]]:
    if isinstance(value, dict):
        if "node" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)


def _change(node: dict[str, Json], random: Random) -> bool:
    match node["node"]:
        case "Join":
            names = ("semi", "anti") if node["kind"] in ("semi", "anti") else JOINS
            node["kind"] = random.choice([name for name in names if name != node["kind"]])
        case "Call" if node["op"] in COMPARISONS:
            node["op"] = random.choice([op for op in COMPARISONS if op != node["op"]])
        case "Call" if node["op"] in ("and", "or"):
            node["op"] = "or" if node["op"] == "and" else "and"
        case "Literal" if type(node["value"]) is int:
            node["value"] += random.choice((1, -1))
        case "Filter" | "Distinct":
            _replace(node, node["input"])
        case "UnionAll":
            node["inputs"].pop(random.randrange(len(node["inputs"])))
        case "ExceptAll" | "IntersectAll":
            node["node"] = "IntersectAll" if node["node"] == "ExceptAll" else "ExceptAll"
        case "Aggregate":
            return _change_aggregate(node, random)
        case "Column":
            node["index"] = max(0, node["index"] + random.choice((1, -1)))
        case "Project":
            _replace(node, {"node": "Distinct", "input": dict(node)})
        case "Exists":
            _replace(node, {"node": "Call", "op": "not", "args": [dict(node)], "type": "bool"})
        case _:
            return False
    return True


def _change_aggregate(node: dict[str, Json], random: Random) -> bool:
    if node["args"] and random.random() < 0.5:
        node["distinct"] = not node["distinct"]
    elif node["function"] in ("min", "max"):
        node["function"] = "max" if node["function"] == "min" else "min"
    elif node["function"] == "sum":
        node["function"] = random.choice(("min", "max"))
    else:
        return False
    return True


def _replace(node: dict[str, Json], new: dict[str, Json]) -> None:
    node.clear()
    node.update(new)
