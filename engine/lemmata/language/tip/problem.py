"""A problem: what it declares, its goals and assumptions, as a theory that can be proved."""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.errors import InputError, Source, reading
from lemmata.language.notation import plain_notation
from lemmata.language.tip.bounding import Bounds, rename_sorts
from lemmata.language.tip.commands import Commands
from lemmata.language.tip.declared import declared
from lemmata.language.tip.goals import read_goal
from lemmata.language.tip.grouping import Definition, groups
from lemmata.language.tip.scope import Scope
from lemmata.language.tip.sexpr import Node, read
from lemmata.terms.declarations import (
    ASSUMED,
    Axiom,
    Clause,
    DatatypeGroup,
    Declaration,
    Function,
    FunctionGroup,
    Lambda,
    Structure,
    Theorem,
    Theory,
)
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import Term

IGNORED = frozenset({"check-sat", "set-logic", "set-info", "set-option", "exit", "get-model"})
GOALS = frozenset({"prove", "assert-not", "assert-goal"})


@dataclass(frozen=True)
class Problem:
    """A problem of the TIP format.

    `theory` has the goals as theorems and the assumptions, assertions that are no definitions, as
    axioms of the structure `assumed`: a proof that uses one says so. A counterexample is a
    computation with the definitions alone. It refutes the goal as long as the assumptions are
    true of the defined functions; if one is false, the file contradicts itself. `notices` say
    what was left out or read in a particular way.
    """

    theory: Theory
    goals: tuple[Theorem, ...]
    assumptions: tuple[Axiom, ...]
    notices: tuple[str, ...]


def read_tip(source: Source, name: str) -> Problem:
    """The problem of a text; `name` is its name. Raises InputError with positions.

    >>> text = "(declare-datatype N ((z) (s (p N)))) (prove (forall ((x N)) (= x x)))"
    >>> read_tip(Source("refl.smt2", text), "refl").goals[0].name
    'refl'
    """
    with reading(source.name):
        return _Problem(source, name).read()


class _Problem:
    """What has been read so far."""

    def __init__(self, source: Source, name: str) -> None:
        self.source, self.name = source, name
        prefix = "".join(c if c.isalnum() or c == "_" else "_" for c in name) or "problem"
        self.scope = Scope(source, prefix)
        self.commands = Commands(self.scope)
        self.notices = self.commands.notices

    def read(self) -> Problem:
        """Read the text."""
        nodes = read(self.source)
        self._check(nodes)
        self.scope.own = declared(self.source, nodes)
        for node in nodes:
            if node.head in self.commands.table:
                self._declare(node)
        goals = []
        for node in nodes:
            if node.head in GOALS:
                (body,) = self.commands.count(node, 1)
                goals.append((node, read_goal(self.commands, "goal", body)))
        return self._problem(goals, self._assumed(nodes))

    def _check(self, nodes: list[Node]) -> None:
        """Refuse what is no command of the format, and a problem without a goal."""
        known = [*self.commands.table, *GOALS, "assert", *sorted(IGNORED)]
        for node in nodes:
            if node.head not in known:
                raise self.source.error(
                    f"{node.head or node} is no command of a TIP problem",
                    node.start,
                    node.end,
                    expected=tuple(c for c in known if c not in IGNORED),
                )
        if not any(node.head in GOALS for node in nodes):
            end = len(self.source.text)
            raise self.source.error("the problem has no goal", end, end, expected=("(prove …)",))

    def _declare(self, node: Node) -> None:
        """Carry out a command; what cannot be read is an error only for what needs it."""
        try:
            self.commands.table[node.head or ""](node)
        except InputError as error:
            single = node.head in ("define-fun", "define-fun-rec", "declare-fun", "define-const")
            names = node.items[1:2] if single or node.head == "declare-const" else node.items[1:]
            for text in dict.fromkeys(t for name in names for t in name.atoms()):
                if text not in self.scope.symbols and text not in self.scope.sorts:
                    self.scope.broken.setdefault(text, error)

    def _assumed(self, nodes: list[Node]) -> list[tuple[Node, Clause]]:
        """The assertions; one that is left out weakens no refutation of defined functions."""
        found = []
        for node in nodes:
            if node.head == "assert":
                (body,) = self.commands.count(node, 1)
                try:
                    found.append((node, read_goal(self.commands, "assumed", body)))
                except InputError as error:
                    if self.scope.abstract or self.scope.abstract_sorts:
                        raise
                    first = error.diagnostics[0]
                    self.notices.append(f"{first.span}: assertion left out: {first.message}")
        return found

    def _problem(
        self, goals: list[tuple[Node, Clause]], assumed: list[tuple[Node, Clause]]
    ) -> Problem:
        """Only what the goals and assumptions need is declared."""
        values = self.commands.compiler.values
        known: dict[Symbol, Definition] = {**values.lambdas, **self.scope.functions}
        roots = [
            term.symbol
            for _, clause in (*goals, *assumed)
            for side in clause.terms()
            for term in side.subterms()
            if term.symbol
        ]
        bounds = Bounds(self.scope, values)
        for group in groups(roots, known):
            self._refuse_cycle(group)
            bounds.add(group)
        clauses = [bounds.bind(clause) for _, clause in goals]
        axioms = tuple(
            Axiom(str(i), bounds.bind(clause)) for i, (_, clause) in enumerate(assumed, start=1)
        )
        places = {a.name: node for a, (node, _) in zip(axioms, assumed, strict=True)}
        declarations, opened = self._declarations(bounds, clauses, axioms, places)
        theorems = []
        for i, ((node, _), clause) in enumerate(zip(goals, clauses, strict=True)):
            name = self.name if not i else f"{self.name}_{i + 1}"
            line = self.source.position(node.start)[0]
            theorems.append(Theorem(name, _generalised(clause, opened), line))
        self._say(bounds)
        theory = _theory(
            self.scope.theory, self.source, declarations, tuple(theorems), self.notices, bounds
        )
        return Problem(theory, tuple(theorems), axioms, tuple(self.notices))

    def _refuse_cycle(self, group: tuple[Definition, ...]) -> None:
        if len(group) > 1 and any(isinstance(d, Lambda) for d in group):
            function = next(d for d in group if isinstance(d, Function))
            written = function.symbol.display
            end = len(self.source.text)
            raise self.source.error(
                f"{written} is defined with a function value that mentions {written}",
                self.scope.places.get(function.symbol, (0, end))[0],
                self.scope.places.get(function.symbol, (0, end))[1],
                hint="define the higher-order function for this case as a function of its own",
            )

    def _declarations(
        self,
        bounds: Bounds,
        goals: list[Clause],
        axioms: tuple[Axiom, ...],
        places: dict[str, Node],
    ) -> tuple[list[Declaration], list[Sort]]:
        """The declarations in order, and the abstract sorts that only the goals mention."""
        symbols = {
            term.symbol
            for clause in (*goals, *(a.clause for a in axioms), *_clauses(bounds.declarations))
            for side in clause.terms()
            for term in side.subterms()
            if term.symbol
        }
        abstract = [s for s in self.scope.abstract if s in symbols]
        sorts = _Sorts(self.scope)
        for symbol in (*abstract, *_defined(bounds.declarations)):
            sorts.add(*symbol.arguments, symbol.result)
        for clause in (*(a.clause for a in axioms), *_clauses(bounds.declarations)):
            sorts.clause(clause)
        fixed = [s for s in self.scope.abstract_sorts if s.name in sorts.names]
        for clause in goals:
            sorts.clause(clause)
        opened = [s for s in self.scope.abstract_sorts if s.name in sorts.names and s not in fixed]
        about = [a for a in axioms if self._is_about(a.clause, abstract, fixed, bounds)]
        for axiom in about:
            self._admit(axiom.clause, places[axiom.name], abstract)
        found: list[Declaration] = []
        if about:
            found.append(Structure("abstract", tuple(fixed), tuple(abstract), tuple(about)))
        elif fixed:
            found.append(Structure("sorts", tuple(fixed), (), ()))
        found += [g for g in self.scope.groups if any(m.name in sorts.names for m in g.members)]
        if bounds.datatype:
            found.append(bounds.datatype)
        if abstract and not about:
            found.append(Structure("symbols", (), tuple(abstract), ()))
        found += bounds.declarations
        if rest := tuple(a for a in axioms if a not in about):
            found.append(Structure(ASSUMED, (), (), rest))
        return found, opened

    def _is_about(
        self, clause: Clause, abstract: list[Symbol], fixed: list[Sort], bounds: Bounds
    ) -> bool:
        """Whether an assertion restricts what is not defined, directly or through a definition."""
        reached = set(abstract)
        for declaration in bounds.declarations:
            used = {
                t.symbol
                for case in _clauses([declaration])
                for side in case.terms()
                for t in side.subterms()
            }
            if used & reached:
                reached.update(_defined([declaration]))
        sorts = _Sorts(self.scope)
        sorts.clause(clause)
        symbols = {t.symbol for side in clause.terms() for t in side.subterms()}
        return bool(symbols & reached) or any(s.name in sorts.names for s in fixed)

    def _admit(self, clause: Clause, node: Node, abstract: list[Symbol]) -> None:
        """An axiom of a structure comes before the definitions. Raises InputError."""
        sorts = _Sorts(self.scope)
        sorts.clause(clause)
        for symbol in abstract:
            sorts.add(*symbol.arguments, symbol.result)
        symbols = {t.symbol for side in clause.terms() for t in side.subterms() if t.symbol}
        plain = all(s in abstract or BUILT_IN.get(s.name) is s for s in symbols)
        if not plain or any(name in self.scope.datatypes for name in sorts.names):
            message = "this asserts something of uninterpreted symbols and of defined ones"
            hint = "such an assertion may use uninterpreted and built-in symbols only"
            raise self.scope.error(message, node, hint)

    def _say(self, bounds: Bounds) -> None:
        """Notices about bounds and about what was left out."""
        if bounds.endless:
            names = ", ".join(s.display for s in bounds.endless)
            self.notices.append(
                f"not seen to terminate, so read with a bound on its recursion: {names}"
            )
        for error in dict.fromkeys(self.scope.broken.values()):
            first = error.diagnostics[0]
            self.notices.append(f"{first.span}: left out: {first.message}")


class _Sorts:
    """The names of the sorts that some declarations need."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.names: set[str] = set()

    def add(self, *sorts: Sort) -> None:
        """Note sorts with everything in their datatypes."""
        stack = list(sorts)
        while stack:
            sort = stack.pop()
            stack.extend(sort.args)
            if sort.is_variable or sort.name in self.names:
                continue
            self.names.add(sort.name)
            for group in self.scope.groups:
                if any(m.name == sort.name for m in group.members):
                    for member in group.members:
                        stack.append(member.sort)
                        stack.extend(s for c in member.constructors for s in c.arguments)

    def clause(self, clause: Clause) -> None:
        """Note the sorts of all terms of a clause."""
        for side in clause.terms():
            for term in side.subterms():
                self.add(term.sort, *term.types)


def _defined(declarations: list[Declaration]) -> list[Symbol]:
    found: list[Symbol] = []
    for declaration in declarations:
        if isinstance(declaration, FunctionGroup):
            found.extend(f.symbol for f in declaration.members)
        elif isinstance(declaration, Lambda):
            found.append(declaration.symbol)
    return found


def _clauses(declarations: list[Declaration]) -> list[Clause]:
    found: list[Clause] = []
    for declaration in declarations:
        if isinstance(declaration, FunctionGroup):
            found.extend(c for f in declaration.members for c in f.cases)
        elif isinstance(declaration, Lambda):
            found.append(declaration.case)
    return found


def _generalised(clause: Clause, opened: list[Sort]) -> Clause:
    """A goal about sorts of which nothing is known holds for all sorts, and conversely."""
    if not opened:
        return clause
    taken = {s.name for s in clause.types}
    binding: dict[Sort, Sort] = {}
    for sort in opened:
        name = sort.name.rpartition(".")[2].lower()
        while name in taken:
            name += "_"
        taken.add(name)
        binding[sort] = Sort.variable(name)

    def put(sort: Sort) -> Sort:
        if sort in binding:
            return binding[sort]
        return Sort(sort.name, tuple(map(put, sort.args)), sort.is_variable)

    sorts = {
        s: put(s)
        for side in clause.terms()
        for term in side.subterms()
        for s in (*term.types, term.sort)
    }
    done: dict[Term, Term] = {}
    for side in clause.terms():
        rename_sorts(side, sorts, done)
    variables = tuple(done.get(v, v) for v in clause.variables)
    premises = tuple((done[a], done[b]) for a, b in clause.premises)
    types = (*clause.types, *binding.values())
    return Clause(types, variables, premises, (done[clause.left], done[clause.right]))


def _theory(
    name: str,
    source: Source,
    declarations: list[Declaration],
    theorems: tuple[Theorem, ...],
    notices: list[str],
    bounds: Bounds,
) -> Theory:
    datatypes = {m.name: m for d in declarations if isinstance(d, DatatypeGroup) for m in d.members}
    symbols: dict[str, Symbol] = {s.name: s for s in _defined(declarations)}
    for datatype in datatypes.values():
        symbols.update((c.name, c) for c in datatype.constructors)
    for declaration in declarations:
        if isinstance(declaration, Structure):
            symbols.update((s.name, s) for s in declaration.symbols)
    notation = {s: plain_notation(s) for s in symbols.values()}
    return Theory(
        name,
        source.name,
        (),
        tuple(declarations),
        theorems,
        symbols=symbols,
        notation=notation,
        datatypes=datatypes,
        notices=tuple(notices),
        assumptions=tuple(f"{s.display} has a value everywhere" for s in bounds.endless),
    )
