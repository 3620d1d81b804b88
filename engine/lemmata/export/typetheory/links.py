"""Rewriting steps, written when their whole chain is known, so that common terms get a name.

    let t0 := plus x y in let t1 := S t0 in
    chain Nat … t0 t1 … (inside Nat Nat (fun hole => plus hole t0) … )

Consecutive steps differ in few subterms only. Naming those that occur twice makes a chain about
four times shorter, and checking it as much faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lemmata.export.typetheory.steps import Step, joined, reversed_step, under
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Tables

FEWEST_STEPS = 3
SHORTEST_NAMED = 8


@dataclass(frozen=True)
class Rewrite:
    """One rewriting step; terms are indices.

    `law` is the lemma applied to its sorts, `terms` its further arguments, `premises` the proofs
    of its conditions. If `reverse`, the lemma says `new = old`.
    """

    left: int
    right: int
    path: tuple[int, ...]
    old: int
    new: int
    law: str
    terms: tuple[int, ...]
    premises: tuple[str, ...]
    reverse: bool

    def turned(self) -> Rewrite:
        """Return the step from right to left."""
        return replace(
            self,
            left=self.right,
            right=self.left,
            old=self.new,
            new=self.old,
            reverse=not self.reverse,
        )

    def printed(self, tables: Tables) -> list[int]:
        """Return the terms that the text of the step holds, with repetitions."""
        found = [self.left, self.right, self.old, self.new, *self.terms]
        t = self.left
        for place in self.path:
            kids = tables.arguments(t)
            found += [kid for i, kid in enumerate(kids) if i != place]
            t = kids[place]
        return found


Link = Step | Rewrite


def turned(sort: str, link: Link) -> Link:
    """Return a link from right to left."""
    return link.turned() if isinstance(link, Rewrite) else reversed_step(sort, link)


def chained(syntax: Syntax, sort: str, links: Sequence[Link]) -> str:
    """Return the proof of a non-empty chain as one term."""
    rewrites = [link for link in links if isinstance(link, Rewrite)]
    names: dict[int, str] = {}
    lets: list[str] = []
    if len(rewrites) >= FEWEST_STEPS:
        for t in _repeated(syntax.tables, rewrites):
            text = syntax.shortened(t, names)
            if len(text) > SHORTEST_NAMED:
                count = len(lets)
                names[t] = syntax.world.names.get("abbreviation", count, f"t{count}")
                lets.append(syntax.world.dialect.let(names[t], text))
    steps = [_step(syntax, sort, link, names) for link in links]
    proof = joined(sort, steps)
    return f"({''.join(lets)}{proof})" if lets else proof


def _step(syntax: Syntax, sort: str, link: Link, names: dict[int, str]) -> Step:
    if isinstance(link, Step):
        return link

    def write(t: int) -> str:
        return syntax.shortened(t, names)

    inner = syntax.world.sort(syntax.tables.sort(link.old))
    old, new = write(link.old), write(link.new)
    given = [link.law, *map(write, link.terms), *link.premises]
    proof = f"({' '.join(given)})" if len(given) > 1 else link.law
    step = reversed_step(inner, Step(new, old, proof)) if link.reverse else Step(old, new, proof)
    context = syntax.hole(link.left, link.path, names)
    return Step(write(link.left), write(link.right), under(context, inner, sort, step))


def _repeated(tables: Tables, rewrites: Sequence[Rewrite]) -> list[int]:
    """Return the applications that would be printed twice, each after those inside it."""
    count: dict[int, int] = {}
    order: list[int] = []
    for rewrite in rewrites:
        for root in rewrite.printed(tables):
            stack = [root]
            while stack:
                t = stack.pop()
                if t < 0:
                    order.append(-1 - t)
                elif tables.arguments(t):
                    count[t] = count.get(t, 0) + 1
                    if count[t] == 1:
                        stack.append(-1 - t)
                        stack.extend(tables.arguments(t))
    return [t for t in order if count[t] > 1]
