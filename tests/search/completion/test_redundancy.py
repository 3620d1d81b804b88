"""The parts of completion: orders of variables, laws of AC, subsumption, rewriting."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.search.completion.cells import Bank, Cell, TooLarge, in_order
from lemmata.search.completion.joining import Assuming, Joiner, subsumed
from lemmata.search.completion.laws import AC, law
from lemmata.search.completion.normal import Normaliser
from lemmata.search.completion.ordering import KBO, LPO, Order
from lemmata.search.completion.overlaps import PAIR, Overlaps
from lemmata.search.completion.rules import Direction, Rule, Rules, probe

C, D, F, G = range(4)
RANKS = [0, 1, 2, 3]


class World:
    """A bank of c, d, f(,), g() with rules, under one order."""

    def __init__(self, order: type[Order] = KBO) -> None:
        self.bank = Bank([1] * 4, [1] * 4, 1, 60)
        self.order = order(RANKS)
        self.rules = Rules(self.bank, 4)
        self.normaliser = Normaliser(self.bank, self.rules, self.order, [self(C)], [0] * 4)
        self.ac = AC(self.bank)

    def __call__(self, head: int, *args: Cell) -> Cell:
        return self.bank.apply(head, args)

    def f(self, left: Cell, right: Cell) -> Cell:
        return self(F, left, right)

    def var(self, i: int) -> Cell:
        return self.bank.variable(i)

    def add(self, left: Cell, right: Cell) -> Rule:
        number = len(self.rules.active) + self.rules.now
        rule = Rule(number, self.order.greater(left, right), 0, number, 0)
        rule.directions.append(Direction(self.bank, rule, 2 * number, left, right))
        if not rule.oriented:
            rule.directions.append(Direction(self.bank, rule, 2 * number + 1, right, left))
            for direction in rule.directions:
                direction.probe = probe(direction.left, direction.right)
        self.rules.add(rule)
        return rule

    def add_ac(self) -> None:
        x, y, z = (self.var(i) for i in range(3))
        f = self.f
        for left, right in (
            (f(f(x, y), z), f(x, f(y, z))),
            (f(x, y), f(y, x)),
            (f(x, f(y, z)), f(y, f(x, z))),
        ):
            self.add(left, right).law = True


SHAPE = st.recursive(
    st.sampled_from([0, 1, "c"]),
    lambda inner: st.one_of(st.tuples(inner, inner), st.tuples(inner)),
    max_leaves=5,
)
GROUND = st.recursive(
    st.sampled_from(["c", "d"]),
    lambda inner: st.one_of(st.tuples(inner, inner), st.tuples(inner)),
    max_leaves=5,
)


def build(world: World, shape: object) -> Cell:
    if isinstance(shape, int):
        return world.var(shape)
    if isinstance(shape, str):
        return world(C if shape == "c" else D)
    assert isinstance(shape, tuple)
    args = [build(world, part) for part in shape]
    return world(G if len(args) == 1 else F, *args)


@pytest.mark.parametrize("order", [KBO, LPO])
@given(SHAPE, SHAPE, GROUND, GROUND)
@settings(max_examples=300)
def test_an_assumption_is_right_about_the_values_it_allows(
    order: type[Order], s: object, t: object, first: object, second: object
) -> None:
    world = World(order)
    left, right = build(world, s), build(world, t)
    one, two = build(world, first), build(world, second)
    if world.order.greater(two, one):
        one, two = two, one
    if one is not two and world.order.greater_if(left, right, [-1, -2]):
        values = [one, two]
        assert world.order.greater(
            world.bank.instance(left, values), world.bank.instance(right, values)
        )


@pytest.mark.parametrize("order", [KBO, LPO])
@given(SHAPE, SHAPE)
def test_an_assumption_only_adds_to_the_order(order: type[Order], s: object, t: object) -> None:
    world = World(order)
    left, right = build(world, s), build(world, t)
    if world.order.greater(left, right):
        assert not world.order.greater(right, left)
        assert world.order.greater_if(left, right, [-1, -2])
        assert world.order.greater_if(left, right, [-2, -1])


@given(GROUND, GROUND)
def test_orders_are_total_on_ground_terms(s: object, t: object) -> None:
    for order in (KBO, LPO):
        world = World(order)
        left, right = build(world, s), build(world, t)
        greater, less = world.order.greater(left, right), world.order.greater(right, left)
        assert greater + less + (left is right) == 1


def test_laws_are_recognised() -> None:
    w = World()
    x, y, z, c = w.var(0), w.var(1), w.var(2), w(C)
    assert law(w.f(x, y), w.f(y, x)) == ("commutative", F)
    assert law(w.f(w.f(x, y), z), w.f(x, w.f(y, z))) == ("associative", F)
    assert law(w.f(x, w.f(y, z)), w.f(y, w.f(x, z))) == ("exchange", F)
    assert law(w.f(x, x), w.f(x, x)) is None
    assert law(w.f(x, y), w.f(x, y)) is None
    assert law(w.f(w.f(x, x), z), w.f(x, w.f(x, z))) is None
    assert law(w.f(x, w.f(y, c)), w.f(y, w.f(x, c))) is None
    assert law(x, w.f(x, y)) is None


def test_equality_modulo_ac() -> None:
    w = World()
    w.ac.add(F)
    c, d, x = w(C), w(D), w.var(0)
    assert w.ac.equal(w.f(w.f(c, x), d), w.f(d, w.f(x, c)))
    assert w.ac.equal(w(G, w.f(c, d)), w(G, w.f(d, c)))
    assert not w.ac.equal(w.f(w.f(c, c), d), w.f(d, w.f(d, c)))


def test_subsumption_looks_below_equal_contexts() -> None:
    w = World()
    c, d, x = w(C), w(D), w.var(0)
    w.add(w.f(x, w.var(1)), w.f(w.var(1), x))
    assert subsumed(w.f(c, d), w.f(d, c), 0, w.normaliser)
    assert subsumed(w(G, w.f(x, c)), w(G, w.f(c, x)), 0, w.normaliser)
    assert not subsumed(w.f(w.f(c, d), w.f(c, d)), w.f(w.f(d, c), w.f(d, c)), 0, w.normaliser)
    assert not subsumed(w.f(c, d), w.f(c, c), 0, w.normaliser)


def test_rewriting_uses_what_is_in_use() -> None:
    w = World()
    c, d, x = w(C), w(D), w.var(0)
    term = w.f(w(G, w(G, d)), c)
    assert w.normaliser.normal(term) is term
    unit = w.add(w(G, x), x)
    assert w.normaliser.normal(term) is w.f(d, c)
    w.add(w.f(x, w.var(1)), w.f(w.var(1), x))
    normal, steps = w.normaliser.trace(term)
    assert normal is w.normaliser.normal(term) is w.f(c, d)
    assert [step[1] for step in steps] == [(0, 0), (0,), ()]
    w.rules.remove(unit)
    fresh = w(G, w(G, c))
    assert w.normaliser.normal(fresh) is fresh


@given(GROUND, GROUND)
def test_normal_forms_agree_with_their_traces(first: object, second: object) -> None:
    w = World()
    left, right = build(w, first), build(w, second)
    w.normaliser.normal(left)
    w.add_ac()
    term = w.f(left, w.f(right, left))
    normal, steps = w.normaliser.trace(term)
    assert w.normaliser.normal(term) is normal is w.normaliser.normal(normal)
    assert not steps or normal is not term
    for _, path, before, after in steps:
        found = term
        for i in path:
            found = found.args[i]
        assert found is before
        term = w.bank.replace(term, path, after)
    assert term is normal


@given(st.lists(SHAPE, min_size=1, max_size=8), GROUND)
@settings(max_examples=150)
def test_the_tree_finds_what_matches(lefts: list[object], shape: object) -> None:
    w = World()
    rules = [w.add(left, w(C)) for left in (build(w, s) for s in lefts) if left.head >= F]
    for rule in rules[::3]:
        w.rules.remove(rule)
    cell = build(w, shape)
    expected = any(
        cell.head == direction.left.head and w.normaliser.matches(direction, cell)
        for rule in rules
        if rule.alive
        for direction in rule.directions
    )
    found = w.normaliser.search(w.rules.trees[cell.head], cell)
    assert (found is not None) == (expected and cell is not w(C))


def test_ground_joinability_covers_all_orders() -> None:
    w = World()
    w.add_ac()
    x, y, z = (w.var(i) for i in range(3))
    joiner = Joiner(w.normaliser, w.ac)
    assert joiner.joinable(w.f(x, w.f(y, z)), w.f(z, w.f(y, x)), {})
    assert not joiner.joinable(w.f(x, w.f(y, y)), w.f(x, w.f(x, y)), {})
    assert joiner.joinable(w.f(x, w.f(y, w.f(x, z))), w.f(z, w.f(x, w.f(x, y))), {})


@given(SHAPE, SHAPE)
@settings(max_examples=150)
def test_ground_joinable_equations_join_on_ground_terms(s: object, t: object) -> None:
    w = World()
    w.add_ac()
    w.add(w.f(w.var(0), w(G, w.var(0))), w(C))
    left, right = build(w, s), build(w, t)
    if len(in_order(left, right)) == 2 and Joiner(w.normaliser, w.ac).joinable(left, right, {}):
        pool = [w(C), w(D), w(G, w(C)), w.f(w(C), w(D))]
        for values in product(pool, repeat=2):
            one, two = w.bank.instance(left, values), w.bank.instance(right, values)
            assert w.normaliser.normal(one) is w.normaliser.normal(two)


def test_connected_below_a_term() -> None:
    w = World()
    w.add_ac()
    x, y, z = (w.var(i) for i in range(3))
    left, right = w.f(x, w.f(y, z)), w.f(z, w.f(y, x))
    assuming = Assuming(w.normaliser, [-1, -2, -3])
    assert assuming.normal(left) is assuming.normal(right)
    assert assuming.stays_below(left, w(G, left))
    assert not assuming.stays_below(left, left)


def test_critical_pairs_are_prime() -> None:
    w = World()
    x = w.var(0)
    outer = w.add(w(G, w(G, w(G, x))), w(C))
    inner = w.add(w(G, w(G, x)), w(D))
    overlaps = Overlaps(w.bank, w.rules, w.order, w.normaliser)
    found = [overlaps.superpose(a, i, b, True) for a, i, b in overlaps.all(inner)]
    assert outer.alive
    assert PAIR in found
    assert len(found) > found.count(PAIR) > 0


def test_too_large_cells_are_refused() -> None:
    w = World()
    cell = w(C)
    for _ in range(4):
        cell = w.f(cell, cell)
    with pytest.raises(TooLarge):
        w.f(cell, cell)
