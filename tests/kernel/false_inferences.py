"""False proofs: theorems and equality (FORMAT.md sections 4 and 5)."""

from __future__ import annotations

from kernel.false_tools import (
    ABSURD,
    UNAVAILABLE,
    UNIT,
    absurd,
    done,
    false,
    negated,
    not_false,
    singles,
)
from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Clause,
    Json,
    app,
    eq,
    forall,
    unit,
    var,
)
from second_checker.samples import ZERO, A, X, Y, arithmetic

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
