"""Valid certificates made by hand, small enough to be read, one for each part of the format."""

from __future__ import annotations

from collections.abc import Callable

from . import check, real_samples, strict_samples
from .build import (
    BOOL,
    FALSE,
    INT,
    RATIONAL,
    TRUE,
    Certificate,
    Clause,
    Datatype,
    Function,
    Json,
    Proof,
    Sort,
    Term,
    app,
    arrow,
    bound,
    digest,
    eq,
    forall,
    hypothesis,
    num,
    ratio,
    substitute_clause,
    type_var,
    unit,
    var,
)

NAT = Sort("nat")
A, B = type_var("a"), type_var("b")
X, Y, Z = var("x", NAT), var("y", NAT), var("z", NAT)
N, M = var("n", NAT), var("m", NAT)
P, Q, R = var("p", BOOL), var("q", BOOL), var("r", BOOL)
I0, J0, K0 = var("i", INT), var("j", INT), var("k", INT)
ZERO = app("Z")


def s(term: Term) -> Term:
    """Successor."""
    return app("S", term)


def plus(one: Term, two: Term) -> Term:
    """Addition over nat."""
    return app("plus", one, two)


def list_of(sort: Sort) -> Sort:
    """Lists."""
    return Sort("list", (sort,))


def nil(sort: Sort) -> Term:
    """The empty list."""
    return app("nil", at=[sort])


def cons(head: Term, tail: Term, sort: Sort) -> Term:
    """A list with a first element."""
    return app("cons", head, tail, at=[sort])


def arithmetic(kind: str = "proof") -> Certificate:
    """Natural numbers with addition by recursion on the first argument."""
    c = Certificate(kind)
    c.datatype("nat", [], Z=[], S=[NAT])
    c.functions(
        Function("plus", [NAT, NAT], NAT, [(plus(ZERO, Y), Y), (plus(s(X), Y), s(plus(X, Y)))])
    )
    return c


def declare_lists(c: Certificate) -> None:
    """Polymorphic lists with concatenation."""
    c.datatype("list", ["a"], nil=[], cons=[A, list_of(A)])
    x, xs, ys = var("x", A), var("xs", list_of(A)), var("ys", list_of(A))

    def concat(one: Term, two: Term) -> Term:
        return app("concat", one, two, at=[A])

    c.functions(
        Function(
            "concat",
            [list_of(A), list_of(A)],
            list_of(A),
            [
                (concat(nil(A), ys), ys),
                (concat(cons(x, xs, A), ys), cons(x, concat(xs, ys), A)),
            ],
            types=["a"],
        )
    )


def prove_by_induction(
    p: Proof, left: Callable[[Term], Term], right: Callable[[Term], Term]
) -> None:
    """left(x) = right(x) where left(S n) unfolds to S(left n), right likewise or by refl."""
    x = p.variables[0]
    ih = hypothesis([x], [], [], left(x), right(x))
    base = p.case([], left(ZERO), right(ZERO), "plus", 0, [left(ZERO).args[1]])
    step = [substitute_clause(ih, {x: s(N)})]
    second = left(s(N)).args[1]
    unfolded = p.case(step, left(s(N)), s(left(N)), "plus", 1, [N, second])
    done = p.rewrite(
        step, left(s(N)), s(right(N)), ["hypothesis", step[0], [N]], [0], start=unfolded
    )
    both = p.node(
        "split", [ih], left(x), right(x), variable=x, fields=[[], [N]], from_=[base, done]
    )
    p.node(
        "induction",
        [],
        left(x),
        right(x),
        variables=[x],
        general=[],
        moved=[],
        from_=both,
    )


PLUS_ZERO = forall([X], plus(X, ZERO), X)
COMMUTATIVE = forall([X, Y], plus(X, Y), plus(Y, X))


def prove_plus_zero(c: Certificate) -> None:
    """x + 0 = x."""
    prove_by_induction(
        c.theorem("plus_zero", [], PLUS_ZERO, ["x"]), lambda t: plus(t, ZERO), lambda t: t
    )


def nat_induction() -> Json:
    """x + 0 = x."""
    c = arithmetic()
    prove_plus_zero(c)
    return c.data


def nat_commutative() -> Json:
    """x + y = y + x from x + 0 = x and x + S y = S (x + y)."""
    c = arithmetic()
    prove_plus_zero(c)
    clause = forall([X, Y], plus(X, s(Y)), s(plus(X, Y)))
    p = c.theorem("plus_succ", [], clause, ["x", "y"])
    ih = hypothesis([X], [], [], plus(X, s(Y)), s(plus(X, Y)))
    base = p.case([], plus(ZERO, s(Y)), s(Y), "plus", 0, [s(Y)])
    base = p.case(
        [], plus(ZERO, s(Y)), s(plus(ZERO, Y)), "plus", 0, [Y], [0], start=base, reverse=True
    )
    h = [substitute_clause(ih, {X: s(N)})]
    goal = plus(s(N), s(Y)), s(plus(s(N), Y))
    n1 = p.case(h, goal[0], s(plus(N, s(Y))), "plus", 1, [N, s(Y)])
    n2 = p.rewrite(h, goal[0], s(s(plus(N, Y))), ["hypothesis", h[0], [N]], [0], start=n1)
    n3 = p.case(h, *goal, "plus", 1, [N, Y], [0], start=n2, reverse=True)
    both = p.node(
        "split",
        [ih],
        *clause_sides(clause, X, Y),
        variable=X,
        fields=[[], [N]],
        from_=[base, n3],
    )
    induct(p, [], both, [X])

    p = c.theorem("commutative", [], COMMUTATIVE, ["x", "y"])
    ih = hypothesis([X], [Y], [], plus(X, Y), plus(Y, X))
    base = p.case([], plus(ZERO, Y), Y, "plus", 0, [Y])
    base = p.rewrite(
        [], plus(ZERO, Y), plus(Y, ZERO), ["theorem", 0, [], [Y]], start=base, reverse=True
    )
    h = [substitute_clause(ih, {X: s(N)})]
    n1 = p.case(h, plus(s(N), Y), s(plus(N, Y)), "plus", 1, [N, Y])
    n2 = p.rewrite(h, s(plus(N, Y)), s(plus(Y, N)), ["hypothesis", h[0], [N, Y]], [0])
    n3 = p.rewrite(h, s(plus(Y, N)), plus(Y, s(N)), ["theorem", 1, [], [Y, N]], reverse=True)
    step = p.trans(n1, n2, n3)
    both = p.node(
        "split",
        [ih],
        plus(X, Y),
        plus(Y, X),
        variable=X,
        fields=[[], [N]],
        from_=[base, step],
    )
    induct(p, [], both, [X], [Y])
    return c.data


def clause_sides(clause: Clause, *variables: Term) -> tuple[Term, Term]:
    """The sides of a clause with free variables for the bound ones."""
    places = {bound(i, v.sort): v for i, v in enumerate(variables) if v.sort}
    return substitute_clause(clause, places).conclusion


def induct(
    p: Proof,
    h: list[Clause],
    n: int,
    variables: list[Term],
    general: list[Term] | None = None,
    moved: list[Clause] | None = None,
) -> int:
    """The rule induction on the equation of node n."""
    _, left, right = p.sequents[n]
    return p.node(
        "induction",
        h,
        left,
        right,
        variables=variables,
        general=general or [],
        moved=moved or [],
        from_=n,
    )


def list_induction() -> Json:
    """xs ++ nil = xs for lists over any type; then an instance at lists of Booleans."""
    c = Certificate()
    declare_lists(c)
    xs, y, ys = var("xs", list_of(A)), var("y", A), var("ys", list_of(A))

    def left(t: Term) -> Term:
        return app("concat", t, nil(A), at=[A])

    p = c.theorem("concat_nil", ["a"], forall([xs], left(xs), xs), ["xs"])
    ih = hypothesis([xs], [], [], left(xs), xs)
    base = p.case([], left(nil(A)), nil(A), "concat", 0, [nil(A)], types=[A])
    more = cons(y, ys, A)
    h = [substitute_clause(ih, {xs: more})]
    n1 = p.case(h, left(more), cons(y, left(ys), A), "concat", 1, [y, ys, nil(A)], types=[A])
    n2 = p.rewrite(h, left(more), more, ["hypothesis", h[0], [ys]], [1], start=n1)
    both = p.node("split", [ih], left(xs), xs, variable=xs, fields=[[], [y, ys]], from_=[base, n2])
    induct(p, [], both, [xs])

    bs = var("bs", list_of(BOOL))
    instance = app("concat", bs, nil(BOOL), at=[BOOL])
    p = c.theorem("instance", [], forall([bs], instance, bs), ["bs"])
    p.rewrite([], instance, bs, ["theorem", 0, [BOOL], [bs]])
    return c.data


def conditional() -> Json:
    """A theorem with a premise, and its use."""
    c = Certificate()
    x, y = var("x", A), var("y", A)

    def ite(condition: Term) -> Term:
        return app("ite", condition, x, y, at=[A])

    p = c.theorem("ite_true", ["a"], forall([P, x, y], ite(P), x, [(P, TRUE)]), ["p", "x", "y"])
    h = [unit(P, TRUE)]
    n = p.rewrite(h, ite(P), ite(TRUE), ["hypothesis", h[0], []], [0])
    p.rewrite(h, ite(P), x, ["builtin", "ite", 0, [A], [x, y]], start=n)

    goal = app("ite", app("not", FALSE), x, y, at=[A])
    p = c.theorem("use", ["a"], forall([x, y], goal, x), ["x", "y"])
    n = p.rewrite([], app("not", FALSE), TRUE, ["builtin", "not", 1, [], []])
    p.rewrite([], goal, x, ["theorem", 0, [A], [app("not", FALSE), x, y]], premises=[n])
    return c.data


def constructors() -> Json:
    """Constructors are injective and distinct; congruence."""
    c = arithmetic()
    p = c.theorem("injective", [], forall([X, Y], X, Y, [(s(X), s(Y))]), ["x", "y"])
    h = [unit(s(X), s(Y))]
    p.node("injective", h, X, Y, field=0, from_=p.assume(h, h[0]))
    p = c.theorem("distinct", [], forall([X, Y], X, Y, [(ZERO, s(X))]), ["x", "y"])
    h = [unit(ZERO, s(X))]
    p.node("distinct", h, X, Y, from_=p.assume(h, h[0]))
    goal = plus(X, Z), plus(Y, Z)
    p = c.theorem("congruence", [], forall([X, Y, Z], *goal, [(X, Y)]), ["x", "y", "z"])
    h = [unit(X, Y)]
    n = p.sym(p.sym(p.assume(h, h[0])))
    p.node("cong", h, *goal, from_=[n, None])
    return c.data


def cut_instantiate() -> Json:
    """A lemma with a premise and a variable inside a proof, and an instance of a node."""
    c = arithmetic()
    goal = plus(ZERO, s(X)), s(X)
    p = c.theorem("cut", [], forall([X], *goal), ["x"])
    lemma = forall([N, M], plus(ZERO, N), M, [(N, M)])
    h = [unit(N, M)]
    n1 = p.case([], plus(ZERO, N), N, "plus", 0, [N])
    n2 = p.rewrite(h, plus(ZERO, N), M, ["hypothesis", h[0], []], start=n1)
    n3 = p.refl([lemma], s(X))
    by = ["hypothesis", lemma, [s(X), s(X)]]
    n4 = p.rewrite([lemma], *goal, by, premises=[n3])
    p.node("cut", [], *goal, clause=lemma, variables=[N, M], proof=n2, from_=n4)

    p = c.theorem("instantiate", [], forall([X], s(X), ZERO, [(s(X), ZERO)]), ["x"])
    general = [unit(s(N), M)]
    n = p.assume(general, general[0])
    special = [unit(s(X), ZERO)]
    p.node(
        "instantiate",
        special,
        s(X),
        ZERO,
        variables=[N, M],
        terms=[X, ZERO],
        from_=n,
    )
    return c.data


def bool_cases() -> Json:
    """not(not(eq(x, y))) = eq(x, y), by cases on a term of sort Bool."""
    c = arithmetic()
    e = eq(X, Y, NAT)

    def twice(t: Term) -> Term:
        return app("not", app("not", t))

    p = c.theorem("not_not", [], forall([X, Y], twice(e), e), ["x", "y"])
    done = []
    for index, value, other in ((0, TRUE, FALSE), (1, FALSE, TRUE)):
        h = [unit(e, value)]
        by = ["hypothesis", h[0], []]
        n = p.rewrite(h, twice(e), twice(value), by, [0, 0])
        n = p.rewrite(
            h, twice(e), app("not", other), ["builtin", "not", index, [], []], [0], start=n
        )
        n = p.rewrite(h, twice(e), value, ["builtin", "not", 1 - index, [], []], start=n)
        done.append(p.rewrite(h, twice(e), e, by, start=n, reverse=True))
    p.node("cases", [], twice(e), e, term=e, fields=[[], []], from_=done)
    return c.data


def equality() -> Json:
    """eq reflects equality in both directions, at any type."""
    c = Certificate()
    x, y = var("x", A), var("y", A)
    e = eq(x, y, A)
    p = c.theorem("eq_intro", ["a"], forall([x, y], e, TRUE, [(x, y)]), ["x", "y"])
    h = [unit(x, y)]
    p.node("eq_intro", h, e, TRUE, from_=p.assume(h, h[0]))
    p = c.theorem("eq_elim", ["a"], forall([x, y], x, y, [(e, TRUE)]), ["x", "y"])
    h = [unit(e, TRUE)]
    p.node("eq_elim", h, x, y, from_=p.assume(h, h[0]))
    return c.data


def evaluation() -> Json:
    """Built-in arithmetic on literals."""
    c = Certificate()
    steps = [
        (app("Int.*", num(-3), num(7)), num(-21)),
        (app("Int.neg", num(5)), num(-5)),
        (app("Int.<", num(2), num(2)), FALSE),
        (eq(num(2), num(3), INT), FALSE),
        (app("Rational./", ratio(1, 2), ratio(-3, 4)), ratio(-2, 3)),
        (app("Rational.<=", ratio(1, 3), ratio(1, 2)), TRUE),
        (eq(ratio(1, 2), ratio(1, 2), RATIONAL), TRUE),
    ]
    for left, right in steps:
        p = c.theorem(f"eval_{len(c.data['theorems'])}", [], unit(left, right))
        p.node("eval", [], left, right)
    return c.data


def op(one: Term, two: Term) -> Term:
    """The operation of the structure G."""
    return app("op", one, two)


G = Sort("G")
U, V, W = var("u", G), var("v", G), var("w", G)


def declare_semigroup(c: Certificate) -> None:
    """A commutative semigroup."""
    c.structure(
        "semigroup",
        ["G"],
        {"op": ([G, G], G)},
        {
            "assoc": forall([U, V, W], op(U, op(V, W)), op(op(U, V), W)),
            "comm": forall([U, V], op(V, U), op(U, V)),
        },
    )


def ac() -> Json:
    """Associativity and commutativity in an abstract structure."""
    c = Certificate()
    declare_semigroup(c)
    left, right = op(U, op(V, op(W, U))), op(op(W, op(U, U)), V)
    p = c.theorem("ac", [], forall([U, V, W], left, right), ["u", "v", "w"])
    p.node(
        "ac",
        [],
        left,
        right,
        symbol="op",
        types=[],
        laws={
            "associativity": ["axiom", "semigroup", "assoc", [], []],
            "commutativity": ["axiom", "semigroup", "comm", [], []],
        },
    )
    return c.data


def declare_integers(c: Certificate) -> None:
    """The ring axioms of Int, as a structure about what exists."""

    def add(one: Term, two: Term) -> Term:
        return app("Int.+", one, two)

    def mul(one: Term, two: Term) -> Term:
        return app("Int.*", one, two)

    def neg(one: Term) -> Term:
        return app("Int.neg", one)

    c.structure(
        "integers",
        axioms={
            "add_associativity": forall([I0, J0, K0], add(add(I0, J0), K0), add(I0, add(J0, K0))),
            "add_commutativity": forall([I0, J0], add(I0, J0), add(J0, I0)),
            "add_zero": forall([I0], add(I0, num(0)), I0),
            "mul_associativity": forall([I0, J0, K0], mul(mul(I0, J0), K0), mul(I0, mul(J0, K0))),
            "mul_commutativity": forall([I0, J0], mul(I0, J0), mul(J0, I0)),
            "mul_one": forall([I0], mul(I0, num(1)), I0),
            "mul_zero": forall([I0], mul(num(0), I0), num(0)),
            "distributivity": forall(
                [I0, J0, K0], mul(I0, add(J0, K0)), add(mul(I0, J0), mul(I0, K0))
            ),
            "add_neg": forall([I0], add(neg(I0), I0), num(0)),
            "sub_neg": forall([I0, J0], app("Int.-", I0, J0), add(I0, neg(J0))),
        },
    )


RING_LAWS = (
    "add_associativity",
    "add_commutativity",
    "add_zero",
    "mul_associativity",
    "mul_commutativity",
    "mul_one",
    "mul_zero",
    "distributivity",
    "add_neg",
    "sub_neg",
)


def ring() -> Json:
    """(i + j) * (i - j) + 2 * 3 = i * i - j * j + 6."""
    c = Certificate()
    declare_integers(c)

    def f(operation: str, *args: Term) -> Term:
        return app(f"Int.{operation}", *args)

    left = f("+", f("*", f("+", I0, J0), f("-", I0, J0)), f("*", num(2), num(3)))
    right = f("+", f("-", f("*", I0, I0), f("*", J0, J0)), num(6))
    p = c.theorem("ring", [], forall([I0, J0], left, right), ["i", "j"])
    p.node(
        "ring",
        [],
        left,
        right,
        sort=INT,
        operations={
            "zero": num(0),
            "one": num(1),
            "add": "Int.+",
            "mul": "Int.*",
            "neg": "Int.neg",
            "sub": "Int.-",
        },
        laws={name: ["axiom", "integers", name, [], []] for name in RING_LAWS},
    )
    return c.data


def truth_table() -> Json:
    """not(p and x = y) is (p implies not x = y), with an atom x = y over nat."""
    c = arithmetic()
    atom = eq(X, Y, NAT)
    left = app("not", app("and", P, atom))
    right = app("ite", P, eq(atom, FALSE, BOOL), TRUE, at=[BOOL])
    p = c.theorem("bool", [], forall([P, X, Y], left, right), ["p", "x", "y"])
    p.node("bool", [], left, right)
    return c.data


def lambdas() -> Json:
    """Function values: a lambda with a parameter, applied."""
    c = arithmetic()
    c.lambda_("adder", [], [X], Y, plus(X, Y), NAT)
    f, t = var("f", arrow(A, B)), var("t", A)
    c.lambda_("eta", ["a", "b"], [f], t, app("apply", f, t, at=[A, B]), B)
    value = app("eta", app("adder", s(X)), at=[NAT, NAT])
    goal = app("apply", value, Y, at=[NAT, NAT])
    p = c.theorem("beta", [], forall([X, Y], goal, s(plus(X, Y))), ["x", "y"])
    inner = app("apply", app("adder", s(X)), Y, at=[NAT, NAT])
    n = p.case([], goal, inner, "eta", 0, [app("adder", s(X)), Y], types=[NAT, NAT])
    n = p.case([], goal, plus(s(X), Y), "adder", 0, [s(X), Y], start=n)
    p.case([], goal, s(plus(X, Y)), "plus", 1, [X, Y], start=n)
    return c.data


def moved_hypotheses() -> Json:
    """even(x) = true implies odd(x) = false: a moved premise, a guard two constructors deep."""
    c = Certificate()
    c.datatype("nat", [], Z=[], S=[NAT])
    for name, first in (("even", TRUE), ("odd", FALSE)):
        second = FALSE if first is TRUE else TRUE
        cases = [(ZERO, first), (s(ZERO), second), (s(s(X)), app(name, X))]
        c.functions(Function(name, [NAT], BOOL, [(app(name, t), r) for t, r in cases]))

    def even(t: Term) -> Term:
        return app("even", t)

    def odd(t: Term) -> Term:
        return app("odd", t)

    clause = forall([X], odd(X), FALSE, [(even(X), TRUE)])
    p = c.theorem("not_both", [], clause, ["x"])
    premise = unit(even(X), TRUE)
    ih = hypothesis([X], [], [premise], odd(X), FALSE)

    def at(t: Term) -> list[Clause]:
        return [substitute_clause(h, {X: t}) for h in (premise, ih)]

    zero = p.case([], odd(ZERO), FALSE, "odd", 0, [])
    h = at(s(ZERO))
    n = p.case(h, even(s(ZERO)), FALSE, "even", 1, [])
    n = p.trans(p.sym(n), p.assume(h, h[0]))
    one = p.node("distinct", h, odd(s(ZERO)), FALSE, from_=n)
    h = at(s(s(N)))
    n1 = p.sym(p.case(h, even(s(s(N))), even(N), "even", 2, [N]))
    n2 = p.trans(n1, p.assume(h, h[0]))
    n3 = p.case(h, odd(s(s(N))), odd(N), "odd", 2, [N])
    two = p.rewrite(h, odd(s(s(N))), FALSE, ["hypothesis", h[1], [N]], start=n3, premises=[n2])
    inner = p.node(
        "split",
        at(s(M)),
        odd(s(M)),
        FALSE,
        variable=M,
        fields=[[], [N]],
        from_=[one, two],
    )
    outer = p.node(
        "split",
        [premise, ih],
        odd(X),
        FALSE,
        variable=X,
        fields=[[], [M]],
        from_=[zero, inner],
    )
    induct(p, [premise], outer, [X], [], [premise])
    return c.data


def declarations() -> Json:
    """Groups, nested and branching datatypes, mutual, lexicographic and partial functions."""
    c = arithmetic()
    declare_lists(c)
    tree = Sort("tree", (A,))
    c.datatype("tree", ["a"], node=[A, list_of(tree)])
    c.datatype("ordinal", [], zero=[], limit=[arrow(NAT, Sort("ordinal"))])
    one, two = Sort("one", (A,)), Sort("two", (A,))
    c.datatypes(
        Datatype("one", {"stop": [], "go": [A, two]}, ["a"]),
        Datatype("two", {"back": [one, arrow(BOOL, one)]}, ["a"]),
    )
    t, ts = var("t", tree), var("ts", list_of(tree))
    v = var("v", A)

    def size(x: Term) -> Term:
        return app("size", x, at=[A])

    def sizes(x: Term) -> Term:
        return app("sizes", x, at=[A])

    def ackermann(x: Term, y: Term) -> Term:
        return app("ackermann", x, y)

    c.functions(
        Function("size", [tree], NAT, [(size(app("node", v, ts, at=[A])), s(sizes(ts)))], ["a"]),
        Function(
            "sizes",
            [list_of(tree)],
            NAT,
            [
                (sizes(nil(tree)), ZERO),
                (sizes(cons(t, ts, tree)), plus(size(t), sizes(ts))),
            ],
            ["a"],
        ),
    )
    c.functions(
        Function(
            "ackermann",
            [NAT, NAT],
            NAT,
            [
                (ackermann(ZERO, Y), s(Y)),
                (ackermann(s(X), ZERO), ackermann(X, s(ZERO))),
                (ackermann(s(X), s(Y)), ackermann(X, ackermann(s(X), Y))),
            ],
        )
    )
    c.functions(
        Function(
            "head",
            [list_of(A)],
            A,
            [(app("head", cons(v, var("vs", list_of(A)), A), at=[A]), v)],
            ["a"],
            partial=True,
        )
    )
    left = ackermann(ZERO, X)
    p = c.theorem("unfold", [], forall([X], left, s(X)), ["x"])
    p.case([], left, s(X), "ackermann", 0, [X])
    return c.data


def refuted_by_values() -> Json:
    """x = y and f true implies x + f-dependent is x, refuted by values, one of them a table."""
    c = arithmetic("refutation")
    c.lambda_("adder", [], [X], Y, plus(X, Y), NAT)
    f = var("f", arrow(BOOL, NAT))
    a = var("v", A)
    call = app("apply", app("adder", X), app("apply", f, FALSE, at=[BOOL, NAT]), at=[NAT, NAT])
    # Only the branch that is needed is evaluated, so the division by zero does no harm.
    crash = eq(app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(0, 1), RATIONAL)
    left = app("ite", app("or", eq(a, a, A), crash), call, X, at=[NAT])
    clause = forall([X, Y, f, a], left, Y, [(X, Y)])
    two = {"term": s(s(ZERO))}
    table = {
        "table": [[{"term": TRUE}, {"term": ZERO}]],
        "default": {"term": s(ZERO)},
    }
    c.data = c.refute(clause, [two, two, table, {"term": num(5)}], types={"a": INT})
    return c.data


def finite_model() -> Json:
    """Associativity does not imply commutativity: the left projection on two elements."""
    c = Certificate("refutation")
    b = var("b", BOOL)
    c.structure(
        "semigroup",
        ["G"],
        {"op": ([G, G], G), "pick": ([BOOL], G)},
        {
            "assoc": forall([U, V, W], op(op(U, V), W), op(U, op(V, W))),
            "picked": forall([b, U], op(app("pick", b), U), app("pick", b), [(b, TRUE)]),
        },
    )
    zero, one = {"element": 0}, {"element": 1}
    return c.refute(
        forall([U, V], op(U, V), op(V, U)),
        [zero, one],
        sorts={"G": 2},
        symbols={"op": [zero, zero, one, one], "pick": [zero, one]},
    )


def citation() -> Json:
    """Uses x + y = y + x from another certificate; the cited one is in `library`."""
    cited = nat_commutative()
    c = arithmetic()
    statement = str(check(cited)["statement"])
    c.cite("commutative", [], COMMUTATIVE, statement, digest(cited))
    left = plus(X, ZERO)
    p = c.theorem("plus_zero", [], forall([X], left, X), ["x"])
    n = p.rewrite([], left, plus(ZERO, X), ["theorem", 0, [], [X, ZERO]])
    p.case([], left, X, "plus", 0, [X], start=n)
    return c.data


_SAMPLES: tuple[Callable[[], Json], ...] = (
    nat_induction,
    nat_commutative,
    list_induction,
    conditional,
    constructors,
    cut_instantiate,
    bool_cases,
    equality,
    evaluation,
    ac,
    ring,
    truth_table,
    lambdas,
    moved_hypotheses,
    declarations,
    refuted_by_values,
    finite_model,
    citation,
    *real_samples.SAMPLES,
    *strict_samples.SAMPLES,
)


def valid() -> dict[str, Json]:
    """All valid certificates by name, made anew."""
    return {sample.__name__: sample() for sample in _SAMPLES}


def library() -> dict[str, Json]:
    """The certificates that `valid` ones cite, by digest: `library().get` is a resolver."""
    return {digest(cited): cited for cited in (nat_commutative(),)}
