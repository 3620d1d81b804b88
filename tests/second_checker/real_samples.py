"""Valid certificates about real numbers: field identities, evaluation, comparison, refutations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .build import (
    BOOL,
    FALSE,
    REAL,
    TRUE,
    Certificate,
    Clause,
    Json,
    Sort,
    Term,
    app,
    eq,
    fn,
    forall,
    nonzero,
    real,
    type_var,
    unit,
    var,
)

X, Y, Z, W = (var(name, REAL) for name in "xyzw")
ONE, TWO = real(1), real(2)


def identity(
    c: Certificate, name: str, left: Term, right: Term, *denominators: Term, variables: str = "xyzw"
) -> None:
    """A field identity under the assumption that some terms are not zero."""
    bound = [var(v, REAL) for v in variables]
    premises = [(nonzero(d), TRUE) for d in denominators]
    p = c.theorem(name, [], forall(bound, left, right, premises), list(variables))
    h = [unit(*premise) for premise in premises]
    p.field(h, left, right, [p.assume(h, clause) for clause in h])


def field_polynomials() -> Json:
    """Identities without denominators."""
    c = Certificate()
    c.field()
    square = fn("-", fn("^", X, TWO), fn("^", Y, TWO))
    identity(c, "squares", fn("*", fn("+", X, Y), fn("-", X, Y)), square)
    third = fn("*", real(1, 3), X)
    identity(c, "thirds", fn("+", third, fn("+", third, third)), X)
    cube = fn("^", fn("+", X, fn("neg", ONE)), real(3))
    parts = [fn("^", X, real(3)), fn("*", real(-3), fn("^", X, TWO)), fn("*", real(3), X)]
    expanded = fn("-", fn("+", fn("+", parts[0], parts[1]), parts[2]), ONE)
    identity(c, "cube", cube, expanded, variables="x")
    return c.data


def field_denominators() -> Json:
    """Sums and quotients of fractions whose denominators are not zero."""
    c = Certificate()
    c.field()
    sum_ = fn("+", fn("/", X, Y), fn("/", Z, W))
    top = fn("+", fn("*", X, W), fn("*", Z, Y))
    product = fn("*", Y, W)
    identity(c, "sum", sum_, fn("/", top, product), Y, W, product)
    difference = fn("-", X, Y)
    squares = fn("-", fn("^", X, TWO), fn("^", Y, TWO))
    identity(c, "quotient", fn("/", squares, difference), fn("+", X, Y), difference)
    identity(c, "self", fn("/", X, X), ONE, X, variables="x")
    return c.data


def field_nested() -> Json:
    """Fractions within fractions."""
    c = Certificate()
    c.field()
    inverse = fn("/", ONE, X)
    identity(c, "twice", fn("/", ONE, inverse), X, X, inverse, variables="x")
    below = fn("+", ONE, inverse)
    above = fn("+", X, ONE)
    identity(c, "tower", fn("/", ONE, below), fn("/", X, above), X, below, above, variables="x")
    quotient = fn("/", Y, Z)
    identity(c, "invert", fn("/", X, quotient), fn("/", fn("*", X, Z), Y), Y, Z, quotient)
    return c.data


def field_powers() -> Json:
    """Integer exponents of either sign; 0 ^ 0 = 1."""
    c = Certificate()
    c.field()
    product = fn("*", fn("^", X, real(-2)), fn("^", X, real(3)))
    identity(c, "cancel", product, X, X)
    identity(c, "zero", fn("^", fn("-", X, X), real(0)), ONE)
    identity(c, "constant", fn("*", fn("^", real(2, 3), real(-2)), X), fn("*", real(9, 4), X))
    quotient = fn("^", fn("/", X, Y), real(-1))
    identity(c, "swap", quotient, fn("/", Y, X), Y, X, fn("/", X, Y))
    high = fn("*", fn("^", X, real(600)), fn("^", X, real(600)))
    identity(c, "high", high, fn("*", fn("^", X, real(1000)), fn("^", X, real(200))))
    return c.data


def field_atoms() -> Json:
    """What is not read is an indeterminate; constant denominators need no premise."""
    c = Certificate()
    c.field()
    half = fn("/", X, TWO)
    identity(c, "halves", fn("+", half, fn("/", X, fn("+", ONE, ONE))), X)
    unknown = fn("/", X, Y)
    identity(c, "unknown", fn("+", unknown, unknown), fn("*", TWO, unknown))
    crash = fn("/", ONE, real(0))
    identity(c, "crash", fn("-", crash, crash), real(0))
    wave, power = fn("sin", X), fn("^", X, Y)
    atoms = fn("*", fn("+", wave, power), fn("-", wave, power))
    identity(c, "atoms", atoms, fn("-", fn("^", wave, TWO), fn("*", power, power)))
    root = fn("^", X, real(1, 2))
    identity(c, "root", fn("-", root, root), fn("*", real(0), fn("^", Y, real(-1))))
    return c.data


def evaluate(c: Certificate, rule: str, steps: Sequence[tuple[Term, Term]]) -> Json:
    """A theorem without variables for each step."""
    for left, right in steps:
        p = c.theorem(f"{rule}_{len(c.data['theorems'])}", [], unit(left, right))
        p.node(rule, [], left, right)
    return c.data


def real_evaluation() -> Json:
    """Exact values of functions of Real at literals."""
    steps = [
        (fn("+", real(1, 2), real(1, 3)), real(5, 6)),
        (fn("-", real(1, 2), real(3, 2)), real(-1)),
        (fn("*", real(2, 3), real(3, 2)), ONE),
        (fn("/", ONE, real(-3)), real(-1, 3)),
        (fn("neg", real(-1, 7)), real(1, 7)),
        (fn("<", real(1, 3), real(1, 2)), TRUE),
        (fn("<=", real(1, 2), real(1, 3)), FALSE),
        (fn("^", real(-2, 3), real(3)), real(-8, 27)),
        (fn("^", real(-2, 3), real(-3)), real(-27, 8)),
        (fn("^", real(0), real(0)), ONE),
        (fn("^", real(-1), real(99_999)), real(-1)),
        (fn("sqrt", real(4, 9)), real(2, 3)),
        (fn("sqrt", real(0)), real(0)),
        (fn("integer", real(-7)), TRUE),
        (fn("integer", real(1, 2)), FALSE),
        (eq(real(1, 2), real(1, 2), REAL), TRUE),
        (eq(real(1, 2), real(-1, 2), REAL), FALSE),
    ]
    return evaluate(Certificate(), "eval", steps)


def interval() -> Json:
    """Comparisons of constants."""
    pi, root = fn("pi"), fn("sqrt", TWO)
    near = fn("exp", fn("*", pi, fn("sqrt", real(163))))
    steps = [
        (fn("<", root, real(3, 2)), TRUE),
        (fn("<", real(3), pi), TRUE),
        (fn("<=", real(355, 113), pi), FALSE),
        (fn("<", fn("exp", ONE), real(2718281, 1000000)), FALSE),
        (fn("<", fn("log", TWO), real(7, 10)), TRUE),
        (fn("<=", fn("sin", ONE), fn("cos", ONE)), FALSE),
        (fn("<", fn("asin", real(1, 2)), fn("acos", real(1, 2))), TRUE),
        (fn("<", real(157, 200), fn("atan", ONE)), TRUE),
        (fn("<", fn("acos", ONE), real(1, 1000)), TRUE),
        (fn("<", fn("^", TWO, real(1, 2)), fn("^", real(3), real(1, 3))), TRUE),
        (fn("<", fn("^", fn("-", root, TWO), real(-3)), real(0)), TRUE),
        (fn("<", fn("^", pi, root), fn("^", root, fn("^", pi, root))), TRUE),
        (fn("<", near, real(262537412640768744)), TRUE),
        (fn("<", fn("-", real(262537412640768744), near), real(1, 10**12)), TRUE),
        (fn("<", fn("sin", real(10**30)), real(0)), TRUE),
        (fn("<", fn("exp", real(-100)), real(1, 10**40)), TRUE),
        (fn("<", real(0), fn("log", fn("exp", real(1, 10**6)))), TRUE),
        (eq(root, real(99, 70), REAL), FALSE),
        (eq(fn("sqrt", real(4)), fn("/", real(6), real(3)), REAL), TRUE),
        (fn("<=", fn("^", real(2, 3), real(-2)), real(9, 4)), TRUE),
    ]
    return evaluate(Certificate(), "interval", steps)


def real_axioms() -> Json:
    """Analysis by axioms: log(exp(x) * exp(y)) = x + y, with a condition proved by interval."""
    c = Certificate()
    product = fn("*", fn("exp", X), fn("exp", Y))
    c.structure(
        "analysis",
        axioms={
            "exp_add": forall([X, Y], fn("exp", fn("+", X, Y)), product),
            "log_exp": forall([X], fn("log", fn("exp", X)), X),
            "exp_log": forall([X], fn("exp", fn("log", X)), X, [(fn("<", real(0), X), TRUE)]),
        },
    )
    left = fn("log", product)
    p = c.theorem("log", [], forall([X, Y], left, fn("+", X, Y)), ["x", "y"])
    middle = fn("log", fn("exp", fn("+", X, Y)))
    by = ["axiom", "analysis", "exp_add", [], [X, Y]]
    n = p.rewrite([], left, middle, by, [0], reverse=True)
    p.rewrite(
        [], left, fn("+", X, Y), ["axiom", "analysis", "log_exp", [], [fn("+", X, Y)]], start=n
    )
    two = fn("exp", fn("log", fn("sqrt", TWO)))
    p = c.theorem("exp", [], unit(two, fn("sqrt", TWO)))
    n = p.compare(fn("<", real(0), fn("sqrt", TWO)), TRUE)
    by = ["axiom", "analysis", "exp_log", [], [fn("sqrt", TWO)]]
    p.rewrite([], two, fn("sqrt", TWO), by, premises=[n])
    return c.data


# Refutations.


def refute(clause: Clause, *values: Term) -> Json:
    """Refute by terms for the bound variables."""
    c = Certificate("refutation")
    return c.refute(clause, [{"term": value} for value in values])


def refuted_quotient() -> Json:
    """x / y = y / x, at 1 and -1/2."""
    clause = forall([X, Y], fn("/", X, Y), fn("/", Y, X), [(nonzero(X), TRUE)])
    return refute(clause, ONE, real(-1, 2))


def refuted_irrational() -> Json:
    """0 < x implies x ^ 2 <= 2 or 3 <= x ^ 2, at the root of e."""
    square = fn("^", X, TWO)
    right = app("or", fn("<=", square, TWO), fn("<=", real(3), square))
    clause = forall([X], right, TRUE, [(fn("<", real(0), X), TRUE)])
    return refute(clause, fn("sqrt", fn("exp", ONE)))


def refuted_domain() -> Json:
    """The domain of log(x ^ 2) is not that of 2 * log(x)."""
    left, right = fn("<", real(0), fn("^", X, TWO)), fn("<", real(0), X)
    return refute(forall([X], left, right), real(-1))


def refuted_lazily() -> Json:
    """Only what is needed must have a value: nothing is divided by zero here."""
    guarded = app("ite", eq(X, real(0), REAL), ONE, fn("/", ONE, X), at=[REAL])
    either = app("or", fn("<=", X, real(0)), fn("<", real(0), fn("log", X)))
    clause = forall([X], guarded, X, [(either, TRUE), (fn("integer", X), TRUE)])
    return refute(clause, real(0))


def declare_lists(c: Certificate) -> Sort:
    """Lists; returns those of real numbers."""
    a = type_var("a")
    list_ = Sort("list", (a,))
    c.datatype("list", ["a"], nil=[], cons=[a, list_])
    return Sort("list", (REAL,))


def refuted_lists() -> Json:
    """Lists of real numbers, and a table with irrational arguments."""
    c = Certificate("refutation")
    reals = declare_lists(c)
    nil = app("nil", at=[REAL])
    xs, ys = var("xs", reals), var("ys", reals)
    f = var("f", Sort("->", (REAL, BOOL)))
    chosen = app("apply", f, fn("sin", ONE), at=[REAL, BOOL])
    other = app("apply", f, fn("^", X, TWO), at=[REAL, BOOL])
    clause = forall([xs, ys, f, X], xs, ys, [(chosen, TRUE), (other, FALSE)])
    root = fn("sqrt", TWO)

    def cons(*items: Term) -> Term:
        return app("cons", items[0], cons(*items[1:]), at=[REAL]) if items else nil

    table = {
        "table": [[{"term": real(4)}, {"term": FALSE}], [{"term": root}, {"term": FALSE}]],
        "default": {"term": TRUE},
    }
    values: list[Json] = [
        {"term": cons(ONE, root)},
        {"term": cons(ONE, fn("pi"))},
        table,
        {"term": TWO},
    ]
    return c.refute(clause, values)


def refuted_with_opaque_symbols() -> Json:
    """A symbol over Real has no table; the statement does not need its value."""
    c = Certificate("refutation")
    c.structure("opaque", ["G"], {"gamma": ([REAL], REAL), "unit": ([], Sort("G"))})
    value = app("ite", fn("<", X, fn("pi")), X, app("gamma", X), at=[REAL])
    return c.refute(
        forall([X], value, real(4)),
        [{"term": real(3)}],
        sorts={"G": 1},
        symbols={"unit": [{"element": 0}]},
    )


SAMPLES: tuple[Callable[[], Json], ...] = (
    field_polynomials,
    field_denominators,
    field_nested,
    field_powers,
    field_atoms,
    real_evaluation,
    interval,
    real_axioms,
    refuted_quotient,
    refuted_irrational,
    refuted_domain,
    refuted_lazily,
    refuted_lists,
    refuted_with_opaque_symbols,
)
