"""False proofs by cases and by induction (FORMAT.md section 5)."""

from __future__ import annotations

from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Clause,
    Function,
    Json,
    Proof,
    Sort,
    Term,
    app,
    eq,
    forall,
    hypothesis,
    substitute_clause,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, M, N, X, Y, arithmetic, nat_induction, plus, s

from kernel.false_inferences import TWO, UNAVAILABLE, differ
from kernel.false_tools import ABSURD, ONE, absurd, both, done, false

NOT_FRESH = "a field is not fresh"


def d(one: Term, two: Term) -> Term:
    return app("d", one, two)


def reflected(p: Proof, h: list[Clause], left: Term, right: Term) -> int:
    """eq(left, right) = true from an assumption that is the equation, or by reflexivity."""
    n = p.refl(h, left) if left == right else p.assume(h, unit(left, right))
    return p.node("eq_intro", h, eq(left, right, NAT), TRUE, from_=n)


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


# induction


def by_descent(
    p: Proof,
    h: list[Clause],
    x: Term,
    zero: int,
    step: int,
    hypothesis_: Clause,
) -> None:
    """Split on x, then induction on x, for the goal of the theorem true = false."""
    context = [*h, hypothesis_]
    n = p.node("split", context, TRUE, FALSE, variable=x, fields=[[], [N]], from_=[zero, step])
    p.node("induction", h, TRUE, FALSE, variables=[x], general=[], moved=[], from_=n)


@false("no hypothesis keeps the induction variable", "left in a hypothesis", honest=False)
def induction_variable_in_a_hypothesis(wrong: bool) -> Json:
    # x = 1 implies true = false: not for 0, and for S(n) because it holds for n without more ado.
    c = arithmetic()
    p = c.theorem("t", [], forall([X], TRUE, FALSE, [(X, ONE)]), ["x"])
    known = unit(X, ONE)
    ih = hypothesis([X], [], [], TRUE, FALSE)
    h = [unit(ZERO, ONE)]
    zero = p.node("distinct", h, TRUE, FALSE, from_=p.assume(h, h[0]))
    h = [substitute_clause(clause, {X: s(N)}) for clause in (known, ih)]
    step = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[1], [N]])
    by_descent(p, [known], X, zero, step, ih)
    return c.data


@false("no hypothesis keeps a general variable", "left in a hypothesis", honest=False)
def general_variable_in_a_hypothesis(wrong: bool) -> Json:
    # q(0, y) is y = 0, and q(S x, y) = q(x, S y): y = 0 does not imply q(x, y).
    c = arithmetic()

    def q(one: Term, two: Term) -> Term:
        return app("q", one, two)

    cases = [(q(ZERO, Y), eq(Y, ZERO, NAT)), (q(s(X), Y), q(X, s(Y)))]
    c.functions(Function("q", [NAT, NAT], BOOL, cases))
    p = c.theorem("t", [], forall([X, Y], q(X, Y), TRUE, [(Y, ZERO)]), ["x", "y"])
    known = unit(Y, ZERO)
    ih = hypothesis([X], [Y], [], q(X, Y), TRUE)
    n = p.case([known], q(ZERO, Y), eq(Y, ZERO, NAT), "q", 0, [Y])
    zero = p.trans(n, reflected(p, [known], Y, ZERO))
    h = [known, substitute_clause(ih, {X: s(N)})]
    n = p.case(h, q(s(N), Y), q(N, s(Y)), "q", 1, [N, Y])
    step = p.rewrite(h, q(s(N), Y), TRUE, ["hypothesis", h[1], [N, s(Y)]], start=n)
    branches = [zero, step]
    n = p.node(
        "split", [known, ih], q(X, Y), TRUE, variable=X, fields=[[], [N]], from_=branches
    )
    p.node("induction", [known], q(X, Y), TRUE, variables=[X], general=[Y], moved=[], from_=n)
    return c.data


@false("a moved hypothesis is a premise of the induction hypothesis", "one proof a condition")
def moved_hypothesis_not_proved(wrong: bool) -> Json:
    # x = 1 implies true = false (or, when that is honest, x = x) for n without n = 1.
    c = arithmetic()
    goal = (TRUE, FALSE) if wrong else (X, X)
    p = c.theorem("t", [], forall([X], *goal, [(X, ONE)]), ["x"])
    known = unit(X, ONE)
    if not wrong:
        n = p.refl([known], X)
        p.node("induction", [known], *goal, variables=[X], general=[], moved=[known], from_=n)
        return c.data
    ih = hypothesis([X], [], [known], TRUE, FALSE)
    h = [unit(ZERO, ONE)]
    zero = p.node("distinct", h, TRUE, FALSE, from_=p.assume(h, h[0]))
    h = [substitute_clause(clause, {X: s(N)}) for clause in (known, ih)]
    step = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[1], [N]])
    context = [known, ih]
    n = p.node("split", context, TRUE, FALSE, variable=X, fields=[[], [N]], from_=[zero, step])
    p.node("induction", [known], TRUE, FALSE, variables=[X], general=[], moved=[known], from_=n)
    return c.data


def circular(variables: list[Term], values: list[Term], limit: dict[Term, Term]) -> Json:
    """true = false from the induction hypothesis at some values."""
    c = arithmetic()
    p = absurd(c)
    ih = hypothesis(variables, [], [], TRUE, FALSE)
    h = [substitute_clause(ih, limit)]
    n = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[0], values])
    for variable in limit:
        n = p.node(
            "split", [ih], TRUE, FALSE, variable=variable, fields=[[], [N]], from_=[n, n]
        )
    p.node("induction", [], TRUE, FALSE, variables=variables, general=[], moved=[], from_=n)
    return c.data


@false("the hypothesis is used below", "is used at the same value", honest=False)
def hypothesis_at_the_same_value(wrong: bool) -> Json:
    return circular([X], [X], {})


@false("the hypothesis is used below", "at a value that is not smaller", honest=False)
def hypothesis_at_a_larger_value(wrong: bool) -> Json:
    return circular([X], [s(X)], {})


@false("the hypothesis is used below", "at a value that is not smaller", honest=False)
def hypothesis_at_any_value(wrong: bool) -> Json:
    return circular([X], [ZERO], {})


@false("the first measure decides", "at a value that is not smaller", honest=False)
def hypothesis_larger_in_the_first(wrong: bool) -> Json:
    return circular([X, Y], [s(X), N], {Y: s(N)})


@false("then the second measure decides", "at a value that is not smaller", honest=False)
def hypothesis_equal_then_larger(wrong: bool) -> Json:
    return circular([X, Y], [X, s(Y)], {})


@false("all measures equal are not below", "is used at the same value", honest=False)
def hypothesis_equal_twice(wrong: bool) -> Json:
    return circular([X, Y], [X, Y], {})


@false("subterms of constructors only are smaller", "at a value that is not smaller", False)
def hypothesis_below_a_function(wrong: bool) -> Json:
    # x is a subterm of x + x, but not smaller: 0 + 0 is 0.
    c = arithmetic()
    p = absurd(c)
    ih = hypothesis([X], [], [], TRUE, FALSE)
    h = [substitute_clause(ih, {X: plus(X, X)})]
    n = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[0], [X]])
    p.node("induction", [], TRUE, FALSE, variables=[X], general=[], moved=[], from_=n)
    return c.data


@false("the limit of a guard follows the split", UNAVAILABLE, honest=False)
def limit_after_another_split(wrong: bool) -> Json:
    # A split of y does not make x an S(n).
    c = arithmetic()
    p = absurd(c)
    ih = hypothesis([X], [], [], TRUE, FALSE)
    h = [substitute_clause(ih, {X: s(N)})]
    n = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[0], [N]])
    n = p.node("split", [ih], TRUE, FALSE, variable=Y, fields=[[], [N]], from_=[n, n])
    p.node("induction", [], TRUE, FALSE, variables=[X], general=[], moved=[], from_=n)
    return c.data


@false("the step is under the hypothesis that induction makes", UNAVAILABLE, honest=False)
def hypothesis_without_guard(wrong: bool) -> Json:
    c = arithmetic()
    p = absurd(c)
    ih = forall([X], TRUE, FALSE)
    n = p.rewrite([ih], TRUE, FALSE, ["hypothesis", ih, [X]])
    p.node("induction", [], TRUE, FALSE, variables=[X], general=[], moved=[], from_=n)
    return c.data


@false("moved hypotheses are units", "only unit hypotheses can be moved", honest=False)
def horn_clause_moved(wrong: bool) -> Json:
    # For all n: n = x. Moved, n and x would both become the first bound variable: x = x.
    c = arithmetic()
    p = absurd(c)
    clause = forall([N], N, X)
    premise = unit(X, X)
    moved = Clause((NAT,), (), (premise.conclusion), None)
    ih = hypothesis([X], [], [moved], TRUE, FALSE)
    h = [substitute_clause(k, {X: s(N)}) for k in (forall([M], M, X), ih)]
    zero_h = [forall([M], M, ZERO)]
    n = p.rewrite(zero_h, ONE, ZERO, ["hypothesis", zero_h[0], [ONE]])
    zero = p.node("distinct", zero_h, TRUE, FALSE, from_=n)
    n = p.refl(h, N)
    step = p.rewrite(h, TRUE, FALSE, ["hypothesis", h[1], [N]], premises=[n])
    context = [clause, ih]
    n = p.node("split", context, TRUE, FALSE, variable=X, fields=[[], [N]], from_=[zero, step])
    p.node(
        "induction", [clause], TRUE, FALSE, variables=[X], general=[], moved=[clause], from_=n
    )
    return c.data


@false("a moved hypothesis is there", "a moved hypothesis is not available", honest=False)
def moved_from_nowhere(wrong: bool) -> Json:
    data = nat_induction()
    c = Certificate.load(data)
    node = c.node("induction")
    node["moved"] = [c.clause(unit(X, TWO))]
    return c.data


@false("induction is for datatypes", "an induction variable is not of a datatype", honest=False)
def induction_on_integers(wrong: bool) -> Json:
    c = Certificate()
    i = var("i", Sort("Int"))
    p = c.theorem("t", [], forall([i], i, i), ["i"])
    p.node("induction", [], i, i, variables=[i], general=[], moved=[], from_=p.refl([], i))
    return c.data


@false("the step is the goal", "the step proves something else")
def induction_for_another_goal(wrong: bool) -> Json:
    c = arithmetic()
    right = ZERO if wrong else X
    p = c.theorem("t", [], forall([X], X, right), ["x"])
    n = p.refl([], X)
    p.node("induction", [], X, right, variables=[X], general=[], moved=[], from_=n)
    return c.data


# eq


@false("eq_intro is about the equation", "another equation")
def reflection_of_another_equation(wrong: bool) -> Json:
    c = Certificate()
    right = FALSE if wrong else TRUE
    p = c.theorem("t", [], unit(TRUE, right))
    e = eq(TRUE, right, BOOL)
    n = p.node("eq_intro", [], e, TRUE, from_=p.refl([], TRUE))
    p.node("eq_elim", [], TRUE, right, from_=n)
    return c.data


@false("eq_intro says true", "not eq(a, b) = true")
def reflection_as_false(wrong: bool) -> Json:
    c = Certificate()
    e, right = eq(TRUE, TRUE, BOOL), FALSE if wrong else TRUE
    c_ = c.theorem("t", [], unit(e, right))
    c_.node("eq_intro", [], e, right, from_=c_.refl([], TRUE))
    return c.data


@false("eq_elim needs true", "not from eq(l, r) = true", honest=False)
def reflection_of_false(wrong: bool) -> Json:
    c = Certificate()
    e = eq(TRUE, FALSE, BOOL)
    p = absurd(c)
    p.node("eq_elim", [], TRUE, FALSE, from_=p.node("bool", [], e, FALSE))
    return c.data


@false("eq_elim is about the equation", "not from eq(l, r) = true", honest=False)
def elimination_of_another_equation(wrong: bool) -> Json:
    c = Certificate()
    e = eq(TRUE, TRUE, BOOL)
    p = absurd(c)
    p.node("eq_elim", [], TRUE, FALSE, from_=p.node("bool", [], e, TRUE))
    return c.data


assert done is not None
assert both is not None
