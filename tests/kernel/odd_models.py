"""Odd refutations: what is evaluated, and which axioms a model must satisfy."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.odd import ODD, VALID
from second_checker import samples
from second_checker.build import (
    BOOL,
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
from second_checker.samples import I0, NAT, ZERO, A, G, P, U, V, X, Y, op, plus, s

ONE = s(ZERO)
CRASH = eq(app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(1, 1), Sort("Rational"))


def theory() -> Certificate:
    """Arithmetic, lambdas with parameters, lists, a partial function, an if of our own."""
    c = samples.arithmetic("refutation")
    samples.declare_lists(c)
    c.lambda_("adder", [], [X], Y, plus(X, Y), NAT)
    c.lambda_("first", [], [X], Y, X, NAT)
    c.lambda_("second", [], [X], Y, Y, NAT)
    c.functions(Function("pred", [NAT], NAT, [(app("pred", s(X)), X)], partial=True))
    rows = [(app("less", X, ZERO), FALSE), (app("less", ZERO, s(Y)), TRUE)]
    rows.append((app("less", s(X), s(Y)), app("less", X, Y)))
    c.functions(Function("less", [NAT, NAT], BOOL, rows))
    return c


def value(name: str, left: Term, right: Term, valid: bool) -> None:
    """left is not right, by evaluation."""
    assert name not in ODD
    ODD[name] = theory().refute(unit(left, right), []), valid


def call(f: Term, x: Term) -> Term:
    return app("apply", f, x, at=[NAT, NAT])


for _name, _term, _true in (
    ("not true", app("not", TRUE), FALSE),
    ("not false", app("not", FALSE), TRUE),
    ("and", app("and", TRUE, FALSE), FALSE),
    ("and true", app("and", TRUE, TRUE), TRUE),
    ("and stops", app("and", FALSE, CRASH), FALSE),
    ("or", app("or", FALSE, TRUE), TRUE),
    ("or false", app("or", FALSE, FALSE), FALSE),
    ("or stops", app("or", TRUE, CRASH), TRUE),
    ("ite", app("ite", TRUE, TRUE, CRASH, at=[BOOL]), TRUE),
    ("ite else", app("ite", FALSE, CRASH, TRUE, at=[BOOL]), TRUE),
    ("less", app("Int.<", num(1), num(2)), TRUE),
    ("not less", app("Int.<", num(2), num(2)), FALSE),
    ("less or equal", app("Rational.<=", ratio(1, 2), ratio(1, 2)), TRUE),
    ("eq", eq(s(ZERO), plus(ONE, ZERO), NAT), TRUE),
    ("eq not", eq(s(ZERO), ZERO, NAT), FALSE),
    ("eq int", eq(num(1), num(2), INT), FALSE),
    ("own less", app("less", ONE, s(ONE)), TRUE),
    ("own not less", app("less", s(ONE), ONE), FALSE),
):
    value(f"value of {_name}", _term, FALSE if _true == TRUE else TRUE, True)
    value(f"no other value of {_name}", _term, _true, False)
for _name, _term, _right in (
    ("first", call(app("first", ZERO), ONE), ZERO),
    ("second", call(app("second", ZERO), ONE), ONE),
    ("adder", call(app("adder", s(ONE)), ONE), s(s(ONE))),
    ("pred", app("pred", s(ONE)), ONE),
    ("ite of numbers", app("ite", FALSE, ZERO, ONE, at=[NAT]), ONE),
):
    value(f"value of {_name}", _term, s(_right), True)
    value(f"no other value of {_name}", _term, _right, False)
for _name, _term in (
    ("crash and false", app("and", CRASH, FALSE)),
    ("crash or true", app("or", CRASH, TRUE)),
    ("crash in ite", app("ite", CRASH, TRUE, TRUE, at=[BOOL])),
    ("crash in eq", eq(app("pred", ZERO), ONE, NAT)),
    ("crash in not", app("not", CRASH)),
):
    value(f"no value of {_name}", _term, TRUE, False)
    value(f"no value of {_name}, turned", _term, FALSE, False)
_BIG = Term("int", "7" * 60_000)
value("product that is too large", app("Int.<", app("Int.*", _BIG, _BIG), num(0)), TRUE, False)
value("sum that is not too large", app("Int.<", app("Int.+", _BIG, _BIG), num(0)), TRUE, True)
_SMALL = Term("rational", "1", denominator="7" * 60_000)
_LESS = app("Rational.<", app("Rational.*", _SMALL, _SMALL), ratio(0, 1))
value("denominator that is too large", _LESS, TRUE, False)

FUNCTION = arrow(NAT, NAT)
NIL = samples.nil(FUNCTION)
FULL = samples.cons(app("adder", ZERO), NIL, FUNCTION)
value("list of functions on the left", FULL, NIL, False)
value("list of functions on the right", NIL, FULL, False)
value("lists of no functions", samples.nil(FUNCTION), samples.nil(FUNCTION), False)
value("lists of numbers", samples.cons(ZERO, samples.nil(NAT), NAT), samples.nil(NAT), True)


def table(name: str, rows: object, valid: bool, default: object = None) -> None:
    """apply(f, 0) is not 1 for the table."""
    c = theory()
    f = var("f", arrow(NAT, NAT))
    zero, one = {"term": ZERO}, {"term": ONE}
    made = c.refute(forall([f], call(f, ZERO), ONE), [{"table": [], "default": zero}])
    made["model"]["values"][0]["table"] = c.convert(rows)
    if default is not None:
        made["model"]["values"][0]["default"] = c.convert(default)
    ODD[f"table {name}"] = made, valid
    assert zero != one


_ZERO, _ONE = {"term": ZERO}, {"term": ONE}
table("empty", [], True)
table("empty with another default", [], False, _ONE)
table("that is used", [[_ZERO, _ZERO]], True, _ONE)
table("that is not used", [[_ONE, _ONE]], True)
table("that gives the value", [[_ZERO, _ONE]], False)
table("second row", [[_ONE, _ONE], [_ZERO, _ZERO]], True, _ONE)
table("with a row of one", [[_ONE]], False)
table("with a row of three", [[_ONE, _ONE, _ONE]], False)
table("with a short row and a good one", [[_ZERO, _ZERO], [_ONE]], False)
table("that is an object", {}, False)
table("with equal arguments", [[_ONE, _ONE], [_ONE, _ONE]], False)
table("with a compound argument", [[{"term": plus(ZERO, ONE)}, _ZERO]], False)
table("with a value that is deep down no value", [[{"term": s(plus(ZERO, ONE))}, _ZERO]], False)
table("with an element", [[{"element": 0}, _ZERO]], False)
table("with a table", [[{"table": [], "default": _ZERO}, _ZERO]], False)


def functional(rows: object, valid: bool, name: str) -> None:
    """A table whose arguments are functions."""
    c = theory()
    sort = arrow(arrow(NAT, NAT), NAT)
    f = var("f", sort)
    left = app("apply", f, app("adder", ZERO), at=[arrow(NAT, NAT), NAT])
    made = c.refute(forall([f], left, ONE), [{"table": [], "default": _ZERO}])
    made["model"]["values"][0] = c.convert({"table": rows, "default": _ZERO})
    ODD[name] = made, valid


functional([], True, "function of functions without rows")
_KEY = {"table": [], "default": _ZERO}
functional([[_KEY, _ONE]], False, "function of functions with a row")
functional([[_KEY, _ONE], [_KEY, _ONE]], False, "function of functions with rows")


def unused(rows: object, valid: bool, name: str) -> None:
    """A table of functions that the statement does not apply."""
    c = theory()
    f = var("f", arrow(arrow(NAT, NAT), NAT))
    made = c.refute(forall([f], TRUE, FALSE), [{"table": [], "default": _ZERO}])
    made["model"]["values"][0] = c.convert({"table": rows, "default": _ZERO})
    ODD[name] = made, valid


unused([], True, "unused function of functions")
unused([[_KEY, _ONE]], False, "unused function of functions with a row")


def model(
    name: str,
    valid: bool,
    axioms: dict[str, tuple[Sequence[Term], Term, Term]],
    more: dict[str, tuple[Sequence[Term], Term, Term]] | None = None,
    flag: tuple[int, int] = (0, 1),
    polymorphic: bool = False,
) -> None:
    """u op v is not v op u for the left projection; pick(false), pick(true) are the flag."""
    c = Certificate("refutation")
    samples.declare_integers(c)
    made = {key: forall(*clause) for key, clause in axioms.items()}
    symbols: dict[str, tuple[list[Sort], Sort]] = {"op": ([G, G], G), "pick": ([BOOL], G)}
    c.structure("magma", ["G"], symbols, made)
    if more is not None:
        c.structure("more", axioms={key: forall(*clause) for key, clause in more.items()})
    if polymorphic:
        c.data["declarations"][1]["symbols"][1]["types"] = ["a"]
    zero, one = {"element": 0}, {"element": 1}
    tables = {"op": [zero, zero, one, one], "pick": [{"element": k} for k in flag]}
    clause = forall([U, V], op(U, V), op(V, U))
    ODD[f"model {name}"] = c.refute(clause, [zero, one], sorts={"G": 2}, symbols=tables), valid


B0 = var("b", BOOL)
PICK = app("pick", B0)
model("beside the integers", True, {"left": ([U, V], op(U, V), U)})
model("polymorphic", True, {"left": ([U, V], op(U, V), U)}, polymorphic=True)
model("against an axiom", False, {"right": ([U, V], op(U, V), V)})
model("in the order of bool", True, {"a": ([U], op(app("pick", FALSE), U), app("pick", FALSE))})
model("true is last", True, {"a": ([B0], op(PICK, app("pick", FALSE)), PICK)}, flag=(1, 0))
_DIFFERENT: tuple[list[Term], Term, Term] = (
    [],
    eq(app("pick", FALSE), app("pick", TRUE), G),
    FALSE,
)
model("with different picks", True, {"a": _DIFFERENT})
model("with the same picks", False, {"a": _DIFFERENT}, flag=(1, 1))
model("with an axiom elsewhere", True, {}, {"left": ([U, V], op(U, V), U)})
model("against an axiom elsewhere", False, {}, {"right": ([U, V], op(U, V), V)})
model("beside an axiom about integers", True, {}, {"wrong": ([I0], I0, num(0))})
model("with an axiom about integers of its own", False, {"wrong": ([I0], I0, I0)})
_ALL = app("not", eq(op(U, V), op(V, U), G)), eq(eq(U, V, G), FALSE, BOOL)
model("with a Boolean axiom", True, {"a": ([U, V], *_ALL)})


def beside_numbers() -> Json:
    """Axioms about nat that mention no abstract sort are not part of the model."""
    c = theory()
    c.structure("magma", ["G"], {"op": ([G, G], G)})
    c.structure("more", axioms={"wrong": forall([X], X, ZERO)})
    zero, one = {"element": 0}, {"element": 1}
    tables = {"op": [zero, zero, one, one]}
    clause = forall([U, V], op(U, V), op(V, U))
    return c.refute(clause, [zero, one], sorts={"G": 2}, symbols=tables)


ODD["model beside numbers"] = beside_numbers(), True


def picked(flag: tuple[int, int]) -> Json:
    """pick(false) is not the element 0."""
    c = Certificate("refutation")
    c.structure("flag", ["G"], {"pick": ([BOOL], G)})
    tables = {"pick": [{"element": k} for k in flag]}
    clause = forall([U], app("pick", FALSE), U)
    return c.refute(clause, [{"element": 0}], sorts={"G": 2}, symbols=tables)


ODD["false comes first"] = picked((1, 0)), True
ODD["true comes last"] = picked((0, 1)), False


def types(name: str, sorts: dict[str, object], valid: bool) -> None:
    """x is not y, at a type of the model."""
    c = theory()
    x, y = var("x", A), var("y", A)
    made = c.refute(forall([x, y], x, y), [_ZERO, _ONE], types={"a": NAT})
    made["model"]["types"] = c.convert(sorts)
    ODD[f"types {name}"] = made, valid


types("good", {"a": NAT}, True)
types("missing", {}, False)
types("more", {"a": NAT, "b": NAT}, False)
types("other", {"a": BOOL}, False)
types("open", {"a": samples.list_of(A)}, False)
types("wrong", {"a": 99}, False)


def refuted(name: str, path: Sequence[object], to: object) -> None:
    """The sample with a finite model, changed."""
    from kernel.odd import changed

    ODD[f"finite {name}"] = changed("finite_model", *path, to=to), False


refuted("sizes are a list", ["model", "sorts"], [])
refuted("tables are a list", ["model", "symbols"], [])
refuted("values are an object", ["model", "values"], {})
refuted("value that is no element", ["model", "values", 0], {"term": 0})
refuted("value that is a table", ["model", "values", 0], {"table": [], "default": {"element": 0}})
refuted("element that is a text", ["model", "values", 0], {"element": "0"})
refuted("value with two keys", ["model", "values", 0], {"element": 0, "term": 0})
refuted("statement is a list", ["statement"], [])
assert "finite_model" in VALID
assert (P, Json) is not None
