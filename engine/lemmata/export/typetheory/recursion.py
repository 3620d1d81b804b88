"""A function on its way into the file: its cases, its tree of matches, where recursion descends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.export.typetheory.descent import Call
from lemmata.export.typetheory.matching import Column, Tree
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Clause
from lemmata.export.typetheory.world import Symbol, World


@dataclass
class Function:
    """A function: its symbol, its cases, and what was made of them."""

    symbol: Symbol
    cases: list[Clause]
    columns: list[Column]
    tree: Tree
    calls: list[Call]

    @property
    def name(self) -> str:
        """Its name in the certificate."""
        return self.symbol.name

    def head(self, world: World, syntax: Syntax, struct: int | None = None) -> str:
        """Return its name, its arguments, the one on which it recurses, and its type."""
        types = world.type_binders(self.symbol.types, self.symbol.needs)
        descent = [self.struct(struct)] if struct is not None else []
        columns = syntax.binders([c.name for c in self.columns], [c.sort for c in self.columns])
        binders = " ".join([self.symbol.text, *types, columns, *descent])
        return f"{' '.join(binders.split())} : {world.sort(self.symbol.result)}"

    def struct(self, j: int) -> str:
        """Return the mark of the argument on which it recurses."""
        return f"{{struct {self.columns[j].name}}}"


def undefined_name(world: World, f: Function) -> str:
    """Return the name of a partial function's values outside its domain."""
    return world.names.get("undefined", f.name, f"{f.symbol.text}_undefined")


def undefined(world: World, f: Function, given: Sequence[str]) -> str:
    """Return the value of a partial function at arguments that no case matches."""
    sorts = [("var", v) for v in f.symbol.types]
    needs = [v for v in f.symbol.types if v in world.needs(f.symbol.result)]
    return world.apply(undefined_name(world, f), f.symbol.types, needs, sorts, given)
