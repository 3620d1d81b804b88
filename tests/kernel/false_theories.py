"""False theories: declarations from which true = false would follow (FORMAT.md section 3)."""

from __future__ import annotations

from second_checker import samples
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Datatype,
    Function,
    Json,
    Sort,
    Term,
    app,
    arrow,
    eq,
    forall,
    hypothesis,
    num,
    substitute_clause,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, B, N, X, Y, arithmetic, plus, s

from kernel.false_tools import ABSURD, ONE, absurd, apart, both, done, false, liar

W = Sort("w")
S, T = var("s", W), var("t", W)


def f(*args: Term) -> Term:
    return app("f", *args)


def g(*args: Term) -> Term:
    return app("g", *args)


def negated(term: Term) -> Term:
    return app("not", term)


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


def liars(c: Certificate, term: Term, *steps: tuple[Term, str, int, list[Term]]) -> Json:
    """true = false from term = … = not(term), by cases of functions."""
    p = absurd(c)
    n: int | None = None
    for right, name, index, terms in steps:
        n = p.case([], term, right, name, index, terms, start=n)
    assert n is not None
    liar(p, term, n)
    return c.data


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
        Function(
            "g", [NAT], BOOL, [(g(X), rest)] if wrong else [(g(ZERO), TRUE), (g(s(Y)), rest)]
        ),
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


# Lambdas.


@false("a lambda does not use itself", "l is used in its own body")
def lambda_of_itself(wrong: bool) -> Json:
    c = arithmetic()
    value = app("apply", app("l"), X, at=[NAT, BOOL])
    c.lambda_("l", [], [], X, negated(value) if wrong else TRUE, BOOL)
    if not wrong:
        return done(c)
    at_zero = app("apply", app("l"), ZERO, at=[NAT, BOOL])
    return liars(c, at_zero, (negated(at_zero), "l", 0, [ZERO]))


@false("a lambda has no free variable", "a free variable in a closed clause")
def lambda_with_free_variable(wrong: bool) -> Json:
    c = arithmetic()
    c.lambda_("l", [], [], X, Y if wrong else X, NAT)
    return done(c)


@false("a lambda binds its parameters and one variable", "the case of l is not an equation")
def lambda_with_stray_variable(wrong: bool) -> Json:
    c = arithmetic()
    c.lambda_("l", [], [], X, X, NAT)
    left = app("apply", app("l"), ZERO, at=[NAT, NAT])
    if not wrong:
        return done(c)
    open_ = app("apply", app("l"), X, at=[NAT, NAT])
    c.data["declarations"][-1]["case"] = c.clause(forall([X, Y], open_, Y))
    p = absurd(c)
    nodes = [p.case([], left, v, "l", 0, [ZERO, v]) for v in (ZERO, ONE)]
    apart(p, both(p, *nodes))
    return c.data


@false("a lambda defines itself", "the case of l is not an equation for it")
def lambda_about_another(wrong: bool) -> Json:
    c = arithmetic()
    c.lambda_("id", [], [], X, X, NAT)
    c.lambda_("l", [], [], X, ONE, NAT)
    if not wrong:
        return done(c)
    left = app("apply", app("id"), X, at=[NAT, NAT])
    c.data["declarations"][-1]["case"] = c.clause(forall([X], left, ONE))
    p = absurd(c)
    left = app("apply", app("id"), ZERO, at=[NAT, NAT])
    nodes = [p.case([], left, v, name, 0, [ZERO]) for name, v in (("id", ZERO), ("l", ONE))]
    apart(p, both(p, *nodes))
    return c.data


# Datatypes.


def russell(c: Certificate, unpack: list[tuple[Term, Term]], packed: Term) -> Json:
    """member(x, wrap(r)) with r(x) = not member(x, x): the set of all sets without themselves."""
    t = var("t", Sort("w"))
    for i, (left, right) in enumerate(unpack):
        sorts = [Sort("w"), arrow(Sort("w"), BOOL)] if i == 0 else []
        c.functions(Function(left.name, sorts[:1], sorts[1], [(left, right)]))

    def member(x: Term, y: Term) -> Term:
        return app("apply", app("open", y), x, at=[Sort("w"), BOOL])

    c.lambda_("r", [], [], t, negated(member(t, t)), BOOL)
    term = member(packed, packed)
    p = absurd(c)
    called = app("apply", app("r"), packed, at=[Sort("w"), BOOL])
    n = p.case([], term, called, "open", 0, [app("r")], [0])
    n = p.case([], term, negated(term), "r", 0, [packed], start=n)
    liar(p, term, n)
    return c.data


PREDICATE = var("q", arrow(W, BOOL))


@false("datatypes are strictly positive", "not strictly positive")
def negative(wrong: bool) -> Json:
    c = Certificate()
    c.datatype("w", [], wrap=[arrow(W if wrong else BOOL, BOOL)])
    if not wrong:
        return done(c)
    unpack = [(app("open", app("wrap", PREDICATE)), PREDICATE)]
    return russell(c, unpack, app("wrap", app("r")))


@false("strictly positive through another datatype", "not strictly positive")
def negative_nested(wrong: bool) -> Json:
    c = Certificate()
    c.datatype("pred", ["a"], test=[arrow(A, BOOL)])
    c.datatype("w", [], wrap=[Sort("pred", (W if wrong else BOOL,))])
    if not wrong:
        return done(c)

    def packed(q: Term) -> Term:
        return app("wrap", app("test", q, at=[W]))

    return russell(c, [(app("open", packed(PREDICATE)), PREDICATE)], packed(app("r")))


@false("strictly positive through the other members of a group", "not strictly positive")
def negative_through_a_parameter(wrong: bool) -> Json:
    c = Certificate()
    two = Sort("two", (A,))
    field = arrow(A, BOOL) if wrong else arrow(BOOL, A)
    c.datatypes(
        Datatype("one", {"first": [two]}, ["a"]), Datatype("two", {"second": [field]}, ["a"])
    )
    c.datatype("w", [], wrap=[Sort("one", (W,))], bottom=[])
    if not wrong:
        return done(c)
    c.data["declarations"][-1]["group"][0]["constructors"].pop()

    def packed(q: Term) -> Term:
        return app("wrap", app("first", app("second", q, at=[W]), at=[W]))

    return russell(c, [(app("open", packed(PREDICATE)), PREDICATE)], packed(app("r")))


@false("strictly positive, not only positive", "not strictly positive")
def negative_twice(wrong: bool) -> Json:
    # (w -> Bool) -> Bool inside w: more predicates of predicates of w than there are values of w.
    c = Certificate()
    inner = arrow(BOOL, W) if not wrong else arrow(arrow(W, BOOL), BOOL)
    c.datatype("w", [], leaf=[], wrap=[inner])
    return done(c)


@false("datatypes are uniform", "not uniform")
def not_uniform(wrong: bool) -> Json:
    c = Certificate()
    inside = Sort("box", (A,)) if wrong else A
    c.datatype("box", ["a"], pack=[A])
    c.datatype("w", ["a"], leaf=[A], deeper=[Sort("w", (inside,))])
    return done(c)


@false("datatypes have a constructor", "datatype empty has no constructor")
def no_constructor(wrong: bool) -> Json:
    # No branch to prove, and a variable of the empty sort is there for the taking.
    c = Certificate()
    c.declare(
        kind="datatype",
        group=[
            {
                "name": "empty",
                "types": [],
                "constructors": [] if wrong else [{"name": "k", "fields": []}],
            }
        ],
    )
    if not wrong:
        return done(c)
    x = var("x", Sort("empty"))
    absurd(c).node("split", [], TRUE, FALSE, variable=x, fields=[], from_=[])
    return c.data


def descend(c: Certificate, x: Term, *patterns: tuple[Term, Term]) -> Json:
    """true = false by induction on x of a datatype without a finite value."""
    p = absurd(c)
    ih = hypothesis([x], [], [], *ABSURD.conclusion)
    end = patterns[-1][1]
    whole = x
    contexts = []
    for variable, pattern in patterns:
        contexts.append((variable, [substitute_clause(ih, {x: whole})], pattern))
        whole = substitute_clause(unit(whole, whole), {variable: pattern}).conclusion[0]
    h = [substitute_clause(ih, {x: whole})]
    last = end.args[0]
    n = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[0], [last]])
    for variable, context, pattern in reversed(contexts):
        fields = [list(pattern.args)]
        n = p.node("split", context, TRUE, FALSE, variable=variable, fields=fields, from_=[n])
    p.node("induction", [], TRUE, FALSE, variables=[x], general=[], moved=[], from_=n)
    return c.data


@false("datatypes are inhabited", "has no value of finite size")
def empty_datatype(wrong: bool) -> Json:
    c = Certificate()
    c.datatype("w", [], **({} if wrong else {"base": []}), step=[W])
    return descend(c, T, (T, app("step", S))) if wrong else done(c)


@false("inhabited through another datatype", "has no value of finite size")
def empty_nested(wrong: bool) -> Json:
    c = Certificate()
    c.datatype("box", ["a"], **({} if wrong else {"none": []}), pack=[A])
    box = Sort("box", (W,))
    c.datatype("w", [], step=[box])
    if not wrong:
        return done(c)
    inner = var("b", box)
    return descend(c, T, (T, app("step", inner)), (inner, app("pack", S, at=[W])))


@false("groups are inhabited", "has no value of finite size")
def empty_group(wrong: bool) -> Json:
    c = Certificate()
    other = Sort("v")
    c.datatypes(
        Datatype("v", {"up": [W]} if wrong else {"up": [W], "stop": []}),
        Datatype("w", {"down": [other]}),
    )
    inner = var("b", other)
    return descend(c, T, (T, app("down", inner)), (inner, app("up", S))) if wrong else done(c)


@false("inhabited through functions", "has no value of finite size")
def empty_functions(wrong: bool) -> Json:
    c = Certificate()
    c.datatype("w", [], ask=[arrow(BOOL, W)], **({} if wrong else {"answer": []}))
    return done(c)


# Structures.


@false("an axiom is closed", "a free variable in a closed clause")
def open_axiom(wrong: bool) -> Json:
    c = arithmetic()
    clause = unit(N, N) if not wrong else unit(app("k"), N)
    c.structure("constant", [], {"k": ([], NAT)}, {"any": clause if wrong else forall([N], N, N)})
    if not wrong:
        return done(c)
    p = absurd(c)
    n = p.rewrite([], app("k"), N, ["axiom", "constant", "any", [], []])
    nodes = [
        p.node("instantiate", [], app("k"), v, variables=[N], terms=[v], from_=n)
        for v in (ZERO, ONE)
    ]
    apart(p, both(p, *nodes))
    return c.data


@false("an axiom has its name to itself", "axiom one stated twice")
def axiom_twice(wrong: bool) -> Json:
    c = arithmetic()
    c.structure("s", axioms={"one": unit(ZERO, ZERO), "two": unit(ZERO, ONE)})
    if wrong:
        c.data["declarations"][-1]["axioms"][1]["name"] = "one"
    return done(c)


@false("eval is for built-in symbols", "not a built-in operation", honest=False)
def function_called_like_arithmetic(wrong: bool) -> Json:
    # A dot in a name does not make a symbol built-in.
    c = Certificate()
    i, j = var("i", INT), var("j", INT)
    c.functions(Function("Int.eq", [INT, INT], BOOL, [(app("Int.eq", i, j), TRUE)]))
    left = app("Int.eq", num(1), num(2))
    p = absurd(c)
    one = p.case([], left, TRUE, "Int.eq", 0, [num(1), num(2)])
    both(p, one, p.node("eval", [], left, FALSE))
    return c.data


@false("eval is for built-in symbols, division of Int is none", "not a built-in operation", False)
def function_called_like_division(wrong: bool) -> Json:
    c = Certificate()
    i, j = var("i", INT), var("j", INT)
    half = Term("rational", "1", denominator="2")
    none = Term("rational", "0", denominator="1")
    sort = Sort("Rational")
    c.functions(Function("Int./", [INT, INT], sort, [(app("Int./", i, j), none)]))
    left = app("Int./", num(1), num(2))
    p = absurd(c)
    n = both(p, p.case([], left, none, "Int./", 0, [num(1), num(2)]), p.node("eval", [], left, half))
    n = p.node("eq_intro", [], eq(none, half, sort), TRUE, from_=n)
    both(p, n, p.node("eval", [], eq(none, half, sort), FALSE))
    return c.data


assert samples.NAT == NAT
