"""Reading a certificate back into objects: the other direction of `encode`.

    decode(certificate) -> Document

The certificate is one that `lemmata.kernel` accepted; nothing is proved again here. What cannot be
read is an InputError, never a crash or a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any

from lemmata.errors import Diagnostic, InputError
from lemmata.proof.laws import built_in
from lemmata.proof.nodes import (
    Citation,
    Hypothesis,
    Instance,
    Law,
    Node,
    Origin,
    Proved,
    Stored,
    StrictEquality,
    Theorem,
    bound_variable,
)
from lemmata.proof.signature import Signature, declared, item, variable_names
from lemmata.terms.declarations import Clause, Declaration, Structure
from lemmata.terms.interpretation import Interpretation, Template
from lemmata.terms.sorts import Sort
from lemmata.terms.symbols import BUILT_IN, Symbol
from lemmata.terms.term import Term

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """A theorem of a certificate; `nodes` are its steps in order, none if it is proved elsewhere.

    `first` is the number of its first step when the steps of the whole file are counted from 0.
    """

    theorem: Proved
    nodes: tuple[Node, ...]
    first: int

    @property
    def name(self) -> str:
        """The theorem's name."""
        return self.theorem.name

    @property
    def clause(self) -> Clause:
        """What it states."""
        return self.theorem.clause


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What refutes a statement; values are as in FORMAT.md section 8, terms by number."""

    types: dict[str, Sort]
    sizes: dict[str, int]
    tables: dict[str, Any]
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A certificate as objects; the last of `proofs` is what is proved.

    `goal` is the statement proved or refuted, `model` is there for a refutation only, `numbers`
    count the steps of all proofs from 0, `certificate` is what was read. With `strict` the goal is
    what is claimed as a strict equality.
    """

    kind: str
    declarations: tuple[Declaration, ...]
    symbols: dict[str, Symbol]
    terms: tuple[Term, ...]
    proofs: tuple[Proof, ...]
    goal: Clause
    model: Model | None
    numbers: dict[Node, int]
    certificate: Json
    strict: StrictEquality | None = None

    @property
    def name(self) -> str:
        """The name of what is proved; empty for a refutation."""
        return self.proofs[-1].name if self.proofs else ""

    @property
    def structures(self) -> tuple[Structure, ...]:
        """The declared structures, whose axioms are assumed."""
        return tuple(d for d in self.declarations if isinstance(d, Structure))


def decode(
    certificate: Json,
    names: Sequence[str] = (),
    known: Mapping[str, Symbol] = MappingProxyType({}),
) -> Document:
    """The objects of a certificate. Raises InputError if it is not one.

    `names` are for the variables of a refuted statement, which its certificate does not name.
    Symbols that `known` has by name are those objects; their declarations should be the same.

    >>> decode({"format": "something else"})
    Traceback (most recent call last):
    lemmata.errors.InputError: error: not a certificate that can be read: KeyError('declarations')
    """
    try:
        return _Reader(certificate, known).document(names)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        reason = f"not a certificate that can be read: {problem!r}"
        raise InputError(Diagnostic(reason[:300])) from None
    except RecursionError:
        raise InputError(Diagnostic("the certificate is nested too deeply to be read")) from None


def decode_clauses(
    tables: Json, rows: Sequence[Json], known: Mapping[str, Symbol] = MappingProxyType({})
) -> list[Clause]:
    """Closed clauses, each given by {"types", "clause", "variables"}: a number and names.

    `tables` are the four of a certificate, without proofs. A wrong row is a LookupError, TypeError
    or ValueError.
    """
    reader = _Reader(tables, known)
    return [reader.closed(row["clause"], row["types"], row["variables"]) for row in rows]


class _Reader:
    """The tables of one certificate, in the order in which they depend on each other."""

    def __init__(self, raw: Json, known: Mapping[str, Symbol]) -> None:
        self.raw = raw
        self.signature = Signature(raw["declarations"], raw["sorts"], known)
        self.sorts = self.signature.sorts
        self.symbols = BUILT_IN | self.signature.symbols
        self.terms: list[Term] = []
        for row in raw["terms"]:
            self.terms.append(self._term(row))
        self.clauses = [self._hypothesis(row) for row in raw["clauses"]]
        self.declarations = tuple(declared(self.signature, raw["declarations"], self.closed))
        self.laws: dict[object, Law] = {(w.kind, w.name, w.index): w for w in built_in()}
        for structure in self.declarations:
            if isinstance(structure, Structure):
                for a in structure.axioms:
                    law = Law("axiom", a.name, 0, a.clause, structure.name)
                    self.laws["axiom", structure.name, a.name] = law
        for function in self.signature.functions:
            for i, case in enumerate(function.cases):
                self.laws["case", function.symbol.name, i] = Law(
                    "case", function.symbol.name, i, case
                )
        for value in self.signature.lambdas:
            self.laws["case", value.symbol.name, 0] = Law("case", value.symbol.name, 0, value.case)

    # Terms and clauses

    def _term(self, row: Any) -> Term:  # noqa: ANN401
        match row:
            case ["app", str(name), list(types), list(args)]:
                given = tuple(item(self.sorts, i) for i in types)
                values = [item(self.terms, i) for i in args]
                return Term.apply(self.symbols[name], *values, types=given)
            case ["var", str(name), sort]:
                return Term.variable(name, item(self.sorts, sort))
            case ["bound", int(i), sort]:
                return bound_variable(i, item(self.sorts, sort))
            case ["int", str(digits)]:
                return Term.integer(integer(digits))
            case ["rational", str(above), str(below)]:
                return Term.rational(Fraction(integer(above), integer(below)))
            case ["real", str(above), str(below)]:
                return Term.real(Fraction(integer(above), integer(below)))
        raise ValueError(f"no such term: {str(row)[:60]}")

    def _hypothesis(self, row: Json) -> Hypothesis:
        bound = [bound_variable(i, item(self.sorts, s)) for i, s in enumerate(row["bound"])]
        guard = row["guard"] or {"measure": [], "limit": []}
        return Hypothesis(
            tuple(bound),
            tuple(self._pair(p) for p in row["premises"]),
            self._pair(row["conclusion"]),
            self._many(guard["measure"]),
            self._many(guard["limit"]),
        )

    def _pair(self, row: Any) -> tuple[Term, Term]:  # noqa: ANN401
        left, right = row
        return item(self.terms, left), item(self.terms, right)

    def _many(self, rows: Sequence[int]) -> tuple[Term, ...]:
        return tuple(item(self.terms, i) for i in rows)

    def closed(self, number: int, types: Sequence[str], names: Sequence[str] = ()) -> Clause:
        """A closed clause with named variables."""
        h = item(self.clauses, number)
        chosen = names or variable_names(len(h.bound))
        opened = tuple(Term.variable(n, v.sort) for n, v in zip(chosen, h.bound, strict=True))
        premises, conclusion = Citation(h, (), opened).equation()
        return Clause(tuple(Sort.variable(t) for t in types), opened, premises, conclusion)

    # Proofs

    def document(self, names: Sequence[str]) -> Document:
        """The whole certificate."""
        kind, proofs, model, strict = self.raw["kind"], list[Proof](), None, None
        numbers: dict[Node, int] = {}
        if kind == "proof":
            self.contexts = [
                frozenset(item(self.clauses, i) for i in row) for row in self.raw["contexts"]
            ]
            for row in self.raw["theorems"]:
                proof = self._proof(row, len(numbers), len(proofs))
                proofs.append(proof)
                for node in proof.nodes:
                    numbers[node] = len(numbers)
            goal = proofs[-1].clause
            if "strict" in self.raw:
                strict = self._strict(self.raw["strict"], proofs)
                goal = strict.clause
        elif kind == "refutation":
            statement = self.raw["statement"]
            goal = self.closed(statement["clause"], statement["types"], names)
            model = self._model()
        else:
            raise ValueError(f"no such kind of certificate: {str(kind)[:60]}")
        return Document(
            kind,
            self.declarations,
            self.symbols,
            tuple(self.terms),
            tuple(proofs),
            goal,
            model,
            numbers,
            self.raw,
            strict,
        )

    def _strict(self, row: Json, proofs: Sequence[Proof]) -> StrictEquality:
        equal, domain = (item(proofs, row[key]).theorem for key in ("equal", "domain"))
        names = [str(v.head) for v in equal.clause.variables]
        return StrictEquality(self.closed(row["clause"], [], names), equal, domain)

    def _model(self) -> Model:
        raw = self.raw["model"]
        types = {name: item(self.sorts, s) for name, s in raw["types"].items()}
        return Model(types, dict(raw["sorts"]), dict(raw["symbols"]), tuple(raw["values"]))

    def _proof(self, row: Json, first: int, position: int) -> Proof:
        name, nodes = row["name"], list[Node]()
        theorem: Proved
        if "nodes" in row:
            variables = self._many(row["variables"])
            names = [str(v.head) for v in variables]
            clause = self.closed(row["clause"], row["types"], names)
            for raw in row["nodes"]:
                nodes.append(self._node(raw, nodes))
            theorem = Theorem(name, clause, variables, nodes[-1])
        elif "instance" in row:
            theorem = self._instance(row)
            clause = theorem.clause
        else:
            clause = self.closed(row["clause"], row["types"])
            theorem = Stored(name, clause, partial(Origin, row["statement"], row["certificate"]))
        self.laws["theorem", position] = Law("theorem", name, position, clause, "", theorem)
        return Proof(theorem, tuple(nodes), first)

    def _instance(self, row: Json) -> Instance:
        source = self.laws["theorem", row["instance"]]
        assert source.proof is not None
        sorts = {Sort.of(name): item(self.sorts, i) for name, i in row["sorts"].items()}
        model = Interpretation(sorts, {})
        symbols = {}
        for name in sorted(row["symbols"], key=list(self.symbols).index):
            arguments = map(model.sort, self.symbols[name].arguments)
            variables = tuple(bound_variable(k, s) for k, s in enumerate(arguments))
            body = item(self.terms, row["symbols"][name])
            symbols[self.symbols[name]] = Template(variables, body)
        axioms = {
            (structure, axiom): self._citation(by, [])
            for structure, group in row["axioms"].items()
            for axiom, by in group.items()
        }
        model = Interpretation(sorts, symbols)
        names = [str(v.head) for v in model.clause(source.clause).variables]
        clause = self.closed(row["clause"], row["types"], names)
        return Instance(row["name"], clause, source.proof, model, axioms)

    def _node(self, row: Json, nodes: list[Node]) -> Node:
        parents, detail = self._detail(row, nodes)
        context = item(self.contexts, row["context"])
        left, right = item(self.terms, row["left"]), item(self.terms, row["right"])
        return Node(row["rule"], context, left, right, parents, detail)

    def _detail(
        self, row: Json, nodes: list[Node]
    ) -> tuple[tuple[Node | None, ...], dict[str, object]]:
        """The premises of a step and the fields of its rule, as `encode` wants them."""

        def node(i: int | None) -> Node | None:
            return None if i is None else item(nodes, i)

        match row["rule"]:
            case "refl" | "eval" | "bool" | "interval":
                return (), {}
            case "sym" | "distinct" | "eq_intro" | "eq_elim":
                return (node(row["from"]),), {}
            case "trans" | "cong":
                return tuple(map(node, row["from"])), {}
            case "rewrite":
                by, at = self._citation(row["by"], nodes), tuple(row["at"])
                detail = {"by": by, "at": at, "reverse": row["reverse"] is True}
                return tuple(map(node, (row["from"], *row["premises"]))), detail
            case "injective":
                return (node(row["from"]),), {"field": row["field"]}
            case "split":
                detail = {"variable": item(self.terms, row["variable"]), **self._fields(row)}
                return tuple(map(node, row["from"])), detail
            case "cases":
                detail = {"term": item(self.terms, row["term"]), **self._fields(row)}
                return tuple(map(node, row["from"])), detail
            case "induction":
                detail = {key: self._many(row[key]) for key in ("variables", "general")}
                moved = tuple(item(self.clauses, i) for i in row["moved"])
                return (node(row["from"]),), {**detail, "moved": moved}
            case "instantiate":
                detail = {key: self._many(row[key]) for key in ("variables", "terms")}
                return (node(row["from"]),), detail
            case "cut":
                clause = item(self.clauses, row["clause"])
                detail = {"clause": clause, "variables": self._many(row["variables"])}
                return (node(row["proof"]), node(row["from"])), detail
            case "ac":
                types = tuple(item(self.sorts, s) for s in row["types"])
                symbol = self.symbols[row["symbol"]]
                return (), {"symbol": symbol, "types": types, "laws": self._laws(row["laws"])}
            case "ring":
                operations = {k: self._operation(k, v) for k, v in row["operations"].items()}
                return (), {"operations": operations, "laws": self._laws(row["laws"])}
            case "field":
                return tuple(map(node, row["premises"])), {"laws": self._laws(row["laws"])}
        raise ValueError(f"no such rule: {str(row['rule'])[:60]}")

    def _fields(self, row: Json) -> dict[str, object]:
        return {"fields": tuple(self._many(r) for r in row["fields"])}

    def _operation(self, key: str, value: Any) -> Term | Symbol | None:  # noqa: ANN401
        if key in ("zero", "one"):
            return item(self.terms, value)
        return None if value is None else self.symbols[value]

    def _laws(self, raw: Json) -> dict[str, Citation]:
        return {key: self._citation(by, []) for key, by in raw.items()}

    def _citation(self, by: list[Any], nodes: list[Node]) -> Citation:
        match by:
            case ["node", i]:
                return Citation(item(nodes, i))
            case ["hypothesis", i, values]:
                return Citation(item(self.clauses, i), (), self._many(values))
            case [*key, types, values]:
                given = tuple(item(self.sorts, s) for s in types)
                return Citation(self.laws[tuple(key)], given, self._many(values))
        raise ValueError(f"no such citation: {str(by)[:60]}")


def integer(digits: str) -> int:
    """The value of a literal of any length (int refuses above 4,300 digits).

    >>> integer("-12")
    -12
    """
    body, value = digits.removeprefix("-"), 0
    if not (body.isascii() and body.isdigit()):
        raise ValueError(f"not an integer: {digits[:40]}")
    for start in range(0, len(body), 4000):
        chunk = body[start : start + 4000]
        value = value * 10 ** len(chunk) + int(chunk)
    return -value if digits.startswith("-") else value


def cited(node: Node) -> Iterator[Citation]:
    """What a step cites: its equation, or the laws of a computation."""
    by, laws = node.detail.get("by"), node.detail.get("laws")
    if isinstance(by, Citation):
        yield by
    if isinstance(laws, dict):
        yield from laws.values()
