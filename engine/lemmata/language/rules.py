"""Rewrite rules of a pack: `name: left => right when conditions by justification`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from lemmata.errors import Source
from lemmata.language.build import Builder
from lemmata.language.expressions import parse_expression
from lemmata.language.inference import Inference
from lemmata.language.items import Item
from lemmata.language.scope import Scope
from lemmata.language.statements import as_equation, conjuncts
from lemmata.language.tokens import Token
from lemmata.terms.declarations import Clause, Declaration, Lambda, Rule
from lemmata.terms.sorts import BOOL

Laws = Sequence[tuple[str, str]]


def read_rule(
    item: Item, scope: Scope, source: Source, declarations: list[Declaration], laws: Laws
) -> Rule:
    """The rule of a line; `laws` are the theorems in reach, by theory and name.

    Raises InputError.
    """
    tokens = scope.operators.split(item.expression, source)
    end = item.line.end
    left, arrow, rest = _cut(tokens, "=>")
    if arrow is None:
        start = item.names[0].end
        raise source.error("a rule has the form left => right", start, end, expected=("=>",))
    rest, by, reason = _cut(rest, "by")
    right, when, condition = _cut(rest, "when")
    behind = by.start if by else end
    inference = Inference(scope, source)
    operators = scope.operators
    first = parse_expression(left, operators, source, arrow.start)
    stop = when.start if when else behind
    second = parse_expression(right, operators, source, stop)
    nodes = [
        parse_expression(part, operators, source, behind)
        for part in (_commas(condition) if when else [])
    ]
    for node in (first, second, *nodes):
        inference.collect(node)
        inference.visit(node)
    inference.equal(second, inference.typed[first].ty)
    for node in nodes:
        inference.equal(node, inference.types.of(BOOL))
    inference.settle()
    lambdas: list[Lambda] = []
    builder = Builder(inference, lambdas)
    conclusion = builder.build(first), builder.build(second)
    premises = [as_equation(t) for node in nodes for t in conjuncts(builder.build(node))]
    free = conclusion[0].free
    for node, term in [(second, conclusion[1]), *((n, builder.build(n)) for n in nodes)]:
        for variable in sorted(str(v.head) for v in term.free - free):
            raise inference.error(f"{variable} does not occur on the left side", node)
    declarations.extend(lambdas)
    line = source.position(item.line.start)[0]
    justification = _justification(reason, by, source, end, laws)
    return Rule(item.names[0].text, Clause.close(tuple(premises), conclusion), justification, line)


def _cut(tokens: list[Token], text: str) -> tuple[list[Token], Token | None, list[Token]]:
    """The tokens before and behind the first mark outside brackets."""
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.kind == "LPAR") - (token.kind == "RPAR")
        if token.text == text and not depth:
            return tokens[:i], token, tokens[i + 1 :]
    return tokens, None, []


def _commas(tokens: list[Token]) -> list[list[Token]]:
    found: list[list[Token]] = []
    rest: list[Token] = tokens
    while True:
        part, comma, rest = _cut(rest, ",")
        found.append(part)
        if comma is None:
            return found


def _justification(
    tokens: list[Token], by: Token | None, source: Source, end: int, laws: Laws
) -> str:
    """`axiom`, `solver` (also where nothing is said) or `theorem THEORY.NAME`."""
    if by is None:
        return "solver"
    words = [t.text for t in tokens]
    if words in (["axiom"], ["solver"]):
        return words[0]
    if words[:1] != ["theorem"] or len(words) < 2:
        expected = ("axiom", "solver", "theorem NAME")
        raise source.error("a rule says why it holds", by.start, end, expected=expected)
    name = "".join(words[1:])
    found = [f"{t}.{n}" for t, n in laws if name in (n, f"{t}.{n}")]
    if len(found) == 1:
        return f"theorem {found[0]}"
    if found:
        problem, hint = f"the theorem {name} is ambiguous", None
    else:
        close = get_close_matches(name, [n for _, n in laws], n=3)
        problem = f"there is no theorem {name}"
        hint = f"did you mean {' or '.join(close)}?" if close else None
    start = tokens[1].start
    raise source.error(problem, start, end, expected=tuple(found), hint=hint)
