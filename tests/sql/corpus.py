"""A small shop as a schema, and queries over it that use every operator of the algebra."""

from __future__ import annotations

from functools import cache

from lemmata.errors import Source
from lemmata.sql.algebra import Plan
from lemmata.sql.ddl import read_schema
from lemmata.sql.dialects import dialect_named
from lemmata.sql.lowering import lower
from lemmata.sql.schema import Schema

DDL = """
CREATE TABLE city (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, region VARCHAR(10));
CREATE TABLE person (
    id INTEGER PRIMARY KEY, name VARCHAR(20), city INTEGER REFERENCES city (id),
    age INTEGER, born DATE, CHECK (age >= 0)
);
CREATE TABLE item (code VARCHAR(5) UNIQUE, price DECIMAL(8, 2) NOT NULL, stock INTEGER);
CREATE TABLE sale (
    person INTEGER NOT NULL, line INTEGER NOT NULL, code VARCHAR(5), amount INTEGER, day DATE,
    PRIMARY KEY (person, line),
    FOREIGN KEY (person) REFERENCES person (id),
    FOREIGN KEY (code) REFERENCES item (code)
);
CREATE TABLE loose (a INTEGER, b INTEGER, c VARCHAR(3), d BOOLEAN);
CREATE TABLE log (at TIMESTAMP, level INTEGER, until TIMESTAMP NOT NULL);
"""

QUERIES = """
SELECT * FROM person WHERE age > 1
SELECT name, age + 1 AS next, -age FROM person WHERE NOT (age = 1) OR city IS NULL
SELECT * FROM loose WHERE a = b AND (a <> 1 OR b IS NOT NULL)
SELECT a, b FROM loose WHERE (a = 1) IS TRUE OR (b > a) IS NOT FALSE
SELECT a IS NOT DISTINCT FROM b, a IS DISTINCT FROM 1 FROM loose
SELECT a BETWEEN b AND 2, a NOT BETWEEN 0 AND b FROM loose
SELECT a IN (1, 2, NULL), b NOT IN (0, 1) FROM loose
SELECT CASE WHEN a > b THEN 'more' WHEN a = b THEN 'same' ELSE c END FROM loose
SELECT CASE a WHEN 1 THEN b WHEN NULL THEN 5 END, COALESCE(a, b, 0), NULLIF(a, b) FROM loose
SELECT c || 'x', UPPER(c), LOWER(c), LENGTH(c), TRIM(c), SUBSTRING(c, 1, 2) FROM loose
SELECT c FROM loose WHERE c LIKE 'a%' OR c LIKE '_' OR c NOT LIKE '%b'
SELECT level FROM log WHERE at >= '2000-01-01 10:30:00' OR at < DATE '2000-01-01'
SELECT at, CAST(at AS DATE), EXTRACT(DAY FROM until) FROM log WHERE at < until
SELECT at + INTERVAL '2' DAY, until - INTERVAL '1' MONTH FROM log
SELECT MAX(at), COUNT(DISTINCT until) FROM log GROUP BY level
SELECT ABS(a), a * b - 2, a % 2 FROM loose
SELECT ROUND(price), ROUND(price * 1.25, 1), SQRT(ABS(stock)), POWER(stock, 2) FROM item
SELECT LEFT(c, 1), RIGHT(c, 1), REVERSE(c), POSITION('a' IN c) FROM loose
SELECT GREATEST(a, 1, b), LEAST(a, b) FROM loose WHERE a IS NOT NULL AND b IS NOT NULL
SELECT STDDEV_POP(a), STDDEV_SAMP(b) FROM loose
SELECT d, NOT d, d AND a = 1, d OR NULL FROM loose WHERE d OR a > 0
SELECT CAST(a AS VARCHAR(10)), CAST(d AS INTEGER) FROM loose
SELECT price * 2, price + 1, price > 1.5, price = 1 FROM item
SELECT born < DATE '2000-01-15', born = DATE '2000-01-01' FROM person
SELECT p.name, c.name FROM person p JOIN city c ON p.city = c.id
SELECT p.name, c.region FROM person p LEFT JOIN city c ON p.city = c.id AND c.region = 'a'
SELECT p.id, c.id FROM person p RIGHT JOIN city c ON p.city = c.id
SELECT p.id, c.id, c.name FROM person p FULL JOIN city c ON p.city = c.id AND p.age > 0
SELECT p.id, c.id FROM person p CROSS JOIN city c WHERE p.age < 2
SELECT p.id, q.id FROM person p, person q, city c WHERE p.city = c.id AND q.city = c.id
SELECT * FROM person p JOIN sale s ON p.id = s.person LEFT JOIN item i ON i.code = s.code
SELECT code, line, stock FROM sale JOIN item USING (code)
SELECT code, amount FROM sale LEFT JOIN item USING (code) WHERE price IS NULL
SELECT id, c.name FROM city c FULL JOIN person p USING (id)
SELECT x.a, y.b FROM loose x LEFT JOIN (loose y JOIN loose z ON y.a = z.b) ON x.a = y.a
SELECT DISTINCT a, c FROM loose
SELECT a FROM loose UNION SELECT b FROM loose
SELECT a FROM loose UNION ALL SELECT b FROM loose UNION ALL SELECT 1
SELECT a, b FROM loose EXCEPT SELECT b, a FROM loose
SELECT a FROM loose EXCEPT ALL SELECT b FROM loose
SELECT a FROM loose INTERSECT SELECT b FROM loose
SELECT a FROM loose INTERSECT ALL SELECT b FROM loose
SELECT a FROM loose UNION ALL SELECT b FROM loose INTERSECT SELECT 1
SELECT a, COUNT(*), COUNT(b), SUM(b), MIN(b), MAX(b), AVG(b) FROM loose GROUP BY a
SELECT COUNT(*), COUNT(a), SUM(a), MIN(c), MAX(a) FROM loose
SELECT COUNT(DISTINCT a), SUM(DISTINCT a), COUNT(DISTINCT c) FROM loose GROUP BY b
SELECT COUNT(*) FILTER (WHERE a > b), SUM(a) FILTER (WHERE d) FROM loose
SELECT a + b, COUNT(*) FROM loose GROUP BY a + b HAVING COUNT(*) > 1 OR a + b = 1
SELECT c FROM loose GROUP BY c HAVING MAX(a) > MIN(b)
SELECT 'k', COUNT(*) FROM loose GROUP BY 'k'
SELECT a, b, SUM(a) FROM loose GROUP BY GROUPING SETS ((a, b), (a), ())
SELECT a, b, COUNT(*), GROUPING(a, b) FROM loose GROUP BY ROLLUP (a, b)
SELECT a, c, COUNT(*) FROM loose GROUP BY CUBE (a, c)
SELECT a, b, COUNT(*) FROM loose GROUP BY a, ROLLUP (b)
SELECT COUNT(*) FROM loose GROUP BY ()
SELECT 1 FROM loose HAVING COUNT(*) = 0
SELECT MAX(n) FROM (SELECT a, COUNT(*) AS n FROM loose GROUP BY a) AS g
SELECT VAR_POP(a), VAR_SAMP(a) FROM loose GROUP BY b
SELECT id FROM person WHERE city IN (SELECT id FROM city WHERE region = 'a')
SELECT id FROM person WHERE city NOT IN (SELECT a FROM loose)
SELECT a FROM loose WHERE (a, b) IN (SELECT b, a FROM loose)
SELECT a FROM loose WHERE (a, b) NOT IN (SELECT b, a FROM loose WHERE c = 'a')
SELECT id FROM city c WHERE EXISTS (SELECT 1 FROM person p WHERE p.city = c.id)
SELECT id FROM city c WHERE NOT EXISTS (SELECT * FROM person p WHERE p.city = c.id AND p.age > 0)
SELECT id, (SELECT COUNT(*) FROM person p WHERE p.city = c.id) FROM city c
SELECT id, (SELECT MAX(age) FROM person p WHERE p.city = c.id) AS oldest FROM city c
SELECT a > ALL (SELECT b FROM loose), a = ANY (SELECT b FROM loose WHERE b > 0) FROM loose
SELECT a <= ANY (SELECT b FROM loose), a <> ALL (SELECT b FROM loose) FROM loose
SELECT c.id FROM city c WHERE c.id = (SELECT MIN(p.city) FROM person p WHERE p.age >= c.id)
SELECT SUM(a) FROM loose x WHERE b IN (SELECT b FROM loose y WHERE y.a = x.a AND y.c <> x.c)
SELECT c.id, s.n FROM city c, LATERAL (SELECT COUNT(*) AS n FROM person p WHERE p.city = c.id) s
SELECT c.id, s.age FROM city c LEFT JOIN LATERAL (SELECT age FROM person WHERE city = c.id) s ON 1=1
SELECT a FROM loose ORDER BY a LIMIT 2
SELECT a, b FROM loose ORDER BY a DESC NULLS LAST, b, c, d LIMIT 1 OFFSET 1
SELECT a, b FROM loose ORDER BY b + a, a LIMIT 3
SELECT id FROM person ORDER BY id DESC LIMIT 1
SELECT a FROM loose LIMIT 0
SELECT MAX(a) FROM (SELECT a FROM loose ORDER BY a, b LIMIT 2) AS t
(SELECT a FROM loose ORDER BY a LIMIT 1) UNION ALL (SELECT b FROM loose ORDER BY b LIMIT 1)
SELECT a FROM loose UNION ALL SELECT b FROM loose ORDER BY a LIMIT 1
WITH t AS (SELECT a, COUNT(*) AS n FROM loose GROUP BY a) SELECT x.a FROM t x JOIN t y ON x.n = y.n
WITH t (u, v) AS (SELECT a, b FROM loose), s AS (SELECT u FROM t) SELECT * FROM s WHERE u > 0
SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v(n, t) WHERE n > 1 OR t = 'a'
SELECT v.n, l.a FROM (VALUES (0), (1)) AS v(n) LEFT JOIN loose l ON l.a = v.n
SELECT 1, NULL, TRUE, 'it''s', 1.50
SELECT a, RANK() OVER (PARTITION BY b ORDER BY a) FROM loose
SELECT a, SUM(a) OVER (PARTITION BY b), COUNT(*) OVER (ORDER BY a) FROM loose
SELECT a FROM loose WHERE NULL
SELECT a FROM loose WHERE a = NULL OR NOT (b = NULL)
SELECT p.name FROM person p WHERE p.age > (SELECT AVG(q.age) FROM person q)
SELECT i.code, SUM(s.amount * i.price) FROM sale s JOIN item i ON i.code = s.code GROUP BY i.code
SELECT day, COUNT(*) FROM sale WHERE day >= DATE '2000-01-01' GROUP BY day
SELECT EXTRACT(YEAR FROM day), EXTRACT(MONTH FROM day) FROM sale
""".strip().splitlines()


@cache
def shop() -> Schema:
    """The schema."""
    return read_schema(Source("shop", DDL))


def plan_of(text: str, dialect: str = "postgres", schema: Schema | None = None) -> Plan:
    """The plan of a query over the shop."""
    return lower(Source("query", text), schema or shop(), dialect_named(dialect))
