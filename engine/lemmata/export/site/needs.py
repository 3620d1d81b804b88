"""What a proof really needs: definitions, axioms, inductions and computations that its steps cite.

Only steps that the goal rests on count; a certificate may declare more than that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lemmata.proof.decode import Document
from lemmata.proof.dependencies import cited_laws, in_order, topological
from lemmata.proof.nodes import Instance, Law, Theorem
from lemmata.terms.term import Term

COMPUTED = {
    "eval": "arithmetic on literals",
    "ring": "ring normal forms",
    "field": "fractions of polynomials",
    "interval": "interval arithmetic",
    "bool": "truth tables",
}


@dataclass(frozen=True, slots=True)
class Needs:
    """Qualified names of functions, axioms as "group.assoc", names of datatypes that an induction
    is on, and rules that compute; each in order of first use.
    """

    definitions: tuple[str, ...] = ()
    axioms: tuple[str, ...] = ()
    inductions: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()


def direct(document: Document) -> Needs:
    """What the steps of a document need themselves."""
    definitions: dict[str, None] = {}
    axioms: dict[str, None] = {}
    inductions: dict[str, None] = {}
    computed: dict[str, None] = {}

    def note(laws: Iterable[Law]) -> None:
        for law in laws:
            if law.kind == "case":
                definitions.setdefault(law.name)
            elif law.kind == "axiom":
                axioms.setdefault(f"{law.owner}.{law.name}")

    for theorem in in_order(document.proofs[-1].theorem):
        if isinstance(theorem, Instance):
            given = (by.source for by in theorem.axioms.values())
            note(law for law in given if isinstance(law, Law))
        for node in topological(theorem.root) if isinstance(theorem, Theorem) else ():
            note(cited_laws(node))
            if node.rule in COMPUTED:
                computed.setdefault(node.rule)
            if node.rule == "induction":
                variables = node.detail["variables"]
                assert isinstance(variables, tuple)
                for v in variables:
                    assert isinstance(v, Term)
                    inductions.setdefault(v.sort.name)
    return Needs(tuple(definitions), tuple(axioms), tuple(inductions), tuple(computed))


def together(parts: Iterable[Needs]) -> Needs:
    """All needs of some proofs."""
    found = list(parts)
    return Needs(
        tuple(dict.fromkeys(name for n in found for name in n.definitions)),
        tuple(dict.fromkeys(name for n in found for name in n.axioms)),
        tuple(dict.fromkeys(name for n in found for name in n.inductions)),
        tuple(dict.fromkeys(name for n in found for name in n.computed)),
    )
