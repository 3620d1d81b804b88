"""The derivation of an equality as data: which expression becomes which, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lemmata.errors import escape
from lemmata.export.formulas import formula, text
from lemmata.export.phrases import Phrases, plain
from lemmata.export.strictness import part
from lemmata.proof.decode import decode
from lemmata.proof.sections import Block
from lemmata.terms.term import Term

NOTHING_TO_SHOW = "<p>Nothing could be made simpler.</p>"


@dataclass(frozen=True, slots=True)
class Step:
    """left = right for a reason; `depth` is the nesting of case distinctions around it."""

    left: str
    right: str
    reason: str
    depth: int
    terms: tuple[Term, Term]

    def to_dict(self) -> dict[str, Any]:
        """The object in the JSON of `--steps`."""
        return {"left": self.left, "right": self.right, "reason": self.reason, "depth": self.depth}


@dataclass(frozen=True, slots=True)
class Derivation:
    """The steps of a proof of equality; `domain` says where both sides are defined, and why."""

    steps: tuple[Step, ...]
    domain: str = ""
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The object in the JSON of `--steps`."""
        steps = [step.to_dict() for step in self.steps]
        return {"steps": steps, "domain": self.domain, "reason": self.reason}

    def __str__(self) -> str:
        rows = [f"{s.left} = {s.right}  {s.reason}".rstrip() for s in self.steps]
        return "\n".join(map(escape, rows))

    def _repr_html_(self) -> str:
        return to_table(self)


def derivation(certificate: dict[str, Any]) -> Derivation:
    """The steps of the equality that a certificate proves; raises InputError if it is not one."""
    phrases = Phrases(decode(certificate))
    document = phrases.document
    last = len(document.proofs) - 1
    strict = document.strict is not None
    steps: list[Step] = []
    domain, reasons, current, claim = "", list[str](), "", 0
    for row in phrases.rows:
        if row.depth == 0 and row.block:
            current = _role(phrases, row.block, last)
            domain = phrases.heading(row.block) if current == "domains" else domain
            claim = 0
        if claim and row.depth <= claim:
            claim = 0
        if not claim and row.block and row.block.kind == "claim":
            claim = row.depth
        if claim or row.line is None:
            continue
        why = plain(phrases.because(row.line.reasons))
        if current == "values":
            pair = (row.line.left, row.line.right)
            left, right = map(phrases.value, pair)
            steps.append(Step(left, right, why, max(0, row.depth - 1), pair))
        elif current == "domains":
            reasons.append(why)
    return Derivation(tuple(steps), domain if strict else "", "; ".join(reasons))


def _role(phrases: Phrases, block: Block, last: int) -> str:
    found = part(phrases.document, block)
    return found or ("values" if block.index == last else "")


def to_table(found: Derivation) -> str:
    """A table without style or script, for notebooks."""
    if not found.steps:
        return NOTHING_TO_SHOW
    rows = []
    for i, step in enumerate(found.steps):
        left, right = (formula(getattr(step, k), step.terms) for k in ("left", "right"))
        starts = i == 0 or step.left != found.steps[i - 1].right
        shown = f"{left} = {right}" if starts else f"= {right}"
        rows.append(f"<tr><td>{shown}</td><td>{text(step.reason)}</td></tr>")
    if found.domain:
        rows.append(
            f"<tr><td>Same domain: {text(found.domain)}</td><td>{text(found.reason)}</td></tr>"
        )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"
