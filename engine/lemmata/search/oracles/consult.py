"""Ask oracles about a goal, and prove again what they say.

    E:         each equation of its refutation becomes a lemma, proved from those that it cites;
               then the goal is proved from the lemmas
    Z3, cvc5:  the instances of laws that they used are joined by congruence closure

What comes back is a theorem of ours or only advice: "oracle says …", which is no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lemmata.proof.nodes import Law, Theorem
from lemmata.search.oracles.asking import ask_cvc5, ask_e, ask_z3, available
from lemmata.search.oracles.problem import Problem, TooLarge
from lemmata.search.oracles.rebuild import from_derivation, from_instances
from lemmata.terms.declarations import Clause

ORACLES = ("e", "z3", "cvc5")
NAMES = {"e": "E", "z3": "Z3", "cvc5": "cvc5"}


@dataclass(frozen=True, slots=True)
class Advice:
    """A theorem, if an oracle's proof could be rebuilt; else what the oracles said, if anything."""

    theorem: Theorem | None = None
    said: str = ""


def consult(
    name: str,
    clause: Clause,
    laws: Sequence[Law],
    oracles: Sequence[str],
    expired: Callable[[], bool],
    seconds: float = 3.0,
) -> Advice:
    """Ask the named oracles in turn about a clause that the laws may imply, `seconds` each.

    Oracles that are not installed are passed over. Raises ValueError for an unknown name.
    """
    try:
        problem = Problem(laws, clause)
    except TooLarge:
        return Advice()
    said = []
    for oracle in oracles:
        if oracle not in ORACLES:
            raise ValueError(f"there is no oracle {oracle!r}")
        if not available(oracle) or expired():
            continue
        theorem, answered = _ask(oracle, name, problem, expired, seconds)
        if theorem is not None:
            return Advice(theorem)
        if answered:
            said.append(NAMES[oracle])
    return Advice(said=f"oracle says proved ({', '.join(said)})" if said else "")


def _ask(
    oracle: str, name: str, problem: Problem, expired: Callable[[], bool], seconds: float
) -> tuple[Theorem | None, bool]:
    """What could be rebuilt, and whether the oracle had a proof."""
    if oracle == "e":
        derivation = ask_e(problem, seconds)
        if derivation is None:
            return None, False
        return from_derivation(name, problem, derivation, expired), True
    instances = (ask_z3 if oracle == "z3" else ask_cvc5)(problem, seconds)
    if instances is None:
        return None, False
    return from_instances(name, problem, instances), True
