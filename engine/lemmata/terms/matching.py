"""Matching: instantiate a pattern so that it becomes a given target.

    { x <| t }          bind: t has the sort of x (up to the pattern's type variables),
    ----------          and x is unbound or already bound to t
    { x := t }

    { f(s1, .., sn) <| f(t1, .., tn) }
    ----------------------------------  decompose: the same symbol, its sort arguments match
    { s1 <| t1, .., sn <| tn }

Every other pair fails. Variables and type variables of the target are rigid, and live in a name
space of their own: `match(x, f(x))` binds x to f(x). Linear in the pattern, without recursion.
"""

from __future__ import annotations

from collections.abc import Mapping

from lemmata.terms.sorts import Sort, match_sort
from lemmata.terms.term import Term

Matcher = tuple[dict[Term, Term], dict[Sort, Sort]]
SHARED = 200
"""Patterns with more nodes than this remember the pairs seen, as they may share subterms."""


def match(
    pattern: Term,
    target: Term,
    binding: Mapping[Term, Term] | None = None,
    sorts: Mapping[Sort, Sort] | None = None,
) -> Matcher | None:
    """The bindings of variables and type variables that make `pattern` the `target`, or None.

    A given `binding` and `sorts` are respected and extended in copies.
    `pattern.instantiate(sorts, binding)` is then the target.

    >>> from lemmata.terms.symbols import BUILT_IN
    >>> plus = BUILT_IN["Int.+"]
    >>> x, y = (Term.variable(name, plus.result) for name in "xy")
    >>> found, _ = match(Term.apply(plus, x, x), Term.apply(plus, y, y))
    >>> found
    {Term(x): Term(y)}
    >>> match(Term.apply(plus, x, x), Term.apply(plus, x, y)) is None
    True
    """
    bound = dict(binding) if binding else {}
    types = dict(sorts) if sorts else {}
    stack = [(pattern, target)]
    seen: set[tuple[Term, Term]] | None = set() if pattern.size > SHARED else None
    while stack:
        left, right = pair = stack.pop()
        if seen is not None:
            if pair in seen:
                continue
            seen.add(pair)
        if left.is_variable:
            if bound.setdefault(left, right) is not right:
                return None
            if not match_sort(left.sort, right.sort, types):
                return None
        elif not left.args and not left.types:
            if left is not right:
                return None
        elif left.head is not right.head or left.size > right.size:
            return None
        else:
            for old, new in zip(left.types, right.types, strict=True):
                if not match_sort(old, new, types):
                    return None
            stack.extend(zip(left.args, right.args, strict=True))
    return bound, types


def match_rigid(
    pattern: Term, target: Term, binding: dict[Term, Term] | None = None
) -> dict[Term, Term] | None:
    """Like `match` with the pattern's type variables rigid too: what rewriting uses.

    Extends `binding` in place, which is spoiled when the answer is None.
    """
    bound = {} if binding is None else binding
    stack = [(pattern, target)]
    seen: set[tuple[Term, Term]] | None = set() if pattern.size > SHARED else None
    while stack:
        left, right = pair = stack.pop()
        if left.head.__class__ is str:
            if left.sort is not right.sort or bound.setdefault(left, right) is not right:
                return None
        elif not left.free:
            if left is not right:
                return None
        elif left.head is not right.head or left.types != right.types:
            return None
        else:
            if seen is not None:
                if pair in seen:
                    continue
                seen.add(pair)
            stack.extend(zip(left.args, right.args, strict=True))
    return bound


def is_variant(left: Term, right: Term) -> bool:
    """Whether two terms are equal up to a renaming of variables (sorts rigid)."""
    return match_rigid(left, right) is not None and match_rigid(right, left) is not None


def variables_in_order(*terms: Term) -> list[Term]:
    """The variables in order of first occurrence, left to right, each once."""
    seen: dict[Term, None] = {}
    for term in terms:
        if term.free and not all(v in seen for v in term.free):
            for sub in term.subterms():
                if sub.is_variable:
                    seen.setdefault(sub)
    return list(seen)
