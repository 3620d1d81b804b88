"""The stored theorems of a theory as one library, each certificate citing those before it.

stored_library(theory("nat"))  ->  Library, as an exploration of the theory would give it
"""

from __future__ import annotations

import json

from lemmata.kernel import Checker
from lemmata.proof.decode import decode
from lemmata.proof.derivations import Citing
from lemmata.proof.factgraph import Fact, Library, with_users
from lemmata.proof.lawnames import law_name
from lemmata.proof.nodes import Theorem
from lemmata.service.store import resolve, stored
from lemmata.terms.declarations import Theory


def stored_library(theory: Theory) -> Library:
    """What is stored of a theory's theorems, in the order of its file."""
    texts: dict[str, str] = {}
    checker = Checker(lambda wanted: texts.get(wanted) or resolve(wanted))
    citing = Citing(theory.declarations, checker)
    facts = []
    for theorem in theory.theorems:
        certificate = stored(theory.name, theorem.name)
        if certificate is None:
            continue
        proof = decode(certificate, known=theory.symbols).proofs[-1].theorem
        if not isinstance(proof, Theorem):
            continue
        derivation, report = citing.derive(proof)
        texts[derivation.digest] = json.dumps(derivation.certificate)
        citing.add(theorem.name, theorem.clause, derivation, report.statement)
        size = sum(side.size for side in theorem.clause.terms())
        name = law_name(theorem.clause, theory.notation) or ""
        facts.append(Fact(theorem.name, name, theorem.clause, derivation, size))
    return Library(theory, with_users(facts), complete=True)
