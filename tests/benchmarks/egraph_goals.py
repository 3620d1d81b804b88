"""Rule sets EXP, TRIG and CALC and the goals of the e-graph benchmark.

The rules are those of the e-graphs-good mathematics benchmark (egg, Willsey et al., POPL 2021,
tests/math.rs), chosen and written out here for the goals: expansion of powers and products, the
Pythagorean and double angle identities, derivatives and integrals of elementary functions. The
goals are textbook identities; those marked * in the notes of the benchmark need the extra rules.

Nothing here is cited in a certificate as it stands: each rule is the axiom of a structure that
declares it, so that a proof shows which rules it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from lemmata.proof.nodes import Law
from lemmata.search.eqsat.problem import Computed, EqRule, Rule
from lemmata.terms.declarations import Axiom, Clause, Structure
from lemmata.terms.sorts import REAL
from lemmata.terms.symbols import BUILT_IN, Kind, Symbol
from lemmata.terms.term import Term

D = Symbol("bench.d", Kind.ABSTRACT, (), (REAL, REAL), REAL)
INTEGRAL = Symbol("bench.i", Kind.ABSTRACT, (), (REAL, REAL), REAL)
SYMBOLS = {
    **{op: BUILT_IN[f"Real.{op}"] for op in ("+", "-", "*", "^", "sin", "cos")},
    "d": D,
    "i": INTEGRAL,
}
X = Term.apply(Symbol("bench.x", Kind.ABSTRACT, (), (), REAL))

BASE = """
comm-add      (+ ?a ?b)                 (+ ?b ?a)
comm-mul      (* ?a ?b)                 (* ?b ?a)
assoc-add     (+ ?a (+ ?b ?c))          (+ (+ ?a ?b) ?c)
assoc-mul     (* ?a (* ?b ?c))          (* (* ?a ?b) ?c)
sub           (- ?a ?b)                 (+ ?a (* -1 ?b))
add-zero      (+ ?a 0)                  ?a
mul-zero      (* ?a 0)                  0
mul-one       (* ?a 1)                  ?a
cancel        (- ?a ?a)                 0
distribute    (* ?a (+ ?b ?c))          (+ (* ?a ?b) (* ?a ?c))
factor        (+ (* ?a ?b) (* ?a ?c))   (* ?a (+ ?b ?c))
power-one     (^ ?x 1)                  ?x
power-two     (^ ?x 2)                  (* ?x ?x)
"""
DOUBLE = """
double        (+ ?a ?a)                 (* 2 ?a)
power-three   (^ ?x 3)                  (* ?x (^ ?x 2))
"""
TRIGONOMETRY = """
pythagoras    (+ (* (sin ?x) (sin ?x)) (* (cos ?x) (cos ?x)))   1
sin-double    (sin (* 2 ?x))            (* 2 (* (sin ?x) (cos ?x)))
cos-double    (cos (* 2 ?x))            (- (^ (cos ?x) 2) (^ (sin ?x) 2))
"""
CALCULUS = """
power-mul     (* (^ ?a ?b) (^ ?a ?c))   (^ ?a (+ ?b ?c))
d-add         (d ?x (+ ?a ?b))          (+ (d ?x ?a) (d ?x ?b))
d-mul         (d ?x (* ?a ?b))          (+ (* ?a (d ?x ?b)) (* ?b (d ?x ?a)))
d-sin         (d ?x (sin ?x))           (cos ?x)
d-cos         (d ?x (cos ?x))           (* -1 (sin ?x))
d-x           (d x x)                   1
d-one         (d x 1)                   0
d-two         (d x 2)                   0
i-one         (i 1 ?x)                  ?x
i-cos         (i (cos ?x) ?x)           (sin ?x)
i-sin         (i (sin ?x) ?x)           (* -1 (cos ?x))
i-add         (i (+ ?f ?g) ?x)          (+ (i ?f ?x) (i ?g ?x))
i-sub         (i (- ?f ?g) ?x)          (- (i ?f ?x) (i ?g ?x))
i-parts       (i (* ?a ?b) ?x)          (- (* ?a (i ?b ?x)) (i (* (d ?x ?a) (i ?b ?x)) ?x))
"""
OPPOSITES = """
opposite      (+ ?a (* -1 ?a))          0
collect       (+ ?a (* ?n ?a))          (* (+ 1 ?n) ?a)
cos-square    (^ (cos ?x) 2)            (- 1 (^ (sin ?x) 2))
"""
EXP = BASE + DOUBLE
TRIG = EXP + TRIGONOMETRY
CALC = BASE + CALCULUS


@dataclass(frozen=True)
class Goal:
    """A goal: start = end under a rule set, and what the reference says of it."""

    name: str
    rules: str
    start: str
    end: str
    matches: int
    iterations: int


SEVEN = "(+ a (+ b (+ c (+ d0 (+ e (+ f g))))))", "(+ g (+ f (+ e (+ d0 (+ c (+ b a))))))"
GOALS = (
    Goal("sq", EXP, "(^ (+ a b) 2)", "(+ (^ a 2) (+ (* 2 (* a b)) (^ b 2)))", 155, 8),
    Goal("diffsq", EXP + OPPOSITES, "(* (+ a b) (- a b))", "(- (^ a 2) (^ b 2))", 370, 9),
    Goal(
        "trig1",
        TRIG,
        "(+ (^ (+ (sin x) (cos x)) 2) (^ (- (sin x) (cos x)) 2))",
        "2",
        26_491,
        11,
    ),
    Goal("trig2", TRIG, "(^ (+ (sin x) (cos x)) 2)", "(+ 1 (sin (* 2 x)))", 174, 9),
    Goal("trig3", TRIG + OPPOSITES, "(- 1 (* 2 (^ (sin x) 2)))", "(cos (* 2 x))", 88, 5),
    Goal("assoc7", EXP, *SEVEN, 435, 3),
    Goal("ipart1", CALC, "(i (* x (cos x)) x)", "(+ (* x (sin x)) (cos x))", 1_448, 6),
    Goal("diffmul", CALC, "(d x (+ 1 (* 2 x)))", "2", 124_730, 9),
)


def parse(text: str) -> Term:
    """A term from its prefix form."""
    stack: list[list[Term | str]] = [[]]
    for token in re.findall(r"[()]|[^\s()]+", text):
        if token == "(":
            stack.append([])
        elif token == ")":
            head, *args = stack.pop()
            assert isinstance(head, str)
            terms = tuple(a for a in args if isinstance(a, Term))
            stack[-1].append(Term.apply(SYMBOLS[head], *terms))
        elif len(stack) > 1 and not stack[-1]:
            stack[-1].append(token)
        else:
            stack[-1].append(leaf(token))
    [term] = stack[0]
    assert isinstance(term, Term)
    return term


def leaf(token: str) -> Term:
    """A number, the constant x, a variable of a goal, or (?x) a variable of a rule."""
    if re.fullmatch(r"-?\d+", token):
        return Term.real(int(token))
    return X if token == "x" else Term.variable(token, REAL)


def fold(term: Term) -> Term | None:
    """The value of +, - or * at two numbers."""
    a, b = (t.head for t in term.args)
    assert isinstance(a, Fraction)
    assert isinstance(b, Fraction)
    assert term.symbol is not None
    match term.symbol.name:
        case "Real.+":
            return Term.real(a + b)
        case "Real.-":
            return Term.real(a - b)
        case _:
            return Term.real(a * b)


def lines(rules: str) -> list[tuple[str, str, str]]:
    """Name, left and right side of each rule."""
    found = []
    for line in filter(None, rules.splitlines()):
        name, rest = line.split(None, 1)
        parts, depth, start = [], 0, 0
        for i, c in enumerate(rest + " "):
            depth += (c == "(") - (c == ")")
            if c == " " and depth == 0:
                if rest[start:i].strip():
                    parts.append(rest[start:i].strip())
                start = i
        found.append((name, parts[0], parts[1]))
    return found


@cache
def structure(rules: str) -> Structure:
    """The rules as the axioms of a structure."""
    axioms = [
        Axiom(name, Clause.close((), (parse(left), parse(right))))
        for name, left, right in lines(rules)
    ]
    assert X.symbol is not None
    return Structure("bench", (), (D, INTEGRAL, X.symbol), tuple(axioms))


@cache
def rule_set(rules: str) -> Sequence[Rule]:
    """The rules, each citing its axiom, and computation on numbers."""
    found: list[Rule] = []
    for axiom in structure(rules).axioms:
        law = Law("axiom", axiom.name, 0, axiom.clause, "bench")
        found.append(EqRule(axiom.name, axiom.clause.left, axiom.clause.right, source=law))
    found += [Computed(f"fold{op}", SYMBOLS[op], fold) for op in "+-*"]
    return found
