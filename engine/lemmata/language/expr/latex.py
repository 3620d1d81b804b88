r"""Expressions as LaTeX: \frac, \sqrt, \sin^{2}, brackets that grow."""

from __future__ import annotations

import re
from fractions import Fraction

from lemmata.language.expr.numbers import write
from lemmata.language.expr.show import (
    ATOM,
    COMPARISON,
    CONJUNCTION,
    DISJUNCTION,
    NEGATION,
    POSTFIX,
    POW,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    Parts,
    comparison,
    layout,
)
from lemmata.language.expr.sorting import EXP, PI
from lemmata.language.expr.tidy import ADD, DIV, MUL, NEG, SUB, is_negative, literal, tidy
from lemmata.terms.symbols import AND, BUILT_IN, ITE, NOT, OR
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

SQRT = BUILT_IN["Real.sqrt"]
_GREEK = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"}
    | {"lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"}
    | {"Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"}
)
_COMMANDS = {
    **{name: rf"\{name}" for name in ("log", "sin", "cos", "tan", "cot", "sec", "csc")},
    **{name: rf"\{name}" for name in ("sinh", "cosh", "tanh", "min", "max")},
    **{f"a{name}": rf"\arc{name}" for name in ("sin", "cos", "tan")},
}
_SIGNS = {"<=": r"\leq", ">=": r"\geq", "!=": r"\neq"}
_INDEXED = re.compile(r"([^\W\d_]+)_?([^\W_]+)\Z|([^\W\d_]+)\Z")
LEFT, RIGHT = r"\left(", r"\right)"


def latex_expression(term: Term, exact: bool = False) -> str:
    r"""An expression as LaTeX, for math mode; without `exact`, signs and factors are tidied.

    >>> from lemmata.language.expression import parse_expression_text as parse
    >>> print(latex_expression(parse("(sin(x)^2 + 1)/sqrt(2x) - 1/2*alpha").term))
    \frac{\sin^{2}\left(x\right) + 1}{\sqrt{2 x}} - \frac{\alpha}{2}
    """
    return layout(term if exact else tidy(term), _parts, LEFT, RIGHT)


def latex_name(name: str) -> str:
    r"""The name of a variable: Greek letters, an index, words in italics.

    >>> latex_name("x1"), latex_name("alpha"), latex_name("speed")
    ('x_{1}', '\\alpha', '\\mathit{speed}')
    """
    found = _INDEXED.match(name)
    if found is None:
        escaped = name.replace("_", r"\_")
        return rf"\mathit{{{escaped}}}"
    base, index, alone = found.groups()
    if alone is None and not (index.isdigit() or "_" in name):
        base, index, alone = "", "", name
    word = alone or base
    shown = rf"\{word}" if word in _GREEK else word if len(word) == 1 else rf"\mathit{{{word}}}"
    if alone is not None:
        return shown
    return f"{shown}_{{{index if index.isdigit() or len(index) == 1 else latex_name(index)}}}"


def _parts(term: Term) -> tuple[Parts, int]:
    head, args = term.head, term.args
    if isinstance(head, str):
        return [latex_name(head)], ATOM
    if isinstance(head, (int, Fraction)):
        return _number(Fraction(head))
    if head is ADD or head is SUB:
        right = ATOM if is_negative(args[1]) else SUM + 1
        return [(args[0], SUM), " + " if head is ADD else " - ", (args[1], right)], SUM
    if head is MUL:
        return [(args[0], PRODUCT), _times(*args), (args[1], SIGN + 1)], PRODUCT
    if head is DIV:
        minus, top = ("-", args[0].args[0]) if args[0].head is NEG else ("", args[0])
        parts: Parts = [minus + r"\frac{", (top, 0), "}{", (args[1], 0), "}"]
        return parts, PRODUCT if minus else POSTFIX - 1
    if head is NEG:
        return ["-", (args[0], SIGN + 1)], SIGN
    if head is POW:
        return _power(*args)
    return _logic(term) or _call(term)


def _number(value: Fraction) -> tuple[Parts, int]:
    top, bottom = write(abs(value.numerator)), write(value.denominator)
    shown = rf"\frac{{{top}}}{{{bottom}}}" if value.denominator > 1 else top
    if value < 0:
        return [f"-{shown}"], SIGN
    return [shown], POSTFIX - 1 if value.denominator > 1 else ATOM


def _times(left: Term, right: Term) -> str:
    """A dot where two numbers would meet, else a blank."""
    first = right.args[0] if right.head is POW else right
    digits = literal(first) is not None or (right.head is DIV and literal(left) is not None)
    return r" \cdot " if digits else " "


def _power(base: Term, exponent: Term) -> tuple[Parts, int]:
    value = literal(exponent)
    command = _COMMANDS.get(base.symbol.display) if base.symbol and len(base.args) == 1 else None
    if command and value is not None and value > 1 and value.denominator == 1:
        opened = f"{command}^{{{write(value.numerator)}}}{LEFT}"
        return [opened, (base.args[0], 0), RIGHT], ATOM
    return [(base, POSTFIX), "^{", (exponent, 0), "}"], POWER


def _logic(term: Term) -> tuple[Parts, int] | None:
    head, args = term.head, term.args
    if term is TRUE_TERM or term is FALSE_TERM:
        return [rf"\mathrm{{{'true' if term is TRUE_TERM else 'false'}}}"], ATOM
    found = comparison(term)
    if found is not None:
        left, sign, right = found
        return [(left, SUM), f" {_SIGNS.get(sign, sign)} ", (right, SUM)], COMPARISON
    if head is NOT:
        return [r"\lnot ", (args[0], ATOM)], NEGATION
    if head is AND:
        return [(args[0], CONJUNCTION + 1), r" \land ", (args[1], CONJUNCTION)], CONJUNCTION
    if head is OR:
        return [(args[0], DISJUNCTION + 1), r" \lor ", (args[1], DISJUNCTION)], DISJUNCTION
    if head is ITE:
        first: Parts = [r"\begin{cases} ", (args[1], 0), r" & \text{if } ", (args[0], 0)]
        return [*first, r" \\ ", (args[2], 0), r" & \text{otherwise} \end{cases}"], ATOM
    return None


def _call(term: Term) -> tuple[Parts, int]:
    assert term.symbol is not None
    name, args = term.symbol.display, term.args
    if term is PI:
        return [r"\pi"], ATOM
    if term.head is EXP and not any(v.head == "e" for v in args[0].free):
        return (["e"], ATOM) if literal(args[0]) == 1 else (["e^{", (args[0], 0), "}"], POWER)
    if term.head is SQRT:
        return [r"\sqrt{", (args[0], 0), "}"], ATOM
    if name == "abs" and len(args) == 1:
        return [r"\left|", (args[0], 0), r"\right|"], ATOM
    if name == "factorial" and len(args) == 1:
        return [(args[0], ATOM), "!"], POSTFIX
    command = _COMMANDS.get(name) or (r"\exp" if term.head is EXP else None)
    if command is None:
        escaped = name.replace("_", r"\_")
        command = escaped if len(name) == 1 else rf"\operatorname{{{escaped}}}"
    parts: Parts = [command]
    for i, arg in enumerate(args):
        parts += [", " if i else LEFT, (arg, 0)]
    return [*parts, RIGHT] if args else parts, ATOM
