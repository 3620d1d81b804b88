"""Plans as bags: section 3. A plan is the JSON of the certificate."""

from __future__ import annotations

import json
from typing import Any

from second_sql_checker.objects import (
    Node,
    RejectedError,
    bag,
    col,
    columns,
    fresh,
    holds,
    lit,
    meet,
    mk,
    negation,
    same,
    substitute,
    term,
    type_of,
    with_out,
)
from second_sql_checker.reading import (
    AGGREGATES,
    Json,
    Table,
    common,
    fitted,
    listed,
    read_literal,
    read_type,
    shaped,
    text,
    typed,
    whole,
)

Exprs = tuple[Node, ...]
Environment = tuple[Exprs, ...]
Types = tuple[str, ...]
Found = tuple[list[Node], Types]
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
FIELDS = {
    "Scan": "table columns",
    "Values": "rows columns",
    "Filter": "input condition",
    "Project": "input exprs names",
    "Join": "kind left right on",
    "Apply": "kind left right on",
    "UnionAll": "inputs",
    "Distinct": "input",
    "ExceptAll": "left right",
    "IntersectAll": "left right",
    "Aggregate": "function args type distinct where",
    "Group": "input keys aggregates sets",
    "SortKey": "expr descending nulls_first",
    "Sort": "input keys limit offset",
    "WindowCall": "function args partition order frame type",
    "Window": "input calls",
    "Field": "name type nullable",
    "Literal": "value type",
    "Column": "up index type nullable",
    "Call": "op args type",
    "Opaque": "name args type",
    "Case": "branches default type",
    "Cast": "arg type",
    "Exists": "query type",
    "InQuery": "args query type",
    "Quantified": "op every arg query type",
    "ScalarQuery": "query type",
}


def members(value: Json, *wanted: str) -> list[Json]:
    """The fields of a plan node, of one of the wanted classes if some are given."""
    name = value.get("node") if isinstance(value, dict) else None
    if name not in FIELDS or (wanted and name not in wanted):
        raise RejectedError("a node of another kind is wanted")
    return shaped(value, "node", *FIELDS[name].split())


def some(terms: list[Node]) -> Node:
    """Whether a bag has a row."""
    return mk("some", bag(terms))


def pad(types: Types) -> Exprs:
    """NULL literals."""
    return tuple(lit(t, None) for t in types)


def fit_all(terms: list[Node], types: Types) -> list[Node]:
    """The terms with outputs of these types."""
    return [
        with_out(t, tuple(fitted(e, w) for e, w in zip(t[2], types, strict=True))) for t in terms
    ]


def shared_types(terms: list[Node], width: int) -> Types:
    """The common type of each output."""
    return tuple(common([type_of(t[2][i]) for t in terms]) for i in range(width))


class Denotation:
    """The bag of a plan."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self.tables = tables

    def plan(self, value: Json, env: Environment) -> Found:
        """Terms and types of the columns."""
        name, *parts = members(value)
        found: Found = getattr(self, f"_{name.lower()}", self._refuse)(env, *parts)
        if any(len(t[2]) != len(found[1]) for t in found[0]):
            raise RejectedError("a plan with rows of different widths")
        return found

    def _refuse(self, *_: Any) -> Found:
        raise RejectedError("a plan is wanted")

    def _scan(self, env: Environment, name: Json, fields: Json) -> Found:
        table = self.tables.get(text(name))
        types = tuple(read_type(members(f, "Field")[2]) for f in listed(fields))
        if table is None or table.types != types:
            raise RejectedError("a scan whose columns are not those of the table")
        row = fresh()
        return [term(((row, mk("table", name)),), (), columns(row, types))], types

    def _values(self, env: Environment, rows: Json, fields: Json) -> Found:
        types = tuple(read_type(members(f, "Field")[2]) for f in listed(fields))
        inner = ((), *env)
        terms = []
        for row in listed(rows):
            out = [self.scalar(e, inner) for e in listed(row)]
            if len(out) != len(types):
                raise RejectedError("a row of another width")
            fit = tuple(fitted(e, t) for e, t in zip(out, types, strict=True))
            terms.append(term((), (), fit))
        return terms, types

    def _filter(self, env: Environment, given: Json, condition: Json) -> Found:
        terms, types = self.plan(given, env)
        return [meet(t, self.true(condition, (t[2], *env))) for t in terms], types

    def _project(self, env: Environment, given: Json, exprs: Json, names: Json) -> Found:
        terms, _ = self.plan(given, env)
        if len(listed(exprs)) != len(listed(names)):
            raise RejectedError("a projection with other names")
        found = [with_out(t, tuple(self.scalar(e, (t[2], *env)) for e in exprs)) for t in terms]
        return found, shared_types(found, len(exprs))

    def _join(self, env: Environment, kind: Json, left: Json, right: Json, on: Json) -> Found:
        lefts, rights = self.plan(left, env), self.plan(right, env)
        return self._joined(env, kind, lefts, [rights] * len(lefts[0]), rights[1], on)

    def _apply(self, env: Environment, kind: Json, left: Json, right: Json, on: Json) -> Found:
        if kind not in ("inner", "left"):
            raise RejectedError("there is no such lateral join")
        lefts = self.plan(left, env)
        rights = [self.plan(right, (t[2], *env)) for t in lefts[0]]
        types = rights[0][1] if rights else ()
        if not rights:
            raise RejectedError("a lateral join to nothing")
        wide = tuple(common([found[1][i] for found in rights]) for i in range(len(types)))
        return self._joined(env, kind, lefts, rights, wide, on)

    def _joined(
        self, env: Environment, kind: str, left: Found, rights: list[Found], wide: Types, on: Json
    ) -> Found:
        def matched(one: Node, other: Node) -> Node:
            return meet(other, self.true(on, ((*one[2], *other[2]), *env)))

        if kind in ("semi", "anti"):
            found = []
            for one, (others, _) in zip(left[0], rights, strict=True):
                formula = some([matched(one, other) for other in others])
                found.append(meet(one, formula if kind == "semi" else negation(formula)))
            return found, left[1]
        if kind not in ("inner", "left", "right", "full"):
            raise RejectedError("there is no such join")
        found, padded = [], []
        for one, (others, _) in zip(left[0], rights, strict=True):
            for other in others:
                base = term(one[0] + other[0], one[1] + other[1], one[2] + other[2])
                found.append(meet(base, self.true(on, (base[2], *env))))
            if kind in ("left", "full"):
                missing = negation(some([matched(one, other) for other in others]))
                padded.append(with_out(meet(one, missing), one[2] + pad(wide)))
        if kind in ("right", "full"):
            if not rights:
                raise RejectedError("an outer join to nothing")
            for other in rights[0][0]:
                there = [meet(one, self.true(on, ((*one[2], *other[2]), *env))) for one in left[0]]
                missing = negation(some(there))
                padded.append(with_out(meet(other, missing), pad(left[1]) + other[2]))
        return found + padded, left[1] + wide

    def _unionall(self, env: Environment, inputs: Json) -> Found:
        return self._merged([self.plan(p, env) for p in listed(inputs)])

    def _merged(self, parts: list[Found]) -> Found:
        if len({len(types) for _, types in parts}) != 1:
            raise RejectedError("inputs of different widths")
        wide = tuple(common(list(row)) for row in zip(*(types for _, types in parts), strict=True))
        return [t for terms, _ in parts for t in fit_all(terms, wide)], wide

    def _fitted(self, env: Environment, *plans: Json) -> tuple[list[list[Node]], Types]:
        parts = [self.plan(p, env) for p in plans]
        _, wide = self._merged(parts)
        return [fit_all(terms, wide) for terms, _ in parts], wide

    def _set(self, terms: list[Node], types: Types) -> Node:
        row = fresh()
        gen = mk("set", bag(fit_all(terms, types)), types)
        return term(((row, gen),), (), columns(row, types))

    def _distinct(self, env: Environment, given: Json) -> Found:
        if isinstance(given, dict) and given.get("node") == "IntersectAll":
            _, left, right = members(given)
            return self._common_rows(env, left, right)
        terms, types = self.plan(given, env)
        return [self._set(terms, types)], types

    def _common_rows(self, env: Environment, left: Json, right: Json) -> Found:
        (first, second), types = self._fitted(env, left, right)
        return [self._among(self._set(first, types), second)], types

    def _among(self, one: Node, others: list[Node], there: bool = True) -> Node:
        equal = [meet(t, *(map(same, t[2], one[2]))) for t in others]
        return meet(one, some(equal) if there else negation(some(equal)))

    def _intersectall(self, env: Environment, left: Json, right: Json) -> Found:
        if "Distinct" in (members(left)[0], members(right)[0]):
            return self._common_rows(env, left, right)
        return self._unknown(env, "intersect", left, right)

    def _exceptall(self, env: Environment, left: Json, right: Json) -> Found:
        if members(left)[0] != "Distinct":
            return self._unknown(env, "except", left, right)
        (first, second), types = self._fitted(env, left["input"], right)
        return [self._among(self._set(first, types), second, there=False)], types

    def _unknown(self, env: Environment, kind: str, left: Json, right: Json) -> Found:
        sides, types = self._fitted(env, left, right)
        return [self._opaque(kind, [], [bag(side) for side in sides], types)], types

    def _opaque(self, kind: str, params: Json, bags: list[Node], types: Types) -> Node:
        row = fresh()
        gen = mk("opaque", kind, json.dumps(params), tuple(bags), types)
        return term(((row, gen),), (), columns(row, types))

    def _group(self, env: Environment, given: Json, keys: Json, calls: Json, sets: Json) -> Found:
        terms, _ = self.plan(given, env)
        listed(keys)
        plain = [with_out(t, tuple(self.scalar(k, (t[2], *env)) for k in keys)) for t in terms]
        types = shared_types(plain, len(keys))
        fit = fit_all(plain, types)
        parts = [members(call, "Aggregate")[1:] for call in listed(calls)]
        found = []
        for item in listed(sets):
            kept = sorted({whole(k, len(keys)) for k in listed(item)})
            rows: tuple[Any, ...] = ()
            key: list[Node] = list(pad(types))
            if kept:
                row = fresh()
                narrow = tuple(types[k] for k in kept)
                chosen = [with_out(t, tuple(t[2][k] for k in kept)) for t in fit]
                rows = ((row, mk("set", bag(chosen), narrow)),)
                for place, k in enumerate(kept):
                    key[k] = col(row, place, types[k])
            group = [
                (meet(t, *(same(f[2][k], key[k]) for k in kept)), t[2])
                for t, f in zip(terms, fit, strict=True)
            ]
            values = tuple(self._aggregate(part, group, kept, env) for part in parts)
            found.append(term(rows, (), (*key, *values)))
        return found, types + tuple(read_type(part[2]) for part in parts)

    def _aggregate(
        self, part: list[Json], group: list[tuple[Node, Exprs]], kept: list[int], env: Environment
    ) -> Node:
        name, args, type_, distinct, where = part
        if name == "grouping":
            bits = "".join("01"[members(a, "Literal")[1] not in kept] for a in listed(args))
            return lit("int", int(bits, 2))
        if name not in AGGREGATES or type(distinct) is not bool:
            raise RejectedError("there is no such aggregate")
        if name != "count" and len(listed(args)) != 1:
            raise RejectedError("an aggregate has one argument")
        terms = []
        for one, row in group:
            inner = (row, *env)
            out = tuple(self.scalar(a, inner) for a in listed(args))
            terms.append(with_out(meet(one, self.true(where, inner)), out))
        return typed(mk("agg", name, distinct, read_type(type_), bag(terms)))

    def _sort(self, env: Environment, given: Json, keys: Json, limit: Json, offset: Json) -> Found:
        terms, types = self.plan(given, env)
        whole(offset)
        if limit is None and offset == 0:
            return terms, types
        if limit is not None and whole(limit) == 0:
            return [], types
        if offset == 0 and len(terms) == 1 and not terms[0][0]:
            return terms, types
        items = [members(key, "SortKey")[1:] for key in listed(keys)]
        params = [limit, offset, [item[1:] for item in items]]

        def key_exprs(t: Node) -> Exprs:
            return tuple(self.scalar(item[0], (t[2], *env)) for item in items)

        if len(terms) == 1:
            (only,) = terms
            every: list[Node] = []
            for row, gen in only[0]:
                every += columns(row, self._types(gen))
            wide = tuple(map(type_of, every))
            inside = with_out(only, (*every, *key_exprs(only)))
            found = self._opaque("limit", params, [bag([inside])], wide)
            new = iter(found[2])
            rows = {row: tuple(next(new) for _ in self._types(gen)) for row, gen in only[0]}
            return [with_out(found, substitute(only[2], rows, {}))], types
        inner = [with_out(t, (*t[2], *key_exprs(t))) for t in terms]
        return [self._opaque("limit", params, [bag(inner)], types)], types

    def _types(self, gen: Node) -> Types:
        return self.tables[gen[0]].types if gen.kind == "table" else tuple(gen.parts[-1])

    def _window(self, env: Environment, given: Json, calls: Json) -> Found:
        terms, types = self.plan(given, env)
        items = [members(call, "WindowCall")[1:] for call in listed(calls)]
        params, exprs, added = [], [], []
        for function, args, partition, order, frame, type_ in items:
            sort = [members(key, "SortKey")[1:] for key in listed(order)]
            params.append([function, len(args), len(partition), frame, [key[1:] for key in sort]])
            exprs += [*args, *partition, *(key[0] for key in sort)]
            added.append(read_type(type_))
        inner = [
            with_out(t, (*t[2], *(self.scalar(e, (t[2], *env)) for e in exprs))) for t in terms
        ]
        wide = (*types, *added)
        return [self._opaque("window", params, [bag(inner)], wide)], wide

    # Scalars.

    def true(self, value: Json, env: Environment) -> Node:
        """That a condition is true."""
        return holds(self.scalar(value, env))

    def scalar(self, value: Json, env: Environment) -> Node:
        """An expression of a plan."""
        name, *parts = members(value)
        found: Node = getattr(self, f"_s_{name.lower()}", self._no_scalar)(env, *parts)
        return found

    def _no_scalar(self, *_: Any) -> Node:
        raise RejectedError("an expression is wanted")

    def _all(self, values: Json, env: Environment) -> Exprs:
        return tuple(self.scalar(v, env) for v in listed(values))

    def _s_literal(self, env: Environment, value: Json, type_: Json) -> Node:
        return read_literal(read_type(type_), value)

    def _s_column(self, env: Environment, up: Json, index: Json, *_: Json) -> Node:
        row = env[whole(up, len(env))]
        return row[whole(index, len(row))]

    def _s_call(self, env: Environment, op: Json, args: Json, type_: Json) -> Node:
        return typed(mk("op", text(op), read_type(type_), self._all(args, env)))

    def _s_opaque(self, env: Environment, name: Json, args: Json, type_: Json) -> Node:
        return typed(mk("function", text(name), read_type(type_), self._all(args, env)))

    def _s_case(self, env: Environment, branches: Json, default: Json, type_: Json) -> Node:
        items: list[Node] = []
        for branch in listed(branches):
            pair = self._all(branch, env)
            if len(pair) != 2:
                raise RejectedError("a branch is a pair")
            items += pair
        kind = read_type(type_)
        values = (*items, self.scalar(default, env))
        if kind == "null":
            return lit("null", None)
        return typed(mk("case", kind, values))

    def _s_cast(self, env: Environment, arg: Json, type_: Json) -> Node:
        return typed(mk("cast", read_type(type_), self.scalar(arg, env)))

    def _s_exists(self, env: Environment, query: Json, _: Json) -> Node:
        terms, _types = self.plan(query, env)
        return mk("truth", some(terms), negation(some(terms)))

    def _s_inquery(self, env: Environment, args: Json, query: Json, _: Json) -> Node:
        wanted, (terms, types) = self._all(args, env), self.plan(query, env)
        if len(types) != len(wanted):
            raise RejectedError("IN of another width")

        def compared(op: str, t: Node) -> list[Node]:
            pairs = zip(wanted, t[2], strict=True)
            return [holds(mk("op", op, "bool", pair)) for pair in pairs]

        yes = [meet(t, *compared("=", t)) for t in terms]
        maybe = [meet(t, *map(negation, compared("<>", t))) for t in terms]
        return mk("truth", some(yes), negation(some(maybe)))

    def _s_quantified(
        self, env: Environment, op: Json, every: Json, arg: Json, query: Json, _: Json
    ) -> Node:
        if op not in COMPARISONS:
            raise RejectedError("there is no such comparison")
        left, (terms, types) = self.scalar(arg, env), self.plan(query, env)
        if len(types) != 1:
            raise RejectedError("a comparison with one column")

        def such(negated: bool, refuted: bool) -> Node:
            found = []
            for t in terms:
                expr = mk("op", op, "bool", (left, t[2][0]))
                expr = mk("op", "not", "bool", (expr,)) if negated else expr
                found.append(meet(t, negation(holds(expr)) if refuted else holds(expr)))
            return some(found)

        if every is True:
            return mk("truth", negation(such(False, True)), such(True, False))
        return mk("truth", such(False, False), negation(such(True, True)))

    def _s_scalarquery(self, env: Environment, query: Json, type_: Json) -> Node:
        terms, types = self.plan(query, env)
        if len(types) != 1:
            raise RejectedError("a scalar query with one column")
        kind = read_type(type_)
        return lit("null", None) if kind == "null" else mk("the", kind, bag(terms))
