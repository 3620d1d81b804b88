"""Conditions of a group of datatypes: uniform, strictly positive, inhabited."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

from .errors import Budget, Invalid
from .objects import Sort, Symbol, World


@dataclass
class Datatype:
    """A datatype; `positive` holds the places of its strictly positive type variables."""

    name: str
    types: tuple[str, ...]
    constructors: list[Symbol]
    group: tuple[str, ...]
    positive: set[int] = field(default_factory=set)


Datatypes = Mapping[str, Datatype]
Call = Generator["Call", bool, bool]


def check_group(world: World, datatypes: Datatypes, names: list[str]) -> None:
    """Check a group whose members are already in `datatypes`."""
    group = [datatypes[name] for name in names]
    types = group[0].types
    for member in group:
        if member.types != types:
            raise Invalid("the members of a group have different type variables")
        if not member.constructors:
            raise Invalid("a datatype without constructors")
    own = tuple(world.type_variable(name) for name in types)
    members = set(names)
    for member in group:
        for sort in _fields(member):
            _uniform(sort, members, own)
            _occurs_positively(sort, members, datatypes)
    for index in range(len(types)):
        for name in _positive_members(group, own[index], datatypes):
            datatypes[name].positive.add(index)
    if _Inhabited(datatypes).members(group[0], (True,) * len(types)) != members:
        raise Invalid("a datatype has no value of finite size")


def _fields(member: Datatype) -> list[Sort]:
    return [sort for constructor in member.constructors for sort in constructor.arguments]


def _mentioning(sort: Sort, names: set[str], variable: bool) -> set[Sort]:
    """All parts of a sort in which one of the names occurs."""
    found: set[Sort] = set()
    done: set[Sort] = set()
    stack = [sort]
    while stack:
        top = stack[-1]
        waiting = [arg for arg in top.args if arg not in done]
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        done.add(top)
        if (top.variable == variable and top.name in names) or not found.isdisjoint(top.args):
            found.add(top)
    return found


def _uniform(sort: Sort, members: set[str], own: tuple[Sort, ...]) -> None:
    for part in _mentioning(sort, members, variable=False):
        if part.name in members and part.args != own:
            raise Invalid("a datatype is used at other type arguments than its own (not uniform)")


def _occurs_positively(sort: Sort, members: set[str], datatypes: Datatypes) -> None:
    """No member in the A of `A -> B`, nor in a non-positive argument of another datatype."""
    mentioning = _mentioning(sort, members, variable=False)
    for part in mentioning:
        if part.name in members:
            continue
        for index, arg in enumerate(part.args):
            if arg in mentioning and not _admits(part, index, datatypes):
                raise Invalid("a datatype occurs in a place that is not strictly positive")


def _admits(part: Sort, index: int, datatypes: Datatypes) -> bool:
    if part.name == "->":
        return index == 1
    return index in datatypes[part.name].positive


def _positive_members(group: list[Datatype], variable: Sort, datatypes: Datatypes) -> set[str]:
    """The members in which a type variable is strictly positive (greatest fixed point)."""
    members = {member.name for member in group}
    uses: dict[str, set[str]] = {}
    positive = set(members)
    for member in group:
        uses[member.name] = set()
        for sort in _fields(member):
            mentioning = _mentioning(sort, {variable.name}, variable=True)
            for part in mentioning:
                if part.name in members and not part.variable:
                    uses[member.name].add(part.name)
                elif any(
                    arg in mentioning and not _admits(part, index, datatypes)
                    for index, arg in enumerate(part.args)
                ):
                    positive.discard(member.name)
    changed = True
    while changed:
        negative = {name for name in positive if not uses[name] <= positive}
        changed = bool(negative)
        positive -= negative
    return positive


class _Inhabited:
    """Which members of a group have a value, given which type arguments have one."""

    def __init__(self, datatypes: Datatypes) -> None:
        self.datatypes = datatypes
        self.memo: dict[tuple[tuple[str, ...], tuple[bool, ...]], set[str]] = {}
        self.budget = Budget(1_000_000, "inhabited datatypes")

    def members(self, datatype: Datatype, arguments: tuple[bool, ...]) -> set[str]:
        """The inhabited members of the group of a datatype."""
        _run(self._group(datatype, arguments))
        return self.memo[(datatype.group, arguments)]

    def _group(self, datatype: Datatype, arguments: tuple[bool, ...]) -> Call:
        key = (datatype.group, arguments)
        if key in self.memo:
            return True
        found: set[str] = set()
        size = -1
        while len(found) != size:
            size = len(found)
            for name in datatype.group:
                for constructor in self.datatypes[name].constructors:
                    if name in found:
                        break
                    for sort in constructor.arguments:
                        if not (yield self._sort(sort, self.datatypes[name], arguments, found)):
                            break
                    else:
                        found.add(name)
        self.memo[key] = found
        return True

    def _sort(
        self, sort: Sort, inside: Datatype, arguments: tuple[bool, ...], found: set[str]
    ) -> Call:
        self.budget.spend()
        if sort.variable:
            return arguments[inside.types.index(sort.name)]
        if sort.name in inside.group:
            return sort.name in found
        if sort.name == "->":
            return (yield self._sort(sort.args[1], inside, arguments, found))
        if sort.name not in self.datatypes:
            return True
        values: list[bool] = []
        for arg in sort.args:
            values.append((yield self._sort(arg, inside, arguments, found)))
        if all(values):
            return True
        other = self.datatypes[sort.name]
        yield self._group(other, tuple(values))
        return sort.name in self.memo[(other.group, tuple(values))]


def _run(call: Call) -> bool:
    """Run generators that wait for each other, without recursion."""
    stack, value = [call], False
    started = {id(call): False}
    while stack:
        top = stack[-1]
        try:
            inner = top.send(value) if started[id(top)] else next(top)
        except StopIteration as stop:
            value = bool(stop.value)
            started.pop(id(top))
            stack.pop()
        else:
            started[id(top)] = True
            started[id(inner)] = False
            stack.append(inner)
    return value
