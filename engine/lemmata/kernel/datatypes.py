"""Datatypes must be uniform, strictly positive and inhabited (FORMAT.md section 3)."""

from __future__ import annotations

from collections.abc import Mapping

from lemmata.kernel.reading import require
from lemmata.kernel.terms import Terms

Table = Mapping[str, tuple[str, ...]]


def check_positive(
    terms: Terms, group: Table, strict: Mapping[str, frozenset[int]]
) -> dict[str, frozenset[int]]:
    """Check a group; return for each member the type variables in which it is strictly positive."""
    types = terms.symbols[next(iter(group.values()))[0]].types
    fields = [s for row in group.values() for c in row for s in terms.symbols[c].arguments]
    for sort in fields:
        require(
            _positive(terms, sort, group, None, types, strict),
            "a datatype is not uniform or not strictly positive",
        )
    good = dict.fromkeys(group, frozenset(range(len(types))))
    while True:
        known = {**strict, **good}
        smaller = {
            member: frozenset(i for i in good[member] if _is_strict(terms, row, types[i], known))
            for member, row in group.items()
        }
        if smaller == good:
            return good
        good = smaller


def _is_strict(
    terms: Terms, row: tuple[str, ...], variable: int, strict: Mapping[str, frozenset[int]]
) -> bool:
    """Whether a type variable occurs strictly positively in all fields of some constructors."""
    fields = (s for c in row for s in terms.symbols[c].arguments)
    return all(_positive(terms, sort, {}, variable, (), strict) for sort in fields)


def _positive(
    terms: Terms,
    sort: int,
    group: Table,
    variable: int | None,
    types: tuple[int, ...],
    strict: Mapping[str, frozenset[int]],
) -> bool:
    """Whether the group's names (or the type variable) occur strictly positively in a sort."""
    stack = [sort]
    while stack:
        s = stack.pop()
        head, *arguments = terms.sorts[s]
        if head == "var":
            continue
        if head in group:
            if tuple(arguments) != types:
                return False
            continue
        for i, argument in enumerate(arguments):
            variables, constructors = terms.sort_leaves((argument,))
            inside = (
                terms.sorts[variable][1] in variables
                if variable is not None
                else not constructors.isdisjoint(group)
            )
            if inside:
                if i not in (frozenset((1,)) if head == "->" else strict.get(head, frozenset())):
                    return False
                stack.append(argument)
    return True


def check_inhabited(terms: Terms, group: Table, constructors: Table) -> None:
    """Least fixed point: a member has a value once some constructor's fields all have one."""
    waiting = set(group)

    def has_value(sort: int, above: frozenset[int]) -> bool:
        head, *arguments = terms.sorts[sort]
        if head == "->":
            return has_value(arguments[1], above)
        if head in waiting or sort in above:
            return False
        if not terms.sort_leaves((sort,))[1] & waiting:
            return True
        return any(
            all(has_value(s, above | {sort}) for s in terms.instance_sorts(c, tuple(arguments))[0])
            for c in constructors[head]
        )

    def ready(member: str) -> bool:
        rows = (terms.symbols[c].arguments for c in group[member])
        return any(all(has_value(s, frozenset()) for s in row) for row in rows)

    while found := {member for member in waiting if ready(member)}:
        waiting -= found
    require(not waiting, f"datatype {min(waiting, default='')} has no value of finite size")
