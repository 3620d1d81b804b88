"""Small random databases that meet the constraints: few values, many collisions, some NULLs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lemmata.sql.database import Constraints, Tables
from lemmata.sql.pools import Pools, fits
from lemmata.sql.schema import ForeignKey, Table
from lemmata.sql.types import Row, SqlType, Value

TRIES = 12
MOST = 4
SIZES = ((0, 1, 1, 2), (1, 1, 2, 2), (1, 2, 2, 3), (0, 2, 3, 4), (2, 3, 4, 4))


@dataclass
class Mood:
    """What one database is like: rows for each table, how often NULL, how few values.

    `hinted` says how often a column gets a value that it is compared with, `satisfied` how often
    that is one that makes the comparison true. A `share` picks the values at the same share of
    every list of them, so that alternatives written side by side stay together. Columns of keys
    draw from `wide` values, if it is not 0, and so do all others if it is `spread`.
    """

    sizes: tuple[int, ...]
    nulls: float
    hinted: float
    satisfied: float
    share: float | None
    repeats: float
    values: int
    wide: int = 0
    spread: bool = False


def generate(random: Random, constraints: Constraints, pools: Pools, largest: int = MOST) -> Tables:
    """A database of at most `largest` rows a table; beyond `MOST`, of about as many.

    It may violate a cyclic foreign key, so ask the constraints.
    """
    sizes: tuple[int, ...] = random.choice(SIZES)
    if largest > MOST:
        sizes = (1, largest // 2, largest - 1, largest, largest)
    mood = Mood(
        tuple(min(size, largest) for size in sizes),
        random.choice((0.0, 0.0, 0.25, 0.25, 0.5)),
        random.choice((0.2, 0.5, 0.8, 1.0, 1.0)),
        random.choice((0.5, 0.9, 1.0)),
        random.choice((None, random.random())),
        random.choice((0.0, 0.3, 0.6)),
        random.choice((1, 2, 2, 3, 4)),
        2 * largest if largest > MOST else 0,
        largest > MOST and random.random() < 0.5,
    )
    return _Generator(random, constraints, pools, mood).tables()


class _Generator:
    def __init__(self, random: Random, constraints: Constraints, pools: Pools, mood: Mood) -> None:
        self.random, self.constraints, self.pools, self.mood = random, constraints, pools, mood
        self.found: Tables = {}
        self._few: dict[SqlType, list[Value]] = {}

    def tables(self) -> Tables:
        for table in self.constraints.tables:
            rows: list[Row] = []
            self.found[table.name] = rows
            wanted = self.random.choice(self.mood.sizes)
            for _ in range(wanted * TRIES):
                if len(rows) >= wanted:
                    break
                row = self._row(table, rows)
                if row is not None and self._admissible(table, rows, row):
                    rows.append(row)
        return self.found

    def _row(self, table: Table, rows: list[Row]) -> Row | None:
        """A row, or None where a parent's row is needed and there is none."""
        fresh = [self._value(table, i) for i in range(len(table.columns))]
        if rows and self.random.random() < self.mood.repeats:
            old = self.random.choice(rows)
            keyed = {i for key in table.keys for i in key}
            kept = [i not in keyed and self.random.random() < 0.8 for i in range(len(old))]
            fresh = [old[i] if kept[i] else fresh[i] for i in range(len(old))]
        for foreign in table.foreign_keys:
            if not self._refer(table, foreign, fresh):
                return None
        return tuple(fresh)

    def _refer(self, table: Table, foreign: ForeignKey, row: list[Value]) -> bool:
        """Let a foreign key point at a row of its parent, or be NULL."""
        optional = [i for i in foreign.columns if table.columns[i].nullable]
        parents = self.found.get(foreign.parent, [])
        if optional and (not parents or self.random.random() < self.mood.nulls):
            row[self.random.choice(optional)] = None
            return True
        if not parents:
            return foreign.parent == table.name and self._refers_to_itself(foreign, row)
        parent = self.random.choice(parents)
        for here, there in zip(foreign.columns, foreign.parent_columns, strict=True):
            row[here] = parent[there]
        return True

    def _refers_to_itself(self, foreign: ForeignKey, row: list[Value]) -> bool:
        for here, there in zip(foreign.columns, foreign.parent_columns, strict=True):
            row[here] = row[there]
        return True

    def _value(self, table: Table, index: int) -> Value:
        column = table.columns[index]
        if column.nullable and self.random.random() < self.mood.nulls:
            return None
        keyed = any(index in key for key in table.keys)
        if self.mood.wide and (keyed or self.mood.spread):
            return self._numbered(column.type)
        if self.random.random() < self.mood.hinted:
            good, other = self.pools.hints.get((table.name, index), ([], []))
            chosen = good if self.random.random() < self.mood.satisfied else other
            hints = [v for v in chosen or good if fits(v, column.type)]
            if hints and self.mood.share is not None:
                return hints[int(self.mood.share * len(hints))]
            if hints:
                return self.random.choice(hints)
        if self.random.random() < 0.15:
            return self._any(column.type)
        return self.random.choice(self._chosen(column.type))

    def _numbered(self, kind: SqlType) -> Value:
        """One of many values of a type."""
        number = self.random.randrange(self.mood.wide)
        if kind.numeric:
            return number
        if kind.kind in ("date", "timestamp"):
            day = self._any(kind)
            assert isinstance(day, date)
            return day + timedelta(days=number)
        return f"{number:x}" if kind.textual else self._any(kind)

    def _any(self, kind: SqlType) -> Value:
        values = self.pools.of(kind)
        return self.random.choice(values) if values else _fallback(kind)

    def _chosen(self, kind: SqlType) -> list[Value]:
        """The few values that this database uses for a type."""
        if kind not in self._few:
            values = self.pools.of(kind) or [_fallback(kind)]
            self._few[kind] = self.random.sample(values, min(self.mood.values, len(values)))
        return self._few[kind]

    def _admissible(self, table: Table, rows: list[Row], row: Row) -> bool:
        for i, column in enumerate(table.columns):
            if row[i] is None and not column.nullable:
                return False
        for key in table.keys:
            new = [row[i] for i in key]
            if None not in new and any(new == [old[i] for i in key] for old in rows):
                return False
        return self.constraints.admits(table, row)


def _fallback(kind: SqlType) -> Value:
    return 0 if kind.numeric else "a"
