"""Elaboration of functions and function values: signatures, equations, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lemmata.errors import InputError
from lemmata.language import checks
from lemmata.language.build import Builder
from lemmata.language.datatypes import DatatypeDefiner
from lemmata.language.inference import Inference
from lemmata.language.items import Item, Name
from lemmata.language.sorts import resolve_sort
from lemmata.language.syntax import Node
from lemmata.language.tokens import Token
from lemmata.terms.declarations import Clause, Function, FunctionGroup, Lambda
from lemmata.terms.sorts import ARROW, BOOL, Sort
from lemmata.terms.symbols import APPLY, Kind, Symbol
from lemmata.terms.term import Term


@dataclass
class Equation:
    """An equation of a function as written."""

    tokens: list[Token]
    end: int


@dataclass
class FunctionItem:
    """A function of a group with its equations."""

    item: Item
    equations: list[Equation] = field(default_factory=list)


class Definer(DatatypeDefiner):
    """Declares datatypes and functions."""

    def functions(self, group: Sequence[FunctionItem]) -> None:
        """Declare a group of functions with their equations."""
        symbols: list[Symbol] = []
        try:
            for member in group:
                symbols.append(self._signature(member.item))
        except InputError:
            self.scope.broken.update(name.text for m in group for name in m.item.names)
            raise
        self.scope.open = set(symbols)
        problems: list[InputError] = []
        lambdas: list[Lambda] = []
        functions: list[tuple[Function, FunctionItem]] = []
        try:
            for member, symbol in zip(group, symbols, strict=True):
                cases = self._equations(member, symbol, problems, lambdas)
                if cases is not None:
                    function = Function(symbol, tuple(cases), member.item.partial)
                    functions.append((function, member))
        finally:
            self.scope.open = set()
        if not problems:
            self._check(functions, problems)
        if problems:
            raise InputError(*(d for problem in problems for d in problem.diagnostics))
        self.declarations.extend(lambdas)
        if functions:
            self.declarations.append(FunctionGroup(tuple(f for f, _ in functions)))

    def _signature(self, item: Item) -> Symbol:
        arguments = [resolve_sort(tree, self.scope, self.source) for tree in item.arguments]
        result = resolve_sort(item.result, self.scope, self.source) if item.result else BOOL
        types: dict[Sort, None] = {}
        for sort in (*arguments, result):
            types.update(dict.fromkeys(sort.variables()))
        name = item.names[0]
        return self.symbol(name, Kind.FUNCTION, tuple(types), arguments, result, item.fixity)

    def _equations(
        self,
        member: FunctionItem,
        symbol: Symbol,
        problems: list[InputError],
        lambdas: list[Lambda],
    ) -> list[Clause] | None:
        """The cases of a function; None if it turned out to be a function value."""
        name = member.item.names[0]
        if not member.equations:
            if not member.item.partial:
                problems.append(self.error(f"{name.text} has no equation", name))
            return []
        cases: list[Clause] = []
        for equation in member.equations:
            try:
                case = self.case(equation, symbol, name.text, lambdas)
            except InputError as error:
                problems.append(error)
                continue
            cases.append(case)
        if len(cases) < len(member.equations):
            return cases
        values = [c for c in cases if c.left.symbol is APPLY]
        if not values:
            return cases
        if len(cases) > 1:
            start = member.equations[1].tokens[0].start
            problem = f"{name.text} is a function value and has one equation only"
            problems.append(self.source.error(problem, start, member.equations[1].end))
            return cases
        lambdas.append(self._function_value(symbol, values[0], name))
        return None

    def _function_value(self, symbol: Symbol, case: Clause, name: Name) -> Lambda:
        """Turn a declared function into a lambda constant."""
        if any(t.symbol in self.scope.open for t in case.right.subterms()):
            problem = f"the function value {name.text} mentions what is still being defined"
            raise self.error(problem, name)
        if any(not arg.is_variable for arg in case.left.args[0].args):
            problem = f"the parameters of the function value {name.text} are variables"
            raise self.error(problem, name)
        object.__setattr__(symbol, "kind", Kind.LAMBDA)
        found = Lambda(symbol, case)
        self.scope.lambdas[symbol.name] = found
        return found

    def case(
        self, equation: Equation, symbol: Symbol, written: str, lambdas: list[Lambda]
    ) -> Clause:
        """One equation of a function. Raises InputError."""
        reader = self.reader()
        left, right, _ = reader.equation(equation.tokens, equation.end)
        inference = Inference(self.scope, self.source, True, symbol.types)
        head, extra = left, None
        if left.kind == "call" and left.text == "@" and symbol.result.name == ARROW:
            head, extra = left.args
        elif left.kind in ("apply", "call") and len(left.args) == symbol.arity + 1:
            start = 1 if left.kind == "apply" else 0
            if symbol.result.name == ARROW and (start == 0 or symbol.arity == 0):
                extra = left.args[-1]
                head = Node("call", left.text, left.args[start:-1], left.start, left.end)
                head = left.args[0] if left.kind == "apply" else head
        if head.text != written or len(head.args) != symbol.arity or head.kind == "number":
            shown = f"{written}(…)" if symbol.arity else written
            raise self.source.error(
                f"this equation does not define {written}",
                left.start,
                left.end,
                expected=(f"{shown} = …",),
            )
        patterns = [*head.args, *([extra] if extra else [])]
        for pattern in patterns:
            checks.pattern(pattern, self.source)
            inference.declare(pattern)
        for pattern in patterns:
            inference.visit(pattern)
        for arg, sort in zip(head.args, symbol.arguments, strict=True):
            inference.equal(arg, inference.types.of(sort), head)
        result = symbol.result
        if extra:
            inference.equal(extra, inference.types.of(result.args[0]))
            result = result.args[1]
        checks.repeated(patterns, set(inference.variables), self.source)
        inference.closed = True
        inference.visit(right)
        inference.equal(right, inference.types.of(result))
        inference.settle()
        builder = Builder(inference, lambdas)
        args = [builder.build(arg) for arg in head.args]
        for arg, term in zip(head.args, args, strict=True):
            checks.pattern_term(arg, term, self.source)
        whole = Term.apply(symbol, *args, types=symbol.types)
        if extra:
            bound = builder.build(extra)
            if not bound.is_variable:
                problem = "the argument of a function value is a variable"
                raise inference.error(problem, extra)
            whole = Term.apply(APPLY, whole, bound)
        closed = Clause.close((), (whole, builder.build(right)))
        return Clause(symbol.types, closed.variables, (), closed.conclusion)

    def definition(self, item: Item) -> None:
        """`def f(x) = body`, whose sorts are inferred."""
        reader = self.reader()
        left, right, _ = reader.equation(item.expression, item.line.end)
        if (
            left.kind not in ("call", "name")
            or left.bracketed
            or not (left.text[0].isalpha() or left.text[0] == "_")
        ):
            raise self.source.error(
                "a definition has the form def f(x) = body", left.start, left.end
            )
        name = Name(left.text, left.start, left.start + len(left.text))
        inference = Inference(self.scope, self.source)
        for arg in left.args:
            plain = arg.args[0] if arg.kind == "annotation" else arg
            if plain.kind != "name" or plain.text in inference.variables:
                raise inference.error("the parameters of a definition are distinct names", arg)
            inference.declare(plain, constructors_only=False)
            inference.visit(arg)
        self.scope.later[name.text] = 0
        inference.closed = True
        inference.visit(right)
        inference.settle()
        self.scope.later.pop(name.text, None)
        lambdas: list[Lambda] = []
        builder = Builder(inference, lambdas)
        args = [builder.build(arg) for arg in left.args]
        body = builder.build(right)
        closed = Clause.close((), (body, body))
        types: dict[Sort, None] = {}
        for sort in (*(a.sort for a in args), body.sort):
            types.update(dict.fromkeys(sort.variables()))
        if any(s not in types for s in closed.types):
            raise inference.error("a sort of this body is not determined", right)
        symbol = self.symbol(
            name, Kind.FUNCTION, tuple(types), [a.sort for a in args], body.sort, None
        )
        whole = Term.apply(symbol, *args, types=symbol.types)
        self.declarations.extend(lambdas)
        case = Clause(symbol.types, tuple(args), (), (whole, body))
        self.declarations.append(FunctionGroup((Function(symbol, (case,)),)))

    def _check(
        self, functions: list[tuple[Function, FunctionItem]], problems: list[InputError]
    ) -> None:
        """Disjoint, complete, terminating: note every problem with its place."""
        for function, member in functions:
            for i, message in checks.overlaps(function):
                problems.append(self._at(member.equations[i], message))
            if not function.partial and not problems:
                missing = checks.missing(function, self.scope.datatypes)
                if missing:
                    name = member.item.names[0]
                    hint = "add the equation, or declare the function partial"
                    problems.append(
                        self.error(f"{name.text} has no equation for {missing}", name, hint)
                    )
        found = None
        if functions and not problems:
            found = checks.nontermination(FunctionGroup(tuple(f for f, _ in functions)))
        if found:
            index, case, message = found
            hint = "some argument must become a proper part of a pattern"
            problems.append(self._at(functions[index][1].equations[case], message, hint))

    def _at(self, equation: Equation, message: str, hint: str | None = None) -> InputError:
        return self.source.error(message, equation.tokens[0].start, equation.end, hint=hint)
