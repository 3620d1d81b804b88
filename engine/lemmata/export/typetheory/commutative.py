"""The rule `ac`: both sides are sorted by explicit steps with the two laws.

    f (f a u) v = f a (f u v)        associativity        if a comes first
    f u (f b v) = f b (f u v)        ac_swap              if b comes first
    f u b       = f b u              commutativity        at the end

Each side becomes the same comb f t1 (f t2 (… tn)) by merging the combs of its halves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.laws import Laws
from lemmata.export.typetheory.steps import Step, joined, reversed_step, under
from lemmata.export.typetheory.syntax import Syntax


def permuted(laws: Laws, node: Mapping[str, Any]) -> str:
    """Return the proof of an equation between rearrangements."""
    syntax, tables = laws.syntax, laws.tables
    sorts = [tables.sorts[i] for i in node["types"]]
    sort = tables.sort(node["left"])
    x, y, z = (tables.term(("bound", i, sort)) for i in range(3))

    def f(a: int, b: int) -> int:
        return tables.app(node["symbol"], sorts, (a, b))

    cited = node["laws"]
    associativity = laws.proof(cited["associativity"], sort, f(f(x, y), z), f(x, f(y, z)))
    commutativity = laws.proof(cited["commutativity"], sort, f(x, y), f(y, x))
    if associativity is None or commutativity is None:
        raise Unsupported("laws of this form in the rule ac")
    kind = syntax.world.sort(sort)
    laws.world.require("ac_swap")
    symbol = laws.world.build(node["symbol"], sorts, [])
    combs = _Combs(syntax, node["symbol"], sorts, kind, symbol)
    chain = combs.sorted(node["left"])
    chain += [reversed_step(kind, step) for step in reversed(combs.sorted(node["right"]))]
    if not chain:
        return syntax.world.dialect.reflexive(kind, syntax.term(node["left"]))
    xyz, xy = (syntax.bound(n) for n in (3, 2))
    assoc = f"forall {' '.join(xyz)} : {kind}, {syntax.equation(f(f(x, y), z), f(x, f(y, z)), xyz)}"
    comm = f"forall {' '.join(xy)} : {kind}, {syntax.equation(f(x, y), f(y, x), xy)}"
    proof = joined(kind, chain)
    return f"((fun (assoc : {assoc}) (comm : {comm}) => {proof}) {associativity} {commutativity})"


class _Combs:
    """Sorts the operands of one binary symbol."""

    def __init__(
        self, syntax: Syntax, name: str, sorts: Sequence[Any], kind: str, symbol: str
    ) -> None:
        self.syntax, self.kind, self.symbol = syntax, kind, symbol
        self._head = ("app", name, tuple(sorts))

    def f(self, left: str, right: str) -> str:
        """Return the text of the symbol applied."""
        return f"({self.symbol} {left} {right})"

    def sorted(self, root: int) -> list[Step]:
        """Return the steps from a term to its sorted comb."""
        chains: dict[int, list[Step]] = {}
        operands: dict[int, list[int]] = {}
        for t in self._tree(root):
            if self.syntax.tables.terms[t][:3] != self._head:
                chains[t], operands[t] = [], [t]
                continue
            u, v = self.syntax.tables.arguments(t)
            left, right = self.syntax.term(u), self.syntax.term(v)
            steps: list[Step] = []
            if chains[u]:
                comb = chains[u][-1].right
                part = Step(left, comb, joined(self.kind, chains[u]))
                steps.append(self._under(self.f("hole", right), part, (left, right), (comb, right)))
                left = comb
            if chains[v]:
                comb = chains[v][-1].right
                part = Step(right, comb, joined(self.kind, chains[v]))
                steps.append(self._under(self.f(left, "hole"), part, (left, right), (left, comb)))
            merged, proof = self._merge(operands[u], operands[v])
            if proof:
                steps.append(proof)
            chains[t], operands[t] = steps, merged
        return chains[root]

    def _under(
        self, hole: str, part: Step, before: tuple[str, str], after: tuple[str, str]
    ) -> Step:
        text = under(hole, self.kind, self.kind, part)
        return Step(self.f(*before), self.f(*after), text)

    def _tree(self, root: int) -> list[int]:
        """Return the occurrences of the symbol and its operands, each after its arguments."""
        order: list[int] = []
        stack = [root]
        while stack:
            t = stack.pop()
            if t < 0:
                order.append(-1 - t)
            else:
                stack.append(-1 - t)
                if self.syntax.tables.terms[t][:3] == self._head:
                    stack.extend(self.syntax.tables.arguments(t))
        return order

    def _comb(self, operands: Sequence[int]) -> str:
        texts = [self.syntax.term(t) for t in operands]
        text = texts[-1]
        for part in reversed(texts[:-1]):
            text = self.f(part, text)
        return text

    def _merge(self, left: list[int], right: list[int]) -> tuple[list[int], Step | None]:
        """Return the merged operands and the step from f (comb left) (comb right) to their comb."""
        merged: list[int] = []
        moves: list[tuple[str, str, str, str]] = []
        while True:
            head = left[0] <= right[0]
            first = (left if head else right)[0]
            merged.append(first)
            before = self.f(self._comb(left), self._comb(right))
            if head and len(left) == 1:
                merged += right
                break
            if not head and len(right) == 1:
                merged += left
                law = f"(comm {self._comb(left)} {self._comb(right)})"
                moves.append((before, self.f(self._comb(right), self._comb(left)), law, ""))
                break
            a = self.syntax.term(first)
            if head:
                rest = self._comb(left[1:]), self._comb(right)
                law = f"(assoc {a} {rest[0]} {rest[1]})"
                left = left[1:]
            else:
                rest = self._comb(left), self._comb(right[1:])
                law = f"(ac_swap {self.kind} {self.symbol} assoc comm {rest[0]} {a} {rest[1]})"
                right = right[1:]
            moves.append((before, self.f(a, self.f(*rest)), law, a))
        step: Step | None = None
        for before, after, law, a in reversed(moves):
            here = [Step(before, after, law)]
            if step is not None:
                text = under(self.f(a, "hole"), self.kind, self.kind, step)
                here.append(Step(after, self.f(a, step.right), text))
            step = Step(before, here[-1].right, joined(self.kind, here))
        return merged, step
