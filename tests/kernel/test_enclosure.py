"""Enclosures against mpmath and exact rationals: they hold the value, and are narrow."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, floor

import mpmath
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lemmata.kernel import enclosure_points as points
from lemmata.kernel.enclosure import (
    MAX_ANGLE_BITS,
    MAX_EXPONENTIAL,
    MAX_SIZE,
    Interval,
    Undecided,
    Undefined,
    enclose,
    literal,
    power,
    sign_of,
)

SCALES = (1, 8, 53, 64, 128, 300, 600)
TINY = Fraction(1, 1 << 60)
FUNCTIONS: dict[str, Callable[..., mpmath.mpf]] = {
    "sqrt": mpmath.sqrt,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "atan": mpmath.atan,
}
POINTS: dict[str, Callable[[int, int], Interval]] = {
    "exp": points.exp_at,
    "log": points.log_at,
    "sin": points.sin_at,
    "cos": points.cos_at,
    "asin": points.asin_at,
    "acos": points.acos_at,
    "atan": points.atan_at,
}


@lru_cache(maxsize=1000)
def exactly(function: Callable[..., mpmath.mpf], bits: int, *ends: int) -> Fraction:
    """2**bits f(x, …) for the points ends / 2**bits, to far more digits than are needed."""
    with mpmath.workprec(2 * bits + 1200 + max(end.bit_length() for end in ends)):
        return rational(function(*(mpmath.ldexp(end, -bits) for end in ends))) * (1 << bits)


def rational(value: mpmath.mpf) -> Fraction:
    return Fraction(*map(int, mpmath.libmp.to_rational(mpmath.mpf(value)._mpf_)))


def holds(interval: Interval, value: Fraction) -> bool:
    return interval[0] - TINY <= value <= interval[1] + TINY


def inputs(operation: str, bits: int, rng: random.Random, count: int) -> Iterator[int]:
    """Points of the domain: near 0, near 1, of all sizes."""
    one = 1 << bits
    for _ in range(count):
        m = rng.choice(
            [
                rng.randrange(-one, one + 1),
                rng.choice([-1, 1]) * (one - rng.randrange(min(one + 1, 100))),
                rng.randrange(-40, 41),
                rng.randrange(-300 * one, 300 * one),
                rng.choice([-1, 1]) * rng.getrandbits(rng.randrange(1, bits + 9)),
            ]
        )
        if operation in ("sqrt", "log"):
            m = abs(m) or 1
        if operation in ("asin", "acos") and abs(m) > one:
            m %= one
        yield m


@pytest.mark.parametrize("bits", SCALES)
@pytest.mark.parametrize("operation", FUNCTIONS)
def test_at_points(operation: str, bits: int) -> None:
    rng = random.Random(f"{operation} {bits}")
    for m in inputs(operation, bits, rng, 100):
        low, high = enclose(operation, [(m, m)], bits)
        assert holds((low, high), exactly(FUNCTIONS[operation], bits, m)), m
        assert 0 <= high - low <= 2, m
        if operation in ("sin", "cos"):
            assert -1 << bits <= low <= high <= 1 << bits
        if operation == "acos":
            assert low >= 0


@pytest.mark.parametrize("operation", POINTS)
def test_every_point_at_small_scales(operation: str) -> None:
    for bits in range(8):
        one = 1 << bits
        low, high = (-one, one) if operation in ("asin", "acos") else (-9 * one, 9 * one)
        for m in range(1 if operation == "log" else low, high + 1):
            assert holds(POINTS[operation](m, bits), exactly(FUNCTIONS[operation], bits, m))


@pytest.mark.parametrize("operation", POINTS)
def test_errors_at_the_finer_scale(operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before they are rounded, where the digits to spare cannot hide a forgotten error."""
    found: list[tuple[int, int, int]] = []

    def outward(low: int, high: int, shift: int) -> Interval:
        found.append((low, high, shift))
        return rounded(low, high, shift)

    rounded = points.outward
    monkeypatch.setattr(points, "outward", outward)
    rng = random.Random(operation)
    for bits in range(2, 66, 3):
        sizes = [bits] * 20 if operation in ("asin", "acos") else [bits, bits + 6, bits + 13] * 5
        if operation in ("sin", "cos", "log"):
            sizes += [bits + 100, bits + 500, bits + 2000]
        for size in sizes:
            m = rng.getrandbits(size) or 1
            other = (1 << rng.randrange(2 * bits)) if operation == "log" else -m
            for end in (m,) if operation in ("asin", "atan") else (m, other):
                POINTS[operation](end, bits)
                low, high, shift = found.pop()
                value = exactly(FUNCTIONS[operation], bits, end) * Fraction(2) ** shift
                assert low <= value <= high, (bits, end)


def critical(operation: str, low: int, high: int, bits: int) -> Iterator[Fraction]:
    """The extremes of sin and cos in an interval."""
    if operation in ("sin", "cos"):
        with mpmath.workprec(2 * bits + 200):
            quarter = rational(mpmath.pi / 2) * 2**bits
        for n in range(ceil(low / quarter), floor(high / quarter) + 1):
            value = (0, 1, 0, -1)[n % 4] if operation == "sin" else (1, 0, -1, 0)[n % 4]
            if value:
                yield Fraction(value * 2**bits)


@pytest.mark.parametrize("bits", [10, 64, 300])
@pytest.mark.parametrize("operation", FUNCTIONS)
def test_on_boxes(operation: str, bits: int) -> None:
    rng = random.Random(f"{operation} {bits}")
    ends = list(inputs(operation, bits, rng, 120))
    for first, m in zip(ends[::2], ends[1::2], strict=True):
        near = first + rng.randrange(1 << rng.randrange(bits))
        for second in (m, m if operation in ("asin", "acos") else near):
            low, high = sorted((first, second))
            found = enclose(operation, [(low, high)], bits)
            values = [exactly(FUNCTIONS[operation], bits, m) for m in (low, high)]
            values += critical(operation, low, high, bits)
            assert all(holds(found, value) for value in values), (low, high)
            assert found[0] >= min(values) - 2, (low, high)
            assert found[1] <= max(values) + 2, (low, high)


@pytest.mark.parametrize("operation", ["sin", "cos"])
def test_waves_on_every_small_box(operation: str) -> None:
    bits = 2
    for low in range(-30, 30):
        for high in range(low, low + 40):
            inner = [exactly(FUNCTIONS[operation], bits, m) for m in (low, high)]
            inner += critical(operation, low, high, bits)
            found = enclose(operation, [(low, high)], bits)
            assert all(holds(found, value) for value in inner), (low, high)
            assert min(inner) - 2 <= found[0] <= found[1] <= max(inner) + 2, (low, high)


def test_arithmetic_on_every_small_box() -> None:
    bits = 2
    boxes = [(low, low + width) for low in range(-7, 7) for width in (0, 1, 3, 9)]
    for x, y in product(boxes, boxes):
        fractions = [(Fraction(a, 4), Fraction(b, 4)) for a in x for b in y]
        for operation, values in (
            ("+", [a + b for a, b in fractions]),
            ("-", [a - b for a, b in fractions]),
            ("*", [a * b for a, b in fractions]),
            ("/", [] if y[0] <= 0 <= y[1] else [a / b for a, b in fractions]),
        ):
            if values:
                narrowest = literal(min(values), bits)[0], literal(max(values), bits)[1]
                assert enclose(operation, [x, y], bits) == narrowest, (operation, x, y)
    for x in boxes:
        assert enclose("neg", [x], bits) == (-x[1], -x[0])


@pytest.mark.parametrize("bits", [0, 3, 64, 200])
def test_integer_powers(bits: int) -> None:
    rng = random.Random(bits)
    for exponent in (*range(-12, 13), -50, 50, 99, -99, 200):
        for _ in range(20):
            size = rng.randrange(bits + 3)
            low, high = sorted(rng.randrange(-2 << size, 2 << size) for _ in range(2))
            for box in ((low, low), (low, high)):
                if exponent < 0 and box[0] <= 0 <= box[1]:
                    with pytest.raises((Undefined, Undecided)):
                        power(box, exponent, bits)
                    continue
                ends = [Fraction(m, 1 << bits) ** exponent for m in box]
                if box[0] <= 0 <= box[1] and exponent > 0:
                    ends.append(Fraction(0))
                best = literal(min(ends), bits)[0], literal(max(ends), bits)[1]
                found = power(box, exponent, bits)
                largest = max(-best[0], best[1]) >> bits
                slack = 1 if largest < 1 << points.MAX_GROWTH else largest
                assert best[0] - slack <= found[0] <= best[0], (box, exponent)
                assert best[1] <= found[1] <= best[1] + slack, (box, exponent)
                assert found[0] >= 0 or exponent % 2


@pytest.mark.parametrize("bits", [8, 64, 300])
def test_real_powers(bits: int) -> None:
    rng = random.Random(bits)

    def at(x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
        return mpmath.exp(y * mpmath.log(x))

    for _ in range(200):
        x, y = rng.getrandbits(rng.randrange(1, bits + 6)) + 1, rng.randrange(-30, 30) << bits
        y += rng.randrange(1, 1 << bits)
        low, high = enclose("^", [(x, x), (y, y)], bits)
        value = exactly(at, bits, x, y)
        assert holds((low, high), value)
        assert high - low <= 2 or value / 2**bits > 1 << points.MAX_GROWTH
        box, other = (x, x + rng.randrange(1 << bits)), (y, y + rng.randrange(1 << bits))
        found = enclose("^", [box, other], bits)
        assert all(holds(found, exactly(at, bits, a, b)) for a, b in product(box, other))


def test_series_hold_the_value_within_their_errors() -> None:
    """The bounds themselves, at scales where rounding is large."""
    for bits in range(3, 11):
        one = 1 << bits
        for r in range(one + 1):
            x = Fraction(r, one)
            if 2 * r <= one:
                low, error = points._exp_series(r, bits)
                assert low <= exactly(mpmath.exp, bits, r) <= low + error
            if x <= Fraction(42, 100):
                for sign, function in ((1, mpmath.atanh), (-1, mpmath.atan)):
                    value, error = points._odd_series(r, sign, bits)
                    assert abs(value - exactly(function, bits, r)) <= error
            square = r * r >> bits
            value, error = points._alternating_series(r, square, 1, bits)
            assert abs(value - exactly(mpmath.sin, bits, r)) <= error
            value, error = points._alternating_series(one, square, 0, bits)
            assert abs(value - exactly(mpmath.cos, bits, r)) <= error
            low, high = points._atan_unit(r, bits)
            last = min(2 * r + 5, 2 * one)
            assert low <= exactly(mpmath.atan, bits, r)
            assert exactly(mpmath.atan, bits + 1, last) / 2 <= high


def test_constants_are_rounded_down() -> None:
    with mpmath.workprec(2200):
        for bits in (*range(700), 2000):
            assert points.pi(bits) == int(mpmath.floor(mpmath.ldexp(mpmath.pi, bits)))
            assert points.log_2(bits) == int(mpmath.floor(mpmath.ldexp(mpmath.ln2, bits)))
    assert enclose("pi", [], 2) == (12, 13)


def test_a_constant_near_an_integer_takes_more_digits() -> None:
    def constant(fine: int) -> Interval:
        """3 + 2**-40, one unit too small."""
        return (3 << fine) + (1 << fine >> 40) - 1, 1

    assert points._whole_part(constant, 0) == 3


def test_special_values_are_exact() -> None:
    one = 1 << 64
    for operation, m, value in (
        ("exp", 0, one),
        ("log", one, 0),
        ("sin", 0, 0),
        ("cos", 0, one),
        ("asin", 0, 0),
        ("acos", one, 0),
        ("atan", 0, 0),
        ("sqrt", 4 * one, 2 * one),
        ("sqrt", 0, 0),
    ):
        assert enclose(operation, [(m, m)], 64) == (value, value)
    low, high = points.pi(63), points.pi(63) + 1
    assert enclose("asin", [(one, one)], 64) == (low, high)
    assert enclose("asin", [(-one, -one)], 64) == (-high, -low)
    assert enclose("acos", [(-one, -one)], 64) == enclose("pi", [], 64)


ONE = 1 << 20
HALF = ONE >> 1
UNDEFINED: list[tuple[str, tuple[Interval, ...]]] = [
    ("/", ((ONE, ONE), (0, 0))),
    ("/", ((0, 0), (0, 0))),
    ("log", ((-ONE, 0),)),
    ("log", ((0, 0),)),
    ("sqrt", ((-ONE, -1),)),
    ("asin", ((ONE + 1, ONE + 5),)),
    ("asin", ((-9 * ONE, -ONE - 1),)),
    ("acos", ((ONE + 1, ONE + 1),)),
    ("acos", ((-ONE - 1, -ONE - 1),)),
    ("^", ((0, 0), (-ONE, -ONE))),
    ("^", ((0, 0), (-HALF, -1))),
    ("^", ((-ONE, -1), (HALF, HALF))),
    ("^", ((-ONE, -1), (-HALF, -1))),
]
UNDECIDED: list[tuple[str, tuple[Interval, ...]]] = [
    ("/", ((ONE, ONE), (0, 1))),
    ("/", ((ONE, ONE), (-1, 0))),
    ("/", ((ONE, ONE), (-1, 1))),
    ("log", ((0, 1),)),
    ("log", ((-1, ONE),)),
    ("sqrt", ((-1, 0),)),
    ("sqrt", ((-1, ONE),)),
    ("asin", ((ONE, ONE + 1),)),
    ("asin", ((-ONE - 1, -ONE),)),
    ("acos", ((-2 * ONE, 2 * ONE),)),
    ("exp", ((0, MAX_EXPONENTIAL * ONE + 1),)),
    ("^", ((0, 1), (HALF, HALF))),
    ("^", ((-1, 1), (HALF, ONE))),
    ("^", ((0, 0), (-1, 1))),
    ("^", ((0, 0), (0, 1))),
    ("^", ((0, 0), (-1, 0))),
    ("^", ((-1, 0), (HALF, HALF))),
    ("^", ((-ONE, -1), (ONE, ONE + 1))),
    ("^", ((ONE, ONE), (ONE << 64, ONE << 64))),
    ("^", ((-ONE, -1), (HALF, ONE))),
    ("^", ((-ONE, -1), (ONE, 2 * ONE))),
    ("^", ((-1, 1), (-ONE, -ONE))),
    ("^", ((2 * ONE, 2 * ONE), ((ONE << 20) + 1, (ONE << 20) + 1))),
    ("^", ((2 * ONE, 2 * ONE), (ONE << 64, ONE << 64))),
    ("^", ((ONE // 2, ONE // 2), (-(ONE << 63), -(ONE << 63)))),
    ("*", ((ONE << MAX_SIZE // 2, ONE << MAX_SIZE // 2),) * 2),
]


@pytest.mark.parametrize(("operation", "arguments"), UNDEFINED)
def test_outside_the_domain(operation: str, arguments: tuple[Interval, ...]) -> None:
    with pytest.raises(Undefined):
        enclose(operation, arguments, 20)


@pytest.mark.parametrize(("operation", "arguments"), UNDECIDED)
def test_at_the_edge_of_the_domain(operation: str, arguments: tuple[Interval, ...]) -> None:
    with pytest.raises(Undecided):
        enclose(operation, arguments, 20)


def test_powers_at_zero_and_at_integers() -> None:
    zero, three = (0, 0), (3 * ONE, 3 * ONE)
    assert enclose("^", [zero, zero], 20) == (ONE, ONE)
    assert enclose("^", [zero, (1, HALF)], 20) == zero
    assert enclose("^", [zero, three], 20) == zero
    assert enclose("^", [(-2 * ONE, 2 * ONE), three], 20) == (-8 * ONE, 8 * ONE)
    assert enclose("^", [(-2 * ONE, ONE), (2 * ONE, 2 * ONE)], 20) == (0, 4 * ONE)
    assert enclose("^", [(-2 * ONE, -2 * ONE), (-ONE, -ONE)], 20) == (-HALF, -HALF)
    assert enclose("^", [(ONE // 2, ONE // 2), (-(ONE << 9), -(ONE << 9))], 20) == (
        ONE << 512,
        ONE << 512,
    )
    assert power((HALF, HALF), 2**64 - 1, 20) == (0, 1)


def test_large_arguments() -> None:
    limit = MAX_EXPONENTIAL << 64
    low, high = enclose("exp", [(limit, limit)], 64)
    value = exactly(mpmath.exp, 64, limit)
    assert low <= value <= high
    assert (high - low) << 64 < low
    assert enclose("exp", [(-limit, -limit)], 64) == (0, 1)
    assert enclose("exp", [(-(1 << 900), -limit)], 64) == (0, 1)
    assert enclose("exp", [(-(1 << 900), 0)], 64) == (0, 1 << 64)
    for shift in (60, 130, MAX_ANGLE_BITS - 1):
        m = (1 << 64 + shift) + 12345
        for operation in ("sin", "cos"):
            low, high = enclose(operation, [(m, m)], 64)
            assert holds((low, high), exactly(FUNCTIONS[operation], 64, m))
            assert high - low <= 2
    m = 1 << 64 + MAX_ANGLE_BITS
    assert enclose("sin", [(m, m)], 64) == (-1 << 64, 1 << 64)
    m = 10**30_000
    assert holds(enclose("log", [(m, m)], 64), exactly(mpmath.log, 64, m))
    assert holds(enclose("atan", [(m, m)], 64), exactly(mpmath.atan, 64, m))


@given(
    st.sampled_from([*FUNCTIONS, "+", "-", "*", "/", "^"]),
    st.lists(st.tuples(st.fractions(-50, 50), st.fractions(0, 2)), min_size=2, max_size=2),
    st.integers(1, 90),
    st.integers(0, 200),
)
def test_more_digits_refine(
    operation: str, boxes: list[tuple[Fraction, Fraction]], bits: int, more: int
) -> None:
    """At a finer scale the enclosure is at most a rounding wider on each side."""
    boxes = boxes[:1] if operation in FUNCTIONS else boxes

    def at(scale: int) -> Interval | None:
        ends = [(literal(x, scale)[0], literal(x + width, scale)[1]) for x, width in boxes]
        try:
            return enclose(operation, ends, scale)
        except Undecided:
            return None
        except Undefined:
            return 1, 0

    coarse, fine = at(bits), at(bits + more)
    assume(coarse is not None)
    assert coarse is not None
    assert fine is not None, "decided at fewer digits only"
    if coarse == (1, 0):
        assert fine == (1, 0)
    else:
        assert fine[0] >= (coarse[0] << more) - 2
        assert fine[1] <= (coarse[1] << more) + 2


@given(
    st.sampled_from(list(FUNCTIONS)),
    st.integers(-(2**70), 2**70),
    st.tuples(*[st.integers(0, 2**66)] * 3),
)
def test_a_part_of_the_argument_gives_a_part(
    operation: str, start: int, widths: tuple[int, int, int]
) -> None:
    m, n = start + widths[0], start + widths[0] + widths[1]
    try:
        outer = enclose(operation, [(start, n + widths[2])], 64)
    except (Undecided, Undefined):
        assume(False)
    inner = enclose(operation, [(m, n)], 64)
    assert outer[0] - 1 <= inner[0] <= inner[1] <= outer[1] + 1


@given(st.fractions(), st.integers(0, 200))
def test_literals(value: Fraction, bits: int) -> None:
    low, high = literal(value, bits)
    assert Fraction(low, 2**bits) <= value <= Fraction(high, 2**bits)
    assert high - low == (2**bits % value.denominator != 0)


def test_signs() -> None:
    assert [sign_of(x) for x in ((1, 2), (-2, -1), (0, 0))] == [1, -1, 0]
    for x in ((0, 1), (-1, 0), (-1, 1)):
        with pytest.raises(Undecided):
            sign_of(x)
