"""False theories: functions that do not terminate, names declared twice (FORMAT.md section 3)."""

from __future__ import annotations

from kernel.false_theories import f, g
from kernel.false_tools import ONE, absurd, both, done, false, liar, liars, negated
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Function,
    Json,
    Term,
    app,
    eq,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, B, X, Y, arithmetic, s


@false("functions terminate", "f is not seen to terminate")
def not_terminating(wrong: bool) -> Json:
    c = arithmetic()
    c.functions(Function("f", [NAT], BOOL, [(f(X), negated(f(X)) if wrong else TRUE)]))
    return liars(c, f(ZERO), (negated(f(ZERO)), "f", 0, [ZERO])) if wrong else done(c)


@false("groups of functions terminate", "is not seen to terminate")
def not_terminating_mutually(wrong: bool) -> Json:
    c = arithmetic()
    rest = negated(f(X if wrong else Y))
    c.functions(
        Function("f", [NAT], BOOL, [(f(X), g(X))] if wrong else [(f(ZERO), TRUE), (f(s(X)), g(X))]),
        Function("g", [NAT], BOOL, [(g(X), rest)] if wrong else [(g(ZERO), TRUE), (g(s(Y)), rest)]),
    )
    steps = (g(ZERO), "f", 0, [ZERO]), (negated(f(ZERO)), "g", 0, [ZERO])
    return liars(c, f(ZERO), *steps) if wrong else done(c)


@false("permuted arguments shrink", "f is not seen to terminate")
def not_terminating_permuted(wrong: bool) -> Json:
    c = arithmetic()
    rows = [(f(X, Y), negated(f(Y, X)))]
    if not wrong:
        rows = [(f(ZERO, Y), TRUE), (f(s(X), Y), negated(f(Y, X)))]
    c.functions(Function("f", [NAT, NAT], BOOL, rows))
    step = negated(f(ZERO, ZERO)), "f", 0, [ZERO, ZERO]
    return liars(c, f(ZERO, ZERO), step) if wrong else done(c)


@false("partial functions terminate too", "f is not seen to terminate")
def not_terminating_partial(wrong: bool) -> Json:
    c = arithmetic()
    inner = f(s(X)) if wrong else f(X)
    c.functions(Function("f", [NAT], BOOL, [(f(s(X)), negated(inner))], partial=True))
    return liars(c, f(ONE), (negated(f(ONE)), "f", 0, [ZERO])) if wrong else done(c)


@false("a descent is a descent in the same argument", "f is not seen to terminate")
def shrinking_and_growing(wrong: bool) -> Json:
    c = arithmetic()
    rows = [(f(ZERO, Y), Y), (f(s(X), Y), f(s(Y) if wrong else Y, X))]
    c.functions(Function("f", [NAT, NAT], NAT, rows))
    return done(c)


@false("declarations use earlier ones only", "declaration 2 uses a later one")
def not_terminating_in_two_declarations(wrong: bool) -> Json:
    c = arithmetic()
    c.functions(Function("f", [NAT], BOOL, [(f(X), g(X) if wrong else TRUE)]))
    c.functions(Function("g", [NAT], BOOL, [(g(X), negated(f(X)))]))
    steps = (g(ZERO), "f", 0, [ZERO]), (negated(f(ZERO)), "g", 0, [ZERO])
    return liars(c, f(ZERO), *steps) if wrong else done(c)


@false("no recursion through a lambda", "declaration 2 uses a later one")
def not_terminating_through_apply(wrong: bool) -> Json:
    c = arithmetic()
    value = app("apply", app("l"), X, at=[NAT, BOOL])
    c.lambda_("l", [], [], X, f(X) if wrong else TRUE, BOOL)
    c.functions(Function("f", [NAT], BOOL, [(f(X), negated(value))]))
    if not wrong:
        return done(c)
    at_zero = app("apply", app("l"), ZERO, at=[NAT, BOOL])
    p = absurd(c)
    n = p.case([], f(ZERO), negated(at_zero), "f", 0, [ZERO])
    n = p.case([], f(ZERO), negated(f(ZERO)), "l", 0, [ZERO], [0], start=n)
    liar(p, f(ZERO), n)
    return c.data


@false("a name is declared once", "symbol f is declared twice")
def declared_twice(wrong: bool) -> Json:
    c = arithmetic()
    for value, name in ((ZERO, "f"), (ONE, "f" if wrong else "g")):
        c.functions(Function(name, [], NAT, [(app(name), value)]))
    return done(c)


@false("built-in symbols stay as they are", "symbol not is declared twice")
def builtin_declared(wrong: bool) -> Json:
    c = arithmetic()
    p_ = var("p", BOOL)
    name = "not" if wrong else "same"
    c.functions(Function(name, [BOOL], BOOL, [(app(name, p_), p_)]))
    if not wrong:
        return done(c)
    p = absurd(c)
    one = p.case([], negated(TRUE), TRUE, "not", 0, [TRUE])
    both(p, one, p.rewrite([], negated(TRUE), FALSE, ["builtin", "not", 0, [], []]))
    return c.data


@false("type variables of a case are declared", "a type variable is not declared")
def type_variable_in_a_case(wrong: bool) -> Json:
    # f() = eq(c, d) at any type: true at one type, false at another.
    c = Certificate()
    c.declare(
        kind="structure",
        name="two",
        sorts=[],
        symbols=[{"name": n, "types": ["b"], "arguments": [], "result": B} for n in "cd"],
        axioms=[
            {"name": "one", "types": [], "clause": unit(app("c", at=[INT]), app("d", at=[INT]))},
            {"name": "true", "types": [], "clause": unit(app("c", at=[BOOL]), TRUE)},
            {"name": "false", "types": [], "clause": unit(app("d", at=[BOOL]), FALSE)},
        ],
    )
    sort = B if wrong else INT
    value = eq(app("c", at=[sort]), app("d", at=[sort]), sort)
    c.functions(Function("f", [], BOOL, [(f(), value)]))
    if wrong:
        p = c.theorem("any", ["b"], unit(f(), value))
        p.case([], f(), value, "f", 0, [])
    return done(c)


@false("cases are complete in every argument", "a case of f is missing")
def incomplete_in_the_second(wrong: bool) -> Json:
    c = arithmetic()
    rows = [(f(X, ZERO), TRUE), (f(X, s(Y)), TRUE)]
    c.functions(Function("f", [NAT, NAT], BOOL, rows[: 1 if wrong else 2]))
    return done(c)


@false("cases are complete for each constructor", "a case of f is missing")
def incomplete_below_a_variable(wrong: bool) -> Json:
    # f(S x, 0) is missing.
    c = arithmetic()
    rows = [(f(ZERO, ZERO), TRUE), (f(X, s(Y)), TRUE), (f(s(X), ZERO), TRUE)]
    c.functions(Function("f", [NAT, NAT], BOOL, rows[: 2 if wrong else 3]))
    return done(c)


@false("cycles of more than two calls shrink", "f is not seen to terminate")
def not_terminating_in_a_circle(wrong: bool) -> Json:
    c = arithmetic()
    z = var("z", NAT)
    rows = [(f(X, Y, z), negated(f(Y, z, X)))]
    if not wrong:
        rows = [(f(ZERO, Y, z), TRUE), (f(s(X), Y, z), negated(f(Y, z, X)))]
    c.functions(Function("f", [NAT] * 3, BOOL, rows))
    step = negated(f(ZERO, ZERO, ZERO)), "f", 0, [ZERO] * 3
    return liars(c, f(ZERO, ZERO, ZERO), step) if wrong else done(c)


@false("an argument shrinks in its own place", "f is not seen to terminate")
def not_terminating_at_constants(wrong: bool) -> Json:
    # 0 is smaller than 1, but f(1, 0) calls f(1, 0).
    c = arithmetic()
    inner = f(ONE, ZERO) if wrong else f(ZERO, ZERO)
    c.functions(Function("f", [NAT, NAT], BOOL, [(f(ONE, ZERO), negated(inner))], partial=True))
    step = negated(f(ONE, ZERO)), "f", 0, list[Term]()
    return liars(c, f(ONE, ZERO), step) if wrong else done(c)


@false("three functions call each other", "is not seen to terminate")
def cycle_of_three(wrong: bool) -> Json:
    # The argument that shrinks moves on by one place in each call.
    c = arithmetic()
    z = var("z", NAT)
    first = f(X if wrong else s(X), Y, z)

    def h(*args: Term) -> Term:
        return app("h", *args)

    c.functions(
        Function("f", [NAT] * 3, BOOL, [(first, g(ONE, X, ONE))], partial=True),
        Function("g", [NAT] * 3, BOOL, [(g(X, Y, z), h(ONE, ONE, Y))]),
        Function("h", [NAT] * 3, BOOL, [(h(X, Y, z), negated(f(z, ONE, ONE)))]),
    )
    return done(c)


@false("the smaller of two ways counts", "is not seen to terminate")
def two_ways_of_a_value(wrong: bool) -> Json:
    c = arithmetic()
    inner = g(ONE, ONE) if wrong else g(ZERO, ONE)
    rows = [(g(ZERO, ZERO), f(ZERO)), (g(ONE, ONE), f(ONE))]
    c.functions(
        Function("f", [NAT], BOOL, [(f(ONE), inner)], partial=True),
        Function("g", [NAT, NAT], BOOL, rows, partial=True),
    )
    return done(c)
