"""False instances of theorems: each breaks one condition, and both checkers reject it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kernel.instance_tools import (
    CANCEL,
    GROUP,
    INT_CANCEL,
    INTEGERS,
    LAWS,
    A,
    E,
    G,
    I,
    J,
    Laws,
    P,
    X,
    Y,
    add,
    b,
    group,
    honest,
    instance,
    integers,
    law,
    neg,
    start,
    verdicts,
)
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Function,
    Json,
    Sort,
    Term,
    app,
    forall,
    num,
    type_var,
    unit,
    var,
)

Build = Callable[[], Json]
FALSE_ONES: dict[str, tuple[str, Build]] = {}


def false(why: str) -> Callable[[Build], Build]:
    """Register a false certificate and a part of the kernel's message."""

    def register(build: Build) -> Build:
        FALSE_ONES[build.__name__] = why, build
        return build

    return register


def changed(change: Callable[[Json, Certificate], object]) -> Json:
    """The honest instance with its row changed; the change may add to the tables."""
    c = Certificate.load(honest())
    change(c.data["theorems"][-1], c)
    return c.data


def polymorphic(c: Certificate, name: str, arguments: list[Sort], result: Sort) -> None:
    """A structure with one symbol that has the type variable a."""
    c.structure(name, symbols={name: (arguments, result)})
    c.data["declarations"][-1]["symbols"][0]["types"] = ["a"]


# Axioms.


@false("fields missing or unknown: 'assoc'")
def missing_axiom() -> Json:
    return changed(lambda row, _: row["axioms"]["group"].pop("assoc"))


@false("fields missing or unknown: 'group'")
def missing_structure() -> Json:
    return changed(lambda row, _: row["axioms"].clear())


@false("fields missing or unknown: 'more'")
def an_axiom_too_many() -> Json:
    return changed(lambda row, _: row["axioms"]["group"].update(more=law("unit")))


@false("fields missing or unknown: 'int'")
def a_structure_too_many() -> Json:
    return changed(lambda row, _: row["axioms"].update(int={"unit": law("unit")}))


@false("axiom group.assoc is not what is cited")
def wrong_axiom() -> Json:
    return changed(lambda row, _: row["axioms"]["group"].update(assoc=law("unit")))


@false("axiom group.left_unit is not what is cited")
def an_untranslated_axiom() -> Json:
    by = law("left_unit", "group")
    return changed(lambda row, _: row["axioms"]["group"].update(left_unit=by))


@false("axiom group.assoc is not what is cited")
def subtraction_is_no_group() -> Json:
    """With inv(x) = x and e = 0, only associativity fails; i - (i - j) = j holds by accident."""

    def change(row: Json, c: Certificate) -> None:
        minus = app("Int.-", b(0), b(1))
        row["symbols"] = c.convert({"mul": minus, "inv": b(0), "e": num(0)})
        row["clause"] = c.clause(forall([I, J], app("Int.-", I, app("Int.-", I, J)), J))
        one = forall([I], app("Int.-", num(0), I), I)
        two = forall([I], app("Int.-", I, I), num(0))
        c.structure("odd", axioms={"one": one, "two": two})
        laws = row["axioms"]["group"]
        laws.update(left_unit=law("one", "odd"), left_inverse=law("two", "odd"))

    return changed(change)


@false("axiom s:a.b is not what is cited")
def two_axioms_with_one_label() -> Json:
    """`a:b` of `s` and `b` of `s:a`: a flat object "structure:axiom" would let one prove both."""
    c = Certificate()
    c.structure("s", ["G"], {"e": ([], G)}, {"a:b": unit(E, E)})
    c.structure("s:a", [], {}, {"b": forall([X], X, E)})
    p = c.theorem("t", [], forall([X], X, E), ["x"])
    p.rewrite([], X, E, ["axiom", "s:a", "b", [], [X]])
    p = c.theorem("u", [], unit(num(0), num(0)))
    p.refl([], num(0))
    by = ["theorem", 1, [], []]
    laws: Laws = {"s": {"a:b": by}, "s:a": {"b": by}}
    return instance(c, forall([I], I, num(0)), {"G": INT}, {"e": num(0)}, laws)


@false("fields missing or unknown: 'other'")
def an_axiom_of_another_structure() -> Json:
    """Another structure says x = e; the integers do not all equal 0."""
    c = Certificate()
    integers(c)
    group(c)
    c.structure("other", axioms={"trivial": forall([X], X, E)})
    p = c.theorem("trivial", [], forall([X], X, E), ["x"])
    p.rewrite([], X, E, ["axiom", "other", "trivial", [], [X]])
    return instance(c, forall([I], I, num(0)), {"G": INT}, INTEGERS, {"group": LAWS})


@false("not a law")
def a_law_with_terms() -> Json:
    def change(row: Json, c: Certificate) -> None:
        row["axioms"]["group"]["left_unit"] = ["axiom", "int", "unit", [], [c.term(I)]]

    return changed(change)


@false("not a law")
def a_hypothesis_is_no_law() -> Json:
    def change(row: Json, c: Certificate) -> None:
        clause = c.clause(forall([I], add(num(0), I), I))
        row["axioms"]["group"]["left_unit"] = ["hypothesis", clause, []]

    return changed(change)


@false("another number of sort arguments")
def a_law_without_its_sort() -> Json:
    c = start()
    c.structure("poly", axioms={"unit": forall([I], add(num(0), I), I)}, types=["a"])
    laws = {"group": {**LAWS, "left_unit": law("unit", "poly")}}
    return instance(c, INT_CANCEL, {"G": INT}, INTEGERS, laws)


@false("axiom one.same is not what is cited")
def an_axiom_without_its_premise() -> Json:
    """x = e is an axiom only where x = e is known."""
    c = Certificate()
    c.structure("one", ["G"], {"e": ([], G)}, {"same": forall([X], X, E)})
    p = c.theorem("t", [], forall([X], X, E), ["x"])
    p.rewrite([], X, E, ["axiom", "one", "same", [], [X]])
    p = c.theorem("u", [], forall([I], I, num(0), [(I, num(0))]), ["i"])
    p.assume([unit(I, num(0))], unit(I, num(0)))
    laws: Laws = {"one": {"same": ["theorem", 1, [], []]}}
    return instance(c, forall([I], I, num(0)), {"G": INT}, {"e": num(0)}, laws)


# The statement and where it comes from.


@false("not the statement of the theorem translated")
def another_clause() -> Json:
    """i + j = j is no translation of inv(x) (x y) = y."""
    return changed(lambda row, c: row.update(clause=c.clause(forall([I, J], add(I, J), J))))


@false("not the statement of the theorem translated")
def the_clause_itself() -> Json:
    return changed(lambda row, c: row.update(clause=c.clause(CANCEL)))


@false("not the statement of the theorem translated")
def premises_left_out() -> Json:
    c = Certificate()
    group(c, {})
    p = c.theorem("assumed", [], forall([X, Y], X, Y, [(X, Y)]), ["x", "y"])
    p.assume([unit(X, Y)], unit(X, Y))
    symbols = {"mul": b(0), "inv": b(0), "e": num(0)}
    return instance(c, forall([I, J], I, J), {"G": INT}, symbols, {})


@false("not the statement of the theorem translated")
def translated_twice() -> Json:
    """e is read as inv(e): once, so that e = e does not become e = inv(inv(e))."""
    c = Certificate()
    group(c, {})
    p = c.theorem("t", [], unit(E, E))
    p.refl([], E)
    once = app("inv", E)
    symbols = {"mul": b(0, G), "inv": app("inv", b(0, G)), "e": once}
    return instance(c, unit(once, app("inv", once)), {"G": G}, symbols, {})


@false("does not point to an earlier entry")
def the_instance_of_itself() -> Json:
    return changed(lambda row, _: row.update(instance=1))


@false("does not point to an earlier entry")
def the_instance_of_a_later_theorem() -> Json:
    data = honest()
    data["theorems"].reverse()
    data["theorems"][0]["instance"] = 1
    return data


@false("does not point to an earlier entry")
def a_law_that_comes_later() -> Json:
    by = ["theorem", 1, [], []]
    return changed(lambda row, _: row["axioms"]["group"].update(assoc=by))


# What is interpreted.


@false("fields missing or unknown: 'e'")
def a_symbol_is_missing() -> Json:
    return changed(lambda row, _: row["symbols"].pop("e"))


@false("fields missing or unknown: 'G'")
def a_sort_is_missing() -> Json:
    return changed(lambda row, _: row["sorts"].pop("G"))


@false("no structure is interpreted")
def nothing_is_interpreted() -> Json:
    return instance(start(), CANCEL, {}, {}, {})


@false("no structure is interpreted")
def a_datatype_is_interpreted() -> Json:
    """Every d is C, but not every Bool is true."""
    c = Certificate()
    d = c.datatype("d", [], C=[])
    x = var("x", d)
    p = c.theorem("t", [], forall([x], x, app("C")), ["x"])
    n = p.refl([], app("C"))
    p.node("split", [], x, app("C"), variable=x, fields=[[]], from_=[n])
    return instance(c, forall([P], P, TRUE), {"d": BOOL}, {"C": TRUE}, {})


@false("no structure is interpreted")
def a_function_is_interpreted() -> Json:
    """f(p) = true by definition; with f read as the identity, p = true."""
    c = start()
    c.functions(Function("f", [BOOL], BOOL, [(app("f", P), TRUE)]))
    p = c.theorem("f", [], forall([P], app("f", P), TRUE), ["p"])
    p.case([], app("f", P), TRUE, "f", 0, [P])
    symbols = {**INTEGERS, "f": b(0, BOOL)}
    return instance(c, forall([P], P, TRUE), {"G": INT}, symbols, {"group": LAWS}, of=1)


@false("fields missing or unknown: 'not'")
def a_builtin_symbol_is_interpreted() -> Json:
    """not(true) = false; with not read as the identity, true = false."""
    c = start()
    p = c.theorem("n", [], unit(app("not", TRUE), FALSE))
    p.rewrite([], app("not", TRUE), FALSE, ["builtin", "not", 0, [], []])
    symbols = {**INTEGERS, "not": b(0, BOOL)}
    return instance(c, unit(TRUE, FALSE), {"G": INT}, symbols, {"group": LAWS}, of=1)


@false("fields missing or unknown: 'Bool'")
def a_builtin_sort_is_interpreted() -> Json:
    return instance(start(), INT_CANCEL, {"G": INT, "Bool": INT}, INTEGERS, {"group": LAWS})


@false("fields missing or unknown: 'h'")
def a_second_structure_in_part() -> Json:
    c = Certificate()
    c.structure("set", ["G"])
    c.structure("map", ["H"], {"h": ([G], G)})
    c.theorem("t", [], forall([X], X, X), ["x"]).refl([], X)
    return instance(c, forall([I], I, I), {"G": INT, "H": INT}, {}, {})


@false("has type variables")
def a_symbol_with_type_variables() -> Json:
    c = Certificate()
    polymorphic(c, "any", [], A)
    c.theorem("t", [], unit(TRUE, TRUE)).refl([], TRUE)
    return instance(c, unit(TRUE, TRUE), {}, {"any": TRUE}, {})


# Terms for symbols.


@false("has another sort")
def a_term_of_another_sort() -> Json:
    return changed(lambda row, c: row["symbols"].update(e=c.term(TRUE)))


@false("has other variables")
def a_free_variable() -> Json:
    return changed(lambda row, c: row["symbols"].update(e=c.term(I)))


@false("has other variables")
def an_argument_that_is_not_there() -> Json:
    return changed(lambda row, c: row["symbols"].update(inv=c.term(neg(b(1)))))


@false("has other variables")
def a_bound_variable_in_a_constant() -> Json:
    """e read as "the first variable": from e = e would follow e = i for every i."""
    c = Certificate()
    c.structure("point", ["G"], {"e": ([], G)})
    c.theorem("t", [], forall([X], app("eq", X, E, at=[G]), app("eq", X, E, at=[G]))).refl(
        [], app("eq", var("x0", G), E, at=[G])
    )
    same = app("eq", I, I, at=[INT])
    return instance(c, forall([I], same, same), {"G": INT}, {"e": b(0)}, {})


@false("has other variables")
def an_argument_of_another_sort() -> Json:
    term = app("ite", b(0, BOOL), num(0), num(1), at=[INT])
    return changed(lambda row, c: row["symbols"].update(inv=c.term(term)))


# Declarations that depend on what is interpreted.


def zero_is_read_as_one(c: Certificate, term: Term) -> Json:
    """`term` is zero by definition and 0 = zero is no axiom; zero is read as 1, `term` is not."""
    return instance(c, unit(term, num(1)), {}, {"zero": num(1)}, {})


def numbers() -> Certificate:
    c = Certificate()
    c.structure("numbers", symbols={"zero": ([], INT)})
    return c


@false("a declaration depends on the structure")
def a_function_over_the_structure() -> Json:
    c = numbers()
    c.functions(Function("f", [], INT, [(app("f"), app("zero"))]))
    p = c.theorem("t", [], unit(app("f"), app("zero")))
    p.case([], app("f"), app("zero"), "f", 0, [])
    return zero_is_read_as_one(c, app("f"))


@false("a declaration depends on the structure")
def a_function_two_steps_away() -> Json:
    c = numbers()
    c.functions(Function("f", [], INT, [(app("f"), app("zero"))]))
    c.functions(Function("g", [], INT, [(app("g"), app("f"))]))
    p = c.theorem("t", [], unit(app("g"), app("zero")))
    n = p.case([], app("g"), app("f"), "g", 0, [])
    p.case([], app("g"), app("zero"), "f", 0, [], start=n)
    return zero_is_read_as_one(c, app("g"))


@false("a declaration depends on the structure")
def a_lambda_over_the_structure() -> Json:
    c = numbers()
    c.lambda_("f", [], [], I, app("zero"), INT)
    applied = app("apply", app("f"), I, at=[INT, INT])
    p = c.theorem("t", [], forall([I], applied, app("zero")), ["i"])
    p.case([], applied, app("zero"), "f", 0, [I])
    return instance(c, forall([I], applied, num(1)), {}, {"zero": num(1)}, {})


@false("a declaration depends on the structure")
def an_axiom_through_a_function() -> Json:
    """Another structure says x = same(x), which is e; the integers do not all equal 0."""
    c = Certificate()
    integers(c)
    group(c)
    c.functions(Function("same", [G], G, [(app("same", X), E)]))
    c.structure("other", axioms={"trivial": forall([X], app("same", X), X)})
    p = c.theorem("trivial", [], forall([X], X, E), ["x"])
    by = ["axiom", "other", "trivial", [], [X]]
    n = p.rewrite([], X, app("same", X), by, reverse=True)
    p.case([], X, E, "same", 0, [X], start=n)
    laws: Laws = {"group": LAWS, "other": {"trivial": law("unit")}}
    return instance(c, forall([I], I, num(0)), {"G": INT}, INTEGERS, laws)


@false("a declaration depends on the structure")
def an_axiom_through_a_function_without_the_structure() -> Json:
    """same : Bool -> Bool mentions e in its case only; the axiom says e = inv(e) in disguise."""
    c = Certificate()
    integers(c)
    group(c)
    equal = app("eq", E, app("inv", E), at=[G])
    c.functions(Function("same", [BOOL], BOOL, [(app("same", P), equal)]))
    c.structure("other", axioms={"fixed": forall([P], app("same", P), TRUE)})
    c.theorem("t", [], forall([X], X, X), ["x"]).refl([], X)
    return instance(c, forall([I], I, I), {"G": INT}, INTEGERS, {"group": LAWS})


@false("a declaration depends on the structure")
def a_datatype_over_the_structure() -> Json:
    c = Certificate()
    c.structure("set", ["G"])
    x = var("x", c.datatype("box", [], mk=[G]))
    c.theorem("t", [], forall([x], x, x), ["x"]).refl([], x)
    return instance(c, forall([x], x, x), {"G": INT}, {}, {})


@false("a declaration depends on the structure")
def another_structure_over_the_structure() -> Json:
    """h : G -> G is not a function of integers."""
    c = Certificate()
    c.structure("set", ["G"])
    c.structure("map", [], {"h": ([G], G)})
    c.theorem("t", [], forall([X], app("h", X), app("h", X)), ["x"]).refl([], app("h", X))
    return instance(c, forall([X], app("h", X), app("h", X)), {"G": INT}, {}, {})


# Type variables.


@false("a type variable is not declared")
def a_type_variable_captured_by_the_theorem() -> Json:
    """For all a, x : a, g : G something holds; with G read as a only where both are of one sort."""
    c = Certificate()
    x = var("x", A)
    c.structure("set", ["G"])
    c.theorem("t", ["a"], forall([x, X], x, x), ["x", "g"]).refl([], x)
    return instance(c, forall([x, var("g", A)], x, x), {"G": A}, {}, {}, types=["a"])


@false("a type variable is not declared")
def a_type_variable_captured_by_an_axiom() -> Json:
    """any: for all a, x : a and g : G. With G read as a, a law for a and a alone would do."""
    c = Certificate()
    x = var("x", A)
    c.structure("set", ["G"])
    c.structure("any", axioms={"any": forall([x, X], x, x)}, types=["a"])
    c.structure("weak", axioms={"weak": forall([x, var("g", A)], x, x)}, types=["a"])
    c.theorem("t", [], forall([X], X, X), ["x"]).refl([], X)
    laws: Laws = {"any": {"any": ["axiom", "weak", "weak", [A], []]}}
    return instance(c, forall([x], x, x), {"G": A}, {}, laws)


@false("the type variables are other ones")
def type_variables_that_the_theorem_does_not_have() -> Json:
    c = Certificate()
    x = var("x", A)
    c.structure("set", ["G"])
    c.theorem("t", ["a"], forall([x], x, x), ["x"]).refl([], x)
    return instance(c, forall([x], x, x), {"G": type_var("b")}, {}, {}, types=["a", "b"])


@false("a type variable is not declared")
def a_type_variable_in_a_term_only() -> Json:
    """size(nil) at a sort a that the theorem does not have."""
    c = start()
    c.datatype("list", ["a"], nil=[])
    size = app("size", app("nil", at=[A]), at=[A])
    c.functions(Function("size", [Sort("list", (A,))], INT, [(size, num(0))], ["a"]))
    return instance(c, INT_CANCEL, {"G": INT}, {**INTEGERS, "e": size}, {"group": LAWS})


@pytest.mark.parametrize("name", FALSE_ONES)
def test_false_instances_are_rejected_by_both(name: str) -> None:
    why, build = FALSE_ONES[name]
    kernel, other = verdicts(build())
    assert why in kernel
    assert other


def test_a_citation_is_not_the_last_theorem() -> None:
    data = honest()
    citation = {"name": "c", "types": [], "clause": 0, "statement": "", "certificate": ""}
    data["theorems"].append(citation)
    assert all(verdicts(data))


def test_every_axiom_of_the_group_is_needed() -> None:
    for axiom in GROUP:
        data = honest()
        del data["theorems"][-1]["axioms"]["group"][axiom]
        assert all(verdicts(data))
