"""Rule `field` on random terms: what it accepts is true, whatever 1 / 0 may be."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from fractions import Fraction

import pytest

from kernel.real_tools import (
    X,
    Y,
    add,
    div,
    field_file,
    field_step,
    given,
    mul,
    neg,
    nonzero,
    power,
    real,
    sub,
)
from lemmata.kernel import Rejected, check
from second_checker.build import Json, Term, forall, unit

BINARY = {"Real.+": add, "Real.-": sub, "Real.*": mul, "Real./": div}
NUMBERS = [real(Fraction(n, d)) for n, d in ((0, 1), (1, 1), (2, 1), (-1, 1), (2, 3))]


class Maker:
    """Random terms, and terms that look like them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def term(self, depth: int) -> Term:
        pick = self.chance.random()
        if depth == 0 or pick < 0.1:
            return self.chance.choice([X, X, Y, Y, *NUMBERS])
        if pick < 0.2:
            return neg(self.term(depth - 1))
        if pick < 0.35:
            return power(self.term(depth - 1), real(self.chance.choice((-2, -1, 0, 1, 2, 3))))
        make = self.chance.choice((add, sub, mul, div, div))
        return make(self.term(depth - 1), self.term(depth - 1))

    def equal(self, term: Term) -> Term:
        """The same by the laws, where denominators are not zero."""
        args = [self.equal(a) for a in term.args]
        pick = self.chance.random()
        if term.name in ("Real.+", "Real.*") and pick < 0.4:
            args.reverse()
        if term.name in BINARY:
            one, two = args
            if term.name == "Real.-" and pick < 0.4:
                return add(one, neg(two))
            if term.name == "Real./" and pick < 0.4:
                return mul(one, power(two, real(-1)))
            if term.name == "Real.*" and pick > 0.8 and two.name == "Real.+":
                return add(mul(one, two.args[0]), mul(one, two.args[1]))
            return BINARY[term.name](one, two)
        if term.name == "Real.^":
            return mul(args[0], args[0]) if args[1] == real(2) else power(*args)
        return neg(*args) if args else term

    def changed(self, term: Term) -> Term:
        """The same but for one place, which may or may not matter."""
        if not term.args or self.chance.random() < 0.2:
            return self.chance.choice([X, Y, real(1), term])
        place = self.chance.randrange(len(term.args))
        args = list(term.args)
        if args[place].kind == "real" and term.name == "Real.^":
            args[place] = real(self.chance.choice((-1, 0, 1, 2)))
        else:
            args[place] = self.changed(args[place])
        return Term("app", term.name, args=tuple(args))


def denominators(term: Term) -> Iterator[Term]:
    """What a premise may be needed for."""
    for arg in term.args:
        yield from denominators(arg)
    if term.name == "Real./":
        yield term.args[1]
    if term.name == "Real.^" and term.args[1].name.startswith("-"):
        yield term.args[0]


def value(term: Term, point: dict[Term, Fraction], odd: int) -> Fraction:
    """The value with some made up function for division by zero."""
    if term in point:
        return point[term]
    if term.kind == "real":
        return Fraction(int(term.name), int(term.denominator))
    args = [value(a, point, odd) for a in term.args]
    match term.name, args:
        case "Real.+", [a, b]:
            return a + b
        case "Real.-", [a, b]:
            return a - b
        case "Real.*", [a, b]:
            return a * b
        case "Real.neg", [a]:
            return -a
        case "Real./", [a, b]:
            return a / b if b else odd * a + 3
        case "Real.^", [a, n]:
            return a ** int(n) if a or n >= 0 else odd * n + 11
    raise AssertionError(term.name)


def certificate(left: Term, right: Term, nonzeros: list[Term]) -> Json:
    c = field_file()
    premises = [given(nonzero(d)) for d in nonzeros]
    p = c.theorem("t", [], forall([X, Y], left, right, premises), ["x", "y"])
    h = [unit(*premise) for premise in premises]
    field_step(p, h, left, right, [p.assume(h, clause) for clause in h])
    return c.data


def accepted(data: Json) -> bool:
    try:
        check(json.dumps(data))
    except Rejected as error:
        found = error.message
    else:
        return True
    assert found == "other rational functions"
    return False


@pytest.mark.parametrize("part", range(4))
def test_what_is_accepted_is_true(part: int) -> None:
    count = 0
    for seed in range(part * 150, part * 150 + 150):
        maker = Maker(seed)
        left = maker.term(3)
        right = maker.equal(left) if seed % 3 else maker.changed(left)
        every = list(dict.fromkeys([*denominators(left), *denominators(right)]))
        kept = [d for d in every if maker.chance.random() < (1 if seed % 2 else 0.5)]
        if not accepted(certificate(left, right, kept)):
            continue
        count += 1
        for _ in range(30):
            point = {
                v: Fraction(maker.chance.randrange(-3, 4), maker.chance.choice((1, 2)))
                for v in (X, Y)
            }
            for odd in (7, 8):
                if all(value(d, point, odd) for d in kept):
                    assert value(left, point, odd) == value(right, point, odd), seed
    assert count > 40


def test_with_all_premises_the_laws_suffice() -> None:
    for seed in range(100):
        maker = Maker(1_000 + seed)
        left = maker.term(3)
        right = maker.equal(left)
        every = list(dict.fromkeys([*denominators(left), *denominators(right)]))
        assert accepted(certificate(left, right, every)), seed
