"""Declarations: datatypes and functions as a language has them, structures as assumptions.

    datatype Nat = 0 | S(Nat)            Inductive Nat : Type := n0 : Nat | S : Nat -> Nat.
    structure group: sort G, symbol *    Parameter G : Type.  Parameter times : G -> G -> G.
    axiom x * e = x                      Axiom unit : forall b0 : G, times b0 e = b0.

The symbols and axioms of a structure are among the assumptions of a theorem about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lemmata.export.typetheory.needs import term_needs
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Sort
from lemmata.export.typetheory.world import Constructor, Datatype, Premise, Symbol, World


def emit_declaration(world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
    """Write one declaration of a certificate and enter it into the world."""
    kind = declaration["kind"]
    if kind == "datatype":
        _datatype(world, syntax, declaration)
    elif kind == "function":
        world.dialect.functions(world, syntax, declaration)
    elif kind == "lambda":
        _lambda(world, syntax, declaration)
    else:
        _structure(world, syntax, declaration)


def _datatype(world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
    group = tuple(member["name"] for member in declaration["group"])
    for member in declaration["group"]:
        types = tuple(member["types"])
        sort: Sort = (member["name"], *(("var", v) for v in types))
        constructors = []
        for entry in member["constructors"]:
            fields = tuple(syntax.tables.sorts[i] for i in entry["fields"])
            constructors.append(Constructor(entry["name"], fields))
            text = world.names.get("symbol", entry["name"])
            text = world.dialect.constructor(world.names.get("sort", member["name"]), text)
            world.symbols[entry["name"]] = Symbol(entry["name"], text, types, fields, sort, True)
        world.datatypes[member["name"]] = Datatype(
            member["name"], types, tuple(constructors), group
        )
    world.emit(world.dialect.inductive(world, group))


def _lambda(world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
    tables, name = syntax.tables, declaration["name"]
    case = tables.clauses[declaration["case"]]
    types = tuple(declaration["types"])
    parameters = tuple(tables.sorts[i] for i in declaration["parameters"])
    result = tables.sorts[declaration["result"]]
    text = world.names.get("symbol", name)
    needed = term_needs(syntax, case.conclusion[1])
    needs = tuple(v for v in types if v in needed)
    left, right = case.conclusion
    bound = syntax.bound(len(case.bound))
    quantified = world.type_binders(types, needs)
    given = " ".join([*quantified, syntax.binders(bound[:-1], parameters)])
    body = syntax.term(case.conclusion[1], bound)
    last = syntax.binders(bound[-1:], case.bound[-1:])
    kind = world.sort(result)
    world.emit(world.dialect.definition(text, given.strip(), kind, f"fun {last} => {body}"))
    world.symbols[name] = Symbol(name, text, types, parameters, result, False, needs)
    equation = world.names.get("equation", (name, 0), f"{text}_eq_0")
    binders = " ".join([*quantified, syntax.binders(bound, case.bound)])
    stated = f"forall {binders}, {syntax.equation(left, right, bound)}"
    proof = f"fun {binders} => {world.dialect.trivial}"
    world.emit(world.dialect.theorem(equation, stated, proof))
    world.equations[name, 0] = Premise(equation, types, needs)


def _structure(world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
    structure = declaration["name"]
    if world.model is not None and (declaration["sorts"] or declaration["symbols"]):
        world.dialect.model(world, syntax, declaration, world.model)
        return
    for name in declaration["sorts"]:
        world.abstract.add(name)
        world.emit(world.dialect.parameter(world.names.get("sort", name), "Type"))
    for member in declaration["symbols"]:
        _symbol(world, syntax, member)
    for axiom in declaration["axioms"]:
        name = world.names.get("axiom", (structure, axiom["name"]), axiom["name"])
        types = tuple(axiom["types"])
        binders = " ".join(world.type_binders(types, types))
        clause = syntax.clause(axiom["clause"])
        proof = None if types else world.dialect.known(syntax, axiom["clause"])
        if proof is None:
            world.emit(
                world.dialect.axiom(name, f"forall {binders}, {clause}" if binders else clause)
            )
        else:
            world.emit(world.dialect.theorem(name, clause, proof))
        world.axioms[structure, axiom["name"]] = Premise(name, types, types)


def _symbol(world: World, syntax: Syntax, member: Mapping[str, Any]) -> None:
    """Declare a symbol without equations.

    A value of a type variable that it returns is made from an inhabitant: without one, a
    polymorphic symbol such as `choose : List a -> a` would be a contradiction.
    """
    name, types = member["name"], tuple(member["types"])
    arguments = tuple(syntax.tables.sorts[i] for i in member["arguments"])
    result = syntax.tables.sorts[member["result"]]
    needed = world.needs(result)
    needs = tuple(v for v in types if v in needed)
    text = world.names.get("symbol", name)
    world.symbols[name] = Symbol(name, text, types, arguments, result, False, needs)
    binders = " ".join(world.type_binders(types, needs))
    kind = " -> ".join([*map(world.sort, arguments), world.sort(result)])
    world.emit(world.dialect.parameter(text, f"forall {binders}, {kind}" if binders else kind))
