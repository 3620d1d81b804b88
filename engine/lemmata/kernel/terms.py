"""The kernel's terms: interned sorts, terms and clauses, named by integers.

Equal objects have equal numbers, so comparing is comparing integers. Nothing is ever normalised.
There is one binder level (a clause), its variables are ("bound", i, sort): nothing can be captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import gcd
from typing import Any, NamedTuple

from lemmata.kernel.reading import (
    LARGEST,
    Budget,
    Rejected,
    fields,
    index,
    indices,
    name,
    require,
    sequence,
)

MAX_DIGITS = 100_000
SHORT = 10_000
MAX_SETS = 5_000_000
REAL_FUNCTIONS = ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan")
Pair = tuple[int, int]
Entry = tuple[Any, ...]


class Symbol(NamedTuple):
    """A declared symbol, its sorts by number.

    `kind` is constructor, function, lambda, abstract or builtin.
    """

    kind: str
    types: tuple[int, ...]
    arguments: tuple[int, ...]
    result: int


class Guard(NamedTuple):
    """Measure terms (over bound variables) that must be smaller than the limit terms."""

    measure: tuple[int, ...]
    limit: tuple[int, ...]


class Clause(NamedTuple):
    """forall bound. premises ==> conclusion."""

    bound: tuple[int, ...]
    premises: tuple[Pair, ...]
    conclusion: Pair
    guard: Guard | None

    def terms(self) -> tuple[int, ...]:
        """All terms of the clause."""
        equations = [side for pair in (*self.premises, self.conclusion) for side in pair]
        return (*equations, *(self.guard.measure + self.guard.limit if self.guard else ()))


def unit(left: int, right: int) -> Clause:
    """The clause left = right."""
    return Clause((), (), (left, right), None)


class Terms:
    """Tables of sorts, terms and clauses over a growing signature."""

    def __init__(self) -> None:
        """Start with the built-in sorts and symbols of FORMAT.md section 2."""
        self.sorts: list[Entry] = []
        self._sort_ids: dict[Entry, int] = {}
        self.sort_arity = {"Bool": 0, "Int": 0, "Rational": 0, "Real": 0, "String": 0, "->": 2}
        self.symbols: dict[str, Symbol] = {}
        self.entries: list[Entry] = []
        self._ids: dict[Entry, int] = {}
        self.sort: list[int] = []
        self.leaves: list[frozenset[int]] = []
        self.plain: list[bool] = []
        self._sets = Budget(MAX_SETS, "the terms have too many variables")
        self.clauses: list[Clause] = []
        self._clause_ids: dict[Clause, int] = {}
        self._clause_free: dict[Clause, frozenset[int]] = {}
        self._results: dict[tuple[str, tuple[int, ...]], tuple[tuple[int, ...], int]] = {}
        self._builtins()

    def _builtins(self) -> None:
        self.bool, self.int, self.rational, self.real = (
            self.intern_sort((s,)) for s in ("Bool", "Int", "Rational", "Real")
        )
        a, b = self.intern_sort(("var", "a")), self.intern_sort(("var", "b"))
        truth = self.bool
        declare = self.symbols.__setitem__
        for constant in ("true", "false"):
            declare(constant, Symbol("constructor", (), (), truth))
        declare("not", Symbol("builtin", (), (truth,), truth))
        for binary in ("and", "or"):
            declare(binary, Symbol("builtin", (), (truth, truth), truth))
        declare("ite", Symbol("builtin", (a,), (truth, a, a), a))
        declare("eq", Symbol("builtin", (a,), (a, a), truth))
        declare("apply", Symbol("builtin", (a, b), (self.intern_sort(("->", a, b)), a), b))
        for number, operators in (("Int", "+-*"), ("Rational", "+-*/"), ("Real", "+-*/^")):
            s = self.intern_sort((number,))
            for op in operators:
                declare(f"{number}.{op}", Symbol("builtin", (), (s, s), s))
            declare(f"{number}.neg", Symbol("builtin", (), (s,), s))
            for op in ("<=", "<"):
                declare(f"{number}.{op}", Symbol("builtin", (), (s, s), truth))
        real = self.real
        declare("Real.pi", Symbol("builtin", (), (), real))
        for function in REAL_FUNCTIONS:
            declare(f"Real.{function}", Symbol("builtin", (), (real,), real))
        declare("Real.integer", Symbol("builtin", (), (real,), truth))
        self.true, self.false = self.app("true", (), ()), self.app("false", (), ())

    # Sorts

    def intern_sort(self, entry: Entry) -> int:
        """The number of a sort entry."""
        found = self._sort_ids.get(entry)
        if found is None:
            found = self._sort_ids[entry] = len(self.sorts)
            self.sorts.append(entry)
        return found

    def read_sort(self, raw: object, known: list[int]) -> int:
        """A sort entry of a file; `known` translates the file's numbers."""
        row = sequence(raw)
        require(row and isinstance(row[0], str), "a sort entry starts with a name")
        if row[0] == "var":
            require(len(row) == 2, "a type variable has one name")
            return self.intern_sort(("var", name(row[1])))
        arguments = indices(row[1:], len(known))
        require(row[0] in self.sort_arity, f"unknown sort {row[0][:40]!r}")
        require(self.sort_arity[row[0]] == len(arguments), f"sort {row[0]} has another arity")
        return self.intern_sort((row[0], *(known[i] for i in arguments)))

    def sort_with(self, sort: int, binding: Mapping[int, int]) -> int:
        """The sort with type variables replaced (sorts in files may be deep: explicit stack)."""
        if not binding:
            return sort
        done = dict(binding)
        stack = [sort]
        while stack:
            s = stack[-1]
            entry = self.sorts[s]
            todo = [] if s in done or entry[0] == "var" else [a for a in entry[1:] if a not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if s not in done:
                is_variable = entry[0] == "var"
                done[s] = (
                    s
                    if is_variable
                    else self.intern_sort((entry[0], *(done[a] for a in entry[1:])))
                )
        return done[sort]

    def sort_leaves(self, sorts: Iterable[int]) -> tuple[set[str], set[str]]:
        """The type variables and the sort constructors that occur in the sorts."""
        seen, stack = set[int](), list(sorts)
        variables, constructors = set[str](), set[str]()
        while stack:
            s = stack.pop()
            if s not in seen:
                seen.add(s)
                head, *arguments = self.sorts[s]
                if head == "var":
                    variables.add(arguments[0])
                else:
                    constructors.add(head)
                    stack.extend(arguments)
        return variables, constructors

    # Terms

    def instance_sorts(self, symbol: str, types: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
        """Argument sorts and result sort of a symbol at sort arguments."""
        key = (symbol, types)
        found = self._results.get(key)
        if found is None:
            s = self.symbols[symbol]
            binding = dict(zip(s.types, types, strict=True))
            arguments = tuple(self.sort_with(a, binding) for a in s.arguments)
            found = self._results[key] = (arguments, self.sort_with(s.result, binding))
        return found

    def intern(self, entry: Entry, sort: int) -> int:
        """The number of a well-sorted term entry."""
        found = self._ids.get(entry)
        if found is None:
            found = self._ids[entry] = len(self.entries)
            self.entries.append(entry)
            self.sort.append(sort)
            self.leaves.append(self._leaves(found, entry))
            inner = [self.plain[a] for a in entry[3]] if entry[0] == "app" else []
            self.plain.append(entry[0] != "bound" and False not in inner)
        return found

    def _leaves(self, number: int, entry: Entry) -> frozenset[int]:
        """The variables of a new term, shared with an argument that has them all."""
        if entry[0] != "app":
            return frozenset((number,)) if entry[0] in ("var", "bound") else frozenset()
        largest = frozenset[int]()
        for a in entry[3]:
            leaves = self.leaves[a]
            if not leaves <= largest:
                if largest and not largest < leaves:
                    leaves |= largest
                    self._sets.spend(len(leaves))
                largest = leaves
        return largest

    def app(self, symbol: str, types: tuple[int, ...], arguments: tuple[int, ...]) -> int:
        """The application; the arguments are known to have the right sorts."""
        return self.intern(("app", symbol, types, arguments), self.instance_sorts(symbol, types)[1])

    def real_literal(self, value: Fraction | int) -> int:
        """The literal of sort Real."""
        row = ("real", encode(value.numerator), encode(value.denominator))
        return self.intern(row, self.real)

    def bound(self, i: int, sort: int) -> int:
        """The i-th bound variable."""
        return self.intern(("bound", i, sort), sort)

    def read_term(self, raw: object, sorts: list[int], known: list[int]) -> int:
        """A term entry of a file, checked for sorts."""
        row = sequence(raw)
        require(row, "an empty term entry")
        if row[0] == "app" and len(row) == 4:
            return self._read_app(row, sorts, known)
        if row[0] == "var" and len(row) == 3:
            sort = sorts[index(row[2], len(sorts))]
            return self.intern(("var", name(row[1]), sort), sort)
        if row[0] == "bound" and len(row) == 3:
            sort = sorts[index(row[2], len(sorts))]
            return self.intern(("bound", index(row[1], LARGEST + 1), sort), sort)
        if row[0] == "int" and len(row) == 2:
            decode(row[1])
            return self.intern(("int", row[1]), self.int)
        if row[0] in ("rational", "real") and len(row) == 3:
            self._check_rational(row[1], row[2])
            sort = self.rational if row[0] == "rational" else self.real
            return self.intern((row[0], row[1], row[2]), sort)
        raise Rejected("not a term entry")

    def _read_app(self, row: list[Any], sorts: list[int], known: list[int]) -> int:
        symbol = row[1]
        if not isinstance(symbol, str) or symbol not in self.symbols:
            raise Rejected(f"unknown symbol {symbol!r:.60}")
        types = tuple([sorts[i] for i in indices(row[2], len(sorts))])
        arguments = tuple([known[i] for i in indices(row[3], len(known))])
        if len(types) != len(self.symbols[symbol].types):
            raise Rejected(f"{symbol} takes other sort arguments")
        expected, sort = self.instance_sorts(symbol, types)
        if tuple([self.sort[a] for a in arguments]) != expected:
            raise Rejected(f"{symbol} is applied to arguments of other sorts")
        return self.intern(("app", symbol, types, arguments), sort)

    @staticmethod
    def _check_rational(numerator: object, denominator: object) -> None:
        p, q = decode(numerator), decode(denominator)
        require(q >= 1 and gcd(p, q) == 1, "a rational literal is not in lowest terms")

    def replace(
        self, root: int, binding: Mapping[int, int], types: Mapping[int, int] | None = None
    ) -> int:
        """Simultaneous substitution of free or bound variables, and of type variables."""
        done = dict(binding)
        if root in done:
            return done[root]
        keys = done.keys() if types else frozenset(done)
        stack = [root]
        while stack:
            t = stack[-1]
            if t in done:
                stack.pop()
                continue
            if not types and self.leaves[t].isdisjoint(keys):
                done[t] = t
                continue
            entry = self.entries[t]
            if entry[0] == "app":
                todo = [a for a in entry[3] if a not in done]
                if todo:
                    stack.extend(todo)
                    continue
                given = entry[2]
                if types and given:
                    given = tuple(self.sort_with(s, types) for s in given)
                done[t] = self.app(entry[1], given, tuple([done[a] for a in entry[3]]))
            elif types and entry[0] in ("var", "bound"):
                sort = self.sort_with(entry[2], types)
                done[t] = self.intern((entry[0], entry[1], sort), sort)
            else:
                done[t] = t
        return done[root]

    def parts_first(self, roots: Iterable[int], built: Callable[[int], bool]) -> list[int]:
        """The terms down to those that are not `built`, each once, after its arguments."""
        done: dict[int, None] = {}
        stack = list(roots)
        while stack:
            t = stack[-1]
            todo = [a for a in self.entries[t][3] if a not in done] if built(t) else []
            if todo:
                stack.extend(todo)
            else:
                done[t] = None
                stack.pop()
        return list(done)

    def parts(self, term: int) -> set[int]:
        """The proper constructor subterms of a term."""
        found, stack = set[int](), [term]
        while stack:
            t = stack.pop()
            if self.constructor(t):
                fresh = [a for a in self.entries[t][3] if a not in found]
                found.update(fresh)
                stack.extend(fresh)
        return found

    def constructor(self, term: int) -> str | None:
        """The constructor on top of a term, if there is one."""
        entry = self.entries[term]
        if entry[0] == "app" and self.symbols[entry[1]].kind == "constructor":
            return str(entry[1])
        return None

    # Clauses

    def intern_clause(self, clause: Clause) -> int:
        """The number of a clause."""
        found = self._clause_ids.get(clause)
        if found is None:
            found = self._clause_ids[clause] = len(self.clauses)
            self.clauses.append(clause)
        return found

    def read_clause(self, raw: object, sorts: list[int], terms: list[int]) -> int:
        """A clause entry of a file."""
        bound, premises, conclusion, guard = fields(raw, "bound", "premises", "conclusion", "guard")

        def equation(row: object) -> Pair:
            sides = [terms[i] for i in indices(row, len(terms))]
            require(len(sides) == 2, "an equation has two sides")
            require(self.sort[sides[0]] == self.sort[sides[1]], "sides of different sorts")
            return sides[0], sides[1]

        clause = Clause(
            tuple(sorts[i] for i in indices(bound, len(sorts))),
            tuple(equation(row) for row in sequence(premises)),
            equation(conclusion),
            None if guard is None else self._read_guard(guard, terms),
        )
        for term in clause.terms():
            self._check_bound(term, clause.bound)
        return self.intern_clause(clause)

    def _read_guard(self, raw: object, terms: list[int]) -> Guard:
        measure, limit = (
            tuple(terms[i] for i in indices(row, len(terms)))
            for row in fields(raw, "measure", "limit")
        )
        same = [self.sort[t] for t in measure] == [self.sort[t] for t in limit]
        require(measure and same, "measure and limit do not fit")
        require(all(self.plain[t] for t in limit), "a limit holds a bound variable")
        return Guard(measure, limit)

    def _check_bound(self, term: int, bound: tuple[int, ...]) -> None:
        for leaf in self.leaves[term]:
            kind, i, sort = self.entries[leaf]
            if kind == "bound":
                require(i < len(bound) and bound[i] == sort, f"bound variable {i} is not bound")

    def clause_free(self, clause: Clause) -> frozenset[int]:
        """The free variables of a clause."""
        found = self._clause_free.get(clause)
        if found is None:
            leaves = frozenset[int]().union(*(self.leaves[t] for t in clause.terms()))
            found = frozenset(v for v in leaves if self.entries[v][0] == "var")
            self._clause_free[clause] = found
        return found

    def clause_with(self, clause: Clause, binding: Mapping[int, int]) -> Clause:
        """The clause with its free variables replaced."""
        if self.clause_free(clause).isdisjoint(binding):
            return clause

        def change(term: int) -> int:
            return self.replace(term, binding)

        guard = clause.guard and Guard(
            tuple(map(change, clause.guard.measure)), tuple(map(change, clause.guard.limit))
        )
        premises = tuple((change(a), change(b)) for a, b in clause.premises)
        left, right = clause.conclusion
        return Clause(clause.bound, premises, (change(left), change(right)), guard)


def decode(text: object) -> int:
    """The integer of a decimal literal; Python's own reader refuses beyond 4,300 digits."""
    require(isinstance(text, str), "a literal is a string")
    assert isinstance(text, str)
    digits = text.removeprefix("-")
    good = digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS
    require(good and (digits[0] != "0" or text == "0"), "not a decimal literal")
    value = 0
    for start in range(0, len(digits), 4000):
        chunk = digits[start : start + 4000]
        value = value * 10 ** len(chunk) + int(chunk)
    return -value if text != digits else value


def limited(value: int) -> int:
    """The number itself, if it has at most MAX_DIGITS digits."""
    # Below 3 bits a digit there is no need to look closer.
    small = value.bit_length() <= 3 * MAX_DIGITS or abs(value) < _too_large()
    require(small, "a number is too large")
    return value


@cache
def _too_large() -> int:
    return int(10**MAX_DIGITS)


def encode(value: int) -> str:
    """The decimal literal of an integer, of at most MAX_DIGITS digits."""
    if value.bit_length() <= SHORT:
        return str(value)
    chunks = []
    rest = abs(limited(value))
    while rest >= 10**4000:
        rest, low = divmod(rest, 10**4000)
        chunks.append(f"{low:04000d}")
    return ("-" if value < 0 else "") + str(rest) + "".join(reversed(chunks))
