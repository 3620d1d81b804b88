"""Where exactly the limits of the kernel are: how far each can be lowered for a certificate.

`THRESHOLDS` names a limit and a certificate; `lowest` finds the smallest value of the limit at
which the certificate is still accepted. The numbers in `EXPECTED` were read off once; they change
only when the kernel counts its work in another way, which is then a decision and not an accident.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from kernel.false_fields import computed
from kernel.false_intervals import decided
from kernel.false_strict import both, same, with_functions
from kernel.odd import ODD, VALID
from kernel.odd_steps import evaluation, semiring, table
from kernel.real_tools import REAL, add, div, fractions, mul, nonzero, op, power, real, sub
from kernel.real_tools import ZERO as ZERO_
from kernel.real_tools import X as R1
from kernel.real_tools import Y as R2
from second_checker import samples
from second_checker.build import (
    INT,
    Certificate,
    Function,
    Json,
    Sort,
    Term,
    app,
    forall,
    num,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, B, G, P, Q, U, V, X, Y, s


def nested(depth: int) -> Term:
    term = ZERO
    for _ in range(depth):
        term = s(term)
    return term


def functions(*group: Function) -> Json:
    c = samples.arithmetic()
    c.functions(*group)
    c.theorem("trivial", [], unit(ZERO, ZERO)).refl([], ZERO)
    return c.data


def f(*args: Term) -> Term:
    return app("f", *args)


def g(*args: Term) -> Term:
    return app("g", *args)


def many_rows() -> Json:
    rows = [(f(nested(i)), ZERO) for i in range(20)]
    return functions(Function("f", [NAT], NAT, rows, partial=True))


def many_columns() -> Json:
    variables = [var(f"v{i}", NAT) for i in range(12)]
    first = f(*[ZERO] * 3, *variables[3:])
    rest = [f(*[ZERO] * i, s(var("n", NAT)), *variables[i + 1 :]) for i in range(3)]
    return functions(Function("f", [NAT] * 12, NAT, [(left, ZERO) for left in (first, *rest)]))


def many_calls() -> Json:
    variables = [var(f"v{i}", NAT) for i in range(6)]
    calls = ZERO
    for i in range(6):
        turned = [X, *variables[i + 1 :], *variables[1 : i + 1]]
        calls = app("plus", f(*turned), calls)
    return functions(
        Function("f", [NAT] * 6, NAT, [(f(s(X), *variables[1:]), calls)], partial=True)
    )


def swapping() -> Json:
    rows = [(f(ZERO, Y), Y), (f(s(X), Y), f(Y, X))]
    return functions(Function("f", [NAT, NAT], NAT, rows))


def plain_recursion() -> Json:
    return functions(Function("f", [NAT], NAT, [(f(ZERO), ZERO), (f(s(X)), f(X))]))


def mutual_recursion() -> Json:
    return functions(
        Function("f", [NAT, NAT], NAT, [(f(ZERO, Y), Y), (f(s(X), Y), g(X, Y, X))]),
        Function("g", [NAT, NAT, NAT], NAT, [(g(X, Y, var("n", NAT)), f(X, Y))]),
    )


def needs() -> Json:
    names = [f"a{i}" for i in range(4)]
    a, b, c_, d = (Sort(n, (), True) for n in names)
    c = Certificate()
    c.datatype("d", names, one=[a, b], two=[c_], three=[b, c_, d], four=[d, b])
    c.datatype("e", names, left=[Sort("d", (a, b, c_, d)), Sort("d", (d, c_, b, a))])
    c.theorem("trivial", [], unit(num(0), num(0))).refl([], num(0))
    return c.data


def large_coefficients() -> Json:
    big = app("Int.+", app("Int.*", num(10**2_000), var("i", INT)), num(7**3_000))
    c = Certificate.load(VALID["ring"])
    square = app("Int.*", big, big)
    c.theorem("t2", [], forall([var("i", INT)], square, square), ["i"])
    c.data["theorems"][-1]["nodes"] = [
        c.data["theorems"][0]["nodes"][0] | {"left": c.term(square), "right": c.term(square)}
    ]
    return c.data


def sums() -> Json:
    def add(a: Term, b: Term) -> Term:
        return app("add", a, b)

    def mul(a: Term, b: Term) -> Term:
        return app("mul", a, b)

    left, right = mul(add(U, V), add(add(U, V), U)), mul(add(V, add(U, U)), add(V, U))
    return semiring(app("C"), app("D"), left, right)


def large_numbers() -> Json:
    c = Certificate("refutation")
    big = Term("int", "7" * 20_000)
    left = app("Int.<", app("Int.*", big, big), app("Int.+", big, big))
    return c.refute(unit(left, app("true")), [])


def large_fractions() -> Json:
    c = Certificate("refutation")
    small = Term("rational", "1", denominator="7" * 9_000)
    left = app("Rational.<", app("Rational.*", small, small), app("Rational.neg", small))
    return c.refute(unit(left, app("true")), [])


def many_variables() -> Json:
    c = samples.arithmetic()
    term = X
    for i in range(30):
        term = app("plus", term, app("plus", var(f"v{i % 9}", NAT), var(f"v{i % 5}", NAT)))
    p = c.theorem("t", [], unit(ZERO, ZERO))
    p.refl([], term)
    p.refl([], ZERO)
    return c.data


def polymorphic() -> Json:
    c = Certificate()
    samples.declare_lists(c)
    x = var("x", samples.list_of(A))
    y = var("y", samples.list_of(B))
    c.theorem("t", ["a", "b"], forall([x, y], x, x), ["x", "y"]).refl([], x)
    return c.data


def model() -> Json:
    c = Certificate("refutation")
    u, v = U, V
    op = samples.op
    c.structure("magma", ["G"], {"op": ([G, G], G)}, {"left": forall([u, v], op(u, v), u)})
    zero, one, two = ({"element": k} for k in range(3))
    tables = {"op": [zero] * 3 + [one] * 3 + [two] * 3}
    clause = forall([u, v], op(u, v), op(v, u))
    return c.refute(clause, [zero, one], sorts={"G": 3}, symbols=tables)


def rational_functions() -> Json:
    denominators = [sub(R1, R2), add(R1, R2)]
    left = add(*(div(real(Fraction(1, 3)), d) for d in denominators))
    right = div(mul(real(Fraction(2, 3)), R1), sub(power(R1, real(2)), power(R2, real(2))))
    return fractions(left, right, [*denominators, right.args[1]])


def large_rational_coefficients() -> Json:
    small = mul(real(Fraction(1, 10**2_000)), R1)
    product = mul(add(small, real(Fraction(7**2_000, 3**3_000))), add(small, R2))
    return fractions(product, product)


def cube() -> Json:
    return fractions(power(R1, real(3)), mul(mul(R1, R1), R1))


def several_conditions() -> Json:
    term = add(op("log", R1), div(op("sqrt", R2), R1))
    conditions = [op("<", ZERO_, R1), op("<=", ZERO_, R2), nonzero(R1)]
    return same(term, both(*conditions))


def unfolded() -> Json:
    call = app("f", app("f", R2))
    inner = nonzero(add(R2, real(1)))
    outer = nonzero(add(app("f", R2), real(1)))
    one = Function("f", [REAL], REAL, [(app("f", R1), div(real(1), add(R1, real(1))))])
    return with_functions(call, both(inner, outer), [one])


def enclosed() -> Json:
    return decided(op("<", op("sin", op("exp", real(3))), op("log", op("pi"))))


# (module, limit, certificate) and the lowest value of the limit at which it is accepted.
THRESHOLDS: dict[str, tuple[str, str, Callable[[], Json]]] = {
    "rows": ("functions", "MAX_WORK", many_rows),
    "columns": ("functions", "MAX_WORK", many_columns),
    "calls": ("functions", "MAX_WORK", many_calls),
    "calls of a group": ("functions", "MAX_WORK", mutual_recursion),
    "matrices": ("functions", "MAX_MATRICES", swapping),
    "matrices of a call": ("functions", "MAX_MATRICES", plain_recursion),
    "matrices of a group": ("functions", "MAX_MATRICES", mutual_recursion),
    "needs": ("datatypes", "MAX_NEEDS", needs),
    "atoms": ("computation", "MAX_ATOMS", lambda: table(app("or", P, Q), app("or", Q, P), P, Q)),
    "monomials": ("polynomials", "MAX_MONOMIALS", sums),
    "monomials of the sample": ("polynomials", "MAX_MONOMIALS", lambda: VALID["ring"]),
    "products": ("polynomials", "MAX_WORK", sums),
    "large coefficients": ("polynomials", "MAX_WORK", large_coefficients),
    "sets": ("terms", "MAX_SETS", many_variables),
    "sets of the sample": ("terms", "MAX_SETS", lambda: VALID["nat_commutative"]),
    "digits": ("terms", "MAX_DIGITS", lambda: ODD["eval carry"][0]),
    "digits of a result": ("terms", "MAX_DIGITS", lambda: evaluation(
        app("Int.*", num(10**50), num(10**50)), num(10**100))),
    "steps": ("refutation", "FUEL", lambda: VALID["refuted_by_values"]),
    "steps of large numbers": ("refutation", "FUEL", large_numbers),
    "steps of large fractions": ("refutation", "FUEL", large_fractions),
    "steps of a value": ("evaluate", "FUEL", lambda: VALID["refuted_by_values"]),
    "steps of a model": ("refutation", "MAX_STEPS", model),
    "valuations": ("refutation", "MAX_VALUATIONS", model),
    "rational functions": ("polynomials", "MAX_WORK", rational_functions),
    "monomials of fractions": ("polynomials", "MAX_MONOMIALS", rational_functions),
    "rational coefficients": ("polynomials", "MAX_WORK", large_rational_coefficients),
    "exponents": ("field", "MAX_EXPONENT", cube),
    "degrees": ("polynomials", "MAX_DEGREE", cube),
    "conditions": ("domain", "MAX_CONDITIONS", several_conditions),
    "domains": ("domain", "MAX_WORK", several_conditions),
    "unfolding": ("domain", "MAX_WORK", unfolded),
    "enclosures": ("real", "MAX_WORK", enclosed),
    "numbers enclosed": ("real", "MAX_SIZE", lambda: decided(
        op("<", op("exp", op("pi")), op("exp", real(4))))),
    "exact numbers": ("real", "MAX_WORK", lambda: decided(
        op("<", power(real(3), real(5_000)), power(real(4), real(6_000))))),
    "exponents of eval": ("computation", "MAX_EXPONENT", lambda: computed(
        power(real(2), real(-12)), real(Fraction(1, 4_096)))),
}  # fmt: skip
EXPECTED: dict[str, int] = {
    "rows": 1330,
    "columns": 726,
    "calls": 1105,
    "calls of a group": 52,
    "matrices": 3,
    "matrices of a call": 1,
    "matrices of a group": 5,
    "needs": 8,
    "atoms": 2,
    "monomials": 3,
    "monomials of the sample": 3,
    "products": 35,
    "large coefficients": 734,
    "sets": 112,
    "sets of the sample": 34,
    "digits": 5001,
    "digits of a result": 101,
    "steps": 48,
    "steps of large numbers": 18327,
    "steps of large fractions": 3064,
    "steps of a value": 6,
    "steps of a model": 54,
    "valuations": 9,
    "rational functions": 61,
    "monomials of fractions": 2,
    "rational coefficients": 2649,
    "exponents": 3,
    "degrees": 3,
    "conditions": 3,
    "domains": 30,
    "unfolding": 70,
    "enclosures": 168,
    "numbers enclosed": 6,
    "exact numbers": 3710,
    "exponents of eval": 12,
}


def lowest(kernel: Any, name: str) -> int:  # noqa: ANN401
    """The smallest value of a limit; `kernel` has the modules as attributes, and `verdict`."""
    room, limit, build = THRESHOLDS[name]
    module = getattr(kernel, room)
    before = getattr(module, limit)
    text = json.dumps(build())

    def accepted(value: int) -> bool:
        setattr(module, limit, value)
        kernel.terms._too_large.cache_clear()
        return not isinstance(kernel.verdict(text), str)

    low, high = -1, 1
    try:
        while not accepted(high) and high < 10**7:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if accepted(middle):
                high = middle
            else:
                low = middle
    finally:
        setattr(module, limit, before)
        kernel.terms._too_large.cache_clear()
    return high
