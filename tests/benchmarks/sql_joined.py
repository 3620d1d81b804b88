"""Templates of nearly equal queries: joins, subqueries, set operations, conditions."""

from __future__ import annotations

from benchmarks.sql_holes import OPS, Holes

Pair = tuple[str, str]


def join_elimination(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out = f"{h.column('x')}, {h.number('x')}"
    kind = h.random.choice(("JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN"))
    where = h.test("x")
    first = f"SELECT {out} FROM {t} x {kind} {u} y ON {on} WHERE {where}"
    more = h.random.choice(("", f" AND {h.whole('x')} IS NOT NULL"))
    return first, f"SELECT {out} FROM {t} x WHERE {where}{more}"


def self_join(h: Holes) -> Pair:
    t, on = h.table(), h.on("x", "y")
    i, j = h.column("x"), h.number("y")
    where = h.test("y")
    first = f"SELECT {i}, {j} FROM {t} x JOIN {t} y ON {on} WHERE {where}"
    return first, f"SELECT {i}, {j} FROM {t} x WHERE {where}".replace("y.", "x.")


def in_exists(h: Holes) -> Pair:
    t, u, x, y = h.table(), h.table(), h.number("x"), h.number("y")
    out, where = h.column("x"), h.test("y")
    neg = h.random.choice(("", "NOT "))
    first = f"SELECT {out} FROM {t} x WHERE {x} {neg}IN (SELECT {y} FROM {u} y WHERE {where})"
    test = f"SELECT 1 FROM {u} y WHERE {where} AND {x} = {y}"
    return first, f"SELECT {out} FROM {t} x WHERE {neg}EXISTS ({test})"


def in_join(h: Holes) -> Pair:
    t, u, x, y = h.table(), h.table(), h.whole("x"), h.whole("y")
    out, where = h.column("x"), h.test("y")
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
    out, null = h.column("x"), h.whole("y")
    first = f"SELECT {out} FROM {t} x LEFT JOIN {u} y ON {on} WHERE {null} IS NULL"
    return first, f"SELECT {out} FROM {t} x WHERE NOT EXISTS (SELECT 1 FROM {u} y WHERE {on})"


def outer_inner(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out, where = f"{h.column('x')}, {h.column('y')}", h.test(h.random.choice("xxy"))
    kinds = h.random.sample(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"), 2)
    texts = [f"SELECT {out} FROM {t} x {kind} {u} y ON {on} WHERE {where}" for kind in kinds]
    return texts[0], texts[1]


def push_down(h: Holes) -> Pair:
    t, u, on = h.table(), h.table(), h.on("x", "y")
    out, side = f"{h.column('x')}, {h.column('y')}", h.random.choice("xy")
    where, kind = h.test(side), h.random.choice(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"))
    first = f"SELECT {out} FROM {t} x {kind} {u} y ON {on} WHERE {where}"
    place = h.random.choice(("on", "inside"))
    if place == "on":
        return first, f"SELECT {out} FROM {t} x {kind} {u} y ON {on} AND {where}"
    inner = {"x": f"{t} x", "y": f"{u} y"}
    inner[side] = f"(SELECT * FROM {inner[side]} WHERE {where}) {side}"
    return first, f"SELECT {out} FROM {inner['x']} {kind} {inner['y']} ON {on}"


def union_or(h: Holes) -> Pair:
    t, cols = h.table(), f"{h.column('x')}, {h.column('x')}"
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
    t, u, x, y = h.table(), h.table(), h.whole("x"), h.whole("y")
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


def scalar_join(h: Holes) -> Pair:
    t, u, y, out, w = h.table(), h.table(), h.column("y"), h.column("x"), h.column("y")
    on = h.on("x", "y")
    first = f"SELECT {out}, (SELECT {w} FROM {u} y WHERE {on}) AS v FROM {t} x"
    kind = h.random.choice(("LEFT JOIN", "LEFT JOIN", "JOIN"))
    del y
    return first, f"SELECT {out}, {w} AS v FROM {t} x {kind} {u} y ON {on}"


def quantified(h: Holes) -> Pair:
    t, u, x, y, p = h.table(), h.table(), h.number("x"), h.number("y"), h.test("y")
    op, out = h.random.choice(OPS), h.column("x")
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


def nested(h: Holes) -> Pair:
    t, u, on, on2 = h.table(), h.table(), h.on("x", "y"), h.equal("y", "z")
    out = h.column("x")
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
    out = f"{h.column('x')}, {h.column('y')}, {h.column('z')}"
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
    out, n = h.column("x"), h.column("y")
    if h.random.random() < 0.5:
        first = f"SELECT {out}, z.v FROM {t} x, LATERAL (SELECT {agg} AS v FROM {u} y WHERE {on}) z"
        return first, f"SELECT {out}, (SELECT {agg} FROM {u} y WHERE {on}) AS v FROM {t} x"
    first = f"SELECT {out}, z.v FROM {t} x, LATERAL (SELECT {n} AS v FROM {u} y WHERE {on}) z"
    kind = h.random.choice(("JOIN", "LEFT JOIN"))
    return first, f"SELECT {out}, {n} FROM {t} x {kind} {u} y ON {on}"


def constants(h: Holes) -> Pair:
    t, x = h.table(), h.number("x")
    out = h.column("x")
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
