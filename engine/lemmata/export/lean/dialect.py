"""The spelling of Lean 4, and what Lean has for the built-in sorts and symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from lemmata.export.lean import prelude, words
from lemmata.export.lean.below import Writer
from lemmata.export.lean.functions import Functions
from lemmata.export.typetheory.below import Below
from lemmata.export.typetheory.dialect import Branch, Dialect
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.laws import Laws
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import BOOL, INT, RATIONAL, Sort
from lemmata.export.typetheory.world import World

_NAMES = {"+": "add", "-": "sub", "*": "mul", "neg": "neg"}
_INT = {f"Int.{sign}": f"int_{name}" for sign, name in _NAMES.items()}
_RATIONAL = {f"Rational.{sign}": f"Rat.{name}" for sign, name in {**_NAMES, "/": "div"}.items()}
_ORDER = {
    "Int.<=": "int_le", "Int.<": "int_lt", "Rational.<=": "rat_le", "Rational.<": "rat_lt",
}  # fmt: skip
_OWN_RING = {"add": "Int.+", "mul": "Int.*", "neg": "Int.neg", "sub": "Int.-"}
RING = "import Mathlib.Tactic.Ring"


class Lean(Dialect):
    """Lean 4."""

    target = "Lean"
    reserved = words.RESERVED
    no_variables = words.NO_VARIABLES
    equality = prelude.EQUALITY
    trivial = "rfl"
    snippets: ClassVar[Mapping[str, str]] = {
        "ac_swap": prelude.AC_SWAP, "ite": prelude.ITE, "eqb": prelude.EQB,
        "eqb_false": prelude.EQB_FALSE, "eqb_bool": prelude.EQB_BOOL, "Int": prelude.INT,
        "Rational": prelude.RATIONAL,
    }  # fmt: skip
    sorts: ClassVar[Mapping[str, str]] = {
        "Bool": "Bool", "Int": "Int", "Rational": "Rat", "String": "String",
    }  # fmt: skip
    values: ClassVar[Mapping[str, str]] = {
        "Int": "(0 : Int)", "Rational": "(mkRat 0 1)", "String": '""',
    }  # fmt: skip
    symbols: ClassVar[Mapping[str, str]] = {
        "not": "not", "and": "and", "or": "or", "ite": "if_then_else",
        **_INT, **_RATIONAL, **_ORDER,
    }  # fmt: skip
    needed: ClassVar[Mapping[str, Sequence[str]]] = {
        "ite": ["ite"], "eq": ["eqb"], "eq at Bool": ["eqb", "eqb_false", "eqb_bool"],
        "unequal": ["eqb", "eqb_false"], "Int": ["Int"], "Rational": ["Rational"],
    }  # fmt: skip

    def integer(self, digits: str) -> str:
        """Return a literal of Int."""
        return f"({digits} : Int)"

    def rational(self, numerator: str, denominator: str) -> str:
        """Return a literal of Rat."""
        return f"(mkRat ({numerator}) {denominator})"

    def constructor(self, datatype: str, name: str) -> str:
        """Return the name inside the datatype's own name space."""
        return f"{datatype}.{name}"

    def constructed(self, text: str) -> str:
        """Return the constructor with its parameters made explicit."""
        return f"@{text}"

    def pattern(self, constructor: str, parameters: int, fields: Sequence[str]) -> str:
        """Return a pattern without parameters."""
        return " ".join([constructor, *fields])

    def let(self, name: str, value: str) -> str:
        """Return the beginning of a `let`."""
        return f"let {name} := {value}; "

    def comment(self, text: str) -> str:
        """Return a comment; what opens or closes a comment inside it is taken apart.

        >>> print(Lean().comment("a -/ b /- c"))
        /- a - / b / - c -/
        """
        return f"/- {text.replace('-/', '- /').replace('/-', '/ -')} -/"

    def definition(self, name: str, binders: str, kind: str, body: str) -> str:
        """Return a `def`."""
        return f"def {' '.join([name, binders]).strip()} : {kind} :=\n  {body}"

    def theorem(self, name: str, statement: str, proof: str) -> str:
        """Return a `theorem`."""
        return f"theorem {name} : {statement} :=\n  {proof}"

    def parameter(self, name: str, kind: str) -> str:
        """Return an `axiom`: Lean has no other word for what is given."""
        return f"axiom {name} : {kind}"

    def axiom(self, name: str, statement: str) -> str:
        """Return an `axiom`."""
        return f"axiom {name} : {statement}"

    def assumptions(self, name: str) -> str:
        """Return `#print axioms`."""
        return f"#print axioms {name}"

    def reflexive(self, sort: str, term: str) -> str:
        """Return `Eq.refl` with its arguments."""
        return f"(@Eq.refl {sort} {term})"

    def match(self, world: World, sort: Sort, value: str, branches: Sequence[Branch]) -> str:
        """Return a `match`."""
        cases = " ".join(
            f"| {world.pattern(b.constructor, len(sort) - 1, b.fields)} => {b.text}"
            for b in branches
        )
        return f"match {value} with {cases}"

    def eliminate(
        self, world: World, sort: Sort, value: str, name: str, goal: str,
        branches: Sequence[Branch],
    ) -> str:  # fmt: skip
        """Return a use of `casesOn` with its motive; Bool has `false` first in Lean."""
        kind = world.sort(sort)
        minors = []
        for b, (_, fields) in zip(branches, world.constructors(sort), strict=True):
            binders = " ".join(
                f"({x} : {world.sort(s)})" for x, s in zip(b.fields, fields, strict=True)
            )
            minors.append(f"(fun {binders} => {b.text})" if binders else f"({b.text})")
        if sort == BOOL:
            minors.reverse()
        head = "Bool" if sort == BOOL else world.names.get("sort", sort[0])
        given = [f"@{head}.casesOn", *map(world.sort, sort[1:])]
        return f"({' '.join([*given, f'(fun {name} : {kind} => {goal})', value, *minors])})"

    def distinct(self, world: World, sort: Sort, constructor: str, proof: str, goal: str) -> str:
        """Return `nomatch`."""
        return f"((nomatch {proof}) : {goal})"

    def left(self, proof: str) -> str:
        """Return a projection."""
        return f"(And.left {proof})"

    def right(self, proof: str) -> str:
        """Return a projection."""
        return f"(And.right {proof})"

    def equal(self, proof: str, ends: str) -> str:
        """Return one direction of `eqb_spec`."""
        return f"(Iff.mp (eqb_spec {ends}) {proof})"

    def tested(self, proof: str, ends: str) -> str:
        """Return one direction of `eqb_spec`."""
        return f"(Iff.mpr (eqb_spec {ends}) {proof})"

    def inductive(self, world: World, group: Sequence[str]) -> str:
        """Return an `inductive`, or several in `mutual`."""
        texts = "\n".join(_inductive(world, name) for name in group)
        return f"mutual\n{texts}\nend" if len(group) > 1 else texts

    def functions(self, world: World, syntax: Syntax, declaration: Mapping[str, Any]) -> None:
        """Write a group of functions and their cases."""
        Functions(world, syntax, declaration).emit()

    def below(self, below: Below, names: tuple[str, str]) -> str:
        """Return the definitions of the predicate `below` and of its induction."""
        return Writer(below, names).text()

    def evaluated(self, syntax: Syntax, left: int, right: int) -> str:
        """Return a decision."""
        tables, world = syntax.tables, syntax.world
        symbol, sorts = tables.terms[left][1:3]
        if symbol != "eq":
            return f"(by decide : {syntax.equation(left, right)})"
        if sorts not in ((INT,), (RATIONAL,)):
            raise Unsupported("Real arithmetic")
        world.rest_on("unequal")
        a, b = (syntax.term(t) for t in tables.arguments(left))
        ends = f"{world.sort(sorts[0])} {a} {b}"
        if tables.terms[right][1] == "true":
            return self.tested("rfl", ends)
        return f"(eqb_false {ends} (by decide))"

    def ring(self, laws: Laws, node: Mapping[str, Any]) -> str:
        """Return a call of Mathlib's `ring` over Int; another ring is an axiom of its own."""
        syntax = laws.syntax
        own = all(node["operations"][k] in (None, name) for k, name in _OWN_RING.items())
        equation = syntax.equation(node["left"], node["right"])
        if laws.tables.sorts[node["sort"]] == INT and own:
            laws.world.preface("ring", RING)
            return f"(by simp only [int_add, int_sub, int_mul, int_neg] <;> ring : {equation})"
        variables = sorted(laws.tables.free(node["left"]) | laws.tables.free(node["right"]))
        names = [syntax.variable(v) for v in variables]
        binders = syntax.binders(names, [laws.tables.sort(v) for v in variables])
        name = laws.world.names.get("ring", (node["left"], node["right"]), "ring_identity")
        statement = f"forall {binders}, {equation}" if binders else equation
        note = self.comment("An identity of commutative rings; `ring` of Mathlib proves such.")
        laws.world.require(f"ring {name}", f"{note}\n{self.axiom(name, statement)}")
        return f"({' '.join([name, *names])})" if names else name

    def test(self, arguments: Sequence[str]) -> str:
        """Return a test of two truth values that computes."""
        return f"(bool_eq {' '.join(arguments)})"

    def tautology(
        self, world: World, shapes: tuple[str, str], names: Sequence[str], atoms: Sequence[str]
    ) -> str:
        """Return a proof by cases of all atoms."""
        left, right = shapes
        if not names:
            return f"(rfl : {left} = {right})"
        cases = " <;> ".join([f"cases {name}" for name in names] + ["rfl"])
        goal = f"forall {' '.join(names)} : Bool, {left} = {right}"
        return f"((by intro {' '.join(names)}; {cases} : {goal}) {' '.join(atoms)})"


def _inductive(world: World, name: str) -> str:
    datatype = world.datatypes[name]
    sort = world.sort((name, *(("var", v) for v in datatype.types)))
    lines = []
    for constructor in datatype.constructors:
        kinds = [*(world.sort(f) for f in constructor.fields), sort]
        own = world.lookup(constructor.name).text.rpartition(".")[2]
        lines.append(f"  | {own} : {' -> '.join(kinds)}")
    head = " ".join([world.names.get("sort", name), *world.type_binders(datatype.types, ())])
    return "\n".join([f"inductive {head} : Type where", *lines])
