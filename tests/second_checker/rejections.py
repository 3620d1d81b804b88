"""One wrong certificate for each condition of the format: a valid sample and a change to it.

`on` registers (name, sample, change, part of the message); a change gets the sample as a
`build.Certificate` and alters its `data`. `rejected()` yields the changed certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import real_rejections, samples, strict_rejections
from .build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Clause,
    Datatype,
    Function,
    Json,
    Sort,
    Term,
    app,
    arrow,
    bound,
    eq,
    forall,
    hypothesis,
    num,
    ratio,
    unit,
    var,
)
from .registry import REJECTED, on
from .samples import I0, NAT, ZERO, A, B, G, M, N, P, U, V, W, X, Y, list_of, nil, op, plus, s

__all__ = ["real_rejections", "rejected", "strict_rejections", "trivial"]


def rejected() -> Iterator[tuple[str, Json, str]]:
    """The changed certificates with their names and messages."""
    valid = samples.valid()
    for name, sample, change, message in REJECTED:
        c = Certificate.load(valid[sample])
        change(c)
        yield name, c.data, message


def trivial(c: Certificate, h: list[Clause] | None = None) -> None:
    """A theorem, so that declarations come with a proof."""
    c.theorem("trivial", [], unit(TRUE, TRUE)).refl(h or [], TRUE)


# Section 1: tables.


@on("nat_induction", "unknown or missing keys")
def unknown_key(c: Certificate) -> None:
    c.data["comment"] = "no"


@on("nat_induction", "unknown or missing keys")
def missing_key(c: Certificate) -> None:
    del c.data["contexts"]


@on("nat_induction", "unknown or missing keys")
def unknown_key_in_node(c: Certificate) -> None:
    c.node("split")["note"] = 1


@on("nat_induction", "unknown format")
def unknown_format(c: Certificate) -> None:
    c.data["format"] = "lemmata.certificate/2"


@on("nat_induction", "unknown kind of certificate")
def unknown_kind(c: Certificate) -> None:
    c.data["kind"] = "rumour"


@on("evaluation", "a number is expected")
def true_is_not_one(c: Certificate) -> None:
    c.data["theorems"][0]["clause"] = False


@on("nat_induction", "out of range")
def negative_number(c: Certificate) -> None:
    c.node("split")["variable"] = -1


@on("nat_induction", "a value of type float")
def float_number(c: Certificate) -> None:
    c.node("split")["variable"] = 1.0


@on("nat_induction", "no entry")
def sort_forward(c: Certificate) -> None:
    c.data["sorts"].append(["->", 0, len(c.data["sorts"])])


@on("nat_induction", "no entry")
def term_forward(c: Certificate) -> None:
    c.data["terms"].append(["app", "S", [], [len(c.data["terms"])]])


@on("nat_induction", "sorts has two equal")
def sort_twice(c: Certificate) -> None:
    c.data["sorts"].append(c.data["sorts"][0])


@on("nat_induction", "terms has two equal")
def term_twice(c: Certificate) -> None:
    c.data["terms"].append(c.data["terms"][0])


@on("nat_induction", "clauses has two equal")
def clause_twice(c: Certificate) -> None:
    c.data["clauses"].append(c.data["clauses"][0])


@on("nat_induction", "contexts has two equal")
def context_twice(c: Certificate) -> None:
    c.data["contexts"].append(c.data["contexts"][1])


@on("nat_induction", "strictly increasing")
def context_order(c: Certificate) -> None:
    c.data["contexts"].append([1, 0])


@on("nat_induction", "strictly increasing")
def context_repeats(c: Certificate) -> None:
    c.data["contexts"].append([0, 0])


@on("nat_induction", "is not declared with 0")
def sort_unknown(c: Certificate) -> None:
    c.data["sorts"].append(["nothing"])


@on("list_induction", "is not declared with 0")
def sort_arity(c: Certificate) -> None:
    c.data["sorts"].append(["list"])


@on("nat_induction", "not declared")
def symbol_unknown(c: Certificate) -> None:
    c.term(app("nothing"))


@on("nat_induction", "do not have the declared sorts")
def argument_sort(c: Certificate) -> None:
    c.term(s(TRUE))


@on("nat_induction", "do not have the declared sorts")
def argument_count(c: Certificate) -> None:
    c.term(app("S", X, X))


@on("list_induction", "a list of length 1")
def sort_arguments_count(c: Certificate) -> None:
    c.term(app("nil"))


@on("list_induction", "do not have the declared sorts")
def sort_arguments_matter(c: Certificate) -> None:
    c.term(samples.cons(TRUE, nil(A), BOOL))


@on("evaluation", "not an integer literal")
def literal_minus_zero(c: Certificate) -> None:
    c.data["terms"].append(["int", "-0"])


@on("evaluation", "not an integer literal")
def literal_leading_zero(c: Certificate) -> None:
    c.data["terms"].append(["int", "01"])


@on("evaluation", "not an integer literal")
def literal_newline(c: Certificate) -> None:
    c.data["terms"].append(["int", "1\n"])


@on("evaluation", "not an integer literal")
def literal_other_digits(c: Certificate) -> None:
    c.data["terms"].append(["int", "١٢"])


@on("evaluation", "more than 100,000 digits")
def literal_too_long(c: Certificate) -> None:
    c.data["terms"].append(["int", "1" * 100_001])


@on("evaluation", "lowest terms")
def rational_not_lowest(c: Certificate) -> None:
    c.data["terms"].append(["rational", "2", "4"])


@on("evaluation", "lowest terms")
def rational_zero(c: Certificate) -> None:
    c.data["terms"].append(["rational", "0", "2"])


@on("evaluation", "lowest terms")
def rational_denominator_zero(c: Certificate) -> None:
    c.data["terms"].append(["rational", "1", "0"])


@on("evaluation", "lowest terms")
def rational_denominator_negative(c: Certificate) -> None:
    c.data["terms"].append(["rational", "1", "-2"])


@on("nat_induction", "not a name")
def name_with_blank(c: Certificate) -> None:
    c.term(var("a b", NAT))


@on("nat_induction", "not a name")
def name_empty(c: Certificate) -> None:
    c.term(var("", NAT))


@on("nat_induction", "not a name")
def name_long(c: Certificate) -> None:
    c.term(var("x" * 201, NAT))


@on("nat_induction", "not a name")
def name_quote(c: Certificate) -> None:
    c.term(var('x"', NAT))


@on("nat_induction", "not a name")
def name_backslash(c: Certificate) -> None:
    c.term(var("x\\", NAT))


@on("nat_induction", "not a name")
def name_control(c: Certificate) -> None:
    c.term(var("x\x7f", NAT))


@on("nat_induction", "different sorts")
def clause_sorts(c: Certificate) -> None:
    c.clause(forall([X], X, TRUE))


@on("nat_induction", "does not fit its clause")
def bound_sort(c: Certificate) -> None:
    c.clause(Clause((BOOL,), (), (bound(0, NAT), ZERO)))


@on("nat_induction", "does not fit its clause")
def bound_index(c: Certificate) -> None:
    c.clause(Clause((NAT,), (), (bound(1, NAT), ZERO)))


@on("nat_induction", "do not fit")
def guard_empty(c: Certificate) -> None:
    c.clause(Clause((), (), (ZERO, ZERO), ((), ())))


@on("nat_induction", "do not fit")
def guard_length(c: Certificate) -> None:
    c.clause(Clause((), (), (ZERO, ZERO), ((ZERO,), (ZERO, X))))


@on("nat_induction", "do not fit")
def guard_sorts(c: Certificate) -> None:
    c.clause(Clause((), (), (ZERO, ZERO), ((ZERO,), (TRUE,))))


@on("nat_induction", "limit of a guard")
def guard_limit_bound(c: Certificate) -> None:
    c.clause(Clause((NAT,), (), (ZERO, ZERO), ((ZERO,), (bound(0, NAT),))))


@on("nat_induction", "not a name")
def name_with_format_character(c: Certificate) -> None:
    c.term(var("x\u200d", NAT))


@on("nat_induction", "not a name")
def name_with_wide_blank(c: Certificate) -> None:
    c.term(var("x\u3000", NAT))


# Section 3: declarations.


@on("nat_induction", "declared twice or built in")
def declared_twice(c: Certificate) -> None:
    c.datatype("other", [], S=[])


@on("nat_induction", "declared twice or built in")
def declared_builtin(c: Certificate) -> None:
    c.datatype("other", [], eq=[])


@on("nat_induction", "unknown kind of declaration")
def declared_otherwise(c: Certificate) -> None:
    c.declare(kind="axiom", name="x")


@on("nat_induction", "named var")
def sort_named_var(c: Certificate) -> None:
    c.datatype("var", ["a"], v=[])


@on("nat_induction", "declared later")
def declared_later(c: Certificate) -> None:
    c.data["declarations"].reverse()


@on("nat_induction", "type variable that is not declared")
def datatype_type_variable(c: Certificate) -> None:
    c.datatype("box", ["a"], pack=[B])


@on("nat_induction", "a name occurs twice")
def types_repeat(c: Certificate) -> None:
    c.datatype("box", ["a", "a"], pack=[A])


@on("nat_induction", "without constructors")
def datatype_empty(c: Certificate) -> None:
    c.datatype("empty", [])


@on("declarations", "different type variables")
def group_types(c: Certificate) -> None:
    c.datatypes(Datatype("d1", {"c1": []}, ["a"]), Datatype("d2", {"c2": []}, ["b"]))


@on("list_induction", "not uniform")
def datatype_nested_type(c: Certificate) -> None:
    c.datatype("perfect", ["a"], leaf=[A], deeper=[Sort("perfect", (list_of(A),))])


@on("list_induction", "not strictly positive")
def datatype_negative(c: Certificate) -> None:
    c.datatype("bad", [], base=[], wrap=[arrow(Sort("bad"), BOOL)])


@on("list_induction", "not strictly positive")
def datatype_double_negative(c: Certificate) -> None:
    c.datatype("bad", [], base=[], wrap=[arrow(arrow(Sort("bad"), BOOL), BOOL)])


@on("list_induction", "not strictly positive")
def datatype_negative_nested(c: Certificate) -> None:
    c.datatype("predicate", ["a"], test=[arrow(A, BOOL)])
    c.datatype("bad", [], base=[], wrap=[Sort("predicate", (Sort("bad"),))])


@on("list_induction", "not strictly positive")
def datatype_negative_through_group(c: Certificate) -> None:
    other = Sort("other", (A,))
    c.datatypes(
        Datatype("this", {"this1": [other]}, ["a"]),
        Datatype("other", {"other1": [arrow(A, BOOL)]}, ["a"]),
    )
    c.datatype("bad", [], base=[], wrap=[Sort("this", (Sort("bad"),))])


@on("list_induction", "no value of finite size")
def datatype_infinite(c: Certificate) -> None:
    c.datatype("stream", ["a"], push=[A, Sort("stream", (A,))])


@on("list_induction", "no value of finite size")
def datatype_infinite_function(c: Certificate) -> None:
    c.datatype("bad", [], ask=[arrow(NAT, Sort("bad"))])
    c.datatype("nat", [], Z=[], S=[NAT])
    c.data["declarations"].insert(0, c.data["declarations"].pop())


@on("list_induction", "no value of finite size")
def datatype_infinite_nested(c: Certificate) -> None:
    c.datatype("box", ["a"], pack=[A])
    c.datatype("bad", [], wrap=[Sort("box", (Sort("bad"),))])


def f(*args: Term) -> Term:
    return app("f", *args)


@on("nat_induction", "premises, a guard or free variables")
def case_with_premise(c: Certificate) -> None:
    group = c.data["declarations"][1]["group"]
    group[0]["cases"][0] = c.clause(forall([Y], plus(ZERO, Y), Y, [(Y, Y)]))


@on("nat_induction", "premises, a guard or free variables")
def case_with_guard(c: Certificate) -> None:
    group = c.data["declarations"][1]["group"]
    case = forall([Y], plus(ZERO, Y), Y)
    guarded = Clause(case.bound, (), case.conclusion, ((ZERO,), (ZERO,)))
    group[0]["cases"][0] = c.clause(guarded)


@on("nat_induction", "premises, a guard or free variables")
def case_with_free_variable(c: Certificate) -> None:
    # f() = y for a free y would make all numbers equal.
    c.functions(Function("f", [], NAT, [(f(), Y)]))


@on("list_induction", "type variable that is not declared")
def case_type_variable(c: Certificate) -> None:
    value = app("ite", eq(nil(B), nil(B), list_of(B)), TRUE, FALSE, at=[BOOL])
    c.functions(Function("f", [], BOOL, [(f(), value)]))


@on("nat_induction", "defines something else")
def case_of_another(c: Certificate) -> None:
    c.functions(Function("f", [NAT], NAT, [(plus(X, Y), Y)]))


@on("list_induction", "not general in its type variables")
def case_not_general(c: Certificate) -> None:
    x = var("x", BOOL)
    left = app("f", x, at=[BOOL])
    c.functions(Function("f", [A], A, [(left, x)], ["a"]))


@on("nat_induction", "occurs twice in a left side")
def pattern_not_linear(c: Certificate) -> None:
    c.functions(Function("f", [NAT, NAT], NAT, [(f(X, X), X)], partial=True))


@on("nat_induction", "does not occur in the left side")
def pattern_lacks_variable(c: Certificate) -> None:
    c.functions(Function("f", [NAT], NAT, [(f(X), X)]))
    group = c.data["declarations"][-1]["group"]
    group[0]["cases"] = [c.clause(forall([X, Y], f(X), Y))]


@on("nat_induction", "neither variable nor constructor")
def pattern_with_function(c: Certificate) -> None:
    c.functions(Function("f", [NAT], NAT, [(f(plus(X, Y)), X)], partial=True))


@on("evaluation", "neither variable nor constructor")
def pattern_with_literal(c: Certificate) -> None:
    c.functions(Function("f", [INT], BOOL, [(f(num(0)), TRUE)], partial=True))


@on("nat_induction", "overlap")
def cases_overlap(c: Certificate) -> None:
    c.functions(Function("f", [NAT, NAT], NAT, [(f(ZERO, X), X), (f(X, ZERO), X)], partial=True))


@on("nat_induction", "not complete")
def cases_incomplete(c: Certificate) -> None:
    c.functions(Function("f", [NAT], NAT, [(f(ZERO), ZERO), (f(s(s(X))), X)]))


@on("nat_induction", "not complete")
def cases_incomplete_bool(c: Certificate) -> None:
    c.functions(
        Function("f", [BOOL, NAT], NAT, [(f(TRUE, X), X), (f(FALSE, s(X)), X)]),
    )


@on("nat_induction", "not complete")
def cases_none(c: Certificate) -> None:
    c.functions(Function("f", [INT], NAT, []))


@on("nat_induction", "does not terminate")
def recursion_same(c: Certificate) -> None:
    c.functions(Function("f", [NAT], BOOL, [(f(X), app("not", f(X)))]))


@on("nat_induction", "does not terminate")
def recursion_constant(c: Certificate) -> None:
    c.functions(Function("f", [], BOOL, [(f(), app("not", f()))]))


@on("nat_induction", "does not terminate")
def recursion_partial(c: Certificate) -> None:
    c.functions(Function("f", [NAT], BOOL, [(f(s(X)), app("not", f(s(X))))], partial=True))


@on("nat_induction", "does not terminate")
def recursion_grows(c: Certificate) -> None:
    c.functions(
        Function("f", [NAT, NAT], NAT, [(f(ZERO, Y), Y), (f(s(X), Y), f(s(s(X)), Y))]),
    )


@on("nat_induction", "does not terminate")
def recursion_swap(c: Certificate) -> None:
    # One argument shrinks while the other is rebuilt, and they swap.
    c.functions(Function("f", [NAT, NAT], NAT, [(f(ZERO, Y), Y), (f(s(X), Y), f(s(Y), X))]))


@on("nat_induction", "does not terminate")
def recursion_mutual(c: Certificate) -> None:
    g = app("g", X)
    c.functions(
        Function("f", [NAT], BOOL, [(f(X), g)]),
        Function("g", [NAT], BOOL, [(g, app("not", f(X)))]),
    )


@on("nat_induction", "more than 5,000")
def recursion_too_many_matrices(c: Certificate) -> None:
    variables = [var(f"v{i}", NAT) for i in range(8)]
    shifted = [*variables[1:], variables[0]]
    swapped = [variables[1], variables[0], *variables[2:]]
    small = f(s(X), *variables)
    both = plus(f(X, *shifted), f(X, *swapped))
    c.functions(
        Function("f", [NAT] * 9, NAT, [(f(ZERO, *variables), ZERO), (small, both)]),
    )


@on("lambdas", "a lambda uses itself")
def lambda_of_itself(c: Certificate) -> None:
    body = app("not", app("apply", app("liar"), P, at=[BOOL, BOOL]))
    c.lambda_("liar", [], [], P, body, BOOL)


@on("lambdas", "premises, a guard or free variables")
def lambda_with_free_variable(c: Certificate) -> None:
    c.lambda_("any", [], [], X, Y, NAT)


@on("lambdas", "does not bind its parameters")
def lambda_binds_more(c: Certificate) -> None:
    c.lambda_("more", [], [], Y, Y, NAT)
    left = app("apply", app("more"), Y, at=[NAT, NAT])
    c.data["declarations"][-1]["case"] = c.clause(forall([Y, X], left, X))


@on("lambdas", "not the value applied")
def lambda_left_side(c: Certificate) -> None:
    c.lambda_("swap", [], [X], Y, X, NAT)
    left = app("apply", app("swap", Y), X, at=[NAT, NAT])
    c.data["declarations"][-1]["case"] = c.clause(forall([X, Y], left, X))


@on("lambdas", "not a sort A -> B")
def lambda_result(c: Certificate) -> None:
    c.declare(
        kind="lambda", name="same", types=[], parameters=[], result=NAT, case=forall([X], X, X)
    )


@on("ac", "an axiom is not closed")
def axiom_open(c: Certificate) -> None:
    c.structure("more", axioms={"open": unit(U, V)})


@on("ac", "an axiom is not closed")
def axiom_guard(c: Certificate) -> None:
    c.structure("more", axioms={"g": Clause((), (), (TRUE, FALSE), ((TRUE,), (TRUE,)))})


@on("ac", "an axiom uses a type variable")
def axiom_type_variable(c: Certificate) -> None:
    a = var("a", A)
    c.structure("more", axioms={"all": forall([a], a, a)})


@on("ac", "structure semigroup is declared twice")
def structure_twice(c: Certificate) -> None:
    c.structure("semigroup")


@on("ac", "declared twice")
def axiom_twice(c: Certificate) -> None:
    axioms = c.data["declarations"][0]["axioms"]
    axioms[1]["name"] = axioms[0]["name"]


# Section 4: theorems.


@on("nat_induction", "no theorems")
def theorems_none(c: Certificate) -> None:
    c.data["theorems"] = []


@on("nat_induction", "without nodes")
def theorem_without_nodes(c: Certificate) -> None:
    c.data["theorems"][0]["nodes"] = []


@on("equality", "not closed")
def statement_open(c: Certificate) -> None:
    x = var("x", A)
    c.theorem("open", ["a"], unit(x, x)).refl([], x)


@on("nat_induction", "not closed")
def statement_guard(c: Certificate) -> None:
    clause = Clause((), (), (TRUE, TRUE), ((TRUE,), (TRUE,)))
    c.theorem("guarded", [], clause).refl([], TRUE)


@on("equality", "type variable of the statement")
def statement_types(c: Certificate) -> None:
    c.data["theorems"][-1]["types"] = []


@on("nat_commutative", "two theorems have the same name")
def theorem_names(c: Certificate) -> None:
    c.data["theorems"][1]["name"] = c.data["theorems"][0]["name"]


@on("nat_commutative", "a variable is listed twice")
def theorem_variables_twice(c: Certificate) -> None:
    theorem = c.data["theorems"][-1]
    theorem["variables"] = [theorem["variables"][0]] * 2


@on("nat_commutative", "a list of length 2")
def theorem_variables_count(c: Certificate) -> None:
    c.data["theorems"][-1]["variables"].pop()


@on("conditional", "variables of other sorts")
def theorem_variables_sorts(c: Certificate) -> None:
    c.data["theorems"][0]["variables"].reverse()


@on("constructors", "not a subset")
def theorem_open_hypothesis(c: Certificate) -> None:
    p = c.theorem("t", [], forall([X], X, ZERO))
    h = unit(var("x0", NAT), ZERO)
    p.assume([h], h)


@on("nat_commutative", "another left side")
def theorem_other_left(c: Certificate) -> None:
    p = c.theorem("t", [], forall([X], s(X), X))
    p.refl([], var("x0", NAT))


@on("nat_commutative", "another right side")
def theorem_other_right(c: Certificate) -> None:
    p = c.theorem("t", [], forall([X], X, s(X)))
    p.refl([], var("x0", NAT))


@on("conditional", "not an earlier theorem")
def theorem_cites_itself(c: Certificate) -> None:
    c.node("rewrite", -1)["by"][1] = 1


# Section 5: nodes.


@on("nat_induction", "unknown rule")
def rule_unknown(c: Certificate) -> None:
    c.node("split")["rule"] = "magic"


@on("nat_induction", "not an earlier node")
def node_cites_itself(c: Certificate) -> None:
    c.node("induction")["from"] = 4


@on("nat_induction", "no such context")
def context_unknown(c: Certificate) -> None:
    c.node("split")["context"] = 99


@on("conditional", "different sorts")
def node_sorts(c: Certificate) -> None:
    c.node("rewrite")["right"] = c.term(var("x", A))


@on("nat_induction", "holds a bound variable")
def node_bound_variable(c: Certificate) -> None:
    p = c.theorem("t", [], unit(TRUE, TRUE))
    p.refl([], bound(0, BOOL))


@on("evaluation", "the sides differ")
def refl_differs(c: Certificate) -> None:
    c.theorem("t", [], unit(TRUE, FALSE)).node("refl", [], TRUE, FALSE)


@on("constructors", "a premise does not fit")
def sym_other(c: Certificate) -> None:
    node = c.node("sym", 1)
    node["left"], node["right"] = node["right"], node["left"]


@on("constructors", "not a subset")
def sym_context(c: Certificate) -> None:
    c.node("sym")["context"] = c.context([])


@on("nat_commutative", "fewer than two")
def trans_short(c: Certificate) -> None:
    c.node("trans")["from"] = c.node("trans")["from"][:1]


@on("nat_commutative", "has a gap")
def trans_gap(c: Certificate) -> None:
    c.node("trans")["from"] = c.node("trans")["from"][::2]


@on("nat_commutative", "starts elsewhere")
def trans_start(c: Certificate) -> None:
    c.node("trans")["from"] = c.node("trans")["from"][1:]


@on("nat_commutative", "ends elsewhere")
def trans_end(c: Certificate) -> None:
    c.node("trans")["from"] = c.node("trans")["from"][:-1]


@on("nat_commutative", "not a subset")
def trans_context(c: Certificate) -> None:
    c.node("trans")["context"] = c.context([])


@on("constructors", "different symbols")
def cong_symbols(c: Certificate) -> None:
    c.node("cong")["right"] = c.term(s(Y))


@on("constructors", "a list of length 2")
def cong_count(c: Certificate) -> None:
    c.node("cong")["from"].append(None)


@on("constructors", "no argument changes")
def cong_nothing(c: Certificate) -> None:
    c.node("cong")["from"] = [None, None]


@on("constructors", "no proof for different")
def cong_null(c: Certificate) -> None:
    node = c.node("cong")
    node["right"] = c.term(plus(Y, Y))


@on("constructors", "a premise does not fit")
def cong_other(c: Certificate) -> None:
    c.node("cong")["from"][0] = 1


@on("constructors", "not a subset")
def cong_context(c: Certificate) -> None:
    c.node("cong")["context"] = c.context([])


@on("list_induction", "different symbols")
def cong_sort_arguments(c: Certificate) -> None:
    x, y = eq(nil(BOOL), nil(BOOL), list_of(BOOL)), eq(nil(INT), nil(INT), list_of(INT))
    p = c.theorem("t", [], unit(x, y))
    p.refl([], TRUE)
    p.node("cong", [], x, y, from_=[0, 0])


@on("cut_instantiate", "not a free variable")
def instantiate_constant(c: Certificate) -> None:
    c.node("instantiate")["variables"][0] = c.term(ZERO)


@on("cut_instantiate", "listed twice")
def instantiate_twice(c: Certificate) -> None:
    node = c.node("instantiate")
    node["variables"][1] = node["variables"][0]


@on("cut_instantiate", "a list of length 2")
def instantiate_count(c: Certificate) -> None:
    c.node("instantiate")["terms"].append(c.term(ZERO))


@on("cut_instantiate", "a term of another sort")
def instantiate_sort(c: Certificate) -> None:
    c.node("instantiate")["terms"][0] = c.term(TRUE)


@on("cut_instantiate", "side does not fit")
def instantiate_other(c: Certificate) -> None:
    c.node("instantiate")["terms"].reverse()


@on("cut_instantiate", "not a subset")
def instantiate_context(c: Certificate) -> None:
    c.node("instantiate")["context"] = c.node("rewrite", -1)["context"]


@on("cut_instantiate", "has a guard")
def cut_guard(c: Certificate) -> None:
    old = forall([N, M], plus(ZERO, N), M, [(N, M)])
    guarded = Clause(old.bound, old.premises, old.conclusion, ((ZERO,), (ZERO,)))
    c.node("cut", theorem=0)["clause"] = c.clause(guarded)


@on("cut_instantiate", "is not fresh")
def cut_variable_in_context(c: Certificate) -> None:
    c.node("cut", theorem=0)["context"] = c.context([unit(N, ZERO)])


@on("cut_instantiate", "is not fresh")
def cut_variable_in_clause(c: Certificate) -> None:
    # From n = n alone this would give: for all m, m = n.
    p = c.theorem("t", [], forall([X, Y], X, Y), ["n", "y"])
    clause = forall([M], M, N)
    p.refl([], N)
    p.rewrite([clause], Y, N, ["hypothesis", clause, [Y]])
    p.node("cut", [], Y, N, clause=clause, variables=[N], proof=0, from_=1)


@on("cut_instantiate", "variables of other sorts")
def cut_variable_sort(c: Certificate) -> None:
    c.node("cut", theorem=0)["variables"][0] = c.term(P)


@on("cut_instantiate", "not a subset")
def cut_premise_missing(c: Certificate) -> None:
    node = c.node("cut", theorem=0)
    node["clause"] = c.clause(forall([N, M], plus(ZERO, N), M))


@on("cut_instantiate", "a premise does not fit")
def cut_proof(c: Certificate) -> None:
    c.node("cut", theorem=0)["proof"] = 0


@on("cut_instantiate", "a premise does not fit")
def cut_from(c: Certificate) -> None:
    c.node("cut", theorem=0)["from"] = 1


@on("constructors", "not the same constructor")
def injective_function(c: Certificate) -> None:
    h = [unit(plus(X, Y), plus(Y, X))]
    p = c.theorem("t", [], forall([X, Y], X, Y, [(plus(X, Y), plus(Y, X))]), ["x", "y"])
    p.node("injective", h, X, Y, field=0, from_=p.assume(h, h[0]))


@on("constructors", "no such field")
def injective_field(c: Certificate) -> None:
    c.node("injective", theorem=0)["field"] = 1


@on("constructors", "is not that field")
def injective_other(c: Certificate) -> None:
    c.node("injective", theorem=0)["left"] = c.term(Y)


@on("constructors", "not a subset")
def injective_context(c: Certificate) -> None:
    c.node("injective", theorem=0)["context"] = c.context([])


@on("constructors", "not two different constructors")
def distinct_same(c: Certificate) -> None:
    p = c.theorem("t", [], unit(TRUE, FALSE))
    p.node("distinct", [], TRUE, FALSE, from_=p.refl([], ZERO))


@on("constructors", "not two different constructors")
def distinct_function(c: Certificate) -> None:
    p = c.theorem("t", [], unit(TRUE, FALSE))
    n = p.case([], plus(ZERO, s(ZERO)), s(ZERO), "plus", 0, [s(ZERO)])
    p.node("distinct", [], TRUE, FALSE, from_=n)


@on("constructors", "not a subset")
def distinct_context(c: Certificate) -> None:
    c.node("distinct", theorem=1)["context"] = c.context([])


@on("nat_induction", "not a free variable")
def split_constant(c: Certificate) -> None:
    c.node("split")["variable"] = c.term(ZERO)


@on("evaluation", "not the sort of a datatype")
def split_integer(c: Certificate) -> None:
    p = c.theorem("t", [], forall([I0], I0, I0))
    p.node("split", [], I0, I0, variable=I0, fields=[], from_=[])


@on("nat_induction", "a list of length 2")
def split_branches(c: Certificate) -> None:
    c.node("split")["from"].pop()


@on("nat_induction", "a list of length 1")
def split_fields(c: Certificate) -> None:
    c.node("split")["fields"][1] = []


@on("nat_induction", "variables of other sorts")
def split_field_sort(c: Certificate) -> None:
    c.node("split")["fields"][1] = [c.term(P)]


@on("nat_induction", "is not fresh")
def split_field_is_variable(c: Certificate) -> None:
    c.node("split")["fields"][1] = [c.term(X)]


@on("nat_commutative", "is not fresh")
def split_field_in_goal(c: Certificate) -> None:
    c.node("split")["fields"][1] = [c.term(Y)]


@on("nat_induction", "is not fresh")
def split_field_in_context(c: Certificate) -> None:
    node = c.node("split")
    ih = hypothesis([X], [], [], plus(X, ZERO), X)
    node["context"] = c.context([ih, unit(N, N)])


@on("nat_induction", "not a subset")
def split_context(c: Certificate) -> None:
    c.node("split")["context"] = c.context([])


@on("nat_induction", "a premise does not fit")
def split_order(c: Certificate) -> None:
    c.node("split")["from"].reverse()


@on("list_induction", "listed twice")
def split_fields_twice(c: Certificate) -> None:
    c.datatype("pair", [], both=[BOOL, BOOL])
    pair = var("pq", Sort("pair"))
    p = c.theorem("t", [], forall([pair], pair, pair), ["pq"])
    n = p.refl([], app("both", P, P))
    p.node("split", [], pair, pair, variable=pair, fields=[[P, P]], from_=[n])


@on("bool_cases", "not a subset")
def cases_context(c: Certificate) -> None:
    c.node("cases")["from"].reverse()


@on("evaluation", "not the sort of a datatype")
def cases_integer(c: Certificate) -> None:
    p = c.theorem("t", [], unit(num(1), num(1)))
    p.node("cases", [], num(1), num(1), term=num(1), fields=[], from_=[])


@on("nat_induction", "is not fresh")
def cases_field_in_term(c: Certificate) -> None:
    # With a field that is free in the term, n = S n would hold in one branch.
    p = c.theorem("t", [], unit(TRUE, TRUE))
    n = p.refl([], TRUE)
    p.node("cases", [], TRUE, TRUE, term=N, fields=[[], [N]], from_=[n, n])


@on("nat_induction", "is not fresh")
def cases_field_in_goal(c: Certificate) -> None:
    p = c.theorem("t", [], unit(TRUE, TRUE))
    n = p.refl([], N)
    p.node("cases", [], N, N, term=X, fields=[[], [N]], from_=[n, n])


@on("nat_induction", "induction on nothing")
def induction_nothing(c: Certificate) -> None:
    c.node("induction")["variables"] = []


@on("evaluation", "not the sort of a datatype")
def induction_integer(c: Certificate) -> None:
    p = c.theorem("t", [], forall([I0], I0, I0), ["i"])
    n = p.refl([], I0)
    p.node("induction", [], I0, I0, variables=[I0], general=[], moved=[], from_=n)


@on("nat_commutative", "listed twice")
def induction_general_twice(c: Certificate) -> None:
    node = c.node("induction")
    node["general"] = node["variables"]


@on("moved_hypotheses", "that is not moved mentions")
def induction_not_moved(c: Certificate) -> None:
    c.node("induction")["moved"] = []


@on("nat_commutative", "that is not moved mentions")
def induction_general_in_context(c: Certificate) -> None:
    c.node("induction")["context"] = c.context([unit(Y, ZERO)])


@on("nat_induction", "that is not moved mentions")
def induction_variable_in_limit(c: Certificate) -> None:
    ih = hypothesis([X], [], [], plus(X, ZERO), X)
    c.node("induction")["context"] = c.context([ih])


@on("moved_hypotheses", "not a unit clause of H")
def induction_moved_elsewhere(c: Certificate) -> None:
    c.node("induction")["moved"] = [c.clause(unit(X, X))]


@on("moved_hypotheses", "not a unit clause of H")
def induction_moved_not_unit(c: Certificate) -> None:
    clause = forall([N], N, X)
    node = c.node("induction")
    node["context"] = c.context([unit(app("even", X), TRUE), clause])
    node["moved"].append(c.clause(clause))


@on("nat_commutative", "not a subset")
def induction_other_hypothesis(c: Certificate) -> None:
    c.node("induction")["general"] = []


@on("nat_induction", "the guard does not hold")
def guard_not_smaller(c: Certificate) -> None:
    ih = hypothesis([X], [], [], plus(X, ZERO), X)
    p = c.theorem("t", [], samples.PLUS_ZERO, ["x"])
    n = p.assume([ih], Clause(ih.bound, (), (plus(X, ZERO), X), ih.guard), [X])
    c.node("rewrite", n)["by"][1] = c.clause(ih)
    samples.induct(p, [], n, [X])


@on("moved_hypotheses", "the guard does not hold")
def guard_equal(c: Certificate) -> None:
    c.node("rewrite", -1)["by"][2] = [c.term(s(s(N)))]


@on("moved_hypotheses", "a list of length 1")
def hypothesis_premise_missing(c: Certificate) -> None:
    c.node("rewrite", -1)["premises"] = []


@on("moved_hypotheses", "a premise does not fit")
def hypothesis_premise_other(c: Certificate) -> None:
    c.node("rewrite", -1)["premises"] = [0]


@on("nat_induction", "not a hypothesis")
def hypothesis_not_there(c: Certificate) -> None:
    p = c.theorem("t", [], unit(ZERO, s(ZERO)))
    p.assume([], unit(ZERO, s(ZERO)))


@on("equality", "the left side is not eq")
def eq_intro_left(c: Certificate) -> None:
    c.node("eq_intro", theorem=0)["left"] = c.term(TRUE)


@on("equality", "the right side is not true")
def eq_intro_right(c: Certificate) -> None:
    c.node("eq_intro", theorem=0)["right"] = c.term(FALSE)


@on("equality", "a premise does not fit")
def eq_intro_other(c: Certificate) -> None:
    x, y = var("x", A), var("y", A)
    c.node("eq_intro", theorem=0)["left"] = c.term(eq(y, x, A))


@on("equality", "not a subset")
def eq_intro_context(c: Certificate) -> None:
    c.node("eq_intro", theorem=0)["context"] = c.context([])


@on("equality", "eq of other terms")
def eq_elim_other(c: Certificate) -> None:
    node = c.node("eq_elim")
    node["left"], node["right"] = node["right"], node["left"]


@on("bool_cases", "the right side is not true")
def eq_elim_false(c: Certificate) -> None:
    h = [unit(eq(X, Y, NAT), FALSE)]
    p = c.theorem("t", [], forall([X, Y], X, Y, [(eq(X, Y, NAT), FALSE)]), ["x", "y"])
    p.node("eq_elim", h, X, Y, from_=p.assume(h, h[0]))


@on("equality", "not a subset")
def eq_elim_context(c: Certificate) -> None:
    c.node("eq_elim")["context"] = c.context([])


@on("nat_induction", "no such subterm")
def rewrite_path(c: Certificate) -> None:
    c.node("rewrite", -1)["at"] = [0, 0, 0, 0]


@on("nat_induction", "not an instance")
def rewrite_elsewhere(c: Certificate) -> None:
    c.node("rewrite", -1)["at"] = []


@on("nat_induction", "not an instance")
def rewrite_reverse(c: Certificate) -> None:
    c.node("rewrite", -1)["reverse"] = True


@on("nat_induction", "true or false is expected")
def rewrite_reverse_number(c: Certificate) -> None:
    c.node("rewrite", -1)["reverse"] = 0


@on("nat_induction", "another right side")
def rewrite_result(c: Certificate) -> None:
    c.node("rewrite")["right"] = c.term(s(ZERO))


@on("nat_induction", "starts elsewhere")
def rewrite_start(c: Certificate) -> None:
    c.node("rewrite", -1)["left"] = c.term(ZERO)


@on("nat_induction", "not a subset")
def rewrite_start_context(c: Certificate) -> None:
    p = c.theorem("t", [], unit(ZERO, ZERO))
    h = unit(s(ZERO), plus(ZERO, s(ZERO)))
    n = p.assume([h], h)
    p.case([], s(ZERO), s(ZERO), "plus", 0, [s(ZERO)], start=n)


@on("nat_induction", "no such equation")
def rewrite_case_index(c: Certificate) -> None:
    c.node("rewrite")["by"][2] = 2


@on("nat_induction", "no such equation")
def rewrite_case_of_constructor(c: Certificate) -> None:
    c.node("rewrite")["by"][1] = "S"


@on("nat_induction", "a list of length 1")
def rewrite_terms_count(c: Certificate) -> None:
    c.node("rewrite")["by"][4] = []


@on("nat_induction", "a term of another sort for a bound")
def rewrite_term_sort(c: Certificate) -> None:
    c.node("rewrite")["by"][4] = [c.term(TRUE)]


@on("list_induction", "a list of length 1")
def rewrite_sorts_count(c: Certificate) -> None:
    c.node("rewrite")["by"][2] = []


@on("list_induction", "a term of another sort for a bound")
def rewrite_sort_other(c: Certificate) -> None:
    c.node("rewrite")["by"][2] = [c.sort(A)]
    c.data["theorems"][-1]["types"] = ["a"]


@on("nat_induction", "unknown kind of equation")
def rewrite_kind(c: Certificate) -> None:
    c.node("rewrite")["by"] = ["wish"]


@on("ac", "no such axiom")
def rewrite_axiom_unknown(c: Certificate) -> None:
    p = c.theorem("t", [], forall([U], U, U))
    p.rewrite([], U, U, ["axiom", "semigroup", "nothing", [], []])


@on("conditional", "no such equation")
def rewrite_builtin_eq(c: Certificate) -> None:
    c.node("rewrite", 0)["by"] = ["builtin", "eq", 0, [], []]


@on("nat_commutative", "not an earlier node")
def rewrite_node_later(c: Certificate) -> None:
    c.node("rewrite")["by"] = ["node", 0]


@on("nat_commutative", "not a subset")
def rewrite_node_context(c: Certificate) -> None:
    p = c.theorem("t", [], unit(ZERO, s(ZERO)))
    h = unit(ZERO, s(ZERO))
    n = p.assume([h], h)
    p.rewrite([], ZERO, s(ZERO), ["node", n])


@on("conditional", "a list of length 1")
def theorem_premise_missing(c: Certificate) -> None:
    c.node("rewrite", -1)["premises"] = []


@on("conditional", "a premise does not fit")
def theorem_premise_other(c: Certificate) -> None:
    p = c.theorem("t", [], unit(TRUE, TRUE))
    n = p.refl([], FALSE)
    left = app("ite", FALSE, TRUE, FALSE, at=[BOOL])
    p.rewrite([], left, TRUE, ["theorem", 0, [BOOL], [FALSE, TRUE, FALSE]], premises=[n])


# The rule eval and section 6.


def evaluates(c: Certificate, left: Term, right: Term) -> None:
    c.theorem("t", [], unit(left, right)).node("eval", [], left, right)


@on("evaluation", "is not the value")
def eval_wrong(c: Certificate) -> None:
    evaluates(c, app("Int.+", num(2), num(2)), num(5))


@on("evaluation", "is not the value")
def eval_wrong_truth(c: Certificate) -> None:
    evaluates(c, app("Int.<=", num(2), num(2)), FALSE)


@on("evaluation", "not a literal")
def eval_nested(c: Certificate) -> None:
    inner = app("Int.+", num(2), num(2))
    evaluates(c, app("Int.+", inner, num(2)), num(6))


@on("evaluation", "not a literal")
def eval_variable(c: Certificate) -> None:
    same = eq(I0, I0, INT)
    c.theorem("t", [], forall([I0], same, TRUE), ["i"]).node("eval", [], same, TRUE)


@on("evaluation", "division by zero")
def eval_division(c: Certificate) -> None:
    evaluates(c, app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(0, 1))


@on("evaluation", "not a built-in arithmetic")
def eval_eq_bool(c: Certificate) -> None:
    evaluates(c, eq(TRUE, FALSE, BOOL), FALSE)


@on("evaluation", "not an application")
def eval_literal(c: Certificate) -> None:
    evaluates(c, num(2), num(2))


@on("evaluation", "more than 100,000 digits")
def eval_digits(c: Certificate) -> None:
    big = Term("int", "9" * 60_000)
    evaluates(c, app("Int.*", big, big), num(1))


@on("ac", "not the same multiset")
def ac_multiset(c: Certificate) -> None:
    c.node("ac")["right"] = c.term(op(op(W, op(U, V)), V))


@on("ac", "not the law of associativity")
def ac_laws_swapped(c: Certificate) -> None:
    laws = c.node("ac")["laws"]
    laws["associativity"], laws["commutativity"] = laws["commutativity"], laws["associativity"]


@on("ac", "a law has terms")
def ac_law_with_terms(c: Certificate) -> None:
    c.node("ac")["laws"]["commutativity"][4] = [c.term(U), c.term(V)]


@on("ac", "unknown or missing keys")
def ac_law_missing(c: Certificate) -> None:
    del c.node("ac")["laws"]["commutativity"]


@on("ac", "premises or a guard")
def ac_law_with_premise(c: Certificate) -> None:
    axiom = c.data["declarations"][0]["axioms"][1]
    axiom["clause"] = c.clause(forall([U, V], op(V, U), op(U, V), [(U, V)]))


@on("ac", "not the law of commutativity")
def ac_law_special(c: Certificate) -> None:
    axiom = c.data["declarations"][0]["axioms"][1]
    axiom["clause"] = c.clause(forall([U, V], op(U, U), op(U, U)))


@on("ac", "not the law of commutativity")
def ac_law_more_variables(c: Certificate) -> None:
    axiom = c.data["declarations"][0]["axioms"][1]
    axiom["clause"] = c.clause(forall([U, V, W], op(U, V), op(V, U)))


@on("ac", "not a binary operation")
def ac_not_binary(c: Certificate) -> None:
    c.node("ac")["symbol"] = "not"


@on("ac", "no such symbol")
def ac_no_symbol(c: Certificate) -> None:
    c.node("ac")["symbol"] = "nothing"


@on("ac", "a law is a case, an axiom or a theorem")
def ac_law_builtin(c: Certificate) -> None:
    c.node("ac")["laws"]["commutativity"] = ["builtin", "or", 0, [], []]


@on("ring", "different polynomials")
def ring_different(c: Certificate) -> None:
    c.node("ring")["right"] = c.term(app("Int.+", I0, num(6)))


@on("ring", "not the law")
def ring_law_other(c: Certificate) -> None:
    laws = c.node("ring")["laws"]
    laws["mul_one"] = laws["mul_zero"]


@on("ring", "unknown or missing keys")
def ring_law_missing(c: Certificate) -> None:
    del c.node("ring")["laws"]["mul_zero"]


@on("ring", "unknown or missing keys")
def ring_law_superfluous(c: Certificate) -> None:
    c.node("ring")["operations"]["sub"] = None


@on("ring", "sub without neg")
def ring_sub_without_neg(c: Certificate) -> None:
    c.node("ring")["operations"]["neg"] = None


@on("ring", "not an operation of the ring")
def ring_operation_sort(c: Certificate) -> None:
    c.node("ring")["operations"]["neg"] = "Int.+"


@on("ring", "a string is expected")
def ring_add_null(c: Certificate) -> None:
    c.node("ring")["operations"]["add"] = None


@on("ring", "without variables")
def ring_zero_variable(c: Certificate) -> None:
    c.node("ring")["operations"]["zero"] = c.term(var("i", INT))


@on("ring", "not the law")
def ring_zero_other(c: Certificate) -> None:
    c.node("ring")["operations"]["zero"] = c.term(num(2))


@on("ring", "not the law mul_commutativity")
def ring_law_too_special(c: Certificate) -> None:
    axioms = c.data["declarations"][0]["axioms"]
    [axiom] = [a for a in axioms if a["name"] == "mul_commutativity"]
    square = app("Int.*", I0, I0)
    axiom["clause"] = c.clause(forall([I0], square, square))


@on("ring", "more than 20,000 monomials")
def ring_too_large(c: Certificate) -> None:
    names = [var(f"v{i}", INT) for i in range(150)]
    total = names[0]
    for v in names[1:]:
        total = app("Int.+", total, v)
    cube = app("Int.*", app("Int.*", total, total), total)
    node = c.node("ring")
    node["left"] = node["right"] = c.term(cube)


@on("truth_table", "differ under an assignment")
def bool_wrong(c: Certificate) -> None:
    c.node("bool")["right"] = c.term(app("not", P))


@on("truth_table", "not of sort Bool")
def bool_sort(c: Certificate) -> None:
    p = c.theorem("t", [], forall([X], X, X))
    p.node("bool", [], X, X)


@on("truth_table", "more than 12 atoms")
def bool_atoms(c: Certificate) -> None:
    total = P
    for i in range(12):
        total = app("and", total, var(f"p{i}", BOOL))
    c.theorem("t", [], unit(TRUE, TRUE)).node("bool", [], total, total)


# Section 7: citations.


@on("citation", "is not found")
def citation_unknown(c: Certificate) -> None:
    c.data["theorems"][0]["certificate"] = "0" * 64


@on("citation", "not a digest")
def citation_upper_case(c: Certificate) -> None:
    c.data["theorems"][0]["certificate"] = c.data["theorems"][0]["certificate"].upper()


@on("citation", "does not have the digest")
def citation_other_statement(c: Certificate) -> None:
    c.data["theorems"][0]["statement"] = "0" * 64


@on("citation", "does not have the digest")
def citation_other_clause(c: Certificate) -> None:
    c.data["theorems"][0]["clause"] = c.clause(forall([X, Y], X, Y))


@on("citation", "does not have the digest")
def citation_other_declarations(c: Certificate) -> None:
    # The same words about another addition: x + y = 0 for the first case.
    group = c.data["declarations"][1]["group"]
    group[0]["cases"][0] = c.clause(forall([Y], plus(ZERO, Y), ZERO))


@on("citation", "the last theorem is a citation")
def citation_last(c: Certificate) -> None:
    c.data["theorems"].pop()


@on("citation", "proves another statement")
def citation_of_another_theorem(c: Certificate) -> None:
    from . import check

    theorem = c.data["theorems"][0]
    theorem["clause"] = c.clause(samples.PLUS_ZERO)
    theorem["statement"] = check(samples.nat_induction())["statement"]


# Section 8: refutations.


@on("refuted_by_values", "the conclusion is true")
def values_true(c: Certificate) -> None:
    table = c.data["model"]["values"][2]
    table["default"] = table["table"][0][1]


@on("refuted_by_values", "a premise is false")
def values_premise(c: Certificate) -> None:
    c.data["model"]["values"][0] = {"term": c.term(ZERO)}


@on("refuted_by_values", "a list of length 4")
def values_count(c: Certificate) -> None:
    c.data["model"]["values"].pop()


@on("refuted_by_values", "a value of another sort")
def values_sort(c: Certificate) -> None:
    c.data["model"]["values"][0] = {"term": c.term(TRUE)}


@on("refuted_by_values", "not a literal")
def values_not_constructors(c: Certificate) -> None:
    c.data["model"]["values"][0] = {"term": c.term(plus(ZERO, s(s(ZERO))))}


@on("refuted_by_values", "not a literal")
def values_variable(c: Certificate) -> None:
    c.data["model"]["values"][0] = {"term": c.term(X)}


@on("refuted_by_values", "no such element")
def values_element(c: Certificate) -> None:
    c.data["model"]["values"][0] = {"element": 0}


@on("refuted_by_values", "a table is no value")
def values_table(c: Certificate) -> None:
    c.data["model"]["values"][0] = c.data["model"]["values"][2]


@on("refuted_by_values", "an argument twice")
def values_table_twice(c: Certificate) -> None:
    c.data["model"]["values"][2]["table"] *= 2


@on("refuted_by_values", "unknown or missing keys")
def values_no_default(c: Certificate) -> None:
    del c.data["model"]["values"][2]["default"]


@on("refuted_by_values", "unknown or missing keys")
def model_type_missing(c: Certificate) -> None:
    c.data["model"]["types"] = {}


@on("refuted_by_values", "holds a type variable")
def model_type_open(c: Certificate) -> None:
    c.data["model"]["types"]["a"] = c.sort(A)


def refutes(c: Certificate, left: Term, right: Term) -> None:
    """Refute left = right without variables."""
    c.data["statement"] = {"types": [], "clause": c.clause(unit(left, right))}
    c.data["model"] |= {"types": {}, "values": []}


@on("refuted_by_values", "not closed")
def refuted_open(c: Certificate) -> None:
    c.data["statement"]["clause"] = c.clause(unit(X, ZERO))


@on("refuted_by_values", "division by zero")
def no_value_division(c: Certificate) -> None:
    refutes(c, app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(0, 1))


@on("refuted_by_values", "division by zero")
def no_value_right_first(c: Certificate) -> None:
    crash = app("Rational.<", app("Rational./", ratio(1, 1), ratio(0, 1)), ratio(0, 1))
    refutes(c, app("and", crash, FALSE), TRUE)


@on("refuted_by_values", "no case of partial matches")
def no_value_partial(c: Certificate) -> None:
    def partial(t: Term) -> Term:
        return app("partial", t)

    c.functions(Function("partial", [NAT], NAT, [(partial(s(X)), X)], partial=True))
    refutes(c, partial(ZERO), ZERO)


@on("refuted_by_values", "functions are compared")
def no_value_functions(c: Certificate) -> None:
    refutes(c, app("adder", ZERO), app("adder", s(ZERO)))


@on("refuted_by_values", "functions are compared")
def no_value_eq_functions(c: Certificate) -> None:
    function = arrow(NAT, NAT)
    refutes(c, eq(app("adder", ZERO), app("adder", s(ZERO)), function), TRUE)


@on("refuted_by_values", "more than 1,000,000 steps")
def no_value_steps(c: Certificate) -> None:
    def twice(t: Term) -> Term:
        return app("twice", t)

    def power(t: Term) -> Term:
        return app("power", t)

    c.functions(Function("twice", [NAT], NAT, [(twice(X), plus(X, X))]))
    rows = [(power(ZERO), s(ZERO)), (power(s(X)), twice(power(X)))]
    c.functions(Function("power", [NAT], NAT, rows))
    many = ZERO
    for _ in range(30):
        many = s(many)
    refutes(c, power(many), ZERO)


@on("finite_model", "an axiom is false")
def model_axiom(c: Certificate) -> None:
    c.data["model"]["symbols"]["op"] = [{"element": k} for k in (1, 0, 0, 0)]


@on("finite_model", "wrong length")
def model_table_length(c: Certificate) -> None:
    c.data["model"]["symbols"]["op"].pop()


@on("finite_model", "no such element")
def model_element(c: Certificate) -> None:
    c.data["model"]["symbols"]["op"][0] = {"element": 2}


@on("finite_model", "without elements")
def model_size_zero(c: Certificate) -> None:
    c.data["model"]["sorts"]["G"] = 0


@on("finite_model", "unknown or missing keys")
def model_size_missing(c: Certificate) -> None:
    c.data["model"]["sorts"] = {}


@on("finite_model", "unknown or missing keys")
def model_symbol_missing(c: Certificate) -> None:
    del c.data["model"]["symbols"]["pick"]


@on("finite_model", "unknown or missing keys")
def model_symbol_unknown(c: Certificate) -> None:
    c.data["model"]["symbols"]["other"] = []


@on("finite_model", "wrong length")
def model_too_many(c: Certificate) -> None:
    # The sizes are numbers in the file, the tables are not: no work before the length is wrong.
    c.data["model"]["sorts"]["G"] = 999_999_999


@on("finite_model", "too many valuations")
def model_valuations(c: Certificate) -> None:
    many = [var(f"u{i}", G) for i in range(30)]
    c.structure("more", ["H"], axioms={"long": forall(many, many[0], many[0])})
    c.data["model"]["sorts"]["H"] = 1


@on("finite_model", "neither an abstract sort nor Bool")
def model_axiom_integer(c: Certificate) -> None:
    c.structure("more", ["H"], axioms={"int": forall([I0], I0, I0)})
    c.data["model"]["sorts"]["H"] = 1


@on("finite_model", "unknown or missing keys")
def model_symbol_integer(c: Certificate) -> None:
    c.structure("more", [], {"weight": ([G], INT)})
    c.data["model"]["symbols"]["weight"] = [{"term": c.term(num(0))}] * 2


@on("finite_model", "an axiom is false")
def model_axiom_elsewhere(c: Certificate) -> None:
    # A structure without sorts and symbols that speaks about the abstract sort of another.
    c.structure("more", axioms={"comm": forall([U, V], op(U, V), op(V, U))})
