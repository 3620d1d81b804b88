"""Terms and definitions as code for the narrowing machine: operations and decision trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, final

from lemmata.terms.declarations import (
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    FunctionGroup,
    Lambda,
)
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import AND, APPLY, EQ, FALSE, ITE, NOT, OR, TRUE, Kind, Symbol
from lemmata.terms.term import Term

VAR, VALUE, BUILD, CALL, IF, BOTH, EITHER, INVERT, EQUAL, APPLY_TO, ARITHMETIC, FAIL = range(12)
Code = tuple[Any, ...]
Tree = tuple[Any, ...]
MAX_DEPTH = 150


class NotRunnable(Exception):
    """The term holds something that the machine does not run."""


@final
class Cell:
    """A value that is known (`value`), suspended (`code` in `env`), or open (of `sort`).

    `domain` says what an open integer can still be.
    """

    __slots__ = ("code", "domain", "env", "sort", "value")

    def __init__(
        self,
        value: Any = None,  # noqa: ANN401
        code: Code | None = None,
        env: Sequence[Cell] = (),
        sort: Sort | None = None,
    ) -> None:
        self.value, self.code, self.env, self.sort = value, code, env, sort
        self.domain: Any = None


@final
class Node:
    """A constructor or function value applied to cells."""

    __slots__ = ("args", "head")

    def __init__(self, head: Symbol, args: tuple[Cell, ...]) -> None:
        self.head, self.args = head, args


TRUE_NODE, FALSE_NODE = Node(TRUE, ()), Node(FALSE, ())


class Program:
    """The definitions of a theory, compiled when they are first called."""

    def __init__(self, declarations: Sequence[Declaration]) -> None:
        """Functions, function values and datatypes are taken from the declarations."""
        self.cases: dict[Symbol, tuple[Clause, ...]] = {}
        self.datatypes: dict[str, Datatype] = {}
        for declaration in declarations:
            if isinstance(declaration, FunctionGroup):
                self.cases.update((f.symbol, f.cases) for f in declaration.members)
            elif isinstance(declaration, Lambda):
                self.cases[declaration.symbol] = (declaration.case,)
            elif isinstance(declaration, DatatypeGroup):
                self.datatypes.update((m.name, m) for m in declaration.members)
        self._trees: dict[Symbol, Tree] = {}
        self._constants: dict[Symbol, Node] = {TRUE: TRUE_NODE, FALSE: FALSE_NODE}

    def constructors(self, sort: Sort) -> tuple[Symbol, ...]:
        """The constructors of a sort, none if it has none."""
        if sort is BOOL:
            return TRUE, FALSE
        found = self.datatypes.get(sort.name)
        return found.constructors if found else ()

    def constant(self, symbol: Symbol) -> Node:
        """The one node of a constructor without fields."""
        found = self._constants.get(symbol)
        if found is None:
            found = self._constants[symbol] = Node(symbol, ())
        return found

    def code(self, term: Term, slots: Mapping[Term, int], depth: int = 0) -> Code:
        """The code of a term; `slots` are the places of its variables. Raises NotRunnable."""
        if term.is_variable:
            return VAR, slots[term]
        symbol = term.symbol
        if symbol is None:
            assert isinstance(term.head, int | Fraction)
            return VALUE, Cell(term.head)
        if depth > MAX_DEPTH:
            raise NotRunnable("nested too deeply")
        if symbol.kind is Kind.CONSTRUCTOR and not term.args:
            return VALUE, Cell(self.constant(symbol))
        args = tuple(self.code(a, slots, depth + 1) for a in term.args)
        if symbol.kind in (Kind.CONSTRUCTOR, Kind.LAMBDA):
            return BUILD, symbol, args
        if symbol.kind is Kind.FUNCTION:
            return CALL, symbol, args, lambda: self.tree(symbol)
        if symbol.kind is Kind.ABSTRACT or symbol.name.startswith("Real."):
            return (FAIL,)
        simple = {AND: BOTH, OR: EITHER, ITE: IF, NOT: INVERT, EQ: EQUAL, APPLY: APPLY_TO}
        if symbol in simple:
            return (simple[symbol], *args)
        return ARITHMETIC, symbol.name, args

    def tree(self, symbol: Symbol) -> Tree:
        """The decision tree of a function over its arguments as registers 0, 1, …

        ("leaf", code), ("switch", register, {constructor: tree}) or ("fail",). A switch adds the
        fields of the constructor as new registers.
        """
        found = self._trees.get(symbol)
        if found is None:
            rows = []
            for case in self.cases[symbol]:
                left = case.left
                if symbol.kind is Kind.LAMBDA:
                    patterns = (*left.args[0].args, left.args[1])
                else:
                    patterns = left.args
                rows.append((list(patterns), case.right))
            width = len(rows[0][0]) if rows else 0
            found = self._trees[symbol] = self._split(rows, width)
        return found

    def _split(self, rows: list[tuple[list[Term], Term]], width: int) -> Tree:
        if not rows:
            return ("fail",)
        open_ = [r for r in range(width) if any(not row[0][r].is_variable for row in rows)]
        if not open_:
            patterns, right = rows[0]
            return "leaf", self.code(right, {v: i for i, v in enumerate(patterns)})
        everywhere = [r for r in open_ if all(not row[0][r].is_variable for row in rows)]
        at = (everywhere or open_)[0]
        sort = rows[0][0][at].sort
        branches: dict[Symbol, Tree] = {}
        for constructor in self.constructors(sort):
            chosen = []
            for patterns, right in rows:
                pattern = patterns[at]
                hidden = Term.variable(f" {at} {len(patterns)}", sort)
                if pattern.is_variable:
                    blank = [
                        Term.variable(f" {width} {i}", s)
                        for i, s in enumerate(constructor.arguments)
                    ]
                    chosen.append(([*patterns, *blank], right))
                elif pattern.symbol is constructor:
                    replaced = [*patterns[:at], hidden, *patterns[at + 1 :], *pattern.args]
                    chosen.append((replaced, right))
            if chosen:
                branches[constructor] = self._split(chosen, width + constructor.arity)
        return "switch", at, branches
