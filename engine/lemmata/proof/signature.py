"""The declarations of a certificate as objects: sorts and symbols first, then their equations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from lemmata.terms.declarations import (
    Axiom,
    Clause,
    Datatype,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
    Lambda,
    Structure,
)
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol

Json = dict[str, Any]
T = TypeVar("T")
LETTERS = "xyzuvw"


def item(table: Sequence[T], i: object) -> T:
    """An entry of a table by its number; a negative or odd number is an error."""
    if i.__class__ is not int or not isinstance(i, int) or i < 0:
        raise ValueError(f"not the number of an entry: {str(i)[:40]}")
    return table[i]


def variable_names(count: int) -> list[str]:
    """Names for the variables of a clause that has none of its own.

    >>> variable_names(8)
    ['x', 'y', 'z', 'u', 'v', 'w', 'x1', 'y1']
    """
    size = len(LETTERS)
    return [LETTERS[i % size] + (str(i // size) if i >= size else "") for i in range(count)]


class Signature:
    """Sorts and symbols of a certificate; `functions` and `lambdas` are filled by `declared`.

    A symbol that `known` has with the same signature is that very object.
    """

    def __init__(
        self,
        declarations: Sequence[Json],
        sorts: Sequence[Any],
        known: Mapping[str, Symbol] = MappingProxyType({}),
    ) -> None:
        self.known = known
        self.sorts: list[Sort] = []
        for row in sorts:
            if row[0] == "var":
                self.sorts.append(Sort.variable(row[1]))
            else:
                self.sorts.append(Sort(row[0], self.many(row[1:])))
        self.symbols: dict[str, Symbol] = {}
        self.functions: list[Function] = []
        self.lambdas: list[Lambda] = []
        for declaration in declarations:
            self._declare(declaration)

    def many(self, numbers: Sequence[int]) -> tuple[Sort, ...]:
        """Sorts by their numbers."""
        return tuple(item(self.sorts, i) for i in numbers)

    def _declare(self, d: Json) -> None:
        kind = d["kind"]
        if kind == "datatype":
            for member in d["group"]:
                types = variables(member["types"])
                own = Sort(member["name"], types)
                for c in member["constructors"]:
                    self._add(Kind.CONSTRUCTOR, c["name"], types, self.many(c["fields"]), own)
        elif kind == "function":
            for f in d["group"]:
                self._signature(Kind.FUNCTION, f, f["arguments"])
        elif kind == "lambda":
            self._signature(Kind.LAMBDA, d, d["parameters"])
        elif kind == "structure":
            for s in d["symbols"]:
                self._signature(Kind.ABSTRACT, s, s["arguments"])
        else:
            raise ValueError(f"no such declaration: {str(kind)[:60]}")

    def _signature(self, kind: Kind, row: Json, arguments: Sequence[int]) -> None:
        result = item(self.sorts, row["result"])
        self._add(kind, row["name"], variables(row["types"]), self.many(arguments), result)

    def _add(
        self,
        kind: Kind,
        name: str,
        types: tuple[Sort, ...],
        arguments: tuple[Sort, ...],
        result: Sort,
    ) -> None:
        if not isinstance(name, str) or name in self.symbols:
            raise ValueError(f"a symbol is declared twice: {str(name)[:60]}")
        known = self.known.get(name)
        same = known and (known.kind, known.types, known.arguments, known.result)
        if known is not None and same == (kind, types, arguments, result):
            self.symbols[name] = known
        else:
            self.symbols[name] = Symbol(name, kind, types, arguments, result)


def variables(names: Sequence[str]) -> tuple[Sort, ...]:
    """Type variables by their names."""
    return tuple(Sort.variable(n) for n in names)


def declared(
    signature: Signature, rows: Sequence[Json], closed: Callable[[int, Sequence[str]], Clause]
) -> Iterator[Declaration]:
    """The declarations with their equations; `closed` reads a clause by its number."""
    symbols = signature.symbols
    for d in rows:
        kind = d["kind"]
        if kind == "datatype":
            yield DatatypeGroup(
                tuple(
                    Datatype(
                        m["name"],
                        variables(m["types"]),
                        tuple(symbols[c["name"]] for c in m["constructors"]),
                    )
                    for m in d["group"]
                )
            )
        elif kind == "function":
            members = []
            for f in d["group"]:
                cases = tuple(closed(c, f["types"]) for c in f["cases"])
                members.append(Function(symbols[f["name"]], cases, f["partial"] is True))
            signature.functions += members
            yield FunctionGroup(tuple(members))
        elif kind == "lambda":
            value = Lambda(symbols[d["name"]], closed(d["case"], d["types"]))
            signature.lambdas.append(value)
            yield value
        else:
            axioms = (Axiom(a["name"], closed(a["clause"], a["types"])) for a in d["axioms"])
            yield Structure(
                d["name"],
                tuple(Sort.of(s) for s in d["sorts"]),
                tuple(symbols[s["name"]] for s in d["symbols"]),
                tuple(axioms),
            )
