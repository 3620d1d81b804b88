"""The obligations of a proof: section 4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from second_sql_checker.objects import (
    Node,
    RejectedError,
    alike,
    bag,
    col,
    columns,
    fresh,
    is_null,
    meet,
    mk,
    negation,
    opened,
    same,
    shape,
    substitute,
    term,
    type_of,
    with_out,
)
from second_sql_checker.reading import (
    Json,
    Reader,
    Scope,
    fits,
    fitted,
    kind_of,
    listed,
    shaped,
    whole,
)

AS_SETS = ("min", "max", "every", "some")
WITH_NULLS = ("single value", "any value")
VALID = mk("and", ())


def conjunction(parts: list[Node]) -> Node:
    """All of them."""
    return mk("and", tuple(parts))


def implies(first: Node, second: Node) -> Node:
    """If the first, then the second."""
    return mk("or", (negation(first), second))


@dataclass(frozen=True)
class Row:
    """A row in scope: its variable, generator, and the formula under which it is there."""

    name: int
    gen: Node
    there: Node = VALID


@dataclass(frozen=True)
class Context:
    """Rows in order of their levels, other rows that are known, and what holds of all."""

    scope: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()
    known: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Obligation:
    """What must hold for all rows."""

    what: str
    rows: tuple[Row, ...]
    known: tuple[Node, ...]
    goal: Node


@dataclass
class Choice:
    """A choice of a term, with the rows that extras have added; equal extras share their rows."""

    reader: Reader
    context: Context
    term: Node
    rows: list[Row] = field(default_factory=list)
    known: list[Node] = field(default_factory=list)
    out: tuple[Node, ...] = ()

    def __post_init__(self) -> None:
        rows, where, self.out = opened(self.term)
        self.own = [Row(name, gen) for name, gen in rows]
        self.rows = list(self.own)
        self.known = list(where)
        self.somes = [f for f in where if f.kind == "some"]
        self._origins: dict[object, list[Node]] = {}
        self._added: dict[object, list[Row]] = {}

    def extra(self, value: Json, scope: list[Row]) -> list[Row]:
        """The rows that an extra adds."""
        word, *rest = listed(value) or [None]
        if len(rest) != 2:
            raise RejectedError("there is no such extra")
        if word == "fk":
            return [self._parent(scope[whole(rest[0], len(scope))], whole(rest[1]))]
        term_number = whole(rest[1])
        if word == "wit":
            row = scope[whole(rest[0], len(scope))]
            if row.gen.kind != "set":
                raise RejectedError("a witness of a row that is not one of a set")
            cells = columns(row.name, row.gen[1])
            return self._origin(("wit", row.name), row.gen[0], row.there, cells, term_number)
        if word == "some":
            formula = self.somes[whole(rest[0], len(self.somes))]
            return self._origin(("some", formula), formula[0], VALID, (), term_number)
        if word == "bag":
            inner = self.reader.bag(rest[0], self.typed(scope))
            there = mk("some", inner)
            return self._origin(("bag", shape(inner)), inner, there, (), term_number)
        raise RejectedError("there is no such extra")

    def typed(self, scope: list[Row]) -> Scope:
        """The scope for reading."""
        return [(row.name, self.reader.types(row.gen)) for row in scope]

    def _parent(self, child: Row, number: int) -> Row:
        if child.gen.kind != "table":
            raise RejectedError("a foreign key of a row that is not one of a table")
        table = self.reader.tables[child.gen[0]]
        own, name, there = table.foreign[whole(number, len(table.foreign))]
        key = ("fk", child.name, number)
        if key in self._added:
            return self._added[key][0]
        flag = mk("flag", fresh())
        parent = Row(fresh(), mk("table", name), flag)
        types = self.reader.tables[name].types
        cells = [col(child.name, i, table.types[i]) for i in own]
        filled = conjunction([child.there, *(negation(is_null(c)) for c in cells)])
        self.known += [implies(flag, filled), implies(filled, flag)]
        for cell, i in zip(cells, there, strict=True):
            self.known.append(implies(flag, same(cell, col(parent.name, i, types[i]))))
        self.rows.append(parent)
        self._added[key] = [parent]
        return parent

    def _origin(
        self, key: object, source: Node, there: Node, cells: tuple[Node, ...], number: int
    ) -> list[Row]:
        terms = source[0]
        whole(number, len(terms))
        if key not in self._origins:
            flags = [mk("flag", fresh()) for _ in terms]
            self._origins[key] = flags
            self.known.append(implies(there, mk("or", tuple(flags))))
            self.known += [implies(flag, there) for flag in flags]
            for i, flag in enumerate(flags):
                self.known += [negation(conjunction([flag, other])) for other in flags[:i]]
        flag = self._origins[key][number]
        if (key, number) not in self._added:
            rows, where, out = opened(terms[number])
            added = [Row(name, gen, flag) for name, gen in rows]
            equal = [same(o, c) for o, c in zip(out, cells, strict=True)] if cells else []
            self.known.append(implies(flag, conjunction([*where, *equal])))
            self.rows += added
            self._added[key, number] = added
        return self._added[key, number]


@dataclass
class Applied:
    """A piece for a choice: the term it leads to, the formula that it applies, its targets."""

    to: int
    scope: list[Row]
    added: list[Row]
    targets: list[Node | tuple[Node, ...]]
    applies: Node
    lemmas: list[Lemma]


@dataclass(frozen=True)
class Lemma:
    """Two aggregates that are the same if the added rows are there and `under` holds."""

    under: tuple[Node, ...]
    left: Node
    right: Node
    proof: Json

    def fact(self, added: list[Row]) -> Node:
        """What is known from it."""
        there = [row.there for row in added]
        return implies(conjunction([*there, *self.under]), same(self.left, self.right))


class Scripts:
    """Reads scripts and yields obligations."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def goal(
        self, context: Context, left: Node, right: Node, script: Json, rows_only: bool = False
    ) -> Iterator[Obligation]:
        """The obligations of a script for `left` and `right`."""
        if isinstance(script, dict) and script.get("steps") == []:
            script = {name: script[name] for name in script if name != "steps"}
        forward, backward = shaped(script, "forward", "backward")
        yield from self._included(context, left, right, forward, rows_only)
        yield from self._included(context, right, left, backward, rows_only)

    def _included(
        self, context: Context, left: Node, right: Node, pieces: Json, rows_only: bool
    ) -> Iterator[Obligation]:
        if len(listed(pieces)) != len(left[0]):
            raise RejectedError("a list of pieces for each term is wanted")
        firsts = [Choice(self.reader, context, t) for t in left[0]]
        sides = [
            [self._piece(choice, right, p) for p in listed(given)]
            for choice, given in zip(firsts, pieces, strict=True)
        ]
        for choice, found in zip(firsts, sides, strict=True):
            yield from self._lemmas(context, choice, found)
            yield self._obligation(
                "cover", context, [(choice, found)], [], mk("or", tuple(p.applies for p in found))
            )
        if not rows_only:
            seconds = [Choice(self.reader, context, t) for t in left[0]]
            again = [
                [self._piece(choice, right, p) for p in listed(given)]
                for choice, given in zip(seconds, pieces, strict=True)
            ]
            yield from self._injective(context, (firsts, sides), (seconds, again), right)

    def _obligation(
        self,
        what: str,
        context: Context,
        used: list[tuple[Choice, list[Applied]]],
        known: list[Node],
        goal: Node,
    ) -> Obligation:
        rows = [*context.scope, *context.others]
        facts = list(context.known)
        for choice, pieces in used:
            rows += choice.rows
            facts += choice.known
            facts += [lemma.fact(p.added) for p in pieces for lemma in p.lemmas]
        return Obligation(what, tuple(rows), (*facts, *known), goal)

    def _injective(
        self,
        context: Context,
        first: tuple[list[Choice], list[list[Applied]]],
        second: tuple[list[Choice], list[list[Applied]]],
        right: Node,
    ) -> Iterator[Obligation]:
        for i, one in enumerate(first[0]):
            for k in range(i, len(first[0])):
                other = second[0][k]
                for m, p in enumerate(first[1][i]):
                    for n, q in enumerate(second[1][k]):
                        if p.to != q.to or (i == k and n < m):
                            continue
                        known = [p.applies, q.applies]
                        gens = [gen for _, gen in right[0][p.to][0]]
                        known += [
                            identical(a, b, gen)
                            for a, b, gen in zip(p.targets, q.targets, gens, strict=True)
                        ]
                        goal = mk("or", ())
                        if i == k:
                            pairs = zip(one.own, other.own, strict=True)
                            goal = conjunction([self._same_row(a, b) for a, b in pairs])
                        used = [(one, [p]), (other, [q])]
                        yield self._obligation("inject", context, used, known, goal)

    def _same_row(self, first: Row, second: Row) -> Node:
        if first.gen.kind != "set":
            return mk("identical", first.name, second.name)
        types = first.gen[1]
        pairs = zip(columns(first.name, types), columns(second.name, types), strict=True)
        return conjunction([same(a, b) for a, b in pairs])

    def _piece(self, choice: Choice, right: Node, value: Json) -> Applied:
        to, extras, targets, lemmas = shaped(value, "to", "rows", "map", "lemmas")
        goal = right[0][whole(to, len(right[0]))]
        scope = [*choice.context.scope, *choice.own]
        added: list[Row] = []
        for extra in listed(extras):
            found = choice.extra(extra, scope)
            scope += found
            added += found
        if len(listed(targets)) != len(goal[0]):
            raise RejectedError("a target for each generator is wanted")
        aim = _Aim(self.reader, scope, choice.typed(scope))
        for (name, gen), target in zip(goal[0], targets, strict=True):
            aim.add(name, gen, target)
        there = [row.there for row in added]
        where, out = aim.put(goal[1]), aim.put(goal[2])
        equal = [same(a, b) for a, b in zip(choice.out, out, strict=True)]
        applies = conjunction([*there, *aim.conditions, *where, *equal])
        found_lemmas = [self._lemma(item, choice.typed(scope)) for item in listed(lemmas)]
        return Applied(to, scope, added, aim.targets, applies, found_lemmas)

    def _lemma(self, value: Json, scope: Scope) -> Lemma:
        under, left, right, proof = shaped(value, "under", "left", "right", "proof")
        formulas = tuple(self.reader.formula(f, scope) for f in listed(under))
        sides = [self.reader.expr(e, scope) for e in (left, right)]
        if [_function(s) for s in sides[:1]] != [_function(s) for s in sides[1:]]:
            raise RejectedError("a lemma about different functions")
        return Lemma(formulas, sides[0], sides[1], proof)

    def _lemmas(
        self, context: Context, choice: Choice, pieces: list[Applied]
    ) -> Iterator[Obligation]:
        for p in pieces:
            known = [*context.known, *choice.known, *(row.there for row in p.added)]
            others = tuple(row for row in choice.rows if row not in p.scope) + context.others
            for lemma in p.lemmas:
                inner = Context(tuple(p.scope), others, (*known, *lemma.under))
                left, right = considered(lemma.left), considered(lemma.right)
                if {len(t[2]) for t in left[0]} | {len(t[2]) for t in right[0]} > {1}:
                    raise RejectedError("bags of different widths")
                rows_only = _function(lemma.left)[0] in AS_SETS
                for found in self.goal(inner, left, right, lemma.proof, rows_only):
                    yield replace(found, what=f"lemma {found.what}")
                known.append(lemma.fact(p.added))


class _Aim:
    """Targets for the generators of a term, one after another."""

    def __init__(self, reader: Reader, scope: list[Row], typed: Scope) -> None:
        self.reader, self.scope, self.typed = reader, scope, typed
        self.cells: dict[int, tuple[Node, ...]] = {}
        self.names: dict[int, int] = {}
        self.targets: list[Node | tuple[Node, ...]] = []
        self.conditions: list[Node] = []

    def put(self, part: tuple[Node, ...]) -> tuple[Node, ...]:
        """The part with targets for rows."""
        found: tuple[Node, ...] = substitute(part, self.cells, self.names)
        return found

    def add(self, name: int, gen: Node, target: Json) -> None:
        """The target of the next generator."""
        (gen,) = self.put((gen,))
        if type(target) is int:
            row = self.scope[whole(target, len(self.scope))]
            self.conditions.append(row.there)
            if alike(row.gen, gen):
                self.names[name] = row.name
                types = self.reader.types(gen)
                cells = columns(row.name, types)
                self.targets.append(cells if gen.kind == "set" else mk("row", row.name))
                return
            cells = columns(row.name, self.reader.types(row.gen))
        else:
            word, exprs = listed(target) if len(listed(target)) == 2 else (None, None)
            if word != "row":
                raise RejectedError("there is no such target")
            cells = tuple(self.reader.expr(e, self.typed) for e in listed(exprs))
        if gen.kind != "set" or len(cells) != len(gen[1]):
            raise RejectedError("a target of another generator")
        fit = tuple(
            cell if kind_of(t) == "null" else fitted(cell, t)
            for cell, t in zip(cells, gen[1], strict=True)
        )
        if type(target) is int and not all(
            kind_of(t) == "null" or fits(type_of(c), t) for c, t in zip(cells, gen[1], strict=True)
        ):
            raise RejectedError("a row that does not fit")
        self.cells[name] = fit
        self.targets.append(fit)
        self.conditions.append(membership(gen, fit))


def membership(gen: Node, cells: tuple[Node, ...]) -> Node:
    """That a tuple is a row of a set."""
    return mk("some", bag(meet(t, *map(same, t[2], cells)) for t in gen[0][0]))


def identical(first: Node | tuple[Node, ...], second: Node | tuple[Node, ...], gen: Node) -> Node:
    """That two targets of a generator are the same row."""
    if isinstance(first, tuple) and isinstance(second, tuple):
        return conjunction([same(a, b) for a, b in zip(first, second, strict=True)])
    assert isinstance(first, Node)
    assert isinstance(second, Node)
    assert gen.kind != "set"
    return mk("identical", first[0], second[0])


def _function(expr: Node) -> tuple[object, ...]:
    if expr.kind == "agg":
        return (expr[0], expr[1], expr[2])
    if expr.kind == "the":
        return ("the", False, expr[0])
    raise RejectedError("a lemma is about aggregates")


def considered(expr: Node) -> Node:
    """The bag on which the value of an aggregate depends."""
    if expr.kind == "the" or expr[0] in WITH_NULLS:
        source: Node = expr.parts[-1]
        return source
    return filled(expr[0], expr[1], expr[3])


def filled(function: str, distinct: bool, source: Node) -> Node:
    """The rows without a NULL, once if `distinct` matters, without outputs of a count."""
    terms = [meet(t, *present(*t[2])) for t in source[0]]
    if distinct and function not in AS_SETS and terms:
        from second_sql_checker.denotation import shared_types

        types = shared_types(terms, len(terms[0][2]))
        row = fresh()
        fit = bag(
            with_out(t, tuple(fitted(e, w) for e, w in zip(t[2], types, strict=True)))
            for t in terms
        )
        terms = [term(((row, mk("set", fit, types)),), (), columns(row, types))]
    if function == "count":
        terms = [with_out(t, ()) for t in terms]
    return bag(terms)


STRICT = ("+", "-", "*", "neg", "=", "<>", "<", "<=", ">", ">=")


def present(*exprs: Node) -> tuple[Node, ...]:
    """That none of them is NULL; of a strict operator, that no argument is."""
    found: dict[Node, None] = {}
    for expr in exprs:
        if expr.kind == "op" and expr[0] in STRICT:
            found |= dict.fromkeys(present(*expr[2]))
        elif expr.kind == "widen":
            found |= dict.fromkeys(present(expr[1]))
        elif not _never_null(expr):
            found[negation(is_null(expr))] = None
    return tuple(found)


def _never_null(expr: Node) -> bool:
    return (expr.kind == "lit" and expr[1] is not None) or (
        expr.kind == "agg" and expr[0] == "count"
    )
