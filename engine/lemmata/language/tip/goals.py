"""Goals and assertions: quantifiers and implications in front, an equation or a Bool behind."""

from __future__ import annotations

from lemmata.language.statements import as_equation, conjuncts
from lemmata.language.tip.commands import Commands
from lemmata.language.tip.sexpr import Node
from lemmata.language.tip.typing import Environment, Reader, Specialise
from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.term import Term


def read_goal(commands: Commands, name: str, node: Node) -> Clause:
    """The clause of `(par (a) (forall ((x a)) (=> p (= s t))))`. Raises InputError."""
    types, body = commands.par(node)
    while True:
        try:
            return _Goal(commands, types, name).read(body)
        except Specialise as problem:
            types = {k: INT if v is problem.variable else v for k, v in types.items()}


class _Goal:
    """Takes a statement apart."""

    def __init__(self, commands: Commands, types: dict[str, Sort], name: str) -> None:
        self.commands, self.name = commands, name
        self.reader = Reader(commands.scope, types)
        self.premises: list[Term] = []
        self.variables: list[Term] = []

    def read(self, node: Node) -> Clause:
        """The clause, its variables in the order in which they are bound."""
        env: Environment = {}
        while True:
            if node.head in env:
                return self._clause(self._term(node, env))
            if node.head == "par":
                types, node = self.commands.par(node)
                self.reader.types.update(types)
            elif node.head == "forall":
                binders, node = self.commands.count(node, 2)
                found = self.reader.binders(binders)
                self.variables.extend(v for _, v in found)
                env = {**env, **dict(found)}
            elif node.head == "=>" and len(node.items) > 2:
                for item in node.items[1:-1]:
                    self.premises.append(self._term(item, env))
                node = node.items[-1]
            elif node.head == "not" and len(node.items) == 2 and node.items[1].head == "not":
                node = node.items[1].items[-1]
            else:
                return self._clause(self._term(node, env))

    def _term(self, node: Node, env: Environment) -> Term:
        expression = self.reader.read(node, env, BOOL)
        return self.commands.compiler.term(self.name, expression)

    def _clause(self, conclusion: Term) -> Clause:
        premises: list[Equation] = []
        for premise in self.premises:
            premises.extend(map(as_equation, conjuncts(premise)))
        closed = Clause.close(tuple(premises), as_equation(conclusion))
        variables = [v for v in self.variables if v in set(closed.variables)]
        return Clause(closed.types, tuple(variables), closed.premises, closed.conclusion)
