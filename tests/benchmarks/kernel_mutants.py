"""Mutants of a source file: one change of its syntax tree each."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitOr,
}
TYPES = {"list", "dict", "set", "frozenset", "tuple", "Counter", "Callable"}
SET_CALLS = {"issuperset": "isdisjoint", "isdisjoint": "issuperset"}


class Mutant(NamedTuple):
    """A change of the node with a number, in the order of `ast.walk`.

    `place` is the function around it; nothing happens unless a line of `lines` is executed, or
    when the module is loaded if there are none.
    """

    file: str
    line: int
    place: str
    change: str
    number: int
    lines: range

    def source(self, folder: Path) -> str:
        """The changed source."""
        tree = ast.parse((folder / self.file).read_text(encoding="utf-8"))
        target = list(ast.walk(tree))[self.number]
        edit = next(edit for change, edit in edits(target) if self.change.startswith(change))
        return ast.unparse(ast.fix_missing_locations(_Replace(target, edit).visit(tree)))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change}"

    @property
    def key(self) -> str:
        """What names the mutant as long as its surroundings do not change."""
        return f"{self.file}:{self.place}: {self.change}"


Edit = tuple[str, Callable[[ast.AST], ast.AST]]


def text(node: ast.AST) -> str:
    """The source of a node, on one line and not too long."""
    found = " ".join(ast.unparse(node).split())
    return found if len(found) <= 90 else found[:87] + "..."


def negated(node: ast.expr) -> ast.expr:
    """not(node)."""
    return ast.UnaryOp(ast.Not(), node)


def edits(node: ast.AST) -> Iterator[Edit]:
    """The changes of one node; each is a function on a copy of it."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            other = COMPARISONS[type(op)]

            def swapped(n: ast.AST, i: int = i, other: type[ast.cmpop] = other) -> ast.AST:
                assert isinstance(n, ast.Compare)
                n.ops[i] = other()
                return n

            yield f"{type(op).__name__} -> {other.__name__} in {text(node)}", swapped
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        if isinstance(node.op, ast.Add | ast.BitOr) and is_type(node):
            return
        other_op = OPERATORS[type(node.op)]

        def operated(n: ast.AST) -> ast.AST:
            assert isinstance(n, ast.BinOp)
            n.op = other_op()
            return n

        yield f"{type(node.op).__name__} -> {other_op.__name__} in {text(node)}", operated
        if isinstance(node.op, ast.BitOr | ast.Sub):
            yield f"left side only of {text(node)}", lambda n: n.left  # type: ignore[attr-defined]
    elif isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):

            def without(n: ast.AST, i: int = i) -> ast.AST:
                assert isinstance(n, ast.BoolOp)
                rest = n.values[:i] + n.values[i + 1 :]
                return rest[0] if len(rest) == 1 else ast.BoolOp(n.op, rest)

            yield f"without {text(node.values[i])} in {text(node)}", without

        def turned(n: ast.AST) -> ast.AST:
            assert isinstance(n, ast.BoolOp)
            n.op = ast.Or() if isinstance(n.op, ast.And) else ast.And()
            return n

        yield f"and <-> or in {text(node)}", turned
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"not dropped in {text(node)}", lambda n: n.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.IfExp):
        yield (
            f"branches swapped in {text(node)}",
            lambda n: ast.IfExp(n.test, n.orelse, n.body),  # type: ignore[attr-defined]
        )
    elif isinstance(node, ast.Constant):
        yield from constants(node)
    elif isinstance(node, ast.Call):
        yield from calls(node)
    elif isinstance(node, ast.comprehension):
        for i in range(len(node.ifs)):

            def unfiltered(n: ast.AST, i: int = i) -> ast.AST:
                assert isinstance(n, ast.comprehension)
                del n.ifs[i]
                return n

            yield f"without the filter {text(node.ifs[i])}", unfiltered
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and ordered(node.elts):
        yield (
            f"swapped pair {text(node)}",
            lambda n: ast.Tuple(list(reversed(n.elts)), ast.Load()),  # type: ignore[attr-defined]
        )
    else:
        yield from statements(node)


def ordered(elements: list[ast.expr]) -> bool:
    """Whether a pair may mean something else when it is turned.

    Two texts are what something may be, in any order; laws built by f are compared either way.
    """
    if len(elements) != 2 or ast.dump(elements[0]) == ast.dump(elements[1]):
        return False
    texts = all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in elements)
    law = any(isinstance(e, ast.Call) and getattr(e.func, "id", "") == "f" for e in elements)
    return not texts and not law and not any(isinstance(e, ast.Starred) for e in elements)


def is_type(node: ast.BinOp) -> bool:
    """Whether an operator joins types, as in `int | None`."""
    names = {"int", "str", "bytes", "Fraction", "Mapping", "None", "set", "Context", "Guard"}
    words = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    nothing = any(isinstance(n, ast.Constant) and n.value is None for n in ast.walk(node))
    return nothing or (bool(words) and words <= names)


def constants(node: ast.Constant) -> Iterator[Edit]:
    """Numbers, truth values; texts matter only where they are compared."""
    value = node.value
    new: object
    if isinstance(value, bool):
        new = not value
    elif isinstance(value, int):
        new = value + 1
    else:
        return
    yield f"{value} -> {new}", lambda n: ast.Constant(new)


def calls(node: ast.Call) -> Iterator[Edit]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    simple = node.func.id if isinstance(node.func, ast.Name) else ""
    if simple in ("all", "any"):
        other = "any" if simple == "all" else "all"

        def turned(n: ast.AST) -> ast.AST:
            assert isinstance(n, ast.Call)
            n.func = ast.Name(other, ast.Load())
            return n

        yield f"{simple} -> {other} in {text(node)}", turned
    if name in SET_CALLS:

        def called(n: ast.AST) -> ast.AST:
            assert isinstance(n, ast.Call)
            assert isinstance(n.func, ast.Attribute)
            n.func.attr = SET_CALLS[name]
            return n

        yield f"{name} -> {SET_CALLS[name]} in {text(node)}", called
    if simple in ("reversed", "sorted") and len(node.args) == 1:
        yield f"without {simple} in {text(node)}", lambda n: n.args[0]  # type: ignore[attr-defined]
    plain = [a for a in node.args if not isinstance(a, ast.Starred | ast.GeneratorExp)]
    if len(node.args) == 2 and len(plain) == 2 and simple not in ("isinstance", "require", "zip"):

        def crossed(n: ast.AST) -> ast.AST:
            assert isinstance(n, ast.Call)
            n.args.reverse()
            return n

        yield f"arguments swapped in {text(node)}", crossed


def statements(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield f"dropped: {text(node)}", lambda n: ast.Pass()
    elif isinstance(node, ast.If | ast.While):
        yield f"condition negated: {text(node.test)}", negate
    elif isinstance(node, ast.AugAssign | ast.Raise):
        yield f"dropped: {text(node)}", lambda n: ast.Pass()
    elif isinstance(node, ast.Continue):
        yield "continue dropped", lambda n: ast.Pass()
    elif isinstance(node, ast.Break):
        yield "break dropped", lambda n: ast.Pass()
    elif isinstance(node, ast.Return) and node.value is not None and not constant(node.value):
        yield f"nothing returned instead of {text(node.value)}", lambda n: ast.Return(None)
    elif isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or node) == "None":
        yield f"{node.name} does nothing", nothing


def constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def negate(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.If | ast.While)
    node.test = negated(node.test)
    return node


def nothing(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.FunctionDef)
    node.body = [ast.Pass()]
    return node


class _Replace(ast.NodeTransformer):
    """Replaces the node with a number, in the order of a walk."""

    def __init__(self, target: ast.AST, change: Callable[[ast.AST], ast.AST]) -> None:
        self.target, self.change = target, change

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.target:
            return self.change(node)
        return self.generic_visit(node)


def skipped(tree: ast.AST) -> set[int]:
    """Nodes that say nothing: annotations, type aliases, messages, limits, asserts, __str__."""
    return {id(n) for node in ast.walk(tree) for top in silent(node) for n in ast.walk(top)}


def silent(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that say nothing."""
    if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
        yield node.annotation
    elif isinstance(node, ast.FunctionDef):
        yield node if node.name == "__str__" else (node.returns or ast.Pass())
    elif isinstance(node, ast.JoinedStr | ast.Assert):
        yield node
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "require":
            yield node.args[1]
        elif node.func.id in ("Rejected", "Budget"):
            yield from (a for a in node.args if not isinstance(a, ast.Name))
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        alias = isinstance(node.value, ast.Subscript | ast.BinOp) and name[:1].isupper()
        if alias or name.startswith("MAX_") or name in ("FUEL", "LARGEST"):
            yield node
    elif isinstance(node, ast.Subscript) and getattr(node.value, "id", "") in TYPES:
        yield node.slice
    elif isinstance(node, ast.ExceptHandler) and node.type:
        yield node.type
    elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or (
        isinstance(node, ast.keyword) and node.arg in ("strict", "default", "frozen")
    ):
        yield node


Parents = dict[ast.AST, ast.AST]


def around(node: ast.AST, parents: Parents) -> Iterator[ast.AST]:
    """The node and all that it is a part of, from inside out."""
    at: ast.AST | None = node
    while at is not None:
        yield at
        at = parents.get(at)


def executed(node: ast.AST, parents: Parents) -> range:
    """The lines of the statement that a node is in, without the statements inside."""
    top = next(n for n in around(node, parents) if isinstance(n, ast.stmt))
    function = isinstance(top, ast.FunctionDef)
    inside = any(isinstance(n, ast.FunctionDef) for n in around(parents[top], parents))
    if not inside and not (function and top is node):
        return range(0)
    body: list[ast.stmt] = getattr(top, "body", [])
    last = top.end_lineno or top.lineno
    if not body or isinstance(top, ast.Match):
        return range(top.lineno, last + 1)
    return range(body[0].lineno, last + 1) if function else range(top.lineno, body[0].lineno)


def mutants(path: Path) -> Iterator[Mutant]:
    """All mutants of a file; equal changes in one function are numbered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ignored = skipped(tree)
    nodes = list(ast.walk(tree))
    parents = {inner: node for node in nodes for inner in ast.iter_child_nodes(node)}
    count: Counter[str] = Counter()
    for number, node in enumerate(nodes):
        if id(node) in ignored:
            continue
        line = getattr(node, "lineno", getattr(getattr(node, "target", None), "lineno", 0))
        names = [
            n.name
            for n in around(node, parents)
            if isinstance(n, ast.FunctionDef | ast.ClassDef) and n is not node
        ]
        place = ".".join(reversed(names)) or "module"
        for change, _ in edits(node):
            if isinstance(node, ast.Constant):
                change += f" in {text(parents[node])}"
            count[f"{place}: {change}"] += 1
            again = count[f"{place}: {change}"]
            change += f" ({again})" if again > 1 else ""
            lines = (
                executed(node, parents) if names or isinstance(node, ast.FunctionDef) else range(0)
            )
            yield Mutant(path.name, line, place, change, number, lines)
