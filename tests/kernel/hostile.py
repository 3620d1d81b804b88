"""Files made to break a checker: deep, wide, exponentially shared, of the wrong shape.

`TEXTS` are not certificates at all; `FILES` are builders of certificates that are well formed
JSON. Each must be accepted or rejected within seconds, never crash.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from second_checker import samples
from second_checker.build import (
    BOOL,
    TRUE,
    Certificate,
    Function,
    Json,
    Sort,
    app,
    unit,
    var,
)
from second_checker.samples import NAT, A, B, X, arithmetic, nil, plus, s

VALID = samples.valid()
SMALL = json.dumps(VALID["nat_induction"])

TEXTS: dict[str, bytes | str] = {
    "nothing": b"",
    "NUL": b"\0",
    "NULs": b"\0" * 1_000_000,
    "NUL inside": SMALL[:100] + "\0" + SMALL[100:],
    "escaped NUL": SMALL.replace('"nat"', '"n\\u0000at"'),
    "not UTF-8": SMALL.encode()[:50] + b"\xff\xfe" + SMALL.encode()[50:],
    "UTF-16": SMALL.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + SMALL.encode(),
    "two values": SMALL + SMALL,
    "a list": f"[{SMALL}]",
    "a string": json.dumps(SMALL),
    "10 MB of opening brackets": b"[" * 10_000_000,
    "10 MB of brackets": b"[" * 5_000_000 + b"]" * 5_000_000,
    "10 MB of objects": b'{"a":' * 2_000_000,
    "10 MB of empty lists": b"[" + b"[]," * 3_300_000 + b"[]]",
    "brackets as a table": SMALL.replace('"terms": [', '"terms": [' + "[" * 900 + "]" * 900 + ","),
    "5,000 digits": '{"format": ' + "7" * 5_000 + "}",
    "200,000 digits": SMALL.replace('"context": 0', '"context": ' + "1" * 200_000),
    "minus zero": SMALL.replace('"context": 0', '"context": -0'),
    "float": SMALL.replace('"context": 0', '"context": 0.0'),
    "exponent": SMALL.replace('"context": 0', '"context": 0e0'),
    "NaN": SMALL.replace('"context": 0', '"context": NaN'),
    "infinity": SMALL.replace('"context": 0', '"context": -Infinity'),
    "same key": SMALL.replace('"kind": "proof"', '"kind": "proof", "kind": "proof"', 1),
    "same key in a node": SMALL.replace('"context": 0', '"context": 0, "context": 0', 1),
    "lone surrogate as a key": SMALL.replace('"format"', '"format\\ud800"', 1),
    "lone surrogate as a rule": SMALL.replace('"induction"', '"\\udfff"', 1),
    "escapes as a rule": SMALL.replace('"induction"', '"\\u001b[2J"', 1),
    "long rule": SMALL.replace('"induction"', json.dumps("x" * 1_000_000), 1),
    "long key": SMALL.replace('"format"', json.dumps("x" * 1_000_000), 1),
    "long symbol": SMALL.replace('"app", "S"', '"app", ' + json.dumps("S" * 1_000_000), 1),
}

FILES: dict[str, Callable[[], Json]] = {}


def file(build: Callable[[], Json]) -> Callable[[], Json]:
    """Register a hostile certificate."""
    FILES[build.__name__] = build
    return build


def trivial(c: Certificate) -> Certificate:
    """A proof, so that the file would be valid."""
    c.theorem("trivial", [], unit(TRUE, TRUE)).refl([], TRUE)
    return c


def tower(c: Certificate, entry: list[object], depth: int, table: str = "terms") -> int:
    """Stack an entry on the last one of a table; None stands for the one below."""

    def filled(value: object, below: int) -> object:
        if isinstance(value, list):
            return [filled(item, below) for item in value]
        return below if value is None else value

    for _ in range(depth):
        c.data[table].append(filled(entry, len(c.data[table]) - 1))
    return len(c.data[table]) - 1


@file
def deep_terms() -> Json:
    c = trivial(arithmetic())
    c.term(X)
    number = tower(c, ["app", "S", [], [None]], 100_000)
    node = c.data["theorems"][0]["nodes"][0]
    c.data["theorems"][0]["nodes"].insert(0, node | {"left": number, "right": number})
    return c.data


@file
def deep_sorts() -> Json:
    c = Certificate()
    samples.declare_lists(c)
    c.sort(BOOL)
    number = tower(c, ["list", None], 100_000, "sorts")
    c.data["declarations"].append(
        {
            "kind": "datatype",
            "group": [
                {"name": "d", "types": [], "constructors": [{"name": "c", "fields": [number]}]}
            ],
        }
    )
    return trivial(c).data


@file
def deep_positive_sort() -> Json:
    c = Certificate()
    samples.declare_lists(c)
    c.data["sorts"].append(["d"])
    number = tower(c, ["list", None], 50_000, "sorts")
    constructors = [{"name": "c", "fields": [number]}, {"name": "e", "fields": []}]
    c.data["declarations"].append(
        {"kind": "datatype", "group": [{"name": "d", "types": [], "constructors": constructors}]}
    )
    return trivial(c).data


@file
def deep_arrows_as_a_type() -> Json:
    c = Certificate.load(VALID["list_induction"])
    c.sort(BOOL)
    number = tower(c, ["->", None, None], 100_000, "sorts")
    c.data["terms"].append(["app", "nil", [number], []])
    term = len(c.data["terms"]) - 1
    c.data["clauses"].append(
        {"bound": [], "premises": [], "conclusion": [term, term], "guard": None}
    )
    clause = len(c.data["clauses"]) - 1
    p = c.theorem("t", [], unit(TRUE, TRUE))
    p.refl([], TRUE)
    p.raw["clause"] = clause
    p.raw["nodes"][0] |= {"left": term, "right": term, "context": c.context([])}
    return c.data


@file
def boxes_in_boxes() -> Json:
    # Whether `end` has a value takes 2^60 questions without sharing.
    c = Certificate()
    c.datatype("d0", ["a"], c0=[A, A])
    for i in range(1, 60):
        inner = Sort(f"d{i - 1}", (A,))
        c.datatype(f"d{i}", ["a"], **{f"c{i}": [inner, Sort(f"d{i - 1}", (inner,))]})
    c.datatype("end", [], stop=[], go=[Sort("d59", (Sort("end"),))])
    return trivial(c).data


@file
def many_type_variables() -> Json:
    names = [f"a{i}" for i in range(40)]
    sorts = [Sort(n, (), True) for n in names]
    c = Certificate()
    c.datatype("d", names, **{f"c{i}": list(sorts[i : i + 20]) for i in range(20)})
    end = Sort("end")
    for i in range(6):
        c.datatype(f"e{i}", names, **{f"f{i}": [Sort("d", tuple(reversed(sorts)))] * 9})
    c.datatype("end", [], stop=[], go=[Sort("e5", (end,) * 40)])
    return trivial(c).data


@file
def patterns_that_are_shared() -> Json:
    c = Certificate()
    samples.declare_lists(c)
    c.datatype("tree", [], leaf=[], node=[Sort("tree"), Sort("tree")])
    tree = Sort("tree")
    pattern = app("leaf")
    c.term(pattern)
    c.functions(Function("f", [tree], tree, [(app("f", pattern), pattern)], partial=True))
    number = c.term(app("leaf"))
    for _ in range(200):
        c.data["terms"].append(["app", "node", [], [number, number]])
        number = len(c.data["terms"]) - 1
    c.data["terms"].append(["app", "f", [], [number]])
    c.data["terms"].append(["app", "f", [], [number - 1]])
    for i in (1, 2):
        pair = [len(c.data["terms"]) - i, number]
        c.data["clauses"].append({"bound": [], "premises": [], "conclusion": pair, "guard": None})
    count = len(c.data["clauses"])
    c.data["declarations"][-1]["group"][0]["cases"] = [count - 2, count - 1]
    return trivial(c).data


@file
def patterns_that_are_shared_and_complete() -> Json:
    data = patterns_that_are_shared()
    data["declarations"][-1]["group"][0]["partial"] = False
    return data


@file
def right_side_that_is_shared() -> Json:
    c = samples.arithmetic()
    c.functions(Function("f", [NAT], NAT, [(app("f", X), plus(X, X))]))
    clause = c.data["clauses"][c.data["declarations"][-1]["group"][0]["cases"][0]]
    for _ in range(200):
        number = clause["conclusion"][1]
        c.data["terms"].append(["app", "plus", [], [number, number]])
        clause["conclusion"][1] = len(c.data["terms"]) - 1
    return trivial(c).data


@file
def statement_that_is_shared() -> Json:
    c = trivial(samples.arithmetic())
    number = c.term(samples.ZERO)
    for _ in range(200):
        c.data["terms"].append(["app", "plus", [], [number, number]])
        number = len(c.data["terms"]) - 1
    clause = {"bound": [], "premises": [], "conclusion": [number, number], "guard": None}
    c.data["clauses"].append(clause)
    theorem = c.data["theorems"][0]
    theorem["clause"] = len(c.data["clauses"]) - 1
    theorem["nodes"][0] |= {"left": number, "right": number}
    return c.data


@file
def sorts_that_are_shared() -> Json:
    c = Certificate()
    c.datatype("pair", ["a", "b"], pair=[A, B])
    c.datatype("end", [], end=[Sort("pair", (BOOL, BOOL))])
    fields = c.data["declarations"][-1]["group"][0]["constructors"][0]["fields"]
    for _ in range(200):
        c.data["sorts"].append(["pair", fields[0], fields[0]])
        fields[0] = len(c.data["sorts"]) - 1
    return trivial(c).data


@file
def many_cases() -> Json:
    c = arithmetic()
    rows = []
    for i in range(1_500):
        left = [s(samples.ZERO) if i >> k & 1 else samples.ZERO for k in range(11)]
        rows.append((app("f", *left), samples.ZERO))
    c.functions(Function("f", [NAT] * 11, NAT, rows))
    return trivial(c).data


@file
def many_arguments() -> Json:
    c = arithmetic()
    names = [var(f"v{i}", NAT) for i in range(120)]
    left = app("f", *names)
    calls = left
    for i in range(40):
        turned = [*names[i:], *names[:i]]
        calls = app("f", *turned[:-1], calls)
    c.functions(Function("f", [NAT] * 120, NAT, [(left, calls)]))
    return trivial(c).data


@file
def sets_of_variables() -> Json:
    c = trivial(arithmetic())
    nat = c.sort(NAT)
    terms = c.data["terms"]
    last = c.term(samples.ZERO)
    for i in range(60_000):
        terms.append(["var", f"v{i}", nat])
        terms.append(["app", "plus", [], [last, len(terms) - 1]])
        last = len(terms) - 1
    return c.data


@file
def many_contexts() -> Json:
    c = trivial(arithmetic())
    hypotheses = [unit(var(f"v{i}", NAT), X) for i in range(300)]
    for i in range(300):
        c.context(hypotheses[: i + 1])
    p = c.theorem("last", [], unit(TRUE, TRUE))
    for _ in range(300):
        p.refl(hypotheses, plus(X, X))
    p.refl([], TRUE)
    return c.data


@file
def phantom_types() -> Json:
    c = trivial(Certificate.load(VALID["list_induction"]))
    c.datatype("phantom", ["a", "b"], ghost=[A])
    c.term(app("ghost", nil(A), at=[samples.list_of(A), B]))
    return c.data
