"""The laws that people try first, each proved or refuted from definitions, and judged again."""

from __future__ import annotations

import pytest

from lemmata.proving import prove, prove_file
from lemmata.results import Verdict
from lemmata.terms.term import Term
from lemmata.theories import theory

LAWS = [
    ("nat", "x + 0 = x"),
    ("nat", "x + S(y) = S(x + y)"),
    ("nat", "x + y = y + x"),
    ("nat", "(x + y) + z = x + (y + z)"),
    ("nat", "x * 0 = 0"),
    ("nat", "x * S(0) = x"),
    ("nat", "x * S(y) = x + x * y"),
    ("nat", "x * y = y * x"),
    ("nat", "x * (y + z) = x * y + x * z"),
    ("nat", "(x * y) * z = x * (y * z)"),
    ("nat", "x + y = x + z ==> y = z"),
    ("nat", "x <= y ==> y <= z ==> x <= z"),
    ("nat", "x + y = 0 ==> x = 0 and y = 0"),
    ("nat", "0 = 1 ==> x = y"),
    ("list", "append(append(xs, ys), zs) = append(xs, append(ys, zs))"),
    ("list", "append(xs, nil) = xs"),
    ("list", "rev(append(xs, ys)) = append(rev(ys), rev(xs))"),
    ("list", "rev(rev(xs)) = xs"),
    ("list", "map(compose(f, g), xs) = map(f, map(g, xs))"),
    ("list", "length(append(xs, ys)) = length(xs) + length(ys)"),
    ("list", "map(f, append(xs, ys)) = append(map(f, xs), map(f, ys))"),
    ("list", "cons(x, xs) = cons(y, ys) ==> xs = ys"),
    ("list", "revonto(xs, nil) = rev(xs)"),
    ("tree", "mirror(mirror(t)) = t"),
    ("tree", "length(flatten(t)) = size(t)"),
    ("tree", "size(mirror(t)) = size(t)"),
    ("bool", "not (x and y) = (not x or not y)"),
    ("bool", "not (x or y) = (not x and not y)"),
    ("bool", "(x and (y or z)) = ((x and y) or (x and z))"),
    ("bool", "(x or (y and z)) = ((x or y) and (x or z))"),
    ("int", "(x + y) * (x - y) = x * x - y * y"),
    ("int", "x + y = x + z ==> y = z"),
    ("group", "x * inv(x) = e"),
    ("group", "x * e = x"),
    ("group", "inv(x * y) = inv(y) * inv(x)"),
    ("group", "x * x = x ==> x = e"),
    ("lattice", "x /\\ x = x"),
    ("lattice", "x \\/ x = x"),
]


@pytest.mark.parametrize(("name", "statement"), LAWS, ids=[f"{n}: {s}" for n, s in LAWS])
def test_proved_from_definitions(name: str, statement: str) -> None:
    verdict = prove(statement, name, timeout=60, from_definitions=True)
    assert verdict.verdict == "proved", verdict.explanation()
    report = verdict.check()
    assert report.kind == "proof"
    assert report.all_steps == verdict.steps > 0
    assert '"certificate":' not in verdict.to_json()


@pytest.mark.parametrize(
    ("name", "statement", "values", "left", "right"),
    [
        ("nat", "x + y = x", {"x": "0", "y": "1"}, "1", "0"),
        ("nat", "x * y = x", {"x": "1", "y": "0"}, "0", "1"),
        ("nat", "x < 3", {"x": "3"}, "false", "true"),
        ("nat", "x * x = 2 * x ==> x = 0", {"x": "2"}, "2", "0"),
        ("nat", "x * y = x * z ==> y = z", {"x": "0", "y": "0", "z": "1"}, "0", "1"),
        (
            "list",
            "append(xs, ys) = append(ys, xs)",
            {"xs": "cons(0, nil)", "ys": "cons(1, nil)"},
            "cons(0, cons(1, nil))",
            "cons(1, cons(0, nil))",
        ),
        ("list", "length(xs) <= 2", {"xs": "cons(0, cons(0, cons(0, nil)))"}, "false", "true"),
        (
            "tree",
            "mirror(t) = t",
            {"t": "node(leaf, 0, node(leaf, 0, leaf))"},
            "node(node(leaf, 0, leaf), 0, leaf)",
            "node(leaf, 0, node(leaf, 0, leaf))",
        ),
        ("bool", "(x and y) = (x or y)", {"x": "false", "y": "true"}, "false", "true"),
        ("int", "x * x = x", {"x": "-1"}, "1", "-1"),
    ],
)
def test_refuted_by_a_smallest_witness(
    name: str, statement: str, values: dict[str, str], left: str, right: str
) -> None:
    verdict = prove(statement, name)
    assert verdict.verdict == "refuted"
    assert verdict.check().kind == "refutation"
    assert verdict.witness == {"values": values, "left": left, "right": right}


@pytest.mark.parametrize(
    ("name", "statement", "sizes"),
    [
        ("group", "x * y = y * x", {"G": 6}),
        ("group", "x * x = e", {"G": 3}),
        ("lattice", "x /\\ y = x", {"L": 2}),
        ("lattice", "x /\\ (y \\/ z) = (x /\\ y) \\/ (x /\\ z)", {"L": 5}),
    ],
)
def test_refuted_in_a_smallest_model(name: str, statement: str, sizes: dict[str, int]) -> None:
    verdict = prove(statement, name, timeout=30)
    assert verdict.verdict == "refuted"
    assert verdict.check().kind == "refutation"
    assert verdict.witness is not None
    assert verdict.witness["sizes"] == {f"{name}.{sort}": n for sort, n in sizes.items()}
    assert verdict.witness["left"] != verdict.witness["right"]


def test_a_function_value_is_a_witness() -> None:
    verdict = prove("map(f, xs) = xs", "list")
    assert verdict.verdict == "refuted"
    assert verdict.witness is not None
    assert verdict.witness["values"]["f"] == "{else 0}"


def test_unknown_says_which_limit_and_shows_where_it_is_stuck() -> None:
    verdict = prove("x ^ 3 + y ^ 3 = z ^ 3 ==> x * y = 0", timeout=1)
    assert verdict.verdict == "unknown"
    assert verdict.reason.startswith("limit: ")
    assert verdict.stuck
    assert f"stuck at: {verdict.stuck}" in str(verdict)
    assert verdict.certificate is None
    with pytest.raises(ValueError, match="the answer is unknown"):
        verdict.check()


def test_hints() -> None:
    verdict = prove("x + y = y + x", from_definitions=True, induct=["y"])
    assert verdict.verdict == "proved"
    assert "by induction on y" in verdict.to_text()


def test_without_from_definitions_stored_theorems_are_cited() -> None:
    statement = "(x * y) * (z * u) = (x * u) * (y * z)"
    cited = prove(statement)
    assert cited.verdict == "proved"
    assert '"certificate":"' in cited.to_json()
    assert cited.check().kind == "proof"
    alone = prove(statement, timeout=60, from_definitions=True)
    assert alone.verdict == "proved"
    assert '"certificate":"' not in alone.to_json()


def test_goals_of_a_file_come_in_its_order() -> None:
    found = [*prove_file("nat", ["add_comm", "add_zero"])]
    assert [(v.name, v.verdict) for v in found] == [("add_zero", "proved"), ("add_comm", "proved")]


def test_a_false_theorem_is_never_a_lemma(tmp_path: object) -> None:
    from lemmata.language import parse_theory

    text = "theory t\nimport nat\ntheorem bad: x + y = x\ntheorem next: y = 0 + 0 * y + y + 1\n"
    loaded = parse_theory(text)
    assert [v.verdict for v in prove_file(loaded)] == ["refuted", "refuted"]


@pytest.mark.parametrize("statement", ["x + y = y + x", "x + y = x"])
def test_answers_are_the_same_every_time(statement: str) -> None:
    def answer() -> Verdict:
        return prove(statement, theory("nat"), from_definitions=True)

    assert answer().to_json() == answer().to_json()


def test_numbers_too_long_for_decimal_are_no_obstacle() -> None:
    product = " * ".join(["9" * 4000] * 3)
    assert prove(f"{product} = x", theory="int", timeout=2).verdict in ("unknown", "refuted")
    assert str(Term.integer(10**5000)).startswith("0x")
