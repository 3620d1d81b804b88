"""A rule's query as a conjunction of atoms: rows `out = op(kids)` that share class variables.

    x * y + x * z   becomes   v0 = v1 + v2,  v1 = v3 * v4,  v2 = v3 * v5

A subpattern that occurs twice is one atom, a premise p = q makes the variables of p and q one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lemmata.search.eqsat.problem import EqRule
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Atom:
    """A row of the table of an operator: `head` shows what is on top, variables are numbers."""

    head: Term
    out: int
    kids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """The atoms of a rule; `root` is its left side's variable (None: not matched)."""

    atoms: tuple[Atom, ...]
    values: tuple[int, ...]
    root: int | None


def postorder(roots: Iterable[Term], bound: frozenset[Term]) -> list[Term]:
    """The distinct subterms of some terms other than bound variables, arguments first."""
    done: dict[Term, None] = {}
    stack = list(roots)[::-1]
    while stack:
        term = stack[-1]
        todo = [a for a in term.args if a not in done and a not in bound]
        if todo and term not in done:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        if term not in bound:
            done.setdefault(term)
    return list(done)


def query(rule: EqRule) -> Query:
    """The query of a rule; ValueError if an atom does not bind each of its variables."""
    bound = frozenset(rule.variables)
    same: dict[Term, Term] = {}

    def find(term: Term) -> Term:
        while term in same:
            term = same[term]
        return term

    for p, q in rule.premises:
        p, q = find(p), find(q)
        if p is not q:
            same[p] = q
    names: dict[Term, int] = {}

    def name(term: Term) -> int:
        return names.setdefault(find(term), len(names))

    terms = postorder(rule.query, bound)[::-1]
    atoms = tuple(Atom(t, name(t), tuple(name(a) for a in t.args)) for t in terms)
    held = {v for atom in atoms for v in (atom.out, *atom.kids)}
    if not all(name(v) in held for v in rule.variables):
        raise ValueError(f"rule {rule.name}: a variable alone cannot be matched")
    root = name(rule.left) if rule.left in rule.query else None
    return Query(atoms, tuple(name(v) for v in rule.variables), root)
