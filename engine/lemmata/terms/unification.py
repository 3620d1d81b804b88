"""Unification: the most general substitution that makes two terms equal.

    { x = t, E }                                  { f(s1, .., sn) = f(t1, .., tn), E }
    ------------  bind: x does not occur in t     ------------------------------------  decompose
    { E[x:=t] }                                   { s1 = t1, .., sn = tn, E }

Terms are graphs, and equal terms are one node, so the two rules become: merge the classes of both
nodes, and the classes of their arguments. Substituting never happens; the occurs check is one
search for a cycle among the classes at the end (Huet's algorithm, near-linear in the graph).

Sorts are rigid: variables of different sorts never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lemmata.terms.matching import variables_in_order
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


def unify(left: Term, right: Term) -> dict[Term, Term] | None:
    """The idempotent most general unifier of two terms, sorts rigid; None if there is none.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x, y = (Term.variable(name, plus.result) for name in "xy")
    >>> unify(Term.apply(plus, x, Term.integer(1)), Term.apply(plus, y, x))
    {Term(x): Term(1), Term(y): Term(1)}
    >>> unify(x, Term.apply(plus, x, y)) is None
    True
    """
    return unify_all(((left, right),))


def unify_all(pairs: Iterable[tuple[Term, Term]]) -> dict[Term, Term] | None:
    """The idempotent most general unifier of all pairs at once, or None."""
    triangular = _merge(list(pairs))
    return None if triangular is None else _resolve(triangular)


def rename_apart(
    terms: Sequence[Term], suffix: str, sorts: Mapping[Sort, Sort] | None = None
) -> tuple[list[Term], dict[Term, Term]]:
    """The terms with `suffix` appended to every variable's name, and the renaming.

    `sorts` is put in at the same time. Distinct variables stay distinct.
    """
    types = sorts or {}
    renaming: dict[Term, Term] = {}
    taken: set[Term] = set()
    for old in variables_in_order(*terms):
        name, sort = f"{old.head}{suffix}", old.sort.substitute(types)
        new, count = Term.variable(name, sort), 0
        while new in taken:  # x: a beside x: Nat, and a becomes Nat
            count += 1
            new = Term.variable(f"{name}_{count}", sort)
        taken.add(new)
        renaming[old] = new
    return [term.instantiate(types, renaming) for term in terms], renaming


def _merge(stack: list[tuple[Term, Term]]) -> dict[Term, Term] | None:
    """Merge classes until closed; the triangular binding, or None on a clash of symbols."""
    parent: dict[Term, Term] = {}
    stack.reverse()
    while stack:
        left, right = stack.pop()
        left, right = _find(left, parent), _find(right, parent)
        if left is right:
            continue
        if left.sort is not right.sort:
            return None
        if left.head.__class__ is str:
            parent[left] = right
        elif right.head.__class__ is str:
            parent[right] = left
        elif not _same_head(left, right):
            return None
        else:
            parent[left] = right
            for i in range(len(left.args) - 1, -1, -1):
                stack.append((left.args[i], right.args[i]))
    return _triangular(parent)


def _same_head(left: Term, right: Term) -> bool:
    if left.head is not right.head or not isinstance(left.head, Symbol):
        return False  # equal literals are one term, so these two differ
    return left.types == right.types


def _find(term: Term, parent: dict[Term, Term]) -> Term:
    root = term
    while root in parent:
        root = parent[root]
    while term is not root:
        parent[term], term = root, parent[term]
    return root


def _triangular(parent: dict[Term, Term]) -> dict[Term, Term] | None:
    """Each bound variable with its class's node; None if the classes are cyclic.

    Classes are entered depth first; meeting one that is still open closes a cycle.
    """
    done: set[Term] = set()
    path: set[Term] = set()
    for start in list(parent):
        stack = [_find(start, parent)]
        while stack:
            root = stack[-1]
            if root in done:
                stack.pop()
            elif root in path:
                path.discard(root)
                done.add(root)
                stack.pop()
            else:
                path.add(root)
                for arg in root.args:
                    child = _find(arg, parent)
                    if child in path:
                        return None
                    if child.free and child not in done:
                        stack.append(child)
    return {v: _find(v, parent) for v in parent if v.is_variable}


def _resolve(triangular: dict[Term, Term]) -> dict[Term, Term]:
    """The idempotent form: every value rebuilt until it holds no bound variable."""
    done: dict[Term, Term] = {}
    for variable in triangular:
        stack = [variable]
        while stack:
            term = stack[-1]
            if term in done:
                stack.pop()
                continue
            if term.free.isdisjoint(triangular):
                done[term] = term
            elif term in triangular:
                value = triangular[term]
                if value in done:
                    done[term] = done[value]
                else:
                    stack.append(value)
            else:
                todo = [arg for arg in term.args if arg not in done]
                if todo:
                    stack.extend(todo)
                else:
                    done[term] = term.with_args(tuple(done[arg] for arg in term.args))
    return {variable: done[variable] for variable in triangular}
