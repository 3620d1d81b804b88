"""A file of theorems in MPL, with the configuration beside it, as a theory.

`FILE.mpl` has theorems; its configuration is FILE.json, else definitions.json in the same folder.
The configuration itself stands for the theory of its largest anchor, without theorems.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lemmata.errors import Diagnostic, InputError, Source, read_source, reading
from lemmata.language.mpl.book import BINARY, ELEMENT, SET, UNARY, Book, Entry
from lemmata.language.mpl.facts import Facts, collect
from lemmata.language.mpl.formulas import Definitions, Entity, Formula, cut
from lemmata.language.mpl.naming import Names
from lemmata.language.mpl.predicates import Predicates
from lemmata.language.mpl.reading import Reading
from lemmata.language.mpl.sorting import find, sorted_text
from lemmata.language.mpl.structure import Builder, Built, assumptions
from lemmata.language.mpl.syntax import Expr, parse_statements
from lemmata.language.notation import plain_notation
from lemmata.terms.declarations import (
    DatatypeGroup,
    FunctionGroup,
    Structure,
    Theorem,
    Theory,
)
from lemmata.terms.symbols import Symbol

CONFIGURATION = "definitions.json"


def load_mpl(path: Path) -> Theory:
    """The theory of a file of theorems (.mpl) or of a configuration (.json). Raises InputError."""
    with reading(str(path)):
        if path.suffix == ".json":
            book = Book(path)
            return _Reader(book, path.stem).of_configuration()
        source = read_source(str(path))
        statements = parse_statements(source)
        return _Reader(Book(_configuration(path)), path.stem).of_statements(source, statements)


def _configuration(path: Path) -> Path:
    for beside in (path.with_suffix(".json"), path.parent / CONFIGURATION):
        if beside.is_file():
            return beside
    problem = f"there is no configuration beside {path}"
    expected = (path.with_suffix(".json").name, CONFIGURATION)
    hint = "MPL keeps the names and arguments of its definitions in a JSON file"
    raise InputError(Diagnostic(problem, expected=expected, hint=hint))


def _is_bundle(entry: Entry) -> bool:
    """Whether a definition is about a set, elements and functions, as an anchor is."""
    functions = UNARY in entry.kinds or BINARY in entry.kinds
    return entry.path is not None and {SET, ELEMENT} <= set(entry.kinds) and functions


@dataclass(frozen=True)
class _Anchored:
    """A theorem without its anchor, whose arguments are named as in the theorem."""

    expr: Expr
    anchor: Expr
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Anchor:
    """The axioms, and the entities of the anchor's arguments in order."""

    body: Formula
    entities: list[Entity]
    facts: Facts


class _Reader:
    """Reads one file."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.names = book, Names(name)
        self.definitions = Definitions(book)
        self.predicates = Predicates(self.definitions, self.names)
        self.notices: list[str] = []

    def of_configuration(self) -> Theory:
        """The theory of the anchor that no other definition uses. Raises InputError."""
        entries = [entry for entry in self.book.entries.values() if entry.path is not None]
        used = {u.name for entry in entries for _, u in self.definitions.uses(entry)}
        free = [entry for entry in entries if entry.name not in used and _is_bundle(entry)]
        anchors = [entry for entry in free if self._read(entry).facts.functions()]
        if len(anchors) != 1:
            names = ", ".join(entry.name for entry in anchors)
            problem = "the configuration has no single anchor that no other definition uses"
            problem += f": {names}" if names else ""
            hint = "write a file of theorems, each below the anchor that it needs"
            raise self.book.source.error(problem, 0, 1, hint=hint)
        built = self._build(self._read(anchors[0]))
        return self._theory(self.book.source, built, [])

    def of_statements(self, source: Source, statements: list[Expr]) -> Theory:
        """The theory of theorems below one anchor."""
        if not statements:
            end = len(source.text)
            expected = ("(>[…](ANCHOR[…])(…))",)
            raise source.error("the file has no theorem", end, end, expected=expected)
        anchored = [self._anchored(source, statement) for statement in statements]
        first = anchored[0].anchor
        for theorem in anchored[1:]:
            if theorem.anchor.name != first.name:
                line = source.position(first.start)[0]
                raise source.error(
                    f"the anchor here is {theorem.anchor.name}, on line {line} {first.name}",
                    theorem.anchor.start,
                    theorem.anchor.end,
                    hint="the theorems of a file are about one structure",
                )
        anchor = self._read(find(source, first, self.book))
        if not anchor.facts.functions():
            problem = f"{first.name} is no anchor: it says of no function that it is total"
            raise source.error(problem, first.start, first.end)
        built = self._build(anchor)
        theorems = []
        for number, theorem in enumerate(anchored, start=1):
            theorems += self._theorems(source, theorem, f"t{number}", built, anchor.entities)
        return self._theory(source, built, theorems)

    def _anchored(self, source: Source, expr: Expr) -> _Anchored:
        anchor = expr.parts[0] if expr.kind == "implies" and not expr.negated else None
        if anchor is None or anchor.kind != "atom" or anchor.negated:
            raise source.error(
                "a theorem is an implication below an anchor",
                expr.start,
                expr.end,
                expected=("(>[…](ANCHOR[…])(…))",),
            )
        entry = find(source, anchor, self.book)
        if entry.path is None or not _is_bundle(entry):
            raise source.error(
                f"{entry.name} is no anchor",
                anchor.start,
                anchor.end,
                hint="an anchor is a definition about a set, its elements and functions",
            )
        names = tuple(name.text for name in anchor.names)
        for i, name in enumerate(anchor.names):
            if name.text in names[:i]:
                problem = f"{name.text} stands for two arguments of {entry.name}"
                raise source.error(problem, name.start, name.end)
        return _Anchored(expr, anchor, names)

    def _read(self, entry: Entry) -> _Anchor:
        """What the axioms of an anchor say of its arguments."""
        pairs = zip(entry.formals, entry.kinds, strict=True)
        entities = [Entity(formal, kind, fixed=True) for formal, kind in pairs]
        text = self.definitions.text(entry)
        body = Formula(text, text.expr, dict(zip(entry.formals, entities, strict=True)))
        facts = collect(cut(body, self.predicates.unfold_axioms))
        return _Anchor(body, entities, facts)

    def _build(self, anchor: _Anchor) -> Built:
        """What the axioms declare."""
        language = self.predicates.language
        built = Builder(anchor.body, anchor.entities, anchor.facts, self.names).build(language)
        self.predicates.built = built
        for sequent in built.late:
            if not built.datatypes:
                problem = "an axiom of a structure without numbers uses no defined relation"
                raise sequent.conclusion.error(problem, "write out what the relation says")
            built.assumed.append(Reading(built.model, language).clause(sequent))
        self.notices += built.notices
        return built

    def _theorems(
        self,
        source: Source,
        theorem: _Anchored,
        name: str,
        built: Built,
        entities: list[Entity],
    ) -> list[Theorem]:
        """The clauses of one theorem; what holds by the sorts alone is left out."""
        kinds = {n: e.kind for n, e in zip(theorem.names, entities, strict=True)}
        expr = theorem.expr
        others = tuple(n for n in expr.names if n.text not in kinds)
        inner = Expr("implies", "", others, expr.parts, False, expr.start, expr.end)
        text = sorted_text(source, inner, kinds, self.book)
        scope = dict(zip(theorem.names, entities, strict=True))
        _, conclusion = Formula(text, inner, scope).parts
        clauses = [
            Reading(built.model, self.predicates.language).clause(sequent)
            for sequent in cut(conclusion, self.predicates.unfold)
        ]
        line = source.position(expr.start)[0]
        plain = [clause for clause in clauses if clause.left is not clause.right]
        if not plain:
            self.notices.append(f"{source.name}:{line}: {name} holds by the sorts alone")
            return [Theorem(name, clauses[0], line)]
        plain = list(dict.fromkeys(plain))
        many = len(plain) > 1
        return [
            Theorem(f"{name}_{i}" if many else name, clause, line)
            for i, clause in enumerate(plain, start=1)
        ]

    def _theory(self, source: Source, built: Built, theorems: list[Theorem]) -> Theory:
        declarations = (*built.declarations, *assumptions(built.assumed))
        symbols: dict[str, Symbol] = {}
        for declaration in declarations:
            if isinstance(declaration, DatatypeGroup):
                found = [c for m in declaration.members for c in m.constructors]
            elif isinstance(declaration, FunctionGroup):
                found = [f.symbol for f in declaration.members]
            else:
                found = list(declaration.symbols) if isinstance(declaration, Structure) else []
            symbols.update((symbol.name, symbol) for symbol in found)
        return Theory(
            self.names.theory,
            source.name,
            (),
            declarations,
            (*self.predicates.theorems, *theorems),
            symbols=symbols,
            notation={symbol: plain_notation(symbol) for symbol in symbols.values()},
            datatypes=built.datatypes,
            notices=tuple(self.notices),
        )
