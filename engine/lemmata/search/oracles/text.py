"""Problems as the text of a solver, and the text of an answer as trees again.

Symbols are `s0, s1, …`, variables `X0` (TPTP) and `x0` (SMT-LIB); nothing else is ever read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lemmata.search.oracles.problem import Literal, Problem, Tree

_TOKEN = re.compile(r"[A-Za-z0-9_$]+|!=|[~()=,|]")
_SEXPR = re.compile(r"[()]|[^\s()]+")


class Unreadable(Exception):
    """An answer that is not of the expected form."""


# TPTP -------------------------------------------------------------------------------------------


def to_tptp(problem: Problem) -> str:
    """Clauses named `c<number of the law>`, `h<number of the premise>` and `goal`."""
    rows = []
    for i, clause in enumerate(problem.clauses):
        literals = [_literal(p, "!=") for p in clause.premises]
        rows.append(_cnf(f"c{i}", "axiom", [*literals, _literal(clause.conclusion, "=")]))
    for i, fact in enumerate(problem.facts):
        rows.append(_cnf(f"h{i}", "hypothesis", [_literal(fact, "=")]))
    rows.append(_cnf("distinct", "axiom", [_literal((problem.true, problem.false), "!=")]))
    rows.append(_cnf("goal", "negated_conjecture", [_literal(problem.claim, "!=")]))
    return "".join(rows)


def _cnf(name: str, role: str, literals: list[str]) -> str:
    return f"cnf({name},{role},( {' | '.join(literals)} )).\n"


def _literal(pair: Literal, sign: str) -> str:
    return f"{_prefix(pair[0])} {sign} {_prefix(pair[1])}"


def _prefix(tree: Tree) -> str:
    out: list[str] = []
    stack: list[Tree | str] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
        elif item[0] == "v":
            out.append(f"X{item[1]}")
        else:
            out.append(f"s{item[0]}")
            if len(item) > 1:
                out.append("(")
                stack.append(")")
                for k in range(len(item) - 1, 0, -1):
                    stack.append(item[k])
                    if k > 1:
                        stack.append(",")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Derivation:
    """One clause of a proof: its name, role, literals (sign, sides) and the names it cites."""

    name: str
    role: str
    literals: tuple[tuple[bool, Literal], ...]
    parents: tuple[str, ...]
    variables: int


def read_derivation(text: str) -> list[Derivation]:
    """The clauses of a CNF refutation, in order. Raises Unreadable."""
    found = []
    inside = False
    for line in text.splitlines():
        if "SZS output" in line:
            inside = "start" in line
        elif inside and line.startswith("cnf("):
            found.append(_derivation(line))
    return found


def _derivation(line: str) -> Derivation:
    head = re.match(r"cnf\((\w+), (\w+), \(", line)
    if head is None:
        raise Unreadable(line)
    tokens = [(t.group(), t.end()) for t in _TOKEN.finditer(line, head.end())]
    reader = _Clause([t for t, _ in tokens])
    literals = reader.literals()
    rest = line[tokens[reader.at - 1][1] :]
    parents = tuple(re.findall(r"\bc_\d+_\d+\b|\b[ch]\d+\b|\bgoal\b|\bdistinct\b", rest))
    return Derivation(head[1], head[2], tuple(literals), parents, len(reader.names))


class _Clause:
    """A reader for `literal | … )`."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0
        self.names: dict[str, int] = {}

    def next(self) -> str:
        if self.at >= len(self.tokens):
            raise Unreadable("the clause ends early")
        self.at += 1
        return self.tokens[self.at - 1]

    def literals(self) -> list[tuple[bool, Literal]]:
        found = []
        while True:
            if self.tokens[self.at : self.at + 1] == ["$false"]:
                self.at += 1
            else:
                left = self.term()
                sign = self.next()
                if sign not in ("=", "!="):
                    raise Unreadable(f"{sign} is no equation")
                found.append((sign == "=", (left, self.term())))
            end = self.next()
            if end == ")":
                return found
            if end != "|":
                raise Unreadable(f"{end} after a literal")

    def term(self) -> Tree:
        """One term, with an explicit stack."""
        stack: list[Tree] = []
        while True:
            name = self.next()
            tree: Tree
            if name[0] == "X":
                tree = ["v", self.names.setdefault(name, len(self.names))]
            elif re.fullmatch(r"s\d+", name):
                tree = [int(name[1:])]
                if self.tokens[self.at : self.at + 1] == ["("]:
                    self.at += 1
                    stack.append(tree)
                    continue
            else:
                raise Unreadable(f"{name} is no symbol of the problem")
            while stack:
                stack[-1].append(tree)
                end = self.next()
                if end == ",":
                    break
                if end != ")":
                    raise Unreadable(f"{end} after an argument")
                tree = stack.pop()
            else:
                return tree


# SMT-LIB ----------------------------------------------------------------------------------------


def to_smtlib(problem: Problem) -> str:
    """One sort; every law is a quantifier named `c<number>`."""
    rows = ["(set-logic UF)", "(declare-sort U 0)"]
    rows += [
        f"(declare-fun s{i} ({' '.join(['U'] * arity)}) U)"
        for i, arity in enumerate(problem.arities)
    ]
    for i, clause in enumerate(problem.clauses):
        body = _equation(clause.conclusion)
        if clause.premises:
            body = f"(=> {' '.join(map(_equation, clause.premises))} {body})"
        if clause.variables:
            bound = " ".join(f"(x{k} U)" for k in range(clause.variables))
            body = f"(forall ({bound}) (! {body} :qid c{i}))"
        rows.append(f"(assert {body})")
    rows += [f"(assert {_equation(fact)})" for fact in problem.facts]
    rows.append(f"(assert (not {_equation((problem.true, problem.false))}))")
    rows.append(f"(assert (not {_equation(problem.claim)}))")
    return "\n".join([*rows, "(check-sat)", ""])


def _equation(pair: Literal) -> str:
    return f"(= {_sexpr(pair[0])} {_sexpr(pair[1])})"


def _sexpr(tree: Tree) -> str:
    out: list[str] = []
    stack: list[Tree | str] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
        elif item[0] == "v":
            out.append(f" x{item[1]}")
        elif len(item) == 1:
            out.append(f" s{item[0]}")
        else:
            out.append(f" (s{item[0]}")
            stack.append(")")
            stack.extend(reversed(item[1:]))
    return "".join(out).strip()


def read_instantiations(text: str) -> Iterator[tuple[int, list[Tree]]]:
    """What `(instantiations c<number> ( term … ) …)` lists: laws with the values they take."""
    for name, rows in _lists(text):
        if re.fullmatch(r"c\d+", name):
            for row in rows:
                yield int(name[1:]), row


def _lists(text: str) -> Iterator[tuple[str, list[list[Tree]]]]:
    stack: list[list[object]] = [[]]
    for token in _SEXPR.findall(text):
        if token == "(":
            stack.append([])
        elif token == ")":
            if len(stack) < 2:
                raise Unreadable("unbalanced parentheses")
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    for item in stack[0]:
        if isinstance(item, list) and item[:1] == ["instantiations"] and isinstance(item[1], str):
            rows = [r for r in item[2:] if isinstance(r, list)]
            yield item[1], [trees for r in rows if (trees := _row(r)) is not None]


def _row(row: list[object]) -> list[Tree] | None:
    """The terms of a row; None if one uses what is no symbol of the problem."""
    found = [_tree(item) for item in row]
    return None if any(t is None for t in found) else [t for t in found if t is not None]


def _tree(root: object) -> Tree | None:
    """`s1` and `(s1 t …)` as trees (explicit stack)."""
    out: list[Tree] = []
    stack: list[tuple[object, bool]] = [(root, False)]
    while stack:
        item, ready = stack.pop()
        head = item[0] if isinstance(item, list) and item else item
        if not isinstance(head, str) or not re.fullmatch(r"s\d+", head):
            return None
        args = item[1:] if isinstance(item, list) else []
        if ready:
            tree: Tree = [int(head[1:]), *out[len(out) - len(args) :]]
            del out[len(out) - len(args) :]
            out.append(tree)
        else:
            stack.append((item, True))
            stack.extend((arg, False) for arg in reversed(args))
    return out[0]
