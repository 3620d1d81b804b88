"""The spelling of Coq 8.16, and what Coq has for the built-in sorts and symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from lemmata.export.coq import arithmetic, identities, models, prelude, ring, words
from lemmata.export.coq.below import Writer
from lemmata.export.coq.functions import Functions
from lemmata.export.typetheory.below import Below
from lemmata.export.typetheory.dialect import Branch, Dialect
from lemmata.export.typetheory.laws import Laws
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Sort
from lemmata.export.typetheory.world import World

_INT = {"+": "Z.add", "-": "Z.sub", "*": "Z.mul", "neg": "Z.opp", "<=": "Z.leb", "<": "Z.ltb"}
_RATIONAL = {
    "+": "Qcanon.Qcplus", "-": "Qcanon.Qcminus", "*": "Qcanon.Qcmult", "/": "Qcanon.Qcdiv",
    "neg": "Qcanon.Qcopp", "<=": "rational_le", "<": "rational_lt",
}  # fmt: skip
_NUMBERS = {
    **{f"Int.{name}": text for name, text in _INT.items()},
    **{f"Rational.{name}": text for name, text in _RATIONAL.items()},
}


class Coq(Dialect):
    """Coq."""

    target = "Coq"
    reserved = words.RESERVED
    no_variables = words.NO_VARIABLES
    equality = prelude.EQUALITY
    trivial = "eq_refl"
    snippets: ClassVar[Mapping[str, str]] = {
        "ac_swap": prelude.AC_SWAP, "bool table": prelude.TABLE, "ite": prelude.ITE,
        "eqb": prelude.EQB, "eqb_false": prelude.EQB_FALSE, "eqb_bool": prelude.EQB_BOOL,
        "Int": "From Coq Require Import ZArith.", "Rational": prelude.RATIONAL,
        "String": "From Coq Require String.",
    }  # fmt: skip
    sorts: ClassVar[Mapping[str, str]] = {
        "Bool": "bool",
        "Int": "BinNums.Z",
        "Rational": "Qcanon.Qc",
        "String": "String.string",
    }
    values: ClassVar[Mapping[str, str]] = {
        "Int": "Z0", "Rational": "(Qcanon.Q2Qc (QArith_base.Qmake Z0 1))",
        "String": "String.EmptyString",
    }  # fmt: skip
    symbols: ClassVar[Mapping[str, str]] = {
        "not": "negb",
        "and": "andb",
        "or": "orb",
        "ite": "ite",
        **_NUMBERS,
    }
    needed: ClassVar[Mapping[str, Sequence[str]]] = {
        "Int": ["Int"], "Rational": ["Int", "Rational"], "String": ["String"], "ite": ["ite"],
        "eq": ["eqb"], "eq at Bool": ["eqb", "eqb_false", "eqb_bool"],
        "unequal": ["eqb", "eqb_false"],
        **{name: [*(["Int", "Rational"] if name[0] == "R" else ["Int"])] for name in _NUMBERS},
    }  # fmt: skip

    def integer(self, digits: str) -> str:
        """Return a literal of Z.

        >>> Coq().integer("-12"), Coq().integer("0")
        ('(Zneg 12)', 'Z0')
        """
        number = digits.lstrip("-")
        if number == "0":
            return "Z0"
        return f"({'Zneg' if digits[0] == '-' else 'Zpos'} {number})"

    def rational(self, numerator: str, denominator: str) -> str:
        """Return a literal of Qc."""
        return f"(Qcanon.Q2Qc (QArith_base.Qmake {self.integer(numerator)} {denominator}))"

    def constructor(self, datatype: str, name: str) -> str:
        """Return the name itself."""
        return name

    def constructed(self, text: str) -> str:
        """Return the name itself: parameters are explicit."""
        return text

    def pattern(self, constructor: str, parameters: int, fields: Sequence[str]) -> str:
        """Return a pattern.

        Coq would read a capital letter as a constructor of its own, if there is one.
        """
        safe = (f"(_ as {name})" if name[0].isupper() else name for name in fields)
        return " ".join([constructor, *["_"] * parameters, *safe])

    def let(self, name: str, value: str) -> str:
        """Return the beginning of a `let`."""
        return f"let {name} := {value} in "

    def comment(self, text: str) -> str:
        """Return a comment; what opens or closes a comment inside it is taken apart.

        >>> print(Coq().comment("(*) is nat.*(x)"))
        (* ( * ) is nat.*(x) *)
        """
        return f"(* {text.replace('(*', '( *').replace('*)', '* )')} *)"

    def definition(self, name: str, binders: str, kind: str, body: str) -> str:
        """Return a `Definition`."""
        return f"Definition {' '.join([name, binders]).strip()} : {kind} :=\n  {body}."

    def theorem(self, name: str, statement: str, proof: str) -> str:
        """Return a transparent `Definition`."""
        return f"Definition {name} : {statement} :=\n  {proof}."

    def parameter(self, name: str, kind: str) -> str:
        """Return a `Parameter`."""
        return f"Parameter {name} : {kind}."

    def axiom(self, name: str, statement: str) -> str:
        """Return an `Axiom`."""
        return f"Axiom {name} : {statement}."

    def assumptions(self, name: str) -> str:
        """Return `Print Assumptions`."""
        return f"Print Assumptions {name}."

    def reflexive(self, sort: str, term: str) -> str:
        """Return `eq_refl` with its arguments."""
        return f"(@eq_refl {sort} {term})"

    def match(self, world: World, sort: Sort, value: str, branches: Sequence[Branch]) -> str:
        """Return a `match`."""
        return f"match {value} with {_cases(world, sort, branches)} end"

    def eliminate(
        self, world: World, sort: Sort, value: str, name: str, goal: str,
        branches: Sequence[Branch],
    ) -> str:  # fmt: skip
        """Return a `match` with its return type."""
        return f"(match {value} as {name} return {goal} with {_cases(world, sort, branches)} end)"

    def distinct(self, world: World, sort: Sort, constructor: str, proof: str, goal: str) -> str:
        """Return `False_ind`, by a match that is True for one constructor only."""
        branches = [
            Branch(c.name, ["_"] * len(f), "True" if c.name == constructor else "False")
            for c, f in world.constructors(sort)
        ]
        test = self.match(world, sort, "value", branches)
        absurd = f"match {proof} in (_ = value) return {test} with eq_refl => I end"
        return f"(False_ind ({goal}) ({absurd}))"

    def left(self, proof: str) -> str:
        """Return a projection."""
        return f"(proj1 {proof})"

    def right(self, proof: str) -> str:
        """Return a projection."""
        return f"(proj2 {proof})"

    def equal(self, proof: str, ends: str) -> str:
        """Return one direction of `eqb_spec`."""
        return f"(proj1 (eqb_spec {ends}) {proof})"

    def tested(self, proof: str, ends: str) -> str:
        """Return one direction of `eqb_spec`."""
        return f"(proj2 (eqb_spec {ends}) {proof})"

    def model(
        self, world: World, syntax: Syntax, declaration: Mapping[str, Any], model: Mapping[str, Any]
    ) -> None:
        """Write a structure as its part of a finite model."""
        models.declare_model(world, syntax, declaration, model)

    def known(self, syntax: Syntax, clause: int) -> str | None:
        """Return the proof of an identity over Z."""
        found = syntax.tables.clauses[clause]
        proof = identities.proof(syntax, found)
        names = " ".join(syntax.bound(len(found.bound)))
        return f"fun {names} => {proof}" if proof and names else proof

    def inductive(self, world: World, group: Sequence[str]) -> str:
        """Return an `Inductive`."""
        return "Inductive " + "\nwith ".join(_inductive(world, name) for name in group) + "."

    def functions(self, world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
        """Write a group of functions and their cases."""
        Functions(world, syntax, declaration).emit()

    def below(self, below: Below, names: tuple[str, str]) -> str:
        """Return the definitions of the predicate `below` and of its induction."""
        return Writer(below).text(*names)

    def evaluated(self, syntax: Syntax, left: int, right: int) -> str:
        """Return the proof that an operation on literals has this value."""
        return arithmetic.evaluated(syntax, left, right)

    def ring(self, laws: Laws, node: Mapping[str, Any]) -> str:
        """Return a call of the tactic `ring`."""
        return ring.normalised(laws, node)

    def test(self, arguments: Sequence[str]) -> str:
        """Return `Bool.eqb` of two truth values."""
        return f"(Bool.eqb {' '.join(arguments)})"

    def tautology(
        self, world: World, shapes: tuple[str, str], names: Sequence[str], atoms: Sequence[str]
    ) -> str:
        """Return a use of `bool_sound`, whose premise computes."""
        world.require("bool table")
        lead = f"fun {' '.join(names)} : bool => " if names else ""
        number = "Datatypes.O"
        for _ in names:
            number = f"(Datatypes.S {number})"
        functions = [f"({lead}{shape})" for shape in shapes]
        given = " ".join([number, *functions, "(@eq_refl bool true)", *atoms])
        return f"(bool_sound {given})"


def _cases(world: World, sort: Sort, branches: Sequence[Branch]) -> str:
    return " ".join(
        f"| {world.pattern(b.constructor, len(sort) - 1, b.fields)} => {b.text}" for b in branches
    )


def _inductive(world: World, name: str) -> str:
    datatype = world.datatypes[name]
    sort = world.sort((name, *(("var", v) for v in datatype.types)))
    lines = []
    for constructor in datatype.constructors:
        kinds = [*(world.sort(f) for f in constructor.fields), sort]
        lines.append(f"  | {world.lookup(constructor.name).text} : {' -> '.join(kinds)}")
    head = " ".join([world.names.get("sort", name), *world.type_binders(datatype.types, ())])
    return "\n".join([f"{head} : Type :=", *lines])
