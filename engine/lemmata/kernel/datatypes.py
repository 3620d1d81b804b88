"""Datatypes must be uniform, strictly positive and inhabited (FORMAT.md section 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product

from lemmata.kernel.reading import require
from lemmata.kernel.terms import Entry, Terms

MAX_NEEDS = 1_000
Table = Mapping[str, tuple[str, ...]]
# When a sort has a value: all type variables of one of these sets must have one.
Needs = frozenset[frozenset[int]]
NEVER: Needs = frozenset()
ALWAYS: Needs = frozenset((frozenset(),))


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
    own = None if variable is None else terms.sorts[variable]
    inside = _mentioning(terms, sort, lambda entry: entry == own or entry[0] in group)
    for s in inside:
        head, *arguments = terms.sorts[s]
        if head in group:
            if tuple(arguments) != types:
                return False
        elif head != "var":
            allowed = frozenset((1,)) if head == "->" else strict.get(head, frozenset())
            if any(a in inside and i not in allowed for i, a in enumerate(arguments)):
                return False
    return True


def _mentioning(terms: Terms, root: int, wanted: Callable[[Entry], bool]) -> set[int]:
    """The parts of a sort that hold a wanted entry."""
    found = set[int]()
    for s in _parts_first(terms, root):
        entry = terms.sorts[s]
        if wanted(entry) or (entry[0] != "var" and not found.isdisjoint(entry[1:])):
            found.add(s)
    return found


def _parts_first(terms: Terms, root: int) -> Iterable[int]:
    """The parts of a sort, each once, after its own parts (files may nest sorts deeply)."""
    done = set[int]()
    stack = [root]
    while stack:
        s = stack[-1]
        entry = terms.sorts[s]
        todo = [a for a in entry[1:] if a not in done] if entry[0] != "var" else []
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        if s not in done:
            done.add(s)
            yield s


def check_inhabited(terms: Terms, group: Table, known: Mapping[str, Needs]) -> dict[str, Needs]:
    """Least fixed point: a member has a value once some constructor's fields all have one.

    Returns what each member needs of its type variables; `known` holds that of earlier datatypes.
    """
    types = terms.symbols[next(iter(group.values()))[0]].types
    found = dict.fromkeys(group, NEVER)
    changed = True
    while changed:
        changed = False
        for member, row in group.items():
            ways = [
                _all([_needs(terms, s, types, known, found) for s in terms.symbols[c].arguments])
                for c in row
            ]
            needs = _any(ways)
            changed |= needs != found[member]
            found[member] = needs
    empty = [member for member, needs in found.items() if not needs]
    require(not empty, f"datatype {min(empty, default='')} has no value of finite size")
    return found


def _needs(
    terms: Terms,
    root: int,
    types: tuple[int, ...],
    known: Mapping[str, Needs],
    group: Mapping[str, Needs],
) -> Needs:
    """What a sort needs; a sort that is no datatype, such as Int, needs nothing."""
    done: dict[int, Needs] = {}
    for s in _parts_first(terms, root):
        head, *arguments = terms.sorts[s]
        if head == "var":
            done[s] = frozenset((frozenset((types.index(s),)),))
        elif head == "->":
            done[s] = done[arguments[1]]
        else:
            needs = group.get(head, known.get(head, ALWAYS))
            done[s] = _any(_all([done[arguments[i]] for i in way]) for way in needs)
    return done[root]


def _all(parts: Iterable[Needs]) -> Needs:
    found = ALWAYS
    for part in parts:
        found = _any([frozenset(a | b for a, b in product(found, part))])
    return found


def _any(ways: Iterable[Needs]) -> Needs:
    """The union, without sets that are larger than another one."""
    every = frozenset[frozenset[int]]().union(*ways)
    require(len(every) <= MAX_NEEDS, "whether a datatype has a value is too hard to decide")
    return frozenset(a for a in every if not any(b < a for b in every))
