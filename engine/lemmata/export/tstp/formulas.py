"""Equations of certificates as formulas of first-order logic: Bool terms become formulas.

    p(t) = true              p(t)
    eq(s, t) = false         ~ s = t
    ite(c, s, t) = u         (c => s = u) & (~ c => t = u)
    f(ite(c, s, t)) = u      (c => f(s) = u) & (~ c => f(t) = u)
    b = c of sort Bool       b <=> c

A Bool variable stands for both truth values: a formula with one is the conjunction of both cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from lemmata.errors import Diagnostic, InputError
from lemmata.language.tptp import formulas
from lemmata.language.tptp.formulas import Formula
from lemmata.proof.nodes import Hypothesis
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import AND, EQ, FALSE, ITE, NOT, OR, TRUE
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

TRUTH = formulas.atom(0, TRUE_TERM, TRUE_TERM)
FALSEHOOD = formulas.atom(0, FALSE_TERM, TRUE_TERM)
MAX_CHOICES = 200
MAX_BOOLEANS = 6


class Unsupported(InputError):
    """A proof that first-order logic of one sort cannot express."""

    def __init__(self, what: str) -> None:
        super().__init__(Diagnostic(f"{what} cannot be written in TSTP"))


def sequent(hypotheses: Sequence[Hypothesis], conclusion: Equation) -> Formula:
    """The formula of a sequent, its variables free; trivial parts are left out."""
    pairs = [conclusion, *(pair for h in hypotheses for pair in (*h.premises, h.conclusion))]
    booleans = _booleans(pairs)
    found = []
    for values in product((TRUE_TERM, FALSE_TERM), repeat=len(booleans)):
        binding = dict(zip(booleans, values, strict=True))
        premises = [_hypothesis(h.substitute(binding)) for h in hypotheses]
        left, right = (side.substitute(binding) for side in conclusion)
        found.append(implication(premises, equation(left, right)))
    return conjunction(found)


def _booleans(pairs: Sequence[Equation]) -> list[Term]:
    found: dict[Term, None] = {}
    for pair in pairs:
        for side in pair:
            for variable in sorted(side.free, key=lambda v: str(v.head)):
                if variable.sort is BOOL:
                    found.setdefault(variable)
    if len(found) > MAX_BOOLEANS:
        raise Unsupported(f"a step with more than {MAX_BOOLEANS} Bool variables")
    return list(found)


def _hypothesis(hypothesis: Hypothesis) -> Formula:
    if any(v.sort is BOOL for v in hypothesis.bound) or hypothesis.measure:
        raise Unsupported("a hypothesis of an induction or about all Bool values")
    premises = [equation(*premise) for premise in hypothesis.premises]
    body = implication(premises, equation(*hypothesis.conclusion))
    if not hypothesis.bound or body in (TRUTH, FALSEHOOD):
        return body
    return formulas.quantified("forall", 0, hypothesis.bound, body)


# Connectives that leave out what is trivial


def negation(part: Formula) -> Formula:
    """Not `part`."""
    if part is TRUTH or part is FALSEHOOD:
        return FALSEHOOD if part is TRUTH else TRUTH
    return part.parts[0] if part.kind == "not" else formulas.negation(part, 0)


def conjunction(parts: Sequence[Formula]) -> Formula:
    """All of `parts`."""
    flat = [x for part in parts for x in (part.parts if part.kind == "and" else (part,))]
    kept = [part for part in flat if part is not TRUTH]
    if any(part is FALSEHOOD for part in kept):
        return FALSEHOOD
    return TRUTH if not kept else kept[0] if len(kept) == 1 else formulas.join("and", 0, kept)


def disjunction(parts: Sequence[Formula]) -> Formula:
    """One of `parts`, each literal once."""
    flat = [x for part in parts for x in (part.parts if part.kind == "or" else (part,))]
    literals: set[tuple[Equation, bool]] = set()
    kept = []
    for part in flat:
        if part is FALSEHOOD:
            continue
        literal = _literal(part)
        if part is TRUTH or (literal and (literal[0], not literal[1]) in literals):
            return TRUTH
        if literal is None or literal not in literals:
            kept.append(part)
        if literal:
            literals.add(literal)
    return FALSEHOOD if not kept else kept[0] if len(kept) == 1 else formulas.join("or", 0, kept)


def implication(premises: Sequence[Formula], conclusion: Formula) -> Formula:
    """A disjunction if the premises are literals and the conclusion is a clause."""
    parts = conclusion.parts if conclusion.kind == "or" else (conclusion,)
    if all(_literal(part) for part in (*premises, *parts)):
        return disjunction([*map(negation, premises), conclusion])
    premise = conjunction(premises)
    if premise is FALSEHOOD or conclusion is TRUTH:
        return TRUTH
    if premise is TRUTH:
        return conclusion
    if conclusion is FALSEHOOD:
        return negation(premise)
    return formulas.join("implies", 0, (premise, conclusion))


def equivalence(left: Formula, right: Formula) -> Formula:
    """`left` if and only if `right`."""
    for one, other in ((left, right), (right, left)):
        if one is TRUTH:
            return other
        if one is FALSEHOOD:
            return negation(other)
    return TRUTH if _same(left, right) else formulas.join("iff", 0, (left, right))


def _same(left: Formula, right: Formula) -> bool:
    """Whether two formulas are written alike."""
    stack = [(left, right)]
    while stack:
        a, b = stack.pop()
        if (a.kind, a.equation, a.variables) != (b.kind, b.equation, b.variables):
            return False
        if len(a.parts) != len(b.parts):
            return False
        stack.extend(zip(a.parts, b.parts, strict=True))
    return True


def _literal(formula: Formula) -> tuple[Equation, bool] | None:
    """The equation of a literal and whether it is asserted."""
    positive = formula.kind != "not"
    atom = formula if positive else formula.parts[0]
    return (atom.equation, positive) if atom.equation else None


# Terms


def equation(left: Term, right: Term, depth: int = 0) -> Formula:
    """left = right."""
    if left.sort is BOOL and left is not right:
        return equivalence(truth(left, depth), truth(right, depth))
    return _lifted(left, right, depth)


def truth(term: Term, depth: int = 0) -> Formula:
    """The formula that is true exactly if a Bool term is."""
    if depth > MAX_CHOICES:
        raise Unsupported(f"a nesting of more than {MAX_CHOICES} Bool terms")
    symbol, args = term.symbol, term.args
    if symbol is TRUE or symbol is FALSE:
        return TRUTH if symbol is TRUE else FALSEHOOD
    if symbol is EQ:
        return equation(args[0], args[1], depth + 1)
    if symbol is NOT:
        return negation(truth(args[0], depth + 1))
    if symbol is AND:
        return conjunction([truth(arg, depth + 1) for arg in args])
    if symbol is OR:
        return disjunction([truth(arg, depth + 1) for arg in args])
    if symbol is ITE:
        chosen, other = (truth(arg, depth + 1) for arg in args[1:])
        return _choice(truth(args[0], depth + 1), chosen, other)
    return _lifted(term, TRUE_TERM, depth)


def _choice(condition: Formula, chosen: Formula, other: Formula) -> Formula:
    return conjunction(
        [implication([condition], chosen), implication([negation(condition)], other)]
    )


def _lifted(left: Term, right: Term, depth: int) -> Formula:
    """An atom, out of which choices are taken: P(ite(c, s, t)) is c => P(s) and not c => P(t)."""
    if left is right:
        return TRUTH
    if depth > MAX_CHOICES:
        raise Unsupported(f"a nesting of more than {MAX_CHOICES} choices")
    for side in (left, right):
        for term in side.subterms():
            if term.symbol is ITE:
                chosen, other = (
                    _lifted(*_put((left, right), term, value), depth + 1) for value in term.args[1:]
                )
                return _choice(truth(term.args[0], depth + 1), chosen, other)
    return formulas.atom(0, left, right)


def _put(pair: Equation, old: Term, new: Term) -> Equation:
    left, right = (side.rebuild(lambda t: new if t is old else None) for side in pair)
    return left, right
