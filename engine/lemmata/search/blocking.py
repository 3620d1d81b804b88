"""Where the recursion of a goal is stuck: the variables and Bool terms that deserve a case split.

A call f(.., t, ..) is blocked at t when a defining case has a constructor where t shows none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lemmata.search.egraph import EGraph
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, EQ, ITE, NOT, OR, Symbol
from lemmata.terms.term import Term


@dataclass
class Blocked:
    """What blocks the calls of some terms, each with how often, in order of first occurrence.

    `partial` variables block a call that other arguments already match; `full` ones are alone;
    `inner` expressions block like `partial` variables.
    """

    conditions: dict[Term, int] = field(default_factory=dict)
    partial: dict[Term, int] = field(default_factory=dict)
    full: dict[Term, int] = field(default_factory=dict)
    expressions: dict[Term, int] = field(default_factory=dict)
    inner: dict[Term, int] = field(default_factory=dict)


def blocked(
    graph: EGraph, roots: Iterable[Term], cases: Mapping[Symbol, tuple[Clause, ...]]
) -> Blocked:
    """Analyse all calls in the given terms."""
    found = Blocked()
    seen: dict[Term, None] = {}
    for root in roots:
        for term in root.subterms():
            seen.setdefault(term)
    for term in seen:
        symbol = term.symbol
        if symbol is None:
            continue
        if symbol in (ITE, AND, OR, NOT):
            _note(graph, term.args[0], False, found)
            if symbol in (AND, OR) and len(term.args) == 2:
                _note(graph, term.args[1], True, found)
        elif symbol is EQ:
            _note(graph, term, False, found)
        elif symbol in cases:
            for case in cases[symbol]:
                _case(graph, term, case, found)
    return found


def _case(graph: EGraph, call: Term, case: Clause, found: Blocked) -> None:
    """Match one case against the call by constructors; note where it is undecided."""
    stuck: dict[Term, None] = {}
    matched = False
    stack = list(zip(case.left.args, call.args, strict=True))
    while stack:
        pattern, term = stack.pop()
        if pattern.is_variable:
            continue
        top = graph.constructor[graph.find(graph.add(term))]
        if top is None:
            stuck.setdefault(term)
        elif graph.terms[top].head is not pattern.head:
            return
        else:
            matched = True
            stack.extend(zip(pattern.args, graph.terms[top].args, strict=True))
    for term in stuck:
        _note(graph, term, matched, found)


def _note(graph: EGraph, term: Term, partial: bool, found: Blocked) -> None:
    number = graph.find(graph.add(term))
    if graph.constructor[number] is not None:
        return
    best = graph.representative(number)
    if best.is_variable:
        table = found.partial if partial else found.full
    elif best.sort is BOOL:
        table = found.conditions
    else:
        table = found.inner if partial else found.expressions
    table[best] = table.get(best, 0) + 1
