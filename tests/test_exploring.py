"""`explore` as a function: its answer is checked, kept, continued, and never believed blindly."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cli.schemas import validate
from lemmata import exploring
from lemmata.errors import Diagnostic, InputError
from lemmata.exploring import explore
from lemmata.kernel import Rejected, check
from lemmata.proof.compressing import compressed
from lemmata.results import Exploration
from lemmata.service.store import resolve
from second_checker import check as check_again

CHAIN = Path(__file__).parent / "data" / "explore" / "chain.lem"
FALSE = CHAIN.read_text(encoding="utf-8").replace("glue(end, y) = y", "glue(end, y) = end")
Json = Any


@cache
def chain() -> Exploration:
    return explore(CHAIN, timeout=600)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of a run that nothing interrupted."""
    path = tmp_path_factory.mktemp("finished") / "chain.json"
    assert explore(CHAIN, timeout=600, library=path).complete
    return path


def stop_after(count: int) -> Callable[[object], None]:
    """A progress function that interrupts."""
    calls = 0

    def progress(_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == count:
            raise KeyboardInterrupt

    return progress


def test_laws_are_found_and_named() -> None:
    found = chain()
    assert found.complete
    assert not found.interrupted
    assert found.theorem("glue_comm").statement == "glue(x, y) = glue(y, x)"
    assert found.theorem("associativity of glue").identifier == "glue_assoc"
    assert found.theorem("glue_cancel").statement == "glue(x, y) = glue(x, z) ==> y = z"
    identifiers = [t.identifier for t in found.theorems]
    assert len(set(identifiers)) == len(identifiers)
    names = [t.name for t in found.theorems]
    assert len(set(names)) == len(names)
    with pytest.raises(KeyError):
        found.theorem("no such law")


def test_every_certificate_stands_alone_and_both_checkers_accept_it() -> None:
    found = chain()
    for theorem in found.theorems:
        text = json.dumps(theorem.certificate)
        report = check(text)
        assert report.kind == "proof"
        assert report.theorems[-1] == theorem.identifier
        assert check_again(text.encode())["statement"] == report.statement
        assert theorem.check() == report
    for conjecture in found.refuted:
        assert check(json.dumps(conjecture.certificate)).kind == "refutation"


def test_an_answer_can_be_checked_and_shown_as_a_whole_or_by_law() -> None:
    found = chain()
    derivations = sum(len(fact.derivations()) for fact in found.library.facts)
    assert found.check() == derivations + len(found.refuted)
    verdict = found.theorem("glue_comm").verdict()
    assert verdict.verdict == "proved"
    assert verdict.check() == found.theorem("glue_comm").check()
    assert "glue_comm" in verdict.to_text()
    assert "glue_comm" in found.to_coq()


def test_uses_and_users_fit() -> None:
    theorems = {t.identifier: t for t in chain().theorems}
    seen: set[str] = set()
    for theorem in theorems.values():
        assert set(theorem.uses) <= seen
        seen.add(theorem.identifier)
        for used in theorem.uses:
            assert theorem.identifier in theorems[used].used_by
        cited = json.dumps(theorem.certificate["theorems"][:-1])
        assert all(f'"{used}"' in cited for used in theorem.uses)


def test_what_is_not_in_the_basis_follows_from_other_laws() -> None:
    library = chain().library
    assert 0 < len(library.basis) < len(library.facts)
    for fact in library.facts:
        if not fact.basis:
            [derivation, *_] = [
                d for d in fact.derivations() if set(d.uses) == set(fact.follows_from)
            ]
            assert fact.identifier not in derivation.uses
    follows = {f.identifier: f.follows_from for f in library.facts if not f.basis}
    assert follows["glue_left_comm"] == ("glue_comm", "glue_assoc")


@pytest.mark.parametrize("name", ["group", str(CHAIN)])
def test_a_compressed_library_checks_and_rests_on_the_basis(name: str) -> None:
    library = explore(name, timeout=600).library
    kept = compressed(library, resolve)
    assert [f.identifier for f in kept.basis] == [f.identifier for f in library.basis]
    near = {fact.digest: fact.derivation.text for fact in kept.facts}
    seen: set[str] = set()
    for fact in kept.facts:
        assert check(fact.derivation.text, near.get).kind == "proof"
        assert set(fact.uses) <= seen
        seen.add(fact.identifier)
    assert seen == set(library.by_identifier)
    assert sum(map(len, near.values())) <= sum(len(f.derivation.text) for f in library.facts)


def test_the_result_prints_itself() -> None:
    found = chain()
    validate(found.to_dict())
    assert str(found).startswith("chain: ")
    assert "* glue_comm" in str(found)
    page = found._repr_html_()
    assert "glue_comm" in page
    assert "==&gt;" in page


def test_a_library_fits_its_schema(finished: Path) -> None:
    validate(json.loads(finished.read_text(encoding="utf-8")))


def test_a_run_can_be_restricted_to_some_functions() -> None:
    found = explore("nat", timeout=600, only=["max"])
    assert found.theorem("max_comm").basis
    assert all("+" not in t.statement for t in found.theorems)
    with pytest.raises(InputError, match=r"no function 'mx'(.|\n)*did you mean max"):
        explore("nat", only=["mx"])


@cache
def calls() -> int:
    """How often a whole run tells its progress."""
    told: list[object] = []
    explore(CHAIN, timeout=600, progress=told.append)
    return len(told)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_an_interrupted_run_goes_on_to_the_same_bytes(
    share: float, tmp_path: Path, finished: Path
) -> None:
    path, count = tmp_path / "chain.json", max(1, int(share * calls()))
    first = explore(CHAIN, timeout=600, library=path, progress=stop_after(count))
    assert first.interrupted
    assert not first.complete
    kept = path.read_bytes()
    assert json.loads(kept)["complete"] is False
    again = explore(CHAIN, timeout=600, library=path, progress=stop_after(1))
    assert len(again.theorems) == len(first.theorems)
    second = explore(CHAIN, timeout=600, library=path)
    assert second.complete
    assert path.read_bytes() == finished.read_bytes()


def test_a_finished_library_is_read_and_not_made_again(
    finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, wanted = finished.read_bytes(), chain().to_dict()
    monkeypatch.setattr(exploring.Run, "_explore", lambda _: pytest.fail("it explores"))
    found = explore(CHAIN, library=finished)
    assert found.complete
    assert {**found.to_dict(), "seconds": 0} == {**wanted, "seconds": 0}
    assert finished.read_bytes() == before


def test_a_time_limit_leaves_what_was_found() -> None:
    found = explore(CHAIN, timeout=1e-9)
    assert not found.complete
    assert not found.interrupted


def test_a_full_disk_costs_the_file_and_not_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: str) -> Path:
        raise InputError(Diagnostic(f"cannot write {path}: No space left on device"))

    monkeypatch.setattr("lemmata.service.files.write_whole", full)
    found = explore(CHAIN, timeout=600, library=tmp_path / "chain.json")
    assert "No space left" in found.failure
    assert found.theorem("glue_comm").basis


def altered(source: Path, folder: Path, change: Callable[[Json], object]) -> Path:
    """A copy of a library in which something else stands."""
    raw = json.loads(source.read_text(encoding="utf-8"))
    change(raw)
    path = folder / "altered.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def fact(raw: Json, identifier: str) -> Json:
    return next(row for row in raw["facts"] if row["identifier"] == identifier)


@pytest.fixture(scope="module")
def false_certificate() -> Json:
    """A certificate of a law that holds for another definition of the same function."""
    from lemmata.language import parse_theory
    from lemmata.proving import prove

    other = parse_theory(FALSE, "chain.lem")
    found = prove("glue(end, y) = end", other, from_definitions=True)
    assert found.certificate is not None
    return found.certificate


def forged(raw: Json, certificate: Json) -> None:
    row = fact(raw, "glue_comm")
    certificate["theorems"][-1]["name"] = "glue_comm"
    row.update(statement="glue(end, x) = end", certificates=[certificate])


def test_a_false_law_cannot_be_smuggled_in_by_other_definitions(
    tmp_path: Path, finished: Path, false_certificate: Json
) -> None:
    path = altered(finished, tmp_path, lambda raw: forged(raw, false_certificate))
    with pytest.raises(InputError, match="declares something else than the theory"):
        explore(CHAIN, library=path)


CHANGES: dict[str, tuple[Callable[[Json], object], str]] = {
    "another statement": (
        lambda raw: fact(raw, "glue_comm").update(statement="glue(x, y) = x"),
        "it says glue",
    ),
    "another step": (
        lambda raw: fact(raw, "glue_assoc")["certificates"][0]["theorems"][-1]["nodes"].pop(),
        "the kernel rejects",
    ),
    "the certificate of another law": (
        lambda raw: fact(raw, "glue_comm").update(
            certificates=fact(raw, "glue_assoc")["certificates"]
        ),
        "cannot be used",
    ),
    "a missing law that is cited": (
        lambda raw: raw["facts"].remove(
            next(r for r in raw["facts"] if r["identifier"] == "glue_assoc")
        ),
        "was not found",
    ),
    "a refutation in place of a proof": (
        lambda raw: fact(raw, "glue_comm").update(certificates=[raw["refuted"][0]["certificate"]]),
        "a refutation where a proof should be",
    ),
    "a counterexample of something else": (
        lambda raw: raw["refuted"][0].update(statement="glue(x, y) = x"),
        "cannot be used",
    ),
    "a basis that is too small": (
        lambda raw: fact(raw, "glue_comm").update(basis=False, follows_from=["glue_assoc"]),
        "nothing shows that glue_comm follows",
    ),
    "laws that follow from each other": (
        lambda raw: fact(raw, "glue_comm").update(
            basis=False, follows_from=["glue_end", "glue_link"]
        ),
        "in a circle",
    ),
    "no list of facts": (lambda raw: raw.pop("facts"), "damaged"),
    "a number for a text": (lambda raw: raw["facts"][0].update(name=7), "not a text"),
    "another seed": (lambda raw: raw.update(seed=7), "seed 7, not 0"),
    "another theory": (lambda raw: raw.update(theory="nat"), "of the theory nat, not chain"),
    "other limits": (lambda raw: raw["limits"].update(size=99), "size 99"),
    "another schema": (lambda raw: raw.update(schema="lemmata.library/9"), "not a lemmata"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_altered_library_is_refused(name: str, tmp_path: Path, finished: Path) -> None:
    change, message = CHANGES[name]
    path = altered(finished, tmp_path, change)
    before = path.read_bytes()
    with pytest.raises(InputError, match=message):
        explore(CHAIN, library=path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"schema": "lemmata.library/1"}', "\x00"])
def test_a_damaged_library_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "damaged.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"damaged\.json cannot be used"):
        explore(CHAIN, library=path)


def test_a_library_cut_off_anywhere_is_refused(tmp_path: Path, finished: Path) -> None:
    text = finished.read_text(encoding="utf-8")
    path = tmp_path / "cut.json"
    for part in (1, 3, 5, 7, 9):
        path.write_text(text[: len(text) * part // 10], encoding="utf-8")
        with pytest.raises(InputError, match="cut off"):
            explore(CHAIN, library=path)


def test_a_library_of_other_definitions_is_refused(tmp_path: Path, finished: Path) -> None:
    other = tmp_path / "chain.lem"
    other.write_text(FALSE, encoding="utf-8")
    with pytest.raises(InputError, match="definitions have the digest"):
        explore(other, library=finished)
    same = tmp_path / "same" / "chain.lem"
    same.parent.mkdir()
    remark = CHAIN.read_text(encoding="utf-8").replace("theory chain", "# hm\ntheory chain")
    same.write_text(remark + "\ntheorem later: glue(x, end) = x\n", encoding="utf-8")
    assert explore(same, library=finished).complete


def test_a_certificate_that_the_kernel_rejects_is_no_law(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from lemmata.proof.derivations import Citing

    true = Citing.derive

    def derive(self: Citing, theorem: Any, whole: bool = False) -> Any:  # noqa: ANN401
        if theorem.name == "glue_assoc":
            raise Rejected("no such step")
        return true(self, theorem, whole)

    monkeypatch.setattr(Citing, "derive", derive)
    found = explore(CHAIN, timeout=600)
    assert "glue_assoc" not in [t.identifier for t in found.theorems]
    [conjecture] = [c for c in found.open if c.identifier == "glue_assoc"]
    assert "the kernel rejected" in conjecture.reason
