"""Clauses, declarations and theories: the elaborated form that search and certificates share.

It mirrors proofs/FORMAT.md sections 1 and 3 one to one. A clause binds its variables by being
closed: here they are ordinary variables listed in `variables`, in order of first occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

if TYPE_CHECKING:
    from lemmata.terms.interpretation import Instance

Equation = tuple[Term, Term]
ASSUMED = "assumed"
"""The structure without sorts and symbols that holds what a file assumes of its own functions."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`forall types, variables. premises ==> left = right`; closed."""

    types: tuple[Sort, ...]
    variables: tuple[Term, ...]
    premises: tuple[Equation, ...]
    conclusion: Equation

    @property
    def left(self) -> Term:
        """The left side of the conclusion."""
        return self.conclusion[0]

    @property
    def right(self) -> Term:
        """The right side of the conclusion."""
        return self.conclusion[1]

    def terms(self) -> Iterator[Term]:
        """Both sides of the premises in order, then of the conclusion."""
        for left, right in (*self.premises, self.conclusion):
            yield left
            yield right

    @staticmethod
    def close(premises: tuple[Equation, ...], conclusion: Equation) -> Clause:
        """The universal closure, variables and type variables in order of first occurrence."""
        variables: dict[Term, None] = {}
        types: dict[Sort, None] = {}
        for pair in (*premises, conclusion):
            for side in pair:
                for term in side.subterms():
                    if term.is_variable:
                        variables.setdefault(term)
                    for sort in (*term.types, term.sort):
                        for variable in sort.variables():
                            types.setdefault(variable)
        return Clause(tuple(types), tuple(variables), premises, conclusion)


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype with its constructors; `types` are its parameters."""

    name: str
    types: tuple[Sort, ...]
    constructors: tuple[Symbol, ...]

    @property
    def sort(self) -> Sort:
        """The datatype applied to its own parameters."""
        return Sort(self.name, self.types)


@dataclass(frozen=True, slots=True)
class DatatypeGroup:
    """Mutually recursive datatypes."""

    members: tuple[Datatype, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function defined by disjoint, complete cases `symbol(patterns) = right`."""

    symbol: Symbol
    cases: tuple[Clause, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class FunctionGroup:
    """Mutually recursive functions."""

    members: tuple[Function, ...]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Lambda:
    """A named function value: `apply(symbol(parameters), x) = body`."""

    symbol: Symbol
    case: Clause


@dataclass(frozen=True, slots=True)
class Axiom:
    """A named axiom of a structure."""

    name: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Structure:
    """Abstract sorts, symbols without equations, and axioms."""

    name: str
    sorts: tuple[Sort, ...]
    symbols: tuple[Symbol, ...]
    axioms: tuple[Axiom, ...]


Declaration = DatatypeGroup | FunctionGroup | Lambda | Structure


@dataclass(frozen=True, slots=True)
class Notation:
    """How a symbol is written. fixity: "infixl", "infixr", "infix", "prefix" or "call"."""

    display: str
    fixity: str
    precedence: int


@dataclass(frozen=True, slots=True)
class Theorem:
    """A statement of a theory, to be proved; `line` is where it stands in its file (from 1)."""

    name: str
    clause: Clause
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A rewrite rule of a pack: `left => right when conditions by justification`."""

    name: str
    clause: Clause
    justification: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class RulePack:
    """Named rewrite rules over a sort."""

    name: str
    over: Sort | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Theory:
    """An elaborated theory: its own declarations after those of everything it imports.

    `declarations` is complete and in dependency order (imports first). `theorems` are those of this
    file; `library` those of the imports, in order. `symbols` maps qualified names to symbols,
    `notation` maps a symbol to how it is written, `datatypes` maps a sort name to its datatype,
    `instances` are models of imported structures, `notices` say what was read in a special way.
    `assumptions` are what a proof takes for granted, in words. `problem` is "clauses" or
    "conjecture" if this is a TPTP problem without or with a conjecture.
    """

    name: str
    source: str
    imports: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    theorems: tuple[Theorem, ...]
    library: tuple[tuple[str, Theorem], ...] = ()
    packs: tuple[RulePack, ...] = ()
    symbols: dict[str, Symbol] = field(default_factory=dict)
    notation: dict[Symbol, Notation] = field(default_factory=dict)
    datatypes: dict[str, Datatype] = field(default_factory=dict)
    instances: tuple[Instance, ...] = ()
    notices: tuple[str, ...] = ()
    problem: str = ""
    assumptions: tuple[str, ...] = ()
