"""Normal forms of terms where multiplicity does not matter, or rows are determined by others."""

from __future__ import annotations

from second_sql_checker.objects import (
    BeyondError,
    Node,
    bag,
    conjuncts,
    mk,
    opened,
    same,
    substitute,
    term,
    type_of,
)
from second_sql_checker.reading import Table, fits, fitted

LIMIT = 64


def flat(given: Node) -> list[Node]:
    """Terms with the same set of rows: sets are replaced by their terms."""
    done, todo = [], [given]
    while todo:
        one = todo.pop()
        place = next((i for i, (_, gen) in enumerate(one[0]) if gen.kind == "set"), None)
        if place is None:
            done.append(one)
        else:
            name, gen = one[0][place]
            for inner in gen[0][0]:
                rows, where, out = opened(inner)
                cells = tuple(_cast(o, t) for o, t in zip(out, gen[1], strict=True))
                after = substitute(one[0][place + 1 :], {name: cells}, {})
                formulas = tuple(
                    c for f in substitute(one[1], {name: cells}, {}) for c in conjuncts(f)
                )
                outputs = substitute(one[2], {name: cells}, {})
                found = term(one[0][:place] + rows + after, where + formulas, outputs)
                todo.append(found)
        if len(done) + len(todo) > LIMIT:
            raise BeyondError("too many terms")
    return done[::-1]


def _cast(expr: Node, wanted: str) -> Node:
    return fitted(expr, wanted) if fits(type_of(expr), wanted) else expr


def pulled(given: Node) -> tuple[list[Node], Node]:
    """The formulas that do not depend on the rows, and the term without them."""
    bound = {row for row, _ in given[0]}
    outside = [f for f in given[1] if not f.free & bound]
    inside = dict.fromkeys(f for f in given[1] if f.free & bound)
    return outside, term(given[0], tuple(inside), given[2])


def equal_parts(formula: Node) -> tuple[Node, Node, bool] | None:
    """Two expressions that a formula makes the same; whether it says that they are not NULL."""
    if formula.kind == "same":
        return formula[0], formula[1], False
    if formula.kind == "holds" and formula[0].kind == "op" and formula[0][0] == "=":
        first, second = formula[0][2]
        return first, second, True
    return None


def determined(given: Node, tables: dict[str, Table]) -> Node:
    """Rows that others determine become conditions; the bag stays the same."""
    one, changed = given, True
    while changed:
        changed = False
        for place in range(len(one[0]) - 1, -1, -1):
            gen = one[0][place][1]
            found = _set_row(one, place) if gen.kind == "set" else _key_row(one, place, tables)
            if found is not None:
                one, changed = found, True
                break
    return one


def _set_row(one: Node, place: int) -> Node | None:
    """A row of a set all of whose columns are expressions over rows before and after."""
    name, gen = one[0][place]
    later = {row for row, _ in one[0][place + 1 :]}
    if any(name in g.free for _, g in one[0][place + 1 :]):
        return None
    cells: list[Node | None] = [None] * len(gen[1])
    for formula in one[1]:
        found = equal_parts(formula)
        for a, b in ((found[0], found[1]), (found[1], found[0])) if found else ():
            fine = a.kind == "col" and a[0] == name and name not in b.free
            if fine and cells[a[1]] is None and fits(type_of(b), a[2]):
                cells[a[1]] = fitted(b, a[2])
    values = tuple(c for c in cells if c is not None)
    if len(values) != len(cells):
        return None
    if later & gen.free:
        return None
    member = mk("some", bag(_meet_same(t, values) for t in gen[0][0]))
    rest = substitute(one[1], {name: values}, {})
    rows = one[0][:place] + one[0][place + 1 :]
    return term(rows, (*rest, member), substitute(one[2], {name: values}, {}))


def _meet_same(t: Node, values: tuple[Node, ...]) -> Node:
    extra = tuple(same(o, v) for o, v in zip(t[2], values, strict=True))
    return term(t[0], t[1] + extra, t[2])


def _key_row(one: Node, place: int, tables: dict[str, Table]) -> Node | None:
    """A row of a table whose key is given by others, and on which no output depends."""
    name, gen = one[0][place]
    used = any(name in part.free for part in (*one[2], *(g for _, g in one[0])))
    if gen.kind != "table" or used or len(one[0]) < 2:
        return None
    table = tables[gen[0]]
    fixed = set()
    for formula in one[1]:
        found = equal_parts(formula)
        for a, b in ((found[0], found[1]), (found[1], found[0])) if found else ():
            sure = (
                found is not None and (found[2] or not table.nullable[a[1]])
                if a.kind == "col" and a[0] == name
                else False
            )
            if sure and name not in b.free:
                fixed.add(a[1])
    if not any(set(key) <= fixed for key in table.keys):
        return None
    about = tuple(f for f in one[1] if name in f.free)
    others = tuple(f for f in one[1] if name not in f.free)
    there = mk("some", bag([term(((name, gen),), about, ())]))
    return term(one[0][:place] + one[0][place + 1 :], (*others, there), one[2])
