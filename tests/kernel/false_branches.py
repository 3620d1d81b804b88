"""False proofs by cases (FORMAT.md section 5)."""

from __future__ import annotations

from kernel.false_tools import ABSURD, ONE, UNAVAILABLE, differ, false, reflected
from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Function,
    Json,
    Sort,
    Term,
    app,
    eq,
    forall,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, N, X, Y, arithmetic, s

NOT_FRESH = "a field is not fresh"


def d(one: Term, two: Term) -> Term:
    return app("d", one, two)


# split


@false("fields of a split are not free in the goal", NOT_FRESH)
def split_field_in_the_goal(wrong: bool) -> Json:
    # d(S y, y) is true, but not d(x, y) for all x and y.
    c = arithmetic()
    differ(c)
    right = TRUE if wrong else d(X, Y)
    p = c.theorem("t", [], forall([X, Y], d(X, Y), right), ["x", "y"])
    if not wrong:
        p.refl([], d(X, Y))
        return c.data
    zero = p.case([], d(ZERO, Y), TRUE, "d", 0, [Y])
    n = p.case([], d(s(Y), Y), eq(Y, Y, NAT), "d", 1, [Y, Y])
    n = p.trans(n, reflected(p, [], Y, Y))
    p.node("split", [], d(X, Y), TRUE, variable=X, fields=[[], [Y]], from_=[zero, n])
    return c.data


@false("fields of a split are not free in the hypotheses", NOT_FRESH, honest=False)
def split_field_in_a_hypothesis(wrong: bool) -> Json:
    c = arithmetic()
    differ(c)
    h = [unit(Y, ZERO)]
    goal = d(X, ZERO), TRUE
    p = c.theorem("t", [], forall([X, Y], *goal, [(Y, ZERO)]), ["x", "y"])
    zero = p.case([], d(ZERO, ZERO), TRUE, "d", 0, [ZERO])
    n = p.case(h, d(s(Y), ZERO), eq(Y, ZERO, NAT), "d", 1, [Y, ZERO])
    n = p.trans(n, reflected(p, h, Y, ZERO))
    p.node("split", h, *goal, variable=X, fields=[[], [Y]], from_=[zero, n])
    return c.data


@false("fields of a split are different", "distinct variables are expected")
def split_field_twice(wrong: bool) -> Json:
    c = arithmetic()
    c.datatype("pair", [], pair=[NAT, NAT])
    pair = var("q", Sort("pair"))
    made = app("pair", X, Y)
    value = eq(X, Y if wrong else X, NAT)
    c.functions(Function("same", [Sort("pair")], BOOL, [(app("same", made), value)]))
    p = c.theorem("t", [], forall([pair], app("same", pair), TRUE), ["q"])
    other = X if wrong else Y
    made = app("pair", X, other)
    n = p.case([], app("same", made), eq(X, X, NAT), "same", 0, [X, other])
    n = p.trans(n, reflected(p, [], X, X))
    p.node("split", [], app("same", pair), TRUE, variable=pair, fields=[[X, other]], from_=[n])
    return c.data


def zero_only(wrong: bool, **changes: object) -> Json:
    """x = 0, with a proof of the first branch only."""
    c = arithmetic()
    p = c.theorem("t", [], forall([X], X, ZERO if wrong else X), ["x"])
    n = p.refl([], ZERO)
    if wrong:
        p.node("split", [], X, ZERO, variable=X, from_=[n], **changes)
    else:
        both_ = [n, p.refl([], s(N))]
        p.node("split", [], X, X, variable=X, fields=[[], [N]], from_=both_)
    return c.data


@false("every constructor has a branch", "one branch a constructor is expected")
def split_without_a_branch(wrong: bool) -> Json:
    return zero_only(wrong, fields=[[]])


@false("a branch proves its own goal", "a branch proves something else")
def split_with_the_same_branch(wrong: bool) -> Json:
    c = arithmetic()
    p = c.theorem("t", [], forall([X], X, ZERO if wrong else X), ["x"])
    n = p.refl([], ZERO)
    other = n if wrong else p.refl([], s(N))
    goal = ZERO if wrong else X
    p.node("split", [], X, goal, variable=X, fields=[[], [N]], from_=[n, other])
    return c.data


@false("a branch has the fields of its constructor", "fields of other sorts or number")
def split_with_too_few_fields(wrong: bool) -> Json:
    c = arithmetic()
    p = c.theorem("t", [], forall([X], X, X), ["x"])
    branches = [p.refl([], ZERO), p.refl([], s(N))]
    fields = [[], [var("n", BOOL)] if wrong else [N]]
    p.node("split", [], X, X, variable=X, fields=fields, from_=branches)
    return c.data


@false("a branch keeps the hypotheses", UNAVAILABLE)
def split_forgets(wrong: bool) -> Json:
    c = arithmetic()
    h = [ABSURD]
    premises = [] if wrong else [(TRUE, FALSE)]
    p = c.theorem("t", [], forall([X], TRUE, FALSE, premises), ["x"])
    n = p.assume(h, ABSURD)
    after = [] if wrong else h
    p.node("split", after, TRUE, FALSE, variable=X, fields=[[], [N]], from_=[n, n])
    return c.data


# cases


def one_or_the_other(c: Certificate, first: tuple[Term, Term], term: Term, field: Term) -> Json:
    """first or term = S(field), by cases on the term with this field: wrong if it is not fresh."""
    e, f = eq(*first, NAT), eq(term, s(field), NAT)
    goal = app("or", e, f), TRUE
    variables = list(dict.fromkeys([first[0], field]))
    p = c.theorem("t", [], forall(variables, *goal), [v.name for v in variables])
    h = [unit(*first)]
    n = p.rewrite(h, goal[0], app("or", TRUE, f), ["node", reflected(p, h, *first)], [0])
    one = p.rewrite(h, goal[0], TRUE, ["builtin", "or", 0, [], [f]], start=n)
    h = [unit(term, s(field))]
    n = p.rewrite(h, goal[0], app("or", e, TRUE), ["node", reflected(p, h, term, s(field))], [1])
    two = p.trans(n, p.node("bool", [], app("or", e, TRUE), TRUE))
    p.node("cases", [], *goal, term=term, fields=[[], [field]], from_=[one, two])
    return c.data


@false("fields of cases are not free in the term", NOT_FRESH, honest=False)
def cases_field_in_the_term(wrong: bool) -> Json:
    # n = 0 or n = S(n).
    return one_or_the_other(arithmetic(), (N, ZERO), N, N)


@false("fields of cases are not free in the goal", NOT_FRESH, honest=False)
def cases_field_in_the_goal(wrong: bool) -> Json:
    # x = 0 or x = S(n).
    return one_or_the_other(arithmetic(), (X, ZERO), X, N)


@false("fields of cases are not free in the hypotheses", NOT_FRESH, honest=False)
def cases_field_in_a_hypothesis(wrong: bool) -> Json:
    # n = 0 implies x = 0 or x = 1.
    c = arithmetic()
    goal = app("or", eq(X, ZERO, NAT), eq(X, ONE, NAT)), TRUE
    p = c.theorem("t", [], forall([X, N], *goal, [(N, ZERO)]), ["x", "n"])
    known = unit(N, ZERO)
    ends = []
    for value, place in ((ZERO, 0), (s(N), 1)):
        h = [known, unit(X, value)]
        n = p.assume(h, h[1])
        if place:
            n = p.rewrite(h, X, ONE, ["hypothesis", known, []], [0], start=n)
        e = p.node("eq_intro", h, eq(X, ONE if place else ZERO, NAT), TRUE, from_=n)
        args = [*goal[0].args]
        args[place] = TRUE
        n = p.rewrite(h, goal[0], app("or", *args), ["node", e], [place])
        ends.append(p.trans(n, p.node("bool", [], app("or", *args), TRUE)))
    p.node("cases", [known], *goal, term=X, fields=[[], [N]], from_=ends)
    return c.data


@false("a case assumes its own constructor", UNAVAILABLE)
def cases_in_the_wrong_order(wrong: bool) -> Json:
    c = Certificate()
    b = var("b", BOOL)
    p = c.theorem("t", [], forall([b], b, b if not wrong else app("not", b)), ["b"])
    if not wrong:
        n = p.refl([], b)
        p.node("cases", [], b, b, term=b, fields=[[], []], from_=[n, n])
        return c.data
    # Under b = not(b) twice: an assumption that is no case at all.
    h = [unit(b, app("not", b))]
    n = p.assume(h, h[0])
    p.node("cases", [], b, app("not", b), term=b, fields=[[], []], from_=[n, n])
    return c.data


@false("a branch of cases proves the goal", "a branch proves something else")
def cases_with_another_goal(wrong: bool) -> Json:
    c = Certificate()
    b = var("b", BOOL)
    right = FALSE if wrong else TRUE
    p = c.theorem("t", [], forall([b], TRUE, right), ["b"])
    n = p.refl([], TRUE)
    p.node("cases", [], TRUE, right, term=b, fields=[[], []], from_=[n, n])
    return c.data
