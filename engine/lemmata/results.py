"""What `prove` and its relatives answer: a verdict with its evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lemmata.export.derivation import Derivation
    from lemmata.kernel import Report
    from lemmata.proof.factgraph import Library, OpenConjecture, RefutedConjecture
    from lemmata.proof.standalone import Standalone
    from lemmata.service.sql_checking import EqualityReport
    from lemmata.sql.replay import DatabaseReport

SCHEMA = "lemmata.verdict/1"
QUERY_FORMATS = ("lemmata.database/1", "lemmata.sql-proof/1")


@dataclass(frozen=True)
class Verdict:
    """An answer: `verdict` is "proved", "refuted" or "unknown"; the first two have a certificate.

    `steps` counts the kernel's inferences, `seconds` is wall time, `trusted` lists what the answer
    rests on beside the kernel, `stuck` and `hint` help with an unknown (`hint` with refuted queries
    too), `szs` is the status of the goal of a TPTP problem.
    """

    goal: str
    verdict: str
    reason: str = ""
    name: str = ""
    assumptions: tuple[str, ...] = ()
    certificate: dict[str, Any] | None = None
    witness: dict[str, Any] | None = None
    trusted: tuple[str, ...] = ()
    steps: int = 0
    seconds: float = 0.0
    stuck: str = ""
    hint: str = ""
    path: str | None = None
    variables: tuple[tuple[str, str], ...] = ()
    szs: str = ""

    def check(self) -> Report | DatabaseReport | EqualityReport:
        """Check the certificate again (the kernel, or a run); raises `Rejected` or ValueError."""
        from lemmata.checking import check

        if self.certificate is None:
            raise ValueError(f"the answer is {self.verdict}: there is no certificate")
        return check(self.certificate)

    def to_dict(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        found: dict[str, Any] = {
            "schema": SCHEMA,
            "goal": self.goal,
            "variables": dict(self.variables),
            "verdict": self.verdict,
            "reason": self.reason,
            "assumptions": list(self.assumptions),
            "certificate": self.path,
            "witness": self.witness,
            "trusted": list(self.trusted),
            "steps": self.steps,
            "seconds": round(self.seconds, 3),
        }
        if self.name:
            found["name"] = self.name
        if self.szs:
            found["szs"] = self.szs
        if self.verdict == "unknown":
            found["stuck"] = self.stuck
        if self.verdict == "unknown" or self.hint:
            found["hint"] = self.hint
        return found

    def to_json(self) -> str:
        """The certificate as text, one canonical line."""
        return json.dumps(self.certificate, sort_keys=True, separators=(",", ":")) + "\n"

    def save(self, path: str | Path) -> Path:
        """Write the certificate; the file appears whole or not at all."""
        from lemmata.service.files import write_whole

        return write_whole(Path(path), self.to_json())

    def to_text(self) -> str:
        """The proof or the witness for a terminal."""
        from lemmata.export.text import to_text

        if self.certificate is None:
            return self.explanation()
        if _is_database(self.certificate):
            from lemmata.sql.showing import witness_text

            return witness_text(self.witness or {}, self.hint)
        if _is_query_proof(self.certificate):
            return self._query_proof_text()
        names = [name for name, _ in self.variables] if self.verdict == "refuted" else ()
        return to_text(self.certificate, names=names)

    def _query_proof_text(self) -> str:
        from lemmata.sql.proving.showing import proof_text

        assert self.certificate is not None
        return proof_text(self.certificate, self.assumptions, self.trusted)

    def explanation(self) -> str:
        """Why the answer is unknown, in lines."""
        rows = [self.reason]
        if self.stuck:
            rows.append(f"stuck at: {self.stuck}")
        if self.hint:
            rows.append(f"would help: {self.hint}")
        return "\n".join(filter(None, rows))

    def to_html(self, directory: str | Path) -> Path:
        """Write the page of the proof or of the refutation into a folder."""
        from lemmata.checking import resolver
        from lemmata.export.html import write_html

        if self.certificate is None:
            raise ValueError(f"the answer is {self.verdict}: there is no certificate")
        if str(self.certificate.get("format")) in QUERY_FORMATS:
            return self._query_page(Path(directory))
        return write_html(self.certificate, Path(directory), resolve=resolver())

    def _query_page(self, directory: Path) -> Path:
        """The page of an answer about queries."""
        from lemmata.export.queries import write_page

        assert self.certificate is not None
        if _is_database(self.certificate):
            from lemmata.sql.page_data import refutation_data

            found = refutation_data(self.certificate, (self.witness or {}).get("conditions", ()))
        else:
            from lemmata.sql.derivation import proof_data

            found = proof_data(self.certificate, self.trusted)
        return write_page(found, self.certificate, directory)

    def to_coq(self) -> str:
        """The certificate as a Coq file of proof terms."""
        from lemmata.checking import load_cited
        from lemmata.export.coq import to_coq

        if self.certificate is None:
            raise ValueError(f"the answer is {self.verdict}: there is no certificate")
        _not_for_databases(self.certificate, "Coq file")
        return to_coq(self.certificate, load_cited)

    def to_lean(self) -> str:
        """The certificate as a Lean 4 file, which has not been run through Lean here."""
        from lemmata.checking import load_cited
        from lemmata.export.lean import to_lean

        if self.certificate is None:
            raise ValueError(f"the answer is {self.verdict}: there is no certificate")
        return to_lean(self.certificate, load_cited)

    def to_latex(self) -> str:
        """The proof or the witness as LaTeX, without a preamble."""
        from lemmata.export.latex import to_latex

        if self.certificate is None:
            raise ValueError(f"the answer is {self.verdict}: there is no certificate")
        _not_for_databases(self.certificate, "LaTeX form")
        return to_latex(self.certificate, standalone=False)

    def derivation(self) -> Derivation:
        """The steps of an equality that is proved."""
        from lemmata.export.derivation import derivation

        if self.certificate is None or self.verdict != "proved":
            raise ValueError(f"the answer is {self.verdict}: there is no derivation")
        return derivation(self.certificate)

    def _repr_html_(self) -> str:
        from lemmata.export.notebook import to_notebook

        return to_notebook(self)

    def _repr_latex_(self) -> str | None:
        from lemmata.export.notebook import to_formula

        return to_formula(self)

    def __bool__(self) -> bool:
        """Whether the statement is proved."""
        return self.verdict == "proved"

    def __str__(self) -> str:
        head = f"{self.verdict}: {self.goal}"
        body = self.to_text().rstrip("\n")
        return f"{head}\n{body}" if body else head


def _is_database(certificate: dict[str, Any]) -> bool:
    return str(certificate.get("format")).startswith("lemmata.database/")


def _is_query_proof(certificate: dict[str, Any]) -> bool:
    return str(certificate.get("format")).startswith("lemmata.sql-proof/")


def _not_for_databases(certificate: dict[str, Any], form: str) -> None:
    if _is_database(certificate):
        raise ValueError(f"a database that tells queries apart has no {form}")
    if _is_query_proof(certificate):
        raise ValueError(f"a proof that queries are equal has no {form}")


def summary_exit_code(verdicts: list[Verdict]) -> int:
    """1 if any is refuted, else 3 if any is unknown, else 0."""
    words = {v.verdict for v in verdicts}
    return 1 if "refuted" in words else 3 if "unknown" in words else 0


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
