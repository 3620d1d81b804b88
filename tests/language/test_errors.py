"""Bad inputs: what is said, and where. `@` marks the column in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lemmata.errors import InputError
from lemmata.language import load_theory, parse_statement, parse_theory

BAD = [
    ("theory@", "ends too early"),
    ("theory @3", "unexpected 3"),
    ("theorem add @x = y", "unexpected x"),
    ("theorem a:@", "ends too early"),
    ("theorem a: x =@", "an operand is missing"),
    ("theorem a: x + @= y", "unexpected =, an operand is missing"),
    ("theorem a: @(x + y = y", "this bracket is never closed"),
    ("theorem a: x + y@) = y", "this bracket was never opened"),
    ("theorem a: x @== y", "unknown operator =="),
    ("theorem a: x @<=> y", "unknown operator <=>"),
    ("theorem a: x @≤ y", "unknown operator ≤"),
    ("theorem a: @plus(x, y) = y", "unknown function plus"),
    ("theorem a: @mx(x, y) = y", "did you mean max?"),
    ("theorem a: @max(x) = y", "max takes 2 arguments, not 1"),
    ("theorem a: S @x = y", "application is written S(x)"),
    ("theorem a: @x + true = y", "no + for (_, Bool) is declared"),
    ("theorem a: @x + y", "this is no statement"),
    ("theorem a: @exists x. x = y", "quantifiers are not supported"),
    ("theorem a: @forall x. x = y", "free names are universal"),
    ("theorem a: (x = y @==> y = x) ==> x = y", "an implication stands inside a term"),
    ("theorem a: not (x = y @==> y = x)", "an implication stands inside a term"),
    ("theorem a: x = y @= z", "= and = do not associate"),
    ("theorem a: x <= y @<= z", "<= and <= do not associate"),
    ("theorem a: 2@x = x", "write 2 * x"),
    ("theorem a: x@' = x", "letters, digits and _ only"),
    ("theorem a: @[x] = x", "only ( ) are brackets"),
    ("theorem a: @10001 = x", "at most 10,000"),
    ("theorem a: x = x\ntheorem @a: x = x", "there already"),
    ("@lemma a: x = x", "did you mean theorem?"),
    ("@foo bar baz", "this line is no item"),
    ("  @f(x) = x", "this line is no item"),
    ("fun @f : Nat -> Nat\n  f(0) = 0", "f has no equation for f(S(_))"),
    ("fun @f : Nat, Bool -> Nat\n  f(0, b) = 0\n  f(S(x), true) = 0", "f(S(_), false)"),
    ("fun f : Nat -> Nat\n  f(x) = 0\n  @f(0) = 1", "f(x) and f(0) overlap (cases 1 and 2)"),
    ("fun f : Nat -> Nat\n  @f(x) = f(x)", "f may not terminate: f(x) is not smaller"),
    (
        "fun f : Nat -> Nat\n  f(0) = 0\n  f(S(x)) = g(S(x))\n"
        "and fun g : Nat -> Nat\n  @g(x) = f(x)",
        "g may not terminate",
    ),
    ("fun f : Nat, Nat -> Nat\n  f(x, @x) = x", "x occurs twice in the patterns"),
    ("fun f : Nat -> Nat\n  f(x) = @y", "y does not occur on the left side"),
    ("fun f : Nat -> Nat\n  f(@x + y) = y", "+ in a pattern is no constructor"),
    ("fun f : Int -> Nat\n  f(@3) = 0", "3 in a pattern is no constructor"),
    ("fun f : Nat -> Nat\n  @g(x) = x", "this equation does not define f"),
    ("fun @f : Nat -> Nat", "f has no equation"),
    ("fun f : Nat, Nat@", "the sort of the result is missing"),
    ("fun f : @Nta -> Nat\n  f(x) = x", "did you mean Nat?"),
    ("fun f @Nat -> Nat", "unexpected Nat"),
    ("fun (@<+>) : Nat, Nat -> Nat\n  x <+> y = x", "how is <+> written?"),
    ("fun (@+) : Nat, Nat -> Nat infixl 70\n  x + y = x", "infixl 60 elsewhere"),
    ("fun (@=) : Nat, Nat -> Nat infixl 70", "fixed meaning"),
    ("fun @f : Nat -> Nat infixl 60\n  f(x) = x", "infixl needs 2 arguments"),
    ("fun f : Nat -> Nat\n  f(x) = @g(x)\ndef g(x) = x", "declared later, on line 5"),
    ("datatype @D = c(D)", "this datatype is empty"),
    ("datatype @D = c(D -> Nat)", "not strictly positive"),
    ("datatype @D(a) = c(D(Nat)) | n", "not applied to the parameters"),
    ("datatype D = c | @c", "c is declared twice"),
    ("datatype D(a, @a) = c", "the parameter a occurs twice"),
    ("datatype D = c(Nat@", "ends too early"),
    ("theorem a: (x : @Lst) = x", "unknown sort Lst"),
    ("import @nope", "there is no theory nope"),
    ("theorem a: x = y and@", "an operand is missing"),
    ("theorem a: @if even(x) then y = z", "this if has no else"),
    ("theorem a: x = @\\x", "a name, a dot and a body"),
    ("theorem a: @==> x = y", "an operand is missing"),
    ("theorem a: f(@) = x", "an argument is missing"),
    ("theorem a: @nat.foo(x) = z", "unknown function nat.foo"),
    ("op f : @G -> G", "unknown sort G"),
    ("sort G, @G", "G is declared twice"),
    ("sort G\nop e : G\nop @e : G", "e is declared twice"),
    ("rules r\n  a@: x + 0 = x", "a rule has the form left => right"),
    ("rules r\n  a: x + 0 => x by theorem @add_zro", "did you mean add_zero"),
    ("rules r\n  a: x + 0 => @y", "y does not occur on the left side"),
    ("rules r\n  a: x + 0 => x @by magic", "a rule says why it holds"),
    ("theory @u", "comes first"),
    ("def f(x) = @f(x)", "declared with fun"),
    ("def f(x, @x) = x", "distinct names"),
    ("theorem a: x @\0 y", "control character"),
    ("theorem a: @" + "x" * 200 + " = y", "a name of 200 characters"),
    ("theorem a: x = @" + "9" * 5000, "a number of 5,000 digits"),
    ("@" + "x " * 600_000, "the limit is 1,000,000"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[text[:40] for text, _ in BAD])
def test_bad_input(text: str, message: str) -> None:
    head = "theory t\nimport nat\n" if not text.startswith("theory@") else ""
    if text.startswith("theory @3"):
        head = ""
    text = head + text
    marker = text.index("@")
    text = text[:marker] + text[marker + 1 :]
    with pytest.raises(InputError) as caught:
        parse_theory(text, "t.lem")
    first = caught.value.diagnostics[0]
    assert message in first.render()
    assert first.span is not None
    line = text.count("\n", 0, marker) + 1
    column = marker - text.rfind("\n", 0, marker)
    assert (first.span.source, first.span.line, first.span.column) == ("t.lem", line, column)
    assert "^" in first.render()


def test_several_errors_in_one_run() -> None:
    text = "\n".join(
        [
            "theory t",
            "import nat",
            "fun f : Nat -> Nat",
            "  f(x) = bogus(x)",
            "theorem a: x =",
            "theorem b: (x = y",
            "theorem c: f(x) = x",
            "fun g : Natt -> Nat",
            "  g(x) = x",
            "theorem d: g(x) = x",
            "theorem e: h(x) = x",
        ]
    )
    with pytest.raises(InputError) as caught:
        parse_theory(text)
    lines = sorted(d.span.line for d in caught.value.diagnostics if d.span)
    assert lines == [4, 5, 6, 8, 11]


def test_at_most_twenty_errors() -> None:
    text = "theory t\n" + "\n".join(f"theorem t{i}: x =" for i in range(100))
    with pytest.raises(InputError) as caught:
        parse_theory(text)
    assert len(caught.value.diagnostics) == 20


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    path = tmp_path / "a.lem"
    path.write_bytes(b"theory a\ntheorem t: x = \xff\xfe\n")
    with pytest.raises(InputError) as caught:
        load_theory(path)
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert (span.line, span.column) == (2, 16)


def test_missing_file_and_theory() -> None:
    with pytest.raises(InputError, match="cannot read"):
        load_theory("no/such/file.lem")
    with pytest.raises(InputError, match="no theory natt"):
        load_theory("natt")


def test_ambiguity_names_the_candidates() -> None:
    with pytest.raises(InputError) as caught:
        parse_theory("theory t\ntheorem a: x + y = y + x")
    text = str(caught.value)
    assert "+ is ambiguous" in text
    assert "Int.+ : Int, Int -> Int" in text
    assert "Rational.+" in text


def test_empty_statement() -> None:
    with pytest.raises(InputError, match="empty"):
        parse_statement(" # nothing", load_theory("nat"))


TEXT = """theory import datatype fun pred def sort op axiom theorem rules over by when if then else
not and or infixl prefix partial x y S 0 1 12 ( ) , : . \\ = != <= ==> => -> + - * | ' #"""
WORDS = st.sampled_from([*TEXT.split(), "\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_any_words_are_read_or_refused(words: list[str]) -> None:
    try:
        parse_theory("theory t\nimport nat\n" + " ".join(words))
    except InputError as problem:
        str(problem)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_statement(text, load_theory("list"))
    except InputError as problem:
        str(problem)
