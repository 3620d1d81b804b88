"""Sorts and terms for the trees of one problem, whose texts share their variables.

A name is a real number unless it is used as a truth value somewhere. Literals are folded as they
are written: -3 and 1/3 are literals, -(3) and (1)/3 are applications. `e^x` is written for exp(x).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lemmata.errors import InputError, Source
from lemmata.language.expr.numbers import MAX_DIGITS, decimal
from lemmata.language.expr.syntax import Node, bottom_up
from lemmata.language.expr.vocabulary import Vocabulary, unknown_function
from lemmata.terms.sorts import BOOL, REAL, Sort
from lemmata.terms.symbols import AND, BUILT_IN, EQ, ITE, NOT, OR, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_VARIABLES = 1_000
MAX_SIZE = 4_000_000
RESERVED = {"nan", "inf", "oo", "infinity", "zoo"}
TRUTH = {"true": TRUE_TERM, "false": FALSE_TERM, "True": TRUE_TERM, "False": FALSE_TERM}
SYMBOLS = {
    "PLUS": BUILT_IN["Real.+"],
    "MINUS": BUILT_IN["Real.-"],
    "TIMES": BUILT_IN["Real.*"],
    "DIVIDE": BUILT_IN["Real./"],
    "POWER": BUILT_IN["Real.^"],
    "power": BUILT_IN["Real.^"],
    "NEG": BUILT_IN["Real.neg"],
    "AND": AND,
    "OR": OR,
    "NOT": NOT,
}
LE, LT = BUILT_IN["Real.<="], BUILT_IN["Real.<"]
PI = Term.apply(BUILT_IN["Real.pi"])
EXP = BUILT_IN["Real.exp"]
E = Term.apply(EXP, Term.real(1))
CONSTANTS = {"pi": PI, "π": PI, "e": E}
ORDERS = {
    "<": (LT, False),
    "<=": (LE, False),
    "≤": (LE, False),
    ">": (LT, True),
    ">=": (LE, True),
    "≥": (LE, True),
}
_KINDS = {BOOL: "a truth value", REAL: "a number"}


class Slot:
    """The sort of a node, known now or later."""

    __slots__ = ("link", "sort")

    def __init__(self, sort: Sort | None = None) -> None:
        self.link: Slot | None = None
        self.sort = sort


def find(slot: Slot) -> Slot:
    """The representative of a slot."""
    while slot.link is not None:
        if slot.link.link is not None:
            slot.link = slot.link.link
        slot = slot.link
    return slot


class Elaborator:
    """Gives sorts and terms to trees; `sorts` are the declared variables."""

    def __init__(self, vocabulary: Vocabulary, sorts: Mapping[str, Sort]) -> None:
        self.vocabulary = vocabulary
        self.declared = sorts
        self.slots = {name: Slot(sort) for name, sort in sorts.items()}
        self.variables: dict[str, Term] = {}
        self.unknown: dict[str, Symbol] = {}
        self.real, self.truth = Slot(REAL), Slot(BOOL)

    def visit(self, root: Node, source: Source) -> None:
        """Find the sorts of a tree as far as it decides them. Raises InputError."""
        for node in bottom_up(root):
            self._visit(node, source)

    def _visit(self, node: Node, source: Source) -> None:
        kind, args = node.kind, node.args
        if kind == "number":
            node.slot = self.real
        elif kind == "name":
            node.slot = self._name(node, source)
        elif kind == "call":
            self._call(node, source)
        elif kind == "IF":
            self.demand(args[0], BOOL, source)
            self.unify(args[1], args[2], source)
            node.slot = args[1].slot
        elif kind == "COMPARE":
            node.slot = self.truth
            if node.text in ORDERS:
                for arg in args:
                    self.demand(arg, REAL, source)
            else:
                self.unify(args[0], args[1], source)
        else:
            if node.text == "chain" and any(arg.text in ("!=", "≠") for arg in args):
                hint = "write both comparisons, with and between them"
                raise source.error("!= in a chain", node.start, node.end, hint=hint)
            symbol = SYMBOLS[kind]
            for arg, sort in zip(args, symbol.arguments, strict=True):
                self.demand(arg, sort, source)
            node.slot = self.real if symbol.result is REAL else self.truth

    def _name(self, node: Node, source: Source) -> Slot:
        name = node.text
        if name in self.slots:
            return self.slots[name]
        if name in CONSTANTS:
            return self.real
        if name in TRUTH:
            return self.truth
        self._refuse_reserved(node, source)
        if len(self.slots) >= MAX_VARIABLES:
            problem = f"a problem has at most {MAX_VARIABLES:,} variables"
            raise source.error(problem, node.start, node.end)
        self.slots[name] = Slot()
        return self.slots[name]

    def _refuse_reserved(self, node: Node, source: Source) -> None:
        name, end = node.text, node.start + len(node.text)
        if name.lower() in RESERVED:
            raise source.error(f"{name} is not a real number", node.start, end)
        if name == "i":
            problem = "complex numbers are not supported yet"
            hint = "declare i as a real variable if that is meant"
            raise source.error(problem, node.start, end, hint=hint)

    def _call(self, node: Node, source: Source) -> None:
        symbol = self.vocabulary.get(node.text) or self._unknown(node, source)
        count = len(node.args)
        if symbol.display in ("min", "max") and symbol.arity == 2 <= count:
            for arg in node.args:
                self.demand(arg, REAL, source)
        else:
            if symbol.arity != count:
                raise self._arity(node, symbol, source)
            for arg, sort in zip(node.args, symbol.arguments, strict=True):
                self.demand(arg, sort, source)
        node.slot = self.real if symbol.result is REAL else self.truth

    def _arity(self, node: Node, symbol: Symbol, source: Source) -> InputError:
        plural = "argument" if symbol.arity == 1 else "arguments"
        problem = f"{node.text} takes {symbol.arity} {plural}, not {len(node.args)}"
        hint = "the logarithm to base b is log(x)/log(b)" if node.text == "log" else None
        return source.error(problem, node.start, node.end, hint=hint)

    def _unknown(self, node: Node, source: Source) -> Symbol:
        name, count = node.text, len(node.args)
        self._refuse_reserved(node, source)
        if name in BUILT_IN or name in TRUTH or name in self.slots:
            hint = {"ite": "write if c then a else b", "eq": "write a = b"}.get(name)
            raise source.error(f"{name} is not a function", node.start, node.end, hint=hint)
        known = self.unknown.setdefault(name, unknown_function(name, count))
        if known.arity != count:
            problem = f"{name} is applied to {known.arity} and to {count} arguments"
            raise source.error(problem, node.start, node.end)
        return known

    def demand(self, node: Node, sort: Sort, source: Source) -> None:
        """Let a node have a sort. Raises InputError."""
        slot = find(node.slot)
        if slot.sort is None:
            slot.sort = sort
        elif slot.sort is not sort:
            raise self._mismatch(node, slot.sort, sort, source)

    def unify(self, left: Node, right: Node, source: Source) -> None:
        """Let two nodes have one sort. Raises InputError."""
        a, b = find(left.slot), find(right.slot)
        if a.sort is None and a is not b:
            a.link = b
        elif b.sort is None and a is not b:
            b.link = a
        elif a.sort is not b.sort:
            assert a.sort is not None
            assert b.sort is not None
            raise self._mismatch(right, b.sort, a.sort, source)

    def _mismatch(self, node: Node, found: Sort, wanted: Sort, source: Source) -> InputError:
        problem = f"this is {_KINDS[found]}, not {_KINDS[wanted]}"
        if node.kind == "name" and node.text in self.slots:
            where = "declared as" if node.text in self.declared else "used as"
            problem = f"{node.text} is {where} {_KINDS[found]}, here it is {_KINDS[wanted]}"
        return source.error(problem, node.start, node.end)

    def build(self, root: Node, source: Source) -> Term:
        """The term of a tree whose sorts are found; what they leave open is real."""
        for node in bottom_up(root):
            node.term = self._term(node, source)
        if root.term.size > MAX_SIZE:
            problem = "this expression grows too large: chained comparisons repeat what they share"
            raise source.error(problem, root.start, root.end)
        return root.term

    def _term(self, node: Node, source: Source) -> Term:
        kind, args = node.kind, [arg.term for arg in node.args]
        if kind == "number":
            return self._literal(node, source)
        if kind == "name":
            return self._variable(node)
        if kind == "call":
            return self._application(node, args)
        if kind == "IF":
            return Term.apply(ITE, *args)
        if kind == "COMPARE":
            return self._comparison(node, args)
        if kind in ("NEG", "DIVIDE") and (folded := _fold(node)) is not None:
            return folded
        if kind == "POWER" and self._is_e(node.args[0]):
            return Term.apply(EXP, args[1])
        if kind == "power" and not node.args[1].text.isdigit():
            problem = f"write {node.text}(x)^{node.args[1].text}"
            raise source.error(problem, node.args[1].start, node.args[1].end)
        return Term.apply(SYMBOLS[kind], *args)

    def _is_e(self, node: Node) -> bool:
        return node.kind == "name" and node.text == "e" and "e" not in self.slots

    def _literal(self, node: Node, source: Source) -> Term:
        value = decimal(node.text)
        if value is None:
            problem = f"this number has more than {MAX_DIGITS:,} digits"
            raise source.error(problem, node.start, node.end)
        return Term.real(value)

    def _variable(self, node: Node) -> Term:
        name = node.text
        if name not in self.slots:
            return CONSTANTS.get(name) or TRUTH[name]
        if name not in self.variables:
            sort = find(self.slots[name]).sort or REAL
            self.variables[name] = Term.variable(name, sort)
        return self.variables[name]

    def _application(self, node: Node, args: list[Term]) -> Term:
        symbol = self.vocabulary.get(node.text) or self.unknown[node.text]
        while len(args) > symbol.arity:
            args[-2:] = [Term.apply(symbol, *args[-2:])]
        return Term.apply(symbol, *args)

    def _comparison(self, node: Node, args: list[Term]) -> Term:
        if node.text in ORDERS:
            symbol, turned = ORDERS[node.text]
            return Term.apply(symbol, *(reversed(args) if turned else args))
        equation = Term.apply(EQ, *args)
        return equation if node.text == "=" else Term.apply(NOT, equation)


def _fold(node: Node) -> Term | None:
    """The literal that `-3` or `1/3` writes."""
    last = node.args[-1]
    if last.kind != "number" or any(arg.bracketed for arg in node.args):
        return None
    divisor = last.term.head
    assert isinstance(divisor, Fraction)
    if node.kind == "NEG":
        return Term.real(-divisor)
    first = node.args[0].term.head
    return Term.real(first / divisor) if isinstance(first, Fraction) and divisor else None
