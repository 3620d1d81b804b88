"""False strict equalities (FORMAT.md section 9)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
    field_file,
    field_step,
    given,
    mul,
    nonzero,
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
    Certificate,
    Clause,
    Equation,
    Function,
    Json,
    Sort,
    Term,
    app,
    eq,
    forall,
    ratio,
    var,
)

EQUAL = "not the theorem that both sides are equal"
DOMAIN = "not the theorem that both domains are equal"
UNKNOWN = "is not known"
HALF = real(Fraction(1, 2))
NAT = Sort("nat")
P, Q = var("p", BOOL), var("q", BOOL)
K = var("k", NAT)


def both(*terms: Term) -> Term:
    """The conjunction of some conditions."""
    result = terms[-1]
    for term in reversed(terms[:-1]):
        result = app("and", term, result)
    return result


def assumed(condition: Term) -> list[Equation]:
    return [] if condition == TRUE else [given(condition)]


def claimed(
    c: RealCertificate,
    term: Term,
    domain: Term,
    variables: Sequence[Term] = (X, Y),
    premises: Sequence[Equation] = (),
    before: Term = TRUE,
) -> Json:
    """term = term, strictly, if `domain` is where it is defined."""
    start = [*assumed(before), *premises]
    names = [v.name for v in variables]
    equal = c.theorem("equal", [], forall(variables, term, term, start + assumed(domain)), names)
    equal.refl([], term)
    clause = forall(variables, domain, domain, start)
    c.theorem("domain", [], clause, names).refl([], domain)
    last = len(c.data["theorems"]) - 1
    return c.claim(forall(variables, term, term, premises), last - 1, last)


def same(term: Term, domain: Term, variables: Sequence[Term] = (X, Y)) -> Json:
    """The domain of a term with built-in symbols only."""
    return claimed(RealCertificate(), term, domain, variables)


# The claim


def cancelled(
    premises: Sequence[Equation], left: Sequence[Equation], sides: tuple[Term, Term]
) -> Json:
    """x / x = 1, strictly, from the assumptions; `sides` are the domains of the second theorem."""
    c = field_file()
    first = [*premises, *left]
    p = c.theorem("equal", [], forall([X], div(X, X), ONE, first), ["x"])
    h = [forall([], *given(nonzero(X)))] if first else []
    field_step(p, h, div(X, X), ONE, [p.assume(h, h[0])] if h else [])
    q = c.theorem("domain", [], forall([X], *sides, premises), ["x"])
    if sides[0] == sides[1]:
        q.refl([], sides[0])
    else:
        q.assume([forall([], *sides)], forall([], *sides))
    return c.claim(forall([X], div(X, X), ONE, premises), 0, 1)


@false("both sides have the same domain", DOMAIN)
def x_over_x_is_one(wrong: bool) -> Json:
    if wrong:
        return cancelled([], [given(nonzero(X))], (TRUE, TRUE))
    return cancelled([given(nonzero(X))], [given(nonzero(X))], (nonzero(X), TRUE))


@false("the domains are those of the two sides", DOMAIN)
def x_over_x_with_one_domain(wrong: bool) -> Json:
    if wrong:
        return cancelled([], [given(nonzero(X))], (nonzero(X), nonzero(X)))
    return cancelled([given(nonzero(X))], [given(nonzero(X))], (nonzero(X), TRUE))


def zero_times(reciprocal: bool) -> Json:
    """0 * (1 / x) = 0, or = 0 / x."""
    c = field_file()
    left, right = mul(ZERO, div(ONE, X)), ZERO if reciprocal else div(ZERO, X)
    h = [forall([], *given(nonzero(X)))]
    p = c.theorem("equal", [], forall([X], left, right, [given(nonzero(X))]), ["x"])
    field_step(p, h, left, right, [p.assume(h, h[0])])
    q = c.theorem("domain", [], forall([X], nonzero(X), nonzero(X)), ["x"])
    q.refl([], nonzero(X))
    return c.claim(forall([X], left, right), 0, 1)


@false("0 * (1 / x) is not always defined", DOMAIN)
def zero_times_reciprocal(wrong: bool) -> Json:
    return zero_times(wrong)


@false("the first theorem assumes the domain of the left side", EQUAL)
def domain_not_assumed(wrong: bool) -> Json:
    # What is proved is stronger, but not what the format asks for.
    c = RealCertificate()
    term = op("log", X)
    premises = [] if wrong else [given(op("<", ZERO, X))]
    c.theorem("equal", [], forall([X], term, term, premises), ["x"]).refl([], term)
    d = op("<", ZERO, X)
    c.theorem("domain", [], forall([X], d, d), ["x"]).refl([], d)
    return c.claim(forall([X], term, term), 0, 1)


@false("nothing else is assumed", EQUAL)
def more_assumed(wrong: bool) -> Json:
    c = RealCertificate()
    left, right = (X, Y) if wrong else (X, X)
    premises = [(X, Y)] if wrong else []
    p = c.theorem("equal", [], forall([X, Y], left, right, premises), ["x", "y"])
    h = [forall([], X, Y)] if wrong else []
    _ = p.assume(h, h[0]) if wrong else p.refl([], X)
    c.theorem("domain", [], forall([X, Y], TRUE, TRUE), ["x", "y"]).refl([], TRUE)
    return c.claim(forall([X, Y], left, right), 0, 1)


@false("nothing else is assumed of the domains", DOMAIN)
def more_assumed_of_the_domains(wrong: bool) -> Json:
    # sqrt(x) - sqrt(x) = log(x) - log(x) where both are defined; as domains x >= 0 and x > 0.
    c = field_file()
    premises = [] if wrong else [given(op("<=", ZERO, X)), given(op("<", ZERO, X))]
    root, log = op("sqrt", X), op("log", X)
    left, right = sub(root, root), sub(log, log)
    first, second = op("<=", ZERO, X), op("<", ZERO, X)
    p = c.theorem("equal", [], forall([X], left, right, [*premises, given(first)]), ["x"])
    field_step(p, [], left, right)
    extra = [given(first), given(second)]
    q = c.theorem("domain", [], forall([X], first, second, extra), ["x"])
    h = [forall([], *pair) for pair in extra]
    q.trans(q.assume(h, h[0]), q.sym(q.assume(h, h[1])))
    return c.claim(forall([X], left, right, premises), 0, 1)


@false("a premise that is true is left out", EQUAL)
def domain_that_is_true(wrong: bool) -> Json:
    c = RealCertificate()
    premises = [(TRUE, TRUE)] if wrong else []
    c.theorem("equal", [], forall([X], X, X, premises), ["x"]).refl([], X)
    c.theorem("domain", [], forall([X], TRUE, TRUE), ["x"]).refl([], TRUE)
    return c.claim(forall([X], X, X), 0, 1)


@false("the variables are the same ones in order", EQUAL)
def variables_exchanged(wrong: bool) -> Json:
    c = RealCertificate()
    order = [P, X] if wrong else [X, P]
    names = [v.name for v in order]
    c.theorem("equal", [], forall(order, X, X), names).refl([], X)
    c.theorem("domain", [], forall([X, P], TRUE, TRUE), ["x", "p"]).refl([], TRUE)
    return c.claim(forall([X, P], X, X), 0, 1)


@false("the theorems are not exchanged", EQUAL)
def theorems_exchanged(wrong: bool) -> Json:
    c = RealCertificate()
    for name, term in (("equal", X), ("domain", TRUE)):
        c.theorem(name, [], forall([X], term, term), ["x"]).refl([], term)
    return c.claim(forall([X], X, X), 1 if wrong else 0, 0 if wrong else 1)


@false("the theorems are in the file", "does not point to an earlier entry")
def theorem_that_is_missing(wrong: bool) -> Json:
    c = RealCertificate()
    for name, term in (("equal", X), ("domain", TRUE)):
        c.theorem(name, [], forall([X], term, term), ["x"]).refl([], term)
    return c.claim(forall([X], X, X), 0, 2 if wrong else 1)


@false("the theorems have no type variables", "a theorem has type variables")
def theorem_with_a_type_variable(wrong: bool) -> Json:
    c = RealCertificate()
    types = ["a"] if wrong else []
    c.theorem("equal", types, forall([X], X, X), ["x"]).refl([], X)
    c.theorem("domain", [], forall([X], TRUE, TRUE), ["x"]).refl([], TRUE)
    return c.claim(forall([X], X, X), 0, 1)


@false("the claim is closed", "a free variable in a closed clause")
def claim_with_a_free_variable(wrong: bool) -> Json:
    data = same(X, TRUE)
    c = Certificate.load(data)
    data = c.data
    if wrong:
        data["strict"]["clause"] = c.clause(Clause((), (), (X, X)))
    return data


@false("the claim has no guard", "a guard in a closed clause")
def claim_with_a_guard(wrong: bool) -> Json:
    c = Certificate.load(same(X, TRUE))
    clause = forall([X, Y], X, X)
    guard = ((TRUE,), (TRUE,)) if wrong else None
    changed = Clause(clause.bound, (), clause.conclusion, guard)
    c.data["strict"]["clause"] = c.clause(changed)
    return c.data


@false("the claim has no other keys", "fields missing or unknown")
def claim_with_another_key(wrong: bool) -> Json:
    data = same(X, TRUE)
    if wrong:
        data["strict"]["conditional"] = True
    return data


@false("a refutation makes no strict claim", "fields missing or unknown")
def strict_refutation(wrong: bool) -> Json:
    c = Certificate("refutation")
    data = c.refute(forall([], TRUE, FALSE), [])
    return {**data, "strict": {"clause": 0, "equal": 0, "domain": 0}} if wrong else data


# Assumptions


@false("assumptions are defined first", EQUAL)
def undefined_assumption(wrong: bool) -> Json:
    premise = given(op("<", ZERO, div(ONE, X)))
    before = TRUE if wrong else nonzero(X)
    return claimed(RealCertificate(), X, TRUE, [X], [premise], before)


@false("both sides of an assumption are defined", EQUAL)
def assumption_defined_on_one_side(wrong: bool) -> Json:
    premise = (op("log", X), op("sqrt", Y))
    first, second = op("<", ZERO, X), op("<=", ZERO, Y)
    before = first if wrong else both(first, second)
    return claimed(RealCertificate(), X, TRUE, [X, Y], [premise], before)


@false("conditions of assumptions are not repeated", EQUAL)
def repeated_assumption(wrong: bool) -> Json:
    premises = [given(op("<", ONE, op("log", X))), given(op("<", op("log", X), TWO))]
    once = op("<", ZERO, X)
    before = both(once, once) if wrong else once
    return claimed(RealCertificate(), X, TRUE, [X], premises, before)


@false("the domain of assumptions comes first", EQUAL)
def domain_after_the_assumptions(wrong: bool) -> Json:
    c = RealCertificate()
    premise, before = given(op("<", ONE, op("log", X))), given(op("<", ZERO, X))
    first = [premise, before] if wrong else [before, premise]
    c.theorem("equal", [], forall([X], X, X, first), ["x"]).refl([], X)
    second = forall([X], TRUE, TRUE, [before, premise])
    c.theorem("domain", [], second, ["x"]).refl([], TRUE)
    return c.claim(forall([X], X, X, [premise]), 0, 1)


# The conditions of each function

ALWAYS = op("<", ZERO, X)
NATURAL = op("<=", ZERO, X)


@false("a quotient needs its denominator", EQUAL)
def domain_of_a_quotient(wrong: bool) -> Json:
    return same(div(X, Y), nonzero(X) if wrong else nonzero(Y))


@false("a quotient of rationals too", EQUAL)
def domain_of_a_rational_quotient(wrong: bool) -> Json:
    r = var("r", RATIONAL)
    condition = app("not", eq(r, ratio(0, 1), RATIONAL))
    return same(app("Rational./", ratio(1, 2), r), TRUE if wrong else condition, [r])


@false("log needs a positive number", EQUAL)
def domain_of_log(wrong: bool) -> Json:
    return same(op("log", X), NATURAL if wrong else ALWAYS)


@false("sqrt needs no positive number", EQUAL)
def domain_of_sqrt(wrong: bool) -> Json:
    return same(op("sqrt", X), ALWAYS if wrong else NATURAL)


@false("asin needs both conditions in order", EQUAL)
def domain_of_asin(wrong: bool) -> Json:
    conditions = [op("<=", real(-1), X), op("<=", X, ONE)]
    return same(op("asin", X), both(*reversed(conditions)) if wrong else both(*conditions))


@false("acos needs both conditions", EQUAL)
def domain_of_acos(wrong: bool) -> Json:
    conditions = [op("<=", real(-1), X), op("<=", X, ONE)]
    return same(op("acos", X), conditions[1] if wrong else both(*conditions))


@false("atan needs nothing", EQUAL)
def domain_of_atan(wrong: bool) -> Json:
    return same(op("atan", X), op("<=", X, ONE) if wrong else TRUE)


@false("a square needs nothing", EQUAL)
def domain_of_a_square(wrong: bool) -> Json:
    return same(power(X, TWO), NATURAL if wrong else TRUE)


@false("a reciprocal power needs x != 0", EQUAL)
def domain_of_a_negative_power(wrong: bool) -> Json:
    return same(power(X, real(-2)), TRUE if wrong else nonzero(X))


@false("a fractional power needs 0 <= x", EQUAL)
def domain_of_a_fractional_power(wrong: bool) -> Json:
    return same(power(X, HALF), TRUE if wrong else NATURAL)


@false("a negative fractional power needs 0 < x", EQUAL)
def domain_of_a_negative_fractional_power(wrong: bool) -> Json:
    return same(power(X, real(Fraction(-1, 2))), NATURAL if wrong else ALWAYS)


@false("any power needs one of three conditions", EQUAL)
def domain_of_a_power(wrong: bool) -> Json:
    of_zero = app("and", eq(X, ZERO, REAL), op("<=", ZERO, Y))
    of_others = app("and", nonzero(X), op("integer", Y))
    condition = app("or", ALWAYS, app("or", of_zero, of_others))
    return same(power(X, Y), ALWAYS if wrong else condition)


@false("a condition on a literal that holds is left out", EQUAL)
def domain_of_a_constant(wrong: bool) -> Json:
    return same(op("log", TWO), op("<", ZERO, TWO) if wrong else TRUE)


@false("a condition on a literal that fails is false", EQUAL)
def domain_of_nothing(wrong: bool) -> Json:
    return same(op("sqrt", real(-1)), TRUE if wrong else FALSE)


@false("1 / 0 is defined nowhere", EQUAL)
def domain_of_one_over_zero(wrong: bool) -> Json:
    return same(div(ONE, ZERO), TRUE if wrong else FALSE)


@false("asin(2) is defined nowhere", EQUAL)
def domain_of_asin_of_two(wrong: bool) -> Json:
    return same(op("asin", TWO), TRUE if wrong else FALSE)


@false("a condition on a constant term stays", EQUAL)
def domain_of_a_constant_term(wrong: bool) -> Json:
    one = add(ONE, ONE)
    return same(div(X, one), TRUE if wrong else nonzero(one))


@false("arguments come first", EQUAL)
def domain_of_nested_functions(wrong: bool) -> Json:
    inner, outer = op("<", ZERO, X), op("<=", ZERO, op("log", X))
    conditions = (outer, inner) if wrong else (inner, outer)
    return same(op("sqrt", op("log", X)), both(*conditions))


@false("arguments count in order", EQUAL)
def domain_of_a_sum(wrong: bool) -> Json:
    conditions = [op("<", ZERO, X), op("<=", ZERO, Y)]
    term = add(op("log", X), op("sqrt", Y))
    return same(term, both(*reversed(conditions)) if wrong else both(*conditions))


@false("conditions are not repeated", EQUAL)
def domain_with_a_repetition(wrong: bool) -> Json:
    condition = op("<", ZERO, X)
    term = add(op("log", X), op("log", X))
    return same(term, both(condition, condition) if wrong else condition)


@false("the conjunction is nested to the right", EQUAL)
def domain_nested_to_the_left(wrong: bool) -> Json:
    one, two, three = op("<", ZERO, X), op("<", ZERO, Y), nonzero(X)
    term = div(mul(op("log", X), op("log", Y)), X)
    wanted = app("and", one, app("and", two, three))
    return same(term, app("and", app("and", one, two), three) if wrong else wanted)


def ite(c: Term, a: Term, b: Term, sort: Sort = REAL) -> Term:
    return app("ite", c, a, b, at=[sort])


@false("a branch counts where it is chosen", EQUAL)
def domain_of_branches(wrong: bool) -> Json:
    choice = op("<", ZERO, X)
    term = ite(choice, op("log", X), ZERO)
    return same(term, choice if wrong else ite(choice, op("<", ZERO, X), TRUE, BOOL))


@false("the test of a choice counts always", EQUAL)
def domain_of_a_test(wrong: bool) -> Json:
    test = op("<", ZERO, div(ONE, X))
    branches = ite(test, op("<", ZERO, Y), TRUE, BOOL)
    term = ite(test, op("log", Y), Y)
    return same(term, branches if wrong else both(nonzero(X), branches))


@false("total branches need no condition", EQUAL)
def domain_of_total_branches(wrong: bool) -> Json:
    term = ite(P, X, Y)
    return same(term, ite(P, TRUE, TRUE, BOOL) if wrong else TRUE, [X, Y, P])


@false("choices in choices", EQUAL)
def domain_of_nested_branches(wrong: bool) -> Json:
    inner = ite(Q, TRUE, nonzero(X), BOOL)
    term = ite(P, ite(Q, X, div(Y, X)), Y)
    good = ite(P, inner, TRUE, BOOL)
    return same(term, inner if wrong else good, [X, Y, P, Q])


# Functions of the file


def with_functions(term: Term, domain: Term, *groups: Sequence[Function]) -> Json:
    c = RealCertificate()
    c.datatype("nat", [], Z=[], S=[NAT])
    for group in groups:
        c.functions(*group)
    return claimed(c, term, domain, [X, Y, K])


def f(*args: Term) -> Term:
    return app("f", *args)


@false("a function by one plain case is what it stands for", EQUAL)
def domain_of_a_definition(wrong: bool) -> Json:
    tan = Function("f", [REAL], REAL, [(f(X), div(op("sin", X), op("cos", X)))])
    return with_functions(f(Y), TRUE if wrong else nonzero(op("cos", Y)), [tan])


@false("arguments of a definition count, used or not", EQUAL)
def domain_of_an_unused_argument(wrong: bool) -> Json:
    constant = Function("f", [REAL], REAL, [(f(X), ONE)])
    term = f(op("log", Y))
    return with_functions(term, TRUE if wrong else op("<", ZERO, Y), [constant])


@false("arguments of a definition come first", EQUAL)
def domain_of_an_argument(wrong: bool) -> Json:
    term = f(X, op("log", Y))
    quotient = Function("f", [REAL, REAL], REAL, [(f(X, Y), div(Y, X))])
    conditions = [op("<", ZERO, Y), nonzero(X)]
    wanted = both(*reversed(conditions)) if wrong else both(*conditions)
    return with_functions(term, wanted, [quotient])


@false("definitions in definitions are unfolded", EQUAL)
def domain_of_nested_definitions(wrong: bool) -> Json:
    inner = Function("g", [REAL], REAL, [(app("g", X), op("log", X))])
    outer = Function("f", [REAL], REAL, [(f(X), app("g", sub(X, ONE)))])
    good = op("<", ZERO, sub(Y, ONE))
    return with_functions(f(Y), op("<", ZERO, Y) if wrong else good, [inner], [outer])


def by_cases(name: str, last: Term, partial: bool = False) -> Function:
    """A function by cases of a number; partial, it has no value at S(S(k))."""
    zero = app("Z")

    def at(term: Term) -> Term:
        return app(name, term)

    if partial:
        return Function(name, [NAT], REAL, [(at(zero), ONE), (at(app("S", zero)), last)], (), True)
    return Function(name, [NAT], REAL, [(at(zero), ONE), (at(app("S", K)), last)])


@false("a partial function has no known domain", UNKNOWN)
def domain_of_a_partial_function(wrong: bool) -> Json:
    return with_functions(f(K), TRUE, [by_cases("f", TWO, wrong)])


@false("a function by cases holds no quotient", UNKNOWN)
def domain_of_a_function_with_a_quotient(wrong: bool) -> Json:
    last = div(ONE, TWO) if wrong else mul(ONE, TWO)
    return with_functions(f(K), TRUE, [by_cases("f", last)])


@false("a function by cases uses no partial function", UNKNOWN)
def domain_of_a_function_that_uses_a_partial_one(wrong: bool) -> Json:
    return with_functions(f(K), TRUE, [by_cases("g", ONE, wrong)], [by_cases("f", app("g", K))])


@false("a function by cases uses no definition with a quotient", UNKNOWN)
def domain_of_a_function_that_uses_a_quotient(wrong: bool) -> Json:
    body = op("log" if wrong else "exp", X)
    inner = Function("g", [REAL], REAL, [(app("g", X), body)])
    return with_functions(f(K), TRUE, [inner], [by_cases("f", app("g", ONE))])


@false("recursion does not hide a quotient", UNKNOWN)
def domain_of_a_recursive_function(wrong: bool) -> Json:
    last = app("Real./" if wrong else "Real.+", f(K), TWO)
    return with_functions(f(K), TRUE, [by_cases("f", last)])


@false("a definition that uses a partial function has no known domain", UNKNOWN)
def domain_of_a_definition_of_a_partial_function(wrong: bool) -> Json:
    outer = Function("f", [NAT], REAL, [(f(K), app("g", K))])
    return with_functions(f(K), TRUE, [by_cases("g", ONE, wrong)], [outer])


@false("a lambda holds no quotient", UNKNOWN)
def domain_of_a_lambda(wrong: bool) -> Json:
    c = RealCertificate()
    body = div(X, Y) if wrong else mul(X, Y)
    c.lambda_("l", [], [X], Y, body, REAL)
    term = app("apply", app("l", X), Y, at=[REAL, REAL])
    return claimed(c, term, TRUE)


@false("a lambda uses no partial function", UNKNOWN)
def domain_of_a_lambda_that_uses_a_partial_function(wrong: bool) -> Json:
    c = RealCertificate()
    c.datatype("nat", [], Z=[], S=[NAT])
    c.functions(by_cases("f", ONE, wrong))
    c.lambda_("l", [], [], K, f(K), REAL)
    return claimed(c, app("apply", app("l"), K, at=[NAT, REAL]), TRUE, [K])
