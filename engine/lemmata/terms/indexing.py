"""A discrimination tree: which left sides could match a term, without trying all of them.

A left side is stored under its symbols in preorder, every variable as `*`:

    x + 0        +  *  0
    S(x) + y     +  S  *  *
    x + x        +  *  *         (the index forgets that both are the same variable)

Retrieval walks the tree and the term together; `*` skips a subterm. What it finds are candidates:
sorts and repeated variables are left to `match`, which `matches` calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Generic, TypeVar

from lemmata.terms.matching import Matcher, head_symbol, match
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

V = TypeVar("V")
Key = Symbol | Term | None
Agenda = tuple[Term, "Agenda"] | None


class _Node(Generic[V]):
    __slots__ = ("children", "entries")

    def __init__(self) -> None:
        self.children: dict[Key, _Node[V]] = {}
        self.entries: list[tuple[int, Term, V]] = []


class DiscriminationTree(Generic[V]):
    """Values filed under left sides; several may be filed under the same one.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x = Term.variable("x", plus.result)
    >>> one = Term.integer(1)
    >>> tree = DiscriminationTree()
    >>> tree.insert(Term.apply(plus, x, one), "successor")
    >>> tree.insert(Term.apply(plus, x, x), "double")
    >>> [value for _, value in tree.generalisations(Term.apply(plus, one, one))]
    ['successor', 'double']
    """

    def __init__(self) -> None:
        self._root: _Node[V] = _Node()
        self._inserted = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def insert(self, left: Term, value: V) -> None:
        """File a value under a left side."""
        node = self._root
        for key in _preorder(left):
            node = node.children.setdefault(key, _Node())
        self._inserted += 1
        self._size += 1
        node.entries.append((self._inserted, left, value))

    def remove(self, left: Term, value: V) -> bool:
        """Take out the first entry with this left side and value; whether there was one."""
        node = self._root
        path: list[tuple[_Node[V], Key]] = []
        for key in _preorder(left):
            path.append((node, key))
            child = node.children.get(key)
            if child is None:
                return False
            node = child
        for i, (_, stored, filed) in enumerate(node.entries):
            if stored is left and filed == value:
                del node.entries[i]
                self._size -= 1
                break
        else:
            return False
        while path and not node.entries and not node.children:
            node, key = path.pop()
            del node.children[key]
        return True

    def generalisations(self, term: Term) -> list[tuple[Term, V]]:
        """All entries whose left side may match the term, in the order of insertion."""
        found: list[tuple[int, Term, V]] = []
        stack: list[tuple[_Node[V], Agenda]] = [(self._root, (term, None))]
        while stack:
            node, agenda = stack.pop()
            if agenda is None:
                found.extend(node.entries)
                continue
            top, rest = agenda
            skip = node.children.get(None)
            if skip is not None:
                stack.append((skip, rest))
            key = head_symbol(top)
            if key is not None:
                child = node.children.get(key)
                if child is not None:
                    for arg in reversed(top.args):
                        rest = (arg, rest)
                    stack.append((child, rest))
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        return [(left, value) for _, left, value in found]

    def matches(self, term: Term) -> Iterator[tuple[V, Matcher]]:
        """The entries that do match the term, in the order of insertion, with their bindings."""
        for left, value in self.generalisations(term):
            matcher = match(left, term)
            if matcher is not None:
                yield value, matcher


def _preorder(term: Term) -> Iterator[Key]:
    stack = [term]
    while stack:
        top = stack.pop()
        yield head_symbol(top)
        stack.extend(reversed(top.args))
