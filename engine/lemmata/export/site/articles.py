"""What the pages say about each law: names, links, and what it rests on through all it cites.

Laws of other theories, which certificates cite but the library does not hold, are articles too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from lemmata.errors import Diagnostic, InputError
from lemmata.export.definitions import anchors
from lemmata.export.frame import file_name
from lemmata.export.phrases import Phrases
from lemmata.export.site.needs import Needs, direct, together
from lemmata.kernel import Checker, Rejected, Report, digest
from lemmata.proof.decode import decode
from lemmata.proof.factgraph import Fact, Library, RefutedConjecture
from lemmata.proof.lawnames import law_name
from lemmata.proof.relinking import statement_key
from lemmata.terms.declarations import Clause

Json = dict[str, Any]
Resolver = Callable[[str], bytes | str | None]
RESERVED = ("index", "rules", "graph")
MOST = 200
"""How many refuted conjectures are shown."""


@dataclass(frozen=True, slots=True)
class Article:
    """A law with its page. `own` is what its proof needs itself, `all` what it needs through all it
    cites; `fact` is missing for a law of another theory. `uses` and `used_by` are identifiers.
    """

    identifier: str
    theory: str
    law: str
    file: str
    phrases: Phrases
    report: Report
    certificate: Json
    fact: Fact | None
    uses: tuple[str, ...]
    own: Needs
    all: Needs
    through: tuple[str, ...]
    used_by: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What a reader calls it."""
        return self.phrases.title(self.law, self.clause) if self.law else self.identifier

    @property
    def clause(self) -> Clause:
        """What it states."""
        return self.phrases.document.goal

    @property
    def statement(self) -> str:
        """The same as text."""
        return self.phrases.goal()

    @property
    def basis(self) -> bool:
        """Whether it is part of the basis from which the others follow."""
        return self.fact is not None and self.fact.basis

    def interest(self) -> tuple[int, ...]:
        """What sorts the most interesting laws first: those with a name, those of the basis, those
        without conditions, those that are used most, short ones.
        """
        size = sum(side.size for side in self.clause.terms())
        conditional = bool(self.clause.premises)
        return (not self.law, not self.basis, conditional, -len(self.used_by), size)


def shown_refuted(library: Library) -> list[RefutedConjecture]:
    """The smallest refuted conjectures, as many as are shown."""
    return sorted(library.refuted, key=lambda row: row.size)[:MOST]


def articles(library: Library, resolve: Resolver | None = None) -> list[Article]:
    """The articles of a library, facts in their order, then laws of other theories that they cite.

    Raises InputError if the kernel rejects a certificate or one that is cited cannot be found.
    """
    found = _Gathering(library, resolve).gather()
    users: dict[str, list[str]] = {a.identifier: [] for a in found}
    for article in found:
        for used in article.uses:
            users[used].append(article.identifier)
    pages = {d: a.file for a in found for d in _digests(a)}
    for article in found:
        article.phrases.pages = pages
        article.phrases.rules = "rules.html"
        article.phrases.anchors = anchors(article.phrases.document.declarations)
    return [replace(a, used_by=tuple(users[a.identifier])) for a in found]


def _digests(article: Article) -> Iterable[str]:
    """The digests by which the law is cited."""
    derivations = article.fact.derivations() if article.fact else ()
    return [article.report.certificate, *(d.digest for d in derivations)]


class _Gathering:
    """Reads and checks certificates, cited ones first."""

    def __init__(self, library: Library, resolve: Resolver | None) -> None:
        self.library, self.resolve = library, resolve
        self.facts = {d.digest: fact for fact in library.facts for d in fact.derivations()}
        self.checker = Checker(self._find)
        self.done: dict[str, Article] = {}
        self.names: dict[str, str] = {}
        self.files = {name.casefold() for name in RESERVED}
        self.taken = {fact.identifier for fact in library.facts}

    def _find(self, wanted: str) -> bytes | str | None:
        own = self.library.by_digest.get(wanted)
        if own is not None:
            return json.dumps(own)
        return self.resolve(wanted) if self.resolve else None

    def gather(self) -> list[Article]:
        """All articles."""
        for fact in self.library.facts:
            self._follow(fact.digest, fact.identifier, fact.certificate)
        for fact in self.library.facts:
            stated = self.done[fact.digest].report.statement
            for other in fact.alternatives:
                if self._check(other.certificate, fact.identifier).statement != stated:
                    reason = f"another derivation of {fact.identifier} proves something else"
                    raise InputError(Diagnostic(reason))
        for row in shown_refuted(self.library):
            report = self._check(row.certificate, row.identifier)
            goal = decode(row.certificate, known=self.library.theory.symbols).goal
            same = statement_key(row.clause) == statement_key(goal)
            if report.kind != "refutation" or not same:
                reason = f"the certificate of {row.identifier} refutes something else"
                raise InputError(Diagnostic(reason))
        own = {fact.identifier for fact in self.library.facts}
        by_name = {a.identifier: a for a in self.done.values()}
        others = [a for a in self.done.values() if a.identifier not in own]
        return [*(by_name[fact.identifier] for fact in self.library.facts), *others]

    def _follow(self, wanted: str, name: str, certificate: Json) -> None:
        """The article of a certificate, after those that it cites."""
        stack = [(wanted, name, certificate)]
        while stack:
            key, title, raw = stack[-1]
            todo = []
            for row in raw["theorems"]:
                cited = self._first(row["certificate"]) if "certificate" in row else ""
                if cited and cited not in self.done and key not in self.done:
                    todo.append((cited, *self._cited(cited, row["name"])))
            if todo:
                if len(stack) > len(self.facts) + 100_000:
                    raise InputError(Diagnostic("certificates cite each other in a circle"))
                stack += todo
                continue
            stack.pop()
            if key not in self.done:
                self.done[key] = self._article(key, title, raw)

    def _first(self, cited: str) -> str:
        """The digest of the first derivation of what is cited."""
        fact = self.facts.get(cited)
        return fact.digest if fact else cited

    def _cited(self, wanted: str, name: str) -> tuple[str, Json]:
        fact = self.facts.get(wanted)
        if fact:
            return fact.identifier, fact.certificate
        data = self._find(wanted)
        if data is None:
            raise InputError(Diagnostic(f"the cited certificate {wanted[:12]} was not found"))
        raw: Json = json.loads(data)
        return self.names.setdefault(wanted, self._fresh(name)), raw

    def _fresh(self, name: str) -> str:
        """A name that no other article has."""
        chosen, number = name, 1
        while chosen in self.taken:
            number += 1
            chosen = f"{name}_{number}"
        self.taken.add(chosen)
        return chosen

    def _check(self, certificate: Json, name: str) -> Report:
        try:
            return self.checker.check(json.dumps(certificate))
        except Rejected as problem:
            reason = f"the kernel rejects the certificate of {name}: {problem}"
            raise InputError(Diagnostic(reason)) from None

    def _article(self, key: str, name: str, raw: Json) -> Article:
        report = self._check(raw, name)
        if digest(raw) != key or report.kind != "proof":
            raise InputError(Diagnostic(f"the certificate of {name} is not the one that is cited"))
        theory, fact = self.library.theory, self.facts.get(key)
        phrases = Phrases(decode(raw, known=theory.symbols), theory.notation)
        document = phrases.document
        if fact and statement_key(fact.clause) != statement_key(document.goal):
            raise InputError(Diagnostic(f"the certificate of {name} states something else"))
        cited = [self._first(r["certificate"]) for r in raw["theorems"] if "certificate" in r]
        used = [self.done[c] for c in dict.fromkeys(cited)]
        own = direct(document)
        through = dict.fromkeys(i for a in used for i in (*a.through, a.identifier))
        return Article(
            name,
            self.library.theory.name if fact else name.rpartition(".")[0],
            (fact.name if fact else "") or law_name(document.goal, phrases.notation) or "",
            self._file(name),
            phrases,
            report,
            raw,
            fact,
            tuple(a.identifier for a in used),
            own,
            together([own, *(a.all for a in used)]),
            tuple(through),
        )

    def _file(self, name: str) -> str:
        """The file of a page; some systems do not tell upper from lower case."""
        chosen, number = file_name(name), 1
        while chosen.casefold() in self.files or chosen.casefold().startswith("theory-"):
            number += 1
            chosen = f"{file_name(name)}-{number}"
        self.files.add(chosen.casefold())
        return f"{chosen}.html"
