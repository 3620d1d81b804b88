"""Where a term is defined: Def(t) of FORMAT.md section 9.

The logic is total; that an expression has a value is a Bool term, made of the conditions of the
partial functions in it. Functions by one plain case are unfolded; others must be total.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from lemmata.kernel.computation import literal
from lemmata.kernel.definitions import Definitions
from lemmata.kernel.reading import Budget, require
from lemmata.kernel.terms import Terms

MAX_CONDITIONS = 10_000
MAX_WORK = 500_000
UNFOLDING = 10
PARTIAL = {"Rational./"} | {f"Real.{f}" for f in ("/", "^", "log", "sqrt", "asin", "acos")}


class Domains:
    """Domains of the terms of one certificate."""

    def __init__(self, definitions: Definitions) -> None:
        """Read off which functions are unfolded, and which are partial."""
        self.terms, self.cases = definitions.terms, definitions.cases
        self.budget = Budget(MAX_WORK, "a domain is too large")
        self.partial, self.plain = set[str](), set[str]()
        for declaration in definitions.raw:
            if declaration["kind"] == "function":
                group = declaration["group"]
                self.partial |= {f["name"] for f in group if f["partial"]}
                self.plain |= {f["name"] for f in group if self._plain(f["name"])}
        self._inner: dict[int, tuple[int, ...]] = {}
        self._branches: dict[int, int] = {}
        self._total: dict[str, bool] = {}
        self._definitions: dict[tuple[str, tuple[int, ...]], tuple[tuple[int, ...], int]] = {}

    def _plain(self, symbol: str) -> bool:
        """One case, all patterns variables; unfolding ends, since these cannot call themselves."""
        cases = self.cases[symbol]
        return len(cases) == 1 and all(
            self.terms.entries[p][0] == "bound"
            for p in self.terms.entries[cases[0].conclusion[0]][3]
        )

    def of(self, *roots: int) -> int:
        """The Bool term that says that all these terms are defined; Rejected if there is none."""
        for t in self._order(roots):
            entry = self.terms.entries[t]
            if entry[0] == "app" and entry[1] == "ite":
                for branch in entry[3][1:]:
                    if branch not in self._branches:
                        self._branches[branch] = self._conjunction(self._collect((branch,)))
        return self._conjunction(self._collect(roots))

    def _order(self, roots: Sequence[int]) -> list[int]:
        """All terms that matter, each once, after what it depends on."""
        done: dict[int, None] = {}
        stack = list(roots)
        while stack:
            t = stack[-1]
            self.budget.spend()
            todo = [a for a in self._parts(t) if a not in done]
            if todo:
                stack.extend(todo)
            else:
                done[t] = None
                stack.pop()
        return list(done)

    def _parts(self, t: int) -> tuple[int, ...]:
        """The arguments of a term, and what it is by definition."""
        found = self._inner.get(t)
        if found is None:
            found = self._inner[t] = self._unfolded(t)
        return found

    def _unfolded(self, t: int) -> tuple[int, ...]:
        terms, entry = self.terms, self.terms.entries[t]
        if entry[0] != "app":
            return ()
        _, symbol, types, arguments = entry
        declared = terms.symbols[symbol]
        if symbol in self.plain:
            self.budget.spend(UNFOLDING)
            patterns, body = self._definition(symbol, types)
            values = dict(zip(patterns, arguments, strict=True))
            return (*arguments, terms.replace(body, values, {}))
        if declared.kind in ("function", "lambda"):
            require(self._is_total(symbol), f"the domain of {symbol} is not known")
        return tuple(arguments)

    def _definition(self, symbol: str, types: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
        """The patterns and the right side of a plain function's case at given sorts."""
        key = symbol, types
        if key not in self._definitions:
            terms = self.terms
            [case] = self.cases[symbol]
            given = dict(zip(terms.symbols[symbol].types, types, strict=True))
            left, right = (terms.replace(side, {}, given) for side in case.conclusion)
            self._definitions[key] = terms.entries[left][3], right
        return self._definitions[key]

    def _is_total(self, symbol: str) -> bool:
        """Whether no partial function occurs in the definition, or in those that it uses."""
        if symbol not in self._total:
            seen, stack = {symbol}, [symbol]
            while stack:
                for used in self._symbols(stack.pop()) - seen:
                    seen.add(used)
                    if used in self.cases:
                        stack.append(used)
            self._total[symbol] = seen.isdisjoint(PARTIAL | self.partial)
        return self._total[symbol]

    def _symbols(self, symbol: str) -> set[str]:
        """The symbols in the right sides of a definition."""
        found, seen = set[str](), set[int]()
        stack = [case.conclusion[1] for case in self.cases[symbol]]
        while stack:
            t = stack.pop()
            entry = self.terms.entries[t]
            if t not in seen and entry[0] == "app":
                self.budget.spend()
                seen.add(t)
                found.add(entry[1])
                stack.extend(entry[3])
        return found

    def _collect(self, roots: Sequence[int]) -> list[int]:
        """The conditions of some terms in order of first occurrence."""
        found: dict[int, None] = {}
        seen, stack = set[int](), [(t, False) for t in reversed(roots)]
        while stack:
            t, ready = stack.pop()
            if ready:
                found.update(dict.fromkeys(self._own(t)))
                require(len(found) <= MAX_CONDITIONS, "too many conditions")
            elif t not in seen:
                self.budget.spend()
                seen.add(t)
                stack.append((t, True))
                entry = self.terms.entries[t]
                branching = entry[0] == "app" and entry[1] == "ite"
                inner = entry[3][:1] if branching else self._parts(t)
                stack.extend((a, False) for a in reversed(inner))
        return list(found)

    def _conjunction(self, conditions: Sequence[int]) -> int:
        if not conditions:
            return self.terms.true
        result = conditions[-1]
        for condition in reversed(conditions[:-1]):
            result = self.terms.app("and", (), (condition, result))
        return result

    # The conditions of one application

    def _own(self, t: int) -> list[int]:
        terms, entry = self.terms, self.terms.entries[t]
        if entry[0] != "app":
            return []
        symbol, arguments = entry[1], entry[3]
        if symbol == "ite":
            condition, *branches = arguments
            domains = [self._branches[b] for b in branches]
            if domains == [terms.true, terms.true]:
                return []
            return [terms.app("ite", (terms.bool,), (condition, *domains))]
        if symbol not in PARTIAL:
            return []
        a = arguments[0]
        match symbol.partition(".")[2]:
            case "/":
                return self._decided(_nonzero(terms, arguments[1]), arguments[1], lambda v: v != 0)
            case "log":
                return self._decided(_positive(terms, a), a, lambda v: v > 0)
            case "sqrt":
                return self._decided(_natural(terms, a), a, lambda v: v >= 0)
            case "^":
                return self._power(a, arguments[1])
        one = terms.real_literal(1)
        lower, upper = _compare(terms, terms.real_literal(-1), a), _compare(terms, a, one)
        return [
            *self._decided(lower, a, lambda v: v >= -1),
            *self._decided(upper, a, lambda v: v <= 1),
        ]

    def _power(self, a: int, b: int) -> list[int]:
        terms, k = self.terms, literal(self.terms, b)
        if k is None:
            zero = terms.app("eq", (terms.real,), (a, terms.real_literal(0)))
            of_zero = terms.app("and", (), (zero, _natural(terms, b)))
            integer = terms.app("Real.integer", (), (b,))
            of_others = terms.app("and", (), (_nonzero(terms, a), integer))
            rest = terms.app("or", (), (of_zero, of_others))
            return [terms.app("or", (), (_positive(terms, a), rest))]
        if k.denominator == 1:
            return [] if k >= 0 else self._decided(_nonzero(terms, a), a, lambda v: v != 0)
        if k > 0:
            return self._decided(_natural(terms, a), a, lambda v: v >= 0)
        return self._decided(_positive(terms, a), a, lambda v: v > 0)

    def _decided(
        self, condition: int, term: int, holds: Callable[[int | Fraction], bool]
    ) -> list[int]:
        """The condition on a term; for a literal nothing, or `false`."""
        value = literal(self.terms, term)
        if value is None:
            return [condition]
        return [] if holds(value) else [self.terms.false]


def _nonzero(terms: Terms, a: int) -> int:
    sort = terms.sort[a]
    row = ("real" if sort == terms.real else "rational", "0", "1")
    zero = terms.intern(row, sort)
    return terms.app("not", (), (terms.app("eq", (sort,), (a, zero)),))


def _positive(terms: Terms, a: int) -> int:
    return terms.app("Real.<", (), (terms.real_literal(0), a))


def _natural(terms: Terms, a: int) -> int:
    return _compare(terms, terms.real_literal(0), a)


def _compare(terms: Terms, a: int, b: int) -> int:
    return terms.app("Real.<=", (), (a, b))
