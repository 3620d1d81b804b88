"""Strategies of a completion: an order, a weight for what waits, and whose turn it is.

The precedence puts constants lowest, then functions by arity, unary ones (an inverse) on top; or
rare symbols above frequent ones. The greatest symbol weighs 0 if it is unary, so that i(x * y)
becomes i(y) * i(x). Strategies take turns by counts of critical pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lemmata.search.completion.setup import Setup, Signature, is_literal
from lemmata.terms.orders import literal_key
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Strategy:
    """An order, weights of waiting equations, and the share of critical pairs.

    Order: LPO or else KBO; `rare_first` and `unfold` change the precedence (rare symbols on top;
    what is defined or distributes above what it becomes), `rare_heavy` and `light_inverse` the
    weights. The score of s = t is `high` * max + `low` * min of both sides, with `goal_symbol` or
    `other_symbol` for a symbol and `variable` for a variable, and `depth` for each critical pair
    that it is deep. One pick in `age_every` is by age, one in `goal_every` about the goal. A pair
    is not normalised before it is taken if it weighs `lazy` times what was taken so far.
    """

    name: str
    share: int
    lpo: bool = False
    rare_first: bool = False
    unfold: bool = False
    rare_heavy: bool = False
    light_inverse: bool = True
    high: int = 4
    low: int = 1
    variable: int = 6
    depth: int = 6
    age_every: int = 20
    goal_every: int = 2
    lazy: int = 2
    goal_symbol: int = 7
    other_symbol: int = 7


STRATEGIES = (
    Strategy("size", 3),
    Strategy("unfold", 3, lpo=True, unfold=True),
    Strategy("rare", 2, high=1, depth=3, rare_first=True, rare_heavy=True, light_inverse=False),
    Strategy("goal", 2, high=1, depth=0, goal_symbol=3),
)
NARROWING = (
    Strategy("narrow", 3, goal_every=1),
    Strategy("narrow unfold", 2, lpo=True, unfold=True, goal_every=1),
    *STRATEGIES[:2],
)
"""For goals that are two constants: true = false, where an equation says eq(s, t) = false."""
UNIT = 1_000


def turns(strategies: Sequence[Strategy]) -> Iterator[tuple[int, int]]:
    """Whose turn it is and how many critical pairs it may form, in rounds of growing length."""
    unit = UNIT
    while True:
        for number, strategy in enumerate(strategies):
            yield number, unit * strategy.share
        unit += unit // 2


def ranks(setup: Setup, strategy: Strategy) -> list[int]:
    """The precedence, as a rank for each symbol."""
    signature = setup.signature

    def key(head: int) -> tuple[object, ...]:
        sample, count = signature.samples[head], signature.counts[head]
        if is_literal(sample):
            return (0, str(sample.sort), *literal_key(sample.head))  # type: ignore[arg-type]
        arity = signature.arity(head)
        if arity == 0:
            return (1, "", -count, head)
        if strategy.rare_first:
            return (2, "", -count, head)
        return (2 if arity > 1 else 3, "", arity, count, head)

    order = sorted(range(len(signature.samples)), key=key)
    if strategy.unfold:
        order = _unfolding(setup, order)
    found = [0] * len(order)
    for rank, head in enumerate(order):
        found[head] = rank
    return found


def _unfolding(setup: Setup, order: list[int]) -> list[int]:
    """The order changed so that f > g if the inputs define f by g, or f distributes over g."""
    below: dict[int, set[int]] = {head: set() for head in order}
    for pair in setup.inputs:
        for left, right in (pair, pair[::-1]):
            if left.is_variable or right.is_variable or not left.args:
                continue
            mine, other = setup.signature.number(left), setup.signature.number(right)
            heads = {setup.signature.number(t) for t in right.subterms() if not t.is_variable}
            if is_definition(left, right):
                below[mine] |= heads
            elif mine != other and right.args and mine in heads and left.size < right.size:
                below[mine].add(other)
    rest, found = list(order), list[int]()
    while rest:
        free = [head for head in rest if below[head] <= {*found, head}]
        found.append((free or rest)[0])
        rest.remove(found[-1])
    return found


def is_definition(left: Term, right: Term) -> bool:
    """Whether left = right defines the root of left, applied to different variables, by others."""
    return (
        bool(left.args)
        and all(arg.is_variable for arg in left.args)
        and len(set(left.args)) == len(left.args)
        and right.free <= left.free
        and all(sub.head is not left.head for sub in right.subterms())
    )


def weights(signature: Signature, strategy: Strategy, rank: Sequence[int]) -> list[int]:
    """The weights of KBO."""
    found = [1] * len(rank)
    if strategy.lpo or not rank:
        return found
    if strategy.rare_heavy:
        counts = {signature.counts[head] for head in range(len(rank)) if signature.arity(head)}
        place = {count: i for i, count in enumerate(sorted(counts, reverse=True), 1)}
        found = [
            place[signature.counts[head]] if signature.arity(head) else 1
            for head in range(len(rank))
        ]
    if strategy.light_inverse:
        greatest = max(range(len(rank)), key=lambda head: rank[head])
        if signature.arity(greatest) == 1:
            found[greatest] = 0
    return found
