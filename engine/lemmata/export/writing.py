"""Formulas of a document as text: in the notation of its theory, or as calculators write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lemmata.export import strictness
from lemmata.language.notation import COMPARISON
from lemmata.language.printer import show_clause, show_equation, show_term
from lemmata.proof.decode import Document, Proof
from lemmata.proof.nodes import Hypothesis
from lemmata.proof.sections import Shown
from lemmata.terms.declarations import Clause, Equation, Notation
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import ITE, Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `target` is the number of the row that it refers to.

    With `math` it is a formula; `terms` are what it is about, which tells its variables. `declared`
    is what the piece names: the qualified name of a function, or an axiom as "group.assoc".
    """

    text: str
    target: int | None = None
    math: bool = False
    terms: tuple[Term, ...] = ()
    declared: str = ""


class Written:
    """The formulas of one document; `analysis` says that it is about expressions."""

    def __init__(
        self, document: Document, notation: Mapping[Symbol, Notation] | None = None
    ) -> None:
        """`notation` may be that of a theory: its symbols are found again by their names."""
        by_name = {symbol.name: used for symbol, used in (notation or {}).items()}
        known = document.symbols.items()
        self.notation = {s: by_name[name] for name, s in known if name in by_name}
        self.document = document
        self.analysis = strictness.is_analysis(document)
        self._terms: dict[Term, str] = {}

    def term(self, term: Term) -> str:
        """A side of a calculation."""
        found = self._terms.get(term)
        if found is None:
            if not self.analysis:
                found = show_term(term, self.notation, COMPARISON + 1)
            elif term.sort is BOOL and term.args:
                found = f"({strictness.show(term)})"
            else:
                found = strictness.show(term)
            self._terms[term] = found
        return found

    def value(self, term: Term) -> str:
        """A term that stands alone."""
        return strictness.show(term) if self.analysis else show_term(term, self.notation)

    def equation(self, pair: Equation) -> str:
        """An equation as it is written in a statement."""
        return strictness.show_pair(pair) if self.analysis else show_equation(pair, self.notation)

    def statement(self, proof: Proof) -> str:
        """What a theorem states."""
        return self.clause(proof.clause)

    def goal(self) -> str:
        """What the document proves or refutes."""
        return self.clause(self.document.goal)

    def title(self, law: str, clause: Clause) -> str:
        """The name of a law as a heading: a symbol at its start keeps its letters."""
        first = law.partition(" ")[0]
        terms = (t for side in clause.terms() for t in side.subterms())
        known = any(t.symbol and self.symbol(t.symbol) == first for t in terms)
        return law if known else law[:1].upper() + law[1:]

    def clause(self, clause: Clause) -> str:
        """A statement with its conditions."""
        if self.analysis:
            return strictness.show_clause(clause)
        return show_clause(clause, self.notation)

    def shown(self, h: Shown) -> str:
        """A hypothesis or claim as a formula."""
        pairs = [*h.premises, h.conclusion]
        formula = " ==> ".join(map(self.equation, pairs))
        if h.below:
            small, limit = (", ".join(map(self.value, side)) for side in h.below)
            if len(h.below[0]) > 1:
                small, limit = f"({small})", f"({limit})"
            others = self.names(h.variables[len(h.below[0]) :])
            formula += f" for all {small} smaller than {limit}"
            return formula + (f" and all {others}" if others else "")
        return f"{formula} for all {self.names(h.variables)}" if h.variables else formula

    def names(self, variables: Iterable[Term]) -> str:
        """Variables in a row."""
        return ", ".join(map(self.value, variables))

    def hypothesis(self, h: Hypothesis) -> Piece | None:
        """An assumption as it is cited."""
        if not h.is_unit:
            return None
        return Piece(self.equation(h.conclusion), None, True, h.conclusion)

    def symbol(self, symbol: Symbol | str) -> str:
        """A symbol as it is written."""
        if symbol in ("ite", ITE):
            return "if"
        if isinstance(symbol, str):
            found = self.document.symbols.get(symbol)
            if found is None:
                return symbol
            symbol = found
        used = self.notation.get(symbol)
        return used.display if used else symbol.display
