"""Overloaded names wait until the sorts around them leave one candidate.

What sorts do not decide, nearness does: declarations of the theory itself before imported ones
before built-in ones. A name that is left with several nearest candidates is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.errors import InputError, Source
from lemmata.language.choices import Choice
from lemmata.language.printer import show_sort
from lemmata.language.scope import Scope
from lemmata.language.syntax import Node
from lemmata.language.unify import Ty, Types, compatible, find, unify
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import EQ


@dataclass(slots=True, eq=False)
class Typed:
    """What inference knows of a node."""

    ty: Ty
    choice: Choice | None = None
    types: tuple[Ty, ...] = ()
    candidates: tuple[Choice, ...] = ()
    variable: str = ""
    chain: bool = False


class Overloading:
    """What is known of the nodes of one clause, and the names that are still undecided."""

    def __init__(self, scope: Scope, source: Source, rigid: Sequence[Sort]) -> None:
        self.scope = scope
        self.source = source
        self.types = Types(rigid)
        self.typed: dict[Node, Typed] = {}
        self.pending: list[Node] = []
        self.tops: set[Node] = set()

    def error(
        self, message: str, node: Node, hint: str | None = None, expected: tuple[str, ...] = ()
    ) -> InputError:
        """The error about a node."""
        return self.source.error(message, node.start, node.end, hint=hint, expected=expected)

    def choose(self, node: Node, choices: Sequence[Choice]) -> None:
        """Give a node its meaning, now if there is one choice only."""
        self.typed[node] = Typed(Ty())
        if len(choices) == 1:
            self._commit(node, choices[0])
        else:
            self.typed[node].candidates = tuple(choices)
            self.pending.append(node)

    def _commit(self, node: Node, choice: Choice) -> None:
        typed = self.typed[node]
        typed.choice, typed.candidates = choice, ()
        binding = {v: Ty() for v in choice.types}
        typed.types = tuple(binding.values())
        for i, (arg, sort) in enumerate(zip(node.args, choice.arguments, strict=True)):
            if choice.symbol is EQ and i == 1:
                self._same(node)
            else:
                self.equal(arg, self.types.of(sort, binding), node)
        result = self.types.of(choice.result, binding)
        if not unify(typed.ty, result):
            raise self.mismatch(node, result, typed.ty)

    def _same(self, node: Node) -> None:
        left, right = (self.typed[arg].ty for arg in node.args)
        if not unify(left, right):
            shown = f"{self.types.show(left)} and {self.types.show(right)}"
            raise self.error(f"the two sides of {node.text} have sorts {shown}", node)

    def equal(self, node: Node, wanted: Ty, parent: Node | None = None) -> None:
        """Demand that a node has a sort."""
        found = self.typed[node].ty
        if not unify(found, wanted):
            raise self.mismatch(node, found, wanted, parent)

    def mismatch(self, node: Node, found: Ty, wanted: Ty, parent: Node | None = None) -> InputError:
        """The error for a node of the wrong sort."""
        name = f" of {parent.text}" if parent and parent.text else ""
        place = f"this argument{name}" if parent else "this term"
        shown = f"{place} has sort {self.types.show(found)}, not {self.types.show(wanted)}"
        hint = None
        typed = self.typed[node]
        if typed.choice and typed.choice.kind == "value":
            hint = f"{node.text} is a function here; a variable needs another name"
        return self.error(shown, node, hint)

    def settle(self) -> None:
        """Resolve every overloaded name, or refuse it with its candidates."""
        backwards = False
        while self.pending:
            waiting = self.pending
            self.pending = []
            progress = False
            for node in reversed(waiting) if backwards else waiting:
                progress |= self._try(node)
            if backwards:
                self.pending.reverse()
            backwards = not backwards
            if not progress and not self._narrow() and not self._prefer():
                raise self._ambiguous(self.pending[0])

    def _fitting(self, node: Node) -> list[Choice]:
        typed = self.typed[node]
        found = [typed.ty, *(self.typed[arg].ty for arg in node.args)]
        known = [(i, ty) for i, ty in enumerate(found) if find(ty).name is not None]
        return [
            choice
            for choice in typed.candidates
            if all(compatible(ty, choice.sorts[i]) for i, ty in known)
        ]

    def _try(self, node: Node) -> bool:
        typed = self.typed[node]
        fitting = self._fitting(node)
        if not fitting:
            raise self._no_candidate(node)
        if len(fitting) == 1:
            self._commit(node, fitting[0])
            return True
        self.pending.append(node)
        if len(fitting) == len(typed.candidates):
            return False
        typed.candidates = tuple(fitting)
        return True

    def _narrow(self) -> bool:
        """Drop candidates that no candidate of a neighbour agrees with; whether one was found."""
        heads: dict[Ty, frozenset[str]] = {}
        found: dict[tuple[Choice, ...], list[frozenset[str] | None]] = {}
        narrowed = False
        for node in (*self.pending, *reversed(self.pending)):
            typed = self.typed[node]
            places = [find(self.typed[part].ty) for part in (node, *node.args)]
            mine = _heads(typed.candidates, found)
            known = [heads.get(ty) for ty in places]
            if any(m is None or not m <= k for m, k in zip(mine, known, strict=True) if k):
                fitting = tuple(
                    choice for choice in typed.candidates if all(map(_agrees, choice.sorts, known))
                )
                if not fitting:
                    raise self._no_candidate(node)
                narrowed |= len(fitting) < len(typed.candidates)
                typed.candidates = fitting
                mine = _heads(fitting, found)
            for ty, heads_here in zip(places, mine, strict=True):
                if heads_here is not None:
                    heads[ty] = heads_here & heads[ty] if ty in heads else heads_here
        return narrowed

    def _prefer(self) -> bool:
        """Settle the first name that has one nearest candidate."""
        for at, node in enumerate(self.pending):
            candidates = self.typed[node].candidates
            nearest = min(c.tier for c in candidates)
            best = [c for c in candidates if c.tier == nearest]
            if len(best) == 1:
                del self.pending[at]
                self._commit(node, best[0])
                return True
        return False

    def _no_candidate(self, node: Node) -> InputError:
        typed = self.typed[node]
        if node in self.tops and find(typed.ty).name == BOOL.name:
            expected = ("an equation", "a Bool term")
            raise self.error(
                f"this is no statement, {node.text} gives no Bool", node, None, expected
            )
        sorts = ", ".join(self.types.show(self.typed[arg].ty) for arg in node.args)
        given = f" for ({sorts})" if node.args else ""
        listed = "; ".join(map(str, typed.candidates))
        wanted = "" if find(typed.ty).name is None else f" giving {self.types.show(typed.ty)}"
        return self.error(f"no {node.text}{given}{wanted} is declared", node, f"there is {listed}")

    def _ambiguous(self, node: Node) -> InputError:
        candidates = self.typed[node].candidates
        expected = tuple(map(str, candidates))
        hint = f"annotate a variable, as in (x : {show_sort(candidates[0].result)})"
        return self.error(f"{node.text} is ambiguous", node, hint, expected)


def _heads(
    choices: tuple[Choice, ...], found: dict[tuple[Choice, ...], list[frozenset[str] | None]]
) -> list[frozenset[str] | None]:
    """For the result and each argument the sorts that some candidate has; None if any sort fits."""
    if choices not in found:
        columns = list(zip(*(choice.sorts for choice in choices), strict=True))
        found[choices] = [
            None if any(s.is_variable for s in column) else frozenset(s.name for s in column)
            for column in columns
        ]
    return found[choices]


def _agrees(sort: Sort, heads: frozenset[str] | None) -> bool:
    return heads is None or sort.is_variable or sort.name in heads
