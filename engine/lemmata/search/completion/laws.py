"""Associativity and commutativity: their laws are recognised, then equality modulo AC is decided.

Once f is associative and commutative, f(x, f(y, z)) = f(y, f(x, z)) is added. These laws rewrite
ground terms to one form, so every other equation whose sides are equal modulo AC is redundant.
"""

from __future__ import annotations

from lemmata.search.completion.cells import Bank, Cell
from lemmata.search.completion.normal import Step
from lemmata.search.completion.rules import Rule


def law(left: Cell, right: Cell) -> tuple[str, int] | None:
    """Whether an equation is one of the laws of AC, up to renaming: its name and the symbol.

    "commutative": f(x, y) = f(y, x); "associative": f(f(x, y), z) = f(x, f(y, z));
    "exchange": f(x, f(y, z)) = f(y, f(x, z)).
    """
    head = left.head
    if head < 0 or len(left.args) != 2 or right.head != head or not left.linear:
        return None
    x, rest = left.args
    a, b = right.args
    if x.head < 0 and rest.head < 0:
        return ("commutative", head) if (a, b) == (rest, x) else None
    if b.head != head:
        return None
    if x.head < 0 and rest.head == head and rest.args[0].head < 0 and rest.args[1].head < 0:
        y, z = rest.args
        return ("exchange", head) if a is y and b.args == (x, z) else None
    if rest.head < 0 and x.head == head and x.args[0].head < 0 and x.args[1].head < 0:
        y, z = x.args
        return ("associative", head) if a is y and b.args == (z, rest) else None
    return None


def is_law(left: Cell, right: Cell) -> bool:
    """Whether an equation is, in either direction, one of the laws that `law` knows."""
    return law(left, right) is not None or law(right, left) is not None


class AC:
    """Canonical forms modulo AC of some symbols."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.heads: list[int] = []
        self._forms: dict[Cell, Cell] = {}

    def add(self, head: int) -> None:
        """Take a symbol for associative and commutative from now on."""
        self.heads.append(head)
        self._forms.clear()

    def equal(self, left: Cell, right: Cell) -> bool:
        """Whether two cells are equal modulo AC."""
        if left.size != right.size or left.head != right.head:
            return False
        return self.form(left) is self.form(right)

    def form(self, cell: Cell) -> Cell:
        """The one form of all cells that are equal modulo AC."""
        if not cell.args:
            return cell
        found = self._forms.get(cell)
        if found is None:
            if cell.head in self.heads:
                parts = [self.form(part) for part in self._parts(cell)]
                parts.sort(key=_serial)
                found = parts[-1]
                for part in reversed(parts[:-1]):
                    found = self.bank.apply(cell.head, (part, found))
            else:
                found = self.bank.apply(cell.head, tuple([self.form(arg) for arg in cell.args]))
            self._forms[cell] = found
        return found

    def _parts(self, cell: Cell) -> list[Cell]:
        parts: list[Cell] = []
        stack = [cell]
        while stack:
            part = stack.pop()
            if part.head == cell.head:
                stack.extend(part.args)
            else:
                parts.append(part)
        return parts

    def forget(self) -> None:
        """Drop what is remembered."""
        self._forms.clear()


def _serial(cell: Cell) -> int:
    return cell.serial


class Laws:
    """The laws that are in use as rules, by symbol and name."""

    def __init__(self, bank: Bank, ac: AC) -> None:
        self.bank = bank
        self.ac = ac
        self._rules: dict[int, dict[str, Rule]] = {}

    def note(self, rule: Rule, left: Cell, right: Cell) -> int | None:
        """Keep a rule if it is a law; the symbol that has become AC by it, if one has."""
        found = law(left, right)
        if found is None:
            return None
        name, head = found
        rules = self._rules.setdefault(head, {})
        rules[name] = rule
        rule.law = True
        if head in self.ac.heads or "associative" not in rules or "commutative" not in rules:
            return None
        self.ac.add(head)
        return head

    def exchange(self, head: int) -> tuple[Cell, Cell, list[Step], Rule] | None:
        """f(x, f(y, z)) = f(f(x, y), z) = f(f(y, x), z) = f(y, f(x, z)), if it is not there yet.

        Both sides, the steps between them, and the rule for associativity.
        """
        rules = self._rules[head]
        if "exchange" in rules:
            return None
        x, y, z = (self.bank.variable(i) for i in range(3))

        def f(a: Cell, b: Cell) -> Cell:
            return self.bank.apply(head, (a, b))

        left, right = f(x, f(y, z)), f(y, f(x, z))
        a, c = 2 * rules["associative"].fact, 2 * rules["commutative"].fact
        steps: list[Step] = [
            (a + 1, (), left, f(f(x, y), z)),
            (c, (0,), f(x, y), f(y, x)),
            (a, (), f(f(y, x), z), right),
        ]
        return left, right, steps, rules["associative"]
