"""The second checker accepts the samples and rejects every wrong variant, whatever the file."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable

import pytest

from second_checker import Invalid, check, rejections, samples
from second_checker.build import (
    BOOL,
    INT,
    TRUE,
    Certificate,
    Datatype,
    Function,
    Json,
    Sort,
    Term,
    app,
    digest,
    forall,
    num,
    unit,
    var,
)
from second_checker.samples import (
    NAT,
    ZERO,
    G,
    U,
    V,
    W,
    X,
    Y,
    arithmetic,
    declare_semigroup,
    op,
    plus,
    s,
)

VALID = samples.valid()
LIBRARY = samples.library()
REJECTED = list(rejections.rejected())
SLOW = {"no_value_steps"}


def reason(data: bytes | str | Json, resolve: Callable[[str], Json | None] = LIBRARY.get) -> str:
    """Why a certificate is rejected."""
    with pytest.raises(Invalid) as caught:
        check(data, resolve)
    assert "internal error" not in caught.value.message
    return str(caught.value)


@pytest.mark.parametrize("name", VALID)
def test_sample_is_valid(name: str) -> None:
    data = VALID[name]
    result = check(data, LIBRARY.get)
    assert result["kind"] == data["kind"]
    text = json.dumps(data, indent=1)
    assert check(text, LIBRARY.get) == check(text.encode(), LIBRARY.get) == result
    assert Certificate.load(data).data == data


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param(*case, marks=pytest.mark.slow if case[0] in SLOW else (), id=case[0])
        for case in REJECTED
    ],
)
def test_rejected(name: str, data: Json, message: str) -> None:
    assert message in reason(data)


def test_what_check_returns() -> None:
    result = check(VALID["citation"], LIBRARY.get)
    assert result["steps"] == 2 + 20
    assert result["axioms"] == []
    assert result["statement"] == check(VALID["nat_induction"])["statement"]
    assert check(VALID["ac"])["axioms"] == ["semigroup:assoc", "semigroup:comm"]
    assert check(VALID["finite_model"])["kind"] == "refutation"


def test_where_it_fails() -> None:
    c = Certificate.load(VALID["nat_commutative"])
    c.node("trans")["from"].pop()
    with pytest.raises(Invalid) as caught:
        check(c.data)
    error = caught.value
    assert (error.theorem, error.step, error.rule) == ("commutative", 5, "trans")
    assert error.message == "the chain ends elsewhere"


def test_statement_digest_by_hand() -> None:
    c = Certificate()
    c.datatype("unit", [], only=[])
    only = app("only")
    c.theorem("t", ["a"], unit(only, only)).refl([], only)
    datatype = {
        "kind": "datatype",
        "group": [{"name": "unit", "types": [], "constructors": [{"name": "only", "fields": []}]}],
    }
    side = digest(["app", "only", [], []])
    clause = {"bound": [], "premises": [], "conclusion": [side, side], "guard": None}
    assert check(c.data)["statement"] == digest(
        ["statement", ["a"], digest(clause), [digest(datatype)]]
    )


TEXTS = {
    "empty": b"",
    "not json": b"{",
    "trailing": b"{} {}",
    "list": b"[]",
    "null": b"null",
    "not utf-8": b"\xff\xfe{}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "utf-16": "{}".encode("utf-16"),
    "nan": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "float": b'{"a": 1.0}',
    "exponent": b'{"a": 1e3}',
    "minus zero": b'{"a": -0}',
    "negative": b'{"a": -1}',
    "large": b'{"a": 1000000000}',
    "huge": b'{"a": ' + b"1" * 100_000 + b"}",
    "same key": b'{"kind": "proof", "kind": "proof"}',
    "same key inside": b'{"kind": [{"a": 1, "a": 1}]}',
    "deep": b"[" * 1_000_000,
    "deep closed": b'{"kind": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "deep objects": b'{"a":' * 100_000,
    "control": b'{"a": "\n"}',
}


@pytest.mark.parametrize("name", TEXTS)
def test_bad_text(name: str) -> None:
    reason(TEXTS[name])


def test_bad_values() -> None:
    circle: Json = {}
    circle["kind"] = circle
    wrong: list[object] = [circle, None, 7, [], {1: 2}, {"kind": (1,)}, {"kind": {1}}]
    for data in wrong:
        reason(data)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["terms", "clauses", "theorems", "declarations", "sorts"])
@pytest.mark.parametrize("value", [None, True, 0, "x", {}, [None], [[]], [{}], [0], [[True]]])
def test_wrong_type_of_table(key: str, value: object) -> None:
    reason(VALID["nat_induction"] | {key: value})


def test_lone_surrogate() -> None:
    c = arithmetic()
    c.term(var("\ud800", NAT))
    assert "not a name" in reason(json.dumps(c.data))


# Citations.


def test_resolver() -> None:
    data = VALID["citation"]
    [(key, cited)] = LIBRARY.items()
    encoded: dict[str, bytes | str] = {key: json.dumps(cited).encode()}
    assert check(data, encoded.get) == check(data, LIBRARY.get)
    with pytest.raises(Invalid, match="cannot be resolved"):
        check(data)

    def broken(_: str) -> Json | None:
        raise OSError

    assert "resolver failed" in reason(data, broken)
    assert "another digest" in reason(data, lambda _: VALID["nat_induction"])
    assert "not JSON" in reason(data, lambda _: "no")  # type: ignore[arg-type,return-value]


def cite(cited: Json, more: Callable[[Certificate], object] = lambda c: None) -> Json:
    """A certificate that cites x + 0 = x from another one."""
    c = arithmetic()
    more(c)
    statement = str(check(VALID["nat_induction"])["statement"])
    c.cite("cited", [], samples.PLUS_ZERO, statement, digest(cited))
    p = c.theorem("again", [], samples.PLUS_ZERO, ["x"])
    p.rewrite([], plus(X, ZERO), X, ["theorem", 0, [], [X]])
    return c.data


def test_cited_certificates_must_be_valid_proofs() -> None:
    wrong = Certificate.load(VALID["nat_induction"])
    wrong.node("split")["from"].reverse()
    data = cite(wrong.data)
    assert "in the cited certificate" in reason(data, lambda _: wrong.data)
    refutation = VALID["refuted_by_values"]
    assert "not a proof" in reason(cite(refutation), lambda _: refutation)
    assert "another statement" in reason(cite(VALID["nat_commutative"]), LIBRARY.get)


def test_cited_declarations_must_be_there() -> None:
    def axiom(c: Certificate) -> None:
        c.structure("wrong", axioms={"axiom": forall([X, Y], X, Y)})

    c = arithmetic()
    axiom(c)
    p = c.theorem("plus_zero", [], samples.PLUS_ZERO, ["x"])
    p.rewrite([], plus(X, ZERO), X, ["axiom", "wrong", "axiom", [], [plus(X, ZERO), X]])
    assert check(c.data)["statement"] == check(VALID["nat_induction"])["statement"]
    assert check(cite(c.data, axiom), lambda _: c.data)["axioms"] == ["wrong:axiom"]
    assert "is missing" in reason(cite(c.data), lambda _: c.data)


def test_chain_of_citations_is_counted_once() -> None:
    library: dict[str, Json] = {}
    data = VALID["nat_induction"]
    for _ in range(300):
        library[digest(data)] = data
        data = cite(data)
    assert check(data, library.get)["steps"] == 5 + 300


# Computation.


def test_ac_of_a_term_that_is_exponentially_large() -> None:
    c = Certificate()
    declare_semigroup(c)
    one, two = op(U, V), op(V, U)
    left, right = c.term(one), c.term(two)
    for _ in range(200):
        for side in (left, right):
            c.data["terms"].append(["app", "op", [], [side, side]])
        left, right = len(c.data["terms"]) - 2, len(c.data["terms"]) - 1
    p = c.theorem("t", [], forall([U, V], one, two), ["u", "v"])
    p.node("refl", [], U, U)
    laws = {
        "associativity": ["axiom", "semigroup", "assoc", [], []],
        "commutativity": ["axiom", "semigroup", "comm", [], []],
    }
    p.node("ac", [], one, two, symbol="op", types=[], laws=laws)
    p.raw["nodes"][0] = p.raw["nodes"][1] | {"left": left, "right": right}
    check(c.data)


def semiring(c: Certificate, zero: Term, one: Term, names: tuple[str, str]) -> Json:
    """The fields of a ring node over a structure with two operations and no negation."""
    x, y, z = U, V, W

    def add(a: Term, b: Term) -> Term:
        return app(names[0], a, b)

    def mul(a: Term, b: Term) -> Term:
        return app(names[1], a, b)

    c.structure(
        "semiring",
        ["G"],
        {names[0]: ([G, G], G), names[1]: ([G, G], G), "O": ([], G), "I": ([], G)},
        {
            "add_associativity": forall([x, y, z], add(x, add(y, z)), add(add(x, y), z)),
            "add_commutativity": forall([y, x], add(x, y), add(y, x)),
            "add_zero": forall([x], x, add(zero, x)),
            "mul_associativity": forall([z, y, x], mul(x, mul(y, z)), mul(mul(x, y), z)),
            "mul_commutativity": forall([x, y], mul(x, y), mul(y, x)),
            "mul_one": forall([x], mul(one, x), x),
            "mul_zero": forall([x], mul(x, zero), zero),
            "distributivity": forall([x, y, z], mul(add(x, y), z), add(mul(x, z), mul(y, z))),
        },
    )
    laws = samples.RING_LAWS[:8]
    return {
        "sort": G,
        "operations": {
            "zero": zero,
            "one": one,
            "add": names[0],
            "mul": names[1],
            "neg": None,
            "sub": None,
        },
        "laws": {law: ["axiom", "semiring", law, [], []] for law in laws},
    }


def test_ring_without_negation() -> None:
    c = Certificate()
    zero, one = app("O"), app("I")
    fields = semiring(c, zero, one, ("plus", "times"))

    def add(a: Term, b: Term) -> Term:
        return app("plus", a, b)

    def mul(a: Term, b: Term) -> Term:
        return app("times", a, b)

    left = mul(add(U, one), add(V, add(zero, one)))
    right = add(add(mul(V, U), U), add(V, one))
    p = c.theorem("t", [], forall([U, V], left, right), ["u", "v"])
    p.node("ring", [], left, right, **fields)
    check(c.data)
    c.node("ring")["right"] = c.term(add(mul(V, U), add(V, one)))
    assert "different polynomials" in reason(c.data)


def test_ring_literals_of_another_ring_are_indeterminates() -> None:
    c = Certificate.load(VALID["ring"])
    c.structure("other", [], {"plus": ([INT, INT], INT)})
    laws = c.data["declarations"][0]["axioms"]
    add = {axiom["name"]: axiom for axiom in laws}
    i, j, k = (var(name, INT) for name in "ijk")

    def p(a: Term, b: Term) -> Term:
        return app("plus", a, b)

    add["add_associativity"]["clause"] = c.clause(forall([i, j, k], p(i, p(j, k)), p(p(i, j), k)))
    add["add_commutativity"]["clause"] = c.clause(forall([i, j], p(i, j), p(j, i)))
    add["add_zero"]["clause"] = c.clause(forall([i], p(i, num(0)), i))
    distributed = p(app("Int.*", i, j), app("Int.*", i, k))
    add["distributivity"]["clause"] = c.clause(
        forall([i, j, k], app("Int.*", i, p(j, k)), distributed)
    )
    c.data["declarations"].reverse()
    node = c.node("ring")
    node["operations"] |= {"add": "plus", "neg": None, "sub": None}
    for name in ("add_neg", "sub_neg"):
        del node["laws"][name]
    left, right = p(num(2), num(2)), num(4)
    node |= {"left": c.term(left), "right": c.term(right)}
    assert "different polynomials" in reason(c.data)
    node["right"] = c.term(p(num(2), p(num(0), num(2))))
    assert "another left side" in reason(c.data)  # the node is accepted


def test_hostile_polynomials_end() -> None:
    base = VALID["ring"]
    for operation, first in (("Int.*", app("Int.+", num(2), num(2))), ("Int.+", num(3))):
        c = Certificate.load(base)
        last = c.term(first)
        for _ in range(400):
            c.data["terms"].append(["app", operation, [], [last, last]])
            last = len(c.data["terms"]) - 1
        node = c.node("ring")
        node["left"] = node["right"] = last
        started = time.monotonic()
        reason(c.data)
        assert time.monotonic() - started < 20


def test_large_literals() -> None:
    digits = "7" * 50_000
    big, sum_ = Term("int", digits), Term("int", "1" + "5" * 49_999 + "4")
    c = Certificate()
    left = app("Int.+", big, big)
    c.theorem("t", [], unit(left, sum_)).node("eval", [], left, sum_)
    check(c.data)
    c.data["terms"][-1][1] = "1" + "5" * 50_000
    assert "is not the value" in reason(c.data)


# Size.


@pytest.mark.slow
def test_twenty_thousand_nodes() -> None:
    c = arithmetic()
    p = c.theorem("t", [], forall([X, Y], X, X, [(Y, ZERO)]), ["x", "y"])
    h = [unit(Y, ZERO)]
    term = X
    for _ in range(20):
        term = plus(ZERO, s(term))
    first = p.case(h, term, term.args[1], "plus", 0, [term.args[1]])
    for _ in range(4_999):
        back = p.sym(first)
        p.trans(first, back)
        p.refl(h, term)
        first = p.case(h, term, term.args[1], "plus", 0, [term.args[1]])
    p.refl([], X)
    assert len(p.raw["nodes"]) == 4 * 4_999 + 2
    started = time.monotonic()
    assert check(json.dumps(c.data))["steps"] == 4 * 4_999 + 2
    assert time.monotonic() - started < 15


@pytest.mark.slow
def test_terms_of_depth_one_hundred_thousand() -> None:
    depth = 100_000
    c = arithmetic()
    x = c.term(X)
    terms = c.data["terms"]

    def tower(index: int) -> int:
        for _ in range(depth):
            terms.append(["app", "S", [], [index]])
            index = len(terms) - 1
        return index

    left, right = tower(c.term(plus(ZERO, X))), tower(x)
    bottom = c.term(ZERO)
    low_left, low_right = tower(c.term(plus(ZERO, ZERO))), tower(bottom)
    p = c.theorem("t", [], unit(ZERO, ZERO))
    p.case([], plus(ZERO, X), X, "plus", 0, [X])
    p.refl([], ZERO)
    nodes = p.raw["nodes"]
    nodes[0] |= {"left": left, "right": right, "at": [0] * depth}
    nodes[1] = {
        "rule": "instantiate",
        "context": 0,
        "left": low_left,
        "right": low_right,
        "from": 0,
        "variables": [x],
        "terms": [bottom],
    }
    c.data["clauses"].append(
        {"bound": [], "premises": [], "conclusion": [low_left, low_right], "guard": None}
    )
    c.data["theorems"][0]["clause"] = len(c.data["clauses"]) - 1
    check(c.data)


def test_sorts_of_any_depth() -> None:
    c = Certificate()
    samples.declare_lists(c)
    index = c.sort(BOOL)
    for _ in range(50_000):
        c.data["sorts"].append(["list", index])
        index = len(c.data["sorts"]) - 1
    p = c.theorem("t", [], unit(TRUE, TRUE))
    p.refl([], app("nil", at=[BOOL]))
    p.refl([], TRUE)
    c.data["terms"].append(["app", "nil", [index - 1], []])
    p.raw["nodes"][0]["left"] = p.raw["nodes"][0]["right"] = len(c.data["terms"]) - 1
    check(c.data)


def test_chain_of_two_thousand_datatypes() -> None:
    c = Certificate()
    c.datatype("d0", ["a"], c0=[samples.A])
    for i in range(1, 2_000):
        before = Sort(f"d{i - 1}", (samples.A,))
        c.datatypes(Datatype(f"d{i}", {f"c{i}": [before]}, ["a"]))
    c.datatypes(Datatype("end", {"stop": [], "go": [Sort("d1999", (Sort("end"),))]}))
    rejections.trivial(c)
    check(c.data)
    c.data["declarations"][-1]["group"][0]["constructors"].pop(0)
    assert "finite size" in reason(c.data)


def test_patterns_that_explode_end() -> None:
    c = arithmetic()
    variables = [var(f"v{i}", NAT) for i in range(40)]
    rows = []
    for i in range(20):
        left = list(variables)
        left[2 * i], left[2 * i + 1] = s(X), s(Y)
        rows.append((app("f", *left), ZERO))
    c.functions(Function("f", [NAT] * 40, NAT, rows))
    rejections.trivial(c)
    started = time.monotonic()
    reason(c.data)
    assert time.monotonic() - started < 20


# Every change of a valid file is valid or `Invalid`; nothing else is raised.


POOL: list[object] = [
    *(True, False, None, 0, 1, 2, 7, -1, 1.5, 999_999_999, 10**12, "", "x", "true", "1"),
    *([], {}, [[]], [0], {"a": 0}, "eq", "nat", "Z", "S", "plus", "apply", ["int", "1"]),
]


def places(value: object) -> list[tuple[list[object] | Json, object]]:
    """All places inside a value."""
    found: list[tuple[list[object] | Json, object]] = []
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, dict):
            found.extend((top, key) for key in top)
            stack.extend(top.values())
        elif isinstance(top, list):
            found.extend((top, index) for index in range(len(top)))
            stack.extend(top)
    return found


def change(data: Json, chance: random.Random) -> None:
    """Change one place at random."""
    holder, key = chance.choice(places(data))
    old = holder[key]  # type: ignore[index,call-overload]
    kind = chance.random()
    if type(old) is int and kind < 0.6:
        new: object = max(0, old + chance.choice([-2, -1, 1, 2]))
    elif kind < 0.9:
        new = copy.deepcopy(chance.choice(POOL))
    else:
        del holder[key]  # type: ignore[arg-type]
        return
    holder[key] = new  # type: ignore[index,call-overload]


def outcome(data: Json) -> str:
    """The message of a rejection, or nothing."""
    try:
        check(data, LIBRARY.get)
    except Invalid as error:
        return error.message
    return ""


@pytest.mark.parametrize("name", VALID)
def test_random_changes(name: str) -> None:
    chance = random.Random(name)
    for _ in range(60):
        data = copy.deepcopy(VALID[name])
        for _ in range(chance.choice([1, 1, 2])):
            change(data, chance)
        assert "internal error" not in outcome(data)


def test_what_is_allowed() -> None:
    """Unused entries and hypotheses, unused type variables, other type variables in nodes."""
    c = Certificate.load(VALID["nat_induction"])
    c.term(TRUE)
    c.sort(INT)
    c.term(var("x'«é∀", NAT))
    p = c.theorem("t", ["b"], forall([X], X, X), ["x"])
    p.refl([], app("eq", var("x", samples.A), var("x", samples.A), at=[samples.A]))
    p.refl([], X)
    check(c.data)
    p.raw["nodes"][-1]["context"] = c.context([unit(X, X)])
    assert "not a subset" in reason(c.data)
