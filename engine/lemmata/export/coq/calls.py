"""The calls of a group of functions as a type, and why they come to an end.

    Inductive f_call := f_call_0 : T -> U -> f_call          one constructor for each function
    f_graphs, f_closure                                       the size-change graphs of the calls
    f_terminates : well_founded f_descends                    by the size-change principle

`exports/coq/size_change.v` proves the principle, so nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lemmata.data import text as data_text
from lemmata.export.coq import sizes
from lemmata.export.coq.sizes import Size, listed
from lemmata.export.typetheory.descent import Call, smaller
from lemmata.export.typetheory.graphs import Arc, Graph, closure, graph
from lemmata.export.typetheory.recursion import Function
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Sort, Tables
from lemmata.export.typetheory.world import World

Way = Sequence[tuple[Size, int, int]]


@dataclass(frozen=True)
class Descent:
    """The calls of a group with their graphs, and the closure that shows termination."""

    calls: tuple[Call, ...]
    graphs: tuple[Graph, ...]
    closure: tuple[Graph, ...]
    width: int


class Calls:
    """Writes the type of calls of functions that call one another, and their termination."""

    def __init__(self, world: World, syntax: Syntax, part: Sequence[Function]) -> None:
        self.world, self.syntax, self.part = world, syntax, list(part)
        self.tables: Tables = syntax.tables
        self.numbers = {f.name: i for i, f in enumerate(part)}
        self.name = part[0].symbol.text
        self.calls = [c for f in part for c in f.calls if c.callee in self.numbers]

    def local(self, wish: str) -> str:
        """Return the identifier of a part of the definition."""
        return self.world.names.get("recursion", (self.part[0].name, wish), f"{self.name}_{wish}")

    def descent(self) -> Descent | None:
        """Return why the group terminates; None if sizes do not show it."""
        width = max(len(f.columns) for f in self.part)
        graphs = [self._graph(c) for c in self.calls]
        closed = closure(graphs, width)
        if closed is None:
            return None
        return Descent(tuple(self.calls), tuple(graphs), tuple(closed), width)

    # Sizes

    def _own(self, f: Function) -> list[Size]:
        by = {v: Size(("var", v)) for v in f.symbol.types}
        return [sizes.size_of(self.world, s, by) for s in f.symbol.arguments]

    def sizes(self, call: Call) -> tuple[list[Size], list[Size]]:
        """Return the sizes of the arguments of the caller and of the callee, at the call."""
        caller, callee = (self.part[self.numbers[n]] for n in (call.caller, call.callee))
        by = dict(zip(callee.symbol.types, map(Size, call.sorts), strict=True))
        found = [sizes.size_of(self.world, s, by) for s in callee.symbol.arguments]
        return self._own(caller), found

    def _graph(self, call: Call) -> Graph:
        before, after = self.sizes(call)
        arcs: list[Arc] = []
        for i, pattern in enumerate(call.patterns):
            for j, term in enumerate(call.arguments):
                strict = smaller(self.world, self.tables, term, pattern)
                if not strict and term != pattern:
                    continue
                if self.reach(before[i], pattern, term, after[j]) is not None:
                    arcs.append((i, j, strict))
        return graph(self.numbers[call.caller], self.numbers[call.callee], arcs)

    def reach(
        self, size: Size, pattern: int, term: int, wanted: Size
    ) -> list[tuple[Size, int, int]] | None:
        """Return the way from a pattern down to a part of it, if the part has the wanted size."""
        stack: list[tuple[Size, int, list[tuple[Size, int, int]]]] = [(size, pattern, [])]
        while stack:
            here, t, way = stack.pop()
            if t == term and (wanted.zero or here == wanted):
                return way
            head = self.tables.terms[t]
            if head[0] == "app" and not here.zero:
                inner = sizes.fields(self.world, here, head[1])
                for i, (kid, kid_size) in enumerate(zip(head[3], inner, strict=True)):
                    stack.append((kid_size, kid, [*way, (here, t, i)]))
        return None

    # The parts of the text

    def emit(self, descent: Descent) -> None:
        """Write the type of calls and the proof of its termination."""
        library = data_text("exports", "coq/size_change.v").rstrip()
        self.world.preface("size change", library)
        self._calls()
        self._termination(descent)

    def constructor(self, f: Function) -> str:
        """Return the constructor of the calls of a function."""
        return self.local(f"call_{self.numbers[f.name]}")

    def _quantified(self, f: Function) -> str:
        types = self.world.type_binders(f.symbol.types, f.symbol.needs)
        columns = self.syntax.binders([c.name for c in f.columns], [c.sort for c in f.columns])
        return " ".join([*types, columns])

    def made(self, f: Function, arguments: Sequence[str], sorts: Sequence[Sort] = ()) -> str:
        """Return a call as a value; without `sorts` it is at the function's own type variables."""
        symbol = f.symbol
        at = sorts or [("var", v) for v in symbol.types]
        return self.world.apply(self.constructor(f), symbol.types, symbol.needs, at, arguments)

    def pattern(self, f: Function) -> str:
        """Return the pattern of the calls of a function."""
        types = [self.world.names.get("type", v) for v in f.symbol.types]
        needs = [self.world.inhabitant(v) for v in f.symbol.needs]
        return " ".join([self.constructor(f), *types, *needs, *(c.name for c in f.columns)])

    def _calls(self) -> None:
        """Write the type of calls, the type of their results, their numbers and sizes."""
        call = self.local("call")
        lines = [
            f"  | {self.constructor(f)} : forall {self._quantified(f)}, {call}" for f in self.part
        ]
        names = ", ".join(f.name for f in self.part)
        note = f"{names}: recursion on calls, by the size-change principle."
        self.world.emit(
            self.world.dialect.comment(note)
            + "\n" + "\n".join([f"Inductive {call} : Type :=", *lines]) + "."
        )  # fmt: skip

        def define(wish: str, type_: str, value: Callable[[Function], str]) -> None:
            cases = " ".join(f"| {self.pattern(f)} => {value(f)}" for f in self.part)
            body = f"match made with {cases} end"
            head = f"{self.local(wish)} (made : {call}) : {type_}"
            self.world.emit(f"Definition {head} :=\n  {body}.")

        define("result", "Type", lambda f: self.world.sort(f.symbol.result))
        define("label", sizes.NAT, lambda f: number(self.numbers[f.name]))

        def measured(f: Function) -> str:
            texts = [sizes.text(self.world, s) for s in self._own(f)]
            columns = [c.name for c in f.columns]
            return listed([f"({t} {x})" for t, x in zip(texts, columns, strict=True)])

        for f in self.part:  # what they need comes first
            measured(f)
        define("sizes", f"Datatypes.list {sizes.NAT}", measured)

    def _termination(self, descent: Descent) -> None:
        kind = "Datatypes.list SizeChange.graph"
        for wish, found in (("graphs", descent.graphs), ("closure", descent.closure)):
            text = listed([shown_graph(g) for g in found])
            self.world.emit(f"Definition {self.local(wish)} : {kind} :=\n  {text}.")
        bound, width = number(len(self.part) - 1), number(descent.width)
        cases = " ".join(f"| {self.pattern(f)} => eq_refl" for f in self.part)
        below = (
            f"(fun made => match made as made return "
            f"Nat.leb ({self.local('label')} made) {bound} = true with {cases} end)"
        )
        measured = " ".join(map(self.local, ("call", "label", "sizes")))
        call, graphs, descends = (self.local(w) for w in ("call", "graphs", "descends"))
        self.world.emit(
            f"Definition {descends} : {call} -> {call} -> Prop :=\n"
            f"  SizeChange.call {measured} {graphs}.\n"
            f"Definition {self.local('by_graph')} :=\n  SizeChange.by_graph {measured} {graphs}.\n"
            f"Definition {self.local('again')} (made : {call}) : Type :=\n"
            f"  forall inner : {call}, {descends} inner made -> {self.local('result')} inner.\n"
            f"Definition {self.local('terminates')} : Coq.Init.Wf.well_founded {descends} :=\n"
            f"  {'Wf.Acc_intro_generator 30 ' if self.world.computing else ''}"
            f"(SizeChange.well_founded_calls {measured} {bound} "
            f"{width} {width} {graphs} {self.local('closure')} {below}\n"
            f"    (@eq_refl bool true <: SizeChange.checked {width} {width} {graphs} "
            f"{self.local('closure')} = true))."
        )

    # Proofs of descent

    def arc(
        self,
        way: Way,
        strict: bool,
        wanted: Size,
        term: int,
        bound: Sequence[str],
    ) -> str:
        """Return the proof that an argument of the call is at most, or below, one of the caller."""

        def measure(size: Size, t: int) -> str:
            return f"({sizes.text(self.world, size)} {self.syntax.term(t, bound)})"

        if wanted.zero:
            return "(PeanoNat.Nat.lt_0_succ _)" if strict else "(PeanoNat.Nat.le_0_l _)"
        if not strict:
            return f"(Coq.Init.Peano.le_n {measure(wanted, term)})"
        proof, low = "", measure(wanted, term)
        for size, t, i in reversed(way):
            inner = sizes.fields(self.world, size, self.tables.terms[t][1])
            kids = self.tables.arguments(t)
            texts = [measure(s, k) for s, k in zip(inner, kids, strict=True)]
            step = f"(SizeChange.field {listed(texts)} {number(i)})"
            high = measure(size, t)
            middle = texts[i]
            ends = f"{low} {middle} {high}"
            proof = f"(PeanoNat.Nat.lt_trans {ends} {proof} {step})" if proof else step
        return proof


def number(n: int) -> str:
    """Return a numeral of Coq.

    >>> number(2)
    '(Datatypes.S (Datatypes.S Datatypes.O))'
    """
    text = "Datatypes.O"
    for _ in range(n):
        text = f"(Datatypes.S {text})"
    return text


def arcs(graph: Graph) -> list[Arc]:
    """Return the arcs of a graph in the order of its Coq value."""
    return sorted(graph.arcs)


def shown_graph(graph: Graph) -> str:
    """Return a graph as a Coq value."""
    texts = [
        f"(SizeChange.Arc {number(i)} {number(j)} {'true' if strict else 'false'})"
        for i, j, strict in arcs(graph)
    ]
    ends = f"{number(graph.caller)} {number(graph.callee)}"
    return f"(SizeChange.Graph {ends} {listed(texts)})"
