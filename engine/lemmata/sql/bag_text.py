"""The kernel's bags as text: rows drawn from tables, conditions, outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.kernel.sql import objects as o

Json = dict[str, Any]
INFIX = ("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "and", "or", "like")


class BagText:
    """Prints bags; rows of a table are called after it, others r1, r2, …"""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self.columns = columns
        self.names: dict[int, str] = {}
        self.tables: dict[int, str] = {}
        self._counts: dict[str, int] = {}

    def terms(self, bag: o.Bag) -> list[Json]:
        """The parts of a bag: `rows`, `where` and `out` as texts."""
        return [self._term(term) for term in bag]

    def _term(self, term: o.Term) -> Json:
        rows = [self._row(var, gen) for var, gen in term.rows]
        where = [_bare(self.formula(part)) for part in term.where]
        return {"rows": rows, "where": where, "out": [self.value(e) for e in term.out]}

    def _row(self, var: int, gen: o.Gen) -> str:
        stem = gen.name if isinstance(gen, o.Table) else "r"
        self._counts[stem] = self._counts.get(stem, 0) + 1
        source = self._source(gen)
        self.names[var] = f"{stem}{self._counts[stem]}"
        if isinstance(gen, o.Table):
            self.tables[var] = gen.name
        return f"{self.names[var]} in {source}"

    def _source(self, gen: o.Gen) -> str:
        if isinstance(gen, o.Table):
            return gen.name
        if isinstance(gen, o.Set):
            return f"distinct {self.bag(gen.bag)}"
        return f"{gen.kind} of {', '.join(map(self.bag, gen.bags))}"

    def bag(self, bag: o.Bag) -> str:
        """A bag on one line."""
        return "{" + " + ".join(self._line(self._term(term)) for term in bag) + "}"

    def _line(self, term: Json) -> str:
        parts = [", ".join(term["out"]) or "a row"]
        parts += ["for " + ", ".join(term["rows"])] if term["rows"] else []
        parts += ["where " + " and ".join(term["where"])] if term["where"] else []
        return " ".join(parts)

    def formula(self, formula: o.Formula) -> str:
        """A formula."""
        if isinstance(formula, o.Holds):
            return self.value(formula.expr)
        if isinstance(formula, o.Same):
            if formula.right == o.NULL:
                return f"{self.value(formula.left)} is null"
            return f"{self.value(formula.left)} ≡ {self.value(formula.right)}"
        if isinstance(formula, o.Some):
            return f"some {self.bag(formula.bag)}"
        if isinstance(formula, o.Not):
            return f"not ({self.formula(formula.part)})"
        word, none = (" and ", "true") if isinstance(formula, o.And) else (" or ", "false")
        return "(" + word.join(map(self.formula, formula.parts)) + ")" if formula.parts else none

    def value(self, expr: o.Expr) -> str:
        """An expression."""
        if isinstance(expr, o.Col):
            return self._column(expr)
        if isinstance(expr, o.Lit):
            return _literal(expr.value)
        if isinstance(expr, o.Agg):
            word = "distinct " if expr.distinct else ""
            return f"{expr.function} {word}{self.bag(expr.bag)}"
        if isinstance(expr, o.Truth):
            return f"truth({self.formula(expr.then)})"
        args = [self.value(arg) for arg in expr.args]
        if expr.kind == "widen":
            return args[0]
        if expr.kind == "cast":
            return f"cast({args[0]} as {expr.type})"
        if expr.kind == "case":
            pairs = zip(args[:-1:2], args[1::2], strict=True)
            return f"case {' '.join(f'when {c} then {v}' for c, v in pairs)} else {args[-1]} end"
        if expr.name in INFIX and len(args) > 1:
            return "(" + f" {expr.name} ".join(args) + ")"
        return f"{expr.name}({', '.join(args)})"

    def _column(self, column: o.Col) -> str:
        table = self.tables.get(column.var)
        names = self.columns.get(table, ()) if table else ()
        index = column.index
        shown = names[index] if index < len(names) else str(index + 1)
        return f"{self.names.get(column.var, '?')}.{shown}"


def _bare(text: str) -> str:
    """A text without brackets around the whole.

    >>> _bare("(a = (b))"), _bare("(a) or (b)")
    ('a = (b)', '(a) or (b)')
    """
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and i < len(text) - 1:
            return text
    return text[1:-1] if text.startswith("(") else text


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value[1]) if isinstance(value, tuple) else str(value)
