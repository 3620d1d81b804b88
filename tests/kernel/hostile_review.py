"""Files about the reals whose cost once escaped the budgets of the kernel."""

from __future__ import annotations

from kernel.hostile import file
from kernel.hostile_reals import compared, strictly
from kernel.real_tools import (
    ONE,
    REAL,
    RealCertificate,
    X,
    Y,
    add,
    field_file,
    field_step,
    mul,
    neg,
    op,
    power,
    real,
)
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
    arrow,
    forall,
    type_var,
    var,
)


def chain(c: Certificate, start: int, rows: list[list[object]]) -> int:
    """A sum of many terms, written directly: the builder is recursive."""
    terms = c.data["terms"]
    for row in rows:
        terms.append(row)
        terms.append(["app", "Real.+", [], [start, len(terms) - 1]])
        start = len(terms) - 1
    return start


@file
def powers_computed_in_vain() -> Json:
    """15^k has more than 100,000 digits: computed exactly, thrown away, not counted."""
    c = RealCertificate.load(compared(ONE))
    terms = c.data["terms"]
    terms.append(["real", "15", "1"])
    base = total = len(terms) - 1
    for i in range(1_000):
        terms.append(["real", str(100_000 - i), "1"])
        total = chain(c, total, [["app", "Real.^", [], [base, len(terms) - 1]]])
    terms.append(["app", "Real.<", [], [total, base]])
    c.data["theorems"][0]["nodes"][0]["left"] = len(terms) - 1
    return c.data


@file
def comparisons_of_large_fractions() -> Json:
    """Real.< of exact values costs one step, whatever their size."""
    c = RealCertificate("refutation")
    one = Term("real", "7" * 99_999 + "1", denominator="1" + "0" * 99_998 + "3")
    two = Term("real", "7" * 99_999 + "3", denominator="1" + "0" * 99_998 + "1")
    test = op("<", X, Y)
    for _ in range(12):
        test = app("ite", test, test, FALSE, at=[BOOL])
    return c.refute(forall([X, Y], test, TRUE), [{"term": c.term(one)}, {"term": c.term(two)}])


@file
def table_with_many_rows() -> Json:
    """All pairs of arguments are compared."""
    c = RealCertificate("refutation")
    one = {"term": c.term(ONE)}
    rows = [[{"term": c.term(op("sqrt", real(2 + i * i)))}, one] for i in range(5_500)]
    f = var("f", arrow(REAL, REAL))
    return c.refute(forall([f], TRUE, FALSE), [{"table": rows, "default": one}])


@file
def large_coefficients() -> Json:
    """20,000 coefficients of 100,000 digits are copied again and again."""
    c = field_file()
    big = Term("real", "1" + "0" * 99_800, denominator="1")
    term = mul(mul(power(add(X, ONE), real(99)), power(add(Y, ONE), real(190))), big)
    for _ in range(6):
        term = neg(term)
    p = c.theorem("t", [], forall([X, Y], term, term), ["x", "y"])
    field_step(p, [], term, term)
    return c.data


@file
def polymorphic_definition_unfolded() -> Json:
    """`replace` at a sort argument walks the whole body, also where nothing changes in it."""
    c = RealCertificate()
    a = type_var("a")
    x = var("x", a)
    c.functions(Function("f", [a], REAL, [(app("f", x, at=[a]), ONE)], ["a"]))
    terms, one, sort = c.data["terms"], c.term(ONE), c.sort(INT)
    body = one
    for _ in range(15_000):
        terms.append(["app", "Real.exp", [], [body]])
        body = len(terms) - 1
    case = c.data["declarations"][0]["group"][0]["cases"][0]
    c.data["clauses"][case]["conclusion"][1] = body
    total = one
    for i in range(4_000):
        terms.append(["int", str(i)])
        total = chain(c, total, [["app", "f", [sort], [len(terms) - 1]]])
    data = strictly(c, ONE)
    clause = {"bound": [], "premises": [], "conclusion": [total, total], "guard": None}
    data["clauses"].append(clause)
    data["strict"]["clause"] = len(data["clauses"]) - 1
    return data
