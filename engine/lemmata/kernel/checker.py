"""The door of the kernel: a certificate goes in, a report comes out, or Rejected is raised.

    check(data) -> Report(kind, statement, ...)

Section numbers are those of proofs/FORMAT.md. The report says what the answer rests on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from lemmata.kernel.definitions import Definitions
from lemmata.kernel.digests import Digests
from lemmata.kernel.interpretation import check_instance
from lemmata.kernel.reading import (
    Rejected,
    digest,
    fields,
    index,
    indices,
    name,
    parse,
    require,
    sequence,
    sha256,
)
from lemmata.kernel.refutation import check_model
from lemmata.kernel.rules import RULES, Axiom, Context, Known, Proof
from lemmata.kernel.strict import check_strict
from lemmata.kernel.terms import Clause, Pair, Terms, unit

FORMAT = "lemmata.certificate/1"
Resolver = Callable[[str], bytes | str | None]


@dataclass(frozen=True)
class Report:
    """What a valid certificate establishes and what it rests on.

    `statement` and `certificate` are digests; `steps` counts the file's nodes and `rules` by rule,
    `all_steps` those of the cited certificates too; `theorems` are the names in the file, the last
    one is what is proved; `axioms` are the pairs (structure, axiom) that it rests on. `strict` is
    the digest of the strict equality that the file claims, if it does; then `axioms` are those of
    that claim too.
    """

    kind: str
    statement: str
    certificate: str
    steps: int
    all_steps: int
    rules: dict[str, int]
    axioms: tuple[tuple[str, str], ...]
    theorems: tuple[str, ...]
    cited: tuple[str, ...]
    strict: str | None = None


class _Checked(NamedTuple):
    """A report, the digests of what is declared, and the axioms of the last theorem."""

    report: Report
    declared: set[str]
    axioms: frozenset[Axiom] = frozenset()


@dataclass
class _File:
    """A certificate whose tables and declarations have been read."""

    terms: Terms
    definitions: Definitions
    tables: dict[str, list[int]]
    digests: Digests

    def statement(self, raw: Any) -> tuple[tuple[int, ...], Clause, str]:
        """Type variables, clause and digest of {"types", "clause"}."""
        types = self.definitions.type_variables(raw["types"])
        clauses = self.tables["clauses"]
        clause, uses = self.definitions.closed(raw["clause"], clauses, types)
        closure = sorted(self.declaration(i) for i in self.definitions.closure(uses))
        body = self.digests.clause(raw["clause"])
        return types, clause, digest(["statement", raw["types"], body, closure])

    def declaration(self, i: int) -> str:
        """The digest of the i-th declaration."""
        return self.digests.declaration(i)


def check(data: bytes | str, resolve: Resolver | None = None) -> Report:
    """Check a certificate; `resolve` finds the certificates it cites by digest."""
    return Checker(resolve).check(data)


def declarations(tables: dict[str, Any]) -> list[str]:
    """The digests of checked declarations: of a certificate's, or of an elaborated theory's."""
    file = Checker(None).read(tables)
    return [file.declaration(i) for i in range(len(file.definitions.raw))]


class Checker:
    """Checks certificates; those that were found valid are not checked again."""

    def __init__(self, resolve: Resolver | None) -> None:
        self.resolve = resolve
        self.open: list[str] = []
        self.done: dict[str, _Checked] = {}

    def check(self, data: bytes | str) -> Report:
        """The report on a certificate; raises Rejected."""
        self.open.clear()
        try:
            raw = parse(data)
            require(isinstance(raw, dict), "a certificate is an object")
            name_of_file = digest(raw)
            if name_of_file not in self.done:
                self.done[name_of_file] = self._certificate(raw, name_of_file)
            return self.done[name_of_file].report
        except RecursionError:
            raise Rejected("nested too deeply") from None

    def _certificate(self, raw: dict[str, Any], name_of_file: str) -> _Checked:
        require(raw.get("format") == FORMAT, f"the format is not {FORMAT}")
        tables = ("declarations", "sorts", "terms", "clauses")
        if raw.get("kind") == "refutation":
            fields(raw, "format", "kind", *tables, "statement", "model")
            return self._refutation(raw, name_of_file)
        require(raw.get("kind") == "proof", "the kind is proof or refutation")
        claim = ("strict",) if "strict" in raw else ()
        fields(raw, "format", "kind", *tables, "contexts", "theorems", *claim)
        return self._proof(raw, name_of_file)

    def read(self, raw: dict[str, Any]) -> _File:
        """Read tables and declarations."""
        terms = Terms()
        definitions = Definitions(terms)
        definitions.declare_sorts(raw["declarations"])
        sorts, terms_of, clauses = list[int](), list[int](), list[int]()
        tables = {"sorts": sorts, "terms": terms_of, "clauses": clauses}
        _fill(sorts, raw["sorts"], lambda row: terms.read_sort(row, sorts))
        definitions.declare_symbols(sorts)
        _fill(terms_of, raw["terms"], lambda row: terms.read_term(row, sorts, terms_of))
        _fill(clauses, raw["clauses"], lambda row: terms.read_clause(row, sorts, terms_of))
        definitions.check(clauses)
        return _File(terms, definitions, tables, Digests(raw))

    def _refutation(self, raw: dict[str, Any], own: str) -> _Checked:
        file = self.read(raw)
        fields(raw["statement"], "types", "clause")
        types, clause, statement = file.statement(raw["statement"])
        check_model(file.definitions, file.tables, types, clause, raw["model"])
        return _Checked(Report("refutation", statement, own, 0, 0, {}, (), (), ()), set())

    def _proof(self, raw: dict[str, Any], own: str) -> _Checked:
        file = self.read(raw)
        contexts = _contexts(raw["contexts"], file.tables["clauses"])
        theorems: list[Known] = []
        seen: list[str] = []
        cited: dict[str, Report] = {}
        rules: dict[str, int] = {}
        statement = ""
        declared = {file.declaration(i) for i in range(len(file.definitions.raw))}
        for row in sequence(raw["theorems"]):
            require(isinstance(row, dict), "a theorem is an object")
            title = name(row.get("name"))
            require(title not in seen, f"two theorems are called {title}")
            seen.append(title)
            try:
                axioms: frozenset[Axiom] = frozenset()
                if "nodes" in row:
                    fields(row, "name", "types", "clause", "variables", "nodes")
                    types, clause, statement = file.statement(row)
                    proof = Proof(file.definitions, file.tables, contexts, theorems)
                    _theorem(proof, row, clause)
                    axioms = frozenset(proof.axioms)
                    for rule, count in proof.counts.items():
                        rules[rule] = rules.get(rule, 0) + count
                elif "instance" in row:
                    shape = ("instance", "sorts", "symbols", "axioms")
                    fields(row, "name", "types", "clause", *shape)
                    types, clause, statement = file.statement(row)
                    proof = Proof(file.definitions, file.tables, contexts, theorems)
                    axioms = check_instance(proof, row, types, clause)
                else:
                    fields(row, "name", "types", "clause", "statement", "certificate")
                    types, clause, statement = file.statement(row)
                    reports, axioms = self._cited(row, statement, declared)
                    cited.update((report.certificate, report) for report in reports)
            except Rejected as error:
                raise Rejected(
                    error.message, error.theorem or title, error.step, error.rule
                ) from None
            theorems.append(Known(types, clause, axioms))
        proved = seen and "certificate" not in raw["theorems"][-1]
        require(proved, "the last theorem has no proof")
        steps = sum(rules.values())
        everything = steps + sum(report.steps for report in cited.values())
        strict, used = None, theorems[-1].axioms
        if "strict" in raw:
            strict, axioms = _strict(file, raw["strict"], theorems)
            used |= axioms
        found = Report(
            "proof",
            statement,
            own,
            steps,
            everything,
            rules,
            tuple(sorted(used)),
            tuple(seen),
            tuple(sorted(cited)),
            strict,
        )
        return _Checked(found, declared, theorems[-1].axioms)

    def _cited(
        self, row: dict[str, Any], statement: str, declared: set[str]
    ) -> tuple[list[Report], frozenset[Axiom]]:
        """The reports of a cited certificate and of all that it cites, and its axioms."""
        wanted = sha256(row["certificate"])
        require(sha256(row["statement"]) == statement, "the statement has another digest")
        require(wanted not in self.open, "certificates cite each other in a circle")
        if wanted not in self.done:
            data = self.resolve(wanted) if self.resolve else None
            require(data is not None, f"the cited certificate {wanted[:12]} was not found")
            assert data is not None
            raw = parse(data)
            good = isinstance(raw, dict) and digest(raw) == wanted
            require(good, f"what was found is not the certificate {wanted[:12]}")
            self.open.append(wanted)
            self.done[wanted] = self._certificate(raw, wanted)
            self.open.pop()
        report, declarations, axioms = self.done[wanted]
        require(report.kind == "proof", "a refutation is cited")
        require(report.statement == statement, "the cited certificate proves something else")
        require(declarations <= declared, "the cited certificate declares something else")
        return [report, *(self.done[c].report for c in report.cited)], axioms


def _strict(file: _File, raw: object, theorems: list[Known]) -> tuple[str, frozenset[Axiom]]:
    """The digest of a strict claim, and the axioms that it rests on."""
    clause, *numbers = fields(raw, "clause", "equal", "domain")
    _, known, statement = file.statement({"types": [], "clause": clause})
    equal, domain = (theorems[index(i, len(theorems))] for i in numbers)
    try:
        check_strict(file.definitions, known, equal, domain)
    except Rejected as error:
        raise Rejected(f"strict claim: {error.message}") from None
    return digest(["strict", statement]), equal.axioms | domain.axioms


def _fill(table: list[int], raw: object, read: Callable[[object], int]) -> None:
    """Read a table in order; two equal entries are rejected."""
    seen = set[int]()
    for i, row in enumerate(sequence(raw)):
        try:
            number = read(row)
            require(number not in seen, "the same entry stands earlier")
        except Rejected as error:
            raise Rejected(f"table entry {i}: {error.message}") from None
        seen.add(number)
        table.append(number)


def _contexts(raw: object, clauses: list[int]) -> list[Context]:
    found = []
    for row in sequence(raw):
        numbers = indices(row, len(clauses))
        rising = all(a < b for a, b in itertools.pairwise(numbers))
        require(rising, "a context is not strictly increasing")
        found.append(frozenset(clauses[i] for i in numbers))
    require(len(set(found)) == len(found), "two contexts are equal")
    return found


def _theorem(proof: Proof, row: dict[str, Any], clause: Clause) -> None:
    """Check the nodes and that the last one proves the statement."""
    variables = proof.variables(row["variables"])
    terms = proof.terms
    require([terms.sort[v] for v in variables] == list(clause.bound), "variables of other sorts")
    nodes = sequence(row["nodes"])
    require(nodes, "a proof has at least one step")
    for step, node in enumerate(nodes):
        try:
            proof.add(node)
        except Rejected as error:
            rule = node.get("rule") if isinstance(node, dict) else None
            known = rule if isinstance(rule, str) and rule in RULES else None
            raise Rejected(error.message, None, step, known) from None
    bound = {
        terms.bound(i, s): v for i, (s, v) in enumerate(zip(clause.bound, variables, strict=True))
    }

    def opened(pair: Pair) -> Pair:
        return terms.replace(pair[0], bound), terms.replace(pair[1], bound)

    premises = {terms.intern_clause(unit(*opened(pair))) for pair in clause.premises}
    last = proof.nodes[-1]
    require(last.context <= premises, "the last step uses a hypothesis that is not a premise")
    require(
        (last.left, last.right) == opened(clause.conclusion), "the last step is not the statement"
    )
