"""What an exploration found, for a terminal and a notebook: laws in groups, the rest in lists.

    +
    * add_comm   x + y = y + x   commutativity of +
      add_zero   x + 0 = x       0 is a right identity of +; from add_comm

A star marks the basis: the other laws follow from these and the definitions without induction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lemmata.export.formulas import text
from lemmata.language import show_clause, show_term
from lemmata.proof.factgraph import Fact, Library, OpenConjecture, RefutedConjecture
from lemmata.terms.declarations import Clause, Structure
from lemmata.terms.symbols import AND, NOT, OR, Kind, Symbol

WIDEST = 56
FEW = 8
Row = tuple[str, str, str, str]


def to_text(library: Library, quiet: bool = False, verbose: bool = False) -> str:
    """The whole answer in lines; `quiet` shows statements alone, `verbose` how each was proved."""
    if quiet:
        notation = library.theory.notation
        lines = [f"{f.identifier}: {show_clause(f.clause, notation)}" for f in library.facts]
        return "".join(f"{line}\n" for line in [summary(library), *lines])
    out = [summary(library)]
    given = _axioms(library)
    out += ["", "axioms", *table(given)] if given else []
    for title, facts in groups(library):
        out += ["", title, *table([_row(f, library, verbose) for f in facts])]
    if any(not fact.basis for fact in library.facts):
        out += ["", f"* {_moral(library)}"]
    if library.open:
        out += ["", "open", *table([_open(c, library) for c in library.open])]
    if library.refuted:
        shown = library.refuted if verbose else _striking(library)
        out += ["", "refuted", *table([_refuted(c, library) for c in shown])]
        hidden = len(library.refuted) - len(shown)
        out += [f"  and {hidden} more, which -v shows"] if hidden else []
    return "".join(f"{line}\n" for line in out)


def _moral(library: Library) -> str:
    """What the stars mean."""
    if library.basis:
        return "the basis: the other laws follow from it without induction"
    source = "the axioms" if _axioms(library) else "the definitions"
    return f"no law is in the basis: all follow from {source} without induction"


def _axioms(library: Library) -> list[Row]:
    """The axioms that some law rests on: they are in the basis of every structure."""
    cited = {a for fact in library.facts for d in fact.derivations() for a in d.axioms}
    notation = library.theory.notation
    return [
        ("*", axiom.name, show_clause(axiom.clause, notation), "")
        for structure in library.theory.declarations
        if isinstance(structure, Structure)
        for axiom in structure.axioms
        if f"{structure.name}.{axiom.name}" in cited
    ]


def summary(library: Library) -> str:
    """One line of counts."""
    facts, basis = len(library.facts), len(library.basis)
    laws = f"{facts} law{'s' if facts != 1 else ''}"
    rest = f"{len(library.open)} open, {len(library.refuted)} refuted"
    state = "complete" if library.complete else "not complete"
    return f"{library.theory.name}: {laws}, {basis} in the basis; {rest}; {state}"


def groups(library: Library) -> Iterator[tuple[str, list[Fact]]]:
    """The laws by the functions that they are about, each group with its title."""
    position = {symbol: i for i, symbol in enumerate(library.theory.symbols.values())}
    found: dict[tuple[tuple[int, str], ...], list[Fact]] = {}
    for fact in library.facts:
        about = [(position.get(s, -1), _display(s, library)) for s in functions(fact.clause)]
        found.setdefault(tuple(sorted(about)), []).append(fact)
    for key in sorted(found, key=lambda k: (len(k), k)):
        title = _listed([name for _, name in key]) or "constructors"
        yield title, sorted(found[key], key=lambda f: (not f.basis, f.size))


def functions(clause: Clause) -> list[Symbol]:
    """The functions and operations of structures in a statement, else its connectives."""
    used = {t.symbol: None for side in clause.terms() for t in side.subterms() if t.symbol}
    found = [s for s in used if s.kind in (Kind.FUNCTION, Kind.ABSTRACT)]
    operations = [s for s in found if s.arguments] or found
    return operations or [s for s in used if s in (AND, OR, NOT)]


def _display(symbol: Symbol, library: Library) -> str:
    used = library.theory.notation.get(symbol)
    return used.display if used else symbol.display


def _listed(names: Sequence[str]) -> str:
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _row(fact: Fact, library: Library, verbose: bool) -> Row:
    said = [fact.name] if fact.name else []
    if not fact.basis:
        said.append(_follows(fact))
    if verbose:
        cited = f" with {', '.join(fact.uses)}" if fact.uses else ""
        said.append(f"{fact.rule}{cited}, {fact.steps} steps")
    statement = show_clause(fact.clause, library.theory.notation)
    return "*" if fact.basis else " ", fact.identifier, statement, "; ".join(said)


def _follows(fact: Fact) -> str:
    """What a law follows from without induction."""
    shown = [d for d in fact.derivations() if set(d.uses) == set(fact.follows_from)]
    names = [*fact.follows_from, *(shown[-1].imported if shown else ())]
    if names:
        return f"from {', '.join(names)}"
    return "from the axioms" if shown and shown[-1].axioms else "by definition"


def _open(conjecture: OpenConjecture, library: Library) -> Row:
    statement = show_clause(conjecture.clause, library.theory.notation)
    return " ", conjecture.identifier, statement, conjecture.name or conjecture.reason


def _refuted(conjecture: RefutedConjecture, library: Library) -> Row:
    statement = show_clause(conjecture.clause, library.theory.notation)
    values = witness(conjecture, library)
    return " ", statement, ", ".join(f"{v} = {t}" for v, t in values.items()), conjecture.name


def _striking(library: Library) -> list[RefutedConjecture]:
    """A few refuted conjectures, general and short ones."""
    order = sorted(library.refuted, key=lambda c: (-len(c.clause.variables), c.size))
    chosen = {id(c) for c in order[:FEW]}
    return [c for c in library.refuted if id(c) in chosen]


def witness(conjecture: RefutedConjecture, library: Library) -> dict[str, str]:
    """The values of the variables of a refuted conjecture."""
    notation = library.theory.notation
    pairs = zip(conjecture.clause.variables, conjecture.values, strict=True)
    return {str(v.head): show_term(value, notation) for v, value in pairs}


def table(rows: Sequence[Row]) -> list[str]:
    """Rows in columns; a statement that is too wide has a line of its own."""
    first = max((len(r[1]) for r in rows if len(r[1]) <= WIDEST), default=0)
    second = max((len(r[2]) for r in rows if len(r[2]) <= WIDEST), default=0)
    out = []
    for mark, name, statement, said in rows:
        head = f"{mark} {name:<{first}}  {statement:<{second}}"
        if said and (len(statement) > WIDEST or len(name) > WIDEST):
            out += [head.rstrip(), f"{'':<{first + second + 4}}  {said}"]
        else:
            out.append(f"{head}  {said}".rstrip())
    return out


def open_row(conjecture: OpenConjecture, library: Library) -> dict[str, Any]:
    """An element of `open` of the JSON form."""
    notation, hint = library.theory.notation, conjecture.hint
    return {
        "statement": show_clause(conjecture.clause, notation),
        "name": conjecture.name or conjecture.identifier,
        "identifier": conjecture.identifier,
        "reason": conjecture.reason,
        "stuck": "" if hint is None else show_clause(hint, notation),
        "tries": conjecture.tries,
    }


def refuted_row(conjecture: RefutedConjecture, library: Library) -> dict[str, Any]:
    """An element of `refuted` of the JSON form."""
    return {
        "statement": show_clause(conjecture.clause, library.theory.notation),
        "name": conjecture.name or conjecture.identifier,
        "identifier": conjecture.identifier,
        "certificate": conjecture.certificate,
        "witness": {"values": witness(conjecture, library)},
    }


def to_notebook(library: Library) -> str:
    """Tables as plain HTML, escaped."""
    out = [f"<p><b>{text(summary(library))}</b></p>"]
    for title, facts in groups(library):
        rows = [_row(f, library, verbose=False) for f in facts]
        out.append(f"<details open><summary>{text(title)}</summary>{_html(rows)}</details>")
    rest = (
        ("open", [_open(c, library) for c in library.open]),
        ("refuted", [_refuted(c, library) for c in library.refuted]),
    )
    for title, rows in rest:
        if rows:
            out.append(f"<details><summary>{title}</summary>{_html(rows)}</details>")
    return "".join(out)


def _html(rows: Iterable[Row]) -> str:
    cells = (f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{''.join(cells)}</table>"
