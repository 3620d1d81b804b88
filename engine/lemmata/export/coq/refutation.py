"""Refutations by computation: the statement implies an equation between different values.

    Definition refuted : (forall x : Nat, plus x x = x) -> False := fun all =>
      eq_ind (plus 1 1) (fun v => v is S (S _)) I 1 (all 1)

Coq computes both sides. A finite model of structures stands before it: `models.py`. The built-in
equality does not compute here, so refutations with it are not exported.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lemmata.export.coq.models import element
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import BOOL, INT, RATIONAL, Sort, instantiate
from lemmata.export.typetheory.world import World
from lemmata.proof.decode import decode
from lemmata.proof.witness import evaluate
from lemmata.terms.term import Term

LARGEST_VALUE = 200


def refuted(world: World, syntax: Syntax, certificate: Mapping[str, Any]) -> str:
    """Write that the statement is false and return the name of the theorem."""
    statement, model = certificate["statement"], certificate["model"]
    tables = syntax.tables
    if any(t[0] == "app" and t[1] == "eq" for t in tables.terms):
        raise Unsupported("refutations with the built-in equality")
    types = statement["types"]
    sorts: dict[str, Sort] = {v: tables.sorts[model["types"][v]] for v in types}
    clause = tables.clauses[statement["clause"]]
    given = [
        _value(world, syntax, value, instantiate(s, sorts))
        for value, s in zip(model["values"], clause.bound, strict=True)
    ]
    ends = [
        tuple(syntax.term(tables.substitute_sorts(t, sorts), given) for t in pair)
        for pair in (*clause.premises, clause.conclusion)
    ]
    premises = [_same(world, syntax, a, b, pair, sorts)
                for (a, b), pair in zip(ends, clause.premises, strict=False)]  # fmt: skip
    binders = " ".join(world.type_binders(types, types))
    goal = f"forall {binders}, {syntax.clause(statement['clause'])}" if binders else (
        syntax.clause(statement["clause"])
    )  # fmt: skip
    values = [*(world.sort(sorts[v]) for v in types), *(world.some(sorts[v]) for v in types)]
    left, right = ends[-1]
    sort = instantiate(tables.sort(clause.conclusion[0]), sorts)
    kind = world.sort(sort)
    first, second = evaluate(decode(dict(certificate))).sides[-1][1]
    if max(first.size, second.size) > LARGEST_VALUE:
        raise Unsupported("refutations with values of this size")
    test = f"(fun value : {kind} => {_test(world, sort, first, second, 'value')})"
    fact = f"(all {' '.join([*values, *given, *premises])})" if values or given or premises else (
        "all"
    )  # fmt: skip
    name = world.names.get("theorem", "refuted", "refuted")
    world.emit(
        f"Definition {name} : ({goal}) -> False :=\n  fun all =>\n  (@eq_ind {kind} {left} {test} "
        f"(I <: {test} {left}) {right} {fact} <: False)."
    )
    return name


def _same(
    world: World, syntax: Syntax, left: str, right: str, pair: tuple[int, int],
    sorts: Mapping[str, Sort],
) -> str:  # fmt: skip
    """Return the proof of a premise, by computation."""
    kind = world.sort(instantiate(syntax.tables.sort(pair[0]), sorts))
    return f"(@eq_refl {kind} {right} <: {left} = {right})"


def _value(world: World, syntax: Syntax, value: Mapping[str, Any], sort: Sort) -> str:
    if "term" in value:
        return syntax.term(value["term"])
    if "element" in value:
        return element(world, sort, value["element"])
    argument, result = sort[1:]
    text = _value(world, syntax, value["default"], result)
    x = world.names.get("argument", 0, "argument")
    for key, row in reversed(value["table"]):
        if "element" in key:
            here = _value(world, syntax, row, result)
            cases = " ".join(
                f"| {element(world, argument, k)} => {here if k == key['element'] else text}"
                for k in range(len(world.datatypes[argument[0]].constructors))
            )
            text = f"match {x} with {cases} end"
            continue
        if "term" not in key or len(syntax.tables.postorder(key["term"], {})) > LARGEST_VALUE:
            raise Unsupported("functions of functions or of large values in a refutation")
        here = _value(world, syntax, row, result)
        text = _select(world, syntax, argument, key["term"], x, here, text)
    return f"(fun {x} : {world.sort(argument)} => {text})"


def _select(
    world: World, syntax: Syntax, sort: Sort, key: int, place: str, here: str, other: str
) -> str:
    """Return what is `here` if a place holds a ground value, and `other` if not."""
    term = syntax.tables.terms[key]
    if sort == INT:
        return f"(if Z.eqb {place} {syntax.term(key)} then {here} else {other})"
    if sort == RATIONAL or term[0] != "app":
        raise Unsupported("functions of such values in a refutation")
    branches = []
    for constructor, fields in world.constructors(sort):
        mine = constructor.name == term[1]
        names = [f"{place}_{i}" if mine else "_" for i in range(len(fields))]
        text = here if mine else other
        if mine:
            for name, field, kid in reversed([*zip(names, fields, term[3], strict=True)]):
                text = _select(world, syntax, field, kid, name, text, other)
        pattern = world.pattern(constructor.name, len(sort) - 1, names)
        branches.append(f"| {pattern} => {text}")
    return f"match {place} with {' '.join(branches)} end"


def _test(world: World, sort: Sort, first: Term, second: Term, place: str) -> str:
    """Return a proposition that computes to True at the first value and to False at the second."""
    if sort in (INT, RATIONAL):
        text = _literal(world, first, sort)
        same = (
            f"Z.eqb {place} {text}"
            if sort == INT
            else f"QArith_base.Qeq_bool (Qcanon.this {place}) (Qcanon.this {text})"
        )
        return f"match {same} with true => True | false => False end"
    if sort != BOOL and sort[0] not in world.datatypes:
        raise Unsupported("refutations between such values")
    branches = []
    one, other = _head(first), _head(second)
    for constructor, fields in world.constructors(sort):
        mine = constructor.name == one
        names, inner = ["_"] * len(fields), "True" if mine else "False"
        if mine and one == other:
            i = next(k for k, (a, b) in enumerate(zip(first.args, second.args, strict=True))
                     if a is not b)  # fmt: skip
            names[i] = f"{place}_"
            inner = _test(world, fields[i], first.args[i], second.args[i], names[i])
        branches.append(f"| {world.pattern(constructor.name, len(sort) - 1, names)} => {inner}")
    return f"match {place} with {' '.join(branches)} end"


def _head(value: Term) -> str:
    """Return the constructor of a value; elements of abstract sorts are shown as #0, #1, …"""
    if value.symbol is not None:
        return value.symbol.name
    return f"{value.sort.name}{value.head}"


def _literal(world: World, term: Term, sort: Sort) -> str:
    assert isinstance(term.head, (int, Fraction))
    if sort == INT:
        return world.dialect.integer(str(term.head))
    value = Fraction(term.head)
    return world.dialect.rational(str(value.numerator), str(value.denominator))
