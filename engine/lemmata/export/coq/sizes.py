"""Sizes of values: the number of constructors in the parts whose sorts are datatypes.

    size_Nat (S x) = S (total (size_Nat x :: nil))
    size_List a size_a (cons x xs) = S (total (size_a x :: size_List a size_a xs :: nil))

Values of type variables, of built-in sorts and functions have size 0, unless a size is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lemmata.export.typetheory.tables import Sort, instantiate
from lemmata.export.typetheory.world import World

NAT = "Datatypes.nat"


@dataclass(frozen=True)
class Size:
    """A way to measure values of a sort; without `parts` for a datatype it is 0 everywhere."""

    sort: Sort
    parts: tuple[Size, ...] | None = None

    @property
    def zero(self) -> bool:
        """Whether every value has size 0."""
        return self.parts is None


def size_of(world: World, declared: Sort, by: Mapping[str, Size]) -> Size:
    """Return the size for a sort with type variables, whose own sizes are given."""
    if declared[0] == "var":
        return by[declared[1]]
    sort = instantiate(declared, {v: size.sort for v, size in by.items()})
    if declared[0] not in world.datatypes or declared[0] == "Bool":
        return Size(sort)
    return Size(sort, tuple(size_of(world, s, by) for s in declared[1:]))


def fields(world: World, size: Size, constructor: str) -> list[Size]:
    """Return the sizes of the fields of a constructor."""
    datatype = world.datatypes[size.sort[0]]
    by = dict(zip(datatype.types, size.parts or (), strict=True))
    found = next(c for c in datatype.constructors if c.name == constructor)
    return [size_of(world, f, by) for f in found.fields]


def text(world: World, size: Size) -> str:
    """Return a size as a Coq function."""
    if size.parts is None:
        return f"(fun _ : {world.sort(size.sort)} => Datatypes.O)"
    name = _define(world, size.sort[0])
    given = [*map(world.sort, size.sort[1:]), *(text(world, part) for part in size.parts)]
    return f"({' '.join([name, *given])})" if given else name


def listed(texts: list[str]) -> str:
    """Return a Coq list.

    >>> listed(["a", "b"])
    '(Datatypes.cons a (Datatypes.cons b Datatypes.nil))'
    """
    found = "Datatypes.nil"
    for part in reversed(texts):
        found = f"(Datatypes.cons {part} {found})"
    return found


def _define(world: World, name: str) -> str:
    """Write the size of a datatype and of those declared with it, once."""
    constant = world.names.get("size", name, f"size_{name}")
    if f"size {name}" in world.snippets:
        return constant
    group, types = world.datatypes[name].group, world.datatypes[name].types
    world.snippets.update(f"size {member}" for member in group)
    given = [world.names.get("size of", v, f"size_{v}") for v in types]
    binders = world.type_binders(types, ())
    binders += [
        f"({s} : {world.names.get('type', v)} -> {NAT})" for s, v in zip(given, types, strict=True)
    ]
    loops = {member: world.names.get("size fix", member, f"go_{member}") for member in group}
    bodies = [_loop(world, member, loops, dict(zip(types, given, strict=True))) for member in group]
    block = "fix " + "\n  with ".join(bodies)
    for member in group:
        own = world.names.get("size", member, f"size_{member}")
        sort = world.sort((member, *(("var", v) for v in types)))
        end = f" for {loops[member]}" if len(group) > 1 else ""
        head = " ".join([own, *binders])
        world.emit(f"Definition {head} : {sort} -> {NAT} :=\n  {block}{end}.")
    return constant


def _loop(world: World, name: str, loops: Mapping[str, str], given: Mapping[str, str]) -> str:
    datatype = world.datatypes[name]
    own: tuple[Sort, ...] = tuple(("var", v) for v in datatype.types)
    branches = []
    for constructor in datatype.constructors:
        places = [world.names.get("field", i, f"y{i}") for i in range(len(constructor.fields))]
        sizes = [
            f"({_inner(world, f, own, loops, given)} {y})"
            for y, f in zip(places, constructor.fields, strict=True)
        ]
        pattern = world.pattern(constructor.name, len(own), places)
        branches.append(f"| {pattern} => Datatypes.S (SizeChange.total {listed(sizes)})")
    sort = world.sort((name, *own))
    return f"{loops[name]} (value : {sort}) : {NAT} := match value with {' '.join(branches)} end"


def _inner(
    world: World,
    sort: Sort,
    own: tuple[Sort, ...],
    loops: Mapping[str, str],
    given: Mapping[str, str],
) -> str:
    """Return the size of a field inside the definition of the size of its datatype."""
    if sort[0] == "var":
        return given[sort[1]]
    if sort[0] in loops and sort[1:] == own:
        return loops[sort[0]]
    if sort[0] not in world.datatypes or sort[0] == "Bool":
        return f"(fun _ : {world.sort(sort)} => Datatypes.O)"
    name = _define(world, sort[0])
    parts = [_inner(world, s, own, loops, given) for s in sort[1:]]
    texts = [name, *map(world.sort, sort[1:]), *parts]
    return f"({' '.join(texts)})" if parts else name
