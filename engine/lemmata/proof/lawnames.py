"""Common names of laws, found by their shape: "commutativity of +", "associativity of append".

Each law is a line of a table: its name, and a statement in which f, g and i stand for binary
symbols, h, k and j for unary ones, r and q for relations, s for a unary constructor, a and b for
terms without variables, w, x, y, z for different variables. A statement fits with the sides of its
equations in either order, and all its terms must have one sort where the line begins with =. For
h, k and j a symbol with parameters will do: `map(f, xs)` is unary in xs. A dot marks what is of no
interest where it follows from other laws, a question mark what is worth knowing where it fails;
what follows a bar is needed for any interest.

>>> from lemmata.terms.symbols import AND
>>> from lemmata.terms.sorts import BOOL
>>> p, q = Term.variable("p", BOOL), Term.variable("q", BOOL)
>>> law_name(Clause.close((), (Term.apply(AND, p, q), Term.apply(AND, q, p))))
'commutativity of and'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from re import findall

from lemmata.terms.declarations import Clause, Equation, Notation
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

LAWS = """
  ?reflexivity of {r}                     : r(x, x) = true
   irreflexivity of {r}                   : r(x, x) = false
  ?totality of {r}                        : or(r(x, y), r(y, x)) = true
 . trichotomy of {r}                      : or(r(x, y), or(eq(x, y), r(y, x))) = true
 .?transitivity of {r}                    : r(x, y) = true ==> r(y, z) = true ==> r(x, z) = true
 .?antisymmetry of {r}                    : r(x, y) = true ==> r(y, x) = true ==> x = y
 . asymmetry of {r}                       : r(x, y) = true ==> r(y, x) = false
 .?symmetry of {r}                        : r(x, y) = true ==> r(y, x) = true
 . {q} implies {r}                        : q(x, y) = true ==> r(x, y) = true
   {q} is the negation of {r} reversed    : q(x, y) = not(r(y, x))
   {a} is least for {r}                   : r(a, x) = true
   {a} is greatest for {r}                : r(x, a) = true
 . only {a} is below {a} for {r}          : r(x, a) = true ==> x = a
 . only {a} is above {a} for {r}          : r(a, x) = true ==> x = a
   {h} is inflationary for {r}            : r(x, h(x)) = true
   {h} is deflationary for {r}            : r(h(x), x) = true
   {f} is above its left argument         : r(x, f(x, y)) = true
   {f} is above its right argument        : r(y, f(x, y)) = true
   {f} is below its left argument         : r(f(x, y), x) = true
   {f} is below its right argument        : r(f(x, y), y) = true
 . {f} keeps upper bounds : r(x, z) = true ==> r(y, z) = true ==> r(f(x, y), z) = true
 . {f} keeps lower bounds : r(z, x) = true ==> r(z, y) = true ==> r(z, f(x, y)) = true
 .?monotonicity of {h}                    : r(x, y) = true ==> r(h(x), h(y)) = true
 .?monotonicity of {f} on the left        : r(x, y) = true ==> r(f(x, z), f(y, z)) = true
 .?monotonicity of {f} on the right       : r(x, y) = true ==> r(f(z, x), f(z, y)) = true
 . {f} reverses {r} on the right          : r(x, y) = true ==> r(f(z, y), f(z, x)) = true
   invariance of {r} under {f} on the left  : r(f(z, x), f(z, y)) = r(x, y)
   invariance of {r} under {f} on the right : r(f(x, z), f(y, z)) = r(x, y)
= ?commutativity of {f}                   : f(x, y) = f(y, x)
= ?associativity of {f}                   : f(f(x, y), z) = f(x, f(y, z))
=  left commutativity of {f}              : f(x, f(y, z)) = f(y, f(x, z))
=  right commutativity of {f}             : f(f(x, y), z) = f(f(x, z), y)
=. interchange law of {f}                 : f(f(w, x), f(y, z)) = f(f(w, y), f(x, z))
= ?idempotence of {f}                     : f(x, x) = x
= ?idempotence of {h}                     : h(h(x)) = h(x)
= ?{h} is an involution                   : h(h(x)) = x
= ?{a} is a left identity of {f}          : f(a, x) = x
= ?{a} is a right identity of {f}         : f(x, a) = x
= ?{a} annihilates {f} on the left        : f(a, x) = a
= ?{a} annihilates {f} on the right       : f(x, a) = a
= ?{f} of equal arguments is {a}          : f(x, x) = a
=  left inverse: {h} for {f}              : f(h(x), x) = a
=  right inverse: {h} for {f}             : f(x, h(x)) = a
=. absorption of {g} by {f}               : f(x, g(x, y)) = x
=. absorption of {g} by {f}               : f(x, g(y, x)) = x
=. absorption of {g} by {f}               : f(g(x, y), x) = x
=  {f} takes {s} out on the left          : f(s(x), y) = s(f(x, y))
=  {f} takes {s} out on the right         : f(x, s(y)) = s(f(x, y))
=  {f} takes {s} out of both sides        : f(s(x), s(y)) = s(f(x, y))
=  {f} is invariant under {s}             : f(s(x), s(y)) = f(x, y)
=  {s} moves across {f}                   : f(s(x), y) = f(x, s(y))
=  unfolding of {f} at {s} on the left    : f(s(x), y) = g(y, f(x, y))
=  unfolding of {f} at {s} on the right   : f(x, s(y)) = g(x, f(x, y))
   {s} has no fixed point                 : eq(s(x), x) = false
 . doubles under {f} and their {s} differ : eq(s(f(x, x)), f(y, y)) = false
=  {g} undoes {f} on the left             : g(f(x, y), x) = y
=  {g} undoes {f} on the right            : g(f(x, y), y) = x
  ?distributivity of {f} over {g}         : f(x, g(y, z)) = g(f(x, y), f(x, z))
  ?right distributivity of {f} over {g}   : f(g(x, y), z) = g(f(x, z), f(y, z))
=. left self-distributivity of {f}        : f(x, f(y, z)) = f(f(x, y), f(x, z))
   {f} turns {g} into {i}                 : f(x, g(y, z)) = i(f(x, y), f(x, z))
   {f} turns {g} into {i}                 : f(g(x, y), z) = i(f(x, z), f(y, z))
=  {f} turns {g} into iteration           : f(f(x, y), z) = f(x, g(y, z))
  ?{h} distributes over {f}               : h(f(x, y)) = f(h(x), h(y))
 . {h} reverses {f}                       : h(f(x, y)) = f(h(y), h(x))
=  de Morgan law for {f}                  : h(f(x, y)) = g(h(x), h(y))
   {h} is a homomorphism from {f} to {g}  : h(f(x, y)) = g(h(x), h(y))
 . {h} is an antihomomorphism from {f} to {g} : h(f(x, y)) = g(h(y), h(x))
   {h} turns {f} into or                  : h(f(x, y)) = or(h(x), h(y))
   {h} turns {f} into and                 : h(f(x, y)) = and(h(x), h(y))
   {h} is invariant under {k}             : h(k(x)) = h(x)
   {h} absorbs {k}                        : h(k(x)) = k(x)
  ?{h} commutes with {k}                  : h(k(x)) = k(h(x))
   {h} turns {k} into {j}                 : h(k(x)) = j(h(x))
   {h} undoes {k}                         : h(k(x)) = x
  ?{f} is cancellative on the left        : f(x, y) = f(x, z) ==> y = z
  ?{f} is cancellative on the right       : f(y, x) = f(z, x) ==> y = z
=. {f} cancels {s} on the left            : f(s(x), y) = f(s(x), z) ==> y = z
=. {f} cancels {s} on the right           : f(y, s(x)) = f(z, s(x)) ==> y = z
 . {f} has no divisors of {a}             : f(x, y) = a ==> or(eq(x, a), eq(y, a)) = true
 . {f} cancels on the left or is {a}      : f(x, y) = f(x, z) ==> or(eq(x, a), eq(y, z)) = true
 . {f} is {a} just where both sides are   : eq(f(x, y), a) = and(eq(x, a), eq(y, a))
 . {f} is {a} just where one side is      : eq(f(x, y), a) = or(eq(x, a), eq(y, a))
   {f} cancels but for {a} on the left    : eq(x, a) = false ==> f(x, y) = f(x, z) ==> y = z
   {f} cancels but for {a} on the right   : eq(x, a) = false ==> f(y, x) = f(z, x) ==> y = z
=  {f} is {a} only where its left side is : f(x, y) = a ==> x = a
=  {f} is {a} only where its right side is : f(x, y) = a ==> y = a
=  only {a} is neutral on the left of {f} : f(x, y) = y ==> x = a
=  only {a} is neutral on the right of {f} : f(x, y) = x ==> y = a
=. squares under {f} determine their roots : f(x, x) = f(y, y) ==> x = y
=  cancellation of {h} under {f}          : f(x, f(h(x), y)) = y
=  cancellation of {h} under {f}          : f(h(x), f(x, y)) = y
=  uniqueness of {h} for {f} on the right : f(x, y) = a ==> y = h(x)  | f(x, h(x)) = a
=  uniqueness of {h} for {f} on the left  : f(x, y) = a ==> x = h(y)  | f(h(x), x) = a
=  {f} and {g} have one order             : f(x, y) = x ==> g(x, y) = y  | f(x, x) = x
=  {f} and {g} agree only on equals       : f(x, y) = g(x, y) ==> x = y
=  antisymmetry of the order of {f} : f(x, y) = x ==> f(y, x) = y ==> x = y  | f(x, x) = x
=  transitivity of the order of {f} : f(x, y) = x ==> f(y, z) = y ==> f(x, z) = x  | f(x, x) = x
  ?injectivity of {h}                     : h(x) = h(y) ==> x = y
   {h} is {b} only at {a}                 : h(x) = b ==> x = a
   {h} preserves {a}                      : h(a) = a
"""

Shape = tuple[str, tuple["Shape", ...]]
Pattern = tuple[Shape, Shape]
Bound = Symbol | Term | tuple[Symbol, tuple[Term, ...]]
VARIABLES, CONSTANTS, UNARY, CONSTRUCTORS = "wxyz", "ab", "hkj", "s"
RELATIONS, CONNECTIVES = "rq", ("or", "and", "not", "eq")


@dataclass(frozen=True, slots=True)
class Form:
    """A line of the table; with `alike` all terms of a law have one sort.

    A `weak` one is of no interest where it follows from others, and one with `given` where that
    does not hold. Where an `instructive` one fails, that is worth knowing.
    """

    title: str
    premises: tuple[Pattern, ...]
    conclusion: Pattern
    alike: bool
    weak: bool
    instructive: bool
    given: Pattern | None = None


def law_name(clause: Clause, notation: Mapping[Symbol, Notation] | None = None) -> str | None:
    """The name of the first law that the clause is, None if it is none of the table."""
    found = recognised(clause)
    if found is None:
        return None
    return found[0].title.format_map({k: _written(v, notation) for k, v in found[1].items()})


def recognised(clause: Clause) -> tuple[Form, dict[str, Bound]] | None:
    """The first form that a clause has, with what its letters stand for."""
    sorts = {t.sort for side in clause.terms() for t in side.subterms()}
    for form in forms():
        if len(form.premises) != len(clause.premises) or (form.alike and len(sorts) > 1):
            continue
        if not _possible(form.conclusion, clause.conclusion):
            continue
        for order in permutations(clause.premises):
            found = _fit((*form.premises, form.conclusion), (*order, clause.conclusion))
            if found is not None:
                return form, found
    return None


def _possible(pattern: Pattern, equation: Equation) -> bool:
    """A quick look at the tops of both sides."""

    def fits(shape: Shape, side: Term) -> bool:
        return shape[0] in CONSTANTS or bool(shape[1]) == bool(side.args)

    return any(fits(pattern[0], a) and fits(pattern[1], b) for a, b in (equation, equation[::-1]))


def reordered(clause: Clause) -> Symbol | None:
    """The operation whose associativity or commutativity a clause states, in any usual form."""
    name = law_name(clause) or ""
    form = name.partition(" of ")[0].rpartition(" ")[2]
    return clause.left.symbol if form in ("associativity", "commutativity") else None


def _written(found: Bound, notation: Mapping[Symbol, Notation] | None) -> str:
    if isinstance(found, Term):
        from lemmata.language.printer import show_term

        return show_term(found, notation)
    symbol = found[0] if isinstance(found, tuple) else found
    used = notation.get(symbol) if notation else None
    return used.display if used else symbol.display


@cache
def forms() -> tuple[Form, ...]:
    """The lines of the table."""
    rows = []
    for line in LAWS.strip("\n").splitlines():
        title, _, statement = line[3:].rpartition(" : ")
        statement, _, given = statement.partition(" | ")
        *premises, conclusion = map(_pattern, statement.strip().split(" ==> "))
        known = _pattern(given) if given else None
        marks = line[0] == "=", line[1] == ".", line[2] == "?"
        rows.append(Form(title.strip(), tuple(premises), conclusion, *marks, known))
    return tuple(rows)


def _pattern(text: str) -> Pattern:
    left, right = text.split(" = ")
    return _shape(left), _shape(right)


def _shape(text: str) -> Shape:
    """The tree of a pattern; there are few brackets in a line of the table."""
    stack: list[list[Shape]] = [[]]
    names: list[str] = []
    for token in findall(r"\w+|[()]", text):
        if token == "(":
            names.append(stack[-1].pop()[0])
            stack.append([])
        elif token == ")":
            arguments = tuple(stack.pop())
            stack[-1].append((names.pop(), arguments))
        else:
            stack[-1].append((token, ()))
    return stack[0][0]


def _fit(patterns: tuple[Pattern, ...], equations: tuple[Equation, ...]) -> dict[str, Bound] | None:
    """The binding that makes the patterns the equations, sides of each in either order."""
    for turned in _turns(len(patterns)):
        found: dict[str, Bound] = {}
        pairs = zip(patterns, equations, turned, strict=True)
        if all(
            _match(p, e, found) and _match(q, f, found)
            for (p, q), (a, b), turn in pairs
            for e, f in [(b, a) if turn else (a, b)]
        ):
            return found
    return None


def _turns(count: int) -> Iterator[tuple[bool, ...]]:
    for bits in range(2**count):
        yield tuple(bool(bits >> i & 1) for i in reversed(range(count)))


def _match(pattern: Shape, term: Term, found: dict[str, Bound]) -> bool:
    stack = [(pattern, term)]
    while stack:
        (name, arguments), t = stack.pop()
        if name in ("true", "false"):
            if t is not (TRUE_TERM if name == "true" else FALSE_TERM):
                return False
        elif name in VARIABLES:
            if not t.is_variable or not _bind(name, t, found):
                return False
        elif name in CONSTANTS:
            if t.free or not _bind(name, t, found):
                return False
        else:
            inner = _arguments(name, len(arguments), t, found)
            if inner is None:
                return False
            stack.extend(zip(arguments, inner, strict=True))
    return True


def _arguments(
    name: str, count: int, term: Term, found: dict[str, Bound]
) -> tuple[Term, ...] | None:
    """The arguments of a term whose symbol a name stands for, None if it cannot."""
    symbol = term.symbol
    if symbol is None or not term.args:
        return None
    if name in CONNECTIVES:
        return term.args if symbol.name == name else None
    bound: Bound = symbol
    args = term.args
    if name in UNARY and is_section(symbol):
        bound, args = (symbol, args[:-1]), args[-1:]
        if not all(p.is_variable for p in bound[1]):
            return None
    if len(args) != count or (name in CONSTRUCTORS and symbol.kind is not Kind.CONSTRUCTOR):
        return None
    if name in RELATIONS and args[0].sort is BOOL:
        return None
    return args if _bind(name, bound, found) else None


def is_section(symbol: Symbol) -> bool:
    """Whether a symbol counts as unary in its last argument, the others being parameters."""
    *others, last = symbol.arguments or (None,)
    return bool(others) and last is not None and last not in others


def _bind(name: str, value: Bound, found: dict[str, Bound]) -> bool:
    """Bind a name; different names stand for different things."""
    if name in found:
        return found[name] == value
    if value in found.values():
        return False
    found[name] = value
    return True
