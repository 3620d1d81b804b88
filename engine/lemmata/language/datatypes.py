"""Elaboration of datatypes: constructors, and a selector for each named field."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.language import checks
from lemmata.language.declare import Declarer
from lemmata.language.items import ConstructorItem, DatatypeItem, Name
from lemmata.language.sorts import resolve_sort
from lemmata.terms.declarations import Clause, Datatype, DatatypeGroup, Function, FunctionGroup
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term


class DatatypeDefiner(Declarer):
    """Declares datatypes."""

    def datatypes(self, items: Sequence[DatatypeItem]) -> None:
        """Declare a group of datatypes, its constructors and selectors."""
        members: list[Datatype] = []
        for item in items:
            name = f"{self.scope.theory}.{item.name.text}"
            if name in self.scope.arities or name in self.scope.qualified:
                raise self.error(f"{item.name.text} is declared twice", item.name)
            names = [p.text for p in item.parameters]
            for i, parameter in enumerate(item.parameters):
                if parameter.text in names[:i]:
                    raise self.error(f"the parameter {parameter.text} occurs twice", parameter)
            self.scope.add_sort(item.name.text, name, len(item.parameters))
        for item in items:
            types = tuple(Sort.variable(p.text) for p in item.parameters)
            sort = Sort(f"{self.scope.theory}.{item.name.text}", types)
            constructors = []
            for constructor in item.constructors:
                fields = [
                    resolve_sort(tree, self.scope, self.source, types)
                    for _, tree in constructor.fields
                ]
                constructors.append(
                    self.symbol(
                        constructor.name, Kind.CONSTRUCTOR, types, fields, sort, constructor.fixity
                    )
                )
            members.append(Datatype(sort.name, types, tuple(constructors)))
        group = DatatypeGroup(tuple(members))
        problem = checks.datatypes(group, self.scope.datatypes)
        if problem:
            index, message = problem
            raise self.error(message, items[index].name)
        self.declarations.append(group)
        self.scope.add(group, None)
        for item, member in zip(items, members, strict=True):
            self._selectors(item, member)

    def _selectors(self, item: DatatypeItem, member: Datatype) -> None:
        """A partial function for each named field whose name is still free."""
        found: dict[str, list[tuple[Symbol, int, Name]]] = {}
        for constructor, symbol in zip(item.constructors, member.constructors, strict=True):
            for i, name in enumerate(field_names(constructor)):
                if name and name.text not in self.taken:
                    found.setdefault(name.text, []).append((symbol, i, name))
        for places in found.values():
            first, at, name = places[0]
            result = first.arguments[at]
            if any(symbol.arguments[i] is not result for symbol, i, _ in places):
                raise self.error(f"the field {name.text} has two sorts", name)
            if f"{self.scope.theory}.{name.text}" in self.scope.qualified:
                continue
            selector = self.symbol(name, Kind.FUNCTION, member.types, [member.sort], result, None)
            cases = []
            for symbol, i, _ in places:
                variables = tuple(
                    Term.variable(f"x{k + 1}", s) for k, s in enumerate(symbol.arguments)
                )
                value = Term.apply(symbol, *variables, types=member.types)
                left = Term.apply(selector, value, types=member.types)
                cases.append(Clause(member.types, variables, (), (left, variables[i])))
            partial = len(cases) < len(member.constructors)
            function = Function(selector, tuple(cases), partial)
            self.declarations.append(FunctionGroup((function,)))


def field_names(constructor: ConstructorItem) -> list[Name | None]:
    """The names of the fields of a constructor, None where there is none."""
    return [name for name, _ in constructor.fields]
