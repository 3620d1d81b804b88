"""The items of a theory: the heads of logical lines, parsed by grammars/lem.lark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lemmata.errors import InputError, Source
from lemmata.language.expressions import bad_character
from lemmata.language.scope import Scope
from lemmata.language.tokens import KEYWORDS, Line, Token, grammar
from lemmata.terms.sorts import ARROW, Sort

if TYPE_CHECKING:
    from lark import Tree

MAX_NESTING = 30
_FIXITIES = {"infixl", "infixr", "infix", "prefix"}
_MARKS = {":": "COLON", "=": "EQUAL", "->": "ARROW", "|": "BAR"}
_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "OP": "an operator",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "COLON": ":",
    "EQUAL": "=",
    "ARROW": "->",
    "BAR": "|",
    "AND": "and",
    "OVER": "over",
    "PARTIAL": "partial",
    "FIXITY": "infixl, infixr, infix or prefix",
    "EXPR": "an expression",
    "$END": "the end of the line",
}


@dataclass(slots=True)
class SortTree:
    """A sort as written."""

    name: str
    args: list[SortTree]
    start: int
    end: int


@dataclass(slots=True)
class Name:
    """A declared name where it stands."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Fixity:
    """`infixl 60`."""

    kind: str
    precedence: int


@dataclass(slots=True)
class Item:
    """One item; which fields are used depends on `kind`.

    kinds: theory, import, datatype, fun, pred, def, structure, sort, op, axiom, theorem, rules,
    rule, equation.
    """

    kind: str
    line: Line
    names: list[Name] = field(default_factory=list)
    arguments: list[SortTree] = field(default_factory=list)
    result: SortTree | None = None
    fixity: Fixity | None = None
    partial: bool = False
    datatypes: list[DatatypeItem] = field(default_factory=list)
    expression: list[Token] = field(default_factory=list)
    joined: bool = False


@dataclass(slots=True)
class ConstructorItem:
    """A constructor with its fields."""

    name: Name
    fields: list[tuple[Name | None, SortTree]]
    fixity: Fixity | None


@dataclass(slots=True)
class DatatypeItem:
    """One datatype of a group."""

    name: Name
    parameters: list[Name]
    constructors: list[ConstructorItem]


def parse_item(line: Line, source: Source, inside: str) -> Item:
    """The item of a logical line; `inside` is the kind of the item whose body it may belong to."""
    tokens, word = line.tokens, line.keyword
    if word == "and":
        item = parse_item(Line(tokens[1:], tokens[1].text), source, inside)
        item.joined = True
        return item
    rule = inside == "rules" and not word
    if not word and not rule:
        return Item("equation", line, expression=list(tokens))
    if word == "def":
        return Item("def", line, expression=list(tokens[1:]))
    head, rest = _head(tokens, word, source)
    fed = [Token("RULE", "", line.start), *head] if rule else head
    tree = _parse(fed, bool(rest), source, line.end)
    item = _item(tree, line, source)
    item.expression = rest
    return item


def _head(tokens: list[Token], word: str, source: Source) -> tuple[list[Token], list[Token]]:
    """The tokens that the grammar reads, retagged, and the expression behind them."""
    marked: list[Token] = []
    if word:
        marked.append(Token(KEYWORDS[word], word, tokens[0].start))
    body = word in ("", "axiom", "theorem")
    depth = 0
    for token in _qualified(tokens[1:] if word else tokens):
        if token.kind == "BAD":
            raise bad_character(source, token)
        depth += (token.kind == "LPAR") - (token.kind == "RPAR")
        if depth > MAX_NESTING:
            raise source.error("brackets are nested too deeply", token.start, token.end)
        if body and token.kind == "OP" and token.text.startswith(":") and depth == 0:
            marked.append(Token("COLON", ":", token.start))
            rest = [t for t in tokens if t.start > token.start]
            if token.text != ":":
                rest.insert(0, Token("OP", token.text[1:], token.start + 1))
            return marked, rest
        marked.append(_retag(token, word, depth, marked))
    return marked, []


def _qualified(tokens: Sequence[Token]) -> list[Token]:
    """Join `nat . Nat` without blanks into one name."""
    found: list[Token] = []
    for token in tokens:
        if len(found) > 1 and token.kind == "NAME":
            left, dot = found[-2:]
            if dot.text == "." and left.kind == "NAME" and left.end == dot.start:
                found[-2:] = [Token("NAME", f"{left.text}.{token.text}", left.start)]
                continue
        found.append(token)
    return found


def _retag(token: Token, word: str, depth: int, before: list[Token]) -> Token:
    kind = token.kind
    if kind == "OP" and before[-1].kind != "LPAR":
        kind = _MARKS.get(token.text, kind)
    elif kind == "NAME" and not depth:
        if token.text in _FIXITIES and before[-1].kind in ("NAME", "RPAR"):
            kind = "FIXITY"
        elif word in ("fun", "pred") and token.text == "partial":
            kind = "PARTIAL"
        elif word == "rules" and token.text == "over":
            kind = "OVER"
        elif word == "datatype" and token.text == "and":
            kind = "AND"
        elif word == "datatype" and token.text == "datatype" and before[-1].kind == "AND":
            kind = "SKIP"
    return Token(kind, token.text, token.start)


def _parse(tokens: list[Token], body: bool, source: Source, end: int) -> Tree[Any]:
    """Feed the tokens of one line to the grammar. Raises InputError."""
    from lark import Token as LarkToken
    from lark.exceptions import UnexpectedToken

    parser = grammar().parse_interactive(start="item")
    position = tokens[-1]
    try:
        for position in tokens:
            if position.kind != "SKIP":
                parser.feed_token(LarkToken(position.kind, position.text))
        if body:
            parser.feed_token(LarkToken("EXPR", ""))
        position = Token("$END", "", end)
        tree: Tree[Any] = parser.feed_eof()
    except UnexpectedToken as problem:
        kinds = sorted(problem.accepts or problem.expected or ())
        expected = tuple(_SHOWN.get(kind, kind.lower()) for kind in kinds)
        shown = f"unexpected {position.text}" if position.text else "the line ends too early"
        stop = max(position.end, position.start + 1)
        raise source.error(shown, position.start, stop, expected=expected) from None
    return _Places(tokens).annotate(tree)


class _Places:
    """Gives the tokens of a tree their places back, in order."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = iter([t for t in tokens if t.kind not in ("SKIP",)])

    def annotate(self, tree: Tree[Any]) -> Tree[Any]:
        """Replace the tokens of the grammar by ours (the tree is shallow)."""
        return self._tree(tree)

    def _tree(self, tree: Tree[Any]) -> Tree[Any]:
        for i, child in enumerate(tree.children):
            if hasattr(child, "children"):
                self._tree(child)
            else:
                tree.children[i] = next(self.tokens, Token("EXPR", "", 0))
        return tree


def _item(tree: Tree[Any], line: Line, source: Source) -> Item:
    """The item of a parse tree."""
    kind = {"imports": "import", "function": "fun", "predicate": "pred", "sorts": "sort"}
    item = Item(kind.get(tree.data, str(tree.data)), line)
    if item.kind == "datatypes":
        item.kind = "datatype"
        item.datatypes = [_datatype(t) for t in tree.children if hasattr(t, "children")]
        return item
    for child in tree.children:
        if isinstance(child, Token):
            if child.kind == "NAME":
                item.names.append(Name(child.text, child.start, child.end))
        elif child.data == "symbol":
            item.names.append(_symbol(child))
        elif child.data == "signature":
            _signature(child, item)
        elif child.data == "notation":
            item.fixity = _fixity(child)
        elif child.data == "partial":
            item.partial = bool(child.children)
        else:
            item.result = _sort(child)
    return item


def _signature(tree: Tree[Any], item: Item) -> None:
    sorts = [_sort(t) for t in tree.children if not isinstance(t, Token)]
    arrows = any(isinstance(t, Token) and t.kind == "ARROW" for t in tree.children)
    if item.kind == "pred":
        item.arguments = sorts
    elif arrows:
        *item.arguments, item.result = sorts
    else:
        item.arguments, item.result = sorts[:-1], sorts[-1]


def _datatype(tree: Tree[Any]) -> DatatypeItem:
    name = tree.children[0]
    found = DatatypeItem(Name(name.text, name.start, name.end), [], [])
    for child in tree.children[1:]:
        if isinstance(child, Token):
            continue
        if child.data == "parameters":
            names = [t for t in child.children if t.kind == "NAME"]
            found.parameters = [Name(t.text, t.start, t.end) for t in names]
        else:
            symbol, fields, notation = child.children
            pairs = [_field(t) for t in fields.children if not isinstance(t, Token)]
            found.constructors.append(ConstructorItem(_symbol(symbol), pairs, _fixity(notation)))
    return found


def _field(tree: Tree[Any]) -> tuple[Name | None, SortTree]:
    first = tree.children[0]
    if isinstance(first, Token):
        return Name(first.text, first.start, first.end), _sort(tree.children[-1])
    return None, _sort(first)


def _symbol(tree: Tree[Any]) -> Name:
    token = tree.children[1 if len(tree.children) == 3 else 0]
    return Name(token.text, token.start, token.end)


def _fixity(tree: Tree[Any]) -> Fixity | None:
    if not tree.children:
        return None
    kind, number = tree.children
    return Fixity(kind.text, min(int(number.text.partition(".")[0]), 1000))


def _sort(tree: Tree[Any]) -> SortTree:
    """A sort; its depth is at most MAX_NESTING brackets and the arrows of one line."""
    parts = [t for t in tree.children if not isinstance(t, Token)]
    if tree.data == "bracket":
        return _sort(parts[0])
    if tree.data == "arrow":
        left, right = (_sort(t) for t in parts)
        return SortTree(ARROW, [left, right], left.start, right.end)
    token = tree.children[0]
    return SortTree(token.text, [_sort(t) for t in parts], token.start, token.end)


def parse_sort(tokens: Sequence[Token], scope: Scope, source: Source) -> Sort:
    """The sort written by some tokens, as in an annotation."""
    if not tokens:
        raise InputError(source.diagnostic("a sort is missing", 0))
    if sum(t.text == "->" for t in tokens) > MAX_NESTING:
        raise source.error("this sort has too many arrows", tokens[0].start, tokens[-1].end)
    marked: list[Token] = [Token("RULES", "", 0), Token("NAME", "_", 0), Token("OVER", "", 0)]
    depth = 0
    for token in _qualified(tokens):
        depth += (token.kind == "LPAR") - (token.kind == "RPAR")
        if depth > MAX_NESTING:
            raise source.error("brackets are nested too deeply", token.start, token.end)
        marked.append(_retag(token, "", depth, [Token("NAME", "", 0)]))
    tree = _parse(marked, False, source, tokens[-1].end)
    return resolve_sort(_sort(tree.children[-1]), scope, source)


def resolve_sort(
    tree: SortTree, scope: Scope, source: Source, types: Sequence[Sort] | None = None
) -> Sort:
    """The sort that a tree means; undeclared lower-case names are type variables.

    With `types`, only those are allowed.
    """
    args = tuple(resolve_sort(a, scope, source, types) for a in tree.args)
    if tree.name == ARROW:
        return Sort(ARROW, args)
    found = scope.sorts.get(tree.name, [])
    if len(found) > 1:
        mine = [n for n in found if n.startswith(f"{scope.theory}.")]
        if len(mine) != 1:
            raise source.error(
                f"the sort {tree.name} is ambiguous", tree.start, tree.end, expected=tuple(found)
            )
        found = mine
    if not found:
        if tree.name in scope.broken:
            from lemmata.language.inference import Quiet

            raise Quiet
        variable = Sort.variable(tree.name)
        lower = tree.name[0].islower() and "." not in tree.name
        if lower and not args and (types is None or variable in types):
            return variable
        names = tuple(s.name for s in types) if types else ()
        hint = scope.close_sorts(tree.name)
        raise source.error(
            f"unknown sort {tree.name}", tree.start, tree.end, expected=names, hint=hint
        )
    name = found[0]
    if len(args) != scope.arities[name]:
        problem = f"{tree.name} takes {scope.arities[name]} sorts, not {len(args)}"
        raise source.error(problem, tree.start, tree.end)
    return Sort(name, args)
