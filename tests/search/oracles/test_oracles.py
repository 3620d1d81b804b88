"""Oracles are believed in nothing: a hint counts where the proof could be made again."""

import importlib
import json
import shutil

import pytest

from lemmata.kernel import check
from lemmata.language import parse_goal
from lemmata.proof.encode import encode
from lemmata.proof.laws import axioms, definitions
from lemmata.proving import Session
from lemmata.search.oracles import Advice, consult
from lemmata.search.oracles.problem import Problem, TooLarge
from lemmata.search.oracles.text import (
    Unreadable,
    read_derivation,
    read_instantiations,
    to_smtlib,
    to_tptp,
)
from lemmata.terms.declarations import Clause
from lemmata.terms.term import Term
from lemmata.theories import theory

module = importlib.import_module("lemmata.search.oracles.consult")

PROVABLE = [
    ("group", "x * inv(x) = e"),
    ("group", "x * y = z ==> inv(x) * z = y"),
    ("nat", "S(x) * S(0) = S(x * S(0))"),
    ("bool", "p and true = false ==> false = true and p"),
]


def ask(name: str, statement: str, *oracles: str) -> Advice:
    extended, clause = parse_goal(statement, theory(name))
    laws = [*definitions(extended.declarations), *axioms(extended.declarations)]
    advice = consult("goal", clause, laws, oracles, lambda: False)
    if advice.theorem is not None:
        assert advice.theorem.clause == clause
        assert check(json.dumps(encode(advice.theorem, extended.declarations))).kind == "proof"
    return advice


@pytest.mark.parametrize(("name", "statement"), PROVABLE[:2])
def test_instances_that_z3_used_make_a_proof(name: str, statement: str) -> None:
    assert ask(name, statement, "z3").theorem is not None


@pytest.mark.needs_debian
@pytest.mark.parametrize("oracle", ["e", "cvc5"])
@pytest.mark.parametrize(("name", "statement"), PROVABLE)
def test_the_proofs_of_installed_provers_are_made_again(
    oracle: str, name: str, statement: str
) -> None:
    program = {"e": "eprover", "cvc5": "cvc5"}[oracle]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    assert ask(name, statement, oracle).theorem is not None


def test_an_oracle_that_lies_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ask_z3", lambda *_: [(0, [[0]]), (99, []), (1, [["v", 3]])])
    advice = ask("group", "x * y = y * x", "z3")
    assert advice.theorem is None
    assert advice.said == "oracle says proved (Z3)"


LIE = """\
# SZS status Unsatisfiable
# SZS output start CNFRefutation
cnf(c_0_1, plain, (s4(X1,X2)=s4(X2,X1)), inference(spm,[status(thm)],[c0, c1])).
cnf(c_0_2, plain, ($false), inference(sr,[status(thm)],[c_0_1, goal])).
# SZS output end CNFRefutation
"""


def test_an_unreconstructed_answer_is_unknown_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ask_e", lambda *_: read_derivation(LIE))
    monkeypatch.setattr(module, "available", lambda _: True)
    extended, clause = parse_goal("x * y = inv(inv(y)) * z", theory("group"))
    monkeypatch.setattr("lemmata.search.strategy.refute_structure", lambda *_: None)
    verdict = Session(extended, timeout=2, oracles=["e"]).prove("goal", clause)
    assert verdict.verdict == "unknown"
    assert verdict.reason.startswith("oracle says proved (E)")


def test_no_oracle_is_asked_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("an oracle was asked")

    for name in ("ask_e", "ask_z3", "ask_cvc5"):
        monkeypatch.setattr(module, name, fail)
    extended, clause = parse_goal("x * inv(x) = e", theory("group"))
    assert Session(extended, from_definitions=True).prove("goal", clause).verdict == "proved"


def test_an_unknown_oracle_is_an_error() -> None:
    with pytest.raises(ValueError, match="no oracle 'vampire'"):
        ask("group", "x = x", "vampire")


def problem(name: str, statement: str) -> Problem:
    extended, clause = parse_goal(statement, theory(name))
    return Problem(axioms(extended.declarations), clause)


def test_the_text_for_a_solver_holds_no_name_of_the_user() -> None:
    given = problem("group", "x * inv(x) = e")
    assert to_tptp(given) == (
        "cnf(c0,axiom,( s3(s2,X0) = X0 )).\n"
        "cnf(c1,axiom,( s3(s4(X0),X0) = s2 )).\n"
        "cnf(c2,axiom,( s3(s3(X0,X1),X2) = s3(X0,s3(X1,X2)) )).\n"
        "cnf(distinct,axiom,( s0 != s1 )).\n"
        "cnf(goal,negated_conjecture,( s3(s5,s4(s5)) != s2 )).\n"
    )
    assert "(assert (forall ((x0 U)) (! (= (s3 s2 x0) x0) :qid c0)))" in to_smtlib(given)


def test_terms_survive_the_way_there_and_back_at_any_depth() -> None:
    given = problem("group", "x * inv(x) = e")
    inverse = given.laws[1].clause.left.args[0].symbol
    assert inverse is not None
    term = given.goal.variables[0]
    for _ in range(20_000):
        term = Term.apply(inverse, term)
    tree = given.tree(term, {})
    assert given.term(tree) is term
    with pytest.raises(TooLarge):
        Problem(given.laws, _large(term))


def _large(term: Term) -> Clause:
    for _ in range(5):
        term = Term.apply(theory("group").symbols["group.*"], term, term)
    return Clause.close((), (term, term))


@pytest.mark.parametrize(
    "line",
    [
        "cnf(c_0_1, plain, (s4(X1,X2)=s4(X2,), x).",
        "cnf(c_0_1, plain, (rm(X1)=X1), x).",
        "cnf(c_0_1, plain, (s1<s2), x).",
        "cnf(c_0_1, plain, (s1=s2",
        "cnf(c_0_1 plain",
    ],
)
def test_what_is_no_derivation_is_unreadable(line: str) -> None:
    with pytest.raises(Unreadable):
        read_derivation(f"# SZS output start CNFRefutation\n{line}\n# SZS output end\n")


def test_instantiations_of_foreign_symbols_are_left_out() -> None:
    text = "(instantiations c1\n ( s2 )\n ( (s3 s2) )\n ( @quantifier_7 )\n)\n(skolem x)\n"
    assert list(read_instantiations(text)) == [(1, [[2]]), (1, [[3, [2]]])]
    with pytest.raises(Unreadable):
        list(read_instantiations(text + ")"))
