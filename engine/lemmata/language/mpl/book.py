"""The configuration: which definitions there are, their arguments, and the files of their bodies.

    {"order": {"short_mpl": "(order[n,m,N,+])", "full_mpl": "order.mpl",
               "definition_sets": {"1": ["(1)", true], "2": ["(1)", true],
                                   "3": ["P(1)", true], "4": ["P(x(1)(x(1)(1)))", true]},
               "input_args": [], "output_args": []}}

An entry is any object with a `short_mpl`, wherever it stands; other settings are not looked at. A
primitive repeats its atom in `full_mpl`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lemmata.errors import Diagnostic, InputError, Source, read_source
from lemmata.language.mpl.syntax import Expr, parse_body

ELEMENT, SET, UNARY, BINARY = "an element", "a set", "a unary function", "a binary function"
SORTS = {"(1)": ELEMENT, "P(1)": SET, "P(x(1)(1))": UNARY, "P(x(1)(x(1)(1)))": BINARY}
PRIMITIVES = {
    "in": (ELEMENT, SET),
    "=": (ELEMENT, ELEMENT),
    "in2": (ELEMENT, ELEMENT, UNARY),
    "in3": (ELEMENT, ELEMENT, ELEMENT, BINARY),
}
ROLES = {"in2": ((0,), (1,)), "in3": ((0, 1), (2,))}
"""Which arguments determine which others."""
FIELDS = ("short_mpl", "full_mpl", "definition_sets", "input_args", "output_args")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A relation: its formal arguments and what they are; `path` is None for a primitive."""

    name: str
    formals: tuple[str, ...]
    kinds: tuple[str, ...]
    path: Path | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The text of a definition."""

    source: Source
    expr: Expr


class Book:
    """The entries of a configuration, and the bodies that have been read."""

    def __init__(self, path: Path) -> None:
        """Read the configuration. Raises InputError."""
        self.source = read_source(str(path))
        self.folder = path.parent
        self.entries: dict[str, Entry] = {}
        self._bodies: dict[str, Body] = {}
        for name, fields in _objects(self.source):
            entry = self._entry(name, fields)
            self.entries[name] = entry

    def body(self, entry: Entry) -> Body:
        """The body of a definition. Raises InputError."""
        if entry.name not in self._bodies:
            assert entry.path is not None
            if not entry.path.is_file():
                problem = f"there is no file {entry.path} with the body of {entry.name}"
                raise self._error(entry, problem)
            source = read_source(str(entry.path))
            self._bodies[entry.name] = Body(source, parse_body(source))
        return self._bodies[entry.name]

    def _error(self, entry: Entry, message: str, *expected: str) -> InputError:
        return self.source.error(message, entry.start, entry.end, expected=expected)

    def _entry(self, name: str, fields: dict[str, Any]) -> Entry:
        start, end = _place(self.source, name)
        blank = Entry(name, (), (), None, start, end)
        for field in FIELDS[:3]:
            if field not in fields:
                raise self._error(blank, f"the entry of {name} has no {field}", *FIELDS)
        formals = self._formals(blank, fields["short_mpl"])
        kinds = self._kinds(blank, formals, fields["definition_sets"])
        roles = tuple(
            self._positions(blank, field, fields.get(field, []), len(formals))
            for field in FIELDS[3:]
        )
        path = self._path(blank, fields["full_mpl"])
        if path is None:
            self._primitive(blank, kinds, roles)
        elif name in PRIMITIVES:
            raise self._error(blank, f"{name} is a primitive and has no definition", f"({name}[…])")
        return Entry(name, formals, kinds, path, start, end)

    def _formals(self, entry: Entry, text: object) -> tuple[str, ...]:
        name = entry.name
        atom = self._atom(entry, "short_mpl", text)
        formals = tuple(formal.text for formal in atom.names)
        if atom.name != name:
            raise self._error(entry, f"short_mpl of {name} is about {atom.name}", f"({name}[…])")
        if len(set(formals)) < len(formals):
            raise self._error(entry, f"the arguments of {name} have different names")
        return formals

    def _atom(self, entry: Entry, field: str, text: object) -> Expr:
        if not isinstance(text, str):
            raise self._error(entry, f"{field} of {entry.name} is no text", f"({entry.name}[…])")
        try:
            atom = parse_body(Source(field, text))
        except InputError as error:
            first = error.diagnostics[0]
            problem = f"{field} of {entry.name}, column {first.span.column if first.span else 1}: "
            raise self._error(entry, problem + first.message, *first.expected) from None
        if atom.kind != "atom" or atom.negated:
            raise self._error(entry, f"{field} of {entry.name} is no atom", f"({entry.name}[…])")
        return atom

    def _kinds(self, entry: Entry, formals: tuple[str, ...], given: object) -> tuple[str, ...]:
        name = entry.name
        if not isinstance(given, dict):
            shown = '{"1": ["(1)", true], …}'
            raise self._error(entry, f"definition_sets of {name} is no object", shown)
        found = []
        for i, formal in enumerate(formals, start=1):
            pair = given.get(str(i))
            if pair is None:
                problem = f"definition_sets of {name} does not say what {formal}, argument {i}, is"
                raise self._error(entry, problem, *SORTS)
            sort = pair[0] if isinstance(pair, list) and pair else pair
            text = "".join(sort.split()) if isinstance(sort, str) else repr(sort)[:40]
            if text not in SORTS:
                problem = f"definition_sets of {name}, argument {i}: there is no sort {text}"
                raise self._error(entry, problem, *SORTS)
            found.append(SORTS[text])
        for key in given:
            if not (key.isascii() and key.isdigit() and 0 < int(key[:9]) <= len(formals)):
                problem = f"definition_sets of {name} speaks of an argument {key[:40]}"
                raise self._error(entry, problem, *map(str, range(1, len(formals) + 1)))
        return tuple(found)

    def _positions(self, entry: Entry, field: str, given: object, count: int) -> tuple[int, ...]:
        found = []
        for item in given if isinstance(given, list) else [None]:
            text = str(item) if isinstance(item, int | str) else ""
            if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= count):
                problem = f"{field} of {entry.name} is a list of numbers of arguments"
                raise self._error(entry, problem, f"1 to {count}")
            found.append(int(text) - 1)
        return tuple(found)

    def _path(self, entry: Entry, text: object) -> Path | None:
        if isinstance(text, str) and text.strip().startswith(("(", "!")):
            atom = self._atom(entry, "full_mpl", text)
            if atom.name == entry.name:
                return None
            text = ""
        if not isinstance(text, str) or not text or "\0" in text:
            problem = f"full_mpl of {entry.name} names no file"
            raise self._error(entry, problem, "a file", f"({entry.name}[…]) for a primitive")
        return self.folder / text

    def _primitive(
        self, entry: Entry, kinds: tuple[str, ...], roles: tuple[tuple[int, ...], ...]
    ) -> None:
        name = entry.name
        if name not in PRIMITIVES:
            raise self._error(entry, f"{name} is no primitive", *PRIMITIVES)
        if kinds != PRIMITIVES[name]:
            shown = ", ".join(PRIMITIVES[name])
            raise self._error(entry, f"the arguments of {name} are: {shown}")
        if any(roles) and roles != ROLES.get(name, ((), ())):
            raise self._error(entry, f"input_args and output_args of {name} say something else")


def _objects(source: Source) -> list[tuple[str, dict[str, Any]]]:
    """The entries by name, in the order of the text. Raises InputError."""
    found: dict[str, dict[str, Any]] = {}

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, value in pairs:
            if isinstance(value, dict) and any(field in value for field in FIELDS):
                if key in found:
                    start, end = _place(source, key)
                    raise source.error(f"{key} has two entries", start, end)
                found[key] = value
        return dict(pairs)

    try:
        json.loads(source.text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise source.error(f"this is no JSON: {error.msg}", error.pos, error.pos + 1) from None
    except RecursionError:
        raise InputError(Diagnostic(f"{source.name} is nested too deeply to be read")) from None
    except ValueError as error:
        raise InputError(Diagnostic(f"{source.name} cannot be read: {error}")) from None
    if not found:
        hint = "an entry is an object with short_mpl, full_mpl and definition_sets"
        raise source.error("the configuration has no entry", 0, 1, hint=hint)
    return list(found.items())


def _place(source: Source, name: str) -> tuple[int, int]:
    """Where the entry of a name starts."""
    for shown in (json.dumps(name), json.dumps(name, ensure_ascii=False)):
        match = re.search(re.escape(shown) + r"\s*:", source.text)
        if match:
            return match.start(), match.start() + len(shown)
    return 0, 1
