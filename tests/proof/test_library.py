"""Libraries as text: what is written is read again, whatever its statements hold."""

from __future__ import annotations

import json

import pytest

from lemmata.errors import InputError
from lemmata.language import parse_goal, parse_statement
from lemmata.proof.factgraph import Library, OpenConjecture
from lemmata.proof.library import Reader, Settings, definitions_digest, written
from lemmata.proof.statements import Statements, read_statements
from lemmata.terms.declarations import Theory
from lemmata.theories import theory

STATEMENTS = [
    "xs = ys",
    "foldr(cons, nil, xs) = xs",
    "map(f, xs) = map(g, xs) ==> xs = nil",
    "length(xs) <= 3",
    "foldr((+), 0, xs) = sum(xs)",
]


def reader(loaded: Theory, settings: Settings | None = None) -> Reader:
    return Reader(loaded, settings, lambda _: None, "library.json")


def opened(text: str, loaded: Theory) -> OpenConjecture:
    clause = parse_statement(text, loaded)
    return OpenConjecture("law", "", clause, "no proof", clause, 3, 2)


@pytest.mark.parametrize("text", STATEMENTS)
def test_open_conjectures_are_read_again(text: str) -> None:
    loaded = theory("list")
    library = Library(loaded, open=(opened(text, loaded),), seed=5, conjectured=9)
    settings = Settings(5, ("list.map",), {"size": 4})
    first = written(library, settings)
    found = reader(loaded, settings).read(first)
    assert found == library
    assert written(found, settings) == first
    assert reader(loaded).read(first) == library


def test_statements_share_tables() -> None:
    loaded = theory("list")
    statements = Statements(loaded)
    clauses = [parse_statement(text, loaded) for text in STATEMENTS]
    rows = [statements.row(clause) for clause in clauses]
    assert read_statements(statements.tables(), rows, loaded) == clauses
    with pytest.raises((LookupError, ValueError)):
        read_statements(statements.tables(), [{**rows[0], "clause": 10**6}], loaded)


def test_an_open_statement_must_be_the_one_that_is_shown() -> None:
    loaded = theory("nat")
    library = Library(loaded, open=(opened("x * x = 2", loaded), opened("x = 2", loaded)))
    raw = json.loads(written(library, Settings()))
    first, second = raw["open"]
    first["states"], second["states"] = second["states"], first["states"]
    with pytest.raises(InputError, match="it says x \\* x = 2 where the certificate says x = 2"):
        reader(loaded).read(json.dumps(raw))


def test_tables_with_other_definitions_are_refused() -> None:
    nat, group = theory("nat"), theory("group")
    raw = json.loads(written(Library(nat), Settings()))
    other = json.loads(written(Library(group), Settings()))
    raw["tables"] = other["tables"]
    with pytest.raises(InputError, match="tables declare something else"):
        reader(nat).read(json.dumps(raw))


def test_the_digest_of_definitions_ignores_theorems_but_no_function_value() -> None:
    nat = theory("nat")
    fields = {**vars(nat), "theorems": (), "source": "elsewhere"}
    assert definitions_digest(Theory(**fields)) == definitions_digest(nat)
    extended, _ = parse_goal("foldr(\\x. \\y. y, z, xs) = z", theory("list"))
    assert definitions_digest(extended) != definitions_digest(theory("list"))
