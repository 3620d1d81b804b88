"""What the child recorded, read into our own terms: instances for explanations, rows for a graph.

Nothing is believed: an instance is a rule of ours at ground terms, and it counts only once its
premises are connected (`eqsat.replaying`), a computed one only if our own rule computes a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from lemmata.search.egglog.program import Program
from lemmata.search.eqsat.graph import Graph
from lemmata.search.eqsat.problem import Computed, Rule
from lemmata.search.eqsat.replaying import Instance, Table
from lemmata.terms.sorts import INT, RATIONAL, Sort
from lemmata.terms.term import Term

Row = list[Any]


def literal(text: str, sort: Sort) -> Term:
    """A number as the child writes it.

    >>> literal("-1/a", RATIONAL)
    Term(-1/10)
    """
    top, bottom = (int(part, 16) for part in text.split("/"))
    if sort is INT:
        return Term.integer(top)
    value = Fraction(top, bottom)
    return Term.rational(value) if sort is RATIONAL else Term.real(value)


class Recorded:
    """The instances of a recording run, over a table of terms."""

    def __init__(self, program: Program, rules: Sequence[Rule], answer: dict[str, Any]) -> None:
        """Nothing is read until `instances` are asked for."""
        self.program, self.rules = program, rules
        self.table = Table(program.operators, rules)
        self.unfit = 0
        self.answer = answer
        self._syntax, self._rows = answer["syntax"], answer["instances"]
        self._node: list[int] = []

    def instances(self) -> Iterator[Instance]:
        """The facts, then the rows in order of creation."""
        for i in self.program.facts:
            yield (i, ())
        records, node = self.program.records, self.nodes()
        for number, *kids in self._rows:
            record = records[number]
            if record.values is None:
                values = tuple([node[k] for k in kids])
            else:
                values = tuple([self.table.add(v) for v in record.values])
            rule = self.rules[record.rule]
            if not isinstance(rule, Computed) or self._computes(rule, values):
                yield (record.rule, values)

    def nodes(self) -> list[int]:
        """The number in the table of each piece of syntax; arguments come first."""
        table, node = self.table, self._node
        operators, sorts = self.program.operators, self.program.sorts
        for number, *kids in self._syntax[len(node) :]:
            if number >= 0:
                node.append(table.make(number, tuple([node[k] for k in kids])))
            else:
                value = literal(kids[0], sorts[-1 - number])
                node.append(table.make(operators.of(value), ()))
        return node

    def _computes(self, rule: Computed, values: tuple[int, ...]) -> bool:
        """Whether the rule has a value there; otherwise the row is left out."""
        left = Term.apply(rule.symbol, *[self.table.term(v) for v in values])
        if rule.fold(left) is not None:
            return True
        self.unfit += 1
        return False


def graph(program: Program, rows: Sequence[Row]) -> Graph:
    """The classes of a run as a graph of ours, for extraction; it has no log.

    Rows come in once their children are there: every class has a finite term.
    """
    found = Graph(len(rows))
    found.operators = program.operators
    waiting = [len(set(_children(row))) for row in rows]
    above: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        for k in dict.fromkeys(_children(row)):
            above.setdefault(k, []).append(i)
    home: dict[int, int] = {}
    ready = [i for i, n in enumerate(waiting) if not n]
    for i in ready:
        cls, number = rows[i][:2]
        if number < 0:
            number = program.operators.of(literal(rows[i][2], program.sorts[-1 - number]))
        while len(found.table) <= number:
            found.table.append({})
            found.written.append([])
        kids = tuple([home[k] for k in _children(rows[i])])
        if kids in found.table[number]:
            continue
        if cls in home:
            found.new_in(number, kids, home[cls])
            continue
        home[cls] = found.new(number, kids)
        for p in above.get(cls, ()):
            waiting[p] -= 1
            if not waiting[p]:
                ready.append(p)
    return found


def _children(row: Row) -> Row:
    return row[2:] if row[1] >= 0 else []
