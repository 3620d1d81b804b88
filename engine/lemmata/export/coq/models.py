"""A finite model of structures: their sorts as enumerations, symbols as tables, axioms proved.

Inductive G : Type := G_0 | G_1.
Definition times (x0 x1 : G) : G := match x0 with G_0 => match x1 with … end | … end.
Definition assoc : forall b0 b1 b2 : G, … := by cases, each of which Coq computes
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Clause, Sort
from lemmata.export.typetheory.world import Constructor, Datatype, Symbol, World

MOST_CASES = 3_000


def declare_model(
    world: World, syntax: Syntax, declaration: Mapping[str, Any], model: Mapping[str, Any]
) -> None:
    """Write a structure as its part of a finite model."""
    for name in declaration["sorts"]:
        _sort(world, name, model["sorts"][name])
    for symbol in declaration["symbols"]:
        _symbol(world, syntax, symbol, model["symbols"])
    for axiom in declaration["axioms"]:
        clause = syntax.tables.clauses[axiom["clause"]]
        if not axiom["types"] and all(_finite(world, s) for s in clause.bound):
            name = world.names.get("axiom", (declaration["name"], axiom["name"]), axiom["name"])
            proof = _by_cases(world, syntax, clause)
            world.emit(world.dialect.theorem(name, syntax.clause(axiom["clause"]), proof))


def element(world: World, sort: Sort, number: int) -> str:
    """Return an element of an abstract sort."""
    return world.lookup(world.datatypes[sort[0]].constructors[number].name).text


def _sort(world: World, name: str, size: int) -> None:
    constructors = []
    for k in range(size):
        own = world.names.get("element", (name, k), f"{name}_{k}")
        world.symbols[f"{name}#{k}"] = Symbol(f"{name}#{k}", own, (), (), (name,), True)
        constructors.append(Constructor(f"{name}#{k}", ()))
    world.datatypes[name] = Datatype(name, (), tuple(constructors), (name,))
    world.emit(world.dialect.inductive(world, [name]))


def _symbol(
    world: World, syntax: Syntax, symbol: Mapping[str, Any], tables: Mapping[str, Any]
) -> None:
    name = symbol["name"]
    arguments = tuple(syntax.tables.sorts[i] for i in symbol["arguments"])
    result = syntax.tables.sorts[symbol["result"]]
    text = world.names.get("symbol", name)
    world.symbols[name] = Symbol(name, text, (), arguments, result)
    if name not in tables:
        kinds = " -> ".join(map(world.sort, (*arguments, result)))
        world.emit(world.dialect.parameter(text, kinds))
        return
    rows = iter(tables[name])
    names = [world.names.get("place", f"x{i}") for i in range(len(arguments))]

    def row(_: Sequence[str]) -> str:
        value = next(rows)
        if "element" in value:
            return element(world, result, value["element"])
        return syntax.term(value["term"])

    body = _table(world, arguments, names, row, reverse_bool=True)
    world.emit(
        world.dialect.definition(text, syntax.binders(names, arguments), world.sort(result), body)
    )


def _table(
    world: World,
    sorts: Sequence[Sort],
    names: Sequence[str],
    leaf: Callable[[Sequence[str]], str],
    reverse_bool: bool = False,
    goal: Callable[[Sequence[str]], str] | None = None,
) -> str:
    """Return a match on finite arguments; leaves are asked for in lexicographic order.

    Tables have false before true.
    """
    choices = [_values(world, s, reverse_bool) for s in sorts]
    if prod(map(len, choices)) > MOST_CASES:
        raise Unsupported("models of this size")
    texts = {values: leaf(values) for values in product(*choices)}

    def match(known: tuple[str, ...]) -> str:
        i = len(known)
        if i == len(sorts):
            return texts[known]
        cases = " ".join(f"| {v} => {match((*known, v))}" for v in choices[i])
        returned = f" as {names[i]} return {goal([*known, *names[i:]])}" if goal else ""
        return f"match {names[i]}{returned} with {cases} end"

    return match(())


def _values(world: World, sort: Sort, reverse_bool: bool) -> list[str]:
    if not _finite(world, sort):
        raise Unsupported("models with infinite sorts")
    found = [world.lookup(c.name).text for c, _ in world.constructors(sort)]
    return found[::-1] if reverse_bool and sort[0] == "Bool" else found


def _finite(world: World, sort: Sort) -> bool:
    return sort[0] in world.datatypes and not any(f for _, f in world.constructors(sort))


def _by_cases(world: World, syntax: Syntax, clause: Clause) -> str:
    """Return the proof of a clause over finite sorts."""
    names = syntax.bound(len(clause.bound))

    def goal(values: Sequence[str]) -> str:
        pairs = (*clause.premises, clause.conclusion)
        return " -> ".join(syntax.equation(a, b, values) for a, b in pairs)

    def leaf(_: Sequence[str]) -> str:
        if clause.premises:
            return "ltac:(intros; first [reflexivity | discriminate])"
        return "eq_refl"

    body = _table(world, clause.bound, names, leaf, goal=goal)
    return f"fun {' '.join(names)} => {body}" if names else body
