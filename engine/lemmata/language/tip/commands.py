"""The commands of a problem that declare something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from lemmata.errors import InputError, Source
from lemmata.language import checks
from lemmata.language.tip import division
from lemmata.language.tip.compiling import Compiler, sorts_in, type_variables
from lemmata.language.tip.scope import Scope, Selector, atom
from lemmata.language.tip.sexpr import Node, read
from lemmata.language.tip.typing import Reader, Specialise
from lemmata.terms.declarations import Datatype, DatatypeGroup
from lemmata.terms.sorts import INT, Sort
from lemmata.terms.symbols import Kind, Symbol


@dataclass
class Signature:
    """A function as announced: `names` are its parameters."""

    name: Node
    types: dict[str, Sort]
    names: list[tuple[str, Sort]]
    result: Sort
    symbol: Symbol


class Commands:
    """Carries out declarations and definitions."""

    def __init__(self, scope: Scope) -> None:
        """What is declared goes into the scope."""
        self.scope = scope
        self.compiler = Compiler(scope)
        scope.divide = self._divide
        self.notices: list[str] = []
        self.table: dict[str, Callable[[Node], None]] = {
            "declare-sort": self.declare_sort,
            "declare-datatype": self.declare_datatype,
            "declare-datatypes": self.declare_datatypes,
            "declare-fun": self.declare_function,
            "declare-const": self.declare_function,
            "define-fun": self.define_function,
            "define-fun-rec": self.define_function,
            "define-funs-rec": self.define_functions,
            "define-const": self.define_function,
        }

    def count(self, node: Node, *counts: int) -> tuple[Node, ...]:
        """The arguments of a command. Raises InputError if there are too many or too few."""
        if len(node.items) - 1 not in counts:
            wanted = " or ".join(map(str, counts))
            message = f"{node.head} takes {wanted} arguments, not {len(node.items) - 1}"
            raise self.scope.error(message, node)
        return node.items[1:]

    def par(self, node: Node) -> tuple[dict[str, Sort], Node]:
        """The type variables of `(par (a b) body)` and the body; none if there is no par."""
        if node.head != "par":
            return {}, node
        names, body = self.count(node, 2)
        found: dict[str, Sort] = {}
        for item in names.items:
            found[atom(item, self.scope)] = Sort.variable(atom(item, self.scope))
        return found, body

    def _divide(self) -> None:
        """Define the division of integers, which is not built in."""
        scope = self.scope
        scope.divide = None
        outside = scope.source, scope.own, scope.symbols, scope.selectors
        scope.source, scope.own = Source("division", division.TEXT), division.NAMES
        scope.symbols, scope.selectors = {}, {}
        for node in read(scope.source):
            self.define_function(node)
        inside = scope.symbols
        scope.source, scope.own, scope.symbols, scope.selectors = outside
        scope.symbols.update({n: inside[n] for n in division.NAMES if n not in scope.own})

    # Sorts and datatypes

    def declare_sort(self, node: Node) -> None:
        """`(declare-sort S 0)`."""
        name, count = self.count(node, 2)
        if count.text != "0":
            raise self.scope.error("only sorts without arguments can be declared", count)
        self._new_sort(name, 0)
        self.scope.abstract_sorts.append(self.scope.aliases[name.text or ""])

    def _new_sort(self, node: Node, arity: int) -> Sort:
        written = atom(node, self.scope)
        if written in self.scope.sorts:
            raise self.scope.error(f"the sort {written} is declared twice", node)
        self.scope.sorts[written] = arity
        self.scope.aliases[written] = Sort.of(self.scope.name(written))
        return self.scope.aliases[written]

    def declare_datatype(self, node: Node) -> None:
        """`(declare-datatype T body)`, the body within `par` if it has parameters."""
        name, body = self.count(node, 2)
        self._datatypes([(name, body)])

    def declare_datatypes(self, node: Node) -> None:
        """`(declare-datatypes ((T 0) (U 0)) (body body))`."""
        names, bodies = self.count(node, 2)
        heads = [item.items[0] if item.items else item for item in names.items]
        if len(heads) != len(bodies.items) or not heads:
            raise self.scope.error("there is not one body for each datatype", node)
        self._datatypes(list(zip(heads, bodies.items, strict=True)))

    def _datatypes(self, members: Sequence[tuple[Node, Node]]) -> None:
        """Declare a group; nothing of it stays if it cannot be admitted."""
        known = set(self.scope.symbols), set(self.scope.sorts)
        selectors = dict(self.scope.selectors)
        try:
            self._group(members)
        except InputError:
            for written in set(self.scope.symbols) - known[0]:
                del self.scope.symbols[written]
            for written in set(self.scope.sorts) - known[1]:
                del self.scope.sorts[written]
            self.scope.selectors = selectors
            raise

    def _group(self, members: Sequence[tuple[Node, Node]]) -> None:
        opened = [self.par(body) for _, body in members]
        sorts = [
            self._new_sort(name, len(types))
            for (name, _), (types, _) in zip(members, opened, strict=True)
        ]
        first = tuple(opened[0][0].values())
        found = []
        for sort, (types, body) in zip(sorts, opened, strict=True):
            own = dict(zip(types, first, strict=False)) if len(types) == len(first) else types
            whole = Sort(sort.name, tuple(own.values()))
            constructors = [self._constructor(item, own, whole) for item in body.items]
            if not constructors:
                raise self.scope.error("a datatype has at least one constructor", body)
            found.append(Datatype(sort.name, tuple(own.values()), tuple(constructors)))
        group = DatatypeGroup(tuple(found))
        problem = checks.datatypes(group, self.scope.datatypes)
        if problem:
            raise self.scope.error(problem[1], members[problem[0]][0])
        self.scope.groups.append(group)
        for member in found:
            self.scope.datatypes[member.name] = member
            for constructor in member.constructors:
                self.scope.constructors[constructor.name] = member

    def _constructor(self, node: Node, types: Mapping[str, Sort], sort: Sort) -> Symbol:
        name = node if node.text is not None else node.items[0] if node.items else node
        fields, selectors = [], []
        for item in node.items[1:]:
            if len(item.items) != 2:
                raise self.scope.error("a field is a name and a sort", item)
            selectors.append(atom(item.items[0], self.scope))
            fields.append(self.scope.sort(item.items[1], types))
        written = atom(name, self.scope)
        symbol = self.scope.symbol(written, Kind.CONSTRUCTOR, tuple(types.values()), fields, sort)
        self.scope.declare(name, symbol)
        for i, selector in enumerate(selectors):
            self.scope.selectors.setdefault(selector, Selector(symbol, i))
        return symbol

    # Functions

    def declare_function(self, node: Node) -> None:
        """`(declare-fun f (A B) C)`, `(declare-const c A)`: nothing is known but the sort."""
        name, *rest = self.count(node, 2, 3)
        types, body = self.par(rest[0] if len(rest) == 1 else Node(None, tuple(rest), 0, 0))
        arguments: list[Sort] = []
        if node.head == "declare-fun":
            if len(body.items) != 2:
                raise self.scope.error("the sorts of the arguments and the result are needed", node)
            arguments = [self.scope.sort(item, types) for item in body.items[0].items]
            body = body.items[1]
        elif len(rest) == 2:
            raise self.scope.error("declare-const takes a name and a sort", node)
        result = self.scope.sort(body, types)
        used = type_variables([*arguments, result])
        symbol = self.scope.symbol(atom(name, self.scope), Kind.ABSTRACT, used, arguments, result)
        self.scope.declare(name, symbol)
        self.scope.abstract.append(symbol)

    def define_function(self, node: Node) -> None:
        """`(define-fun f ((x A)) B body)`, or with `(par (a) (((x A)) B))`, or a constant."""
        name, *rest = self.count(node, 3, 4)
        head, body = Node(None, (name, *rest[:-1]), name.start, rest[-2].end), rest[-1]
        if node.head == "define-const":
            head = Node(None, (name, Node(None, (), 0, 0), *rest[:-1]), name.start, rest[-2].end)
        inner = body
        if len(rest) == 2 and node.head != "define-const":
            head = Node(None, (name, rest[0]), name.start, rest[0].end)
        self._define([head], [inner], node.head == "define-fun-rec")

    def define_functions(self, node: Node) -> None:
        """`(define-funs-rec (head…) (body…))`."""
        heads, bodies = self.count(node, 2)
        if len(heads.items) != len(bodies.items):
            raise self.scope.error("there is not one body for each function", node)
        self._define(heads.items, bodies.items, True)

    def _define(self, heads: Sequence[Node], bodies: Sequence[Node], recursive: bool) -> None:
        """Define functions; type variables that are used as Int become Int."""
        special: dict[int, dict[Sort, Sort]] = {}
        before = set(self.scope.symbols)
        while True:
            signatures = [self._signature(head, special.get(i, {})) for i, head in enumerate(heads)]
            try:
                self._bodies(signatures, bodies, recursive)
            except _At as problem:
                chosen = special.setdefault(problem.index, {})
                chosen[problem.variable] = INT
                self._forget(signatures, before)
                continue
            except InputError:
                self._forget(signatures, before)
                raise
            break
        for i, chosen in special.items():
            shown = ", ".join(v.name for v in chosen)
            text = f"{heads[i].items[0]} is read for {shown} = Int only, since it does arithmetic"
            self.notices.append(text)

    def _forget(self, signatures: Sequence[Signature], known: Set[str]) -> None:
        """Take back the names of functions whose bodies could not be read."""
        for signature in signatures:
            self.scope.used.discard(signature.symbol.name)
            if signature.name.text not in known:
                self.scope.symbols.pop(signature.name.text or "", None)

    def _signature(self, head: Node, special: Mapping[Sort, Sort]) -> Signature:
        if len(head.items) not in (2, 3):
            raise self.scope.error("a name, parameters and a sort are needed", head)
        name = head.items[0]
        types, inner = self.par(head.items[1])
        parts = head.items[1:] if len(head.items) == 3 else inner.items
        if len(parts) != 2:
            raise self.scope.error("parameters and a sort are needed", head)
        types = {written: special.get(sort, sort) for written, sort in types.items()}
        names: list[tuple[str, Sort]] = []
        for item in parts[0].items:
            if len(item.items) != 2:
                raise self.scope.error("a parameter is a name and a sort", item)
            written = atom(item.items[0], self.scope)
            if any(written == other for other, _ in names):
                raise self.scope.error(f"the parameter {written} occurs twice", item)
            names.append((written, self.scope.sort(item.items[1], types)))
        result = self.scope.sort(parts[1], types)
        used = type_variables([*(s for _, s in names), result])
        symbol = self.scope.symbol(
            atom(name, self.scope), Kind.FUNCTION, used, [s for _, s in names], result
        )
        return Signature(name, types, names, result, symbol)

    def _bodies(
        self, signatures: Sequence[Signature], bodies: Sequence[Node], recursive: bool
    ) -> None:
        if recursive:
            for signature in signatures:
                self.scope.declare(signature.name, signature.symbol)
        found = []
        for i, (signature, body) in enumerate(zip(signatures, bodies, strict=True)):
            reader = Reader(self.scope, signature.types)
            parameters = [
                reader.variable(Node(written, (), signature.name.start, signature.name.end), sort)
                for written, sort in signature.names
            ]
            env = {w: v for (w, _), v in zip(signature.names, parameters, strict=True)}
            try:
                expression = reader.read(body, env, signature.result)
            except Specialise as problem:
                raise _At(i, problem.variable) from None
            extra = set(type_variables(sorts_in(expression))) - set(signature.symbol.types)
            if extra:
                shown = ", ".join(sorted(v.name for v in extra))
                message = f"the type variable {shown} occurs in the body only"
                raise self.scope.error(message, signature.name)
            found.append((signature.symbol, parameters, expression))
        for symbol, parameters, expression in found:
            self.compiler.function(symbol, parameters, expression)
        if not recursive:
            for signature in signatures:
                self.scope.declare(signature.name, signature.symbol)


class _At(Exception):
    """A type variable of the i-th function has to be Int."""

    def __init__(self, index: int, variable: Sort) -> None:
        super().__init__(variable.name)
        self.index, self.variable = index, variable
