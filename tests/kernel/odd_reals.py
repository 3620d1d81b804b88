"""Odd certificates about real numbers: corners of `field`, `interval`, domains and refutations."""

from __future__ import annotations

from fractions import Fraction

from kernel.false_fields import HALF, computed
from kernel.false_intervals import ROOT, THIRD, decided, less, most, refuted
from kernel.false_strict import NAT, K, f, ite, same, with_functions
from kernel.hostile_reals import tower_on
from kernel.odd import ODD, odd
from kernel.real_tools import (
    ONE,
    REAL,
    TWO,
    ZERO,
    RealCertificate,
    X,
    Y,
    add,
    div,
    field_file,
    field_step,
    fractions,
    given,
    mul,
    neg,
    nonzero,
    op,
    power,
    real,
)
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Function,
    Json,
    Term,
    app,
    eq,
    forall,
    num,
    unit,
    var,
)

# Names of variables are free: these look like symbols.
NEG, ADD, SIN, PI, ITE = (
    var(name, REAL) for name in ("Real.neg", "Real.+", "Real.sin", "Real.pi", "ite")
)


# field


def assuming(premise: Term) -> Json:
    """x / x = 1 from a premise of some form."""
    c = field_file()
    p = c.theorem("t", [], forall([X], div(X, X), ONE, [given(premise)]), ["x"])
    h = [unit(premise, TRUE)]
    field_step(p, h, div(X, X), ONE, [p.assume(h, h[0])])
    return c.data


IS_ZERO = eq(X, ZERO, REAL)
for _name, _premise, _valid in (
    ("not zero", nonzero(X), True),
    ("zero", app("and", IS_ZERO, TRUE), False),
    ("zero in other words", app("not", app("not", IS_ZERO)), False),
    ("not negative", app("not", less(X, ZERO)), False),
    ("at least zero", most(ZERO, X), False),
):
    ODD[f"x / x where x is {_name}"] = assuming(_premise), _valid

ODD["root that is the number"] = fractions(power(X, HALF), X), False
ODD["root to the third that is the number"] = fractions(power(X, THIRD), X), False
ODD["power with a negative fraction"] = fractions(power(X, neg(HALF)), X, [X]), False
FINE = Term("real", "1", denominator="7" * 60_000)
ODD["coefficient with a long denominator"] = fractions(mul(FINE, X), mul(X, FINE)), True
SQUARED = mul(mul(FINE, X), mul(FINE, X))
ODD["coefficient with a denominator that is too long"] = fractions(SQUARED, SQUARED), False


@odd(valid=True)
def indeterminates_called_like_operations() -> Json:
    c = field_file()
    left, right = mul(add(NEG, ADD), NEG), add(mul(NEG, NEG), mul(NEG, ADD))
    p = c.theorem("t", [], forall([NEG, ADD], left, right), ["Real.neg", "Real.+"])
    field_step(p, [], left, right)
    return c.data


# eval

LONG = Term("real", "1" + "0" * 1_000, denominator="1")
ODD["power that would be very long"] = computed(power(LONG, real(100_000)), ONE), False
ODD["negative power that would be very long"] = computed(power(LONG, real(-99_999)), ONE), False
TINY = Term("real", "1", denominator="1" + "0" * 1_000)
ODD["power that would be very small"] = computed(power(TINY, real(100_000)), ONE), False


# interval


def at_zero(function: str, less_than: bool) -> Term:
    """A comparison of f(0) and 0, which no rational arithmetic decides."""
    return (less if less_than else most)(op(function, ZERO), ZERO)


for _name, _left, _right, _valid in (
    ("sin(0) < 0", at_zero("sin", True), TRUE, False),
    ("0 < sin(0)", less(ZERO, op("sin", ZERO)), TRUE, False),
    ("not sin(0) <= 0", at_zero("sin", False), FALSE, False),
    ("exp(0) < 1", less(op("exp", ZERO), ONE), TRUE, False),
):
    ODD[_name] = decided(_left, _right), _valid

# Where enclosures touch, a checker may decide these.
TOUCHING = {
    "not sin(0) < 0": decided(at_zero("sin", True), FALSE),
    "sin(0) <= 0": decided(at_zero("sin", False), TRUE),
    "1 <= exp(0)": decided(most(ONE, op("exp", ZERO)), TRUE),
}


@odd(valid=False)
def comparison_that_is_a_variable() -> Json:
    c = RealCertificate()
    v = var("Real.<", BOOL)
    p = c.theorem("t", [], forall([v], v, TRUE), ["Real.<"])
    p.node("interval", [], v, TRUE)
    return c.data


def enclosed(v: Term, left: Term) -> Json:
    """An `interval` step about a term with a variable."""
    c = RealCertificate()
    c.theorem("t", [], forall([v], left, TRUE), [v.name]).node("interval", [], left, TRUE)
    return c.data


ODD["constant that is a variable"] = enclosed(PI, less(PI, real(4))), False
ODD["function that is a variable"] = enclosed(SIN, most(SIN, ONE)), False


# Domains

MINUS = real(-1)
for _name, _term, _domain, _other in (
    ("power zero", power(X, ZERO), TRUE, nonzero(X)),
    ("power zero of zero", power(ZERO, ZERO), TRUE, FALSE),
    ("zero to minus one", power(ZERO, MINUS), FALSE, TRUE),
    ("one to minus one", power(ONE, MINUS), TRUE, FALSE),
    ("two to minus one", power(TWO, MINUS), TRUE, FALSE),
    ("root of zero as a power", power(ZERO, HALF), TRUE, FALSE),
    ("root of minus one as a power", power(MINUS, HALF), FALSE, TRUE),
    ("zero to minus a half", power(ZERO, real(Fraction(-1, 2))), FALSE, TRUE),
    ("one to minus a half", power(ONE, real(Fraction(-1, 2))), TRUE, FALSE),
    ("log of zero", op("log", ZERO), FALSE, TRUE),
    ("log of a half", op("log", HALF), TRUE, FALSE),
    ("log of one", op("log", ONE), TRUE, FALSE),
    ("root of zero", op("sqrt", ZERO), TRUE, FALSE),
    ("root of a half", op("sqrt", HALF), TRUE, FALSE),
    ("asin of minus one", op("asin", MINUS), TRUE, FALSE),
    ("asin of minus two", op("asin", real(-2)), FALSE, TRUE),
    ("acos of one", op("acos", ONE), TRUE, FALSE),
    ("one divided by one", div(ONE, ONE), TRUE, FALSE),
):
    ODD[f"domain of {_name}"] = same(_term, _domain), True
    ODD[f"other domain of {_name}"] = same(_term, _other), False

ODD["variable called ite"] = same(div(ONE, ITE), nonzero(ITE), [ITE]), True
CHOICE = ite(less(X, ONE), X, ITE)
ODD["choice of a variable called ite"] = same(CHOICE, TRUE, [X, ITE]), True

LAST = app("S", K)
NONE = Function("f", [NAT], REAL, [], (), partial=True)
ODD["function without cases, not used"] = with_functions(X, TRUE, [NONE]), True
ODD["domain of a function without cases"] = with_functions(f(K), TRUE, [NONE]), False
LATER = Function("f", [REAL, NAT], REAL, [(f(X, LAST), X)], (), partial=True)
ODD["domain of a function by one case of two"] = with_functions(f(X, K), TRUE, [LATER]), False
ODD["domain at the case of a partial function"] = with_functions(f(X, LAST), TRUE, [LATER]), False
HALVED = Function("f", [], REAL, [(f(), div(ONE, TWO))])
ODD["domain of a defined constant"] = with_functions(f(), TRUE, [HALVED]), True
NOTHING = Function("f", [], REAL, [(f(), div(ONE, ZERO))])
ODD["domain of an undefined constant"] = with_functions(f(), FALSE, [NOTHING]), True
ODD["other domain of an undefined constant"] = with_functions(f(), TRUE, [NOTHING]), False


@odd(valid=True)
def total_function_with_a_shared_definition() -> Json:
    """f(S(k)) is a sum of 2 ** 60 numbers."""
    zero = app("Z")
    total = Function("f", [NAT], REAL, [(f(zero), ONE), (f(LAST), neg(ONE))])
    c = RealCertificate.load(with_functions(f(K), TRUE, [total]))
    large = tower_on(c, TWO, ["app", "Real.+", [], [None, None]], 60)
    clause = c.data["declarations"][1]["group"][0]["cases"][1]
    c.data["clauses"][clause]["conclusion"][1] = large
    return c.data


# Refutations

for _name, _other, _valid in (("two", TWO, False), ("three", real(3), True)):
    ODD[f"{_name} is not a square of the root"] = (
        refuted(forall([X], _other, mul(X, X)), ROOT),
        _valid,
    )
    ODD[f"premise that {_name} is not a square"] = (
        refuted(forall([X, Y], X, Y, [(eq(_other, mul(X, X), REAL), FALSE)]), ROOT, ONE),
        _valid,
    )
WHOLE = forall([X], op("integer", power(X, real(83_000))), FALSE)
ODD["power just short enough"] = refuted(WHOLE, real(16)), True
ODD["root of a power just short enough"] = refuted(WHOLE, op("sqrt", real(256))), True
TOO_LONG = forall([X], op("integer", power(X, real(83_100))), FALSE)
ODD["power too long to be exact"] = refuted(TOO_LONG, real(16)), False


@odd(valid=True)
def refutation_with_many_variables() -> Json:
    """Sorts and variables have small numbers, which must not be taken for each other."""
    c = RealCertificate("refutation")
    first = var("n", INT)
    others = [var(f"p{i}", BOOL) for i in range(12)]
    every = TRUE
    for p in others:
        every = app("and", p, every)
    values = [{"term": num(0)}, *({"term": TRUE} for _ in others)]
    return c.refute(forall([first, *others], every, FALSE), values)
