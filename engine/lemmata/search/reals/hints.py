"""What the proofs of certain theorems need beyond the general method, by the name of the theorem.

`law(a, b)`   an instance: the values of the law's variables in their order
`? p`         a case split on p
`@ f`         apply the function f to both sides of the premises that are equations
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.language import parse_goal
from lemmata.proof.nodes import Law
from lemmata.search.reals.kit import Kit
from lemmata.terms.declarations import Theory
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import TRUE_TERM, Term, equation_term

HINTS: dict[str, tuple[str, ...]] = {
    "integer_succ_le": ("integer_discrete(y - x)",),
    "exp_neg": ("exp_add(x, -x)",),
    "exp_le": ("exp_tangent(y - x)",),
    "exp_lt": ("exp_tangent(y - x)",),
    "exp_injective": ("@ log",),
    "le_from_exp": ("exp_tangent(x - y)",),
    "lt_from_exp": ("exp_tangent(x - y)",),
    "exp_ge_one": ("exp_tangent(x)",),
    "exp_gt_one": ("exp_tangent(x)",),
    "log_one": ("log_exp(0)",),
    "log_mul": ("log_exp(log(x) + log(y))",),
    "log_inverse": ("log_exp(-log(x))",),
    "log_injective": ("@ exp",),
    "log_le": ("exp_tangent(log(x) - log(y))",),
    "log_lt": ("exp_tangent(log(x) - log(y))",),
    "log_nonneg": ("log_le(1, x)",),
    "log_positive": ("log_lt(1, x)",),
    "log_negative": ("log_lt(x, 1)",),
    "log_nonzero": ("exp_tangent(log(x))", "exp_tangent(-log(x))"),
    "log_bound": ("exp_tangent(log(x))",),
    "sinh_positive": ("exp_lt(-x, x)",),
    "sinh_nonneg": ("exp_le(-x, x)",),
    "sinh_nonzero": ("exp_tangent(2 * x)", "exp_tangent(-(2 * x))"),
    "pow_nonneg": ("? x = 0", "? y = 0"),
    "pow_nonzero": ("pow_add_integer(x, n, -n)",),
    "pow_sub_integer": ("pow_add_integer(x, m, -n)",),
    "div_pow_integer": ("mul_pow_integer(x, 1 / y, n)", "mul_pow_integer(y, 1 / y, n)"),
    "sqrt_div": ("sqrt_unique(x / y, sqrt(x) / sqrt(y))",),
    "sqrt_fourth": ("sqrt_unique(x ^ 4, x ^ 2)",),
    "sqrt_as_power": ("sqrt_unique(x, x ^ (1/2))",),
    "log_sqrt": ("log_mul(sqrt(x), sqrt(x))",),
    "log_of_square": ("log_square(-x)",),
    "sin_zero": ("sin_neg(0)",),
    "cos_zero": ("cos_add(0, 0)",),
    "sin_nonneg": ("? x = 0", "? x = pi"),
    "cos_positive": ("sin_positive(x + pi / 2)",),
    "cos_nonneg": ("? x = pi / 2", "? x = -(pi / 2)"),
    "asin_sin": (
        "? 0 < asin(sin(x)) - x",
        "? 0 < x - asin(sin(x))",
        "sin_positive((asin(sin(x)) - x) / 2)",
        "sin_positive((x - asin(sin(x))) / 2)",
        "cos_positive((asin(sin(x)) + x) / 2)",
    ),
    "cos_asin": ("sqrt_unique(1 - x ^ 2, cos(asin(x)))",),
    "sin_acos": ("sqrt_unique(1 - x ^ 2, cos(asin(x)))",),
    "acos_cos": ("asin_sin(pi / 2 - x)",),
    "asin_zero": ("asin_sin(0)",),
    "asin_one": ("asin_sin(pi / 2)",),
    "asin_half": ("asin_sin(pi / 6)",),
    "acos_one": ("asin_one",),
    "acos_zero": ("asin_zero",),
    "asin_neg": ("asin_sin(-asin(x))",),
    "acos_neg": ("asin_neg(x)",),
    "cos_atan": ("sqrt_unique(1 + x ^ 2, 1 / cos(atan(x)))",),
    "sin_of_atan": ("sqrt_unique(1 + x ^ 2, 1 / cos(atan(x)))",),
    "atan_tan": (
        "? 0 < atan(tan(x)) - x",
        "? 0 < x - atan(tan(x))",
        "sin_positive(atan(tan(x)) - x)",
        "sin_positive(x - atan(tan(x)))",
    ),
    "atan_zero": ("atan_tan(0)",),
    "atan_one": ("atan_tan(pi / 4)",),
    "atan_neg": ("atan_tan(-atan(x))",),
}


@dataclass(frozen=True)
class Hints:
    """Instances of laws, conditions to split on, functions for both sides of premises."""

    instances: Sequence[tuple[Law, dict[Term, Term]]] = ()
    splits: Sequence[Term] = ()
    functions: Sequence[Symbol] = ()


def hints_for(name: str, theory: Theory, kit: Kit) -> Hints:
    """The hints for a theorem; those whose laws are not there are left out."""
    instances: list[tuple[Law, dict[Term, Term]]] = []
    splits: list[Term] = []
    functions: list[Symbol] = []
    for text in HINTS.get(name, ()):
        if text.startswith("@"):
            functions.append(BUILT_IN[f"Real.{text[1:].strip()}"])
        elif text.startswith("?"):
            left, right = parse_goal(text[1:].strip(), theory)[1].conclusion
            splits.append(left if right is TRUE_TERM else equation_term(left, right))
        else:
            law = kit.laws.get(text.partition("(")[0])
            if law is not None:
                values = _values(text, theory)
                instances.append((law, dict(zip(law.clause.variables, values, strict=True))))
    return Hints(instances, splits, functions)


def _values(text: str, theory: Theory) -> list[Term]:
    """The terms between the brackets of an instance."""
    _, bracket, rest = text.partition("(")
    parts = [""]
    depth = 0
    for character in rest[:-1] if bracket else "":
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [_term(part, theory) for part in parts] if bracket else []


def _term(text: str, theory: Theory) -> Term:
    clause = parse_goal(f"sin({text}) = 0", theory)[1]
    return clause.left.args[0]
