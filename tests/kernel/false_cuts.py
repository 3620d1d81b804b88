"""False proofs: instances, cuts and constructors (FORMAT.md section 5)."""

from __future__ import annotations

from kernel.false_tools import ONE, UNAVAILABLE, UNIT, absurd, apart, false, singles
from second_checker.build import (
    FALSE,
    TRUE,
    Certificate,
    Json,
    app,
    forall,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, N, X, Y, arithmetic, plus, s

# Instances and cuts.


@false("hypotheses are instantiated too", "a hypothesis is missing")
def instance_without_its_hypothesis(wrong: bool) -> Json:
    c = arithmetic()
    h, other = unit(X, ZERO), unit(ONE, ZERO)
    goal = s(ONE), s(ZERO)
    premise = (X, ZERO) if wrong else (ONE, ZERO)
    p = c.theorem("t", [], forall([X], *goal, [premise]), ["x"])
    n = p.node("cong", [h], s(X), s(ZERO), from_=[p.assume([h], h)])
    after = [h] if wrong else [other]
    p.node("instantiate", after, *goal, variables=[X], terms=[ONE], from_=n)
    return c.data


@false("an instance has the sorts of the variables", "sorts or numbers differ")
def instance_at_another_sort(wrong: bool) -> Json:
    c = Certificate()
    singles(c)
    x, y = var("x", UNIT), var("y", UNIT)
    left, right = (TRUE, FALSE) if wrong else (app("only"), app("only"))
    p = c.theorem("t", [], unit(left, right))
    n = p.rewrite([], x, y, ["theorem", 0, [], [x, y]])
    p.node("instantiate", [], left, right, variables=[x, y], terms=[left, right], from_=n)
    return c.data


@false("an instance is that of the node", "not this instance")
def another_instance(wrong: bool) -> Json:
    c = arithmetic()
    right = ONE if wrong else ZERO
    p = c.theorem("t", [], unit(ZERO, right))
    n = p.refl([], X)
    p.node("instantiate", [], ZERO, right, variables=[X], terms=[ZERO], from_=n)
    return c.data


@false("variables of a cut are not free in the hypotheses", "a variable is not fresh")
def cut_variable_in_a_hypothesis(wrong: bool) -> Json:
    c = arithmetic()
    lemma = forall([N], N, ZERO if wrong else N)
    h = [unit(N, ZERO)] if wrong else []
    right = ZERO if wrong else ONE
    p = c.theorem("t", [], forall([N], ONE, right, [c_.conclusion for c_ in h]), ["n"])
    one = p.assume(h, h[0]) if wrong else p.refl([], N)
    two = p.rewrite([lemma], ONE, right, ["hypothesis", lemma, [ONE]])
    p.node("cut", h, ONE, right, clause=lemma, variables=[N], proof=one, from_=two)
    return c.data


@false("variables of a cut are not free in its clause", "a variable is not fresh")
def cut_variable_in_the_clause(wrong: bool) -> Json:
    # n = n becomes: all m are n.
    c = arithmetic()
    lemma = forall([Y], Y, N if wrong else Y)
    right = N if wrong else X
    p = c.theorem("t", [], forall([X, N], X, right), ["x", "n"])
    one = p.refl([], N)
    two = p.rewrite([lemma], X, right, ["hypothesis", lemma, [X]])
    p.node("cut", [], X, right, clause=lemma, variables=[N], proof=one, from_=two)
    return c.data


@false("a cut is proved from its own premises", UNAVAILABLE)
def cut_with_a_hidden_premise(wrong: bool) -> Json:
    c = arithmetic()
    right = ZERO if wrong else ONE
    lemma = forall([N], N, ZERO) if wrong else forall([N], N, ONE, [(N, ONE)])
    h = [unit(N, right)]
    p = c.theorem("t", [], unit(ONE, right))
    one = p.assume(h, h[0])
    premises = [] if wrong else [p.refl([lemma], ONE)]
    two = p.rewrite([lemma], ONE, right, ["hypothesis", lemma, [ONE]], premises=premises)
    p.node("cut", [], ONE, right, clause=lemma, variables=[N], proof=one, from_=two)
    return c.data


@false("the clause of a cut is proved", "proves something else")
def cut_of_what_is_not_proved(wrong: bool) -> Json:
    c = Certificate()
    right = FALSE if wrong else TRUE
    lemma = unit(TRUE, right)
    p = c.theorem("t", [], lemma)
    one, two = p.refl([], TRUE), p.assume([lemma], lemma)
    p.node("cut", [], TRUE, right, clause=lemma, variables=[], proof=one, from_=two)
    return c.data


@false("a cut concludes what its second premise says", "another conclusion")
def cut_with_another_conclusion(wrong: bool) -> Json:
    c = Certificate()
    right = FALSE if wrong else TRUE
    lemma = unit(TRUE, TRUE)
    p = c.theorem("t", [], unit(TRUE, right))
    n = p.refl([], TRUE)
    p.node("cut", [], TRUE, right, clause=lemma, variables=[], proof=n, from_=n)
    return c.data


# Constructors.


@false("functions are not injective", "not the same constructor on both sides")
def injective_function(wrong: bool) -> Json:
    c = arithmetic()
    if not wrong:
        p = c.theorem("t", [], forall([X, Y], X, Y, [(s(X), s(Y))]), ["x", "y"])
        h = [unit(s(X), s(Y))]
        p.node("injective", h, X, Y, from_=p.assume(h, h[0]), field=0)
        return c.data
    p = absurd(c)
    left, right = plus(ZERO, ONE), plus(ONE, ZERO)
    one = p.case([], left, ONE, "plus", 0, [ONE])
    two = p.case([], right, s(plus(ZERO, ZERO)), "plus", 1, [ZERO, ZERO])
    two = p.case([], right, ONE, "plus", 0, [ZERO], [0], start=two)
    n = p.trans(one, p.sym(two))
    apart(p, p.node("injective", [], ZERO, ONE, from_=n, field=0))
    return c.data


@false("fields are compared with themselves", "another field")
def injective_in_another_field(wrong: bool) -> Json:
    c = arithmetic()
    c.datatype("pair", [], pair=[NAT, NAT])
    right = ONE if wrong else ZERO
    p = c.theorem("t", [], unit(ZERO, right))
    n = p.refl([], app("pair", ZERO, ONE))
    p.node("injective", [], ZERO, right, from_=n, field=0)
    return c.data


@false("distinct constructors are different", "not two different constructors", honest=False)
def distinct_from_itself(wrong: bool) -> Json:
    c = arithmetic()
    p = absurd(c)
    p.node("distinct", [], TRUE, FALSE, from_=p.refl([], ONE))
    return c.data


@false("a function is not a constructor", "not two different constructors", honest=False)
def distinct_function(wrong: bool) -> Json:
    c = arithmetic()
    p = absurd(c)
    n = p.case([], plus(ZERO, ONE), ONE, "plus", 0, [ONE])
    p.node("distinct", [], TRUE, FALSE, from_=n)
    return c.data


@false("distinct keeps the hypotheses", UNAVAILABLE)
def distinct_forgets(wrong: bool) -> Json:
    c = arithmetic()
    h = [unit(ZERO, ONE)]
    p = c.theorem("t", [], forall([], TRUE, FALSE, [] if wrong else [(ZERO, ONE)]))
    n = p.assume(h, h[0])
    p.node("distinct", [] if wrong else h, TRUE, FALSE, from_=n)
    return c.data
