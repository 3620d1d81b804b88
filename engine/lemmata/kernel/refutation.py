"""Refutations: premises hold, the conclusion does not (FORMAT.md section 8)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from lemmata.kernel.definitions import Definitions
from lemmata.kernel.evaluate import FALSE, FUEL, NO_FUNCTIONS, TRUE, Evaluator, Value, comparable
from lemmata.kernel.reading import LARGEST, Rejected, fields, index, require, sequence
from lemmata.kernel.real import is_function
from lemmata.kernel.terms import Clause, Pair

MAX_VALUATIONS = 2_000_000
MAX_STEPS = 20_000_000


def check_model(
    definitions: Definitions,
    tables: dict[str, list[int]],
    types: tuple[int, ...],
    clause: Clause,
    raw: object,
) -> None:
    """Reject unless the model satisfies the structures and falsifies the clause."""
    _Model(definitions, tables, raw).falsifies(types, clause)


class _Model:
    def __init__(self, definitions: Definitions, tables: dict[str, list[int]], raw: object) -> None:
        self.definitions, self.terms, self.tables = definitions, definitions.terms, tables
        self.types, sizes, symbols, self.values = fields(raw, "types", "sorts", "symbols", "values")
        structures = [d for d in definitions.raw if d["kind"] == "structure"]
        self.structures = [s for s in structures if s["sorts"] or s["symbols"]]
        fields(sizes, *(sort for s in self.structures for sort in s["sorts"]))
        self.sizes = {sort: index(n, LARGEST + 1) for sort, n in sizes.items()}
        require(all(self.sizes.values()), "an abstract sort is empty")
        names = [row["name"] for s in self.structures for row in s["symbols"]]
        names = [name for name in names if self._finite(name)]
        fields(symbols, *names)
        self.symbols = {symbol: self._table(symbol, symbols[symbol]) for symbol in names}
        self.evaluator = Evaluator(self.terms, definitions.cases, self._abstract)
        self._check_axioms()

    def _axioms(self) -> list[tuple[str, Clause]]:
        """The axioms of the structures, and others that speak about one."""
        found = []
        numbers = {i for i, d in enumerate(self.definitions.raw) if d in self.structures}
        for (structure, axiom), clause in self.definitions.axioms.items():
            own = any(s["name"] == structure for s in self.structures)
            uses = self.definitions.clause_uses(
                clause, self.definitions.axiom_types[structure, axiom]
            )
            if own or self.definitions.closure(uses) & numbers:
                found.append((axiom, clause))
        return found

    def _finite(self, symbol: str) -> bool:
        """Whether the sorts of a symbol are abstract or Bool: only these have a table."""
        declared = self.terms.symbols[symbol]
        heads = (self.terms.sorts[s][0] for s in (*declared.arguments, declared.result))
        return all(head == "Bool" or head in self.sizes for head in heads)

    def _size(self, sort: int) -> int:
        """How many values an abstract sort, or Bool, has."""
        head = self.terms.sorts[sort][0]
        if head == "Bool":
            return 2
        require(head in self.sizes, "an abstract sort or Bool is expected")
        return self.sizes[head]

    def _domain(self, sort: int) -> list[Value]:
        """All values of an abstract sort, or of Bool, in order."""
        head = self.terms.sorts[sort][0]
        if head == "Bool":
            return [FALSE, TRUE]
        return [("element", head, k) for k in range(self._size(sort))]

    def _table(self, symbol: str, raw: object) -> list[Value]:
        declared = self.terms.symbols[symbol]
        rows = sequence(raw)
        self._size(declared.result)
        count = prod(map(self._size, declared.arguments))
        require(len(rows) == count, f"the table of {symbol} has another length")
        return [self._value(row, declared.result) for row in rows]

    def _abstract(self, symbol: str, arguments: list[Value]) -> Value:
        require(symbol in self.symbols, f"no value: {symbol} has no table")
        position = 0
        for sort, value in zip(self.terms.symbols[symbol].arguments, arguments, strict=True):
            number = value[2] if value[0] == "element" else int(value == TRUE)
            position = position * self._size(sort) + number
        return self.symbols[symbol][position]

    def _check_axioms(self) -> None:
        left = MAX_VALUATIONS
        self.evaluator.fuel = MAX_STEPS
        for axiom, clause in self._axioms():
            left -= prod(map(self._size, clause.bound))
            require(left >= 0, "the model is too large to check")
            for row in product(*map(self._domain, clause.bound)):
                require(self._holds(clause, row), f"axiom {axiom} fails in the model")

    def _holds(self, clause: Clause, row: Sequence[Value]) -> bool:
        bound = (self.terms.bound(i, s) for i, s in enumerate(clause.bound))
        environment = dict(zip(bound, row, strict=True))

        def equal(pair: Pair) -> bool:
            first, second = (self.evaluator.run(side, environment) for side in pair)
            return self.evaluator.same(first, second)

        return not all(map(equal, clause.premises)) or equal(clause.conclusion)

    def falsifies(self, types: tuple[int, ...], clause: Clause) -> None:
        """Under the given values the premises hold and the conclusion does not."""
        names = [self.terms.sorts[t][1] for t in types]
        fields(self.types, *names)
        given = [
            self.tables["sorts"][index(self.types[n], len(self.tables["sorts"]))] for n in names
        ]
        for sort in given:
            require(not self.terms.sort_leaves((sort,))[0], "a sort with type variables")
        binding = dict(zip(types, given, strict=True))
        bound = {
            self.terms.bound(i, s): self.terms.bound(i, self.terms.sort_with(s, binding))
            for i, s in enumerate(clause.bound)
        }
        sorts = tuple(self.terms.sort_with(s, binding) for s in clause.bound)

        def put(pair: Pair) -> Pair:
            left, right = pair
            return self.terms.replace(left, bound, binding), self.terms.replace(
                right, bound, binding
            )

        closed = Clause(sorts, tuple(map(put, clause.premises)), put(clause.conclusion), None)
        rows = sequence(self.values)
        require(len(rows) == len(sorts), "one value a variable is expected")
        self.evaluator.fuel = FUEL
        row = [self._value(raw, sort) for raw, sort in zip(rows, sorts, strict=True)]
        self.evaluator.fuel = FUEL
        require(not self._holds(closed, row), "the statement holds under these values")

    def _value(self, raw: object, sort: int) -> Value:
        """A value of the file, of the given sort."""
        require(isinstance(raw, dict), "a value is an object")
        assert isinstance(raw, dict)
        head, *arguments = self.terms.sorts[sort]
        if "element" in raw:
            [k] = fields(raw, "element")
            require(head in self.sizes, "an element of another sort")
            return ("element", head, index(k, self.sizes[head]))
        if "table" in raw:
            table, default = fields(raw, "table", "default")
            require(head == "->", "a table of another sort")
            pairs = [sequence(row) for row in sequence(table)]
            require(all(len(row) == 2 for row in pairs), "a row of a table is a pair")
            rows = [(self._value(a, arguments[0]), self._value(r, arguments[1])) for a, r in pairs]
            for i, (argument, _) in enumerate(rows):
                clash = any(self.evaluator.same(argument, other) for other, _ in rows[:i])
                require(not clash, "a table gives two results for one argument")
                require(comparable(argument), NO_FUNCTIONS)
            return ("table", rows, self._value(default, arguments[1]))
        [number] = fields(raw, "term")
        term = self.tables["terms"][index(number, len(self.tables["terms"]))]
        require(self.terms.sort[term] == sort, "a value of another sort")
        self._check_data(term)
        evaluator = Evaluator(self.terms, {}, self._no_abstract)
        return evaluator.run(term, {})

    def _check_data(self, root: int) -> None:
        seen, stack = {root}, [root]
        while stack:
            term = stack.pop()
            entry: tuple[Any, ...] = self.terms.entries[term]
            literal = entry[0] in ("int", "rational", "real")
            good = literal or self.terms.constructor(term) or is_function(self.terms, term)
            require(good, "a value is built of constructors and literals")
            inner = set(entry[3]) - seen if entry[0] == "app" else set()
            seen |= inner
            stack.extend(inner)

    @staticmethod
    def _no_abstract(symbol: str, arguments: list[Value]) -> Value:
        raise Rejected(f"{symbol} is not a constructor")
