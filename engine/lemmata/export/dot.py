"""A certificate as a Graphviz graph: theorems, claims and cases, or every step of the kernel.

dot -Tsvg proof.dot > proof.svg
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from lemmata.errors import Diagnostic, InputError, escape
from lemmata.export.drawing import dependencies
from lemmata.export.phrases import Phrases, plain
from lemmata.proof.decode import cited, decode
from lemmata.proof.nodes import Citation, Law, Node
from lemmata.proof.outline import Row
from lemmata.terms.declarations import Notation
from lemmata.terms.symbols import Symbol

WIDTH = 44


def to_dot(
    certificate: dict[str, Any],
    notation: Mapping[Symbol, Notation] | None = None,
    steps: bool = False,
) -> str:
    """The graph of a proof, an arrow from each premise to what uses it; with `steps` all steps.

    Raises InputError for a refutation, which has no steps.
    """
    phrases = Phrases(decode(certificate), notation)
    if phrases.document.model is not None:
        raise InputError(Diagnostic("a refutation has no proof to draw"))
    body = _steps(phrases) if steps else _headings(phrases)
    head = [
        f"digraph {quoted(phrases.document.name)} {{",
        "  rankdir=TB;",
        '  node [shape=box, style=rounded, fontname="monospace", fontsize=10];',
    ]
    return "\n".join([*head, *body, "}"]) + "\n"


def quoted(value: str) -> str:
    r"""A string of the DOT language.

    >>> print(quoted('a "b" \\'))
    "a \"b\" \\"
    """
    safe = escape(value, keep="\n").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\n", "\\n") + '"'


def _headings(phrases: Phrases) -> list[str]:
    rows = {row.number: row for row in phrases.rows}
    out = []
    graph = dependencies(phrases)
    for number in sorted(graph):
        row = rows[number]
        shape = ", penwidth=2" if row.block and row.block.kind == "theorem" else ""
        out.append(f"  n{number} [label={quoted(_label(phrases, row))}{shape}];")
    for number in sorted(graph):
        out += [f"  n{premise} -> n{number};" for premise in graph[number]]
    return out


def _label(phrases: Phrases, row: Row) -> str:
    assert row.block is not None
    said = phrases.label(row.block)
    if row.block.proof and phrases.name(row.block.proof):
        said += f" {phrases.name(row.block.proof)}"
    if row.method:
        said += f", by {phrases.method(row.method)}"
    elif row.line:
        said += f", by {plain(phrases.reasons(row.line.reasons))}"
    formula = phrases.heading(row.block)
    return "\n".join([*wrap(formula, WIDTH), *wrap(f"{row.number} {said}", WIDTH)])


def _steps(phrases: Phrases) -> list[str]:
    out, numbers = list[str](), phrases.document.numbers
    for t, proof in enumerate(phrases.document.proofs):
        out.append(f"  subgraph cluster_{t} {{")
        out.append(f"    label={quoted(f'{proof.name}: {phrases.statement(proof)}')};")
        for node in proof.nodes:
            said = f"{phrases.term(node.left)} = {phrases.term(node.right)}"
            rule = f"{numbers[node] - proof.first} {node.rule}"
            label = "\n".join([*wrap(said, WIDTH), rule])
            out.append(f"    k{numbers[node]} [label={quoted(label)}];")
        out.append("  }")
    for node, number in numbers.items():
        out += [f"  k{numbers[p]} -> k{number};" for p in dict.fromkeys(_premises(node))]
        for by in cited(node):
            if isinstance(by.source, Law) and by.source.kind == "theorem":
                nodes = phrases.document.proofs[by.source.index].nodes
                if nodes:
                    out.append(f"  k{numbers[nodes[-1]]} -> k{number} [style=dashed];")
    return out


def _premises(node: Node) -> list[Node]:
    by = node.detail.get("by")
    extra = [by.source] if isinstance(by, Citation) and isinstance(by.source, Node) else []
    return [*(p for p in node.parents if p is not None), *extra]
