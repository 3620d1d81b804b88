"""The JSON Schemas of exports/schemas, and as much of a validator as they need.

A keyword that the validator does not know is an error, so that no schema says more than is tested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lemmata import data

Json = Any
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
SILENT = {"$schema", "$defs", "title", "description"}


@cache
def schema(file: str) -> Json:
    """A schema by its file name."""
    return json.loads(data.text("exports", f"schemas/{file}"))


def validate(value: Json) -> None:
    """Raise AssertionError unless a printed object fits the schema that it names."""
    name = value["schema"].removeprefix("lemmata.").removesuffix("/1")
    assert schema(f"{name}.json")["title"] == value["schema"]
    problems = list(problems_of(value, schema(f"{name}.json"), f"{name}.json"))
    assert not problems, "\n".join(problems)


def problems_of(value: Json, rules: Json, file: str, place: str = "$") -> Iterator[str]:
    """What in a value does not fit a schema."""
    for keyword, rule in rules.items():
        match keyword:
            case "$ref":
                name, _, path = rule.partition("#/")
                target = schema(name or file)
                for key in filter(None, path.split("/")):
                    target = target[key]
                yield from problems_of(value, target, name or file, place)
            case "type":
                if not any(
                    _is(value, word) for word in ([rule] if isinstance(rule, str) else rule)
                ):
                    yield f"{place}: {value!r} is no {rule}"
            case "const":
                if value != rule or type(value) is not type(rule):
                    yield f"{place}: {value!r} is not {rule!r}"
            case "enum":
                if value not in rule:
                    yield f"{place}: {value!r} is not among {rule}"
            case "minimum":
                if isinstance(value, int | float) and value < rule:
                    yield f"{place}: {value} is less than {rule}"
            case "minLength":
                if isinstance(value, str) and len(value) < rule:
                    yield f"{place}: too short"
            case "pattern":
                if isinstance(value, str) and not re.search(rule, value):
                    yield f"{place}: {value!r} does not match {rule}"
            case "items":
                for i, item in enumerate(value if isinstance(value, list) else []):
                    yield from problems_of(item, rule, file, f"{place}[{i}]")
            case "required":
                missing = [key for key in rule if isinstance(value, dict) and key not in value]
                yield from (f"{place}: {key} is missing" for key in missing)
            case "properties":
                for key in rule.keys() & value.keys() if isinstance(value, dict) else ():
                    yield from problems_of(value[key], rule[key], file, f"{place}.{key}")
            case "additionalProperties":
                more = value.keys() - rules.get("properties", {}) if isinstance(value, dict) else ()
                for key in more:
                    if rule is False:
                        yield f"{place}: unexpected {key}"
                    else:
                        yield from problems_of(value[key], rule, file, f"{place}.{key}")
            case "anyOf":
                found = [list(problems_of(value, choice, file, place)) for choice in rule]
                if all(found):
                    yield f"{place}: none of {len(found)} forms fits: {min(found, key=len)}"
            case _:
                if keyword not in SILENT:
                    yield f"{place}: the schema has an unknown keyword {keyword}"


def _is(value: Json, word: str) -> bool:
    return isinstance(value, TYPES[word]) and (word == "boolean" or not isinstance(value, bool))
