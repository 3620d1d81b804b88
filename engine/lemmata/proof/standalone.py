"""Proofs of a library's facts with the proofs of what they cite inside: they need no other file."""

from __future__ import annotations

from dataclasses import replace

from lemmata.proof.decode import decode
from lemmata.proof.encode import encode
from lemmata.proof.factgraph import Fact, Json, Library
from lemmata.proof.nodes import Law, Stored, Theorem
from lemmata.proof.relinking import relink


class Standalone:
    """Decodes each fact of a library once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.done: dict[str, Theorem] = {}
        self.named = {fact.digest: fact for fact in library.facts}

    def theorem(self, fact: Fact) -> Theorem:
        """The first derivation of a fact, those of the facts that it cites inside."""
        stack = [fact]
        while stack:
            top = stack[-1]
            cited = [self.library.by_identifier[name] for name in top.uses]
            todo = [f for f in cited if f.digest not in self.done]
            if todo and top.digest not in self.done:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            if top.digest not in self.done:
                self.done[top.digest] = self._linked(top)
        return self.done[fact.digest]

    def certificate(self, fact: Fact) -> Json:
        """The certificate of that."""
        return encode(self.theorem(fact), self.library.theory.declarations)

    def _linked(self, fact: Fact) -> Theorem:
        document = decode(fact.certificate, known=self.library.theory.symbols)
        theorem = document.proofs[-1].theorem
        assert isinstance(theorem, Theorem)

        def whole(law: Law) -> Law:
            if isinstance(law.proof, Stored):
                inside = self.done.get(law.proof.origin().certificate)
                if inside is not None:
                    return replace(law, proof=inside)
            return law

        return relink(theorem, whole)
