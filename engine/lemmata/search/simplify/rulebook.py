"""The laws of a simplification, sorted by how they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.proof.nodes import Law
from lemmata.search.rules import Rule, directed
from lemmata.search.simplify.facts import Knowledge
from lemmata.search.simplify.identities import Identity, identities
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True)
class Rulebook:
    """Laws sorted by how they are used: modulo the ring laws, or by matching."""

    knowledge: Knowledge
    identities: dict[Symbol | None, list[Identity]]
    rules: tuple[Rule, ...]
    unfold: dict[Symbol, Law]

    @staticmethod
    def of(
        laws: Sequence[Law], rules: Sequence[tuple[Law, bool]], definitions: Sequence[Law]
    ) -> Rulebook:
        """`laws` prove conditions, `rules` (some reversed) simplify, `definitions` are unfolded."""
        found: dict[Symbol | None, list[Identity]] = {}
        matched: list[Rule] = []
        for law, reverse in rules:
            for identity in identities(law, reverse) if law.clause.left.sort is REAL else ():
                found.setdefault(identity.head, []).append(identity)
            rule = directed(law, reverse)
            if rule is not None:
                matched.append(rule)
        for law in definitions:
            rule = directed(law) if law.kind == "builtin" and law.name == "ite" else None
            matched.extend([rule] if rule is not None else [])
        unfold = {
            law.clause.left.symbol: law
            for law in definitions
            if law.clause.left.symbol is not None and _is_expression(law.clause.right)
        }
        return Rulebook(Knowledge.of(laws), found, tuple(matched), unfold)


def _is_expression(term: Term) -> bool:
    return all(t.sort is REAL for t in term.subterms())
