"""Wrong claims of strict equality: each breaks one condition of section 9."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .build import (
    BOOL,
    FALSE,
    INT,
    REAL,
    TRUE,
    Certificate,
    Clause,
    Equation,
    Function,
    Sort,
    Term,
    app,
    both,
    eq,
    fn,
    forall,
    nonzero,
    num,
    ratio,
    real,
    type_var,
    unit,
    var,
)
from .real_samples import ONE, TWO, X, Y
from .registry import on

EQUALITY, DOMAINS = "the theorem of equality is another", "the theorem of domains is another"
ZERO = real(0)
P = var("p", BOOL)


# The key and what it names.


@on("strict_total", "unknown or missing keys")
def strict_key_missing(c: Certificate) -> None:
    del c.data["strict"]["domain"]


@on("strict_total", "unknown or missing keys")
def strict_key_unknown(c: Certificate) -> None:
    c.data["strict"]["axioms"] = []


@on("strict_total", "an object is expected")
def strict_null(c: Certificate) -> None:
    c.data["strict"] = None


@on("strict_total", "no such theorem")
def strict_theorem_missing(c: Certificate) -> None:
    c.data["strict"]["domain"] = 2


@on("strict_total", "no entry")
def strict_clause_missing(c: Certificate) -> None:
    c.data["strict"]["clause"] = len(c.data["clauses"])


@on("strict_total", "a number is expected")
def strict_theorem_by_name(c: Certificate) -> None:
    c.data["strict"]["equal"] = "equal_0"


@on("strict_quotients", EQUALITY)
def strict_theorems_swapped(c: Certificate) -> None:
    c.data["strict"] |= {"equal": 1, "domain": 0}


@on("strict_total", "not closed")
def strict_open_clause(c: Certificate) -> None:
    c.data["strict"]["clause"] = c.clause(unit(X, X))


@on("strict_total", "not closed")
def strict_guarded_clause(c: Certificate) -> None:
    guard = (ONE,), (ONE,)
    c.data["strict"]["clause"] = c.clause(Clause((), (), (ONE, ONE), guard))


@on("strict_total", "a type variable of the statement is not declared")
def strict_polymorphic_clause(c: Certificate) -> None:
    a = var("a", type_var("a"))
    c.data["strict"]["clause"] = c.clause(forall([a], a, a))


@on("strict_total", "strict: a theorem has type variables")
def strict_polymorphic_theorem(c: Certificate) -> None:
    c.data["theorems"][1]["types"] = ["a"]


def claim(c: Certificate, clause: Clause, number: int = 0) -> None:
    """Let the claim be about another clause."""
    c.data["strict"]["clause"] = c.clause(clause)


@on("strict_total", EQUALITY)
def strict_binds_in_other_order(c: Certificate) -> None:
    left, right = fn("*", X, fn("+", Y, ONE)), fn("+", fn("*", X, Y), X)
    claim(c, forall([Y, X], left, right))


@on("strict_total", EQUALITY)
def strict_binds_more(c: Certificate) -> None:
    left, right = fn("*", X, fn("+", Y, ONE)), fn("+", fn("*", X, Y), X)
    claim(c, forall([X, Y, var("z", REAL)], left, right))


@on("strict_total", DOMAINS)
def strict_domain_binds_other_sorts(c: Certificate) -> None:
    p = c.theorem("other", [], forall([X, P], TRUE, TRUE))
    p.refl([], TRUE)
    c.data["strict"]["domain"] = 2


@on("strict_total", EQUALITY)
def strict_sides_swapped(c: Certificate) -> None:
    left, right = fn("*", X, fn("+", Y, ONE)), fn("+", fn("*", X, Y), X)
    claim(c, forall([X, Y], right, left))


@on("strict_assumption", EQUALITY)
def strict_assumption_left_out(c: Certificate) -> None:
    claim(c, forall([X, Y], fn("/", fn("*", X, Y), X), Y))


@on("strict_total", EQUALITY)
def strict_assumption_more(c: Certificate) -> None:
    left, right = fn("*", X, fn("+", Y, ONE)), fn("+", fn("*", X, Y), X)
    claim(c, forall([X, Y], left, right, [(nonzero(X), TRUE)]))


# Which theorems a claim needs. Each helper adds two theorems, as an honest file would have them
# but for one thing; they cite an axiom that says everything.


def hypotheses(c: Certificate) -> None:
    """An axiom from which every theorem follows: the claim is looked at, not its proof."""
    c.structure("false", axioms={"false": forall([], TRUE, FALSE)})


def state(c: Certificate, clause: Clause) -> int:
    """A theorem, proved by the false axiom."""
    number = len(c.data["theorems"])
    p = c.theorem(f"t{number}", [], clause)
    n = p.rewrite([], TRUE, FALSE, ["axiom", "false", "false", [], []])
    left, right = _conclusion(clause, p.variables)
    p.node("distinct", [], left, right, from_=n)
    return number


def _conclusion(clause: Clause, variables: Sequence[Term]) -> Equation:
    from .build import bound, substitute

    places = {bound(i, v.sort): v for i, v in enumerate(variables) if v.sort is not None}
    left, right = clause.conclusion
    return substitute(left, places), substitute(right, places)


def strict(
    c: Certificate,
    variables: Sequence[Term],
    sides: Equation,
    equal: Sequence[Equation],
    domain: tuple[Sequence[Equation], Equation],
    premises: Sequence[Equation] = (),
) -> None:
    """The claim `sides` with the premises of its first theorem and its second theorem."""
    hypotheses(c)
    first = state(c, forall(variables, *sides, equal))
    second = state(c, forall(variables, *domain[1], domain[0]))
    c.strict(forall(variables, *sides, premises), first, second)


def same(
    c: Certificate,
    term: Term,
    domain: Term,
    variables: Sequence[Term] = (X, Y),
) -> None:
    """The claim term = term with a given domain."""
    equal = [] if domain == TRUE else [(domain, TRUE)]
    strict(c, variables, (term, term), equal, ([], (domain, domain)))


INVERSE = fn("/", ONE, X)
SIDES = (fn("+", INVERSE, INVERSE), fn("/", TWO, X))
DEFINED = nonzero(X)


@on("real_evaluation", EQUALITY)
def strict_equal_without_domain(c: Certificate) -> None:
    # Stronger than what is asked for, but not what is asked for.
    strict(c, [X], SIDES, [], ([], (DEFINED, DEFINED)))


@on("real_evaluation", EQUALITY)
def strict_equal_with_domain_twice(c: Certificate) -> None:
    strict(c, [X], SIDES, [(DEFINED, TRUE)] * 2, ([], (DEFINED, DEFINED)))


@on("real_evaluation", DOMAINS)
def strict_domain_under_domain(c: Certificate) -> None:
    strict(c, [X], SIDES, [(DEFINED, TRUE)], ([(DEFINED, TRUE)], (DEFINED, DEFINED)))


@on("real_evaluation", DOMAINS)
def strict_domain_of_one_side(c: Certificate) -> None:
    strict(c, [X], (fn("*", X, INVERSE), ONE), [(DEFINED, TRUE)], ([], (DEFINED, DEFINED)))


@on("real_evaluation", DOMAINS)
def strict_domains_swapped(c: Certificate) -> None:
    strict(c, [X], (fn("*", X, INVERSE), ONE), [(DEFINED, TRUE)], ([], (TRUE, DEFINED)))


@on("real_evaluation", EQUALITY)
def strict_equal_under_domain_of_right_side(c: Certificate) -> None:
    sides = ONE, fn("*", X, INVERSE)
    strict(c, [X], sides, [(DEFINED, TRUE)], ([], (TRUE, DEFINED)))


@on("real_evaluation", EQUALITY)
def strict_assumption_undefined(c: Certificate) -> None:
    premise = INVERSE, Y
    strict(c, [X, Y], (Y, INVERSE), [premise], ([premise], (TRUE, DEFINED)), [premise])


@on("real_evaluation", DOMAINS)
def strict_assumption_undefined_in_domain(c: Certificate) -> None:
    premise = INVERSE, Y
    assumed = [(DEFINED, TRUE), premise]
    strict(c, [X, Y], (Y, INVERSE), assumed, ([premise], (TRUE, DEFINED)), [premise])


@on("real_evaluation", EQUALITY)
def strict_assumption_domain_last(c: Certificate) -> None:
    premise = INVERSE, Y
    assumed = [premise, (DEFINED, TRUE)]
    strict(c, [X, Y], (Y, INVERSE), assumed, (assumed, (TRUE, DEFINED)), [premise])


@on("real_evaluation", EQUALITY)
def strict_assumption_domain_of_left_only(c: Certificate) -> None:
    premise = Y, fn("+", INVERSE, fn("log", Y))
    assumed = [(DEFINED, TRUE), premise]
    strict(c, [X, Y], (Y, Y), assumed, (assumed, (TRUE, TRUE)), [premise])


@on("real_evaluation", EQUALITY)
def strict_true_is_left_out(c: Certificate) -> None:
    strict(c, [X], (X, X), [(TRUE, TRUE)], ([], (TRUE, TRUE)))


# Def: a wrong domain for each line of the table.


def wrong_domain(name: str, make: Callable[[], tuple[Term, Term]]) -> None:
    """Register the claim term = term with a domain that is not that of the term."""

    def change(c: Certificate) -> None:
        same(c, *make())

    change.__name__ = f"strict_{name}"
    on("real_evaluation", EQUALITY)(change)


HALF = real(1, 2)
ROOT_OR = app("and", nonzero(X), fn("integer", Y))
AT_ZERO = app("and", eq(X, ZERO, REAL), fn("<=", ZERO, Y))
POSITIVE = fn("<", ZERO, X)

for _name, _term, _domain in (
    ("division", fn("/", Y, X), TRUE),
    ("division_other", fn("/", Y, X), nonzero(Y)),
    ("division_positive", fn("/", Y, X), POSITIVE),
    ("division_twice", fn("+", INVERSE, INVERSE), both(DEFINED, DEFINED)),
    ("division_by_literal", fn("/", X, TWO), nonzero(TWO)),
    ("division_by_zero", fn("/", X, ZERO), nonzero(ZERO)),
    ("division_by_zero_true", fn("/", X, ZERO), TRUE),
    ("log_not_negative", fn("log", X), fn("<=", ZERO, X)),
    ("log_not_zero", fn("log", X), nonzero(X)),
    ("sqrt_positive", fn("sqrt", X), POSITIVE),
    ("sqrt_of_negative", fn("sqrt", real(-1)), TRUE),
    ("asin_one_side", fn("asin", X), fn("<=", X, ONE)),
    ("asin_order", fn("asin", X), both(fn("<=", X, ONE), fn("<=", real(-1), X))),
    ("acos_open", fn("acos", X), both(fn("<", real(-1), X), fn("<", X, ONE))),
    ("atan_total", fn("atan", X), fn("<=", X, ONE)),
    ("power_natural", fn("^", X, TWO), POSITIVE),
    ("power_negative", fn("^", X, real(-1)), TRUE),
    ("power_half", fn("^", X, HALF), POSITIVE),
    ("power_minus_half", fn("^", X, real(-1, 2)), nonzero(X)),
    ("power_minus_half_at_zero", fn("^", X, real(-1, 2)), fn("<=", ZERO, X)),
    ("power_variable_total", fn("^", X, Y), TRUE),
    ("power_variable_positive", fn("^", X, Y), POSITIVE),
    ("power_computed", fn("^", X, fn("+", ONE, ONE)), TRUE),
    ("power_nested", fn("^", X, Y), app("or", app("or", POSITIVE, AT_ZERO), ROOT_OR)),
    ("order", fn("+", fn("log", X), INVERSE), both(DEFINED, POSITIVE)),
    ("arguments_first", fn("log", INVERSE), both(fn("<", ZERO, INVERSE), DEFINED)),
    ("arguments_forgotten", fn("log", INVERSE), fn("<", ZERO, INVERSE)),
    (
        "nesting",
        fn("+", fn("+", fn("log", X), INVERSE), fn("sqrt", Y)),
        app("and", app("and", POSITIVE, DEFINED), fn("<=", ZERO, Y)),
    ),
):
    wrong_domain(_name, lambda term=_term, domain=_domain: (term, domain))  # type: ignore[misc]


def choice(first: Term, second: Term, condition: Term = P) -> Term:
    """if condition then first else second."""
    return app("ite", condition, first, second, at=[REAL])


@on("real_evaluation", EQUALITY)
def strict_branch_unconditional(c: Certificate) -> None:
    same(c, choice(INVERSE, X), DEFINED, [P, X])


@on("real_evaluation", EQUALITY)
def strict_branch_ignored(c: Certificate) -> None:
    same(c, choice(INVERSE, X), TRUE, [P, X])


@on("real_evaluation", EQUALITY)
def strict_branches_same_domain(c: Certificate) -> None:
    # Both branches ask for the same, and still the condition is an `ite`.
    same(c, choice(INVERSE, fn("neg", INVERSE)), DEFINED, [P, X])


@on("real_evaluation", EQUALITY)
def strict_branches_total(c: Certificate) -> None:
    same(c, choice(X, ONE), app("ite", P, TRUE, TRUE, at=[BOOL]), [P, X])


@on("real_evaluation", EQUALITY)
def strict_branch_condition_last(c: Certificate) -> None:
    test = fn("<", ZERO, fn("log", Y))
    inner = app("ite", test, DEFINED, TRUE, at=[BOOL])
    same(c, choice(INVERSE, X, test), both(inner, fn("<", ZERO, Y)), [X, Y])


@on("real_evaluation", EQUALITY)
def strict_function_not_unfolded(c: Certificate) -> None:
    c.functions(Function("inverse", [REAL], REAL, [(app("inverse", X), INVERSE)]))
    same(c, app("inverse", X), TRUE, [X])


@on("real_evaluation", EQUALITY)
def strict_function_argument(c: Certificate) -> None:
    # The argument is not used, but it must be defined.
    c.functions(Function("zero", [REAL], REAL, [(app("zero", X), ZERO)]))
    same(c, app("zero", INVERSE), TRUE, [X])


@on("real_evaluation", EQUALITY)
def strict_function_in_function(c: Certificate) -> None:
    c.functions(Function("inverse", [REAL], REAL, [(app("inverse", X), INVERSE)]))
    c.functions(Function("twice", [REAL], REAL, [(app("twice", X), app("inverse", INVERSE))]))
    same(c, app("twice", X), DEFINED, [X])


NAT = Sort("nat")
N = var("n", NAT)


def naturals(c: Certificate) -> None:
    """The datatype nat."""
    c.datatype("nat", [], Z=[], S=[NAT])


def by_cases(c: Certificate, name: str, zero: Term, step: Term, partial: bool = False) -> None:
    """A function on nat by two cases (one if `partial`)."""
    cases = [(app(name, app("Z")), zero), (app(name, app("S", N)), step)]
    c.functions(Function(name, [NAT], REAL, cases[partial:], partial=partial))


@on("real_evaluation", "has no domain")
def strict_recursive_division(c: Certificate) -> None:
    naturals(c)
    by_cases(c, "harmonic", ONE, fn("/", ONE, app("harmonic", N)))
    same(c, app("harmonic", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_recursive_harmless_division(c: Certificate) -> None:
    naturals(c)
    by_cases(c, "halves", ONE, fn("/", app("halves", N), TWO))
    same(c, app("halves", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_recursive_uses_partial(c: Certificate) -> None:
    naturals(c)
    c.functions(Function("root", [REAL], REAL, [(app("root", X), fn("sqrt", X))]))
    by_cases(c, "deep", ONE, app("root", app("deep", N)))
    same(c, app("deep", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_partial_function(c: Certificate) -> None:
    naturals(c)
    by_cases(c, "before", ONE, TWO, partial=True)
    same(c, app("before", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_recursive_uses_declared_partial(c: Certificate) -> None:
    naturals(c)
    by_cases(c, "before", ONE, TWO, partial=True)
    by_cases(c, "after", ONE, app("before", N))
    same(c, app("after", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_lambda(c: Certificate) -> None:
    c.lambda_("shift", [], [Y], X, fn("+", INVERSE, Y), REAL)
    same(c, app("apply", app("shift", Y), X, at=[REAL, REAL]), DEFINED)


@on("real_evaluation", "has no domain")
def strict_lambda_in_function(c: Certificate) -> None:
    naturals(c)
    c.lambda_("inverse", [], [], X, INVERSE, REAL)
    value = app("apply", app("inverse"), ZERO, at=[REAL, REAL])
    by_cases(c, "hidden", ONE, value)
    same(c, app("hidden", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_rational_division_hidden(c: Certificate) -> None:
    naturals(c)
    quotient = app("Rational.<", app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(1, 1))
    by_cases(c, "chosen", ONE, choice(ONE, TWO, quotient))
    same(c, app("chosen", N), TRUE, [N])


@on("real_evaluation", "has no domain")
def strict_partial_in_assumption(c: Certificate) -> None:
    naturals(c)
    by_cases(c, "before", ONE, TWO, partial=True)
    premise = app("before", N), ONE
    strict(c, [N], (ONE, ONE), [premise], ([premise], (TRUE, TRUE)), [premise])


@on("real_evaluation", "more than 10,000 conditions")
def strict_conditions(c: Certificate) -> None:
    hypotheses(c)
    terms = c.data["terms"]

    def add(name: str, *args: int) -> int:
        terms.append(["app", name, [], list(args)])
        return len(terms) - 1

    total = x = c.term(fn("sin", fn("+", ONE, real(1, 7))))
    for _ in range(10_001):
        x = add("Real.sin", x)
        total = add("Real.+", total, add("Real.log", x))
    empty: list[object] = []
    clause = {"bound": empty, "premises": empty, "conclusion": [total, total], "guard": None}
    c.data["clauses"].append(clause)
    last = len(c.data["clauses"]) - 1
    number = state(c, unit(TRUE, TRUE))
    c.data["strict"] = {"clause": last, "equal": number, "domain": number}


@on("real_evaluation", EQUALITY)
def strict_integers(c: Certificate) -> None:
    one, i = num(1), var("i", INT)
    sides = app("Int.+", i, one), app("Int.+", one, i)
    strict(c, [i], sides, [(eq(i, one, INT), TRUE)], ([], (TRUE, TRUE)))
