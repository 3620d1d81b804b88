"""The words for a strict equality: its values, then its domains, then the laws that were cited.

FORMAT.md section 9 splits the claim into two theorems. Readers want the chain of equal expressions
first, and then why both ends are defined at the same points.
"""

from __future__ import annotations

from collections.abc import Callable

from lemmata.proof.decode import Document
from lemmata.proof.nodes import Instance, Proved, Stored
from lemmata.proof.sections import Block, Calculation, Outline
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.domain import conjunction
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import AND, NOT
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

GENERIC = "equal"
"""The name of the theorem in a certificate that is not strict."""
READING = ("values", "domains", "", "law")
LABELS = {"values": "Values", "domains": "Same domain", "law": "Law"}


def is_analysis(document: Document) -> bool:
    """Whether a document is about expressions, which are written as calculators write them."""
    if document.strict is not None:
        return True
    return any(t.sort is REAL for side in document.goal.terms() for t in side.subterms())


def show(term: Term) -> str:
    """An expression on one line."""
    from lemmata.language.expr.show import show_expression

    return show_expression(term)


def show_pair(pair: Equation) -> str:
    """An equation between expressions; a condition for itself.

    >>> from lemmata.terms.term import equation_term
    >>> x, one = Term.variable("x", REAL), Term.real(1)
    >>> show_pair((equation_term(x, one), TRUE_TERM)), show_pair((x, one))
    ('x = 1', 'x = 1')
    """
    return show(_as_term(pair))


def _as_term(pair: Equation) -> Term:
    left, right = pair
    if right is TRUE_TERM and left is not TRUE_TERM:
        return left
    if right is FALSE_TERM and left is not TRUE_TERM:
        return Term.apply(NOT, left)
    return equation_term(left, right)


def latex(term: Term) -> str:
    """An expression for LaTeX's math mode."""
    from lemmata.language.expr.latex import latex_expression

    return latex_expression(term)


def latex_pair(pair: Equation) -> str:
    """An equation between expressions; a condition for itself."""
    return latex(_as_term(pair))


def latex_clause(clause: Clause) -> str:
    """A statement with its conditions."""
    said = latex_pair(clause.conclusion)
    if not clause.premises:
        return said
    conditions = latex(conjunction([_as_term(p) for p in clause.premises]))
    return rf"{said} \quad\text{{if }} {conditions}"


def show_clause(clause: Clause) -> str:
    """A statement with its conditions."""
    said = show_pair(clause.conclusion)
    if not clause.premises:
        return said
    return f"{said} if {show(conjunction([_as_term(p) for p in clause.premises]))}"


def latex_domain(left: Term, right: Term) -> str:
    """The end of a sentence about the domains of both sides."""
    if left is right:
        where = (
            "are defined everywhere" if left is TRUE_TERM else f"are defined where ${latex(left)}$"
        )
        return f"same domain: they {where}"
    return f"same domain: ${latex_pair((left, right))}$"


def equal_theorem(document: Document) -> Proved | None:
    """The theorem that two expressions are equal, in what `simplify` and `equiv` find."""
    if document.strict is not None:
        return document.strict.equal
    last = document.proofs[-1].theorem if document.proofs else None
    return last if last is not None and last.name == GENERIC and is_analysis(document) else None


def part(document: Document, block: Block) -> str:
    """What a theorem is in an equality: values, domains, law, or nothing of these."""
    equal, proof, strict = equal_theorem(document), block.proof, document.strict
    if equal is None or proof is None:
        return ""
    if proof.theorem is equal:
        return "values"
    if strict is not None and proof.theorem is strict.domain:
        return "domains"
    return "law" if isinstance(proof.theorem, (Stored, Instance)) else ""


def arranged(document: Document, outline: Outline) -> Outline:
    """The theorems in the order of reading: what other certificates prove first, and in a strict
    equality calculations before the claims that they cite.
    """
    if equal_theorem(document) is None:
        return Outline(sorted(outline.theorems, key=_is_proved_here), outline.claims)
    blocks = sorted(outline.theorems, key=lambda block: READING.index(part(document, block)))
    for block in blocks:
        if all(isinstance(i, Calculation) or _is_claim(i) for i in block.items):
            block.items.sort(key=_is_claim)
    return Outline(blocks, outline.claims)


def _is_proved_here(block: Block) -> bool:
    return block.proof is None or not isinstance(block.proof.theorem, Stored)


def _is_claim(item: object) -> bool:
    return isinstance(item, Block) and item.kind == "claim"


def is_chain(document: Document, block: Block | None) -> bool:
    """Whether a block is the values of an equality, proved by one calculation, then claims."""
    if block is None or part(document, block) != "values" or not block.items:
        return False
    first, *others = block.items
    return isinstance(first, Calculation) and not first.endings and all(map(_is_claim, others))


def _conjuncts(term: Term) -> list[Term]:
    found, stack = [], [term]
    while stack:
        t = stack.pop()
        if t.head is AND:
            stack += t.args
        else:
            found.append(t)
    return found


def same_domain(left: Term, right: Term, write: Callable[[Term], str]) -> str:
    """Where both sides of a strict equality are defined."""
    if left is right:
        fixed = {TRUE_TERM: "everywhere", FALSE_TERM: "nowhere"}
        parts = _conjuncts(left)
        return fixed.get(FALSE_TERM if FALSE_TERM in parts else left) or write(left)
    for side, other in ((left, right), (right, left)):
        if other is TRUE_TERM:
            return f"{write(side)}, always"
    return f"{write(left)} if and only if {write(right)}"


def assumed(document: Document, write: Callable[[Term], str]) -> str:
    """The assumptions of an equality in words; empty if there are none."""
    if equal_theorem(document) is None:
        return ""
    conditions = [_as_term(pair) for pair in document.goal.premises]
    return f"assuming {write(conjunction(conditions))}" if conditions else ""
