"""From terms to text, with as few brackets as parsing the text again allows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lemmata.language.expr.numbers import write_number
from lemmata.language.notation import (
    BUILT_IN_PREFIX,
    CALL,
    COMPARISON,
    LAMBDA,
    NEGATION,
    is_lifted,
    is_operator,
    notation_of,
    value_of,
)
from lemmata.language.values import meaning
from lemmata.terms.declarations import Clause, Equation, Lambda, Notation
from lemmata.terms.sorts import ARROW, REAL, Sort
from lemmata.terms.symbols import BUILT_IN, EQ, NOT, Kind, Symbol
from lemmata.terms.symbols import ITE as IF
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

PI = BUILT_IN["Real.pi"]
Table = Mapping[Symbol, Notation] | None
MAX_NUMERAL = 10_000


def show_sort(sort: Sort) -> str:
    """A sort as it is written, without theory names.

    >>> show_sort(Sort.of("list.List", Sort.of("nat.Nat")))
    'List(Nat)'
    """
    if sort.name == ARROW:
        left, right = sort.args
        shown = show_sort(left)
        return f"{f'({shown})' if left.name == ARROW else shown} -> {show_sort(right)}"
    name = sort.name.rpartition(".")[2]
    return f"{name}({', '.join(map(show_sort, sort.args))})" if sort.args else name


def numeral(term: Term) -> int | None:
    """The number that S(…S(0)…) stands for, at least 1; None for other terms."""
    symbol = term.symbol
    if symbol is None or symbol.display != "S" or term.free or term.size > MAX_NUMERAL + 1:
        return None
    count = 0
    while term.head is symbol and len(term.args) == 1:
        term = term.args[0]
        count += 1
    if term.args or term.symbol is None or term.symbol.display != "0":
        return None
    return count if count <= MAX_NUMERAL else None


def show_term(
    term: Term,
    notation: Table = None,
    room: int = 0,
    annotate: dict[Term, None] | None = None,
) -> str:
    """A term as it is written; `room` is the precedence that needs no brackets around it.

    The variables in `annotate` get their sort at their first occurrence.
    """
    out: list[str] = []
    stack: list[str | tuple[Term, int]] = [(term, room)]
    while stack:
        entry = stack.pop()
        if isinstance(entry, str):
            out.append(entry)
            continue
        parts, precedence = _parts(entry[0], notation, annotate)
        if precedence < entry[1]:
            out.append("(")
            stack.append(")")
        stack.extend(reversed(parts))
    return "".join(out)


def _parts(
    term: Term, notation: Table, annotate: dict[Term, None] | None
) -> tuple[list[str | tuple[Term, int]], int]:
    """Text and arguments of one level, and how tightly it binds."""
    head = term.head
    if isinstance(head, str):
        if annotate and term in annotate:
            del annotate[term]
            return [f"({head} : {show_sort(term.sort)})"], CALL
        return [head], CALL
    if isinstance(head, (int, Fraction)):
        if annotate is not None:
            return [f"({write_number(head)} : {show_sort(term.sort)})"], CALL
        return [write_number(head)], _literal_precedence(head)
    value = 0 if head.display == "0" else numeral(term)
    if value is not None:
        return [str(value) if annotate is None else f"({value} : {show_sort(term.sort)})"], CALL
    if head is NOT and term.args[0].symbol is EQ:
        left, right = term.args[0].args
        return [(left, COMPARISON + 1), " != ", (right, COMPARISON + 1)], COMPARISON
    if head is IF:
        test, yes, no = term.args
        return ["if ", (test, 0), " then ", (yes, 0), " else ", (no, LAMBDA)], LAMBDA
    found = meaning(head) if head.kind is Kind.LAMBDA else None
    if found is not None and is_lifted(head) and not value_of(head):
        return _lambda(term, found, annotate is not None), LAMBDA
    parts, precedence = _application(term, notation_of(head, notation), notation)
    if annotate is not None and (_undetermined(head) or head is PI):
        return ["(", *parts, f" : {show_sort(term.sort)})"], CALL
    return parts, precedence


def _lambda(term: Term, value: Lambda, annotate: bool) -> list[str | tuple[Term, int]]:
    """`\\x. body` with the arguments of the constant in place of its parameters."""
    *parameters, bound = value.case.variables
    sorts = dict(zip(value.symbol.types, term.types, strict=True))
    body = value.case.right
    taken = {str(t.head) for t in term.free}
    taken.update(t.symbol.display for t in body.subterms() if t.symbol)
    names = [*"xyzuvw", *(f"x{i}" for i in range(1, len(taken) + 2))]
    name = next(n for n in names if n not in taken)
    fresh = Term.variable(name, bound.sort.substitute(sorts))
    binding = dict(zip(parameters, term.args, strict=True))
    inner = body.instantiate(sorts, {**binding, bound: fresh})
    binder = f"({name} : {show_sort(fresh.sort)})" if annotate else name
    return [f"\\{binder}. ", (inner, LAMBDA)]


def _literal_precedence(value: int | Fraction) -> int:
    if isinstance(value, int):
        return CALL if value >= 0 else BUILT_IN_PREFIX["-"]
    return 70 if value.denominator > 1 else _literal_precedence(int(value))


def _undetermined(symbol: Symbol) -> bool:
    """Whether the arguments of a symbol leave its sort open, as for nil."""
    known = {v for sort in symbol.arguments for v in sort.variables()}
    return any(v not in known for v in symbol.types)


def _application(
    term: Term, used: Notation, notation: Table
) -> tuple[list[str | tuple[Term, int]], int]:
    precedence, written, args = used.precedence, used.display, term.args
    if used.fixity == "prefix" and len(args) == 1:
        operator = args[0].symbol
        close = operator is None or notation_of(operator, notation).fixity != "prefix"
        blank = " " if written[0].isalpha() or not close else ""
        inner = CALL + 1 if _foldable(args[0]) else precedence
        return [written + blank, (args[0], inner)], precedence
    if used.fixity in ("infixl", "infixr", "infix") and len(args) == 2:
        left, right = precedence + 1, precedence + 1
        if used.fixity == "infixl":
            left = precedence
        elif used.fixity == "infixr":
            right = precedence
        first: tuple[Term, int] = (args[0], left)
        if written == "/" and _foldable(args[0]) and _foldable(args[1]):
            return ["(", (args[0], 0), ")", f" {written} ", (args[1], right)], precedence
        return [first, f" {written} ", (args[1], right)], precedence
    name = f"({written})" if is_operator(written) else written
    parts: list[str | tuple[Term, int]] = [name]
    for i, arg in enumerate(args):
        parts += [", " if i else "(", (arg, 0)]
    return ([*parts, ")"] if args else parts), CALL


def _foldable(term: Term) -> bool:
    return isinstance(term.head, (int, Fraction))


def show_equation(
    equation: Equation,
    notation: Table = None,
    premise: bool = False,
    annotate: dict[Term, None] | None = None,
) -> str:
    """An equation at the top of a statement: `p` for p = true, `a != b` for eq(a, b) = false."""
    left, right = equation
    if right is TRUE_TERM and left is not TRUE_TERM and left is not FALSE_TERM:
        top = left.symbol
        negative = top is NOT and not _is_domain(left)
        if top is not EQ and not negative and not (premise and top and top.name == "and"):
            return show_term(left, notation, 0, annotate)
    if right is FALSE_TERM and left is not TRUE_TERM and left is not FALSE_TERM:
        if left.symbol is EQ and left.args[0].sort is not REAL:
            a, b = left.args
            before = show_term(a, notation, COMPARISON + 1, annotate)
            return f"{before} != {show_term(b, notation, COMPARISON + 1, annotate)}"
        if left.symbol is not EQ:
            return f"not {show_term(left, notation, NEGATION, annotate)}"
    before = show_term(left, notation, COMPARISON + 1, annotate)
    return f"{before} = {show_term(right, notation, COMPARISON + 1, annotate)}"


def _is_domain(term: Term) -> bool:
    """Whether it is a != b over Real, which statements hold as a term that is true."""
    return term.symbol is NOT and term.args[0].symbol is EQ and term.args[0].args[0].sort is REAL


def show_clause(clause: Clause, notation: Table = None, annotate: bool = False) -> str:
    """A statement as it is written; with `annotate`, each variable has its sort."""
    wanted = dict.fromkeys(clause.variables) if annotate else None
    parts = [show_equation(p, notation, True, wanted) for p in clause.premises]
    parts.append(show_equation(clause.conclusion, notation, False, wanted))
    return " ==> ".join(parts)
