"""The four tables of one certificate, as objects that can be asked and extended.

Sorts are nested tuples such as `("List", ("var", "a"))`, the same in every certificate. Terms and
clauses stay indices: equal objects have equal indices, also after a substitution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

Sort = tuple[Any, ...]
Term = tuple[Any, ...]
Substitution = Mapping[int, int]

BOOL: Sort = ("Bool",)
INT: Sort = ("Int",)
RATIONAL: Sort = ("Rational",)


class Clause(NamedTuple):
    """The clause: for all `bound`, `premises` imply `conclusion`; terms are indices."""

    bound: tuple[Sort, ...]
    premises: tuple[tuple[int, int], ...]
    conclusion: tuple[int, int]
    guard: tuple[tuple[int, ...], tuple[int, ...]] | None

    def terms(self) -> list[int]:
        """Return the terms of the clause, with repetitions."""
        guard = [t for side in self.guard for t in side] if self.guard else []
        return [t for pair in (*self.premises, self.conclusion) for t in pair] + guard


_Entry = TypeVar("_Entry", Term, Clause)


class Tables:
    """The tables of a certificate; `result` gives the sort of a symbol under sort arguments."""

    def __init__(
        self, certificate: Mapping[str, Any], result: Callable[[str, tuple[Sort, ...]], Sort]
    ) -> None:
        self._result = result
        self.sorts: list[Sort] = []
        for entry in certificate["sorts"]:
            head, *rest = entry
            arguments = rest if head == "var" else [self.sorts[i] for i in rest]
            self.sorts.append((head, *arguments))
        self.terms: list[Term] = []
        self._term_index: dict[Term, int] = {}
        self._sort: dict[int, Sort] = {}
        self._free: dict[int, frozenset[int]] = {}
        for entry in certificate["terms"]:
            self.term(self._read_term(entry))
        self.clauses: list[Clause] = []
        self._clause_index: dict[Clause, int] = {}
        self._clause_free: dict[int, frozenset[int]] = {}
        for entry in certificate["clauses"]:
            self.clause(self._read_clause(entry))
        self.contexts: list[tuple[int, ...]] = [tuple(c) for c in certificate.get("contexts", [])]

    def _read_term(self, entry: Sequence[Any]) -> Term:
        if entry[0] in ("var", "bound"):
            return (entry[0], entry[1], self.sorts[entry[2]])
        if entry[0] == "app":
            return ("app", entry[1], tuple(self.sorts[i] for i in entry[2]), tuple(entry[3]))
        return tuple(entry)

    def _read_clause(self, entry: Mapping[str, Any]) -> Clause:
        guard = entry["guard"]
        left, right = entry["conclusion"]
        return Clause(
            tuple(self.sorts[i] for i in entry["bound"]),
            tuple((a, b) for a, b in entry["premises"]),
            (left, right),
            (tuple(guard["measure"]), tuple(guard["limit"])) if guard else None,
        )

    def term(self, term: Term) -> int:
        """Return the index of a term, which is entered if it is new."""
        return _index(term, self.terms, self._term_index)

    def clause(self, clause: Clause) -> int:
        """Return the index of a clause, which is entered if it is new."""
        return _index(clause, self.clauses, self._clause_index)

    def app(self, symbol: str, sorts: Iterable[Sort], arguments: Iterable[int]) -> int:
        """Return the index of an application."""
        return self.term(("app", symbol, tuple(sorts), tuple(arguments)))

    def unit(self, left: int, right: int) -> int:
        """Return the index of the clause that states one equation."""
        return self.clause(Clause((), (), (left, right), None))

    def sort(self, index: int) -> Sort:
        """Return the sort of a term."""
        found = self._sort.get(index)
        if found is None:
            term = self.terms[index]
            if term[0] in ("var", "bound"):
                found = term[2]
            elif term[0] == "app" and term[1] == "apply":
                found = term[2][1]
            elif term[0] == "app":
                found = self._result(term[1], term[2])
            else:
                found = INT if term[0] == "int" else RATIONAL
            self._sort[index] = found
        return found

    def arguments(self, index: int) -> tuple[int, ...]:
        """Return the arguments of a term."""
        term = self.terms[index]
        return term[3] if term[0] == "app" else ()

    def free(self, index: int) -> frozenset[int]:
        """Return the free variables of a term."""
        if index not in self._free:
            for t in self.postorder(index, self._free):
                kids = [self._free[k] for k in self.arguments(t)]
                own = frozenset((t,)) if self.terms[t][0] == "var" else frozenset()
                self._free[t] = own.union(*kids)
        return self._free[index]

    def clause_free(self, index: int) -> frozenset[int]:
        """Return the free variables of a clause."""
        if index not in self._clause_free:
            parts = [self.free(t) for t in self.clauses[index].terms()]
            self._clause_free[index] = frozenset().union(*parts)
        return self._clause_free[index]

    def postorder(self, index: int, known: Mapping[int, object]) -> list[int]:
        """Return the subterms that are not known yet, each after its arguments.

        The recursion has a stack of its own, so deep terms do no harm.
        """
        order: list[int] = []
        seen: set[int] = set()
        stack = [index]
        while stack:
            t = stack.pop()
            if t >= 0:
                if t not in seen and t not in known:
                    seen.add(t)
                    stack.append(-1 - t)
                    stack.extend(self.arguments(t))
            else:
                order.append(-1 - t)
        return order

    def substitute(self, index: int, by: Substitution) -> int:
        """Return the term with variables (free or bound) replaced, all at once."""
        done = dict(by)
        for t in self.postorder(index, done):
            term = self.terms[t]
            if term[0] != "app":
                done[t] = t
            else:
                kids = tuple(done[k] for k in term[3])
                done[t] = t if kids == term[3] else self.app(term[1], term[2], kids)
        return done[index]

    def substitute_sorts(self, index: int, by: Mapping[str, Sort]) -> int:
        """Return the term with type variables replaced."""
        done: dict[int, int] = {}
        for t in self.postorder(index, done):
            term = self.terms[t]
            if term[0] == "app":
                sorts = (instantiate(s, by) for s in term[2])
                done[t] = self.app(term[1], sorts, (done[k] for k in term[3]))
            elif term[0] in ("var", "bound"):
                done[t] = self.term((term[0], term[1], instantiate(term[2], by)))
            else:
                done[t] = t
        return done[index]

    def substitute_clause(self, index: int, by: Substitution) -> int:
        """Return the clause with free variables replaced, guard included."""
        if self.clause_free(index).isdisjoint(by):
            return index
        clause = self.clauses[index]

        def new(t: int) -> int:
            return self.substitute(t, by)

        return self.clause(
            Clause(
                clause.bound,
                tuple((new(a), new(b)) for a, b in clause.premises),
                (new(clause.conclusion[0]), new(clause.conclusion[1])),
                clause.guard
                and (tuple(map(new, clause.guard[0])), tuple(map(new, clause.guard[1]))),
            )
        )

    def instance(self, clause: Clause, terms: Sequence[int]) -> list[tuple[int, int]]:
        """Return the premises and the conclusion with the bound variables replaced."""
        by = {self.term(("bound", i, s)): terms[i] for i, s in enumerate(clause.bound)}
        return [
            (self.substitute(a, by), self.substitute(b, by))
            for a, b in (*clause.premises, clause.conclusion)
        ]


def _index(entry: _Entry, entries: list[_Entry], known: dict[_Entry, int]) -> int:
    found = known.get(entry)
    if found is None:
        found = known[entry] = len(entries)
        entries.append(entry)
    return found


def instantiate(sort: Sort, by: Mapping[str, Sort]) -> Sort:
    """Return the sort with type variables replaced.

    >>> instantiate(("List", ("var", "a")), {"a": ("Int",)})
    ('List', ('Int',))
    """
    if sort[0] == "var":
        return by.get(sort[1], sort)
    return (sort[0], *(instantiate(s, by) for s in sort[1:])) if len(sort) > 1 else sort


def type_variables(sort: Sort) -> list[str]:
    """Return the type variables of a sort in order of appearance.

    >>> type_variables(("->", ("var", "b"), ("List", ("var", "a"))))
    ['b', 'a']
    """
    if sort[0] == "var":
        return [sort[1]]
    return list(dict.fromkeys(v for s in sort[1:] for v in type_variables(s)))
