"""Declarations: datatypes, functions, lambdas and structures that cannot be contradictory.

FORMAT.md section 3. Reading goes in three passes, because the tables name what is declared and the
declarations point into the tables: `declare_sorts`, `declare_symbols`, `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lemmata.kernel.datatypes import Needs, check_inhabited, check_positive
from lemmata.kernel.functions import check_case, check_complete, check_disjoint, check_terminating
from lemmata.kernel.reading import fields, index, indices, name, names, require, sequence
from lemmata.kernel.terms import Clause, Symbol, Terms

SHAPES = {
    "datatype": ("kind", "group"),
    "function": ("kind", "group"),
    "lambda": ("kind", "name", "types", "parameters", "result", "case"),
    "structure": ("kind", "name", "sorts", "symbols", "axioms"),
}
Uses = tuple[set[str], set[str]]


class Definitions:
    """The declarations of one certificate."""

    def __init__(self, terms: Terms) -> None:
        """Nothing declared yet; Bool is the only datatype."""
        self.terms = terms
        self.raw: list[dict[str, Any]] = []
        self.constructors: dict[str, tuple[str, ...]] = {"Bool": ("true", "false")}
        self.cases: dict[str, tuple[Clause, ...]] = {}
        self.axioms: dict[tuple[str, str], Clause] = {}
        self.axiom_types: dict[tuple[str, str], tuple[int, ...]] = {}
        self.strict: dict[str, frozenset[int]] = {}
        self.needs: dict[str, Needs] = {}
        self.uses: list[Uses] = []
        self._sort_owner: dict[str, int] = {}
        self._symbol_owner: dict[str, int] = {}

    def declare_sorts(self, raw: object) -> None:
        """First pass: the shape of every declaration and the arities of all sorts."""
        for i, declaration in enumerate(sequence(raw)):
            require(isinstance(declaration, dict), "a declaration is an object")
            kind = declaration.get("kind")
            require(isinstance(kind, str) and kind in SHAPES, "unknown kind of declaration")
            fields(declaration, *SHAPES[kind])
            if kind == "datatype":
                require(sequence(declaration["group"]), "an empty group")
                for member in declaration["group"]:
                    sort, types, _ = fields(member, "name", "types", "constructors")
                    self._new_sort(name(sort), len(names(types)), i)
            elif kind == "structure":
                for sort in names(declaration["sorts"]):
                    self._new_sort(sort, 0, i)
            self.raw.append(declaration)

    def _new_sort(self, sort: str, arity: int, owner: int) -> None:
        fresh = sort not in self.terms.sort_arity and sort != "var"
        require(fresh, f"sort {sort} is declared twice")
        self.terms.sort_arity[sort] = arity
        self._sort_owner[sort] = owner

    def type_variables(self, raw: object) -> tuple[int, ...]:
        """A list of distinct type variables."""
        return tuple(self.terms.intern_sort(("var", v)) for v in names(raw))

    def declare_symbols(self, sorts: list[int]) -> None:
        """Second pass: the signatures of all symbols; `sorts` is the file's table."""

        def many(raw: object) -> tuple[int, ...]:
            return tuple(sorts[i] for i in indices(raw, len(sorts)))

        for i, declaration in enumerate(self.raw):
            kind = declaration["kind"]
            if kind == "datatype":
                first = self.type_variables(declaration["group"][0]["types"])
                for member in declaration["group"]:
                    types = self.type_variables(member["types"])
                    require(types == first, "members of a group differ in their types")
                    self._constructors(member, types, many, i)
            elif kind == "function":
                require(sequence(declaration["group"]), "an empty group")
                for member in declaration["group"]:
                    shape = ("name", "types", "arguments", "result", "partial", "cases")
                    symbol, raw_types, arguments, result, partial, _ = fields(member, *shape)
                    require(partial.__class__ is bool, "partial is true or false")
                    value = sorts[index(result, len(sorts))]
                    types = self.type_variables(raw_types)
                    self._new_symbol(symbol, Symbol("function", types, many(arguments), value), i)
            elif kind == "lambda":
                types = self.type_variables(declaration["types"])
                value = sorts[index(declaration["result"], len(sorts))]
                require(self.terms.sorts[value][0] == "->", "a lambda is a function value")
                declared = Symbol("lambda", types, many(declaration["parameters"]), value)
                self._new_symbol(declaration["name"], declared, i)
            else:
                for row in sequence(declaration["symbols"]):
                    symbol, raw_types, arguments, result = fields(
                        row, "name", "types", "arguments", "result"
                    )
                    value = sorts[index(result, len(sorts))]
                    types = self.type_variables(raw_types)
                    self._new_symbol(symbol, Symbol("abstract", types, many(arguments), value), i)

    def _constructors(self, member: Any, types: tuple[int, ...], many: Any, owner: int) -> None:
        result = self.terms.intern_sort((member["name"], *types))
        rows = [fields(c, "name", "fields") for c in sequence(member["constructors"])]
        require(rows, f"datatype {member['name']} has no constructor")
        for constructor, raw_fields in rows:
            self._new_symbol(
                constructor, Symbol("constructor", types, many(raw_fields), result), owner
            )
        self.constructors[member["name"]] = tuple(constructor for constructor, _ in rows)

    def _new_symbol(self, symbol: object, declared: Symbol, owner: int) -> None:
        known = name(symbol)
        require(known not in self.terms.symbols, f"symbol {known} is declared twice")
        self.terms.symbols[known] = declared
        self._symbol_owner[known] = owner

    def check(self, clauses: list[int]) -> None:
        """Third pass: every declaration in order, using only earlier ones and itself."""
        for i, declaration in enumerate(self.raw):
            self.uses.append((set(), set()))
            checker = getattr(self, f"_check_{declaration['kind']}")
            checker(declaration, clauses)
            sorts, symbols = self.uses[i]
            owners = self.owners(sorts, symbols)
            require(all(o <= i for o in owners), f"declaration {i} uses a later one")

    def owners(self, sorts: Iterable[str], symbols: Iterable[str]) -> set[int]:
        """The numbers of the declarations that introduce these names."""
        found = {self._sort_owner[s] for s in sorts if s in self._sort_owner}
        return found | {self._symbol_owner[s] for s in symbols if s in self._symbol_owner}

    def closure(self, uses: Uses) -> set[int]:
        """The numbers of all declarations that `uses` depends on."""
        found, todo = set[int](), self.owners(*uses)
        while todo:
            found |= todo
            todo = set().union(*(self.owners(*self.uses[i]) for i in todo)) - found
        return found

    def clause_uses(self, clause: Clause, types: Sequence[int]) -> Uses:
        """Names of sorts and symbols in a clause whose type variables must be among `types`."""
        sorts, symbols = set(clause.bound), set[str]()
        seen, stack = set[int](), list(clause.terms())
        while stack:
            term = stack.pop()
            if term not in seen:
                seen.add(term)
                sorts.add(self.terms.sort[term])
                entry = self.terms.entries[term]
                if entry[0] == "app":
                    sorts.update(entry[2])
                    symbols.add(entry[1])
                    stack.extend(entry[3])
        return self._sort_uses(sorts, types), symbols

    def _sort_uses(self, sorts: Iterable[int], types: Sequence[int]) -> set[str]:
        variables, constructors = self.terms.sort_leaves(sorts)
        allowed = {self.terms.sorts[t][1] for t in types}
        require(variables <= allowed, "a type variable is not declared")
        return constructors

    def closed(self, i: object, clauses: list[int], types: Sequence[int]) -> tuple[Clause, Uses]:
        """A closed clause over the type variables `types`, and what it uses."""
        clause = self.terms.clauses[clauses[index(i, len(clauses))]]
        require(clause.guard is None, "a guard in a closed clause")
        require(not self.terms.clause_free(clause), "a free variable in a closed clause")
        return clause, self.clause_uses(clause, types)

    def _add(self, uses: Uses) -> None:
        self.uses[-1][0].update(uses[0])
        self.uses[-1][1].update(uses[1])

    def _signature(self, declared: Symbol) -> None:
        used = (*declared.arguments, declared.result)
        self._add((self._sort_uses(used, declared.types), set()))

    def _check_datatype(self, declaration: Any, clauses: list[int]) -> None:
        members = [member["name"] for member in declaration["group"]]
        for member in members:
            for constructor in self.constructors[member]:
                self._signature(self.terms.symbols[constructor])
        table = {m: self.constructors[m] for m in members}
        self.strict.update(check_positive(self.terms, table, self.strict))
        self.needs.update(check_inhabited(self.terms, table, self.needs))

    def _check_function(self, declaration: Any, clauses: list[int]) -> None:
        group: dict[str, tuple[Clause, ...]] = {}
        for member in declaration["group"]:
            symbol = member["name"]
            declared = self.terms.symbols[symbol]
            self._signature(declared)
            found = [self.closed(i, clauses, declared.types) for i in sequence(member["cases"])]
            for case, uses in found:
                self._add(uses)
                check_case(self.terms, symbol, case)
            group[symbol] = tuple(case for case, _ in found)
            check_disjoint(self.terms, symbol, group[symbol])
            if not member["partial"]:
                check_complete(self.terms, symbol, group[symbol], self.constructors)
        check_terminating(self.terms, group)
        self.cases.update(group)

    def _check_lambda(self, declaration: Any, clauses: list[int]) -> None:
        symbol = declaration["name"]
        declared = self.terms.symbols[symbol]
        self._signature(declared)
        case, uses = self.closed(declaration["case"], clauses, declared.types)
        self._add(uses)
        argument = self.terms.sorts[declared.result][1]
        bound = [self.terms.bound(i, s) for i, s in enumerate((*declared.arguments, argument))]
        value = self.terms.app(symbol, declared.types, tuple(bound[:-1]))
        left = self.terms.app("apply", self.terms.sorts[declared.result][1:], (value, bound[-1]))
        require(not case.premises, f"the case of {symbol} has premises")
        good = case.conclusion[0] == left and len(case.bound) == len(bound)
        require(good, f"the case of {symbol} is not an equation for it")
        body = Clause(case.bound, (), (case.conclusion[1], case.conclusion[1]), None)
        inside = self.clause_uses(body, declared.types)[1]
        require(symbol not in inside, f"{symbol} is used in its own body")
        self.cases[symbol] = (case,)

    def _check_structure(self, declaration: Any, clauses: list[int]) -> None:
        structure = name(declaration["name"])
        taken = {d["name"] for d in self.raw[: len(self.uses) - 1] if d["kind"] == "structure"}
        require(structure not in taken, f"structure {structure} is declared twice")
        for row in declaration["symbols"]:
            self._signature(self.terms.symbols[row["name"]])
        for row in sequence(declaration["axioms"]):
            axiom, raw_types, i = fields(row, "name", "types", "clause")
            types = self.type_variables(raw_types)
            clause, uses = self.closed(i, clauses, types)
            self._add(uses)
            require((structure, name(axiom)) not in self.axioms, f"axiom {axiom} stated twice")
            self.axioms[structure, axiom] = clause
            self.axiom_types[structure, axiom] = types
