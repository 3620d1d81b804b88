"""Proofs of equations as chains of steps, and chains as terms.

    s0 = s1 = … = sn        chain T s0 sk sn (first half) (second half)

The halves are balanced, so a chain of thousands of steps makes a term of little depth. No argument
is implicit: then there is nothing to guess, which is both faster and exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """One link: the texts of both sides and of the proof that they are equal."""

    left: str
    right: str
    proof: str


def joined(sort: str, chain: Sequence[Step]) -> str:
    """Return the proof of a non-empty chain as a balanced term.

    >>> joined("T", [Step("a", "b", "p"), Step("b", "c", "q")])
    '(chain T a b c p q)'
    """
    if len(chain) == 1:
        return chain[0].proof
    middle = len(chain) // 2
    ends = f"{chain[0].left} {chain[middle].left} {chain[-1].right}"
    halves = f"{joined(sort, chain[:middle])} {joined(sort, chain[middle:])}"
    return f"(chain {sort} {ends} {halves})"


def reversed_step(sort: str, step: Step) -> Step:
    """Return the step from right to left.

    >>> reversed_step("T", Step("a", "b", "p"))
    Step(left='b', right='a', proof='(back T a b p)')
    """
    proof = f"(back {sort} {step.left} {step.right} {step.proof})"
    return Step(step.right, step.left, proof)


def under(context: str, inner: str, outer: str, step: Step) -> str:
    """Return the proof of an equation inside a context with `hole`."""
    if context == "hole":
        return step.proof
    function = f"(fun hole : {inner} => {context})"
    return f"(inside {inner} {outer} {function} {step.left} {step.right} {step.proof})"
