from __future__ import annotations

import io
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lemmata.errors import Diagnostic, InputError, Source, Span, escape, read_source, reading


def rows(text: str, start: int, end: int | None = None) -> list[str]:
    return Source("f", text).diagnostic("m", start, end).render().split("\n")


def test_place_line_carets_expected_and_hint_in_this_order() -> None:
    source = Source("nat.lem", "theory nat\n  0 + y == y\n")
    diagnostic = source.diagnostic("unexpected '=='", 19, 21, expected=("=", "!="), hint="h")
    assert diagnostic.render() == (
        "nat.lem:2:9: error: unexpected '=='\n"
        "    0 + y == y\n"
        "          ^^\n"
        "expected: =, !=\n"
        "hint: h"
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "carets"),
    [
        pytest.param("x + y", 4, 5, "  x + y", "      ^", id="one character"),
        pytest.param("x + y", 4, None, "  x + y", "      ^", id="no end"),
        pytest.param("x +", 3, None, "  x +", "     ^", id="end of input"),
        pytest.param("x +\ny", 0, 5, "  x +", "  ^^^", id="several lines"),
        pytest.param("\tx = y", 1, 2, "      x = y", "      ^", id="tab before"),
        pytest.param("f(\tx)", 2, 4, "  f(    x)", "    ^^^^^", id="tab inside"),
        pytest.param("项 = y", 0, 1, "  项 = y", "  ^^", id="wide"),
        pytest.param("项 = y", 4, 5, "  项 = y", "       ^", id="after wide"),
        pytest.param("e\u0301 = y", 3, 4, "  e\u0301 = y", "    ^", id="after combining"),
        pytest.param("e\u0301", 1, 2, "  e\u0301", "   ^", id="combining alone"),
        pytest.param("a\0b", 1, 2, "  a\\x00b", "   ^^^^", id="control"),
        pytest.param("a\r\nb", 0, 3, "  a", "  ^", id="carriage return"),
        pytest.param("\u202ex", 1, 2, "  \\u202ex", "        ^", id="reordering"),
    ],
)
def test_carets(text: str, start: int, end: int | None, shown: str, carets: str) -> None:
    assert rows(text, start, end)[1:] == [shown, carets]


def test_an_empty_line_is_not_shown() -> None:
    assert rows("", 0) == ["f:1:1: error: m"]
    assert rows("\n\nx", 1) == ["f:2:1: error: m"]


def test_a_line_of_a_hundred_columns_is_shown_whole() -> None:
    text = "a" * 99 + "b"
    assert rows(text, 99, 100)[1:] == ["  " + text, " " * 101 + "^"]


@pytest.mark.parametrize("at", [0, 50, 200, 100_000, 199_999, 200_000])
def test_a_long_line_is_clipped_around_the_caret(at: int) -> None:
    text = "ab" * 100_000
    shown, carets = rows(text, at, at + 1)[1:]
    assert len(shown) <= 110
    if at < len(text):
        assert shown[carets.index("^")] == text[at]


def test_controls_cannot_reach_the_terminal() -> None:
    span = Span("a\x1b[2J", 1, 1, 1, 2)
    shown = Diagnostic("\x07 in\nput", span, ("\x00",), "\x9b", "\x1b[2Jx").render()
    assert shown.replace("\n", "").isprintable()


def test_to_dict_has_the_fields_of_the_contract() -> None:
    diagnostic = Source("f", "x\nyz").diagnostic("m", 3, 4, expected=("a",), hint="h")
    assert diagnostic.to_dict() == {
        "file": "f",
        "line": 2,
        "column": 2,
        "message": "m",
        "expected": ["a"],
    }


def test_an_input_error_shows_all_its_diagnostics() -> None:
    error = InputError(Diagnostic("one"), Diagnostic("two"))
    assert str(error) == "error: one\nerror: two"
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics
    with pytest.raises(ValueError, match="at least one"):
        InputError()


@given(st.text(alphabet="ab\n\r\té项", max_size=40), st.data())
def test_positions_agree_with_counting(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    expected = (before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
    source = Source("f", text)
    assert source.position(offset) == expected
    assert source.line(expected[0]) == text.split("\n")[expected[0] - 1].removesuffix("\r")


@given(st.text(max_size=300), st.integers(-5, 310), st.integers(-5, 310))
def test_rendering_never_fails_and_always_points(text: str, start: int, end: int) -> None:
    source = Source("f", text)
    shown = source.diagnostic("m", start, end).render()
    assert shown.isprintable() or escape(shown, keep="\n") == shown
    if source.line(source.position(start)[0]):
        assert "^" in shown.split("\n")[-1]


def test_read_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.lem"
    path.write_bytes(b"\xef\xbb\xbfx\r\n")
    assert read_source(str(path)).text == "x\r\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("y"))
    assert (read_source("-").name, read_source("-", "n").name) == ("<stdin>", "n")
    with pytest.raises(InputError, match="Is a directory"):
        read_source(str(tmp_path))
    with pytest.raises(InputError, match="null byte"):
        read_source("a\0b")


def test_text_that_is_not_utf8_is_refused_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.lem"
    path.write_bytes(b"x\n\xc3\xa9 = \xff\n")
    with pytest.raises(InputError) as caught:
        read_source(str(path), "a.lem")
    assert str(caught.value).split("\n")[:3] == [
        "a.lem:2:5: error: byte 0xff is not UTF-8",
        "  é = \\xff",
        "      ^^^^",
    ]


def test_reading_turns_deep_recursion_into_an_input_error() -> None:
    def deep(n: int) -> int:
        return deep(n + 1)

    with pytest.raises(InputError, match="nested too deeply"), reading("goal"):
        deep(0)
