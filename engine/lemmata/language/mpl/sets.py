"""Sets by comprehension: what a bound set is when premises say which members it has.

for all x in N:  x in I implies A(x)          for all x in N:  A(x) implies x in I
---------------------------------------------------------------------------------
t in I  becomes  A(t)
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from lemmata.language.mpl.facts import is_relation
from lemmata.language.mpl.formulas import Entity, Formula, Sequent
from lemmata.language.mpl.syntax import show_expr, walk


@dataclass(frozen=True, slots=True)
class Comprehension:
    """The members of a carrier with some properties of `variable`.

    `inside`: nothing else is a member. Otherwise this is known of members of the carrier only.
    """

    carrier: Entity
    variable: Entity
    properties: tuple[Formula, ...]
    inside: bool

    def holds(self, entity: Entity) -> list[Formula]:
        """The properties of another entity."""
        return [_put(formula, self.variable, entity) for formula in self.properties]


def comprehension(
    entity: Entity, sequents: Sequence[Sequent], carriers: Collection[Entity]
) -> Comprehension | None:
    """The set that some sequents determine; None if they do not, or say more."""
    needed: dict[Hashable, Formula] = {}
    enough: dict[Hashable, tuple[Entity, Formula]] | None = None
    found: set[Entity] = set()
    variable, inside = None, False
    for sequent in sequents:
        premises = [p for p in sequent.premises if not is_relation(p, "in")]
        members = [p.entities for p in sequent.premises if is_relation(p, "in")]
        of = [x for x, place in members if place is entity]
        conclusion = sequent.conclusion
        concluded = is_relation(conclusion, "in") and conclusion.entities[1] is entity
        if concluded and not of and enough is None:
            variable = conclusion.entities[0]
            enough = {_key(p, variable): (variable, p) for p in premises}
        elif len(of) == 1 and not premises and not concluded:
            variable = of[0]
            if is_relation(conclusion, "in") and conclusion.entities[0] is variable:
                found.add(conclusion.entities[1])
                inside = inside or len(members) == 1
            else:
                needed[_key(conclusion, variable)] = conclusion
        else:
            return None
        found.update(place for x, place in members if x is variable and place is not entity)
        if variable.fixed or any(x is not variable for x, _ in members):
            return None
    if enough is None or enough.keys() != needed.keys() or len(found) != 1:
        return None
    (carrier,) = found
    if carrier not in carriers or variable is None:
        return None
    properties = tuple(_put(formula, x, variable) for x, formula in enough.values())
    return Comprehension(carrier, variable, properties, inside)


def _put(formula: Formula, old: Entity, new: Entity) -> Formula:
    scope = {name: new if e is old else e for name, e in formula.scope.items()}
    return Formula(formula.text, formula.expr, scope, formula.flipped)


def _key(formula: Formula, variable: Entity) -> Hashable:
    """Equal for formulas that say the same of their variables."""
    scope = formula.scope
    names = dict.fromkeys(n.text for expr in walk(formula.expr) for n in expr.names)
    free = tuple(
        (name, None if scope[name] is variable else id(scope[name]))
        for name in names
        if name in scope
    )
    if formula.kind == "atom":
        ids = tuple(None if e is variable else id(e) for e in formula.entities)
        return formula.name, formula.positive, ids
    return show_expr(formula.expr), formula.flipped, free
