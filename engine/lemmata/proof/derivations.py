"""From a proof to a derivation: what it cites, how it goes, and its certificate.

`Citing` knows the facts that are there so far. A law in a proof that states what a fact states is
that fact, wherever its own proof came from, and the certificate cites it by digest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from lemmata.kernel import Checker, Report
from lemmata.proof.dependencies import cited_laws, premises, topological
from lemmata.proof.encode import encode
from lemmata.proof.factgraph import Derivation, Json
from lemmata.proof.nodes import Instance, Law, Origin, Stored, Theorem
from lemmata.proof.relinking import Key, relink, statement_key
from lemmata.terms.declarations import Clause, Declaration
from lemmata.terms.term import Term

METHODS = {"induction": "induction on", "split": "cases of", "cases": "cases of"}


class Citing:
    """Makes derivations; `checker` has accepted the certificate of every fact that is cited."""

    def __init__(self, declarations: Sequence[Declaration], checker: Checker) -> None:
        self.declarations, self.checker = declarations, checker
        self.laws: dict[Key, tuple[str, Law]] = {}
        self.names: dict[str, str] = {}

    def known(self, clause: Clause) -> str | None:
        """The identifier of the fact that a clause states, None if there is none."""
        found = self.laws.get(statement_key(clause))
        return found[0] if found else None

    def add(self, identifier: str, clause: Clause, derivation: Derivation, statement: str) -> None:
        """From now on proofs cite this fact; `statement` is its digest."""
        declared = declared_names(derivation.certificate)
        origin = Origin(statement, derivation.digest, declared)
        proof = Stored(identifier, clause, lambda: origin)
        law = Law("theorem", identifier, 0, clause, "", proof)
        self.laws[statement_key(clause)] = identifier, law
        self.names[derivation.digest] = identifier

    def derive(self, theorem: Theorem, whole: bool = False) -> tuple[Derivation, Report]:
        """The derivation that a proof is, accepted by the kernel; raises Rejected.

        With `whole`, lemmas that are proved inside of it stay there, even where they are facts: the
        proof rests on no other facts than those that it was given.
        """
        own = statement_key(theorem.clause)

        def chosen(law: Law) -> Law:
            if whole and isinstance(law.proof, Theorem):
                return law
            key = statement_key(law.clause) if law.kind == "theorem" else None
            return self.laws[key][1] if key in self.laws and key != own else law

        linked = relink(theorem, chosen)
        certificate = encode(linked, self.declarations)
        report = self.checker.check(json.dumps(certificate))
        return self.described(linked, certificate, report), report

    def described(self, linked: Theorem, certificate: Json, report: Report) -> Derivation:
        """What there is to say of an accepted proof that cites facts by digest."""
        laws = list(dict.fromkeys(all_laws(linked)))
        uses: dict[str, None] = {}
        imported: dict[str, None] = {}
        for law in laws:
            if isinstance(law.proof, Stored):
                name = self.names.get(law.proof.origin().certificate)
                (imported if name is None else uses).setdefault(name or law.proof.name)
            elif isinstance(law.proof, Instance):
                imported.setdefault(law.proof.name)
        return Derivation(
            rule=method(linked),
            uses=tuple(uses),
            definitions=tuple(dict.fromkeys(law.name for law in laws if law.kind == "case")),
            axioms=tuple(
                dict.fromkeys(f"{law.owner}.{law.name}" for law in laws if law.kind == "axiom")
            ),
            imported=tuple(imported),
            steps=report.steps,
            digest=report.certificate,
            certificate=certificate,
        )


def all_laws(theorem: Theorem) -> Iterator[Law]:
    """The laws that a proof and those inside of it cite, each theorem visited once."""
    seen, stack = {id(theorem)}, [theorem]
    while stack:
        for node in topological(stack.pop().root):
            for law in cited_laws(node):
                yield law
                if isinstance(law.proof, Instance):
                    inner = [by.source for by in law.proof.axioms.values()]
                    yield from (source for source in inner if isinstance(source, Law))
                if isinstance(law.proof, Theorem) and id(law.proof) not in seen:
                    seen.add(id(law.proof))
                    stack.append(law.proof)


def method(theorem: Theorem) -> str:
    """The method of a proof: its outermost induction or distinction of cases, else rewriting."""
    level, seen = [theorem.root], {theorem.root}
    while level:
        for node in level:
            if node.rule in METHODS:
                subject = node.detail.get("variables") or (
                    node.detail.get("variable") or node.detail.get("term"),
                )
                assert isinstance(subject, tuple)
                return f"{METHODS[node.rule]} {', '.join(map(_shown, subject))}"
        level = list(dict.fromkeys(p for n in level for p in premises(n) if p not in seen))
        seen.update(level)
    rules = {node.rule for node in topological(theorem.root)}
    return next((rule for rule in ("ring", "field", "bool") if rule in rules), "rewriting")


def _shown(term: object) -> str:
    assert isinstance(term, Term)
    return str(term)


def declared_names(certificate: Json) -> frozenset[str]:
    """The names of everything that a certificate declares."""
    rows = certificate["declarations"]
    return frozenset(member["name"] for row in rows for member in row.get("group", [row]))
