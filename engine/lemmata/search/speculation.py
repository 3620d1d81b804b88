"""Lemmas from a stuck goal: equations between its simplified sides, generalised and tested.

The idea is CCLemma's (Kurashige et al., ICFP 2024): the e-graph of the stuck goal holds many forms
of both sides; a pair of forms, with common subterms turned into variables, is a candidate. Testing
on values comes before any attempt at a proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, product

from lemmata.search.egraph import EGraph, same_head
from lemmata.search.extraction import smallest
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.matching import match
from lemmata.terms.symbols import Kind
from lemmata.terms.term import Term

FORMS = 5
MAX_SIZE = 24


def canonical(left: Term, right: Term) -> tuple[Term, Term]:
    """The equation with its variables renamed by first occurrence."""
    binding: dict[Term, Term] = {}
    for side in (left, right):
        for term in side.subterms():
            if term.is_variable and term not in binding:
                binding[term] = Term.variable(f"v{len(binding)}", term.sort)
    return left.substitute(binding), right.substitute(binding)


def sides(graph: EGraph, normal: Sequence[Mapping[int, Term]], goal: Equation) -> list[Equation]:
    """Forms of what is left to prove of an equation: normal forms first, then small ones."""
    forms = smallest(graph, FORMS, MAX_SIZE)
    found: dict[Equation, int] = {}
    for a, b in _open_pairs(graph, graph.add(goal[0]), graph.add(goal[1])):
        first, second = (
            list(dict.fromkeys([*(n[i] for n in normal if i in n), *forms.get(i, ())]))
            for i in (graph.find(a), graph.find(b))
        )
        for i, s in enumerate(first):
            for j, t in enumerate(second):
                found.setdefault((s, t), i + j)
    return sorted(found, key=lambda pair: found[pair])


def candidates(pairs: Sequence[Equation]) -> list[Equation]:
    """Candidate equations, most promising first: few symbols, then many variables."""
    found: dict[Equation, tuple[int, int, int]] = {}
    for s, t in pairs:
        for pair in _generalisations(s, t):
            if _plausible(*pair):
                key = _oriented(*pair)
                score = (key[0].size + key[1].size, -len(key[0].free), len(found))
                found.setdefault(key, score)
    return sorted(found, key=lambda pair: found[pair])


def implications(
    pairs: Sequence[Equation], facts: Sequence[Sequence[Equation]]
) -> list[tuple[tuple[Equation, ...], Equation]]:
    """Candidates `facts ==> pair`; each fact is given in several forms.

    Computed subterms that occur more than once are made variables, or none is.
    """
    found: dict[tuple[tuple[Equation, ...], Equation], None] = {}
    for pair in pairs:
        for chosen in product(*facts):
            useful = tuple(f for f in chosen if f[0] is not f[1] and _linked(f, pair))
            if not useful:
                continue
            for *premises, conclusion in (_repeated((*useful, pair)), (*useful, pair)):
                plain = conclusion[0] is conclusion[1] or conclusion in premises
                small = all(t.size <= MAX_SIZE for e in (*premises, conclusion) for t in e)
                if small and not plain:
                    found.setdefault((tuple(premises), conclusion))
    return list(found)


def _linked(fact: Equation, pair: Equation) -> bool:
    return not (fact[0].free | fact[1].free).isdisjoint(pair[0].free | pair[1].free)


def _repeated(equations: Sequence[Equation]) -> list[Equation]:
    """The equations with every maximal computed subterm that occurs twice made a variable."""
    counts: dict[Term, int] = {}
    for equation in equations:
        for side in equation:
            for sub in side.subterms():
                if sub.symbol is not None and sub.symbol.kind is Kind.FUNCTION:
                    counts[sub] = counts.get(sub, 0) + 1
    repeated = _maximal(sorted((t for t, n in counts.items() if n > 1), key=lambda t: -t.size))
    binding = {t: Term.variable(f"u{i}_", t.sort) for i, t in enumerate(repeated)}
    return [(a.rebuild(binding.get), b.rebuild(binding.get)) for a, b in equations]


def _open_pairs(graph: EGraph, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Descend through equal constructors to the pairs of classes that differ."""
    stack = [(a, b)]
    while stack:
        x, y = stack.pop()
        first, second = graph.constructor[graph.find(x)], graph.constructor[graph.find(y)]
        if first is not None and second is not None and same_head(graph, first, second):
            pairs = zip(graph.args[first], graph.args[second], strict=True)
            differing = [(p, q) for p, q in pairs if graph.find(p) != graph.find(q)]
            if len(differing) == 1:
                stack.extend(differing)
                continue
        yield x, y


def _generalisations(s: Term, t: Term) -> Iterator[tuple[Term, Term]]:
    """The pair itself, then with each common subterm, then all maximal ones, made variables."""
    yield s, t
    common = _common(s, t)
    for term in common:
        yield _abstract(s, t, [term])
    if len(common) > 1:
        yield _abstract(s, t, _maximal(common))


def _common(s: Term, t: Term) -> list[Term]:
    """The subterms with a function inside that occur in both terms, larger first."""
    inside = set(t.subterms())
    both = [u for u in s.subterms() if u in inside and u.args and _computes(u)]
    both.sort(key=lambda u: -u.size)
    return both


def _computes(term: Term) -> bool:
    return any(
        u.symbol is not None and u.symbol.kind is not Kind.CONSTRUCTOR for u in term.subterms()
    )


def _maximal(terms: list[Term]) -> list[Term]:
    kept: list[Term] = []
    for term in terms:
        if not any(term in set(other.subterms()) for other in kept):
            kept.append(term)
    return kept


def _abstract(s: Term, t: Term, terms: Iterable[Term]) -> tuple[Term, Term]:
    binding = {}
    taken = {str(v.head) for v in s.free | t.free}
    for i, term in enumerate(terms):
        name = next(n for n in (f"u{i}", f"u{i}_{len(taken)}") if n not in taken)
        binding[term] = Term.variable(name, term.sort)
    return s.rebuild(binding.get), t.rebuild(binding.get)


def _plausible(s: Term, t: Term) -> bool:
    """A law worth trying: not trivial, its sides bind the same variables or one fewer."""
    if s is t or (s.is_variable and t.is_variable) or max(s.size, t.size) > MAX_SIZE:
        return False
    return s.free <= t.free or t.free <= s.free


def _oriented(s: Term, t: Term) -> tuple[Term, Term]:
    """Larger side left; renamed canonically so that mirrors and copies meet."""
    if (t.size, str(t)) > (s.size, str(s)):
        s, t = t, s
    return canonical(s, t)


def is_instance(pair: tuple[Term, Term], general: tuple[Term, Term]) -> bool:
    """Whether a candidate is an instance of another equation, mirrored or not."""
    for s, t in (pair, pair[::-1]):
        first = match(general[0], s)
        if first is not None and match(general[1], t, *first) is not None:
            return True
    return False


def clause_of(left: Term, right: Term, premises: tuple[Equation, ...] = ()) -> Clause:
    """The universal closure of an implication, variables renamed for people."""
    used: set[str] = set()
    binding: dict[Term, Term] = {}
    for side in (*(side for pair in premises for side in pair), left, right):
        for term in side.subterms():
            if term.is_variable and term not in binding:
                name = next(n for n in _names(term) if n not in used)
                used.add(name)
                binding[term] = Term.variable(name, term.sort)

    def put(pair: Equation) -> Equation:
        return pair[0].substitute(binding), pair[1].substitute(binding)

    return Clause.close(tuple(map(put, premises)), put((left, right)))


def _names(variable: Term) -> Iterator[str]:
    """Names that people use for variables of a sort: x, y, z; xs, ys, zs; f, g, h; …"""
    sort = variable.sort
    short = "" if sort.is_variable else sort.name.rpartition(".")[2]
    plural = "s" if short == "List" else ""
    letters = {"": "abcd", "->": "fgh", "Bool": "pqr", "Int": "ijk", "Tree": "tuv"}.get(
        short, "xyzuvw"
    )
    for number in count(1):
        for letter in letters:
            yield f"{letter}{plural}{number if number > 1 else ''}"
