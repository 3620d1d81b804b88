"""SymPy expressions as terms, node by node: no text goes through SymPy.

A quotient is Mul(a, Pow(b, -1)) there and a/b here; Pow(x, 1/2) is sqrt(x); what the symbols assume
(positive, integer, …) comes along as conditions.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from lemmata.errors import Diagnostic, InputError
from lemmata.language.expr.sorting import CONSTANTS, EXP, LE, LT, PI, RESERVED, TRUTH, E
from lemmata.language.expr.tidy import ADD, DIV, MUL, SUB, is_negative, negated
from lemmata.language.expr.tokens import WORDS
from lemmata.language.expr.vocabulary import Vocabulary, unknown_function
from lemmata.terms.sorts import BOOL, REAL, Sort
from lemmata.terms.symbols import AND, BUILT_IN, EQ, ITE, NOT, OR, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

POW, SQRT = BUILT_IN["Real.^"], BUILT_IN["Real.sqrt"]
INTEGER = BUILT_IN["Real.integer"]
ZERO, ONE = Term.real(0), Term.real(1)
NAMES = {"Abs": "abs", "Min": "min", "Max": "max"}
_KNOWN = [f"is_{kind}" for kind in ("Symbol", "Rational", "NumberSymbol", "Add", "Mul", "Pow")]
_KNOWN += ["is_Function", "is_Relational", "is_Boolean"]
_EQUATIONS = ("Equality", "Unequality")
_BOOLEANS = ("BooleanTrue", "BooleanFalse")
_TRUTH_NODES = ("And", "Or", "Not", "Xor", "Implies", "Equivalent", "ITE")


def refuse(problem: str, hint: str | None = None) -> InputError:
    """The error about a SymPy expression."""
    return InputError(Diagnostic(problem, hint=hint))


class Reader:
    """Makes terms of SymPy expressions that share their symbols."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.variables: dict[Any, Term] = {}
        self.unknown: dict[str, Symbol] = {}
        self.done: dict[Any, Term] = {}

    def read(self, root: Any, sort: Sort | None = None) -> Term:  # noqa: ANN401
        """The term of an expression; a symbol alone has the sort given. Raises InputError."""
        truths = _truths(root, sort)
        stack = [root]
        while stack:
            node = stack[-1]
            if node in self.done:
                stack.pop()
                continue
            todo = [arg for arg in _arguments(node) if arg not in self.done]
            if todo:
                stack.extend(reversed(todo))
                continue
            try:
                self.done[node] = self._term(node, truths)
            except ValueError:
                raise refuse(f"numbers and truth values are mixed: {_shown(node)}") from None
            stack.pop()
        return self.done[root]

    def assumptions(self) -> list[Term]:
        """What the symbols assume, as Bool terms."""
        found = []
        for symbol, variable in self.variables.items():
            if variable.sort is not REAL:
                continue
            if symbol.is_integer:
                found.append(Term.apply(INTEGER, variable))
            for holds, condition in (
                (symbol.is_positive, Term.apply(LT, ZERO, variable)),
                (symbol.is_negative, Term.apply(LT, variable, ZERO)),
            ):
                if holds:
                    found.append(condition)
            if symbol.is_positive or symbol.is_negative:
                continue
            if symbol.is_nonnegative:
                found.append(Term.apply(LE, ZERO, variable))
            if symbol.is_nonpositive:
                found.append(Term.apply(LE, variable, ZERO))
            if symbol.is_nonzero or symbol.is_zero is False:
                found.append(Term.apply(NOT, Term.apply(EQ, variable, ZERO)))
        return found

    def _term(self, node: Any, truths: set[Any]) -> Term:  # noqa: ANN401
        kind = type(node).__name__
        args = [self.done[arg] for arg in _arguments(node)]
        if node.is_Symbol:
            return self._symbol(node, BOOL if node in truths else REAL)
        if node.is_Rational:
            return Term.real(Fraction(int(node.p), int(node.q)))
        if kind in ("Pi", "Exp1"):
            return PI if kind == "Pi" else E
        if kind in _BOOLEANS:
            return TRUE_TERM if kind == "BooleanTrue" else FALSE_TERM
        if node.is_Add:
            last = args[:1] if isinstance(args[0].head, Fraction) else []
            return reduce(_plus, args[len(last) :] + last)
        if node.is_Mul:
            return _product(args)
        if node.is_Pow:
            return _power(*args)
        logic = _logic(kind, args)
        if logic is not None:
            return logic
        if kind == "Piecewise":
            return _piecewise(node, args)
        if node.is_Function:
            return self._function(node, args)
        raise refuse(f"SymPy's {kind} is not supported: {_shown(node)}")

    def _symbol(self, node: Any, sort: Sort) -> Term:  # noqa: ANN401
        name = str(node.name)
        if name in CONSTANTS or name in TRUTH or name in WORDS or name.lower() in RESERVED:
            raise refuse(f"the name {name} of a symbol has a fixed meaning", "rename the symbol")
        if not name.isidentifier():
            raise refuse(f"{name!r} is not the name of a variable", "rename the symbol")
        if node.is_extended_real is False or (node.is_complex and node.is_extended_real is None):
            raise refuse(f"the symbol {name} is not real: complex numbers are not supported yet")
        same = [other for other in self.variables if other.name == name]
        if same:
            raise refuse(f"two different symbols are called {name}", "rename one of them")
        self.variables[node] = Term.variable(name, sort)
        return self.variables[node]

    def _function(self, node: Any, args: list[Term]) -> Term:  # noqa: ANN401
        name = NAMES.get(type(node).__name__, type(node).__name__)
        symbol = self.vocabulary.get(name)
        if symbol is None:
            if name in BUILT_IN or not name.isidentifier() or any(a.sort is BOOL for a in args):
                raise refuse(f"SymPy's {name} is not supported: {_shown(node)}")
            symbol = self.unknown.setdefault(name, unknown_function(name, len(args)))
        if name in ("min", "max"):
            return reduce(lambda a, b: Term.apply(symbol, a, b), args)
        if symbol.arity != len(args):
            raise refuse(f"{name} takes {symbol.arity} arguments, not {len(args)}")
        return Term.apply(symbol, *args)


def _arguments(node: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """The parts of a node that become terms. Raises InputError for what is not real."""
    kind = type(node).__name__
    if kind in ("ImaginaryUnit", "ComplexInfinity", "NaN", "Infinity", "NegativeInfinity"):
        hint = "complex numbers are not supported yet" if kind == "ImaginaryUnit" else None
        raise refuse(f"{_shown(node)} is not a real number", hint)
    if kind == "Float":
        hint = "use Rational, or sympy.nsimplify, to say which number is meant"
        raise refuse(f"{_shown(node)} is a floating-point number, which is not exact", hint)
    if kind == "Piecewise":
        return tuple(part for pair in node.args for part in pair.args)
    if any(getattr(node, name, False) for name in _KNOWN):
        return tuple(node.args)
    if hasattr(node, "free_symbols"):
        raise refuse(f"SymPy's {kind} is not supported: {_shown(node)}")
    raise refuse(f"{kind} is not a SymPy expression")


def _shown(node: Any) -> str:  # noqa: ANN401
    text = str(node)
    return text if len(text) < 60 else text[:57] + "..."


def _truths(root: Any, sort: Sort | None) -> set[Any]:  # noqa: ANN401
    """The symbols that stand where a truth value is wanted."""
    _arguments(root)
    found = {root} if sort is BOOL else set()
    stack, seen = [root], {root}
    while stack:
        node = stack.pop()
        kind = type(node).__name__
        truths = () if kind not in _TRUTH_NODES else node.args
        if kind == "Piecewise":
            truths = tuple(pair.args[1] for pair in node.args)
        elif kind in _EQUATIONS and any(_is_truth(arg) for arg in node.args):
            truths = node.args
        found.update(arg for arg in truths if arg.is_Symbol)
        for arg in _arguments(node):
            if arg not in seen:
                seen.add(arg)
                stack.append(arg)
    return found


def _is_truth(node: Any) -> bool:  # noqa: ANN401
    kind = type(node).__name__
    return bool(getattr(node, "is_Relational", False)) or kind in (*_TRUTH_NODES, *_BOOLEANS)


def _plus(left: Term, right: Term) -> Term:
    if is_negative(right):
        return Term.apply(SUB, left, negated(right))
    return Term.apply(ADD, left, right)


def _product(args: list[Term]) -> Term:
    """Factors with what SymPy writes as Pow(b, -1) below the line, a sign in front."""
    above, below = [], []
    sign = False
    for arg in args:
        head = arg.head
        if head is DIV and arg.args[0] is ONE:
            below.append(arg.args[1])
        elif isinstance(head, Fraction):
            sign = sign is not (head < 0)
            above += [Term.real(abs(head.numerator))] if abs(head.numerator) != 1 else []
            below += [Term.real(head.denominator)] if head.denominator != 1 else []
        else:
            above.append(arg)
    top = reduce(lambda a, b: Term.apply(MUL, a, b), above) if above else ONE
    top = negated(top) if sign else top
    if not below:
        return top
    return Term.apply(DIV, top, reduce(lambda a, b: Term.apply(MUL, a, b), below))


def _power(base: Term, exponent: Term) -> Term:
    value = exponent.head
    if base is E:
        return Term.apply(EXP, exponent)
    if not isinstance(value, Fraction):
        return Term.apply(POW, base, exponent)
    size = abs(value)
    root = Term.apply(SQRT, base) if size == Fraction(1, 2) else None
    found = root or (base if size == 1 else Term.apply(POW, base, Term.real(size)))
    return found if value >= 0 else Term.apply(DIV, ONE, found)


def _logic(kind: str, args: list[Term]) -> Term | None:
    """Boolean functions and relations."""
    if kind in ("And", "Or"):
        symbol = AND if kind == "And" else OR
        return reduce(lambda b, a: Term.apply(symbol, a, b), reversed(args))
    if kind == "Not":
        return Term.apply(NOT, args[0])
    if kind in _EQUATIONS:
        equation = Term.apply(EQ, *args)
        return equation if kind == "Equality" else Term.apply(NOT, equation)
    relations = {"StrictLessThan": LT, "LessThan": LE}
    if kind in relations:
        return Term.apply(relations[kind], *args)
    turned = {"StrictGreaterThan": LT, "GreaterThan": LE}
    if kind in turned:
        return Term.apply(turned[kind], *reversed(args))
    if kind == "ITE":
        return Term.apply(ITE, *args)
    if kind == "Implies":
        return Term.apply(OR, Term.apply(NOT, args[0]), args[1])
    if kind == "Equivalent" and len(args) == 2:
        return Term.apply(EQ, *args)
    if kind == "Xor":
        return reduce(lambda a, b: Term.apply(NOT, Term.apply(EQ, a, b)), args)
    return None


def _piecewise(node: Any, args: list[Term]) -> Term:  # noqa: ANN401
    values, conditions = args[::2], args[1::2]
    if conditions[-1] is not TRUE_TERM:
        problem = f"{_shown(node)} has no value where no condition holds"
        raise refuse(problem, "add a last piece with the condition True")
    found = values[-1]
    for value, condition in zip(reversed(values[:-1]), reversed(conditions[:-1]), strict=True):
        found = Term.apply(ITE, condition, value, found)
    return found
