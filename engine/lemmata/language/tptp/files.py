"""The annotated formulas of a file and of what it includes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from lemmata.errors import InputError, Source, read_source
from lemmata.language.tptp.errors import inappropriate
from lemmata.language.tptp.formulas import Annotated, Formula
from lemmata.language.tptp.reader import Reader
from lemmata.language.tptp.signature import Signature, checked_name
from lemmata.language.tptp.tokens import Token, unquoted
from lemmata.language.tptp.words import Words

LANGUAGES = ("cnf", "fof")
OTHER_LANGUAGES = ("tff", "thf", "tcf", "tpi")
STATED = ("axiom", "hypothesis", "definition", "assumption", "lemma", "theorem", "corollary")
OTHER_ROLES = ("type", "interpretation", "fi_domain", "fi_functors", "fi_predicates", "unknown")
ROLES = (*STATED, "plain", "conjecture", "negated_conjecture")
MAX_INCLUDES = 1_000
MAX_DEPTH = 50


class Files:
    """Reads a file and those it includes, each formula once."""

    def __init__(self) -> None:
        self.signature = Signature()
        self.formulas: list[Annotated] = []
        self.busy: list[str] = []
        self.included = 0

    def read(
        self, source: Source, folder: Path | None, only: frozenset[str] | None = None
    ) -> set[str]:
        """All formulas of a text in order, or those named in `only`; the names of all of them."""
        words, names = Words(source), set[str]()
        while words.token.kind != "end":
            word = words.advance()
            if word.text == "include":
                names |= self._include(words, folder, only)
            elif word.text in LANGUAGES:
                found = self._annotated(words, word.text)
                names.add(found.name)
                if only is None or found.name in only:
                    self.formulas.append(found)
            else:
                words.next -= 1
                if word.text in OTHER_LANGUAGES:
                    message = f"{word.text} formulas are not accepted"
                    raise inappropriate(source, message, word.start, word.end)
                raise words.unexpected(*LANGUAGES, "include")
        return names

    def _annotated(self, words: Words, language: str) -> Annotated:
        words.expect("(")
        place = words.token
        name = _name(words)
        words.expect(",")
        role = self._role(words, language)
        words.expect(",")
        reader = Reader(words, self.signature)
        formula = reader.formula(open_variables=language == "cnf")
        if language == "cnf":
            _check_clause(words.source, formula)
        if words.accept(","):
            words.skip_general_terms()
        if not words.accept(")"):
            raise words.unexpected(",", ")")
        words.expect(".")
        return Annotated(name, language, role, formula, words.source, place.start)

    def _role(self, words: Words, language: str) -> str:
        token = words.token
        if token.text in OTHER_ROLES:
            message = f"the role {token.text} is not accepted"
            raise inappropriate(words.source, message, token.start, token.end)
        if token.text not in ROLES:
            raise words.unexpected(*ROLES)
        if token.text == "conjecture" and language == "cnf":
            message = "a cnf formula is no conjecture"
            hint = "negate it and give it the role negated_conjecture, or write fof"
            raise words.source.error(message, token.start, token.end, hint=hint)
        words.next += 1
        return token.text

    # Includes

    def _include(self, words: Words, folder: Path | None, outer: frozenset[str] | None) -> set[str]:
        words.expect("(")
        place = words.token
        if place.kind != "quoted":
            raise words.unexpected("the name of a file in single quotes")
        words.next += 1
        only = self._selection(words) if words.accept(",") else None
        if not words.accept(")"):
            raise words.unexpected(",", ")")
        words.expect(".")
        path = _find(words.source, place, folder)
        key = str(path.resolve())
        if key in self.busy:
            raise words.source.error("this include leads back to itself", place.start, place.end)
        self.included += 1
        if self.included > MAX_INCLUDES or len(self.busy) > MAX_DEPTH:
            message = f"more than {MAX_INCLUDES:,} includes, or {MAX_DEPTH} in one another"
            raise words.source.error(message, place.start, place.end)
        self.busy.append(key)
        both = only if outer is None else outer if only is None else only & outer
        names = self.read(_opened(words.source, place, path), path.parent, both)
        self.busy.pop()
        if missing := ", ".join(sorted((only or set()) - names)):
            message = f"{place.text} has no formula {missing[:200]}"
            raise words.source.error(message, place.start, place.end)
        return names if only is None else names & only

    def _selection(self, words: Words) -> frozenset[str] | None:
        if words.accept("*"):
            return None
        words.expect("[")
        names = [_name(words)]
        while words.accept(","):
            names.append(_name(words))
        if not words.accept("]"):
            raise words.unexpected(",", "]")
        return frozenset(names)


def _name(words: Words) -> str:
    """The name of a formula: a word, a quoted name or an integer."""
    token = words.token
    whole = token.kind == "number" and token.text.isdigit()
    if not (whole or token.kind in ("lower", "quoted")):
        raise words.unexpected("the name of a formula: a lower-case word, 'quoted', or an integer")
    words.next += 1
    return checked_name(words.source, token)


def _check_clause(source: Source, formula: Formula) -> None:
    """Raise InputError unless a formula is a disjunction of literals."""
    stack = [formula]
    while stack:
        top = stack.pop()
        if top.kind == "or":
            stack.extend(top.parts)
        elif not (top.kind == "atom" or (top.kind == "not" and top.parts[0].kind == "atom")):
            message = "a cnf formula is a disjunction of literals"
            raise source.error(message, top.at, expected=("literals joined by |", "fof"))


def _find(source: Source, place: Token, folder: Path | None) -> Path:
    """The file that an include names: beside the including file, else below $TPTP."""
    name = unquoted(place.text)
    folders = [folder or Path()]
    if root := os.environ.get("TPTP"):
        folders.append(Path(root))
    for each in folders:
        with suppress(OSError):
            if (each / name).is_file():
                return each / name
    sought = " and ".join(str(each) for each in folders)
    raise source.error(
        f"there is no file {name} to include",
        place.start,
        place.end,
        hint=f"sought in {sought}; set TPTP to the folder of the problem library",
    )


def _opened(source: Source, place: Token, path: Path) -> Source:
    try:
        return read_source(str(path))
    except InputError as error:
        message = error.diagnostics[0].message
        raise source.error(message, place.start, place.end) from error
