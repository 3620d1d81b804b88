"""Rewriting steps, written when their whole chain is known, so that common terms get a name.

    let t0 := plus x y in let t1 := S t0 in
    chain Nat … t0 t1 … (inside Nat Nat (fun hole => plus hole t0) … )

Consecutive steps differ in few subterms only. Naming those that occur twice makes a chain about
four times shorter, and checking it as much faster. Steps inside one argument are a chain of their
own under one context, however deep they are in the term.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lemmata.export.typetheory.steps import Step, joined, reversed_step, under
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Tables

FEWEST_STEPS = 3
SHORTEST_NAMED = 8
MOST_NESTED = 40


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


@dataclass(frozen=True)
class Run:
    """Steps one after the other that all are inside the subterm at `path`."""

    left: int
    right: int
    path: tuple[int, ...]
    inner: tuple[Rewrite | Run, ...]

    def printed(self, tables: Tables) -> list[int]:
        """Return the terms that the text holds outside the inner steps, with repetitions."""
        found = [self.left, self.right]
        t = self.left
        for place in self.path:
            kids = tables.arguments(t)
            found += [kid for i, kid in enumerate(kids) if i != place]
            t = kids[place]
        return found


Link = Step | Rewrite
Part = Step | Rewrite | Run


def turned(sort: str, link: Link) -> Link:
    """Return a link from right to left."""
    return link.turned() if isinstance(link, Rewrite) else reversed_step(sort, link)


def chained(syntax: Syntax, sort: str, links: Sequence[Link]) -> str:
    """Return the proof of a non-empty chain as one term."""
    parts = _grouped(syntax.tables, links, MOST_NESTED)
    short = _Short(syntax)
    if sum(isinstance(link, Rewrite) for link in links) >= FEWEST_STEPS:
        short.name(sort, parts)
    sort = short.sorts.get(sort, sort)
    proof = joined(sort, [_step(short, sort, part) for part in parts])
    return f"({''.join(short.lets)}{proof})" if short.lets else proof


class _Short:
    """Abbreviations for sorts and terms; `lets` introduces them."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.world = syntax, syntax.world
        self.lets: list[str] = []
        self.sorts: dict[str, str] = {}
        self.terms: dict[int, str] = {}

    def name(self, sort: str, parts: Sequence[Part]) -> None:
        """Name composed sorts, and terms that would be printed twice."""
        for text in dict.fromkeys([sort, *self._sorts(parts)]):
            if " " in text:
                self.sorts[text] = self._let("sort abbreviation", f"T{len(self.sorts)}", text)
        for t in _repeated(self.syntax.tables, parts):
            text = self.syntax.shortened(t, self.terms)
            if len(text) > SHORTEST_NAMED:
                self.terms[t] = self._let("abbreviation", f"t{len(self.lets)}", text)

    def _let(self, kind: str, wish: str, text: str) -> str:
        name = self.world.names.get(kind, wish)
        self.lets.append(self.world.dialect.let(name, text))
        return name

    def _sorts(self, parts: Sequence[Part]) -> list[str]:
        """Return the sorts of the chains inside a chain."""
        found, todo = [], list(reversed(parts))
        while todo:
            part = todo.pop()
            if isinstance(part, Run):
                found.append(self._sort(part.inner[0].left))
                todo.extend(reversed(part.inner))
        return found

    def _sort(self, term: int) -> str:
        return self.world.sort(self.syntax.tables.sort(term))

    def sort(self, term: int) -> str:
        """Return the sort of a term."""
        text = self._sort(term)
        return self.sorts.get(text, text)

    def term(self, term: int) -> str:
        """Return the text of a term."""
        return self.syntax.shortened(term, self.terms)


def _grouped(tables: Tables, links: Sequence[Link], depth: int) -> list[Part]:
    """Put neighbours that rewrite inside one argument into runs; runs hold at least two steps."""
    parts: list[Part] = []
    i = 0
    while i < len(links):
        link = links[i]
        end, path = i + 1, link.path if isinstance(link, Rewrite) and depth else ()
        while path and end < len(links):
            following = links[end]
            common = _common(path, following.path) if isinstance(following, Rewrite) else ()
            if not common:
                break
            path, end = common, end + 1
        group = [link for link in links[i:end] if isinstance(link, Rewrite)]
        if len(group) < 2:
            parts.append(link)
        else:
            inside = [_inside(tables, link, path) for link in group]
            inner = tuple(p for p in _grouped(tables, inside, depth - 1) if not isinstance(p, Step))
            parts.append(Run(group[0].left, group[-1].right, path, inner))
        i = end
    return parts


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return one[:count]


def _inside(tables: Tables, link: Rewrite, path: tuple[int, ...]) -> Rewrite:
    """Return the step on the subterm at the beginning of its path."""
    left, right = link.left, link.right
    for place in path:
        left, right = tables.arguments(left)[place], tables.arguments(right)[place]
    return replace(link, left=left, right=right, path=link.path[len(path) :])


def _step(short: _Short, sort: str, part: Part) -> Step:
    if isinstance(part, Step):
        return part
    write = short.term
    context = short.syntax.hole(part.left, part.path, short.terms)
    if isinstance(part, Run):
        inner = short.sort(part.inner[0].left)
        steps = [_step(short, inner, p) for p in part.inner]
        step = Step(steps[0].left, steps[-1].right, joined(inner, steps))
    else:
        inner = short.sort(part.old)
        old, new = write(part.old), write(part.new)
        given = [part.law, *map(write, part.terms), *part.premises]
        proof = f"({' '.join(given)})" if len(given) > 1 else part.law
        step = Step(new, old, proof) if part.reverse else Step(old, new, proof)
        step = reversed_step(inner, step) if part.reverse else step
    return Step(write(part.left), write(part.right), under(context, inner, sort, step))


def _repeated(tables: Tables, parts: Sequence[Part]) -> list[int]:
    """Return the applications that would be printed twice, each after those inside it."""
    count: dict[int, int] = {}
    order: list[int] = []
    todo = list(reversed(parts))
    while todo:
        part = todo.pop()
        if isinstance(part, Step):
            continue
        if isinstance(part, Run):
            todo.extend(reversed(part.inner))
        for root in part.printed(tables):
            stack = [root]
            while stack:
                t = stack.pop()
                if t < 0:
                    order.append(-1 - t)
                elif tables.terms[t][0] == "app" and (tables.terms[t][2] or tables.terms[t][3]):
                    count[t] = count.get(t, 0) + 1
                    if count[t] == 1:
                        stack.append(-1 - t)
                        stack.extend(tables.arguments(t))
    return [t for t in order if count[t] > 1]
