"""Section 1 and 7: the tables of a file as objects, and digests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from . import reading
from .declarations import Theory, entry
from .errors import Invalid
from .objects import (
    DIGITS,
    Clause,
    Context,
    Equation,
    Guard,
    Sort,
    Term,
    integer,
    lowest_terms,
)

FORMAT = "lemmata.certificate/1"
_TABLES = ("format", "kind", "declarations", "sorts", "terms", "clauses")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")


class Certificate:
    """A file whose tables and declarations have been checked; theorems not yet."""

    def __init__(self, data: object) -> None:
        raw = reading.load(data)
        self.kind = reading.text(raw.get("kind"))
        if self.kind == "proof":
            strict = ["strict"] * ("strict" in raw)
            reading.record(raw, *_TABLES, "contexts", "theorems", *strict)
        elif self.kind == "refutation":
            reading.record(raw, *_TABLES, "statement", "model")
        else:
            raise Invalid("unknown kind of certificate")
        if raw["format"] != FORMAT:
            raise Invalid("unknown format")
        self.raw = raw
        self.digest = reading.digest(raw)
        self.theory = Theory(raw["declarations"])
        self.world = self.theory.world
        self.sorts: list[Sort] = []
        self.terms: list[Term] = []
        self.clauses: list[Clause] = []
        self._read_sorts(reading.items(raw["sorts"]))
        self.theory.read_symbols(self.sorts)
        self._read_terms(reading.items(raw["terms"]))
        self._read_clauses(reading.items(raw["clauses"]))
        self.theory.check(self.clauses)
        self.contexts: list[Context] = []
        if self.kind == "proof":
            self._read_contexts(reading.items(raw["contexts"]))
        self._digests = _Digests()
        self.declaration_digests = [
            self._digests.of_declaration(self, declaration.raw)
            for declaration in self.theory.declarations
        ]

    def _read_sorts(self, table: list[object]) -> None:
        seen: set[Sort] = set()
        for raw in table:
            items = reading.items(raw)
            if not items:
                raise Invalid("an empty sort")
            name = reading.name(items[0])
            if name == "var":
                sort = self.world.type_variable(reading.name(reading.items(raw, 2)[1]))
            else:
                args = tuple(entry(self.sorts, index) for index in items[1:])
                if self.theory.arity.get(name) != len(args):
                    raise Invalid(f"sort {name} is not declared with {len(args)} arguments")
                sort = self.world.sort(name, args)
            if sort in seen:
                raise Invalid("the table of sorts has two equal entries")
            seen.add(sort)
            self.sorts.append(sort)

    def _read_terms(self, table: list[object]) -> None:
        seen: set[Term] = set()
        readers = {
            "var": self._variable,
            "bound": self._bound,
            "app": self._application,
            "int": self._integer,
            "rational": self._fraction,
            "real": self._fraction,
        }
        for raw in table:
            items = reading.items(raw)
            kind = reading.text(items[0]) if items else ""
            if kind not in readers:
                raise Invalid("unknown kind of term")
            term = readers[kind](items)
            if term in seen:
                raise Invalid("the table of terms has two equal entries")
            seen.add(term)
            self.terms.append(term)

    def _variable(self, raw: list[object]) -> Term:
        _, name, sort = reading.items(raw, 3)
        return self.world.variable(reading.name(name), entry(self.sorts, sort))

    def _bound(self, raw: list[object]) -> Term:
        _, index, sort = reading.items(raw, 3)
        return self.world.bound(reading.number(index), entry(self.sorts, sort))

    def _application(self, raw: list[object]) -> Term:
        _, name, raw_sorts, raw_args = reading.items(raw, 4)
        symbol = self.theory.symbols.get(reading.text(name))
        if symbol is None:
            raise Invalid("a symbol is not declared")
        sorts = tuple(self.sort_list(raw_sorts, len(symbol.types)))
        args = tuple(entry(self.terms, index) for index in reading.items(raw_args))
        wanted = self.world.signature(symbol, sorts)[0]
        if tuple(arg.sort for arg in args) != wanted:
            raise Invalid(f"the arguments of {symbol.name} do not have the declared sorts")
        return self.world.apply(symbol, sorts, args)

    def _integer(self, raw: list[object]) -> Term:
        return self.world.literal("int", _digits(reading.items(raw, 2)[1]))

    def _fraction(self, raw: list[object]) -> Term:
        kind, top, bottom = reading.items(raw, 3)
        first, second = _digits(top), _digits(bottom)
        if not lowest_terms(integer(first), integer(second)):
            raise Invalid("a fraction is not in lowest terms")
        return self.world.literal(reading.text(kind), f"{first}/{second}")

    def _equation(self, raw: object) -> Equation:
        left, right = (entry(self.terms, index) for index in reading.items(raw, 2))
        if left.sort is not right.sort:
            raise Invalid("the sides of an equation have different sorts")
        return left, right

    def _read_clauses(self, table: list[object]) -> None:
        seen: set[Clause] = set()
        for item in table:
            raw = reading.record(item, "bound", "premises", "conclusion", "guard")
            clause = self.world.clause(
                tuple(self.sort_list(raw["bound"])),
                tuple(self._equation(pair) for pair in reading.items(raw["premises"])),
                self._equation(raw["conclusion"]),
                self._guard(raw["guard"]),
            )
            _check_bound(clause)
            if clause in seen:
                raise Invalid("the table of clauses has two equal entries")
            seen.add(clause)
            self.clauses.append(clause)

    def _guard(self, item: object) -> Guard | None:
        if item is None:
            return None
        raw = reading.record(item, "measure", "limit")
        measure, limit = tuple(self.term_list(raw["measure"])), tuple(self.term_list(raw["limit"]))
        if not measure or [term.sort for term in measure] != [term.sort for term in limit]:
            raise Invalid("measure and limit of a guard do not fit")
        if any(term.bound for term in limit):
            raise Invalid("the limit of a guard holds a bound variable")
        return measure, limit

    def _read_contexts(self, table: list[object]) -> None:
        seen: set[Context] = set()
        for item in table:
            indices = reading.numbers(item)
            if any(a >= b for a, b in pairwise(indices)):
                raise Invalid("the clauses of a context are not strictly increasing")
            context = frozenset(entry(self.clauses, index) for index in indices)
            if context in seen:
                raise Invalid("the table of contexts has two equal entries")
            seen.add(context)
            self.contexts.append(context)

    # References from other places.

    def sort(self, index: object) -> Sort:
        """The sort with an index."""
        return entry(self.sorts, index)

    def sort_list(self, indices: object, length: int | None = None) -> list[Sort]:
        """The sorts with some indices."""
        return [self.sort(index) for index in reading.items(indices, length)]

    def term(self, index: object) -> Term:
        """The term with an index."""
        return entry(self.terms, index)

    def term_list(self, indices: object, length: int | None = None) -> list[Term]:
        """The terms with some indices."""
        return [self.term(index) for index in reading.items(indices, length)]

    def clause(self, index: object) -> Clause:
        """The clause with an index."""
        return entry(self.clauses, index)

    def statement(self, types: tuple[str, ...], clause: Clause) -> str:
        """The digest of a statement."""
        closure = {self.declaration_digests[i] for i in self.theory.closure(clause)}
        return reading.digest(
            ["statement", list(types), self._digests.of_clause(clause), sorted(closure)]
        )


def _digits(raw: object) -> str:
    digits = reading.text(raw)
    if len(digits) > DIGITS + 1 or not _INTEGER.fullmatch(digits):
        raise Invalid("not an integer literal")
    if len(digits.lstrip("-")) > DIGITS:
        raise Invalid("a literal has more than 100,000 digits")
    return digits


def _check_bound(clause: Clause) -> None:
    """Every bound variable in the clause has the sort that the clause gives it."""
    seen: set[Term] = set()
    stack = [term for term in clause.terms() if term.bound]
    while stack:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        if term.kind == "bound" and (
            term.index >= len(clause.bound) or clause.bound[term.index] is not term.sort
        ):
            raise Invalid("a bound variable does not fit its clause")
        stack.extend(arg for arg in term.args if arg.bound)


class _Digests:
    """Digests of table entries, computed from the objects."""

    def __init__(self) -> None:
        self._sorts: dict[Sort, str] = {}
        self._terms: dict[Term, str] = {}

    def of_sort(self, sort: Sort) -> str:
        done, stack = self._sorts, [sort]
        while stack:
            top = stack[-1]
            waiting = [arg for arg in top.args if arg not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if top not in done:
                parts = ["var"] * top.variable + [top.name, *(done[arg] for arg in top.args)]
                done[top] = reading.digest(parts)
        return done[sort]

    def of_term(self, term: Term) -> str:
        done, stack = self._terms, [term]
        while stack:
            top = stack[-1]
            waiting = [arg for arg in top.args if arg not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if top not in done:
                done[top] = reading.digest(self._entry(top))
        return done[term]

    def _entry(self, term: Term) -> list[object]:
        if term.symbol is not None:
            sorts = [self.of_sort(sort) for sort in term.sorts]
            return ["app", term.symbol.name, sorts, [self._terms[arg] for arg in term.args]]
        if term.kind == "var":
            return ["var", term.text, self.of_sort(term.sort)]
        if term.kind == "bound":
            return ["bound", term.index, self.of_sort(term.sort)]
        return [term.kind, *term.text.split("/")]

    def _terms_of(self, terms: Iterable[Term]) -> list[str]:
        return [self.of_term(term) for term in terms]

    def of_clause(self, clause: Clause) -> str:
        guard = None
        if clause.guard is not None:
            measure, limit = clause.guard
            guard = {"measure": self._terms_of(measure), "limit": self._terms_of(limit)}
        return reading.digest(
            {
                "bound": [self.of_sort(sort) for sort in clause.bound],
                "premises": [self._terms_of(pair) for pair in clause.premises],
                "conclusion": self._terms_of(clause.conclusion),
                "guard": guard,
            }
        )

    def of_declaration(self, certificate: Certificate, raw: dict[str, object]) -> str:
        """H of the declaration with every index replaced by a digest."""
        sort_lists, sort_keys = {"fields", "arguments", "parameters"}, {"result"}
        clause_lists, clause_keys = {"cases"}, {"case", "clause"}

        def convert(key: str, value: object) -> object:
            if key in sort_lists:
                return [self.of_sort(sort) for sort in certificate.sort_list(value)]
            if key in sort_keys:
                return self.of_sort(certificate.sort(value))
            if key in clause_lists:
                return [self.of_clause(certificate.clause(index)) for index in reading.items(value)]
            if key in clause_keys:
                return self.of_clause(certificate.clause(value))
            if isinstance(value, dict):
                return {inner: convert(inner, item) for inner, item in value.items()}
            if isinstance(value, list):
                return [convert("", item) for item in value]
            return value

        return reading.digest({key: convert(key, value) for key, value in raw.items()})
