"""Questions about expressions: texts or SymPy objects become terms, laws are made ready.

Outside use: `ask` reads expressions and assumptions, `library` has what may be cited.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lemmata.language.expression import Vocabulary
    from lemmata.proof.nodes import Law
    from lemmata.search.simplify.library import Library
    from lemmata.terms.declarations import Declaration, Theory
    from lemmata.terms.sorts import Sort
    from lemmata.terms.symbols import Symbol
    from lemmata.terms.term import Term

PACKS = ("field", "powers", "exponential", "trigonometry", "hyperbolic", "absolute", "boolean")
KINDS = ("real", "integer", "bool")


@dataclass(frozen=True)
class Question:
    """Expressions about the same variables, with assumptions (Bool terms)."""

    terms: tuple[Term, ...]
    assumptions: tuple[Term, ...]
    variables: tuple[Term, ...]
    unknown: tuple[Symbol, ...]
    notices: tuple[str, ...] = ()

    def declarations(self) -> tuple[Declaration, ...]:
        """The library's declarations, and the uninterpreted functions as a structure."""
        from lemmata.terms.declarations import Structure

        known = library().declarations
        return (*known, Structure("unknown", (), self.unknown, ())) if self.unknown else known


def ask(
    expressions: Sequence[Any],
    assume: Sequence[Any] = (),
    variables: Mapping[str, str] | None = None,
) -> Question:
    """Read expressions and assumptions, each a text or a SymPy object; raises InputError.

    `variables` says of names what they are: "real" (the default), "integer" or "bool".
    """
    from lemmata.language.expression import parse_problem

    texts, given, kinds = list(expressions), list(assume), dict(variables or {})
    sorts = _sorts(kinds)
    if not all(isinstance(t, str) for t in (*texts, *given)):
        return _from_objects(texts, given, kinds, sorts)
    extra = [f"integer({name})" for name, kind in kinds.items() if kind == "integer"]
    found = parse_problem(texts, [*given, *extra], vocabulary(), sorts, same_sort=True)
    return Question(
        found.expressions, found.conditions, found.variables, found.unknown, found.notices
    )


def _sorts(kinds: Mapping[str, str]) -> dict[str, Sort]:
    from lemmata.errors import Source
    from lemmata.terms.sorts import BOOL, REAL

    for name, kind in kinds.items():
        if kind not in KINDS:
            missing = "complex numbers are not supported yet"
            problem = missing if kind == "complex" else f"there is no kind of variable {kind!r}"
            text = f"{name}: {kind}"
            start = len(name) + 2
            raise Source("variable", text).error(problem, start, len(text), expected=KINDS)
    return {name: BOOL if kind == "bool" else REAL for name, kind in kinds.items()}


def _from_objects(
    texts: Sequence[Any], given: Sequence[Any], kinds: Mapping[str, str], sorts: Mapping[str, Sort]
) -> Question:
    """SymPy objects, maybe mixed with texts."""
    from lemmata.language.expression import from_sympy, parse_expression_text

    known = vocabulary()
    rows = [
        parse_expression_text(t, known, sorts) if isinstance(t, str) else from_sympy(t, known)
        for t in (*texts, *given)
    ]
    extra = [f"integer({name})" for name, kind in kinds.items() if kind == "integer"]
    rows += [parse_expression_text(t, known, sorts) for t in extra]
    inner = [a for row in rows for a in row.assumptions]
    return Question(
        tuple(r.term for r in rows[: len(texts)]),
        tuple(dict.fromkeys([*(r.term for r in rows[len(texts) :]), *inner])),
        tuple(dict.fromkeys(v for r in rows for v in r.variables)),
        tuple(dict.fromkeys(s for r in rows for s in r.unknown)),
        tuple(dict.fromkeys(n for r in rows for n in r.notices)),
    )


@cache
def packs() -> tuple[Theory, ...]:
    """The rule packs for real and Boolean expressions, with the theories that they import."""
    from pathlib import Path

    from lemmata.data import folder
    from lemmata.theories import theory

    place = Path(str(folder("rules")))
    return tuple(theory(place / f"{name}.lem") for name in PACKS)


@cache
def vocabulary() -> Vocabulary:
    """The functions that an expression may name."""
    from lemmata.language.expr.vocabulary import vocabulary_of_symbols

    return vocabulary_of_symbols(library().functions)


COMPILED = "library.json"


@cache
def library() -> Library:
    """The certified laws of the packs, and the definitions and axioms below them.

    Read from the compiled file where it belongs to the sources as they are.
    """
    from lemmata.data import text
    from lemmata.search.simplify.compiled import unpack

    try:
        raw = json.loads(text("rules", COMPILED))
    except (FileNotFoundError, ValueError):
        raw = {}
    if raw.get("sources") == sources():
        return unpack(raw)
    from lemmata.search.simplify.library import Library

    return Library.of(packs(), stored())


def stored() -> list[Law]:
    """The certified theorems that the packs may cite."""
    from lemmata.proving import stored_laws

    return list({(law.owner, law.name): law for t in packs() for law in stored_laws(t)}.values())


def sources() -> str:
    """A hash of the texts that the library comes from."""
    from hashlib import sha256

    from lemmata.data import folder

    found = sha256()
    for kind in ("proofs", "rules"):
        files = [f for f in folder(kind).iterdir() if f.name.endswith(".lem")]
        for file in sorted(files, key=lambda f: f.name):
            found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()
