"""An e-graph on integers that is made for searching: no proof forest, a log instead.

A node is a symbol applied to nodes; it is numbered when it is made and stands for one ground term
for ever (`origin`). `kids`, `home` and `rows` are canonical as of the last `rebuild`, and so are
the numbers in a match: between two rebuilds everything is read and added in that snapshot, and
unions only mark the class that lost. `rebuild` then restores congruence at once (Willsey et al.,
POPL 2021). `written` lists the rows of a symbol in the order of their last change, so "what
changed since" is a suffix of it (semi-naive evaluation).

The log records each instance that changed the graph. Replayed in order into a congruence closure
with a proof forest (`closure`), it proves every equality that the graph holds.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import Term

Kids = tuple[int, ...]
Operator = Term | tuple[Symbol, tuple[Sort, ...], Sort]
"""A leaf (variable, literal, constant), or a symbol with its sort arguments and its result sort."""


class Full(Exception):
    """The node limit is reached."""


def operator(term: Term) -> Operator:
    """What is on top of a term."""
    if not term.args:
        return term
    assert term.symbol is not None
    return (term.symbol, term.types, term.sort)


def is_literal(term: Term) -> bool:
    """Whether a leaf is a number or a constant constructor: two of them are never equal."""
    head = term.head
    if isinstance(head, Symbol):
        return head.kind is Kind.CONSTRUCTOR
    return isinstance(head, int | Fraction)


class Operators:
    """The operators by number, shared by a graph and its closure."""

    def __init__(self) -> None:
        """None yet."""
        self.list: list[Operator] = []
        self.number: dict[Operator, int] = {}
        self._instances: dict[Symbol, list[int]] = {}

    def of(self, term: Term) -> int:
        """The number of what is on top of a term."""
        key = operator(term)
        found = self.number.get(key)
        if found is None:
            found = self.number[key] = len(self.list)
            self.list.append(key)
            if isinstance(key, tuple):
                self._instances.setdefault(key[0], []).append(found)
        return found

    def with_symbol(self, symbol: Symbol) -> list[int]:
        """The operators with a symbol, at all its sort arguments."""
        return self._instances.get(symbol, [])

    def apply(self, op: int, args: tuple[Term, ...]) -> Term:
        """The term of an operator and arguments."""
        key = self.list[op]
        if isinstance(key, Term):
            return key
        return Term._make(key[0], key[1], args, key[2])


class Graph:
    """Nodes, classes and the log; `limit` nodes at most."""

    def __init__(self, limit: int) -> None:
        """An empty graph."""
        self.limit = limit
        self.operators = Operators()
        self.op: list[int] = []
        self.origin: list[Kids] = []
        self.kids: list[Kids] = []
        self.home: list[int] = []
        self.position: list[int] = []
        self.union_find: list[int] = []
        self.table: list[dict[Kids, int]] = []
        self.written: list[list[int]] = []
        self.rows: list[dict[int, dict[int, Kids]] | None] = []
        self.parents: list[list[int] | None] = []
        self.literal: dict[int, int] = {}
        self.clash: tuple[int, int] | None = None
        self.lost: list[int] = []
        self.log: list[tuple[int, Kids]] = []
        self.unions = 0
        self._terms: dict[int, Term] = {}

    # Terms in

    def operator(self, term: Term) -> int:
        """The number of a term's operator, with its tables."""
        op = self.operators.of(term)
        while len(self.table) <= op:
            self.table.append({})
            self.written.append([])
        return op

    def add(self, root: Term) -> int:
        """The class of a term as of the last rebuild; it is added with all its subterms."""
        done: dict[Term, int] = {}
        stack = [root]
        while stack:
            term = stack[-1]
            if term in done:
                stack.pop()
                continue
            todo = [a for a in term.args if a not in done]
            if todo:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            op = self.operator(term)
            kids = tuple([done[a] for a in term.args])
            known = self.table[op].get(kids)
            done[term] = self.new(op, kids) if known is None else self.home[known]
        return done[root]

    def new(self, op: int, kids: Kids) -> int:
        """A node that is not in the table, in a class of its own."""
        n = self._node(op, kids)
        self.home.append(n)
        self.union_find.append(n)
        self.rows.append({op: {n: kids}})
        self.parents.append([])
        if not kids:
            leaf = self.operators.list[op]
            if isinstance(leaf, Term) and is_literal(leaf):
                self.literal[n] = n
        return n

    def new_in(self, op: int, kids: Kids, home: int) -> int:
        """A node that is not in the table, as a further member of a class."""
        n = self._node(op, kids)
        self.home.append(home)
        self.union_find.append(home)
        self.rows.append(None)
        self.parents.append(None)
        rows = self.rows[home]
        assert rows is not None
        if op in rows:
            rows[op][n] = kids
        else:
            rows[op] = {n: kids}
        return n

    def _node(self, op: int, kids: Kids) -> int:
        n = len(self.op)
        if n >= self.limit:
            raise Full
        self.op.append(op)
        self.origin.append(kids)
        self.kids.append(kids)
        written = self.written[op]
        self.position.append(len(written))
        written.append(n)
        self.table[op][kids] = n
        parents = self.parents
        if len(kids) == 2:
            a, b = kids
            parents[a].append(n)  # type: ignore[union-attr]
            if a != b:
                parents[b].append(n)  # type: ignore[union-attr]
        else:
            for a in dict.fromkeys(kids):
                parents[a].append(n)  # type: ignore[union-attr]
        return n

    # Classes

    def find(self, n: int) -> int:
        """The class of a node now, whether or not the graph has been rebuilt."""
        up = self.union_find
        while up[n] != n:
            up[n] = n = up[up[n]]
        return n

    def union(self, a: int, b: int) -> bool:
        """Make two classes one; False if they were. Congruence waits for `rebuild`."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        literal = self.literal
        x, y = literal.get(a), literal.get(b)
        if x is not None and y is not None:
            self.clash = self.clash or (x, y)
        parents = self.parents
        if y is None and (x is not None or len(parents[a]) > len(parents[b])):  # type: ignore[arg-type]
            a, b = b, a
        self.union_find[a] = b
        self.lost.append(a)
        self.unions += 1
        return True

    def leaf(self, op: int) -> int:
        """The class of a leaf, -1 if it is not in the graph."""
        n = self.table[op].get(())
        return -1 if n is None else self.home[n]

    # Terms out

    def term(self, root: int) -> Term:
        """The term that a node stands for."""
        done = self._terms
        stack = [root]
        while stack:
            n = stack[-1]
            todo = [a for a in self.origin[n] if a not in done]
            if todo and n not in done:
                stack.extend(todo)
                continue
            stack.pop()
            done[n] = self.applied(self.op[n], self.origin[n])
        return done[root]

    def applied(self, op: int, kids: Kids) -> Term:
        """The term of an operator applied to nodes."""
        done = self._terms
        return self.operators.apply(
            op, tuple([done[a] if a in done else self.term(a) for a in kids])
        )

    def known(self, root: Term) -> int | None:
        """The class of a term, None if the graph does not hold it; nothing is added."""
        done: dict[Term, int] = {}
        stack = [root]
        while stack:
            term = stack[-1]
            todo = [a for a in term.args if a not in done]
            if todo and term not in done:
                stack.extend(reversed(todo))
                continue
            stack.pop()
            op = self.operators.number.get(operator(term))
            kids = tuple([done[a] for a in term.args])
            n = None if op is None else self.table[op].get(kids)
            if n is None:
                return None
            done[term] = self.home[n]
        return done[root]

    def changed(self, op: int, since: int) -> list[int]:
        """The rows of an operator written at or after a place of its list, in that order."""
        position = self.position
        written = enumerate(islice(self.written[op], since, None), since)
        return [n for i, n in written if position[n] == i]

    # Congruence

    def rebuild(self) -> bool:
        """Close the classes under congruence; whether anything had to be done."""
        if not self.lost:
            return False
        losers: list[int] = []
        changed: list[int] = []
        while self.lost:
            loser = self.lost.pop()
            losers.append(loser)
            self._repair(loser, changed)
        self._refresh(losers, changed)
        return True

    def _repair(self, loser: int, changed: list[int]) -> None:
        """Give the parents of a class that lost their new child; equal rows become one."""
        kids, op, position = self.kids, self.op, self.position
        winner = self.find(loser)
        moved, target = self.parents[loser], self.parents[winner]
        assert moved is not None
        assert target is not None
        self.parents[loser] = None
        tables, put, take = self.table, changed.append, target.append
        for p in moved:
            if position[p] < 0:
                continue
            old = kids[p]
            if len(old) == 2:
                a, b = old
                new: Kids = (winner if a == loser else a, winner if b == loser else b)
            else:
                new = tuple([winner if a == loser else a for a in old])
            table = tables[op[p]]
            del table[old]
            kids[p] = new
            put(p)
            twin = table.setdefault(new, p)
            if twin != p:
                position[p] = -1
                self.union(twin, p)
            elif winner not in old:
                take(p)

    def _refresh(self, losers: list[int], changed: list[int]) -> None:
        """File every row under its class and with its children, and mark it as written."""
        find, rows, home, position = self.find, self.rows, self.home, self.position
        touched: dict[int, None] = {}
        for loser in losers:
            mine, winner = rows[loser], find(loser)
            theirs = rows[winner]
            assert mine is not None
            assert theirs is not None
            rows[loser] = None
            for op, members in mine.items():
                touched.update(dict.fromkeys(members))
                for n in members:
                    home[n] = winner
                if op in theirs:
                    theirs[op].update(members)
                else:
                    theirs[op] = members
        op_of, kids = self.op, self.kids
        for n in changed:
            members = rows[home[n]][op_of[n]]  # type: ignore[index]
            if position[n] >= 0:
                members[n] = kids[n]
            else:
                members.pop(n, None)
        touched.update(dict.fromkeys(changed))
        for n in touched:
            if position[n] >= 0:
                written = self.written[op_of[n]]
                position[n] = len(written)
                written.append(n)
