"""The grammar of MPL: what is read, what is refused where, and printing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.errors import InputError, Source
from lemmata.language.mpl.syntax import (
    Expr,
    Name,
    depth,
    parse_body,
    parse_statements,
    show_expr,
    walk,
)

DEEP = 10_000


def refused(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_body(Source("t.mpl", text))
    return caught.value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(p[])", "(p[])"),
        (" ( in3 [ x ,\ty,\r\n z , + ] ) ", "(in3[x,y,z,+])"),
        ("!(p[a])", "!(p[a])"),
        ("(&(p[a])!(q[a]))", "(&(p[a])!(q[a]))"),
        ("(>[x,y](p[x])(q[y]))", "(>[x,y](p[x])(q[y]))"),
        ("(>[](p[])(q[]))", "(>[](p[])(q[]))"),
        ("(=[1,2])", "(=[1,2])"),
        ("(p[>,&,+,*,=,-])", "(p[>,&,+,*,=,-])"),
        ("(é[∀])", "(é[∀])"),
        ("(_integration_goal[])", "(_integration_goal[])"),
    ],
)
def test_what_the_grammar_reads(text: str, shown: str) -> None:
    assert show_expr(parse_body(Source("t.mpl", text))) == shown


@pytest.mark.parametrize(
    ("text", "place", "message", "expected"),
    [
        ("", "1:1", "the text ends here", ("!", "(")),
        ("p[a]", "1:1", "unexpected p", ("!", "(")),
        ("(p[a]", "1:6", "the text ends here", (")",)),
        ("(p[a)", "1:5", "unexpected )", (",", "]")),
        ("(p a)", "1:4", "unexpected a", ("[",)),
        ("(p[a,])", "1:6", "unexpected ]", ("&", ">", "a name")),
        ("(p[a b])", "1:6", "unexpected b", (",", "]")),
        ("(&(p[]))", "1:8", "unexpected )", ("!", "(")),
        ("(>(p[])(q[]))", "1:3", "unexpected (", ("[",)),
        ("(>[x](p[]))", "1:11", "unexpected )", ("!", "(")),
        ("(p[])(q[])", "1:6", "unexpected (", ("the end",)),
        ("!!(p[])", "1:2", "unexpected !", ("(",)),
        ("()", "1:2", "unexpected )", ("&", ">", "a name")),
        ("((p[]))", "1:2", "unexpected (", ("&", ">", "a name")),
        ("(&(p[])\n  (!(q[])))", "2:4", "unexpected !", ("&", ">", "a name")),
        ("(p[a\0])", "1:5", "the character U+0000 cannot be part of a name", ()),
        ("(p[a\u00a0b])", "1:5", "the character U+00A0 cannot be part of a name", ()),
        ("(p[\u202ea])", "1:4", "the character U+202E cannot be part of a name", ()),
        (f"(p[{'a' * 151}])", "1:4", "a name of 151 characters; the limit is 150", ()),
    ],
)
def test_what_is_refused(text: str, place: str, message: str, expected: tuple[str, ...]) -> None:
    first = refused(text).diagnostics[0]
    assert str(first.span) == f"t.mpl:{place}"
    assert first.message == message
    assert first.expected == expected


def test_brackets_round_a_negation_are_refused_with_advice() -> None:
    shown = str(refused("(&(p[a]) (!(q[a])))"))
    assert "no brackets stand around a whole expression" in shown
    assert shown.splitlines()[2].index("^") == shown.splitlines()[1].index("!")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(&(p[])", ")"),
        ("(&", "(p[]))"),
        ("(>[](p[])", ")"),
        ("(>[]", "(p[]))"),
        ("!(>[x]", "(p[x]))"),
    ],
)
def test_deep_nesting_is_read_and_printed(before: str, after: str) -> None:
    text = before * DEEP + "(p[])" + after * DEEP
    found = parse_body(Source("t.mpl", text))
    assert show_expr(found) == text
    assert sum(1 for _ in walk(found)) == 2 * DEEP + 1


@pytest.mark.parametrize("text", ["(" * DEEP, "!" * DEEP, "(&" * DEEP, "!(>[]" * DEEP, ")" * DEEP])
def test_deep_nonsense_is_refused(text: str) -> None:
    assert refused(text).diagnostics[0].span is not None


@pytest.mark.slow
def test_nesting_of_a_hundred_thousand_levels() -> None:
    text = "!(>[x]" * 100_000 + "(p[x])" + "(p[x]))" * 100_000
    assert show_expr(parse_body(Source("t.mpl", text))) == text


def test_depth_counts_chains_once() -> None:
    chain = "(>[](p[])" * 50 + "(p[])" + ")" * 50
    assert depth(parse_body(Source("t.mpl", chain))) == 2
    nested = "(>[]" * 50 + "(p[])" + "(p[]))" * 50
    assert depth(parse_body(Source("t.mpl", nested))) == 51


def test_a_list_of_theorems_may_say_where_each_comes_from() -> None:
    text = (
        "(p[])\tinduction\tx\n(q[])_integration_goal\tmirrored\t(p[])\n"
        "(r[])\n  (s[]) direct -1 \n(t[])reformulated\n\n"
    )
    found = parse_statements(Source("t.mpl", text))
    assert list(map(show_expr, found)) == ["(p[])", "(q[])", "(r[])", "(s[])", "(t[])"]


def test_other_words_behind_a_theorem_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        parse_statements(Source("t.mpl", "(p[]) guessed"))
    assert "unexpected guessed" in str(caught.value)


NAMES = st.one_of(
    st.sampled_from(["x", "N", "+", "*", "=", "1", "in3", "&", ">", "a.b", "_integration_goal"]),
    st.text(
        st.characters(blacklist_categories=("C", "Z"), blacklist_characters="()[],!"),
        min_size=1,
        max_size=5,
    ),
)
HEADS = NAMES.filter(lambda name: name not in ("&", ">"))
LISTS = st.lists(NAMES.map(Name), max_size=4).map(tuple)
ATOMS = st.builds(Expr, st.just("atom"), HEADS, LISTS, st.just(()), st.booleans())


def _compound(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        st.builds(Expr, st.just("both"), st.just(""), st.just(()), pairs, st.booleans()),
        st.builds(Expr, st.just("implies"), st.just(""), LISTS, pairs, st.booleans()),
    )


EXPRESSIONS = st.recursive(ATOMS, _compound, max_leaves=12)


def _same(left: Expr, right: Expr) -> bool:
    return [
        (e.kind, e.name, [n.text for n in e.names], e.negated, len(e.parts)) for e in walk(left)
    ] == [(e.kind, e.name, [n.text for n in e.names], e.negated, len(e.parts)) for e in walk(right)]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(EXPRESSIONS)
def test_what_is_printed_reads_back(expr: Expr) -> None:
    text = show_expr(expr)
    found = parse_body(Source("t.mpl", text))
    assert _same(found, expr)
    assert (found.start, found.end) == (0, len(text))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(EXPRESSIONS, st.randoms(use_true_random=False), st.sampled_from("()[],!&> \n\0xé\ud7ff"))
def test_altered_text_is_read_or_refused_with_a_place(
    expr: Expr, random: object, char: str
) -> None:
    text = show_expr(expr)
    at = random.randrange(len(text))  # type: ignore[attr-defined]
    keep = random.random() < 0.5  # type: ignore[attr-defined]
    source = Source("t.mpl", text[:at] + char + text[at + (not keep) :])
    try:
        found = parse_body(source)
    except InputError as error:
        placed = error.diagnostics[0].span is not None
    else:
        placed = _same(parse_body(Source("t.mpl", show_expr(found))), found)
    assert placed
