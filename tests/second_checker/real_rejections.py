"""Wrong certificates about real numbers: literals, `eval`, `field`, `interval`, refutations."""

from __future__ import annotations

from collections.abc import Sequence

from .build import (
    FALSE,
    INT,
    RATIONAL,
    REAL,
    TRUE,
    Certificate,
    Clause,
    Equation,
    Function,
    Json,
    Term,
    app,
    eq,
    field_laws,
    fn,
    forall,
    nonzero,
    num,
    ratio,
    real,
    unit,
    var,
)
from .real_samples import ONE, TWO, X, Y, Z
from .registry import on

ZERO = real(0)


# Sections 1 and 2.


@on("real_evaluation", "lowest terms")
def real_not_lowest(c: Certificate) -> None:
    c.data["terms"].append(["real", "2", "4"])


@on("real_evaluation", "lowest terms")
def real_zero_over_two(c: Certificate) -> None:
    c.data["terms"].append(["real", "0", "2"])


@on("real_evaluation", "lowest terms")
def real_denominator_zero(c: Certificate) -> None:
    c.data["terms"].append(["real", "1", "0"])


@on("real_evaluation", "lowest terms")
def real_denominator_negative(c: Certificate) -> None:
    c.data["terms"].append(["real", "5", "-7"])


@on("real_evaluation", "a list of length 3")
def real_without_denominator(c: Certificate) -> None:
    c.data["terms"].append(["real", "5"])


@on("real_evaluation", "not an integer literal")
def real_decimal(c: Certificate) -> None:
    c.data["terms"].append(["real", "0.5", "1"])


@on("real_evaluation", "not an integer literal")
def real_minus_zero(c: Certificate) -> None:
    c.data["terms"].append(["real", "-0", "1"])


@on("real_evaluation", "more than 100,000 digits")
def real_too_long(c: Certificate) -> None:
    c.data["terms"].append(["real", "1", "1" + "0" * 100_000])


@on("real_evaluation", "terms has two equal")
def real_twice(c: Certificate) -> None:
    c.data["terms"].append(["real", "5", "6"])


@on("real_evaluation", "do not have the declared sorts")
def real_is_not_rational(c: Certificate) -> None:
    c.term(fn("+", real(1), ratio(1, 1)))


@on("real_evaluation", "do not have the declared sorts")
def real_exponent_of_sort_int(c: Certificate) -> None:
    c.term(fn("^", real(2), num(2)))


@on("real_evaluation", "do not have the declared sorts")
def pi_with_argument(c: Certificate) -> None:
    c.term(fn("pi", real(2)))


@on("real_evaluation", "a symbol is not declared")
def tan_is_not_built_in(c: Certificate) -> None:
    c.term(fn("tan", real(2)))


@on("real_evaluation", "a symbol is not declared")
def power_of_rationals(c: Certificate) -> None:
    c.term(app("Rational.^", ratio(1, 2), ratio(2, 1)))


@on("real_evaluation", "declared twice or built in")
def sine_declared(c: Certificate) -> None:
    c.functions(Function("Real.sin", [REAL], REAL, [(fn("sin", X), X)]))


@on("real_evaluation", "no such equation")
def real_by_builtin(c: Certificate) -> None:
    p = c.theorem("t", [], forall([X], fn("exp", X), X))
    x = var("x0", REAL)
    p.rewrite([], fn("exp", x), x, ["builtin", "Real.exp", 0, [], [x]])


# Rule eval.


def evaluate(c: Certificate, left: Term, right: Term) -> None:
    """Put another computation in the last theorem."""
    p = c.theorem("last", [], unit(left, right))
    p.node("eval", [], left, right)


@on("real_evaluation", "division by zero")
def real_eval_division(c: Certificate) -> None:
    evaluate(c, fn("/", ONE, ZERO), ZERO)


@on("real_evaluation", "division by zero")
def real_eval_zero_to_minus_one(c: Certificate) -> None:
    evaluate(c, fn("^", ZERO, real(-1)), ZERO)


@on("real_evaluation", "not the value")
def real_eval_zero_to_zero(c: Certificate) -> None:
    evaluate(c, fn("^", ZERO, ZERO), ZERO)


@on("real_evaluation", "not the value")
def real_eval_odd_power(c: Certificate) -> None:
    evaluate(c, fn("^", real(-2), real(3)), real(8))


@on("real_evaluation", "not an integer exponent")
def real_eval_root_as_power(c: Certificate) -> None:
    evaluate(c, fn("^", real(4), real(1, 2)), TWO)


@on("real_evaluation", "not an integer exponent")
def real_eval_exponent_large(c: Certificate) -> None:
    evaluate(c, fn("^", ONE, real(100_001)), ONE)


@on("real_evaluation", "not an integer exponent")
def real_eval_exponent_very_negative(c: Certificate) -> None:
    evaluate(c, fn("^", ONE, real(-100_001)), ONE)


@on("real_evaluation", "more than 100,000 digits")
def real_eval_power_too_long(c: Certificate) -> None:
    evaluate(c, fn("^", real(100), real(60_000)), ONE)


@on("real_evaluation", "not the square")
def real_eval_irrational_root(c: Certificate) -> None:
    evaluate(c, fn("sqrt", TWO), real(7, 5))


@on("real_evaluation", "not the square")
def real_eval_negative_root(c: Certificate) -> None:
    evaluate(c, fn("sqrt", real(-4)), real(-2))


@on("real_evaluation", "not the value")
def real_eval_negative_value_of_root(c: Certificate) -> None:
    evaluate(c, fn("sqrt", real(4)), real(-2))


@on("real_evaluation", "not the value")
def real_eval_integer_of_half(c: Certificate) -> None:
    evaluate(c, fn("integer", real(1, 2)), TRUE)


@on("real_evaluation", "not a built-in arithmetic")
def real_eval_exp_of_zero(c: Certificate) -> None:
    evaluate(c, fn("exp", ZERO), ONE)


@on("real_evaluation", "not a built-in arithmetic")
def real_eval_pi(c: Certificate) -> None:
    evaluate(c, fn("pi"), real(355, 113))


@on("real_evaluation", "not a literal")
def real_eval_inner_term(c: Certificate) -> None:
    evaluate(c, fn("+", fn("+", ONE, ONE), ONE), real(3))


@on("real_evaluation", "not the value")
def real_eval_eq_of_reals(c: Certificate) -> None:
    evaluate(c, eq(real(1, 3), real(333, 1000), REAL), TRUE)


@on("real_evaluation", "different sorts")
def real_eval_value_of_other_sort(c: Certificate) -> None:
    c.data["theorems"][-1]["nodes"][0]["left"] = c.term(fn("+", ONE, ONE))
    c.data["theorems"][-1]["nodes"][0]["right"] = c.term(ratio(2, 1))


# Rule interval.


def compare(c: Certificate, left: Term, right: Term) -> None:
    """Put another comparison in the last theorem."""
    c.theorem("last", [], unit(left, right)).compare(left, right)


@on("interval", "the comparison is wrong")
def interval_wrong(c: Certificate) -> None:
    compare(c, fn("<", fn("pi"), real(22, 7)), FALSE)


@on("interval", "the comparison is wrong")
def interval_eq_of_different(c: Certificate) -> None:
    compare(c, eq(fn("pi"), real(355, 113), REAL), TRUE)


@on("interval", "not separated")
def interval_eq_of_irrationals(c: Certificate) -> None:
    compare(c, eq(fn("*", fn("sqrt", TWO), fn("sqrt", TWO)), TWO, REAL), TRUE)


@on("interval", "not separated")
def interval_le_of_the_same(c: Certificate) -> None:
    compare(c, fn("<=", fn("sin", ONE), fn("sin", ONE)), TRUE)


@on("interval", "not separated")
def interval_too_close(c: Certificate) -> None:
    tiny = fn("^", TWO, real(-5_000))
    compare(c, fn("<", fn("pi"), fn("+", fn("pi"), tiny)), TRUE)


@on("interval", "not separated")
def interval_division_by_sin_pi(c: Certificate) -> None:
    # The denominator is zero, so nothing is known of the quotient.
    compare(c, fn("<", ZERO, fn("^", fn("/", ONE, fn("sin", fn("pi"))), TWO)), TRUE)


@on("interval", "outside its domain")
def interval_division_by_zero(c: Certificate) -> None:
    compare(c, fn("<", ZERO, fn("^", fn("/", ONE, ZERO), TWO)), TRUE)


@on("interval", "outside its domain")
def interval_times_zero(c: Certificate) -> None:
    compare(c, eq(fn("*", ZERO, fn("log", real(-1))), ZERO, REAL), TRUE)


@on("interval", "outside its domain")
def interval_log_of_zero(c: Certificate) -> None:
    compare(c, fn("<", fn("log", ZERO), ZERO), TRUE)


@on("interval", "outside its domain")
def interval_root_of_negative(c: Certificate) -> None:
    compare(c, fn("<=", ZERO, fn("sqrt", fn("-", fn("pi"), real(4)))), TRUE)


@on("interval", "outside its domain")
def interval_asin_of_two(c: Certificate) -> None:
    compare(c, fn("<", fn("asin", TWO), real(9)), TRUE)


@on("interval", "outside its domain")
def interval_acos_below(c: Certificate) -> None:
    compare(c, fn("<", fn("acos", real(-5, 4)), real(9)), TRUE)


@on("interval", "outside its domain")
def interval_root_of_negative_power(c: Certificate) -> None:
    # (-8) ^ (1/3) is outside the domain, although a real cube root exists.
    compare(c, fn("<", fn("^", real(-8), real(1, 3)), ZERO), TRUE)


@on("interval", "outside its domain")
def interval_zero_to_minus_half(c: Certificate) -> None:
    compare(c, fn("<", ZERO, fn("^", ZERO, real(-1, 2))), TRUE)


@on("interval", "outside its domain")
def interval_zero_to_minus_one(c: Certificate) -> None:
    compare(c, fn("<=", ZERO, fn("^", ZERO, real(-1))), TRUE)


@on("interval", "neither a literal nor a function")
def interval_variable(c: Certificate) -> None:
    left = fn("<", real(-2), fn("sin", X))
    c.theorem("last", [], forall([X], left, TRUE), ["x"]).compare(left, TRUE)


@on("interval", "neither a literal nor a function")
def interval_ite(c: Certificate) -> None:
    compare(c, fn("<", app("ite", TRUE, ZERO, ONE, at=[REAL]), ONE), TRUE)


@on("interval", "neither a literal nor a function")
def interval_declared_function(c: Certificate) -> None:
    c.functions(Function("id", [REAL], REAL, [(app("id", X), X)]))
    compare(c, fn("<", app("id", ZERO), ONE), TRUE)


@on("interval", "not a comparison of real numbers")
def interval_integer(c: Certificate) -> None:
    compare(c, fn("integer", fn("sqrt", real(4))), TRUE)


@on("interval", "not a comparison of real numbers")
def interval_of_rationals(c: Certificate) -> None:
    compare(c, eq(ratio(1, 2), ratio(1, 2), RATIONAL), TRUE)


@on("interval", "not a comparison of real numbers")
def interval_negated(c: Certificate) -> None:
    compare(c, app("not", fn("<", ONE, ZERO)), TRUE)


@on("interval", "not true or false")
def interval_of_two_comparisons(c: Certificate) -> None:
    compare(c, fn("<", ZERO, ONE), fn("<", ONE, TWO))


TINY = fn("^", TWO, real(-5_000))
PI, ROOT = fn("pi"), fn("sqrt", TWO)


def equal(one: Term, two: Term) -> Term:
    """eq at Real."""
    return eq(one, two, REAL)


# False, or not to be known from enclosures: numbers that are nearly equal, far too large or too
# small, on the border of a domain, or multiplied by zero.
FALSE_COMPARISONS = (
    (equal(fn("asin", TINY), ZERO), TRUE),
    (equal(fn("exp", real(-5_000)), ZERO), TRUE),
    (equal(fn("exp", TINY), ONE), TRUE),
    (equal(fn("atan", TINY), ZERO), TRUE),
    (equal(fn("sin", TINY), ZERO), TRUE),
    (equal(fn("log", fn("+", ONE, TINY)), ZERO), TRUE),
    (equal(fn("sqrt", fn("*", TWO, TINY)), ZERO), TRUE),
    (equal(fn("*", PI, TINY), ZERO), TRUE),
    (equal(fn("cos", TINY), ONE), TRUE),
    (equal(fn("+", PI, TINY), PI), TRUE),
    (fn("<=", ZERO, fn("sqrt", fn("neg", TINY))), TRUE),
    (fn("<=", fn("asin", fn("+", ONE, TINY)), real(9)), TRUE),
    (fn("<=", fn("acos", fn("-", real(-1), TINY)), real(9)), TRUE),
    (fn("<=", fn("log", fn("sin", PI)), real(9)), TRUE),
    (fn("<=", fn("/", ONE, fn("-", ROOT, ROOT)), ZERO), TRUE),
    (fn("<", ZERO, fn("sin", PI)), TRUE),
    (fn("<", fn("sin", PI), ZERO), TRUE),
    (equal(fn("cos", PI), real(-1)), FALSE),
    (equal(fn("*", ROOT, ROOT), TWO), FALSE),
    (equal(fn("-", ROOT, ROOT), ZERO), FALSE),
    (equal(fn("atan", ONE), fn("/", PI, real(4))), FALSE),
    (equal(fn("exp", ONE), fn("^", fn("exp", real(1, 2)), TWO)), FALSE),
    (equal(fn("^", fn("sin", PI), ZERO), ONE), FALSE),
    (equal(fn("^", ZERO, ZERO), ZERO), TRUE),
    (equal(fn("^", ZERO, ZERO), ONE), FALSE),
    (equal(fn("^", ZERO, fn("sin", ONE)), ZERO), FALSE),
    (fn("<", fn("^", ZERO, fn("neg", PI)), ONE), TRUE),
    (fn("<", fn("^", ZERO, fn("-", ROOT, ROOT)), TWO), TRUE),
    (fn("<", fn("^", fn("neg", PI), PI), ONE), TRUE),
    (fn("<", fn("^", fn("neg", PI), real(3)), ZERO), FALSE),
    (fn("<", fn("^", fn("neg", PI), TWO), ZERO), TRUE),
    (fn("<=", fn("exp", real(-(10**9) + 1)), ZERO), TRUE),
    (fn("<", fn("exp", real(10**6)), ONE), TRUE),
    (fn("<", fn("sin", real(10**500)), real(-1)), TRUE),
    (fn("<=", fn("/", PI, TWO), fn("asin", real(10**30 - 1, 10**30))), TRUE),
    (fn("<", fn("atan", real(10**200)), fn("atan", real(10**199))), TRUE),
    (fn("<=", fn("/", PI, TWO), fn("atan", real(10**100))), TRUE),
    (fn("<", fn("acos", real(-1, 2)), TWO), TRUE),
    (equal(fn("sqrt", real(10**400 + 1)), real(10**200)), TRUE),
    (fn("<", ONE, fn("*", fn("exp", real(-800)), fn("exp", real(800)))), TRUE),
    (equal(fn("*", ZERO, fn("/", ONE, ZERO)), ZERO), TRUE),
    (equal(fn("^", fn("/", ONE, ZERO), ZERO), ONE), TRUE),
    (equal(fn("^", ONE, fn("log", ZERO)), ONE), TRUE),
    (equal(fn("-", fn("log", ZERO), fn("log", ZERO)), ZERO), TRUE),
)


def false_comparison(number: int, left: Term, right: Term) -> None:
    """Register a comparison that must not be accepted."""

    def change(c: Certificate) -> None:
        compare(c, left, right)

    change.__name__ = f"interval_false_{number}"
    on("real_evaluation", "rule interval")(change)


for _number, _sides in enumerate(FALSE_COMPARISONS):
    false_comparison(_number, *_sides)


@on("interval", "unknown or missing keys")
def interval_with_precision(c: Certificate) -> None:
    c.node("interval")["bits"] = 600


# Rule field: the laws.


def law(c: Certificate, name: str, clause: Clause) -> None:
    """Change an axiom of the structure `field`."""
    [structure] = c.data["declarations"]
    [axiom] = [axiom for axiom in structure["axioms"] if axiom["name"] == name]
    axiom["clause"] = c.clause(clause)


def sides(name: str) -> tuple[Sequence[Equation], Equation]:
    """Premises and conclusion of a law; x, y are bound variables 0, 1."""
    clause = field_laws()[name]
    return clause.premises, clause.conclusion


@on("field_denominators", "not the law add_commutativity")
def field_law_commutativity(c: Certificate) -> None:
    law(c, "add_commutativity", forall([X, Y], fn("+", X, Y), fn("+", X, Y)))


@on("field_denominators", "not the law distributivity")
def field_law_distributivity(c: Certificate) -> None:
    right = fn("+", fn("*", X, Y), fn("*", X, Y))
    law(c, "distributivity", forall([X, Y, Z], fn("*", X, fn("+", Y, Z)), right))


@on("field_denominators", "not the law mul_zero")
def field_law_extra_variable(c: Certificate) -> None:
    law(c, "mul_zero", forall([X, Y], fn("*", X, ZERO), ZERO))


@on("field_denominators", "a law has premises")
def field_law_conditional(c: Certificate) -> None:
    law(c, "mul_one", forall([X], fn("*", X, ONE), X, [(nonzero(X), TRUE)]))


@on("field_denominators", "not the law mul_inverse")
def field_law_unconditional(c: Certificate) -> None:
    law(c, "mul_inverse", forall([X], fn("*", X, fn("/", ONE, X)), ONE))


@on("field_denominators", "not the law div_mul")
def field_law_division_unconditional(c: Certificate) -> None:
    law(c, "div_mul", forall([X, Y], fn("/", X, Y), fn("*", X, fn("/", ONE, Y))))


@on("field_denominators", "not the law mul_inverse")
def field_law_with_other_premise(c: Certificate) -> None:
    premise = nonzero(fn("+", X, ONE)), TRUE
    law(c, "mul_inverse", forall([X], fn("*", X, fn("/", ONE, X)), ONE, [premise]))


@on("field_denominators", "not the law div_mul")
def field_law_premise_on_the_other(c: Certificate) -> None:
    right = fn("*", X, fn("/", ONE, Y))
    law(c, "div_mul", forall([X, Y], fn("/", X, Y), right, [(nonzero(X), TRUE)]))


@on("field_denominators", "not the law mul_inverse")
def field_law_premise_false(c: Certificate) -> None:
    premise = eq(X, ZERO, REAL), FALSE
    law(c, "mul_inverse", forall([X], fn("*", X, fn("/", ONE, X)), ONE, [premise]))


@on("field_denominators", "not the law mul_inverse")
def field_law_swapped_under_premise(c: Certificate) -> None:
    law(c, "mul_inverse", forall([X], ONE, fn("*", X, fn("/", ONE, X)), [(nonzero(X), TRUE)]))


@on("field_denominators", "not the law pow_neg")
def field_law_premises_in_other_order(c: Certificate) -> None:
    premises, _ = sides("pow_neg")
    clause = field_laws()["pow_neg"]
    law(c, "pow_neg", Clause(clause.bound, tuple(premises[::-1]), clause.conclusion))


@on("field_denominators", "not the law pow_succ")
def field_law_without_integer(c: Certificate) -> None:
    clause = field_laws()["pow_succ"]
    law(c, "pow_succ", Clause(clause.bound, clause.premises[1:], clause.conclusion))


@on("field_denominators", "not the law pow_zero")
def field_law_pow_zero(c: Certificate) -> None:
    law(c, "pow_zero", forall([X], fn("^", X, ONE), X))


@on("field_denominators", "a law has premises")
def field_law_pow_zero_conditional(c: Certificate) -> None:
    law(c, "pow_zero", forall([X], fn("^", X, ZERO), ONE, [(nonzero(X), TRUE)]))


@on("field_denominators", "not the law add_zero")
def field_law_of_rationals(c: Certificate) -> None:
    q = var("q", RATIONAL)
    law(c, "add_zero", forall([q], app("Rational.+", q, ratio(0, 1)), q))


@on("field_denominators", "unknown or missing keys")
def field_law_missing(c: Certificate) -> None:
    del c.node("field")["laws"]["pow_neg"]


@on("field_denominators", "unknown or missing keys")
def field_law_unknown(c: Certificate) -> None:
    laws: Json = c.node("field")["laws"]
    laws["pow_one"] = laws["pow_zero"]


@on("field_denominators", "a law has terms")
def field_law_at_terms(c: Certificate) -> None:
    c.node("field")["laws"]["pow_zero"] = ["axiom", "field", "pow_zero", [], [c.term(X)]]


@on("field_denominators", "a law is a case, an axiom or a theorem")
def field_law_builtin(c: Certificate) -> None:
    c.node("field")["laws"]["pow_zero"] = ["builtin", "and", 0, [], []]


@on("field_denominators", "no such axiom")
def field_law_without_axiom(c: Certificate) -> None:
    c.node("field")["laws"]["pow_zero"][2] = "pow_one"


# Rule field: premises and reading.


def identity(
    c: Certificate,
    left: Term,
    right: Term,
    *premises: tuple[Term, Term],
    h: Sequence[Clause] | None = None,
) -> None:
    """Put another identity in the last theorem, under assumptions that the node names."""
    clause = forall([X, Y, Z], left, right, premises)
    p = c.theorem("last", [], clause, ["x", "y", "z"])
    own = [unit(*premise) for premise in premises]
    nodes = [p.assume(own, hypothesis) for hypothesis in own]
    p.field(own if h is None else h, left, right, nodes)


@on("field_denominators", "different fractions")
def field_wrong(c: Certificate) -> None:
    identity(c, fn("^", fn("+", X, Y), TWO), fn("+", fn("^", X, TWO), fn("^", Y, TWO)))


@on("field_denominators", "different fractions")
def field_wrong_constant(c: Certificate) -> None:
    identity(c, fn("*", real(1, 3), X), fn("*", real(333, 1000), X))


@on("field_denominators", "different fractions")
def field_without_premise(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE)


@on("field_denominators", "different fractions")
def field_premise_for_another(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE, (nonzero(Y), TRUE))


@on("field_denominators", "different fractions")
def field_denominator_up_to_equality(c: Certificate) -> None:
    # The premise speaks of x + y, the denominator is y + x: the terms are not identical.
    below = fn("+", Y, X)
    identity(c, fn("/", below, below), ONE, (nonzero(fn("+", X, Y)), TRUE))


@on("field_denominators", "different fractions")
def field_premise_for_factors_only(c: Certificate) -> None:
    below = fn("*", X, Y)
    identity(c, fn("/", below, below), ONE, (nonzero(X), TRUE), (nonzero(Y), TRUE))


@on("field_denominators", "different fractions")
def field_constant_zero_denominator(c: Certificate) -> None:
    below = fn("-", X, X)
    identity(c, fn("/", below, below), ONE)


@on("field_denominators", "different fractions")
def field_literal_zero_denominator(c: Certificate) -> None:
    identity(c, fn("/", ZERO, ZERO), ZERO)


@on("field_denominators", "different fractions")
def field_negative_power_without_premise(c: Certificate) -> None:
    identity(c, fn("*", fn("^", X, real(-1)), X), ONE)


@on("field_denominators", "different fractions")
def field_zero_to_negative_power(c: Certificate) -> None:
    identity(c, fn("^", ZERO, real(-2)), ZERO)


@on("field_denominators", "different fractions")
def field_fractional_exponent(c: Certificate) -> None:
    root = fn("^", X, real(1, 2))
    identity(c, fn("*", root, root), X)


@on("field_denominators", "different fractions")
def field_computed_exponent(c: Certificate) -> None:
    identity(c, fn("^", X, fn("+", ONE, ONE)), fn("*", X, X))


@on("field_denominators", "different fractions")
def field_sum_of_exponents(c: Certificate) -> None:
    identity(c, fn("*", fn("^", X, Y), fn("^", X, Z)), fn("^", X, fn("+", Y, Z)))


@on("field_denominators", "different fractions")
def field_root_is_no_polynomial(c: Certificate) -> None:
    identity(c, fn("*", fn("sqrt", X), fn("sqrt", X)), X)


@on("field_denominators", "an exponent of more than 1,000")
def field_large_exponent(c: Certificate) -> None:
    identity(c, fn("^", X, real(1_001)), fn("^", X, real(1_001)))


@on("field_denominators", "an exponent of more than 1,000")
def field_large_negative_exponent(c: Certificate) -> None:
    power = fn("^", X, real(-1_001))
    identity(c, power, power, (nonzero(X), TRUE))


@on("field_denominators", "more than 20,000 monomials")
def field_monomials(c: Certificate) -> None:
    many = [X, Y]
    for index in range(300):
        place = index % 2
        many[place] = fn("+", many[place], fn("sin", fn("+", X, real(index))))
    product = fn("*", *many)
    identity(c, product, product)


@on("field_denominators", "is not a subset")
def field_premise_context(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE, (nonzero(X), TRUE), h=[])


@on("field_denominators", "is not zero")
def field_premise_shape(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE, (eq(X, ZERO, REAL), FALSE))


@on("field_denominators", "is not zero")
def field_premise_false(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE, (nonzero(X), FALSE))


@on("field_denominators", "is not zero")
def field_premise_swapped(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE, (app("not", eq(ZERO, X, REAL)), TRUE))


@on("field_denominators", "is not zero")
def field_premise_not_one(c: Certificate) -> None:
    identity(c, fn("/", X, X), ONE, (app("not", eq(X, ONE, REAL)), TRUE))


@on("field_denominators", "is not zero")
def field_premise_of_rationals(c: Certificate) -> None:
    one, zero = ratio(1, 1), ratio(0, 1)
    identity(c, X, X, (app("not", eq(one, zero, RATIONAL)), TRUE))


@on("field_denominators", "not an earlier node")
def field_premise_itself(c: Certificate) -> None:
    node = c.node("field")
    node["premises"].append(len(c.data["theorems"][0]["nodes"]) - 1)


@on("field_denominators", "not of sort Real")
def field_of_rationals(c: Certificate) -> None:
    term = app("Rational.+", ratio(1, 1), ratio(1, 1))
    identity(c, term, term)


@on("field_polynomials", "not the law")
def ring_of_reals_without_literals(c: Certificate) -> None:
    # Literals of Real are no coefficients of `ring`: 0 and 1 are those that the laws name.
    node = c.node("field", theorem=1)
    laws = {name: by for name, by in node["laws"].items() if name in samples_of_ring()}
    del node["premises"]
    operations = {"add": "Real.+", "mul": "Real.*", "neg": "Real.neg", "sub": "Real.-"}
    node |= {"rule": "ring", "sort": c.sort(REAL), "laws": laws}
    node["operations"] = {"zero": c.term(ZERO), "one": c.term(TWO), **operations}


def samples_of_ring() -> list[str]:
    """The laws of the rule `ring`."""
    conditional = ("div_mul", "mul_inverse", "pow_zero", "pow_succ", "pow_neg")
    return [name for name in field_laws() if name not in conditional]


@on("field_polynomials", "different polynomials")
def ring_reads_no_real_literals(c: Certificate) -> None:
    ring_of_reals_without_literals(c)
    node = c.node("ring", theorem=1)
    node["operations"]["one"] = c.term(ONE)


# Section 8: refutations at Real.


def refutes(c: Certificate, left: Term, right: Term, *premises: tuple[Term, Term]) -> None:
    """Refute another statement about x at the value that the sample has."""
    c.data["statement"]["clause"] = c.clause(forall([X], left, right, premises))


def at(c: Certificate, value: Term) -> None:
    """Take another value for x."""
    c.data["model"]["values"] = [{"term": c.term(value)}]


@on("refuted_irrational", "the conclusion is true")
def refuted_at_two(c: Certificate) -> None:
    at(c, TWO)


@on("refuted_irrational", "a premise is false")
def refuted_at_minus_two(c: Certificate) -> None:
    at(c, fn("neg", fn("sqrt", TWO)))


@on("refuted_irrational", "not separated")
def refuted_at_root_of_two(c: Certificate) -> None:
    at(c, fn("sqrt", TWO))


@on("refuted_irrational", "outside its domain")
def refuted_at_no_value(c: Certificate) -> None:
    at(c, fn("log", real(-1)))


@on("refuted_irrational", "a value of another sort")
def refuted_at_rational(c: Certificate) -> None:
    at(c, ratio(3, 2))


@on("refuted_irrational", "not a literal")
def refuted_at_choice(c: Certificate) -> None:
    at(c, app("ite", TRUE, ONE, TWO, at=[REAL]))


@on("refuted_irrational", "not a literal")
def refuted_at_variable(c: Certificate) -> None:
    at(c, Y)


@on("refuted_irrational", "outside its domain")
def refuted_by_division(c: Certificate) -> None:
    refutes(c, fn("/", X, fn("*", ZERO, X)), ZERO)
    at(c, ONE)


@on("refuted_irrational", "outside its domain")
def refuted_by_log(c: Certificate) -> None:
    refutes(c, fn("log", fn("neg", X)), ZERO)


@on("refuted_irrational", "not separated")
def refuted_unknown_equality(c: Certificate) -> None:
    # sin² + cos² is 1, so this is true: enclosures must not refute it.
    squares = fn("+", fn("^", fn("sin", X), TWO), fn("^", fn("cos", X), TWO))
    refutes(c, squares, ONE)


@on("refuted_irrational", "not separated")
def refuted_premise_is_irrational(c: Certificate) -> None:
    refutes(c, X, ZERO, (fn("sqrt", fn("^", X, TWO)), X))


@on("refuted_irrational", "not separated")
def refuted_denominator_unknown(c: Certificate) -> None:
    refutes(c, fn("/", ONE, fn("-", fn("log", fn("exp", X)), X)), ZERO)


@on("refuted_irrational", "an irrational number")
def refuted_integer_of_irrational(c: Certificate) -> None:
    refutes(c, fn("integer", X), TRUE)


@on("refuted_irrational", "outside its domain")
def refuted_right_side_first(c: Certificate) -> None:
    refutes(c, app("or", fn("<", ZERO, fn("log", ZERO)), TRUE), FALSE)


@on("refuted_irrational", "the conclusion is true")
def refuted_zero_to_zero(c: Certificate) -> None:
    refutes(c, fn("^", X, ZERO), ONE)
    at(c, ZERO)


@on("refuted_irrational", "outside its domain")
def refuted_negative_base(c: Certificate) -> None:
    refutes(c, fn("^", fn("neg", X), real(1, 3)), ZERO)


@on("refuted_irrational", "not separated")
def refuted_negative_base_irrational_exponent(c: Certificate) -> None:
    # The exponent is 3, but that is not known: is the power defined?
    three = fn("log", fn("exp", real(3)))
    refutes(c, fn("^", fn("-", X, X), three), ONE)


@on("refuted_lists", "not separated")
def refuted_equal_lists(c: Certificate) -> None:
    values = c.data["model"]["values"]
    values[1] = values[0]


@on("refuted_lists", "not separated")
def refuted_table_unknown_argument(c: Certificate) -> None:
    table = c.data["model"]["values"][2]["table"]
    table[0][0] = {"term": c.term(fn("*", ONE, fn("sin", ONE)))}


@on("refuted_lists", "not separated")
def refuted_table_same_irrational(c: Certificate) -> None:
    table = c.data["model"]["values"][2]["table"]
    table[0][0] = {"term": c.term(fn("^", TWO, real(1, 2)))}


@on("refuted_lists", "an argument twice")
def refuted_table_same_rational(c: Certificate) -> None:
    table = c.data["model"]["values"][2]["table"]
    table[1][0] = {"term": c.term(fn("+", TWO, TWO))}


@on("refuted_with_opaque_symbols", "has no table")
def opaque_symbol_needed(c: Certificate) -> None:
    c.data["model"]["values"][0] = {"term": c.term(real(4))}


@on("refuted_with_opaque_symbols", "unknown or missing keys")
def opaque_symbol_with_table(c: Certificate) -> None:
    c.data["model"]["symbols"]["gamma"] = [{"term": c.term(ZERO)}]


@on("refuted_with_opaque_symbols", "neither an abstract sort nor Bool")
def opaque_axiom(c: Certificate) -> None:
    gamma = app("gamma", X)
    c.structure("more", axioms={"gamma": forall([X], gamma, X, [(eq(gamma, X, REAL), FALSE)])})


@on("refuted_irrational", "unknown or missing keys")
def refutation_with_strict(c: Certificate) -> None:
    clause = c.clause(unit(num(1), num(1)))
    c.data["strict"] = {"clause": clause, "equal": 0, "domain": 0}


@on("field_denominators", "do not have the declared sorts")
def field_mixes_sorts(c: Certificate) -> None:
    c.term(eq(num(0), ZERO, INT))
