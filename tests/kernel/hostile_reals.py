"""Files that make a checker compute with real numbers: fractions, powers, enclosures, domains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kernel.hostile import file, tower
from kernel.real_tools import (
    ONE,
    REAL,
    TWO,
    ZERO,
    RealCertificate,
    X,
    Y,
    add,
    div,
    field_file,
    field_step,
    given,
    mul,
    nonzero,
    op,
    power,
    real,
)
from second_checker.build import TRUE, Certificate, Function, Json, Term, app, forall, unit

MANY = real(1_000)
FINE = Term("real", "1", denominator="7" * 90_000)
HUGE = Term("real", "3" * 90_000, denominator="1")
Entry = list[object]


def by_field(term: Term, denominators: Sequence[Term] = (), again: Term | None = None) -> Json:
    """The claim that a term is itself, or another one, by `field`."""
    c = field_file()
    premises = [given(nonzero(d)) for d in denominators]
    right = term if again is None else again
    p = c.theorem("t", [], forall([X, Y], term, right, premises), ["x", "y"])
    h = [unit(*premise) for premise in premises]
    field_step(p, h, term, right, [p.assume(h, clause) for clause in h])
    return c.data


def balanced(terms: Sequence[Term]) -> Term:
    """The sum of terms; the builder of certificates is recursive."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return add(balanced(terms[:middle]), balanced(terms[middle:]))


def stacked(base: Term, entry: Entry, depth: int) -> Json:
    """A deep or shared term on top of another, equal to itself by `field`."""
    c = Certificate.load(by_field(base))
    c.data["terms"].append(["app", "Real.neg", [], [c.term(base)]])
    number = tower(c, entry, depth)
    nodes = c.data["theorems"][0]["nodes"]
    nodes.insert(0, nodes[-1] | {"left": number, "right": number})
    return c.data


@file
def deep_sum() -> Json:
    return stacked(X, ["app", "Real.neg", [], [None]], 50_000)


@file
def shared_sum() -> Json:
    return stacked(X, ["app", "Real.+", [], [None, None]], 20_000)


@file
def shared_product() -> Json:
    return stacked(X, ["app", "Real.*", [], [None, None]], 20_000)


@file
def shared_square_of_a_sum() -> Json:
    return stacked(add(X, Y), ["app", "Real.*", [], [None, None]], 20)


@file
def shared_quotient() -> Json:
    return stacked(X, ["app", "Real./", [], [None, None]], 20_000)


@file
def powers_of_powers() -> Json:
    term = X
    for _ in range(60):
        term = power(term, MANY)
    return by_field(term)


@file
def large_power_of_a_sum() -> Json:
    return by_field(power(add(X, Y), MANY))


@file
def large_power_of_a_binomial() -> Json:
    return by_field(power(add(X, ONE), MANY))


@file
def large_power_of_a_large_number() -> Json:
    return by_field(power(mul(HUGE, X), MANY))


@file
def products_of_large_fractions() -> Json:
    term = add(mul(FINE, X), FINE)
    for i in range(20):
        term = mul(add(term, real(i)), add(mul(HUGE, X), FINE))
    return by_field(term)


@file
def sums_of_large_fractions() -> Json:
    fractions = [Term("real", "1", denominator="7" * 900 + f"{i:03d}1") for i in range(400)]
    return by_field(balanced([mul(t, X) for t in fractions]))


@file
def sums_with_many_denominators() -> Json:
    denominators = [add(X, mul(real(i), Y)) for i in range(300)]
    return by_field(balanced([div(Y, d) for d in denominators]), denominators)


@file
def sums_with_many_indeterminates() -> Json:
    denominators = [op("sin", mul(real(i), Y)) for i in range(30)]
    return by_field(balanced([div(Y, d) for d in denominators]), denominators)


@file
def deep_fraction() -> Json:
    denominators = []
    term = add(X, Y)
    for _ in range(25):
        denominators.append(term)
        term = add(X, div(Y, term))
    return by_field(term, denominators)


# Enclosures


def compared(term: Term, limit: Term = ONE) -> Json:
    c = RealCertificate()
    left = op("<", term, limit)
    c.theorem("t", [], unit(left, TRUE)).node("interval", [], left, TRUE)
    return c.data


def nest(function: Callable[[Term], Term], term: Term, depth: int) -> Term:
    for _ in range(depth):
        term = function(term)
    return term


@file
def exponentials_in_exponentials() -> Json:
    return compared(nest(lambda t: op("exp", t), ONE, 60))


@file
def powers_in_exponents() -> Json:
    return compared(nest(lambda t: power(TWO, t), TWO, 60))


@file
def powers_of_pi() -> Json:
    return compared(nest(lambda t: power(t, real(100_000)), op("pi"), 60))


@file
def small_powers() -> Json:
    return compared(nest(lambda t: power(t, real(100_000)), FINE, 3))


@file
def many_large_powers() -> Json:
    return compared(balanced([power(real(i + 2), real(30_000)) for i in range(300)]))


@file
def many_roots() -> Json:
    return compared(nest(lambda t: op("sqrt", add(t, ONE)), TWO, 60))


@file
def many_sines() -> Json:
    return compared(nest(lambda t: op("sin", add(t, ONE)), TWO, 60), op("sqrt", TWO))


@file
def quotients_by_what_may_be_zero() -> Json:
    zero = op("log", op("exp", ZERO))
    return compared(nest(lambda t: div(ONE, add(t, zero)), TWO, 60))


@file
def sine_of_a_large_number() -> Json:
    return compared(op("sin", HUGE), TWO)


def enclosed(base: Term, entry: Entry, depth: int) -> Json:
    """A deep or shared constant."""
    c = Certificate.load(compared(base))
    number = tower_on(c, base, entry, depth)
    c.data["terms"].append(["app", "Real.<", [], [number, c.term(base.args[0])]])
    node = c.data["theorems"][0]["nodes"][0]
    left = len(c.data["terms"]) - 1
    c.data["theorems"][0]["nodes"].insert(0, node | {"left": left})
    return c.data


def tower_on(c: Certificate, base: Term, entry: Entry, depth: int) -> int:
    c.data["terms"].append(["app", "Real.neg", [], [c.term(base)]])
    return tower(c, entry, depth)


@file
def deep_constant() -> Json:
    return enclosed(op("sqrt", TWO), ["app", "Real.neg", [], [None]], 50_000)


@file
def deep_sines() -> Json:
    return enclosed(op("sqrt", TWO), ["app", "Real.sin", [], [None]], 50_000)


@file
def deep_exact_constant() -> Json:
    return enclosed(op("sqrt", TWO), ["app", "Real.*", [], [None, None]], 50_000)


@file
def deep_arcs() -> Json:
    return enclosed(op("sqrt", TWO), ["app", "Real.atan", [], [None]], 20_000)


@file
def refutation_with_large_powers() -> Json:
    c = RealCertificate("refutation")
    term = balanced([power(add(X, real(i)), real(30_000)) for i in range(300)])
    return c.refute(forall([X], op("<", term, ONE), TRUE), [{"term": c.term(TWO)}])


# Domains


def strictly(c: RealCertificate, term: Term) -> Json:
    """A strict claim about a term, whose domain must be found."""
    for name in ("equal", "domain"):
        c.theorem(name, [], forall([X, Y], TRUE, TRUE), ["x", "y"]).refl([], TRUE)
    return c.claim(forall([X, Y], term, term), 0, 1)


def call(i: int, *args: Term) -> Term:
    return app(f"f{i}", *args)


@file
def definitions_that_double() -> Json:
    c = RealCertificate()
    c.functions(Function("f0", [REAL], REAL, [(call(0, X), op("log", X))]))
    for i in range(60):
        right = add(call(i, add(X, ONE)), call(i, mul(X, TWO)))
        c.functions(Function(f"f{i + 1}", [REAL], REAL, [(call(i + 1, X), right)]))
    return strictly(c, call(60, X))


@file
def definitions_without_conditions_that_double() -> Json:
    c = RealCertificate()
    c.functions(Function("f0", [REAL], REAL, [(call(0, X), op("exp", X))]))
    for i in range(60):
        right = add(call(i, add(X, ONE)), call(i, mul(X, TWO)))
        c.functions(Function(f"f{i + 1}", [REAL], REAL, [(call(i + 1, X), right)]))
    return strictly(c, call(60, X))


@file
def too_many_conditions() -> Json:
    c = RealCertificate()
    right = balanced([div(ONE, add(X, real(i))) for i in range(150)])
    c.functions(Function("f0", [REAL], REAL, [(call(0, X), right)]))
    return strictly(c, balanced([call(0, mul(real(1_000 * i), Y)) for i in range(100)]))


@file
def choices_in_choices() -> Json:
    term = X
    for i in range(12):
        test = op("<", real(i), X)
        term = app("ite", test, div(term, add(X, real(i))), add(term, ONE), at=[REAL])
    return strictly(RealCertificate(), term)


def claimed_of(base: Term, *towers: tuple[Entry, int]) -> Json:
    """A strict claim about a deep or shared term."""
    c = Certificate.load(strictly(RealCertificate(), base))
    inner = forall([X, Y], base, base).conclusion[0]
    c.data["terms"].append(["app", "Real.exp", [], [c.term(inner)]])
    number = len(c.data["terms"]) - 1
    for entry, depth in towers:
        number = tower(c, entry, depth)
    sorts = [c.sort(REAL)] * 2
    clause = {"bound": sorts, "premises": [], "conclusion": [number, number], "guard": None}
    c.data["clauses"].append(clause)
    c.data["strict"]["clause"] = len(c.data["clauses"]) - 1
    return c.data


@file
def deep_domain() -> Json:
    return claimed_of(X, (["app", "Real.log", [], [None]], 5_000))


@file
def deep_domain_without_conditions() -> Json:
    return claimed_of(X, (["app", "Real.sin", [], [None]], 50_000))


@file
def shared_domain() -> Json:
    quotients: Entry = ["app", "Real./", [], [None, None]]
    return claimed_of(X, (["app", "Real.log", [], [None]], 3_000), (quotients, 3_000))


@file
def shared_choices() -> Json:
    c = Certificate.load(claimed_of(div(X, Y)))
    test, one = c.term(op("<", ZERO, ONE)), c.term(ONE)
    number = tower(c, ["app", "Real.neg", [], [one]], 1)
    c.data["terms"].append(["app", "Real./", [], [number, number]])
    number = tower(c, ["app", "ite", [c.sort(REAL)], [test, None, None]], 5_000)
    c.data["clauses"][-1] |= {"conclusion": [number, number]}
    return c.data
