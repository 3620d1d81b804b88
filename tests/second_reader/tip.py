"""Run a TIP problem: parse s-expressions, evaluate terms by substitution of values.

Values: int, bool, `(constructor, value, …)`, and Python functions of one argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Expr = Any  # str or list of Expr
Value = Any
TOKEN = re.compile(r";[^\n]*|\|[^|]*\||[()]|[^\s()|;]+")


class Stuck(Exception):
    """No value: too many steps, or nothing that this interpreter knows."""


def parse(text: str) -> list[Expr]:
    stack: list[list[Expr]] = [[]]
    for token in TOKEN.findall(text):
        if token.startswith(";"):
            continue
        if token == "(":
            stack.append([])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token.strip("|") if token.startswith("|") else token)
    (top,) = stack
    return top


def unpar(item: Expr) -> Expr:
    """`(par (a …) x)` is x."""
    return item[2] if isinstance(item, list) and item[:1] == ["par"] else item


ARITHMETIC: dict[str, Callable[..., Value]] = {
    "+": lambda *a: sum(a),
    "-": lambda *a: -a[0] if len(a) == 1 else a[0] - sum(a[1:]),
    "*": lambda a, b: a * b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "not": lambda a: not a,
    "distinct": lambda a, b: not same(a, b),
}


def same(a: Value, b: Value) -> bool:
    if callable(a) or callable(b):
        raise Stuck("functions are not compared")
    if isinstance(a, tuple) and isinstance(b, tuple):
        return a[0] == b[0] and all(same(x, y) for x, y in zip(a[1:], b[1:], strict=True))
    return bool(a == b)


@dataclass
class Program:
    """The definitions of a file, and its goals as expressions."""

    constructors: dict[str, int] = field(default_factory=dict)
    functions: dict[str, tuple[list[str], Expr]] = field(default_factory=dict)
    goals: list[Expr] = field(default_factory=list)
    fuel: int = 0

    @staticmethod
    def read(text: str) -> Program:
        program = Program()
        for command in parse(text):
            program._command(command)
        return program

    def _command(self, command: Expr) -> None:
        head = command[0]
        if head == "declare-datatype":
            self._datatype(command[2])
        elif head == "declare-datatypes":
            for body in command[2]:
                self._datatype(body)
        elif head in ("define-fun", "define-fun-rec"):
            parameters, body = self._signature(command[2:])
            self.functions[command[1]] = parameters, body
        elif head == "define-funs-rec":
            for signature, body in zip(command[1], command[2], strict=True):
                parameters, _ = self._signature([*signature[1:], None])
                self.functions[signature[0]] = parameters, body
        elif head == "define-const":
            self.functions[command[1]] = [], command[3]
        elif head in ("prove", "assert-not"):
            self.goals.append(command[-1])

    def _datatype(self, body: Expr) -> None:
        for constructor in unpar(body):
            name, *fields = constructor if isinstance(constructor, list) else [constructor]
            self.constructors[name] = len(fields)

    @staticmethod
    def _signature(rest: Expr) -> tuple[list[str], Expr]:
        """`((x T)…) T body`, perhaps below par (which may enclose the body or not)."""
        if isinstance(rest[0], list) and rest[0][:1] == ["par"]:
            inner = rest[0][2]
            body = inner[2] if len(inner) > 2 else rest[1]
            return [p[0] for p in inner[0]], body
        return [p[0] for p in rest[0]], rest[2]

    # Evaluation

    def variables(self, goal: Expr) -> tuple[list[str], Expr]:
        """The names that a goal quantifies, and its body."""
        names: list[str] = []
        goal = unpar(goal)
        while isinstance(goal, list) and goal[:1] == ["forall"]:
            names += [p[0] for p in goal[1]]
            goal = unpar(goal[2])
        return names, goal

    def run(self, expr: Expr, environment: dict[str, Value], fuel: int = 20_000) -> Value:
        self.fuel = fuel
        try:
            return self.value(expr, environment)
        except RecursionError:
            raise Stuck("too deep") from None

    def value(self, expr: Expr, env: dict[str, Value]) -> Value:
        self.fuel -= 1
        if self.fuel < 0:
            raise Stuck("fuel")
        if isinstance(expr, str):
            return self._atom(expr, env)
        head, *rest = expr
        if isinstance(head, list):
            head = head[1] if head[0] in ("_", "as") else head
        special = getattr(self, f"_{head}", None) if head in SPECIAL else None
        if special is not None:
            return special(rest, env)
        if head in ("_", "as"):
            return self._atom(rest[0], env)
        if head == "forall":
            raise Stuck("a quantifier inside")
        return self.call(head, [self.value(a, env) for a in rest], env)

    def _atom(self, name: str, env: dict[str, Value]) -> Value:
        if name in env:
            return env[name]
        if name in ("true", "false"):
            return name == "true"
        if name.lstrip("-").isdigit():
            return int(name)
        return self.call(name, [], env)

    def call(self, name: str, args: Sequence[Value], env: dict[str, Value]) -> Value:
        if name in self.functions:
            parameters, body = self.functions[name]
            if len(args) < len(parameters):
                return lambda x: self.call(name, [*args, x], env)
            return self.value(body, dict(zip(parameters, args, strict=True)))
        if name in self.constructors:
            return (name, *args)
        if name in ARITHMETIC:
            return ARITHMETIC[name](*args)
        raise Stuck(f"what is {name}?")

    def _match(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        subject = self.value(rest[0], env)
        for pattern, body in rest[1]:
            bound = self._fits(pattern, subject)
            if bound is not None:
                return self.value(body, {**env, **bound})
        raise Stuck("no case")

    def _fits(self, pattern: Expr, subject: Value) -> dict[str, Value] | None:
        name, *names = [pattern] if isinstance(pattern, str) else pattern
        if name == "_":
            return {}
        if isinstance(name, list):
            name = name[1]
        if isinstance(subject, bool):
            return {} if name == str(subject).lower() else None
        if name in self.constructors:
            if subject[0] != name:
                return None
            return dict(zip(names, subject[1:], strict=True))
        return {name: subject}

    def _ite(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        return self.value(rest[1] if self.value(rest[0], env) else rest[2], env)

    def _let(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        return self.value(rest[1], {**env, **{n: self.value(e, env) for n, e in rest[0]}})

    def _lambda(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        names = [p[0] for p in rest[0]]

        def take(done: tuple[Value, ...]) -> Value:
            if len(done) == len(names):
                return self.value(rest[1], {**env, **dict(zip(names, done, strict=True))})
            return lambda x: take((*done, x))

        return take(())

    def _apply(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        function, *args = [self.value(e, env) for e in rest]
        for arg in args:
            function = function(arg)
        return function

    def _and(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        return all(self.value(e, env) for e in rest)

    def _or(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        return any(self.value(e, env) for e in rest)

    def _implies(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        *premises, conclusion = rest
        return not all(self.value(p, env) for p in premises) or self.value(conclusion, env)

    def _equal(self, rest: list[Expr], env: dict[str, Value]) -> Value:
        first, *others = [self.value(e, env) for e in rest]
        return all(same(first, other) for other in others)


SPECIAL = {"match", "ite", "let", "lambda", "and", "or"}
for _name, _method in (("@", "_apply"), ("=>", "_implies"), ("=", "_equal")):
    SPECIAL.add(_name)
    setattr(Program, f"_{_name}", getattr(Program, _method))
