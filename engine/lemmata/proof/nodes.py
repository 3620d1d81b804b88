"""Proof DAG nodes as search builds them: sequents over `Term`, one object per inference.

A node's `context` holds just the hypotheses that its proof uses; the kernel lets every rule weaken.
Bound variables of hypotheses are the variables ?0, ?1, … which no text can name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.interpretation import Interpretation
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term


def bound_variable(i: int, sort: Sort) -> Term:
    """The i-th bound variable of a hypothesis."""
    return Term.variable(f"?{i}", sort)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """`forall bound. premises ==> conclusion`, its other variables fixed by the context.

    With a guard, only for values that make `measure` lexicographically smaller than `limit`.
    """

    bound: tuple[Term, ...]
    premises: tuple[Equation, ...]
    conclusion: Equation
    measure: tuple[Term, ...] = ()
    limit: tuple[Term, ...] = ()

    @property
    def is_unit(self) -> bool:
        """Whether it is a plain equation."""
        return not (self.bound or self.premises or self.measure)

    def terms(self) -> tuple[Term, ...]:
        """All terms in it."""
        pairs = (*self.premises, self.conclusion)
        return (*(side for pair in pairs for side in pair), *self.measure, *self.limit)

    def free(self) -> frozenset[Term]:
        """The variables that the context fixes."""
        found: frozenset[Term] = frozenset()
        return found.union(*(t.free for t in self.terms())).difference(self.bound)

    def substitute(self, binding: Mapping[Term, Term]) -> Hypothesis:
        """The hypothesis with free variables replaced."""
        if self.free().isdisjoint(binding):
            return self

        def put(pair: Equation) -> Equation:
            return pair[0].substitute(binding), pair[1].substitute(binding)

        return Hypothesis(
            self.bound,
            tuple(map(put, self.premises)),
            put(self.conclusion),
            tuple(t.substitute(binding) for t in self.measure),
            tuple(t.substitute(binding) for t in self.limit),
        )


def unit(left: Term, right: Term) -> Hypothesis:
    """The hypothesis left = right."""
    return Hypothesis((), (), (left, right))


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A closed clause that a step may cite.

    `kind`: "case" (of the function or lambda `name`, number `index`), "builtin", "axiom" (`name` of
    the structure `owner`) or "theorem" (with its `proof`).
    """

    kind: str
    name: str
    index: int
    clause: Clause
    owner: str = ""
    proof: Proved | None = None

    @property
    def is_definition(self) -> bool:
        """Whether it is a defining equation."""
        return self.kind in ("case", "builtin")


@dataclass(frozen=True, slots=True, eq=False)
class Citation:
    """An instance of a law or hypothesis, or an earlier node as it stands (no values)."""

    source: Law | Hypothesis | Node
    types: tuple[Sort, ...] = ()
    values: tuple[Term, ...] = ()

    def equation(self) -> tuple[tuple[Equation, ...], Equation]:
        """The premises and the two sides of the instance."""
        if isinstance(self.source, Node):
            return (), (self.source.left, self.source.right)
        if isinstance(self.source, Hypothesis):
            variables, sorts = self.source.bound, {}
            premises, conclusion = self.source.premises, self.source.conclusion
        else:
            clause = self.source.clause
            variables, premises, conclusion = clause.variables, clause.premises, clause.conclusion
            sorts = dict(zip(clause.types, self.types, strict=True))
        binding = dict(zip(variables, self.values, strict=True))

        def put(pair: Equation) -> Equation:
            return pair[0].instantiate(sorts, binding), pair[1].instantiate(sorts, binding)

        return tuple(map(put, premises)), put(conclusion)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An inference: `context |- left = right` by `rule` from `parents`.

    `detail` holds the rule's own fields under the names of FORMAT.md section 5.
    """

    rule: str
    context: frozenset[Hypothesis]
    left: Term
    right: Term
    parents: tuple[Node | None, ...] = ()
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Theorem:
    """A proved statement: `root` proves the clause opened with `variables`."""

    name: str
    clause: Clause
    variables: tuple[Term, ...]
    root: Node


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stored proof is: both digests of FORMAT.md section 7, and what it declares."""

    statement: str
    certificate: str
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A theorem proved by another certificate, which is opened only when it is cited."""

    name: str
    clause: Clause
    origin: Callable[[], Origin]


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A theorem about structures, used in a model of them.

    `axioms` cites, by structure and name, what proves each axiom of the structures in the model.
    """

    name: str
    clause: Clause
    source: Proved
    model: Interpretation
    axioms: Mapping[tuple[str, str], Citation]


Proved = Theorem | Stored | Instance


@dataclass(frozen=True, slots=True, eq=False)
class StrictEquality:
    """Two expressions with the same value and the same domain (FORMAT.md section 9).

    `equal` proves the conclusion of `clause` where its left side is defined, `domain` that both
    sides are defined for the same values; `lemmata.terms.domain.strict_statements` states both.
    """

    clause: Clause
    equal: Proved
    domain: Proved
