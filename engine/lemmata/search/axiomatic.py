"""Goals of axiomatic structures: completion finds, and its chains become proof nodes.

A derived equation that rests on axioms alone becomes a lemma; one that rests on the goal's premises
is a node that is instantiated where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Law, Node, Theorem, unit
from lemmata.search.completion import Limits, complete
from lemmata.search.completion.proof import Derived, Outcome, Step
from lemmata.terms.declarations import Clause
from lemmata.terms.term import Term


def prove_axiomatic(
    name: str,
    clause: Clause,
    laws: Sequence[Law],
    expired: Callable[[], bool],
    given: int = 20_000,
) -> tuple[Theorem | None, str]:
    """A proof of a clause from unconditional laws, or None and the limit that was hit."""
    usable = [law for law in laws if not law.clause.premises and not law.clause.types]
    equations = [law.clause.conclusion for law in usable]
    outcome = complete(
        equations,
        clause.conclusion,
        hypotheses=clause.premises,
        limits=Limits(given=given, deadline=expired),
    )
    if not outcome.proved:
        return None, outcome.reason
    builder = _Builder(outcome, usable, clause)
    return Theorem(name, clause, clause.variables, builder.goal()), ""


class _Builder:
    """Turns the chains of an outcome into nodes."""

    def __init__(self, outcome: Outcome, laws: Sequence[Law], clause: Clause) -> None:
        self.outcome, self.laws, self.clause = outcome, laws, clause
        self.fixed = frozenset(clause.variables) if clause.premises else frozenset()
        self.sources: list[Law | Node] = []
        self.names: dict[int, dict[Term, Term]] = {}
        lemmas = 0
        for derived in outcome.equations:
            if derived.input is not None:
                self.sources.append(self._input(derived.input))
                continue
            renaming = self.names[len(self.sources)] = self._renaming(derived)
            node = self._chain(derived.left.substitute(renaming), derived.steps, renaming)
            if node.context or not node.left.free.isdisjoint(self.fixed):
                self.sources.append(node)
                continue
            lemmas += 1
            lemma = Clause.close((), (node.left, node.right))
            theorem = Theorem(f"lemma_{lemmas}", lemma, lemma.variables, node)
            self.sources.append(Law("theorem", theorem.name, 0, lemma, "", theorem))

    def _input(self, i: int) -> Law | Node:
        if i < len(self.laws):
            return self.laws[i]
        hypothesis = unit(*self.clause.premises[i - len(self.laws)])
        return build.rewrite(hypothesis.conclusion[0], Citation(hypothesis), ())

    def goal(self) -> Node:
        """The node of the goal."""
        return self._chain(self.clause.left, self.outcome.goal_steps, {})

    def _renaming(self, derived: Derived) -> dict[Term, Term]:
        """Letters for the variables of a derived equation, none of a fixed variable."""
        taken = {v.head for v in self.fixed}
        letters = (
            f"{c}{n or ''}" for n in count() for c in "xyzuvw" if f"{c}{n or ''}" not in taken
        )
        found = {}
        for side in (derived.left, derived.right):
            for term in side.subterms():
                if term.is_variable and term not in self.fixed and term not in found:
                    found[term] = Term.variable(next(letters), term.sort)
        return found

    def _chain(self, left: Term, steps: Sequence[Step], renaming: dict[Term, Term]) -> Node:
        current: Node | Term = left
        for step in steps:
            by = self._cite(step, renaming)
            current = build.rewrite(current, by, step.path, step.reverse)
        return current if isinstance(current, Node) else build.refl(current)

    def _cite(self, step: Step, renaming: dict[Term, Term]) -> Citation:
        names = self.names.get(step.source, {})
        binding = {v: v.substitute(renaming) for v in names}
        binding |= {v: t.substitute(renaming) for v, t in step.binding.items()}
        source = self.sources[step.source]
        if isinstance(source, Law):
            originals = {new: old for old, new in names.items()}
            values = [binding.get(originals.get(v, v), v) for v in source.clause.variables]
            return build.law_instance(source, values)
        return Citation(build.instantiate(source, {names.get(v, v): t for v, t in binding.items()}))
