"""Functions that no structural recursion of Coq covers, by recursion on their calls.

    Inductive f_call := f_call_f : T -> U -> f_call          one constructor for each function
    f_graphs, f_closure                                       the size-change graphs of the calls
    f_terminates : well_founded (call f_graphs)               by the size-change principle
    f_run c = f_step c (fun d _ => f_run d)                   by Fix_eq
    f x y := f_run (f_call_f x y)

`exports/coq/size_change.v` proves the principle, so nothing is assumed. That a step does not look
at its proofs of descent is shown by replacing one call after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lemmata.data import text as data_text
from lemmata.export.coq import sizes
from lemmata.export.coq.descent import Call, smaller
from lemmata.export.coq.graphs import Arc, Graph, closure, graph
from lemmata.export.coq.matching import Column, Leaf, Switch, Tree
from lemmata.export.coq.recursion import Function, undefined
from lemmata.export.coq.sizes import Size, listed
from lemmata.export.coq.steps import Step, joined, under
from lemmata.export.coq.syntax import Syntax, commented
from lemmata.export.coq.tables import Tables
from lemmata.export.coq.world import World

Values = Mapping[str, str]
Cases = Callable[[Leaf, Function, "Callable[[str], str]", str], str]


@dataclass(frozen=True)
class Descent:
    """The calls of a group with their graphs, and the closure that shows termination."""

    calls: tuple[Call, ...]
    graphs: tuple[Graph, ...]
    closure: tuple[Graph, ...]
    width: int


class Recursion:
    """Writes one group of functions that call one another."""

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

    def _sizes(self, call: Call) -> tuple[list[Size], list[Size]]:
        """Return the sizes of the arguments of the caller and of the callee, at the call."""
        caller, callee = (self.part[self.numbers[n]] for n in (call.caller, call.callee))
        by = dict(zip(callee.symbol.types, map(Size, call.sorts), strict=True))
        found = [sizes.size_of(self.world, s, by) for s in callee.symbol.arguments]
        return self._own(caller), found

    def _graph(self, call: Call) -> Graph:
        before, after = self._sizes(call)
        arcs: list[Arc] = []
        for i, pattern in enumerate(call.patterns):
            for j, term in enumerate(call.arguments):
                strict = smaller(self.world, self.tables, term, pattern)
                if not strict and term != pattern:
                    continue
                if self._reach(before[i], pattern, term, after[j]) is not None:
                    arcs.append((i, j, strict))
        return graph(self.numbers[call.caller], self.numbers[call.callee], arcs)

    def _reach(
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
        """Write the definitions of the functions; their cases are left to the caller."""
        self.descents = descent
        self.world.require("size change", data_text("exports", "coq/size_change.v").rstrip())
        self._calls()
        self._termination(descent)
        step, same, run = (self.local(wish) for wish in ("step", "same", "run"))
        result, again = self.local("result"), self.local("again")
        self._on_calls(step, lambda c: f"{again} {c} -> {result} {c}", self._value)
        self._on_calls(
            same,
            lambda c: f"forall first second : {again} {c}, (forall inner smaller, "
            f"first inner smaller = second inner smaller) -> {step} {c} first = {step} {c} second",
            self._same,
        )
        given = f"{self.local('terminates')} {result} {step}"
        self.world.emit(
            f"Definition {run} : forall made : {self.local('call')}, {result} made := "
            f"Wf.Fix {given}.\n"
            f"Definition {self.local('unfold')} : forall made : {self.local('call')}, "
            f"{run} made = {step} made (fun inner _ => {run} inner) := Wf.Fix_eq {given} {same}."
        )
        for f in self.part:
            given = [c.name for c in f.columns]
            sorts = [("var", v) for v in f.symbol.types]
            value = self.world.apply(self._call(f), f.symbol.types, f.symbol.needs, sorts, given)
            self.world.emit(f"Definition {f.head(self.world, self.syntax)} :=\n  {run} {value}.")

    def unfolded(self, f: Function, arguments: Sequence[str]) -> str:
        """Return the proof that a function at some arguments is what its step says."""
        sorts = [("var", v) for v in f.symbol.types]
        call = self.world.apply(self._call(f), f.symbol.types, f.symbol.needs, sorts, arguments)
        return f"({self.local('unfold')} {call})"

    def _call(self, f: Function) -> str:
        return self.local(f"call_{self.numbers[f.name]}")

    def _quantified(self, f: Function) -> str:
        types = self.world.type_binders(f.symbol.types, f.symbol.needs)
        columns = self.syntax.binders([c.name for c in f.columns], [c.sort for c in f.columns])
        return " ".join([*types, columns])

    def _pattern(self, f: Function) -> str:
        types = [self.world.names.get("type", v) for v in f.symbol.types]
        needs = [self.world.inhabitant(v) for v in f.symbol.needs]
        return " ".join([self._call(f), *types, *needs, *(c.name for c in f.columns)])

    def _calls(self) -> None:
        """Write the type of calls, the type of their results, their numbers and sizes."""
        call = self.local("call")
        lines = [f"  | {self._call(f)} : forall {self._quantified(f)}, {call}" for f in self.part]
        names = ", ".join(f.name for f in self.part)
        self.world.emit(
            commented(f"{names}: recursion on calls, by the size-change principle.")
            + "\n" + "\n".join([f"Inductive {call} : Type :=", *lines]) + "."
        )  # fmt: skip

        def define(wish: str, type_: str, value: Callable[[Function], str]) -> None:
            cases = " ".join(f"| {self._pattern(f)} => {value(f)}" for f in self.part)
            body = f"match made with {cases} end"
            self.world.emit(f"Definition {self.local(wish)} (made : {call}) : {type_} :=\n  {body}.")

        define("result", "Type", lambda f: self.world.sort(f.symbol.result))
        define("label", sizes.NAT, lambda f: _number(self.numbers[f.name]))

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
        names = ["call", "label", "sizes"]
        bound, width = _number(len(self.part) - 1), _number(descent.width)
        cases = " ".join(f"| {self._pattern(f)} => eq_refl" for f in self.part)
        below = (
            f"(fun made => match made as made return "
            f"Nat.leb ({self.local('label')} made) {bound} = true with {cases} end)"
        )
        measured = " ".join(map(self.local, names))
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
            f"{width} {width} {graphs} {self.local('closure')} {below} eq_refl)."
        )

    # Matches on calls

    def _on_calls(self, name: str, goal: Callable[[str], str], leaf: Cases) -> None:
        """Write a function on calls whose type at c is `goal(c)`, by the trees of the functions."""
        branches = []
        for f in self.part:
            walk = _Walk(self, f, goal, leaf)
            branches.append(f"  | {self._pattern(f)} =>\n    {walk.text(f.tree)}")
        cases = "\n".join(branches)
        self.world.emit(
            f"Definition {name} : forall made : {self.local('call')}, {goal('made')} :=\n"
            f"  fun made => match made as made return {goal('made')} with\n{cases}\n  end."
        )

    def _value(
        self, leaf: Leaf | None, f: Function, value: Callable[[str], str], before: str
    ) -> str:
        """Return what the step gives at a leaf."""
        if leaf is None:
            given = [c.name for c in f.columns]
            return f"fun _ => {undefined(self.world, f, given)}"
        case = f.cases[leaf.case]
        return f"fun again => {self._right(leaf, f, value, before, lambda _: 'again')}"

    def _right(
        self,
        leaf: Leaf,
        f: Function,
        value: Callable[[str], str],
        before: str,
        caller: Callable[[int], str],
        hole: int | None = None,
        root: int | None = None,
    ) -> str:
        """Return the right side at a leaf; `caller` names what makes each recursive call."""
        case = f.cases[leaf.case]
        bound = [value(leaf.bound[i]) for i in range(len(case.bound))]

        def compose(t: int, kids: Sequence[str]) -> str:
            if t == hole:
                return "hole"
            if self.tables.terms[t][1] not in self.numbers:
                return self.syntax.compose(t, kids)
            made, proof = self._made(f, case.conclusion[0], t, kids, bound, before)
            return f"({caller(t)} {made} {proof})"

        root = case.conclusion[1] if root is None else root
        return self.syntax.render(root, bound, compose, {})

    def _made(
        self,
        f: Function,
        left: int,
        term: int,
        kids: Sequence[str],
        bound: Sequence[str],
        before: str,
    ) -> tuple[str, str]:
        """Return a recursive call as a value of the type of calls, and why it descends."""
        _, callee, sorts, arguments = self.tables.terms[term]
        patterns = self.tables.arguments(left)
        wanted = Call(f.name, callee, sorts, arguments, patterns)
        number = self.calls.index(wanted)
        target = self.part[self.numbers[callee]]
        made = self.world.apply(
            self._call(target), target.symbol.types, target.symbol.needs, sorts, kids
        )
        old, new = self._sizes(wanted)
        proof = "I"
        for i, j, strict in reversed(_arcs(self.descents.graphs[number])):
            way = self._reach(old[i], patterns[i], arguments[j], new[j])
            assert way is not None
            arc = self._arc(way, strict, new[j], arguments[j], bound)
            proof = f"(conj {arc} {proof})"
        ends = f"(conj eq_refl (conj eq_refl {proof}))"
        return made, f"({self.local('by_graph')} {_number(number)} {made} {before} {ends})"

    def _arc(
        self,
        way: Sequence[tuple[Size, int, int]],
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
            step = f"(SizeChange.field {listed(texts)} {_number(i)})"
            high = measure(size, t)
            middle = texts[i]
            proof = f"(PeanoNat.Nat.lt_trans {low} {middle} {high} {proof} {step})" if proof else step
        return proof

    def _same(
        self, leaf: Leaf | None, f: Function, value: Callable[[str], str], before: str
    ) -> str:
        """Return the proof that steps with equal results of calls are equal, at a leaf."""
        lead = "fun first second same =>"
        if leaf is None:
            return f"{lead} eq_refl"
        case = f.cases[leaf.case]
        order = [
            t
            for t in self.tables.postorder(case.conclusion[1], {})
            if self.tables.terms[t][0] == "app" and self.tables.terms[t][1] in self.numbers
        ]
        bound = [value(leaf.bound[i]) for i in range(len(case.bound))]
        sort = self.world.sort(f.symbol.result)
        steps = []
        for n, t in enumerate(order):
            done = set(order[:n])

            def caller(u: int, done: set[int] = done) -> str:
                return "second" if u in done else "first"

            def right(hole: int | None, until: set[int]) -> str:
                return self._right(leaf, f, value, before, lambda u: "second" if u in until else "first", hole)

            def call(until: set[int]) -> str:
                return self._right(
                    leaf, f, value, before, lambda u: "second" if u in until else "first", None, t
                )

            kids = [
                self._right(leaf, f, value, before, caller, None, k)
                for k in self.tables.arguments(t)
            ]
            made, proof = self._made(f, case.conclusion[0], t, kids, bound, before)
            inner = self.world.sort(self.tables.sort(t))
            part = Step(call(done), call({*done, t}), f"(same {made} {proof})")
            text = under(right(t, done), inner, sort, part)
            steps.append(Step(right(None, done), right(None, {*done, t}), text))
        return f"{lead} {joined(sort, steps) if steps else 'eq_refl'}"


class _Walk:
    """Follows the tree of a function; every match refines the call that is being made."""

    def __init__(
        self, owner: Recursion, f: Function, goal: Callable[[str], str], leaf: Cases
    ) -> None:
        self.owner, self.f, self.goal, self.leaf = owner, f, goal, leaf
        self.world = owner.world
        self.values: dict[str, tuple[str, tuple[Column, ...], Column]] = {}

    def value(self, name: str) -> str:
        """Return what is known of a place."""
        if name not in self.values:
            return name
        constructor, fields, column = self.values[name]
        return self.world.build(constructor, column.sort[1:], [self.value(c.name) for c in fields])

    def call(self) -> str:
        """Return the call, as far as it is known."""
        symbol = self.f.symbol
        sorts = [("var", v) for v in symbol.types]
        given = [self.value(c.name) for c in self.f.columns]
        name = self.owner._call(self.f)
        return self.world.apply(name, symbol.types, symbol.needs, sorts, given)

    def text(self, tree: Tree) -> str:
        """Return a term of the type `goal(call)`."""
        if isinstance(tree, Switch):
            column = tree.column
            returned = self.goal(self.call())
            branches = []
            for constructor, fields, below in tree.branches:
                self.values[column.name] = (constructor, fields, column)
                names = [c.name for c in fields]
                pattern = self.world.pattern(constructor, len(column.sort) - 1, names)
                branches.append(f"| {pattern} => {self.text(below)}")
                del self.values[column.name]
            x = column.name
            return f"match {x} as {x} return {returned} with {' '.join(branches)} end"
        leaf = tree if isinstance(tree, Leaf) else None
        return self.leaf(leaf, self.f, self.value, self.call())


def _number(n: int) -> str:
    text = "Datatypes.O"
    for _ in range(n):
        text = f"(Datatypes.S {text})"
    return text


def _arcs(graph: Graph) -> list[Arc]:
    return sorted(graph.arcs)


def shown_graph(graph: Graph) -> str:
    """Return a graph as a Coq value."""
    arcs = [
        f"(SizeChange.Arc {_number(i)} {_number(j)} {'true' if strict else 'false'})"
        for i, j, strict in _arcs(graph)
    ]
    ends = f"{_number(graph.caller)} {_number(graph.callee)}"
    return f"(SizeChange.Graph {ends} {listed(arcs)})"
