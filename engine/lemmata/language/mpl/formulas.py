"""Formulas: expressions whose names stand for entities; definitions unfold by substitution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lemmata.errors import InputError
from lemmata.language.mpl.book import PRIMITIVES, Book, Entry
from lemmata.language.mpl.sorting import Text, find, sorted_text
from lemmata.language.mpl.syntax import Expr, walk

MAX_SEQUENTS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """What a name stands for; `fixed` is what the anchor names, else a bound variable."""

    name: str
    kind: str
    fixed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """An expression in its scope; with `flipped` its negation."""

    text: Text
    expr: Expr
    scope: Mapping[str, Entity]
    flipped: bool = False

    @property
    def kind(self) -> str:
        """The kind of the expression."""
        return self.expr.kind

    @property
    def name(self) -> str:
        """The relation of an atom."""
        return self.expr.name

    @property
    def positive(self) -> bool:
        """Whether the formula is not negated."""
        return self.expr.negated is self.flipped

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The arguments of an atom."""
        return tuple(self.scope[name.text] for name in self.expr.names)

    @property
    def parts(self) -> tuple[Formula, Formula]:
        """Both parts of a conjunction or implication; bound variables are new entities."""
        scope = self.scope
        if self.expr.names:
            kinds = self.text.kinds[self.expr]
            pairs = zip(self.expr.names, kinds, strict=True)
            scope = {**scope, **{n.text: Entity(n.text, kind) for n, kind in pairs}}
        left, right = (Formula(self.text, part, scope) for part in self.expr.parts)
        return left, right

    def negation(self) -> Formula:
        """The opposite."""
        return Formula(self.text, self.expr, self.scope, not self.flipped)

    def error(self, message: str, hint: str | None = None) -> InputError:
        """An error about this formula."""
        return self.text.error(self.expr, message, hint)


@dataclass(frozen=True, slots=True, eq=False)
class Sequent:
    """For all bound variables: the premises imply the conclusion."""

    premises: tuple[Formula, ...]
    conclusion: Formula


class Definitions:
    """Unfolds what a book defines."""

    def __init__(self, book: Book) -> None:
        """Nothing is unfolded yet."""
        self.book = book
        self._texts: dict[str, Text] = {}

    def text(self, entry: Entry) -> Text:
        """The body of a definition, checked with all that it uses. Raises InputError."""
        if entry.name not in self._texts:
            self._refuse_cycle(entry)
            body = self.book.body(entry)
            outer = dict(zip(entry.formals, entry.kinds, strict=True))
            self._texts[entry.name] = sorted_text(body.source, body.expr, outer, self.book)
        return self._texts[entry.name]

    def unfold(self, formula: Formula) -> Formula:
        """The body of a defined relation with its arguments put in."""
        entry = self.book.entries[formula.name]
        text = self.text(entry)
        scope = dict(zip(entry.formals, formula.entities, strict=True))
        return Formula(text, text.expr, scope, not formula.positive)

    def uses(self, entry: Entry) -> list[tuple[Expr, Entry]]:
        """The defined relations in the body of a definition."""
        body = self.book.body(entry)
        atoms = (expr for expr in walk(body.expr) if expr.kind == "atom")
        found = ((expr, find(body.source, expr, self.book)) for expr in atoms)
        return [(expr, used) for expr, used in found if used.path is not None]

    def _refuse_cycle(self, entry: Entry) -> None:
        done: set[str] = set()
        busy: dict[str, None] = {entry.name: None}
        stack = [(entry, iter(self.uses(entry)))]
        while stack:
            top, rest = stack[-1]
            expr, used = next(rest, (None, top))
            if expr is None:
                stack.pop()
                busy.pop(top.name, None)
                done.add(top.name)
            elif used.name in busy:
                cycle = " -> ".join([*list(busy)[list(busy).index(used.name) :], used.name])
                problem = f"definitions that use one another: {cycle}"
                raise self.book.body(top).source.error(problem, expr.start, expr.end)
            elif used.name not in done:
                busy[used.name] = None
                stack.append((used, iter(self.uses(used))))


def is_defined(formula: Formula) -> bool:
    """Whether the formula is an atom of a defined relation."""
    return formula.kind == "atom" and formula.name not in PRIMITIVES


def is_exists(formula: Formula) -> bool:
    """Whether the formula is the negation of a universal one."""
    return formula.kind == "implies" and not formula.positive


def pieces(
    formulas: Iterable[Formula], unfold: Callable[[Formula], Formula | None] | None = None
) -> list[Formula]:
    """The conjuncts of premises, in order; what exists becomes a new entity."""
    found: list[Formula] = []
    stack = list(formulas)[::-1]
    while stack:
        top = stack.pop()
        if top.kind == "both" and top.positive:
            stack.extend(reversed(top.parts))
        elif is_exists(top):
            premise, conclusion = top.parts
            stack += [conclusion.negation(), premise]
        elif unfold and top.positive and is_defined(top) and (body := unfold(top)):
            stack.append(body)
        else:
            found.append(top)
    return found


def cut(root: Formula, unfold: Callable[[Formula], Formula | None]) -> list[Sequent]:
    """The sequents of a formula, by `unfold` where it gives the body of a defined relation.

    Raises InputError if there are too many.
    """
    found: list[Sequent] = []
    stack: list[tuple[tuple[Formula, ...], Formula]] = [((), root)]
    while stack:
        premises, top = stack.pop()
        if len(found) + len(stack) > MAX_SEQUENTS:
            raise root.error(f"limit: {MAX_SEQUENTS:,} axioms or theorems in one formula")
        if top.kind == "both" and top.positive:
            stack.extend((premises, part) for part in reversed(top.parts))
        elif top.kind == "implies" and top.positive:
            premise, conclusion = top.parts
            stack.append(((*premises, premise), conclusion))
        elif top.positive and is_defined(top) and (body := unfold(top)):
            stack.append((premises, body))
        else:
            found.append(Sequent(tuple(pieces(premises, unfold)), top))
    return found
