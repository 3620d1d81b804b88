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

from lemmata.terms.matching import Matcher, head_symbol, match, match_rigid
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

V = TypeVar("V")
Key = Symbol | Term | None
Terms = tuple[Term, "Terms"] | None


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
        self._variables: dict[Term, list[Term] | None] = {}
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
        if left not in self._variables:
            self._variables[left] = _occurrences(left)

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
                if not any(other is left for _, other, _ in node.entries):
                    del self._variables[left]
                break
        else:
            return False
        while path and not node.entries and not node.children:
            node, key = path.pop()
            del node.children[key]
        return True

    def generalisations(self, term: Term) -> list[tuple[Term, V]]:
        """All entries whose left side may match the term, in the order of insertion."""
        return [(left, value) for _, left, value, _ in self._retrieve(term)]

    def bindings(self, term: Term) -> Iterator[tuple[V, dict[Term, Term]]]:
        """The entries that match the term with rigid sorts, and how, in the order of insertion.

        The subterms skipped are the values of the variables, so matching costs next to nothing.
        """
        for _, left, value, skipped in self._retrieve(term):
            binding: dict[Term, Term] = {}
            variables = self._variables[left]
            if variables is None:
                if match_rigid(left, term, binding) is not None:
                    yield value, binding
                continue
            for variable in variables:
                assert skipped is not None
                found, skipped = skipped
                if binding.setdefault(variable, found) is not found:
                    break
                if variable.sort is not found.sort:
                    break
            else:
                yield value, binding

    def _retrieve(self, term: Term) -> list[tuple[int, Term, V, Terms]]:
        """The candidates with what their `*` stood for, the last one first."""
        found: list[tuple[int, Term, V, Terms]] = []
        stack: list[tuple[_Node[V], Terms, Terms]] = [(self._root, (term, None), None)]
        while stack:
            node, agenda, skipped = stack.pop()
            while agenda is not None:
                top, rest = agenda
                children = node.children
                star = children.get(None)
                head = top.head
                if head.__class__ is str:
                    child = None
                else:
                    child = children.get(head if head.__class__ is Symbol else top)
                if child is None:
                    if star is None:
                        break
                    node, agenda, skipped = star, rest, (top, skipped)
                    continue
                if star is not None:
                    stack.append((star, rest, (top, skipped)))
                for arg in reversed(top.args):
                    rest = (arg, rest)
                node, agenda = child, rest
            else:
                for number, left, value in node.entries:
                    found.append((number, left, value, skipped))
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        return found

    def matches(self, term: Term) -> Iterator[tuple[V, Matcher]]:
        """The entries that do match the term, in the order of insertion, with their bindings."""
        for left, value in self.generalisations(term):
            matcher = match(left, term)
            if matcher is not None:
                yield value, matcher


def _occurrences(term: Term) -> list[Term] | None:
    """The occurrences of variables, right to left; None if sort arguments have to be compared."""
    found: list[Term] = []
    stack = [term]
    while stack:
        top = stack.pop()
        if top.types:
            return None
        if top.is_variable:
            found.append(top)
        stack.extend(top.args)
    return found


def _preorder(term: Term) -> Iterator[Key]:
    stack = [term]
    while stack:
        top = stack.pop()
        yield head_symbol(top)
        stack.extend(reversed(top.args))
