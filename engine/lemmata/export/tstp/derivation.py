"""The formulas of a certificate: axioms, one step for each inference, and the contradiction.

A step states its whole sequent, hypotheses included, so it follows from its parents alone. Steps
that first-order logic does not see (reflexivity, the equations of `ite`) are left out. The end is
the negated conjecture, beside the last step $false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from lemmata.export.tstp.formulas import FALSEHOOD, TRUTH, Unsupported, negation, sequent
from lemmata.export.tstp.model import model_lines
from lemmata.language.tptp import formulas
from lemmata.language.tptp.formulas import Formula
from lemmata.language.tptp.names import PREFIX, decoded, quoted
from lemmata.language.tptp.show import Names, bound_variables, is_clause
from lemmata.language.tptp.szs import NEGATED
from lemmata.proof.decode import Document, Proof, cited, decode
from lemmata.proof.nodes import Citation, Hypothesis, Law, Node, Stored, Theorem
from lemmata.terms.declarations import Clause, FunctionGroup, Structure
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import Term

RULES = {
    "refl": "reflexivity",
    "sym": "symmetry",
    "trans": "transitivity",
    "cong": "congruence",
    "rewrite": "rw",
    "instantiate": "instantiate",
    "cut": "cut",
    "split": "case_split",
    "cases": "case_split",
    "eq_intro": "equality",
    "eq_elim": "equality",
    "distinct": "contradiction",
    "ac": "ac",
    "ring": "ring",
    "bool": "tautology",
}


@dataclass(frozen=True, slots=True)
class Step:
    """An annotated formula: `text` is the formula alone, `source` what stands behind it."""

    name: str
    language: str
    role: str
    text: str
    source: str
    parents: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.language}({self.name},{self.role},({self.text}),{self.source})."


def to_tstp(certificate: dict[str, Any], problem: str = "") -> str:
    """A derivation as a file, or the finite model of a refutation.

    `problem` is "clauses" or "conjecture" as in `Theory`; if it is not known, a ground equation
    about a TPTP problem counts as the negation of a clause. Raises `Unsupported`.
    """
    document = decode(certificate)
    name = quoted(decoded(_problem_name(document)))
    if document.kind == "refutation":
        kind, lines = "FiniteModel", model_lines(document, Names(_functors(document)))
    else:
        kind, lines = "CNFRefutation", [*map(str, _Derivation(document, problem).steps())]
    start, end = (f"% SZS output {word} {kind} for {name}" for word in ("start", "end"))
    return "\n".join([start, *lines, end, ""])


def steps(certificate: dict[str, Any], problem: str = "") -> list[Step]:
    """The steps of a derivation."""
    return _Derivation(decode(certificate), problem).steps()


def _problem_name(document: Document) -> str:
    structures = [s.name for s in document.structures]
    return structures[-1] if structures else document.name


class _Derivation:
    """The steps of one document, in order."""

    def __init__(self, document: Document, problem: str) -> None:
        self.document, self.problem = document, problem
        _check_sorts(document)
        self.names = Names(_functors(document))
        self.taken: set[str] = set()
        self.found: list[Step] = []
        self.leaves: dict[tuple[str, str, int], str] = {}
        self.theorems: dict[int, str] = {}
        self.shown: dict[str, str] = {}
        self.numbers = count(1)

    def steps(self) -> list[Step]:
        """All of them."""
        *lemmas, goal = self.document.proofs
        conjecture = self._conjecture(goal)
        for i, proof in enumerate(lemmas):
            self.theorems[i] = self._theorem(proof)
        last = self._theorem(goal)
        parents = tuple(filter(None, (conjecture, last)))
        end = self._add(FALSEHOOD, "plain", "contradiction", parents)
        return _reachable(self.found, end)

    # The goal

    def _conjecture(self, goal: Proof) -> str:
        """The leaves that deny the goal; empty if the goal is itself the contradiction."""
        formula = self._clause_formula(goal.clause)
        if formula is FALSEHOOD:
            return ""
        name = decoded(goal.name.partition(".")[0])
        source = f"file({self._file()},{quoted(name, of_formula=True)})"
        simple = not goal.clause.premises and not formula.free and self._is_tptp()
        if self.problem == "clauses" or (not self.problem and simple):
            return self._leaf(goal.name, negation(formula), "negated_conjecture", source)
        stated = self._leaf(goal.name, formula, "conjecture", source)
        denied = negation(_closed(formula))
        return self._add(denied, "negated_conjecture", "negate_conjecture", (stated,), "cth")

    def _is_tptp(self) -> bool:
        return any(name.startswith(PREFIX) for name in self.document.symbols)

    def _file(self) -> str:
        ending = ".p" if self._is_tptp() else ".lem"
        return quoted(decoded(_problem_name(self.document)) + ending)

    # Leaves

    def _leaf(self, name: str, formula: Formula, role: str, source: str) -> str:
        text, language = self._text(formula, role)
        unique = self._unique(decoded(name.replace(NEGATED, "").replace(".", "_")))
        self.found.append(Step(unique, language, role, text, source))
        if role not in ("conjecture", "negated_conjecture"):
            self.shown.setdefault(text, unique)
        return unique

    def _law(self, law: Law) -> str:
        """The name of the formula that a law is; empty if it goes without saying."""
        if law.kind == "theorem":
            return self.theorems[law.index]
        if law.kind == "builtin":
            return ""
        key = (law.owner, law.name, law.index)
        if key not in self.leaves:
            self.leaves[key] = self._axiom(law)
        return self.leaves[key]

    def _axiom(self, law: Law) -> str:
        formula = self._clause_formula(law.clause)
        if formula is TRUTH:
            return ""
        role = "negated_conjecture" if NEGATED in law.name else "axiom"
        base = decoded(law.name.partition(".")[0])
        if law.kind == "case":
            role, base = "definition", law.name
        source = f"file({self._file()},{quoted(base, of_formula=True)})"
        return self._leaf(law.name, formula, role, source)

    def _clause_formula(self, clause: Clause) -> Formula:
        premises = [Hypothesis((), (), premise) for premise in clause.premises]
        return sequent(premises, clause.conclusion)

    # Steps

    def _theorem(self, proof: Proof) -> str:
        """The name of the last step of a theorem."""
        if isinstance(proof.theorem, Stored):
            return self._leaf(proof.name, self._clause_formula(proof.clause), "lemma", "unknown")
        if not isinstance(proof.theorem, Theorem):
            raise Unsupported("a theorem used in a model of its structure")
        made: dict[Node, str] = {}
        for node in proof.nodes:
            made[node] = self._node(node, made)
        return made[proof.nodes[-1]]

    def _node(self, node: Node, made: dict[Node, str]) -> str:
        if node.rule not in RULES:
            raise Unsupported(f"the rule {node.rule}")
        context = sorted(node.context, key=lambda h: str((h.premises, h.conclusion)))
        formula = sequent(context, (node.left, node.right))
        if formula is TRUTH:
            return ""
        parents = [made[p] for p in node.parents if p is not None]
        for by in cited(node):
            parents += [self._source(by, made)]
        return self._add(
            formula, "plain", RULES[node.rule], tuple(dict.fromkeys(filter(None, parents)))
        )

    def _source(self, by: Citation, made: dict[Node, str]) -> str:
        if isinstance(by.source, Node):
            return made[by.source]
        return self._law(by.source) if isinstance(by.source, Law) else ""

    def _add(
        self,
        formula: Formula,
        role: str,
        rule: str,
        parents: tuple[str, ...],
        status: str = "thm",
    ) -> str:
        """A step, unless the same formula is there already."""
        text, language = self._text(formula, role)
        if role == "plain" and text in self.shown:
            return self.shown[text]
        name = self._unique(f"c{next(self.numbers)}")
        source = f"inference({rule},[status({status})],[{','.join(parents)}])"
        self.found.append(Step(name, language, role, text, source, parents))
        if role == "plain":
            self.shown[text] = name
        return name

    def _text(self, formula: Formula, role: str) -> tuple[str, str]:
        """The formula and its language; free variables of fof are bound."""
        free = _in_order(formula)
        names = self.names.variables([*free, *bound_variables(formula)])
        if is_clause(formula) and role != "conjecture":
            text = self.names.formula(formula, names)
            return text, "cnf"
        return self.names.formula(_closed(formula), names), "fof"

    def _unique(self, name: str) -> str:
        found = name
        for number in count(2):
            if found not in self.taken:
                break
            found = f"{name}_{number}"
        self.taken.add(found)
        return quoted(found, of_formula=True)


def _closed(formula: Formula) -> Formula:
    """The universal closure."""
    free = _in_order(formula)
    return formulas.quantified("forall", 0, free, formula) if free else formula


def _reachable(steps: Sequence[Step], end: str) -> list[Step]:
    """The step `end` and those that it rests on."""
    needed = {end}
    for step in reversed(steps):
        if step.name in needed:
            needed.update(step.parents)
    return [step for step in steps if step.name in needed]


def _in_order(formula: Formula) -> list[Term]:
    """The free variables of a formula in order of occurrence."""
    found: dict[Term, None] = {}
    stack = [formula]
    while stack:
        top = stack.pop()
        for side in top.equation or ():
            for term in side.subterms():
                if term.is_variable and term in formula.free:
                    found.setdefault(term)
        stack.extend(reversed(top.parts))
    return list(found)


def _check_sorts(document: Document) -> None:
    """Raise Unsupported unless all is about one sort, and Bool as a result."""
    for declaration in document.declarations:
        if not isinstance(declaration, Structure | FunctionGroup):
            raise Unsupported("a proof about data types or function values")
    abstract = {sort for structure in document.structures for sort in structure.sorts}
    used = {term.sort for term in document.terms if term.sort is not BOOL}
    if len(used) > 1 or not used <= abstract:
        raise Unsupported("a proof about several sorts, numbers or sort parameters")
    for symbol in _own_symbols(document):
        if BOOL in symbol.arguments:
            raise Unsupported(f"the function {symbol.display} of Bool values")


def _own_symbols(document: Document) -> Iterator[Symbol]:
    return (s for name, s in document.symbols.items() if name not in BUILT_IN)


def _functors(document: Document) -> dict[Symbol, str]:
    """Different names for all symbols."""
    found: dict[Symbol, str] = {}
    taken: set[str] = set()
    for symbol in _own_symbols(document):
        name = decoded(symbol.display)
        if name in taken:
            name = symbol.name
        while name in taken:
            name += "_"
        taken.add(name)
        found[symbol] = quoted(name)
    return found
