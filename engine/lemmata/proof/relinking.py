"""The same proof with other laws in the places of some that it cites.

A proof as it was found carries those of its lemmas inside; in a library it cites them by digest,
and for a certificate that stands alone they are put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from lemmata.proof.dependencies import cited_laws, topological
from lemmata.proof.nodes import Citation, Law, Node, Theorem
from lemmata.terms.declarations import Clause
from lemmata.terms.sorts import Sort
from lemmata.terms.term import Term

Key = tuple[int, tuple[str, ...], tuple[Term, ...]]


def statement_key(clause: Clause) -> Key:
    """Equal for clauses that differ in the names of variables and type variables alone.

    Both must list them in the same order, as `Clause.close` does.
    """
    sorts = {t: Sort.variable(f"t{i}") for i, t in enumerate(clause.types)}
    binding = {
        v: Term.variable(f"v{i}", v.sort.substitute(sorts)) for i, v in enumerate(clause.variables)
    }
    terms = tuple(side.instantiate(sorts, binding) for side in clause.terms())
    return len(clause.premises), tuple(str(v.sort) for v in binding.values()), terms


def relink(theorem: Theorem, replacement: Callable[[Law], Law]) -> Theorem:
    """The theorem, and those proved inside of it, with each law that it cites replaced.

    `replacement` gives the law itself back where nothing changes. What is unchanged is shared.
    """
    laws: dict[int, Law] = {}
    done: dict[int, Theorem] = {}
    stack = [theorem]
    while stack:
        item = stack[-1]
        inner = list(_inner(item, replacement, laws)) if id(item) not in done else []
        todo = [t for t in inner if id(t) not in done]
        if todo:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        if id(item) not in done:
            done[id(item)] = _rebuilt(item, laws, done)
    return done[id(theorem)]


def _inner(
    item: Theorem, replacement: Callable[[Law], Law], laws: dict[int, Law]
) -> Iterator[Theorem]:
    """The theorems proved inside whose laws stay; `laws` is filled with what is chosen."""
    for node in topological(item.root):
        for law in cited_laws(node):
            if id(law) not in laws:
                laws[id(law)] = replacement(law)
            if laws[id(law)] is law and isinstance(law.proof, Theorem):
                yield law.proof


def _rebuilt(item: Theorem, laws: dict[int, Law], done: dict[int, Theorem]) -> Theorem:
    def chosen(law: Law) -> Law:
        found = laws[id(law)]
        if found is law and isinstance(law.proof, Theorem):
            proof = done[id(law.proof)]
            return law if proof is law.proof else replace(law, proof=proof)
        return found

    new: dict[Node, Node] = {}
    for node in topological(item.root):
        parents = tuple(new[p] if p is not None else None for p in node.parents)
        detail = dict(node.detail)
        by, cited = detail.get("by"), detail.get("laws")
        if isinstance(by, Citation):
            detail["by"] = _citation(by, new, chosen)
        if isinstance(cited, dict):
            detail["laws"] = {key: _citation(c, new, chosen) for key, c in cited.items()}
        same = all(a is b for a, b in zip(parents, node.parents, strict=True))
        same = same and all(_same(detail[key], value) for key, value in node.detail.items())
        new[node] = node if same else replace(node, parents=parents, detail=detail)
    root = new[item.root]
    return item if root is item.root else replace(item, root=root)


def _citation(by: Citation, new: dict[Node, Node], chosen: Callable[[Law], Law]) -> Citation:
    source = by.source
    if isinstance(source, Node):
        other: Law | Node = new[source]
    elif isinstance(source, Law):
        other = chosen(source)
    else:
        return by
    return by if other is source else replace(by, source=other)


def _same(new: object, old: object) -> bool:
    """Whether a field of a step is as it was."""
    if isinstance(new, dict) and isinstance(old, dict):
        return all(new[key] is value for key, value in old.items())
    return new is old
