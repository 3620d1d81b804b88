"""Queries and actions as generated Python: one function for each atom that a match may start from.

The text holds numbers of variables and slots only, nothing of what a rule or a term says, and
depends just on the shape of the rule: it is compiled once for all rules of a shape. A function is
made when rows of its operator first change, so rules about absent operators cost nothing.

A match that starts from a changed row of atom i takes for the atoms before i rows that did not
change, so each match is found once. The next atom is one whose row is determined (a look-up), else
one in a known class, else one above a known class, else any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType

from lemmata.search.eqsat.graph import Graph
from lemmata.search.eqsat.problem import EqRule
from lemmata.search.eqsat.query import Atom, Query, postorder
from lemmata.terms.term import Term

Match = tuple[int, ...]
Offsets = Sequence[int]
CHUNK = 2_000
"""Starting rows between two looks at the clock."""
MAX_LOOPS = 16
"""Python allows 20 nested blocks; deeper queries go on in a further function."""


@lru_cache(maxsize=4096)
def _compiled(text: str) -> CodeType:
    return compile(text, "<eqsat rule>", "exec")


class Writer:
    """Lines of a function with the loops they stand in."""

    def __init__(self, name: str, parameters: str) -> None:
        """Start a function."""
        self.lines = [f"def {name}({parameters}):"]
        self.depth = 1
        self.name, self.part, self.loops = name, 0, 0

    def put(self, line: str) -> None:
        """A line at the present depth."""
        self.lines.append("    " * self.depth + line)

    def loop(self, line: str) -> None:
        """Open a loop."""
        self.put(line)
        self.depth += 1
        self.loops += 1

    def only_if(self, condition: str) -> None:
        """Go on only under a condition."""
        self.put(f"if not ({condition}): {'continue' if self.loops else 'return'}")

    def split(self, variables: Sequence[int]) -> None:
        """Go on in a further function, which sees the variables bound so far."""
        self.part += 1
        names = ", ".join(["since", "out", *(f"v{v}" for v in variables)])
        self.put(f"{self.name}_{self.part}({names})")
        self.lines.append(f"def {self.name}_{self.part}({names}):")
        self.depth, self.loops = 1, 0
        self.put("put = out.append")


class Matcher:
    """The compiled query of a rule over a graph."""

    def __init__(self, graph: Graph, query: Query) -> None:
        """Nothing is compiled yet."""
        self.graph, self.query = graph, query
        self.operators = [graph.operator(atom.head) for atom in query.atoms]
        self._start: list[Callable[..., None] | None] = [None] * len(query.atoms)
        self._space: dict[str, object] = {
            "home": graph.home,
            "kids": graph.kids,
            "position": graph.position,
            "rows": graph.rows,
            "parents": graph.parents,
            "op": graph.op,
            **{f"T{i}": graph.table[op] for i, op in enumerate(self.operators)},
            **{f"O{i}": op for i, op in enumerate(self.operators)},
        }

    def search(
        self,
        since: Offsets,
        changed: Callable[[int], Sequence[int]],
        cap: int,
        expired: Callable[[], bool],
    ) -> list[Match]:
        """(class of the left side or -1, values) of the matches with a row changed `since`.

        Ends early once there are more than `cap`, or when `expired`.
        """
        out: list[Match] = []
        for i, op in enumerate(self.operators):
            delta = changed(op)
            if not delta:
                continue
            start = self._start[i]
            if start is None:
                start = self._start[i] = self._compile(i)
            before = [since[o] if o < len(since) else 0 for o in self.operators]
            for at in range(0, len(delta), CHUNK):
                start(delta[at : at + CHUNK], before, out, cap)
                if len(out) > cap or expired():
                    return out
        return out

    def _compile(self, i: int) -> Callable[..., None]:
        space = dict(self._space)
        exec(_compiled(_matcher(self.query, i)), space)
        function = space["match"]
        assert callable(function)
        return function


def _matcher(query: Query, start: int) -> str:
    """The text of the function that matches from changed rows of one atom."""
    w = Writer("match", "delta, since, out, cap")
    w.put("put = out.append")
    bound: set[int] = set()
    rest = dict(enumerate(query.atoms))
    first = rest.pop(start)
    for j, leaf in [(j, a) for j, a in rest.items() if not a.kids]:
        _lookup(w, j, leaf, j < start, bound)
        del rest[j]
    w.loop("for n in delta:")
    w.put("if len(out) > cap: return")
    _bind(w, "home[n]", [first.out], bound)
    _row(w, "kids[n]", first, bound)
    while rest:
        if w.loops >= MAX_LOOPS:
            w.split(sorted(bound))
        j = min(rest, key=lambda j: (_dearness(rest[j], bound), j))
        _join(w, j, rest.pop(j), j < start, bound)
    root = "-1" if query.root is None else f"v{query.root}"
    w.put(f"put(({root}, {''.join(f'v{v}, ' for v in query.values)}))")
    return "\n".join(w.lines) + "\n"


def _dearness(atom: Atom, bound: set[int]) -> int:
    if bound.issuperset(atom.kids):
        return 0
    if atom.out in bound:
        return 1
    return 2 if not bound.isdisjoint(atom.kids) else 3


def _join(w: Writer, j: int, atom: Atom, old: bool, bound: set[int]) -> None:
    """Lines that find the rows of a further atom."""
    kind = _dearness(atom, bound)
    if kind == 0:
        _lookup(w, j, atom, old, bound)
        return
    if kind == 1:
        w.put(f"r = rows[v{atom.out}].get(O{j})")
        w.only_if("r")
        if old:
            w.loop(f"for n{j}, k in r.items():")
            w.only_if(f"position[n{j}] < since[{j}]")
        else:
            w.loop("for k in r.values():")
        _row(w, "k", atom, bound)
        return
    if kind == 2:
        at = next(i for i, v in enumerate(atom.kids) if v in bound)
        w.loop(f"for n{j} in parents[v{atom.kids[at]}]:")
        w.only_if(f"op[n{j}] == O{j} and kids[n{j}][{at}] == v{atom.kids[at]}")
        w.only_if(f"0 <= position[n{j}]{f' < since[{j}]' if old else ''}")
    else:
        w.loop(f"for n{j} in T{j}.values():")
        if old:
            w.only_if(f"position[n{j}] < since[{j}]")
    _bind(w, f"home[n{j}]", [atom.out], bound)
    _row(w, f"kids[n{j}]", atom, bound)


def _lookup(w: Writer, j: int, atom: Atom, old: bool, bound: set[int]) -> None:
    key = "".join(f"v{v}, " for v in atom.kids)
    w.put(f"n = T{j}.get(({key}))")
    w.only_if("n is not None" + (f" and position[n] < since[{j}]" if old else ""))
    _bind(w, "home[n]", [atom.out], bound)


def _row(w: Writer, source: str, atom: Atom, bound: set[int]) -> None:
    if atom.kids:
        _bind(w, source, atom.kids, bound, unpack=True)


def _bind(
    w: Writer, source: str, variables: Sequence[int], bound: set[int], unpack: bool = False
) -> None:
    """Assign variables, and compare those that have a value already."""
    targets, tests = [], []
    for i, v in enumerate(variables):
        if v in bound:
            targets.append(f"t{i}")
            tests.append(f"t{i} == v{v}")
        else:
            bound.add(v)
            targets.append(f"v{v}")
    w.put(f"{', '.join(targets)}{',' if unpack else ''} = {source}")
    if tests:
        w.only_if(" and ".join(tests))


class Action:
    """The compiled right side of a rule: makes both sides of each match equal."""

    def __init__(self, graph: Graph, rule: EqRule, index: int, matched: bool) -> None:
        """`matched`: the class of the left side comes with a match."""
        self.graph, self.rule = graph, rule
        self.index, self.matched = index, matched
        self._apply: Callable[[Sequence[Match]], None] | None = None

    def __call__(self, matches: Sequence[Match]) -> None:
        """Apply matches in order; Full may be raised between two of them."""
        if self._apply is None:
            self._apply = self._compile()
        self._apply(matches)

    def _compile(self) -> Callable[[Sequence[Match]], None]:
        graph, rule = self.graph, self.rule
        sides = [rule.right] if self.matched else [rule.left, rule.right]
        terms = postorder(sides, frozenset(rule.variables))
        text = _action(rule, terms, self.matched)
        ops = [graph.operator(t) for t in terms]
        space: dict[str, object] = {
            "home": graph.home,
            "new": graph.new,
            "new_in": graph.new_in,
            "union": graph.union,
            "done": graph.log.append,
            "R": self.index,
            **{f"T{i}": graph.table[op] for i, op in enumerate(ops)},
            **{f"O{i}": op for i, op in enumerate(ops)},
        }
        exec(_compiled(text), space)
        function = space["apply"]
        assert callable(function)
        return function


def _action(rule: EqRule, terms: list[Term], matched: bool) -> str:
    w = Writer("apply", "matches")
    name = {v: f"v{i}" for i, v in enumerate(rule.variables)}
    for i, term in enumerate(terms):
        if not term.args:
            name[term] = f"c{i}"
            w.put(f"n = T{i}.get(())")
            w.put(f"c{i} = new(O{i}, ()) if n is None else home[n]")
    w.loop("for m in matches:")
    w.put(", ".join(["left", *(f"v{i}" for i in range(len(rule.variables)))]) + ", = m")
    for i, term in enumerate(terms):
        if not term.args:
            continue
        key = "".join(f"{name[a]}, " for a in term.args)
        w.put(f"k = ({key})")
        w.put(f"n = T{i}.get(k)")
        if matched and term is rule.right:
            w.put("if n is None:")
            w.put(f"    new_in(O{i}, k, left)")
            w.put("    done((R, m))")
            w.put("elif home[n] != left and union(left, home[n]): done((R, m))")
            return "\n".join(w.lines) + "\n"
        name[term] = f"c{i}"
        w.put(f"c{i} = new(O{i}, k) if n is None else home[n]")
    left, right = "left" if matched else name[rule.left], name[rule.right]
    if rule.left is not rule.right:
        w.put(f"if {left} != {right} and union({left}, {right}): done((R, m))")
    return "\n".join(w.lines) + "\n"
