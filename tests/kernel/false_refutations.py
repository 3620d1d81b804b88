"""False refutations (FORMAT.md section 8)."""

from __future__ import annotations

from kernel.false_tools import ONE, false
from second_checker import samples
from second_checker.build import (
    FALSE,
    INT,
    TRUE,
    Certificate,
    Function,
    Json,
    Sort,
    Term,
    app,
    arrow,
    eq,
    forall,
    num,
    ratio,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, G, U, V, X, Y, arithmetic, op, plus, s

# Refutations.


def refuting(c: Certificate, left: Term, right: Term) -> Json:
    return c.refute(unit(left, right), [])


@false("the statement is false under the values", "the statement holds under these values")
def values_that_agree(wrong: bool) -> Json:
    c = arithmetic("refutation")
    value = {"term": ZERO if wrong else ONE}
    return c.refute(forall([X], plus(X, X), X), [value])


@false("the premises are true under the values", "the statement holds under these values")
def values_against_a_premise(wrong: bool) -> Json:
    c = arithmetic("refutation")
    right = ONE if wrong else ZERO
    return c.refute(forall([X], X, ONE, [(X, right)]), [{"term": ZERO}])


@false("the axioms hold in the model", "axiom comm fails in the model")
def model_against_an_axiom(wrong: bool) -> Json:
    c = Certificate("refutation")
    axioms = {"comm": forall([U, V], op(U, V), op(V, U))} if wrong else {}
    c.structure("magma", ["G"], {"op": ([G, G], G)}, axioms)
    zero, one = {"element": 0}, {"element": 1}
    clause = forall([U, V], op(U, V), op(V, U))
    table = [zero, zero, one, one]
    return c.refute(clause, [zero, one], sorts={"G": 2}, symbols={"op": table})


@false("axioms elsewhere hold in the model too", "axiom comm fails in the model")
def model_against_an_axiom_elsewhere(wrong: bool) -> Json:
    data = model_against_an_axiom(False)
    c = Certificate.load(data)
    if wrong:
        c.structure("more", axioms={"comm": forall([U, V], op(U, V), op(V, U))})
    return c.data


@false("an axiom with a premise holds too", "axiom odd fails in the model")
def model_against_a_conditional_axiom(wrong: bool) -> Json:
    c = Certificate("refutation")
    premise = [(U, V)] if not wrong else [(op(U, U), op(V, V))]
    c.structure("magma", ["G"], {"op": ([G, G], G)}, {"odd": forall([U, V], U, V, premise)})
    zero, one = {"element": 0}, {"element": 1}
    clause = forall([U, V], op(U, V), op(V, U))
    table = [zero, zero, one, zero]
    return c.refute(clause, [zero, one], sorts={"G": 2}, symbols={"op": table})


@false("abstract sorts have elements", "an abstract sort is empty")
def model_without_elements(wrong: bool) -> Json:
    # All axioms hold where nothing is.
    c = Certificate("refutation")
    c.structure("pointed", ["G"], {}, {"one": forall([U, V], U, V)})
    clause = unit(TRUE, FALSE)
    return c.refute(clause, [], sorts={"G": 0 if wrong else 1})


@false("elements are there", "does not point to an earlier entry")
def model_with_another_element(wrong: bool) -> Json:
    c = Certificate("refutation")
    axioms = {"one": forall([U, V], U, V)} if wrong else {}
    c.structure("pointed", ["G"], {}, axioms)
    values = [{"element": 0}, {"element": 1}]
    return c.refute(forall([U, V], U, V), values, sorts={"G": 1 if wrong else 2})


@false("an element is of an abstract sort", "an element of another sort", honest=False)
def element_of_a_datatype(wrong: bool) -> Json:
    c = arithmetic("refutation")
    return c.refute(forall([X], X, X), [{"element": 0}])


@false("values have the sorts of the variables", "a value of another sort")
def value_of_another_sort(wrong: bool) -> Json:
    c = arithmetic("refutation")
    c.datatype("single", [], only=[])
    x = var("x", Sort("single") if wrong else NAT)
    clause = forall([x], eq(x, x, x.sort or NAT), FALSE) if not wrong else None
    if clause:
        return c.refute(clause, [{"term": ZERO}])
    return c.refute(forall([x], x, app("only")), [{"term": ZERO}])


@false("partial functions have no value elsewhere", "no case matches")
def no_value_outside(wrong: bool) -> Json:
    c = arithmetic("refutation")
    rows = [(app("pred", s(X)), X)]
    c.functions(Function("pred", [NAT], NAT, rows, partial=True))
    return refuting(c, app("pred", ZERO if wrong else ONE), ONE)


@false("division by zero has no value", "division by zero")
def no_value_of_a_division(wrong: bool) -> Json:
    c = Certificate("refutation")
    bottom = ratio(0, 1) if wrong else ratio(1, 1)
    return refuting(c, app("Rational./", ratio(1, 1), bottom), ratio(0, 1))


@false("functions are not compared", "functions cannot be compared")
def functions_compared(wrong: bool) -> Json:
    # Two descriptions of one function.
    c = arithmetic("refutation")
    c.lambda_("adder", [], [X], Y, plus(X, Y), NAT)
    one, two = app("adder", ZERO), app("adder", plus(ZERO, ZERO))
    if not wrong:
        one, two = (app("apply", f, ONE, at=[NAT, NAT]) for f in (one, app("adder", ONE)))
    return refuting(c, one, two)


@false("data that hold functions are not compared", "functions cannot be compared")
def functions_compared_inside_data(wrong: bool) -> Json:
    c = arithmetic("refutation")
    c.lambda_("adder", [], [X], Y, plus(X, Y), NAT)
    c.datatype("pair", [], pair=[arrow(NAT, NAT) if wrong else NAT, NAT])
    first = app("adder", ZERO) if wrong else ZERO
    one, two = (app("pair", first, last) for last in (ZERO, ONE))
    return refuting(c, one, two)


@false("a table has one result an argument", "a table gives two results for one argument")
def table_with_two_results(wrong: bool) -> Json:
    c = arithmetic("refutation")
    f = var("f", arrow(NAT, NAT))
    value = app("apply", f, ZERO, at=[NAT, NAT])
    rows = [[{"term": ZERO}, {"term": ZERO}], [{"term": ZERO if wrong else ONE}, {"term": ONE}]]
    table = {"table": rows, "default": {"term": ZERO}}
    return c.refute(forall([f], value, ONE), [table])


@false("a table has results for all arguments", "the table of op has another length")
def table_too_short(wrong: bool) -> Json:
    data = model_against_an_axiom(False)
    if wrong:
        data["model"]["symbols"]["op"].pop()
    return data


@false("a value is built of constructors", "a value is built of constructors and literals")
def value_that_is_no_value(wrong: bool) -> Json:
    c = arithmetic("refutation")
    value = plus(ZERO, ONE) if wrong else ONE
    return c.refute(forall([X], X, ZERO), [{"term": value}])


@false("types of the model are closed", "a sort with type variables")
def model_at_an_open_type(wrong: bool) -> Json:
    c = Certificate("refutation")
    c.datatype("box", ["a"], none=[], pack=[A])
    x, y = var("x", A), var("y", A)
    sort = Sort("box", (A,)) if wrong else INT
    empty = app("none", at=[A])
    values = [{"term": empty}] * 2 if wrong else [{"term": num(1)}, {"term": num(2)}]
    return c.refute(forall([x, y], x, y), values, types={"a": sort})


@false("and evaluates its first argument first", "division by zero", honest=False)
def no_value_of_an_argument(wrong: bool) -> Json:
    c = Certificate("refutation")
    crash = eq(app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(1, 1), Sort("Rational"))
    return refuting(c, app("and", crash, FALSE), TRUE)


@false("all variables have values", "one value a variable is expected")
def too_few_values(wrong: bool) -> Json:
    c = arithmetic("refutation")
    values = [{"term": ZERO}, {"term": ONE}]
    return c.refute(forall([X, Y], X, Y), values[: 1 if wrong else 2])


@false("a theorem is not a refutation", "the statement holds under these values", honest=False)
def refuted_theorem(wrong: bool) -> Json:
    c = Certificate.load(samples.nat_commutative())
    data = arithmetic("refutation")
    assert c.data["declarations"]
    return data.refute(samples.COMMUTATIVE, [{"term": ONE}, {"term": ZERO}])
