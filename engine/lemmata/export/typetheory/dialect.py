"""What differs between the languages that proofs are written in: spelling, and what is built in.

Applications `(f x y)`, functions `(fun (x : T) => t)` and products `forall (x : T), P` are spelled
in the same way everywhere.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from lemmata.export.typetheory.below import Below
    from lemmata.export.typetheory.laws import Laws
    from lemmata.export.typetheory.syntax import Syntax
    from lemmata.export.typetheory.tables import Sort
    from lemmata.export.typetheory.world import World


@dataclass(frozen=True)
class Branch:
    """What a match does for one constructor: the names of its fields, and the text."""

    constructor: str
    fields: Sequence[str]
    text: str


class Dialect(ABC):
    """One language. Pieces of text that only some files need are `snippets`, written once.

    `sorts` and `values` name the built-in sorts and a value of each, `symbols` the built-in
    symbols; `needed` says which snippet a built-in sort or symbol rests on.
    """

    target: ClassVar[str]
    reserved: ClassVar[frozenset[str]]
    no_variables: ClassVar[frozenset[str]]
    equality: ClassVar[str]
    trivial: ClassVar[str]
    snippets: ClassVar[Mapping[str, str]]
    sorts: ClassVar[Mapping[str, str]]
    values: ClassVar[Mapping[str, str]]
    symbols: ClassVar[Mapping[str, str]]
    needed: ClassVar[Mapping[str, Sequence[str]]]

    # Terms

    @abstractmethod
    def integer(self, digits: str) -> str:
        """Return a literal of Int."""

    @abstractmethod
    def rational(self, numerator: str, denominator: str) -> str:
        """Return a literal of Rational in lowest terms."""

    @abstractmethod
    def constructor(self, datatype: str, name: str) -> str:
        """Return how a constructor is called outside its datatype."""

    @abstractmethod
    def pattern(self, constructor: str, parameters: int, fields: Sequence[str]) -> str:
        """Return a pattern; type parameters are not bound in patterns."""

    @abstractmethod
    def constructed(self, text: str) -> str:
        """Return a constructor that is given its type arguments."""

    @abstractmethod
    def let(self, name: str, value: str) -> str:
        """Return the beginning of a term with an abbreviation."""

    # Statements

    @abstractmethod
    def comment(self, text: str) -> str:
        """Return a comment; the text cannot end it."""

    @abstractmethod
    def definition(self, name: str, binders: str, kind: str, body: str) -> str:
        """Return the definition of a function that does not recurse."""

    @abstractmethod
    def theorem(self, name: str, statement: str, proof: str) -> str:
        """Return a theorem with its proof term."""

    @abstractmethod
    def parameter(self, name: str, kind: str) -> str:
        """Return the declaration of something that is given."""

    @abstractmethod
    def axiom(self, name: str, statement: str) -> str:
        """Return the statement of what is assumed."""

    @abstractmethod
    def assumptions(self, name: str) -> str:
        """Return the command that lists what a theorem rests on."""

    # Proofs

    @abstractmethod
    def reflexive(self, sort: str, term: str) -> str:
        """Return the proof that a term is equal to itself."""

    @abstractmethod
    def match(self, world: World, sort: Sort, value: str, branches: Sequence[Branch]) -> str:
        """Return a match whose type is the same in each branch."""

    @abstractmethod
    def eliminate(
        self, world: World, sort: Sort, value: str, name: str, goal: str,
        branches: Sequence[Branch],
    ) -> str:  # fmt: skip
        """Return a proof by cases of `goal`, in which `name` stands for the value."""

    @abstractmethod
    def distinct(self, world: World, sort: Sort, constructor: str, proof: str, goal: str) -> str:
        """Return a proof of anything from one of C(…) = D(…)."""

    @abstractmethod
    def left(self, proof: str) -> str:
        """Return the proof of A from one of `A /\\ B`."""

    @abstractmethod
    def right(self, proof: str) -> str:
        """Return the proof of B from one of `A /\\ B`."""

    @abstractmethod
    def equal(self, proof: str, ends: str) -> str:
        """Return x = y from `eqb T x y = true`; `ends` are T, x, y."""

    @abstractmethod
    def tested(self, proof: str, ends: str) -> str:
        """Return `eqb T x y = true` from x = y; `ends` are T, x, y."""

    def model(
        self, world: World, syntax: Syntax, declaration: Mapping[str, Any], model: Mapping[str, Any]
    ) -> None:
        """Write a structure as its part of a finite model."""
        raise NotImplementedError

    def known(self, syntax: Syntax, clause: int) -> str | None:
        """Return a proof of an axiom that is a theorem here, or None."""
        return None

    # Larger pieces

    @abstractmethod
    def inductive(self, world: World, group: Sequence[str]) -> str:
        """Return the declaration of datatypes."""

    @abstractmethod
    def functions(self, world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
        """Write a group of functions and their cases."""

    @abstractmethod
    def below(self, below: Below, names: tuple[str, str]) -> str:
        """Return the definitions of the predicate `below` and of its induction."""

    @abstractmethod
    def evaluated(self, syntax: Syntax, left: int, right: int) -> str:
        """Return the proof that an operation on literals has this value."""

    @abstractmethod
    def ring(self, laws: Laws, node: Mapping[str, Any]) -> str:
        """Return the proof of an identity between polynomials."""

    @abstractmethod
    def test(self, arguments: Sequence[str]) -> str:
        """Return the test for equality of truth values that computes."""

    @abstractmethod
    def tautology(
        self, world: World, shapes: tuple[str, str], names: Sequence[str], atoms: Sequence[str]
    ) -> str:
        """Return the proof that two formulas over named atoms agree, at the atoms given."""
