"""What a simplification may cite: the rules of packs as laws, definitions, Horn laws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lemmata.proof.laws import axioms, definitions
from lemmata.proof.nodes import Law
from lemmata.search.simplify.facts import NAMED, Facts
from lemmata.search.simplify.polynomial import TooLarge
from lemmata.search.simplify.rational import cancelled
from lemmata.search.simplify.rulebook import Rulebook
from lemmata.terms.declarations import Declaration, Function, FunctionGroup, Rule, Theory
from lemmata.terms.matching import match
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import TRUE_TERM

SMALL = 3
"""Rules such as x - x => 0 stay: the normal form refuses what is too large to expand."""


@dataclass(frozen=True)
class Library:
    """The declarations and laws of some theories, ready for simplification."""

    declarations: tuple[Declaration, ...]
    functions: dict[Symbol, Function]
    book: Rulebook
    rules: tuple[tuple[Law, bool], ...]

    @staticmethod
    def of(theories: Sequence[Theory], stored: Sequence[Law]) -> Library:
        """`stored` are the certified theorems; a rule without one of them is not used."""
        declared: dict[Declaration, None] = {}
        for theory in theories:
            declared.update(dict.fromkeys(theory.declarations))
        declarations = tuple(declared)
        laws = [*axioms(declarations), *stored]
        functions = {
            f.symbol: f for d in declarations if isinstance(d, FunctionGroup) for f in d.members
        }
        rules = [rule for t in theories for pack in t.packs for rule in pack.rules]
        plain = Rulebook.of(laws, (), ())
        used = [found for rule in rules if (found := law_of(rule, laws)) is not None]
        wanted = [row for row in dict.fromkeys(used) if not _by_normal_form(row[0], plain)]
        book = Rulebook.of(laws, wanted, definitions(declarations))
        return Library(declarations, functions, book, tuple(wanted))

    def cites(self, law: Law) -> bool:
        """Whether a law is used: as a rule, for a condition, or by its name."""
        knowledge = self.book.knowledge
        return (
            law.name in NAMED
            or any(law is rule for rule, _ in self.rules)
            or any(law in laws for laws in knowledge.horn.values())
        )


def law_of(rule: Rule, laws: Iterable[Law]) -> tuple[Law, bool] | None:
    """The law that justifies a rule, and whether the rule reads it from right to left."""
    name = rule.justification.rpartition(" ")[2].rpartition(".")[2]
    name = rule.name if name in ("axiom", "solver") else name
    for law in laws:
        if law.name == name or rule.justification == "axiom":
            for reverse in (False, True):
                if _same(rule, law, reverse):
                    return law, reverse
    return None


def _same(rule: Rule, law: Law, reverse: bool) -> bool:
    left, right = rule.clause.conclusion
    for a, b in [law.clause.conclusion[:: -1 if reverse else 1]]:
        found = match(a, left)
        found = found and match(b, right, *found)
        if not found or len(rule.clause.premises) != len(law.clause.premises):
            continue
        names = list(found[0].values())
        if len(set(names)) != len(names) or not all(t.is_variable for t in names):
            continue
        mine = {p for p, _ in rule.clause.premises}
        if mine == {p.instantiate(found[1], found[0]) for p, _ in law.clause.premises}:
            return True
    return False


def _by_normal_form(law: Law, book: Rulebook) -> bool:
    """Whether the field laws alone make both sides equal: the normal form does the work."""
    left, right = law.clause.conclusion
    if left.sort is not REAL or left.size <= SMALL:
        return False
    facts = Facts(book.knowledge, [p for p, q in law.clause.premises if q is TRUE_TERM])
    try:
        return cancelled(facts.reader.read(left)) == cancelled(facts.reader.read(right))
    except TooLarge:
        return False
