"""Strict equality: two expressions with the same value and the same domain (FORMAT.md section 9).

[D,] G, Def(a) ==> a = b      [D,] G ==> Def(a) = Def(b)
---------------------------------------------------------
  where D and G hold, a and b mean the same
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.kernel.definitions import Definitions
from lemmata.kernel.domain import Domains
from lemmata.kernel.reading import require
from lemmata.kernel.rules import Known
from lemmata.kernel.terms import Clause, Pair


def check_strict(definitions: Definitions, clause: Clause, equal: Known, domain: Known) -> None:
    """`equal` and `domain` are the two theorems that the claim `clause` needs."""
    require(not equal.types and not domain.types, "a theorem has type variables")
    terms, domains = definitions.terms, Domains(definitions)
    left, right = clause.conclusion
    given = domains.of(*(side for pair in clause.premises for side in pair))
    first, second = domains.of(left), domains.of(right)

    def assuming(condition: int) -> Sequence[Pair]:
        return () if condition == terms.true else ((condition, terms.true),)

    premises = (*assuming(given), *clause.premises)
    wanted = Clause(clause.bound, (*premises, *assuming(first)), (left, right), None)
    require(equal.clause == wanted, "not the theorem that both sides are equal")
    wanted = Clause(clause.bound, premises, (first, second), None)
    require(domain.clause == wanted, "not the theorem that both domains are equal")
