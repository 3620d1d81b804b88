"""Evaluation of ground terms: the counterexample is run (FORMAT.md section 8).

Values: ("data", constructor, arguments), int, Fraction, Enclosed (a real number that is not known
to be rational), ("element", sort, k), and for functions
("table", rows, default) or ("lambda", symbol, arguments); data that hold a function are "mixed"
instead of "data". Booleans are data. An explicit stack of continuations, and fuel: no input makes
it hang or overflow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from lemmata.kernel.computation import arithmetic, literal
from lemmata.kernel.reading import Rejected, require
from lemmata.kernel.real import FUNCTIONS, Enclosed, Reals
from lemmata.kernel.terms import Clause, Terms

FUEL = 1_000_000
NO_FUNCTIONS = "no value: functions cannot be compared"
Value = Any
TRUE: Value = ("data", "true", ())
FALSE: Value = ("data", "false", ())
Task = tuple[str, Any, Any]


class Evaluator:
    """Evaluates terms of one certificate; the fuel is shared by all calls."""

    def __init__(
        self,
        terms: Terms,
        cases: Mapping[str, tuple[Clause, ...]],
        abstract: Callable[[str, list[Value]], Value],
    ) -> None:
        """`abstract` gives the result of a symbol of a structure."""
        self.terms, self.cases, self.abstract = terms, cases, abstract
        self.fuel = FUEL
        self.reals = Reals()

    def run(self, root: int, environment: Mapping[int, Value]) -> Value:
        """The value of a term with leaves from `environment`; Rejected if there is none."""
        tasks: list[Task] = [("term", root, environment)]
        values: list[Value] = []
        while tasks:
            self.spend()
            kind, what, data = tasks.pop()
            if kind == "term":
                self._term(what, data, tasks, values)
            elif kind == "call":
                count = data
                arguments = values[len(values) - count :]
                del values[len(values) - count :]
                self._call(what, arguments, tasks, values)
            else:
                condition = values.pop()
                tasks.append(("term", what[0] if condition == TRUE else what[1], data))
        [result] = values
        return result

    def spend(self, steps: int = 1) -> None:
        """One evaluation step, or several for operations on large numbers."""
        self.fuel -= steps
        require(self.fuel >= 0, "no value: too many evaluation steps")

    def _term(
        self, term: int, environment: Mapping[int, Value], tasks: list[Task], values: list[Value]
    ) -> None:
        if term in environment:
            values.append(environment[term])
            return
        entry = self.terms.entries[term]
        require(entry[0] not in ("var", "bound"), "no value: a variable without a value")
        if entry[0] != "app":
            values.append(literal(self.terms, term))
            return
        if entry[1] in ("and", "or", "ite"):
            condition, *rest = entry[3]
            branches = {
                "and": (rest[0], self.terms.false),
                "or": (self.terms.true, rest[0]),
                "ite": tuple(rest),
            }[entry[1]]
            tasks.append(("branch", branches, environment))
            tasks.append(("term", condition, environment))
            return
        tasks.append(("call", entry[1], len(entry[3])))
        tasks.extend(("term", a, environment) for a in reversed(entry[3]))

    def _call(
        self, symbol: str, arguments: list[Value], tasks: list[Task], values: list[Value]
    ) -> None:
        kind = self.terms.symbols[symbol].kind
        if kind == "constructor":
            plain = all(map(comparable, arguments))
            values.append(("data" if plain else "mixed", symbol, tuple(arguments)))
        elif kind == "lambda":
            values.append(("lambda", symbol, tuple(arguments)))
        elif kind == "abstract":
            values.append(self.abstract(symbol, arguments))
        elif kind == "function":
            self._select(symbol, arguments, tasks)
        elif symbol == "apply":
            self._apply(arguments[0], arguments[1], tasks, values)
        elif symbol == "not":
            values.append(FALSE if arguments[0] == TRUE else TRUE)
        elif symbol == "eq":
            values.append(TRUE if self.same(*arguments) else FALSE)
        elif symbol in FUNCTIONS:
            values.append(self.reals.apply(symbol.removeprefix("Real."), arguments))
        elif symbol in ("Real.<", "Real.<="):
            holds = self.reals.compare(symbol.removeprefix("Real."), *arguments)
            values.append(TRUE if holds else FALSE)
        else:
            exact = all(isinstance(n, int | Fraction) for n in arguments)
            require(exact, "no value: not known to be rational")
            words = sum(n.numerator.bit_length() + n.denominator.bit_length() for n in arguments)
            self.spend((words // 64) ** 2 // 1_000)
            result = arithmetic(symbol.partition(".")[2], arguments)
            values.append((TRUE if result else FALSE) if isinstance(result, bool) else result)

    def _select(self, symbol: str, arguments: list[Value], tasks: list[Task]) -> None:
        """The case that matches; cases are disjoint, so their order does not matter."""
        for case in self.cases[symbol]:
            left, right = case.conclusion
            binding: dict[int, Value] = {}
            stack = list(zip(self.terms.entries[left][3], arguments, strict=True))
            while stack:
                pattern, value = stack.pop()
                entry = self.terms.entries[pattern]
                if entry[0] == "bound":
                    binding[pattern] = value
                elif value[1] == entry[1]:
                    stack.extend(zip(entry[3], value[2], strict=True))
                else:
                    break
            else:
                tasks.append(("term", right, binding))
                return
        raise Rejected("no value: no case matches")

    def _apply(self, f: Value, x: Value, tasks: list[Task], values: list[Value]) -> None:
        if f[0] == "lambda":
            [case] = self.cases[f[1]]
            entry = self.terms.entries[case.conclusion[0]]
            bound = (*self.terms.entries[entry[3][0]][3], entry[3][1])
            tasks.append(("term", case.conclusion[1], dict(zip(bound, (*f[2], x), strict=True))))
        else:
            _, rows, default = f
            for argument, result in rows:
                if self.same(argument, x):
                    values.append(result)
                    return
            values.append(default)

    def same(self, first: Value, second: Value) -> bool:
        """Equality of two values that hold no function."""
        require(comparable(first) and comparable(second), NO_FUNCTIONS)
        stack = [(first, second)]
        while stack:
            self.spend()
            a, b = stack.pop()
            if isinstance(a, Enclosed) or isinstance(b, Enclosed):
                if not self.reals.compare("eq", a, b):
                    return False
            elif isinstance(a, int | Fraction) or a[0] == "element":
                if a != b:
                    return False
            elif a[1] == b[1]:
                stack.extend(zip(a[2], b[2], strict=True))
            else:
                return False
        return True


def comparable(value: Value) -> bool:
    """Whether a value holds no function."""
    return isinstance(value, int | Fraction | Enclosed) or value[0] in ("data", "element")
