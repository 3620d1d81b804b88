"""False proofs by `field` about powers of quotients (FORMAT.md section 6)."""

from __future__ import annotations

from kernel.false_tools import false
from kernel.real_tools import ONE, TWO, ZERO, X, Y, div, fractions, mul, neg, power, real, sub
from second_checker.build import Json

OTHER = "other rational functions"
MINUS_ONE, MINUS_TWO = real(-1), real(-2)


@false("a negative power of a quotient needs the quotient itself", OTHER)
def negative_power_of_a_quotient(wrong: bool) -> Json:
    # At x = 0 the left side is 0 ^ -2.
    quotient = div(X, Y)
    left, right = power(quotient, MINUS_TWO), div(power(Y, TWO), power(X, TWO))
    squares = [Y, power(X, TWO)]
    return fractions(left, right, squares if wrong else [*squares, quotient])


@false("a reciprocal of a reciprocal is not the number at zero", OTHER)
def inverse_of_an_inverse_power(wrong: bool) -> Json:
    inverse = power(X, MINUS_ONE)
    return fractions(power(inverse, MINUS_ONE), X, [inverse] if wrong else [X, inverse])


@false("x ^ 0 = 1 does not make a quotient inside another term readable", OTHER)
def zeroth_power_beside_its_base(wrong: bool) -> Json:
    quotient = div(X, X)
    left = power(quotient, ZERO)
    return fractions(mul(left, quotient) if wrong else left, ONE)


@false("a denominator that is negated is another term", OTHER)
def premise_about_the_negative(wrong: bool) -> Json:
    return fractions(mul(div(Y, X), X), Y, [neg(X) if wrong else X])


@false("a denominator that is zero as a polynomial is no constant", OTHER)
def quotient_by_an_unseen_zero(wrong: bool) -> Json:
    bottom = sub(mul(X, Y), mul(Y, X) if wrong else sub(mul(Y, X), TWO))
    return fractions(div(bottom, bottom), ONE)
