"""Whatever is typed or opened: a clear error with its place and exit code 2, or an honest unknown.

Never a traceback, never a long wait, never a verdict by accident.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from cli.running import Answer, Run
from cli.schemas import validate

SECONDS = 20
"""Far above what any of these needs; a hang, not a slow machine, is what fails."""


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command line; it must end soon."""

    def call(*words: str, stdin: bytes = b"") -> Answer:
        start = time.monotonic()
        answer = run(*words, stdin=stdin)
        assert time.monotonic() - start < SECONDS
        assert answer.code in (0, 1, 2, 3)
        return answer

    return call


# Statements


@pytest.mark.parametrize(
    ("theory", "statement", "place", "told"),
    [
        ("nat", "x + = y", "1:5", "an operand is missing"),
        ("nat", "x + y", "1:1", "expected: an equation, a Bool term"),
        ("nat", "(x + y = y", "1:1", "this bracket is never closed"),
        ("nat", "x = y)", "1:6", ")"),
        ("nat", "x = = y", "1:5", "an operand is missing"),
        ("nat", "x <= y <= z", "1:8", "brackets"),
        ("nat", "", "1:1", "empty"),
        ("nat", "   \n ", "1:1", "empty"),
        ("nat", "f(x) = x", "1:1", "unknown function f"),
        ("nat", "S(x, y) = x", "1:1", "S"),
        ("nat", "x + true = x", "1:1", "no + for (_, Bool) is declared"),
        ("nat", "nil + x", "1:1", "an equation"),
        ("list", "append(xs, 0) = xs", "1:12", "List"),
        ("list", "cons(x, nil, nil) = xs", "1:1", "cons"),
        ("list", "map(xs, f) = xs", "1:1", "have sorts List(_) and (_ -> _)"),
        ("group", "x + y = y", "1:1", "+ is ambiguous"),
        ("nat", "x = \x00", "1:5", "U+0000"),
        ("nat", "x = \x1b[31m", "1:5", "U+001B"),
        ("nat", "x = \u202ey", "1:5", "\\u202e"),
        ("nat", "x = \ud800", "1:5", "\\ud800"),
        ("nat", "100000 = x", "1:1", "at most 10,000"),
        ("int", "7" * 5000 + " = x", "1:1", "5,000 digits"),
        ("nat", "x = " + "7" * 5000, "1:5", "5,000 digits"),
        ("nat", "__import__('os').system('touch pwned')", "1:12", "unexpected character"),
        ("nat", '__import__("os").system("touch pwned") = 0', "1:12", "unexpected character"),
        ("nat", "x = y; touch pwned", "1:6", "unknown operator ;"),
        ("nat", "x = `touch pwned`", "1:5", "unexpected"),
        ("nat", "x = ${jndi:ldap://pwned}", "1:5", "unknown operator $"),
        ("nat", "x.__class__.__bases__ = 0", "1:", "__class__"),
        ("nat", "{} = x", "1:1", "unexpected"),
        ("nat", "x = %s", "1:5", "unknown operator %"),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_statements(run: Run, theory: str, statement: str, place: str, told: str) -> None:
    code, out, err = run("prove", "--theory", theory, "--", statement)
    assert (code, out) == (2, "")
    first = err.splitlines()[0]
    assert f":{place}" in first
    assert "error: " in first
    assert told in err
    assert not Path("pwned").exists()
    code, out, err = run("prove", "--json", "--theory", theory, "--", statement)
    assert (code, err) == (2, "")
    validate(json.loads(out))
    assert json.loads(out)["error"]["line"] == 1


def test_a_byte_that_is_not_utf8_on_standard_input(run: Run) -> None:
    code, out, err = run("prove", "--theory", "nat", "-", stdin=b"x + y = \xff")
    assert (code, out) == (2, "")
    assert err.startswith("<stdin>:1:9: error: byte 0xff is not UTF-8\n")


DEEP = 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theory", "statement", "codes"),
    [
        ("nat", "S(" * DEEP + "x" + ")" * DEEP + " = x", (2, 3)),
        ("nat", "(" * DEEP + "x" + ")" * DEEP + " = x", (0, 2)),
        ("nat", "(" * DEEP, (2,)),
        ("nat", ")" * DEEP, (2,)),
        ("nat", "S(" * DEEP, (2,)),
        ("bool", "not " * DEEP + "x", (2, 3)),
        ("nat", "x" * DEEP + " = x", (1, 2)),
        ("nat", "10 ^ 10 ^ 10 = 0", (1, 2, 3)),
        ("nat", "x + 10 ^ 10 ^ 10 = x", (1, 2, 3)),
        ("int", " * ".join(["9" * 4000] * 20) + " = x", (1, 2, 3)),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, str) else "",
)
def test_too_much(run: Run, theory: str, statement: str, codes: tuple[int, ...]) -> None:
    words = ("prove", "--theory", theory, "--timeout", "1", "-q", "-")
    code, _, err = run(*words, stdin=statement.encode())
    assert code in codes
    assert len(err) < 2_000


# Theories


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("theory t\nimport nat\nfun f : Nat -> Nat\n  f(x) = x\n  f(0) = 0\n", "5:3", "overlap"),
        ("theory t\nimport nat\nfun f : Nat -> Nat\n  f(0) = 0\n", "3:5", "no equation for f(S"),
        (
            "theory t\nimport nat\nfun f : Nat -> Nat\n  f(0) = 0\n  f(S(x)) = f(S(x))\n",
            "5:3",
            "may not terminate",
        ),
        (
            "theory t\nimport nat\nfun f : Nat -> Nat\n  f(0) = f(1)\n  f(S(x)) = f(x)\n",
            "4:3",
            "may not terminate",
        ),
        ("theory t\nimport nat\nfun f : Nat -> Nat\n  f(x) = y\n", "4:10", "y"),
        ("theory t\nimport nat\nfun f : Nat, Nat -> Nat\n  f(x, x) = x\n", "4:", "x"),
        ("theory t\ndatatype E = c(e: E)\n", "2:10", "empty"),
        ("theory t\ndatatype E = c(f: E -> E) | d\n", "2:", "E"),
        ("theory t\ndatatype E = c(x: Nat)\n", "2:", "Nat"),
        ("theory t\ndatatype E = c | c\n", "2:18", "c"),
        ("theory t\ndatatype E = c\ndatatype E = d\n", "3:10", "E"),
        ("theory t\nimport nat\ntheorem a: x = y z\n", "3:18", "unexpected"),
        ("theory t\nimport nat\ntheorem a: x = x\ntheorem a: y = y\n", "4:9", "a"),
        ("theory t\nimport nosuch\n", "2:8", "nosuch"),
        ("theory t\nimport t\n", "2:8", "cyclic imports"),
        ("theory t\nimport nat\nfun (+) : Nat\n", "3:", "+"),
        ("theory t\x00\n", "1:9", "U+0000"),
        ("theory ../t\n", "1:1", "this line is no item"),
        ("theory\n", "1:7", "name"),
        ("bogus\n", "1:1", "this line is no item"),
        ("theory t\nimport nat\nrules r over Nat\n  a: x + 0 =>\n", "4:", "missing"),
        ("theory t\nimport nat\nrules r over Nat\n  a: x => y\n", "4:", "y"),
    ],
    ids=lambda value: repr(value[-30:]),
)
def test_theories(run: Run, text: str, place: str, told: str) -> None:
    Path("t.lem").write_text(text, encoding="utf-8")
    for words in (("prove", "t.lem"), ("theories", "t.lem"), ("check", "t.lem")):
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert f"t.lem:{place}" in err.splitlines()[0]
        assert told in err


def test_imports_in_a_circle(run: Run) -> None:
    Path("a.lem").write_text("theory a\nimport b\n", encoding="utf-8")
    Path("b.lem").write_text("theory b\nimport c\n", encoding="utf-8")
    Path("c.lem").write_text("theory c\nimport a\n", encoding="utf-8")
    code, _, err = run("prove", "a.lem")
    assert code == 2
    assert err.startswith("c.lem:2:8: error: cyclic imports: a -> b -> c -> a\n")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"theory t\xff\n", "t.lem:1:9: error: byte 0xff is not UTF-8"),
        (b"\xff\xfet\x00h\x00", "t.lem:1:1: error: byte 0xff is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "t.lem:1:1: error: byte 0x89 is not UTF-8"),
        (b"", "t.lem"),
    ],
)
def test_bytes(run: Run, raw: bytes, told: str) -> None:
    Path("t.lem").write_bytes(raw)
    code, out, err = run("prove", "t.lem")
    assert (out, code) in (("", 2), ("", 0))
    assert told in err


# Files


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("prove", "absent.lem"), "cannot read absent.lem: No such file or directory"),
        (("prove", "folder.lem"), "cannot read folder.lem: Is a directory"),
        (("prove", "file.lem/x.lem"), "cannot read file.lem/x.lem: Not a directory"),
        (("prove", "a\0b.lem"), "cannot read a\\x00b.lem: embedded null byte"),
        (("prove", "x" * 5000 + ".lem"), "File name too long"),
        (("prove", "--theory", "absent", "x = x"), "there is no theory absent"),
        (("prove", "--theory", "absent.lem", "x = x"), "cannot read absent.lem"),
        (("prove", "--theory", "folder.lem", "x = x"), "Is a directory"),
        (("prove", "--theory", "a\x1bb", "x = x"), "there is no theory a\\x1bb"),
        (("theories", "absent"), "there is no theory absent"),
        (("theories", "folder.lem"), "Is a directory"),
        (("export", "absent.json", "--to", "html"), "cannot read absent.json"),
        (("export", "folder.lem", "--to", "html"), "Is a directory"),
        (("check", "folder.lem"), "neither certificates (*.json) nor rule packs (*.lem)"),
        (("check", "absent.lem"), "cannot read absent.lem"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_files(run: Run, words: tuple[str, ...], told: str) -> None:
    Path("folder.lem").mkdir()
    Path("file.lem").write_text("theory file\n", encoding="utf-8")
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert told in err


@pytest.mark.parametrize(
    "words",
    [
        ("--certificate", "absent/c.json"),
        ("--certificate", "folder"),
        ("--certificate", "file/c.json"),
        ("--certificate", "/proc/c.json"),
        ("--certificates", "file"),
        ("--html", "file"),
        ("--html", "/proc/pages"),
    ],
    ids=" ".join,
)
def test_output_that_cannot_be_written(run: Run, words: tuple[str, ...]) -> None:
    Path("folder").mkdir()
    Path("file").write_text("", encoding="utf-8")
    code, _, err = run("prove", "--theory", "nat", "x = x", *words)
    assert code == 2
    assert err.startswith(("error: cannot write ", "error: cannot use "))
    code, _, err = run("prove", "--theory", "nat", "x = x", *words, "--json")
    assert code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed_to_us(run: Run) -> None:
    Path("closed").mkdir(mode=0o500)
    code, _, err = run("prove", "--theory", "nat", "x = x", "--certificate", "closed/c.json")
    assert code == 2
    assert "Permission denied" in err


# Certificates


@pytest.fixture
def certificate(run: Run) -> str:
    """A real one."""
    run("prove", "--theory", "nat", "x + y = y + x", "--from-definitions", "--certificate", "c")
    return Path("c").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        b"null",
        b"[]",
        b"{}",
        b'"certificate"',
        b"1e999",
        b'{"format": NaN}',
        b'{"format": "lemmata.certificate/1", "format": "lemmata.certificate/1"}',
        b'{"format": ' + b"9" * 100_000 + b"}",
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b"\xff\xfe",
        bytes(range(256)),
        b'{"format": "\\ud800"}',
        b"__import__('os').system('touch pwned')",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_what_is_no_certificate(run: Run, raw: bytes) -> None:
    Path("bad.json").write_bytes(raw)
    code, out, err = run("check", "bad.json")
    assert (code, err) == (2, "")
    assert out.startswith("rejected  bad.json\n  ")
    assert len(out) < 1_000
    code, out, err = run("check", "bad.json", "--json")
    assert code == 2
    validate(json.loads(out))
    code, out, err = run("export", "bad.json", "--to", "html")
    assert (code, out) == (2, "")
    assert err.startswith("error: bad.json is not a valid certificate: ")


def test_a_certificate_cut_anywhere_is_rejected(run: Run, certificate: str) -> None:
    for end in range(0, len(certificate) - 2, len(certificate) // 40):
        Path("cut.json").write_text(certificate[:end], encoding="utf-8")
        code, out, _ = run("check", "cut.json")
        assert code == 2
        assert out.startswith("rejected  cut.json\n  ")


def test_an_edited_certificate_is_rejected_or_proves_what_it_says(
    run: Run, certificate: str
) -> None:
    """A digit is another digit: all but a handful of such files are rejected, none crashes."""
    digits = [i for i, char in enumerate(certificate) if char.isdigit()]
    accepted = 0
    for i in digits[:: len(digits) // 120]:
        changed = str((int(certificate[i]) + 1) % 10)
        text = certificate[:i] + changed + certificate[i + 1 :]
        Path("edited.json").write_text(text, encoding="utf-8")
        code, out, _ = run("check", "edited.json")
        accepted += code == 0
        assert out.startswith("accepted  " if code == 0 else "rejected  ")
    assert accepted < 20


@pytest.mark.parametrize("key", ["declarations", "terms", "clauses", "contexts", "theorems"])
@pytest.mark.parametrize("value", [None, [], {}, 0, "", [None], [[]], [{}]], ids=repr)
def test_a_table_replaced(run: Run, certificate: str, key: str, value: object) -> None:
    Path("edited.json").write_text(json.dumps(json.loads(certificate) | {key: value}), "utf-8")
    code, out, _ = run("check", "edited.json")
    assert code == 2
    assert out.startswith("rejected  ")
