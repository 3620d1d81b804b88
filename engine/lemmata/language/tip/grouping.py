"""Functions and function values in the smallest groups that are declared one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from lemmata.terms.declarations import Function, Lambda
from lemmata.terms.symbols import Symbol

Definition = Function | Lambda


def used(definition: Definition) -> Iterator[Symbol]:
    """The symbols in the right sides of a definition."""
    cases = definition.cases if isinstance(definition, Function) else (definition.case,)
    for case in cases:
        for term in case.right.subterms():
            if term.symbol is not None:
                yield term.symbol


def groups(
    roots: Iterable[Symbol], known: Mapping[Symbol, Definition]
) -> list[tuple[Definition, ...]]:
    """What the roots need, as strongly connected components, each after those that it uses."""
    edges: dict[Symbol, list[Symbol]] = {}

    def successors(symbol: Symbol) -> list[Symbol]:
        if symbol not in edges:
            edges[symbol] = list(dict.fromkeys(s for s in used(known[symbol]) if s in known))
        return edges[symbol]

    starts = list(dict.fromkeys(r for r in roots if r in known))
    components = _components(starts, successors)
    order = {symbol: i for i, symbol in enumerate(known)}
    return [tuple(known[s] for s in sorted(c, key=order.__getitem__)) for c in components]


def _components(
    starts: Iterable[Symbol], successors: Callable[[Symbol], list[Symbol]]
) -> list[list[Symbol]]:
    """Tarjan's algorithm with an explicit stack."""
    index: dict[Symbol, int] = {}
    low: dict[Symbol, int] = {}
    on_path: dict[Symbol, None] = {}
    found: list[list[Symbol]] = []
    for start in starts:
        work: list[tuple[Symbol, Iterator[Symbol]]] = []
        todo = [start] if start not in index else []
        while todo or work:
            if todo:
                symbol = todo.pop()
                index[symbol] = low[symbol] = len(index)
                on_path[symbol] = None
                work.append((symbol, iter(successors(symbol))))
            symbol, rest = work[-1]
            for other in rest:
                if other not in index:
                    todo.append(other)
                    break
                if other in on_path:
                    low[symbol] = min(low[symbol], index[other])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[symbol])
                if low[symbol] == index[symbol]:
                    component: list[Symbol] = []
                    while not component or component[-1] is not symbol:
                        component.append(on_path.popitem()[0])
                    found.append(component)
    return found
