"""Polynomial identities: one `ring` step where a structure states the ring laws by name."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.proof.nodes import Citation, Law, Node
from lemmata.terms.declarations import Clause
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

NEEDED = (
    "add_associativity", "add_commutativity", "add_zero", "mul_associativity",
    "mul_commutativity", "mul_one", "mul_zero", "distributivity",
)  # fmt: skip


def ring_node(clause: Clause, laws: Sequence[Law]) -> Node | None:
    """A node claiming the conclusion as a polynomial identity, if the laws for its sort are there.

    Whether the identity holds is for the kernel to say.
    """
    if clause.premises:
        return None
    sort = clause.left.sort
    for owner in dict.fromkeys(law.owner for law in laws if law.kind == "axiom"):
        named = {law.name: law for law in laws if law.owner == owner and law.kind == "axiom"}
        if any(name not in named for name in NEEDED):
            continue
        add, zero = _unit(named["add_zero"])
        mul, one = _unit(named["mul_one"])
        if zero is None or one is None or zero.sort is not sort:
            continue
        neg = _inner(named.get("add_neg"))
        sub = named["sub_neg"].clause.left.symbol if neg and "sub_neg" in named else None
        keys = [*NEEDED, *(["add_neg"] if neg else []), *(["sub_neg"] if sub else [])]
        operations = {"zero": zero, "one": one, "add": add, "mul": mul, "neg": neg, "sub": sub}
        cited = {key: Citation(named[key]) for key in keys}
        detail: dict[str, object] = {"operations": operations, "laws": cited}
        return Node("ring", frozenset(), clause.left, clause.right, (), detail)
    return None


def _unit(law: Law) -> tuple[Symbol | None, Term | None]:
    """The operation and the constant of a law like x + 0 = x."""
    left = law.clause.left
    constants = [a for a in left.args if not a.free]
    return left.symbol, constants[0] if constants else None


def _inner(law: Law | None) -> Symbol | None:
    """The unary symbol of a law like x + -x = 0."""
    if law is None:
        return None
    return next((a.symbol for a in law.clause.left.args if a.symbol is not None), None)
