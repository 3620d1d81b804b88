"""An outline in words: headings, formulas and reasons as pieces of text, some with a target.

`text`, `html` and `latex` arrange the same pieces, so they cannot say different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lemmata.export import strictness
from lemmata.export.writing import Piece, Written
from lemmata.language.printer import show_sort
from lemmata.proof.decode import Document, Proof
from lemmata.proof.lawnames import law_name
from lemmata.proof.nodes import Instance, Node, Stored, unit
from lemmata.proof.outline import Row, layout, outline
from lemmata.proof.sections import Block, Ending, Method, Reason, Shown, Since
from lemmata.proof.signature import variable_names
from lemmata.terms.declarations import Notation
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

GENERATED = re.compile(r"goal|lemma_?\d+")
MANY = 4


class Phrases(Written):
    """Words for one document; `rows` are its visible rows.

    `pages` says by digest where other certificates have a page of their own, `anchors` what the
    definitions of the document are called on its page, `rules` is the page of the kernel's rules,
    `listed` says whether its page lists the kernel's steps. Where a document takes several pages,
    `file` is the first one, `here` the one that is being written, and `elsewhere` says which ids
    stand on others.
    """

    def __init__(
        self, document: Document, notation: Mapping[Symbol, Notation] | None = None
    ) -> None:
        """`notation` may be that of a theory: its symbols are found again by their names."""
        super().__init__(document, notation)
        self._laws: dict[str, str] = {}
        self.pages: Mapping[str, str] = {}
        self.anchors: Mapping[str, str] = {}
        self.rules = ""
        self.listed = True
        self.file = self.here = ""
        self.elsewhere: Mapping[str, str] = {}
        self.outline = outline(document)
        self.rows = layout(strictness.arranged(document, self.outline))
        self._row_of: dict[int, int] = {id(r.block): r.number for r in self.rows if r.block}

    def to(self, anchor: str) -> str:
        """The address of an id of this document."""
        file = self.elsewhere.get(anchor, self.file)
        return f"{'' if file == self.here else file}#{anchor}"

    # Headings

    def assumed(self) -> str:
        """The assumptions of a strict equality; empty for other documents."""
        return strictness.assumed(self.document, self.value)

    def label(self, block: Block) -> str:
        """Theorem, Lemma 2, Claim or nothing."""
        if block.kind == "claim":
            return "Claim"
        if block.kind == "case":
            return "Case"
        part = strictness.part(self.document, block)
        if part:
            return strictness.LABELS[part]
        if self.page(block):
            return "Cited"
        last = block.index == len(self.document.proofs) - 1
        before = self.outline.theorems[: block.index] if self.pages else ()
        number = block.index - sum(bool(self.page(b)) for b in before)
        return "Theorem" if last else f"Lemma {number + 1}"

    def name(self, proof: Proof) -> str:
        """A theorem's own name, or nothing for one that a search made up."""
        strict = self.document.strict
        if proof.theorem is strictness.equal_theorem(self.document):
            return ""
        if strict and proof.theorem is strict.domain:
            return ""
        return "" if GENERATED.fullmatch(proof.name) else proof.name

    def law(self, proof: Proof) -> str:
        """The law that a theorem states, if it has a common name."""
        if proof.name not in self._laws:
            self._laws[proof.name] = law_name(proof.clause, self.notation) or ""
        return self._laws[proof.name]

    def heading(self, block: Block) -> str:
        """The formula of a heading."""
        if block.kind == "theorem" and block.proof:
            return self._theorem(block, block.proof)
        if block.kind == "case" and block.case:
            subject, value = block.case
            return self.equation((subject, value))
        assert block.statement is not None
        h = block.statement
        return self.shown(Shown(h.kind, (), h.premises, h.conclusion))

    def _theorem(self, block: Block, proof: Proof) -> str:
        part = strictness.part(self.document, block)
        if part == "values":
            return self.equation(proof.clause.conclusion)
        if part == "domains":
            return strictness.same_domain(*proof.clause.conclusion, self.value)
        return self.statement(proof)

    def method(self, method: Method) -> str:
        """How a block goes on."""
        said = f"induction on {self.names(method.variables)}"
        if method.general:
            said += f" for all {self.names(method.general)}"
        return said

    def stored(self, block: Block) -> str:
        """The certificate that proves a theorem of another file; empty for others."""
        return self._certificate(block)[:12]

    def page(self, block: Block) -> str:
        """The page of a theorem of another file; empty for others."""
        return self.pages.get(self._certificate(block), "") if self.pages else ""

    def _certificate(self, block: Block) -> str:
        theorem = block.proof.theorem if block.proof else None
        return theorem.origin().certificate if isinstance(theorem, Stored) else ""

    def source(self, block: Block) -> str:
        """What proves a theorem that has no steps of its own; empty for others."""
        theorem = block.proof.theorem if block.proof else None
        if not isinstance(theorem, Instance):
            stored = self.stored(block)
            return f"by certificate {stored}" if stored else ""
        given = [f"{show_sort(a)} = {show_sort(b)}" for a, b in theorem.model.sorts.items()]
        for symbol, template in theorem.model.symbols.items():
            variables = [
                Term.variable(n, v.sort)
                for n, v in zip(variable_names(symbol.arity), template.variables, strict=True)
            ]
            body = template.body.substitute(dict(zip(template.variables, variables, strict=True)))
            shown = [
                Term.variable(str(v.head), s)
                for v, s in zip(variables, symbol.arguments, strict=True)
            ]
            given.append(f"{self.value(Term.apply(symbol, *shown))} = {self.value(body)}")
        return f"instance of {theorem.source.name}, with {', '.join(given)}"

    def ending(self, ending: Ending) -> tuple[str, str]:
        """What follows at the end of a calculation, and why."""
        formula = self.equation(ending.equation)
        names = [self.symbol(s) for s in ending.symbols]
        if ending.rule == "distinct":
            return formula, f"a contradiction, as {' and '.join(names)} differ"
        if ending.rule == "injective":
            return formula, f"as {names[0] if names else 'the constructor'} is injective"
        return formula, ""

    # Reasons

    def reasons(self, reasons: Sequence[Reason]) -> list[Piece]:
        """The reasons of a line, separated by commas."""
        found: list[list[Piece]] = []
        laws: list[int] = []
        defined = {
            self.symbol(r.name): r.name for r in reasons if r.kind == "definition" and not r.since
        }
        for reason in reasons:
            if reason.kind == "definition" and not reason.since:
                if defined:
                    found.append(_definitions(defined))
                    defined = {}
                continue
            if reason.symbol and reason.kind in ("theorem", "axiom"):
                laws.append(len(found))
            found.append(self._reason(reason))
        if len(laws) > 1:
            symbol = next(r.symbol for r in reasons if r.symbol)
            said = f"associativity and commutativity of {self.symbol(symbol)} ("
            found[laws[0]].insert(0, Piece(said))
            found[laws[-1]].append(Piece(")"))
        pieces: list[Piece] = []
        for i, part in enumerate(found):
            pieces += [Piece(", "), *part] if i else part
        return pieces or [Piece("both sides are the same")]

    def because(self, reasons: Sequence[Reason]) -> list[Piece]:
        """The reasons of a line with the word that introduces them."""
        pieces = self.reasons(reasons)
        if not reasons or pieces[0].text.startswith("as "):
            return pieces
        return [Piece("by "), *pieces]

    def _reason(self, reason: Reason) -> list[Piece]:
        kind = reason.kind
        if kind == "claim":
            block = reason.claim
            if isinstance(block, Node):
                block = self.outline.claims.get(block)
            number = self._row_of.get(id(block))
            found = [Piece(f"({number})", number)]
        elif kind == "theorem":
            found = [self.theorem(reason.number)]
        elif kind == "hypothesis":
            text = self.hypothesis(reason.hypothesis) if reason.hypothesis else None
            found = [Piece("assumption"), *([Piece(" "), text] if text else [])]
        elif kind == "induction":
            found = [Piece("induction hypothesis")]
            if reason.subject is not None:
                found += [
                    Piece(" for "),
                    Piece(self.value(reason.subject), None, True, (reason.subject,)),
                ]
        elif kind == "axiom":
            owners = [
                s.name for s in self.document.structures for a in s.axioms if a.name == reason.name
            ]
            declared = f"{owners[0]}.{reason.name}" if len(owners) == 1 else ""
            found = [Piece(self._plain(reason), declared=declared)]
        else:
            declared = reason.name if kind == "definition" else ""
            found = [Piece(self._plain(reason), declared=declared)]
        if reason.times > 1 and kind != "field":
            found.append(Piece(" twice" if reason.times == 2 else f" {reason.times} times"))
        conditions = [since for since in reason.since if not _is_computed(since)]
        for i, since in enumerate(conditions):
            joint = {"instance": " of ", "injective": " and ", "field": ", "}.get(kind, " as ")
            found += [Piece(" and " if i else joint), *self._since(since)]
        return found

    def _plain(self, reason: Reason) -> str:
        symbol = self.symbol(reason.symbol) if reason.symbol else ""
        return {
            "definition": f"definition of {self.symbol(reason.name)}",
            "evaluation": "arithmetic",
            "axiom": f"axiom {reason.name}",
            "ac": f"associativity and commutativity of {symbol}",
            "ring": f"ring laws of {show_sort(reason.sort)}" if reason.sort else "ring laws",
            "field": f"as {'fractions of ' if reason.since else ''}polynomials",
            "interval": "interval arithmetic",
            "bool": "truth table",
            "injective": f"injectivity of {symbol}",
            "instance": "an instance",
            "equality": "equality",
        }[reason.kind]

    def _since(self, since: Since) -> list[Piece]:
        formula = self.equation(since.equation)
        found = [Piece(formula, None, True, since.equation)]
        only = since.reasons[0] if len(since.reasons) == 1 else None
        if only and only.kind == "hypothesis" and only.hypothesis == unit(*since.equation):
            return found
        if only and only.kind == "claim":
            return [*found, Piece(" "), *self.reasons(since.reasons)]
        return [*found, Piece(" ("), *self.reasons(since.reasons), Piece(")")]

    def theorem(self, number: int) -> Piece:
        """How a theorem is cited."""
        block = self.outline.theorems[number]
        assert block.proof is not None
        own = self.name(block.proof)
        if strictness.equal_theorem(self.document):
            own = own.rpartition(".")[2]
        return Piece(own or self.label(block), self._row_of.get(id(block)))


def _definitions(defined: Mapping[str, str]) -> list[Piece]:
    """The definitions of some functions, each a piece unless there are many."""
    if len(defined) > MANY:
        return [Piece("the definitions")]
    first, *others = (Piece(written, declared=name) for written, name in defined.items())
    found = [Piece(f"definition of {first.text}", declared=first.declared)]
    for other in others:
        found += [Piece(", "), other]
    return found


def _is_computed(since: Since) -> bool:
    """Whether a condition is about numbers only, and true by arithmetic."""
    ground = not any(side.free for side in since.equation)
    return ground and all(reason.kind == "evaluation" for reason in since.reasons)


def plain(pieces: Iterable[Piece]) -> str:
    """The text of pieces."""
    return "".join(p.text for p in pieces)


__all__ = ["Phrases", "Piece", "Row", "plain"]
