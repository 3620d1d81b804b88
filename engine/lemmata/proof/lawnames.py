"""Common names of laws, found by their shape: "commutativity of +", "associativity of append".

Each law is a line of a table: its name, and a statement in which f and g stand for binary symbols,
h for a unary one, r for a relation, a and b for terms without variables, x, y, z for different
variables. A statement fits with the sides of its equations in either order, and all its terms must
have one sort where the line begins with =.

>>> from lemmata.terms.symbols import AND
>>> from lemmata.terms.sorts import BOOL
>>> p, q = Term.variable("p", BOOL), Term.variable("q", BOOL)
>>> law_name(Clause.close((), (Term.apply(AND, p, q), Term.apply(AND, q, p))))
'commutativity of and'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations
from re import findall

from lemmata.terms.declarations import Clause, Equation, Notation
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

LAWS = """
  reflexivity of {r}                     : r(x, x) = true
  irreflexivity of {r}                   : r(x, x) = false
  totality of {r}                        : or(r(x, y), r(y, x)) = true
  transitivity of {r}                    : r(x, y) = true ==> r(y, z) = true ==> r(x, z) = true
  antisymmetry of {r}                    : r(x, y) = true ==> r(y, x) = true ==> x = y
  asymmetry of {r}                       : r(x, y) = true ==> r(y, x) = false
  symmetry of {r}                        : r(x, y) = true ==> r(y, x) = true
  monotonicity of {h}                    : r(x, y) = true ==> r(h(x), h(y)) = true
  monotonicity of {f} on the left        : r(x, y) = true ==> r(f(x, z), f(y, z)) = true
  monotonicity of {f} on the right       : r(x, y) = true ==> r(f(z, x), f(z, y)) = true
= commutativity of {f}                   : f(x, y) = f(y, x)
= associativity of {f}                   : f(f(x, y), z) = f(x, f(y, z))
= left commutativity of {f}              : f(x, f(y, z)) = f(y, f(x, z))
= right commutativity of {f}             : f(f(x, y), z) = f(f(x, z), y)
= idempotence of {f}                     : f(x, x) = x
= idempotence of {h}                     : h(h(x)) = h(x)
= {h} is an involution                   : h(h(x)) = x
= {a} is a left identity of {f}          : f(a, x) = x
= {a} is a right identity of {f}         : f(x, a) = x
= {a} annihilates {f} on the left        : f(a, x) = a
= {a} annihilates {f} on the right       : f(x, a) = a
= {f} of equal arguments is {a}          : f(x, x) = a
= left inverse: {h} for {f}              : f(h(x), x) = a
= right inverse: {h} for {f}             : f(x, h(x)) = a
= absorption of {g} by {f}               : f(x, g(x, y)) = x
= absorption of {g} by {f}               : f(x, g(y, x)) = x
= absorption of {g} by {f}               : f(g(x, y), x) = x
  distributivity of {f} over {g}         : f(x, g(y, z)) = g(f(x, y), f(x, z))
  right distributivity of {f} over {g}   : f(g(x, y), z) = g(f(x, z), f(y, z))
  {f} turns {g} into {i}                 : f(x, g(y, z)) = i(f(x, y), f(x, z))
  {f} turns {g} into {i}                 : f(g(x, y), z) = i(f(x, z), f(y, z))
  {h} distributes over {f}               : h(f(x, y)) = f(h(x), h(y))
  {h} reverses {f}                       : h(f(x, y)) = f(h(y), h(x))
= de Morgan law for {f}                  : h(f(x, y)) = g(h(x), h(y))
  {h} is a homomorphism from {f} to {g}  : h(f(x, y)) = g(h(x), h(y))
  {f} is cancellative on the left        : f(x, y) = f(x, z) ==> y = z
  {f} is cancellative on the right       : f(y, x) = f(z, x) ==> y = z
  injectivity of {h}                     : h(x) = h(y) ==> x = y
  {h} preserves {a}                      : h(a) = a
"""

Shape = tuple[str, tuple["Shape", ...]]
Pattern = tuple[Shape, Shape]


def law_name(clause: Clause, notation: Mapping[Symbol, Notation] | None = None) -> str | None:
    """The name of the first law that the clause is, None if it is none of the table."""
    sorts = {t.sort for side in clause.terms() for t in side.subterms()}
    for title, premises, conclusion, alike in _table():
        if len(premises) != len(clause.premises) or (alike and len(sorts) > 1):
            continue
        if not _possible(conclusion, clause.conclusion):
            continue
        for order in permutations(clause.premises):
            found = _fit((*premises, conclusion), (*order, clause.conclusion))
            if found is not None:
                shown = {k: _written(v, notation) for k, v in found.items()}
                return title.format_map(shown)
    return None


def _possible(pattern: Pattern, equation: Equation) -> bool:
    """A quick look at the tops of both sides."""
    wanted = sorted(len(arguments) for _, arguments in pattern)
    return wanted == sorted(len(side.args) for side in equation)


def reordered(clause: Clause) -> Symbol | None:
    """The operation whose associativity or commutativity a clause states, in any usual form."""
    name = law_name(clause) or ""
    form = name.partition(" of ")[0].rpartition(" ")[2]
    return clause.left.symbol if form in ("associativity", "commutativity") else None


def _written(found: Symbol | Term, notation: Mapping[Symbol, Notation] | None) -> str:
    if isinstance(found, Term):
        from lemmata.language.printer import show_term

        return show_term(found, notation)
    used = notation.get(found) if notation else None
    return used.display if used else found.display


@cache
def _table() -> tuple[tuple[str, tuple[Pattern, ...], Pattern, bool], ...]:
    rows = []
    for line in LAWS.strip("\n").splitlines():
        title, _, statement = line[2:].rpartition(" : ")
        *premises, conclusion = map(_pattern, statement.split(" ==> "))
        rows.append((title.strip(), tuple(premises), conclusion, line[0] == "="))
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


def _fit(
    patterns: tuple[Pattern, ...], equations: tuple[Equation, ...]
) -> dict[str, Symbol | Term] | None:
    """The binding that makes the patterns the equations, sides of each in either order."""
    for turned in _turns(len(patterns)):
        found: dict[str, Symbol | Term] = {}
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


def _match(pattern: Shape, term: Term, found: dict[str, Symbol | Term]) -> bool:
    stack = [(pattern, term)]
    while stack:
        (name, arguments), t = stack.pop()
        if name in ("true", "false"):
            if t is not (TRUE_TERM if name == "true" else FALSE_TERM):
                return False
        elif name in "xyz":
            if not t.is_variable or not _bind(name, t, found):
                return False
        elif name in "ab":
            if t.free or not _bind(name, t, found):
                return False
        else:
            if t.symbol is None or len(t.args) != len(arguments):
                return False
            if name == "or":
                if t.symbol.name != "or":
                    return False
            elif (name == "r" and t.args[0].sort is BOOL) or not _bind(name, t.symbol, found):
                return False
            stack.extend(zip(arguments, t.args, strict=True))
    return True


def _bind(name: str, value: Symbol | Term, found: dict[str, Symbol | Term]) -> bool:
    """Bind a name; different names stand for different things."""
    if name in found:
        return found[name] is value
    if value in found.values():
        return False
    found[name] = value
    return True
