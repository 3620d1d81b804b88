"""Expressions and formulas as SMT-LIB (FORMAT-SQL.md section 5a).

Each expression becomes two names, its value and whether it is NULL; what the value is when it is
NULL is of no consequence. Every different expression is defined once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lemmata.kernel.reading import Budget
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.aggregates import Aggregates
from lemmata.kernel.sql.canonical import Canonical, alive
from lemmata.kernel.sql.folding import fold
from lemmata.kernel.sql.literals import numeral
from lemmata.kernel.sql.objects import Agg, Col, Expr, Formula, Lit, Op, Some, Truth
from lemmata.kernel.sql.schema import Tables
from lemmata.kernel.sql.values import (
    FAMILIES,
    STRICT,
    casts_exactly,
    flatten,
    nary,
    numeral_text,
    sort_of,
)

Pair = tuple[str, str]
ORDERS = ("<", "<=", ">", ">=")
MAX_LINES = 20_000


class Encoder:
    """Writes declarations and definitions to `lines`; names what it has defined."""

    def __init__(self, tables: Tables) -> None:
        self.constraints: set[str] = set()
        self.canonical = Canonical(tables, self.constraints)
        self.aggregates = Aggregates(self, tables)
        self.lines: list[str] = []
        self.texts: dict[str, str] = {}
        self.atoms: list[tuple[Some | Agg, Pair]] = []
        self.used: dict[int, set[int]] = {}
        self._known: dict[Any, Any] = {}
        self._functions: dict[Any, str] = {}
        self._sorts: set[str] = set()
        self._rows: dict[int, int] = {}
        self._budget = Budget(MAX_LINES, "an obligation that is too large")

    def _emit(self, line: str) -> None:
        self._budget.spend()
        self.lines.append(line)

    def define(self, prefix: str, sort: str, body: str) -> str:
        """A name for a text."""
        if " " not in body:
            return body
        name = f"{prefix}{len(self.lines)}"
        self._emit(f"(define-fun {name} () {sort} {body})")
        return name

    def constant(self, prefix: str, sort: str) -> str:
        """A new constant."""
        name = f"{prefix}{len(self.lines)}"
        self._declare_sort(sort)
        self._emit(f"(declare-const {name} {sort})")
        return name

    def _declare_sort(self, sort: str) -> None:
        if sort == "U" and sort not in self._sorts:
            self._sorts.add(sort)
            self._emit("(declare-sort U 0)")
            self._emit("(declare-const u U)")

    def function(self, identity: Any, prefix: str, sorts: tuple[str, ...], result: str) -> str:
        """The uninterpreted function with an identity."""
        found = self._functions.get((identity, sorts, result))
        if found is None:
            for sort in (*sorts, result):
                self._declare_sort(sort)
            found = f"{prefix}{len(self.lines)}"
            self._functions[identity, sorts, result] = found
            self._emit(f"(declare-fun {found} ({' '.join(sorts)}) {result})")
        return found

    def expr(self, expr: Expr) -> Pair:
        """The names of value and NULL flag."""
        if o.kind(expr.type) == "null":
            return self.default("Int"), "true"
        name = ("e", o.key(expr))
        if name not in self._known:
            value, null = self._expr(expr)
            sort = sort_of(expr.type)
            pair = self.define("v", sort, value), self.define("n", "Bool", null)
            self._known[name] = pair
            if isinstance(expr, Agg):
                self.atoms.append((expr, pair))
        found: Pair = self._known[name]
        return found

    def _expr(self, expr: Expr) -> Pair:
        match expr:
            case Col():
                return self._column(expr)
            case Lit():
                return self._literal(expr)
            case Op():
                return self._op(expr)
            case Truth():
                then, other = self.formula(expr.then), self.formula(expr.other)
                return then, f"(not (or {then} {other}))"
            case Agg():
                return self.aggregates.expr(expr)
        raise AssertionError(expr)

    def _column(self, col: Col) -> Pair:
        self.used.setdefault(col.var, set()).add(col.index)
        row = self._rows.setdefault(col.var, len(self._rows))
        value = f"r{row}c{col.index}"
        if value not in self._known:
            self._known[value] = True
            self._declare_sort(sort_of(col.type))
            self._emit(f"(declare-const {value} {sort_of(col.type)})")
            self._emit(f"(declare-const {value}n Bool)")
        return value, f"{value}n"

    def _literal(self, lit: Lit) -> Pair:
        sort = sort_of(lit.type)
        if lit.value is None:
            return self.default(sort), "true"
        if isinstance(lit.value, bool):
            return ("true" if lit.value else "false"), "false"
        if isinstance(lit.value, str):
            if lit.value not in self.texts:
                self.texts[lit.value] = self.constant("l", "Real")
            return self.texts[lit.value], "false"
        if sort == "U":
            return self.function(("literal", lit), "l", (), sort), "false"
        return numeral_text(numeral(lit), sort), "false"

    def close(self) -> None:
        """State the order of the texts that occur."""
        names = [self.texts[text] for text in sorted(self.texts)]
        if len(names) > 1:
            self._emit(f"(assert (< {' '.join(names)}))")

    def default(self, sort: str) -> str:
        """Some value of a sort."""
        self._declare_sort(sort)
        return {"Int": "0", "Real": "0.0", "Bool": "false", "U": "u"}[sort]

    def free(self, obj: Any) -> tuple[Any, list[Expr]]:
        """The shape of an object and the columns of free rows in it, in order."""
        found: list[Expr] = []

        def see(column: Col) -> Any:
            found.append(column)
            return ("argument", column.type)

        return o.key(obj, {}, see), found

    def apply(self, call: tuple[Any, list[Expr]], result: str) -> Pair:
        """An uninterpreted value and flag of expressions that may be NULL."""
        identity, exprs = call
        args, sorts = [], []
        for expr in exprs:
            value, null = self.expr(expr)
            sort = sort_of(expr.type)
            args += [f"(ite {null} {self.default(sort)} {value})", null]
            sorts += [sort, "Bool"]
        found = [
            self.function((identity, part), name, tuple(sorts), sort)
            for part, name, sort in (("value", "f", result), ("null", "g", "Bool"))
        ]
        if not args:
            return found[0], found[1]
        return f"({found[0]} {' '.join(args)})", f"({found[1]} {' '.join(args)})"

    def _op(self, op: Op) -> Pair:
        known = replace(op, args=tuple(fold(a) if isinstance(a, Op) else a for a in op.args))
        folded = fold(known)
        if not isinstance(folded, Op):
            return self.expr(folded)
        op = folded
        if op.kind == "case":
            return self._case(op)
        if op.kind == "widen" or (op.kind == "cast" and casts_exactly(op.args[0].type, op.type)):
            value, null = self.expr(op.args[0])
            return self.coerce(value, op.args[0].type, op.type), null
        if op.kind == "cast" and op.args[0].type == "bool" and o.kind(op.type) in o.NUMBERS:
            value, null = self.expr(op.args[0])
            one, zero = (numeral_text(Fraction(n), sort_of(op.type)) for n in (1, 0))
            return f"(ite {value} {one} {zero})", null
        if op.kind == "cast":
            return self._strict(op)
        if op.kind == "op":
            special = _SPECIAL.get((op.name, len(op.args))) or _SPECIAL.get((op.name, -1))
            if special is not None and _boolean_where_due(op):
                return special(self, op)
            if op.name in STRICT:
                return self._strict(op)
        identity = (op.kind, op.name, op.type, tuple(a.type for a in op.args))
        return self.apply((identity, list(op.args)), sort_of(op.type))

    def _strict(self, op: Op) -> Pair:
        """An operator that gives NULL exactly if an argument is NULL."""
        pairs = [self.expr(arg) for arg in op.args]
        null = nary("or", [p[1] for p in pairs], "false")
        kinds = [o.kind(arg.type) for arg in op.args]
        value = self._arithmetic(op, [p[0] for p in pairs], kinds)
        if value is None:
            identity = (op.kind, op.name, op.type, tuple(a.type for a in op.args))
            sorts = tuple(sort_of(a.type) for a in op.args)
            name = self.function(identity, "f", sorts, sort_of(op.type))
            values = " ".join(p[0] for p in pairs)
            value = f"({name} {values})" if values else name
        return value, null

    def _arithmetic(self, op: Op, values: list[str], kinds: list[str]) -> str | None:
        """The value of an interpreted operator, None for others."""
        if op.kind != "op" or "null" in kinds:
            return None
        families = {FAMILIES.get(k) for k in kinds}
        if op.name in ("=", "<>", *ORDERS) and len(values) == 2 and len(families) == 1:
            if None in families:
                return None
            if families == {"bool"} and op.name in ORDERS:
                return _boolean_order(op.name, *values)
            a, b = align(values, [sort_of(a.type) for a in op.args])
            return f"(distinct {a} {b})" if op.name == "<>" else f"({op.name} {a} {b})"
        result = o.kind(op.type)
        exact = result in ("int", "decimal") and all(
            k == "int" or (k == "decimal" and result == "decimal") for k in kinds
        )
        if not exact:
            return None
        parts = [self.coerce(v, k, result) for v, k in zip(values, kinds, strict=True)]
        literal = any(isinstance(arg, Lit) for arg in op.args)
        if op.name == "*" and any(isinstance(arg, Agg) for arg in op.args):
            return self.aggregates.total((o.Term((), (), (op,)),), op.type)
        if len(parts) == 2 and (op.name in ("+", "-") or (op.name == "*" and literal)):
            return f"({op.name} {parts[0]} {parts[1]})"
        return f"(- {parts[0]})" if op.name == "neg" and len(parts) == 1 else None

    def _case(self, op: Op) -> Pair:
        sort = sort_of(op.type)

        def part(expr: Expr) -> Pair:
            value, null = self.expr(expr)
            return self.coerce(value, expr.type, op.type), null

        value, null = part(op.args[-1])
        for i in range(len(op.args) - 3, -1, -2):
            test = self.truth(op.args[i])
            then = part(op.args[i + 1])
            value = self.define("v", sort, f"(ite {test} {then[0]} {value})")
            null = self.define("n", "Bool", f"(ite {test} {then[1]} {null})")
        return value, null

    def _coalesce(self, op: Op) -> Pair:
        sort = sort_of(op.type)
        value, null = self.default(sort), "true"
        for arg in reversed(op.args):
            first, none = self.expr(arg)
            first = self.coerce(first, arg.type, op.type)
            value = self.define("v", sort, f"(ite {none} {value} {first})")
            null = self.define("n", "Bool", f"(and {none} {null})")
        return value, null

    def _connective(self, op: Op) -> Pair:
        """AND or OR: the value is that it is true."""
        other = "or" if op.name == "and" else "and"
        true = nary(op.name, [self.truth(a) for a in op.args], "true")
        false = nary(other, [self.falsity(a) for a in op.args], "false")
        true = self.define("v", "Bool", true)
        return true, f"(not (or {true} {false}))"

    def _not(self, op: Op) -> Pair:
        value, null = self.expr(op.args[0])
        return f"(not {self.coerce(value, op.args[0].type, 'bool')})", null

    def _test(self, op: Op) -> Pair:
        arg = op.args[0]
        if op.name == "is null":
            return self.expr(arg)[1], "false"
        return (self.truth(arg) if op.name == "is true" else self.falsity(arg)), "false"

    def _not_distinct(self, op: Op) -> Pair:
        return self.formula(o.Same(op.args[0], op.args[1])), "false"

    def coerce(self, value: str, given: str, wanted: str) -> str:
        """A value of another type, the same if that has a meaning."""
        first, second = o.kind(given), o.kind(wanted)
        if first == "null":
            return self.default(sort_of(wanted))
        if FAMILIES.get(first, first) != FAMILIES.get(second, second) or not o.fits(given, wanted):
            sorts = (sort_of(given),)
            name = self.function(("convert", given, wanted), "f", sorts, sort_of(wanted))
            return f"({name} {value})"
        return align([value, ""], [sort_of(given), sort_of(wanted)])[0]

    def truth(self, expr: Expr) -> str:
        """That a Boolean expression is true."""
        value, null = self.expr(expr)
        if null in ("false", "true"):
            return value if null == "false" else "false"
        return self.define("t", "Bool", f"(and {value} (not {null}))")

    def falsity(self, expr: Expr) -> str:
        """That a Boolean expression is false."""
        value, null = self.expr(expr)
        if null == "true":
            return "false"
        return self.define("t", "Bool", f"(and (not {value}) (not {null}))")

    def formula(self, formula: Formula) -> str:
        """The name of a formula."""
        name = ("f", o.key(formula))
        if name not in self._known:
            self._known[name] = self.define("b", "Bool", self._formula(formula))
        found: str = self._known[name]
        return found

    def _formula(self, formula: Formula) -> str:
        match formula:
            case o.Holds():
                return self.truth(formula.expr)
            case o.Same():
                return self._same(formula)
            case o.And():
                return nary("and", [self.formula(p) for p in formula.parts], "true")
            case o.Or():
                return nary("or", [self.formula(p) for p in formula.parts], "false")
            case o.Not():
                return f"(not {self.formula(formula.part)})"
            case Some():
                return self._some(formula)
        raise AssertionError(formula)

    def _some(self, formula: Some) -> str:
        plain = (self.canonical.term(t, {}) for t in flatten(formula.bag))
        flat = Some(alive(tuple(self.canonical.term(t, {}) for t in flatten(tuple(plain)))))
        value, _ = self.apply(self.free(flat), "Bool")
        name = self.define("s", "Bool", value)
        if all(atom[1][0] != name for atom in self.atoms):
            self.atoms.append((flat, (name, "false")))
        return name

    def _same(self, formula: o.Same) -> str:
        (a, no_a), (b, no_b) = self.expr(formula.left), self.expr(formula.right)
        types = (formula.left.type, formula.right.type)
        kinds = [o.kind(t) for t in types]
        if "null" in kinds:
            return f"(and {no_a} {no_b})"
        families = [FAMILIES.get(k, k) for k in kinds]
        if families[0] == families[1]:
            a, b = align([a, b], [sort_of(t) for t in types])
            equal = f"(= {a} {b})"
        else:
            sorts = (sort_of(types[0]), sort_of(types[1]))
            equal = f"({self.function(('same', *types), 'f', sorts, 'Bool')} {a} {b})"
        return f"(or (and {no_a} {no_b}) (and (not {no_a}) (not {no_b}) {equal}))"


_SPECIAL: dict[tuple[str, int], Callable[[Encoder, Op], Pair]] = {
    ("and", -1): Encoder._connective,
    ("or", -1): Encoder._connective,
    ("not", 1): Encoder._not,
    ("coalesce", -1): Encoder._coalesce,
    ("is null", 1): Encoder._test,
    ("is true", 1): Encoder._test,
    ("is false", 1): Encoder._test,
    ("is not distinct", 2): Encoder._not_distinct,
}


def _boolean_where_due(op: Op) -> bool:
    """Whether connectives have Boolean arguments, and arguments fit the type of a COALESCE."""
    if op.name in ("is null", "is not distinct"):
        return op.type == "bool"
    if op.name == "coalesce":
        return all(o.fits(a.type, op.type) for a in op.args)
    return op.type == "bool" and all(a.type in ("bool", "null") for a in op.args)


def _boolean_order(name: str, first: str, second: str) -> str:
    """False is before true."""
    if name in (">", ">="):
        first, second, name = second, first, "<" if name == ">" else "<="
    return f"(and (not {first}) {second})" if name == "<" else f"(or (not {first}) {second})"


def align(values: list[str], sorts: list[str]) -> list[str]:
    """Values of one family in one sort."""
    if len(set(sorts)) == 1:
        return values
    pairs = zip(values, sorts, strict=True)
    return [f"(to_real {value})" if sort == "Int" else value for value, sort in pairs]
