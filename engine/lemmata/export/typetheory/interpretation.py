"""A certificate with the sorts and symbols of structures replaced: what an instance is proved by.

    structure group (G, *, e)      theorem: inv(inv(x)) = x      instance G = Int, x * y = x + y

A theorem about a structure is written once more for each model. The sorts are replaced by those of
the model; the symbols get new names, which the file defines as the terms of the model, so that
positions in terms stay as they are. What is declared on top of the structure gets new names, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.export.typetheory.tables import Sort

Json = dict[str, Any]
_TERM = ("left", "right", "term", "variable")
_TERMS = ("variables", "terms", "general")
_OPERATIONS = ("add", "mul", "neg", "sub")


@dataclass(frozen=True)
class Interpretation:
    """What replaces what: `mark` ends the new names, `types` are the model's type variables.

    `symbols` and `data` name the symbols and datatypes that get new names, `axioms` the axioms
    that are theorems of the model.
    """

    mark: str
    types: tuple[str, ...]
    sorts: Mapping[str, Sort]
    symbols: frozenset[str]
    data: frozenset[str]
    axioms: frozenset[tuple[str, str]]

    def sort(self, sort: Sort) -> Sort:
        """Return the sort in the model."""
        head, *rest = sort
        if head == "var":
            return sort
        if head in self.sorts:
            return self.sorts[head]
        parts = tuple(map(self.sort, rest))
        if head in self.data:
            return (head + self.mark, *parts, *(("var", v) for v in self.types))
        return (head, *parts)

    def touches(self, certificate: Mapping[str, Any]) -> bool:
        """Say whether a certificate speaks of anything that changes."""
        heads = {entry[0] for entry in certificate["sorts"]}
        symbols = {entry[1] for entry in certificate["terms"] if entry[0] == "app"}
        named = {
            (d["name"], a["name"])
            for d in certificate["declarations"]
            if d["kind"] == "structure"
            for a in d["axioms"]
        }
        return bool(
            heads & {*self.sorts, *self.data} or symbols & self.symbols or named & self.axioms
        )


def uses(certificate: Mapping[str, Any], declaration: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return what occurs in a declaration, as ("sort", name) and ("symbol", name)."""
    found: set[tuple[str, str]] = set()
    sorts, terms, clauses = (certificate[k] for k in ("sorts", "terms", "clauses"))

    def sort(i: int) -> None:
        found.add(("sort", sorts[i][0]))
        for part in sorts[i][1:] if sorts[i][0] != "var" else ():
            sort(part)

    def term(root: int) -> None:
        stack = [root]
        while stack:
            head, *rest = terms[stack.pop()]
            if head == "app":
                found.add(("symbol", rest[0]))
                stack += rest[2]
                list(map(sort, rest[1]))
            elif head in ("var", "bound"):
                sort(rest[1])

    def clause(i: int) -> None:
        row = clauses[i]
        list(map(sort, row["bound"]))
        for pair in (*row["premises"], row["conclusion"]):
            list(map(term, pair))

    for entry in (declaration, *declaration.get("group", ()), *declaration.get("symbols", ())):
        list(map(sort, (*entry.get("arguments", ()), *entry.get("parameters", ()))))
        list(map(clause, entry.get("cases", ())))
        if "result" in entry:
            sort(entry["result"])
        for constructor in entry.get("constructors", ()):
            list(map(sort, constructor["fields"]))
    if "case" in declaration:
        clause(declaration["case"])
    for axiom in declaration.get("axioms", ()):
        clause(axiom["clause"])
    return found


def declared(declaration: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the sorts and symbols that a declaration declares."""
    kind = declaration["kind"]
    if kind == "datatype":
        found = {("sort", m["name"]) for m in declaration["group"]}
        return found | {
            ("symbol", c["name"]) for m in declaration["group"] for c in m["constructors"]
        }
    if kind == "function":
        return {("symbol", m["name"]) for m in declaration["group"]}
    if kind == "lambda":
        return {("symbol", declaration["name"])}
    found = {("sort", name) for name in declaration["sorts"]}
    return found | {("symbol", s["name"]) for s in declaration["symbols"]}


def dependents(
    certificate: Mapping[str, Any], structures: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Return the declarations that build on some structures, those included."""
    wanted, names = set(structures), set[tuple[str, str]]()
    found = []
    for declaration in certificate["declarations"]:
        own = declaration["kind"] == "structure" and declaration["name"] in wanted
        if own or uses(certificate, declaration) & names:
            names |= declared(declaration)
            found.append(declaration)
    return found


def interpreted(
    certificate: Mapping[str, Any],
    change: Interpretation,
    touched: Callable[[str], bool],
) -> Json:
    """Return the certificate in a model; `touched` says which cited certificates change, too."""
    return _Interpreter(certificate, change, touched).certificate()


class _Interpreter:
    """Builds the new tables; equal entries are shared."""

    def __init__(
        self,
        certificate: Mapping[str, Any],
        change: Interpretation,
        touched: Callable[[str], bool],
    ) -> None:
        self.old, self.change, self.touched = certificate, change, touched
        self._index: dict[Any, int] = {}
        self.tables: dict[str, list[Any]] = {"sorts": [], "terms": [], "clauses": []}
        nested: list[Sort] = []
        for head, *rest in certificate["sorts"]:
            parts = rest if head == "var" else [nested[i] for i in rest]
            nested.append((head, *parts))
        self.sorts = [self._sort(change.sort(s)) for s in nested]
        self.same = [change.sort(s) == s for s in nested]
        self.more = [self._sort(("var", v)) for v in change.types]
        self.terms: list[int] = []
        for entry in certificate["terms"]:
            self.terms.append(self._enter("terms", self._term(entry)))
        self.clauses = [self._enter("clauses", self._clause(c)) for c in certificate["clauses"]]

    def certificate(self) -> Json:
        """Return the whole."""
        return {
            **self.old,
            **self.tables,
            "contexts": [sorted({self.clauses[i] for i in c}) for c in self.old["contexts"]],
            "declarations": [d for old in self.old["declarations"] for d in self._declaration(old)],
            "theorems": [self._theorem(t) for t in self.old["theorems"]],
        }

    def _enter(self, table: str, entry: Any) -> int:  # noqa: ANN401
        key = (table, repr(entry))
        if key not in self._index:
            self._index[key] = len(self.tables[table])
            self.tables[table].append(entry)
        return self._index[key]

    def _sort(self, sort: Sort) -> int:
        rest = [sort[1]] if sort[0] == "var" else [self._sort(s) for s in sort[1:]]
        return self._enter("sorts", [sort[0], *rest])

    def _term(self, entry: Sequence[Any]) -> list[Any]:
        head, *rest = entry
        if head == "var":
            name = rest[0] if self.same[rest[1]] else rest[0] + self.change.mark
            return ["var", name, self.sorts[rest[1]]]
        if head == "bound":
            return ["bound", rest[0], self.sorts[rest[1]]]
        if head == "app":
            sorts = self._sorts(rest[1], rest[0] in self.change.symbols)
            return ["app", self._symbol(rest[0]), sorts, [self.terms[i] for i in rest[2]]]
        return list(entry)

    def _symbol(self, name: str) -> str:
        return name + self.change.mark if name in self.change.symbols else name

    def _sorts(self, sorts: Sequence[int], renamed: bool) -> list[int]:
        return [self.sorts[i] for i in sorts] + (self.more if renamed else [])

    def _clause(self, row: Mapping[str, Any]) -> Json:
        new: Json = {
            "bound": [self.sorts[i] for i in row["bound"]],
            "premises": [[self.terms[a], self.terms[b]] for a, b in row["premises"]],
            "conclusion": [self.terms[i] for i in row["conclusion"]],
            "guard": None,
        }
        if row["guard"]:
            new["guard"] = {k: [self.terms[i] for i in row["guard"][k]] for k in row["guard"]}
        return new

    # Declarations

    def _declaration(self, old: Mapping[str, Any]) -> list[Json]:
        if old["kind"] == "structure":
            return self._structure(old)
        new = self._entry(old)
        if "group" in new:
            new["group"] = [self._entry(m) for m in new["group"]]
        return [new]

    def _structure(self, old: Mapping[str, Any]) -> list[Json]:
        covered = [a for a in old["axioms"] if (old["name"], a["name"]) in self.change.axioms]
        kept = [a for a in old["axioms"] if a not in covered]
        renamed = any(s["name"] in self.change.symbols for s in old["symbols"])
        found = []
        if kept or not renamed:
            found.append({
                **old, "symbols": [] if renamed else [self._entry(s) for s in old["symbols"]],
                "axioms": [self._axiom(a, False) for a in kept],
            })  # fmt: skip
        found.append({
            "kind": "structure", "name": old["name"] + self.change.mark, "sorts": [],
            "symbols": [], "axioms": [self._axiom(a, True) for a in covered],
        })  # fmt: skip
        return found

    def _axiom(self, axiom: Mapping[str, Any], covered: bool) -> Json:
        types = [*axiom["types"], *(self.change.types if covered else ())]
        return {"name": axiom["name"], "types": types, "clause": self.clauses[axiom["clause"]]}

    def _entry(self, old: Mapping[str, Any]) -> Json:
        new = dict(old)
        renamed = new.get("name") in self.change.symbols or new.get("name") in self.change.data
        if renamed:
            new["name"] = new["name"] + self.change.mark
            new["types"] = [*new["types"], *self.change.types]
        for key in ("arguments", "parameters"):
            if key in new:
                new[key] = [self.sorts[i] for i in new[key]]
        if "result" in new:
            new["result"] = self.sorts[new["result"]]
        if "cases" in new:
            new["cases"] = [self.clauses[i] for i in new["cases"]]
        if "case" in new:
            new["case"] = self.clauses[new["case"]]
        if "constructors" in new:
            new["constructors"] = [
                {"name": self._symbol(c["name"]), "fields": [self.sorts[i] for i in c["fields"]]}
                for c in new["constructors"]
            ]
        return new

    # Theorems

    def _theorem(self, old: Mapping[str, Any]) -> Json:
        new = dict(old, clause=self.clauses[old["clause"]])
        if "certificate" not in old or self.touched(old["certificate"]):
            new["types"] = [*old["types"], *self.change.types]
        if "nodes" in old:
            new["variables"] = [self.terms[i] for i in old["variables"]]
            new["nodes"] = [self._node(n) for n in old["nodes"]]
        if "instance" in old:
            new["sorts"] = {name: self.sorts[i] for name, i in old["sorts"].items()}
            new["symbols"] = {name: self.terms[i] for name, i in old["symbols"].items()}
            new["axioms"] = {
                structure: {name: self._by(by) for name, by in group.items()}
                for structure, group in old["axioms"].items()
            }
        return new

    def _node(self, old: Mapping[str, Any]) -> Json:
        new = dict(old)
        for key in _TERM:
            if key in new:
                new[key] = self.terms[new[key]]
        for key in _TERMS:
            if key in new:
                new[key] = [self.terms[i] for i in new[key]]
        if old["rule"] in ("split", "cases"):
            new["fields"] = [[self.terms[i] for i in row] for row in new["fields"]]
        if "clause" in new:
            new["clause"] = self.clauses[new["clause"]]
        if "moved" in new:
            new["moved"] = [self.clauses[i] for i in new["moved"]]
        if "by" in new:
            new["by"] = self._by(new["by"])
        if "sort" in new:
            new["sort"] = self.sorts[new["sort"]]
        if "symbol" in new:
            new["types"] = self._sorts(new["types"], new["symbol"] in self.change.symbols)
            new["symbol"] = self._symbol(new["symbol"])
        if "operations" in new:
            new["operations"] = {
                key: value if value is None
                else self._symbol(value) if key in _OPERATIONS else self.terms[value]
                for key, value in new["operations"].items()
            }  # fmt: skip
        if "laws" in new:
            new["laws"] = {key: self._by(by) for key, by in new["laws"].items()}
        return new

    def _by(self, by: Sequence[Any]) -> list[Any]:
        kind = by[0]
        if kind == "node":
            return list(by)
        terms = [self.terms[i] for i in by[-1]]
        if kind == "hypothesis":
            return [kind, self.clauses[by[1]], terms]
        if kind == "theorem":
            cited = self.old["theorems"][by[1]]
            renamed = "certificate" not in cited or self.touched(cited["certificate"])
            return [kind, by[1], self._sorts(by[2], renamed), terms]
        if kind == "axiom":
            renamed = (by[1], by[2]) in self.change.axioms
            name = by[1] + self.change.mark if renamed else by[1]
            return [kind, name, by[2], self._sorts(by[3], renamed), terms]
        renamed = by[1] in self.change.symbols
        return [kind, self._symbol(by[1]), by[2], self._sorts(by[3], renamed), terms]
