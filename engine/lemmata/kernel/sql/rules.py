"""The rules that rewrite a term (FORMAT-SQL.md section 4)."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.kernel.reading import require
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.injections import same_rows
from lemmata.kernel.sql.objects import Bag, Formula, Gen, Term
from lemmata.kernel.sql.obligations import Context, Obligations
from lemmata.kernel.sql.values import open_set

Rows = Sequence[tuple[int, Gen]]


class Rules:
    """The rules; what they need goes to the obligations."""

    def __init__(self, obligations: Obligations) -> None:
        self.obligations = obligations

    def match(self, context: Context, left: Term, right: Term, rows: Sequence[int]) -> None:
        """Both terms are the same bag: `rows[n]` of the right stands for row n of the left."""
        count = len(left.rows)
        good = len(rows) == len(right.rows) == count and sorted(rows) == list(range(count))
        require(good, "not a bijection of the rows")
        require(len(left.out) == len(right.out), "another number of columns")
        values = {
            right.rows[j][0]: o.columns(left.rows[i][0], left.rows[i][1])
            for i, j in enumerate(rows)
        }
        members: list[Formula] = []
        others: list[Formula] = []
        for i, j in enumerate(rows):
            var, gen = left.rows[i]
            other = right.rows[j][1]
            if isinstance(gen, o.Set) and isinstance(other, o.Set):
                kinds = [tuple(map(o.kind, g.types)) for g in (gen, other)]
                require(kinds[0] == kinds[1], "rows of different types are paired")
                members.append(o.member(var, gen))
                others.append(o.member(var, o.substitute(other, values)))
            else:
                same = o.key(gen) == o.key(o.substitute(other, values))
                require(same, "rows of different generators are paired")
        renamed = o.substitute(Term((), right.where, right.out), values)
        bare = Context((*context.rows, *left.rows), context.hyps, context.ghosts)
        first = bare.extended((), [*members, *left.where])
        second = bare.extended((), [*others, *renamed.where])
        outputs = [o.Same(a, b) for a, b in zip(left.out, renamed.out, strict=True)]
        self.obligations.require(first, [*others, *renamed.where, *outputs])
        self.obligations.require(second, [*members, *left.where])

    def prune(self, context: Context, term: Term) -> Bag:
        """A term without rows."""
        self.obligations.require(context.term(term), [o.FALSUM])
        return ()

    def squash(self, context: Context, term: Term, rows: Sequence[int], support: bool) -> Bag:
        """Rows that the outputs do not mention, and of which there is at most one choice."""
        taken = set(rows)
        good = taken and len(taken) == len(rows) and max(taken) < len(term.rows)
        require(good, "rows are numbers of rows, each once")
        inner = tuple(r for i, r in enumerate(term.rows) if i in taken)
        outer = tuple(r for i, r in enumerate(term.rows) if i not in taken)
        names = {var for var, _ in inner}
        require(not o.free(term.out) & names, "an output mentions the rows")
        require(not any(o.free(g) & names for _, g in outer), "a generator mentions the rows")
        mentions = [f for f in term.where if o.free(f) & names]
        rest = tuple(f for f in term.where if not o.free(f) & names)
        if not support:
            self._once(context.extended(outer, rest), inner, mentions)
        some = o.Some((Term(inner, tuple(mentions), ()),))
        return (Term(outer, (*rest, some), term.out),)

    def expand(self, context: Context, term: Term, number: int, support: bool) -> Bag:
        """A formula that a bag has a row turned into rows of the term."""
        require(number < len(term.where), "there is no such formula")
        formula = term.where[number]
        require(isinstance(formula, o.Some), "the formula is not that a bag has a row")
        assert isinstance(formula, o.Some)
        rest = term.where[:number] + term.where[number + 1 :]
        require(support or len(formula.bag) == 1, "a bag of one term is expected")
        found = []
        for inner in o.copy(formula.bag):
            if not support:
                self._once(context.extended(term.rows, rest), inner.rows, inner.where)
            found.append(Term(term.rows + inner.rows, rest + inner.where, term.out))
        return tuple(found)

    def _once(self, context: Context, rows: Rows, where: Sequence[Formula]) -> None:
        """There is at most one choice of the rows."""
        twin = o.copy(Term(tuple(rows), tuple(where), ()))
        known = context.extended(rows, where).term(twin)
        self.obligations.require(known, same_rows(rows, twin.rows))

    def unset(self, context: Context, term: Term, number: int, support: bool) -> Bag:
        """The terms of a set in place of its row, if they have no row twice."""
        require(number < len(term.rows), "there is no such row")
        gen = term.rows[number][1]
        require(isinstance(gen, o.Set), "a row of a set is expected")
        assert isinstance(gen, o.Set)
        found = open_set(term, number)
        if not support:
            self._distinct(context, term, number, gen)
        return found

    def _distinct(self, context: Context, term: Term, number: int, gen: o.Set) -> None:
        """No row of the set's bag occurs twice, as far as the term lets it through.

        What is known is stated of the row; the outputs of two members are both that row.
        """
        var = term.rows[number][0]
        row = o.columns(var, gen)
        known = Context((*context.rows, *term.rows), context.hyps, context.ghosts)
        known = known.extended((), term.where)
        members = [tuple(o.member(v, g) for v, g in term.rows if isinstance(g, o.Set) and v != var)]
        known = Context(known.rows, (*known.hyps, *members[0]))
        bag = o.copy(gen.bag)
        for i, first in enumerate(bag):
            chosen = o.conjoin(first, *map(o.Same, first.out, row))
            one = known.term(chosen)
            twin = o.copy(chosen)
            self.obligations.require(one.term(twin), same_rows(first.rows, twin.rows))
            for second in bag[i + 1 :]:
                other = o.copy(o.conjoin(second, *map(o.Same, second.out, row)))
                self.obligations.require(one.term(other), [o.FALSUM])

    def same_support(self, context: Context, first: Bag, second: Bag) -> None:
        """Both bags have the same rows, perhaps not equally often."""
        for bag, other in ((first, second), (second, first)):
            for term in bag:
                there = o.Some(o.matching(other, term.out))
                self.obligations.require(context.term(term), [there])
