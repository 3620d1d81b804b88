"""Horn clauses as equations: what completion, which knows equations only, is given for them.

    clause      s = t, p = true ==> u = v
    equation    ite(eq(s, t), ite(p, u, v), v) = v, by a case split on eq(s, t) and on p
    added       ite(true, x, y) = x, ite(false, x, y) = y, eq(x, x) = true

A negative clause concludes true = false, and so does the goal of a refutation. A goal with
variables is a negated axiom eq(l, r) = false: overlapping it with eq(x, x) = true is narrowing. See
Claessen and Smallbone, Efficient Encodings of First-Order Horn Formulas in Equational Logic, IJCAR
2018. The equations are lemmas with proofs, so a proof that cites them is one from the clauses.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.proof import build
from lemmata.proof.laws import built_in
from lemmata.proof.nodes import Citation, Law, Node, Theorem, unit
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import EQ, ITE
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

_ITE = [law for law in built_in() if law.name == ITE.name]


def as_equations(laws: Sequence[Law], goal: Clause) -> list[Law]:
    """The laws with equations in place of those with premises, and what `ite` and `eq` need.

    Laws with type variables stay as they are. The order is kept.
    """
    found = [_encoded(law) if _is_horn(law) else law for law in laws]
    plain = [law for law in found if not law.clause.types]
    chosen, compared = _sorts([*(law.clause for law in plain), goal])
    helpers = [law for sort in chosen for law in _choices(sort)]
    return [*found, *helpers, *map(_reflexive, compared)]


def denies(laws: Sequence[Law], goal: Clause) -> bool:
    """Whether laws or premises say that something is false, so that they may contradict."""
    clauses = [law.clause for law in laws]
    sides = [side for c in clauses for pair in (*c.premises, c.conclusion) for side in pair]
    sides += [side for pair in goal.premises for side in pair]
    return FALSE_TERM in sides and goal.conclusion != (TRUE_TERM, FALSE_TERM)


def refuted(goal: Clause) -> Clause:
    """`premises, conclusion is false ==> true = false`, which says the same as a goal."""
    denial = (_condition(goal.conclusion), FALSE_TERM)
    premises = (*goal.premises, denial)
    return Clause(goal.types, goal.variables, premises, (TRUE_TERM, FALSE_TERM))


def by_refutation(theorem: Theorem, goal: Clause) -> Theorem:
    """The goal from a proof of `refuted(goal)`, by a case split on its conclusion."""
    condition = _condition(goal.conclusion)
    true = build.rewrite(condition, Citation(unit(condition, TRUE_TERM)), ())
    holds = true if condition is goal.left else build.eq_elim(true)
    fails = build.distinct(theorem.root, goal.left, goal.right)
    node = build.bool_cases(condition, holds, fails)
    return Theorem(theorem.name, goal, goal.variables, node)


def _is_horn(law: Law) -> bool:
    return bool(law.clause.premises) and not law.clause.types


def _sorts(clauses: Sequence[Clause]) -> tuple[list[Sort], list[Sort]]:
    """The sorts of `ite` and of `eq` in some clauses, in order of first use."""
    chosen: dict[Sort, None] = {}
    compared: dict[Sort, None] = {}
    for clause in clauses:
        for side in clause.terms():
            for term in side.subterms():
                if term.head is ITE:
                    chosen.setdefault(term.types[0])
                elif term.head is EQ:
                    compared.setdefault(term.types[0])
    return list(chosen), list(compared)


def _encoded(law: Law) -> Law:
    """The equation of a law with premises."""
    conditions = [_condition(premise) for premise in law.clause.premises]
    node = _applied(law, conditions)
    other = law.clause.right
    for condition in reversed(conditions):
        node = _guarded(condition, node, other)
    return _lemma(f"{law.name}_as_equation", node)


def _condition(premise: Equation) -> Term:
    """The Bool term that is true exactly if a premise holds."""
    left, right = premise
    return left if right is TRUE_TERM else equation_term(left, right)


def _applied(law: Law, conditions: Sequence[Term]) -> Node:
    """The conclusion of a law, from hypotheses that its conditions are true."""
    premises = []
    for condition, (left, _) in zip(conditions, law.clause.premises, strict=True):
        known = Citation(unit(condition, TRUE_TERM))
        true = build.rewrite(condition, known, ())
        premises.append(true if condition is left else build.eq_elim(true))
    citation = build.law_instance(law, law.clause.variables)
    return build.rewrite(law.clause.left, citation, (), premises=tuple(premises))


def _guarded(condition: Term, node: Node, other: Term) -> Node:
    """condition = true |- t = other  gives  |- ite(condition, t, other) = other."""
    whole = Term.apply(ITE, condition, node.left, other)
    branches = []
    for value, law in zip((TRUE_TERM, FALSE_TERM), _ITE, strict=True):
        by = Citation(unit(condition, value))
        ite = build.law_instance(law, (node.left, other))
        chosen = build.rewrite(build.rewrite(whole, by, (0,)), ite, ())
        branches.append(build.trans([chosen, node]) if value is TRUE_TERM else chosen)
    return build.bool_cases(condition, *branches)


def _choices(sort: Sort) -> list[Law]:
    """ite(true, x, y) = x and ite(false, x, y) = y."""
    x, y = Term.variable("x", sort), Term.variable("y", sort)
    found = []
    for value, law in zip((TRUE_TERM, FALSE_TERM), _ITE, strict=True):
        start = Term.apply(ITE, value, x, y)
        node = build.rewrite(start, build.law_instance(law, (x, y)), ())
        found.append(_lemma(f"choice_{value}", node))
    return found


def _reflexive(sort: Sort) -> Law:
    """eq(x, x) = true."""
    x = Term.variable("x", sort)
    return _lemma("reflexivity", build.eq_intro(build.refl(x), equation_term(x, x)))


def _lemma(name: str, node: Node) -> Law:
    clause = Clause.close((), (node.left, node.right))
    theorem = Theorem(name, clause, clause.variables, node)
    return Law("theorem", name, 0, clause, "", theorem)
