"""What a proof rests on: nodes in order, cited theorems, and the declarations it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lemmata.proof.nodes import (
    Citation,
    Instance,
    Law,
    Node,
    Proved,
    Theorem,
)
from lemmata.terms.declarations import (
    Clause,
    DatatypeGroup,
    Declaration,
    FunctionGroup,
    Lambda,
    Structure,
)
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import Symbol
from lemmata.terms.term import Term


def topological(root: Node) -> list[Node]:
    """All nodes below `root`, premises first, each once; cited nodes count as premises."""
    done: dict[Node, None] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        todo = [p for p in premises(node) if p not in done]
        if todo and node not in done:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        done.setdefault(node)
    return list(done)


def premises(node: Node) -> list[Node]:
    """The nodes that a node rests on."""
    found = [p for p in node.parents if p is not None]
    by = node.detail.get("by")
    if isinstance(by, Citation) and isinstance(by.source, Node):
        found.append(by.source)
    return found


def cited_theorems(item: Proved) -> list[Proved]:
    """The theorems that a proof cites directly, in order of first use."""
    found: dict[int, Proved] = {}
    if isinstance(item, Instance):
        found[id(item.source)] = item.source
        laws = [c.source for c in item.axioms.values() if isinstance(c.source, Law)]
        found.update((id(law.proof), law.proof) for law in laws if law.proof is not None)
    if isinstance(item, Theorem):
        for node in topological(item.root):
            for law in cited_laws(node):
                if law.proof is not None:
                    found.setdefault(id(law.proof), law.proof)
    return list(found.values())


def cited_laws(node: Node) -> Iterable[Law]:
    """The laws that a step cites."""
    by = node.detail.get("by")
    if isinstance(by, Citation) and isinstance(by.source, Law):
        yield by.source
    laws = node.detail.get("laws")
    if isinstance(laws, dict):
        yield from (c.source for c in laws.values() if isinstance(c.source, Law))


def in_order(*goals: Proved) -> list[Proved]:
    """The theorems below some goals, cited ones first, the last goal last."""
    done: dict[int, Proved] = {}
    stack: list[Proved] = list(reversed(goals))
    while stack:
        item = stack[-1]
        todo = (
            [t for t in cited_theorems(item) if id(t) not in done] if id(item) not in done else []
        )
        if todo:
            stack.extend(reversed(todo))
            continue
        stack.pop()
        done.setdefault(id(item), item)
    return list(done.values())


class Uses:
    """Which declarations a proof depends on."""

    def __init__(self, declarations: Sequence[Declaration]) -> None:
        self.declarations = declarations
        self.sort_owner: dict[str, int] = {}
        self.symbol_owner: dict[Symbol, int] = {}
        self.structure_owner: dict[str, int] = {}
        self.needed: dict[int, None] = {}
        self._seen: set[Term] = set()
        for i, declaration in enumerate(declarations):
            for sort in declared_sorts(declaration):
                self.sort_owner[sort] = i
            for symbol in declared_symbols(declaration):
                self.symbol_owner[symbol] = i
            if isinstance(declaration, Structure):
                self.structure_owner[declaration.name] = i

    def _need(self, i: int | None) -> None:
        if i is not None and i not in self.needed:
            self.needed[i] = None
            for symbol in declared_symbols(self.declarations[i]):
                self.sorts((*symbol.arguments, symbol.result))
            for clause in declared_clauses(self.declarations[i]):
                self.clause(clause)

    def sorts(self, sorts: Iterable[Sort]) -> None:
        """Note sorts."""
        stack = list(sorts)
        while stack:
            sort = stack.pop()
            if not sort.is_variable:
                self._need(self.sort_owner.get(sort.name))
                stack.extend(sort.args)

    def term(self, term: Term) -> None:
        """Note a term."""
        stack = [term]
        while stack:
            t = stack.pop()
            if t in self._seen:
                continue
            self._seen.add(t)
            self.sorts((t.sort, *t.types))
            if t.symbol:
                self._need(self.symbol_owner.get(t.symbol))
            stack.extend(t.args)

    def clause(self, clause: Clause) -> None:
        """Note a clause."""
        self.sorts(v.sort for v in clause.variables)
        for term in clause.terms():
            self.term(term)

    def node(self, node: Node) -> None:
        """Note the terms of a node and the owners of what it cites."""
        self.term(node.left)
        self.term(node.right)
        by = node.detail.get("by")
        if isinstance(by, Citation):
            for value in by.values:
                self.term(value)
            self.sorts(by.types)
        for law in cited_laws(node):
            self.law(law)
        for item in (node.detail.get("term"), node.detail.get("terms")):
            for term in item if isinstance(item, tuple) else (item,):
                if isinstance(term, Term):
                    self.term(term)

    def law(self, law: Law) -> None:
        """Note a law and its structure."""
        self.clause(law.clause)
        if law.kind == "axiom":
            self._need(self.structure_owner[law.owner])

    def instance(self, item: Instance) -> None:
        """Note a model with the structures that it interprets, and the laws that it cites."""
        symbols, sorts = item.model.symbols, item.model.sorts
        self.sorts((*sorts, *sorts.values()))
        for symbol, template in symbols.items():
            self._need(self.symbol_owner[symbol])
            self.term(template.body)
        for by in item.axioms.values():
            self.sorts(by.types)
            if isinstance(by.source, Law):
                self.law(by.source)

    def names(self, names: frozenset[str]) -> None:
        """Note declared sorts, symbols and structures by name."""
        for i, declaration in enumerate(self.declarations):
            own = {*declared_sorts(declaration), *(s.name for s in declared_symbols(declaration))}
            if isinstance(declaration, Structure):
                own.add(declaration.name)
            if own & names:
                self._need(i)

    def closure(self) -> list[Declaration]:
        """The needed declarations in their order."""
        return [self.declarations[i] for i in sorted(self.needed)]


def declared_sorts(declaration: Declaration) -> list[str]:
    """The names of the sorts that a declaration introduces."""
    if isinstance(declaration, DatatypeGroup):
        return [m.name for m in declaration.members]
    return [s.name for s in declaration.sorts] if isinstance(declaration, Structure) else []


def declared_symbols(declaration: Declaration) -> list[Symbol]:
    """The symbols that a declaration introduces."""
    if isinstance(declaration, DatatypeGroup):
        return [c for m in declaration.members for c in m.constructors]
    if isinstance(declaration, FunctionGroup):
        return [f.symbol for f in declaration.members]
    return [declaration.symbol] if isinstance(declaration, Lambda) else list(declaration.symbols)


def declared_clauses(declaration: Declaration) -> list[Clause]:
    """The cases or axioms of a declaration."""
    if isinstance(declaration, FunctionGroup):
        return [case for f in declaration.members for case in f.cases]
    if isinstance(declaration, Lambda):
        return [declaration.case]
    return [a.clause for a in declaration.axioms] if isinstance(declaration, Structure) else []


def needed(
    declarations: Sequence[Declaration], clauses: Sequence[Clause], sorts: Sequence[Sort] = ()
) -> list[Declaration]:
    """The declarations that some clauses and sorts depend on, in their order."""
    used = Uses(declarations)
    for clause in clauses:
        used.clause(clause)
    used.sorts(sorts)
    return used.closure()
