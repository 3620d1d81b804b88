"""`lemmata equiv sql`: one pair, batches, certificates, scripts, options and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import lemmata
from cli.running import Run
from cli.schemas import validate
from lemmata.errors import InputError
from lemmata.service import sql_batch

DDL = "CREATE TABLE t (x INTEGER PRIMARY KEY, y INTEGER);\nCREATE TABLE s (z INTEGER);\n"
DIFFERENT = ("SELECT y FROM t", "SELECT DISTINCT y FROM t")
UNDECIDED = ("SELECT y FROM t LIMIT 1", "SELECT MAX(y) FROM t GROUP BY y LIMIT 1")
ALIKE = ("SELECT x FROM t", "SELECT DISTINCT x FROM t")
OPEN = ("SELECT (SELECT z FROM s)", "SELECT (SELECT MAX(z) FROM s)")


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command line in a scratch folder that holds ddl.sql."""
    Path("ddl.sql").write_text(DDL)
    return run


def test_refuted_with_the_database_and_both_results(run: Run) -> None:
    code, out, err = run("equiv", "sql", "--schema", "ddl.sql", *DIFFERENT)
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == "refuted  SELECT y FROM t  =  SELECT DISTINCT y FROM t"
    assert "first query gives:" in out
    assert "confirmed by the reference evaluator and duckdb, sqlite" in out


def test_unknown_says_what_was_tried(run: Run) -> None:
    code, out, _ = run("equiv", "sql", "--schema", "ddl.sql", *OPEN)
    assert code == 3
    assert "no proof: term 1 of the first query has no partner" in out
    assert "no difference on 600 databases" in out


def test_proved_says_what_it_rests_on(run: Run) -> None:
    code, out, _ = run("equiv", "sql", "--schema", "ddl.sql", *ALIKE)
    assert code == 0
    assert out.splitlines()[0] == "proved  SELECT x FROM t  =  SELECT DISTINCT x FROM t"
    assert "accepted by the sql checker" in out


def test_a_proof_is_checked_again(run: Run, tmp_path: Path) -> None:
    assert run("equiv", "sql", "--schema", "ddl.sql", "--certificate", "c.json", *ALIKE)[0] == 0
    code, out, _ = run("check", "c.json", "--json")
    assert code == 0
    validate(json.loads(out))
    certificate = json.loads((tmp_path / "c.json").read_text())
    changes: list[dict[str, Any]] = [
        {"queries": list(DIFFERENT)},
        {"proof": {"steps": [], "match": []}},
    ]
    for wrong in changes:
        (tmp_path / "c.json").write_text(json.dumps({**certificate, **wrong}))
        assert run("check", "c.json")[0] == 2


def test_json_fits_its_schema(run: Run) -> None:
    for pair in (DIFFERENT, ALIKE, OPEN):
        _, out, _ = run("equiv", "sql", "--json", "--schema", "ddl.sql", *pair)
        found = json.loads(out)
        validate(found)
    assert found["witness"] is None


def test_certificate_script_and_check(run: Run, tmp_path: Path) -> None:
    words = ("--certificate", "c.json", "--witness", "w.sql")
    assert run("equiv", "sql", "--schema", "ddl.sql", *words, *DIFFERENT)[0] == 1
    assert "CREATE TABLE" in (tmp_path / "w.sql").read_text()
    code, out, _ = run("check", "c.json")
    assert code == 0
    assert "refutes: SELECT y FROM t  =  SELECT DISTINCT y FROM t" in out
    code, out, _ = run("check", "c.json", "--json")
    validate(json.loads(out))
    code, out, _ = run("export", "c.json", "--to", "json")
    assert (code, out) == (0, (tmp_path / "c.json").read_text())
    code, _, err = run("export", "c.json", "--to", "coq")
    assert code == 2
    assert "--witness" in err
    certificate = json.loads((tmp_path / "c.json").read_text())
    certificate["database"]["t"] = []
    (tmp_path / "c.json").write_text(json.dumps(certificate))
    code, out, _ = run("check", "c.json")
    assert code == 2
    assert "not confirmed" in out


def test_constraints_that_would_make_them_equal_are_proved(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("equiv", "sql", "--schema", "ddl.sql", *DIFFERENT)
    assert code == 1
    assert out.rstrip().endswith("equal if t.y is a key")
    code, out, _ = run("equiv", "sql", "--json", "--schema", "ddl.sql", *DIFFERENT)
    found = json.loads(out)
    validate(found)
    assert found["hint"] == "equal if t.y is a key"
    [condition] = found["witness"]["conditions"]
    assert condition["proved"] is True
    assert condition["statements"][0].startswith('ALTER TABLE "t" ')
    (tmp_path / "b.jsonl").write_text(rows())
    _, out, _ = run("equiv", "sql", "--batch", "b.jsonl")
    assert json.loads(out.splitlines()[0])["hint"] == "equal if t.y is a key"


def test_a_page_from_an_answer_and_from_its_certificate(run: Run, tmp_path: Path) -> None:
    words = ("--html", "pages", "--certificate", "c.json")
    code, _, err = run("equiv", "sql", "--schema", "ddl.sql", *words, *DIFFERENT)
    [path] = (tmp_path / "pages").glob("*.html")
    assert code == 1
    assert f"page: pages/{path.name}" in err
    assert "They are equal if t.y is a key" in path.read_text()
    code, out, _ = run("export", "c.json", "--to", "html")
    assert code == 0
    assert "twice here, once there" in out
    words = ("--html", "equal", "--certificate", "e.json")
    assert run("equiv", "sql", "--schema", "ddl.sql", *words, *ALIKE)[0] == 0
    [path] = (tmp_path / "equal").glob("equality-*.html")
    assert "<b>Proved.</b>" in path.read_text()
    code, out, _ = run("export", "e.json", "--to", "html")
    assert (code, out) == (0, path.read_text())
    assert run("equiv", "sql", "--schema", "ddl.sql", "--html", "none", *UNDECIDED)[0] == 3
    assert not (tmp_path / "none").exists()


def test_files_and_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text(DIFFERENT[0] + ";\n-- the first one\n")
    words = ("equiv", "sql", "--schema", DDL, "a.sql", "-")
    assert run(*words, stdin=DIFFERENT[1].encode())[0] == 1


def test_dialects_and_strictness(run: Run) -> None:
    division = ("equiv", "sql", "--schema", "ddl.sql", "SELECT 7 / 2", "SELECT 3")
    assert run(*division)[0] == 0
    assert run(*division, "--dialect", "duckdb")[0] == 1
    words = ("equiv", "sql", "--schema", "ddl.sql", *OPEN)
    assert run(*words)[0] == 3
    code, out, _ = run(*words, "--strict")
    assert code == 1
    assert "first query gives: an error" in out


def test_notices_about_the_schema(run: Run) -> None:
    schema = f"SET x = 1; {DDL} GRANT ALL ON t TO me;"
    _, _, err = run("equiv", "sql", "--schema", schema, *DIFFERENT)
    assert "note: schema line 1: skipped SET X" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("SELECT y FROM t", "SELECT nope FROM t"), "sql2:1:8"),
        (("SELECT y FROM", "SELECT 1"), "sql1:1:"),
        (("missing.sql", "SELECT 1"), "missing.sql"),
        (("", "SELECT 1"), "empty"),
        (("SELECT 1",), "required: B"),
        (("SELECT 1", "SELECT 1", "--dialect", "cobol"), "expected: calcite"),
        (("SELECT 1", "SELECT 1", "--assume", "x > 0"), "CHECK"),
        (("SELECT 1", "SELECT 1", "--output", "o.jsonl"), "--batch"),
        (("--batch", "b.jsonl", "--html", "."), "one pair"),
        (("--batch", "b.jsonl", "--witness", "w.sql"), "one pair"),
        (("--batch", "missing.jsonl"), "missing.jsonl"),
        (("-", "-"), "read once"),
    ],
)
def test_bad_input(run: Run, words: tuple[str, ...], told: str) -> None:
    code, out, err = run("equiv", "sql", "--schema", "ddl.sql", *words)
    assert (code, out) == (2, "")
    assert told in err


def rows(*more: dict[str, Any]) -> str:
    first = {"id": "one", "schema_file": "ddl.sql", "sql1": DIFFERENT[0], "sql2": DIFFERENT[1]}
    second = {"id": 2, "schema": DDL, "sql1": ALIKE[0], "sql2": ALIKE[1], "expected": "eq"}
    third = {"id": "three", "schema": DDL, "sql1": "SELECT", "sql2": "SELECT 1"}
    return "".join(json.dumps(row) + "\n" for row in (first, second, third, *more))


def test_a_batch_answers_every_row_in_order(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "ddl.sql").write_text(DDL)
    text = rows({"id": 4}, {"id": 5, "sql1": "SELECT 1", "sql2": "SELECT 1"})
    (tmp_path / "deep" / "b.jsonl").write_text(text + "no json\n\n")
    code, out, err = run("equiv", "sql", "--batch", "deep/b.jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in found] == ["one", 2, "three", 4, 5, None]
    assert [row["verdict"] for row in found] == ["refuted", "proved"] + ["unknown"] * 4
    assert "bad input: sql1:1:1: a SELECT without columns" in found[2]["reason"]
    assert "sql1 is missing" in found[3]["reason"]
    assert "neither schema nor schema_file" in found[4]["reason"]
    assert "row 6" in found[5]["reason"]
    assert "6 rows: 1 proved, 1 refuted, 4 unknown" in err
    for row in found:
        validate(row)


def test_a_batch_resumes_where_it_was_cut(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(rows())
    assert run("equiv", "sql", "--batch", "b.jsonl", "-o", "o.jsonl")[0] == 0
    whole = (tmp_path / "o.jsonl").read_text()
    first, second = whole.splitlines(keepends=True)[:2]
    (tmp_path / "o.jsonl").write_text(first + second[:20])
    code, _, err = run("equiv", "sql", "--batch", "b.jsonl", "-o", "o.jsonl")
    assert code == 0
    assert "1 proved, 1 unknown" in err
    again = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [row["id"] for row in again] == ["one", 2, "three"]
    (tmp_path / "o.jsonl").write_text(json.dumps({"id": "other"}) + "\n")
    code, _, err = run("equiv", "sql", "--batch", "b.jsonl", "-o", "o.jsonl")
    assert code == 2
    assert "row 1" in err


def test_a_batch_survives_a_worker_that_dies(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql_batch, "WORKER", "service.dying")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    (tmp_path / "b.jsonl").write_text(rows())
    code, out, _ = run("equiv", "sql", "--batch", "b.jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["reason"] for row in found] == [
        "crash: the process ended with signal 9",
        "no difference: answered",
        "crash: the process ended with signal 9",
    ]


def test_a_full_disk_is_told_and_the_batch_goes_on_later(run: Run, tmp_path: Path) -> None:
    import resource

    (tmp_path / "b.jsonl").write_text(rows())
    words = ("equiv", "sql", "--batch", "b.jsonl", "-o", "o.jsonl")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        code, out, err = run(*words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (code, out) == (2, "")
    assert "cannot write o.jsonl: File too large" in err
    assert "goes on from here" in err
    assert (tmp_path / "o.jsonl").stat().st_size == 1_000
    assert run(*words)[0] == 0
    again = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [row["id"] for row in again] == ["one", 2, "three"]


def test_an_output_that_is_something_else_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(rows())
    for text in ("notes\n", '{"id": 1}\n[]\n', '{"name": 1}\n', "{broken\n"):
        (tmp_path / "o.jsonl").write_text(text + "torn")
        code, _, err = run("equiv", "sql", "--batch", "b.jsonl", "-o", "o.jsonl")
        assert code == 2
        assert "o.jsonl is not an output of --batch" in err
        assert (tmp_path / "o.jsonl").read_text() == text + "torn"


def test_rows_with_odd_members_are_answered_one_by_one(run: Run, tmp_path: Path) -> None:
    pair = {"schema": DDL, "sql1": DIFFERENT[0], "sql2": DIFFERENT[1]}
    odd: list[dict[str, Any]] = [
        {**pair, "dialect": 5},
        {**pair, "dialect": "klingon"},
        {**pair, "schema": None, "schema_file": "missing.sql"},
        {**pair, "schema": None, "schema_file": "."},
        {**pair, "schema": "CREATE TABLE t ("},
        {**pair, "sql2": ""},
        {**pair, "sql1": "SELECT y FROM t\0"},
        pair,
    ]
    lines = [json.dumps({"id": i, **row}) for i, row in enumerate(odd)]
    (tmp_path / "b.jsonl").write_text("\n".join(lines))
    code, out, _ = run("equiv", "sql", "--batch", "b.jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["verdict"] for row in found] == ["unknown"] * 7 + ["refuted"]
    assert all(row["reason"].startswith("bad input: ") for row in found[:7])


def test_a_batch_from_standard_input_with_one_schema(run: Run) -> None:
    row = json.dumps({"id": 1, "sql1": DIFFERENT[0], "sql2": DIFFERENT[1]})
    code, out, _ = run("equiv", "sql", "--batch", "-", "--schema", "ddl.sql", stdin=row.encode())
    assert code == 0
    assert json.loads(out)["verdict"] == "refuted"


def test_the_python_door() -> None:
    found = lemmata.equivalent(*DIFFERENT, kind="sql", schema=DDL)
    assert found.verdict == "refuted"
    assert found.check().kind == "refutation"
    assert lemmata.check(found.to_json()).kind == "refutation"
    assert "first query gives" in str(found)
    with pytest.raises(ValueError, match="Coq"):
        found.to_coq()
    with pytest.raises(InputError, match="schema"):
        lemmata.equivalent(*DIFFERENT, kind="sql")


def test_without_solvers_a_proof_that_needs_them_is_unknown(run: Run, tmp_path: Path) -> None:
    words = ("equiv", "sql", "--schema", "ddl.sql", "--trust", "kernel")
    code, out, _ = run(*words, *ALIKE)
    assert code == 3
    assert "only the kernel is trusted, and the proof needs z3" in out
    (tmp_path / "b.jsonl").write_text(rows())
    _, out, _ = run(*words, "--batch", "b.jsonl")
    assert "proved" not in {json.loads(line)["verdict"] for line in out.splitlines()}
