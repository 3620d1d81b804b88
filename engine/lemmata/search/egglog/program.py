"""The egglog program of a problem: sorts, tables, rules, and rules that insert its terms.

Names are numbers behind a letter, nothing of what a rule or a term says:

    S2 a sort   C7 an operator   L2 numbers of a sort    T2 terms to insert, by number
    A  syntax   M7 an operator   N2 numbers              U  the same for syntax
    W2 the witness of a class: one term in it, as syntax; F2 the sort of W2 as a value
    Z  ids      I5 the instances of a rule, J5_2 those of a computed rule on numbers of sort 2

The tables of syntax, witnesses and instances belong to the recording program only. A rule then
reads the witness of each variable, gives each new class the witness that its right side spells,
and adds a row with the witnesses: an instance of the rule in ground terms. The ids of the rows come
in order of creation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lemmata.search.egglog.computing import PAYLOAD, Case, Refused, cases, numeral
from lemmata.search.egglog.translating import Translation
from lemmata.search.eqsat.graph import Operator, Operators, is_literal
from lemmata.search.eqsat.problem import Computed, EqRule, Problem, Rule
from lemmata.search.eqsat.query import postorder
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import Sort
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_DEPTH = 1_000
"""egglog's time grows with the square of the depth; at 10,000 it crashes."""
CHUNK = 50
"""Terms inserted by one rule: the time to compile a rule grows faster than its length."""


@dataclass(frozen=True, slots=True)
class Record:
    """The table of the instances of a rule; `values` if its one row holds none."""

    rule: int
    values: tuple[Term, ...] | None = None


@dataclass
class Program:
    """Text, and what it takes to read the answer. `left_out` names rules that cannot be run."""

    operators: Operators = field(default_factory=Operators)
    sorts: list[Sort] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    text: str = ""
    goal: str = ""
    alarm: bool = False


def write(problem: Problem, recording: bool, used: Collection[int] | None = None) -> Program:
    """The program of a problem; `Refused` if it is too deep or too large.

    With `used`, rules of other numbers are left out, but for facts.
    """
    return _Writer(problem, recording, used).program


def is_fact(rule: Rule) -> bool:
    """Whether a rule is a ground equation, applied once at the start."""
    return (
        isinstance(rule, EqRule)
        and not (rule.variables or rule.premises)
        and rule.triggers == (rule.left,)
    )


class _Writer:
    def __init__(self, problem: Problem, recording: bool, used: Collection[int] | None) -> None:
        self.limit, self.recording = problem.limits.nodes, recording
        self.program = Program()
        self.operators = self.program.operators
        self.lines: list[str] = []
        self._sorts: dict[Sort, int] = {}
        self._numeric: set[Sort] = set()
        self._told: set[Term] = set()
        self._held = problem.scheduler is not None
        rules = list(enumerate(problem.rules))
        facts = [(i, r) for i, r in rules if isinstance(r, EqRule) and is_fact(r)]
        rules = [(i, r) for i, r in rules if used is None or i in used]
        matched = [(i, r) for i, r in rules if isinstance(r, EqRule) and not is_fact(r)]
        computed = [(i, r) for i, r in rules if isinstance(r, Computed)]
        ends = [problem.start] if problem.goal is None else [problem.start, problem.goal]
        equations = [(fact.left, fact.right) for _, fact in facts]
        roots = [*ends, *problem.more, *(side for pair in equations for side in pair)]
        patterns = [t for _, rule in matched for t in _patterns(rule)]
        leaves = [t for t in patterns if not t.args]
        if computed:
            leaves += [TRUE_TERM, FALSE_TERM]
        terms = self._measured(postorder([*leaves, *roots], frozenset()))
        for term in (*terms, *patterns):
            self.operators.of(term)
        self._declare([r for _, r in computed])
        for i, rule in matched:
            self._rule(i, rule)
        for i, computing in computed:
            self._computed(i, computing)
        self._alarm([t for t in terms if not t.args and is_literal(t)])
        self._insert(terms, ends, equations)
        self.program.terms = terms
        self.program.alarm = bool(self._numeric or self._told)
        self.program.facts = [i for i, _ in facts]
        self.program.text = "\n".join(self.lines)

    def _measured(self, terms: list[Term]) -> list[Term]:
        if len(terms) > self.limit:
            raise Refused("nodes")
        depth: dict[Term, int] = {}
        for term in terms:
            depth[term] = 1 + max((depth[a] for a in term.args), default=0)
            if depth[term] > MAX_DEPTH:
                raise Refused("depth")
        return terms

    # Tables

    def sort(self, sort: Sort) -> int:
        """The number of a sort."""
        found = self._sorts.get(sort)
        if found is None:
            found = self._sorts[sort] = len(self._sorts)
            self.program.sorts.append(sort)
            self.lines.append(f"(sort S{found}) (function T{found} (i64) S{found} :merge old)")
            if self.recording:
                self.lines.append(f"(function W{found} (S{found}) A :merge old)")
                self.lines.append(f"(sort F{found} (UnstableFn (S{found}) A))")
        return found

    def _declare(self, computed: Sequence[Computed]) -> None:
        put = self.lines.append
        put("(ruleset R) (ruleset Alarm) (sort Z) (constructor Clash (i64 i64) Z)")
        if self.recording:
            put("(sort A) (function U (i64) A :merge old)")
        for n, operator in enumerate(self.operators.list):
            kinds, result = signature(operator)
            inputs = " ".join(f"S{self.sort(s)}" for s in kinds)
            put(f"(constructor C{n} ({inputs}) S{self.sort(result)})")
            if self.recording:
                put(f"(constructor M{n} ({'A ' * len(kinds)}) A)")
        for sort in PAYLOAD if computed else ():
            if sort in self._sorts:
                self._numeric.add(sort)
                k, payload = self.sort(sort), PAYLOAD[sort]
                put(f"(constructor L{k} ({payload}) S{k})")
                put(f"(constructor Clash{k} ({payload} {payload}) Z)")
                if self.recording:
                    put(f"(constructor N{k} ({payload}) A)")

    # Rules

    def _rule(self, i: int, rule: EqRule) -> None:
        record = None
        if self.recording:
            record = self._record(Record(i), "I", "A " * len(rule.variables))
        made = Translation(rule, self.operators, self.sort, record, self._held)
        self._put_rule(made.queries, made.actions, name=f"r{i}")

    def _record(self, record: Record, letter: str, columns: str, suffix: str = "") -> int:
        """A table of instances."""
        found = len(self.program.records)
        self.program.records.append(record)
        self.lines.append(f"(constructor {letter}{found}{suffix} ({columns}) Z)")
        return found

    def _put_rule(
        self, queries: Iterable[str], actions: Iterable[str], ruleset: str = "R", name: str = ""
    ) -> None:
        head = f"(rule ({' '.join(queries)}) ({' '.join(actions)}) :ruleset {ruleset}"
        self.lines.append(f'{head} :name "{name}")' if name else f"{head})")

    def _computed(self, i: int, rule: Computed) -> None:
        for n in self.operators.with_symbol(rule.symbol):
            found = list(cases(rule, self._kinds(n)))
            for j, case in enumerate(found):
                self._case(f"r{i}_{n}_{j}", n, case, i)
            if not found and rule.name not in self.program.left_out:
                self.program.left_out.append(rule.name)

    def _kinds(self, n: int) -> tuple[Sort, ...]:
        return signature(self.operators.list[n])[0]

    def _case(self, name: str, n: int, case: Case, rule: int) -> None:
        result = signature(self.operators.list[n])[1]
        actions, row = [], ""
        if case.sort is None:
            assert case.values is not None
            args = " ".join(f"(C{self.operators.of(v)})" for v in case.values)
        else:
            k = self.sort(case.sort)
            args = " ".join(f"(L{k} {a})" for a in case.arguments)
        if isinstance(case.value, Term):
            actions.append(f"(union _e (C{self.operators.of(case.value)}))")
        else:
            k = self.sort(result)
            actions += [f"(let _x {case.value})", f"(let _l (L{k} _x))", "(union _e _l)"]
            if self.recording:
                actions.append(f"(set (W{k} _l) (N{k} _x))")
        if self.recording and case.sort is None:
            row = f"(I{self._record(Record(rule, case.values), 'I', '')})"
        elif self.recording and case.sort is not None:
            k = self.sort(case.sort)
            columns = f"{PAYLOAD[case.sort]} " * len(case.arguments)
            found = self._record(Record(rule), "J", columns, f"_{k}")
            row = f"(J{found}_{k} {' '.join(case.arguments)})"
        self._put_rule([f"(= _e (C{n} {args}))", *case.guards], [*actions, row], name=name)

    def _alarm(self, literals: Sequence[Term]) -> None:
        """Two different literals in one class; numbers in the table L are compared as numbers."""
        for sort in self._numeric:
            k = self.sort(sort)
            queries = [f"(= _e (L{k} _a))", f"(= _e (L{k} _b))", "(!= _a _b)"]
            self._put_rule(queries, [f"(Clash{k} _a _b)"], "Alarm")
        others = [t for t in literals if t.sort not in self._numeric]
        for sort in dict.fromkeys(t.sort for t in others):
            k = self.sort(sort)
            same = [t for t in others if t.sort is sort]
            if len(same) > 1:
                self.lines.append(f"(relation K{k} (S{k} i64))")
                queries = [f"(K{k} _e _i)", f"(K{k} _e _j)", "(< _i _j)"]
                self._put_rule(queries, ["(Clash _i _j)"], "Alarm")
                self._told.update(same)

    # Terms

    def _insert(
        self, terms: Sequence[Term], ends: Sequence[Term], equations: Sequence[Equation]
    ) -> None:
        """Rules that insert terms chunk by chunk; the last one makes the facts true."""
        place = {term: i for i, term in enumerate(terms)}
        needed = {a for i, t in enumerate(terms) for a in t.args if place[a] // CHUNK < i // CHUNK}
        needed.update(ends, (side for pair in equations for side in pair))
        chunks = [terms[at : at + CHUNK] for at in range(0, len(terms), CHUNK)]
        for c, chunk in enumerate(chunks):
            made = set(chunk)
            before = dict.fromkeys(a for t in chunk for a in t.args if a not in made)
            queries = [q for t in before for q in self._taken(place[t], t)]
            actions = [a for t in chunk for a in self._made(place, t, t in needed)]
            self._put_rule(queries, actions, self._ruleset(f"Q{c}"))
            self.lines.append(f"(run Q{c} 1)")
        for c, (left, right) in enumerate(equations):
            k, i, j = self.sort(left.sort), place[left], place[right]
            queries = [f"(= _l (T{k} {i}))", f"(= _r (T{k} {j}))"]
            self._put_rule(queries, ["(union _l _r)"], self._ruleset(f"E{c}"))
            self.lines.append(f"(run E{c} 1)")
        if len(ends) == 2:
            start, goal = (f"(T{self.sort(t.sort)} {place[t]})" for t in ends)
            self.program.goal = f"(check (= {start} {goal}))"

    def _ruleset(self, name: str) -> str:
        self.lines.append(f"(ruleset {name})")
        return name

    def _taken(self, i: int, term: Term) -> list[str]:
        found = [f"(= _t{i} (T{self.sort(term.sort)} {i}))"]
        return [*found, f"(= _a{i} (U {i}))"] if self.recording else found

    def _made(self, place: dict[Term, int], term: Term, keep: bool) -> list[str]:
        i, n, k = place[term], self.operators.of(term), self.sort(term.sort)
        kids = [place[a] for a in term.args]
        found = [f"(let _t{i} (C{n}{''.join(f' _t{j}' for j in kids)}))"]
        if keep:
            found.append(f"(set (T{k} {i}) _t{i})")
        if not kids and isinstance(term.head, int | Fraction) and term.sort in self._numeric:
            found.append(f"(union _t{i} (L{k} {numeral(term.head, PAYLOAD[term.sort])}))")
        if term in self._told:
            found.append(f"(K{k} _t{i} {i})")
        if self.recording:
            found.append(f"(let _a{i} (M{n}{''.join(f' _a{j}' for j in kids)}))")
            found.append(f"(set (W{k} _t{i}) _a{i})")
            if keep:
                found.append(f"(set (U {i}) _a{i})")
        return found


def signature(operator: Operator) -> tuple[tuple[Sort, ...], Sort]:
    """The sorts of an operator's arguments, and that of its result."""
    if isinstance(operator, Term):
        return (), operator.sort
    symbol, types, result = operator
    sorts = dict(zip(symbol.types, types, strict=True))
    return tuple(s.substitute(sorts) for s in symbol.arguments), result


def _patterns(rule: EqRule) -> list[Term]:
    bound = frozenset(rule.variables)
    return postorder((*rule.query, rule.left, rule.right), bound)
