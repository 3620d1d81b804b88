"""Sorts: type variables and applied sort constructors, hash-consed.

Two equal sorts are the same object, so `is` and `==` agree.

>>> nat = Sort.of("nat.Nat")
>>> arrow(nat, Sort.variable("a"))
Sort(nat.Nat -> a)
>>> Sort.of("list.List", nat) is Sort.of("list.List", nat)
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, final
from weakref import WeakValueDictionary

ARROW: Final = "->"


@final
class Sort:
    """A sort: `name` applied to `args`; a type variable has `is_variable` set and no arguments."""

    __slots__ = ("__weakref__", "args", "has_variables", "is_variable", "name")
    _table: ClassVar[WeakValueDictionary[tuple[object, ...], Sort]] = WeakValueDictionary()

    name: str
    args: tuple[Sort, ...]
    is_variable: bool
    has_variables: bool

    def __new__(cls, name: str, args: tuple[Sort, ...] = (), is_variable: bool = False) -> Sort:
        """The unique sort of this shape."""
        key = (name, args, is_variable)
        found = cls._table.get(key)
        if found is None:
            found = object.__new__(cls)
            found.name, found.args, found.is_variable = name, args, is_variable
            found.has_variables = is_variable or any(a.has_variables for a in args)
            cls._table[key] = found
        return found

    @staticmethod
    def of(name: str, *args: Sort) -> Sort:
        """The sort constructor `name` applied to `args`."""
        return Sort(name, args)

    @staticmethod
    def variable(name: str) -> Sort:
        """The type variable `name`."""
        return Sort(name, (), True)

    def variables(self) -> Iterator[Sort]:
        """The type variables, left to right, each once."""
        seen: dict[Sort, None] = {}
        stack = [self]
        while stack:
            sort = stack.pop()
            if sort.is_variable:
                seen.setdefault(sort)
            elif sort.has_variables:
                stack.extend(reversed(sort.args))
        return iter(seen)

    def substitute(self, binding: Mapping[Sort, Sort]) -> Sort:
        """The sort with type variables replaced (sorts are shallow: recursion is safe)."""
        if not self.has_variables:
            return self
        if self.is_variable:
            return binding.get(self, self)
        return Sort(self.name, tuple(a.substitute(binding) for a in self.args))

    def __str__(self) -> str:
        if self.name == ARROW:
            left, right = self.args
            shown = f"({left})" if left.name == ARROW else str(left)
            return f"{shown} -> {right}"
        if not self.args:
            return self.name
        return f"{self.name}({', '.join(map(str, self.args))})"

    def __repr__(self) -> str:
        return f"Sort({self})"

    def __reduce__(self) -> tuple[object, ...]:
        return (Sort, (self.name, self.args, self.is_variable))


def arrow(argument: Sort, result: Sort) -> Sort:
    """The sort of functions from `argument` to `result`."""
    return Sort(ARROW, (argument, result))


def match_sort(pattern: Sort, target: Sort, binding: dict[Sort, Sort]) -> bool:
    """Extend `binding` so that pattern[binding] is target; False if impossible (then spoiled)."""
    if pattern.is_variable:
        return binding.setdefault(pattern, target) is target
    if not pattern.has_variables:
        return pattern is target
    if pattern.name != target.name or len(pattern.args) != len(target.args):
        return False
    if target.is_variable:
        return False
    return all(match_sort(p, t, binding) for p, t in zip(pattern.args, target.args, strict=True))


BOOL: Final = Sort.of("Bool")
INT: Final = Sort.of("Int")
RATIONAL: Final = Sort.of("Rational")
REAL: Final = Sort.of("Real")
BUILT_IN_SORTS: Final = {"Bool": 0, "Int": 0, "Rational": 0, "Real": 0, "String": 0, ARROW: 2}
