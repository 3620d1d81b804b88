"""What is read has the meaning that MPL gives it: random theorems, evaluated both ways.

The model is small and deliberately odd: a carrier of three elements, an element outside of it, an
arbitrary unary and an arbitrary binary operation. A theorem is evaluated as MPL says, as relations
between all elements; and as the clauses that were read, as functions on the carrier. What is not
refused must agree.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest

from language.mpl_files import BASIS, B, E, Row, S, U, written
from lemmata.errors import InputError, Source
from lemmata.language.mpl import load_mpl
from lemmata.language.mpl.syntax import Expr, parse_body, parse_statements
from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.term import Term

CARRIER, OUTSIDE = (0, 1, 2), 3
ELEMENTS = (*CARRIER, OUTSIDE)
SUBSETS = [frozenset(x for x in ELEMENTS if bits >> x & 1) for bits in range(16)]
ANCHOR: Row = (
    "Magma[N,e,s,+]",
    [S, E, U, B],
    "(&(in[e,N])(&(function[s,N,N])(operation[+,N,N,N])))",
)
RELATIONS: dict[str, Row] = {
    "fix": ("fix[x,N,s]", [E, S, U], "(in2[x,x,s])"),
    "left": ("left[x,y,N,+]", [E, E, S, B], "(&(in[y,N])(in3[x,y,x,+]))"),
    "either": ("either[x,y,N,s]", [E, E, S, U], "!(&!(in2[x,y,s])!(in2[y,x,s]))"),
    "not": ("not[x,N,s]", [E, S, U], "(&(in[x,N])!(in2[x,x,s]))"),
    "twice": ("twice[x,y,N,s]", [E, E, S, U], "!(>[m](in2[x,m,s])!(in2[m,y,s]))"),
}
Value = int | str | frozenset[int]
Tables = tuple[dict[int, int], dict[tuple[int, int], int]]


class Relational:
    """The meaning of MPL: every name ranges over all elements."""

    def __init__(self, tables: Tables) -> None:
        self.unary, self.binary = tables
        self.bodies = {
            name: (
                row[0][row[0].index("[") + 1 : -1].split(","),
                parse_body(Source("d", row[2] or "")),
            )
            for name, row in RELATIONS.items()
        }

    def holds(self, expr: Expr, values: Mapping[str, Value]) -> bool:
        return self._plain(expr, values) is not expr.negated

    def _plain(self, expr: Expr, values: Mapping[str, Value]) -> bool:
        if expr.kind == "both":
            return all(self.holds(part, values) for part in expr.parts)
        if expr.kind == "implies":
            names = [name.text for name in expr.names]
            ranges: list[Sequence[Value]] = [SUBSETS if name == "I" else ELEMENTS for name in names]
            return all(
                self.holds(expr.parts[1], inner)
                for chosen in product(*ranges)
                for inner in [self._with(values, names, chosen)]
                if self.holds(expr.parts[0], inner)
            )
        args = [values[name.text] for name in expr.names]
        if expr.name in self.bodies:
            formals, body = self.bodies[expr.name]
            return self.holds(body, self._with({}, formals, args))
        if expr.name == "=":
            return args[0] == args[1]
        if expr.name == "in":
            return args[0] in (CARRIER if args[1] == "N" else args[1])  # type: ignore[operator]
        if expr.name == "in2":
            return self.unary.get(args[0]) == args[1]  # type: ignore[arg-type]
        return self.binary.get((args[0], args[1])) == args[2]  # type: ignore[arg-type]

    @staticmethod
    def _with(
        values: Mapping[str, Value], names: Sequence[str], chosen: Sequence[Value]
    ) -> dict[str, Value]:
        return {**values, **dict(zip(names, chosen, strict=True))}


class Functional:
    """The meaning of what was read: variables range over the carrier."""

    def __init__(self, theory: Theory, tables: Tables) -> None:
        unary, binary = tables
        self.tables = {"e": {(): 0}, "s": {(k,): v for k, v in unary.items()}, "+": binary}
        self.cases = {
            f.symbol: f.cases
            for d in theory.declarations
            if isinstance(d, FunctionGroup)
            for f in d.members
        }

    def holds(self, clause: Clause) -> bool:
        return all(
            self._clause(clause, dict(zip(clause.variables, chosen, strict=True)))
            for chosen in product(CARRIER, repeat=len(clause.variables))
        )

    def _clause(self, clause: Clause, values: Mapping[Term, object]) -> bool:
        premises = all(self.value(a, values) == self.value(b, values) for a, b in clause.premises)
        return not premises or self.value(clause.left, values) == self.value(clause.right, values)

    def value(self, term: Term, values: Mapping[Term, object]) -> object:
        if term in values:
            return values[term]
        assert term.symbol is not None
        args = tuple(self.value(arg, values) for arg in term.args)
        name = term.symbol.display
        if term.symbol in self.cases:
            (case,) = self.cases[term.symbol]
            return self.value(case.right, dict(zip(case.left.args, args, strict=True)))
        if name in self.tables:
            return self.tables[name][args]  # type: ignore[index]
        if name in ("true", "false"):
            return name == "true"
        if name == "eq":
            return args[0] == args[1]
        if name == "not":
            return not args[0]
        return all(args) if name == "and" else any(args)


class Writer:
    """Random theorems."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.sets = ["N"]
        self.negations, self.plain = 0.25, 0.0

    def dense(self) -> str:
        """With many negations and equations below two members of the carrier."""
        self.negations, self.plain = 0.45, 0.5
        inner = self.formula(["x", "y"], self.random.randrange(3, 7))
        return f"(>[](Magma[N,e,s,+])(>[x,y](in[x,N])(>[](in[y,N]){inner})))"

    def theorem(self) -> str:
        return f"(>[](Magma[N,e,s,+]){self.formula([], self.random.randrange(2, 6))})"

    def set_theorem(self) -> str:
        """About a set with members that are known, all of them or those of the carrier."""
        holds = self.sign(self.atom(["x"]))
        says = f"(&(>[](in[x,I]){holds})(>[]{holds}(in[x,I])))"
        premise = f"(>[x](in[x,N]){says})"
        if self.random.random() < 0.7:
            premise = f"(&{premise}(>[x](in[x,I])(in[x,N])))"
        self.sets = ["N", "I", "I"]
        inner = self.formula(["y"], self.random.randrange(1, 4))
        return f"(>[](Magma[N,e,s,+])(>[I]{premise}(>[y]{self.atom(['y'])}{inner})))"

    def formula(self, scope: list[str], size: int) -> str:
        draw = self.random.random()
        if scope and (size <= 0 or draw < 0.2):
            return self.sign(self.atom(scope))
        if draw < 0.3 and scope:
            parts = self.formula(scope, size - 2), self.formula(scope, size - 2)
            return self.sign(f"(&{parts[0]}{parts[1]})")
        new = [n for n in "xyzuvw" if n not in scope][: self.random.choice([0, 1, 1, 2])]
        if not scope and not new:
            new = ["x"]
        inner = [*scope, *new]
        premise = self.atom(inner) if self.random.random() < 0.8 else self.formula(inner, size - 3)
        text = f"(>[{','.join(new)}]{premise}{self.formula(inner, size - 1)})"
        return self.sign(text) if scope else text

    def sign(self, text: str) -> str:
        return f"!{text}" if self.random.random() < self.negations else text

    def atom(self, scope: list[str]) -> str:
        def pick() -> str:
            return self.random.choice(scope[-3:] if self.random.random() < 0.85 else ["e"])

        plain = self.random.random() < self.plain
        common = ["=", "in", "in2", "in2"]
        kind = self.random.choice(
            common if plain else ["in", "in", "in2", "in2", "in3", "in3", "=", *RELATIONS]
        )
        if kind in RELATIONS:
            row = RELATIONS[kind]
            formals = row[0][row[0].index("[") + 1 : -1].split(",")
            args = [pick() if sort == E else f for f, sort in zip(formals, row[1], strict=True)]
            return f"({kind}[{','.join(args)}])"
        if kind == "in":
            return f"(in[{pick()},{self.random.choice(self.sets)}])"
        if kind == "=":
            return f"(=[{pick()},{pick()}])"
        if kind == "in2":
            return f"(in2[{pick()},{pick()},s])"
        return f"(in3[{pick()},{pick()},{pick()},+])"


def models(count: int) -> list[Tables]:
    source = random.Random(5)
    pairs = [(x, y) for x in CARRIER for y in CARRIER]
    return [
        (
            {x: source.choice(CARRIER) for x in CARRIER},
            {pair: source.choice(CARRIER) for pair in pairs},
        )
        for _ in range(count)
    ]


def agreement(folder: Path, texts: Iterable[str]) -> dict[bool, int]:
    """How many theorems are true and false; both meanings are the same for each in each model."""
    seen = {True: 0, False: 0}
    for text in texts:
        path = written(folder, text, {**BASIS, "Magma": ANCHOR, **RELATIONS})
        try:
            theory = load_mpl(path)
        except InputError:
            continue
        (expr,) = parse_statements(Source("t", text))
        for tables in models(6):
            functional, relational = Functional(theory, tables), Relational(tables)
            start: dict[str, Value] = {"N": "N", "e": 0, "s": "s", "+": "+"}
            wanted = relational.holds(expr.parts[1], start)
            found = all(functional.holds(theorem.clause) for theorem in theory.theorems)
            assert found is wanted, text
            seen[wanted] += 1
    return seen


@pytest.mark.slow
def test_what_is_read_means_the_same(tmp_path: Path) -> None:
    seen = agreement(tmp_path, (Writer(seed).theorem() for seed in range(700)))
    assert min(seen.values()) > 300


@pytest.mark.slow
def test_negations_and_quantifiers_mean_the_same(tmp_path: Path) -> None:
    seen = agreement(tmp_path, (Writer(seed).dense() for seed in range(700)))
    assert min(seen.values()) > 300


@pytest.mark.slow
def test_sets_by_comprehension_mean_the_same(tmp_path: Path) -> None:
    seen = agreement(tmp_path, (Writer(seed).set_theorem() for seed in range(400)))
    assert min(seen.values()) > 100
