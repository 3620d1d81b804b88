"""Certificates that lean on one part of the Coq export each, all valid by the second checker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Clause,
    Function,
    Json,
    Proof,
    Sort,
    Term,
    app,
    arrow,
    forall,
    hypothesis,
    num,
    substitute_clause,
    type_var,
    unit,
    var,
)
from second_checker.samples import arithmetic, cons, declare_lists, list_of, nil, plus, s

NAT, A, G = Sort("nat"), type_var("a"), Sort("G")
X, Y, Z, N, M = (var(name, NAT) for name in "xyznm")
ZERO = app("Z")


def call(name: str, at: Sequence[Sort] = ()) -> Callable[..., Term]:
    """A symbol as a Python function."""
    return lambda *args: app(name, *args, at=at)


def induction(p: Proof, n: int, variables: list[Term], general: Sequence[Term] = ()) -> int:
    """The rule induction on the equation of node n, in the empty context."""
    _, left, right = p.sequents[n]
    return p.node(
        "induction", [], left, right, variables=variables, general=list(general), moved=[], from_=n
    )


def lexicographic_induction() -> Json:
    """g(x, y) = 0 for an Ackermann-like g: the hypothesis is used at (n, 1) and at (S n, m)."""
    c = arithmetic()
    g = call("g")
    cases = [
        (g(ZERO, Y), ZERO),
        (g(s(X), ZERO), g(X, s(ZERO))),
        (g(s(X), s(Y)), g(X, g(s(X), Y))),
    ]
    c.functions(Function("g", [NAT, NAT], NAT, cases))
    p = c.theorem("zero", [], forall([X, Y], g(X, Y), ZERO), ["x", "y"])
    ih = hypothesis([X, Y], [], [], g(X, Y), ZERO)
    base = p.case([], g(ZERO, Y), ZERO, "g", 0, [Y])
    h = [substitute_clause(substitute_clause(ih, {X: s(N)}), {Y: ZERO})]
    n = p.case(h, g(s(N), ZERO), g(N, s(ZERO)), "g", 1, [N])
    one = p.rewrite(h, g(s(N), ZERO), ZERO, ["hypothesis", h[0], [N, s(ZERO)]], start=n)
    h = [substitute_clause(substitute_clause(ih, {X: s(N)}), {Y: s(M)})]
    left = g(s(N), s(M))
    n = p.case(h, left, g(N, g(s(N), M)), "g", 2, [N, M])
    n = p.rewrite(h, left, g(N, ZERO), ["hypothesis", h[0], [s(N), M]], [1], start=n)
    two = p.rewrite(h, left, ZERO, ["hypothesis", h[0], [N, ZERO]], start=n)
    h = [substitute_clause(ih, {X: s(N)})]
    inner = p.node("split", h, g(s(N), Y), ZERO, variable=Y, fields=[[], [M]], from_=[one, two])
    both = p.node("split", [ih], g(X, Y), ZERO, variable=X, fields=[[], [N]], from_=[base, inner])
    induction(p, both, [X, Y])
    return c.data


def nested_induction() -> Json:
    """A tree with lists of trees: the hypothesis is used two constructors below, through a list."""
    c = arithmetic()
    declare_lists(c)
    tree = c.datatype("tree", ["a"], node=[A, list_of(Sort("tree", (A,)))])
    first, node = call("first", [A]), call("node", [A])
    t, t1, v = var("t", tree), var("t1", tree), var("v", A)
    ts, ts1 = var("ts", list_of(tree)), var("ts1", list_of(tree))
    empty, more = node(v, nil(tree)), node(v, cons(t1, ts1, tree))
    cases = [(first(empty), ZERO), (first(more), first(t1))]
    c.functions(Function("first", [tree], NAT, cases, ["a"]))
    p = c.theorem("first_zero", ["a"], forall([t], first(t), ZERO), ["t"])
    ih = hypothesis([t], [], [], first(t), ZERO)
    one = p.case([], first(empty), ZERO, "first", 0, [v], types=[A])
    h = [substitute_clause(ih, {t: more})]
    n = p.case(h, first(more), first(t1), "first", 1, [v, t1, ts1], types=[A])
    two = p.rewrite(h, first(more), ZERO, ["hypothesis", h[0], [t1]], start=n)
    h = [substitute_clause(ih, {t: node(v, ts)})]
    inner = p.node(
        "split", h, first(node(v, ts)), ZERO, variable=ts, fields=[[], [t1, ts1]], from_=[one, two]
    )
    both = p.node("split", [ih], first(t), ZERO, variable=t, fields=[[v, ts]], from_=[inner])
    induction(p, both, [t])

    forest = list_of(tree)
    f = var("f", forest)
    p = c.theorem("deep", ["a"], forall([f], nil(A), nil(A)), ["f"])
    ih = hypothesis([f], [], [], nil(A), nil(A))
    ts2 = var("ts2", forest)
    base = p.refl([], nil(A))
    limit = cons(node(v, cons(t1, ts2, tree)), ts1, tree)
    h2 = [substitute_clause(ih, {f: limit})]
    used = p.rewrite(h2, nil(A), nil(A), ["hypothesis", h2[0], [ts2]])
    h = [substitute_clause(ih, {f: cons(node(v, ts), ts1, tree)})]
    fields = [[], [t1, ts2]]
    inner = p.node("split", h, nil(A), nil(A), variable=ts, fields=fields, from_=[base, used])
    h = [substitute_clause(ih, {f: cons(t, ts1, tree)})]
    middle = p.node("split", h, nil(A), nil(A), variable=t, fields=[[v, ts]], from_=[inner])
    both = p.node(
        "split", [ih], nil(A), nil(A), variable=f, fields=[[], [t, ts1]], from_=[base, middle]
    )
    induction(p, both, [f])
    return c.data


def functions() -> Json:
    """All forms of recursion, with one theorem for each case that says what the case says."""
    c = arithmetic()
    declare_lists(c)
    even, odd, fib, half, minus, berry, merge = map(
        call, ("even", "odd", "fib", "half", "minus", "berry", "merge")
    )
    two = s(s(X))
    c.functions(
        Function("even", [NAT], BOOL, [(even(ZERO), TRUE), (even(s(X)), odd(X))]),
        Function("odd", [NAT], BOOL, [(odd(ZERO), FALSE), (odd(s(X)), even(X))]),
    )
    cases = [(fib(ZERO), ZERO), (fib(s(ZERO)), s(ZERO)), (fib(two), plus(fib(s(X)), fib(X)))]
    c.functions(Function("fib", [NAT], NAT, cases))
    cases = [(half(ZERO), ZERO), (half(s(ZERO)), ZERO), (half(two), s(half(X)))]
    c.functions(Function("half", [NAT], NAT, cases))
    cases = [
        (minus(X, ZERO), X),
        (minus(ZERO, s(Y)), ZERO),
        (minus(s(X), s(Y)), minus(X, Y)),
    ]
    c.functions(Function("minus", [NAT, NAT], NAT, cases))
    b = var("b", BOOL)
    cases = [
        (berry(TRUE, FALSE, b), ZERO),
        (berry(FALSE, b, TRUE), ZERO),
        (berry(b, TRUE, FALSE), ZERO),
        (berry(TRUE, TRUE, TRUE), s(ZERO)),
        (berry(FALSE, FALSE, FALSE), s(ZERO)),
    ]
    c.functions(Function("berry", [BOOL, BOOL, BOOL], NAT, cases))
    cases = [
        (merge(ZERO, Y), Y),
        (merge(s(X), ZERO), s(X)),
        (
            merge(s(X), s(Y)),
            app("ite", even(X), s(merge(X, s(Y))), s(merge(s(X), Y)), at=[NAT]),
        ),
    ]
    c.functions(Function("merge", [NAT, NAT], NAT, cases))
    left = even(s(s(X)))
    p = c.theorem("even_two", [], forall([X], left, even(X)), ["x"])
    n = p.case([], left, odd(s(X)), "even", 1, [s(X)])
    p.case([], left, even(X), "odd", 1, [X], start=n)
    return c.data


def swapped_arguments() -> Json:
    """A function that terminates by size change but has no structural argument: axioms in Coq."""
    c = arithmetic()
    mix = call("mix")
    cases = [(mix(ZERO, Y), Y), (mix(s(X), Y), s(mix(Y, X)))]
    c.functions(Function("mix", [NAT, NAT], NAT, cases))
    p = c.theorem("mix", [], forall([X], mix(s(ZERO), X), s(mix(X, ZERO))), ["x"])
    p.case([], mix(s(ZERO), X), s(mix(X, ZERO)), "mix", 1, [ZERO, X])
    return c.data


def inhabitants() -> Json:
    """Partial functions over any type, and variables that occur in the proof only."""
    c = arithmetic()
    declare_lists(c)
    x, xs, z = var("x", A), var("xs", list_of(A)), var("z", A)
    head, second = call("head", [A]), call("second", [A])
    tail = var("ys", list_of(A))
    c.functions(Function("head", [list_of(A)], A, [(head(cons(x, xs, A)), x)], ["a"], True))
    whole = cons(z, cons(x, xs, A), A)
    c.functions(Function("second", [list_of(A)], A, [(second(whole), head(cons(x, xs, A)))],
                         ["a"], True))  # fmt: skip
    c.lambda_("heads", ["a"], [], xs, head(xs), A)
    p = c.theorem("second", ["a"], forall([z, x, xs], second(whole), x), ["z", "x", "xs"])
    n = p.case([], second(whole), head(cons(x, xs, A)), "second", 0, [z, x, xs], types=[A])
    p.case([], second(whole), x, "head", 0, [x, xs], types=[A], start=n)
    inner = list_of(A)
    term = app("second", cons(tail, cons(tail, nil(inner), inner), inner), at=[inner])
    p = c.theorem("nested", ["a"], forall([tail], term, tail), ["ys"])
    p.rewrite([], term, tail, ["theorem", 0, [inner], [tail, tail, nil(inner)]])
    c.structure("group", ["G"], {"unit": ([], G)}, {})
    for name, sort in (("a", A), ("g", G), ("n", NAT), ("f", arrow(NAT, G)), ("i", INT)):
        v, other = var("v", sort), var("other", sort)
        types = ["a"] if sort == A else []
        p = c.theorem(f"extra_{name}", types, forall([v], v, v), ["v"])
        conditional = app("ite", TRUE, v, other, at=[sort])
        by = ["builtin", "ite", 0, [sort], [v, other]]
        one = p.rewrite([], v, conditional, by, reverse=True)
        two = p.rewrite([], conditional, v, by)
        p.trans(one, two)
    return c.data


def polymorphic_symbols() -> Json:
    """A structure over any type; `choose` would be a contradiction for an empty type."""
    c = Certificate()
    declare_lists(c)
    xs, x = var("xs", list_of(A)), var("x", A)
    choose = call("choose", [A])
    c.declare(
        kind="structure",
        name="choice",
        sorts=[],
        symbols=[
            {"name": "choose", "types": ["a"], "arguments": [list_of(A)], "result": A},
            {"name": "default", "types": ["a"], "arguments": [], "result": A},
        ],
        axioms=[
            {
                "name": "choose_cons",
                "types": ["a"],
                "clause": forall([x, xs], choose(cons(x, xs, A)), x),
            }
        ],
    )
    left = app("choose", cons(nil(A), nil(list_of(A)), list_of(A)), at=[list_of(A)])
    p = c.theorem("chosen", ["a"], forall([], left, nil(A)), [])
    by = ["axiom", "choice", "choose_cons", [list_of(A)], [nil(A), nil(list_of(A))]]
    p.rewrite([], left, nil(A), by)
    return c.data


def strange_names() -> Json:
    """Names that are Coq's own, that differ only in their signs, or that are operators."""
    c = Certificate()
    nat = Sort("bool")
    c.datatype("bool", [], O=[], eq_refl=[nat])
    zero, succ = app("O"), call("eq_refl")
    x, y = var("S", nat), var("match", nat)
    for name in ("nat.+", "nat_plus", "nat.*", "fun"):
        f = call(name)
        cases = [(f(zero, y), y), (f(succ(x), y), succ(f(x, y)))]
        c.functions(Function(name, [nat, nat], nat, cases))
    left = app("nat.+", zero, x)
    for name in ("forall", "*) Abort. (*", "nat.+"):
        p = c.theorem(name.replace(" ", ""), [], forall([x], left, x), ["Eq"])
        v = var("Eq", nat)
        p.case([], app("nat.+", zero, v), v, "nat.+", 0, [v])
    both = var("x", nat), var("x", BOOL)
    p = c.theorem("Qed", [], forall(both, both[0], both[0], [(both[1], TRUE)]), ["x", "y"])
    p.refl([unit(var("y", BOOL), TRUE)], both[0])
    p = c.theorem("last", [], forall([x, y], x, x), ["nil", "Some"])
    h: list[Clause] = []
    v = var("nil", nat)
    ends = [p.refl(h, zero), p.refl(h, succ(var("S", nat)))]
    p.node("split", h, v, v, variable=v, fields=[[], [var("S", nat)]], from_=ends)
    return c.data


def general_hypotheses() -> Json:
    """A quantified hypothesis goes through a split; a guarded one through an instantiation."""
    c = arithmetic()
    p = c.theorem("through", [], forall([X], plus(X, ZERO), X), ["x"])
    lemma = forall([N], plus(N, X), plus(X, N))
    local = [substitute_clause(lemma, {X: t}) for t in (ZERO, s(M))]
    base = p.case([], plus(ZERO, ZERO), ZERO, "plus", 0, [ZERO])
    left = plus(s(M), ZERO)
    n = p.rewrite([local[1]], left, plus(ZERO, s(M)), ["hypothesis", local[1], [ZERO]],
                  reverse=True)  # fmt: skip
    step = p.case([local[1]], left, s(M), "plus", 0, [s(M)], start=n)
    split = p.node(
        "split", [lemma], plus(X, ZERO), X, variable=X, fields=[[], [M]], from_=[base, step]
    )
    ih = hypothesis([X], [], [], plus(X, ZERO), X)
    general = substitute_clause(ih, {X: s(N)})
    n = p.rewrite([general], plus(N, ZERO), N, ["hypothesis", general, [N]])
    special = substitute_clause(ih, {X: s(M)})
    n = p.node("instantiate", [special], plus(M, ZERO), M, variables=[N], terms=[M], from_=n)
    n2 = p.case([special], left, s(plus(M, ZERO)), "plus", 1, [M, ZERO])
    n3 = p.node("cong", [special], s(plus(M, ZERO)), s(M), from_=[n])
    n4 = p.trans(n2, n3)
    both = p.node("split", [ih], plus(X, ZERO), X, variable=X, fields=[[], [M]], from_=[base, n4])
    induction(p, both, [X])
    assert split
    return c.data


def rings(negation: bool, subtraction: bool, mirrored: bool) -> Json:
    """An identity in an abstract commutative ring or semiring."""
    c = Certificate()
    sort = Sort("R")
    x, y, z = (var(name, sort) for name in "xyz")
    zero, one = app("zero"), app("one")
    add, mul, neg, sub = map(call, ("add", "mul", "neg", "sub"))
    symbols: dict[str, tuple[Sequence[Sort], Sort]] = {
        "zero": ([], sort), "one": ([], sort), "add": ([sort, sort], sort),
        "mul": ([sort, sort], sort), "neg": ([sort], sort), "sub": ([sort, sort], sort),
    }  # fmt: skip
    m = mirrored
    laws = {
        "add_associativity": forall([z, x, y], add(add(x, y), z), add(x, add(y, z))),
        "add_commutativity": forall([x, y], add(x, y), add(y, x)),
        "add_zero": forall([x], add(x, zero) if m else add(zero, x), x),
        "mul_associativity": forall([x, y, z], mul(x, mul(y, z)), mul(mul(x, y), z)),
        "mul_commutativity": forall([x, y], mul(x, y), mul(y, x)),
        "mul_one": forall([x], x, mul(x, one) if m else mul(one, x)),
        "mul_zero": forall([x], mul(x, zero) if m else mul(zero, x), zero),
        "distributivity": forall([x, y, z], mul(x, add(y, z)), add(mul(x, y), mul(x, z)))
        if m
        else forall([x, y, z], mul(add(x, y), z), add(mul(x, z), mul(y, z))),
    }
    if negation:
        laws["add_neg"] = forall([x], add(neg(x), x) if m else add(x, neg(x)), zero)
    if subtraction:
        laws["sub_neg"] = forall([x, y], sub(x, y), add(x, neg(y)))
    c.structure("ring", ["R"], symbols, laws)
    left = mul(add(x, y), add(x, one))
    right = add(add(mul(x, x), mul(x, y)), add(y, x))
    if negation:
        left, right = add(left, neg(x)), add(add(mul(x, x), mul(x, y)), y)
    if subtraction:
        left = sub(left, zero)
    p = c.theorem("ring", [], forall([x, y], left, right), ["x", "y"])
    operations: dict[str, Any] = {
        "zero": zero, "one": one, "add": "add", "mul": "mul",
        "neg": "neg" if negation else None, "sub": "sub" if subtraction else None,
    }  # fmt: skip
    cited = {name: ["axiom", "ring", name, [], []] for name in laws}
    p.node("ring", [], left, right, sort=sort, operations=operations, laws=cited)
    return c.data


def semiring() -> Json:
    """Without negation."""
    return rings(False, False, True)


def ring_negation() -> Json:
    """With negation, laws mirrored."""
    return rings(True, False, True)


def ring_subtraction() -> Json:
    """With subtraction."""
    return rings(True, True, False)


def integers() -> Json:
    """Literals, comparisons and equality of integers."""
    c = Certificate()
    big = 12345678901234567890
    facts = [
        (app("Int.*", num(big), num(-big)), num(-big * big)),
        (app("Int.-", num(3), num(3)), num(0)),
        (app("Int.neg", num(0)), num(0)),
        (app("Int.<=", num(-2), num(2)), TRUE),
        (app("Int.<", num(2), num(2)), FALSE),
        (app("eq", num(2), num(2), at=[INT]), TRUE),
        (app("eq", num(-2), num(2), at=[INT]), FALSE),
    ]
    for i, (left, right) in enumerate(facts):
        p = c.theorem(f"fact{i}", [], forall([], left, right), [])
        p.node("eval", [], left, right)
    return c.data


def reordered(count: int = 12) -> Json:
    """A reversed sum in a commutative semigroup whose laws are stated the other way round."""
    c = Certificate()
    x, y, z = (var(name, G) for name in "xyz")
    op = call("op")
    laws = {
        "assoc": forall([y, z, x], op(x, op(y, z)), op(op(x, y), z)),
        "comm": forall([y, x], op(x, y), op(y, x)),
    }
    c.structure("semigroup", ["G"], {"op": ([G, G], G)}, laws)
    terms = [var(f"v{i}", G) for i in range(count)]
    left = right = terms[0]
    for t in terms[1:]:
        left, right = op(left, t), op(t, right)
    p = c.theorem("reordered", [], forall(terms, left, right), [t.name for t in terms])
    p.node("ac", [], left, right, symbol="op", types=[], laws={
        "associativity": ["axiom", "semigroup", "assoc", [], []],
        "commutativity": ["axiom", "semigroup", "comm", [], []],
    })  # fmt: skip
    return c.data


def shared_nodes() -> Json:
    """Nodes used twice become lemmas, and a deep tower of `cong` does as well."""
    c = arithmetic()
    goal = plus(ZERO, plus(ZERO, X))
    p = c.theorem("shared", [], forall([X], plus(goal, goal), plus(X, X)), ["x"])
    n1 = p.case([], goal, plus(ZERO, X), "plus", 0, [plus(ZERO, X)])
    n2 = p.case([], goal, X, "plus", 0, [X], start=n1)
    p.node("cong", [], plus(goal, goal), plus(X, X), from_=[n2, n2])
    return c.data


def deep_tower() -> Json:
    """A chain of nested congruences, each used once."""
    c = arithmetic()
    p = c.theorem("tower", [], forall([X, Y], s(X), s(Y), [(X, Y)]), ["x", "y"])
    h = [unit(X, Y)]
    n = p.assume(h, h[0])
    left, right = X, Y
    for _ in range(200):
        left, right = s(left), s(right)
        n = p.node("cong", h, left, right, from_=[n])
    for _ in range(199):
        left, right = left.args[0], right.args[0]
        n = p.node("injective", h, left, right, field=0, from_=n)
    return c.data


def chain(steps: int, k: int = 20) -> Json:
    """S^k x + (y + z) worked out one step at a time and back again, inside a larger term.

    Every step is another redex at another depth, so the terms change as they do in real proofs.
    """
    c = arithmetic()

    def tower(t: Term, height: int) -> Term:
        for _ in range(height):
            t = s(t)
        return t

    p = c.theorem("chain", [], forall([X, Y, Z], X, X), ["x", "y", "z"])
    outer, n, i = plus(Z, plus(X, Y)), None, 0

    def around(t: Term) -> Term:
        return plus(plus(outer, t), outer)

    start = around(plus(tower(X, k), plus(Y, Z)))
    while i < steps:
        down = (i // k) % 2 == 0
        height = i % k if down else k - 1 - i % k
        inner, rest = plus(tower(X, k - height), plus(Y, Z)), tower(X, k - height - 1)
        one = around(tower(inner, height))
        two = around(tower(s(plus(rest, plus(Y, Z))), height))
        if not down:
            one, two = two, one
        by = ["case", "plus", 1, [], [rest, plus(Y, Z)]]
        n = p.rewrite([], start, two, by, [0, 1, *[0] * height], start=n, reverse=not down)
        i += 1
    p.raw["clause"] = c.clause(forall([X, Y, Z], start, start))
    return c.data


SAMPLES: tuple[Callable[[], Json], ...] = (
    lexicographic_induction, nested_induction, functions, swapped_arguments, inhabitants,
    polymorphic_symbols, strange_names, general_hypotheses, semiring, ring_negation,
    ring_subtraction, integers, reordered, shared_nodes, deep_tower,
)  # fmt: skip
