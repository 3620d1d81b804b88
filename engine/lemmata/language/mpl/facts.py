"""What axioms say about sets and functions as such: total, functional, typed.

A relation f(x..) = y is read as a function from sets to a set when the axioms say that it is total
on the sets and has one value at each place. What its arguments are when f holds of them at all is a
fact too: a theorem may leave out that x is a member of N if s(x) = y implies it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lemmata.language.mpl.formulas import Entity, Formula, Sequent, is_exists, pieces


@dataclass
class Facts:
    """The facts, and the sequents that say something else."""

    total: dict[Entity, tuple[Entity, ...]] = field(default_factory=dict)
    functional: set[Entity] = field(default_factory=set)
    values: dict[Entity, Entity] = field(default_factory=dict)
    ranges: dict[Entity, Entity] = field(default_factory=dict)
    closed: set[tuple[Entity, int]] = field(default_factory=set)
    members: dict[Entity, Entity] = field(default_factory=dict)
    rest: list[Sequent] = field(default_factory=list)

    def functions(self) -> list[Entity]:
        """What can be read as functions."""
        return [function for function in self.total if not self.lacks(function)]

    def lacks(self, function: Entity) -> str:
        """What is not said of a function; empty if it can be read as one."""
        if function not in self.total:
            return "total"
        if function not in self.functional:
            return "functional (two values at one place are equal)"
        return "" if function in self.values else "typed: nothing says in which set its values are"


def collect(sequents: Iterable[Sequent]) -> Facts:
    """The facts among some sequents."""
    facts = Facts()
    for test in (_total, _member, _functional):
        facts.rest = []
        for sequent in sequents:
            if not test(sequent, facts):
                facts.rest.append(sequent)
        sequents = facts.rest
    return facts


def is_relation(formula: Formula, *names: str) -> bool:
    """Whether this is an atom, not negated, of one of some relations."""
    return formula.kind == "atom" and formula.positive and formula.name in names


def _split(formulas: Iterable[Formula]) -> tuple[dict[Entity, Entity], list[Formula]] | None:
    """Memberships and function atoms; None if there is something else."""
    members: dict[Entity, Entity] = {}
    functions = []
    for formula in formulas:
        if is_relation(formula, "in") and formula.entities[0] not in members:
            members[formula.entities[0]] = formula.entities[1]
        elif is_relation(formula, "in2", "in3"):
            functions.append(formula)
        else:
            return None
    return members, functions


def _total(sequent: Sequent, facts: Facts) -> bool:
    """For all members x of X there is a y with f(x) = y, which is a member of Y."""
    if not is_exists(sequent.conclusion):
        return False
    before, after = _split(sequent.premises), _split(pieces([sequent.conclusion]))
    if before is None or after is None or before[1] or len(after[1]) != 1:
        return False
    *inputs, value, function = after[1][0].entities
    domain = tuple(before[0].get(x) for x in inputs)
    sets = tuple(x for x in domain if x is not None)
    outer = sequent.conclusion.scope.values()
    new = not value.fixed and value not in outer
    bound = len(set(inputs)) == len(inputs) and not any(x.fixed for x in inputs)
    if not (new and bound and len(sets) == len(inputs) == len(before[0])):
        return False
    if function in facts.total or any(x is not value for x in after[0]):
        return False
    facts.total[function] = sets
    if value in after[0]:
        facts.values.setdefault(function, after[0][value])
    return True


def _member(sequent: Sequent, facts: Facts) -> bool:
    """A constant, an argument or a value of a function is a member of a set."""
    if not is_relation(sequent.conclusion, "in"):
        return False
    element, place = sequent.conclusion.entities
    if not sequent.premises and element.fixed:
        facts.members.setdefault(element, place)
        return True
    found = _split(sequent.premises)
    if found is None or len(found[1]) != 1:
        return False
    *inputs, value, function = found[1][0].entities
    if len({*inputs, value}) <= len(inputs) or any(x.fixed for x in (*inputs, value)):
        return False
    if element is value and _in_domain(found[0], inputs, function, facts):
        if facts.values.setdefault(function, place) is place:
            facts.ranges[function] = place
            return True
        return False
    if element in inputs and not found[0]:
        facts.closed.add((function, inputs.index(element)))
        return True
    return False


def _functional(sequent: Sequent, facts: Facts) -> bool:
    """f(x) = y and f(x) = z imply y = z."""
    found = _split(sequent.premises)
    if found is None or len(found[1]) != 2 or not is_relation(sequent.conclusion, "="):
        return False
    *inputs, value, function = found[1][0].entities
    *others, other, same = found[1][1].entities
    if function is not same or inputs != others or value is other:
        return False
    variables = [*inputs, value, other]
    distinct = len(set(variables)) == len(variables) and not any(v.fixed for v in variables)
    if not distinct or set(sequent.conclusion.entities) != {value, other}:
        return False
    arguments = {x: place for x, place in found[0].items() if x in inputs}
    if not _in_domain(arguments, inputs, function, facts):
        return False
    results = [place for x, place in found[0].items() if x not in arguments]
    if any(place is not facts.ranges.get(function) for place in results):
        return False
    facts.functional.add(function)
    return True


def _in_domain(
    members: dict[Entity, Entity], inputs: list[Entity], function: Entity, facts: Facts
) -> bool:
    """Whether no more is assumed than that the arguments are those of the function."""
    domain = facts.total.get(function)
    if domain is None:
        return not members
    places = dict(zip(inputs, domain, strict=True))
    return all(places.get(x) is place for x, place in members.items())
