"""`simplify --theory`: the smallest equal term of a theory, by its definitions, laws and packs."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lemmata.simplifying import Simplification

if TYPE_CHECKING:
    from lemmata.search.eqsat.problem import EqRule
    from lemmata.terms.declarations import Clause, RulePack, Theory
    from lemmata.terms.term import Term


def simplify_in(
    text: str, theory: str | Path | Theory, assume: Sequence[str] = (), timeout: float = 10
) -> Simplification:
    """The smallest term that saturation finds equal; `assume` are statements of the theory.

    Raises InputError for what cannot be read.

    >>> simplify_in("0 + x * S(0)", "nat").result
    'x'
    """
    from lemmata.language import parse_goal, show_clause, show_sort, show_term
    from lemmata.search.eqsat.extracting import size
    from lemmata.search.equational import simplest
    from lemmata.theories import theory as load

    start = time.monotonic()
    loaded = load(theory)
    statement = " ==> ".join([*(f"({a})" for a in assume), f"{text} = ({text})"])
    extended, clause = parse_goal(statement, loaded)
    deadline = start + timeout
    rules = _rules(extended, clause)
    best, node = simplest(clause.left, clause, rules, size, lambda: time.monotonic() > deadline)
    goal = replace(clause, conclusion=(clause.left, best))
    found = Simplification(
        show_clause(goal, loaded.notation),
        "proved",
        assumptions=tuple(assume),
        variables=tuple((str(v.head), show_sort(v.sort)) for v in clause.variables),
        result=show_term(best, loaded.notation),
        term=best,
    )
    certified = _certified(goal, node, extended, found)
    if certified is None:
        unchanged = show_term(clause.left, loaded.notation)
        plain = replace(clause, conclusion=(clause.left, clause.left))
        found = replace(found, result=unchanged, term=clause.left)
        certified = _certified(plain, None, extended, found) or found
    return replace(certified, seconds=time.monotonic() - start)


def _certified(
    clause: Clause, node: object, theory: Theory, found: Simplification
) -> Simplification | None:
    """The answer with its certificate; None if the kernel rejects it."""
    from lemmata.kernel import Rejected
    from lemmata.proof import build
    from lemmata.proof.encode import encode
    from lemmata.proof.nodes import Node, Theorem
    from lemmata.search.minimise import minimise
    from lemmata.service.store import checker

    root = node if isinstance(node, Node) else build.refl(clause.left)
    theorem = minimise(Theorem("goal", clause, clause.variables, root))
    certificate = encode(theorem, theory.declarations)
    try:
        report = checker().check(json.dumps(certificate))
    except Rejected:
        return None
    trusted = tuple(f"axiom {s}.{a}" for s, a in report.axioms)
    return replace(found, certificate=certificate, trusted=trusted, steps=report.all_steps)


def _rules(theory: Theory, clause: Clause) -> list[EqRule]:
    """Definitions and the rules of packs from left to right, other laws where they may help."""
    from lemmata.proof.laws import axioms, definitions
    from lemmata.proving import stored_laws
    from lemmata.search.eqsat.laws import rules_of, sorts_in
    from lemmata.search.equational import rules_for
    from lemmata.search.simplify.library import law_of

    terms: list[Term] = list(clause.terms())
    known = [*axioms(theory.declarations), *stored_laws(theory)]
    found: list[EqRule] = []
    used = set()
    for pack in (*theory.packs, *_shipped_packs(theory)):
        for rule in pack.rules:
            law = law_of(rule, known)
            if law is not None:
                used.add(law[0])
                found.extend(rules_of(law[0], sorts_in(terms), law[1]))
    rest = [law for law in known if law not in used]
    return [*found, *rules_for([*definitions(theory.declarations), *rest], terms)]


def _shipped_packs(theory: Theory) -> list[RulePack]:
    """The packs under rules/ that import the theory and nothing that it does not have."""
    from lemmata.data import folder, names
    from lemmata.theories import theory as load

    found: list[RulePack] = []
    for name in names("rules", ".lem"):
        place = Path(str(folder("rules"))) / name
        if f"import {theory.name}" in place.read_text(encoding="utf-8"):
            found.extend(load(place).packs)
    return found
