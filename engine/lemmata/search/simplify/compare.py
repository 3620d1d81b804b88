"""Are two expressions strictly equal? A proof of both theorems, or a point between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lemmata.proof import build
from lemmata.proof.nodes import Citation, Node, StrictEquality
from lemmata.search.simplify import boolean, cost, real
from lemmata.search.simplify.engine import Budget
from lemmata.search.simplify.library import Library
from lemmata.search.simplify.sampling import Evaluator, Point, points
from lemmata.search.simplify.task import Task
from lemmata.terms.declarations import Clause
from lemmata.terms.domain import conditions, conjunction, strict_statements
from lemmata.terms.sorts import BOOL, REAL
from lemmata.terms.term import TRUE_TERM, Term

POINTS = 400
CLOSE = 3
"""Points where the values are so close that it may be rounding are tried last."""


@dataclass(frozen=True)
class Difference:
    """A point that refutes `clause`, one of the two theorems of strict equality."""

    clause: Clause
    values: dict[Term, Term]
    about_domain: bool


@dataclass
class Comparison:
    """Compare `left` and `right` under `assumptions`."""

    library: Library
    left: Term
    right: Term
    assumptions: Sequence[Term] = ()
    budget: Budget = field(default_factory=Budget)
    expired: Callable[[], bool] = lambda: False
    stuck: tuple[Term, Term] | None = None
    reason: str = ""

    # Proof

    def prove(self) -> StrictEquality | None:
        """The claim that both are the same, None if no proof was found."""
        task = Task(
            self.library, self.left, self.assumptions, cost.size, self.budget, self.expired,
            more=(self.right,),
        )  # fmt: skip
        vacuous = task.degenerate()
        if vacuous.startswith("vacuous"):
            self.reason = vacuous
            return None
        own = conditions(self.right, self.library.functions)
        if own is None or task.own is None:
            self.reason = "a side has no domain that can be stated"
            return None
        other = conjunction(own)
        domains = task.same_domain(other)
        if domains is None:
            self.stuck = (task.domain, other)
            self.reason = "it was not found that both sides are defined at the same points"
            return None
        for condition in own:
            node = task.facts.prove(condition)
            if node is not None:
                task.facts.learn(node)
        equal = self._equal(task)
        if equal is None:
            self.reason = f"no derivation was found ({task.simplifier.stopped})"
            return None
        return task.claim(equal, domains)

    def _equal(self, task: Task) -> Node | None:
        graph = task.simplifier.graph
        if self.left.sort is BOOL and boolean.same(self.left, self.right):
            return Node("bool", build.EMPTY, self.left, self.right)
        task.simplifier.run(self.left)
        a, b = graph.add(self.left), graph.add(self.right)
        if graph.find(a) == graph.find(b):
            return graph.explain(a, b)
        task.simplifier.run(self.right)
        if graph.find(a) == graph.find(b):
            return graph.explain(a, b)
        if self.left.sort is not REAL:
            return None
        difference = real.sub(self.left, self.right)
        task.simplifier.run(difference)
        if graph.find(a) == graph.find(b):
            return graph.explain(a, b)
        best = task.simplifier.best()
        self.stuck = (best[graph.find(graph.add(difference))], real.ZERO)
        if not graph.same(difference, real.ZERO):
            return None
        zero = graph.explain(graph.add(difference), graph.add(real.ZERO))
        first = task.facts.field(self.left, real.add(difference, self.right))
        if first is None:
            return None
        second = build.rewrite(first, Citation(zero), (0,))
        last = task.facts.field(second.right, self.right)
        return None if last is None else build.trans([second, last])

    # Refutation

    def differences(self) -> Iterator[Difference]:
        """Points that seem to tell the sides apart; the kernel has to confirm them."""
        functions = self.library.functions
        given = tuple((c, TRUE_TERM) for c in self.assumptions)
        variables = tuple(
            sorted(
                self.left.free.union(self.right.free, *(c.free for c in self.assumptions)),
                key=lambda v: str(v.head),
            )
        )
        clause = Clause((), variables, given, (self.left, self.right))
        statements = strict_statements(clause, functions)
        if statements is None:
            return
        first, second = (conditions(t, functions) or () for t in (self.left, self.right))
        domains = conjunction(first), conjunction(second)
        known = conditions(list(self.assumptions), functions) or ()
        close: list[Difference] = []
        for point in _points(variables):
            at = Evaluator(point, functions)
            if not all(at.value(c) is True for c in (*known, *self.assumptions)):
                continue
            where = [at.value(d) for d in domains]
            values = {v: literal(value) for v, value in point.items()}
            if None not in where and where[0] is not where[1]:
                yield Difference(statements[1], values, True)
            elif where[0] is True:
                sides = at.value(self.left), at.value(self.right)
                if _differ(*sides):
                    yield Difference(statements[0], values, False)
                elif sides[0] != sides[1] and len(close) < CLOSE:
                    close.append(Difference(statements[0], values, False))
        yield from close

    def values_at(self, difference: Difference) -> tuple[str, str]:
        """The values of both sides at a point, as text: exact where they are simple."""
        point: Point = {}
        for variable, term in difference.values.items():
            head = term.head
            point[variable] = head if isinstance(head, Fraction) else term is TRUE_TERM
        at = Evaluator(point, self.library.functions)
        return _shown(at.value(self.left)), _shown(at.value(self.right))


def _shown(value: float | bool | None) -> str:
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    near = Fraction(value).limit_denominator(10_000)
    return str(near) if abs(near - Fraction(value)) < 1e-12 else f"{value:.12g}…"


def _points(variables: Sequence[Term]) -> Iterator[Point]:
    import random

    rng = random.Random(0)
    yield from points(variables, POINTS, rng)


def _differ(a: float | bool | None, b: float | bool | None) -> bool:
    if a is None or b is None:
        return False
    if isinstance(a, bool) or isinstance(b, bool):
        return a is not b
    return abs(a - b) > 1e-7 * max(1.0, abs(a), abs(b))


def literal(value: Fraction | bool) -> Term:
    """A value of a point as a term."""
    from lemmata.terms.term import FALSE_TERM

    if isinstance(value, bool):
        return TRUE_TERM if value else FALSE_TERM
    return real.number(value)
