"""A second checker for certificates, written from `proofs/FORMAT.md` alone.

It shares no code with `lemmata.kernel`. Its design differs on purpose: sorts, terms and clauses
are interned objects compared by identity, and nothing refers to the indices of the file once
the tables have been read.
"""

from __future__ import annotations

from collections.abc import Callable

from . import reading
from .certificate import Certificate
from .errors import Invalid
from .inference import Checked, Label, check_theorems
from .refutation import check_refutation

__all__ = ["Invalid", "Session", "check"]

Data = bytes | str | dict[str, object]
Resolver = Callable[[str], Data | None]


def check(data: Data, resolve: Resolver | None = None) -> dict[str, object]:
    """Check a certificate; raises `Invalid` for everything that is not valid."""
    return Session(resolve).check(data)


class Session:
    """Checks with all the certificates that are cited, each checked once."""

    def __init__(self, resolve: Resolver | None) -> None:
        self.resolve = resolve
        self.done: dict[str, tuple[Checked, set[str]]] = {}

    def check(self, data: Data) -> dict[str, object]:
        """Like the function `check`; what was found valid before is not checked again."""
        try:
            return self._run(data)
        except Invalid:
            raise
        except Exception as error:  # a checker that fails must reject
            raise Invalid(f"internal error: {type(error).__name__}: {error}") from error

    def _run(self, data: Data) -> dict[str, object]:
        certificate = Certificate(data)
        if certificate.kind == "refutation":
            statement = check_refutation(certificate)
            return {"kind": "refutation", "statement": statement, "steps": 0, "axioms": []}
        self._check_all(certificate)
        last = self.done[certificate.digest][0]
        axioms = last.axioms if last.strict is None else last.strict.axioms
        report: dict[str, object] = {
            "kind": "proof",
            "statement": last.statement,
            "steps": sum(checked.nodes for checked, _ in self.done.values()),
            "axioms": sorted(":".join(label) for label in axioms),
        }
        if last.strict is None:
            return report
        return report | {"strict": reading.digest(["strict", last.strict.statement])}

    def _check_all(self, certificate: Certificate) -> None:
        """Depth first through the citations, without recursion."""
        stack = [certificate]
        active = {certificate.digest}
        while stack:
            top = stack[-1]
            waiting = [d for d in _citations(top) if d not in self.done]
            if waiting:
                if waiting[0] in active:
                    raise Invalid("a certificate cites itself")
                stack.append(self._fetch(waiting[0]))
                active.add(waiting[0])
                continue
            try:
                checked = check_theorems(top, self._cited)
            except Invalid as error:
                if len(stack) > 1:
                    error.message = f"in the cited certificate {top.digest}: {error.message}"
                raise
            self.done[top.digest] = checked, set(top.declaration_digests)
            active.remove(top.digest)
            stack.pop()

    def _fetch(self, digest: str) -> Certificate:
        if self.resolve is None:
            raise Invalid("a citation cannot be resolved")
        try:
            data = self.resolve(digest)
        except Exception as error:
            raise Invalid("the resolver failed") from error
        if data is None:
            raise Invalid(f"certificate {digest} is not found")
        cited = Certificate(data)
        if cited.digest != digest:
            raise Invalid("the certificate found has another digest")
        if cited.kind != "proof":
            raise Invalid("the certificate found is not a proof")
        return cited

    def _cited(self, certificate: Certificate, digest: str, statement: str) -> frozenset[Label]:
        """Check what section 7 asks of a citation; the cited certificate is valid already."""
        checked, declarations = self.done[digest]
        if checked.statement != statement:
            raise Invalid("the cited certificate proves another statement")
        if not declarations <= set(certificate.declaration_digests):
            raise Invalid("a declaration of the cited certificate is missing")
        return checked.axioms


def _citations(certificate: Certificate) -> list[str]:
    theorems = reading.items(certificate.raw["theorems"])
    return [
        reading.hexadecimal(theorem["certificate"])
        for theorem in theorems
        if isinstance(theorem, dict) and "certificate" in theorem
    ]
