"""The child process in which Z3 looks for a refutation: a numbered problem in, instances out.

    python -P -m lemmata.search.oracles.z3_worker < problem.json

The answer is a list of `[law, [term…]]`, or null without a refutation within the resource limit.
"""

from __future__ import annotations

import json
import sys
from typing import Any

Z3 = Any  # z3 has no types


class Search:
    """One problem over one uninterpreted sort."""

    def __init__(self, program: dict[str, Any]) -> None:
        import z3

        z3.set_param("proof", True)
        self.z3 = z3
        self.sort = z3.DeclareSort("U")
        self.symbols = [
            z3.Function(f"s{i}", *[self.sort] * (arity + 1))
            for i, arity in enumerate(program["arities"])
        ]
        self.number = {symbol.name(): i for i, symbol in enumerate(self.symbols)}
        self.solver = z3.Solver()
        self.solver.set("rlimit", program["rlimit"])
        for i, (count, premises, conclusion) in enumerate(program["clauses"]):
            self._assert_law(i, count, premises, conclusion)
        for left, right in program["facts"]:
            self.solver.add(self._term(left, []) == self._term(right, []))
        for left, right in (program["distinct"], program["claim"]):
            self.solver.add(self._term(left, []) != self._term(right, []))

    def _assert_law(self, i: int, count: int, premises: list[Any], conclusion: list[Any]) -> None:
        z3 = self.z3
        variables = [z3.Const(f"x{k}", self.sort) for k in range(count)]
        body = self._equation(conclusion, variables)
        if premises:
            body = z3.Implies(z3.And([self._equation(p, variables) for p in premises]), body)
        self.solver.add(z3.ForAll(variables, body, qid=f"c{i}") if variables else body)

    def _equation(self, pair: list[Any], variables: list[Z3]) -> Z3:
        return self._term(pair[0], variables) == self._term(pair[1], variables)

    def _term(self, root: list[Any], variables: list[Z3]) -> Z3:
        out: list[Z3] = []
        stack = [(root, False)]
        while stack:
            tree, ready = stack.pop()
            if tree[0] == "v":
                out.append(variables[tree[1]])
            elif ready:
                args = out[len(out) - len(tree) + 1 :]
                del out[len(out) - len(tree) + 1 :]
                out.append(self.symbols[tree[0]](*args))
            else:
                stack.append((tree, True))
                stack.extend((arg, False) for arg in reversed(tree[1:]))
        return out[0]

    def instances(self) -> list[Any] | None:
        """The instances of laws in the proof; None if Z3 has none."""
        if self.solver.check() != self.z3.unsat:
            return None
        found = []
        seen = set()
        stack = [self.solver.proof()]
        while stack:
            node = stack.pop()
            if node.get_id() in seen:
                continue
            seen.add(node.get_id())
            stack.extend(node.children())
            if self.z3.is_app(node) and node.decl().kind() == self.z3.Z3_OP_PR_QUANT_INST:
                quantifier = node.arg(node.num_args() - 1).arg(0).arg(0)
                values = [self._tree(value) for value in node.decl().params()]
                name = quantifier.qid()
                if name[:1] == "c" and name[1:].isdigit() and None not in values:
                    found.append([int(name[1:]), values])
        return sorted(found, key=json.dumps)

    def _tree(self, root: Z3) -> list[Any] | None:
        """A ground term as a tree; None if it uses a symbol that Z3 invented."""
        done: dict[int, list[Any]] = {}
        stack = [root]
        while stack:
            term = stack[-1]
            number = self.number.get(term.decl().name()) if self.z3.is_app(term) else None
            if number is None:
                return None
            todo = [a for a in term.children() if a.get_id() not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            done[term.get_id()] = [number, *(done[a.get_id()] for a in term.children())]
        return done[root.get_id()]


def main() -> int:
    """Answer the problem on standard input."""
    json.dump(Search(json.load(sys.stdin)).instances(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
