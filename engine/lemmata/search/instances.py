"""A goal that is an instance of a law, read off without a search."""

from __future__ import annotations

from collections.abc import Iterable

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Instance, Law, Node, Theorem, unit
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.matching import match
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term


def by_instance(name: str, clause: Clause, library: Iterable[Law]) -> Theorem | None:
    """One step that cites a law of an instance, if the goal is one of its instances."""
    return by_law(name, clause, (law for law in library if isinstance(law.proof, Instance)))


def by_law(name: str, clause: Clause, laws: Iterable[Law]) -> Theorem | None:
    """One step that cites a law with the goal's premises, in either direction."""
    for law in laws:
        for reverse in (False, True):
            node = _step(law, clause, reverse)
            if node is not None:
                return Theorem(name, clause, clause.variables, node)
    return None


def _step(law: Law, clause: Clause, reverse: bool) -> Node | None:
    wanted = clause.conclusion[::-1] if reverse else clause.conclusion
    mine, theirs = (*law.clause.premises, law.clause.conclusion), (*clause.premises, wanted)
    binding: dict[Term, Term] = {}
    sorts: dict[Sort, Sort] = {}
    if len(mine) != len(theirs):
        return None
    for pattern, target in zip(mine, theirs, strict=True):
        for left, right in zip(pattern, target, strict=True):
            found = match(left, right, binding, sorts)
            if found is None:
                return None
            binding, sorts = found
    if not all(v in binding for v in law.clause.variables):
        return None
    types = tuple(sorts.get(t, t) for t in law.clause.types)
    by = Citation(law, types, tuple(binding[v] for v in law.clause.variables))
    return build.rewrite(clause.left, by, (), reverse, tuple(map(_assumed, clause.premises)))


def _assumed(premise: Equation) -> Node:
    return build.rewrite(premise[0], Citation(unit(*premise)), ())
