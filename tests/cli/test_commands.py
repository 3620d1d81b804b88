"""Every command as people and scripts use it: what it prints, its JSON, its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import Run
from cli.schemas import schema, validate
from lemmata import data

THREE = """theory three
import nat
theorem commutes: x + y = y + x
theorem wrong: x = 0
theorem open: x ^ 3 + y ^ 3 = z ^ 3 ==> x * y = 0
"""
PACK = """theory pack
import nat
rules simplify over Nat
  right: x + 0 => x  by theorem nat.add_zero
  proved: x * 1 => x
  wrong: x * 0 => x
"""


def nat(statement: str, *more: str) -> tuple[str, ...]:
    return ("prove", "--theory", "nat", statement, *more)


# prove


def test_a_proof(run: Run) -> None:
    answer = run(*nat("x + 0 = x"))
    assert answer.code == 0
    assert answer.err == ""
    verdict, sorts, *proof = answer.out.splitlines()
    assert verdict == "proved  x + 0 = x"
    assert sorts == "  where x : Nat"
    assert proof[0].split(maxsplit=1)[0] == "1"
    assert "by induction on x" in proof[0]


def test_a_refutation(run: Run) -> None:
    answer = run(*nat("x + y = x"))
    assert answer.code == 1
    lines = [line.strip() for line in answer.out.splitlines()]
    assert lines[0] == "refuted  x + y = x"
    assert "y = 1" in lines
    assert "left   x + y = 1" in lines


def test_an_unknown(run: Run) -> None:
    answer = run(*nat("x ^ 3 + y ^ 3 = z ^ 3 ==> x * y = 0", "--timeout", "0.3"))
    assert answer.code == 3
    assert answer.out.startswith("unknown  ")
    assert "\n  limit: " in answer.out
    assert "\n  stuck at: " in answer.out


def test_quiet_and_verbose(run: Run) -> None:
    assert run(*nat("x + 0 = x", "-q")).out == "proved  x + 0 = x\n"
    assert "kernel steps" in run(*nat("x + 0 = x", "-v")).out


@pytest.mark.parametrize(
    ("statement", "code", "word"),
    [
        ("x + y = y + x", 0, "proved"),
        ("x + y = x", 1, "refuted"),
        ("x ^ 3 + y ^ 3 = z ^ 3 ==> x * y = 0", 3, "unknown"),
    ],
)
def test_prove_as_json(run: Run, statement: str, code: int, word: str) -> None:
    answer = run(*nat(statement, "--json", "--timeout", "0.3"))
    assert answer.code == code
    assert answer.json["verdict"] == word
    assert answer.json["goal"] == statement
    assert answer.json["schema"] == "lemmata.verdict/1"
    assert answer.out.count("\n") == 1


@pytest.mark.parametrize("statement", ["x * y = y * x", "(x + y) * 0 = 0", "x <= x"])
def test_a_certificate_is_written_and_accepted(run: Run, statement: str) -> None:
    answer = run(*nat(statement, "--certificate", "found.json", "--json", "--from-definitions"))
    assert answer.json["certificate"] == "found.json"
    assert run("check", "found.json").code == 0
    assert not list(Path().glob(".*"))


def test_no_certificate_of_an_unknown(run: Run) -> None:
    run(*nat("x ^ 3 + y ^ 3 = z ^ 3 ==> x * y = 0", "--timeout", "0.3", "--certificate", "c.json"))
    assert not Path("c.json").exists()


@pytest.mark.parametrize("statement", ["x + y = y + x", "x + y = x"])
def test_a_page_is_written(run: Run, statement: str) -> None:
    answer = run(*nat(statement, "--html", "pages", "-q"))
    [page] = Path("pages").iterdir()
    assert answer.err == f"page: {page}\n"
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_several_goals(run: Run) -> None:
    Path("three.lem").write_text(THREE, encoding="utf-8")
    answer = run("prove", "three.lem", "--timeout", "2")
    words = [line.split(maxsplit=1)[0] for line in answer.out.splitlines() if line[0] != " "]
    assert words == ["proved", "refuted", "unknown"]
    assert answer.code == 1
    assert run("prove", "three.lem", "--goal", "commutes").code == 0
    assert run("prove", "three.lem", "--goal", "open", "--timeout", "2").code == 3
    both = run("prove", "three.lem", "--goal", "open", "--goal", "commutes", "--timeout", "2", "-q")
    assert both.code == 3
    assert [line.split()[1] for line in both.out.splitlines()] == ["commutes:", "open:"]


def test_several_goals_as_json(run: Run) -> None:
    Path("three.lem").write_text(THREE, encoding="utf-8")
    answer = run("prove", "three.lem", "--json", "--timeout", "2", "--certificates", "found")
    results = answer.json["results"]
    assert [r["name"] for r in results] == ["commutes", "wrong", "open"]
    assert [r["certificate"] for r in results] == ["found/commutes.json", "found/wrong.json", None]
    assert run("check", "found").out.endswith("2 of 2 accepted\n")


def test_one_goal_of_a_file_is_a_list_too(run: Run) -> None:
    Path("three.lem").write_text(THREE, encoding="utf-8")
    answer = run("prove", "three.lem", "--goal", "commutes", "--json")
    assert answer.json["schema"] == "lemmata.results/1"


def test_standard_input(run: Run) -> None:
    answer = run("prove", "-", "-q", "--goal", "commutes", stdin=THREE.encode())
    assert (answer.code, answer.out) == (0, "proved  commutes: x + y = y + x\n")
    answer = run(*nat("-", "-q"), stdin=b"\xef\xbb\xbfx + 0 = x\n")
    assert (answer.code, answer.out) == (0, "proved  x + 0 = x\n")


def test_a_file_without_theorems(run: Run) -> None:
    Path("none.lem").write_text("theory none\n", encoding="utf-8")
    answer = run("prove", "none.lem")
    assert (answer.code, answer.out, answer.err) == (0, "", "no theorems in none.lem\n")
    assert run("prove", "none.lem", "--json").json["results"] == []


def test_hints(run: Run) -> None:
    answer = run(*nat("x + y = y + x", "--induct", "y", "--from-definitions"))
    assert "by induction on y" in answer.out
    assert "add_comm" in run(*nat("u * (x + y) = u * (y + x)", "--use", "add_comm")).out


def test_a_structure(run: Run) -> None:
    answer = run("prove", "--theory", "group", "x * e = x")
    assert answer.code == 0
    assert "uses axiom group.left_inverse" in answer.out
    answer = run("prove", "--theory", "group", "x * y = y * x", "--json")
    assert answer.code == 1
    assert answer.json["witness"]["sizes"] == {"group.G": 6}


def test_colour_only_if_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in run(*nat("x = x")).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(*nat("x = x")).out.startswith("\x1b[32mproved\x1b[0m")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(*nat("x = x")).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("prove", "x = x"), 'lemmata prove --theory nat "x + y = y + x"'),
        (("prove", "theory.txt"), "theories end in .lem"),
        (nat("x = x", "--seed", "-1"), "--seed is not negative"),
        (nat("x = x", "--timeout", "0"), "not a positive number of seconds"),
        (nat("x = x", "--timeout", "nan"), "not a positive number of seconds"),
        (nat("x = x", "--goal", "add_comm"), "--goal chooses a theorem of a file"),
        (nat("x = x", "--induct", "y"), "there is no variable 'y'"),
        (nat("x = x", "--use", "add_com"), "did you mean add_comm?"),
        (nat("x = x", "--use", "add_comm", "--from-definitions"), "--from-definitions forbids"),
        (nat("x = x", "--certificate", "-"), "needs the path of a file"),
        (("prove", "three.lem", "--goal", "non"), "it has commutes, wrong, open"),
        (("prove", "three.lem", "--certificate", "c.json"), "choose it with --goal NAME"),
        (("export", "found.json"), "required: --to"),
        (("export", "found.json", "--to", "pdf"), "invalid choice: 'pdf'"),
        (("check",), "required: CERT"),
        (("simplif", "x"), "there is no command 'simplif'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_usage(run: Run, words: tuple[str, ...], told: str) -> None:
    Path("three.lem").write_text(THREE, encoding="utf-8")
    answer = run(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert told in answer.err
    assert not Path("c.json").exists()
    answer = run(*words, "--json")
    assert answer.code == 2
    assert answer.json["schema"] == "lemmata.error/1"


# check


def test_check(run: Run) -> None:
    run(*nat("x + y = y + x", "--certificate", "a.json", "--from-definitions"))
    run(*nat("x + y = x", "--certificate", "b.json"))
    answer = run("check", "a.json", "b.json")
    assert answer.code == 0
    assert "accepted  a.json\n  proves: x + y = y + x\n  axioms: none\n" in answer.out
    assert "accepted  b.json\n  refutes: x + y = x\n" in answer.out
    assert answer.out.endswith("2 of 2 accepted\n")
    rows = run("check", "a.json", "b.json", "--json").json["results"]
    assert [row["kind"] for row in rows] == ["proof", "refutation"]


def test_check_reads_standard_input(run: Run) -> None:
    run(*nat("x + y = y + x", "--certificate", "a.json"))
    answer = run("check", "-", "-q", stdin=Path("a.json").read_bytes())
    assert (answer.code, answer.out) == (0, "accepted  -\n")


def test_check_warns_of_a_structure_that_only_bears_a_shipped_name(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "forged.json"
    path.write_text(data.text("proofs", "group/left_cancel.json"))
    assert "beware" not in run("check", str(path)).out
    forged = json.loads(path.read_text())
    [group] = [d for d in forged["declarations"] if d["kind"] == "structure"]
    group["axioms"].append({**group["axioms"][0], "name": "another"})
    path.write_text(json.dumps(forged))
    answer = run("check", str(path))
    assert (answer.code, "beware: its group" in answer.out) == (0, True)
    assert run("check", str(path), "--json").json["results"][0]["foreign"] == ["group"]


def test_check_names_the_step_and_the_rule_that_failed(run: Run) -> None:
    run(*nat("x + y = y + x", "--certificate", "a.json", "--from-definitions"))
    certificate = json.loads(Path("a.json").read_bytes())
    nodes = certificate["theorems"][-1]["nodes"]
    number = next(i for i, node in enumerate(nodes) if node["rule"] == "rewrite")
    nodes[number]["reverse"] = not nodes[number]["reverse"]
    Path("b.json").write_text(json.dumps(certificate), encoding="utf-8")
    answer = run("check", "a.json", "b.json")
    assert answer.code == 2
    assert "rejected  b.json\n" in answer.out
    assert f"step {number}, rule rewrite" in answer.out
    assert answer.out.endswith("1 of 2 accepted\n")
    found = run("check", "a.json", "b.json", "--json").json
    assert found["accepted"] is False
    row = found["results"][1]
    assert (row["theorem"], row["step"], row["rule"]) == ("goal", number, "rewrite")


def test_check_compares_the_definitions(run: Run) -> None:
    run(*nat("x + y = y + x", "--certificate", "a.json", "--from-definitions"))
    assert run("check", "a.json", "--theory", "nat").code == 0
    answer = run("check", "a.json", "--theory", "group")
    assert answer.code == 2
    assert "a declaration differs from those of group" in answer.out


def test_a_cited_certificate_must_be_found(run: Run) -> None:
    run(*nat("(x * y) * (z * u) = (x * u) * (y * z)", "--certificate", "a.json"))
    assert run("check", "a.json").code == 0
    certificate = json.loads(Path("a.json").read_bytes())
    cited = next(row for row in certificate["theorems"] if "certificate" in row)
    cited["certificate"] = "0" * 64
    Path("a.json").write_text(json.dumps(certificate), encoding="utf-8")
    answer = run("check", "a.json")
    assert answer.code == 2
    assert "000000000000" in answer.out


def test_check_rules(run: Run) -> None:
    Path("pack.lem").write_text(PACK, encoding="utf-8")
    answer = run("check", "pack.lem")
    assert answer.code == 2
    assert "justified  simplify.right: x + 0 = x  by theorem nat.add_zero\n" in answer.out
    assert "justified  simplify.proved: x * 1 = x\n" in answer.out
    assert "rejected  simplify.wrong: x * 0 = x\n" in answer.out
    rows = run("check", "pack.lem", "--json").json["results"]
    assert [row["verdict"] for row in rows] == ["proved", "proved", "refuted"]


@pytest.mark.parametrize("name", data.names("rules", ".lem"))
def test_shipped_rules_are_justified(run: Run, name: str) -> None:
    Path("pack.lem").write_text(data.text("rules", name), encoding="utf-8")
    answer = run("check", "pack.lem", "-q")
    assert (answer.code, answer.err) == (0, "")


# export, theories


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("html", "<!DOCTYPE html>"),
        ("coq", "(* Lemmata: "),
        ("lean", "/- Lemmata: "),
        ("dot", "digraph "),
        ("json", "{"),
        ("latex", "\\documentclass"),
        ("text", " 1  Lemma 1: "),
    ],
)
def test_export(run: Run, form: str, begins: str) -> None:
    words = ("--certificate", "a.json", "--from-definitions", "--timeout", "60")
    assert run(*nat("x * y = y * x", *words)).code == 0
    answer = run("export", "a.json", "--to", form)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(begins)
    assert run("export", "a.json", "--to", form, "-o", "out").out == ""
    assert Path("out").read_text(encoding="utf-8") == answer.out
    piped = run("export", "-", "--to", form, stdin=Path("a.json").read_bytes())
    assert piped.out == answer.out


def test_exported_json_is_the_certificate(run: Run) -> None:
    run(*nat("x * y = y * x", "--certificate", "a.json"))
    assert run("export", "a.json", "--to", "json").out == Path("a.json").read_text("utf-8")


def test_theories(run: Run) -> None:
    answer = run("theories")
    assert answer.code == 0
    names = [line.split()[0] for line in answer.out.splitlines()]
    assert {"nat", "list", "tree", "bool", "int", "group", "lattice"} <= set(names)
    assert [row["name"] for row in run("theories", "--json").json["theories"]] == names


@pytest.mark.parametrize("name", ["nat", "list", "tree", "bool", "int", "group", "lattice"])
def test_a_theory(run: Run, name: str) -> None:
    answer = run("theories", name)
    assert answer.code == 0
    assert answer.out.startswith(f"theory {name}")
    found = run("theories", name, "--json").json
    assert all(law["certified"] for law in found["laws"])


def test_theories_write_pages(run: Run, tmp_path: Path) -> None:
    answer = run("theories", "lattice", "--html", "pages")
    assert answer.code == 0
    assert "page: " in answer.err
    assert (tmp_path / "pages" / "join_idem.html").exists()
    assert run("theories", "--html", "pages").code == 2


def test_a_theory_of_my_own(run: Run) -> None:
    Path("three.lem").write_text(THREE, encoding="utf-8")
    answer = run("theories", "three.lem")
    assert answer.code == 0
    assert "commutes: x + y = y + x" in answer.out


def test_schemas_are_published() -> None:
    names = [name for name in data.names("exports", ".json") if name.startswith("schemas/")]
    assert {schema(name.removeprefix("schemas/"))["title"] for name in names} >= {
        "lemmata.verdict/1",
        "lemmata.results/1",
        "lemmata.error/1",
    }


@pytest.mark.parametrize(
    "value",
    [
        {"schema": "lemmata.theories/1"},
        {"schema": "lemmata.theories/1", "theories": [], "more": 1},
        {"schema": "lemmata.theories/1", "theories": [{"name": "n", "imports": [], "laws": True}]},
        {"schema": "lemmata.error/1", "error": {"message": "m"}},
        {"schema": "lemmata.check/1", "accepted": True, "results": [{}]},
    ],
)
def test_the_validator_sees_what_does_not_fit(value: object) -> None:
    with pytest.raises(AssertionError):
        validate(value)
