"""Random schemas, and random columns, conditions and aggregates for templates of queries."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

COLUMNS = ("k", "a", "b", "c", "s", "d", "f")
TYPES = {
    "k": "INTEGER",
    "a": "INTEGER",
    "b": "INTEGER",
    "c": "INTEGER",
    "s": "VARCHAR(5)",
    "d": "DECIMAL(6, 2)",
    "f": "BOOLEAN",
}
INTS = ("k", "a", "b", "c")
OPS = ("=", "<>", "<", "<=", ">", ">=")


def schema(random: Random) -> str:
    """Three tables with random constraints, as DDL."""
    tables: list[tuple[str, tuple[str, ...]]] = []
    for number in range(3):
        parts, keyed = [], random.choice((("k",), ("k",), ("k", "a"), ("a",), (), ("s",)))
        for name in COLUMNS:
            needed = name in keyed or random.random() < 0.35
            parts.append(f"{name} {TYPES[name]}{' NOT NULL' if needed else ''}")
        if keyed:
            parts.append(f"PRIMARY KEY ({', '.join(keyed)})")
        if random.random() < 0.4:
            parts.append(f"UNIQUE ({', '.join(random.sample(INTS, random.choice((1, 1, 2))))})")
        if number and tables[0][1] in (("k",), ("a",)) and random.random() < 0.6:
            (parent,) = tables[0][1]
            own = random.choice(("b", "c", "a"))
            parts.append(f"FOREIGN KEY ({own}) REFERENCES t0 ({parent})")
        if random.random() < 0.4:
            left, right = random.choice(INTS), random.choice((*INTS, "0", "1"))
            parts.append(f"CHECK ({left} {random.choice(OPS)} {right})")
        tables.append((f"CREATE TABLE t{number} ({', '.join(parts)});", keyed))
    return "\n".join(text for text, _ in tables)


@dataclass
class Holes:
    """What is filled into the templates."""

    random: Random

    def table(self) -> str:
        return self.random.choice(("t0", "t1", "t2"))

    def whole(self, name: str) -> str:
        column = self.random.choice(INTS)
        return f"{name}.{column}" if name else column

    def column(self, name: str) -> str:
        column = self.random.choice(COLUMNS)
        return f"{name}.{column}" if name else column

    def number(self, name: str, depth: int = 0) -> str:
        roll = self.random.random()
        first = self.whole(name)
        if roll < 0.55 or depth > 1:
            return first
        other = self.random.choice((self.whole(name), "1", "2", "0"))
        return self.random.choice(
            (
                f"({first} + {other})",
                f"({first} - {other})",
                f"({first} * {other})",
                f"COALESCE({first}, {other})",
                f"NULLIF({first}, {other})",
                f"CASE WHEN {self.test(name, depth + 1)} THEN {first} END",
                f"CASE WHEN {self.test(name, depth + 1)} THEN {first} ELSE {other} END",
                f"ABS({first})",
                f"-{first}",
                f"{name}.d" if name else "d",
            )
        )

    def test(self, name: str, depth: int = 0) -> str:
        roll = self.random.random()
        if roll < 0.5 or depth > 1:
            left = self.number(name, depth + 1) if depth == 0 else self.whole(name)
            right = self.random.choice((self.whole(name), "0", "1", "2"))
            return f"{left} {self.random.choice(OPS)} {right}"
        one, two = self.whole(name), self.random.choice(("0", "1", "2"))
        dot = f"{name}." if name else ""
        return self.random.choice(
            (
                f"{one} IS NULL",
                f"{one} IS NOT NULL",
                f"{self.column(name)} IS NOT NULL",
                f"{one} IN (0, 1, NULL)" if roll > 0.93 else f"{one} IN (0, 1)",
                f"{one} NOT IN (0, 1)",
                f"{one} BETWEEN 0 AND {two}",
                f"{one} IS DISTINCT FROM {two}",
                f"{one} IS NOT DISTINCT FROM {self.whole(name)}",
                f"{dot}f",
                f"NOT {dot}f",
                f"{dot}f IS NOT TRUE",
                f"{dot}s = 'a'",
                f"{dot}s < 'b'",
                f"{dot}d > 1.5",
                f"({self.test(name, depth + 1)} AND {self.test(name, depth + 1)})",
                f"({self.test(name, depth + 1)} OR {self.test(name, depth + 1)})",
                f"NOT ({self.test(name, depth + 1)})",
            )
        )

    def equal(self, x: str, y: str) -> str:
        """An equation between two tables."""
        if self.random.random() < 0.35:
            column = self.random.choice(INTS)
            return f"{x}.{column} = {y}.{column}"
        if self.random.random() < 0.25:
            return f"{x}.{self.random.choice('bca')} = {y}.k"
        return f"{self.whole(x)} = {self.whole(y)}"

    def on(self, x: str, y: str) -> str:
        extra = self.random.random()
        if extra < 0.25:
            return f"{self.equal(x, y)} AND {self.equal(x, y)}"
        if extra < 0.4:
            return f"{self.equal(x, y)} AND {self.test(self.random.choice((x, y)))}"
        return self.equal(x, y)

    def aggregate(self, name: str) -> str:
        arg = self.number(name)
        dot = f"{name}." if name else ""
        return self.random.choice(
            (
                "COUNT(*)",
                f"COUNT({arg})",
                f"COUNT(DISTINCT {arg})",
                f"SUM({arg})",
                f"SUM(DISTINCT {arg})",
                f"MIN({arg})",
                f"MAX({arg})",
                f"AVG({arg})",
                f"MIN({dot}s)",
                f"BOOL_AND({dot}f)",
                f"BOOL_OR({dot}f)",
                f"COUNT(*) FILTER (WHERE {self.test(name)})",
                f"SUM({arg}) FILTER (WHERE {self.test(name)})",
            )
        )
