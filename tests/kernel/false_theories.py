"""False theories: functions from which true = false would follow (FORMAT.md section 3)."""

from __future__ import annotations

from kernel.false_tools import ONE, absurd, apart, both, done, false
from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Function,
    Json,
    Term,
    app,
    forall,
)
from second_checker.samples import NAT, ZERO, X, Y, arithmetic, plus, s


def f(*args: Term) -> Term:
    return app("f", *args)


def g(*args: Term) -> Term:
    return app("g", *args)


def collapse(c: Certificate, name: str, left: Term, *values: Term, count: int = 0) -> Json:
    """0 = S(0) when the case `name` gives left = value for both values of a stray variable."""
    p = absurd(c)
    nodes = [p.case([], left, v, name, 0, [*left.args[:count], v]) for v in values]
    apart(p, both(p, *nodes))
    return c.data


# Functions.


@false("cases are disjoint", "two cases of f overlap")
def overlapping(wrong: bool) -> Json:
    c = arithmetic()
    first = X if wrong else s(X)
    c.functions(Function("f", [NAT], BOOL, [(f(first), TRUE), (f(ZERO), FALSE)]))
    if not wrong:
        return done(c)
    p = absurd(c)
    one, two = (p.case([], f(ZERO), v, "f", i, [ZERO][i:]) for i, v in enumerate((TRUE, FALSE)))
    both(p, one, two)
    return c.data


@false("cases are disjoint, in any argument", "two cases of f overlap")
def overlapping_crosswise(wrong: bool) -> Json:
    c = arithmetic()
    rows = [(f(X, ZERO), TRUE), (f(ZERO, Y if wrong else s(Y)), FALSE)]
    c.functions(Function("f", [NAT, NAT], BOOL, rows, partial=True))
    if not wrong:
        return done(c)
    p = absurd(c)
    one, two = (p.case([], f(ZERO, ZERO), v, "f", i, [ZERO]) for i, v in enumerate((TRUE, FALSE)))
    both(p, one, two)
    return c.data


@false("cases are complete", "a case of f is missing")
def incomplete(wrong: bool) -> Json:
    c = arithmetic()
    rows = [(f(ZERO), TRUE), (f(s(s(X))), TRUE), (f(ONE), TRUE)]
    c.functions(Function("f", [NAT], BOOL, rows[: 2 if wrong else 3]))
    return done(c)


@false("a pattern is linear", "a variable occurs twice in a pattern")
def not_linear(wrong: bool) -> Json:
    # f(0, 1) is not said to be 0, nor that it is not: this refutation has no right to it.
    c = arithmetic("refutation")
    c.functions(Function("f", [NAT, NAT], NAT, [(f(X, X if wrong else Y), ZERO)], partial=True))
    return c.refute(forall([], f(ZERO, ONE), ONE), [])


@false("a pattern is built of constructors", "is not a constructor")
def function_in_a_pattern(wrong: bool) -> Json:
    # f(x + y) = x gives 0 = f(0 + 1) = f(1) = f(1 + 0) = 1.
    c = arithmetic()
    pattern = plus(X, Y) if wrong else s(X)
    c.functions(Function("f", [NAT], NAT, [(f(pattern), X)], partial=True))
    if not wrong:
        return done(c)
    p = absurd(c)
    n = p.case([], ZERO, f(plus(ZERO, ONE)), "f", 0, [ZERO, ONE], reverse=True)
    n = p.case([], ZERO, f(ONE), "plus", 0, [ONE], [0], start=n)
    n = p.case([], ZERO, f(s(plus(ZERO, ZERO))), "plus", 0, [ZERO], [0, 0], start=n, reverse=True)
    n = p.case([], ZERO, f(plus(ONE, ZERO)), "plus", 1, [ZERO, ZERO], [0], start=n, reverse=True)
    apart(p, p.case([], ZERO, ONE, "f", 0, [ONE, ZERO], start=n))
    return c.data


@false("a pattern is built of constructors, deep down too", "is not a constructor")
def function_deep_in_a_pattern(wrong: bool) -> Json:
    # f(S(x + y)) = x gives 0 = f(S(0 + 1)) = f(S(1)) = f(S(1 + 0)) = 1.
    c = arithmetic()
    pattern = s(plus(X, Y)) if wrong else s(s(X))
    c.functions(Function("f", [NAT], NAT, [(f(pattern), X)], partial=True))
    if not wrong:
        return done(c)
    p = absurd(c)
    n = p.case([], ZERO, f(s(plus(ZERO, ONE))), "f", 0, [ZERO, ONE], reverse=True)
    n = p.case([], ZERO, f(s(ONE)), "plus", 0, [ONE], [0, 0], start=n)
    inner = f(s(s(plus(ZERO, ZERO))))
    n = p.case([], ZERO, inner, "plus", 0, [ZERO], [0, 0, 0], start=n, reverse=True)
    inner = f(s(plus(ONE, ZERO)))
    n = p.case([], ZERO, inner, "plus", 1, [ZERO, ZERO], [0, 0], start=n, reverse=True)
    apart(p, p.case([], ZERO, ONE, "f", 0, [ONE, ZERO], start=n))
    return c.data


@false("a case binds what its left side holds", "binds what its left side lacks")
def stray_bound_variable(wrong: bool) -> Json:
    c = arithmetic()
    c.functions(Function("f", [NAT], NAT, [(f(X), X)]))
    if not wrong:
        return done(c)
    c.data["declarations"][-1]["group"][0]["cases"] = [c.clause(forall([X, Y], f(X), Y))]
    return collapse(c, "f", f(ZERO), ZERO, ONE, count=1)


@false("a case has no free variable", "a free variable in a closed clause")
def free_variable_in_a_case(wrong: bool) -> Json:
    c = arithmetic()
    c.functions(Function("f", [], NAT, [(f(), Y if wrong else ZERO)]))
    if not wrong:
        return done(c)
    p = absurd(c)
    n = p.case([], f(), Y, "f", 0, [])
    nodes = [
        p.node("instantiate", [], f(), v, variables=[Y], terms=[v], from_=n) for v in (ZERO, ONE)
    ]
    apart(p, both(p, *nodes))
    return c.data


@false("a case is about its own function", "a case of f is not an equation for it")
def case_of_another_function(wrong: bool) -> Json:
    c = arithmetic()
    own = f(X, Y)
    c.functions(Function("f", [NAT, NAT], NAT, [(plus(X, Y) if wrong else own, Y)]))
    if not wrong:
        return done(c)
    p = absurd(c)
    one = p.case([], plus(ONE, ZERO), ZERO, "f", 0, [ONE, ZERO])
    two = p.case([], plus(ONE, ZERO), s(plus(ZERO, ZERO)), "plus", 1, [ZERO, ZERO])
    two = p.case([], plus(ONE, ZERO), ONE, "plus", 0, [ZERO], [0], start=two)
    apart(p, both(p, one, two))
    return c.data


@false("a case has no premises", "a case of f has premises")
def case_with_premise(wrong: bool) -> Json:
    c = arithmetic()
    c.functions(Function("f", [NAT], NAT, [(f(X), X)]))
    if wrong:
        clause = forall([X], f(X), X, [(X, ZERO)])
        c.data["declarations"][-1]["group"][0]["cases"] = [c.clause(clause)]
    return done(c)
