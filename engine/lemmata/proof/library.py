"""A library as text, and back: a file is believed only as far as its certificates go.

    written(library, settings) -> str              the same bytes for the same library
    Reader(theory, settings, find).read(text) -> Library

On reading, the kernel checks every certificate again. What a fact states comes from its own one,
whose declarations must be those of the theory; a file that says otherwise anywhere is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, NoReturn

from lemmata import __version__
from lemmata.errors import Diagnostic, InputError
from lemmata.kernel import Checker, Rejected, Report, declarations, digest
from lemmata.kernel.digests import Digests
from lemmata.language import show_clause
from lemmata.proof.decode import Document, decode
from lemmata.proof.derivations import Citing
from lemmata.proof.encode import encode_theory
from lemmata.proof.factgraph import (
    Derivation,
    Fact,
    Json,
    Library,
    OpenConjecture,
    RefutedConjecture,
    with_users,
)
from lemmata.proof.nodes import Theorem
from lemmata.proof.relinking import statement_key
from lemmata.proof.statements import Statements, read_statements
from lemmata.proof.witness import evaluate
from lemmata.terms.declarations import Clause, Theory

SCHEMA = "lemmata.library/1"
Find = Callable[[str], "bytes | str | None"]


@dataclass(frozen=True)
class Settings:
    """What a library depends on beside its theory: `limits` are the counts that bound it."""

    seed: int = 0
    only: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)


def definitions_digest(theory: Theory) -> str:
    """One digest of all that a theory declares; comments and theorems do not change it."""
    return digest(sorted(declarations(encode_theory(theory.declarations))))


def written(library: Library, settings: Settings) -> str:
    """The text of a library file."""
    theory, statements = library.theory, Statements(library.theory)
    raw = {
        "schema": SCHEMA,
        "engine": __version__,
        "theory": theory.name,
        "definitions": definitions_digest(theory),
        "seed": settings.seed,
        "only": list(settings.only),
        "limits": dict(settings.limits),
        "complete": library.complete,
        "conjectured": library.conjectured,
        "facts": [_fact(f, theory) for f in library.facts],
        "open": [_open(c, theory, statements) for c in library.open],
        "refuted": [_refuted(c, theory) for c in library.refuted],
        "tables": statements.tables(),
    }
    return json.dumps(raw, sort_keys=True, separators=(",", ":")) + "\n"


def _fact(fact: Fact, theory: Theory) -> Json:
    return {
        "identifier": fact.identifier,
        "name": fact.name,
        "statement": show_clause(fact.clause, theory.notation),
        "size": fact.size,
        "by_rewriting": fact.by_rewriting,
        "tries": fact.tries,
        "basis": fact.basis,
        "follows_from": list(fact.follows_from),
        "certificates": [d.certificate for d in fact.derivations()],
    }


def _open(conjecture: OpenConjecture, theory: Theory, statements: Statements) -> Json:
    hint = conjecture.hint
    return {
        "identifier": conjecture.identifier,
        "name": conjecture.name,
        "statement": show_clause(conjecture.clause, theory.notation),
        "states": statements.row(conjecture.clause),
        "reason": conjecture.reason,
        "hint": None if hint is None else statements.row(hint),
        "size": conjecture.size,
        "tries": conjecture.tries,
    }


def _refuted(conjecture: RefutedConjecture, theory: Theory) -> Json:
    return {
        "identifier": conjecture.identifier,
        "name": conjecture.name,
        "statement": show_clause(conjecture.clause, theory.notation),
        "variables": [str(v.head) for v in conjecture.clause.variables],
        "size": conjecture.size,
        "certificate": conjecture.certificate,
    }


class Reader:
    """Reads library files of one theory and one set of settings; `find` knows other certificates.

    Without settings those of the file will do. All trouble is an InputError that names `place`,
    the file.
    """

    def __init__(self, theory: Theory, settings: Settings | None, find: Find, place: str) -> None:
        self.theory, self.settings, self.place = theory, settings, place
        self.declared = frozenset(declarations(encode_theory(theory.declarations)))
        self.known = theory.symbols
        self.near: dict[str, str] = {}
        self.checker = Checker(lambda wanted: self.near.get(wanted) or find(wanted))
        self.citing = Citing(theory.declarations, self.checker)

    def read(self, text: str) -> Library:
        """The library of a text."""
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            self._refuse("it is not JSON; it may have been cut off")
        if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
            self._refuse(f"it is not a {SCHEMA} file")
        self._fits(raw)
        try:
            return self._library(raw)
        except Rejected as problem:
            self._refuse(f"the kernel rejects a certificate in it ({problem})")
        except InputError as problem:
            self._refuse(problem.diagnostics[0].message)
        except (AttributeError, LookupError, TypeError, ValueError, AssertionError) as problem:
            self._refuse(f"it is damaged ({type(problem).__name__}: {str(problem)[:200]})")

    def _refuse(self, reason: str) -> NoReturn:
        hint = "give another path to --library to begin a new one"
        raise InputError(
            Diagnostic(f"the library {self.place} cannot be used: {reason}", hint=hint)
        )

    def _fits(self, raw: Json) -> None:
        """Refuse a library of something else."""
        wanted: list[tuple[str, str, object]] = [
            ("theory", "it is of the theory", self.theory.name),
            ("definitions", "its definitions have the digest", digest(sorted(self.declared))),
        ]
        if self.settings is not None:
            wanted += [
                ("seed", "it was made with seed", self.settings.seed),
                ("only", "it is about", list(self.settings.only)),
                ("limits", "it was made with the limits", dict(self.settings.limits)),
            ]
        for key, name, mine in wanted:
            theirs = raw.get(key)
            if theirs != mine:
                self._refuse(f"{name} {_said(theirs)}, not {_said(mine)}")

    def _library(self, raw: Json) -> Library:
        for row in raw["facts"]:
            for certificate in row["certificates"]:
                self.near[digest(certificate)] = json.dumps(certificate)
        facts = [self._first(row) for row in raw["facts"]]
        facts = [self._rest(f, row) for f, row in zip(facts, raw["facts"], strict=True)]
        circle = TopologicalSorter({f.identifier: f.follows_from for f in facts})
        try:
            circle.prepare()
        except CycleError:
            raise ValueError("laws follow from each other in a circle") from None
        complete, conjectured, tables = raw["complete"], raw["conjectured"], raw["tables"]
        if not set(declarations(tables)) == self.declared:
            raise ValueError("its tables declare something else than the theory")
        if not isinstance(complete, bool) or not isinstance(conjectured, int):
            raise ValueError("complete or conjectured")
        return Library(
            self.theory,
            with_users(facts),
            tuple(self._open(raw["open"], tables)),
            tuple(map(self._refuted, raw["refuted"])),
            complete,
            _number(raw["seed"]),
            conjectured,
        )

    def _accepted(self, certificate: Json, kind: str) -> Report:
        """The kernel's report on a certificate about this theory."""
        report = self.checker.check(json.dumps(certificate))
        if report.kind != kind:
            raise ValueError(f"a {report.kind} where a {kind} should be")
        digests = Digests(certificate)
        declared = {digests.declaration(i) for i in range(len(certificate["declarations"]))}
        if not declared <= self.declared:
            raise ValueError("a certificate declares something else than the theory")
        return report

    def _derivation(self, certificate: Json) -> tuple[Theorem, Derivation, Report]:
        report = self._accepted(certificate, "proof")
        theorem = decode(certificate, known=self.known).proofs[-1].theorem
        if not isinstance(theorem, Theorem):
            raise ValueError("a certificate that ends without a proof")
        return theorem, self.citing.described(theorem, certificate, report), report

    def _first(self, row: Json) -> Fact:
        """A fact with its first derivation."""
        first = row["certificates"][0]
        theorem, derivation, report = self._derivation(first)
        clause, identifier = theorem.clause, _text(row["identifier"])
        self._says(row, clause)
        if self.citing.known(clause) or theorem.name != identifier:
            raise ValueError(f"the fact {identifier} stands twice or under another name")
        self.citing.add(identifier, clause, derivation, report.statement)
        numbers = [_number(row[key]) for key in ("size", "tries")]
        named = _text(row["name"])
        by_rewriting = row["by_rewriting"] is True
        return Fact(identifier, named, clause, derivation, numbers[0], by_rewriting, numbers[1])

    def _rest(self, fact: Fact, row: Json) -> Fact:
        """The fact with its other derivations, once all facts are known."""
        others = []
        for certificate in row["certificates"][1:]:
            theorem, derivation, _ = self._derivation(certificate)
            if statement_key(theorem.clause) != statement_key(fact.clause):
                raise ValueError(f"a derivation of {fact.identifier} proves something else")
            others.append(derivation)
        follows = tuple(map(_text, row["follows_from"]))
        basis = row["basis"] is True
        if not basis and all(set(d.uses) != set(follows) for d in (fact.derivation, *others)):
            raise ValueError(f"nothing shows that {fact.identifier} follows from others")
        return replace(fact, alternatives=tuple(others), basis=basis, follows_from=follows)

    def _says(self, row: Json, clause: Clause) -> None:
        shown = show_clause(clause, self.theory.notation)
        if row["statement"] != shown:
            raise ValueError(f"it says {row['statement']} where the certificate says {shown}")

    def _open(self, rows: Sequence[Json], tables: Json) -> Iterator[OpenConjecture]:
        stated = [row["states"] for row in rows]
        hinted = [row["hint"] for row in rows if row["hint"] is not None]
        clauses = read_statements(tables, [*stated, *hinted], self.theory)
        hints = iter(clauses[len(rows) :])
        for row, clause in zip(rows, clauses, strict=False):
            self._says(row, clause)
            yield OpenConjecture(
                _text(row["identifier"]),
                _text(row["name"]),
                clause,
                _text(row["reason"]),
                None if row["hint"] is None else next(hints),
                _number(row["size"]),
                _number(row["tries"]),
            )

    def _refuted(self, row: Json) -> RefutedConjecture:
        certificate = row["certificate"]
        self._accepted(certificate, "refutation")
        names = tuple(map(_text, row["variables"]))
        document = decode(certificate, names, self.known)
        self._says(row, document.goal)
        return refuted_conjecture(
            _text(row["identifier"]), _text(row["name"]), document, _number(row["size"])
        )


def refuted_conjecture(
    identifier: str, name: str, document: Document, size: int
) -> RefutedConjecture:
    """A refuted conjecture, with its values as the kernel computes them."""
    values = tuple(value for _, value in evaluate(document).values)
    return RefutedConjecture(identifier, name, document.goal, document.certificate, values, size)


def _text(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str):
        raise ValueError(f"not a text: {str(value)[:40]}")
    return value


def _number(value: Any) -> int:  # noqa: ANN401
    if value.__class__ is not int:
        raise ValueError(f"not a number: {str(value)[:40]}")
    return int(value)


def _said(value: object) -> str:
    """A setting in a message."""
    if isinstance(value, str) and len(value) == 64:
        return value[:12]
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in sorted(value.items())) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "all functions"
    return str(value)[:60]
