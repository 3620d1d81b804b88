"""The laws of a theory that a proof may cite: defining equations, built-in equations, axioms."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.proof.nodes import Law
from lemmata.terms.declarations import Clause, Declaration, FunctionGroup, Lambda, Structure
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import AND, ITE, NOT, OR
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term


def definitions(declarations: Sequence[Declaration]) -> list[Law]:
    """The defining equations of all functions and lambdas, then the built-in ones."""
    found = []
    for declaration in declarations:
        if isinstance(declaration, FunctionGroup):
            for function in declaration.members:
                for i, case in enumerate(function.cases):
                    found.append(Law("case", function.symbol.name, i, case))
        elif isinstance(declaration, Lambda):
            found.append(Law("case", declaration.symbol.name, 0, declaration.case))
    return found + built_in()


def axioms(declarations: Sequence[Declaration]) -> list[Law]:
    """The axioms of all structures."""
    structures = [d for d in declarations if isinstance(d, Structure)]
    return [Law("axiom", a.name, 0, a.clause, s.name) for s in structures for a in s.axioms]


def built_in() -> list[Law]:
    """The equations of proofs/FORMAT.md section 2."""
    a = Sort.variable("a")
    p, x, y = Term.variable("x", BOOL), Term.variable("x", a), Term.variable("y", a)
    apply = Term.apply
    rows = [
        ("not", 0, (), apply(NOT, TRUE_TERM), FALSE_TERM),
        ("not", 1, (), apply(NOT, FALSE_TERM), TRUE_TERM),
        ("and", 0, (p,), apply(AND, TRUE_TERM, p), p),
        ("and", 1, (p,), apply(AND, FALSE_TERM, p), FALSE_TERM),
        ("or", 0, (p,), apply(OR, TRUE_TERM, p), TRUE_TERM),
        ("or", 1, (p,), apply(OR, FALSE_TERM, p), p),
        ("ite", 0, (x, y), apply(ITE, TRUE_TERM, x, y), x),
        ("ite", 1, (x, y), apply(ITE, FALSE_TERM, x, y), y),
    ]
    return [
        Law("builtin", name, i, Clause((a,) if name == "ite" else (), variables, (), (left, right)))
        for name, i, variables, left, right in rows
    ]
