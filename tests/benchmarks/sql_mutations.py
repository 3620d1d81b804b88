"""One-step mutants of a query: a change somewhere in its tree, of many kinds, written as text.

A kind is a generator that takes a parsed copy, changes it in place, yields, and undoes nothing: the
caller parses anew for each mutant, and counts off which change of that kind is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

Node = Any  # a node of sqlglot
Change = Any  # a function that changes a tree in place
Kind = Callable[[Node], Iterator[Change]]
AGGREGATES = {"sum": "Max", "max": "Min", "min": "Sum", "avg": "Min", "count": "Min"}
FLIPPED = {"eq": "NEQ", "neq": "EQ", "lt": "GT", "gt": "LT", "lte": "LT", "gte": "GT"}
MOST_OF_A_KIND = 3


def mutants(text: str, parser: str) -> Iterator[tuple[str, str]]:
    """Name and text of each mutant, at most `MOST_OF_A_KIND` of a kind."""
    from sqlglot import parse_one

    seen = {parse_one(text, read=parser).sql()}
    for name, kind in KINDS.items():
        found = 0
        for number in range(40):
            tree = parse_one(text, read=parser)
            change = next(islice(kind(tree), number, None), None)
            if change is None or found == MOST_OF_A_KIND:
                break
            change()
            mutant = tree.sql(dialect=parser)
            if mutant not in seen:
                seen.add(mutant)
                found += 1
                yield f"{name}{found}", mutant


def _all(tree: Node, *names: str) -> list[Node]:
    from sqlglot import exp

    return list(tree.find_all(*(getattr(exp, name) for name in names)))


def _renamed(node: Node, name: str) -> Node:
    from sqlglot import exp

    return getattr(exp, name)(this=node.this, expression=node.expression)


def _sides(wanted: dict[str, str]) -> Kind:
    """Joins of one side become joins of another."""

    def kind(tree: Node) -> Iterator[Change]:
        for join in _all(tree, "Join"):
            side = str(join.args.get("side") or "").upper()
            if side in wanted:
                yield lambda join=join, side=side: join.set("side", wanted[side])

    return kind


def change_aggregate(tree: Node) -> Iterator[Change]:
    """SUM to MAX and the like."""
    from sqlglot import exp

    for node in _all(tree, "Sum", "Max", "Min", "Avg", "Count"):
        arg = node.this
        if arg is not None and arg.key not in ("star", "distinct"):
            other = getattr(exp, AGGREGATES[node.key])
            yield lambda node=node, other=other, arg=arg: node.replace(other(this=arg.copy()))


def distinct_argument(tree: Node) -> Iterator[Change]:
    """DISTINCT put into an aggregate, or taken out of it."""
    from sqlglot import exp

    for node in _all(tree, "Sum", "Count", "Avg"):
        arg = node.this
        if arg is None or arg.key == "star":
            continue
        if arg.key == "distinct":
            yield lambda node=node, arg=arg: node.set("this", arg.expressions[0].copy())
        else:
            yield lambda node=node, arg=arg: node.set(
                "this", exp.Distinct(expressions=[arg.copy()])
            )


def drop_distinct(tree: Node) -> Iterator[Change]:
    """SELECT DISTINCT and set operations without it."""
    for node in _all(tree, "Select"):
        if node.args.get("distinct"):
            yield lambda node=node: node.set("distinct", None)
    for node in _all(tree, "Union", "Except", "Intersect"):
        if node.args.get("distinct"):
            yield lambda node=node: node.set("distinct", False)


def on_to_where(tree: Node) -> Iterator[Change]:
    """A condition of an outer join moved to WHERE."""
    for select in _all(tree, "Select"):
        for join in select.args.get("joins") or ():
            condition = join.args.get("on")
            if condition is not None and join.args.get("side"):
                yield lambda s=select, j=join, c=condition: _move(s, j, c)


def _move(select: Node, join: Node, condition: Node) -> None:
    from sqlglot import exp

    join.set("on", exp.true())
    select.where(condition.copy(), copy=False)


def where_to_on(tree: Node) -> Iterator[Change]:
    """WHERE moved into the last outer join."""
    from sqlglot import exp

    for select in _all(tree, "Select"):
        where = select.args.get("where")
        outer = [j for j in select.args.get("joins") or () if j.args.get("side")]
        if where is not None and outer:

            def change(select: Node = select, join: Node = outer[-1], where: Node = where) -> None:
                old = join.args.get("on")
                both = exp.and_(old.copy(), where.this.copy()) if old else where.this.copy()
                join.set("on", both)
                select.set("where", None)

            yield change


def flip_comparison(tree: Node) -> Iterator[Change]:
    """= to <>, <> to =, < to >, <= to <, >= to >."""
    for node in _all(tree, *("EQ", "NEQ", "LT", "GT", "LTE", "GTE")):
        yield lambda node=node: node.replace(_renamed(node, FLIPPED[node.key]))


def _literals(by: int) -> Kind:
    def kind(tree: Node) -> Iterator[Change]:
        from sqlglot import exp

        for node in _all(tree, "Literal"):
            if node.is_string or not str(node.this).isdigit():
                continue
            if node.find_ancestor(exp.DataType, exp.Limit, exp.Offset, exp.Interval):
                continue
            if _is_idle(node):
                continue
            yield lambda node=node: node.set("this", str(int(node.this) + by))

    return kind


def _is_idle(node: Node) -> bool:
    """Whether a number is compared with a number, or is what EXISTS selects."""
    from sqlglot import exp

    parent = node.parent
    if isinstance(parent, exp.Binary):
        return all(side.key in ("literal", "null") for side in (parent.this, parent.expression))
    inside = parent.parent if parent.key == "alias" else parent
    return inside.key == "select" and inside.find_ancestor(exp.Exists) is not None


def change_text(tree: Node) -> Iterator[Change]:
    """A text constant with a letter more."""
    from sqlglot import exp

    for node in _all(tree, "Literal"):
        if node.is_string and not node.find_ancestor(exp.Cast, exp.Interval, exp.Date):
            yield lambda node=node: node.set("this", f"{node.this}x")


def drop_group_key(tree: Node) -> Iterator[Change]:
    """A key of GROUP BY less; the last one stays."""
    for group in _all(tree, "Group"):
        if len(group.expressions) > 1:
            for i in range(len(group.expressions)):
                yield lambda group=group, i=i: group.expressions.pop(i)


def negate_membership(tree: Node) -> Iterator[Change]:
    """IN and EXISTS negated."""
    from sqlglot import exp

    for node in _all(tree, "In", "Exists"):
        if node.parent is not None and node.parent.key == "not":
            yield lambda node=node: node.parent.replace(node.copy())
        else:
            yield lambda node=node: node.replace(exp.Not(this=node.copy()))


def negate_null_test(tree: Node) -> Iterator[Change]:
    """IS NULL to IS NOT NULL and back."""
    from sqlglot import exp

    for node in _all(tree, "Is"):
        if node.parent is not None and node.parent.key == "not":
            yield lambda node=node: node.parent.replace(node.copy())
        else:
            yield lambda node=node: node.replace(exp.Not(this=node.copy()))


def more_rows(tree: Node) -> Iterator[Change]:
    """LIMIT and OFFSET one larger."""
    from sqlglot import exp

    for node in _all(tree, "Limit", "Offset"):
        count = node.expression
        if count is not None and str(count.this).isdigit():
            larger = exp.Literal.number(int(count.this) + 1)
            yield lambda node=node, larger=larger: node.set("expression", larger)


def other_direction(tree: Node) -> Iterator[Change]:
    """ASC to DESC where a LIMIT makes it matter."""
    for node in _all(tree, "Ordered"):
        query = node.find_ancestor(*_queries())
        if query is not None and query.args.get("limit"):
            yield lambda node=node: node.set("desc", not node.args.get("desc"))


def _queries() -> tuple[Node, ...]:
    from sqlglot import exp

    return (exp.Select, exp.Union)


def drop_having(tree: Node) -> Iterator[Change]:
    """HAVING left out."""
    for node in _all(tree, "Select"):
        if node.args.get("having"):
            yield lambda node=node: node.set("having", None)


def negate_where(tree: Node) -> Iterator[Change]:
    """WHERE NOT."""
    from sqlglot import exp

    for node in _all(tree, "Where"):
        yield lambda node=node: node.set("this", exp.Not(this=exp.Paren(this=node.this.copy())))


def or_to_and(tree: Node) -> Iterator[Change]:
    """OR to AND."""
    for node in _all(tree, "Or"):
        yield lambda node=node: node.replace(_renamed(node, "And"))


def drop_disjunct(tree: Node) -> Iterator[Change]:
    """One side of OR or AND alone."""
    for node in _all(tree, "Or", "And"):
        if any(side.key == "boolean" for side in (node.this, node.expression)):
            continue
        for part in ("this", "expression"):
            yield lambda node=node, part=part: node.replace(node.args[part].copy())


def other_set_operation(tree: Node) -> Iterator[Change]:
    """UNION to INTERSECT, INTERSECT to EXCEPT, EXCEPT to UNION."""
    from sqlglot import exp

    names = {"union": "Intersect", "intersect": "Except", "except": "Union"}
    for node in _all(tree, "Union", "Intersect", "Except"):
        other = getattr(exp, names[node.key])
        yield lambda node=node, other=other: node.replace(other(**node.args))


def drop_branch(tree: Node) -> Iterator[Change]:
    """A set operation without its right side."""
    for node in _all(tree, "Union", "Intersect", "Except"):
        yield lambda node=node: node.set("expression", node.this.copy())


def case_and_coalesce(tree: Node) -> Iterator[Change]:
    """A branch of CASE less, COALESCE replaced by its first argument."""
    for node in _all(tree, "Case"):
        if len(node.args["ifs"]) > 1:
            yield lambda node=node: node.args["ifs"].pop()
        if node.args.get("default"):
            yield lambda node=node: node.set("default", None)
    for node in _all(tree, "Coalesce"):
        yield lambda node=node: node.replace(node.this.copy())


def arithmetic(tree: Node) -> Iterator[Change]:
    """+ to -, - to +, * to +."""
    names = {"add": "Sub", "sub": "Add", "mul": "Add"}
    for node in _all(tree, "Add", "Sub", "Mul"):
        yield lambda node=node: node.replace(_renamed(node, names[node.key]))


def shorter_list(tree: Node) -> Iterator[Change]:
    """An IN list with an element less."""
    for node in _all(tree, "In"):
        if len(node.expressions) > 1:
            yield lambda node=node: node.expressions.pop()


def drop_filter(tree: Node) -> Iterator[Change]:
    """FILTER left out."""
    for node in _all(tree, "Filter"):
        yield lambda node=node: node.replace(node.this.copy())


def drop_on(tree: Node) -> Iterator[Change]:
    """A join on TRUE."""
    from sqlglot import exp

    for join in _all(tree, "Join"):
        if join.args.get("on") is not None:
            yield lambda join=join: join.set("on", exp.true())


def double_rows(tree: Node) -> Iterator[Change]:
    """The query twice."""
    from sqlglot import exp

    if not tree.args.get("order") and not tree.args.get("limit") and not tree.args.get("with_"):
        both = exp.Union(this=tree.copy(), expression=tree.copy(), distinct=False)
        yield lambda: _become(tree, both)


def _become(tree: Node, other: Node) -> None:
    """Make a whole tree a derived table over another one."""
    from sqlglot import exp

    if tree.key != "select":
        tree.set("this", exp.select("*").from_(other.subquery("twice")))
        return
    new = exp.select("*").from_(other.subquery("twice"))
    for part in list(tree.args):
        tree.set(part, None)
    for part, value in new.args.items():
        tree.set(part, value)


KINDS: dict[str, Kind] = {
    "swap_outer": _sides({"LEFT": "RIGHT", "RIGHT": "LEFT"}),
    "outer_to_full": _sides({"LEFT": "FULL", "RIGHT": "FULL", "FULL": "LEFT"}),
    "change_aggregate": change_aggregate,
    "distinct_argument": distinct_argument,
    "drop_distinct": drop_distinct,
    "on_to_where": on_to_where,
    "where_to_on": where_to_on,
    "flip_comparison": flip_comparison,
    "literal_minus_1": _literals(-1),
    "literal_plus_10": _literals(10),
    "change_text": change_text,
    "drop_group_key": drop_group_key,
    "negate_membership": negate_membership,
    "negate_null_test": negate_null_test,
    "more_rows": more_rows,
    "other_direction": other_direction,
    "drop_having": drop_having,
    "negate_where": negate_where,
    "or_to_and": or_to_and,
    "drop_disjunct": drop_disjunct,
    "other_set_operation": other_set_operation,
    "drop_branch": drop_branch,
    "case_and_coalesce": case_and_coalesce,
    "arithmetic": arithmetic,
    "shorter_list": shorter_list,
    "drop_filter": drop_filter,
    "drop_on": drop_on,
    "double_rows": double_rows,
}
"""The kinds by name."""
