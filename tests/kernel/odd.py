"""Odd certificates: the corners of the format that the samples do not touch.

`ODD` maps a name to a certificate and whether it is valid. Most are a sample with one thing changed
by hand, so that the reader sees in one line what is odd.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from second_checker import samples
from second_checker.build import (
    BOOL,
    TRUE,
    Certificate,
    Json,
    Sort,
    app,
    forall,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, A, G, P, U, s

ODD: dict[str, tuple[Json, bool]] = {}
LIBRARY: dict[str, Json] = dict(samples.library())
VALID = samples.valid()
ONE = s(ZERO)


def changed(sample: str, *path: object, to: object) -> Json:
    """A sample with another value at a place, or with one more at the end of a list (path -1)."""
    data = copy.deepcopy(VALID[sample])
    at: Any = data
    for key in path[:-1]:
        at = at[key]
    if isinstance(at, list) and path[-1] == len(at):
        at.append(to)
    else:
        at[path[-1]] = to
    return data


def reject(name: str, sample: str, *path: object, to: object) -> None:
    """A sample with a change that makes it invalid."""
    assert name not in ODD
    ODD[name] = changed(sample, *path, to=to), False


def odd(valid: bool) -> Callable[[Callable[[], Json]], Callable[[], Json]]:
    """Register what a function makes."""

    def register(build: Callable[[], Json]) -> Callable[[], Json]:
        assert build.__name__ not in ODD
        ODD[build.__name__] = build(), valid
        return build

    return register


def trivial(c: Certificate) -> Json:
    c.theorem("trivial", [], unit(TRUE, TRUE)).refl([], TRUE)
    return c.data


# Shapes.

FIRST = ("theorems", 0)
reject("extra key in a refutation", "finite_model", "more", to=1)
reject("extra key in a statement", "finite_model", "statement", "more", to=1)
reject("extra key in a theorem", "nat_induction", *FIRST, "more", to=1)
reject("extra key in a citation", "citation", *FIRST, "more", to=1)
reject("extra key in a declaration", "nat_induction", "declarations", 0, "more", to=1)
reject("theorem that is a list", "nat_induction", "theorems", 1, to=[])
reject("rule that is a list", "nat_induction", *FIRST, "nodes", 0, "rule", to=[])
reject("node that is a list", "nat_induction", *FIRST, "nodes", 0, to=[])
reject("declaration that is a number", "nat_induction", "declarations", 0, to=5)
reject("kind that is a list", "nat_induction", "declarations", 0, "kind", to=[])
reject("empty group of datatypes", "nat_induction", "declarations", 0, "group", to=[])
reject("empty group of functions", "declarations", "declarations", -1, "group", to=[])
MEMBER = ("declarations", 1, "group", 0)
reject("partial that is a number", "nat_induction", *MEMBER, "partial", to=1)
reject("name that is a number", "nat_induction", *MEMBER, "name", to=5)
reject("cases that are an object", "nat_induction", *MEMBER, "cases", to={})
reject("model that is a list", "finite_model", "model", to=[])
reject("value that is a number", "refuted_by_values", "model", "values", 0, to=5)
reject("terms that are an object", "nat_induction", "terms", to={})
reject("contexts that are an object", "nat_induction", "contexts", to={})
reject("number of ten digits", "finite_model", "model", "sorts", "G", to=1_234_567_890)
reject("certificate that is a number", "citation", *FIRST, "certificate", to=5)
reject("certificate that is short", "citation", *FIRST, "certificate", to="0" * 63)
reject("certificate in capitals", "citation", *FIRST, "certificate", to="A" * 64)
reject("statement that is a number", "citation", *FIRST, "statement", to=5)
for _i, _row in enumerate(([], [5], ["var", "a", "b"], ["var"], ["var", 5], ["nat", 0], {}, [[]])):
    reject(f"sort {_i}", "nat_induction", "sorts", len(VALID["nat_induction"]["sorts"]), to=_row)
_ROWS: tuple[object, ...] = (
    *([], {}, ["var", "x"], ["bound", 0], ["bound", 0, 0, 0], ["int"], ["int", 5]),
    *(["int", "1", "1"], ["one", "1"], ["rational", "1"], ["rational", "1", "2", "3"]),
    *(["ratio", "1", "2"], ["app", "Z", []], ["app", "Z", [], [], []], ["app", [], [], []]),
    *(["app", 5, [], []], ["int", ""], ["int", "-"], ["int", "--1"], ["rational", "1", "-2"]),
    *(["var", 5, 0], ["var", "x", 99], ["var", "x", 0, 0], [5], [[]]),
)
for _i, _row in enumerate(_ROWS):
    reject(f"term {_i}", "nat_induction", "terms", len(VALID["nat_induction"]["terms"]), to=_row)
reject("two fields too many", "nat_induction", "clauses", 0, "more", to=1)
reject("side missing", "nat_induction", "clauses", 0, "conclusion", to=[0])
reject(
    "row of three in a table", "refuted_by_values", "model", "values", 2, "table", to=[[1, 2, 3]]
)
REWRITE = (*FIRST, "nodes", 0)


def by_of(name: str, by: object) -> None:
    reject(f"by {name}", "nat_induction", *REWRITE, "by", to=by)


_BYS: tuple[object, ...] = (
    *([], [[]], ["case"], ["case", "plus"], ["case", "plus", 0], ["case", "plus", 0, []]),
    *(["node"], ["node", 0, 0], ["hypothesis", 0], ["hypothesis", 0, [], []], ["hypothesis"]),
    *(["case", "plus", True, [], [3]], ["case", [], 0, [], []], ["axiom", "a", [], [], []]),
    *(["theorem", 0, [], [], []], ["theorem", "x", [], []], ["builtin", "plus", 0, [], []]),
    *({}, None, 5, "case", ["other", 0], ["other", 0, []], [5, 0], [5, 0, []]),
)
for _i, _by in enumerate(_BYS):
    by_of(str(_i), _by)


@odd(valid=False)
def sort_declared_twice() -> Json:
    c = samples.arithmetic()
    c.datatype("nat", [], other=[])
    return trivial(c)


@odd(valid=False)
def builtin_sort_declared() -> Json:
    c = Certificate()
    c.datatype("Int", [], other=[])
    return trivial(c)


@odd(valid=True)
def sort_and_symbol_of_one_name() -> Json:
    """Two name spaces."""
    c = Certificate()
    c.datatype("unit", [], unit=[])
    c.datatype("true", [], Bool=[])
    c.structure("eq", ["eq"], {"Int": ([Sort("true")], Sort("eq"))}, {"eq": unit(TRUE, TRUE)})
    p = c.theorem("unit", [], unit(app("unit"), app("unit")))
    p.refl([], app("Int", app("Bool")))
    p.refl([], app("unit"))
    return c.data


def signature(**fields: object) -> Json:
    """A declaration with a type variable that it does not list."""
    c = samples.arithmetic()
    c.declare(**fields)
    return trivial(c)


@odd(valid=False)
def open_signature_of_a_function() -> Json:
    member = {"name": "f", "types": [], "arguments": [A], "result": NAT, "partial": True}
    return signature(kind="function", group=[member | {"cases": []}])


@odd(valid=False)
def open_signature_of_a_symbol() -> Json:
    symbol = {"name": "f", "types": [], "arguments": [A], "result": NAT}
    return signature(kind="structure", name="s", sorts=[], symbols=[symbol], axioms=[])


@odd(valid=False)
def open_signature_of_a_lambda() -> Json:
    c = Certificate()
    c.lambda_("k", ["a"], [], var("x", A), TRUE, BOOL)
    c.data["declarations"][0]["types"] = []
    return trivial(c)


@odd(valid=False)
def lambda_with_a_premise() -> Json:
    c = Certificate()
    c.lambda_("k", [], [], P, TRUE, BOOL)
    left = app("apply", app("k"), P, at=[BOOL, BOOL])
    c.data["declarations"][0]["case"] = c.clause(forall([P], left, TRUE, [(P, P)]))
    return trivial(c)


@odd(valid=False)
def axiom_about_what_comes_later() -> Json:
    c = Certificate()
    c.structure("early", axioms={"a": unit(app("k"), app("k"))})
    c.structure("late", [], {"k": ([], BOOL)})
    return trivial(c)


@odd(valid=True)
def axiom_about_something_else() -> Json:
    """The closure of a statement about G has the datatype that its axiom mentions."""
    c = samples.arithmetic()
    weight = app("weight", U)
    c.structure("weighed", ["G"], {"weight": ([G], NAT)}, {"none": forall([U], weight, ZERO)})
    c.theorem("t", [], forall([U], U, U), ["u"]).refl([], U)
    return c.data
