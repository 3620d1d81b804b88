"""Random expressions and assumptions over all rule packs, as text; equal seeds, equal texts.

Half of the expressions hold the left side of a rule, with random expressions for its variables:
where rules fire is where a simplifier can be wrong.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache

from benchmarks.measuring import ROOT
from lemmata.language.printer import show_term
from lemmata.theories import theory

PACKS = ("field", "powers", "exponential", "trigonometry", "hyperbolic", "absolute", "boolean")
UNARY = (
    "sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    "abs", "sign", "sec", "cot",
)  # fmt: skip
NUMBERS = ("0", "1", "2", "3", "-1", "-2", "1/2", "3/2", "5", "-1/3", "1/4")
EXPONENTS = ("2", "3", "-1", "1/2", "-2", "0", "1", "4", "-1/2", "1/3", "3/2")
CONDITIONS = (
    "x > 0", "x >= 0", "x < 0", "x <= 0", "x != 0", "y > 0", "y >= 0", "y != 0", "z != 0", "z > 1",
    "x != 1", "x > 1", "x > y", "x != y", "-1 <= x", "x <= 1", "x + y != 0", "sin(x) != 0",
    "cos(x) > 0", "x^2 < 4", "integer(x)", "integer(y)", "x*y > 0", "abs(x) < 1", "x > 0 and y > 0",
    "x = y", "log(x) > 0", "0 <= x and x <= 1", "x^2 != y^2", "cos(x) != 0",
)  # fmt: skip
WORD = re.compile(r"[A-Za-z_]\w*'*")


@dataclass(frozen=True)
class Pattern:
    """The left side of a rule and its conditions as text, with the sorts of its variables."""

    text: str
    sort: str
    variables: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """Those of all rules."""
    found = []
    for name in PACKS:
        loaded = theory(ROOT / f"rules/{name}.lem")
        for rule in (rule for pack in loaded.packs for rule in pack.rules):
            left = rule.clause.left
            variables = sorted((str(v.head), v.sort.name) for v in left.free)
            conditions = tuple(show_term(p) for p, _ in rule.clause.premises)
            text = show_term(left, loaded.notation)
            found.append(Pattern(text, left.sort.name, tuple(variables), conditions))
    return tuple(found)


class Source:
    """A stream of random expressions."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.wanted: list[str] = []

    def question(self) -> tuple[str, tuple[str, ...]]:
        """An expression and assumptions about its variables."""
        self.wanted = []
        text = self.boolean(3) if self.rng.random() < 0.12 else self.real(self.rng.choice((2, 3)))
        used = set(WORD.findall(text))
        near = [c for c in CONDITIONS if used & set(WORD.findall(c)) & set("xyz")]
        chosen = self.rng.sample(near, min(len(near), self.rng.choice((0, 0, 1, 1, 2, 3))))
        chosen += [c for c in self.wanted if self.rng.random() < 0.5]
        return text, tuple(dict.fromkeys(chosen))

    def real(self, depth: int) -> str:
        """A real expression."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.1:
            return rng.choice(("x", "x", "y", "z")) if rng.random() < 0.75 else self.number()
        if rng.random() < 0.4:
            return self.instance("Real", depth)
        kind = rng.randrange(12)
        if kind < 5:
            a, b = self.real(depth - 1), self.real(depth - 1)
            return f"({a} {rng.choice('+-**/')} {b})"
        if kind < 7:
            return f"({self.real(depth - 1)})^({rng.choice(EXPONENTS)})"
        if kind < 10:
            return f"{rng.choice(UNARY)}({self.real(depth - 1)})"
        if kind == 10:
            a, b = self.real(depth - 1), self.real(depth - 2)
            return rng.choice((f"min({a}, {b})", f"max({a}, {b})", f"({a})^({b})"))
        return f"(if {self.boolean(1)} then {self.real(depth - 1)} else {self.real(depth - 1)})"

    def boolean(self, depth: int) -> str:
        """A truth value."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.15:
            if rng.random() < 0.7:
                return rng.choice("pqr")
            return f"({self.real(1)} {rng.choice(('<', '<=', '=', '!='))} {self.real(0)})"
        if rng.random() < 0.4:
            return self.instance("Bool", depth)
        if rng.random() < 0.3:
            return f"not ({self.boolean(depth - 1)})"
        return f"({self.boolean(depth - 1)} {rng.choice(('and', 'or'))} {self.boolean(depth - 1)})"

    def number(self) -> str:
        """A literal or a constant."""
        return f"({self.rng.choice(NUMBERS)})" if self.rng.random() < 0.9 else "pi"

    def instance(self, sort: str, depth: int) -> str:
        """The left side of a rule with random expressions for its variables."""
        found = self.rng.choice([p for p in patterns() if p.sort == sort])
        chosen: dict[str, str] = {}
        for name, kind in found.variables:
            deep = depth - 2 if self.rng.random() < 0.6 else 0
            chosen[name] = f"({self.boolean(deep) if kind == 'Bool' else self.real(deep)})"

        def put(text: str) -> str:
            return WORD.sub(lambda m: chosen.get(m[0], m[0]), text)

        self.wanted += map(put, found.conditions)
        return f"({put(found.text)})"
