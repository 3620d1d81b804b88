"""Valid claims of strict equality (section 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .build import (
    BOOL,
    FALSE,
    RATIONAL,
    REAL,
    TRUE,
    Certificate,
    Clause,
    Equation,
    Function,
    Json,
    Proof,
    Sort,
    Term,
    app,
    arrow,
    both,
    eq,
    fn,
    forall,
    nonzero,
    num,
    ratio,
    real,
    unit,
    var,
)
from .real_samples import ONE, TWO, X, Y

ZERO = real(0)
P = var("p", BOOL)


class Claim:
    """a = b under assumptions, with the two theorems to be proved; Defs are given by hand."""

    def __init__(
        self,
        c: Certificate,
        variables: Sequence[Term],
        left: Term,
        right: Term,
        domains: tuple[Term, Term],
        premises: Sequence[Equation] = (),
        assumed: Term = TRUE,
    ) -> None:
        self.c = c
        self.sides = left, right
        self.domains = domains
        names = [v.name for v in variables]
        first = [(assumed, TRUE)] * (assumed != TRUE) + list(premises)
        last = [(domains[0], TRUE)] * (domains[0] != TRUE)
        self.h = [unit(*premise) for premise in first]
        self.defined = [*self.h, *(unit(*premise) for premise in last)]
        number = len(c.data["theorems"])
        clause = forall(variables, left, right, [*first, *last])
        self.equal: Proof = c.theorem(f"equal_{number}", [], clause, names)
        self.domain: Proof = c.theorem(
            f"domain_{number}", [], forall(variables, *domains, first), names
        )
        c.strict(forall(variables, left, right, premises), number, number + 1)

    def by_field(self, *denominators: Clause) -> None:
        """Prove equality by field; hypotheses say what is not zero."""
        n = [self.equal.assume(self.defined, clause) for clause in denominators]
        self.equal.field(self.defined, *self.sides, n)

    def same_domain(self) -> Json:
        """Prove that the domains are equal because they are identical."""
        self.domain.refl([], self.domains[0])
        return self.c.data


def with_field() -> Certificate:
    """A certificate with the laws of the field."""
    c = Certificate()
    c.field()
    return c


def strict_total() -> Json:
    """x * (y + 1) = x * y + x: both sides are defined everywhere."""
    left, right = fn("*", X, fn("+", Y, ONE)), fn("+", fn("*", X, Y), X)
    claim = Claim(with_field(), [X, Y], left, right, (TRUE, TRUE))
    claim.by_field()
    return claim.same_domain()


def strict_quotients() -> Json:
    """1/x + y/x = (1 + y)/x: both sides are defined where x is not zero."""
    left = fn("+", fn("/", ONE, X), fn("/", Y, X))
    right = fn("/", fn("+", ONE, Y), X)
    claim = Claim(with_field(), [X, Y], left, right, (nonzero(X), nonzero(X)))
    claim.by_field(claim.defined[0])
    return claim.same_domain()


def strict_assumption() -> Json:
    """x * y / x = y, assuming that x is not zero."""
    left, premise = fn("/", fn("*", X, Y), X), (nonzero(X), TRUE)
    claim = Claim(with_field(), [X, Y], left, Y, (nonzero(X), TRUE), [premise])
    claim.by_field(claim.h[0])
    claim.domain.assume(claim.h, claim.h[0])
    return claim.c.data


def strict_defined_assumption() -> Json:
    """1/x = y implies x * y = 1: the assumption is defined where x is not zero."""
    premise = fn("/", ONE, X), Y
    claim = Claim(
        with_field(), [X, Y], fn("*", X, Y), ONE, (TRUE, TRUE), [premise], assumed=nonzero(X)
    )
    p, h = claim.equal, claim.h
    by = ["hypothesis", h[1], []]
    middle = fn("*", X, premise[0])
    n1 = p.rewrite(h, fn("*", X, Y), middle, by, [1], reverse=True)
    n2 = p.field(h, middle, ONE, [p.assume(h, h[0])])
    p.trans(n1, n2)
    return claim.same_domain()


def strict_functions() -> Json:
    """tan(t) = sin(t) / cos(t) for t = abs(log(x)): functions by one case are unfolded."""
    c = with_field()

    def tan(t: Term) -> Term:
        return app("tan", t)

    def abs_(t: Term) -> Term:
        return app("abs", t)

    negative = fn("neg", X)
    choice = app("ite", fn("<=", ZERO, X), X, negative, at=[REAL])
    c.functions(Function("tan", [REAL], REAL, [(tan(X), fn("/", fn("sin", X), fn("cos", X)))]))
    c.functions(Function("abs", [REAL], REAL, [(abs_(X), choice)]))
    angle = abs_(fn("log", X))
    right = fn("/", fn("sin", angle), fn("cos", angle))
    positive = fn("<", ZERO, X)
    inside = app("ite", fn("<=", ZERO, fn("log", X)), positive, positive, at=[BOOL])
    domain = both(positive, inside, nonzero(fn("cos", angle)))
    claim = Claim(c, [X], tan(angle), right, (domain, domain))
    claim.equal.case([], tan(angle), right, "tan", 0, [angle])
    return claim.same_domain()


def strict_branches() -> Json:
    """if p then 1/x else 1 + 1, where only the first branch has a condition."""
    inverse = fn("/", ONE, X)

    def choice(other: Term) -> Term:
        return app("ite", P, inverse, other, at=[REAL])

    sum_ = fn("+", ONE, ONE)
    domain = app("ite", P, nonzero(X), TRUE, at=[BOOL])
    claim = Claim(Certificate(), [P, X], choice(sum_), choice(TWO), (domain, domain))
    n = claim.equal.node("eval", [], sum_, TWO)
    claim.equal.node("cong", [], choice(sum_), choice(TWO), from_=[None, None, n])
    return claim.same_domain()


def strict_literals() -> Json:
    """Conditions on literals: left out if true, else `false`; then anything holds."""
    left = fn("+", fn("log", TWO), fn("/", X, real(-3)))
    left = fn("+", left, fn("asin", real(3, 2)))
    right = fn("/", X, ZERO)
    claim = Claim(Certificate(), [X], left, right, (FALSE, FALSE))
    n = claim.equal.assume(claim.defined, claim.defined[0])
    claim.equal.node("distinct", claim.defined, left, right, from_=n)
    return claim.same_domain()


def strict_powers() -> Json:
    """The domains of powers, of asin and of Rational division; two orders of conditions."""
    q = var("q", RATIONAL)
    quotient = app("Rational.<", app("Rational./", q, q), ratio(1, 1))
    zero = ratio(0, 1)
    rational = app("not", eq(q, zero, RATIONAL))
    half, whole = fn("^", X, real(-1, 2)), fn("^", Y, X)
    square = fn("^", X, TWO)
    terms = [half, whole, square, fn("^", X, real(-2)), fn("^", X, real(1, 2)), fn("asin", X)]
    at_zero = app("and", eq(Y, ZERO, REAL), fn("<=", ZERO, X))
    elsewhere = app("and", nonzero(Y), fn("integer", X))
    conditions = [
        fn("<", ZERO, X),
        app("or", fn("<", ZERO, Y), app("or", at_zero, elsewhere)),
        nonzero(X),
        fn("<=", ZERO, X),
        fn("<=", real(-1), X),
        fn("<=", X, ONE),
    ]

    def total(items: Sequence[Term]) -> Term:
        return fn("+", items[0], total(items[1:])) if items[1:] else items[0]

    left = app("ite", quotient, total(terms), total(terms), at=[REAL])
    right = app("ite", quotient, total(terms), total(terms[::-1]), at=[REAL])
    first = both(*conditions)
    order = [4, 5, 3, 2, 1, 0]
    second = both(*(conditions[i] for i in order))
    domains = (
        both(rational, app("ite", quotient, first, first, at=[BOOL])),
        both(rational, app("ite", quotient, first, second, at=[BOOL])),
    )
    c = with_field()
    claim = Claim(c, [X, Y, q], left, right, domains)
    n = claim.equal.field([], total(terms), total(terms[::-1]))
    claim.equal.node("cong", [], left, right, from_=[None, None, n])
    claim.domain.node("bool", [], *domains)
    return c.data


def strict_total_functions() -> Json:
    """Functions by cases and lambdas are total if nothing partial occurs in them."""
    c = Certificate()
    nat = Sort("nat")
    n = var("n", nat)
    c.datatype("nat", [], Z=[], S=[nat])

    def count(t: Term) -> Term:
        return app("count", t)

    one = fn("+", ONE, count(n))
    c.functions(
        Function("count", [nat], REAL, [(count(app("Z")), ZERO), (count(app("S", n)), one)])
    )
    c.lambda_("shift", [], [Y], X, fn("+", X, Y), REAL)
    value = app("apply", app("shift", fn("log", Y)), count(app("S", n)), at=[REAL, REAL])
    right = app("apply", app("shift", fn("log", Y)), one, at=[REAL, REAL])
    domain = fn("<", ZERO, Y)
    claim = Claim(c, [Y, n], value, right, (domain, domain))
    claim.equal.case([], value, right, "count", 1, [n], [1])
    return claim.same_domain()


def strict_not_last() -> Json:
    """The theorems of a strict claim need not be the last ones; functions are variables here."""
    f = var("f", arrow(REAL, REAL))
    left = app("apply", f, fn("sqrt", X), at=[REAL, REAL])
    domain = fn("<=", ZERO, X)
    claim = Claim(Certificate(), [f, X], left, left, (domain, domain))
    claim.equal.refl([], left)
    data = claim.same_domain()
    sum_ = app("Int.+", num(1), num(1))
    claim.c.theorem("other", [], unit(sum_, num(2))).node("eval", [], sum_, num(2))
    return data


SAMPLES: tuple[Callable[[], Json], ...] = (
    strict_total,
    strict_quotients,
    strict_assumption,
    strict_defined_assumption,
    strict_functions,
    strict_branches,
    strict_literals,
    strict_powers,
    strict_total_functions,
    strict_not_last,
)
