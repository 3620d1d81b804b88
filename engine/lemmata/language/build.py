"""From syntax trees with sorts to terms; functions used as values become named constants.

The core has no binder. `\\x. body` is lifted to a constant whose parameters are the variables that
the body captures and whose name is made from its body, so that the same function has the same name
everywhere; a declared function f used as a value becomes the constant `f.fn`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from fractions import Fraction
from weakref import WeakValueDictionary

from lemmata.language.inference import MAX_NUMERAL, Inference
from lemmata.language.printer import show_sort
from lemmata.language.syntax import Node
from lemmata.language.unify import TooDeep, Ty
from lemmata.language.values import remember
from lemmata.terms.declarations import Clause, Lambda
from lemmata.terms.sorts import ARROW, INT, REAL, Sort
from lemmata.terms.symbols import APPLY, EQ, NOT, Kind, Symbol
from lemmata.terms.term import Term

_FOLDED = {"Int.neg", "Rational.neg", "Rational./", "Real.neg", "Real./"}
_values: WeakValueDictionary[tuple[str, tuple[int, ...]], Lambda] = WeakValueDictionary()


class Builder:
    """Makes the terms of one clause after inference; new function values go to `lambdas`."""

    def __init__(self, inference: Inference, lambdas: list[Lambda]) -> None:
        self.inference = inference
        self.scope = inference.scope
        self.lambdas = lambdas
        self.terms: dict[Node, Term] = {}

    def sort(self, ty: Ty, node: Node) -> Sort:
        """The sort inferred, for a node."""
        try:
            return self.inference.types.resolve(ty)
        except TooDeep:
            problem = "the sort of this term is infinite or nested too deeply"
            raise self.inference.error(problem, node) from None

    def build(self, root: Node) -> Term:
        """The term of a tree. Raises InputError."""
        stack = [root]
        while stack:
            node = stack[-1]
            if node in self.terms:
                stack.pop()
                continue
            todo = [arg for arg in node.args if arg not in self.terms]
            if todo:
                stack.extend(reversed(todo))
                continue
            self.terms[node] = self._term(node)
            stack.pop()
        return self.terms[root]

    def _term(self, node: Node) -> Term:
        args = [self.terms[arg] for arg in node.args]
        if node.kind == "annotation":
            return args[0]
        if node.kind == "lambda":
            sort = self.sort(self.inference.binders[node], node)
            return self._lift(node, Term.variable(node.text, sort), args[0])
        typed = self.inference.typed[node]
        if typed.chain:
            if typed.variable:
                args.insert(0, self._variable(node))
            term = args[0]
            for arg in args[1:]:
                term = Term.apply(APPLY, term, arg)
            return term
        if typed.variable:
            return Term.variable(typed.variable, self.sort(typed.ty, node))
        choice = typed.choice
        if choice is None:
            raise self.inference.error("this term has no sort", node)
        if choice.kind == "literal":
            value = Fraction(node.text)
            return _literal(value, choice.result)
        if choice.kind == "numeral":
            return self._numeral(node, choice.symbol)
        assert choice.symbol is not None
        types = tuple(self.sort(t, node) for t in typed.types)
        if choice.kind == "value":
            return self._value(choice.symbol, types, node)
        if (folded := _fold(node, choice.symbol, args)) is not None:
            return folded
        term = Term.apply(choice.symbol, *args, types=types)
        return Term.apply(NOT, term) if node.text == "!=" and choice.symbol is EQ else term

    def _variable(self, node: Node) -> Term:
        """The variable that an applied name stands for."""
        name = self.inference.typed[node].variable
        sort = self.sort(self.inference.typed[node].ty, node)
        for arg in reversed(node.args):
            sort = Sort.of(ARROW, self.terms[arg].sort, sort)
        return Term.variable(name, sort)

    def _numeral(self, node: Node, successor: Symbol | None) -> Term:
        assert successor is not None
        value = int(node.text)
        if value > MAX_NUMERAL:
            problem = f"a numeral of {show_sort(successor.result)} is at most {MAX_NUMERAL:,}"
            raise self.inference.error(problem, node, "numbers of sort Int have no such limit")
        zero = next(z for z, s in self.scope.numerals() if s is successor)
        term = Term.apply(zero)
        for _ in range(value):
            term = Term.apply(successor, term)
        return term

    def _value(self, symbol: Symbol, types: tuple[Sort, ...], node: Node) -> Term:
        """The constant `f.fn` with apply(f.fn, x) = f(x), curried for several arguments."""
        self._closed(node, (symbol,))
        value = self._declare_value(symbol)
        return Term.apply(value.symbol, types=types)

    def _closed(self, node: Node, symbols: Iterable[Symbol]) -> None:
        """Refuse a function value that mentions a function which is being defined."""
        for symbol in symbols:
            if symbol in self.scope.open:
                raise self.inference.error(
                    f"a function value inside the definition of {symbol.display} mentions it",
                    node,
                    "function values are declared before the functions that use them",
                )

    def _declare_value(self, symbol: Symbol) -> Lambda:
        name = f"{symbol.name}.fn"
        variables = [Term.variable(f"x{i + 1}", s) for i, s in enumerate(symbol.arguments)]
        body = Term.apply(symbol, *variables, types=symbol.types)
        for i in range(symbol.arity - 1, -1, -1):
            constant = f"{name}.{i}" if i else name
            value = self._declare(constant, symbol.types, variables[: i + 1], body, (id(symbol),))
            body = Term.apply(value.symbol, *variables[:i], types=symbol.types)
        return value

    def _lift(self, node: Node, bound: Term, body: Term) -> Term:
        """The application of a named constant that stands for a function."""
        self._closed(node, (t.symbol for t in body.subterms() if t.symbol))
        captured = [t for t in body.subterms() if t.is_variable and t is not bound]
        types: dict[Sort, None] = {}
        for term in (*captured, bound, *body.subterms()):
            for sort in (*term.types, term.sort):
                types.update(dict.fromkeys(sort.variables()))
        rename = {s: Sort.variable(f"t{i + 1}") for i, s in enumerate(types)}
        variables = [
            Term.variable(f"x{i + 1}", v.sort.substitute(rename))
            for i, v in enumerate([*captured, bound])
        ]
        binding = dict(zip([*captured, bound], variables, strict=True))
        inner = body.instantiate(rename, binding)
        text = f"{inner}|{[(str(v), str(v.sort)) for v in variables]}|{_sorts(inner)}"
        name = f"fn.l{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        used = tuple(id(t.symbol) for t in inner.subterms() if t.symbol)
        known = self._declare(name, tuple(rename.values()), variables, inner, used)
        return Term.apply(known.symbol, *captured, types=tuple(types))

    def _declare(
        self,
        name: str,
        types: tuple[Sort, ...],
        variables: list[Term],
        body: Term,
        used: tuple[int, ...],
    ) -> Lambda:
        """The function value apply(name(variables but the last), last) = body, made once."""
        found = _values.get((name, used))
        if found is None:
            arguments = tuple(v.sort for v in variables[:-1])
            result = Sort.of(ARROW, variables[-1].sort, body.sort)
            symbol = Symbol(name, Kind.LAMBDA, types, arguments, result)
            here = Term.apply(symbol, *variables[:-1], types=types)
            left = Term.apply(APPLY, here, variables[-1])
            found = Lambda(symbol, Clause(types, tuple(variables), (), (left, body)))
            _values[name, used] = remember(found)
        if name not in self.scope.lambdas:
            self.lambdas.append(found)
            self.scope.add(found, None)
        return found


def _sorts(term: Term) -> str:
    """The qualified symbols and sort arguments of a term, which its printed form leaves out."""
    return ";".join(
        f"{t.symbol.name}{list(map(str, t.types))}" if t.symbol else str(t.sort)
        for t in term.subterms()
    )


def _fold(node: Node, symbol: Symbol, args: list[Term]) -> Term | None:
    """The literal that `-3` and `1/3` write; `-(3)` and `(1)/3` are applications."""
    if symbol.name not in _FOLDED:
        return None
    if any(arg.bracketed for arg in node.args) or node.args[-1].kind != "number":
        return None
    values = [a.head for a in args]
    first, last = values[0], values[-1]
    if symbol.name == "Int.neg" and isinstance(first, int):
        return Term.integer(-first) if first else None
    if not isinstance(first, Fraction) or not isinstance(last, Fraction) or not last:
        return None
    return _literal(first / last if len(values) == 2 else -first, symbol.result)


def _literal(value: Fraction, sort: Sort) -> Term:
    if sort is INT:
        return Term.integer(int(value))
    return Term.real(value) if sort is REAL else Term.rational(value)
