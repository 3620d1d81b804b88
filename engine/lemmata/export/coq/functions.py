"""Functions become `Fixpoint`s, and every case a lemma `f_eq_i` that states it word for word.

    plus(0, y) = y                   Fixpoint plus (x0 : Nat) (x1 : Nat) {struct x0} : Nat := …
    plus(S(x), y) = S(plus(x, y))    Definition plus_eq_0 : forall b0 : Nat, plus Z b0 = b0 := …

| recursion | form |
|---|---|
| none | `Definition` |
| one argument descends | `Fixpoint` on it |
| lexicographic | one `fix` inside the other, the outer one over the first argument |
| mutual, over one group of datatypes | `Fixpoint … with …` |
| mutual, through another datatype | the others become a `fix` inside the first one |
| anything else | recursion on calls, by the size-change principle: `wellfounded.py` |

The proofs of the cases rest on computation, after a match on each variable that stops it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice

from lemmata.export.coq.calls import Calls
from lemmata.export.coq.equations import CaseProof, Unfold, by_computation
from lemmata.export.coq.wellfounded import Recursion
from lemmata.export.typetheory.descent import Call, lexicographic, structural
from lemmata.export.typetheory.group import Group
from lemmata.export.typetheory.matching import Leaf, Switch, Tree
from lemmata.export.typetheory.recursion import Function, undefined
from lemmata.export.typetheory.tables import Sort

MOST_CHOICES = 20_000
CallText = Callable[[Leaf, int, Sequence[str]], str]


class Functions(Group):
    """Translates one group of functions."""

    def component(self, part: list[Function], calls: list[Call]) -> None:
        """Write functions that call one another, and their cases."""
        if not calls:
            self._definition(part[0])
        elif not (self._single(part, calls) if len(part) == 1 else self._mutual(part, calls)):
            self._by_size_change(part)

    # The forms

    def _definition(self, f: Function) -> None:
        body = self._body(f, f.tree, self._plain)
        self.world.emit(f"Definition {f.head(self.world, self.syntax)} :=\n  {body}.")
        self._equations(f, [])

    def _single(self, part: list[Function], calls: list[Call]) -> bool:
        f = part[0]
        order = lexicographic(self.world, self.tables, calls, len(f.columns))
        if not order or (len(order) > 1 and not _uniform(part, calls)):
            return False
        if len(order) == 1:
            self._fixpoint(part, {f.name: order[0]})
        else:
            self._nested(f, order)
        return True

    def _fixpoint(self, part: Sequence[Function], at: Mapping[str, int]) -> None:
        texts = []
        for f in part:
            body = self._body(f, f.tree, self._descending(f, at))
            texts.append(f"{f.head(self.world, self.syntax, at[f.name])} :=\n  {body}")
        self.world.emit("Fixpoint " + "\nwith ".join(texts) + ".")
        for f in part:
            self._equations(f, [at[f.name]])

    def _nested(self, f: Function, order: list[int]) -> None:
        """Write a lexicographic descent: each `fix` takes one argument, the last one the rest."""
        names = [self.world.names.get("fix", (f.name, j), f"{f.symbol.text}_by_{j}") for j in order]
        rest = [j for j in range(len(f.columns)) if j not in order[:-1]]

        def call(leaf: Leaf, t: int, kids: Sequence[str]) -> str:
            term = self.tables.terms[t]
            if term[1] != f.name:
                return self._plain(leaf, t, kids)
            given = [leaf.parts.get((j, a), kids[j]) for j, a in enumerate(term[3])]
            patterns = self.tables.arguments(f.cases[leaf.case].conclusion[0])
            level = next(i for i, j in enumerate(order) if term[3][j] != patterns[j])
            texts = [given[j] for j in (*order[level:-1], *rest)]
            return f"({' '.join([names[level], *texts])})"

        text = self._body(f, f.tree, call)
        result = self.world.sort(f.symbol.result)
        last = [f.columns[j] for j in rest]
        text = f"fix {names[-1]} {self.columns(last)} {f.struct(order[-1])} : {result} := {text}"
        result = " -> ".join([*(self.world.sort(c.sort) for c in last), result])
        for name, j in reversed(list(zip(names[:-1], order[:-1], strict=True))):
            column = f.columns[j]
            text = f"fix {name} {self.columns([column])} {f.struct(j)} : {result} :=\n  {text}"
            result = f"{self.world.sort(column.sort)} -> {result}"
        given = " ".join(f.columns[j].name for j in (*order[:-1], *rest))
        self.world.emit(f"Definition {f.head(self.world, self.syntax)} :=\n  ({text}) {given}.")
        self._equations(f, order)

    def _mutual(self, part: list[Function], calls: list[Call]) -> bool:
        arity = {f.name: len(f.columns) for f in part}
        choices = islice(structural(self.world, self.tables, calls, arity), MOST_CHOICES)
        for at in choices:
            if self._same_block(part, at):
                self._fixpoint(part, at)
                return True
            host = next((f for f in part if _hosts(f.name, calls)), None)
            if host and _uniform(part, calls):
                self._hosted(host, [f for f in part if f is not host], at)
                return True
        return False

    def _same_block(self, part: Sequence[Function], at: Mapping[str, int]) -> bool:
        sorts = [f.symbol.arguments[at[f.name]] for f in part]
        first = self.world.datatypes[sorts[0][0]].group
        return all(s[0] in first and s[1:] == sorts[0][1:] for s in sorts)

    def _hosted(self, host: Function, others: Sequence[Function], at: Mapping[str, int]) -> None:
        """Write functions over datatypes that are nested in one another."""
        fixes: dict[str, str] = {}

        def call(leaf: Leaf, t: int, kids: Sequence[str], caller: Function) -> str:
            term = self.tables.terms[t]
            if term[1] not in fixes:
                return self._descending(caller, at)(leaf, t, kids)
            given = list(kids)
            part = (at[caller.name], term[3][at[term[1]]])
            given[at[term[1]]] = leaf.parts.get(part, given[at[term[1]]])
            return f"({' '.join([fixes[term[1]], *given])})"

        def fix(f: Function) -> str:
            fixes[f.name] = self.world.names.get("fix", f.name, f"{f.symbol.text}_fix")
            body = self._body(f, f.tree, lambda leaf, t, kids: call(leaf, t, kids, f))
            result = self.world.sort(f.symbol.result)
            head = f"fix {fixes[f.name]} {self.columns(f.columns)} {f.struct(at[f.name])}"
            return f"({head} : {result} :=\n  {body})"

        def define(f: Function, text: str) -> None:
            given = " ".join(c.name for c in f.columns)
            self.world.emit(f"Definition {f.head(self.world, self.syntax)} :=\n  {text} {given}.")

        fixes[host.name] = self.world.names.get("fix", host.name, f"{host.symbol.text}_fix")
        for f in others:
            fixes[f.name] = fix(f)
        define(host, fix(host))
        for f in others:
            fixes.clear()
            define(f, fix(f))
        for f in [host, *others]:
            self._equations(f, [at[f.name]])

    def _by_size_change(self, part: list[Function]) -> None:
        """Write functions by the size-change principle; if it fails, their cases are axioms."""
        calls = Calls(self.world, self.syntax, part)
        descent = calls.descent()
        if descent is None:
            self.assumed(part, "its descent is not one of sizes at fixed sorts")
            return
        recursion = Recursion(calls, descent)
        recursion.emit()
        for f in part:
            self._equations(f, [], partial(recursion.unfolded, f))

    # Their parts

    def _body(self, f: Function, tree: Tree, call: CallText) -> str:
        if isinstance(tree, Leaf):
            case = f.cases[tree.case]
            bound = [tree.bound[i] for i in range(len(case.bound))]
            memo: dict[int, str] = {}

            def compose(t: int, kids: Sequence[str]) -> str:
                return call(tree, t, kids)

            return self.syntax.render(case.conclusion[1], bound, compose, memo)
        if isinstance(tree, Switch):
            sort = tree.column.sort
            branches = [
                f"| {self.world.pattern(c, len(sort) - 1, [x.name for x in fields])} => "
                + self._body(f, below, call)
                for c, fields, below in tree.branches
            ]
            result = self.world.sort(f.symbol.result)
            return f"match {tree.column.name} return {result} with {' '.join(branches)} end"
        return undefined(self.world, f, [c.name for c in f.columns])

    def _plain(self, leaf: Leaf, t: int, kids: Sequence[str]) -> str:
        return self.syntax.compose(t, kids)

    def _descending(self, f: Function, at: Mapping[str, int]) -> CallText:
        """Return calls whose structural argument is a variable that a match has bound."""

        def call(leaf: Leaf, t: int, kids: Sequence[str]) -> str:
            term = self.tables.terms[t]
            if term[1] not in at:
                return self.syntax.compose(t, kids)
            j = at[term[1]]
            given = list(kids)
            given[j] = leaf.parts.get((at[f.name], term[3][j]), kids[j])
            return self.syntax.compose(t, given)

        return call

    def _equations(self, f: Function, order: Sequence[int], leaf: Unfold = by_computation) -> None:
        """Write the lemma of each case; `leaf` proves it once its arguments are known."""
        if self.world.computing:
            return
        for i, case in enumerate(f.cases):
            name, binders, statement = self.case(f, i, case)
            proof = CaseProof(self.world, self.syntax, case, leaf).start(f.columns, f.tree, order)
            lead = f"fun {binders} => " if binders else ""
            self.world.emit(f"Definition {name} : {statement} := {lead}{proof}.")


def _uniform(part: Sequence[Function], calls: Sequence[Call]) -> bool:
    """Say whether every call is at the caller's own type variables."""
    types: dict[str, tuple[Sort, ...]] = {
        f.name: tuple(("var", v) for v in f.symbol.types) for f in part
    }
    return all(c.sorts == types[c.caller] and c.sorts == types[c.callee] for c in calls)


def _hosts(host: str, calls: Sequence[Call]) -> bool:
    return all(c.callee in (host, c.caller) for c in calls if c.caller != host)
