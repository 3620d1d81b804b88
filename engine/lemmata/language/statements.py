"""From expression tokens to clauses: segments between `==>`, sorts, terms, lifted functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from lemmata.errors import InputError, Source
from lemmata.language.build import Builder
from lemmata.language.expressions import parse_expression
from lemmata.language.inference import Inference
from lemmata.language.scope import Scope, mentions_real
from lemmata.language.syntax import Node
from lemmata.language.tokens import Token
from lemmata.terms.declarations import Clause, Equation, Lambda
from lemmata.terms.sorts import BOOL, REAL, Sort
from lemmata.terms.symbols import AND, EQ, NOT
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

_LOOSE = {"and", "or", "not", "if", "fun"}
Segment = list[Token]


@dataclass
class Reader:
    """Reads statements and equations in a scope; `lambdas` collects the functions lifted."""

    scope: Scope
    source: Source
    lambdas: list[Lambda] = field(default_factory=list)

    def statement(self, tokens: Sequence[Token], end: int) -> Clause:
        """The clause of a statement. Raises InputError."""
        split = self.scope.operators.split(tokens, self.source)
        self.scope.real |= mentions_real(split)
        return self.clause(self.segments(split, end), end)

    def segments(self, tokens: list[Token], end: int) -> list[tuple[Segment, int]]:
        """The premises and the conclusion, each with the offset behind it."""
        found: list[tuple[Segment, int]] = []
        while True:
            cuts = [i for i, token, depth in _depths(tokens) if token.text == "==>" and not depth]
            first = 0
            for cut in cuts:
                found.append((tokens[first:cut], tokens[cut].start))
                first = cut + 1
            last = tokens[first:]
            if not (
                _wrapped(last) and any(t.text == "==>" and d == 1 for _, t, d in _depths(last))
            ):
                found.append((last, end))
                return found
            end, tokens = last[-1].start, last[1:-1]

    def clause(self, segments: list[tuple[Segment, int]], end: int) -> Clause:
        """Read segments in the first way that is well sorted (see `_readings`)."""
        last = len(segments) - 1
        options = [
            self._readings(tokens, stop, i == last) for i, (tokens, stop) in enumerate(segments)
        ]
        problem: InputError | None = None
        ways = list(product(*options)) if len(options) < 5 else [tuple(o[0] for o in options)]
        for way in ways:
            try:
                return self._close(list(way))
            except InputError as error:
                problem = error
        assert problem is not None
        raise problem

    def _readings(self, tokens: Segment, end: int, conclusion: bool) -> list[Node]:
        """The trees of a segment, the preferred one first.

        `p and q = q and p` is the equation of both sides where that is well sorted, else the
        conjunction that precedences alone give.
        """
        tokens = _unwrap(tokens)
        marks = [i for i, t, depth in _depths(tokens) if t.text in ("=", "!=") and not depth]
        words = {t.text for _, t, depth in _depths(tokens) if not depth} | {
            "\\" for t in tokens if t.text == "\\"
        }
        readings: list[Node] = []
        problem: InputError | None = None
        loose = words & _LOOSE or "\\" in words
        if len(marks) == 1 and loose and (conclusion or "and" not in words):
            try:
                readings.append(self._equation(tokens, marks[0], end))
            except InputError as error:
                problem = error
        try:
            readings.append(parse_expression(tokens, self.scope.operators, self.source, end))
        except InputError as error:
            if not readings:
                raise problem or error from None
        return readings

    def _equation(self, tokens: Segment, mark: int, end: int) -> Node:
        operators, source = self.scope.operators, self.source
        left = parse_expression(tokens[:mark], operators, source, tokens[mark].start)
        right = parse_expression(tokens[mark + 1 :], operators, source, end)
        return Node("call", tokens[mark].text, [left, right], left.start, right.end)

    def _close(self, nodes: list[Node]) -> Clause:
        inference = Inference(self.scope, self.source)
        for node in nodes:
            inference.collect(node)
        inference.tops.update(nodes)
        for node in nodes:
            inference.visit(node)
            inference.equal(node, inference.types.of(BOOL))
        inference.settle()
        builder = Builder(inference, self.lambdas)
        terms = [builder.build(node) for node in nodes]
        premises: list[Equation] = []
        for term in terms[:-1]:
            premises.extend(map(as_equation, conjuncts(term)))
        return Clause.close(tuple(premises), as_equation(terms[-1]))

    def equation(
        self, tokens: Sequence[Token], end: int, rigid: Sequence[Sort] = ()
    ) -> tuple[Node, Node, list[Token]]:
        """Both sides of an equation as trees, split at the first `=`, and the split tokens."""
        split = self.scope.operators.split(tokens, self.source)
        for i, token, depth in _depths(split):
            if token.text == "=" and not depth:
                node = self._equation(split, i, end)
                return node.args[0], node.args[1], split
        start = split[0].start
        raise self.source.error("an equation has an = sign", start, end, expected=("=",))


def as_equation(term: Term) -> Equation:
    """The equation that a Bool term at the top of a statement stands for."""
    if term.symbol is EQ:
        return term.args[0], term.args[1]
    if term.symbol is NOT and not _is_domain(term.args[0]):
        return term.args[0], FALSE_TERM
    return term, TRUE_TERM


def _is_domain(term: Term) -> bool:
    """Whether it is a = b over Real: a != b is then stated as domains are (FORMAT.md section 9)."""
    return term.symbol is EQ and term.args[0].sort is REAL


def conjuncts(term: Term) -> list[Term]:
    """The parts of a conjunction, left to right."""
    found: list[Term] = []
    stack = [term]
    while stack:
        part = stack.pop()
        if part.symbol is AND:
            stack.extend(reversed(part.args))
        else:
            found.append(part)
    return found


def _depths(tokens: Sequence[Token]) -> list[tuple[int, Token, int]]:
    """Every token with its index and how many brackets and conditions are open around it."""
    found = []
    depth = 0
    for i, token in enumerate(tokens):
        if token.kind == "RPAR" or (token.kind == "NAME" and token.text == "else"):
            depth = max(depth - 1, 0)
        found.append((i, token, depth))
        if token.kind == "LPAR" or (token.kind == "NAME" and token.text == "if"):
            depth += 1
    return found


def _wrapped(tokens: Sequence[Token]) -> bool:
    """Whether one pair of brackets encloses everything."""
    if len(tokens) < 3 or tokens[0].kind != "LPAR" or tokens[-1].kind != "RPAR":
        return False
    return all(depth for _, _, depth in _depths(tokens)[1:-1])


def _unwrap(tokens: Segment) -> Segment:
    """Without brackets around everything, unless they hold an annotation."""
    while _wrapped(tokens) and not any(
        d == 1 and (t.text in (":", ",") or t.kind == "COMMA") for _, t, d in _depths(tokens)
    ):
        if len(tokens) == 3:
            break
        tokens = tokens[1:-1]
    return tokens
