"""False proofs about real literals, `eval` at Real and `field` (FORMAT.md sections 1, 5 and 6)."""

from __future__ import annotations

from fractions import Fraction

from kernel.false_tools import false
from kernel.real_tools import (
    ONE,
    REAL,
    TWO,
    ZERO,
    N,
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
    sub,
)
from second_checker.build import (
    FALSE,
    INT,
    TRUE,
    Clause,
    Function,
    Json,
    Term,
    app,
    eq,
    forall,
    num,
    ratio,
    unit,
    var,
)

OTHER = "other rational functions"
HALF = real(Fraction(1, 2))
NO_LAW = "a cited law is another one"


def stated(term: Term) -> Json:
    """A certificate that mentions a term."""
    c = RealCertificate()
    c.theorem("t", [], unit(term, term)).refl([], term)
    return c.data


def computed(left: Term, right: Term) -> Json:
    c = RealCertificate()
    c.theorem("t", [], unit(left, right)).node("eval", [], left, right)
    return c.data


# Literals and eval


@false("a literal is in lowest terms", "not in lowest terms")
def literal_not_reduced(wrong: bool) -> Json:
    return stated(Term("real", "2" if wrong else "1", denominator="4"))


@false("a denominator is positive", "not in lowest terms")
def literal_with_negative_denominator(wrong: bool) -> Json:
    return stated(Term("real", "1", denominator="-3" if wrong else "3"))


@false("zero is 0/1", "not in lowest terms")
def literal_over_zero(wrong: bool) -> Json:
    return stated(Term("real", "1", denominator="0" if wrong else "1"))


@false("a real literal is not a rational one", "applied to arguments of other sorts")
def literal_of_another_sort(wrong: bool) -> Json:
    return stated(add(ratio(1, 2) if wrong else HALF, HALF))


@false("built-in names are not declared again", "symbol Real.sin is declared twice")
def own_sine(wrong: bool) -> Json:
    c = RealCertificate()
    name = "Real.sin" if wrong else "my.sin"
    c.functions(Function(name, [REAL], REAL, [(app(name, X), ZERO)]))
    c.theorem("t", [], unit(ONE, ONE)).refl([], ONE)
    return c.data


@false("eval computes", "another value")
def sum_of_halves(wrong: bool) -> Json:
    return computed(add(HALF, HALF), TWO if wrong else ONE)


@false("eval keeps the sort", "sides of different sorts", honest=False)
def real_value_of_another_sort(wrong: bool) -> Json:
    return computed(add(HALF, HALF), ratio(1, 1))


@false("eval does not divide by zero", "division by zero")
def real_division_by_zero(wrong: bool) -> Json:
    return computed(div(ONE, ZERO if wrong else ONE), ONE)


@false("zero has no negative powers", "zero to a negative power")
def reciprocal_of_zero(wrong: bool) -> Json:
    return computed(power(ZERO, real(-1 if wrong else 1)), ZERO)


@false("the empty power is 1", "another value")
def zero_to_zero(wrong: bool) -> Json:
    return computed(power(ZERO, ZERO), ZERO if wrong else ONE)


@false("eval knows integer exponents", "not a small integer as exponent")
def power_to_a_half(wrong: bool) -> Json:
    return computed(power(real(4), HALF if wrong else TWO), TWO if wrong else real(16))


@false("eval knows small exponents", "not a small integer as exponent")
def power_with_a_large_exponent(wrong: bool) -> Json:
    return computed(power(neg_one(), real(100_001 if wrong else 99_999)), neg_one())


def neg_one() -> Term:
    return real(-1)


@false("eval limits the digits of a power", "a number is too large")
def power_with_many_digits(wrong: bool) -> Json:
    big = "1" + "0" * 100_000 if wrong else "1" + "0" * 99_999
    left = power(real(10), real(100_000 if wrong else 99_999))
    return computed(left, ZERO if wrong else Term("real", big, denominator="1"))


@false("a root is not negative", "another value")
def negative_root(wrong: bool) -> Json:
    return computed(op("sqrt", real(4)), real(-2 if wrong else 2))


@false("the root is of a square", "not the square of a rational number")
def root_of_two(wrong: bool) -> Json:
    return computed(op("sqrt", real(Fraction(2 if wrong else 9, 4))), real(Fraction(3, 2)))


@false("the root is of a number that is not negative", "not the square of a rational number")
def root_of_minus_four(wrong: bool) -> Json:
    return computed(op("sqrt", real(-4 if wrong else 4)), real(2))


@false("eval knows the integers", "another value")
def half_an_integer(wrong: bool) -> Json:
    return computed(op("integer", HALF if wrong else TWO), TRUE)


@false("eval knows no other function", "not a built-in operation")
def exponential_by_eval(wrong: bool) -> Json:
    return computed(op("exp" if wrong else "sqrt", ZERO), ONE if wrong else ZERO)


@false("eval needs literals", "an argument is not a literal")
def eval_of_a_function(wrong: bool) -> Json:
    return computed(op("integer", op("pi") if wrong else HALF), FALSE)


@false("eval compares", "another value")
def comparison_turned(wrong: bool) -> Json:
    return computed(op("<", ONE, HALF if wrong else TWO), TRUE)


@false("eq at Real compares", "another value")
def equal_halves(wrong: bool) -> Json:
    return computed(eq(HALF, ONE if wrong else HALF, REAL), TRUE)


# field


@false("x / x is 1 for x != 0 only", OTHER)
def x_over_x(wrong: bool) -> Json:
    return fractions(div(X, X), ONE, [] if wrong else [X])


@false("x * (1 / x) is 1 for x != 0 only", OTHER)
def x_times_reciprocal(wrong: bool) -> Json:
    return fractions(mul(X, div(ONE, X)), ONE, [] if wrong else [X])


@false("1 / 0 is not read", OTHER)
def one_over_zero(wrong: bool) -> Json:
    # Else 1 / 0 = 2 / 0.
    return fractions(div(ONE, ZERO), div(TWO if wrong else ONE, ZERO))


@false("0 / 0 is not read", OTHER)
def zero_over_zero(wrong: bool) -> Json:
    return fractions(div(ZERO, ZERO if wrong else ONE), ZERO)


@false("a constant denominator that is zero is not read", OTHER)
def hidden_zero(wrong: bool) -> Json:
    zero = sub(add(ONE, HALF), real(Fraction(3 if wrong else 1, 2)))
    return fractions(mul(zero, div(X, zero)), X)


@false("a polynomial that vanishes is no denominator", OTHER)
def vanishing_denominator(wrong: bool) -> Json:
    d = sub(X, X) if wrong else sub(add(X, ONE), X)
    return fractions(mul(d, div(Y, d)), Y)


@false("the denominator is the one of the premise", OTHER)
def premise_for_another_denominator(wrong: bool) -> Json:
    return fractions(div(X, X), ONE, [Y if wrong else X])


@false("the denominator is identical to that of the premise", OTHER)
def premise_for_an_equal_denominator(wrong: bool) -> Json:
    # True, and for `field` after a rewriting step only.
    d = add(X, Y)
    return fractions(div(d, d), ONE, [add(Y, X) if wrong else d])


@false("nested denominators need premises too", OTHER)
def nested_denominators(wrong: bool) -> Json:
    inner = div(ONE, X)
    return fractions(div(ONE, inner), X, [inner] if wrong else [X, inner])


@false("a denominator of a sum needs a premise", OTHER)
def sum_of_fractions(wrong: bool) -> Json:
    left = add(div(ONE, X), div(ONE, Y))
    right = div(add(X, Y), mul(X, Y))
    return fractions(left, right, [X, Y] if wrong else [X, Y, mul(X, Y)])


@false("negative powers need a premise", OTHER)
def negative_power(wrong: bool) -> Json:
    left = mul(power(X, real(-3)), power(X, real(3)))
    return fractions(left, ONE, [] if wrong else [X])


@false("negative powers of zero are not read", OTHER)
def negative_power_of_zero(wrong: bool) -> Json:
    base = ZERO if wrong else TWO
    return fractions(mul(power(base, real(-1)), base), ONE)


@false("powers are read with integer exponents", OTHER)
def square_of_a_root(wrong: bool) -> Json:
    # (x ^ (1/2)) ^ 2 is x for x >= 0 only; x ^ (1/2) * x ^ (1/2) is its square always.
    half = power(X, HALF)
    return fractions(power(half, TWO), X if wrong else mul(half, half))


@false("an exponent is a literal", OTHER)
def power_with_a_variable(wrong: bool) -> Json:
    left = mul(power(X, Y), X)
    return fractions(left, power(X, add(Y, ONE)) if wrong else mul(X, power(X, Y)))


@false("x ^ 0 is 1", OTHER)
def empty_power(wrong: bool) -> Json:
    return fractions(power(X, ZERO), X if wrong else ONE)


@false("exponents are limited", "an exponent is too large")
def large_exponent(wrong: bool) -> Json:
    k = real(1001 if wrong else 1000)
    return fractions(power(X, k), power(X, k))


@false("field compares rational functions", OTHER)
def real_freshman(wrong: bool) -> Json:
    left = power(add(X, Y), TWO)
    middle = mul(mul(TWO, X), Y)
    right = add(power(X, TWO), power(Y, TWO))
    return fractions(left, right if wrong else add(right, middle))


@false("field compares coefficients", OTHER)
def thirds(wrong: bool) -> Json:
    third = real(Fraction(1, 3))
    left = add(mul(third, X), mul(third, X))
    return fractions(left, div(mul(TWO, X), TWO if wrong else real(3)))


@false("signs count", OTHER)
def sign_lost(wrong: bool) -> Json:
    return fractions(sub(X, Y), sub(Y, X) if wrong else neg(sub(Y, X)))


@false("other functions are indeterminates", OTHER)
def sine_of_a_sum(wrong: bool) -> Json:
    left = op("sin", add(X, Y))
    right = op("sin", add(Y, X))
    return fractions(sub(left, right if wrong else left), ZERO)


@false("field is about Real", "not of sort Real", honest=False)
def field_of_integers(wrong: bool) -> Json:
    one, two = app("Int.+", num(1), num(1)), num(2)
    return fractions(one, two)


def other_premise(bad: tuple[Term, Term], wrong: bool) -> Json:
    c = field_file()
    premise = bad if wrong else given(nonzero(X))
    left = div(X, X)
    p = c.theorem("t", [], forall([X], left, ONE, [premise]), ["x"])
    h = [unit(*premise)]
    field_step(p, h, left, ONE, [p.assume(h, h[0])])
    return c.data


@false("a premise says d != 0", "not of the form d != 0")
def premise_that_is_an_order(wrong: bool) -> Json:
    return other_premise(given(op("<=", ZERO, X)), wrong)


@false("a premise is true, not false", "not of the form d != 0")
def premise_that_is_false(wrong: bool) -> Json:
    return other_premise((nonzero(X), FALSE), wrong)


@false("a premise is about 0", "not of the form d != 0")
def premise_about_one(wrong: bool) -> Json:
    bad = given(app("not", eq(X, ONE, REAL)))
    return other_premise(bad, wrong)


@false("a premise has 0 on the right", "not of the form d != 0")
def premise_turned(wrong: bool) -> Json:
    bad = given(app("not", eq(ZERO, X, REAL)))
    return other_premise(bad, wrong)


@false("a premise is available", "uses a hypothesis that is not available")
def premise_elsewhere(wrong: bool) -> Json:
    c = field_file()
    premise = given(nonzero(X))
    left, h = div(X, X), [unit(*premise)]
    clause = forall([X], left, ONE, [] if wrong else [premise])
    p = c.theorem("t", [], clause, ["x"])
    field_step(p, [] if wrong else h, left, ONE, [p.assume(h, h[0])])
    return c.data


# The laws of field


@false("field needs all its laws", "fields missing or unknown")
def field_without_a_law(wrong: bool) -> Json:
    return fractions(div(X, X), ONE, [X], without=["mul_inverse"] if wrong else [])


@false("field takes no other law", "fields missing or unknown")
def field_with_one_more_law(wrong: bool) -> Json:
    extra = {"more": ["axiom", "field", "pow_zero", [], []]} if wrong else {}
    return fractions(div(X, X), ONE, [X], laws=extra)


@false("a law is the one of its key", NO_LAW)
def field_with_another_law(wrong: bool) -> Json:
    by = ["axiom", "field", "add_commutativity", [], []]
    return fractions(mul(X, Y), mul(Y, X), laws={"mul_commutativity": by} if wrong else {})


def unsound(name: str, clause: Clause, wrong: bool) -> Json:
    """One axiom is a clause that looks alike; an honest file has the real one."""
    return fractions(add(X, Y), add(Y, X), axioms={name: clause} if wrong else {})


@false("the inverse has its premise", NO_LAW)
def inverse_of_everything(wrong: bool) -> Json:
    return unsound("mul_inverse", forall([X], mul(X, div(ONE, X)), ONE), wrong)


@false("the inverse is that of its premise", NO_LAW)
def inverse_of_another(wrong: bool) -> Json:
    law = forall([X, Y], mul(X, div(ONE, X)), ONE, [given(nonzero(Y))])
    return unsound("mul_inverse", law, wrong)


@false("premises of a law are not turned", NO_LAW)
def premise_of_a_law_turned(wrong: bool) -> Json:
    law = forall([X], mul(X, div(ONE, X)), ONE, [(TRUE, nonzero(X))])
    return unsound("mul_inverse", law, wrong)


@false("a law with premises is not turned", NO_LAW)
def law_with_premises_turned(wrong: bool) -> Json:
    law = forall([X], ONE, mul(X, div(ONE, X)), [given(nonzero(X))])
    return unsound("mul_inverse", law, wrong)


@false("a law has no more premises", NO_LAW)
def law_with_one_more_premise(wrong: bool) -> Json:
    premises = [given(nonzero(X)), given(op("<", ZERO, X))]
    return unsound("mul_inverse", forall([X], mul(X, div(ONE, X)), ONE, premises), wrong)


@false("ring laws have no premises", "a law has premises")
def conditional_commutativity(wrong: bool) -> Json:
    law = forall([X, Y], mul(X, Y), mul(Y, X), [given(nonzero(X))])
    return unsound("mul_commutativity", law, wrong)


@false("premises stand in their order", NO_LAW)
def premises_of_a_law_exchanged(wrong: bool) -> Json:
    premises = [given(op("<=", ZERO, N)), given(op("integer", N))]
    law = forall([X, N], power(X, add(N, ONE)), mul(power(X, N), X), premises)
    return unsound("pow_succ", law, wrong)


@false("powers of all real exponents are another law", NO_LAW)
def successor_of_a_real_exponent(wrong: bool) -> Json:
    law = forall([X, N], power(X, add(N, ONE)), mul(power(X, N), X), [given(op("<=", ZERO, N))])
    return unsound("pow_succ", law, wrong)


@false("negative powers of zero are another law", NO_LAW)
def negative_power_law_of_zero(wrong: bool) -> Json:
    law = forall([X, N], power(X, neg(N)), div(ONE, power(X, N)), [given(op("integer", N))])
    return unsound("pow_neg", law, wrong)


@false("the quotient is that of its premise", NO_LAW)
def quotient_with_another_premise(wrong: bool) -> Json:
    law = forall([X, Y], div(X, Y), mul(X, div(ONE, Y)), [given(nonzero(X))])
    return unsound("div_mul", law, wrong)


@false("the successor is by 1", NO_LAW)
def successor_by_two(wrong: bool) -> Json:
    premises = [given(op("integer", N)), given(op("<=", ZERO, N))]
    law = forall([X, N], power(X, add(N, TWO)), mul(power(X, N), X), premises)
    return unsound("pow_succ", law, wrong)


@false("x ^ 0 is the law", NO_LAW)
def empty_power_law(wrong: bool) -> Json:
    return unsound("pow_zero", forall([X], power(X, ONE), ONE), wrong)


@false("a law is about Real", NO_LAW)
def law_of_integers(wrong: bool) -> Json:
    i, j = var("i", INT), var("j", INT)
    law = forall([i, j], app("Int.*", i, j), app("Int.*", j, i))
    return unsound("mul_commutativity", law, wrong)


@false("a law is not cited with terms", "not a law")
def law_with_terms(wrong: bool) -> Json:
    by = ["axiom", "field", "pow_zero", [], [ONE] if wrong else []]
    return fractions(add(X, Y), add(Y, X), laws={"pow_zero": by})


@false("a law binds nothing else", "binds a variable that it does not use")
def law_that_binds_more(wrong: bool) -> Json:
    return unsound("pow_zero", forall([X, Y], power(X, ZERO), ONE), wrong)
