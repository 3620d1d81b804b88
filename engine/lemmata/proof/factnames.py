"""Names for what an exploration finds: one for readers, and an identifier that can be typed.

    commutativity of +      add_comm       a law with a common name
    add_cancel              add_cancel     a theorem that the theory itself states keeps its name
    rev(append(xs, ys)) …   rev_append     else the functions in the order in which they stand

Names are made unique by numbers, in the order in which they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lemmata.proof.lawnames import law_name
from lemmata.proof.relinking import Key, statement_key
from lemmata.terms.declarations import Clause, Notation, Theory
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

WORDS = {
    "+": "add",
    "*": "mul",
    "-": "sub",
    "/": "div",
    "^": "pow",
    "<=": "le",
    "<": "lt",
    ">=": "ge",
    ">": "gt",
    "/\\": "meet",
    "\\/": "join",
    "++": "append",
    "@": "apply",
    "neg": "neg",
    "eq": "eq",
}
"""How operators are called in identifiers."""

SHORT = {
    "reflexivity": "refl",
    "irreflexivity": "irrefl",
    "totality": "total",
    "transitivity": "trans",
    "antisymmetry": "antisym",
    "asymmetry": "asym",
    "symmetry": "sym",
    "monotonicity": "mono",
    "commutativity": "comm",
    "associativity": "assoc",
    "left commutativity": "left_comm",
    "right commutativity": "right_comm",
    "idempotence": "idem",
    "injectivity": "inj",
    "absorption": "absorb",
    "distributivity": "distrib",
    "right distributivity": "distrib_right",
}
"""Laws "… of f": what stands behind the name of f in an identifier."""

LONGEST = 40


class Namer:
    """Gives names within one library."""

    def __init__(self, theory: Theory) -> None:
        self.theory, self.notation = theory, theory.notation
        self.stated: dict[Key, str] = {}
        for theorem in theory.theorems:
            for key in _forms(theorem.clause):
                self.stated.setdefault(key, theorem.name)
        self.titles: dict[str, int] = {}
        self.identifiers: set[str] = set()

    def name(self, clause: Clause) -> str:
        """The common name of a law, empty if it has none."""
        found = law_name(clause, self.notation)
        if found is None:
            return ""
        count = self.titles[found] = self.titles.get(found, 0) + 1
        return found if count == 1 else f"{found} ({count})"

    def identifier(self, clause: Clause) -> str:
        """A new identifier for a law."""
        stated = next((self.stated[k] for k in _forms(clause) if k in self.stated), None)
        wanted = stated or _of_law(clause, self.notation) or _of_symbols(clause, self.notation)
        wanted = wanted[:LONGEST].rstrip("_")
        found, number = wanted, 1
        while found in self.identifiers:
            number += 1
            found = f"{wanted}_{number}"
        self.identifiers.add(found)
        return found


def _forms(clause: Clause) -> list[Key]:
    """The keys of a statement and of the same with its sides exchanged."""
    turned = Clause.close(clause.premises, clause.conclusion[::-1])
    return [
        statement_key(Clause.close(clause.premises, clause.conclusion)),
        statement_key(turned),
    ]


def _of_law(clause: Clause, notation: Mapping[Symbol, Notation]) -> str:
    """The identifier of a law whose name is "… of f", else nothing."""
    title, of, subject = (law_name(clause, notation) or "").partition(" of ")
    short = SHORT.get(title)
    if not of or short is None:
        return ""
    words = [word(part) for part in re.split(r" (?:over|by|on the) ", subject)]
    return "_".join(filter(None, [words[0], short, *words[1:]]))


def _of_symbols(clause: Clause, notation: Mapping[Symbol, Notation]) -> str:
    """The functions and constants of a statement in the order in which they stand."""
    found: dict[str, None] = {}
    sides = (*clause.conclusion, *(side for pair in clause.premises for side in pair))
    for side in sides:
        for term in _preorder(side):
            symbol = term.symbol
            if symbol is not None and not (symbol.kind is Kind.BUILT_IN and symbol.name == "eq"):
                used = notation.get(symbol)
                found.setdefault(word(used.display if used else symbol.display))
    return "_".join(filter(None, found)) or "law"


def _preorder(term: Term) -> list[Term]:
    found, stack = [], [term]
    while stack:
        t = stack.pop()
        found.append(t)
        stack.extend(reversed(t.args))
    return found


def word(display: str) -> str:
    """What a symbol is called in an identifier.

    >>> word("+"), word("rev"), word("0"), word("S(0)"), word("!?")
    ('add', 'rev', 'zero', 's_0', '')
    """
    if display in WORDS:
        return WORDS[display]
    if display.isdigit():
        return {"0": "zero", "1": "one"}.get(display, display)
    return re.sub(r"\W+", "_", display).strip("_").lower()
