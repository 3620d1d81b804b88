"""Formulas as TPTP text: cnf where they are clauses, else fof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lemmata.language.tptp.formulas import Formula
from lemmata.terms.declarations import Equation
from lemmata.terms.symbols import FALSE, TRUE, Symbol
from lemmata.terms.term import TRUE_TERM, Term

_VARIABLE = re.compile(r"[A-Z][A-Za-z0-9_]*")
_MARKS = {"and": " & ", "or": " | ", "implies": " => ", "iff": " <=> "}


class Names:
    """How symbols and variables of one file are written; `symbols` are written as given."""

    def __init__(self, symbols: Mapping[Symbol, str]) -> None:
        self.symbols = {**symbols, TRUE: "$true", FALSE: "$false"}

    def variables(self, terms: Iterable[Term]) -> dict[Term, str]:
        """Different names for some variables, their own where TPTP allows them."""
        found: dict[Term, str] = {}
        taken: set[str] = set()
        for variable in terms:
            if variable in found:
                continue
            name = str(variable.head)
            if not _VARIABLE.fullmatch(name) and _VARIABLE.fullmatch(name.capitalize()):
                name = name.capitalize()
            number = len(found) + 1
            while name in taken or not _VARIABLE.fullmatch(name):
                name, number = f"X{number}", number + 1
            taken.add(name)
            found[variable] = name
        return found

    def term(self, term: Term, variables: Mapping[Term, str]) -> str:
        """A term or an application of a predicate."""
        out: list[str] = []
        stack: list[Term | str] = [term]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                out.append(item)
                continue
            symbol = item.symbol
            out.append(self.symbols[symbol] if symbol else variables[item])
            if item.args:
                stack.append(")")
                for i in range(len(item.args) - 1, -1, -1):
                    stack.append(item.args[i])
                    stack.append("," if i else "(")
        return "".join(out)

    def _atom(self, equation: Equation, variables: Mapping[Term, str], negative: bool) -> str:
        left, right = equation
        if right is TRUE_TERM:
            return ("~ " if negative else "") + self.term(left, variables)
        mark = " != " if negative else " = "
        return self.term(left, variables) + mark + self.term(right, variables)

    def formula(self, formula: Formula, variables: Mapping[Term, str]) -> str:
        """A formula whose variables, bound ones too, are named."""
        out: list[str] = []
        stack: list[Formula | str] = [formula]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                out.append(item)
            elif item.equation is not None:
                out.append(self._atom(item.equation, variables, False))
            elif item.kind == "not" and item.parts[0].equation is not None:
                out.append(self._atom(item.parts[0].equation, variables, True))
            elif item.kind == "not":
                stack += [item.parts[0], "~ "]
            elif item.variables:
                bound = ",".join(variables[v] for v in item.variables)
                mark = "!" if item.kind == "forall" else "?"
                stack += [item.parts[0], f"{mark} [{bound}] : "]
            else:
                inner = item is not formula
                stack += [")"] * inner
                for i in range(len(item.parts) - 1, -1, -1):
                    stack.append(item.parts[i])
                    stack.append(_MARKS[item.kind] if i else "(" * inner)
        return "".join(out)


def bound_variables(formula: Formula) -> list[Term]:
    """All variables that are bound in a formula."""
    found: list[Term] = []
    stack = [formula]
    while stack:
        top = stack.pop()
        found += top.variables
        stack.extend(top.parts)
    return found


def is_clause(formula: Formula) -> bool:
    """Whether a formula is a literal or a disjunction of literals."""
    parts: Sequence[Formula] = formula.parts if formula.kind == "or" else (formula,)
    return all(
        part.kind == "atom" or (part.kind == "not" and part.parts[0].kind == "atom")
        for part in parts
    )
