"""False proofs: one wrong inference each (FORMAT.md sections 4 and 5, all but induction)."""

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
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, B, N, X, Y, arithmetic, plus, s

from kernel.false_tools import ABSURD, ONE, absurd, apart, both, done, false

TWO = s(ONE)
UNIT = Sort("single")
UNAVAILABLE = "uses a hypothesis that is not available"


def negated(term: Term) -> Term:
    return app("not", term)


def singles(c: Certificate) -> int:
    """A datatype with one value, and the theorem that all its values are equal."""
    c.datatype("single", [], only=[])
    x, y = var("x", UNIT), var("y", UNIT)
    p = c.theorem("all_equal", [], forall([x, y], x, y), ["x", "y"])
    n = p.refl([], app("only"))
    n = p.node("split", [], app("only"), y, variable=y, fields=[[]], from_=[n])
    p.node("split", [], x, y, variable=x, fields=[[]], from_=[n])
    return len(c.data["theorems"]) - 1


def differ(c: Certificate) -> None:
    """d(0, y) = true, d(S x, y) is x = y."""

    def d(one: Term, two: Term) -> Term:
        return app("d", one, two)

    cases = [(d(ZERO, Y), TRUE), (d(s(X), Y), eq(X, Y, NAT))]
    c.functions(Function("d", [NAT, NAT], BOOL, cases))


# Theorems.


@false("the last node uses premises only", "uses a hypothesis that is not a premise")
def hypothesis_left_over(wrong: bool) -> Json:
    c = arithmetic()
    premises = [] if wrong else [(X, ZERO)]
    p = c.theorem("t", [], forall([X], X, ZERO, premises), ["x"])
    p.assume([unit(X, ZERO)], unit(X, ZERO))
    return c.data


@false("the last node is the statement", "the last step is not the statement")
def another_statement(wrong: bool) -> Json:
    c = Certificate()
    p = c.theorem("t", [], unit(TRUE, FALSE if wrong else TRUE))
    p.refl([], TRUE)
    return c.data


@false("a statement has distinct variables", "distinct variables are expected")
def one_variable_for_two(wrong: bool) -> Json:
    c = arithmetic()
    p = c.theorem("t", [], forall([X, Y], X, Y if wrong else X), ["x", "y"])
    p.refl([], X)
    if wrong:
        p.raw["variables"][1] = p.raw["variables"][0]
    return c.data


@false("the variables have the sorts of the statement", "variables of other sorts")
def variables_of_another_sort(wrong: bool) -> Json:
    c = Certificate()
    singles(c)
    sort = BOOL if wrong else UNIT
    x, y = var("x", sort), var("y", sort)
    p = c.theorem("t", [], forall([x, y], x, y), ["x", "y"])
    x, y = var("x", UNIT), var("y", UNIT)
    p.rewrite([], x, y, ["theorem", 0, [], [x, y]])
    p.raw["variables"] = c.convert([x, y])
    return c.data


@false("a theorem cites earlier ones only", "does not point to an earlier entry", honest=False)
def theorem_cites_itself(wrong: bool) -> Json:
    c = Certificate()
    absurd(c).rewrite([], TRUE, FALSE, ["theorem", 0, [], []])
    return c.data


@false("a theorem cites earlier ones only", "does not point to an earlier entry", honest=False)
def theorems_cite_each_other(wrong: bool) -> Json:
    c = Certificate()
    absurd(c).rewrite([], TRUE, FALSE, ["theorem", 1, [], []])
    p = c.theorem("again", [], ABSURD)
    p.rewrite([], TRUE, FALSE, ["theorem", 0, [], []])
    return c.data


@false("type variables of a statement are declared", "a type variable is not declared")
def type_variable_of_a_statement(wrong: bool) -> Json:
    c = Certificate()
    x = var("x", A)
    c.theorem("t", [] if wrong else ["a"], forall([x], x, x), ["x"]).refl([], x)
    return c.data


@false("a statement is closed", "a free variable in a closed clause", honest=False)
def open_statement(wrong: bool) -> Json:
    # x = 0 for a free x, then x instantiated behind the back of the theorem.
    c = arithmetic()
    c.theorem("t", [], unit(X, X)).refl([], X)
    return done(c)


@false("a statement has no guard", "a guard in a closed clause", honest=False)
def guarded_statement(wrong: bool) -> Json:
    # "For all x smaller than itself true = false" is true, but says nothing.
    c = arithmetic()
    clause = Clause((), (), (TRUE, FALSE), ((ZERO,), (ZERO,)))
    p = c.theorem("t", [], clause)
    p.refl([], TRUE)
    return c.data


# Equality.


@false("refl is about one term", "the two sides are not the same term")
def reflexive(wrong: bool) -> Json:
    c = Certificate()
    right = FALSE if wrong else TRUE
    c.theorem("t", [], unit(TRUE, right)).node("refl", [], TRUE, right)
    return c.data


@false("a node cites earlier nodes", "does not point to an earlier entry", honest=False)
def nodes_in_a_circle(wrong: bool) -> Json:
    c = Certificate()
    p = absurd(c)
    p.node("sym", [], FALSE, TRUE, from_=1)
    p.node("sym", [], TRUE, FALSE, from_=0)
    return c.data


@false("sym gives the mirror", "not the mirror")
def symmetric(wrong: bool) -> Json:
    c = Certificate()
    p = c.theorem("t", [], unit(TRUE, FALSE if wrong else TRUE))
    n = p.refl([], TRUE)
    p.node("sym", [], TRUE, FALSE if wrong else TRUE, from_=n)
    return c.data


@false("links meet", "two links do not meet", honest=False)
def gap_in_a_chain(wrong: bool) -> Json:
    c = Certificate()
    p = absurd(c)
    p.node("trans", [], TRUE, FALSE, from_=[p.refl([], TRUE), p.refl([], FALSE)])
    return c.data


@false("a chain has the ends of the claim", "the ends of the chain differ")
def other_ends(wrong: bool) -> Json:
    c = Certificate()
    right = FALSE if wrong else TRUE
    p = c.theorem("t", [], unit(TRUE, right))
    n = p.refl([], TRUE)
    p.node("trans", [], TRUE, right, from_=[n, n])
    return c.data


def dropped(rule: str, wrong: bool) -> Json:
    """A rule that forgets the hypothesis true = false of its premise."""
    c = Certificate()
    h = [ABSURD]
    p = c.theorem("t", [], forall([], TRUE, FALSE, [] if wrong else [(TRUE, FALSE)]))
    n = p.assume(h, ABSURD)
    after = [] if wrong else h
    if rule == "sym":
        n = p.node("sym", after, FALSE, TRUE, from_=n)
        p.node("sym", after, TRUE, FALSE, from_=n)
    elif rule == "trans":
        p.node("trans", after, TRUE, FALSE, from_=[n, p.refl([], FALSE)])
    elif rule == "rewrite":
        p.rewrite(after, TRUE, FALSE, ["node", n])
    elif rule == "start":
        start = p.sym(p.sym(n))
        p.rewrite(after, TRUE, FALSE, ["node", p.refl([], FALSE)], start=start)
    elif rule == "eq_intro":
        e = eq(TRUE, FALSE, BOOL)
        n = p.node("eq_intro", after, e, TRUE, from_=n)
        p.node("eq_elim", after, TRUE, FALSE, from_=n)
    else:
        e = eq(TRUE, FALSE, BOOL)
        n = p.node("eq_intro", h, e, TRUE, from_=n)
        p.node("eq_elim", after, TRUE, FALSE, from_=n)
    return c.data


@false("sym keeps the hypotheses", UNAVAILABLE)
def sym_forgets(wrong: bool) -> Json:
    return dropped("sym", wrong)


@false("trans keeps the hypotheses", UNAVAILABLE)
def trans_forgets(wrong: bool) -> Json:
    return dropped("trans", wrong)


@false("rewriting keeps the hypotheses of the equation", UNAVAILABLE)
def rewrite_forgets(wrong: bool) -> Json:
    return dropped("rewrite", wrong)


@false("rewriting keeps the hypotheses of its start", UNAVAILABLE)
def start_forgets(wrong: bool) -> Json:
    return dropped("start", wrong)


@false("eq_intro keeps the hypotheses", UNAVAILABLE)
def eq_intro_forgets(wrong: bool) -> Json:
    return dropped("eq_intro", wrong)


@false("eq_elim keeps the hypotheses", UNAVAILABLE)
def eq_elim_forgets(wrong: bool) -> Json:
    return dropped("eq_elim", wrong)


def not_false(p: Proof) -> int:
    """not(false) = true."""
    return p.rewrite([], negated(FALSE), TRUE, ["builtin", "not", 1, [], []])


@false("cong is about one symbol", "not the same symbol")
def congruence_of_two_symbols(wrong: bool) -> Json:
    c = Certificate()
    name = "or" if wrong else "and"
    left, right = app("and", negated(FALSE), FALSE), app(name, TRUE, FALSE)
    p = c.theorem("t", [], unit(left, right))
    p.node("cong", [], left, right, from_=[not_false(p), None])
    return c.data


@false("cong is about one symbol at the same sort arguments", "not the same symbol")
def congruence_at_two_types(wrong: bool) -> Json:
    # A phantom type argument: the value may depend on it.
    c = Certificate()
    c.declare(
        kind="structure",
        name="phantom",
        sorts=[],
        symbols=[{"name": "k", "types": ["a"], "arguments": [BOOL], "result": BOOL}],
        axioms=[],
    )
    other = UNIT if wrong else BOOL
    c.datatype("single", [], only=[])
    left, right = app("k", negated(FALSE), at=[BOOL]), app("k", TRUE, at=[other])
    p = c.theorem("t", [], unit(left, right))
    p.node("cong", [], left, right, from_=[not_false(p)])
    return c.data


@false("cong has a proof for each change", "null exactly where the arguments are identical")
def congruence_without_proof(wrong: bool) -> Json:
    c = Certificate()
    last = FALSE if wrong else TRUE
    left, right = app("and", negated(FALSE), TRUE), app("and", TRUE, last)
    p = c.theorem("t", [], unit(left, right))
    p.node("cong", [], left, right, from_=[not_false(p), None])
    return c.data


@false("cong has the right proof for each change", "an argument is not proved equal")
def congruence_with_another_proof(wrong: bool) -> Json:
    c = Certificate()
    inner = TRUE if wrong else FALSE
    left, right = negated(negated(inner)), negated(TRUE)
    p = c.theorem("t", [], unit(left, right))
    p.node("cong", [], left, right, from_=[not_false(p)])
    return c.data


@false("rewriting happens at the position", "the equation does not fit at this position")
def rewriting_elsewhere(wrong: bool) -> Json:
    c = Certificate()
    inner = TRUE if wrong else FALSE
    left, right = negated(negated(inner)), negated(TRUE)
    p = c.theorem("t", [], unit(left, right))
    p.rewrite([], left, right, ["builtin", "not", 1, [], []], [0])
    return c.data


@false("rewriting gives what is claimed", "the result is another term")
def rewriting_to_another_term(wrong: bool) -> Json:
    c = Certificate()
    right = FALSE if wrong else TRUE
    p = c.theorem("t", [], unit(negated(FALSE), right))
    p.rewrite([], negated(FALSE), right, ["builtin", "not", 1, [], []])
    return c.data


@false("rewriting continues where it stopped", "the chain starts elsewhere")
def rewriting_from_elsewhere(wrong: bool) -> Json:
    c = Certificate()
    left = negated(TRUE if wrong else FALSE)
    p = c.theorem("t", [], unit(left, TRUE))
    n = p.refl([], negated(FALSE))
    p.rewrite([], left, TRUE, ["builtin", "not", 1, [], []], start=n)
    return c.data


@false("hypotheses are in the context", "this hypothesis is not available")
def hypothesis_from_nowhere(wrong: bool) -> Json:
    c = Certificate()
    h = [] if wrong else [ABSURD]
    p = c.theorem("t", [], forall([], TRUE, FALSE, [] if wrong else [(TRUE, FALSE)]))
    p.assume(h, ABSURD)
    return c.data


@false("premises of a cited theorem are proved", "one proof a condition is expected")
def theorem_without_its_premise(wrong: bool) -> Json:
    c = Certificate()
    c.theorem("t", [], forall([], TRUE, FALSE, [(TRUE, FALSE)])).assume([ABSURD], ABSURD)
    p = c.theorem("u", [], forall([], TRUE, FALSE, [] if wrong else [(TRUE, FALSE)]))
    h, premises = ([], []) if wrong else ([ABSURD], [p.assume([ABSURD], ABSURD)])
    p.rewrite(h, TRUE, FALSE, ["theorem", 0, [], []], premises=premises)
    return c.data


@false("the premise of the instance is proved", "a condition is not proved")
def theorem_with_another_premise(wrong: bool) -> Json:
    c = Certificate()
    x, y = var("x", BOOL), var("y", BOOL)
    p = c.theorem("t", [], forall([x, y], x, y, [(x, y)]), ["x", "y"])
    p.assume([unit(x, y)], unit(x, y))
    right = FALSE if wrong else TRUE
    p = c.theorem("u", [], unit(TRUE, right))
    n = p.refl([], TRUE)
    p.rewrite([], TRUE, right, ["theorem", 0, [], [TRUE, right]], premises=[n])
    return c.data


@false("values have the sorts of the variables", "values of other sorts or number")
def theorem_at_another_sort(wrong: bool) -> Json:
    c = Certificate()
    singles(c)
    left, right = (TRUE, FALSE) if wrong else (app("only"), app("only"))
    p = c.theorem("t", [], unit(left, right))
    p.rewrite([], left, right, ["theorem", 0, [], [left, right]])
    return c.data


@false("a theorem is used at all its types", "another number of sort arguments")
def theorem_without_its_type(wrong: bool) -> Json:
    c = Certificate()
    x = var("x", A)
    c.theorem("t", ["a"], forall([x], x, x), ["x"]).refl([], x)
    p = c.theorem("u", ["a"], forall([x], x, x), ["x"])
    p.rewrite([], x, x, ["theorem", 0, [] if wrong else [A], [x]])
    return c.data


@false("type variables are replaced in the order of the theorem", "values of other sorts")
def theorem_at_swapped_types(wrong: bool) -> Json:
    # The same clause with its type variables in another order is another theorem.
    c = arithmetic()
    x = var("x", A)
    for name, types in (("t", ["a", "b"]), ("u", ["b", "a"])):
        c.theorem(name, types, forall([x], x, x), ["x"]).refl([], x)
    p = c.theorem("v", [], unit(ZERO, ZERO))
    p.rewrite([], ZERO, ZERO, ["theorem", 0, [NAT, BOOL], [ZERO]])
    types = [NAT, BOOL] if wrong else [BOOL, NAT]
    p.rewrite([], ZERO, ZERO, ["theorem", 1, types, [ZERO]])
    return c.data


@false("axioms are used at their types", "another number of sort arguments")
def axiom_at_another_type(wrong: bool) -> Json:
    c = arithmetic()
    k = app("k", at=[B])
    c.declare(
        kind="structure",
        name="phantom",
        sorts=[],
        symbols=[{"name": "k", "types": ["b"], "arguments": [], "result": BOOL}],
        axioms=[{"name": "any", "types": ["b"], "clause": unit(k, TRUE)}],
    )
    left = app("k", at=[NAT])
    p = c.theorem("t", [], unit(left, TRUE))
    p.rewrite([], left, TRUE, ["axiom", "phantom", "any", [NAT] * (2 if wrong else 1), []])
    return c.data


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


assert both is not None
