"""Formulas to clauses: negation normal form, Skolem functions, distribution; all with stacks.

Standard (Nonnengart and Weidenbach, Computing small clause normal forms, without renaming). An
existential variable becomes a Skolem function of the universal ones free in its formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lemmata.language.tptp.formulas import Formula
from lemmata.terms.declarations import Equation
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

MAX_CLAUSES = 5_000
MAX_LITERALS = 1_000
MAX_WORK = 500_000
Skolem = Callable[[tuple[Term, ...]], Term]
Clauses = list["Literals"]


class TooLarge(Exception):
    """A formula with too many clauses or literals; the message says which."""


@dataclass(frozen=True, slots=True)
class Literal:
    """An equation or its negation."""

    equation: Equation
    positive: bool

    @property
    def value(self) -> bool | None:
        """Whether the literal is true or false whatever its variables are; None if it may vary."""
        left, right = self.equation
        if left is right:
            return self.positive
        if {left, right} == {TRUE_TERM, FALSE_TERM}:
            return not self.positive
        return None


Literals = dict[Literal, None]


@dataclass(slots=True)
class _Task:
    """A formula to be put into clauses, with what its variables stand for."""

    formula: Formula
    positive: bool
    binding: Mapping[Term, Term]
    join: int = -1
    disjunctive: bool = False


def has_existential(formula: Formula) -> bool:
    """Whether negation normal form has an existential quantifier."""
    stack, seen = [(formula, True)], set[tuple[Formula, bool]]()
    while stack:
        top, positive = stack.pop()
        if (top, positive) in seen:
            continue
        seen.add((top, positive))
        if top.kind in ("forall", "exists") and (top.kind == "exists") is positive:
            return True
        if top.kind == "iff":
            stack.extend((part, sign) for part in top.parts for sign in (True, False))
        elif top.kind == "implies":
            stack += [(top.parts[0], not positive), (top.parts[1], positive)]
        else:
            sign = positive is not (top.kind == "not")
            stack.extend((part, sign) for part in top.parts)
    return False


def clauses_of(formula: Formula, positive: bool, skolem: Skolem, fresh: Iterator[str]) -> Clauses:
    """The clauses of a formula, or of its negation; their variables are universal.

    `fresh` names variables. Raises TooLarge.
    """
    results: list[Clauses] = []
    stack = [_Task(formula, positive, {})]
    work = 0
    while stack:
        task = stack.pop()
        work += 1
        if work > MAX_WORK:
            raise TooLarge(f"limit: {MAX_WORK:,} steps to put one formula into clauses")
        if task.join >= 0:
            parts = results[len(results) - task.join :]
            del results[len(results) - task.join :]
            results.append(_disjunction(parts) if task.disjunctive else _conjunction(parts))
            continue
        kind, parts_of = task.formula.kind, task.formula.parts
        if kind == "atom":
            assert task.formula.equation is not None
            left, right = (side.substitute(task.binding) for side in task.formula.equation)
            results.append(_simplified([{Literal((left, right), task.positive): None}]))
        elif kind == "not":
            stack.append(_Task(parts_of[0], not task.positive, task.binding))
        elif kind in ("forall", "exists"):
            binding = _opened(task, skolem, fresh)
            stack.append(_Task(parts_of[0], task.positive, binding))
        else:
            stack += _parts(task)
    return results[0]


def _parts(task: _Task) -> list[_Task]:
    """The parts of a connective, above them (so that it comes last) the task of joining them."""
    kind, parts, positive = task.formula.kind, task.formula.parts, task.positive
    if kind == "iff":
        first, second = parts
        halves = [(first, True, second, not positive), (first, False, second, positive)]
        found = [_Task(task.formula, positive, task.binding, join=2)]
        for a, sign_a, b, sign_b in halves:
            found.append(_Task(task.formula, True, task.binding, join=2, disjunctive=True))
            found += [_Task(b, sign_b, task.binding), _Task(a, sign_a, task.binding)]
        return found
    disjunctive = (kind != "and") is positive
    join = _Task(task.formula, positive, task.binding, len(parts), disjunctive)
    signs = [positive] * len(parts)
    if kind == "implies":
        signs[0] = not positive
    signed = zip(reversed(parts), reversed(signs), strict=True)
    return [join, *(_Task(part, sign, task.binding) for part, sign in signed)]


def _opened(task: _Task, skolem: Skolem, fresh: Iterator[str]) -> dict[Term, Term]:
    """The binding with the variables of a quantifier."""
    formula, binding = task.formula, dict(task.binding)
    body = formula.parts[0]
    if (formula.kind == "forall") is task.positive:
        for variable in formula.variables:
            binding[variable] = Term.variable(next(fresh), variable.sort)
        return binding
    outer: dict[Term, None] = {}
    for variable in sorted(formula.free, key=lambda v: str(v.head)):
        for term in binding.get(variable, variable).subterms():
            if term.is_variable:
                outer.setdefault(term)
    for variable in formula.variables:
        if variable in body.free:
            binding[variable] = skolem(tuple(outer))
    return binding


def _conjunction(parts: Sequence[Clauses]) -> Clauses:
    """All clauses; `[{}]` if one is false."""
    found = [clause for part in parts for clause in part]
    if len(found) > MAX_CLAUSES:
        raise TooLarge(f"limit: {MAX_CLAUSES:,} clauses from one formula")
    return next(([clause] for part in parts for clause in part[:1] if not clause), found)


def _simplified(clauses: Clauses) -> Clauses:
    """The clauses without those that are true; `[{}]` if one is false."""
    found: Clauses = []
    for clause in clauses:
        kept: Literals = {}
        for literal in clause:
            value = literal.value
            if value is True or Literal(literal.equation, not literal.positive) in kept:
                break
            if value is None:
                kept[literal] = None
        else:
            if not kept:
                return [{}]
            found.append(kept)
    return found


def _disjunction(parts: Sequence[Clauses]) -> Clauses:
    """The clauses of a disjunction: one for each choice of a clause from each part."""
    found: Clauses = [{}]
    for part in parts:
        if len(found) * len(part) > MAX_CLAUSES:
            raise TooLarge(f"limit: {MAX_CLAUSES:,} clauses from one formula")
        if len(found) == len(part) == 1:
            found[0].update(part[0])
        else:
            found = [{**old, **new} for old in found for new in part]
        if any(len(clause) > MAX_LITERALS for clause in found):
            raise TooLarge(f"limit: {MAX_LITERALS:,} literals in a clause")
    return _simplified(found)
