"""Random pairs of queries that are nearly equal, over random schemas.

A pair is a rewrite that is right under some circumstances (a key, a foreign key, a column without
NULL, a bag without duplicates), over a schema that may or may not provide them, with random columns
and conditions in it; often one side is changed once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.sql_holes import OPS, Holes, schema

Pair = tuple[str, str]
Template = Callable[[Holes], Pair]


def join_elimination(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out = f"{h.any('x')}, {h.number('x')}"
    kind = h.random.choice(("JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN"))
    where = h.test("x")
    first = f"SELECT {out} FROM {t} x {kind} {u} y ON {on} WHERE {where}"
    more = h.random.choice(("", f" AND {h.int('x')} IS NOT NULL"))
    return first, f"SELECT {out} FROM {t} x WHERE {where}{more}"


def self_join(h: Holes) -> Pair:
    t, on = h.table(), h.on("x", "y")
    i, j = h.any("x"), h.number("y")
    where = h.test("y")
    first = f"SELECT {i}, {j} FROM {t} x JOIN {t} y ON {on} WHERE {where}"
    return first, f"SELECT {i}, {j} FROM {t} x WHERE {where}".replace("y.", "x.")


def in_exists(h: Holes) -> Pair:
    t, u, x, y = h.table(), h.table(), h.number("x"), h.number("y")
    out, where = h.any("x"), h.test("y")
    neg = h.random.choice(("", "NOT "))
    first = f"SELECT {out} FROM {t} x WHERE {x} {neg}IN (SELECT {y} FROM {u} y WHERE {where})"
    test = f"SELECT 1 FROM {u} y WHERE {where} AND {x} = {y}"
    return first, f"SELECT {out} FROM {t} x WHERE {neg}EXISTS ({test})"


def in_join(h: Holes) -> Pair:
    t, u, x, y = h.table(), h.table(), h.int("x"), h.int("y")
    out, where = h.any("x"), h.test("y")
    first = f"SELECT {out} FROM {t} x WHERE {x} IN (SELECT {y} FROM {u} y WHERE {where})"
    source = h.random.choice(
        (
            f"{u} y",
            f"(SELECT DISTINCT * FROM {u}) y",
            f"(SELECT DISTINCT {y} FROM {u} y WHERE {where}) y",
        )
    )
    more = f" WHERE {where}" if "WHERE" not in source else ""
    distinct = h.random.choice(("", "", "DISTINCT "))
    return first, f"SELECT {distinct}{out} FROM {t} x JOIN {source} ON {x} = {y}{more}"


def outer_anti(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out, null = h.any("x"), h.int("y")
    first = f"SELECT {out} FROM {t} x LEFT JOIN {u} y ON {on} WHERE {null} IS NULL"
    return first, f"SELECT {out} FROM {t} x WHERE NOT EXISTS (SELECT 1 FROM {u} y WHERE {on})"


def outer_inner(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out, where = f"{h.any('x')}, {h.any('y')}", h.test(h.random.choice("xxy"))
    kinds = h.random.sample(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"), 2)
    texts = [f"SELECT {out} FROM {t} x {kind} {u} y ON {on} WHERE {where}" for kind in kinds]
    return texts[0], texts[1]


def push_down(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out, side = f"{h.any('x')}, {h.any('y')}", h.random.choice("xy")
    where, kind = h.test(side), h.random.choice(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"))
    first = f"SELECT {out} FROM {t} x {kind} {u} y ON {on} WHERE {where}"
    place = h.random.choice(("on", "inside"))
    if place == "on":
        return first, f"SELECT {out} FROM {t} x {kind} {u} y ON {on} AND {where}"
    inner = {"x": f"{t} x", "y": f"{u} y"}
    inner[side] = f"(SELECT * FROM {inner[side]} WHERE {where}) {side}"
    return first, f"SELECT {out} FROM {inner['x']} {kind} {inner['y']} ON {on}"


def distinct_group(h: Holes) -> Pair:
    t, cols = h.table(), ", ".join(dict.fromkeys((h.any("x"), h.any("x"), h.int("x"))))
    where = h.test("x")
    first = f"SELECT DISTINCT {cols} FROM {t} x WHERE {where}"
    return first, h.random.choice(
        (
            f"SELECT {cols} FROM {t} x WHERE {where} GROUP BY {cols}",
            f"SELECT {cols} FROM {t} x WHERE {where}",
            f"SELECT {cols} FROM {t} x WHERE {where} GROUP BY {cols} HAVING COUNT(*) > 0",
            f"SELECT {cols} FROM {t} x GROUP BY {cols} HAVING {where}"
            if "x." in where and all(c in cols for c in _columns(where))
            else f"SELECT DISTINCT {cols} FROM {t} x",
        )
    )


def _columns(text: str) -> list[str]:
    return [f"x.{part[0]}" for part in text.split("x.")[1:]]


def union_or(h: Holes) -> Pair:
    t, cols = h.table(), f"{h.any('x')}, {h.any('x')}"
    p, q = h.test("x"), h.test("x")
    distinct = h.random.choice(("", "DISTINCT "))
    first = f"SELECT {distinct}{cols} FROM {t} x WHERE {p} OR {q}"
    second = h.random.choice(
        (
            f"SELECT {cols} FROM {t} x WHERE {p} UNION ALL SELECT {cols} FROM {t} x WHERE {q}",
            f"SELECT {cols} FROM {t} x WHERE {p} UNION SELECT {cols} FROM {t} x WHERE {q}",
            f"SELECT {cols} FROM {t} x WHERE {p} UNION ALL"
            f" SELECT {cols} FROM {t} x WHERE {q} AND NOT ({p})",
            f"SELECT {cols} FROM {t} x WHERE {p} UNION ALL"
            f" SELECT {cols} FROM {t} x WHERE {q} AND ({p}) IS NOT TRUE",
        )
    )
    return first, second


def set_operation(h: Holes) -> Pair:
    t, u, x, y = h.table(), h.table(), h.int("x"), h.int("y")
    p, q = h.test("x"), h.test("y")
    op = h.random.choice(("EXCEPT", "INTERSECT", "EXCEPT ALL", "INTERSECT ALL"))
    first = f"SELECT {x} AS v FROM {t} x WHERE {p} {op} SELECT {y} FROM {u} y WHERE {q}"
    neg = "NOT " if op.startswith("EXCEPT") else ""
    same = h.random.choice(("=", "IS NOT DISTINCT FROM"))
    distinct = h.random.choice(("", "DISTINCT ", "DISTINCT "))
    test = f"SELECT 1 FROM {u} y WHERE {q} AND {x} {same} {y}"
    if h.random.random() < 0.25:
        test = f"{x} {neg}IN (SELECT {y} FROM {u} y WHERE {q})"
    else:
        test = f"{neg}EXISTS ({test})"
    return first, f"SELECT {distinct}{x} AS v FROM {t} x WHERE {p} AND {test}"


def aggregate_forms(h: Holes) -> Pair:
    t, key, arg, p = h.table(), h.any("x"), h.number("x"), h.test("x")
    forms = h.random.choice(
        (
            ("COUNT(*)", f"COUNT({arg})"),
            ("COUNT(*)", "SUM(1)"),
            (f"COUNT({arg})", f"SUM(CASE WHEN {arg} IS NOT NULL THEN 1 ELSE 0 END)"),
            (f"COUNT({arg})", f"COALESCE(SUM(CASE WHEN {arg} IS NOT NULL THEN 1 END), 0)"),
            (f"AVG({arg})", f"SUM({arg}) / COUNT({arg})"),
            (f"AVG({arg})", f"SUM({arg}) / COUNT(*)"),
            (f"SUM({arg}) FILTER (WHERE {p})", f"SUM(CASE WHEN {p} THEN {arg} END)"),
            (f"SUM({arg}) FILTER (WHERE {p})", f"SUM(CASE WHEN {p} THEN {arg} ELSE 0 END)"),
            (f"COUNT(*) FILTER (WHERE {p})", f"COUNT(CASE WHEN {p} THEN 1 END)"),
            (f"SUM({arg} + 1)", f"SUM({arg}) + COUNT(*)"),
            (f"SUM({arg} + 1)", f"SUM({arg}) + COUNT({arg})"),
            (f"SUM({arg} * 2)", f"2 * SUM({arg})"),
            (f"COUNT(DISTINCT {arg})", f"COUNT({arg})"),
            (f"MIN({arg})", f"-MAX(-{arg})"),
            (f"MAX({arg})", f"MAX(DISTINCT {arg})"),
            (f"SUM(DISTINCT {arg})", f"SUM({arg})"),
            ("BOOL_AND(x.f)", "NOT BOOL_OR(NOT x.f)"),
            ("BOOL_OR(x.f)", "MAX(CASE WHEN x.f THEN 1 ELSE 0 END) = 1"),
            (f"MIN({arg})", f"MIN(CASE WHEN {p} THEN {arg} END)"),
        )
    )
    where = h.random.choice(("", f" WHERE {h.test('x')}"))
    if h.random.random() < 0.6:
        texts = [f"SELECT {key}, {f} FROM {t} x{where} GROUP BY {key}" for f in forms]
    else:
        texts = [f"SELECT {f} FROM {t} x{where}" for f in forms]
    return texts[0], texts[1]


def rollup(h: Holes) -> Pair:
    t, key, more, arg = h.table(), h.int("x"), h.int("x"), h.number("x")
    where = h.random.choice(("", f" WHERE {h.test('x')}"))
    pairs = (
        (f"SUM({arg})", f"SUM({arg})", "SUM(v)"),
        ("COUNT(*)", "COUNT(*)", "SUM(v)"),
        ("COUNT(*)", "COUNT(*)", "COUNT(v)"),
        (f"MIN({arg})", f"MIN({arg})", "MIN(v)"),
        (f"AVG({arg})", f"AVG({arg})", "AVG(v)"),
        (f"COUNT(DISTINCT {arg})", f"COUNT(DISTINCT {arg})", "SUM(v)"),
        (f"COUNT(DISTINCT {more})", "COUNT(*)", f"COUNT({more[2:]}1)"),
        (f"MAX({arg})", f"MIN({arg})", "MAX(v)"),
        (f"COUNT({arg})", f"COUNT({arg})", "COALESCE(SUM(v), 0)"),
    )
    outer, inner, again = h.random.choice(pairs)
    deep = (
        f"(SELECT {key} AS {key[2:]}0, {more} AS {more[2:]}1, {inner} AS v FROM {t} x{where}"
        f" GROUP BY {key}, {more}) z"
    )
    if h.random.random() < 0.6:
        return (
            f"SELECT {key}, {outer} FROM {t} x{where} GROUP BY {key}",
            f"SELECT {key[2:]}0, {again} FROM {deep} GROUP BY {key[2:]}0",
        )
    return f"SELECT {outer} FROM {t} x{where}", f"SELECT {again} FROM {deep}"


def having(h: Holes) -> Pair:
    t, key, agg = h.table(), h.int("x"), h.aggregate("x")
    test = f"{key} {h.random.choice(OPS)} {h.random.choice('012')}"
    if h.random.random() < 0.3:
        other = h.int("x")
        test = f"{other} {h.random.choice(OPS)} {h.random.choice('012')}"
        return (
            f"SELECT {key}, {agg} FROM {t} x WHERE {test} GROUP BY {key}",
            f"SELECT {key}, {agg} FROM {t} x GROUP BY {key} HAVING MIN({other}) "
            + test[len(other) + 1 :],
        )
    first = f"SELECT {key}, {agg} FROM {t} x GROUP BY {key} HAVING {test}"
    second = h.random.choice(
        (
            f"SELECT {key}, {agg} FROM {t} x WHERE {test} GROUP BY {key}",
            f"SELECT * FROM (SELECT {key} AS g, {agg} AS v FROM {t} x GROUP BY {key}) z"
            f" WHERE {test.replace(key, 'g')}",
            f"SELECT {key}, {agg} FROM {t} x WHERE {test} AND {key} IS NOT NULL GROUP BY {key}",
        )
    )
    return first, second


def group_without(h: Holes) -> Pair:
    t, key, other, agg = h.table(), h.any("x"), h.any("x"), h.aggregate("x")
    where = h.random.choice(("", f" WHERE {h.test('x')}"))
    second = h.random.choice(
        (
            f"SELECT {key}, {agg} FROM {t} x{where} GROUP BY {key}",
            f"SELECT {key}, {agg} FROM {t} x{where} GROUP BY {key}, {other}, {h.any('x')}",
            f"SELECT DISTINCT {key}, {agg} FROM {t} x{where} GROUP BY {key}, {other}",
        )
    )
    return f"SELECT {key}, {agg} FROM {t} x{where} GROUP BY {key}, {other}", second


def singleton(h: Holes) -> Pair:
    t, key, arg = h.table(), h.any("x"), h.number("x")
    form = h.random.choice(
        (
            (f"SUM({arg})", arg),
            (f"MIN({arg})", arg),
            (f"AVG({arg})", arg),
            ("COUNT(*)", "1"),
            (f"COUNT({arg})", f"CASE WHEN {arg} IS NULL THEN 0 ELSE 1 END"),
            (f"COUNT({arg})", "1"),
            (f"SUM(DISTINCT {arg})", arg),
        )
    )
    where = h.random.choice(("", f" WHERE {h.test('x')}"))
    second = f"SELECT {key}, {form[1]} FROM {t} x{where}"
    return f"SELECT {key}, {form[0]} FROM {t} x{where} GROUP BY {key}", second


def scalar_subquery(h: Holes) -> Pair:
    t, u, x, y, agg = h.table(), h.table(), h.int("x"), h.int("y"), h.aggregate("y")
    p = h.random.choice(("", f" AND {h.test('y')}"))
    out = h.any("x")
    first = f"SELECT {out}, (SELECT {agg} FROM {u} y WHERE {y} = {x}{p}) AS v FROM {t} x"
    value = h.random.choice(("z.v", "z.v", "COALESCE(z.v, 0)")) if "BOOL" not in agg else "z.v"
    if "MIN(y.s)" in agg:
        value = "z.v"
    kind = h.random.choice(("LEFT JOIN", "LEFT JOIN", "JOIN"))
    inner = f"SELECT {y} AS g, {agg} AS v FROM {u} y{' WHERE ' + p[5:] if p else ''} GROUP BY {y}"
    return first, f"SELECT {out}, {value} AS v FROM {t} x {kind} ({inner}) z ON z.g = {x}"


def scalar_join(h: Holes) -> Pair:
    t, u, y, out, w = h.table(), h.table(), h.any("y"), h.any("x"), h.any("y")
    on = h.on("x", "y")
    first = f"SELECT {out}, (SELECT {w} FROM {u} y WHERE {on}) AS v FROM {t} x"
    kind = h.random.choice(("LEFT JOIN", "LEFT JOIN", "JOIN"))
    del y
    return first, f"SELECT {out}, {w} AS v FROM {t} x {kind} {u} y ON {on}"


def quantified(h: Holes) -> Pair:
    t, u, x, y, p = h.table(), h.table(), h.number("x"), h.number("y"), h.test("y")
    op, out = h.random.choice(OPS), h.any("x")
    word, function = h.random.choice(
        (("ANY", "MIN"), ("ANY", "MAX"), ("ALL", "MIN"), ("ALL", "MAX"))
    )
    first = f"SELECT {out} FROM {t} x WHERE {x} {op} {word} (SELECT {y} FROM {u} y WHERE {p})"
    contrary = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}[op]
    second = h.random.choice(
        (
            f"SELECT {out} FROM {t} x WHERE {x} {op} (SELECT {function}({y}) FROM {u} y WHERE {p})",
            f"SELECT {out} FROM {t} x WHERE EXISTS"
            f" (SELECT 1 FROM {u} y WHERE {p} AND {x} {op} {y})",
            f"SELECT {out} FROM {t} x WHERE NOT EXISTS"
            f" (SELECT 1 FROM {u} y WHERE {p} AND {x} {contrary} {y})",
            f"SELECT {out} FROM {t} x WHERE NOT EXISTS"
            f" (SELECT 1 FROM {u} y WHERE {p} AND NOT ({x} {op} {y}))",
            f"SELECT {out} FROM {t} x WHERE NOT ({x} {contrary} ANY"
            f" (SELECT {y} FROM {u} y WHERE {p}))",
        )
    )
    return first, second


def aggregate_over_join(h: Holes) -> Pair:
    t, u, on, key = h.table(), h.table(), h.equal("x", "y"), h.int("x")
    arg = h.number(h.random.choice("xy"))
    function = h.random.choice(("SUM", "COUNT", "MIN", "MAX", "AVG", "COUNT(DISTINCT"))
    agg = f"{function}({arg})" if "(" not in function else f"{function} {arg})"
    kind = h.random.choice(("JOIN", "LEFT JOIN"))
    first = f"SELECT {key}, {agg} AS v FROM {t} x {kind} {u} y ON {on} GROUP BY {key}"
    if "x." in arg:
        second = h.random.choice(
            (
                f"SELECT {key}, {agg} AS v FROM {t} x WHERE EXISTS"
                f" (SELECT 1 FROM {u} y WHERE {on}) GROUP BY {key}",
                f"SELECT {key}, {agg} AS v FROM {t} x GROUP BY {key}",
            )
        )
        return first, second
    joined = on.split(" = ")[1] if on.split(" = ")[1].startswith("y.") else on.split(" = ")[0]
    other = on.replace(joined, "z.g")
    inner = f"(SELECT {joined} AS g, {agg} AS v FROM {u} y GROUP BY {joined}) z"
    outer = {"SUM": "SUM", "COUNT": "SUM", "MIN": "MIN", "MAX": "MAX"}.get(function, "AVG")
    return (
        first,
        f"SELECT {key}, {outer}(z.v) AS v FROM {t} x {kind} {inner} ON {other} GROUP BY {key}",
    )


def limits(h: Holes) -> Pair:
    t, key, out, n = h.table(), h.any("x"), h.any("x"), h.random.choice((0, 1, 1, 2))
    offset = h.random.choice(("", "", " OFFSET 1", " OFFSET 0"))
    where = h.test("x")
    first = f"SELECT {key}, {out} FROM {t} x WHERE {where} ORDER BY {key} LIMIT {n}{offset}"
    down = h.random.choice(("", " DESC"))
    second = h.random.choice(
        (
            f"SELECT * FROM (SELECT {key}, {out} FROM {t} x WHERE {where} ORDER BY {key}{down}"
            f" LIMIT {n}{offset}) z",
            f"SELECT * FROM (SELECT {key}, {out} FROM {t} x ORDER BY {key} LIMIT {n}{offset}) x"
            f" WHERE {where}"
            if all(c in (key, out) for c in _columns(where))
            else f"SELECT {key}, {out} FROM {t} x WHERE {where}",
            f"SELECT {key}, {out} FROM {t} x WHERE {where} ORDER BY {key} LIMIT {n}",
            f"SELECT {key}, {out} FROM {t} x WHERE {where} ORDER BY {out}, {key} LIMIT {n}{offset}",
            f"SELECT DISTINCT {key}, {out} FROM {t} x WHERE {where} ORDER BY {key}"
            f" LIMIT {n}{offset}",
        )
    )
    return first, second


def grouping_sets(h: Holes) -> Pair:
    t, agg = h.table(), h.aggregate("x")
    a, b = h.random.sample(("x.a", "x.b", "x.c", "x.s"), 2)
    kind = h.random.choice(("ROLLUP", "CUBE", "SETS"))
    first = f"SELECT {a}, {b}, {agg} FROM {t} x GROUP BY " + (
        f"{kind} ({a}, {b})" if kind != "SETS" else f"GROUPING SETS (({a}, {b}), ({a}), ())"
    )
    null = "CAST(NULL AS VARCHAR(5))" if "s" in b else "CAST(NULL AS INTEGER)"
    nulla = "CAST(NULL AS VARCHAR(5))" if "s" in a else "CAST(NULL AS INTEGER)"
    parts = [
        f"SELECT {a}, {b}, {agg} FROM {t} x GROUP BY {a}, {b}",
        f"SELECT {a}, {null}, {agg} FROM {t} x GROUP BY {a}",
    ]
    if kind == "CUBE" or h.random.random() < 0.1:
        parts.append(f"SELECT {nulla}, {b}, {agg} FROM {t} x GROUP BY {b}")
    if h.random.random() < 0.8:
        parts.append(f"SELECT {nulla}, {null}, {agg} FROM {t} x")
    else:
        parts.append(f"SELECT {nulla}, {null}, {agg} FROM {t} x GROUP BY ()")
    return first, " UNION ALL ".join(parts)


def nested(h: Holes) -> Pair:
    t, u, on, on2 = h.table(), h.table(), h.on("x", "y"), h.equal("y", "z")
    out = h.any("x")
    first = (
        f"SELECT {out} FROM {t} x WHERE EXISTS (SELECT 1 FROM {u} y WHERE {on}"
        f" AND EXISTS (SELECT 1 FROM {t} z WHERE {on2}))"
    )
    distinct = h.random.choice(("", "DISTINCT "))
    second = h.random.choice(
        (
            f"SELECT {out} FROM {t} x WHERE EXISTS (SELECT 1 FROM {u} y JOIN {t} z ON {on2}"
            f" WHERE {on})",
            f"SELECT {distinct}{out} FROM {t} x JOIN {u} y ON {on} JOIN {t} z ON {on2}",
            f"SELECT {out} FROM {t} x WHERE EXISTS (SELECT 1 FROM {u} y WHERE {on})",
        )
    )
    return first, second


def associativity(h: Holes) -> Pair:
    t, u, v = h.table(), h.table(), h.table()
    on, on2 = h.on("x", "y"), h.on(h.random.choice("xyy"), "z")
    kinds = [
        h.random.choice(("JOIN", "LEFT JOIN", "LEFT JOIN", "FULL JOIN", "RIGHT JOIN")) for _ in "ab"
    ]
    out = f"{h.any('x')}, {h.any('y')}, {h.any('z')}"
    first = f"SELECT {out} FROM {t} x {kinds[0]} {u} y ON {on} {kinds[1]} {v} z ON {on2}"
    if on2.find("x.") < 0:
        second = f"SELECT {out} FROM {t} x {kinds[0]} ({u} y {kinds[1]} {v} z ON {on2}) ON {on}"
    elif on2.find("y.") < 0:
        second = f"SELECT {out} FROM {t} x {kinds[1]} {v} z ON {on2} {kinds[0]} {u} y ON {on}"
    else:
        second = f"SELECT {out} FROM {t} x {kinds[0]} {u} y ON {on} JOIN {v} z ON {on2}"
    return first, second


def lateral(h: Holes) -> Pair:
    t, u, on, agg = h.table(), h.table(), h.equal("x", "y"), h.aggregate("y")
    out, n = h.any("x"), h.any("y")
    if h.random.random() < 0.5:
        first = f"SELECT {out}, z.v FROM {t} x, LATERAL (SELECT {agg} AS v FROM {u} y WHERE {on}) z"
        return first, f"SELECT {out}, (SELECT {agg} FROM {u} y WHERE {on}) AS v FROM {t} x"
    first = f"SELECT {out}, z.v FROM {t} x, LATERAL (SELECT {n} AS v FROM {u} y WHERE {on}) z"
    kind = h.random.choice(("JOIN", "LEFT JOIN"))
    return first, f"SELECT {out}, {n} FROM {t} x {kind} {u} y ON {on}"


def constants(h: Holes) -> Pair:
    t, x = h.table(), h.number("x")
    out = h.any("x")
    p = h.test("x")
    tests = h.random.choice(
        (
            (f"{x} = {x}", f"{x} IS NOT NULL"),
            (f"({x} > 1) IS NOT NULL", f"{x} IS NOT NULL"),
            (f"NOT ({p})", f"({p}) IS FALSE"),
            (f"NOT ({p})", f"({p}) IS NOT TRUE"),
            (f"({p}) OR NOT ({p})", f"({p}) IS NOT NULL"),
            (f"({p}) OR NOT ({p})", "TRUE"),
            (f"({p}) AND NOT ({p})", "FALSE"),
            (f"CASE WHEN {p} THEN 1 ELSE 0 END = 1", p),
            (f"CASE WHEN {p} THEN 0 ELSE 1 END = 0", p),
            (f"CASE WHEN {p} THEN 0 ELSE 1 END = 1", f"NOT ({p})"),
            (f"COALESCE(({p}), FALSE)", p),
            (f"COALESCE({x}, 0) = 0", f"{x} = 0 OR {x} IS NULL"),
            (f"NULLIF({x}, 0) IS NULL", f"{x} = 0"),
            (f"NULLIF({x}, 0) IS NULL", f"{x} = 0 OR {x} IS NULL"),
            (f"{x} + 1 > 1", f"{x} > 0"),
            (f"{x} * 2 = 2", f"{x} = 1"),
            (f"{x} * 2 > 3", f"{x} >= 2"),
            (f"{x} > 0 AND {x} < 2", f"{x} = 1"),
            (f"{x} NOT IN (0, NULL)", "FALSE"),
            (f"{x} IN (0, NULL)", f"{x} = 0"),
            (f"{x} BETWEEN 1 AND 0", "FALSE"),
            (f"{x} / 2 = 0", f"{x} BETWEEN -1 AND 1"),
            (f"{x} % 2 = 0", f"{x} % 2 <> 1"),
            (f"CAST({x} AS DECIMAL(8, 2)) = 1", f"{x} = 1"),
            (f"CAST({x} AS INTEGER) = 1", f"{x} = 1"),
            (f"CAST({x} AS VARCHAR(5)) = '1'", f"{x} = 1"),
            ("x.s || 'a' = 'aa'", "x.s = 'a'"),
            ("x.s LIKE 'a%'", "x.s >= 'a'"),
            ("x.s LIKE 'a'", "x.s = 'a'"),
            ("x.s >= ''", "x.s IS NOT NULL"),
            ("UPPER(x.s) = 'A'", "x.s = 'a'"),
            ("x.f = TRUE", "x.f"),
            ("x.f <> TRUE", "NOT x.f"),
            ("x.f > FALSE", "x.f"),
            ("x.d > 1 AND x.d < 2", "x.d = 1.5"),
            ("x.d + 0.5 = 2", "x.d = 1.5"),
            ("x.d * 2 = 3", "x.d = 1.5"),
            ("CAST(x.d AS INTEGER) = 1", "x.d >= 0.5 AND x.d < 1.5"),
            ("CAST(x.d AS DECIMAL(5, 1)) = x.d", "x.d IS NOT NULL"),
        )
    )
    texts = [f"SELECT {out}, {x} FROM {t} x WHERE {test}" for test in tests]
    return texts[0], texts[1]


TEMPLATES: tuple[Template, ...] = (
    *(join_elimination, self_join, in_exists, in_join, outer_anti, outer_inner, push_down),
    *(distinct_group, union_or, set_operation, aggregate_forms, rollup, having, group_without),
    *(singleton, scalar_subquery, scalar_join, quantified, aggregate_over_join, limits),
    *(grouping_sets, nested, associativity, lateral, constants),
)


@dataclass(frozen=True)
class Drawn:
    """A pair over a schema, and how it came about."""

    name: str
    ddl: str
    first: str
    second: str


def pairs(seed: int, count: int, each: int = 12) -> Iterator[Drawn]:
    """Random pairs; a schema serves for `each` of them."""
    from sqlglot.errors import SqlglotError

    random = Random(seed)
    ddl = ""
    for number in range(count):
        if number % each == 0:
            ddl = schema(random)
        template = TEMPLATES[number % len(TEMPLATES)]
        first, second = template(Holes(random))
        name = template.__name__
        if random.random() < 0.4:
            try:
                second = changed(second, random)
                name += " changed"
            except SqlglotError:
                pass
        if random.random() < 0.2:
            first, second = wrapped(first, second, random)
            name += " inside"
        if random.random() < 0.5:
            first, second = second, first
        yield Drawn(f"{seed}.{number} {name}", ddl, first, second)


def changed(text: str, random: Random) -> str:
    """One of the mutants of a query."""
    from benchmarks.sql_mutations import mutants

    found = [mutant for _, mutant in mutants(text, "postgres")]
    return random.choice(found) if found else text


def wrapped(first: str, second: str, random: Random) -> tuple[str, str]:
    """Both queries inside of another one."""
    outer = random.choice(
        (
            "SELECT COUNT(*) FROM ({}) w",
            "SELECT DISTINCT * FROM ({}) w",
            "SELECT * FROM ({}) w UNION ALL SELECT * FROM ({}) w2",
            "SELECT t0.a FROM t0 WHERE EXISTS (SELECT 1 FROM ({}) w)",
            "SELECT t0.a FROM t0 WHERE NOT EXISTS (SELECT 1 FROM ({}) w)",
            "SELECT t0.a, w.* FROM t0 LEFT JOIN ({}) w ON TRUE",
            "SELECT t0.a, (SELECT COUNT(*) FROM ({}) w) AS n FROM t0",
        )
    )
    return outer.replace("{}", first), outer.replace("{}", second)
