"""Sorts for syntax trees: unification, overloading resolved by sort, and the resulting terms.

Everything is iterative. A name that several theories declare waits until the sorts around it leave
one candidate; then nearer declarations win; then it is refused, with its candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lemmata.errors import InputError, Source
from lemmata.language.expressions import Node
from lemmata.language.scope import Scope
from lemmata.language.unify import Ty, Types, compatible, find, unify
from lemmata.terms.sorts import ARROW, INT, RATIONAL, Sort
from lemmata.terms.symbols import EQ, Symbol

MAX_NUMERAL = 10_000
MAX_VARIABLES = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a written name may stand for: a symbol, a literal of a sort, a numeral, a function value."""

    kind: str
    result: Sort
    arguments: tuple[Sort, ...] = ()
    types: tuple[Sort, ...] = ()
    symbol: Symbol | None = None
    tier: int = 1

    def __str__(self) -> str:
        if self.symbol is None:
            return f"a number of sort {self.result}"
        before = f"{', '.join(map(str, self.arguments))} -> " if self.arguments else ""
        return f"{self.symbol.name} : {before}{self.result}"


@dataclass(slots=True, eq=False)
class Typed:
    """What inference knows of a node."""

    ty: Ty
    choice: Choice | None = None
    types: tuple[Ty, ...] = ()
    candidates: tuple[Choice, ...] = ()
    variable: str = ""
    chain: bool = False


class Inference:
    """Infers the sorts of the trees of one clause; `variables` are its free names."""

    def __init__(
        self,
        scope: Scope,
        source: Source,
        patterns: bool = False,
        rigid: Sequence[Sort] = (),
    ) -> None:
        self.scope = scope
        self.source = source
        self.patterns = patterns
        self.closed = False
        self.types = Types(rigid)
        self.typed: dict[Node, Typed] = {}
        self.variables: dict[str, Ty] = {}
        self.locals: dict[str, list[Ty]] = {}
        self.binders: dict[Node, Ty] = {}
        self.bare: set[str] = set()
        self.pending: list[Node] = []
        self._choices: dict[tuple[str, int], tuple[Choice, ...]] = {}

    def error(
        self, message: str, node: Node, hint: str | None = None, expected: tuple[str, ...] = ()
    ) -> InputError:
        """The error about a node."""
        return self.source.error(message, node.start, node.end, hint=hint, expected=expected)

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
        for node in walk(root):
            if node.kind == "name":
                self.bare.add(node.text)

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
        from lemmata.language.items import parse_sort

        return parse_sort(node.sort, self.scope, self.source)

    def _visit(self, node: Node) -> None:
        if node.kind == "annotation":
            given = self.types.of(self.sort(node))
            self.typed[node] = Typed(given)
            self.equal(node.args[0], given)
        elif node.kind == "apply":
            self._apply(node, self.typed[node.args[0]].ty, node.args[1:])
        elif node.kind == "number":
            self._choose(node, self._number(node))
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
        found = self.scope.symbols.get(name, ())
        return [s for s in found if arity is None or s.arity == arity]

    def _name(self, node: Node) -> None:
        name = node.text
        local = self._local(name)
        if local is not None:
            self.typed[node] = Typed(local, variable=name)
            return
        choices = [self._symbol_choice(s) for s in self._symbols(name, 0)]
        if not choices:
            choices = [self._value_choice(s) for s in self._symbols(name, None)]
        if choices:
            self._choose(node, choices)
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
            self._choose(node, self._applications(name, count, symbols))
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

    def _applications(
        self, name: str, count: int, symbols: Sequence[Symbol]
    ) -> tuple[Choice, ...]:
        """The choices for a name applied to some arguments, made once for each clause."""
        found = self._choices.get((name, count))
        if found is None:
            found = tuple(map(self._symbol_choice, symbols))
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
        self._choose(head, [self._symbol_choice(symbol)])
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
            hint = f"{name} is declared later, on line {self.scope.later[name]}"
        kind = "function" if name[0].isalpha() or name[0] == "_" else "operator"
        named = Node("name", name, [], node.start, node.start + len(name))
        return self.error(f"unknown {kind} {name}", named if kind == "function" else node, hint)

    def _symbol_choice(self, symbol: Symbol) -> Choice:
        tier = self.scope.tier(symbol)
        return Choice("symbol", symbol.result, symbol.arguments, symbol.types, symbol, tier)

    def _value_choice(self, symbol: Symbol) -> Choice:
        sort = symbol.result
        for argument in reversed(symbol.arguments):
            sort = Sort.of(ARROW, argument, sort)
        return Choice("value", sort, (), symbol.types, symbol, self.scope.tier(symbol))

    def _number(self, node: Node) -> list[Choice]:
        text, scope = node.text, self.scope
        found = [self._symbol_choice(s) for s in self._symbols(text, 0)]
        if "." not in text:
            value = int(text)
            for zero, successor in scope.numerals():
                if value or zero not in scope.symbols.get("0", ()):
                    tier = scope.tier(successor)
                    found.append(Choice("numeral", zero.result, symbol=successor, tier=tier))
            found.append(Choice("literal", INT, tier=scope.number_tier(INT)))
        found.append(Choice("literal", RATIONAL, tier=scope.number_tier(RATIONAL)))
        return found

    def _choose(self, node: Node, choices: Sequence[Choice]) -> None:
        self.typed[node] = Typed(Ty())
        if len(choices) == 1:
            self._commit(node, choices[0])
        else:
            self.typed[node].candidates = tuple(choices)
            self.pending.append(node)

    def _commit(self, node: Node, choice: Choice) -> None:
        typed = self.typed[node]
        typed.choice, typed.candidates = choice, ()
        binding = {v: Ty() for v in choice.types}
        typed.types = tuple(binding.values())
        for i, (arg, sort) in enumerate(zip(node.args, choice.arguments, strict=True)):
            if choice.symbol is EQ and i == 1:
                self._same(node)
            else:
                self.equal(arg, self.types.of(sort, binding), node)
        result = self.types.of(choice.result, binding)
        if not unify(typed.ty, result):
            raise self.mismatch(node, result, typed.ty)

    def _same(self, node: Node) -> None:
        left, right = (self.typed[arg].ty for arg in node.args)
        if not unify(left, right):
            shown = f"{self.types.show(left)} and {self.types.show(right)}"
            raise self.error(f"the two sides of {node.text} have sorts {shown}", node)

    def equal(self, node: Node, wanted: Ty, parent: Node | None = None) -> None:
        """Demand that a node has a sort."""
        found = self.typed[node].ty
        if not unify(found, wanted):
            raise self.mismatch(node, found, wanted, parent)

    def mismatch(self, node: Node, found: Ty, wanted: Ty, parent: Node | None = None) -> InputError:
        """The error for a node of the wrong sort."""
        name = f" of {parent.text}" if parent and parent.text else ""
        place = f"this argument{name}" if parent else "this term"
        shown = f"{place} has sort {self.types.show(found)}, not {self.types.show(wanted)}"
        hint = None
        typed = self.typed[node]
        if typed.choice and typed.choice.kind == "value":
            hint = f"{node.text} is a function here; a variable needs another name"
        return self.error(shown, node, hint)

    def settle(self) -> None:
        """Resolve every overloaded name, or refuse it with its candidates."""
        backwards = False
        while self.pending:
            waiting = self.pending
            self.pending = []
            progress = False
            for node in reversed(waiting) if backwards else waiting:
                progress |= self._try(node)
            if backwards:
                self.pending.reverse()
            backwards = not backwards
            if not progress and not self._prefer():
                raise self._ambiguous(self.pending[0])

    def _fitting(self, node: Node) -> list[Choice]:
        typed = self.typed[node]
        found = [typed.ty, *(self.typed[arg].ty for arg in node.args)]
        known = [(i, ty) for i, ty in enumerate(found) if find(ty).name is not None]
        return [
            choice
            for choice in typed.candidates
            if all(compatible(ty, (choice.result, *choice.arguments)[i]) for i, ty in known)
        ]

    def _try(self, node: Node) -> bool:
        typed = self.typed[node]
        fitting = self._fitting(node)
        if not fitting:
            raise self._no_candidate(node)
        if len(fitting) == 1:
            self._commit(node, fitting[0])
            return True
        narrowed = len(fitting) < len(typed.candidates)
        typed.candidates = tuple(fitting)
        self.pending.append(node)
        return narrowed

    def _prefer(self) -> bool:
        """Settle the first name that has one nearest candidate."""
        for at, node in enumerate(self.pending):
            candidates = self.typed[node].candidates
            nearest = min(c.tier for c in candidates)
            best = [c for c in candidates if c.tier == nearest]
            if len(best) == 1:
                del self.pending[at]
                self._commit(node, best[0])
                return True
        return False

    def _no_candidate(self, node: Node) -> InputError:
        typed = self.typed[node]
        sorts = ", ".join(self.types.show(self.typed[arg].ty) for arg in node.args)
        given = f" for ({sorts})" if node.args else ""
        listed = "; ".join(map(str, typed.candidates))
        wanted = "" if find(typed.ty).name is None else f" giving {self.types.show(typed.ty)}"
        return self.error(f"no {node.text}{given}{wanted} is declared", node, f"there is {listed}")

    def _ambiguous(self, node: Node) -> InputError:
        candidates = self.typed[node].candidates
        expected = tuple(map(str, candidates))
        hint = f"annotate a variable, as in (x : {candidates[0].result})"
        return self.error(f"{node.text} is ambiguous", node, hint, expected)


class Quiet(Exception):
    """A consequence of an error that was reported already."""


def walk(root: Node) -> Iterator[Node]:
    """Every node of a tree, parents first."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.args))

