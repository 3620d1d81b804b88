"""Proofs with those of the certificates that they cite inside: they need no other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lemmata.proof.decode import decode
from lemmata.proof.encode import encode_all
from lemmata.proof.factgraph import Json
from lemmata.proof.nodes import Law, Stored, Theorem
from lemmata.proof.relinking import relink
from lemmata.terms.declarations import Theory


class Standalone:
    """Reads each of some certificates about a theory once; `certificates` has them by digest.

    What they cite beside each other stays cited.
    """

    def __init__(self, theory: Theory, certificates: Mapping[str, Json]) -> None:
        self.theory, self.certificates = theory, certificates
        self.done: dict[str, Theorem] = {}

    def theorem(self, digest: str) -> Theorem:
        """The theorem of a certificate, those of the certificates that it cites inside."""
        stack = [digest]
        while stack:
            top = stack[-1]
            rows = self.certificates[top]["theorems"] if top not in self.done else []
            cited = [row["certificate"] for row in rows if "certificate" in row]
            todo = [d for d in cited if d in self.certificates and d not in self.done]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            if top not in self.done:
                self.done[top] = self._linked(top)
        return self.done[digest]

    def certificate(self, *digests: str) -> Json:
        """One certificate for some theorems; it needs none of the others."""
        return encode_all([self.theorem(d) for d in digests], self.theory.declarations)

    def _linked(self, digest: str) -> Theorem:
        document = decode(self.certificates[digest], known=self.theory.symbols)
        theorem = document.proofs[-1].theorem
        assert isinstance(theorem, Theorem)

        def whole(law: Law) -> Law:
            if isinstance(law.proof, Stored):
                inside = self.done.get(law.proof.origin().certificate)
                if inside is not None:
                    return replace(law, proof=inside)
            return law

        return relink(theorem, whole)
