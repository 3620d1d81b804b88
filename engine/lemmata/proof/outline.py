"""The human structure of a proof: theorems, inductions, cases, claims and calculations.

    outline(document)       -> Outline, nested blocks
    layout(outline)         -> the same as numbered rows
    reader_lines(document)  -> how many rows there are
    kernel_steps(document)  -> how many inferences there are, computations expanded

Bookkeeping (sym, trans, cong, refl, positions) and definitions never have a row of their own,
unless nothing else happens: a case closed by definitions alone is one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lemmata.proof.decode import Document
from lemmata.proof.nodes import Law, Node, Theorem
from lemmata.proof.sections import Block, Calculation, Ending, Line, Method, Outline
from lemmata.proof.structure import Structure, constructors
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


@dataclass(frozen=True, slots=True)
class Row:
    """One visible row; what is None is not in it. A line may have an ending at once.

    `block` is there if the row is its heading; a heading takes in the method, or the only line, of
    its block. `first` says that the left side of the line is shown. `nodes` are the kernel steps
    that the row stands for.
    """

    number: int
    depth: int
    block: Block | None
    method: Method | None
    line: Line | None
    ending: Ending | None
    first: bool
    nodes: tuple[Node, ...]


def outline(document: Document) -> Outline:
    """The theorems of a document as blocks, lemmas first."""
    found = Outline([], {})
    by_sort = constructors(document)
    orders: dict[Law, Symbol | None] = {}
    for i, proof in enumerate(document.proofs):
        block = Block("theorem", proof, i)
        found.theorems.append(block)
        if isinstance(proof.theorem, Theorem):
            Structure(proof, by_sort, found.claims, orders).fill(block, proof.theorem)
    return found


def layout(shown: Outline) -> list[Row]:
    """The rows of an outline in reading order, numbered from 1."""
    rows: list[Row] = []

    def add(
        depth: int,
        nodes: tuple[Node, ...],
        block: Block | None = None,
        method: Method | None = None,
        line: Line | None = None,
        ending: Ending | None = None,
        first: bool = True,
    ) -> None:
        rows.append(Row(len(rows) + 1, depth, block, method, line, ending, first, nodes))

    stack: list[tuple[int, Block | Calculation | Method]] = [
        (0, block) for block in reversed(shown.theorems)
    ]
    while stack:
        depth, item = stack.pop()
        if isinstance(item, Method):
            add(depth, item.nodes, method=item)
        elif isinstance(item, Calculation):
            *before, last = item.lines
            for i, line in enumerate(before):
                add(depth, line.nodes, line=line, first=i == 0)
            end = item.endings[0] if len(item.endings) == 1 else None
            nodes = (*last.nodes, end.node) if end else last.nodes
            add(depth, nodes, line=last, ending=end, first=not before)
            for ending in item.endings[1 if end else 0 :]:
                add(depth, (ending.node,), ending=ending)
        else:
            method, only = _merged(item)
            nodes = (*item.nodes, *(method.nodes if method else ()), *(only.nodes if only else ()))
            add(depth, nodes, item, method, only)
            rest = item.items[1:] if method or only else item.items
            stack += ((depth + 1, inner) for inner in reversed(rest))
    return rows


def _merged(block: Block) -> tuple[Method | None, Line | None]:
    """The method or the only line of a block, which its heading takes in."""
    first = block.items[0] if block.items else None
    if isinstance(first, Method):
        return first, None
    if isinstance(first, Calculation) and len(first.lines) == 1 and len(block.items) == 1:
        return None, None if first.endings else first.lines[0]
    return None, None


def reader_lines(document: Document) -> int:
    """How many rows a reader sees, statements and headings included."""
    return len(layout(outline(document)))


def kernel_steps(document: Document) -> int:
    """How many inferences all proofs have, with computations counted as what they stand for.

    `ac` counts the rotations and swaps that its flattening and sorting needs, `ring` and `field`
    one step for each operation on both sides, `bool` one for each assignment. A cited certificate
    counts 0.
    """
    return sum(_steps(node) for proof in document.proofs for node in proof.nodes)


def _steps(node: Node) -> int:
    if node.rule == "ac":
        symbol = node.detail["symbol"]
        assert isinstance(symbol, Symbol)
        left, right = ([*_leaves(side, symbol)] for side in (node.left, node.right))
        place: dict[Term, list[int]] = {}
        for i, leaf in enumerate(right):
            place.setdefault(leaf, []).append(i)
        order = [place[leaf].pop(0) if place.get(leaf) else i for i, leaf in enumerate(left)]
        swaps = sum(a > b for i, b in enumerate(order) for a in order[:i])
        return max(1, _rotations(node.left, symbol) + swaps + _rotations(node.right, symbol))
    if node.rule in ("ring", "field"):
        return max(1, sum(len(t.args) > 0 for s in (node.left, node.right) for t in s.subterms()))
    if node.rule == "bool":
        atoms = {t for s in (node.left, node.right) for t in s.subterms() if not t.args}
        return int(2 ** min(len(atoms), 12))
    return 1


def _leaves(term: Term, symbol: Symbol) -> Iterator[Term]:
    stack = [term]
    while stack:
        t = stack.pop()
        if t.head is symbol:
            stack += reversed(t.args)
        else:
            yield t


def _rotations(term: Term, symbol: Symbol) -> int:
    """How often associativity is needed to bracket a term to the right."""
    count, stack = 0, [term]
    while stack:
        t = stack.pop()
        if t.head is symbol:
            count += sum(1 for _ in _leaves(t.args[0], symbol)) - 1
            stack.append(t.args[1])
    return count
