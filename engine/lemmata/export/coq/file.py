"""A whole certificate as a Coq file.

Certificates that are cited come first, each once. They share the declarations of the citing one,
by the rules of the format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lemmata.export.coq.below import Induction
from lemmata.export.coq.declarations import emit_declaration
from lemmata.export.coq.errors import Unsupported
from lemmata.export.coq.sequents import Sequents
from lemmata.export.coq.steps import EQUALITY
from lemmata.export.coq.syntax import Syntax, commented, statement
from lemmata.export.coq.tables import Tables
from lemmata.export.coq.theorems import Theorems, signature
from lemmata.export.coq.world import Premise, World

Resolve = Callable[[str], Mapping[str, Any]]


def to_coq(certificate: Mapping[str, Any], resolve: Resolve | None = None) -> str:
    """Return the Coq file of a valid certificate of kind proof.

    `resolve` finds a cited certificate by its digest. Raises Unsupported for what has no
    translation, such as Rational arithmetic.
    """
    if certificate.get("kind") != "proof":
        raise Unsupported("refutations")
    return _File(resolve).write(certificate)


class _File:
    """The file under construction; `done` holds the theorem of each certificate written so far."""

    def __init__(self, resolve: Resolve | None) -> None:
        self.world = World()
        self.induction = Induction(self.world)
        self.done: dict[str, Premise] = {}
        self.resolve = resolve

    def write(self, certificate: Mapping[str, Any]) -> str:
        """Return the text of the file."""
        tables = Tables(certificate, self.world.result)
        syntax = Syntax(self.world, tables)
        self.world.emit(EQUALITY)
        for declaration in certificate["declarations"]:
            emit_declaration(self.world, syntax, declaration)
        for digest, cited in self._cited(certificate):
            self._theorems(cited, digest)
        premise = self._theorems(certificate, "")
        last = certificate["theorems"][-1]
        names = {i: f"x{i}" for i in range(len(tables.clauses[last["clause"]].bound))}
        for i, variable in enumerate(last["variables"]):
            names[i] = tables.terms[variable][1]
        shown = f"{signature(last['types'])}{statement(tables, last['clause'], names)}"
        head = commented(f"Lemmata: {last['name']}\n   {shown}")
        end = f"Print Assumptions {premise.text}."
        return "\n\n".join([head, *self.world.chunks, end]) + "\n"

    def _cited(self, certificate: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the certificates cited directly or through others, each behind those it cites."""
        order: dict[str, Mapping[str, Any]] = {}
        found: dict[str, Mapping[str, Any]] = {}
        stack: list[tuple[str, bool]] = [(d, False) for d in reversed(_digests(certificate))]
        while stack:
            digest, ready = stack.pop()
            if ready:
                order[digest] = found[digest]
            elif digest not in found:
                if self.resolve is None:
                    raise Unsupported("citations without a way to find certificates")
                found[digest] = self.resolve(digest)
                stack.append((digest, True))
                stack.extend((d, False) for d in reversed(_digests(found[digest])))
        return list(order.items())

    def _theorems(self, certificate: Mapping[str, Any], digest: str) -> Premise:
        """Write the theorems of a certificate and return the last one."""
        syntax = Syntax(self.world, Tables(certificate, self.world.result))
        premises: list[Premise] = []
        writer = Theorems(Sequents(syntax, self.induction), certificate, premises)
        for i, theorem in enumerate(certificate["theorems"]):
            if "instance" in theorem:
                raise Unsupported("instances of structures")
            if "nodes" in theorem:
                writer.emit(theorem, (digest, i))
            else:
                premises.append(self.done[theorem["certificate"]])
        self.done[digest] = premises[-1]
        return premises[-1]


def _digests(certificate: Mapping[str, Any]) -> list[str]:
    return [t["certificate"] for t in certificate["theorems"] if "certificate" in t]
