"""Instances of theorems about structures: the third form of FORMAT.md section 4.

A theorem holds in every model of the structures that it speaks about. Sorts and terms whose axioms
are proved are such a model, so the theorem holds with them put in.
"""

from __future__ import annotations

from typing import Any

from lemmata.kernel.definitions import Uses
from lemmata.kernel.reading import fields, index, indices, require, sequence
from lemmata.kernel.rules import Axiom, Proof
from lemmata.kernel.terms import Clause, Pair

SHAPES = {"case": 5, "builtin": 5, "axiom": 5, "theorem": 4}


def check_instance(
    proof: Proof, row: dict[str, Any], types: tuple[int, ...], clause: Clause
) -> frozenset[Axiom]:
    """Check a theorem of the third form; `proof` has no steps. Returns the axioms it rests on."""
    origin = proof.theorems[index(row["instance"], len(proof.theorems))]
    change = _Interpretation(proof, row["sorts"], row["symbols"])
    covered = change.covered()
    general = bool(origin.types) or any(proof.definitions.axiom_types[a] for a in covered)
    # A type variable of the given terms would be captured by one of the same name.
    require(types == origin.types or not general, "the type variables are other ones")
    change.check_templates(() if general else types)
    change.require_free(proof.definitions.clause_uses(origin.clause, origin.types))
    require(change.clause(origin.clause) == clause, "not the statement of the theorem translated")
    groups = dict[str, list[str]]()
    for structure, axiom in covered:
        groups.setdefault(structure, []).append(axiom)
    for structure, given in zip(groups, fields(row["axioms"], *groups), strict=True):
        for axiom, by in zip(groups[structure], fields(given, *groups[structure]), strict=True):
            wanted = change.clause(proof.definitions.axioms[structure, axiom])
            good = _law(proof, by) == wanted
            require(good, f"axiom {structure}.{axiom} is not what is cited for it")
    return (origin.axioms - frozenset(covered)) | proof.axioms


def _law(proof: Proof, by: object) -> Clause:
    """The whole clause that is cited, at its sort arguments."""
    row = sequence(by)
    shape = SHAPES.get(str(row[0])) if row else None
    require(shape == len(row) and row[-1] == [], "not a law")
    types, clause = proof.cited(row[:-2])
    given = [proof.sorts[i] for i in indices(row[-2], len(proof.sorts))]
    require(len(given) == len(types), "another number of sort arguments")
    terms, binding = proof.terms, dict(zip(types, given, strict=True))

    def put(pair: Pair) -> Pair:
        return terms.replace(pair[0], {}, binding), terms.replace(pair[1], {}, binding)

    bound = tuple(terms.sort_with(s, binding) for s in clause.bound)
    return Clause(bound, tuple(map(put, clause.premises)), put(clause.conclusion), None)


class _Interpretation:
    """Sorts and terms for everything that some structures declare."""

    def __init__(self, proof: Proof, sorts: object, symbols: object) -> None:
        """A structure is interpreted as a whole if a sort or symbol of it is named."""
        self.definitions, self.terms = proof.definitions, proof.terms
        given, templates = (x if isinstance(x, dict) else {} for x in (sorts, symbols))
        self.structures = self.definitions.owners(given, templates)
        rows = [self.definitions.raw[i] for i in self.structures]
        good = rows and all(row["kind"] == "structure" for row in rows)
        require(good, "no structure is interpreted, or something else")
        self.names = {row["name"] for row in rows}
        fields(sorts, *(s for row in rows for s in row["sorts"]))
        fields(symbols, *(s["name"] for row in rows for s in row["symbols"]))
        self.sorts = {
            self.terms.intern_sort((s,)): proof.sorts[index(i, len(proof.sorts))]
            for s, i in given.items()
        }
        self.templates = {s: proof.table[index(i, len(proof.table))] for s, i in templates.items()}
        self.dependent = set(self.structures)
        for i, uses in enumerate(self.definitions.uses):  # each uses earlier ones and itself
            if not self.dependent.isdisjoint(self.definitions.owners(*uses)):
                self.dependent.add(i)
        self._done: dict[int, int] = {}

    def covered(self) -> list[Axiom]:
        """The axioms that must be proved: those that speak about the structures, checked."""
        found = []
        for key, clause in self.definitions.axioms.items():
            uses = self.definitions.clause_uses(clause, self.definitions.axiom_types[key])
            about = not self.dependent.isdisjoint(self.definitions.owners(*uses))
            if key[0] in self.names or about:
                self.require_free(uses)
                found.append(key)
        return found

    def require_free(self, uses: Uses) -> None:
        """Nothing that is built on the structures, which would have another meaning."""
        others = self.definitions.owners(*uses) - self.structures
        require(others.isdisjoint(self.dependent), "a declaration depends on the structure")

    def check_templates(self, types: tuple[int, ...]) -> None:
        """Terms of the right sorts over the arguments; their type variables are among `types`."""
        terms = self.terms
        given = tuple(self.sorts.values())
        self.definitions.clause_uses(Clause(given, (), (terms.true, terms.true), None), types)
        for symbol, term in self.templates.items():
            declared = terms.symbols[symbol]
            require(not declared.types, f"{symbol} has type variables")
            arguments = tuple(terms.sort_with(s, self.sorts) for s in declared.arguments)
            result = terms.sort_with(declared.result, self.sorts)
            require(terms.sort[term] == result, f"the term for {symbol} has another sort")
            places = {terms.bound(i, s) for i, s in enumerate(arguments)}
            require(terms.leaves[term] <= places, f"the term for {symbol} has other variables")
            self.definitions.clause_uses(Clause(arguments, (), (term, term), None), types)

    def clause(self, clause: Clause) -> Clause:
        """The clause with sorts and terms put in, once and everywhere."""
        bound = tuple(self.terms.sort_with(s, self.sorts) for s in clause.bound)
        premises = tuple((self._term(a), self._term(b)) for a, b in clause.premises)
        left, right = clause.conclusion
        return Clause(bound, premises, (self._term(left), self._term(right)), None)

    def _term(self, root: int) -> int:
        terms, done, stack = self.terms, self._done, [root]
        while stack:
            t = stack[-1]
            entry = terms.entries[t]
            todo = [a for a in entry[3] if a not in done] if entry[0] == "app" else []
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if t in done:
                continue
            if entry[0] == "app" and entry[1] in self.templates:
                bound = {
                    terms.bound(i, terms.sort[done[a]]): done[a] for i, a in enumerate(entry[3])
                }
                done[t] = terms.replace(self.templates[entry[1]], bound)
            elif entry[0] == "app":
                types = tuple(terms.sort_with(s, self.sorts) for s in entry[2])
                done[t] = terms.app(entry[1], types, tuple(done[a] for a in entry[3]))
            else:  # closed clauses: a literal or a bound variable
                sort = terms.sort_with(terms.sort[t], self.sorts)
                done[t] = terms.bound(entry[1], sort) if entry[0] == "bound" else t
        return done[root]
