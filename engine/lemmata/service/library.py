"""The stored theorems of a theory as one library, each certificate citing those before it.

stored_library(theory("nat"))  ->  Library, as an exploration of the theory would give it
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from lemmata.kernel import Checker
from lemmata.proof.decode import decode
from lemmata.proof.derivations import Citing
from lemmata.proof.factgraph import Derivation, Fact, Library, with_users
from lemmata.proof.lawnames import law_name
from lemmata.proof.nodes import Proved, Stored, Theorem
from lemmata.service.store import resolve, stored
from lemmata.terms.declarations import Theory


def stored_library(theory: Theory) -> Library:
    """What is stored of a theory's theorems, in the order of its file."""
    texts: dict[str, str] = {}
    checker = Checker(lambda wanted: texts.get(wanted) or resolve(wanted))
    citing = Citing(theory.declarations, checker)
    imported: set[str] = set()
    facts = []
    for theorem in theory.theorems:
        certificate = stored(theory.name, theorem.name)
        if certificate is None:
            continue
        proofs = decode(certificate, known=theory.symbols).proofs
        proof = proofs[-1].theorem
        if not isinstance(proof, Theorem):
            continue
        _import(citing, (p.theorem for p in proofs), imported)
        derivation, report = citing.derive(proof)
        derivation = _sorted(derivation, imported)
        texts[derivation.digest] = json.dumps(derivation.certificate)
        citing.add(theorem.name, theorem.clause, derivation, report.statement)
        size = sum(side.size for side in theorem.clause.terms())
        name = law_name(theorem.clause, theory.notation) or ""
        facts.append(Fact(theorem.name, name, theorem.clause, derivation, size))
    return Library(theory, with_users(facts), complete=True)


def _import(citing: Citing, theorems: Iterable[Proved], imported: set[str]) -> None:
    """Let proofs cite the certificates of other theories that one of them cites already."""
    for theorem in theorems:
        if not isinstance(theorem, Stored) or citing.known(theorem.clause) is not None:
            continue
        origin = theorem.origin()
        text = resolve(origin.certificate)
        if text is not None:
            raw = json.loads(text)
            found = Derivation("", (), (), (), (), 0, origin.certificate, raw)
            citing.add(theorem.name, theorem.clause, found, origin.statement)
            imported.add(theorem.name)


def _sorted(derivation: Derivation, imported: set[str]) -> Derivation:
    """The derivation with what comes from other theories apart from the library's own facts."""
    own = tuple(name for name in derivation.uses if name not in imported)
    others = tuple(name for name in derivation.uses if name in imported)
    return replace(derivation, uses=own, imported=(*derivation.imported, *others))
