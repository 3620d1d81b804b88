"""Finding false rewrite rules over Real by evaluation at points where such rules tend to fail.

A rule `l => r when c` claims c |- l = r, and that it loses or invents no value: wherever the
conditions hold, either both sides are defined and equal or neither is defined. So x / x => 1 is
refuted at 0, where only the right side has a value; where neither has one, nothing is said.

Floating point proposes a point. What is reported has been evaluated again by the kernel: both
sides have different values, or Def(l) and Def(r) (proofs/FORMAT.md section 9) do. Where that needs
a special value (no enclosure decides sin(pi) = 0 or exp(0) = 1), it is put in first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from lemmata.kernel import Rejected, check
from lemmata.proof.refutation import Model, encode_refutation
from lemmata.proof.tables import Json
from lemmata.search.simplify import real
from lemmata.search.simplify.sampling import Evaluator, Value
from lemmata.terms.declarations import Clause, Declaration, Function
from lemmata.terms.domain import definitions, domain
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import Term

SIN, COS = BUILT_IN["Real.sin"], BUILT_IN["Real.cos"]
AT_POINT = {  # where exp, log and the inverse functions are rational
    real.EXP: (0, 1), real.LOG: (1, 0), BUILT_IN["Real.asin"]: (0, 0),
    BUILT_IN["Real.acos"]: (1, 0), BUILT_IN["Real.atan"]: (0, 0),
}  # fmt: skip
FAR = 1e-6
LARGE = 1e6
MAX_POINTS = 400
MAX_TRIES = 12
SINES = {  # sin(k pi/6) where it is rational
    0: Fraction(0), 1: Fraction(1, 2), 3: Fraction(1), 5: Fraction(1, 2), 6: Fraction(0),
    7: Fraction(-1, 2), 9: Fraction(-1), 11: Fraction(-1, 2),
}  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """Where a rule fails: the values, and what each side has there (None: no value).

    `certificate` refutes the rule itself or the equality of the domains; None where a special value
    of sin or cos was needed.
    """

    values: tuple[Term, ...]
    left: Value
    right: Value
    certificate: Json | None

    @property
    def reason(self) -> str:
        """What is wrong at the point."""
        if self.left is None or self.right is None:
            side = "right" if self.left is None else "left"
            return f"only the {side} side has a value there"
        return "the two sides have different values there"


def screen(clause: Clause, declarations: Sequence[Declaration]) -> Failure | None:
    """A point at which a rule over Real fails, confirmed by the kernel; None if none is found."""
    if not clause.variables or any(v.sort is not REAL for v in clause.variables):
        return None
    tries = 0
    functions = definitions(declarations)
    known = {s: f for s, f in functions.items() if isinstance(f, Function)}
    for values in _points(len(clause.variables)):
        at = dict(zip(clause.variables, values, strict=True))
        failure = _suspicion(clause, at, known)
        if failure is None:
            continue
        confirmed = _confirmed(clause, values, failure, declarations)
        if confirmed is not None:
            return confirmed
        tries += 1
        if tries > MAX_TRIES:
            break
    return None


def _points(count: int) -> Iterator[tuple[Term, ...]]:
    """Small numbers first, then multiples of pi; every combination up to a limit."""
    pi = Term.apply(real.PI)
    numbers = "0 1 -1 2 -2 1/2 -1/2 3 -3 1/3 -3/2 4 10 -7"
    single = [real.number(Fraction(t)) for t in numbers.split()]
    half, sixth = real.div(pi, real.number(2)), real.div(pi, real.number(6))
    single += [half, pi, real.neg(half), real.neg(pi), real.mul(real.number(2), pi), sixth]
    size = len(single)
    while size**count > MAX_POINTS and size > 3:
        size -= 1
    yield from product(single[:size], repeat=count)
    if 1 < count < 4:
        yield from product([*single[:3], half, pi, real.neg(pi)], repeat=count)


def _suspicion(
    clause: Clause, at: dict[Term, Term], functions: dict[Symbol, Function]
) -> tuple[Value, Value] | None:
    """The values of the sides where they seem to differ although the premises hold."""
    ground = Evaluator({}, functions)

    def value(term: Term) -> Value:
        return ground.value(exact(_unfolded(term.substitute(at), functions)))

    for a, b in clause.premises:
        first, second = value(a), value(b)
        if first is None or second is None or not _same(first, second):
            return None
    left, right = value(clause.left), value(clause.right)
    if left is None and right is None:
        return None
    if left is not None and right is not None and _same(left, right):
        return None
    if any(isinstance(v, float) and abs(v) > LARGE for v in (left, right)):
        return None
    return left, right


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None:
        return a is b
    return abs(a - b) <= FAR * (1 + abs(a) + abs(b))


def _confirmed(
    clause: Clause,
    values: Sequence[Term],
    sides: tuple[Value, Value],
    declarations: Sequence[Declaration],
) -> Failure | None:
    """The failure with the kernel's agreement, if it agrees."""
    wanted = clause
    if sides[0] is None or sides[1] is None:
        functions = definitions(declarations)
        first, second = domain(clause.left, functions), domain(clause.right, functions)
        if first is None or second is None:
            return None
        wanted = Clause(clause.types, clause.variables, clause.premises, (first, second))
    certificate = _accepted(wanted, values, declarations)
    if certificate is not None:
        return Failure(tuple(values), *sides, certificate)
    known = {s: f for s, f in definitions(declarations).items() if isinstance(f, Function)}
    at = dict(zip(clause.variables, values, strict=True))

    def ground(term: Term) -> Term:
        return exact(_unfolded(term.substitute(at), known))

    premises = tuple((ground(a), ground(b)) for a, b in wanted.premises)
    special = Clause((), (), premises, (ground(wanted.left), ground(wanted.right)))
    if _accepted(special, (), declarations) is None:
        return None
    return Failure(tuple(values), *sides, None)


def _accepted(
    clause: Clause, values: Sequence[Term], declarations: Sequence[Declaration]
) -> Json | None:
    certificate = encode_refutation(clause, declarations, Model({}, values))
    try:
        check(json.dumps(certificate))
    except Rejected:
        return None
    return certificate


def _unfolded(root: Term, functions: dict[Symbol, Function]) -> Term:
    """Functions with one equation between variables replaced by their bodies."""
    for _ in range(20):

        def body(t: Term) -> Term | None:
            function = functions.get(t.symbol) if t.symbol is not None else None
            if function is None or len(function.cases) != 1:
                return None
            case = function.cases[0]
            if not all(p.is_variable for p in case.left.args):
                return None
            return case.right.substitute(dict(zip(case.left.args, t.args, strict=True)))

        new = root.rebuild(body)
        if new is root:
            break
        root = new
    return root


def exact(root: Term) -> Term:
    """A ground term with exp(0), sin(pi/2) and the like replaced by their rational values.

    >>> print(exact(Term.apply(COS, Term.apply(real.PI))))
    -1
    """
    turns: dict[Term, tuple[Fraction, Fraction] | None] = {}
    done: dict[Term, Term] = {}
    stack = [root]
    while stack:
        t = stack[-1]
        todo = [a for a in t.args if a not in done]
        if todo:
            stack.extend(todo)
            continue
        stack.pop()
        new = t.with_args(tuple(done[a] for a in t.args))
        turn = turns.get(new.args[0]) if len(new.args) == 1 else None
        found = _special(new.symbol, turn) if turn and new.symbol else None
        new = new if found is None else real.number(found)
        done[t] = new
        turns[new] = _linear(new, [turns.get(a) for a in new.args])
    return done[root]


def _special(symbol: Symbol, turn: tuple[Fraction, Fraction]) -> Fraction | None:
    """The rational value of a function at a + b * pi, where it is known."""
    number, multiple = turn
    if symbol in (SIN, COS):
        return None if number else _wave(multiple, symbol is COS)
    if multiple or symbol not in AT_POINT:
        return None
    point, value = AT_POINT[symbol]
    return Fraction(value) if number == point else None


def _wave(turn: Fraction, cosine: bool) -> Fraction | None:
    """sin or cos of turn * pi."""
    sixths = 6 * turn + (3 if cosine else 0)
    return SINES.get(int(sixths) % 12) if sixths.denominator == 1 else None


def _linear(
    t: Term, parts: Sequence[tuple[Fraction, Fraction] | None]
) -> tuple[Fraction, Fraction] | None:
    """(a, b) with t = a + b * pi, where that can be read off."""
    if t.symbol is real.PI:
        return Fraction(0), Fraction(1)
    if isinstance(t.head, Fraction):
        return t.head, Fraction(0)
    some = [p for p in parts if p is not None]
    if not parts or len(some) < len(parts):
        return None
    (a, b), (c, d) = some[0], some[-1]
    if t.symbol is real.NEG:
        return -a, -b
    if t.symbol is real.ADD:
        return a + c, b + d
    if t.symbol is real.SUB:
        return a - c, b - d
    if t.symbol is real.MUL and not b * d:
        return a * c, a * d + b * c
    if t.symbol is real.DIV and c and not d:
        return a / c, b / c
    return None


def describe(clause: Clause, failure: Failure) -> dict[str, str]:
    """The values of the variables as text."""
    from lemmata.language import show_term

    names = [str(v.head) for v in clause.variables]
    return {n: show_term(t) for n, t in zip(names, failure.values, strict=True)}
