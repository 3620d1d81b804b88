"""Disjoint cases become a tree of simple matches.

    f(0, y) = r1                 match x0 with
    f(S(x), 0) = r2       ->     | 0 => r1
    f(S(x), S(y)) = r3           | S x0_0 => match x1 with 0 => r2 | S x1_0 => r3 end end

The column matched next is one in which every remaining case has a constructor, if there is one;
then each case holds by computation alone. A tuple that no case matches ends in a `Missing` leaf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lemmata.export.typetheory.tables import Sort, Tables
from lemmata.export.typetheory.world import World


@dataclass(frozen=True)
class Column:
    """A place that can be matched: its identifier, its sort, and the argument it belongs to."""

    name: str
    sort: Sort
    argument: int


@dataclass(frozen=True)
class Leaf:
    """A case is reached. `bound` names its variables, `parts` the subterms of its patterns."""

    case: int
    bound: Mapping[int, str]
    parts: Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Missing:
    """No case is left."""


@dataclass(frozen=True)
class Switch:
    """A match on a place: for each constructor the places of its fields and what follows."""

    column: Column
    branches: tuple[tuple[str, tuple[Column, ...], Tree], ...]


Tree = Leaf | Missing | Switch


@dataclass
class _Row:
    """A case under way: the patterns still to be matched, `None` for anything."""

    case: int
    patterns: dict[str, int | None]
    bound: dict[int, str] = field(default_factory=dict)
    parts: dict[tuple[int, int], str] = field(default_factory=dict)


def compile_cases(
    world: World, tables: Tables, sorts: Sequence[Sort], lefts: Sequence[Sequence[int]]
) -> tuple[list[Column], Tree]:
    """Return the columns of the arguments and the tree for the patterns of each case."""
    columns = [Column(place(world, f"x{i}"), sort, i) for i, sort in enumerate(sorts)]
    rows = []
    for case, patterns in enumerate(lefts):
        row = _Row(case, {})
        _enter(tables, row, columns, patterns)
        rows.append(row)
    return columns, _tree(world, tables, columns, rows)


def place(world: World, wish: str) -> str:
    """Return the identifier of a place in the arguments."""
    return world.names.get("place", wish)


def _enter(
    tables: Tables, row: _Row, columns: Sequence[Column], patterns: Sequence[int | None]
) -> None:
    """Put patterns into columns; a variable is bound at once and matches anything."""
    for column, pattern in zip(columns, patterns, strict=True):
        if pattern is not None:
            row.parts[column.argument, pattern] = column.name
            term = tables.terms[pattern]
            if term[0] == "bound":
                row.bound[term[1]] = column.name
                pattern = None
        row.patterns[column.name] = pattern


def _tree(world: World, tables: Tables, columns: Sequence[Column], rows: Sequence[_Row]) -> Tree:
    if not rows:
        return Missing()
    rigid = {c.name: sum(row.patterns[c.name] is not None for row in rows) for c in columns}
    if not any(rigid.values()):
        return Leaf(rows[0].case, rows[0].bound, rows[0].parts)
    chosen = max(columns, key=lambda c: rigid[c.name])
    rest = [c for c in columns if c is not chosen]
    branches: list[tuple[str, tuple[Column, ...], Tree]] = []
    for constructor, sorts in world.constructors(chosen.sort):
        fields = tuple(
            Column(place(world, f"{chosen.name}_{i}"), sort, chosen.argument)
            for i, sort in enumerate(sorts)
        )
        kept = [
            new
            for row in rows
            if (new := _specialise(tables, row, chosen.name, constructor.name, fields))
        ]
        branches.append((constructor.name, fields, _tree(world, tables, [*fields, *rest], kept)))
    return Switch(chosen, tuple(branches))


def _specialise(
    tables: Tables, row: _Row, name: str, constructor: str, fields: Sequence[Column]
) -> _Row | None:
    pattern = row.patterns[name]
    kids: Sequence[int | None] = [None] * len(fields)
    if pattern is not None:
        term = tables.terms[pattern]
        if term[1] != constructor:
            return None
        kids = term[3]
    patterns = {key: value for key, value in row.patterns.items() if key != name}
    new = _Row(row.case, patterns, dict(row.bound), dict(row.parts))
    _enter(tables, new, fields, kids)
    return new


def misses(tree: Tree) -> bool:
    """Say whether some tuple of arguments is matched by no case."""
    if isinstance(tree, Switch):
        return any(misses(below) for _, _, below in tree.branches)
    return isinstance(tree, Missing)
