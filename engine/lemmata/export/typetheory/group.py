"""A group of functions: its symbols, its cases, and what every language writes of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.export.typetheory.descent import Call, calls_of, components
from lemmata.export.typetheory.matching import Column, compile_cases, misses
from lemmata.export.typetheory.needs import term_needs
from lemmata.export.typetheory.recursion import Function, undefined_name
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Clause
from lemmata.export.typetheory.world import Premise, Symbol, World


class Group(ABC):
    """Translates one group of functions; a language says how the functions themselves look."""

    def __init__(self, world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
        self.world, self.syntax, self.tables = world, syntax, syntax.tables
        group = {member["name"] for member in declaration["group"]}
        for member in declaration["group"]:
            self._declare(member)
        self.functions = {m["name"]: self._read(m, group) for m in declaration["group"]}
        self._spread_needs()

    def _declare(self, member: Mapping[str, Any]) -> None:
        name = member["name"]
        sorts = self.tables.sorts
        self.world.symbols[name] = Symbol(
            name,
            self.world.names.get("symbol", name),
            tuple(member["types"]),
            tuple(sorts[i] for i in member["arguments"]),
            sorts[member["result"]],
        )

    def _read(self, member: Mapping[str, Any], group: set[str]) -> Function:
        symbol = self.world.symbols[member["name"]]
        cases = [self.tables.clauses[i] for i in member["cases"]]
        lefts = [self.tables.arguments(case.conclusion[0]) for case in cases]
        columns, tree = compile_cases(self.world, self.tables, symbol.arguments, lefts)
        calls = calls_of(self.tables, symbol.name, cases, group)
        return Function(symbol, cases, columns, tree, calls)

    def _spread_needs(self) -> None:
        """Find the type variables of which some value is needed: see `World.needs`."""
        changed = True
        while changed:
            changed = False
            for f in self.functions.values():
                needs = set(f.symbol.needs)
                if misses(f.tree):
                    needs |= self.world.needs(f.symbol.result)
                for case in f.cases:
                    needs |= term_needs(self.syntax, case.conclusion[1])
                ordered = tuple(v for v in f.symbol.types if v in needs)
                changed = changed or ordered != f.symbol.needs
                f.symbol.needs = ordered

    def emit(self) -> None:
        """Write the definitions and the lemmas of the cases."""
        calls = [c for f in self.functions.values() for c in f.calls]
        for names in components(list(self.functions), calls):
            part = [self.functions[name] for name in names]
            for f in part:
                if misses(f.tree):
                    self._undefined(f)
            self.component(part, [c for f in part for c in f.calls if c.callee in names])

    @abstractmethod
    def component(self, part: list[Function], calls: list[Call]) -> None:
        """Write functions that call one another, and their cases."""

    def columns(self, columns: Sequence[Column]) -> str:
        """Return places as binders."""
        return self.syntax.binders([c.name for c in columns], [c.sort for c in columns])

    def _undefined(self, f: Function) -> None:
        """Declare the values of a partial function outside its domain."""
        needs = [v for v in f.symbol.types if v in self.world.needs(f.symbol.result)]
        types = self.world.type_binders(f.symbol.types, needs)
        binders = " ".join([*types, self.columns(f.columns)])
        dialect = self.world.dialect
        kind = f"forall {binders}, {self.world.sort(f.symbol.result)}"
        self.world.emit(
            dialect.comment(f"{f.name} is partial; nothing is known of its values elsewhere.")
            + "\n" + dialect.parameter(undefined_name(self.world, f), kind)
        )  # fmt: skip

    def assumed(self, part: Sequence[Function], why: str) -> None:
        """Declare functions without a definition; their cases are axioms."""
        dialect = self.world.dialect
        for f in part:
            types = self.world.type_binders(f.symbol.types, f.symbol.needs)
            binders = " ".join([*types, self.columns(f.columns)]).strip()
            head = f"forall {binders}, " if binders else ""
            kind = f"{head}{self.world.sort(f.symbol.result)}"
            note = f"{f.name}: {why}, so its cases are axioms here. The checker of the"
            self.world.emit(
                dialect.comment(f"{note} certificate has verified that it terminates.")
                + "\n" + dialect.parameter(f.symbol.text, kind)
            )  # fmt: skip
        for f in part:
            for i, case in enumerate(f.cases):
                name, _, statement = self.case(f, i, case)
                self.world.emit(dialect.axiom(name, statement))

    def case(self, f: Function, i: int, case: Clause) -> tuple[str, str, str]:
        """Return the name of the lemma of a case, its binders and its statement."""
        name = self.world.names.get("equation", (f.name, i), f"{f.symbol.text}_eq_{i}")
        types = self.world.type_binders(f.symbol.types, f.symbol.needs)
        bound = self.syntax.bound(len(case.bound))
        binders = " ".join([*types, self.syntax.binders(bound, case.bound)]).strip()
        equation = self.syntax.equation(*case.conclusion, bound)
        self.world.equations[f.name, i] = Premise(name, f.symbol.types, f.symbol.needs)
        return name, binders, f"forall {binders}, {equation}" if binders else equation
