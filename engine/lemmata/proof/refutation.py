"""Writing a counterexample as the JSON of proofs/FORMAT.md section 8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lemmata.proof.dependencies import needed
from lemmata.proof.encode import FORMAT
from lemmata.proof.tables import Json, Tables
from lemmata.terms.declarations import Clause, Declaration
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Element:
    """The k-th element of an abstract sort."""

    k: int


@dataclass(frozen=True, slots=True)
class FunctionTable:
    """A finite function."""

    rows: tuple[tuple[ModelValue, ModelValue], ...]
    default: ModelValue


ModelValue = Term | Element | FunctionTable


@dataclass(frozen=True, slots=True)
class Model:
    """Where a statement fails: sorts for its type variables, values for its variables.

    For abstract structures also the sizes of the sorts and the tables of the symbols, results in
    lexicographic order of the arguments.
    """

    types: Mapping[Sort, Sort]
    values: Sequence[ModelValue]
    sizes: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, Sequence[ModelValue]] = field(default_factory=dict)


def encode_refutation(
    clause: Clause, declarations: Sequence[Declaration], model: Model, whole: bool = False
) -> Json:
    """The certificate that `model` falsifies `clause`.

    It declares what the clause depends on; with `whole`, all of `declarations`.
    """
    tables = Tables()
    used = declarations
    if not whole:
        used = needed(declarations, [clause], list(model.types.values()))
    declared = [tables.declaration(d) for d in used]
    number = tables.clause(clause)
    return {
        "format": FORMAT,
        "kind": "refutation",
        "declarations": declared,
        "statement": {"types": [t.name for t in clause.types], "clause": number},
        "model": {
            "types": {t.name: tables.sort(model.types[t]) for t in clause.types},
            "sorts": dict(model.sizes),
            "symbols": {s: [_value(tables, v) for v in row] for s, row in model.tables.items()},
            "values": [_value(tables, v) for v in model.values],
        },
        "sorts": tables.sorts,
        "terms": tables.terms,
        "clauses": tables.clauses,
    }


def _value(tables: Tables, value: ModelValue) -> Json:
    if isinstance(value, Term):
        return {"term": tables.term(value)}
    if isinstance(value, Element):
        return {"element": value.k}
    rows = [[_value(tables, a), _value(tables, r)] for a, r in value.rows]
    return {"table": rows, "default": _value(tables, value.default)}
