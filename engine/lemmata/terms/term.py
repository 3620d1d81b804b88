"""Terms: variables, literals and applications; immutable, sorted, hash-consed.

Equal terms are the same object, so `is`, `==` and hashing cost O(1) at any depth. Every traversal
uses an explicit stack: S(S(…0)) with 100,000 levels is ordinary input.

>>> from lemmata.terms.sorts import Sort
>>> x = Term.variable("x", Sort.of("Int"))
>>> x is Term.variable("x", Sort.of("Int"))
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, final
from weakref import WeakValueDictionary

from lemmata.terms.sorts import INT, RATIONAL, REAL, Sort, match_sort
from lemmata.terms.symbols import EQ, FALSE, TRUE, Symbol

Head = Symbol | str | int | Fraction
EMPTY: frozenset[Term] = frozenset()
LONG = 14_000
"""Bits above which Python may refuse to write a number in decimal (4,300 digits)."""


@final
class Term:
    """A term. `head` is a Symbol (application), a str (variable), an int or a Fraction (literal).

    `types` are the sort arguments of an application, `sort` its sort, `size` the number of nodes
    (as a tree), `free` the set of variables in it.
    """

    __slots__ = ("__weakref__", "args", "free", "head", "serial", "size", "sort", "types")
    _table: ClassVar[WeakValueDictionary[tuple[object, ...], Term]] = WeakValueDictionary()
    _count: ClassVar[int] = 0

    head: Head
    types: tuple[Sort, ...]
    args: tuple[Term, ...]
    sort: Sort
    size: int
    free: frozenset[Term]
    serial: int

    @classmethod
    def _make(cls, head: Head, types: tuple[Sort, ...], args: tuple[Term, ...], sort: Sort) -> Term:
        key = (head.__class__, head, types, args, sort)
        found = cls._table.get(key)
        if found is not None:
            return found
        term = object.__new__(cls)
        term.head, term.types, term.args, term.sort = head, types, args, sort
        cls._count += 1
        term.serial = cls._count
        size, free = 1, EMPTY
        for arg in args:
            size += arg.size
            if not arg.free <= free:
                free = free | arg.free if free else arg.free
        term.size = size
        term.free = frozenset((term,)) if head.__class__ is str else free
        cls._table[key] = term
        return term

    @staticmethod
    def variable(name: str, sort: Sort) -> Term:
        """The variable `name` of a sort; name and sort together identify it."""
        return Term._make(name, (), (), sort)

    @staticmethod
    def integer(value: int) -> Term:
        """The literal `value` of sort Int."""
        return Term._make(int(value), (), (), INT)

    @staticmethod
    def rational(value: Fraction) -> Term:
        """The literal `value` of sort Rational."""
        return Term._make(Fraction(value), (), (), RATIONAL)

    @staticmethod
    def real(value: Fraction | int) -> Term:
        """The literal `value` of sort Real."""
        return Term._make(Fraction(value), (), (), REAL)

    @staticmethod
    def apply(symbol: Symbol, *args: Term, types: tuple[Sort, ...] | None = None) -> Term:
        """`symbol(args)`; sort arguments are inferred from the arguments where they determine them.

        Raises ValueError when arity or sorts do not fit.
        """
        if len(args) != len(symbol.arguments):
            raise ValueError(f"{symbol.name} takes {symbol.arity} arguments, not {len(args)}")
        if not symbol.types:
            if any(a.sort is not s for a, s in zip(args, symbol.arguments, strict=True)):
                raise ValueError(f"ill-sorted application of {symbol.name}")
            return Term._make(symbol, (), args, symbol.result)
        binding: dict[Sort, Sort] = {}
        if types is not None:
            binding.update(zip(symbol.types, types, strict=True))
        for arg, sort in zip(args, symbol.arguments, strict=True):
            if not match_sort(sort, arg.sort, binding):
                raise ValueError(f"ill-sorted application of {symbol.name}")
        missing = [v for v in symbol.types if v not in binding]
        if missing:
            raise ValueError(f"{symbol.name} needs its sort arguments {missing}")
        given = tuple(binding[v] for v in symbol.types)
        return Term._make(symbol, given, args, symbol.result.substitute(binding))

    @property
    def is_variable(self) -> bool:
        """Whether this is a variable."""
        return self.head.__class__ is str

    @property
    def symbol(self) -> Symbol | None:
        """The symbol applied, None for variables and literals."""
        head = self.head
        return head if isinstance(head, Symbol) else None

    def with_args(self, args: tuple[Term, ...]) -> Term:
        """The same application with other arguments of the same sorts (not checked again)."""
        return self if args == self.args else Term._make(self.head, self.types, args, self.sort)

    def subterms(self) -> Iterator[Term]:
        """Every distinct subterm, parents before their arguments."""
        seen = {self}
        stack = [self]
        while stack:
            term = stack.pop()
            yield term
            for arg in reversed(term.args):
                if arg not in seen:
                    seen.add(arg)
                    stack.append(arg)

    def positions(self) -> Iterator[tuple[tuple[int, ...], Term]]:
        """Every position (argument indices from the root) with the subterm there, preorder."""
        stack: list[tuple[tuple[int, ...], Term]] = [((), self)]
        while stack:
            path, term = stack.pop()
            yield path, term
            for i in range(len(term.args) - 1, -1, -1):
                stack.append(((*path, i), term.args[i]))

    def at(self, path: tuple[int, ...]) -> Term:
        """The subterm at a position."""
        term = self
        for i in path:
            term = term.args[i]
        return term

    def replace_at(self, path: tuple[int, ...], new: Term) -> Term:
        """This term with the subterm at a position replaced."""
        spine = [self]
        for i in path:
            spine.append(spine[-1].args[i])
        for parent, i in zip(reversed(spine[:-1]), reversed(path), strict=True):
            new = parent.with_args((*parent.args[:i], new, *parent.args[i + 1 :]))
        return new

    def rebuild(
        self, leaf: Callable[[Term], Term | None], sorts: Mapping[Sort, Sort] | None = None
    ) -> Term:
        """Bottom-up reconstruction: `leaf(t)` replaces t as a whole, None descends into it.

        With `sorts`, sort arguments and sorts of what is rebuilt are replaced too.
        """
        done: dict[Term, Term] = {}
        stack = [self]
        while stack:
            term = stack[-1]
            if term in done:
                stack.pop()
                continue
            new = leaf(term)
            if new is None:
                todo = [a for a in term.args if a not in done]
                if todo:
                    stack.extend(todo)
                    continue
                args = tuple(done[a] for a in term.args)
                if sorts and (term.types or term.is_variable):
                    types = tuple(t.substitute(sorts) for t in term.types)
                    new = Term._make(term.head, types, args, term.sort.substitute(sorts))
                else:
                    new = term.with_args(args)
            done[term] = new
            stack.pop()
        return done[self]

    def substitute(self, binding: Mapping[Term, Term]) -> Term:
        """Simultaneous substitution of variables."""
        if not binding or not self.free or self.free.isdisjoint(binding):
            return self
        return self.rebuild(
            lambda t: binding[t] if t in binding else (t if t.free.isdisjoint(binding) else None)
        )

    def instantiate(self, sorts: Mapping[Sort, Sort], binding: Mapping[Term, Term]) -> Term:
        """Replace type variables and variables at once; `binding` is keyed by the old variables."""
        if not sorts:
            return self.substitute(binding)
        return self.rebuild(binding.get, sorts)

    def __repr__(self) -> str:
        return f"Term({self})"

    def __str__(self) -> str:
        """Prefix form with qualified names; pretty printing lives in `lemmata.language`."""
        out: list[str] = []
        stack: list[Term | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                out.append(item)
                continue
            symbol = item.symbol
            out.append(symbol.display if symbol else _written(item.head))
            if item.args:
                stack.append(")")
                for i in range(len(item.args) - 1, -1, -1):
                    stack.append(item.args[i])
                    stack.append(", " if i else "(")
        return "".join(out)

    def _repr_latex_(self) -> str:
        """The term in a notebook; printing is above this layer, so it is imported by name."""
        from importlib import import_module

        printer = import_module("lemmata.language.expr.latex")
        return f"$\\displaystyle {printer.latex_expression(self)}$"

    def __reduce__(self) -> str:
        raise TypeError("terms are not pickled: write them as a certificate or as text")


def _written(head: Head) -> str:
    """A variable or literal; numbers that Python refuses to print in decimal are hexadecimal."""
    if isinstance(head, Fraction) and head.denominator != 1:
        return f"{_written(head.numerator)}/{_written(head.denominator)}"
    if isinstance(head, int | Fraction):
        number = int(head)
        return str(number) if number.bit_length() < LONG else hex(number)
    return str(head)


TRUE_TERM = Term.apply(TRUE)
FALSE_TERM = Term.apply(FALSE)


def equation_term(left: Term, right: Term) -> Term:
    """The Bool term eq(left, right)."""
    return Term.apply(EQ, left, right)
