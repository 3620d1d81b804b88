"""Names for what an exploration finds: one for readers, and an identifier that can be typed.

    commutativity of +      add_comm       a law with a common name
    add_cancel              add_cancel     a theorem that the theory itself states keeps its name
    rev(append(xs, ys)) …   rev_append     else the functions on the left as they are written

Names are made unique by numbers, in the order in which they are asked for.
"""

from __future__ import annotations

import re

from lemmata.language.printer import numeral
from lemmata.proof.lawnames import law_name
from lemmata.proof.relinking import Key, statement_key
from lemmata.terms.declarations import Clause, Theory
from lemmata.terms.symbols import EQ, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

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
    "&&": "and",
    "||": "or",
    "=>": "implies",
    "∪": "union",
    "∩": "inter",
    "∘": "compose",
    "·": "mul",
    "×": "mul",
    "≤": "le",
    "neg": "neg",
    "S": "succ",
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

PATTERNS = (
    ("(.+) is cancellative on the left", "{}_cancel"),
    ("(.+) is cancellative on the right", "{}_cancel_right"),
    ("(.+) cancels but for (.+) on the left", "{}_cancel_non{}"),
    ("(.+) cancels but for (.+) on the right", "{}_cancel_non{}_right"),
    ("(.+) cancels on the left or is (.+)", "{}_cancel_or_{}"),
    ("(.+) cancels (.+) on the left", "{}_cancel_{}"),
    ("(.+) cancels (.+) on the right", "{}_cancel_{}_right"),
    ("interchange law of (.+)", "{}_interchange"),
    ("(.+) has no divisors of (.+)", "{}_no_divisors_{}"),
    ("(.+) is (.+) just where (?:both|one) sides? (?:is|are)", "{}_eq_{}_iff"),
    ("(.+) is (.+) only where its (left|right) side is", "{}_eq_{}_{}"),
    ("(.+) is (.+) only at .+", "{}_eq_{}"),
    ("only (.+) is neutral on the (left|right) of (.+)", "{2}_neutral_{0}_{1}"),
    ("only (.+) is below .+ for (.+)", "{1}_{0}"),
    ("only (.+) is above .+ for (.+)", "{0}_{1}"),
    ("squares under (.+) determine their roots", "{}_square_inj"),
    ("doubles under (.+) and their (.+) differ", "{}_double_ne_{}"),
    ("uniqueness of (.+) for (.+) on the (left|right)", "{0}_unique_{2}"),
    ("(.+) keeps (upper|lower) bounds", "{}_keeps_{}"),
    ("(.+) implies (.+)", "{}_implies_{}"),
    ("(.+) reverses (.+) on the right", "{}_anti_{}"),
    ("(.+) and (.+) have one order", "{}_{}_order"),
    ("(.+) and (.+) agree only on equals", "{}_{}_agree"),
    ("cancellation of (.+) under (.+)", "{1}_{0}_cancel"),
    ("de Morgan law for (.+)", "de_morgan_{}"),
)
"""Laws whose identifiers the functions in them would not tell, or not shortly."""

LONGEST = 40


class Namer:
    """Gives names within one library; `prefix` stands before every identifier."""

    def __init__(self, theory: Theory, prefix: str = "") -> None:
        self.theory, self.notation, self.prefix = theory, theory.notation, prefix
        self.stated: dict[Key, str] = {}
        for theorem in theory.theorems:
            for key in _forms(theorem.clause):
                self.stated.setdefault(key, theorem.name)
        self.titles: dict[str, int] = {}
        displays = {_display(s, theory): None for s in theory.symbols.values()}
        wordless = [d for d in displays if not word(d)]
        self.words = {d: word(d) or f"op{wordless.index(d) + 1}" for d in displays}
        if len(wordless) == 1:
            self.words[wordless[0]] = "op"
        self.functions = {*displays, *self.words.values()}
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
        wanted = stated or self._of_title(clause) or self._of_symbols(clause)
        wanted = f"{self.prefix}{wanted}"[:LONGEST].rstrip("_")
        if wanted[0].isdigit():
            wanted = f"law_{wanted}"
        if wanted in self.functions:
            wanted = f"{wanted}_law"
        found, number = wanted, 1
        while found in self.identifiers:
            number += 1
            found = f"{wanted}_{number}"
        self.identifiers.add(found)
        return found

    def _of_title(self, clause: Clause) -> str:
        """The identifier of a law by its common name, empty if that tells none."""
        title = law_name(clause, self.notation) or ""
        for pattern, form in PATTERNS:
            found = re.fullmatch(pattern, title)
            if found:
                return form.format(*map(self._word, found.groups()))
        kind, of, subject = title.replace(" the order of ", " ").partition(" of ")
        short = SHORT.get(kind)
        if not of or short is None:
            return ""
        words = [self._word(part) for part in re.split(r" (?:over|by|on the) ", subject)]
        return "_".join(filter(None, [words[0], short, *words[1:]]))

    def _of_symbols(self, clause: Clause) -> str:
        """The functions on the left in the order in which they are written; more if that is one."""
        left, right = clause.conclusion
        found = self._said(left, right) if right is FALSE_TERM else self._written(left)
        if left.symbol is EQ and right not in (TRUE_TERM, FALSE_TERM):
            found.append("iff")
        if len(found) < 2:
            found += [w for w in self._written(right) if w not in found]
        for k, pair in enumerate(clause.premises):
            found += ["if" if k == 0 else "and", *self._said(*pair)]
        return "_".join(found) or "law"

    def _word(self, display: str) -> str:
        """What a symbol or a constant term is called."""
        return self.words.get(display) or word(display) or "op"

    def _said(self, left: Term, right: Term) -> list[str]:
        """The words of an equation; those of a relation where it holds or does not."""
        if right is FALSE_TERM:
            if left.symbol is EQ:
                first, second = map(self._written, left.args)
                return [*first, "ne", *second]
            return ["not", *self._written(left)]
        return self._written(left) + ([] if right is TRUE_TERM else self._written(right))

    def _written(self, root: Term) -> list[str]:
        """The words for the symbols of a term, infix operators between their arguments."""
        found: list[str] = []
        stack: list[Term | str] = [root]
        while stack:
            top = stack.pop()
            if isinstance(top, str):
                found += [top] if top else []
                continue
            symbol = top.symbol
            if symbol is None:
                continue
            number = numeral(top)
            if number is not None:
                found.append(word(str(number)))
                continue
            used = self.notation.get(symbol)
            own = self._word(_display(symbol, self.theory))
            infix = used is not None and used.fixity.startswith("infix") and len(top.args) == 2
            if infix or (symbol.kind is Kind.BUILT_IN and len(top.args) == 2):
                stack += [top.args[1], own, top.args[0]]
            else:
                stack += [*reversed(top.args), own]
        return found


def _display(symbol: Symbol, theory: Theory) -> str:
    used = theory.notation.get(symbol)
    return used.display if used else symbol.display


def _forms(clause: Clause) -> list[Key]:
    """The keys of a statement and of the same with its sides exchanged."""
    turned = Clause.close(clause.premises, clause.conclusion[::-1])
    return [
        statement_key(Clause.close(clause.premises, clause.conclusion)),
        statement_key(turned),
    ]


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
