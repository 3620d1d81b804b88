"""Functions become `def`s by pattern matching, and every case a theorem that states it.

    def plus : Nat -> Nat -> Nat
      | Nat.Z, b0 => b0
      | Nat.S b0, b1 => Nat.S (plus b0 b1)

Structural recursion is found by Lean. Otherwise `termination_by` names the measure: sums of sizes
in lexicographic order. A group for which there is no such measure, though it terminates by the
size-change principle, is declared with its cases as axioms.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.export.lean.measures import Level, measures
from lemmata.export.typetheory.descent import Call, lexicographic, structural
from lemmata.export.typetheory.group import Group
from lemmata.export.typetheory.matching import misses
from lemmata.export.typetheory.recursion import Function, undefined

DECREASING = (
    "decreasing_by\n  all_goals (simp_wf; first | omega | (simp [Prod.lex_def]; omega) | "
    "decreasing_tactic)"
)
UNFOLD = "by intros; first | rfl | rw [{name}] | simp only [{name}]"


class Functions(Group):
    """Translates one group of functions."""

    def component(self, part: list[Function], calls: list[Call]) -> None:
        """Write functions that call one another, and their cases."""
        levels: Sequence[Level] | None = ()
        if calls and not self._structural(part, calls):
            arity = {f.name: len(f.columns) for f in part}
            levels = measures(self.world, self.tables, calls, arity)
        if levels is None:
            self.assumed(part, "no lexicographic order of sums of sizes descends")
            return
        texts = [self._definition(f, levels) for f in part]
        text = "\n".join(texts)
        self.world.emit(f"mutual\n{text}\nend" if len(part) > 1 else text)
        for f in part:
            for i, case in enumerate(f.cases):
                name, _, statement = self.case(f, i, case)
                proof = UNFOLD.format(name=f.symbol.text)
                self.world.emit(self.world.dialect.theorem(name, statement, proof))

    def _structural(self, part: Sequence[Function], calls: Sequence[Call]) -> bool:
        """Say whether one argument of each function descends, all of one group of datatypes."""
        if len(part) == 1:
            return len(lexicographic(self.world, self.tables, calls, len(part[0].columns))) == 1
        arity = {f.name: len(f.columns) for f in part}
        for at in structural(self.world, self.tables, calls, arity):
            sorts = [f.symbol.arguments[at[f.name]] for f in part]
            group = self.world.datatypes[sorts[0][0]].group
            return all(s[0] in group for s in sorts)
        return False

    def _definition(self, f: Function, levels: Sequence[Level]) -> str:
        symbol = f.symbol
        types = self.world.type_binders(symbol.types, symbol.needs)
        kinds = " -> ".join(
            [*map(self.world.sort, symbol.arguments), self.world.sort(symbol.result)]
        )
        head = f"def {' '.join([symbol.text, *types])} : {kinds}"
        if not f.columns:
            return f"{head} :=\n  {self.syntax.term(f.cases[0].conclusion[1])}"
        lines = [head]
        for case in f.cases:
            bound = self.syntax.bound(len(case.bound))
            patterns = self.tables.arguments(case.conclusion[0])
            left = ", ".join(self._pattern(p, bound, False) for p in patterns)
            lines.append(f"  | {left} => {self.syntax.term(case.conclusion[1], bound)}")
        names = [c.name for c in f.columns]
        if misses(f.tree):
            lines.append(f"  | {', '.join(names)} => {undefined(self.world, f, names)}")
        if levels:
            parts = [self._measure(level[f.name], names) for level in levels]
            measure = f"({', '.join(parts)})" if len(parts) > 1 else parts[0]
            lines.append(f"termination_by {' '.join(names)} => {measure}")
            lines.append(DECREASING)
        return "\n".join(lines)

    def _measure(self, part: tuple[int, ...] | int, names: Sequence[str]) -> str:
        if isinstance(part, int):
            return str(part)
        return " + ".join(f"sizeOf {names[i]}" for i in part)

    def _pattern(self, root: int, bound: Sequence[str], inner: bool) -> str:
        """Return a pattern, in parentheses if it stands inside another one and has fields."""
        done: dict[int, str] = {}
        for t in self.tables.postorder(root, {}):
            term = self.tables.terms[t]
            if term[0] == "bound":
                done[t] = bound[term[1]]
                continue
            kids = [done[k] for k in term[3]]
            text = self.world.pattern(term[1], len(term[2]), kids)
            done[t] = f"({text})" if kids and (inner or t != root) else text
        return done[root]
