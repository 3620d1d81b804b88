"""What explorations find, that it is proved, and that they can be interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from lemmata.kernel import check
from lemmata.language import parse_theory
from lemmata.proof.encode import encode
from lemmata.search import testing
from lemmata.search.exploring import (
    Event,
    Exploration,
    Finished,
    Limits,
    Open,
    Progress,
    Proved,
    Refuted,
)
from lemmata.search.exploring.known import is_instance, key
from search.exploring.helpers import DATA, SMALL, events, finds, load, outcomes, proved, shown

CORE = [
    "x + 0 = x",
    "x + S(y) = S(x + y)",
    "x + y = y + x",
    "(x + y) + z = x + (y + z)",
    "x * 0 = 0",
    "x * S(0) = x",
    "x * S(y) = x + x * y",
    "x * y = y * x",
    "x * (y + z) = x * y + x * z",
    "(x * y) * z = x * (y * z)",
    "x + y = x + z ==> y = z",
]
MORE = [
    "S(x) + y = x + S(y)",
    "(x + y) * z = x * z + y * z",
    "y + x = z + x ==> y = z",
    "x + y = 0 ==> x = 0",
    "x * y = 0 ==> x = 0 or y = 0",
    "x != 0 ==> x * y = x * z ==> y = z",
    "x + x = y + y ==> x = y",
    "S(x + x) != y + y",
    "x * y = x ==> x = 0 or y = 1",
]
LISTS = [
    "append(xs, nil) = xs",
    "append(append(xs, ys), zs) = append(xs, append(ys, zs))",
    "rev(rev(xs)) = xs",
    "rev(append(xs, ys)) = append(rev(ys), rev(xs))",
    "map(f, append(xs, ys)) = append(map(f, xs), map(f, ys))",
    "map(f, rev(xs)) = rev(map(f, xs))",
    "map(identity, xs) = xs",
    "map(compose(f, g), xs) = map(f, map(g, xs))",
    "length(append(xs, ys)) = length(xs) + length(ys)",
    "length(rev(xs)) = length(xs)",
    "length(map(f, xs)) = length(xs)",
]
GROUP = [
    "x * inv(x) = e",
    "x * e = x",
    "inv(inv(x)) = x",
    "inv(x * y) = inv(y) * inv(x)",
    "x * y = x * z ==> y = z",
    "x * y = e ==> y = inv(x)",
]
LATTICE = [
    "x /\\ x = x",
    "x \\/ x = x",
    "x /\\ y = x ==> x \\/ y = y",
    "x /\\ y = x \\/ y ==> x = y",
]
WHOLE = Limits(size=5)


@pytest.mark.parametrize("statement", [*CORE, *MORE])
def test_laws_of_arithmetic(statement: str) -> None:
    assert finds("peano", statement)


@pytest.mark.parametrize("statement", LISTS)
def test_laws_of_lists(statement: str) -> None:
    assert finds("lists", statement, WHOLE)


@pytest.mark.parametrize("statement", GROUP)
def test_laws_of_groups(statement: str) -> None:
    assert finds("group", statement)


@pytest.mark.parametrize("statement", LATTICE)
def test_laws_of_lattices(statement: str) -> None:
    assert finds("lattice", statement)


def test_the_sum_of_the_first_numbers() -> None:
    assert finds("gauss", "sum(x) + sum(x) = x * S(x)", WHOLE)


def test_a_compiler_is_correct() -> None:
    assert finds("machine", "run(compile(x), y) = on(eval(x), y)", WHOLE)


@pytest.mark.parametrize("name", ["peano", "group", "lattice", "bool"])
def test_the_kernel_accepts_everything(name: str) -> None:
    declarations = load(name).declarations
    kinds = {"Proved": "proof", "Refuted": "refutation"}
    for event in outcomes(events(name)).values():
        if isinstance(event, Proved):
            found = check(json.dumps(encode(event.theorem, declarations)))
        elif isinstance(event, Refuted):
            found = check(json.dumps(event.certificate))
        else:
            continue
        assert found.kind == kinds[type(event).__name__], shown(name, event)


def test_no_law_is_another_one_again() -> None:
    laws = [e.clause for e in proved("peano")]
    assert len({key(c) for c in laws}) == len(laws) >= 30
    for a, b in combinations(laws, 2):
        assert not is_instance(b, a), b


def test_premises_are_true_somewhere() -> None:
    tester = testing.Tester(load("peano").declarations)
    for event in proved("peano"):
        if event.clause.premises:
            assert tester.instances(event.clause, 1), shown("peano", event)


def test_counterexamples_are_kept() -> None:
    found = {e.name: e for e in outcomes(events("lists", WHOLE)).values() if isinstance(e, Refuted)}
    refuted = found["commutativity of append"]
    assert [str(v) for v in refuted.values] == ["cons(0, nil)", "cons(1, nil)"]


def test_what_is_open_is_said() -> None:
    left = [e for e in outcomes(events("peano")).values() if isinstance(e, Open)]
    assert "x * x = y * y ==> x = y" in [shown("peano", e) for e in left]


def test_runs_are_the_same() -> None:
    again = list(Exploration(load("chain"), limits=SMALL).run())
    assert _texts(again) == _texts(events("chain"))


@pytest.mark.parametrize("at", [3, 20, 45])
def test_an_interrupted_run_goes_on_where_it_was(at: int) -> None:
    first = []
    for event in Exploration(load("chain"), limits=SMALL).run():
        first.append(event)
        if len(first) == at:
            break
    second = list(Exploration(load("chain"), limits=SMALL, memo=outcomes(first)).run())
    whole = events("chain")
    assert [type(e) for e in second] == [type(e) for e in whole]
    assert _texts(outcomes(second).values()) == _texts(outcomes(whole).values())


def test_the_time_ends_a_run() -> None:
    calls = iter(range(10**9))
    found = list(Exploration(load("chain"), limits=SMALL).run(lambda: next(calls) > 60))
    assert found[-1] == Finished(False)
    assert 0 < len(found) < len(events("chain"))


def test_progress_counts() -> None:
    found = events("peano")
    last = [e for e in found if isinstance(e, Progress)][-1]
    assert last.proved == len(proved("peano"))
    assert last.remaining == 0
    assert found[-1] == Finished(True)


def test_a_theory_without_functions() -> None:
    theory = parse_theory("theory colours\ndatatype Colour = red | green\n")
    assert list(Exploration(theory).run())[-1] == Finished(True)


def test_test_data_states_no_theorem() -> None:
    for path in sorted(Path(DATA).glob("*.lem")):
        assert "theorem" not in path.read_text(encoding="utf-8"), path


def _texts(row: Iterable[Event]) -> list[str]:
    declarations = load("chain").declarations
    found = []
    for event in row:
        if isinstance(event, Proved):
            found.append(json.dumps(encode(event.theorem, declarations)))
        else:
            found.append(str(event))
    return found
