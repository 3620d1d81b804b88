"""What an open value may be, and how found values become terms."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lemmata.search.narrowing.choices import Option
from lemmata.search.narrowing.code import Cell, Node, Program
from lemmata.search.narrowing.numbers import EVERYTHING, numbers, simplest
from lemmata.terms.sorts import ARROW, BOOL, INT, RATIONAL, Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

INTEGERS = tuple((n, 1 + abs(n) // 2 + 2 * (n < 0)) for n in range(-4, 13))


class Options:
    """Lists what a value of a sort may be, with costs."""

    def __init__(self, program: Program, literals: Sequence[int], seed: int = 0) -> None:
        """Numbers near `literals` are tried, besides small ones; the random part is seeded."""
        self.program, self.literals = program, literals
        self._random = random.Random(seed)
        self._known: dict[Sort, list[Option]] = {}

    def all(self, sort: Sort) -> list[Option]:
        """The options for a sort, simple ones first; none for functions and abstract sorts."""
        found = self._known.get(sort)
        if found is None:
            found = self._known[sort] = self._list(sort)
        return found

    def _list(self, sort: Sort) -> list[Option]:
        if sort is INT or sort is RATIONAL:
            costs: dict[int, int] = {}
            for n in self.literals:
                costs = {n: 3, n + 1: 4, n - 1: 4} | costs
            costs.update(INTEGERS)
            numbers = sorted(costs, key=lambda n: (costs[n], abs(n), n < 0))
            return [(costs[n], n if sort is INT else Fraction(n), ()) for n in numbers]
        found: list[Option] = []
        for constructor in self.program.constructors(sort):
            binding = dict(zip(constructor.types, sort.args, strict=True))
            fields = tuple(s.substitute(binding) for s in constructor.arguments)
            found.append((0 if sort is BOOL else 1, constructor, fields))
        return sorted(found, key=lambda option: len(option[2]))

    def ordered(self, cell: Cell, hint: Any = None) -> list[Option]:  # noqa: ANN401
        """The options for an open cell, those near what it is compared with first."""
        assert cell.sort is not None
        found = self.all(cell.sort)
        if cell.sort is INT:
            likely = [(cost, n) for cost, n, _ in found]
            return [(cost, n, ()) for cost, n in numbers(cell.domain or EVERYTHING, likely)]
        if hint is None:
            return found
        if isinstance(hint, Node):
            return sorted(found, key=lambda option: option[1] is not hint.head)
        return [(1, hint, ()), *(option for option in found if option[1] != hint)]

    def shuffled(self, cell: Cell, hint: Any = None) -> list[Option]:  # noqa: ANN401
        """The options in random order; for numbers a random one first."""
        found = list(self.ordered(cell, hint))
        if cell.sort is INT or cell.sort is RATIONAL:
            if self._random.random() < 0.5:
                return found
            first = self._random.choice(found)
            return [first, *(option for option in found if option is not first)]
        self._random.shuffle(found)
        return found

    def kept(self, options: list[Option]) -> list[Option]:
        """Options as they are."""
        return options

    def tossed(self, options: list[Option]) -> list[Option]:
        """Two options in random order."""
        return options if self._random.random() < 0.5 else options[::-1]

    def inhabited(self, sort: Sort) -> bool:
        """Whether values of a sort can be chosen all the way down."""
        seen: set[Sort] = set()
        stack = [sort]
        while stack:
            one = stack.pop()
            if one in seen:
                continue
            seen.add(one)
            options = self.all(one)
            if one.name == ARROW or not options:
                return False
            stack.extend(s for _, _, fields in options for s in fields)
        return True


class Reading:
    """Turns cells into terms; what is open becomes simple.

    A value of an open sort like the natural numbers becomes the number `fill`: it may bound what
    an evaluation that is not lazy does.
    """

    def __init__(self, options: Options, fill: int) -> None:
        self.options, self.fill = options, fill
        self._simple: dict[Sort, Term] = {}

    def term(self, root: Cell) -> Term:
        """The value of a cell."""
        done: dict[Cell, Term] = {}
        stack = [root]
        while stack:
            cell = stack[-1]
            assert cell.sort is not None
            value = cell.value
            if value is None:
                domain = cell.domain
                done[cell] = Term.integer(simplest(domain)) if domain else self._open(cell.sort)
            elif isinstance(value, Node):
                todo = [c for c in value.args if c not in done]
                if todo:
                    stack.extend(todo)
                    continue
                args = [done[c] for c in value.args]
                done[cell] = Term.apply(value.head, *args, types=cell.sort.args)
            else:
                whole = isinstance(value, int)
                done[cell] = Term.integer(value) if whole else Term.rational(value)
            stack.pop()
        return done[root]

    def _open(self, sort: Sort) -> Term:
        step = self._successor(sort) if self.fill else None
        found = self.smallest(sort)
        for _ in range(self.fill if step else 0):
            assert step is not None
            found = Term.apply(step, found, types=sort.args)
        return found

    def _successor(self, sort: Sort) -> Symbol | None:
        """The constructor S of a sort with the values 0, S(0), S(S(0)), …"""
        options = self.options.all(sort)
        if [fields for _, _, fields in options] != [(), (sort,)]:
            return None
        symbol = options[1][1]
        return symbol if isinstance(symbol, Symbol) else None

    def smallest(self, sort: Sort) -> Term:
        """A value of least depth."""
        waiting = [sort]
        while sort not in self._simple:
            for one in list(waiting):
                for _, head, fields in self.options.all(one):
                    if all(f in self._simple for f in fields):
                        self._simple[one] = self._apply(one, head, fields)
                        waiting.remove(one)
                        break
                    waiting += [f for f in fields if f not in waiting and f not in self._simple]
        return self._simple[sort]

    def _apply(self, sort: Sort, head: Any, fields: tuple[Sort, ...]) -> Term:  # noqa: ANN401
        if isinstance(head, Symbol):
            args = [self._simple[f] for f in fields]
            return Term.apply(head, *args, types=sort.args)
        return Term.integer(head) if isinstance(head, int) else Term.rational(head)
