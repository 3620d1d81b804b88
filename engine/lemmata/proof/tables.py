"""The four tables of a certificate under construction (proofs/FORMAT.md section 1).

Numbers are given in the order of first use, so that the same proof gives the same bytes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lemmata.proof.nodes import (
    Hypothesis,
    bound_variable,
)
from lemmata.terms.declarations import (
    Clause,
    DatatypeGroup,
    Declaration,
    FunctionGroup,
    Lambda,
)
from lemmata.terms.sorts import REAL, Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

Json = dict[str, Any]


class Tables:
    """The four tables under construction."""

    def __init__(self) -> None:
        """Start empty."""
        self.sorts: list[Any] = []
        self.terms: list[Any] = []
        self.clauses: list[Any] = []
        self.contexts: list[list[int]] = []
        self._sorts: dict[Sort, int] = {}
        self._terms: dict[Term, int] = {}
        self._clauses: dict[Any, int] = {}
        self._contexts: dict[frozenset[Hypothesis], int] = {}

    def sort(self, sort: Sort) -> int:
        """The number of a sort."""
        found = self._sorts.get(sort)
        if found is None:
            row = (
                ["var", sort.name] if sort.is_variable else [sort.name, *map(self.sort, sort.args)]
            )
            found = self._sorts[sort] = len(self.sorts)
            self.sorts.append(row)
        return found

    def term(self, root: Term) -> int:
        """The number of a term; the variables ?i are bound ones."""
        stack = [root]
        while stack:
            t = stack[-1]
            if t in self._terms:
                stack.pop()
                continue
            todo = [a for a in t.args if a not in self._terms]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            row = self._row(t)
            self._terms[t] = len(self.terms)
            self.terms.append(row)
        return self._terms[root]

    def _row(self, t: Term) -> list[Any]:
        head = t.head
        if isinstance(head, Symbol):
            return [
                "app",
                head.name,
                list(map(self.sort, t.types)),
                [self._terms[a] for a in t.args],
            ]
        if isinstance(head, str):
            if head.startswith("?"):
                return ["bound", int(head[1:]), self.sort(t.sort)]
            return ["var", head, self.sort(t.sort)]
        if isinstance(head, Fraction):
            kind = "real" if t.sort is REAL else "rational"
            return [kind, decimal(head.numerator), decimal(head.denominator)]
        return ["int", decimal(head)]

    def hypothesis(self, h: Hypothesis) -> int:
        """The number of a hypothesis as a clause."""
        found = self._clauses.get(h)
        if found is None:
            guard = None
            if h.measure:
                guard = {
                    "measure": [self.term(t) for t in h.measure],
                    "limit": [self.term(t) for t in h.limit],
                }
            row = {
                "bound": [self.sort(v.sort) for v in h.bound],
                "premises": [[self.term(a), self.term(b)] for a, b in h.premises],
                "conclusion": [self.term(side) for side in h.conclusion],
                "guard": guard,
            }
            found = self._clauses[h] = len(self.clauses)
            self.clauses.append(row)
        return found

    def clause(self, clause: Clause) -> int:
        """The number of a closed clause."""
        binding = {v: bound_variable(i, v.sort) for i, v in enumerate(clause.variables)}
        bound = tuple(binding.values())
        pairs = [
            (a.substitute(binding), b.substitute(binding))
            for a, b in (*clause.premises, clause.conclusion)
        ]
        return self.hypothesis(Hypothesis(bound, tuple(pairs[:-1]), pairs[-1]))

    def context(self, context: frozenset[Hypothesis]) -> int:
        """The number of a context."""
        found = self._contexts.get(context)
        if found is None:
            ordered = sorted(context, key=lambda h: [str(t) for t in h.terms()])
            row = sorted(self.hypothesis(h) for h in ordered)
            found = self._contexts[context] = len(self.contexts)
            self.contexts.append(row)
        return found

    def declaration(self, d: Declaration) -> Json:
        """A declaration as JSON."""
        if isinstance(d, DatatypeGroup):
            return {"kind": "datatype", "group": [self._datatype(m) for m in d.members]}
        if isinstance(d, FunctionGroup):
            group = [
                {
                    **self._signature(f.symbol),
                    "partial": f.partial,
                    "cases": [self.clause(c) for c in f.cases],
                }
                for f in d.members
            ]
            return {"kind": "function", "group": group}
        if isinstance(d, Lambda):
            signature = self._signature(d.symbol)
            signature["parameters"] = signature.pop("arguments")
            return {"kind": "lambda", **signature, "case": self.clause(d.case)}
        return {
            "kind": "structure",
            "name": d.name,
            "sorts": [s.name for s in d.sorts],
            "symbols": [self._signature(s) for s in d.symbols],
            "axioms": [
                {
                    "name": a.name,
                    "types": [t.name for t in a.clause.types],
                    "clause": self.clause(a.clause),
                }
                for a in d.axioms
            ],
        }

    def _datatype(self, m: Any) -> Json:  # noqa: ANN401
        rows = [
            {"name": c.name, "fields": [self.sort(s) for s in c.arguments]} for c in m.constructors
        ]
        return {"name": m.name, "types": [t.name for t in m.types], "constructors": rows}

    def _signature(self, symbol: Symbol) -> Json:
        return {
            "name": symbol.name,
            "types": [t.name for t in symbol.types],
            "arguments": [self.sort(s) for s in symbol.arguments],
            "result": self.sort(symbol.result),
        }


def decimal(value: int) -> str:
    """The decimal digits of an integer of any size (str refuses above 4,300 digits)."""
    chunks = []
    rest = abs(value)
    while rest >= 10**4000:
        rest, low = divmod(rest, 10**4000)
        chunks.append(f"{low:04000d}")
    return ("-" if value < 0 else "") + str(rest) + "".join(reversed(chunks))
