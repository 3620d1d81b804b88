"""Templates of nearly equal queries: groups, aggregates, DISTINCT, LIMIT."""

from __future__ import annotations

from benchmarks.sql_holes import OPS, Holes

Pair = tuple[str, str]


def aggregate_forms(h: Holes) -> Pair:
    t, key, arg, p = h.table(), h.column("x"), h.number("x"), h.test("x")
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
    t, key, more, arg = h.table(), h.whole("x"), h.whole("x"), h.number("x")
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
    t, key, agg = h.table(), h.whole("x"), h.aggregate("x")
    test = f"{key} {h.random.choice(OPS)} {h.random.choice('012')}"
    if h.random.random() < 0.3:
        other = h.whole("x")
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
    t, key, other, agg = h.table(), h.column("x"), h.column("x"), h.aggregate("x")
    where = h.random.choice(("", f" WHERE {h.test('x')}"))
    second = h.random.choice(
        (
            f"SELECT {key}, {agg} FROM {t} x{where} GROUP BY {key}",
            f"SELECT {key}, {agg} FROM {t} x{where} GROUP BY {key}, {other}, {h.column('x')}",
            f"SELECT DISTINCT {key}, {agg} FROM {t} x{where} GROUP BY {key}, {other}",
        )
    )
    return f"SELECT {key}, {agg} FROM {t} x{where} GROUP BY {key}, {other}", second


def singleton(h: Holes) -> Pair:
    t, key, arg = h.table(), h.column("x"), h.number("x")
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
    t, u, x, y, agg = h.table(), h.table(), h.whole("x"), h.whole("y"), h.aggregate("y")
    p = h.random.choice(("", f" AND {h.test('y')}"))
    out = h.column("x")
    first = f"SELECT {out}, (SELECT {agg} FROM {u} y WHERE {y} = {x}{p}) AS v FROM {t} x"
    value = h.random.choice(("z.v", "z.v", "COALESCE(z.v, 0)")) if "BOOL" not in agg else "z.v"
    if "MIN(y.s)" in agg:
        value = "z.v"
    kind = h.random.choice(("LEFT JOIN", "LEFT JOIN", "JOIN"))
    inner = f"SELECT {y} AS g, {agg} AS v FROM {u} y{' WHERE ' + p[5:] if p else ''} GROUP BY {y}"
    return first, f"SELECT {out}, {value} AS v FROM {t} x {kind} ({inner}) z ON z.g = {x}"


def aggregate_over_join(h: Holes) -> Pair:
    t, u, on, key = h.table(), h.table(), h.equal("x", "y"), h.whole("x")
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


def distinct_group(h: Holes) -> Pair:
    t, cols = h.table(), ", ".join(dict.fromkeys((h.column("x"), h.column("x"), h.whole("x"))))
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


def limits(h: Holes) -> Pair:
    t, key, out, n = h.table(), h.column("x"), h.column("x"), h.random.choice((0, 1, 1, 2))
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
