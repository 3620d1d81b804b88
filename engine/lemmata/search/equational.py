"""Equations by saturation: the pure e-graph first, egglog in a child process for what is larger.

Both searchers serve the interface of `eqsat.problem`; which one answered makes no difference to the
proof, since each explains itself by instances of laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lemmata.proof.nodes import Law, Node, Theorem, unit
from lemmata.search.eqsat.certifying import certified
from lemmata.search.eqsat.engine import Search, saturate
from lemmata.search.eqsat.extracting import Extractor
from lemmata.search.eqsat.graph import Operator
from lemmata.search.eqsat.laws import rules_of, sorts_in
from lemmata.search.eqsat.problem import Backoff, EqRule, Limits, Problem, Rule
from lemmata.search.eqsat.replaying import TooLong
from lemmata.terms.declarations import Clause
from lemmata.terms.term import Term

SMALL = Limits(nodes=4_000, matches=20_000, iterations=12)
LARGE = Limits(nodes=200_000, matches=400_000, iterations=14)
SCHEDULER = Backoff(match_limit=400, ban_length=3)
Expired = Callable[[], bool]


def rules_for(laws: Sequence[Law], terms: Sequence[Term]) -> list[EqRule]:
    """Every law from left to right, and from right to left where that adds no symbols."""
    sorts = sorts_in(terms)
    found: list[EqRule] = []
    for law in laws:
        left, right = law.clause.conclusion
        found.extend(rules_of(law, sorts))
        if not law.is_definition and left.size <= right.size and not right.is_variable:
            found.extend(rules_of(law, sorts, reverse=True))
    return found


def assumptions(clause: Clause) -> Iterator[EqRule]:
    """The premises of a statement as ground facts."""
    for k, (left, right) in enumerate(clause.premises):
        yield EqRule(f"premise {k + 1}", left, right, source=unit(left, right), given=())


def prove(name: str, clause: Clause, laws: Sequence[Law], expired: Expired) -> Theorem | None:
    """A theorem whose proof is a chain of instances of laws, None if none was found.

    What the pure searcher leaves open at a limit goes to egglog with larger limits.
    """
    rules: list[Rule] = [*assumptions(clause), *rules_for(laws, list(clause.terms()))]
    more = [side for pair in clause.premises for side in pair]
    problem = Problem(rules, clause.left, clause.right, SMALL, SCHEDULER, more)
    search = saturate(problem, expired)
    node: Node | None = None
    if search.outcome.found:
        node = _explained(search, problem)
    elif search.outcome.stopped in ("nodes", "matches", "iterations", "banned"):
        node = _by_egglog(replace(problem, limits=LARGE), expired)
    return None if node is None else Theorem(name, clause, clause.variables, node)


def _explained(search: Search, problem: Problem) -> Node | None:
    assert problem.goal is not None
    try:
        return certified(search.explain(problem.start, problem.goal))
    except TooLong:
        return None


def _by_egglog(problem: Problem, expired: Expired) -> Node | None:
    """The same question to egglog; whatever happens to the child, there is just no answer."""
    from lemmata.search.egglog.engine import Unexplained
    from lemmata.search.egglog.engine import saturate as ask

    search = ask(problem, expired)
    if not search.outcome.found or problem.goal is None:
        return None
    try:
        return certified(search.explain(problem.start, problem.goal))
    except (Unexplained, TooLong):
        return None


def simplest(
    term: Term,
    clause: Clause,
    rules: Sequence[EqRule],
    weight: Callable[[Operator], int],
    expired: Expired,
) -> tuple[Term, Node | None]:
    """The cheapest term that saturation finds equal under the premises of a clause; its proof."""
    more = [side for pair in clause.premises for side in pair]
    given: list[Rule] = [*assumptions(clause), *rules]
    search = saturate(Problem(given, term, None, SMALL, SCHEDULER, more), expired)
    best = Extractor(search.graph, weight).term(term)
    if best is term:
        return term, None
    try:
        return best, certified(search.explain(term, best))
    except TooLong:
        return term, None
