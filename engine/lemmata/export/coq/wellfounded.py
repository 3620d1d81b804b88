"""Functions that no structural recursion of Coq covers, by recursion on their calls.

    f_run c = f_step c (fun d _ => f_run d)                   by Fix_eq
    f x y := f_run (f_call_0 x y)

That a step does not look at its proofs of descent is shown by replacing one call after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lemmata.export.coq.calls import Calls, Descent, arcs, number
from lemmata.export.typetheory.descent import Call
from lemmata.export.typetheory.matching import Column, Leaf, Switch, Tree
from lemmata.export.typetheory.recursion import Function, undefined
from lemmata.export.typetheory.steps import Step, joined, under

Caller = Callable[[int], str]
Goal = Callable[[str], str]


@dataclass(frozen=True)
class Place:
    """A leaf of a function's tree: what its variables are, and the call that led there."""

    leaf: Leaf | None
    function: Function
    bound: tuple[str, ...]
    call: str


class Recursion:
    """Writes one group of functions, given why it terminates."""

    def __init__(self, calls: Calls, descent: Descent) -> None:
        self.calls, self.descent = calls, descent
        self.world, self.syntax, self.tables = calls.world, calls.syntax, calls.syntax.tables
        self.local = calls.local

    def emit(self) -> None:
        """Write the definitions of the functions; their cases are left to the caller."""
        self.calls.emit(self.descent)
        step, same, run = (self.local(wish) for wish in ("step", "same", "run"))
        result, again = self.local("result"), self.local("again")
        self._on_calls(step, lambda c: f"{again} {c} -> {result} {c}", self._value)
        self._on_calls(
            same,
            lambda c: (
                f"forall first second : {again} {c}, (forall inner smaller, "
                f"first inner smaller = second inner smaller) -> "
                f"{step} {c} first = {step} {c} second"
            ),
            self._same,
        )
        given = f"{self.local('terminates')} {result} {step}"
        self.world.emit(
            f"Definition {run} : forall made : {self.local('call')}, {result} made := "
            f"Wf.Fix {given}.\n"
            f"Definition {self.local('unfold')} : forall made : {self.local('call')}, "
            f"{run} made = {step} made (fun inner _ => {run} inner) := Wf.Fix_eq {given} {same}."
        )
        for f in self.calls.part:
            value = self.calls.made(f, [c.name for c in f.columns])
            self.world.emit(f"Definition {f.head(self.world, self.syntax)} :=\n  {run} {value}.")

    def unfolded(self, f: Function, arguments: Sequence[str]) -> str:
        """Return the proof that a function at some arguments is what its step says."""
        return f"({self.local('unfold')} {self.calls.made(f, arguments)})"

    def _on_calls(self, name: str, goal: Goal, leaf: Callable[[Place], str]) -> None:
        """Write a function on calls whose type at c is `goal(c)`, by the trees of the functions."""
        branches = []
        for f in self.calls.part:
            walk = _Walk(self.calls, f, goal, leaf)
            branches.append(f"  | {self.calls.pattern(f)} =>\n    {walk.text(f.tree)}")
        cases = "\n".join(branches)
        self.world.emit(
            f"Definition {name} : forall made : {self.local('call')}, {goal('made')} :=\n"
            f"  fun made => match made as made return {goal('made')} with\n{cases}\n  end."
        )

    def _value(self, place: Place) -> str:
        """Return what the step gives at a leaf."""
        f = place.function
        if place.leaf is None:
            return f"fun _ => {undefined(self.world, f, [c.name for c in f.columns])}"
        root = f.cases[place.leaf.case].conclusion[1]
        return f"fun again => {self._term(place, root, lambda _: 'again')}"

    def _same(self, place: Place) -> str:
        """Return the proof that steps with equal results of calls are equal, at a leaf."""
        lead = "fun first second same =>"
        f, leaf = place.function, place.leaf
        if leaf is None:
            return f"{lead} eq_refl"
        root = f.cases[leaf.case].conclusion[1]
        recursive = [
            t for t in self.tables.postorder(root, {})
            if self.tables.terms[t][0] == "app" and self.tables.terms[t][1] in self.calls.numbers
        ]  # fmt: skip
        sort = self.world.sort(f.symbol.result)
        steps = [
            self._replaced(place, root, frozenset(recursive[:n]), t, sort)
            for n, t in enumerate(recursive)
        ]
        return f"{lead} {joined(sort, steps) if steps else 'eq_refl'}"

    def _replaced(self, place: Place, root: int, done: frozenset[int], t: int, sort: str) -> Step:
        """Return the step that makes one call by `second`; those in `done` are made so already."""

        def before(u: int) -> str:
            return "second" if u in done else "first"

        def after(u: int) -> str:
            return "second" if u == t else before(u)

        kids = [self._term(place, k, before) for k in self.tables.arguments(t)]
        made, proof = self._made(place, t, kids)
        part = Step(
            self._term(place, t, before), self._term(place, t, after), f"(same {made} {proof})"
        )
        context = self._term(place, root, before, hole=t)
        text = under(context, self.world.sort(self.tables.sort(t)), sort, part)
        return Step(self._term(place, root, before), self._term(place, root, after), text)

    def _term(self, place: Place, root: int, caller: Caller, hole: int | None = None) -> str:
        """Return a term of the right side at a leaf; `caller` names what makes each call."""

        def compose(t: int, kids: Sequence[str]) -> str:
            if t == hole:
                return "hole"
            if self.tables.terms[t][1] not in self.calls.numbers:
                return self.syntax.compose(t, kids)
            made, proof = self._made(place, t, kids)
            return f"({caller(t)} {made} {proof})"

        return self.syntax.render(root, place.bound, compose, {})

    def _made(self, place: Place, term: int, kids: Sequence[str]) -> tuple[str, str]:
        """Return a recursive call as a value of the type of calls, and why it descends."""
        f = place.function
        assert place.leaf is not None
        _, callee, sorts, arguments = self.tables.terms[term]
        patterns = self.tables.arguments(f.cases[place.leaf.case].conclusion[0])
        wanted = Call(f.name, callee, sorts, arguments, patterns)
        which = self.calls.calls.index(wanted)
        made = self.calls.made(self.calls.part[self.calls.numbers[callee]], kids, sorts)
        old, new = self.calls.sizes(wanted)
        proof = "I"
        for i, j, strict in reversed(arcs(self.descent.graphs[which])):
            way = self.calls.reach(old[i], patterns[i], arguments[j], new[j])
            assert way is not None
            arc = self.calls.arc(way, strict, new[j], arguments[j], place.bound)
            proof = f"(conj {arc} {proof})"
        ends = f"(conj eq_refl (conj eq_refl {proof}))"
        return made, f"({self.local('by_graph')} {number(which)} {made} {place.call} {ends})"


class _Walk:
    """Follows the tree of a function; every match refines the call that is being made."""

    def __init__(self, calls: Calls, f: Function, goal: Goal, leaf: Callable[[Place], str]) -> None:
        self.calls, self.f, self.goal, self.leaf = calls, f, goal, leaf
        self.world = calls.world
        self.values: dict[str, tuple[str, tuple[Column, ...], Column]] = {}

    def value(self, name: str) -> str:
        """Return what is known of a place."""
        if name not in self.values:
            return name
        constructor, fields, column = self.values[name]
        return self.world.build(constructor, column.sort[1:], [self.value(c.name) for c in fields])

    def text(self, tree: Tree) -> str:
        """Return a term of the type `goal(call)`."""
        call = self.calls.made(self.f, [self.value(c.name) for c in self.f.columns])
        if isinstance(tree, Switch):
            column = tree.column
            branches = []
            for constructor, fields, below in tree.branches:
                self.values[column.name] = (constructor, fields, column)
                names = [c.name for c in fields]
                pattern = self.world.pattern(constructor, len(column.sort) - 1, names)
                branches.append(f"| {pattern} => {self.text(below)}")
                del self.values[column.name]
            x = column.name
            return f"match {x} as {x} return {self.goal(call)} with {' '.join(branches)} end"
        if not isinstance(tree, Leaf):
            return self.leaf(Place(None, self.f, (), call))
        count = len(self.f.cases[tree.case].bound)
        bound = tuple(self.value(tree.bound[i]) for i in range(count))
        return self.leaf(Place(tree, self.f, bound, call))
