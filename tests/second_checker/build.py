"""Makes certificates by hand: terms are plain values, the tables are filled as they are used.

    c = Certificate()
    nat = c.datatype("nat", [], Z=[], S=[Sort("nat")])
    x = var("x", nat)
    p = c.theorem("reflexive", [], forall([x], x, x))
    p.refl([], x)
    c.data  # the certificate

Nothing here checks anything, so that wrong certificates are as easy to make as right ones.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Sort:
    """A sort constructor applied, or a type variable."""

    name: str
    args: tuple[Sort, ...] = ()
    variable: bool = False


@dataclass(frozen=True)
class Term:
    """A term; `name` is a variable, a symbol or the numerator of a literal."""

    kind: str
    name: str = ""
    sort: Sort | None = None
    index: int = 0
    sorts: tuple[Sort, ...] = ()
    args: tuple[Term, ...] = ()
    denominator: str = ""


Equation = tuple[Term, Term]


@dataclass(frozen=True)
class Clause:
    """A clause with bound variables by index."""

    bound: tuple[Sort, ...]
    premises: tuple[Equation, ...]
    conclusion: Equation
    guard: tuple[tuple[Term, ...], tuple[Term, ...]] | None = None


Hypotheses = Sequence[Clause]
BOOL, INT, RATIONAL, REAL = (Sort(name) for name in ("Bool", "Int", "Rational", "Real"))


def type_var(name: str) -> Sort:
    """A type variable."""
    return Sort(name, (), True)


def arrow(one: Sort, two: Sort) -> Sort:
    """The sort one -> two."""
    return Sort("->", (one, two))


def var(name: str, sort: Sort) -> Term:
    """A free variable."""
    return Term("var", name, sort)


def bound(index: int, sort: Sort) -> Term:
    """A bound variable."""
    return Term("bound", sort=sort, index=index)


def app(symbol: str, *args: Term, at: Sequence[Sort] = ()) -> Term:
    """A symbol applied to terms, at sort arguments."""
    return Term("app", symbol, sorts=tuple(at), args=args)


def num(value: int) -> Term:
    """A literal of sort Int."""
    return Term("int", str(value))


def ratio(top: int, bottom: int) -> Term:
    """A literal of sort Rational."""
    return Term("rational", str(top), denominator=str(bottom))


def real(top: int, bottom: int = 1) -> Term:
    """A literal of sort Real."""
    return Term("real", str(top), denominator=str(bottom))


def fn(operation: str, *args: Term) -> Term:
    """A built-in function or comparison of Real, without its prefix."""
    return app(f"Real.{operation}", *args)


TRUE, FALSE = app("true"), app("false")


def eq(one: Term, two: Term, sort: Sort) -> Term:
    """eq at a sort."""
    return app("eq", one, two, at=[sort])


def nonzero(term: Term) -> Term:
    """not(eq(term, 0)) at Real."""
    return app("not", eq(term, real(0), REAL))


def both(first: Term, *rest: Term) -> Term:
    """and(c1, and(c2, ... cn)): a domain of several conditions."""
    return app("and", first, both(*rest)) if rest else first


def substitute(term: Term, replace: Mapping[Term, Term]) -> Term:
    """Replace whole subterms."""
    if term in replace:
        return replace[term]
    args = tuple(substitute(arg, replace) for arg in term.args)
    return Term(term.kind, term.name, term.sort, term.index, term.sorts, args, term.denominator)


def substitute_clause(clause: Clause, replace: Mapping[Term, Term]) -> Clause:
    """Replace subterms in a clause."""

    def pair(equation: Equation) -> Equation:
        return substitute(equation[0], replace), substitute(equation[1], replace)

    guard = clause.guard
    if guard is not None:
        measure = tuple(substitute(term, replace) for term in guard[0])
        guard = measure, tuple(substitute(term, replace) for term in guard[1])
    premises = tuple(pair(premise) for premise in clause.premises)
    return Clause(clause.bound, premises, pair(clause.conclusion), guard)


def _sort_of(variable: Term) -> Sort:
    assert variable.sort is not None
    return variable.sort


def forall(
    variables: Sequence[Term], left: Term, right: Term, premises: Sequence[Equation] = ()
) -> Clause:
    """The clause that binds these free variables."""
    binding = {v: bound(i, _sort_of(v)) for i, v in enumerate(variables)}
    return substitute_clause(
        Clause(tuple(_sort_of(v) for v in variables), tuple(premises), (left, right)), binding
    )


def unit(left: Term, right: Term) -> Clause:
    """unit(left = right)."""
    return forall([], left, right)


def hypothesis(
    variables: Sequence[Term],
    general: Sequence[Term],
    moved: Sequence[Clause],
    left: Term,
    right: Term,
) -> Clause:
    """The induction hypothesis of section 5."""
    both = [*variables, *general]
    clause = forall(both, left, right, [unit_.conclusion for unit_ in moved])
    measure = tuple(bound(i, _sort_of(v)) for i, v in enumerate(variables))
    return Clause(clause.bound, clause.premises, clause.conclusion, (measure, tuple(variables)))


def field_laws() -> dict[str, Clause]:
    """The laws that the rule `field` cites, by name."""
    x, y, z = (var(name, REAL) for name in "xyz")
    zero, one = real(0), real(1)
    inverse = fn("/", one, x)
    at_least, whole = (fn("<=", zero, y), TRUE), (fn("integer", y), TRUE)
    return {
        "add_associativity": forall(
            [x, y, z], fn("+", fn("+", x, y), z), fn("+", x, fn("+", y, z))
        ),
        "add_commutativity": forall([x, y], fn("+", x, y), fn("+", y, x)),
        "add_zero": forall([x], fn("+", x, zero), x),
        "mul_associativity": forall(
            [x, y, z], fn("*", fn("*", x, y), z), fn("*", x, fn("*", y, z))
        ),
        "mul_commutativity": forall([x, y], fn("*", x, y), fn("*", y, x)),
        "mul_one": forall([x], fn("*", x, one), x),
        "mul_zero": forall([x], fn("*", x, zero), zero),
        "distributivity": forall(
            [x, y, z], fn("*", x, fn("+", y, z)), fn("+", fn("*", x, y), fn("*", x, z))
        ),
        "add_neg": forall([x], fn("+", x, fn("neg", x)), zero),
        "sub_neg": forall([x, y], fn("-", x, y), fn("+", x, fn("neg", y))),
        "div_mul": forall([x, y], fn("/", x, y), fn("*", x, fn("/", one, y)), [(nonzero(y), TRUE)]),
        "mul_inverse": forall([x], fn("*", x, inverse), one, [(nonzero(x), TRUE)]),
        "pow_zero": forall([x], fn("^", x, zero), one),
        "pow_succ": forall(
            [x, y], fn("^", x, fn("+", y, one)), fn("*", fn("^", x, y), x), [whole, at_least]
        ),
        "pow_neg": forall(
            [x, y],
            fn("^", x, fn("neg", y)),
            fn("/", one, fn("^", x, y)),
            [(nonzero(x), TRUE), whole],
        ),
    }


def digest(value: object) -> str:
    """H(x) of section 7; of a certificate, its digest."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Function:
    """A member of a group of functions; cases are pairs with free variables."""

    name: str
    arguments: Sequence[Sort]
    result: Sort
    cases: Sequence[Equation]
    types: Sequence[str] = ()
    partial: bool = False


@dataclass(frozen=True)
class Datatype:
    """A member of a group of datatypes."""

    name: str
    constructors: Mapping[str, Sequence[Sort]]
    types: Sequence[str] = ()


class Certificate:
    """A certificate in the making: `data` is always up to date."""

    def __init__(self, kind: str = "proof") -> None:
        self.data: Json = {"format": "lemmata.certificate/1", "kind": kind}
        for table in ("declarations", "sorts", "terms", "clauses"):
            self.data[table] = []
        if kind == "proof":
            self.data |= {"contexts": [], "theorems": []}
        self._index: dict[object, int] = {}

    @staticmethod
    def load(data: Json) -> Certificate:
        """Continue (a copy of) a certificate, with its tables."""
        c = Certificate()
        c.data = copy.deepcopy(data)
        sorts: list[Sort] = []
        for raw in c.data["sorts"]:
            if raw[0] == "var":
                sorts.append(type_var(raw[1]))
            else:
                sorts.append(Sort(raw[0], tuple(sorts[i] for i in raw[1:])))
        terms: list[Term] = []
        for raw in c.data["terms"]:
            kind, *rest = raw
            if kind == "app":
                name, at, args = rest
                terms.append(app(name, *(terms[i] for i in args), at=[sorts[i] for i in at]))
            elif kind == "var":
                terms.append(var(rest[0], sorts[rest[1]]))
            elif kind == "bound":
                terms.append(bound(rest[0], sorts[rest[1]]))
            else:
                terms.append(Term(kind, rest[0], denominator=(rest[1:] or [""])[0]))
        clauses: list[Clause] = []
        for raw in c.data["clauses"]:
            guard = raw["guard"]
            clauses.append(
                Clause(
                    tuple(sorts[i] for i in raw["bound"]),
                    tuple((terms[i], terms[j]) for i, j in raw["premises"]),
                    (terms[raw["conclusion"][0]], terms[raw["conclusion"][1]]),
                    guard
                    and (
                        tuple(terms[i] for i in guard["measure"]),
                        tuple(terms[i] for i in guard["limit"]),
                    ),
                )
            )
        for table in (sorts, terms, clauses):
            c._index |= {item: i for i, item in enumerate(table)}
        c._index |= {("context", *raw): i for i, raw in enumerate(c.data.get("contexts", []))}
        return c

    # Tables.

    def _add(self, table: str, key: object, entry: object) -> int:
        if key not in self._index:
            self._index[key] = len(self.data[table])
            self.data[table].append(entry)
        return self._index[key]

    def sort(self, sort: Sort) -> int:
        """The index of a sort."""
        if sort in self._index:
            return self._index[sort]
        if sort.variable:
            return self._add("sorts", sort, ["var", sort.name])
        return self._add("sorts", sort, [sort.name, *(self.sort(arg) for arg in sort.args)])

    def term(self, term: Term) -> int:
        """The index of a term."""
        if term in self._index:
            return self._index[term]
        entry: list[object]
        if term.kind == "app":
            at = [self.sort(sort) for sort in term.sorts]
            entry = ["app", term.name, at, [self.term(arg) for arg in term.args]]
        elif term.kind == "var":
            entry = ["var", term.name, self.sort(_sort_of(term))]
        elif term.kind == "bound":
            entry = ["bound", term.index, self.sort(_sort_of(term))]
        else:
            entry = [term.kind, term.name, *[term.denominator] * (term.denominator != "")]
        return self._add("terms", term, entry)

    def clause(self, clause: Clause) -> int:
        """The index of a clause."""
        entry: Json = {
            "bound": self.convert(clause.bound),
            "premises": self.convert(clause.premises),
            "conclusion": self.convert(clause.conclusion),
            "guard": None,
        }
        if clause.guard is not None:
            measure, limit = clause.guard
            entry["guard"] = {"measure": self.convert(measure), "limit": self.convert(limit)}
        return self._add("clauses", clause, entry)

    def context(self, hypotheses: Hypotheses) -> int:
        """The index of a context."""
        indices = sorted({self.clause(clause) for clause in hypotheses})
        return self._add("contexts", ("context", *indices), indices)

    def convert(self, value: object) -> object:
        """Put indices in place of sorts, terms and clauses, at any depth."""
        if isinstance(value, Sort):
            return self.sort(value)
        if isinstance(value, Term):
            return self.term(value)
        if isinstance(value, Clause):
            return self.clause(value)
        if isinstance(value, Mapping):
            return {key: self.convert(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.convert(item) for item in value]
        return value

    # Declarations.

    def declare(self, **fields: object) -> None:
        """Any declaration."""
        self.data["declarations"].append(self.convert(fields))

    def datatype(self, name: str, types: Sequence[str], /, **constructors: list[Sort]) -> Sort:
        """One datatype; returns its sort at its own type variables."""
        self.datatypes(Datatype(name, constructors, types))
        return Sort(name, tuple(type_var(t) for t in types))

    def datatypes(self, *group: Datatype) -> None:
        """A group of datatypes."""
        self.declare(
            kind="datatype",
            group=[
                {
                    "name": member.name,
                    "types": list(member.types),
                    "constructors": [
                        {"name": name, "fields": list(fields)}
                        for name, fields in member.constructors.items()
                    ],
                }
                for member in group
            ],
        )

    def functions(self, *group: Function) -> None:
        """A group of functions; the free variables of a left side become bound."""
        self.declare(
            kind="function",
            group=[
                {
                    "name": f.name,
                    "types": list(f.types),
                    "arguments": list(f.arguments),
                    "result": f.result,
                    "partial": f.partial,
                    "cases": [forall(variables_of(left), left, right) for left, right in f.cases],
                }
                for f in group
            ],
        )

    def lambda_(
        self,
        name: str,
        types: Sequence[str],
        parameters: Sequence[Term],
        argument: Term,
        body: Term,
        result: Sort,
    ) -> None:
        """A lambda: name(parameters) applied to the argument is the body."""
        value = app(name, *parameters, at=[type_var(t) for t in types])
        domain = _sort_of(argument)
        left = app("apply", value, argument, at=[domain, result])
        self.declare(
            kind="lambda",
            name=name,
            types=list(types),
            parameters=[_sort_of(p) for p in parameters],
            result=arrow(domain, result),
            case=forall([*parameters, argument], left, body),
        )

    def structure(
        self,
        name: str,
        sorts: Sequence[str] = (),
        symbols: Mapping[str, tuple[Sequence[Sort], Sort]] | None = None,
        axioms: Mapping[str, Clause] | None = None,
        types: Sequence[str] = (),
    ) -> None:
        """A structure; `types` are those of every axiom."""
        self.declare(
            kind="structure",
            name=name,
            sorts=list(sorts),
            symbols=[
                {"name": symbol, "types": [], "arguments": list(arguments), "result": result}
                for symbol, (arguments, result) in (symbols or {}).items()
            ],
            axioms=[
                {"name": axiom, "types": list(types), "clause": clause}
                for axiom, clause in (axioms or {}).items()
            ],
        )

    def field(self, name: str = "field") -> None:
        """The structure whose axioms `Proof.field` cites."""
        self.structure(name, axioms=field_laws())

    # Theorems and refutations.

    def theorem(
        self, name: str, types: Sequence[str], clause: Clause, variables: Sequence[str] = ()
    ) -> Proof:
        """A theorem to be proved; its variables are named x0, x1, … unless names are given."""
        names = variables or [f"x{i}" for i in range(len(clause.bound))]
        terms = [var(n, sort) for n, sort in zip(names, clause.bound, strict=True)]
        raw: Json = {
            "name": name,
            "types": list(types),
            "clause": self.clause(clause),
            "variables": self.convert(terms),
            "nodes": [],
        }
        self.data["theorems"].append(raw)
        return Proof(self, raw, terms)

    def cite(
        self, name: str, types: Sequence[str], clause: Clause, statement: str, certificate: str
    ) -> None:
        """A theorem that another certificate proves."""
        self.data["theorems"].append(
            {
                "name": name,
                "types": list(types),
                "clause": self.clause(clause),
                "statement": statement,
                "certificate": certificate,
            }
        )

    def strict(self, clause: Clause, equal: int = 0, domain: int = 1) -> None:
        """Claim strict equality by two theorems of the file."""
        self.data["strict"] = {
            "clause": self.clause(clause),
            "equal": equal,
            "domain": domain,
        }

    def refute(
        self,
        clause: Clause,
        values: Sequence[Json],
        *,
        types: Mapping[str, Sort] | None = None,
        sorts: Mapping[str, int] | None = None,
        symbols: Mapping[str, Sequence[Json]] | None = None,
    ) -> Json:
        """State what is refuted and by which model."""
        types = types or {}
        self.data["statement"] = self.convert({"types": list(types), "clause": clause})
        self.data["model"] = self.convert(
            {"types": types, "sorts": sorts or {}, "symbols": symbols or {}, "values": values}
        )
        return self.data

    def node(self, rule: str, number: int = 0, theorem: int = -1) -> Json:
        """A node of a finished certificate, to be changed."""
        nodes: list[Json] = self.data["theorems"][theorem]["nodes"]
        return [node for node in nodes if node["rule"] == rule][number]


def variables_of(term: Term) -> list[Term]:
    """The free variables in the order in which they occur."""
    if term.kind == "var":
        return [term]
    return list(dict.fromkeys(v for arg in term.args for v in variables_of(arg)))


@dataclass
class Proof:
    """The nodes of a theorem; every method returns the index of the node that it adds."""

    certificate: Certificate
    raw: Json
    variables: list[Term]
    sequents: list[tuple[list[Clause], Term, Term]] = field(default_factory=list)

    def node(self, rule: str, h: Hypotheses, left: Term, right: Term, **fields: object) -> int:
        """Any node."""
        c = self.certificate
        node: Json = {
            "rule": rule,
            "context": c.context(h),
            "left": c.term(left),
            "right": c.term(right),
        }
        if "from_" in fields:  # `from` is a keyword of Python
            fields["from"] = fields.pop("from_")
        self.raw["nodes"].append(node | {key: c.convert(item) for key, item in fields.items()})
        self.sequents.append((list(h), left, right))
        return len(self.sequents) - 1

    def refl(self, h: Hypotheses, term: Term) -> int:
        """term = term."""
        return self.node("refl", h, term, term)

    def sym(self, n: int) -> int:
        """Swap the sides of a node."""
        h, left, right = self.sequents[n]
        return self.node("sym", h, right, left, from_=n)

    def trans(self, *chain: int) -> int:
        """Chain nodes; the context is the union."""
        h = list(dict.fromkeys(clause for n in chain for clause in self.sequents[n][0]))
        left, right = self.sequents[chain[0]][1], self.sequents[chain[-1]][2]
        return self.node("trans", h, left, right, from_=list(chain))

    def rewrite(
        self,
        h: Hypotheses,
        left: Term,
        right: Term,
        by: Sequence[object],
        at: Sequence[int] = (),
        *,
        start: int | None = None,
        reverse: bool = False,
        premises: Sequence[int] = (),
    ) -> int:
        """One rewriting step from `left`, or from the right side of node `start`."""
        return self.node(
            "rewrite",
            h,
            left,
            right,
            from_=start,
            by=by,
            at=at,
            reverse=reverse,
            premises=premises,
        )

    def case(
        self,
        h: Hypotheses,
        left: Term,
        right: Term,
        name: str,
        index: int,
        terms: Sequence[Term],
        at: Sequence[int] = (),
        *,
        types: Sequence[Sort] = (),
        start: int | None = None,
        reverse: bool = False,
    ) -> int:
        """Rewrite with a case of a function or a lambda."""
        by = ["case", name, index, types, terms]
        return self.rewrite(h, left, right, by, at, start=start, reverse=reverse)

    def assume(self, h: Hypotheses, clause: Clause, terms: Sequence[Term] = ()) -> int:
        """A hypothesis without premises and bound variables, as a node."""
        left, right = clause.conclusion
        return self.rewrite(h, left, right, ["hypothesis", clause, terms])

    def field(
        self,
        h: Hypotheses,
        left: Term,
        right: Term,
        premises: Sequence[int] = (),
        *,
        by: str = "field",
    ) -> int:
        """The rule field with the axioms of the structure `by`; premises say what is not zero."""
        laws = {name: ["axiom", by, name, [], []] for name in field_laws()}
        return self.node("field", h, left, right, laws=laws, premises=list(premises))

    def compare(self, left: Term, right: Term) -> int:
        """The rule interval: `left` is a comparison of constants, `right` true or false."""
        return self.node("interval", [], left, right)
