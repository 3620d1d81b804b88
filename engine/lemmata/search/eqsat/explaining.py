"""Explanations: the log of a search replayed into a congruence closure, then shortened.

Only as much of the log is replayed as connects the two terms. A chain wanders, so the instances
that it uses are fed into fresh closures in several orders; the shortest chain is kept.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

from lemmata.search.eqsat.problem import Computed, Explanation, Step
from lemmata.search.eqsat.replaying import Hop, Pair, Replay
from lemmata.search.eqsat.replaying import Instance as Instance
from lemmata.search.eqsat.replaying import Table as Table
from lemmata.terms.term import Term

ROUNDS, MORE_ROUNDS, LONG = 6, 16, 100


class Explainer:
    """Explanations of what a record of instances says; any searcher can write the record."""

    def __init__(self, table: Table, record: Iterable[Instance], rounds: int = ROUNDS) -> None:
        """The record's instances are in an order in which premises come first."""
        self.table, self.rounds = table, rounds
        self._record = iter(record)
        self._replay = Replay(table)
        self.late = 0
        self.flat = 0

    def replayed(self, a: int, b: int) -> Replay:
        """The replay of the record up to where two terms meet; ValueError if they do not."""
        replay = self._replay
        if replay.same(a, b):
            return replay
        left, right = replay.node(a), replay.node(b)
        find = replay.closure.find
        for instance in self._record:
            self.late += not replay.apply(instance)
            if find(left) == find(right):
                return replay
        raise ValueError("the two terms were not found equal")

    def everything(self) -> Replay:
        """The replay of the whole record."""
        for instance in self._record:
            self.late += not self._replay.apply(instance)
        return self._replay

    def explain(self, left: Term, right: Term) -> Explanation:
        """A short chain from one term to the other."""
        a, b = self.table.add(left), self.table.add(right)
        replay = self.replayed(a, b)
        merges, self.flat = replay.used(a, b)
        best = shortest(replay, merges, self.flat, (a, b), self.rounds)
        return written(best, a, b)

    def names(self, left: Term, right: Term) -> tuple[str, ...]:
        """The names of the rules that a short chain uses."""
        a, b = self.table.add(left), self.table.add(right)
        replay = self.replayed(a, b)
        merges, length = replay.used(a, b)
        best = shortest(replay, merges, length, (a, b), self.rounds)
        used = [best.applied[m][0][0] for m in best.used(a, b)[0]]
        return tuple(dict.fromkeys(self.table.rules[i].name for i in used))


def shortest(replay: Replay, merges: Sequence[int], length: int, ends: Pair, rounds: int) -> Replay:
    """The closure with the shortest chain found from shuffled orders of the instances used."""
    best = replay
    shuffler = random.Random(0)
    instances = [replay.applied[m][0] for m in merges]
    if length > LONG:
        rounds = max(rounds, MORE_ROUNDS)
    for k in range(rounds if len(merges) > 1 else 0):
        order = instances[::-1] if k == 0 else shuffler.sample(instances, len(instances))
        trial = _refed(replay.table, order, ends)
        used, count = trial.used(*ends)
        if count < length:
            best, length = trial, count
            instances = [trial.applied[m][0] for m in used]
    return best


def _refed(table: Table, order: Sequence[Instance], ends: Pair) -> Replay:
    """A closure of instances in an order, as far as premises allow it, until the ends meet."""
    trial = Replay(table)
    a, b = (trial.node(n) for n in ends)
    find = trial.closure.find
    waiting = list(order)
    while find(a) != find(b):
        late = []
        for instance in waiting:
            if not trial.apply(instance, True):
                late.append(instance)
            elif find(a) == find(b):
                return trial
        assert len(late) < len(waiting)
        waiting = late
    return trial


def written(replay: Replay, a: int, b: int) -> Explanation:
    """The explanation of an equality, with those of its premises, each pair once."""
    table = replay.table
    done: dict[Pair, Explanation] = {}
    stack: list[Pair] = [(replay.node(a), replay.node(b))]
    chains: dict[Pair, list[Hop]] = {}
    term = _terms_of(replay)
    while stack:
        pair = stack[-1]
        if pair in done:
            stack.pop()
            continue
        if pair not in chains:
            chains[pair] = replay.chain(*pair)
            needed = (p for _, label, _ in chains[pair] for p in replay.applied[label][1])
            stack.extend(p for p in needed if p not in done)
            continue
        stack.pop()
        steps = []
        for at, label, backwards in chains[pair]:
            (index, values), pairs = replay.applied[label]
            rule = table.rules[index]
            premises = tuple(done[p] for p in pairs)
            given = tuple(table.term(v) for v in values)
            steps.append(Step(at, rule, given, backwards, premises))
        done[pair] = shortcut(Explanation(term(pair[0]), term(pair[1]), tuple(steps)))
    return done[replay.node(a), replay.node(b)]


def _terms_of(replay: Replay) -> Callable[[int], Term]:
    """The term of a node of the closure."""
    back = {image: n for n, image in replay._image.items()}
    return lambda n: replay.table.term(back[n])


def sides(step: Step) -> tuple[Term, Term]:
    """What a step replaces, and by what."""
    if isinstance(step.rule, Computed):
        left = Term.apply(step.rule.symbol, *step.values)
        right = step.rule.fold(left)
        assert right is not None
    else:
        binding = dict(zip(step.rule.variables, step.values, strict=True))
        left, right = (t.substitute(binding) for t in (step.rule.left, step.rule.right))
    return (right, left) if step.reverse else (left, right)


def shortcut(explanation: Explanation) -> Explanation:
    """The chain without detours that come back to a term seen before."""
    chain: list[Step] = []
    current = explanation.left
    seen = {current: 0}
    for step in explanation.steps:
        old, new = sides(step)
        assert current.at(step.path) is old
        current = current.replace_at(step.path, new)
        if current in seen:
            del chain[seen[current] :]
            seen = {t: n for t, n in seen.items() if n <= len(chain)}
        else:
            chain.append(step)
            seen[current] = len(chain)
    return Explanation(explanation.left, explanation.right, tuple(chain))
