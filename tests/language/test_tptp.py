"""TPTP problems: what is read, what it becomes, and what is refused where."""

from __future__ import annotations

from pathlib import Path

import pytest

from lemmata.errors import InputError, Source
from lemmata.language.tptp import Inappropriate, Problem, load_tptp, read_tptp
from lemmata.language.tptp.names import decoded, encoded
from lemmata.terms.declarations import Clause, Structure

DEEP = 100_000


def read(text: str, folder: Path | None = None) -> Problem:
    return read_tptp(Source("problem.p", text), "problem", folder)


def axioms(problem: Problem) -> dict[str, str]:
    (structure,) = problem.theory.declarations
    assert isinstance(structure, Structure)
    return {axiom.name: written(axiom.clause) for axiom in structure.axioms}


def goals(problem: Problem) -> dict[str, str]:
    return {theorem.name: written(theorem.clause) for theorem in problem.theory.theorems}


def written(clause: Clause) -> str:
    *premises, conclusion = (f"{a} = {b}" for a, b in (*clause.premises, clause.conclusion))
    return " & ".join(premises) + " ==> " + conclusion if premises else conclusion


CLAUSES = {
    "p": "p = true",
    "~ p": "p = false",
    "s = t": "s = t",
    "s != t": "eq(s, t) = false",
    "~ s = t": "eq(s, t) = false",
    "~ p(X) | s != t | f(X) = X": "p(X) = true & s = t ==> f(X) = X",
    "f(X) = X | ~ p(X)": "p(X) = true ==> f(X) = X",
    "~ p | ~ q": "p = true & q = true ==> true = false",
    "$false | p": "p = true",
    "$false": "true = false",
    "~ $true | p | p": "p = true",
}


@pytest.mark.parametrize(("text", "clause"), CLAUSES.items())
def test_clauses(text: str, clause: str) -> None:
    assert axioms(read(f"cnf(a, axiom, ({text}))."))["a"] == clause


def test_a_name_that_has_quotes_is_another_one() -> None:
    found = axioms(read(r"cnf(a, axiom, p('\'c\'')). cnf(b, axiom, p('c'))."))
    assert found["a"] != found["b"]


def test_clauses_that_are_true_are_no_axioms() -> None:
    text = "cnf(a, axiom, p | ~ p). cnf(b, axiom, X = X). cnf(c, axiom, $true)."
    assert axioms(read(text)) == {}


FORMULAS = {
    "! [X] : (p(X) & q(X))": ["p(X) = true", "q(X) = true"],
    "! [X, Y] : ((p(X) & q(Y)) => X = Y)": ["p(X) = true & q(Y) = true ==> X = Y"],
    "! [X] : (p(X) <= q(X))": ["q(X) = true ==> p(X) = true"],
    "p <=> q": ["p = true ==> q = true", "q = true ==> p = true"],
    "~ (p | q)": ["p = false", "q = false"],
    "p ~| q": ["p = false", "q = false"],
    "p ~& q": ["p = true & q = true ==> true = false"],
    "~ ? [X] : p(X)": ["p(X) = false"],
    "? [X] : p(X)": ["p(sk1) = true"],
    "! [X] : ? [Y] : r(X, Y)": ["r(X, sk1(X)) = true"],
    "! [X] : ? [Y] : ! [Z] : ? [U] : r(Y, U)": ["r(sk1, sk2) = true"],
    "! [X] : (p(X) => ! [X] : r(X, X))": ["p(X) = true ==> r(Y, Y) = true"],
    "! [X] : (? [Y] : r(X, Y) => p(X))": ["r(X, Y) = true ==> p(X) = true"],
    "(p => q) & (q => s)": ["p = true ==> q = true", "q = true ==> s = true"],
    "p <~> $true": ["p = false"],
}


@pytest.mark.parametrize(("text", "clauses"), FORMULAS.items())
def test_formulas(text: str, clauses: list[str]) -> None:
    assert [*axioms(read(f"fof(a, axiom, {text}).")).values()] == clauses


def test_a_ground_disequation_is_a_goal_and_other_denials_are_axioms() -> None:
    one = read("cnf(a, axiom, p(b)). cnf(g, negated_conjecture, f(b) != b).")
    assert goals(one) == {"g": "f(b) = b"}
    assert not one.conjecture
    assert axioms(one) == {"a": "p(b) = true"}
    open_goal = read("cnf(g, negated_conjecture, f(X) != X).")
    assert goals(open_goal) == {"g": "true = false"}
    assert axioms(open_goal) == {"g.negated": "eq(f(X), X) = false"}
    two = read("cnf(g, negated_conjecture, a != b). cnf(h, negated_conjecture, p(a)).")
    assert axioms(two) == {"g.negated": "eq(a, b) = false", "h.negated": "p(a) = true"}
    none = read("cnf(a, axiom, p).")
    assert goals(none) == {"refutation": "true = false"}


def test_conjectures() -> None:
    problem = read("fof(c, conjecture, ! [X] : (p(X) => (q(X) & f(X) != X))).")
    assert problem.conjecture
    assert goals(problem) == {
        "c": "p(X) = true ==> q(X) = true",
        "c.2": "p(X) = true & f(X) = X ==> true = false",
    }
    choice = read("fof(c, conjecture, p | a = b).")
    assert goals(choice) == {"c": "p = false & eq(a, b) = false ==> true = false"}
    some = read("fof(c, conjecture, ? [X] : (p(X) & q(X))).")
    assert axioms(some) == {"c.negated": "p(X) = true & q(X) = true ==> true = false"}
    assert goals(some) == {"c": "true = false"}
    alternating = read("fof(c, conjecture, ! [X] : ? [Y] : r(X, Y)).")
    assert axioms(alternating) == {"c.negated": "r(sk1, X) = false"}


def test_comments_quotes_numbers_and_annotations() -> None:
    problem = read(
        "% a comment ' with (\n/* another\n one */ cnf(1, axiom, 'two words'(X) = X,\n"
        "  inference(rw, [status(thm), f(A, \"b c\")], [file('a b', x), 12 : c])).\n"
        "cnf('it\\'s', negated_conjecture, 'two words'('A') != 'plain', file('x.p', y), [z])."
    )
    assert axioms(problem) == {"1": "two%20words(X) = X"}
    assert goals(problem) == {"it's": "two%20words(A) = plain"}
    assert read("cnf(a, axiom, 'abc' = abc).").theory.theorems
    assert axioms(read("cnf(a, axiom, 'abc' = abc).")) == {}


@pytest.mark.parametrize(
    "name", ["plain", "two words", "a.b", "../x", 'q"', "b\\s", "100%", "it's"]
)
def test_names_survive_encoding(name: str) -> None:
    safe = encoded(name)
    assert decoded(safe) == name
    assert not set(safe) & set(' "\\./')


BAD = {
    "cnf(a, axiom, f(X) = f(X, X)).": (1, 22),
    "cnf(a, axiom, p = b).\ncnf(b, axiom, p).": (2, 15),
    "cnf(a, axiom, f(a = b).": (1, 19),
    "cnf(a, axiom, (p | q).": (1, 22),
    "cnf(a, axiom, p)) .": (1, 17),
    "cnf(a, axiom, p)": (1, 17),
    "cnf(a, axiom, f(\0) = c).": (1, 17),
    "cnf('a\0b', axiom, p).": (1, 5),
    "cnf('abc, axiom, p).": (1, 5),
    "/* never ends": (1, 1),
    "": (1, 1),
    "fof(a, axiom, p & q | r).": (1, 21),
    "fof(a, axiom, p => q => r).": (1, 22),
    "fof(a, axiom, p(X)).": (1, 17),
    "fof(a, axiom, ! [x] : p(x)).": (1, 18),
    "cnf(a, axiom, X).": (1, 16),
    "cnf(a, axoim, p).": (1, 8),
    "cnf(a, conjecture, p).": (1, 8),
    "cnf(a, axiom, p & q).": (1, 15),
    "cnf(a, axiom, ! [X] : p(X)).": (1, 15),
    "cnf(a, axiom, p, [f(x)).": (1, 23),
    "cnf(A, axiom, p).": (1, 5),
    "include('missing.ax').": (1, 9),
    "include(missing).": (1, 9),
    "theorem x: p": (1, 1),
}


@pytest.mark.parametrize(("text", "place"), BAD.items())
def test_malformed_text_is_an_error_with_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert not isinstance(caught.value, Inappropriate)
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert (span.line, span.column) == place


BEYOND = {
    "cnf(a, axiom, p | q).": (1, 5),
    "fof(a, axiom, ! [X] : (p(X) | q(X))).": (1, 5),
    "fof(c, conjecture, ? [X] : (~ p(X) & ~ q(X))).": (1, 5),
    "fof(c, conjecture, ? [X] : p(X)). fof(d, conjecture, p(a)).": (1, 5),
    "tff(a, type, b : $i).": (1, 1),
    "thf(a, axiom, ^ [X : $i] : X).": (1, 1),
    "fof(a, axiom, ! [X : $i] : p(X)).": (1, 18),
    "cnf(a, axiom, f(1) = b).": (1, 17),
    'cnf(a, axiom, f("x") = b).': (1, 17),
    "cnf(a, axiom, $less(a, b)).": (1, 15),
    "cnf(a, fi_domain, p).": (1, 8),
    f"cnf({'a' * 300}, axiom, p).": (1, 5),
    "fof(a, axiom, " + "(p <=> " * 40 + "p" + ")" * 40 + ").": (1, 5),
    "cnf(a, axiom, " + " | ".join(f"~ p{i}" for i in range(1_001)) + ").": (1, 5),
    "fof(a, axiom, " + "! [X] : " * 1_001 + "p(X)).": (1, 8018),
}


@pytest.mark.parametrize(("text", "place"), BEYOND.items())
def test_what_is_beyond_is_told_apart_from_errors(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(Inappropriate) as caught:
        read(text)
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert (span.line, span.column) == place


def test_deep_nesting_is_read() -> None:
    term = "f(" * DEEP + "c" + ")" * DEEP
    assert axioms(read(f"cnf(a, axiom, {term} = c)."))["a"].startswith("f(f(f(")
    assert axioms(read("fof(a, axiom, " + "(" * DEEP + "p" + ")" * DEEP + ").")) == {
        "a": "p = true"
    }
    assert axioms(read("fof(a, axiom, " + "~ " * 20_001 + "p).")) == {"a": "p = false"}
    chain = "fof(a, axiom, " + "(p => " * 5_000 + "p" + ")" * 5_000 + ")."
    assert axioms(read(chain)) == {}
    source = "f(" * DEEP + "[]" + ")" * DEEP
    assert axioms(read(f"cnf(a, axiom, p, {source}).")) == {"a": "p = true"}


def test_includes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "library"
    (library / "Axioms").mkdir(parents=True)
    (library / "Axioms" / "far.ax").write_text("cnf(far, axiom, q).")
    (tmp_path / "near.ax").write_text("cnf(one, axiom, p). cnf(two, axiom, r). include('more.ax').")
    (tmp_path / "more.ax").write_text("cnf(more, axiom, s).")
    main = tmp_path / "main.p"
    main.write_text("include('near.ax', [two, 'one']). include('Axioms/far.ax', all).")
    with pytest.raises(InputError, match=r"unexpected 'all'"):
        load_tptp(main)
    main.write_text("include('near.ax'). include('Axioms/far.ax').")
    monkeypatch.delenv("TPTP", raising=False)
    with pytest.raises(InputError, match=r"main.p:1:29: error: there is no file Axioms/far.ax"):
        load_tptp(main)
    monkeypatch.setenv("TPTP", str(library))
    assert list(axioms(load_tptp(main))) == ["one", "two", "more", "far"]
    main.write_text("include('near.ax', [two]).")
    assert list(axioms(load_tptp(main))) == ["two"]
    main.write_text("include('near.ax', [three]).")
    with pytest.raises(InputError, match="has no formula three"):
        load_tptp(main)
    main.write_text("include('main.p').")
    with pytest.raises(InputError, match="leads back to itself"):
        load_tptp(main)
    (tmp_path / "more.ax").write_bytes(b"cnf(more, axiom, \xff).")
    main.write_text("include('near.ax').")
    with pytest.raises(InputError, match="UTF-8"):
        load_tptp(main)
