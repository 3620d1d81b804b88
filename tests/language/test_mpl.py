"""Theories in MPL: how axioms and relations are read, and what is refused where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from language.mpl_files import (
    BASIS,
    COUNT,
    DATA,
    PRIMITIVES,
    B,
    E,
    Row,
    S,
    U,
    entry,
    project,
    written,
)
from lemmata.errors import InputError
from lemmata.language import parse_theory, show_clause, show_theory
from lemmata.language.mpl import load_mpl
from lemmata.proving import prove_file
from lemmata.terms.declarations import Structure, Theory

HALF = """(&(Count[N,z,s])(&(operation[+,N,N,N])
  (&(>[a](in[a,N])(in3[a,z,a,+]))
    (>[a,b,c](in3[a,b,c,+])(>[d](in2[b,d,s])(>[e](in3[a,d,e,+])(in2[c,e,s])))))))"""
ADDING: Row = ("Adding[N,z,s,+]", [S, E, U, B], HALF)
LE: Row = ("<=[n,m,N,+]", [E, E, S, B], "!(>[p](in[p,N])!(in3[n,p,m,+]))")
ANCHOR = "(>[](Adding[N,z,s,+])"
UNTYPED = "nothing says of which set"


def load(folder: Path, theorems: str, **rows: Row) -> Theory:
    return load_mpl(project(folder, theorems, Count=COUNT, Adding=ADDING, **rows))


def shown(theory: Theory) -> list[str]:
    return [show_clause(t.clause, theory.notation) for t in theory.theorems]


def read(folder: Path, body: str, **rows: Row) -> list[str]:
    return shown(load(folder, f"{ANCHOR}{body})", **rows))


def refused(folder: Path, theorems: str, **rows: Row) -> tuple[str, str, str | None]:
    with pytest.raises(InputError) as caught:
        load(folder, theorems, **rows)
    first = caught.value.diagnostics[0]
    assert first.span is not None
    place = f"{Path(first.span.source).name}:{first.span.line}:{first.span.column}"
    return place, first.message, first.hint


@pytest.mark.parametrize("name", ["peano", "gauss"])
def test_the_text_of_a_theory_reads_back_as_the_same(name: str) -> None:
    theory = load_mpl(DATA / f"{name}.mpl")
    text = show_theory(theory)
    assert show_theory(parse_theory(text)) == text


def test_a_configuration_alone_is_the_theory_of_its_anchor() -> None:
    theory = load_mpl(DATA / "definitions.json")
    assert [s.display for s in theory.symbols.values()] == ["0", "S", "+", "*", "sum"]
    assert not theory.theorems


def test_axioms_become_a_datatype_and_functions_by_cases() -> None:
    lines = show_theory(load_mpl(DATA / "peano.mpl")).splitlines()
    assert lines[2:10] == [
        "datatype N = 0 | S(N)",
        "",
        "fun (+) : N, N -> N infixl 60",
        "  a + 0 = a",
        "  a + S(b) = S(a + b)",
        "",
        "fun (*) : N, N -> N infixl 70",
        "  a * 0 = 0",
    ]


def test_names_decide_nothing(tmp_path: Path) -> None:
    body = "(&(Count[M,o,next])(&(operation[q,M,M,M])(&(>[a](in[a,M])(in3[o,a,a,q]))"
    body += "(>[a,b,c](in3[a,b,c,q])(>[d](in2[a,d,next])(>[e](in3[d,b,e,q])(in2[c,e,next])))))))"
    swapped: Row = ("Adding[M,o,next,q]", [S, E, U, B], body)
    rows = {**BASIS, "Count": COUNT, "Adding": swapped}
    theory = load_mpl(
        written(tmp_path, "(>[](Adding[A,B,C,D])(>[x](in[x,A])(in3[x,B,x,D])))", rows)
    )
    text = show_theory(theory)
    assert "datatype M = 0 | S(M)" in text
    assert "  q(0, a) = a\n  q(S(a), b) = S(q(a, b))" in text
    assert shown(theory) == ["q(x, 0) = x"]


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        ("(>[x,y,a](in3[x,y,a,+])(in3[y,x,a,+]))", "y + x = x + y"),
        ("(>[x](in[x,N])(>[y](in2[x,y,s])(=[x,y])))", "x = S(x)"),
        ("(>[x,a](in2[x,a,s])(>[](in2[a,x,s])(=[x,a])))", "S(S(x)) = x ==> x = S(x)"),
        ("(>[x](in2[x,x,s])(=[x,z]))", "S(x) = x ==> x = 0"),
        ("(>[x,y](in2[y,x,s])(>[a](in2[x,a,s])(in2[y,a,s])))", "S(y) = S(S(y))"),
        ("(>[x,y,a](in2[x,a,s])(>[](in2[y,x,s])(in2[y,a,s])))", "S(y) = S(S(y))"),
        ("(>[x](in[x,N])!(in2[x,z,s]))", "S(x) != 0"),
        ("(>[x](in[x,N])!(&!(=[x,z])!(in2[x,x,s])))", "x = 0 or S(x) = x"),
        ("(>[x](in[x,N])(>[](>[](=[x,z])(in2[x,x,s]))(=[x,x])))", "x != 0 or S(x) = x ==> x = x"),
        ("(>[x](in[x,N])!(>[y](in[y,N])!(in2[x,y,s])))", "true = true"),
        ("(>[x](in[x,N])(&(in3[x,z,x,+])(in3[z,x,x,+])))", "x + 0 = x; 0 + x = x"),
        ("(>[x](in[x,N])(>[y](&(in2[x,y,s])!(=[x,z]))(=[y,z])))", "x != 0 ==> S(x) = 0"),
        ("(>[x](in[x,N])!(>[y](=[x,y])!(=[x,z])))", "x = 0"),
        ("(>[x](in[x,N])!(>[y](in2[x,y,s])!(=[y,x])))", "S(x) = x"),
        ("(>[1](in2[1,1,s])(=[1,z]))", "S(x1) = x1 ==> x1 = 0"),
        ("(>[S](in2[S,S,s])(=[S,z]))", "S(S1) = S1 ==> S1 = 0"),
        ("(>[and](in2[and,and,s])(=[and,z]))", "S(x1) = x1 ==> x1 = 0"),
        ("(>[x](in[x,N])!(>[p,q](in2[p,q,s])!(in2[x,q,s])))", "some(x)"),
    ],
)
def test_relations_become_terms(tmp_path: Path, body: str, clause: str) -> None:
    found = [c for c in read(tmp_path, body) if "some_" not in c and "==> some" not in c]
    assert "; ".join(found) == clause


@pytest.mark.parametrize(
    ("body", "clauses"),
    [
        ("(>[x,y](in2[x,y,s])(<=[x,y,N,+]))", ["x <= S(x)"]),
        ("(>[x](<=[x,z,N,+])(=[x,z]))", ["x <= 0 ==> x = 0"]),
        ("(>[x](in[x,N])(>[]!(<=[x,z,N,+])!(=[x,z])))", ["not x <= 0 ==> x != 0"]),
    ],
)
def test_an_order_becomes_a_predicate_with_its_witness(
    tmp_path: Path, body: str, clauses: list[str]
) -> None:
    laws = ["n + p = m ==> n <= m", "n <= m ==> n + le_p(n, m) = m"]
    assert read(tmp_path, body, **{"<=": LE}) == [*laws, *clauses]


def test_an_order_by_the_first_argument_recurs_on_both() -> None:
    theory = load_mpl(DATA / "gauss.mpl")
    text = show_theory(theory)
    assert "  (n <= 0) = (n = 0)\n  (n <= S(m1)) = (n = S(m1) or n <= m1)" in text


def test_functions_that_are_bound_have_an_arrow_sort(tmp_path: Path) -> None:
    body = "(>[f](function[f,N,N])(>[x](in[x,N])(>[a](in2[x,a,f])(>[b](in2[a,b,f])(=[a,b])))))"
    assert read(tmp_path, body) == ["f @ x = f @ (f @ x)"]


def test_a_set_that_is_bound_stands_for_its_members(tmp_path: Path) -> None:
    below: Row = (
        "below[n,I,N,+]",
        [E, S, S, B],
        "(&(>[x](in[x,I])(&(in[x,N])(<=[x,n,N,+])))(>[x](<=[x,n,N,+])(in[x,I])))",
    )
    body = "(>[n,I](in[n,N])(>[](below[n,I,N,+])(>[x](in[x,I])(=[x,n]))))"
    assert read(tmp_path, body, **{"<=": LE, "below": below})[2:] == ["x <= n ==> x = n"]


def test_an_axiom_that_says_more_is_assumed(tmp_path: Path) -> None:
    more = ADDING[2] or ""
    row: Row = ("More[N,z,s,+]", [S, E, U, B], f"(&{more}(>[a](in[a,N])(in3[z,a,a,+])))")
    path = project(
        tmp_path, "(>[](More[N,z,s,+])(>[a](in[a,N])(in3[z,a,a,+])))", Count=COUNT, More=row
    )
    theory = load_mpl(path)
    (assumed,) = (d for d in theory.declarations if isinstance(d, Structure))
    assert [show_clause(a.clause, theory.notation) for a in assumed.axioms] == ["0 + a = a"]


GROUP = """(&(in[e,G])(&(operation[*,G,G,G])(&(function[inv,G,G])
  (&(>[a](in[a,G])(in3[e,a,a,*]))
  (&(>[a,b](in2[a,b,inv])(in3[b,a,e,*]))
    (>[a,b,c,d,f](in3[a,b,d,*])(>[](in3[d,c,f,*])(>[g](in3[b,c,g,*])(in3[a,g,f,*])))))))))"""


def test_axioms_without_numbers_are_a_structure(tmp_path: Path) -> None:
    row: Row = ("Group[G,e,inv,*]", [S, E, U, B], GROUP)
    theorem = "(>[](Group[G,e,inv,*])(>[a,b](in2[a,b,inv])(in3[a,b,e,*])))"
    theorem += "(>[](Group[G,e,inv,*])(>[a,b,c](in3[a,b,c,*])(in3[b,a,c,*])))"
    theory = load_mpl(project(tmp_path, theorem, Group=row))
    assert shown(theory) == ["a * inv(a) = e", "b * a = a * b"]
    verdicts = list(prove_file(theory, timeout=60))
    assert [v.verdict for v in verdicts] == ["proved", "refuted"]
    assert all(verdict.check() for verdict in verdicts)


@pytest.mark.parametrize(
    ("theorem", "part", "message"),
    [
        ("", "", "the file has no theorem"),
        ("(in[x,N])", "(in", "a theorem is an implication below an anchor"),
        ("!(>[](=[z,z])(=[z,z]))", "!(>", "a theorem is an implication below an anchor"),
        ("(>[](in[z,N])(=[z,z]))", "(in", "in is no anchor"),
        ("(>[](function[f,X,Y])(=[x,x]))", "(function", "function is no anchor"),
        (
            "(>[](<=[n,m,N,+])(=[n,n]))",
            "(<=",
            "<= is no anchor: it says of no function that it is total",
        ),
        ("(>[](Adding[N,z,s])(=[z,z]))", "(Adding", "Adding takes 4 arguments, not 3"),
        ("(>[](Adding[N,z,s,s])(=[z,z]))", "s])", "s stands for two arguments of Adding"),
        (f"{ANCHOR}(=[z,y]))", "y]", "y is bound nowhere"),
        (f"{ANCHOR}(add[z,z]))", "add", "there is no relation add"),
        (f"{ANCHOR}!(add[z,z]))", "add", "there is no relation add"),
        (f"{ANCHOR}(=[z,z,z]))", "(=", "= takes 2 arguments, not 3"),
        (f"{ANCHOR}(=[z,N]))", "N]))", "N is used as an element and is a set"),
        (
            f"{ANCHOR}(in2[z,z,+]))",
            "+]))",
            "+ is used as a unary function and is a binary function",
        ),
        (f"{ANCHOR}(>[x](in[x,N])(in[z,x])))", "x])))", "x is used as a set and is an element"),
        (f"{ANCHOR}(>[x,x](in[x,N])(=[x,x])))", "x](", "x is bound twice here"),
        (f"{ANCHOR}(>[x](=[x,x])(=[x,z])))", "(=[x,x])", f"{UNTYPED} x is a member"),
        (f"{ANCHOR}(>[x](=[z,z])(in[x,N])))", "(in", f"{UNTYPED} x is a member"),
        (f"{ANCHOR}(>[x](=[z,z])!(in2[x,z,s])))", "!(in2", f"{UNTYPED} x is a member"),
        (
            f"{ANCHOR}(>[x]!(&(in[x,N])!(=[x,x]))(=[z,z])))",
            "(in",
            f"{UNTYPED} x is a member",
        ),
        (
            f"{ANCHOR}(>[X,x](in[x,X])(in[x,N])))",
            "(in[x,X])",
            "the set X is no carrier, so its members have no sort",
        ),
        (
            f"{ANCHOR}(>[f](in2[z,z,f])(=[z,z])))",
            "(in2",
            "no axiom says that f is total and functional",
        ),
        (
            f"{ANCHOR}(=[z,z]))(>[](Count[N,z,s])(=[z,z]))",
            "(Count",
            "the anchor here is Count, on line 1 Adding",
        ),
    ],
)
def test_what_is_refused_in_theorems(tmp_path: Path, theorem: str, part: str, message: str) -> None:
    place, told, _ = refused(tmp_path, theorem, **{"<=": LE})
    assert told == message
    assert theorem[int(place.rpartition(":")[2]) - 1 :].startswith(part)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("!(>[k](in[k,N])!(in3[k,k,n,+]))", "`there is k` cannot be expressed"),
        ("!(>[k,j](in[k,N])(>[](in[j,N])!(in3[k,j,n,+])))", "several variables exist here: j, k"),
        ("(>[k](in[k,N])(in3[k,k,n,+]))", "`there is k` cannot be expressed"),
    ],
)
def test_quantifiers_that_do_not_recur_are_refused(tmp_path: Path, body: str, message: str) -> None:
    even: Row = ("even[n,N,+]", [E, S, B], body)
    theorem = f"{ANCHOR}(>[x](in[x,N])(even[x,N,+])))"
    place, told, hint = refused(tmp_path, theorem, even=even)
    assert place.endswith(".mpl:1:1")
    assert not place.startswith("t.mpl")
    assert told.startswith(message)
    assert hint is not None


def test_quantifiers_over_functions_are_refused(tmp_path: Path) -> None:
    body = (DATA / "definitions/fold.mpl").read_text()
    fold: Row = ("fold[n,m,f,y,N,s,+]", [E, E, U, E, S, U, B], body)
    theorem = f"{ANCHOR}(>[n,y](in[n,N])(>[](in[y,N])(fold[n,n,s,y,N,s,+]))))"
    place, message, _ = refused(tmp_path, theorem, fold=fold)
    assert place.endswith(".mpl:1:1")
    assert message.startswith("`there is g` cannot be expressed")


@pytest.mark.parametrize(
    ("axiom", "message"),
    [
        ("(>[a](in[a,N])(in3[a,z,a,+]))", "the equations for + do not define it"),
        (
            "(&(>[a](in[a,N])(in3[a,z,a,+]))(>[a,b,c](in2[b,c,s])(>[d](in3[a,c,d,+])(in3[c,a,d,+]))))",
            "the equations for + do not define it",
        ),
    ],
)
def test_functions_that_axioms_do_not_define_are_refused(
    tmp_path: Path, axiom: str, message: str
) -> None:
    body = f"(&(Count[N,z,s])(&(operation[+,N,N,N]){axiom}))"
    row: Row = ("Part[N,z,s,+]", [S, E, U, B], body)
    with pytest.raises(InputError, match=message.replace("+", r"\+")):
        load_mpl(project(tmp_path, "(>[](Part[N,z,s,+])(=[z,z]))", Count=COUNT, Part=row))


def test_a_successor_that_is_not_total_is_no_function(tmp_path: Path) -> None:
    body = """(&(in[z,N])(&(>[x](in[x,N])!(>[y](in[y,N])!(in2[x,y,t])))
      (&(>[x,y](in2[x,y,t])(>[w](in2[x,w,t])(=[y,w])))
      (&(>[n](in[n,N])!(in2[n,z,s]))(>[n,m,k](in2[n,k,s])(>[](in2[m,k,s])(=[n,m])))))))"""
    row: Row = ("Part[N,z,s,t]", [S, E, U, U], body)
    with pytest.raises(InputError, match="no axiom says that s is total"):
        load_mpl(project(tmp_path, "(>[](Part[N,z,s,t])(=[z,z]))", Part=row))


def test_a_function_on_members_of_another_set_is_none(tmp_path: Path) -> None:
    body = """(&(in[z,N])(&(in[z,M])(&(>[x](in[x,N])!(>[y](in[y,N])!(in2[x,y,s])))
      (>[x,y](in2[x,y,s])(>[w](in2[x,w,s])(>[](in[y,M])(=[y,w])))))))"""
    row: Row = ("Part[N,M,z,s]", [S, S, E, U], body)
    with pytest.raises(InputError, match="says of no function that it is total"):
        load_mpl(project(tmp_path, "(>[](Part[N,M,z,s])(=[z,z]))", Part=row))


def test_definitions_that_use_one_another_are_refused(tmp_path: Path) -> None:
    rows: dict[str, Row] = {
        **BASIS,
        "Count": COUNT,
        "Adding": ADDING,
        "p": ("p[x,N]", [E, S], "(q[x,N])"),
        "q": ("q[x,N]", [E, S], "(&(in[x,N])(p[x,N]))"),
    }
    path = written(tmp_path, f"{ANCHOR}(>[x](in[x,N])(p[x,N])))", rows)
    with pytest.raises(InputError, match="definitions that use one another: p -> q -> p") as caught:
        load_mpl(path)
    assert str(caught.value.diagnostics[0].span).endswith("d9.mpl:1:12")


def test_definitions_that_double_are_stopped(tmp_path: Path) -> None:
    rows: dict[str, Row] = {**BASIS, "Count": COUNT, "Adding": ADDING}
    rows["d0"] = ("d0[N,s]", [S, U], "(function[s,N,N])")
    for i in range(1, 40):
        rows[f"d{i}"] = (f"d{i}[N,s]", [S, U], f"(&(d{i - 1}[N,s])(d{i - 1}[N,s]))")
    path = written(tmp_path, f"{ANCHOR}(d39[N,s]))", rows)
    with pytest.raises(InputError, match="limit: 2,000"):
        load_mpl(path)


CONFIG_ERRORS = [
    ("", "this is no JSON: Expecting value", "1:1"),
    ("{", "this is no JSON", "1:2"),
    ("[" * 100_000, "is nested too deeply", None),
    ("[]", "the configuration has no entry", "1:1"),
    ('{"p": {"short_mpl": "(p[])"}}', "the entry of p has no full_mpl", "1:2"),
    ('{"p": {"full_mpl": "(p[])"}}', "the entry of p has no short_mpl", "1:2"),
    ('{"n": 1' + "0" * 5000 + "}", "cannot be read", None),
]


@pytest.mark.parametrize(("text", "message", "place"), CONFIG_ERRORS)
def test_bad_configurations(tmp_path: Path, text: str, message: str, place: str | None) -> None:
    (tmp_path / "t.mpl").write_text("(>[](A[N])(in[x,N]))")
    (tmp_path / "t.json").write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        load_mpl(tmp_path / "t.mpl")
    span = caught.value.diagnostics[0].span
    assert (span and f"{span.line}:{span.column}") == place


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("short_mpl", 1, "short_mpl of p is no text"),
        ("short_mpl", "(p[x", r"short_mpl of p, column 5: the text ends here"),
        ("short_mpl", "!(p[x])", "short_mpl of p is no atom"),
        ("short_mpl", "(q[x])", "short_mpl of p is about q"),
        ("short_mpl", "(p[x,x])", "the arguments of p have different names"),
        ("full_mpl", None, "full_mpl of p names no file"),
        ("full_mpl", "(q[x])", "full_mpl of p names no file"),
        ("full_mpl", "a\0b", "full_mpl of p names no file"),
        ("full_mpl", "(p[x])", "p is no primitive"),
        ("full_mpl", "absent.mpl", "there is no file .*absent.mpl with the body of p"),
        ("definition_sets", [], "definition_sets of p is no object"),
        ("definition_sets", {}, "definition_sets of p does not say what x, argument 1, is"),
        ("definition_sets", {"1": ["(2)", True]}, r"there is no sort \(2\)"),
        ("definition_sets", {"1": [[], True]}, r"there is no sort \[\]"),
        ("definition_sets", {"1": ["(1)"], "2": ["(1)"]}, "speaks of an argument 2"),
        ("input_args", [2], "input_args of p is a list of numbers of arguments"),
        ("output_args", "1", "output_args of p is a list of numbers of arguments"),
    ],
)
def test_bad_entries(tmp_path: Path, field: str, value: object, message: str) -> None:
    rows: dict[str, Row] = {
        **BASIS,
        "Count": COUNT,
        "Adding": ADDING,
        "p": ("p[x]", [E], "(=[x,x])"),
    }
    path = written(tmp_path, f"{ANCHOR}(p[z]))", rows)
    config = json.loads((tmp_path / "definitions.json").read_text())
    config["p"][field] = value
    (tmp_path / "definitions.json").write_text(json.dumps(config))
    with pytest.raises(InputError, match=message) as caught:
        load_mpl(path)
    assert caught.value.diagnostics[0].span is not None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("in[X,x]", [S, E], None), "the arguments of in are: an element, a set"),
        (("in[x,X]", [E, S], "(=[x,x])"), "in is a primitive and has no definition"),
    ],
)
def test_primitives_are_what_they_are(tmp_path: Path, row: Row, message: str) -> None:
    path = written(tmp_path, "(>[](A[N])(in[x,N]))", {**PRIMITIVES, "in": row})
    with pytest.raises(InputError, match=message):
        load_mpl(path)


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    path = project(tmp_path, f"{ANCHOR}(=[z,z]))", Count=COUNT, Adding=ADDING)
    text = (tmp_path / "definitions.json").read_text()
    more = json.dumps({"Count": entry(COUNT, "x.mpl")})[1:-1]
    (tmp_path / "definitions.json").write_text(text.rstrip()[:-1] + "," + more + "}")
    with pytest.raises(InputError, match="Count has two entries"):
        load_mpl(path)


def test_entries_may_stand_deeper_beside_other_settings(tmp_path: Path) -> None:
    path = project(tmp_path, f"{ANCHOR}(>[x](in[x,N])(in3[x,z,x,+])))", Count=COUNT, Adding=ADDING)
    config = json.loads((tmp_path / "definitions.json").read_text())
    (tmp_path / "definitions.json").unlink()
    (tmp_path / "t.json").write_text(json.dumps({"depth": 3, "data": {"definitions": config}}))
    assert shown(load_mpl(path)) == ["x + 0 = x"]


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.mpl"
    path.write_text("(p[])")
    with pytest.raises(InputError, match="there is no configuration beside") as caught:
        load_mpl(path)
    assert caught.value.diagnostics[0].expected == ("t.json", "definitions.json")


def test_a_body_alone_has_no_header() -> None:
    with pytest.raises(InputError, match="there is no configuration beside"):
        load_mpl(DATA / "definitions" / "le.mpl")


def test_nesting_is_limited_where_it_means_something(tmp_path: Path) -> None:
    theorem = "(>[](Adding[N,z,s,+])" + "!(>[x](in[x,N])" * 5_000 + "(=[z,z])" + ")" * 5_001
    assert refused(tmp_path, theorem)[1] == "nested 5,002 deep; the limit is 100"


def test_long_chains_are_limited(tmp_path: Path) -> None:
    theorem = "(>[](Adding[N,z,s,+])" + "(>[](=[z,z])" * 6_000 + "(=[z,z])" + ")" * 6_001
    assert refused(tmp_path, theorem)[1] == "more than 5,000 relations in one expression"


def test_axioms_that_something_exists_are_refused(tmp_path: Path) -> None:
    axiom = "(>[a](in[a,G])!(>[b](in[b,G])!(in3[b,a,e,*])))"
    body = f"(&(in[e,G])(&(operation[*,G,G,G]){axiom}))"
    row: Row = ("Group[G,e,*]", [S, E, B], body)
    with pytest.raises(InputError, match="cannot be expressed in an axiom of an anchor"):
        load_mpl(project(tmp_path, "(>[](Group[G,e,*])(=[e,e]))", Group=row))


def test_an_axiom_about_a_relation_needs_numbers(tmp_path: Path) -> None:
    idle: Row = ("idle[x,G,*]", [E, S, B], "(in3[x,x,x,*])")
    body = "(&(in[e,G])(&(operation[*,G,G,G])(>[x](in[x,G])(idle[x,G,*]))))"
    row: Row = ("Band[G,e,*]", [S, E, B], body)
    with pytest.raises(InputError, match="uses no defined relation"):
        load_mpl(project(tmp_path, "(>[](Band[G,e,*])(=[e,e]))", Band=row, idle=idle))


def test_terms_that_double_are_limited(tmp_path: Path) -> None:
    steps = "".join(f"(>[x{i}](in3[x{i - 1},x{i - 1},x{i},+])" for i in range(1, 60))
    theorem = f"{ANCHOR}(>[x0](in[x0,N]){steps}(=[x0,x59]){')' * 60})"
    place, message, _ = refused(tmp_path, theorem)
    assert message == "limit: 20,000 symbols in the terms of one statement"
    assert theorem[int(place.rpartition(":")[2]) - 1 :].startswith("(=[x0")
