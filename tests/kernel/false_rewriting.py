"""False proofs: rewriting, and the use of theorems and axioms (FORMAT.md section 5)."""

from __future__ import annotations

from kernel.false_tools import ABSURD, false, negated, singles
from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Json,
    app,
    forall,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, B, arithmetic


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
    at = [NAT, BOOL] if wrong else [BOOL, NAT]
    p.rewrite([], ZERO, ZERO, ["theorem", 1, at, [ZERO]])
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
