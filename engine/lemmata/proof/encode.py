"""Writing a proof as the JSON of proofs/FORMAT.md: only what the goal needs, everything shared.

Deterministic: numbers are given in the order of first use; dead nodes never appear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from lemmata.proof.nodes import (
    Citation,
    Hypothesis,
    Instance,
    Law,
    Node,
    Proved,
    Stored,
    Theorem,
    bound_variable,
)
from lemmata.terms.declarations import (
    Clause,
    DatatypeGroup,
    Declaration,
    FunctionGroup,
    Lambda,
    Structure,
)
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

FORMAT = "lemmata.certificate/1"
Json = dict[str, Any]


def encode(theorem: Theorem | Instance, declarations: Sequence[Declaration]) -> Json:
    """The certificate of a theorem; `declarations` are the whole theory's, in order."""
    theorems = _in_order(theorem)
    tables = Tables()
    rows = []
    positions: dict[int, int] = {}
    used = _Uses(declarations)
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


def topological(root: Node) -> list[Node]:
    """All nodes below `root`, premises first, each once; cited nodes count as premises."""
    done: dict[Node, None] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        todo = [p for p in premises(node) if p not in done]
        if todo and node not in done:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        done.setdefault(node)
    return list(done)


def premises(node: Node) -> list[Node]:
    """The nodes that a node rests on."""
    found = [p for p in node.parents if p is not None]
    by = node.detail.get("by")
    if isinstance(by, Citation) and isinstance(by.source, Node):
        found.append(by.source)
    return found


def cited_theorems(item: Proved) -> list[Proved]:
    """The theorems that a proof cites directly, in order of first use."""
    found: dict[int, Proved] = {}
    if isinstance(item, Instance):
        found[id(item.source)] = item.source
        laws = [c.source for c in item.axioms.values() if isinstance(c.source, Law)]
        found.update((id(law.proof), law.proof) for law in laws if law.proof is not None)
    if isinstance(item, Theorem):
        for node in topological(item.root):
            for law in _laws(node):
                if law.proof is not None:
                    found.setdefault(id(law.proof), law.proof)
    return list(found.values())


def _laws(node: Node) -> Iterable[Law]:
    by = node.detail.get("by")
    if isinstance(by, Citation) and isinstance(by.source, Law):
        yield by.source
    laws = node.detail.get("laws")
    if isinstance(laws, dict):
        yield from (c.source for c in laws.values() if isinstance(c.source, Law))


def _in_order(goal: Theorem | Instance) -> list[Proved]:
    done: dict[int, Proved] = {}
    stack: list[Proved] = [goal]
    while stack:
        item = stack[-1]
        todo = (
            [t for t in cited_theorems(item) if id(t) not in done] if id(item) not in done else []
        )
        if todo:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        done.setdefault(id(item), item)
    return list(done.values())


class _Uses:
    """Which declarations a proof depends on."""

    def __init__(self, declarations: Sequence[Declaration]) -> None:
        self.declarations = declarations
        self.sort_owner: dict[str, int] = {}
        self.symbol_owner: dict[Symbol, int] = {}
        self.structure_owner: dict[str, int] = {}
        self.needed: dict[int, None] = {}
        self._seen: set[Term] = set()
        for i, declaration in enumerate(declarations):
            for sort in declared_sorts(declaration):
                self.sort_owner[sort] = i
            for symbol in declared_symbols(declaration):
                self.symbol_owner[symbol] = i
            if isinstance(declaration, Structure):
                self.structure_owner[declaration.name] = i

    def _need(self, i: int | None) -> None:
        if i is not None and i not in self.needed:
            self.needed[i] = None
            for symbol in declared_symbols(self.declarations[i]):
                self.sorts((*symbol.arguments, symbol.result))
            for clause in declared_clauses(self.declarations[i]):
                self.clause(clause)

    def sorts(self, sorts: Iterable[Sort]) -> None:
        """Note sorts."""
        stack = list(sorts)
        while stack:
            sort = stack.pop()
            if not sort.is_variable:
                self._need(self.sort_owner.get(sort.name))
                stack.extend(sort.args)

    def term(self, term: Term) -> None:
        """Note a term."""
        stack = [term]
        while stack:
            t = stack.pop()
            if t in self._seen:
                continue
            self._seen.add(t)
            self.sorts((t.sort, *t.types))
            if t.symbol:
                self._need(self.symbol_owner.get(t.symbol))
            stack.extend(t.args)

    def clause(self, clause: Clause) -> None:
        """Note a clause."""
        for term in clause.terms():
            self.term(term)

    def node(self, node: Node) -> None:
        """Note the terms of a node and the owners of what it cites."""
        self.term(node.left)
        self.term(node.right)
        by = node.detail.get("by")
        if isinstance(by, Citation):
            for value in by.values:
                self.term(value)
            self.sorts(by.types)
        for law in _laws(node):
            self.law(law)
        for item in (node.detail.get("term"), node.detail.get("terms")):
            for term in item if isinstance(item, tuple) else (item,):
                if isinstance(term, Term):
                    self.term(term)

    def law(self, law: Law) -> None:
        """Note a law and its structure."""
        self.clause(law.clause)
        if law.kind == "axiom":
            self._need(self.structure_owner[law.owner])

    def instance(self, item: Instance) -> None:
        """Note a model with the structures that it interprets, and the laws that it cites."""
        symbols, sorts = item.model.symbols, item.model.sorts
        self.sorts((*sorts, *sorts.values()))
        for symbol, template in symbols.items():
            self._need(self.symbol_owner[symbol])
            self.term(template.body)
        for by in item.axioms.values():
            self.sorts(by.types)
            if isinstance(by.source, Law):
                self.law(by.source)

    def names(self, names: frozenset[str]) -> None:
        """Note declared sorts, symbols and structures by name."""
        for i, declaration in enumerate(self.declarations):
            own = {*declared_sorts(declaration), *(s.name for s in declared_symbols(declaration))}
            if isinstance(declaration, Structure):
                own.add(declaration.name)
            if own & names:
                self._need(i)

    def closure(self) -> list[Declaration]:
        """The needed declarations in their order."""
        return [self.declarations[i] for i in sorted(self.needed)]


def declared_sorts(declaration: Declaration) -> list[str]:
    """The names of the sorts that a declaration introduces."""
    if isinstance(declaration, DatatypeGroup):
        return [m.name for m in declaration.members]
    return [s.name for s in declaration.sorts] if isinstance(declaration, Structure) else []


def declared_symbols(declaration: Declaration) -> list[Symbol]:
    """The symbols that a declaration introduces."""
    if isinstance(declaration, DatatypeGroup):
        return [c for m in declaration.members for c in m.constructors]
    if isinstance(declaration, FunctionGroup):
        return [f.symbol for f in declaration.members]
    return [declaration.symbol] if isinstance(declaration, Lambda) else list(declaration.symbols)


def declared_clauses(declaration: Declaration) -> list[Clause]:
    """The cases or axioms of a declaration."""
    if isinstance(declaration, FunctionGroup):
        return [case for f in declaration.members for case in f.cases]
    if isinstance(declaration, Lambda):
        return [declaration.case]
    return [a.clause for a in declaration.axioms] if isinstance(declaration, Structure) else []


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
            return ["rational", decimal(head.numerator), decimal(head.denominator)]
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
            case "refl" | "eval" | "bool":
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


def needed(
    declarations: Sequence[Declaration], clauses: Sequence[Clause], sorts: Sequence[Sort] = ()
) -> list[Declaration]:
    """The declarations that some clauses and sorts depend on, in their order."""
    used = _Uses(declarations)
    for clause in clauses:
        used.clause(clause)
    used.sorts(sorts)
    return used.closure()
