"""Bool terms and clauses as the reader needs them: put together, solved, told apart by shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from lemmata.terms.declarations import Clause, Equation
from lemmata.terms.domain import conjunction as conjoined
from lemmata.terms.symbols import AND, EQ, NOT, OR, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term, equation_term


def as_term(equation: Equation) -> Term:
    """The Bool term that an equation says to be true."""
    left, right = equation
    if right is TRUE_TERM:
        return left
    return negation(left) if right is FALSE_TERM else equation_term(left, right)


def negation(term: Term) -> Term:
    """Not, twice is nothing; a conjunction of negations is a disjunction."""
    if term in (TRUE_TERM, FALSE_TERM):
        return FALSE_TERM if term is TRUE_TERM else TRUE_TERM
    if term.symbol is NOT:
        return term.args[0]
    if term.symbol is AND and any(arg.symbol is NOT for arg in term.args):
        left, right = term.args
        return disjunction([negation(left), negation(right)])
    return Term.apply(NOT, term)


def conjunction(terms: Iterable[Term]) -> Term:
    """And, to the right, without what is true; false if a part is."""
    parts = [term for term in terms if term is not TRUE_TERM]
    return FALSE_TERM if FALSE_TERM in parts else conjoined(parts)


def disjunction(terms: Iterable[Term]) -> Term:
    """Or, to the right, without what is false; true if a part is."""
    parts = [term for term in terms if term is not FALSE_TERM]
    if TRUE_TERM in parts or not parts:
        return TRUE_TERM if parts else FALSE_TERM
    found = parts[-1]
    for term in reversed(parts[:-1]):
        found = Term.apply(OR, term, found)
    return found


def solved(
    equations: Sequence[Equation], bound: Collection[Term] | None, keep_last: bool = False
) -> list[Equation]:
    """Without x = t, which is put into the others, and without t = t.

    Only variables in `bound` are replaced, all of them if it is None. With `keep_last` the last
    equation is a conclusion: it is not solved and not dropped.
    """
    found = list(equations)
    at = 0
    while at < len(found) - keep_last:
        left, right = found[at]
        if left is right:
            del found[at]
            continue
        for variable, term in ((left, right), (right, left)):
            free = variable.is_variable and (bound is None or variable in bound)
            if free and variable not in term.free:
                binding = {variable: term}
                del found[at]
                found = [(a.substitute(binding), b.substitute(binding)) for a, b in found]
                at = 0
                break
        else:
            at += 1
    return found


def injective(clause: Clause) -> Symbol | None:
    """The function f of f(x) = f(y) ==> x = y."""
    if len(clause.premises) != 1:
        return None
    left, right = clause.premises[0]
    symbol = left.symbol
    if symbol is None or symbol is not right.symbol or symbol.arity != 1:
        return None
    sides = {left.args[0], right.args[0]}
    apart = len(sides) == 2 and all(side.is_variable for side in sides)
    return symbol if apart and set(clause.conclusion) == sides else None


def never(clause: Clause) -> tuple[Symbol, Term] | None:
    """The function and the constant of f(x) != c."""
    left, right = clause.conclusion
    if clause.premises or right is not FALSE_TERM or left.symbol is not EQ:
        return None
    for term, constant in (left.args, left.args[::-1]):
        symbol = term.symbol
        if symbol and symbol.arity == 1 and term.args[0].is_variable and not constant.free:
            return symbol, constant
    return None


def is_case(left: Term, right: Term) -> bool:
    """Whether the left side has linear patterns that bind all variables of the right side."""
    seen: set[Term] = set()
    for _, part in (pair for arg in left.args for pair in arg.positions()):
        if part.is_variable:
            if part in seen:
                return False
            seen.add(part)
        elif part.symbol is None or part.symbol.kind is not Kind.CONSTRUCTOR:
            return False
    return right.free <= left.free


def variables(term: Term) -> tuple[Term, ...]:
    """The variables in order of first occurrence."""
    return tuple(part for part in term.subterms() if part.is_variable)


def shape(equation: Equation) -> tuple[str, str]:
    """Equal for equations that differ in the names of their variables only."""
    left, right = equation
    names = {
        v: Term.variable(f"_{i}", v.sort)
        for i, v in enumerate(dict.fromkeys((*variables(left), *variables(right))))
    }
    return str(left.substitute(names)), str(right.substitute(names))


def renamed(clause: Clause, symbols: Mapping[Symbol, Symbol]) -> Clause:
    """The clause about other symbols of the same arguments."""
    done: dict[Term, Term] = {}

    def put(term: Term) -> Term:
        for part in reversed(list(term.subterms())):
            if part in done:
                continue
            args = tuple(done[arg] if arg in done else put(arg) for arg in part.args)
            new = symbols.get(part.symbol) if part.symbol else None
            done[part] = Term.apply(new, *args) if new else part.with_args(args)
        return done[term]

    pairs = [(put(a), put(b)) for a, b in (*clause.premises, clause.conclusion)]
    return Clause.close(tuple(pairs[:-1]), pairs[-1])
