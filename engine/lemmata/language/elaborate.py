"""From the text of a .lem file to a `Theory`; every problem of a file is reported in one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lemmata.errors import Diagnostic, InputError, Source
from lemmata.language.define import Definer, Equation, FunctionItem
from lemmata.language.instances import read_instance
from lemmata.language.items import Item, Name, parse_item
from lemmata.language.notation import RESERVED_WORDS
from lemmata.language.rules import read_rule
from lemmata.language.scope import Quiet, Scope, declared_symbols, mentions_real
from lemmata.language.sorts import resolve_sort
from lemmata.language.tokens import lines
from lemmata.terms.declarations import (
    Axiom,
    Clause,
    Declaration,
    Rule,
    RulePack,
    Structure,
    Theorem,
    Theory,
)
from lemmata.terms.interpretation import Instance
from lemmata.terms.sorts import BUILT_IN_SORTS, Sort
from lemmata.terms.symbols import BUILT_IN, Kind, Symbol

MAX_ERRORS = 20
FIXED_NAMES = RESERVED_WORDS | BUILT_IN.keys() | BUILT_IN_SORTS.keys() | {"fn"}
Importer = Callable[[str], Theory]


@dataclass
class _Open:
    """The structure of a file while it is read."""

    name: str
    position: int
    sorts: list[Sort] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    axioms: list[Axiom] = field(default_factory=list)


class Elaborator:
    """Reads one theory; `importer` gives the theories that it imports."""

    def __init__(self, source: Source, default_name: str, importer: Importer) -> None:
        self.source = source
        self.importer = importer
        self.name = default_name
        self.scope = Scope(default_name)
        self.declarations: list[Declaration] = []
        self.definer = Definer(self.scope, source, self.declarations)
        self.problems: list[Diagnostic] = []
        self.imports: list[str] = []
        self.library: dict[tuple[str, str], Theorem] = {}
        self.theorems: dict[str, Theorem] = {}
        self.packs: list[tuple[str, Sort | None, dict[str, Rule]]] = []
        self.instances: dict[str, Instance] = {}
        self.below: dict[int, list[Equation]] = {}
        self.structure: _Open | None = None
        self.imported: list[Declaration] = []

    def run(self) -> Theory:
        """The theory. Raises InputError with all problems found."""
        groups: list[Item | list[FunctionItem]] = []
        inside = ""
        logical = lines(self.source)
        self.scope.real = any(mentions_real(line.tokens) for line in logical)
        for line in logical:
            try:
                item = parse_item(line, self.source, inside)
                inside = item.kind if item.kind not in ("equation", "rule") else inside
                self._group(item, groups)
            except InputError as problem:
                self._report(problem)
                if line.keyword:
                    inside = "broken" if line.keyword in ("fun", "pred", "and") else line.keyword
                    broken = [t.text for t in line.tokens[1:4] if t.kind in ("NAME", "OP")]
                    self.scope.broken.update(broken)
        self._note_names(groups)
        for group in groups:
            if len(self.problems) >= MAX_ERRORS:
                break
            try:
                if isinstance(group, list):
                    self.definer.functions(group)
                else:
                    self._item(group)
            except InputError as problem:
                self._report(problem)
                self._mark_broken(group)
            except Quiet:
                self._mark_broken(group)
        if self.problems:
            raise InputError(*self.problems[:MAX_ERRORS])
        return self._theory()

    def _report(self, problem: InputError) -> None:
        self.problems.extend(d for d in problem.diagnostics if d not in self.problems)

    def _mark_broken(self, group: Item | list[FunctionItem]) -> None:
        items = [m.item for m in group] if isinstance(group, list) else [group]
        for item in items:
            names = [*item.names]
            for datatype in item.datatypes:
                names.append(datatype.name)
                for constructor in datatype.constructors:
                    names.append(constructor.name)
                    names.extend(name for name, _ in constructor.fields if name)
            if item.kind == "def":
                names += [Name(t.text, t.start, t.end) for t in item.expression[:1]]
            known = self.scope.symbols
            self.scope.broken.update(n.text for n in names if n.text not in known)

    def _group(self, item: Item, groups: list[Item | list[FunctionItem]]) -> None:
        """Put equations and mutual functions with the function that they belong to."""
        last = groups[-1] if groups else None
        if item.kind in ("fun", "pred"):
            if item.joined and isinstance(last, list):
                last.append(FunctionItem(item))
            else:
                groups.append([FunctionItem(item)])
        elif item.kind == "equation":
            if isinstance(last, Item) and last.kind == "instance":
                lines = self.below.setdefault(id(last), [])
                lines.append(Equation(item.expression, item.line.end))
                return
            if not isinstance(last, list):
                raise self.source.error(
                    "this line is no item",
                    item.line.start,
                    item.line.end,
                    expected=(
                        "theory",
                        "import",
                        "datatype",
                        "fun",
                        "def",
                        "theorem",
                        "instance",
                        "rules",
                    ),
                    hint="an equation stands below the fun that it defines",
                )
            last[-1].equations.append(Equation(item.expression, item.line.end))
        else:
            groups.append(item)

    def _note_names(self, groups: list[Item | list[FunctionItem]]) -> None:
        """Note what is declared where, for hints and for the names of selectors."""
        for group in groups:
            for item in [m.item for m in group] if isinstance(group, list) else [group]:
                if item.kind in ("fun", "pred", "op"):
                    names = item.names
                elif item.kind == "def":
                    names = [Name(t.text, t.start, t.end) for t in item.expression[:1]]
                else:
                    continue
                for name in names:
                    self.definer.taken.add(name.text)
                    self.scope.later.setdefault(name.text, self.source.position(name.start)[0])

    def _item(self, item: Item) -> None:
        kind = item.kind
        if kind == "theory":
            self._header(item)
        elif kind == "import":
            for name in item.names:
                self._import(name)
        elif kind == "datatype":
            self.definer.datatypes(item.datatypes)
        elif kind == "def":
            self.definer.definition(item)
        elif kind in ("structure", "sort", "op", "axiom"):
            self._structure_item(item)
        elif kind == "theorem":
            title = self._free(item.names[0], self.theorems, "theorem")
            self.theorems[title] = Theorem(title, self._clause(item), self._line(item))
        elif kind == "instance":
            self._instance(item)
        elif kind == "rules":
            over = resolve_sort(item.result, self.scope, self.source) if item.result else None
            if over:
                self.scope.home.add(over)
            self.packs.append((item.names[0].text, over, {}))
        else:
            title = self._free(item.names[0], self.packs[-1][2], "rule")
            laws = [*self.library, *((self.name, theorem) for theorem in self.theorems)]
            rule = read_rule(item, self.scope, self.source, self.declarations, laws)
            self.packs[-1][2][title] = rule

    def _instance(self, item: Item) -> None:
        title = item.names[0]
        if title.text in self.instances:
            raise self._error(f"the instance {title.text} is there already", title)
        lines = self.below.get(id(item), [])
        found = read_instance(item, lines, self.scope, self.source, self.imported)
        self.instances[title.text] = found

    def _line(self, item: Item) -> int:
        return self.source.position(item.line.start)[0]

    def _header(self, item: Item) -> None:
        name = item.names[0]
        if self.declarations or self.imports or self.scope.own:
            raise self._error("the line theory NAME comes first", name)
        if name.text in FIXED_NAMES:
            raise self._error(f"a theory cannot be named {name.text}", name)
        self.name = self.scope.theory = name.text

    def _error(self, message: str, name: Name, hint: str | None = None) -> InputError:
        return self.source.error(message, name.start, name.end, hint=hint)

    def _free(self, name: Name, taken: dict[str, Theorem] | dict[str, Rule], kind: str) -> str:
        if name.text in taken:
            before = taken[name.text].line
            raise self._error(f"the {kind} {name.text} is there already, on line {before}", name)
        return name.text

    def _import(self, name: Name) -> None:
        if name.text in self.imports:
            return
        try:
            theory = self.importer(name.text)
        except InputError as problem:
            if any(d.span for d in problem.diagnostics):
                raise
            raise self._error(problem.diagnostics[0].message, name) from None
        self.imports.append(name.text)
        known = {id(d) for d in self.imported}
        for declaration in theory.declarations:
            if id(declaration) not in known:
                self._clash(declaration, name)
                self.imported.append(declaration)
                self.scope.add(declaration, theory)
        for key, theorem in theory.library:
            self.library.setdefault((key, theorem.name), theorem)
        for theorem in theory.theorems:
            self.library.setdefault((theory.name, theorem.name), theorem)

    def _clash(self, declaration: Declaration, name: Name) -> None:
        for symbol in declared_symbols(declaration):
            if self.scope.qualified.get(symbol.name, symbol) is not symbol:
                raise self._error(f"two imports declare {symbol.name}", name)

    def _clause(self, item: Item) -> Clause:
        reader = self.definer.reader()
        clause = reader.statement(item.expression, item.line.end)
        self.declarations.extend(reader.lambdas)
        return clause

    def _structure_item(self, item: Item) -> None:
        if self.structure is None:
            self.structure = _Open(self.name, len(self.declarations))
        structure = self.structure
        if item.kind == "structure":
            if structure.sorts or structure.symbols or structure.axioms:
                raise self._error("a file has one structure", item.names[0])
            structure.name = f"{self.name}.{item.names[0].text}"
        elif item.kind == "sort":
            for name in item.names:
                full = f"{self.name}.{name.text}"
                if full in self.scope.arities or full in self.scope.qualified:
                    raise self._error(f"{name.text} is declared twice", name)
                self.scope.add_sort(name.text, full, 0)
                structure.sorts.append(Sort.of(full))
        elif item.kind == "op":
            arguments = [resolve_sort(t, self.scope, self.source) for t in item.arguments]
            assert item.result is not None
            result = resolve_sort(item.result, self.scope, self.source)
            types: dict[Sort, None] = {}
            for sort in (*arguments, result):
                types.update(dict.fromkeys(sort.variables()))
            for name in item.names:
                symbol = self.definer.symbol(
                    name, Kind.ABSTRACT, tuple(types), arguments, result, item.fixity
                )
                structure.symbols.append(symbol)
        else:
            self._axiom(item, structure)

    def _axiom(self, item: Item, structure: _Open) -> None:
        name = item.names[0]
        if any(axiom.name == name.text for axiom in structure.axioms):
            raise self._error(f"the axiom {name.text} is there already", name)
        before = len(self.declarations)
        clause = self._clause(item)
        late = self.declarations[structure.position : before]
        used = {t.symbol for side in clause.terms() for t in side.subterms()}
        for declaration in late:
            for symbol in declared_symbols(declaration):
                if symbol in used:
                    raise self._error(
                        f"{name.text} uses {symbol.display}, declared after the structure",
                        name,
                        "declare it above the first sort, op or axiom",
                    )
        moved = self.declarations[before:]
        del self.declarations[before:]
        self.declarations[structure.position : structure.position] = moved
        structure.position += len(moved)
        structure.axioms.append(Axiom(name.text, clause))
        self.scope.home.update(
            v.sort for v in clause.variables if v.sort.name in ("Int", "Rational", "Real")
        )

    def _theory(self) -> Theory:
        if self.structure:
            found = self.structure
            self.declarations.insert(
                found.position,
                Structure(
                    found.name, tuple(found.sorts), tuple(found.symbols), tuple(found.axioms)
                ),
            )
        declarations = (*self.imported, *self.declarations)
        symbols = {s.name: s for d in declarations for s in declared_symbols(d)}
        return Theory(
            name=self.name,
            source=self.source.name,
            imports=tuple(self.imports),
            declarations=declarations,
            theorems=tuple(self.theorems.values()),
            library=tuple((key[0], theorem) for key, theorem in self.library.items()),
            packs=tuple(RulePack(n, over, tuple(r.values())) for n, over, r in self.packs),
            symbols=symbols,
            notation={s: n for s, n in self.scope.notation.items() if s.name in symbols},
            datatypes=dict(self.scope.datatypes),
            instances=tuple(self.instances.values()),
        )
