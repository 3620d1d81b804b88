"""Sorts that are still being inferred: union-find with structure, unified without recursion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lemmata.terms.sorts import ARROW, Sort

MAX_DEPTH = 60
RIGID = "'"


class Ty:
    """A sort under inference: a hole (`name` is None), or a constructor with arguments.

    A type variable that the user declared is a constructor whose name starts with a quote.
    """

    __slots__ = ("args", "link", "name")

    def __init__(self, name: str | None = None, args: tuple[Ty, ...] = ()) -> None:
        self.name = name
        self.args = args
        self.link: Ty | None = None


class TooDeep(Exception):
    """A sort is infinite, or nested more than MAX_DEPTH levels."""


def find(ty: Ty) -> Ty:
    """The representative of a sort."""
    root = ty
    while root.link is not None:
        root = root.link
    while ty.link is not None and ty.link is not root:
        ty.link, ty = root, ty.link
    return root


def unify(left: Ty, right: Ty) -> bool:
    """Make two sorts equal; False, with part of the work done, if they cannot be."""
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        a, b = find(a), find(b)
        if a is b:
            continue
        if a.name is None:
            a.link = b
        elif b.name is None:
            b.link = a
        elif a.name != b.name or len(a.args) != len(b.args):
            return False
        else:
            if a.args:
                a.link = b
            stack.extend(zip(a.args, b.args, strict=True))
    return True


def compatible(ty: Ty, sort: Sort) -> bool:
    """Whether a sort may still become an instance of a declared one (declared ones are shallow)."""
    stack = [(ty, sort)]
    while stack:
        found, declared = stack.pop()
        found = find(found)
        if found.name is None or declared.is_variable:
            continue
        if found.name != declared.name:
            return False
        stack.extend(zip(found.args, declared.args, strict=True))
    return True


class Types:
    """Conversions between `Sort` and `Ty` for one clause."""

    def __init__(self, rigid: Sequence[Sort] = ()) -> None:
        self._ground: dict[Sort, Ty] = {}
        self._names: dict[Ty, str] = {}
        self._used = {s.name for s in rigid}
        self._resolved: dict[Ty, Sort] = {}

    def of(self, sort: Sort, binding: Mapping[Sort, Ty] | None = None) -> Ty:
        """A sort as a `Ty`, with type variables replaced; the others are rigid."""
        if sort.is_variable and binding and sort in binding:
            return binding[sort]
        if not sort.has_variables or not binding:
            found = self._ground.get(sort)
            if found is None:
                self._used.update(v.name for v in sort.variables())
                name = RIGID + sort.name if sort.is_variable else sort.name
                found = Ty(name, tuple(self.of(a) for a in sort.args))
                self._ground[sort] = found
            return found
        if sort.is_variable:
            return self.of(sort)
        return Ty(sort.name, tuple(self.of(a, binding) for a in sort.args))

    def resolve(self, ty: Ty) -> Sort:
        """The sort found; holes become type variables a, b, c, … Raises TooDeep."""
        root = find(ty)
        done = self._resolved
        if root in done:
            return done[root]
        path: dict[Ty, None] = {root: None}
        while path:
            top = next(reversed(path))
            todo = [a for a in map(find, top.args) if a not in done]
            if todo:
                if todo[0] in path or len(path) > MAX_DEPTH:
                    raise TooDeep
                path[todo[0]] = None
                continue
            done[top] = self._sort(top)
            del path[top]
        sort = done[root]
        if depth(sort) > MAX_DEPTH:
            raise TooDeep
        return sort

    def _sort(self, root: Ty) -> Sort:
        if root.name is None:
            return Sort.variable(self._fresh())
        if root.name.startswith(RIGID):
            return Sort.variable(root.name[1:])
        return Sort(root.name, tuple(self._resolved[find(a)] for a in root.args))

    def _fresh(self) -> str:
        at = 0
        while True:
            name = "abcdefghijklmnopqrstuvwxyz"[at % 26] + (str(at // 26) if at > 25 else "")
            if name not in self._used:
                self._used.add(name)
                return name
            at += 1

    def show(self, ty: Ty, room: int = 6) -> str:
        """A sort for a message, holes as _."""
        root = find(ty)
        if root.name is None:
            return "_"
        if not room:
            return "…"
        args = [self.show(a, room - 1) for a in root.args]
        if root.name == ARROW:
            return f"({args[0]} -> {args[1]})"
        name = root.name.removeprefix(RIGID).rpartition(".")[2]
        return f"{name}({', '.join(args)})" if args else name


def depth(sort: Sort) -> int:
    """The nesting of a sort, stopping soon after MAX_DEPTH."""
    level, count = [sort], 0
    while level and count <= MAX_DEPTH:
        count += 1
        level = list({a: None for s in level for a in s.args})
    return count
