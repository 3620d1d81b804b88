"""Terms and clauses as text.

    forall (b0 : T) (b1 : T), l1 = r1 -> l = r          a clause
    (f T x y)                                           a term, always in prefix form

A term is printed as a tree even if the certificate shares its parts, so its size has a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.tables import RATIONAL, Sort, Tables
from lemmata.export.typetheory.world import World

LARGEST_TERM = 2_000_000
DEEPEST_TERM = 5_000


class Syntax:
    """The printer of one certificate."""

    def __init__(self, world: World, tables: Tables) -> None:
        self.world = world
        self.tables = tables
        self._texts: dict[tuple[str, ...], dict[int, str]] = {}
        self._depth: dict[int, int] = {}
        self._clauses: dict[int, str] = {}

    def variable(self, index: int) -> str:
        """Return the identifier of a free variable."""
        _, name, sort = self.tables.terms[index]
        return self.world.names.get("variable", (name, sort), name)

    def bound(self, count: int) -> list[str]:
        """Return the standard identifiers of bound variables."""
        return [self.world.names.get("bound", i, f"b{i}") for i in range(count)]

    def leaf(self, index: int, bound: Sequence[str]) -> str:
        """Return the text of a variable or a literal."""
        term = self.tables.terms[index]
        if term[0] == "var":
            return self.variable(index)
        if term[0] == "bound":
            return bound[term[1]]
        if term[0] == "int":
            self.world.rest_on("Int")
            return self.world.dialect.integer(term[1])
        if term[0] == "rational":
            self.world.sort(RATIONAL)
            return self.world.dialect.rational(term[1], term[2])
        raise Unsupported("Real literals")

    def compose(self, index: int, arguments: Sequence[str]) -> str:
        """Return the text of an application from the texts of its arguments."""
        term = self.tables.terms[index]
        return self.world.build(term[1], term[2], arguments)

    def term(self, index: int, bound: Sequence[str] = ()) -> str:
        """Return the text of a term."""
        memo = self._texts.setdefault(tuple(bound), {})
        if index not in memo:
            self.render(index, bound, self.compose, memo)
        return memo[index]

    def render(
        self,
        index: int,
        bound: Sequence[str],
        compose: Callable[[int, Sequence[str]], str],
        memo: dict[int, str],
    ) -> str:
        """Print a term, with `compose` for the applications, into a table of known texts."""
        for t in self.tables.postorder(index, memo):
            if self.tables.terms[t][0] != "app":
                memo[t], self._depth[t] = self.leaf(t, bound), 1
                continue
            kids = self.tables.arguments(t)
            self._depth[t] = 1 + max((self._depth.get(k, 1) for k in kids), default=0)
            memo[t] = compose(t, [memo[k] for k in kids])
            if len(memo[t]) > LARGEST_TERM or self._depth[t] > DEEPEST_TERM:
                raise Unsupported("terms of this size")
        return memo[index]

    def shortened(self, index: int, names: dict[int, str]) -> str:
        """Return the text of a term, with the texts that `names` gives to some subterms.

        The texts found are entered into `names`.
        """
        return names[index] if index in names else self.render(index, (), self.compose, names)

    def hole(self, index: int, path: Sequence[int], names: dict[int, str]) -> str:
        """Return the text of a term with `hole` in the place of a subterm."""
        above: list[tuple[int, int]] = []
        for place in path:
            above.append((index, place))
            index = self.tables.arguments(index)[place]
        text = "hole"
        for t, place in reversed(above):
            kids = [
                text if i == place else self.shortened(kid, names)
                for i, kid in enumerate(self.tables.arguments(t))
            ]
            text = self.compose(t, kids)
        return text

    def equation(self, left: int, right: int, bound: Sequence[str] = ()) -> str:
        """Return the text of an equation."""
        return f"{self.term(left, bound)} = {self.term(right, bound)}"

    def binders(self, bound: Sequence[str], sorts: Sequence[Sort]) -> str:
        """Return `(x : A) (y : B)`."""
        pairs = zip(bound, sorts, strict=True)
        return " ".join(f"({name} : {self.world.sort(sort)})" for name, sort in pairs)

    def clause(self, index: int) -> str:
        """Return the statement of a clause without a guard."""
        if index not in self._clauses:
            clause = self.tables.clauses[index]
            self._clauses[index] = self.implication(index, self.bound(len(clause.bound)), 0)
        return self._clauses[index]

    def implication(self, index: int, bound: Sequence[str], start: int) -> str:
        """Return the clause with its bound variables from `start` on quantified."""
        clause = self.tables.clauses[index]
        parts = [self.equation(a, b, bound) for a, b in (*clause.premises, clause.conclusion)]
        body = " -> ".join(parts)
        if start == len(clause.bound):
            return body
        return f"forall {self.binders(bound[start:], clause.bound[start:])}, {body}"


def pretty(tables: Tables, index: int, names: Mapping[int, str]) -> str:
    """Return a term as the certificate's reader knows it: `nat.+(x, S(y))`."""
    done: dict[int, str] = {}
    for t in tables.postorder(index, done):
        term = tables.terms[t]
        if term[0] == "app":
            kids = ", ".join(done[k] for k in term[3])
            done[t] = f"{term[1]}({kids})" if kids else term[1]
        elif term[0] == "bound":
            done[t] = names[term[1]]
        else:
            done[t] = term[1] if term[0] != "rational" else f"{term[1]}/{term[2]}"
    return done[index]


def statement(tables: Tables, index: int, names: Mapping[int, str]) -> str:
    """Return a clause as the certificate's reader knows it."""
    clause = tables.clauses[index]
    *premises, conclusion = [
        f"{pretty(tables, a, names)} = {pretty(tables, b, names)}"
        for a, b in (*clause.premises, clause.conclusion)
    ]
    bound = ", ".join(f"{names[i]}: {pretty_sort(s)}" for i, s in enumerate(clause.bound))
    head = f"for all {bound}: " if bound else ""
    return f"{head}{' and '.join(premises)}{' implies ' if premises else ''}{conclusion}"


def pretty_sort(sort: Sort) -> str:
    """Return a sort as the certificate's reader knows it.

    >>> pretty_sort(("->", ("var", "a"), ("List", ("Int",))))
    '(a -> List(Int))'
    """
    head, *rest = sort
    if head == "var":
        return str(rest[0])
    if head == "->":
        return f"({pretty_sort(rest[0])} -> {pretty_sort(rest[1])})"
    return f"{head}({', '.join(map(pretty_sort, rest))})" if rest else str(head)
