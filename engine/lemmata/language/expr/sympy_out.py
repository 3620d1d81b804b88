"""Terms as SymPy expressions, exactly as they stand: nothing is evaluated on the way."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lemmata.language.expr.sorting import PI, E
from lemmata.language.expr.sympy_in import POW, SQRT, refuse
from lemmata.language.expr.tidy import ADD, DIV, MUL, NEG, SUB
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.symbols import ITE
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term


class Writer:
    """Makes SymPy expressions of terms, exactly as they stand (`evaluate=False`)."""

    def __init__(self, symbols: Mapping[str, Any]) -> None:
        import sympy

        self.sympy = sympy
        self.symbols = dict(symbols)

    def write(self, root: Term) -> Any:  # noqa: ANN401
        """The SymPy expression of a term. Raises InputError for what SymPy has not."""
        done: dict[Term, Any] = {}
        stack = [root]
        while stack:
            term = stack[-1]
            todo = [arg for arg in term.args if arg not in done]
            if term not in done and todo:
                stack.extend(todo)
                continue
            stack.pop()
            if term not in done:
                done[term] = self._node(term, [done[arg] for arg in term.args])
        return done[root]

    def _node(self, term: Term, args: list[Any]) -> Any:  # noqa: ANN401
        sympy, head = self.sympy, term.head
        if isinstance(head, str):
            return self.symbols.setdefault(head, sympy.Symbol(head))
        if isinstance(head, (int, Fraction)):
            return sympy.Rational(head.numerator, head.denominator)
        if term is E or term is PI:
            return sympy.E if term is E else sympy.pi
        if head is ADD:
            return sympy.Add(*args, evaluate=False)
        if head is SUB and isinstance(term.args[1].head, Fraction):
            return sympy.Add(args[0], -args[1], evaluate=False)
        if head is SUB:
            return sympy.Add(args[0], sympy.Mul(-1, args[1], evaluate=False), evaluate=False)
        if head is MUL:
            return sympy.Mul(*args, evaluate=False)
        if head is NEG:
            return sympy.Mul(-1, args[0], evaluate=False)
        if head is DIV:
            inverse = sympy.Pow(args[1], -1, evaluate=False)
            return inverse if args[0] == 1 else sympy.Mul(args[0], inverse, evaluate=False)
        if head is POW:
            return sympy.Pow(*args, evaluate=False)
        if head is SQRT:
            return sympy.Pow(args[0], sympy.Rational(1, 2), evaluate=False)
        return self._named(term, args)

    def _named(self, term: Term, args: list[Any]) -> Any:  # noqa: ANN401
        sympy, name = self.sympy, term.symbol.display if term.symbol else ""
        classes = {
            "eq": sympy.Eq,
            "<": sympy.Lt,
            "<=": sympy.Le,
            "not": sympy.Not,
            "and": sympy.And,
            "or": sympy.Or,
            "abs": sympy.Abs,
            "min": sympy.Min,
            "max": sympy.Max,
        }
        if term is TRUE_TERM or term is FALSE_TERM:
            return sympy.true if term is TRUE_TERM else sympy.false
        if name in classes:
            return classes[name](*args, evaluate=False)
        if term.head is ITE and term.sort is REAL:
            return sympy.Piecewise((args[1], args[0]), (args[2], True), evaluate=False)
        if term.head is ITE and term.sort is BOOL:
            return sympy.ITE(*args, evaluate=False)
        known = ("exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh")
        if name in (*known, "asin", "acos", "atan", "sign", "factorial"):
            return getattr(sympy, name)(*args, evaluate=False)
        if term.sort is REAL and name.isidentifier() and args:
            return sympy.Function(name)(*args)
        raise refuse(f"{name} has no counterpart in SymPy")
