"""Expressions and formulas for Z3: a value and a null flag each.

Whatever has bound rows (`some`, aggregates) becomes an atom: a function, one for each shape, of the
expressions in it that are free of bound rows. The atoms that occur are recorded with their
polarity; `facts` says what is known of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from second_sql_checker.normal import flat, pulled
from second_sql_checker.objects import BeyondError, Node, mk, shape, type_of, with_out
from second_sql_checker.reading import NUMBERS, TEXTS, Table, kind_of

Z3 = Any
Pair = tuple[Z3, Z3]
BOTH = 0
ATOMS = 600
EXACT = ("int", "decimal")
STRICT = frozenset(
    {"+", "-", "*", "/", "div", "%", "neg", "||", "like", "ilike", "upper", "lower", "length"}
    | {"trim", "ltrim", "rtrim", "substring", "replace", "abs", "sign", "floor", "ceil", "power"}
    | {"sqrt", "round", "left", "right", "reverse", "position", "year", "month", "day", "quarter"}
    | {"add days", "add months", "days between"}
)
ORDERED = frozenset({*NUMBERS, *TEXTS, "date", "timestamp", "bool"})


@dataclass
class Atom:
    """A thing with bound rows: what it is of, its symbol, how deep it was found."""

    kind: str
    node: Node
    value: Z3
    null: Z3
    depth: int
    polarities: set[int]


class Encoder:
    """Encodes for one obligation."""

    def __init__(self, z3: Any, tables: dict[str, Table]) -> None:
        self.z3, self.tables = z3, tables
        self.atoms: dict[Any, Atom] = {}
        self._known: dict[tuple[str, Node], Atom] = {}
        self.axioms: list[Z3] = []
        self.depth = 0
        self._sorts: dict[str, Z3] = {}
        self._symbols: dict[Any, Z3] = {}
        self._exprs: dict[Node, Pair] = {}
        self._formulas: dict[tuple[Node, int], Z3] = {}
        self._texts: dict[str, Z3] = {}

    # Sorts and symbols.

    def sort(self, kind: str) -> Z3:
        """The sort of values of a kind."""
        z3 = self.z3
        if kind in ("int", "date"):
            return z3.IntSort()
        if kind in ("decimal", "float", "timestamp", *TEXTS):
            return z3.RealSort()
        if kind == "bool":
            return z3.BoolSort()
        if kind not in self._sorts:
            self._sorts[kind] = z3.DeclareSort(f"sort{len(self._sorts)}")
        return self._sorts[kind]

    def symbol(self, key: Any, *sorts: Z3) -> Z3:
        """A function, or constant, for a key."""
        key = (key, *(s.name() for s in sorts))
        found = self._symbols.get(key)
        if found is None:
            name = f"s{len(self._symbols)}"
            found = (
                self.z3.Const(name, *sorts) if len(sorts) == 1 else self.z3.Function(name, *sorts)
            )
            self._symbols[key] = found
        return found

    def default(self, kind: str) -> Z3:
        """The value that stands in for NULL."""
        z3 = self.z3
        sort = self.sort(kind)
        if sort == z3.IntSort():
            return z3.IntVal(0)
        if sort == z3.RealSort():
            return z3.RealVal(0)
        return z3.BoolVal(False) if sort == z3.BoolSort() else self.symbol(("default", kind), sort)

    def identity(self, row: int) -> Z3:
        """Which row it is, among those of its generator."""
        return self.symbol(("row", row), self.z3.IntSort())

    def apply(self, key: Any, kind: str, args: list[Pair], kinds: list[str]) -> Z3:
        """An unknown function of values and flags."""
        given = []
        for (value, null), k in zip(args, kinds, strict=True):
            given += [self.z3.If(null, self.default(k), value), null]
        return self.call(key, kind, given)

    def call(self, key: Any, kind: str, given: list[Z3]) -> Z3:
        """An unknown function of values."""
        function = self.symbol(key, *(g.sort() for g in given), self.sort(kind))
        return function(*given) if given else function

    # Expressions.

    def expr(self, node: Node) -> Pair:
        """The value and the null flag."""
        found = self._exprs.get(node)
        if found is None:
            found = self._exprs[node] = getattr(self, f"_{node.kind}")(node)
            if len(self._exprs) > 40_000:
                raise BeyondError("too many expressions")
        return found

    def as_kind(self, node: Node, kind: str) -> Pair:
        """An expression as a value of a kind that it fits."""
        value, null = self.expr(node)
        return self.converted(value, null, kind_of(type_of(node)), kind)

    def converted(self, value: Z3, null: Z3, given: str, wanted: str) -> Pair:
        """A value of another kind, if it fits."""
        if given == wanted or (given in TEXTS and wanted in TEXTS):
            return value, null
        if given == "null":
            return self.default(wanted), self.z3.BoolVal(True)
        if given in NUMBERS and wanted in NUMBERS[1:]:
            return (self.z3.ToReal(value) if given == "int" else value), null
        raise BeyondError(f"{given} as {wanted}")

    def _col(self, node: Node) -> Pair:
        row, index, type_ = node.parts
        kind = kind_of(type_)
        value = self.symbol(("cell", row, index, kind), self.sort(kind))
        null = self.symbol(("null", row, index), self.z3.BoolSort())
        if kind == "null":
            self.axioms.append(null)
        return value, null

    def _lit(self, node: Node) -> Pair:
        z3, (type_, value) = self.z3, node.parts
        kind = kind_of(type_)
        if value is None:
            return self.default(kind), z3.BoolVal(True)
        return self._constant(kind, value), z3.BoolVal(False)

    def _constant(self, kind: str, value: Any) -> Z3:
        z3 = self.z3
        if isinstance(value, bool):
            return z3.BoolVal(value)
        if kind == "int":
            return z3.IntVal(int(value))
        if isinstance(value, int | Fraction):
            return z3.RealVal(str(Fraction(value)))
        if isinstance(value, datetime):
            gap = value - datetime(1970, 1, 1)
            seconds = Fraction(gap.days * 86400 + gap.seconds) + Fraction(gap.microseconds, 10**6)
            return z3.RealVal(str(seconds))
        if isinstance(value, date):
            return z3.IntVal(value.toordinal())
        return self._text(value)

    def _text(self, text: str) -> Z3:
        if text not in self._texts:
            new = self.symbol(("text", text), self.z3.RealSort())
            for other, known in self._texts.items():
                self.axioms.append(new < known if text < other else known < new)
            self._texts[text] = new
        return self._texts[text]

    def _cast(self, node: Node) -> Pair:
        z3, (type_, inner) = self.z3, node.parts
        given, wanted = type_of(inner), type_
        value, null = self.expr(inner)
        one, two = kind_of(given), kind_of(wanted)
        if one == "null":
            return self.default(two), z3.BoolVal(True)
        if given == wanted and "(" not in wanted:
            return value, null
        if one == "int" and wanted == "decimal":
            return z3.ToReal(value), null
        if one == "bool" and wanted in EXACT:
            unit = z3.IntVal if wanted == "int" else z3.RealVal
            return z3.If(value, unit(1), unit(0)), null
        return self.call(("cast", given, wanted), two, [value]), null

    def _widen(self, node: Node) -> Pair:
        return self.as_kind(node[1], kind_of(node[0]))

    def _case(self, node: Node) -> Pair:
        kind = kind_of(node[0])
        items = node[1]
        value, null = self.as_kind(items[-1], kind)
        for i in range(len(items) - 3, -1, -2):
            there = self.true(items[i])
            v, n = self.as_kind(items[i + 1], kind)
            value, null = self.z3.If(there, v, value), self.z3.If(there, n, null)
        return value, null

    def _truth(self, node: Node) -> Pair:
        z3 = self.z3
        yes, no = self.formula(node[0], BOTH), self.formula(node[1], BOTH)
        return yes, z3.And(z3.Not(yes), z3.Not(no))

    def true(self, node: Node, polarity: int = BOTH) -> Z3:
        """That a Boolean expression is true."""
        z3 = self.z3
        if node.kind == "truth":
            return self.formula(node[0], polarity)
        if node.kind == "op" and node[0] in ("and", "or"):
            join = z3.And if node[0] == "and" else z3.Or
            return join(*(self.true(a, polarity) for a in node[2]))
        if node.kind == "op" and node[0] == "not":
            return self.false(node[2][0], polarity)
        if kind_of(type_of(node)) != "bool":
            if kind_of(type_of(node)) == "null":
                return z3.BoolVal(False)
            raise BeyondError("a condition that is not Boolean")
        value, null = self.expr(node)
        return z3.And(value, z3.Not(null))

    def false(self, node: Node, polarity: int = BOTH) -> Z3:
        """That a Boolean expression is false."""
        z3 = self.z3
        if node.kind == "truth":
            yes = self.formula(node[0], -polarity)
            return z3.And(z3.Not(yes), self.formula(node[1], polarity))
        if node.kind == "op" and node[0] in ("and", "or"):
            join = z3.Or if node[0] == "and" else z3.And
            return join(*(self.false(a, polarity) for a in node[2]))
        if node.kind == "op" and node[0] == "not":
            return self.true(node[2][0], polarity)
        if kind_of(type_of(node)) != "bool":
            return z3.BoolVal(False)
        value, null = self.expr(node)
        return z3.And(z3.Not(value), z3.Not(null))

    def _function(self, node: Node) -> Pair:
        name, type_, args = node.parts
        return self.unknown(("opaque", name), type_, args)

    def unknown(self, name: Any, type_: str, args: tuple[Node, ...]) -> Pair:
        """A function of which nothing is known."""
        kinds = [kind_of(type_of(a)) for a in args]
        pairs = [self.expr(a) for a in args]
        key = (name, type_, *map(type_of, args))
        value = self.apply((key, "value"), kind_of(type_), pairs, kinds)
        return value, self.apply((key, "null"), "bool", pairs, kinds)

    def _op(self, node: Node) -> Pair:
        from second_sql_checker.operations import operation

        return operation(self, node)

    def less(self, first: Z3, second: Z3, kind: str) -> Z3:
        """The order of values of one kind."""
        return self.z3.And(self.z3.Not(first), second) if kind == "bool" else first < second

    # Aggregates.

    def _the(self, node: Node) -> Pair:
        return self.picked(node, node[0], node[1])

    def picked(self, node: Node, type_: str, source: Node) -> Pair:
        """The value of some row of a bag, always the same one; NULL without a row."""
        if not source[0]:
            return self.default(kind_of(type_)), self.z3.BoolVal(True)
        if len(source[0]) == 1 and not source[0][0][0]:
            (only,) = source[0]
            value, null = self.as_kind(only[2][0], kind_of(type_))
            there = self.formula(mk("and", only[1]), BOTH)
            return value, self.z3.Or(null, self.z3.Not(there))
        return self.atom("pick", mk("the", type_, source), type_)

    def _agg(self, node: Node) -> Pair:
        from second_sql_checker.sums import aggregate

        return aggregate(self, node)

    def atom(self, word: str, node: Node, type_: str, polarity: int = BOTH) -> Pair:
        """The symbol of something with bound rows."""
        found = self._known.get((word, node))
        if found is None:
            found = self._known[word, node] = self._atom(word, node, kind_of(type_))
        found.polarities |= {polarity} if polarity else {1, -1}
        return found.value, found.null

    def _atom(self, word: str, node: Node, kind: str) -> Atom:
        params: list[Node] = []

        def place(expr: Node) -> int:
            if expr not in params:
                params.append(expr)
            return params.index(expr)

        form = (word, shape(node.parts, place))
        key = (form, *params)
        if key not in self.atoms:
            pairs = [self.expr(p) for p in params]
            kinds = [kind_of(type_of(p)) for p in params]
            value = self.apply((form, "value"), kind, pairs, kinds)
            null = self.z3.BoolVal(False)
            if word in ("pick", "unknown"):
                null = self.apply((form, "null"), "bool", pairs, kinds)
            self.atoms[key] = Atom(word, node, value, null, self.depth, set())
            if len(self.atoms) > ATOMS:
                raise BeyondError("too many atoms")
        return self.atoms[key]

    # Formulas.

    def formula(self, node: Node, polarity: int) -> Z3:
        """A formula; polarity 1 where only its truth is of use, -1 only its falsity, 0 both."""
        key = (node, polarity)
        found = self._formulas.get(key)
        if found is None:
            found = self._formulas[key] = self._formula(node, polarity)
        return found

    def _formula(self, node: Node, polarity: int) -> Z3:
        z3 = self.z3
        if node.kind == "holds":
            return self.true(node[0], polarity)
        if node.kind == "same":
            return self.same(node[0], node[1])
        if node.kind == "and":
            return z3.And(*(self.formula(f, polarity) for f in node[0]))
        if node.kind == "or":
            return z3.Or(*(self.formula(f, polarity) for f in node[0]))
        if node.kind == "not":
            return z3.Not(self.formula(node[0], -polarity))
        if node.kind == "flag":
            return self.symbol(("flag", node[0]), z3.BoolSort())
        if node.kind == "identical":
            return self.identity(node[0]) == self.identity(node[1])
        return z3.Or(*(self._some(t, polarity) for t in node[0][0]))

    def _some(self, given: Node, polarity: int) -> Z3:
        """That a term has a row."""
        z3 = self.z3
        found = []
        for one in flat(with_out(given, ())):
            outside, inside = pulled(one)
            parts = [self.formula(f, polarity) for f in outside]
            if inside[0]:
                parts.append(self.atom("some", inside, "bool", polarity)[0])
            else:
                parts += [self.formula(f, polarity) for f in inside[1]]
            found.append(z3.And(*parts))
        return z3.Or(*found)

    def same(self, first: Node, second: Node) -> Z3:
        """IS NOT DISTINCT FROM."""
        z3 = self.z3
        one, two = kind_of(type_of(first)), kind_of(type_of(second))
        if "null" in (one, two):
            return (
                self.expr(second if one == "null" else first)[1]
                if one != two
                else z3.And(self.expr(first)[1], self.expr(second)[1])
                if one != "null"
                else z3.BoolVal(True)
            )
        (v, n), (w, m) = self.level(first, second)
        return z3.And(n == m, z3.Or(n, v == w))

    def level(self, first: Node, second: Node) -> tuple[Pair, Pair]:
        """Two expressions as values of one kind."""
        one, two = kind_of(type_of(first)), kind_of(type_of(second))
        if one in NUMBERS and two in NUMBERS:
            wide = NUMBERS[max(NUMBERS.index(one), NUMBERS.index(two))]
            return self.as_kind(first, wide), self.as_kind(second, wide)
        if one == two or (one in TEXTS and two in TEXTS):
            return self.expr(first), self.expr(second)
        raise BeyondError(f"{one} against {two}")
