"""Links between the pages of a site, and how laws and symbols are called on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from lemmata.export.formulas import formula, text
from lemmata.export.frame import file_name
from lemmata.export.site.articles import Article, Resolver, articles
from lemmata.export.writing import Written
from lemmata.proof.decode import Document
from lemmata.proof.dependencies import declared_sorts, declared_symbols
from lemmata.proof.factgraph import Library
from lemmata.terms.declarations import Clause, Declaration, Lambda, Structure
from lemmata.terms.symbols import Kind, Symbol
from lemmata.terms.term import TRUE_TERM

SMALL = 60
"""How many laws a site holds whose pages have their style, script and downloads inside."""
NOTHING = Clause((), (), (), (TRUE_TERM, TRUE_TERM))


@dataclass(frozen=True)
class Site:
    """A library with its articles; the pages are made from it."""

    library: Library
    articles: tuple[Article, ...]

    @staticmethod
    def of(library: Library, resolve: Resolver | None = None) -> Site:
        """The site of a library. Raises InputError as `articles` does."""
        return Site(library, tuple(articles(library, resolve)))

    @cached_property
    def large(self) -> bool:
        """Whether the pages share what small sites have inside each page."""
        return len(self.articles) > SMALL

    @cached_property
    def by_name(self) -> dict[str, Article]:
        """The articles by identifier."""
        return {article.identifier: article for article in self.articles}

    @cached_property
    def own(self) -> tuple[Article, ...]:
        """The articles of the library's own theory, in the order in which they were proved."""
        return tuple(a for a in self.articles if a.fact is not None)

    @cached_property
    def written(self) -> Written:
        """The theory's formulas as text."""
        theory = self.library.theory
        symbols = {s.name: s for s in theory.symbols.values()}
        document = Document("theory", theory.declarations, symbols, (), (), NOTHING, None, {}, {})
        return Written(document, theory.notation)

    @cached_property
    def theories(self) -> dict[str, tuple[Declaration, ...]]:
        """What each theory declares, imports first; functions made from lambdas are left out."""
        found: dict[str, list[Declaration]] = {}
        for d in self.library.theory.declarations:
            if not isinstance(d, Lambda):
                found.setdefault(owner(d) or self.library.theory.name, []).append(d)
        found.setdefault(self.library.theory.name, [])
        for article in self.articles:
            found.setdefault(article.theory or self.library.theory.name, [])
        return {name: tuple(rows) for name, rows in found.items()}

    def operations(self, clause: Clause) -> list[str]:
        """The names of a clause's functions as they are written, in order of first occurrence."""
        found: dict[str, None] = {}
        for side in clause.terms():
            for term in side.subterms():
                if term.symbol and term.symbol.kind in (Kind.FUNCTION, Kind.ABSTRACT):
                    found.setdefault(self.written.symbol(term.symbol.name))
        return list(found)

    def statement(self, clause: Clause) -> str:
        """A clause of the theory as a formula in HTML."""
        return f'<span class="f">{formula(self.written.clause(clause), clause.terms())}</span>'


def owner(declaration: Declaration) -> str:
    """The theory that declares something, as far as names tell it."""
    if isinstance(declaration, Structure) and not declaration.sorts:
        return declaration.name
    names = [*declared_sorts(declaration), *(s.name for s in declared_symbols(declaration))]
    return names[0].rpartition(".")[0] if names else ""


def theory_page(name: str) -> str:
    """The file of a theory's page."""
    return f"theory-{file_name(name)}.html"


def link(article: Article, words: str = "", place: str = "") -> str:
    """A link to the page of a law, by its identifier unless other words are given."""
    return f'<a href="{article.file}{place}">{text(words or article.identifier)}</a>'


def fragment(name: str) -> str:
    """A name as the part of an address after the #."""
    return quote(name, safe="'*+")


def links(site: Site, names: Iterable[str]) -> str:
    """Links to some laws, separated by commas."""
    return ", ".join(link(site.by_name[name]) for name in names)


def declared(article: Article, name: str) -> str:
    """A link to a definition or axiom on the law's own page, with the words that name it."""
    phrases = article.phrases
    symbol: Symbol | None = phrases.document.symbols.get(name)
    words = f"definition of {phrases.symbol(symbol)}" if symbol else name.rpartition(".")[2]
    own = phrases.anchors.get(name)
    return f'<a class="def" href="#{own}">{text(words)}</a>' if own else text(words)


def statement_of(article: Article) -> str:
    """A law's statement in HTML."""
    shown = formula(article.statement, article.clause.terms())
    return f'<span class="f">{shown}</span>'
