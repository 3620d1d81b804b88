"""Left sides of rules compiled to Python for the prover's saturation, in the order of matching.

Only rules without type variables, and whose subpatterns hold a variable or are leaves; the others
are matched step by step. The text holds numbers only, and is compiled once for a shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import CodeType

from lemmata.search.egraph import EGraph
from lemmata.search.rules import Rule
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

Index = Mapping[Symbol, Mapping[int, list[int]]]
Binding = dict[Term, int]
Search = Callable[[EGraph, Index, Binding], Iterator[Binding]]
MAX_LOOPS = 8


@lru_cache(maxsize=4096)
def _code(text: str) -> CodeType:
    return compile(text, "<pattern>", "exec")


def compiled(rule: Rule) -> Search | None:
    """A search for the left side, given the variables bound in advance; None if not compiled."""
    applications = [t for t in rule.left.subterms() if t.args]
    if not applications or len(applications) > MAX_LOOPS:
        return None
    bound = set(rule.variables)
    sorts = [s for t in rule.left.subterms() for s in (*t.types, t.sort)]
    if any(s.has_variables for s in sorts) or any(bound.isdisjoint(t.free) for t in applications):
        return None
    writer = _Writer(rule)
    code = _code(writer.text())
    space = dict(writer.space)
    exec(code, space)
    search = space["search"]
    assert callable(search)
    return search


class _Writer:
    """The text of the search of a rule, and what its slots stand for."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.space: dict[str, object] = {}
        self.lines: list[str] = []
        self.depth = 1
        self._names: dict[Term, str] = {}
        self._known: set[Term] = {v for v, _ in rule.fixed}

    def text(self) -> str:
        """Nested loops over the nodes of each application, from left to right."""
        head = ["def search(graph, index, start):"]
        head.append("    find, args, terms = graph.find, graph.args, graph.terms")
        head.append("    number = graph.number")
        self._rows(self.rule.left, None)
        new = [
            v for v in self._names if v in self.rule.variables and v not in dict(self.rule.fixed)
        ]
        for v in new:
            self.space[f"V{self._names[v]}"] = v
        pairs = "".join(f", V{self._names[v]}: {self._names[v]}" for v in new)
        self._put(f"yield {{**start{pairs}}}")
        for term, name in self._names.items():
            if term not in self.rule.variables:
                self.space[f"L{name}"] = term
                head.append(f"    {name} = number.get(L{name})")
                head.append(f"    {name} = -1 if {name} is None else find({name})")
            elif term in dict(self.rule.fixed):
                self.space[f"V{name}"] = term
                head.append(f"    {name} = find(start[V{name}])")
        return "\n".join([*head, *self.lines]) + "\n"

    def _put(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def _rows(self, term: Term, cls: str | None) -> None:
        """Loops over the nodes that may be `term`: all of its symbol, or those of a class."""
        at = f"n{len(self.space)}"
        self.space[f"S{at}"] = term.symbol
        if cls is None:
            self._put(f"for row in index.get(S{at}, {{}}).values():")
            self.depth += 1
            self._put(f"for {at} in row:")
        else:
            self._put(f"for {at} in index.get(S{at}, {{}}).get({cls}, ()):")
        self.depth += 1
        if term.types:
            self.space[f"T{at}"] = term.types
            self._put(f"if terms[{at}].types != T{at}: continue")
        for i, arg in enumerate(term.args):
            self._argument(arg, f"find(args[{at}][{i}])")

    def _argument(self, arg: Term, source: str) -> None:
        name = self._names.get(arg)
        if arg.args:
            self._put(f"c{self.depth} = {source}")
            self._rows(arg, f"c{self.depth}")
        elif name is None and arg in self.rule.variables and arg not in self._known:
            self._names[arg] = f"v{len(self._names)}"
            self._put(f"{self._names[arg]} = {source}")
        else:
            name = self._names.setdefault(arg, f"v{len(self._names)}")
            self._put(f"if {source} != {name}: continue")
