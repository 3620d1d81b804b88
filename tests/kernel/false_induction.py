"""False proofs by induction, and by reflection (FORMAT.md section 5)."""

from __future__ import annotations

from kernel.false_tools import ONE, TWO, UNAVAILABLE, absurd, false, reflected
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
    n = p.node("split", [known, ih], q(X, Y), TRUE, variable=X, fields=[[], [N]], from_=branches)
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
        n = p.node("split", [ih], TRUE, FALSE, variable=variable, fields=[[], [N]], from_=[n, n])
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
    p.node("induction", [clause], TRUE, FALSE, variables=[X], general=[], moved=[clause], from_=n)
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


@false("eq_elim is about eq", "not from eq(l, r) = true", honest=False)
def elimination_of_or(wrong: bool) -> Json:
    c = Certificate()
    p = absurd(c)
    n = p.rewrite([], app("or", TRUE, FALSE), TRUE, ["builtin", "or", 0, [], [FALSE]])
    p.node("eq_elim", [], TRUE, FALSE, from_=n)
    return c.data
