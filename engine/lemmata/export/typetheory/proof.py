"""The proof of one node: a chain of links, and what its text mentions."""

from __future__ import annotations

from dataclasses import dataclass, field

from lemmata.export.typetheory.links import Link, chained
from lemmata.export.typetheory.syntax import Syntax


@dataclass
class Proof:
    """The proof of a node: a chain, and what its text mentions.

    `variables` are the free variables and `hypotheses` the clauses it uses; `depth` bounds how
    deeply its text is nested.
    """

    syntax: Syntax
    sort: str
    left: str
    chain: list[Link]
    variables: set[int] = field(default_factory=set)
    hypotheses: set[int] = field(default_factory=set)
    depth: int = 1
    shared: bool = False

    def text(self) -> str:
        """Return the proof as one term."""
        if not self.chain:
            return self.syntax.world.dialect.reflexive(self.sort, self.left)
        return chained(self.syntax, self.sort, self.chain)

    def take(self) -> list[Link]:
        """Return the chain for a longer one; it is not copied unless the proof is used again."""
        return list(self.chain) if self.shared else self.chain

    def absorb(self, *others: Proof) -> None:
        """Take over what the texts of other proofs mention."""
        for other in others:
            self.variables |= other.variables
            self.hypotheses |= other.hypotheses
            self.depth = max(self.depth, other.depth + 1)
