"""The items of a theory: the heads of logical lines, parsed by grammars/lem.lark."""

from __future__ import annotations

from dataclasses import dataclass, field

from lemmata.errors import Source
from lemmata.language.headers import Branch, head, misspelt, parse
from lemmata.language.sorts import SortTree, sort_tree
from lemmata.language.tokens import Line, Token


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

    kinds: theory, import, datatype, fun, pred, def, structure, sort, op, axiom, theorem, instance,
    rules, rule, equation.
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
        misspelt(tokens, source)
        return Item("equation", line, expression=list(tokens))
    if word == "def":
        if len(tokens) == 1:
            raise source.error("the line ends too early", line.end, expected=("f(x) = body",))
        return Item("def", line, expression=list(tokens[1:]))
    front, rest = head(tokens, word, source)
    fed = [Token("RULE", "", line.start), *front] if rule else front
    tree = parse(fed, bool(rest), source, line.end)
    item = _item(tree, line)
    item.expression = rest
    if item.kind in ("fun", "op") and item.result is None:
        last = item.arguments[-1]
        raise source.error(
            "the sort of the result is missing", last.end, last.end, expected=("->",)
        )
    return item


def _item(tree: Branch, line: Line) -> Item:
    """The item of a parse tree."""
    kind = {"imports": "import", "function": "fun", "predicate": "pred", "sorts": "sort"}
    item = Item(kind.get(tree.rule, tree.rule), line)
    if item.kind == "datatypes":
        item.kind = "datatype"
        item.datatypes = [_datatype(branch) for branch in tree.branches]
        return item
    item.names = [_name(token) for token in tree.names()]
    for branch in tree.branches:
        if branch.rule == "symbol":
            item.names.append(_symbol(branch))
        elif branch.rule == "signature":
            _signature(branch, item)
        elif branch.rule == "notation":
            item.fixity = _fixity(branch)
        elif branch.rule == "partial":
            item.partial = bool(branch.tokens)
        else:
            item.result = sort_tree(branch)
    return item


def _name(token: Token) -> Name:
    return Name(token.text, token.start, token.end)


def _signature(tree: Branch, item: Item) -> None:
    sorts = [sort_tree(branch) for branch in tree.branches]
    if item.kind == "pred":
        item.arguments = sorts
    elif tree.has("ARROW") or len(sorts) == 1:
        *item.arguments, item.result = sorts
    else:
        item.arguments = sorts


def _datatype(tree: Branch) -> DatatypeItem:
    parameters, *constructors = tree.branches
    names = [_name(token) for token in parameters.names()]
    return DatatypeItem(_name(tree.tokens[0]), names, [_constructor(c) for c in constructors])


def _constructor(tree: Branch) -> ConstructorItem:
    symbol, fields, notation = tree.branches
    pairs = [
        (next(map(_name, branch.names()), None), sort_tree(branch.branches[0]))
        for branch in fields.branches
    ]
    return ConstructorItem(_symbol(symbol), pairs, _fixity(notation))


def _symbol(tree: Branch) -> Name:
    return _name(tree.tokens[1 if len(tree.tokens) == 3 else 0])


def _fixity(tree: Branch) -> Fixity | None:
    if not tree.tokens:
        return None
    kind, number = tree.tokens
    return Fixity(kind.text, min(int(number.text.partition(".")[0]), 1000))
