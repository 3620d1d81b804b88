"""Expressions as calculators and computer algebra write them, read and printed.

Every function here raises InputError with a position for text that it refuses.

>>> parsed = parse_expression_text("2sin(x)^2 + f(x)")
>>> print(parsed.term, parsed.variables, parsed.unknown)
+(*(2, ^(sin(x), 2)), f(x)) (Term(x),) (Symbol(f),)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.errors import InputError, Source, reading
from lemmata.language.expr.latex import latex_expression
from lemmata.language.expr.show import show_expression
from lemmata.language.expr.sorting import CONSTANTS, Elaborator
from lemmata.language.expr.sympy_in import Reader
from lemmata.language.expr.sympy_out import Writer
from lemmata.language.expr.syntax import Node
from lemmata.language.expr.tidy import tidy
from lemmata.language.expr.tokens import Arranger, Token, bare_names, grammar, lex
from lemmata.language.expr.vocabulary import Vocabulary, vocabulary_of
from lemmata.terms.sorts import BOOL, Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term

__all__ = [
    "Parsed",
    "Problem",
    "Vocabulary",
    "from_sympy",
    "latex_expression",
    "parse_condition",
    "parse_expression_text",
    "parse_problem",
    "show_expression",
    "tidy",
    "to_sympy",
    "vocabulary_of",
]

_SHOWN = {
    "NUMBER": "a number",
    "NAME": "a name",
    "FUNCTION": "a function",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "OPEN": "|",
    "CLOSE": "|",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "DIVIDE": "/",
    "POWER": "^",
    "BANG": "!",
    "COMPARE": "a comparison",
    "$END": "the end",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A term with its free variables and uninterpreted functions, in order of occurrence.

    `notices` tell what a reader may have meant otherwise; `assumptions` are Bool terms that came
    with the expression (those of SymPy symbols).
    """

    term: Term
    variables: tuple[Term, ...]
    unknown: tuple[Symbol, ...]
    notices: tuple[str, ...] = ()
    assumptions: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Expressions and conditions that share their variables."""

    expressions: tuple[Term, ...]
    conditions: tuple[Term, ...]
    variables: tuple[Term, ...]
    unknown: tuple[Symbol, ...]
    notices: tuple[str, ...]


def parse_problem(
    expressions: Sequence[str],
    conditions: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
    sorts: Mapping[str, Sort] | None = None,
    filenames: Sequence[str] = (),
    same_sort: bool = False,
) -> Problem:
    """The terms of texts about the same variables; with `same_sort` all expressions have one sort.

    `sorts` declares variables, Real or Bool. `filenames` are the names of the texts in messages,
    expressions first.

    >>> parse_problem(["p", "p and q"], same_sort=True).variables
    (Term(p), Term(q))
    """
    known = vocabulary or Vocabulary()
    elaborator = Elaborator(known, sorts or {})
    texts = [*expressions, *conditions]
    given = [*filenames, *_names(len(expressions), len(conditions))[len(filenames) :]]
    sources = [Source(name, text) for name, text in zip(given, texts, strict=True)]
    trees = _trees(sources, elaborator)
    for source, tree in zip(sources, trees, strict=True):
        elaborator.visit(tree, source)
    for source, tree in zip(sources[len(expressions) :], trees[len(expressions) :], strict=True):
        elaborator.demand(tree, BOOL, source)
    if same_sort:
        for source, tree in zip(sources[1:], trees[1 : len(expressions)], strict=False):
            elaborator.unify(trees[0], tree, source)
    terms = [elaborator.build(t, s) for t, s in zip(trees, sources, strict=True)]
    return Problem(
        tuple(terms[: len(expressions)]),
        tuple(terms[len(expressions) :]),
        tuple(elaborator.variables.values()),
        tuple(elaborator.unknown.values()),
        tuple(_notices(elaborator, known)),
    )


def parse_expression_text(
    text: str,
    vocabulary: Vocabulary | None = None,
    sorts: Mapping[str, Sort] | None = None,
    filename: str = "expression",
) -> Parsed:
    """The term of one expression, Real or Bool."""
    found = parse_problem([text], (), vocabulary, sorts, [filename])
    return Parsed(found.expressions[0], found.variables, found.unknown, found.notices)


def parse_condition(
    text: str,
    vocabulary: Vocabulary | None = None,
    sorts: Mapping[str, Sort] | None = None,
    filename: str = "condition",
) -> Term:
    """The Bool term of a condition.

    >>> print(parse_condition("x > 0 and y != 0"))
    and(<(0, x), not(eq(y, 0)))
    """
    return parse_problem([], [text], vocabulary, sorts, [filename]).conditions[0]


def _names(expressions: int, conditions: int) -> list[str]:
    if expressions == 1:
        return ["expression", *["condition"] * conditions]
    first = [f"expression {i + 1}" for i in range(expressions)]
    return [*first, *["condition"] * conditions]


def _trees(sources: Sequence[Source], elaborator: Elaborator) -> list[Node]:
    """The trees of all texts, whose bare names together tell factors from functions."""
    lexed = [lex(source) for source in sources]
    declared = elaborator.declared
    factors = {*declared, *CONSTANTS}
    for tokens in lexed:
        factors |= bare_names(tokens)

    def is_function(name: str) -> bool:
        return name not in declared and elaborator.vocabulary.get(name) is not None

    trees = []
    for source, tokens in zip(sources, lexed, strict=True):
        if not tokens:
            raise source.error("the expression is empty", 0, 1)
        trees.append(_tree(Arranger(source, is_function, factors).run(tokens), source))
    return trees


def _tree(tokens: Sequence[Token], source: Source) -> Node:
    from lark.exceptions import UnexpectedToken

    parser: Any = grammar().parse_interactive(start="start")
    last = Token("$END", "", tokens[-1].end)
    token = last
    try:
        for token in tokens:
            parser.feed_token(token)
        token = last
        tree: Node = parser.feed_token(last)
    except UnexpectedToken:
        accepted = parser.accepts()
        raise _unexpected(tokens, token, accepted, source) from None
    return tree


def _unexpected(
    tokens: Sequence[Token], token: Token, accepted: set[str], source: Source
) -> InputError:
    at = tokens.index(token) if token in tokens else len(tokens)
    expected = tuple(dict.fromkeys(_SHOWN.get(k, k.lower()) for k in sorted(accepted)))
    hint = None
    if [t.type for t in tokens[max(0, at - 2) : at]] == ["FUNCTION", "POWER"]:
        hint = f"write {tokens[at - 2].text}(x)^n; the inverse of sin is asin"
    if token.type == "TIMES" and not token.text:
        token = tokens[at + 1]
    if token.type == "BANG" and "a name" in expected:
        hint = "negation is written not"
    shown = f"unexpected {token.text}" if token.text else "the expression ends too early"
    end = max(token.end, token.start + 1)
    return source.error(shown, token.start, end, expected=expected, hint=hint)


def _notices(elaborator: Elaborator, vocabulary: Vocabulary) -> list[str]:
    found = []
    for symbol in elaborator.unknown.values():
        name = symbol.name
        close = vocabulary.close(name)
        meant = f"; did you mean {close}?" if close else ""
        if len(name) == 1 and symbol.arity == 1:
            meant = f"; a product is written {name}*(...)"
        found.append(f"the function {name} is not known, it is kept as it stands{meant}")
    return found


def from_sympy(
    expr: Any,  # noqa: ANN401
    vocabulary: Vocabulary | None = None,
    sort: Sort | None = None,
) -> Parsed:
    """The term of a SymPy expression; what its symbols assume are the `assumptions`.

    Floating-point numbers, infinities and complex numbers are refused with InputError.

    >>> import sympy
    >>> found = from_sympy(sympy.sqrt(sympy.Symbol("x", positive=True)) / 2)
    >>> print(show_expression(found.term), *map(show_expression, found.assumptions))
    sqrt(x)/2 x > 0
    """
    reader = Reader(vocabulary or Vocabulary())
    with reading("the SymPy expression"):
        term = reader.read(expr, sort)
    unknown = tuple(reader.unknown.values())
    assumptions = tuple(reader.assumptions())
    return Parsed(term, tuple(reader.variables.values()), unknown, (), assumptions)


def to_sympy(term: Term, symbols: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
    """The SymPy expression of a term, unevaluated; `symbols` are those to use for its variables.

    >>> to_sympy(parse_expression_text("x/x").term)
    x/x
    """
    with reading("the SymPy expression"):
        return Writer(symbols or {}).write(term)
