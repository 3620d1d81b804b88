"""Sorts for syntax trees: every name gets its meaning, every node its sort.

Everything is iterative; `overloading` decides names that have several meanings.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.errors import InputError, Source
from lemmata.language.choices import Choice, number_choices, symbol_choice, value_choice
from lemmata.language.overloading import Overloading, Typed
from lemmata.language.scope import ANALYSIS, Quiet, Scope
from lemmata.language.sorts import parse_sort
from lemmata.language.syntax import Node, walk
from lemmata.language.unify import Ty, find, unify
from lemmata.terms.sorts import ARROW, Sort
from lemmata.terms.symbols import APPLY, Symbol

MAX_NUMERAL = 10_000
MAX_VARIABLES = 1_000


class Inference(Overloading):
    """Infers the sorts of the trees of one clause; `variables` are its free names."""

    def __init__(
        self,
        scope: Scope,
        source: Source,
        patterns: bool = False,
        rigid: Sequence[Sort] = (),
    ) -> None:
        super().__init__(scope, source, rigid)
        self.patterns = patterns
        self.closed = False
        self.variables: dict[str, Ty] = {}
        self.locals: dict[str, list[Ty]] = {}
        self.binders: dict[Node, Ty] = {}
        self.bare: set[str] = set()
        self.real = scope.real
        self._choices: dict[tuple[str, int], tuple[Choice, ...]] = {}

    def declare(self, node: Node, constructors_only: bool = True) -> None:
        """Make the free names of a pattern variables, whatever else they name elsewhere."""
        for part in walk(node):
            if part.kind != "name":
                continue
            known = self._symbols(part.text, 0)
            if constructors_only and any(s.kind.value == "constructor" for s in known):
                continue
            if "." not in part.text:
                self.variables.setdefault(part.text, Ty())

    def collect(self, root: Node) -> None:
        """Note the names that stand without arguments: those may be applied as variables."""
        called = set()
        for node in walk(root):
            if node.kind == "name":
                self.bare.add(node.text)
            elif node.kind == "call":
                called.add(node.text)
        for name in called - self.bare:
            self.real |= ANALYSIS.issuperset(self.scope.symbols.get(name, (APPLY,)))

    def visit(self, root: Node) -> Typed:
        """Assign sorts to a tree as far as its names alone decide them."""
        stack: list[tuple[Node, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            if not done:
                stack.append((node, True))
                if node.kind == "lambda":
                    binder = Ty()
                    if node.sort:
                        binder = self.types.of(self.sort(node))
                    self.binders[node] = binder
                    self.locals.setdefault(node.text, []).append(binder)
                stack.extend((arg, False) for arg in reversed(node.args))
            elif node.kind == "lambda":
                self.locals[node.text].pop()
                body = self.typed[node.args[0]].ty
                self.typed[node] = Typed(Ty(ARROW, (self.binders[node], body)))
            else:
                self._visit(node)
        return self.typed[root]

    def sort(self, node: Node) -> Sort:
        """The sort of an annotation."""
        return parse_sort(node.sort, self.scope, self.source, node.end)

    def _visit(self, node: Node) -> None:
        if node.kind == "annotation":
            given = self.types.of(self.sort(node))
            self.typed[node] = Typed(given)
            self.equal(node.args[0], given)
        elif node.kind == "apply":
            self._apply(node, self.typed[node.args[0]].ty, node.args[1:])
        elif node.kind == "number":
            self.choose(node, tuple(number_choices(self.scope, node.text)))
        elif node.kind == "name":
            self._name(node)
        else:
            self._call(node)

    def _apply(self, node: Node, function: Ty, args: Sequence[Node]) -> None:
        for i, arg in enumerate(args):
            result = Ty()
            wanted = Ty(ARROW, (self.typed[arg].ty, result))
            if not unify(function, wanted):
                shown = self.types.show(find(function))
                if find(function).name != ARROW:
                    raise self.error(f"a value of sort {shown} is applied to an argument", node)
                raise self.error(
                    f"argument {i + 1} has sort {self.types.show(self.typed[arg].ty)}, "
                    f"the function has sort {shown}",
                    arg,
                )
            function = result
        self.typed[node] = Typed(function, chain=True)

    def _local(self, name: str) -> Ty | None:
        found = self.locals.get(name)
        if found:
            return found[-1]
        return self.variables.get(name)

    def _symbols(self, name: str, arity: int | None) -> list[Symbol]:
        """The symbols that a name stands for; those of analysis hide where nothing is of Real."""
        found = self.scope.symbols.get(name, [])
        if not self.real:
            others = [s for s in found if s not in ANALYSIS]
            found = others if others or name in self.bare else found
        return [s for s in found if arity is None or s.arity == arity]

    def _name(self, node: Node) -> None:
        name = node.text
        local = self._local(name)
        if local is not None:
            self.typed[node] = Typed(local, variable=name)
            return
        choices = [symbol_choice(self.scope, s) for s in self._symbols(name, 0)]
        if not choices:
            choices = [value_choice(self.scope, s) for s in self._symbols(name, None)]
        if choices:
            self.choose(node, choices)
            return
        if name in self.scope.broken:
            raise Quiet
        if "." in name or not (name[0].isalpha() or name[0] == "_"):
            raise self.error(f"unknown name {name}", node, self.scope.close_names(name))
        if name in self.scope.sorts:
            raise self.error(f"{name} is a sort, not a term", node)
        if self.closed:
            hint = self.scope.close_names(name, self.variables)
            raise self.error(f"{name} does not occur on the left side", node, hint)
        if len(self.variables) >= MAX_VARIABLES:
            raise self.error(f"a statement has at most {MAX_VARIABLES:,} variables", node)
        self.variables[name] = ty = Ty()
        self.typed[node] = Typed(ty, variable=name)

    def _call(self, node: Node) -> None:
        name, count = node.text, len(node.args)
        local = self._local(name)
        if local is not None and name[0] not in "-@":
            self._apply(node, local, node.args)
            self.typed[node].variable = name
            return
        if name in ("!=", ">", ">=") and not self._symbols(name, count):
            if name == "!=":
                name = "="
            else:
                name = node.text = {">": "<", ">=": "<="}[name]
                node.args.reverse()
        symbols = self._symbols(name, count)
        if symbols:
            self.choose(node, self._applications(name, count, symbols))
            return
        if name in self.scope.broken:
            raise Quiet
        others = self._symbols(name, None)
        constants = [s for s in others if s.arity < count and self._is_function(s)]
        if not self.patterns and constants:
            self._chain(node, constants)
            return
        if others:
            raise self._arity(node, name, others)
        if name in self.bare and name[0].isalpha():
            self.variables[name] = ty = Ty()
            self._apply(node, ty, node.args)
            self.typed[node].variable = name
            return
        raise self._unknown(node, name)

    def _applications(self, name: str, count: int, symbols: Sequence[Symbol]) -> tuple[Choice, ...]:
        """The choices for a name applied to some arguments, made once for each clause."""
        found = self._choices.get((name, count))
        if found is None:
            found = tuple(symbol_choice(self.scope, s) for s in symbols)
            self._choices[name, count] = found
        return found

    def _is_function(self, symbol: Symbol) -> bool:
        return symbol.result.name == ARROW or symbol.result.is_variable

    def _chain(self, node: Node, symbols: list[Symbol]) -> None:
        """`f(a, x)` where f(a) is a function value."""
        symbol = symbols[0]
        head = Node("call" if symbol.arity else "name", node.text, [], node.start, node.end)
        head.args = node.args[: symbol.arity]
        node.kind, node.args = "apply", [head, *node.args[symbol.arity :]]
        self.choose(head, [symbol_choice(self.scope, symbol)])
        self._apply(node, self.typed[head].ty, node.args[1:])

    def _arity(self, node: Node, name: str, others: list[Symbol]) -> InputError:
        counts = sorted({s.arity for s in others})
        wanted = " or ".join(map(str, counts))
        plural = "argument" if counts == [1] else "arguments"
        if counts == [0]:
            return self.error(f"{name} is a constant and takes no argument", node)
        return self.error(f"{name} takes {wanted} {plural}, not {len(node.args)}", node)

    def _unknown(self, node: Node, name: str) -> InputError:
        hint = self.scope.close_names(name)
        if name in self.scope.later:
            line = self.scope.later[name]
            hint = f"{name} is declared later, on line {line}"
            if not line:
                hint = "a function that calls itself is declared with fun, not with def"
        kind = "function" if name[0].isalpha() or name[0] == "_" else "operator"
        named = Node("name", name, [], node.start, node.start + len(name))
        return self.error(f"unknown {kind} {name}", named if kind == "function" else node, hint)
