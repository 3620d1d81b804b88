"""False comparisons of real constants, and false refutations with them (FORMAT.md 6 and 8)."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from kernel.false_tools import false
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
    given,
    mul,
    neg,
    op,
    power,
    real,
    sub,
)
from second_checker.build import (
    BOOL,
    FALSE,
    RATIONAL,
    TRUE,
    Clause,
    Function,
    Json,
    Sort,
    Term,
    app,
    arrow,
    eq,
    forall,
    ratio,
    unit,
    var,
)

UNDECIDED = "the enclosures do not decide"
OUTSIDE = "outside the domain of a function"
NOT_CONSTANT = "not a constant of sort Real"
PI = op("pi")
HALF, THIRD = real(Fraction(1, 2)), real(Fraction(1, 3))
ROOT = op("sqrt", TWO)


def less(a: Term, b: Term) -> Term:
    return op("<", a, b)


def most(a: Term, b: Term) -> Term:
    return op("<=", a, b)


def same(a: Term, b: Term) -> Term:
    return eq(a, b, REAL)


def decided(left: Term, right: Term = TRUE) -> Json:
    """One step by `interval`."""
    c = RealCertificate()
    c.theorem("t", [], unit(left, right)).node("interval", [], left, right)
    return c.data


def defined(term: Term) -> Json:
    """A step that compares a small number with a large one: the term needs a value."""
    return decided(less(term, real(1_000)))


@false("a comparison is true", "another value")
def pi_below_its_decimals(wrong: bool) -> Json:
    return decided(less(PI, real(Fraction(314, 100) if wrong else Fraction(315, 100))))


@false("a comparison is not turned", "another value")
def order_turned(wrong: bool) -> Json:
    return decided(less(ROOT, op("exp", ONE)), FALSE if wrong else TRUE)


@false("equal numbers are not less", "another value")
def less_than_itself(wrong: bool) -> Json:
    return decided(less(ONE, op("sqrt", ONE)) if wrong else most(ONE, op("sqrt", ONE)))


@false("different numbers are not equal", "another value")
def root_of_two_as_a_fraction(wrong: bool) -> Json:
    return decided(same(ROOT, real(Fraction(7, 5))), TRUE if wrong else FALSE)


@false("equality is shown by exact values only", UNDECIDED)
def equal_enclosures(wrong: bool) -> Json:
    # True, and not for enclosures to say.
    root = op("sqrt", TWO if wrong else real(4))
    return decided(same(mul(root, root), TWO if wrong else real(4)))


@false("equality of a value that is exact by chance is not shown", UNDECIDED)
def sine_of_zero(wrong: bool) -> Json:
    return decided(same(op("sin" if wrong else "sqrt", ZERO), ZERO))


@false("overlapping enclosures show no difference", UNDECIDED)
def overlapping_enclosures(wrong: bool) -> Json:
    other = sub(add(ROOT, PI), PI) if wrong else THIRD
    return decided(same(ROOT, other), FALSE)


@false("overlapping enclosures show no order", UNDECIDED)
def order_of_equal_numbers(wrong: bool) -> Json:
    product = mul(ROOT, ROOT)
    return decided(less(product, TWO if wrong else real(3)), FALSE if wrong else TRUE)


def approximation(digits: int) -> Term:
    """The square root of 2 cut after some decimals."""
    return real(Fraction(isqrt(2 * 10 ** (2 * digits)), 10**digits))


@false("enclosures have at most 600 bits", UNDECIDED)
def numbers_too_close(wrong: bool) -> Json:
    return decided(less(approximation(200 if wrong else 150), ROOT))


@false("log needs a positive number", OUTSIDE)
def log_of_a_negative_number(wrong: bool) -> Json:
    return defined(op("log", real(-1) if wrong else ONE))


@false("log of zero has no value", OUTSIDE)
def log_of_zero(wrong: bool) -> Json:
    return defined(op("log", sub(ONE, ONE if wrong else HALF)))


@false("log of what may be zero has no value", UNDECIDED)
def log_of_a_hidden_zero(wrong: bool) -> Json:
    other = op("sqrt", TWO if wrong else ONE)
    return defined(op("log", sub(ROOT, op("sqrt", op("sqrt", real(4))) if wrong else other)))


@false("sqrt of a negative number has no value", OUTSIDE)
def root_of_a_negative_number(wrong: bool) -> Json:
    return defined(op("sqrt", sub(ONE, ROOT) if wrong else sub(ROOT, ONE)))


@false("asin needs a number from -1 to 1", OUTSIDE)
def arc_sine_of_two(wrong: bool) -> Json:
    return defined(op("asin", ROOT if wrong else div(ONE, ROOT)))


@false("acos needs a number from -1 to 1", OUTSIDE)
def arc_cosine_of_minus_two(wrong: bool) -> Json:
    return defined(op("acos", neg(ROOT) if wrong else real(-1)))


@false("nothing is divided by zero", OUTSIDE)
def quotient_by_zero(wrong: bool) -> Json:
    return defined(div(ONE, sub(op("sqrt", real(4)), TWO if wrong else ONE)))


@false("nothing is divided by what may be zero", UNDECIDED)
def quotient_by_a_hidden_zero(wrong: bool) -> Json:
    return defined(div(ONE, sub(mul(ROOT, ROOT), TWO if wrong else ONE)))


@false("a factor 0 does not hide a missing value", OUTSIDE)
def zero_times_nothing(wrong: bool) -> Json:
    return defined(mul(ZERO, op("log", ZERO if wrong else ONE)))


@false("a power of 0 does not hide a missing value", OUTSIDE)
def nothing_to_the_zero(wrong: bool) -> Json:
    return defined(power(op("log", real(-1) if wrong else TWO), ZERO))


@false("a negative number has no fractional powers", OUTSIDE)
def cube_root_of_minus_eight(wrong: bool) -> Json:
    return defined(power(real(-8) if wrong else real(8), THIRD))


@false("a negative number has no powers of unknown exponent", OUTSIDE)
def minus_two_to_the_pi(wrong: bool) -> Json:
    return defined(power(real(-2), PI if wrong else real(3)))


@false("zero has no negative powers", OUTSIDE)
def zero_to_minus_one(wrong: bool) -> Json:
    return defined(power(ZERO, real(-1) if wrong else HALF))


@false("zero has no powers of negative exponent", OUTSIDE)
def zero_to_minus_pi(wrong: bool) -> Json:
    return defined(power(ZERO, neg(PI) if wrong else PI))


@false("zero to a positive power is zero", "another value")
def zero_to_pi(wrong: bool) -> Json:
    return decided(less(power(ZERO, PI), real(Fraction(-1 if wrong else 1, 10**9))))


@false("odd powers keep the sign", "another value")
def cube_of_minus_pi(wrong: bool) -> Json:
    return decided(less(power(neg(PI), real(3)), ZERO), FALSE if wrong else TRUE)


@false("even powers do not", "another value")
def square_of_minus_pi(wrong: bool) -> Json:
    return decided(less(power(neg(PI), TWO), ZERO), TRUE if wrong else FALSE)


@false("a variable has no enclosure", NOT_CONSTANT)
def enclosed_variable(wrong: bool) -> Json:
    c = RealCertificate()
    left = less(op("sin", X if wrong else ONE), TWO)
    p = c.theorem("t", [], forall([X], left, TRUE), ["x"])
    p.node("interval", [], left, TRUE)
    return c.data


@false("other functions have no enclosure", NOT_CONSTANT)
def enclosed_choice(wrong: bool) -> Json:
    choice = app("ite", TRUE, ONE, TWO, at=[REAL])
    return decided(less(choice if wrong else ONE, TWO))


@false("functions of the file have no enclosure", NOT_CONSTANT)
def enclosed_function_of_the_file(wrong: bool) -> Json:
    c = RealCertificate()
    c.functions(Function("my.sin", [REAL], REAL, [(app("my.sin", X), real(5))]))
    left = less(app("my.sin" if wrong else "Real.sin", ONE), ONE)
    c.theorem("t", [], unit(left, TRUE)).node("interval", [], left, TRUE)
    return c.data


@false("interval compares numbers", "not a comparison")
def enclosed_integer(wrong: bool) -> Json:
    return decided(op("integer", ONE) if wrong else less(ZERO, ONE))


@false("interval compares real numbers", NOT_CONSTANT)
def enclosed_rational(wrong: bool) -> Json:
    r = ratio(1, 2)
    return decided(eq(r, r, RATIONAL) if wrong else same(HALF, HALF))


@false("interval compares real numbers, not truth values", NOT_CONSTANT)
def enclosed_truth(wrong: bool) -> Json:
    return decided(eq(TRUE, TRUE, BOOL) if wrong else same(ONE, ONE))


@false("the answer is true or false", "true or false is expected")
def another_answer(wrong: bool) -> Json:
    return decided(less(ONE, TWO), less(ZERO, ONE) if wrong else TRUE)


# Refutations


def refuted(clause: Clause, *values: Term) -> Json:
    c = RealCertificate("refutation")
    return c.refute(clause, [{"term": value} for value in values])


@false("the statement is false at the value", "the statement holds under these values")
def refuted_by_another_constant(wrong: bool) -> Json:
    return refuted(forall([X], less(X, ONE), TRUE), HALF if wrong else ROOT)


@false("the premises hold at the value", "the statement holds under these values")
def refuted_against_a_premise(wrong: bool) -> Json:
    clause = forall([X], X, ONE, [given(less(ONE, X))])
    return refuted(clause, div(ONE, PI) if wrong else PI)


@false("the two sides are separated", UNDECIDED)
def refuted_by_equal_numbers(wrong: bool) -> Json:
    return refuted(forall([X], mul(X, X), TWO if wrong else real(3)), ROOT)


@false("a premise holds exactly", UNDECIDED)
def premise_between_enclosures(wrong: bool) -> Json:
    clause = forall([X], X, ONE, [(mul(X, X), TWO if wrong else real(4))])
    return refuted(clause, ROOT if wrong else TWO)


@false("a function outside its domain has no value", OUTSIDE)
def refuted_outside_a_domain(wrong: bool) -> Json:
    return refuted(forall([X], op("log", X), X), real(-1) if wrong else TWO)


@false("nothing is divided by zero in a refutation", OUTSIDE)
def refuted_at_a_pole(wrong: bool) -> Json:
    return refuted(forall([X], div(X, X), TWO), ZERO if wrong else PI)


@false("integer is known of rational numbers", "not known to be rational")
def integer_of_pi(wrong: bool) -> Json:
    return refuted(forall([X], op("integer", X), TRUE), PI if wrong else HALF)


@false("a value is a constant", "a value is built of constructors and literals")
def value_that_chooses(wrong: bool) -> Json:
    choice = app("ite", TRUE, PI, ONE, at=[REAL])
    return refuted(forall([X], X, ONE), choice if wrong else PI)


@false("a value is defined", OUTSIDE)
def value_that_is_undefined(wrong: bool) -> Json:
    return refuted(forall([X], ONE, TWO), op("log", ZERO if wrong else TWO))


@false("branches that are not chosen need no value", OUTSIDE)
def choice_of_the_undefined(wrong: bool) -> Json:
    test = less(X, ZERO)
    branches = (op("log", X), ONE) if wrong else (ONE, op("log", X))
    return refuted(forall([X], app("ite", test, *branches, at=[REAL]), TWO), real(-1))


BOX = Sort("box")


def boxed(one: Term, two: Term) -> Json:
    """Two boxes with numbers in them are not equal."""
    c = RealCertificate("refutation")
    c.datatype("box", [], box=[REAL])
    u, v = var("u", BOX), var("v", BOX)
    return c.refute(forall([u, v], u, v), [{"term": app("box", t)} for t in (one, two)])


@false("data are compared with the numbers in them", UNDECIDED)
def boxes_with_equal_numbers(wrong: bool) -> Json:
    return boxed(mul(ROOT, ROOT), TWO if wrong else ONE)


@false("a table tells its arguments apart", UNDECIDED)
def table_with_equal_arguments(wrong: bool) -> Json:
    c = RealCertificate("refutation")
    f = var("f", arrow(REAL, REAL))
    at = app("apply", f, TWO, at=[REAL, REAL])
    one, two = ({"term": c.term(t)} for t in (ONE, TWO))
    first, second = ({"term": c.term(t)} for t in (ROOT, mul(ROOT, div(TWO, TWO))))
    rows = [[first, one], [second if wrong else two, two]]
    return c.refute(forall([f], at, ONE), [{"table": rows, "default": two}])


def with_symbol(statement: Clause, axioms: dict[str, Clause], *symbols: str) -> Json:
    """A refutation in a file with an unknown function h of real numbers."""
    c = RealCertificate("refutation")
    c.structure("unknown", [], {"h": ([REAL], REAL)}, axioms)
    value = [{"term": c.term(ONE)}] * len(statement.bound)
    return c.refute(statement, value, symbols={name: [] for name in symbols})


def h(term: Term) -> Term:
    return app("h", term)


@false("an unknown function of real numbers has no value", "has no table")
def value_of_an_unknown_function(wrong: bool) -> Json:
    chosen = app("ite", FALSE if wrong else TRUE, X, h(X), at=[REAL])
    return with_symbol(forall([X], chosen, TWO), {})


@false("an unknown function of real numbers has no table", "fields missing or unknown")
def table_of_an_unknown_function(wrong: bool) -> Json:
    return with_symbol(forall([X], X, TWO), {}, *(["h"] if wrong else []))


@false("axioms about an unknown function cannot be tested", "an abstract sort or Bool is expected")
def axiom_about_an_unknown_function(wrong: bool) -> Json:
    axioms = {"even": forall([Y], h(Y), h(neg(Y)))} if wrong else {}
    return with_symbol(forall([X], X, TWO), axioms)
