"""Writing a proof as the JSON of proofs/FORMAT.md: only what the goal needs, everything shared.

Deterministic: numbers are given in the order of first use; dead nodes never appear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.proof.dependencies import Uses, in_order, topological
from lemmata.proof.nodes import (
    Citation,
    Hypothesis,
    Instance,
    Node,
    Proved,
    Stored,
    StrictEquality,
    Theorem,
    bound_variable,
)
from lemmata.proof.tables import Json, Tables
from lemmata.terms.declarations import Clause, Declaration
from lemmata.terms.term import Term

FORMAT = "lemmata.certificate/1"


def encode(theorem: Theorem | Instance, declarations: Sequence[Declaration]) -> Json:
    """The certificate of a theorem; `declarations` are the whole theory's, in order."""
    return _encode((theorem,), declarations, (), Tables(), {})


def encode_all(theorems: Sequence[Theorem], declarations: Sequence[Declaration]) -> Json:
    """One certificate that holds several theorems; the last one is what it proves to others."""
    return _encode(tuple(theorems), declarations, (), Tables(), {})


def encode_strict(claim: StrictEquality, declarations: Sequence[Declaration]) -> Json:
    """The certificate of a strict equality, with both theorems that it needs."""
    tables, positions = Tables(), dict[int, int]()
    goals = (claim.equal, claim.domain)
    found = _encode(goals, declarations, (claim.clause,), tables, positions)
    equal, domain = (positions[id(goal)] for goal in goals)
    stated = {"clause": tables.clause(claim.clause), "equal": equal, "domain": domain}
    return {**found, "strict": stated}


def _encode(
    goals: Sequence[Proved],
    declarations: Sequence[Declaration],
    clauses: Sequence[Clause],
    tables: Tables,
    positions: dict[int, int],
) -> Json:
    """A certificate of some theorems; `positions` is filled, `clauses` are declared for too."""
    theorems = in_order(*goals)
    rows = []
    used = Uses(declarations)
    for clause in clauses:
        used.clause(clause)
    for item in theorems:
        used.clause(item.clause)
        if isinstance(item, Theorem):
            for node in topological(item.root):
                used.node(node)
        elif isinstance(item, Instance):
            used.instance(item)
        else:
            used.names(item.origin().declared)
    declared = [tables.declaration(d) for d in used.closure()]
    names = unique_names([item.name for item in theorems])
    for item, name in zip(theorems, names, strict=True):
        rows.append({**_theorem(item, tables, positions), "name": name})
        positions[id(item)] = len(positions)
    return {
        "format": FORMAT,
        "kind": "proof",
        "declarations": declared,
        "sorts": tables.sorts,
        "terms": tables.terms,
        "clauses": tables.clauses,
        "contexts": tables.contexts,
        "theorems": rows,
    }


def unique_names(names: Sequence[str]) -> list[str]:
    """The names, lemmas numbered in order, clashes resolved; the last one keeps its name."""
    found: list[str] = []
    taken = {names[-1]}
    lemmas = 0
    for name in names[:-1]:
        base, number = name, 1
        if name.startswith("lemma_"):
            lemmas += 1
            base, number = "lemma", lemmas
            name = f"lemma_{lemmas}"
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        found.append(name)
    return [*found, names[-1]]


def encode_theory(declarations: Sequence[Declaration]) -> Json:
    """The elaborated declarations in canonical form: what a certificate of the theory may hold."""
    tables = Tables()
    declared = [tables.declaration(d) for d in declarations]
    return {
        "declarations": declared,
        "sorts": tables.sorts,
        "terms": tables.terms,
        "clauses": tables.clauses,
    }


def _theorem(item: Proved, tables: Tables, positions: dict[int, int]) -> Json:
    row: Json = {
        "name": item.name,
        "types": [t.name for t in item.clause.types],
        "clause": tables.clause(item.clause),
    }
    if isinstance(item, Stored):
        origin = item.origin()
        return {**row, "statement": origin.statement, "certificate": origin.certificate}
    writer = _Nodes(tables, positions)
    if isinstance(item, Instance):
        return {**row, "instance": positions[id(item.source)], **writer.model(item)}
    row["variables"] = [tables.term(v) for v in item.variables]
    for node in topological(item.root):
        writer.write(node)
    return {**row, "nodes": writer.rows[: writer.numbers[item.root] + 1]}


class _Nodes:
    """The nodes of one theorem; nodes with equal content are written once."""

    def __init__(self, tables: Tables, positions: dict[int, int]) -> None:
        self.tables, self.positions = tables, positions
        self.rows: list[Json] = []
        self.numbers: dict[Node, int] = {}
        self._same: dict[str, int] = {}

    def write(self, node: Node) -> None:
        """Append the node unless an equal one is there."""
        t = self.tables
        row: Json = {
            "rule": node.rule,
            "context": t.context(node.context),
            "left": t.term(node.left),
            "right": t.term(node.right),
            **self._fields(node),
        }
        key = repr(row)
        if key not in self._same:
            self._same[key] = len(self.rows)
            self.rows.append(row)
        self.numbers[node] = self._same[key]

    def _fields(self, node: Node) -> Json:
        t, d = self.tables, node.detail
        origin = [None if p is None else self.numbers[p] for p in node.parents]
        match node.rule:
            case "refl" | "eval" | "bool" | "interval":
                return {}
            case "sym" | "distinct" | "eq_intro" | "eq_elim":
                return {"from": origin[0]}
            case "trans" | "cong":
                return {"from": origin}
            case "rewrite":
                by = self._citation(d["by"])  # type: ignore[arg-type]
                at = list(d["at"])  # type: ignore[call-overload]
                step = {"from": origin[0], "by": by, "at": at}
                return {**step, "reverse": d["reverse"], "premises": origin[1:]}
            case "injective":
                return {"from": origin[0], "field": d["field"]}
            case "split":
                return {"variable": t.term(d["variable"]), **self._branches(d, origin)}  # type: ignore[arg-type]
            case "cases":
                return {"term": t.term(d["term"]), **self._branches(d, origin)}  # type: ignore[arg-type]
            case "induction":
                return {
                    "variables": self._terms(d["variables"]),
                    "general": self._terms(d["general"]),
                    "moved": [t.hypothesis(h) for h in d["moved"]],  # type: ignore[attr-defined]
                    "from": origin[0],
                }
            case "instantiate":
                values = {
                    "variables": self._terms(d["variables"]),
                    "terms": self._terms(d["terms"]),
                }
                return {**values, "from": origin[0]}
            case "cut":
                clause = t.hypothesis(d["clause"])  # type: ignore[arg-type]
                fresh = {"clause": clause, "variables": self._terms(d["variables"])}
                return {**fresh, "proof": origin[0], "from": origin[1]}
            case "ac":
                symbol: Any = d["symbol"]
                types = [t.sort(s) for s in d["types"]]  # type: ignore[attr-defined]
                return {"symbol": symbol.name, "types": types, "laws": self._laws(d["laws"])}
            case "ring":
                operations: Any = d["operations"]
                named = {
                    k: t.term(v) if isinstance(v, Term) else v and v.name
                    for k, v in operations.items()
                }
                sort = t.sort(node.left.sort)
                return {"sort": sort, "operations": named, "laws": self._laws(d["laws"])}
            case "field":
                return {"laws": self._laws(d["laws"]), "premises": origin}
        raise ValueError(f"no such rule: {node.rule}")

    def model(self, item: Instance) -> Json:
        """The fields of an instance."""
        symbols, axioms = {}, dict[str, Json]()
        for symbol, template in item.model.symbols.items():
            bound = {v: bound_variable(i, v.sort) for i, v in enumerate(template.variables)}
            symbols[symbol.name] = self.tables.term(template.body.substitute(bound))
        for (structure, axiom), by in item.axioms.items():
            axioms.setdefault(structure, {})[axiom] = self._citation(by)
        sorts = {sort.name: self.tables.sort(given) for sort, given in item.model.sorts.items()}
        return {"sorts": sorts, "symbols": symbols, "axioms": axioms}

    def _terms(self, terms: Any) -> list[int]:  # noqa: ANN401
        return [self.tables.term(t) for t in terms]

    def _branches(self, d: Mapping[str, Any], origin: list[int | None]) -> Json:
        return {"fields": [self._terms(row) for row in d["fields"]], "from": origin}

    def _laws(self, laws: Any) -> Json:  # noqa: ANN401
        return {key: self._citation(by) for key, by in laws.items()}

    def _citation(self, by: Citation) -> list[Any]:
        source, values = by.source, self._terms(by.values)
        if isinstance(source, Node):
            return ["node", self.numbers[source]]
        if isinstance(source, Hypothesis):
            return ["hypothesis", self.tables.hypothesis(source), values]
        types = [self.tables.sort(s) for s in by.types]
        if source.kind == "theorem":
            return ["theorem", self.positions[id(source.proof)], types, values]
        if source.kind == "axiom":
            return ["axiom", source.owner, source.name, types, values]
        return [source.kind, source.name, source.index, types, values]
