"""What `prove` and its relatives answer: a verdict with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lemmata.export.derivation import Derivation
    from lemmata.kernel import Report
    from lemmata.service.sql_checking import EqualityReport
    from lemmata.sql.replay import DatabaseReport

SCHEMA = "lemmata.verdict/1"
QUERIES = {
    "lemmata.database/1": "a database that tells queries apart",
    "lemmata.sql-proof/1": "a proof that queries are equal",
}
"""The formats of certificates about queries, and what these are."""


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

        return check(self._evidence())

    def _evidence(self, form: str = "") -> dict[str, Any]:
        """The certificate; raises ValueError if there is none, or none that has the form."""
        if self.certificate is None:
            raise ValueError(f"the answer is {self.verdict}: there is no certificate")
        if form and self._about_queries:
            raise ValueError(f"{self._about_queries} has no {form}")
        return self.certificate

    @property
    def _about_queries(self) -> str:
        """What the certificate is, if it is about queries."""
        return QUERIES.get(str((self.certificate or {}).get("format")), "")

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
        """The certificate as text, one canonical line; raises ValueError."""
        from lemmata.export.json import to_json

        return to_json(self._evidence())

    def save(self, path: str | Path) -> Path:
        """Write the certificate; the file appears whole or not at all."""
        from lemmata.service.files import write_whole

        return write_whole(Path(path), self.to_json())

    def to_text(self) -> str:
        """The proof or the witness for a terminal."""
        from lemmata.export.text import to_text

        if self.certificate is None:
            return self.explanation()
        if self._about_queries and self.verdict == "refuted":
            from lemmata.sql.showing import witness_text

            return witness_text(self.witness or {}, self.hint)
        if self._about_queries:
            from lemmata.sql.proving.showing import proof_text

            return proof_text(self.certificate, self.assumptions, self.trusted)
        names = [name for name, _ in self.variables] if self.verdict == "refuted" else ()
        return to_text(self.certificate, names=names)

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
        from lemmata.export.queries import page_data, write_page

        certificate = self._evidence()
        if self._about_queries:
            conditions = (self.witness or {}).get("conditions", ())
            found = page_data(certificate, self.trusted, conditions)
            return write_page(found, certificate, directory)
        return write_html(certificate, Path(directory), resolve=resolver())

    def to_coq(self) -> str:
        """The certificate as a Coq file of proof terms."""
        from lemmata.checking import load_cited
        from lemmata.export.coq import to_coq

        return to_coq(self._evidence("Coq file"), load_cited)

    def to_lean(self) -> str:
        """The certificate as a Lean 4 file, which has not been run through Lean here."""
        from lemmata.checking import load_cited
        from lemmata.export.lean import to_lean

        return to_lean(self._evidence("Lean file"), load_cited)

    def to_latex(self) -> str:
        """The proof or the witness as LaTeX, without a preamble."""
        from lemmata.export.latex import to_latex

        return to_latex(self._evidence("LaTeX form"), standalone=False)

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


def summary_exit_code(verdicts: list[Verdict]) -> int:
    """1 if any is refuted, else 3 if any is unknown, else 0."""
    words = {v.verdict for v in verdicts}
    return 1 if "refuted" in words else 3 if "unknown" in words else 0
