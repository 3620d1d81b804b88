"""The parts of a proof as a reader sees them; `outline` makes them, `export` shows them.

    Outline -> Block (theorem, claim, case) -> Calculation -> Line -> Reason

A line is one equation of a calculation. It stands for one argument (lemma, hypothesis, axiom, ac,
ring, …), used up to three times in a row, and the definitional and bookkeeping steps around it.
Associativity and commutativity of one operation count as one argument.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lemmata.proof.decode import Proof
from lemmata.proof.nodes import Hypothesis, Node
from lemmata.terms.declarations import Equation
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Since:
    """A condition of a step, and why it holds."""

    equation: Equation
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line holds.

    `kind` is definition, evaluation, hypothesis, induction, theorem, axiom, claim, ac, ring, field,
    interval, bool, injective or equality. `name` is that of the symbol, axiom or theorem, `number`
    the theorem's place in the document, `claim` the step that a claim above proves, `since` the
    conditions. `symbol` is the operation of `ac`, or of a theorem or axiom that states its
    associativity or commutativity. `times` counts uses in a row.
    """

    kind: str
    name: str = ""
    number: int = -1
    symbol: Symbol | None = None
    sort: Sort | None = None
    claim: Node | Block | None = None
    hypothesis: Hypothesis | None = None
    subject: Term | None = None
    since: tuple[Since, ...] = ()
    times: int = 1

    @property
    def family(self) -> object:
        """What joins steps in one line: the same reason, or reordering by the same operation."""
        if self.symbol is not None and self.kind in ("ac", "theorem", "axiom"):
            return self.symbol
        return self

    @property
    def is_definition(self) -> bool:
        """Whether unfolding definitions or running built-in operations is all there is to it."""
        return self.kind in ("definition", "evaluation")


@dataclass(frozen=True, slots=True)
class Line:
    """left = right; `nodes` are the kernel steps that this line stands for."""

    left: Term
    right: Term
    reasons: tuple[Reason, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """What follows from the equation before: `rule` is injective, distinct, eq_intro, eq_elim, sym.

    `symbols` are the constructors on both sides of the equation before, `equation` what follows.
    """

    rule: str
    symbols: tuple[Symbol, ...]
    equation: Equation
    node: Node


@dataclass(frozen=True, slots=True)
class Calculation:
    """A chain of equations; each line starts where the one before ended."""

    lines: tuple[Line, ...]
    endings: tuple[Ending, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """Induction on `variables` for all values of `general`.

    `hypothesis` is the strong hypothesis, shown where no case distinction follows at once.
    """

    variables: tuple[Term, ...]
    general: tuple[Term, ...]
    hypothesis: Shown | None
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A hypothesis as a formula: `forall variables. premises ==> conclusion`.

    `below` is the limit of an induction hypothesis that is shown for all smaller `variables`.
    """

    kind: str
    variables: tuple[Term, ...]
    premises: tuple[Equation, ...]
    conclusion: Equation
    subject: Term | None = None
    below: tuple[tuple[Term, ...], tuple[Term, ...]] | None = None


@dataclass(slots=True, eq=False)
class Block:
    """A statement with its proof.

    `kind` is theorem (then `proof` is set), claim (`statement` is shown) or case (`case` is the
    equation that holds in it). `hypotheses` may be used in the items. `nodes` are the kernel steps
    that the heading stands for.
    """

    kind: str
    proof: Proof | None = None
    index: int = -1
    statement: Shown | None = None
    case: Equation | None = None
    hypotheses: tuple[Shown, ...] = ()
    items: list[Block | Calculation | Method] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Outline:
    """All theorems of a document, and which block shows a step that others cite."""

    theorems: list[Block]
    claims: dict[Node, Block]
