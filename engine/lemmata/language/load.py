"""Finding and reading theories: files, shipped theories, texts; imports without cycles."""

from __future__ import annotations

from pathlib import Path

from lemmata import data
from lemmata.errors import Diagnostic, InputError, Source, read_source
from lemmata.language.elaborate import Elaborator
from lemmata.language.scope import scope_of
from lemmata.language.statements import Reader
from lemmata.language.tokens import tokenize
from lemmata.terms.declarations import Clause, Theory

_shipped: dict[str, Theory] = {}


def shipped() -> list[str]:
    """The names of the theories that come with Lemmata."""
    names = (entry.name for entry in data.folder("proofs").iterdir())
    return sorted(name.removesuffix(".lem") for name in names if name.endswith(".lem"))


class Loader:
    """Loads theories once each; `busy` are those whose imports are being read."""

    def __init__(self) -> None:
        self.done: dict[str, Theory] = {}
        self.busy: list[str] = []

    def text(self, source: Source, key: str, name: str, folder: Path | None) -> Theory:
        """Elaborate a text; `key` identifies it, `folder` is where its imports are sought."""
        if key in self.done:
            return self.done[key]
        if key in self.busy:
            cycle = [Path(k).stem for k in [*self.busy[self.busy.index(key) :], key]]
            raise InputError(Diagnostic(f"cyclic imports: {' -> '.join(cycle)}"))
        self.busy.append(key)
        try:
            theory = Elaborator(source, name, lambda n: self.named(n, folder)).run()
        finally:
            self.busy.pop()
        self.done[key] = theory
        return theory

    def named(self, name: str, folder: Path | None) -> Theory:
        """The theory that an import names: beside the importing file, else shipped.

        A rule pack may have the name of the shipped theory that it is about.
        """
        if folder is not None:
            beside = folder / f"{name}.lem"
            if beside.is_file() and not (name in shipped() and is_pack(beside)):
                return self.file(beside)
        return self.shipped(name)

    def file(self, path: Path) -> Theory:
        """The theory of a file."""
        source = read_source(str(path))
        return self.text(source, str(path.resolve()), path.stem, path.parent)

    def shipped(self, name: str) -> Theory:
        """A shipped theory, the same object in every session."""
        if name in _shipped:
            return _shipped[name]
        names = shipped()
        if name not in names:
            raise InputError(Diagnostic(f"there is no theory {name}", expected=tuple(names)))
        source = Source(f"proofs/{name}.lem", data.text("proofs", f"{name}.lem"))
        theory = self.text(source, f"shipped:{name}", name, None)
        _shipped[name] = theory
        return theory


def is_pack(path: Path) -> bool:
    """Whether a file holds rules and does not say that it is a theory."""
    lines = read_source(str(path)).text.splitlines()
    words = {line.split(maxsplit=1)[0] for line in lines if line[:1].strip()}
    return "rules" in words and "theory" not in words


def load_theory(path_or_shipped_name: str | Path) -> Theory:
    """The theory of a .lem or .smt2 file, or a shipped one by its name.

    Raises InputError with every problem of the file.

    >>> load_theory("nat").name
    'nat'
    """
    given = str(path_or_shipped_name)
    if given in _shipped and isinstance(path_or_shipped_name, str):
        return _shipped[given]
    if isinstance(path_or_shipped_name, str) and given in shipped():
        return Loader().shipped(given)
    path = Path(given)
    if path.suffix == ".smt2":
        return _tip_theory(path)
    if path.suffix != ".lem" and not path.exists() and "/" not in given:
        return Loader().shipped(given)
    return Loader().file(path)


def _tip_theory(path: Path) -> Theory:
    from lemmata.language.tip import read_tip

    return read_tip(read_source(str(path)), path.stem).theory


def parse_theory(text: str, source: str = "<string>", folder: Path | None = None) -> Theory:
    """The theory of a text; imports are sought in `folder`, then among the shipped ones."""
    stem = Path(source).stem
    name = stem if stem.isidentifier() else "main"
    return Loader().text(Source(source, text), source, name, folder)


def parse_goal(text: str, theory: Theory, source: str = "<statement>") -> tuple[Theory, Clause]:
    """A statement about a theory, and the theory with the function values that it introduces."""
    place = Source(source, text)
    tokens = [t for t in tokenize(place) if t.kind != "NEWLINE"]
    if not tokens:
        raise place.error("the statement is empty", 0, 1)
    reader = Reader(scope_of(theory), place)
    clause = reader.statement(tokens, tokens[-1].end)
    if not reader.lambdas:
        return theory, clause
    symbols = theory.symbols | {value.symbol.name: value.symbol for value in reader.lambdas}
    declarations = (*theory.declarations, *reader.lambdas)
    fields = {**vars(theory), "symbols": symbols, "declarations": declarations}
    return Theory(**fields), clause


def parse_statement(text: str, theory: Theory, source: str = "<statement>") -> Clause:
    """A statement about a theory. Raises InputError.

    A statement that introduces a new function value needs `parse_goal`.
    """
    extended, clause = parse_goal(text, theory, source)
    if extended is not theory:
        place = Source(source, text)
        raise place.error(
            "this statement introduces a function value that the theory does not declare",
            0,
            len(text),
            hint="declare the function in the theory, or use parse_goal",
        )
    return clause
