"""Running the functions of a theory on values, fast enough to test thousands of instances.

A value is a `Data` (interned constructor application, a lambda with its parameters), an int, a
Fraction or a `Table` (finite function). Bodies are compiled to closures, calls are remembered. This
evaluator finds counterexamples; the kernel's own one confirms them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from operator import itemgetter
from typing import final

from lemmata.terms.declarations import Clause, Declaration, FunctionGroup, Lambda
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import AND, APPLY, EQ, FALSE, ITE, NOT, OR, TRUE, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_BITS = 20_000
MAX_EXPONENT = 100_000
MAX_DEPTH = 120
MAX_MEMO = 300_000


class NoValue(Exception):
    """The term has no value: no case matches, division by zero, or the fuel ran out."""


@final
class Data:
    """A constructor or lambda applied to values; interned, so equality is identity."""

    __slots__ = ("args", "head", "size")

    def __init__(self, head: Symbol, args: tuple[Value, ...]) -> None:
        """Use `Evaluator.data`, which interns."""
        self.head, self.args = head, args
        self.size: int = 1 + sum(size_of(a) for a in args)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A finite function: `rows` of (argument, result), and a default."""

    rows: tuple[tuple[Value, Value], ...]
    default: Value


Value = Data | int | Fraction | Table
Code = Callable[[Sequence[Value]], Value]
Step = tuple[int, Symbol | None, int, "list[Step]"]


def size_of(value: Value) -> int:
    """How large a value is to a reader."""
    if isinstance(value, Data):
        return value.size
    if isinstance(value, Table):
        return 1 + 2 * len(value.rows)
    return 1 + abs(value.numerator) + (value.denominator - 1)


class Evaluator:
    """Evaluates terms of one theory; `spent` counts steps."""

    def __init__(self, declarations: Sequence[Declaration], fuel: int = 4_000) -> None:
        """`fuel` bounds the steps of one evaluation."""
        self.cases: dict[Symbol, tuple[Clause, ...]] = {}
        for declaration in declarations:
            if isinstance(declaration, FunctionGroup):
                for function in declaration.members:
                    self.cases[function.symbol] = function.cases
            elif isinstance(declaration, Lambda):
                self.cases[declaration.symbol] = (declaration.case,)
        self.fuel, self.spent, self._limit = fuel, 0, 0
        self._interned: dict[tuple[Symbol, tuple[Value, ...]], Data] = {}
        self._memo: dict[tuple[Symbol, tuple[Value, ...]], Value] = {}
        self._lost: set[tuple[Symbol, tuple[Value, ...]]] = set()
        self._bodies: dict[Symbol, list[_Case]] = {}
        self.true, self.false = self.data(TRUE, ()), self.data(FALSE, ())

    def data(self, head: Symbol, args: tuple[Value, ...]) -> Data:
        """The interned constructor application."""
        key = (head, args)
        found = self._interned.get(key)
        if found is None:
            found = self._interned[key] = Data(head, args)
        return found

    def compile(self, term: Term, variables: Sequence[Term]) -> Callable[[Sequence[Value]], Value]:
        """A function from the values of the variables to the value of the term."""
        code = self._code(term, {v: i for i, v in enumerate(variables)}, 0)

        def run(values: Sequence[Value]) -> Value:
            self._limit = self.spent + self.fuel
            try:
                return code(values)
            except RecursionError:
                raise NoValue("nested too deeply") from None

        return run

    def value(self, term: Term, environment: Mapping[Term, Value] | None = None) -> Value:
        """The value of a term; raises NoValue."""
        environment = environment or {}
        return self.compile(term, tuple(environment))(tuple(environment.values()))

    def call(self, symbol: Symbol, args: tuple[Value, ...], fuel: int) -> Value:
        """A function or a built-in symbol at values; raises NoValue, also after `fuel` steps."""
        if (symbol, args) in self._lost:
            raise NoValue("fuel")
        self._limit = self.spent + fuel
        try:
            if symbol is APPLY:
                return self._apply(*args)
            if symbol.kind is Kind.BUILT_IN:
                return self._application(symbol, [itemgetter(i) for i in range(len(args))])(args)
            return self._call(symbol, args)
        except (NoValue, RecursionError):
            self._lost.add((symbol, args))
            raise

    # Compiling terms

    def _code(self, term: Term, slots: Mapping[Term, int], depth: int) -> Code:
        if term.is_variable:
            if term not in slots:
                raise NoValue(f"variable {term}")
            slot = slots[term]
            return lambda values: values[slot]
        symbol = term.symbol
        if symbol is None:
            literal = term.head
            assert isinstance(literal, int | Fraction)
            return lambda _: literal
        if not term.free and symbol.kind is Kind.CONSTRUCTOR and term.size > MAX_DEPTH:
            constant = self._constant(term)
            return lambda _: constant
        if depth > MAX_DEPTH:
            raise NoValue("nested too deeply")
        args = [self._code(a, slots, depth + 1) for a in term.args]
        return self._application(symbol, args)

    def _constant(self, root: Term) -> Value:
        """The value of a large ground constructor term."""
        done: dict[Term, Value] = {}
        stack = [root]
        while stack:
            t = stack[-1]
            todo = [a for a in t.args if a not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if isinstance(t.head, int | Fraction):
                done[t] = t.head
            elif t.symbol is not None and t.symbol.kind is Kind.CONSTRUCTOR:
                done[t] = self.data(t.symbol, tuple(done[a] for a in t.args))
            else:
                raise NoValue("nested too deeply")
        return done[root]

    def _application(self, symbol: Symbol, args: list[Code]) -> Code:
        true, false = self.true, self.false
        if symbol.kind in (Kind.CONSTRUCTOR, Kind.LAMBDA):
            return lambda values: self.data(symbol, tuple([a(values) for a in args]))
        if symbol.kind is Kind.FUNCTION:
            return lambda values: self._call(symbol, tuple([a(values) for a in args]))
        if symbol.kind is Kind.ABSTRACT:
            raise NoValue(f"{symbol.name} is abstract")
        if symbol is ITE:
            return lambda values: args[1](values) if args[0](values) is true else args[2](values)
        if symbol is AND:
            return lambda values: args[1](values) if args[0](values) is true else false
        if symbol is OR:
            return lambda values: true if args[0](values) is true else args[1](values)
        if symbol is NOT:
            return lambda values: false if args[0](values) is true else true
        if symbol is EQ:
            return lambda values: self._equal(args[0](values), args[1](values))
        if symbol is APPLY:
            return lambda values: self._apply(args[0](values), args[1](values))
        return lambda values: self._arithmetic(symbol, [a(values) for a in args])

    # Running

    def _call(self, symbol: Symbol, args: tuple[Value, ...]) -> Value:
        key = (symbol, args)
        found = self._memo.get(key)
        if found is not None:
            return found
        self.spent += 1
        if self.spent > self._limit:
            raise NoValue("fuel")
        for case in self._body(symbol):
            values = case.match(args)
            if values is not None:
                body = case.body
                found = body(values)
                if len(self._memo) > MAX_MEMO:
                    self._memo.clear()
                self._memo[key] = found
                return found
        raise NoValue(f"no case of {symbol.name} matches")

    def _body(self, symbol: Symbol) -> list[_Case]:
        found = self._bodies.get(symbol)
        if found is None:
            found = self._bodies[symbol] = []
            for case in self.cases[symbol]:
                left = case.left
                patterns = left.args
                if symbol.kind is Kind.LAMBDA:
                    patterns = (*left.args[0].args, left.args[1])
                slots = {v: i for i, v in enumerate(case.variables)}
                found.append(_Case(patterns, slots, self._code(case.right, slots, 0)))
        return found

    def _equal(self, a: Value, b: Value) -> Value:
        if holds_function(a) or holds_function(b):
            raise NoValue("functions cannot be compared")
        return self.true if a == b else self.false

    def _apply(self, f: Value, x: Value) -> Value:
        if isinstance(f, Table):
            return next((result for argument, result in f.rows if argument == x), f.default)
        assert isinstance(f, Data)
        return self._call(f.head, (*f.args, x))

    def _arithmetic(self, symbol: Symbol, args: list[Value]) -> Value:
        numbers = [a for a in args if isinstance(a, int | Fraction)]
        result = operate(symbol.name, numbers)
        if result is None:
            raise NoValue("no value of an operation")
        if isinstance(result, bool):
            return self.true if result else self.false
        return result


class _Case:
    """One defining case: constructor tests on the arguments, then the slots to fill."""

    __slots__ = ("body", "size", "steps")

    def __init__(self, patterns: Sequence[Term], slots: Mapping[Term, int], body: Code) -> None:
        self.body, self.size = body, len(slots)
        # Each step looks at one argument: (position, head to test, patterns below) or a slot.
        self.steps = [_step(i, p, slots) for i, p in enumerate(patterns)]
        self.steps.sort(key=lambda step: step[1] is None)

    def match(self, values: Sequence[Value]) -> list[Value] | None:
        """The values of the slots, None if the case does not fit."""
        found: list[Value] = [0] * self.size
        return found if _fits(self.steps, values, found) else None


def _step(i: int, pattern: Term, slots: Mapping[Term, int]) -> Step:
    if pattern.is_variable:
        return i, None, slots[pattern], []
    inner = [_step(k, p, slots) for k, p in enumerate(pattern.args)]
    return i, pattern.symbol, -1, inner


def _fits(steps: Sequence[Step], values: Sequence[Value], found: list[Value]) -> bool:
    """Patterns are as deep as a person wrote them: recursion is safe."""
    for i, head, slot, inner in steps:
        value = values[i]
        if head is None:
            found[slot] = value
        else:
            if not isinstance(value, Data) or value.head is not head:
                return False
            if inner and not _fits(inner, value.args, found):
                return False
    return True


def holds_function(value: Value) -> bool:
    """Whether a value is a function or contains one."""
    stack = [value]
    while stack:
        v = stack.pop()
        if isinstance(v, Table):
            return True
        if isinstance(v, Data):
            if v.head.kind is Kind.LAMBDA:
                return True
            stack.extend(v.args)
    return False


def operate(name: str, values: Sequence[int | Fraction]) -> int | Fraction | bool | None:
    """A built-in operation such as "Int.+" on exact numbers; None if it has no value here."""
    sort, _, operation = name.rpartition(".")
    sizes = [max(abs(v.numerator), v.denominator).bit_length() for v in values]
    if not sizes or max(sizes) > MAX_BITS:
        return None
    a, b = values[0], values[-1]
    match operation:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "neg":
            return -a
        case "<=":
            return a <= b
        case "<":
            return a < b
        case "eq":
            return a == b
        case "/" if b != 0 and sort in ("Rational", "Real"):
            return Fraction(a) / b
        case "^" if sort == "Real":
            return _power(Fraction(a), Fraction(b))
        case "sqrt" if sort == "Real" and a >= 0:
            root = Fraction(isqrt(a.numerator), isqrt(a.denominator))
            return root if root * root == a else None
        case "integer" if sort == "Real":
            return a.denominator == 1
    return None


def _power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1 or (base == 0 and exponent < 0):
        return None
    bits = max(abs(base.numerator), base.denominator).bit_length() - 1
    if abs(exponent) > MAX_EXPONENT or bits * abs(exponent) > MAX_BITS:
        return None
    return base**exponent.numerator


def literal_operation(term: Term) -> Term | None:
    """The value of a built-in operation on literals as a term, None if it has none."""
    assert term.symbol is not None
    numbers = [t.head for t in term.args if isinstance(t.head, int | Fraction)]
    if len(numbers) != len(term.args):
        return None
    result = operate(term.symbol.name, numbers)
    if result is None:
        return None
    if isinstance(result, bool):
        return TRUE_TERM if result else FALSE_TERM
    if term.sort is REAL:
        return Term.real(result)
    return Term.integer(result) if isinstance(result, int) else Term.rational(result)
