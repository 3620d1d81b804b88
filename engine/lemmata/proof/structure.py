"""The blocks of one theorem: induction, case distinction, cut and calculation as a reader has them.

`induction` followed by `split` on its variable is one heading; `cut` announces a claim and goes on;
`sym` and `eq_intro` around a case distinction are seen through. No recursion: a list of tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lemmata.proof.build import induction_hypothesis
from lemmata.proof.calculation import Calculator
from lemmata.proof.decode import Document, Proof
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, Theorem, unit
from lemmata.proof.sections import Block, Calculation, Ending, Line, Method, Reason, Shown
from lemmata.proof.sharing import BLOCKS, WRAPPERS, Sharing
from lemmata.proof.signature import variable_names
from lemmata.terms.declarations import DatatypeGroup
from lemmata.terms.symbols import FALSE, TRUE, Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class _Role:
    """What a hypothesis is to a reader; `names` are those of its bound variables.

    `varied` collects those that some use puts another term for: only these need a "for all".
    """

    kind: str
    names: tuple[Term, ...] = ()
    block: Block | None = None
    varied: set[Term] = field(default_factory=set)


_Known = Mapping[Hypothesis, _Role]
_ASSUMPTION = _Role("assumption")


def constructors(document: Document) -> dict[str, tuple[Symbol, ...]]:
    """The constructors of each datatype by its name."""
    groups = [d for d in document.declarations if isinstance(d, DatatypeGroup)]
    return {"Bool": (TRUE, FALSE)} | {m.name: m.constructors for g in groups for m in g.members}


class Structure:
    """Fills the block of one theorem; a task is a block, the step it shows and what is known."""

    def __init__(
        self,
        proof: Proof,
        constructors: dict[str, tuple[Symbol, ...]],
        claims: dict[Node, Block],
        orders: dict[Law, Symbol | None],
    ) -> None:
        self.sharing = Sharing(proof.nodes[-1])
        self.constructors, self.claims, self.orders = constructors, claims, orders
        self.tasks: list[tuple[Block, Node, _Known]] = []
        self.methods: list[tuple[Block, int, _Role]] = []
        self.cases: list[tuple[Block, list[tuple[Hypothesis, _Role]], tuple[Term, ...]]] = []

    def fill(self, block: Block, theorem: Theorem) -> None:
        """Show the whole proof."""
        known = {unit(*pair): _ASSUMPTION for pair in theorem.clause.premises}
        self.tasks.append((block, theorem.root, known))
        while self.tasks:
            self._show(*self.tasks.pop())
        for shown, i, role in self.methods:
            method = shown.items[i]
            assert isinstance(method, Method)
            general = tuple(v for v in method.general if v in role.varied)
            shown.items[i] = replace(method, general=general)
        for case, hypotheses, fields in self.cases:
            case.hypotheses = tuple(s for h, r in hypotheses for s in _instances(h, r, fields))

    def _show(self, block: Block, node: Node, known: _Known) -> None:
        """Append what proves a step to a block; cuts and inductions go on in the same block."""
        method: Method | None = None
        while True:
            node = self._through(block, node)
            inner = [p for p in node.parents if p is not None]
            if node.rule == "cut":
                self._announce(block, (node,), known)
                known = self._cut(block, node, known)
                node = inner[1]
            elif node.rule == "induction":
                self._announce(block, (node,), known)
                method, role, h = self._induction(node)
                known = {**known, h: role}
                self.methods.append((block, len(block.items), role))
                block.items.append(method)
                node = inner[0]
            elif node.rule in ("split", "cases"):
                self._announce(block, (node,), known)
                self._branches(block, node, known, method is not None and node in method.nodes)
                return
            else:
                self._calculate(block, node, known)
                return
            if node in self.sharing.claims:
                self._calculate(block, node, known)
                return

    def _through(self, block: Block, node: Node) -> Node:
        """The case distinction under symmetry and reflection, else the step itself."""
        inner, passed = node, list[Node]()
        while inner.rule in ("sym", "eq_intro"):
            passed.append(inner)
            child = inner.parents[0]
            if child is None or child in self.sharing.claims:
                return node
            inner = child
        if inner.rule not in BLOCKS:
            return node
        block.nodes += passed
        return inner

    def _announce(self, block: Block, nodes: Iterable[Node], known: _Known) -> None:
        """Put the claims that these steps rest on before what follows."""
        wanted = {c for n in nodes for c in self.sharing.before.get(n, ())}
        for claim in sorted(wanted, key=self.sharing.position.__getitem__):
            shown = self.claims[claim] = Block("claim")
            extra = sorted((h for h in claim.context if h not in known), key=_text)
            units = tuple(h.conclusion for h in extra if h.is_unit)
            shown.statement = Shown("claim", (), units, (claim.left, claim.right))
            shown.hypotheses = tuple(_shown(h, _ASSUMPTION) for h in extra if not h.is_unit)
            block.items.append(shown)
            self.tasks.append((shown, claim, {**known, **dict.fromkeys(extra, _ASSUMPTION)}))

    def _cut(self, block: Block, node: Node, known: _Known) -> _Known:
        clause, variables = node.detail["clause"], node.detail["variables"]
        assert isinstance(clause, Hypothesis)
        assert isinstance(variables, tuple)
        premises, conclusion = Citation(clause, (), variables).equation()
        claim = Block("claim", statement=Shown("claim", variables, premises, conclusion))
        claim.nodes.append(node)
        block.items.append(claim)
        proof = node.parents[0]
        assert proof is not None
        self.tasks.append((claim, proof, {**known, **{unit(*p): _ASSUMPTION for p in premises}}))
        return {**known, clause: _Role("claim", variables, claim)}

    def _induction(self, node: Node) -> tuple[Method, _Role, Hypothesis]:
        variables, general, moved = (node.detail[k] for k in ("variables", "general", "moved"))
        assert isinstance(variables, tuple)
        assert isinstance(general, tuple)
        assert isinstance(moved, tuple)
        h = induction_hypothesis(variables, general, moved, node.left, node.right)
        role = _Role("induction", (*variables, *general))
        [child] = [p for p in node.parents if p is not None]
        split = child.rule == "split" and child not in self.sharing.claims
        if split and len(variables) == 1 and child.detail["variable"] is variables[0]:
            method = Method(variables, general, None, (node, child))
        else:
            method = Method(variables, general, _shown(h, role), (node,))
        return method, role, h

    def _branches(self, block: Block, node: Node, known: _Known, counted: bool) -> None:
        """One case block a constructor."""
        split = node.rule == "split"
        subject, fields = node.detail["variable" if split else "term"], node.detail["fields"]
        assert isinstance(subject, Term)
        assert isinstance(fields, tuple)
        symbols = self.constructors[subject.sort.name]
        found = []
        for symbol, row, child in zip(symbols, fields, node.parents, strict=True):
            assert child is not None
            value = Term.apply(symbol, *row, types=subject.sort.args)
            case = Block("case", case=(subject, value))
            now = {h.substitute({subject: value}): r for h, r in known.items()} if split else {}
            if split:
                old = {h.substitute({subject: value}): h for h in known}
                used = [
                    (h, role) for h, role in now.items() if h in child.context and h is not old[h]
                ]
                self.cases.append((case, used, row))
            else:
                now = {**known, unit(subject, value): _ASSUMPTION}
            found.append(case)
            self.tasks.append((case, child, now))
        if not counted:
            found[0].nodes.append(node)
        block.items += found

    # Calculations

    def _calculate(self, block: Block, node: Node, known: _Known) -> None:
        """A chain of equations, and what follows from its last one."""
        claims, endings = self.sharing.claims, list[Ending]()
        core = node
        while core.rule in WRAPPERS:
            [child] = [p for p in core.parents if p is not None]
            if core.rule == "sym" and child.rule not in WRAPPERS:
                break
            if child in claims and core.rule != "distinct":
                break
            symbols = tuple(s for s in (child.left.symbol, child.right.symbol) if s)
            endings.append(Ending(core.rule, symbols, (core.left, core.right), core))
            core = child
        if core is not node:
            self._announce(block, (e.node for e in endings), known)
        self._announce(block, self.sharing.part_of(core), known)
        calculator = Calculator(claims, lambda h, values: _explain(h, values, known), self.orders)
        if core in claims and core is not node:
            reasons = (Reason("claim", claim=core),)
            lines: tuple[Line, ...] = (Line(core.left, core.right, reasons, ()),)
        else:
            lines = calculator.lines(core)
        block.items.append(Calculation(lines, tuple(reversed(endings))))


def _text(h: Hypothesis) -> list[str]:
    return [str(t) for t in h.terms()]


def _shown(h: Hypothesis, role: _Role) -> Shown:
    """A hypothesis with names for its bound variables; primed ones for smaller values."""
    names = [f"{v.head}'" for v in role.names] or variable_names(len(h.bound))
    named = tuple(Term.variable(n, v.sort) for n, v in zip(names, h.bound, strict=True))
    premises, conclusion = Citation(h, (), named).equation()
    below = (named[: len(h.limit)], h.limit) if h.limit else None
    return Shown(role.kind, named, premises, conclusion, None, below)


def _instances(h: Hypothesis, role: _Role, fields: tuple[Term, ...]) -> Iterator[Shown]:
    """What an induction hypothesis says of the fields of a constructor term."""
    if role.kind != "induction" or len(h.limit) != 1:
        return
    for part in fields:
        if part in h.limit[0].free and part.sort is h.limit[0].sort:
            premises, conclusion = Citation(h, (), (part, *role.names[1:])).equation()
            general = tuple(v for v in role.names[1:] if v in role.varied)
            yield Shown("induction", general, premises, conclusion, part)


def _explain(h: Hypothesis, values: tuple[Term, ...], known: _Known) -> Reason:
    """How a hypothesis is cited."""
    role = known.get(h, _ASSUMPTION)
    if role.kind == "claim":
        return Reason("claim", claim=role.block)
    if role.kind == "assumption":
        return Reason("hypothesis", hypothesis=h)
    count = len(h.limit)
    role.varied.update(
        v for v, t in zip(role.names[count:], values[count:], strict=True) if v is not t
    )
    several = sum(r.kind == "induction" for r in known.values()) > 1
    same = [a for t in h.limit for a in t.args if a.sort is t.sort]
    subject = values[0] if several or len(same) > 1 else None
    return Reason("induction", subject=subject)
