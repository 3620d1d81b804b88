"""What holds without laws: equality as a Bool function, arithmetic on literals, Bool operations.

eq(S(a), S(b)) = eq(a, b)                             eq(0, S(a)) = false
and(a, b) = true   gives   a = true, b = true         or(a, true) = true
or(a, b) = false   gives   a = false, b = false       not(a) = c  gives  a = not(c)
ite(a, b, false) = true  gives  a = true, b = true    ite(c, a, a) = a  (Bool)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node
from lemmata.search.absurd import unequal
from lemmata.search.decomposing import by_fields
from lemmata.search.egraph import EGraph, Reason
from lemmata.search.evaluation import literal_operation
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, EQ, ITE, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_DECOMPOSED = 100
CONNECTIVES = (AND, OR, NOT, ITE)


def watched(symbol: Symbol) -> bool:
    """Whether nodes with this symbol are looked at by `compute`."""
    return (
        symbol is EQ
        or symbol in CONNECTIVES
        or (symbol.kind is Kind.BUILT_IN and "." in symbol.name)
    )


def compute(graph: EGraph, nodes: Sequence[int]) -> bool:
    """Apply all that follows at these nodes until nothing changes; whether anything did."""
    any_change = False
    changed = True
    while changed and graph.contradiction is None:
        changed = False
        for i in nodes:
            if graph.congruent[i]:
                continue
            symbol = graph.terms[i].symbol
            if symbol is EQ:
                changed |= equality(graph, i)
            elif symbol in CONNECTIVES:
                changed |= _connective(graph, i)
            else:
                changed |= arithmetic(graph, i)
            if graph.contradiction is not None:
                break
        any_change |= changed
    return any_change


def equality(graph: EGraph, i: int) -> bool:
    """What follows at an application of `eq`; whether anything is new."""
    term = graph.terms[i]
    a, b = graph.args[i]
    true, false = graph.add(TRUE_TERM), graph.add(FALSE_TERM)
    if graph.find(a) == graph.find(b):
        if graph.find(i) == graph.find(true):
            return False
        make = lambda: build.eq_intro(graph.explain(a, b), term)  # noqa: E731
        return graph.merge(i, true, Reason(None, (), make))
    if graph.find(i) == graph.find(true):
        return graph.merge(a, b, Reason(None, (), lambda: build.eq_elim(graph.explain(i, true))))
    first, second = graph.constructor[graph.find(a)], graph.constructor[graph.find(b)]
    if first is None or second is None:
        return False
    if graph.terms[first].head == graph.terms[second].head:
        return _fields(graph, i, graph.terms[first], graph.terms[second])
    if graph.find(i) == graph.find(false):
        return False
    make = lambda: unequal(graph, i, first, second)  # noqa: E731
    return graph.merge(i, false, Reason(None, (), make))


def _fields(graph: EGraph, i: int, first: Term, second: Term) -> bool:
    """Equality of values with the same constructor, by their fields; whether that is new."""
    if not first.args or first.size + second.size > MAX_DECOMPOSED:
        return False
    constructor = first.symbol
    assert constructor is not None
    law = by_fields(constructor)
    sorts = dict(zip(constructor.types, first.types, strict=True))
    types = tuple(sorts[variable] for variable in law.clause.types)
    citation = Citation(law, types, (*first.args, *second.args))
    _, (left, right) = citation.equation()
    known = graph.lookup(right)
    if known is not None and graph.find(known) == graph.find(i):
        return False
    return graph.merge(graph.add(left), graph.add(right), Reason(citation))


def arithmetic(graph: EGraph, i: int) -> bool:
    """The value of an arithmetic operation on literals; whether it is new."""
    args = [graph.constructor[graph.find(a)] for a in graph.args[i]]
    values = tuple(graph.terms[a] for a in args if a is not None)
    if len(values) < len(args) or not all(isinstance(v.head, int | Fraction) for v in values):
        return False
    left = graph.terms[i].with_args(values)
    right = literal_operation(left)
    if right is None or graph.same(left, right):
        return False
    node = build.evaluated(left, right)
    return graph.merge(graph.add(left), graph.add(right), Reason(Citation(node)))


def _connective(graph: EGraph, i: int) -> bool:
    term = graph.terms[i]
    if term.sort is not BOOL:
        return False
    true, false = graph.add(TRUE_TERM), graph.add(FALSE_TERM)
    values = [_value(graph, a, true, false) for a in graph.args[i]]
    value = _value(graph, i, true, false)
    if value is None:
        return _upwards(graph, i, values)
    return _downwards(graph, i, value, values)


def _value(graph: EGraph, i: int, true: int, false: int) -> Term | None:
    root = graph.find(i)
    if root == graph.find(true):
        return TRUE_TERM
    return FALSE_TERM if root == graph.find(false) else None


def _upwards(graph: EGraph, i: int, values: Sequence[Term | None]) -> bool:
    """The value of a connective from its arguments; the first one is left to the definitions."""
    term = graph.terms[i]
    args = graph.args[i]
    if term.symbol in (AND, OR) and values[0] is None:
        if values[1] is not None:
            known = term.with_args((term.args[0], values[1]))
            absorbing = values[1] is (FALSE_TERM if term.symbol is AND else TRUE_TERM)
            return _tautology(graph, known, values[1] if absorbing else term.args[0])
        if graph.find(args[0]) == graph.find(args[1]):
            return _tautology(graph, term.with_args((term.args[0],) * 2), term.args[0])
    if term.symbol is ITE and values[0] is None and graph.find(args[1]) == graph.find(args[2]):
        same = term.with_args((term.args[0], term.args[1], term.args[1]))
        return _tautology(graph, same, term.args[1])
    return False


def _tautology(graph: EGraph, left: Term, right: Term) -> bool:
    a, b = graph.add(left), graph.add(right)
    return graph.merge(a, b, Reason(Citation(build.tautology(left, right))))


def _downwards(graph: EGraph, i: int, value: Term, values: Sequence[Term | None]) -> bool:
    """Values of the arguments from that of a connective."""
    symbol = graph.terms[i].symbol
    changed = False
    if symbol is NOT and values[0] is None:
        return _conclude(graph, i, value, 0, FALSE_TERM if value is TRUE_TERM else TRUE_TERM)
    if (symbol is AND and value is TRUE_TERM) or (symbol is OR and value is FALSE_TERM):
        for k in (0, 1):
            if values[k] is None:
                changed |= _conclude(graph, i, value, k, value)
    if symbol is ITE and values[0] is None:
        term = graph.terms[i]
        opposite = FALSE_TERM if value is TRUE_TERM else TRUE_TERM
        for k in (1, 2):
            if values[k] is opposite:
                args = list(term.args)
                args[k] = opposite
                node = graph.add(term.with_args(tuple(args)))
                changed |= _conclude(graph, node, value, 0, TRUE_TERM if k == 2 else FALSE_TERM)
    return changed


def _conclude(graph: EGraph, i: int, value: Term, k: int, wanted: Term) -> bool:
    """Argument k has the wanted value because the connective has its value."""
    term = graph.terms[i]
    argument, target = graph.args[i][k], graph.number[wanted]
    if graph.find(argument) == graph.find(target):
        return False

    def make() -> Node:
        operation = OR if wanted is TRUE_TERM else AND
        part = term.args[k]
        # part = part or term, as the term's value alone decides that of the part
        whole = term if value is wanted else Term.apply(NOT, term)
        start = build.tautology(part, Term.apply(operation, part, whole))
        path = (1,) if value is wanted else (1, 0)
        known = graph.explain(i, graph.number[value])
        step = build.rewrite(start.right, Citation(known), path)
        return build.trans([start, step, build.tautology(step.right, wanted)])

    return graph.merge(argument, target, Reason(None, (), make))
