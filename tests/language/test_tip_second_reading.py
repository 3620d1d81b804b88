"""What the reader makes of a TIP file is true exactly where an interpreter of the text says so."""

from pathlib import Path
from random import Random

import pytest

from lemmata.proving import prove_file
from lemmata.search import evaluation, testing
from lemmata.terms.sorts import INT
from lemmata.terms.term import Term
from lemmata.theories import theory
from second_reader.tip import Program, Stuck, Value

DATA = Path(__file__).parents[1] / "data" / "tip"
FILES = sorted(DATA.glob("*.smt2"))


def plain(value: evaluation.Value) -> Value:
    """A value of the tester as one of the interpreter."""
    if isinstance(value, evaluation.Table):
        rows = [(plain(a), plain(r)) for a, r in value.rows]
        default = plain(value.default)
        return lambda x: next((r for a, r in rows if a == x), default)
    if isinstance(value, evaluation.Data):
        if value.head.name in ("true", "false"):
            return value.head.name == "true"
        return (value.head.display, *map(plain, value.args))
    return value


def column(tester: testing.Tester, variable: Term, names: list[str]) -> list[evaluation.Value]:
    """Values to be tried; a bound on recursion is one that is large enough."""
    sort = variable.sort.substitute(dict.fromkeys(variable.sort.variables(), INT))
    if str(variable.head) not in names:
        return tester.values.of_size(sort, 30)
    return tester.values.first(sort, 25)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_reader_agrees_with_an_interpreter_of_the_text(path: Path) -> None:
    program, read = Program.read(path.read_text()), theory(path)
    assert len(program.goals) == len(read.theorems) > 0
    tester, random = testing.Tester(read.declarations), Random(1)
    for theorem, goal in zip(read.theorems, program.goals, strict=True):
        names, body = program.variables(goal)
        fails = tester.failing(theorem.clause)
        assert fails is not None
        columns = [column(tester, v, names) for v in theorem.clause.variables]
        compared = 0
        for _ in range(120):
            row = [random.choice(values) for values in columns]
            env = {
                str(v.head): plain(x) for v, x in zip(theorem.clause.variables, row, strict=True)
            }
            try:
                expected = program.run(body, {**dict.fromkeys(names), **env})
            except Stuck:
                continue
            assert fails(row) is not expected, (theorem.name, env)
            compared += 1
        assert compared >= 20, theorem.name


def test_the_samples_have_true_and_false_goals() -> None:
    found = [v.verdict for path in FILES for v in prove_file(path, timeout=3)]
    assert {"proved", "refuted"} <= set(found)


def test_a_proof_about_unbounded_recursion_says_what_it_assumes(tmp_path: Path) -> None:
    path = tmp_path / "loop.smt2"
    path.write_text(
        "(declare-datatype N ((z) (s (p N))))"
        "(define-fun-rec f ((x N)) N (match x ((z z) ((s y) (f (s (s y)))))))"
        "(prove (forall ((x N)) (= (f (s x)) (f (s (s x))))))"
    )
    (verdict,) = prove_file(path, timeout=3)
    assert verdict.verdict != "proved" or verdict.assumptions == ("f has a value everywhere",)
    path.write_text(path.read_text().replace("(f (s (s x)))", "(f (s x))"))
    (verdict,) = prove_file(path, timeout=3)
    assert (verdict.verdict, verdict.assumptions) == ("proved", ("f has a value everywhere",))


def test_a_refutation_beside_assertions_says_what_it_assumes(tmp_path: Path) -> None:
    path = tmp_path / "asserted.smt2"
    path.write_text("(assert (forall ((x Int)) (distinct x 123456789)))(prove (= 1 2))")
    (verdict,) = prove_file(path, timeout=3)
    assumed = ("the assertions do not contradict themselves",)
    assert (verdict.verdict, verdict.assumptions) == ("refuted", assumed)
    path.write_text("(prove (= 1 2))")
    (verdict,) = prove_file(path, timeout=3)
    assert (verdict.verdict, verdict.assumptions) == ("refuted", ())
