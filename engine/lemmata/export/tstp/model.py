"""The finite model of a refutation in TPTP syntax: a domain, and the values of all symbols."""

from __future__ import annotations

from lemmata.export.tstp.formulas import Unsupported
from lemmata.language.tptp.show import Names
from lemmata.proof.decode import Document
from lemmata.proof.witness import Table, evaluate
from lemmata.terms.sorts import BOOL
from lemmata.terms.symbols import TRUE
from lemmata.terms.term import Term


def model_lines(document: Document, names: Names) -> list[str]:
    """Interpretation formulas with the elements "0", "1", …; Raises Unsupported."""
    evaluation = evaluate(document)
    if len(evaluation.sizes) != 1:
        raise Unsupported("a counterexample without one finite sort")
    ((_, size),) = evaluation.sizes
    elements = [f'"{k}"' for k in range(size)]
    values = [f"% {v.head} = {_element(value)}" for v, value in evaluation.values]
    domain = " | ".join(f"X = {element}" for element in elements)
    lines = [*values, _line("domain", "fi_domain", f"! [X] : ({domain})")]
    functions = [t for t in evaluation.tables if t.symbol.result is not BOOL]
    predicates = [t for t in evaluation.tables if t.symbol.result is BOOL]
    for name, role, tables in (
        ("functions", "fi_functors", functions),
        ("predicates", "fi_predicates", predicates),
    ):
        if tables:
            rows = [row for table in tables for row in _rows(table, names)]
            lines.append(_line(name, role, "\n  & ".join(rows)))
    return lines


def _line(name: str, role: str, text: str) -> str:
    return f"fof({name},{role},({text}))."


def _rows(table: Table, names: Names) -> list[str]:
    found = []
    name = names.symbols[table.symbol]
    for arguments, result in table.rows:
        call = f"{name}({','.join(map(_element, arguments))})" if arguments else name
        if table.symbol.result is BOOL:
            found.append(call if result.symbol is TRUE else f"~ {call}")
        else:
            found.append(f"{call} = {_element(result)}")
    return found


def _element(value: Term) -> str:
    """The name of an element, which is shown as #0, #1, … elsewhere."""
    return f'"{str(value.head).removeprefix("#")}"'
