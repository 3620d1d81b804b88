"""Friendly versions of the kernel's checks of definitions: they say where, and what is missing.

Nothing relies on them for soundness: `kernel/definitions.py` checks again, on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lemmata.errors import Source
from lemmata.language.notation import short
from lemmata.language.printer import show_sort, show_term
from lemmata.language.syntax import Node, walk
from lemmata.terms.declarations import Datatype, DatatypeGroup, Function, FunctionGroup
from lemmata.terms.sorts import ARROW, BOOL, Sort
from lemmata.terms.symbols import FALSE, TRUE, Kind, Symbol
from lemmata.terms.term import Term

MAX_MATRICES = 5_000
MAX_PATTERNS = 20_000


def pattern(node: Node, source: Source) -> None:
    """Refuse a function in a pattern, which could not be matched."""
    for part in walk(node):
        if part.kind == "lambda":
            raise source.error("a pattern holds no function", part.start, part.end)


def pattern_term(node: Node, term: Term, source: Source) -> None:
    """Refuse a pattern with something else than constructors and variables."""
    for part in term.subterms():
        symbol = part.symbol
        if part.is_variable or (symbol and symbol.kind is Kind.CONSTRUCTOR):
            continue
        shown = symbol.display if symbol else str(part.head)
        hint = "patterns are built of constructors and variables"
        if symbol is None:
            hint = f"numbers of sort {show_sort(part.sort)} have no constructors: use if"
        raise source.error(
            f"{shown} in a pattern is no constructor", node.start, node.end, hint=hint
        )


def repeated(nodes: list[Node], names: set[str], source: Source) -> None:
    """Refuse a variable that occurs twice in the patterns of one equation."""
    seen: set[str] = set()
    for node in nodes:
        for part in walk(node):
            if part.kind == "name" and part.text in names:
                if part.text in seen:
                    raise source.error(
                        f"{part.text} occurs twice in the patterns",
                        part.start,
                        part.end,
                        hint="use two names and compare them with = on the right",
                    )
                seen.add(part.text)


def datatypes(group: DatatypeGroup, known: Mapping[str, Datatype]) -> tuple[int, str] | None:
    """The first member that is not uniform, not strictly positive or empty, with the reason."""
    names = {m.name: m for m in group.members}
    first = group.members[0]
    for i, member in enumerate(group.members):
        if len(member.types) != len(first.types):
            return i, "the datatypes of one group have the same parameters"
        for constructor in member.constructors:
            for field in constructor.arguments:
                problem = _occurrence(field, member, names, known)
                if problem:
                    return i, f"{problem} in {constructor.display}"
    inhabited: set[str] = set()
    while True:
        more = {
            m.name
            for m in group.members
            if any(
                all(_has_value(f, names, inhabited) for f in c.arguments) for c in m.constructors
            )
        }
        if more == inhabited:
            break
        inhabited = more
    for i, member in enumerate(group.members):
        if member.name not in inhabited:
            return i, "this datatype is empty: every constructor needs a value of it first"
    return None


def _occurrence(
    sort: Sort, member: Datatype, names: Mapping[str, Datatype], known: Mapping[str, Datatype]
) -> str | None:
    if sort.is_variable or not _mentions(sort, names):
        return None
    if sort.name in names:
        if sort.args != member.types:
            return f"{show_sort(sort)} is not applied to the parameters of the datatype"
        return None
    for i, arg in enumerate(sort.args):
        if not _mentions(arg, names):
            continue
        if sort.name == ARROW:
            if i == 0:
                return f"{show_sort(arg)} stands left of an arrow (not strictly positive)"
        elif not _positive(sort.name, i, known, set()):
            return (
                f"{show_sort(arg)} stands inside {short(sort.name)}, which is not strictly positive"
            )
        problem = _occurrence(arg, member, names, known)
        if problem:
            return problem
    return None


def _positive(
    name: str, index: int, known: Mapping[str, Datatype], busy: set[tuple[str, int]]
) -> bool:
    """Whether a datatype is strictly positive in one of its parameters."""
    datatype = known.get(name)
    if datatype is None:
        return False
    if (name, index) in busy:
        return True
    busy.add((name, index))
    variable = datatype.types[index]
    stack = [f for c in datatype.constructors for f in c.arguments]
    while stack:
        sort = stack.pop()
        for i, arg in enumerate(sort.args):
            if variable in arg.variables():
                if sort.name == ARROW:
                    if i == 0:
                        return False
                elif not _positive(sort.name, i, known, busy):
                    return False
            stack.append(arg)
    return True


def _mentions(sort: Sort, names: Mapping[str, Datatype]) -> bool:
    return sort.name in names or any(_mentions(a, names) for a in sort.args)


def _has_value(sort: Sort, names: Mapping[str, Datatype], inhabited: set[str]) -> bool:
    if sort.name in names:
        return sort.name in inhabited
    if sort.name == ARROW:
        return _has_value(sort.args[1], names, inhabited)
    return True


def overlaps(function: Function) -> Iterator[tuple[int, str]]:
    """Cases whose left sides have a common instance: index of the later one and the message."""
    for i, case in enumerate(function.cases):
        for j in range(i):
            other = function.cases[j]
            if all(map(_unifiable, other.left.args, case.left.args)):
                shown = f"{show_term(other.left)} and {show_term(case.left)}"
                yield i, f"the equations for {shown} overlap (cases {j + 1} and {i + 1})"
                break


def _unifiable(left: Term, right: Term) -> bool:
    """Whether two linear patterns without common variables unify."""
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        if a.is_variable or b.is_variable:
            continue
        if a.head is not b.head:
            return False
        stack.extend(zip(a.args, b.args, strict=True))
    return True


def missing(function: Function, known: Mapping[str, Datatype]) -> str | None:
    """A left side that no case covers, as text."""
    symbol = function.symbol
    rows = [list(case.left.args) for case in function.cases]
    stack: list[tuple[tuple[Term, ...], list[list[Term]]]] = []
    start = tuple(Term.variable("_", s) for s in symbol.arguments)
    stack.append((start, rows))
    count = 0
    while stack:
        goal, matching = stack.pop()
        count += 1
        if count > MAX_PATTERNS:
            return None
        if not matching:
            return show_term(Term.apply(symbol, *goal, types=symbol.types))
        place = _undecided(goal, matching)
        if place is None:
            continue
        index, path = place
        hole = goal[index].at(path)
        for constructor in reversed(_constructors(hole.sort, known)):
            binding = dict(zip(constructor.types, hole.sort.args, strict=True))
            fields = (Term.variable("_", s.substitute(binding)) for s in constructor.arguments)
            value = Term.apply(constructor, *fields, types=hole.sort.args)
            new = (*goal[:index], goal[index].replace_at(path, value), *goal[index + 1 :])
            rest = [row for row in matching if all(map(_unifiable, row, new))]
            stack.append((new, rest))
    return None


def _undecided(
    goal: tuple[Term, ...], rows: list[list[Term]]
) -> tuple[int, tuple[int, ...]] | None:
    """A hole of the goal where the first row wants a constructor; None if that row covers it."""
    for index, (part, wanted) in enumerate(zip(goal, rows[0], strict=True)):
        for path, term in wanted.positions():
            if term.is_variable:
                continue
            hole = part
            for i in path:
                if hole.is_variable:
                    break
                hole = hole.args[i]
            else:
                if hole.is_variable:
                    return index, path
    return None


def _constructors(sort: Sort, known: Mapping[str, Datatype]) -> tuple[Symbol, ...]:
    if sort is BOOL:
        return TRUE, FALSE
    return known[sort.name].constructors


Matrix = tuple[str, ...]
Edge = tuple[int, int, Matrix, int]


def nontermination(group: FunctionGroup) -> tuple[int, int, str] | None:
    """A call that may go on for ever: member, case and message (size-change principle)."""
    members = {f.symbol: i for i, f in enumerate(group.members)}
    edges: dict[tuple[int, int, Matrix], tuple[int, int, Term]] = {}
    for source, function in enumerate(group.members):
        for index, case in enumerate(function.cases):
            for term in case.right.subterms():
                if term.symbol in members:
                    target = members[term.symbol]
                    matrix = _matrix(case.left, term)
                    edges.setdefault((source, target, matrix), (source, index, term))
    todo = list(edges)
    base = list(edges)
    while todo:
        source, target, matrix = todo.pop()
        columns = group.members[target].symbol.arity
        if source == target and not _descends(matrix, columns):
            twice = _compose(matrix, matrix, columns, columns)
            if twice == matrix:
                member, index, term = edges[source, target, matrix]
                name = group.members[member].symbol.display
                return member, index, f"{name} may not terminate: {show_term(term)} is not smaller"
        for key in base:
            if key[0] != target:
                continue
            width = group.members[key[1]].symbol.arity
            joined = _compose(matrix, key[2], columns, width)
            found = (source, key[1], joined)
            if found not in edges:
                edges[found] = edges[source, target, matrix]
                todo.append(found)
                if len(edges) > MAX_MATRICES:
                    member, index, _ = edges[found]
                    return member, index, "termination is too hard to see: too many call patterns"
    return None


def _matrix(left: Term, call: Term) -> Matrix:
    """How each argument of a call (column) relates to each pattern (row): <, = or blank."""
    found = []
    for pattern_ in left.args:
        parts = set(pattern_.subterms()) if pattern_.args else {pattern_}
        for arg in call.args:
            found.append("=" if arg is pattern_ else "<" if arg in parts else " ")
    return tuple(found)


def _compose(first: Matrix, second: Matrix, middle: int, width: int) -> Matrix:
    rows = len(first) // middle if middle else 0
    found = []
    for i in range(rows):
        for k in range(width):
            paths = {first[i * middle + j] + second[j * width + k] for j in range(middle)}
            paths = {p for p in paths if " " not in p}
            found.append("<" if any("<" in p for p in paths) else "=" if paths else " ")
    return tuple(found)


def _descends(matrix: Matrix, size: int) -> bool:
    return any(matrix[i * size + i] == "<" for i in range(size))
