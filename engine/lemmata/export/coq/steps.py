"""Proofs of equations as chains of steps, and chains as terms.

    s0 = s1 = … = sn        @eq_trans T s0 sk sn (first half) (second half)

The halves are balanced, so a chain of thousands of steps makes a term of little depth. All implicit
arguments are given: Coq then has nothing to guess, which is both faster and exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Step(NamedTuple):
    """One link: the texts of both sides and of the proof that they are equal."""

    left: str
    right: str
    proof: str


@dataclass
class Proof:
    """The proof of a node: a chain, and what its text mentions.

    `variables` are the free variables and `hypotheses` the clauses it uses; `depth` bounds how
    deeply its text is nested.
    """

    sort: str
    left: str
    chain: list[Step]
    variables: set[int] = field(default_factory=set)
    hypotheses: set[int] = field(default_factory=set)
    depth: int = 1
    shared: bool = False

    def text(self) -> str:
        """Return the proof as one term."""
        if not self.chain:
            return f"(@eq_refl {self.sort} {self.left})"
        return joined(self.sort, self.chain)

    def take(self) -> list[Step]:
        """Return the chain for a longer one; it is not copied unless the proof is used again."""
        return list(self.chain) if self.shared else self.chain

    def absorb(self, *others: Proof) -> None:
        """Take over what the texts of other proofs mention."""
        for other in others:
            self.variables |= other.variables
            self.hypotheses |= other.hypotheses
            self.depth = max(self.depth, other.depth + 1)


def joined(sort: str, chain: Sequence[Step]) -> str:
    """Return the proof of a non-empty chain as a balanced term.

    >>> joined("T", [Step("a", "b", "p"), Step("b", "c", "q")])
    '(@eq_trans T a b c p q)'
    """
    if len(chain) == 1:
        return chain[0].proof
    middle = len(chain) // 2
    ends = f"{chain[0].left} {chain[middle].left} {chain[-1].right}"
    halves = f"{joined(sort, chain[:middle])} {joined(sort, chain[middle:])}"
    return f"(@eq_trans {sort} {ends} {halves})"


def reversed_step(sort: str, step: Step) -> Step:
    """Return the step from right to left.

    >>> reversed_step("T", Step("a", "b", "p"))
    Step(left='b', right='a', proof='(@eq_sym T a b p)')
    """
    proof = f"(@eq_sym {sort} {step.left} {step.right} {step.proof})"
    return Step(step.right, step.left, proof)


def under(context: str, inner: str, outer: str, step: Step) -> str:
    """Return the proof of an equation inside a context with `hole`."""
    if context == "hole":
        return step.proof
    function = f"(fun hole : {inner} => {context})"
    return f"(@f_equal {inner} {outer} {function} {step.left} {step.right} {step.proof})"
