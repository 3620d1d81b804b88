"""Instances: `instance NAME: THEORY` with a line for each sort and symbol of its structure."""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.errors import InputError, Source
from lemmata.language.build import Builder
from lemmata.language.define import Equation
from lemmata.language.expressions import parse_expression
from lemmata.language.inference import Inference
from lemmata.language.items import Item, Name
from lemmata.language.printer import show_sort
from lemmata.language.scope import Scope
from lemmata.language.sorts import parse_sort
from lemmata.language.syntax import Node
from lemmata.terms.declarations import Clause, Declaration, Lambda, Structure, Theorem
from lemmata.terms.interpretation import Instance, Interpretation, Template
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol


def read_instance(
    item: Item,
    equations: Sequence[Equation],
    scope: Scope,
    source: Source,
    imported: Sequence[Declaration],
) -> Instance:
    """The instance of an item with the lines below it. Raises InputError."""
    name, wanted = item.names
    structure = _structure(wanted, imported, source)
    reader = _Reader(structure, scope, source)
    rest = [e for e in equations if not reader.sort_line(e)]
    missing = [show_sort(s) for s in structure.sorts if s not in reader.sorts]
    if missing:
        hint = f"add a line {missing[0]} = a sort"
        raise _error(source, f"no sort is given for {', '.join(missing)}", wanted, hint)
    for equation in rest:
        reader.symbol_line(equation)
    left = [s.display for s in structure.symbols if s not in reader.symbols]
    if left:
        raise _error(source, f"nothing is given for {', '.join(left)}", wanted)
    model = Interpretation(reader.sorts, reader.symbols)
    line = source.position(item.line.start)[0]
    laws = []
    for axiom in structure.axioms:
        try:
            clause = model.clause(axiom.clause)
        except ValueError:
            problem = f"the axiom {axiom.name} uses a definition that depends on the structure"
            raise _error(source, problem, wanted) from None
        laws.append((axiom.name, Theorem(f"{name.text}.{axiom.name}", clause, line)))
    owner = structure.name.partition(".")[0]
    return Instance(name.text, owner, structure, model, tuple(laws), line)


def _error(source: Source, message: str, at: Name, hint: str | None = None) -> InputError:
    return source.error(message, at.start, at.end, hint=hint)


def _structure(wanted: Name, imported: Sequence[Declaration], source: Source) -> Structure:
    known = [d for d in imported if isinstance(d, Structure) and (d.sorts or d.symbols)]
    for structure in known:
        if wanted.text in (structure.name, *structure.name.split(".")):
            return structure
    names = ", ".join(d.name for d in known)
    hint = f"imported are {names}" if names else "import the theory of the structure first"
    raise _error(source, f"no structure {wanted.text} is imported", wanted, hint)


class _Reader:
    """Reads the lines of one instance."""

    def __init__(self, structure: Structure, scope: Scope, source: Source) -> None:
        self.structure, self.scope, self.source = structure, scope, source
        self.sorts: dict[Sort, Sort] = {}
        self.symbols: dict[Symbol, Template] = {}

    def sort_line(self, equation: Equation) -> bool:
        """Read `G = Int`; whether the line is of this form."""
        first, *rest = equation.tokens
        found = [s for s in self.structure.sorts if first.text in (s.name, show_sort(s))]
        if not found or not rest or rest[0].text != "=":
            return False
        given = parse_sort(rest[1:], self.scope, self.source, equation.end)
        if given.has_variables:
            problem = f"{show_sort(given)} has type variables, or is not declared"
            raise self.source.error(problem, rest[1].start, equation.end)
        if found[0] in self.sorts:
            raise self.source.error(f"{first.text} is given twice", first.start, equation.end)
        self.sorts[found[0]] = given
        return True

    def symbol_line(self, equation: Equation) -> None:
        """Read `x * y = x + y`."""
        left, right = self._sides(equation)
        symbol = self._symbol(left)
        inference = Inference(self.scope, self.source)
        model = Interpretation(self.sorts, {})
        for arg, sort in zip(left.args, symbol.arguments, strict=True):
            if arg.kind != "name" or arg.text in inference.variables or "." in arg.text:
                raise inference.error("the arguments of a symbol are distinct names", arg)
            inference.declare(arg, constructors_only=False)
            inference.visit(arg)
            inference.equal(arg, inference.types.of(model.sort(sort)))
        inference.closed = True
        inference.visit(right)
        inference.equal(right, inference.types.of(model.sort(symbol.result)))
        inference.settle()
        lambdas: list[Lambda] = []
        builder = Builder(inference, lambdas)
        variables = tuple(builder.build(arg) for arg in left.args)
        body = builder.build(right)
        if lambdas or Clause.close((), (body, body)).types:
            raise inference.error("a function value or an open sort stands here", right)
        self.symbols[symbol] = Template(variables, body)

    def _sides(self, equation: Equation) -> tuple[Node, Node]:
        operators, source = self.scope.operators, self.source
        tokens = operators.split(equation.tokens, source)
        cut = next((i for i, t in enumerate(tokens) if t.text == "="), 0)
        if not cut:
            start = tokens[0].start
            raise source.error("this line has no = sign", start, equation.end, expected=("=",))
        left = parse_expression(tokens[:cut], operators, source, tokens[cut].start)
        return left, parse_expression(tokens[cut + 1 :], operators, source, equation.end)

    def _symbol(self, left: Node) -> Symbol:
        known = self.scope.symbols.get(left.text, [])
        for symbol in self.structure.symbols:
            if symbol in known and symbol.arity == len(left.args):
                if symbol in self.symbols:
                    raise self.source.error(f"{left.text} is given twice", left.start, left.end)
                return symbol
        names = ", ".join(s.display for s in self.structure.symbols)
        problem = f"{left.text or 'this'} is no symbol of {self.structure.name}"
        hint = f"its symbols are {names}"
        raise self.source.error(problem, left.start, left.end, hint=hint)
