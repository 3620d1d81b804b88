"""What `explore` answers: laws with their proofs, what is left open, and what is refuted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lemmata.results.verdict import Verdict

if TYPE_CHECKING:
    from lemmata.kernel import Report
    from lemmata.proof.factgraph import Library, OpenConjecture, RefutedConjecture
    from lemmata.proof.standalone import Standalone
    from lemmata.service.sql_checking import EqualityReport
    from lemmata.sql.replay import DatabaseReport

EXPLORATION = "lemmata.exploration/1"


@dataclass(frozen=True)
class FoundTheorem:
    """A law that an exploration found. `name` is its common name, or its identifier.

    `uses` and `used_by` are identifiers of other laws, `axioms` what the proof rests on beside
    definitions. A law outside of the `basis` follows from the laws of `follows_from` by rewriting.
    """

    statement: str
    name: str
    identifier: str
    rule: str
    uses: tuple[str, ...]
    used_by: tuple[str, ...]
    axioms: tuple[str, ...]
    steps: int
    basis: bool
    follows_from: tuple[str, ...]
    exploration: Exploration = field(repr=False, compare=False)

    @property
    def certificate(self) -> dict[str, Any]:
        """A certificate that needs no other file: the proofs of what it cites are in it."""
        return self.exploration.certificate(self.identifier)

    def check(self) -> Report | DatabaseReport | EqualityReport:
        """Check the certificate again; raises `Rejected`."""
        from lemmata.checking import check

        return check(self.certificate)

    def verdict(self) -> Verdict:
        """The same as `prove` answers: with a text, a page, a Coq file."""
        return Verdict(
            self.statement,
            "proved",
            name=self.identifier,
            certificate=self.certificate,
            trusted=tuple(f"axiom {axiom}" for axiom in self.axioms),
            steps=self.steps,
        )

    def to_dict(self) -> dict[str, Any]:
        """An element of `theorems`."""
        library = self.exploration.library
        fact = library.by_identifier[self.identifier]
        return {
            "statement": self.statement,
            "name": self.name,
            "identifier": self.identifier,
            "certificate": self.certificate,
            "rule": self.rule,
            "uses": list(self.uses),
            "used_by": list(self.used_by),
            "axioms": list(self.axioms),
            "steps": self.steps,
            "basis": self.basis,
            "follows_from": list(self.follows_from),
            "alternatives": [{"rule": d.rule, "uses": list(d.uses)} for d in fact.alternatives],
        }

    def __str__(self) -> str:
        return f"{self.identifier}: {self.statement}"


@dataclass(frozen=True)
class Exploration:
    """What `explore` answers: laws with proofs, conjectures left open, and those refuted.

    `complete` says that all was tried that the limits allow. `failure` says why the library could
    not be written, if it could not.
    """

    library: Library
    seconds: float = 0.0
    interrupted: bool = False
    failure: str = ""

    @property
    def complete(self) -> bool:
        """Whether every conjecture within the limits was tried."""
        return self.library.complete

    @property
    def theorems(self) -> tuple[FoundTheorem, ...]:
        """The laws in the order in which they were proved."""
        from lemmata.language import show_clause

        notation = self.library.theory.notation
        return tuple(
            FoundTheorem(
                show_clause(f.clause, notation),
                f.name or f.identifier,
                f.identifier,
                f.rule,
                f.uses,
                f.used_by,
                f.axioms,
                f.steps,
                f.basis,
                f.follows_from,
                self,
            )
            for f in self.library.facts
        )

    @property
    def open(self) -> tuple[OpenConjecture, ...]:
        """What was neither proved nor refuted."""
        return self.library.open

    @property
    def refuted(self) -> tuple[RefutedConjecture, ...]:
        """What a counterexample refutes."""
        return self.library.refuted

    def theorem(self, name: str) -> FoundTheorem:
        """A law by its identifier or name; raises KeyError."""
        for found in self.theorems:
            if name in (found.identifier, found.name):
                return found
        raise KeyError(name)

    def certificate(self, identifier: str) -> dict[str, Any]:
        """The certificate of a law, those of the laws that it cites inside."""
        return self._alone.certificate(self.library.by_identifier[identifier].digest)

    def check(self) -> int:
        """Check all certificates again, and count them; raises `Rejected`."""
        from lemmata.kernel import Checker
        from lemmata.service.store import resolve

        near = {d.digest: d.text for f in self.library.facts for d in f.derivations()}
        checker = Checker(lambda wanted: near.get(wanted) or resolve(wanted))
        texts = [*near.values(), *(json.dumps(c.certificate) for c in self.library.refuted)]
        return sum(bool(checker.check(text)) for text in texts)

    def to_coq(self) -> str:
        """All laws as one Coq file of proof terms; raises ValueError if there are none."""
        from lemmata.checking import load_cited
        from lemmata.export.coq import to_coq

        digests = [fact.digest for fact in self.library.facts]
        if not digests:
            raise ValueError("there are no laws")
        return to_coq(self._alone.certificate(*digests), load_cited, every=True)

    @cached_property
    def _alone(self) -> Standalone:
        from lemmata.proof.standalone import Standalone

        return Standalone(self.library.theory, self.library.by_digest)

    def to_dict(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        from lemmata import __version__
        from lemmata.export.exploration import open_row, refuted_row

        library = self.library
        rows = [found.to_dict() for found in self.theorems]
        return {
            "schema": EXPLORATION,
            "theory": library.theory.name,
            "complete": self.complete,
            "interrupted": self.interrupted,
            "counts": {
                "conjectured": library.conjectured,
                "proved": len(rows),
                "basis": len(library.basis),
                "open": len(library.open),
                "refuted": len(library.refuted),
            },
            "theorems": rows,
            "open": [open_row(c, library) for c in library.open],
            "refuted": [refuted_row(c, library) for c in library.refuted],
            "seed": library.seed,
            "engine": __version__,
            "seconds": round(self.seconds, 3),
        }

    def to_html(self, directory: str | Path) -> Path:
        """Write the pages into a folder; the path of the first one."""
        from lemmata.checking import resolver
        from lemmata.export.site import write_site

        return write_site(self.library, Path(directory), resolver())

    def _repr_html_(self) -> str:
        from lemmata.export.exploration import to_notebook

        return to_notebook(self.library)

    def __str__(self) -> str:
        from lemmata.export.exploration import to_text

        return to_text(self.library).rstrip("\n")
