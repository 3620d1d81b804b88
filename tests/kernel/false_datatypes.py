"""False theories: lambdas, datatypes and structures (FORMAT.md section 3)."""

from __future__ import annotations

from kernel.false_tools import ABSURD, ONE, absurd, apart, both, done, false, liar, liars, negated
from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Datatype,
    Function,
    Json,
    Sort,
    Term,
    app,
    arrow,
    forall,
    hypothesis,
    substitute_clause,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, X, Y, arithmetic

W = Sort("w")
S, T = var("s", W), var("t", W)


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


@false("strictly positive in every field", "not strictly positive")
def negative_in_one_field(wrong: bool) -> Json:
    c = Certificate()
    c.datatype("both", ["a"], keep=[A, arrow(A if wrong else BOOL, BOOL)], none=[])
    c.datatype("w", [], wrap=[Sort("both", (W,))], leaf=[])
    return done(c)


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
