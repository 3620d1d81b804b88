"""An opinion of its own on a list of laws, without the filters of the engine.

`premise_rows` runs premises on the smallest values; `variants` merges what differs in names, sides
and the order of premises; `instances` says which laws another one implies by substitution alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product

from lemmata.search.evaluation import NoValue
from lemmata.search.testing import Values
from lemmata.terms.declarations import Clause, Equation, Theory
from lemmata.terms.sorts import INT
from lemmata.terms.term import Term

VALUES = 7


def premise_rows(theory: Theory, clause: Clause) -> int | None:
    """On how many rows of the values 0 to 6 all premises hold; None if there are no values."""
    values = Values(theory.declarations)
    types = dict.fromkeys(clause.types, INT)
    columns = [values.first(v.sort.substitute(types), VALUES) for v in clause.variables]
    if not all(columns):
        return None
    values.evaluator.fuel = 20_000
    count = 0
    for row in product(*columns):
        environment = dict(zip(clause.variables, row, strict=True))
        try:
            run = values.evaluator.value
            count += all(run(a, environment) == run(b, environment) for a, b in clause.premises)
        except NoValue:
            continue
    return count


def variants(laws: Sequence[Clause]) -> dict[str, list[Clause]]:
    """Groups of laws that are the same to a reader."""
    found: dict[str, list[Clause]] = {}
    for clause in laws:
        found.setdefault(min(_spellings(clause)), []).append(clause)
    return found


def _spellings(clause: Clause) -> Iterator[str]:
    for order in permutations(clause.premises):
        pairs = [*order, clause.conclusion]
        for sides in product(*(((a, b), (b, a)) for a, b in pairs)):
            names: dict[Term, str] = {}
            yield " ; ".join(f"{_spell(a, names)} = {_spell(b, names)}" for a, b in sides)


def _spell(term: Term, names: dict[Term, str]) -> str:
    if term.is_variable:
        return names.setdefault(term, f"?{len(names)}")
    inner = ", ".join(_spell(a, names) for a in term.args)
    return f"{term.head}({inner})"


def instances(laws: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """The laws that are instances of another one, each with a more general one."""
    found = []
    for clause in laws:
        for other in laws:
            if other is not clause and _is_instance(clause, other):
                found.append((clause, other))
                break
    return found


def _is_instance(clause: Clause, general: Clause) -> bool:
    for a, b in (clause.conclusion, clause.conclusion[::-1]):
        binding = _match(general.left, a, {})
        binding = None if binding is None else _match(general.right, b, binding)
        if binding is not None and _covered(general.premises, clause.premises, binding):
            return True
    return False


def _covered(
    wanted: Sequence[Equation], given: Sequence[Equation], binding: dict[Term, Term]
) -> bool:
    """Whether each premise of the general law is a premise, under one substitution."""
    if not wanted:
        return True
    for pair in given:
        for a, b in (pair, pair[::-1]):
            more = _match(wanted[0][0], a, binding)
            more = None if more is None else _match(wanted[0][1], b, more)
            if more is not None and _covered(wanted[1:], given, more):
                return True
    return False


def _match(pattern: Term, term: Term, binding: dict[Term, Term]) -> dict[Term, Term] | None:
    if pattern.is_variable:
        if binding.get(pattern, term) is not term:
            return None
        return binding | {pattern: term}
    if pattern.head != term.head or len(pattern.args) != len(term.args):
        return None
    current: dict[Term, Term] | None = binding
    for a, b in zip(pattern.args, term.args, strict=True):
        current = None if current is None else _match(a, b, current)
    return current
