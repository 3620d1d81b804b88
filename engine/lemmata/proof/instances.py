"""What a model of a structure gives: the theorems about the structure, as laws of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lemmata.proof.dependencies import declared_clauses, declared_symbols, needed
from lemmata.proof.nodes import Citation, Law
from lemmata.proof.nodes import Instance as Proof
from lemmata.terms.declarations import Clause, DatatypeGroup, Declaration, Structure
from lemmata.terms.interpretation import Instance


def instance_laws(
    instance: Instance,
    theorems: Iterable[Law],
    proofs: Mapping[str, Law],
    declarations: Sequence[Declaration],
    theory: str,
) -> list[Law]:
    """The theorems in the model, named as in `add_group.inv_mul`, as laws of a theory.

    `theorems` are those of the structure's theory, `proofs` the proved obligations by name.
    """
    cited = {
        (instance.structure.name, axiom): Citation(proofs[theorem.name], theorem.clause.types)
        for axiom, theorem in instance.obligations
    }
    found = []
    for law in theorems:
        if law.proof is None or not translatable(law.clause, instance.structure, declarations):
            continue
        name, clause = f"{instance.name}.{law.name}", instance.model.clause(law.clause)
        proof = Proof(name, clause, law.proof, instance.model, cited)
        found.append(Law("theorem", name, 0, clause, theory, proof))
    return found


def translatable(clause: Clause, structure: Structure, declarations: Sequence[Declaration]) -> bool:
    """Whether nothing in a clause is built on the structure, which a model gives no meaning."""
    for declaration in needed(declarations, [clause]):
        sorts = [
            sort
            for symbol in declared_symbols(declaration)
            for sort in (*symbol.arguments, symbol.result)
            if not (isinstance(declaration, DatatypeGroup) and sort is symbol.result)
        ]
        below = needed(declarations, declared_clauses(declaration), sorts)
        if declaration is not structure and structure in below:
            return False
    return True
