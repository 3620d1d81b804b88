"""The words for a strict equality: its values, then its domains, then the laws that were cited.

FORMAT.md section 9 splits the claim into two theorems. Readers want the chain of equal expressions
first, and then why both ends are defined at the same points.
"""

from __future__ import annotations

from collections.abc import Callable

from lemmata.proof.decode import Document
from lemmata.proof.nodes import Instance, Stored
from lemmata.proof.sections import Block, Calculation, Outline
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import NOT
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term

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
    conditions = r" \land ".join(map(latex_pair, clause.premises))
    said = latex_pair(clause.conclusion)
    return rf"{said} \quad\text{{if }} {conditions}" if conditions else said


def latex_domain(left: Term, right: Term) -> str:
    """The end of a sentence about the domains of both sides."""
    if left is right:
        where = (
            "are defined everywhere" if left is TRUE_TERM else f"are defined where ${latex(left)}$"
        )
        return f"same domain: they {where}"
    return f"same domain: ${latex_pair((left, right))}$"


def part(document: Document, block: Block) -> str:
    """What a theorem is in a strict equality: values, domains, law, or nothing of these."""
    strict, proof = document.strict, block.proof
    if strict is None or proof is None:
        return ""
    if proof.theorem is strict.equal:
        return "values"
    if proof.theorem is strict.domain:
        return "domains"
    return "law" if isinstance(proof.theorem, (Stored, Instance)) else ""


def arranged(document: Document, outline: Outline) -> Outline:
    """The theorems in the order of reading."""
    if document.strict is None:
        return outline
    places = {name: i for i, name in enumerate(("values", "domains", "", "law"))}
    blocks = sorted(outline.theorems, key=lambda block: places[part(document, block)])
    return Outline(blocks, outline.claims)


def is_chain(document: Document, block: Block | None) -> bool:
    """Whether a block is the values of a strict equality, proved by one calculation."""
    if block is None or part(document, block) != "values" or len(block.items) != 1:
        return False
    [only] = block.items
    return isinstance(only, Calculation) and not only.endings


def same_domain(left: Term, right: Term, write: Callable[[Term], str]) -> str:
    """Where both sides of a strict equality are defined."""
    if left is right:
        return "everywhere" if left is TRUE_TERM else write(left)
    for side, other in ((left, right), (right, left)):
        if other is TRUE_TERM:
            return f"{write(side)}, always"
    return f"{write(left)} if and only if {write(right)}"


def assumed(document: Document, write: Callable[[Term], str]) -> str:
    """The assumptions of a strict equality in words; empty if there are none."""
    if document.strict is None:
        return ""
    conditions = [left for left, _ in document.goal.premises]
    return f"assuming {' and '.join(map(write, conditions))}" if conditions else ""
