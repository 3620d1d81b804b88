"""Sections 4 and 5: theorems and the inference rules."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from . import computation, domains, fields, instances, reading, reals
from .certificate import Certificate
from .errors import Invalid
from .objects import (
    Clause,
    Context,
    Equation,
    Occurrences,
    Sort,
    Substitution,
    Term,
    constructor_subterms,
    free_variables,
)

Fields = dict[str, object]
Label = tuple[str, str]
EMPTY: Context = frozenset()


class Sequent(NamedTuple):
    """For all values of the free variables: if the context holds, then left = right."""

    context: Context
    left: Term
    right: Term


class Theorem(NamedTuple):
    """A theorem of the file that later theorems may cite."""

    name: str
    types: tuple[str, ...]
    clause: Clause
    axioms: frozenset[Label]


class Source(NamedTuple):
    """A clause that a proof may use, with its type variables."""

    types: tuple[str, ...]
    clause: Clause
    sorts: list[Sort]
    terms: object


def require(condition: bool, message: str) -> None:
    """Reject unless the condition holds."""
    if not condition:
        raise Invalid(message)


def identical(one: Sort | Term | Clause, two: Sort | Term | Clause, message: str) -> None:
    """Interned objects are equal exactly when they are the same."""
    require(one is two, message)


class Proof:
    """Checks the nodes of one theorem."""

    def __init__(
        self,
        certificate: Certificate,
        earlier: list[Theorem],
    ) -> None:
        self.certificate = certificate
        self.theory = certificate.theory
        self.world = certificate.world
        self.earlier = earlier
        self.axioms: set[Label] = set()
        self.nodes: list[Sequent] = []

    # Reading what a node names.

    def term(self, index: object) -> Term:
        """A term that a node names."""
        return self.terms([index])[0]

    def terms(self, indices: object, length: int | None = None) -> list[Term]:
        """Terms that a node names; they hold no bound variable."""
        terms = self.certificate.term_list(indices, length)
        require(not any(term.bound for term in terms), "a term of a node holds a bound variable")
        return terms

    def sorts(self, indices: object, length: int | None = None) -> list[Sort]:
        """Sorts that a node names."""
        return self.certificate.sort_list(indices, length)

    def clause(self, index: object) -> Clause:
        """A clause that a node names."""
        return self.certificate.clause(index)

    def context(self, index: object) -> Context:
        """A context that a node names."""
        number = reading.number(index)
        require(number < len(self.certificate.contexts), "no such context")
        return self.certificate.contexts[number]

    def variables(self, indices: object, sorts: list[Sort] | None = None) -> list[Term]:
        """Distinct free variables, of the given sorts if there are some."""
        found = self.terms(indices, None if sorts is None else len(sorts))
        require(all(term.kind == "var" for term in found), "not a free variable")
        require(len(set(found)) == len(found), "a variable is listed twice")
        if sorts is not None:
            require([term.sort for term in found] == sorts, "variables of other sorts")
        return found

    def node(self, index: object) -> Sequent:
        """An earlier node."""
        number = reading.number(index)
        require(number < len(self.nodes), "not an earlier node")
        return self.nodes[number]

    def premise(self, index: object, equation: Equation, *contexts: Context) -> Sequent:
        """The node with that equation, whose context is within the union of the contexts."""
        sequent = self.node(index)
        identical(sequent.left, equation[0], "the left side of a premise does not fit")
        identical(sequent.right, equation[1], "the right side of a premise does not fit")
        self.within(sequent.context, *contexts)
        return sequent

    def within(self, context: Context, *contexts: Context) -> None:
        """Is the context a subset of the union?"""
        if context is contexts[0]:
            return
        require(
            all(any(clause in other for other in contexts) for clause in context),
            "the context of a premise is not a subset of what is allowed",
        )

    # The node.

    def add(self, raw: object) -> None:
        """Check a node and add it."""
        rule = reading.text(reading.mapping(raw).get("rule"))
        if rule not in RULES:
            raise Invalid("unknown rule")
        fields, check = RULES[rule]
        try:
            record = reading.record(raw, "rule", "context", "left", "right", *fields)
            left, right = self.term(record["left"]), self.term(record["right"])
            identical(left.sort, right.sort, "the sides of a node have different sorts")
            sequent = Sequent(self.context(record["context"]), left, right)
            check(self, sequent, record)
        except Invalid as error:
            error.rule = error.rule or rule
            raise
        self.nodes.append(sequent)

    def refl(self, goal: Sequent, raw: Fields) -> None:
        identical(goal.left, goal.right, "the sides differ")

    def sym(self, goal: Sequent, raw: Fields) -> None:
        self.premise(raw["from"], (goal.right, goal.left), goal.context)

    def trans(self, goal: Sequent, raw: Fields) -> None:
        chain = [self.node(index) for index in reading.items(raw["from"])]
        require(len(chain) >= 2, "a chain of fewer than two")
        identical(chain[0].left, goal.left, "the chain starts elsewhere")
        identical(chain[-1].right, goal.right, "the chain ends elsewhere")
        for one, two in pairwise(chain):
            identical(one.right, two.left, "the chain has a gap")
        for sequent in chain:
            self.within(sequent.context, goal.context)

    def cong(self, goal: Sequent, raw: Fields) -> None:
        left, right = goal.left, goal.right
        require(
            left.symbol is not None and left.symbol is right.symbol and left.sorts == right.sorts,
            "the sides apply different symbols",
        )
        entries = reading.items(raw["from"], len(left.args))
        require(any(item is not None for item in entries), "no argument changes")
        for item, one, two in zip(entries, left.args, right.args, strict=True):
            if one is two:
                require(item is None, "a proof for identical arguments")
            else:
                require(item is not None, "no proof for different arguments")
                self.premise(item, (one, two), goal.context)

    def instantiate(self, goal: Sequent, raw: Fields) -> None:
        variables = self.variables(raw["variables"])
        terms = self.terms(raw["terms"], len(variables))
        for variable, term in zip(variables, terms, strict=True):
            identical(variable.sort, term.sort, "a term of another sort")
        put = self._replace(variables, terms)
        sequent = self.node(raw["from"])
        identical(put.term(sequent.left), goal.left, "the left side does not fit")
        identical(put.term(sequent.right), goal.right, "the right side does not fit")
        self.within(frozenset(put.clause(c) for c in sequent.context), goal.context)

    def _replace(self, variables: list[Term], terms: list[Term]) -> Substitution:
        return Substitution(self.world, free=dict(zip(variables, terms, strict=True)))

    def cut(self, goal: Sequent, raw: Fields) -> None:
        clause = self.clause(raw["clause"])
        require(clause.guard is None, "the clause of a cut has a guard")
        fresh = self.variables(raw["variables"], list(clause.bound))
        used = [term for c in (clause, *goal.context) for term in c.terms()]
        require(free_variables(used).isdisjoint(fresh), "a variable of the cut is not fresh")
        put = Substitution(self.world, bound=fresh)
        extra = frozenset(self.world.unit(*put.equation(p)) for p in clause.premises)
        self.premise(raw["proof"], put.equation(clause.conclusion), goal.context, extra)
        self.premise(raw["from"], (goal.left, goal.right), goal.context, frozenset([clause]))

    def injective(self, goal: Sequent, raw: Fields) -> None:
        sequent = self.node(raw["from"])
        left, right = sequent.left, sequent.right
        require(left.constructor and left.symbol is right.symbol, "not the same constructor")
        place = reading.number(raw["field"])
        require(place < len(left.args), "no such field")
        identical(left.args[place], goal.left, "the left side is not that field")
        identical(right.args[place], goal.right, "the right side is not that field")
        self.within(sequent.context, goal.context)

    def distinct(self, goal: Sequent, raw: Fields) -> None:
        sequent = self.node(raw["from"])
        left, right = sequent.left, sequent.right
        require(
            left.constructor and right.constructor and left.symbol is not right.symbol,
            "not two different constructors",
        )
        self.within(sequent.context, goal.context)

    def _branches(self, term: Term, goal: Sequent, raw: Fields) -> list[tuple[object, Term]]:
        """Per constructor: its branch and C(y) with fresh y."""
        constructors = self.theory.datatype(term.sort).constructors
        used = [item for clause in goal.context for item in clause.terms()]
        taken = free_variables([*used, goal.left, goal.right, term])
        branches = reading.items(raw["from"], len(constructors))
        result: list[tuple[object, Term]] = []
        for constructor, own, branch in zip(
            constructors, reading.items(raw["fields"], len(constructors)), branches, strict=True
        ):
            sorts = self.world.signature(constructor, term.sort.args)[0]
            fresh = self.variables(own, list(sorts))
            require(taken.isdisjoint(fresh), "a field variable is not fresh")
            result.append((branch, self.world.apply(constructor, term.sort.args, tuple(fresh))))
        return result

    def split(self, goal: Sequent, raw: Fields) -> None:
        [variable] = self.variables([raw["variable"]])
        for branch, value in self._branches(variable, goal, raw):
            put = self._replace([variable], [value])
            context = frozenset(put.clause(clause) for clause in goal.context)
            self.premise(branch, put.equation((goal.left, goal.right)), context)

    def cases(self, goal: Sequent, raw: Fields) -> None:
        term = self.term(raw["term"])
        for branch, value in self._branches(term, goal, raw):
            extra = frozenset([self.world.unit(term, value)])
            self.premise(branch, (goal.left, goal.right), goal.context, extra)

    def induction(self, goal: Sequent, raw: Fields) -> None:
        variables = self.variables(raw["variables"])
        general = self.variables(raw["general"])
        require(bool(variables), "induction on nothing")
        require(set(variables).isdisjoint(general), "a variable is listed twice")
        for variable in variables:
            self.theory.datatype(variable.sort)
        moved = [self.clause(index) for index in reading.items(raw["moved"])]
        require(len(set(moved)) == len(moved), "a clause is moved twice")
        for clause in moved:
            require(clause.unit and clause in goal.context, "moved is not a unit clause of H")
        all_ = variables + general
        for clause in goal.context.difference(moved):
            require(
                free_variables(clause.terms()).isdisjoint(all_),
                "a hypothesis that is not moved mentions an induction variable",
            )
        bound = [self.world.bound(i, term.sort) for i, term in enumerate(all_)]
        put = self._replace(all_, bound)
        hypothesis = self.world.clause(
            tuple(term.sort for term in all_),
            tuple(put.equation(clause.conclusion) for clause in moved),
            put.equation((goal.left, goal.right)),
            (tuple(bound[: len(variables)]), tuple(variables)),
        )
        self.premise(raw["from"], (goal.left, goal.right), goal.context, frozenset([hypothesis]))

    def eq_intro(self, goal: Sequent, raw: Fields) -> None:
        require(goal.left.applies("eq"), "the left side is not eq")
        require(goal.right.applies("true"), "the right side is not true")
        self.premise(raw["from"], (goal.left.args[0], goal.left.args[1]), goal.context)

    def eq_elim(self, goal: Sequent, raw: Fields) -> None:
        sequent = self.node(raw["from"])
        require(sequent.left.applies("eq"), "the left side is not eq")
        require(sequent.right.applies("true"), "the right side is not true")
        require(sequent.left.args == (goal.left, goal.right), "eq of other terms")
        self.within(sequent.context, goal.context)

    def rewrite(self, goal: Sequent, raw: Fields) -> None:
        start = goal.left
        if raw["from"] is not None:
            sequent = self.node(raw["from"])
            identical(sequent.left, goal.left, "the rewriting starts elsewhere")
            self.within(sequent.context, goal.context)
            start = sequent.right
        premises, (old, new) = self._instance(reading.items(raw["by"]), goal)
        if reading.flag(raw["reverse"]):
            old, new = new, old
        proofs = reading.items(raw["premises"], len(premises))
        for index, equation in zip(proofs, premises, strict=True):
            self.premise(index, equation, goal.context)
        result = self._replace_at(start, reading.numbers(raw["at"]), old, new)
        identical(result, goal.right, "rewriting gives another right side")

    def _replace_at(self, term: Term, path: list[int], old: Term, new: Term) -> Term:
        above: list[Term] = []
        for place in path:
            require(place < len(term.args), "no such subterm")
            above.append(term)
            term = term.args[place]
        identical(term, old, "the subterm is not an instance")
        for outer, place in zip(reversed(above), reversed(path), strict=True):
            if outer.symbol is None:
                raise Invalid("no such subterm")
            args = (*outer.args[:place], new, *outer.args[place + 1 :])
            new = self.world.apply(outer.symbol, outer.sorts, args)
        return new

    def _instance(self, by: list[object], goal: Sequent) -> tuple[list[Equation], Equation]:
        """Premises and conclusion of the instance that `by` names."""
        kind = reading.text(by[0]) if by else ""
        if kind == "node":
            sequent = self.node(reading.items(by, 2)[1])
            self.within(sequent.context, goal.context)
            return [], (sequent.left, sequent.right)
        if kind == "hypothesis":
            _, index, raw_terms = reading.items(by, 3)
            clause = self.clause(index)
            require(clause in goal.context, "not a hypothesis")
            put = Substitution(self.world, bound=self._fitting(clause, raw_terms))
            if clause.guard is not None:
                measure = [put.term(term) for term in clause.guard[0]]
                require(smaller(measure, list(clause.guard[1])), "the guard does not hold")
        else:
            source = self.source(by)
            types = dict(zip(source.types, source.sorts, strict=True))
            clause = Substitution(self.world, types=types).clause(source.clause)
            put = Substitution(self.world, bound=self._fitting(clause, source.terms))
        return [put.equation(p) for p in clause.premises], put.equation(clause.conclusion)

    def _fitting(self, clause: Clause, raw: object) -> list[Term]:
        terms = self.terms(raw, len(clause.bound))
        for sort, term in zip(clause.bound, terms, strict=True):
            identical(sort, term.sort, "a term of another sort for a bound variable")
        return terms

    def source(self, by: list[object]) -> Source:
        """The clause that a `by` of kind case, builtin, axiom or theorem names."""
        kind = reading.text(by[0]) if by else ""
        if kind in ("case", "builtin"):
            _, raw_name, raw_index, raw_sorts, terms = reading.items(by, 5)
            name, index = reading.text(raw_name), reading.number(raw_index)
            if kind == "case":
                table = self.theory.cases[name][1] if name in self.theory.cases else []
            else:
                table = self.theory.builtin.get(name, [])
            require(index < len(table), "no such equation")
            types = self.theory.symbols[name].types
            return Source(types, table[index], self.sorts(raw_sorts, len(types)), terms)
        if kind == "axiom":
            _, raw_structure, raw_name, raw_sorts, terms = reading.items(by, 5)
            structure = self.theory.structures.get(reading.text(raw_structure))
            axiom = structure.axioms.get(reading.text(raw_name)) if structure else None
            if structure is None or axiom is None:
                raise Invalid("no such axiom")
            self.axioms.add((structure.name, axiom.name))
            sorts = self.sorts(raw_sorts, len(axiom.types))
            return Source(axiom.types, axiom.clause, sorts, terms)
        if kind == "theorem":
            _, raw_index, raw_sorts, terms = reading.items(by, 4)
            index = reading.number(raw_index)
            require(index < len(self.earlier), "not an earlier theorem")
            theorem = self.earlier[index]
            self.axioms |= theorem.axioms
            sorts = self.sorts(raw_sorts, len(theorem.types))
            return Source(theorem.types, theorem.clause, sorts, terms)
        raise Invalid("unknown kind of equation")

    # Section 6: the conditions are in `computation`, the citations of laws are read here.

    def law(self, raw: object, premises: bool = False) -> Clause:
        """The clause of a law at its sort arguments, mostly without premises."""
        by = reading.items(raw)
        require(bool(by) and by[0] != "builtin", "a law is a case, an axiom or a theorem")
        source = self.source(by)
        require(reading.items(source.terms) == [], "a law has terms")
        types = dict(zip(source.types, source.sorts, strict=True))
        clause = Substitution(self.world, types=types).clause(source.clause)
        require(premises or not clause.premises, "a law has premises or a guard")
        require(clause.guard is None, "a law has premises or a guard")
        return clause

    def evaluate(self, goal: Sequent, raw: Fields) -> None:
        computation.check_eval(goal.left, goal.right)

    def boolean(self, goal: Sequent, raw: Fields) -> None:
        computation.check_bool(goal.left, goal.right)

    def ac(self, goal: Sequent, raw: Fields) -> None:
        symbol = self.theory.symbols.get(reading.text(raw["symbol"]))
        if symbol is None:
            raise Invalid("no such symbol")
        sorts = tuple(self.sorts(raw["types"], len(symbol.types)))
        laws = reading.record(raw["laws"], *computation.AC_LAWS)
        computation.check_ac(
            self.world,
            symbol,
            sorts,
            {key: self.law(by) for key, by in laws.items()},
            (goal.left, goal.right),
        )

    def ring(self, goal: Sequent, raw: Fields) -> None:
        [sort] = self.sorts([raw["sort"]])
        operations = reading.record(raw["operations"], "zero", "one", "add", "mul", "neg", "sub")
        zero, one = self.term(operations["zero"]), self.term(operations["one"])
        symbols = {
            key: self.theory.symbols.get(reading.text(operations[key]))
            for key in ("add", "mul", "neg", "sub")
            if operations[key] is not None or key in ("add", "mul")
        }
        structure = computation.ring_of(self.world, sort, zero, one, symbols)
        laws = reading.record(raw["laws"], *structure.law_names())
        structure.check_laws({key: self.law(by) for key, by in laws.items()})
        structure.check_equal(goal.left, goal.right)

    def field(self, goal: Sequent, raw: Fields) -> None:
        rule = fields.Field(self.world, self.theory.symbols)
        laws = reading.record(raw["laws"], *rule.law_names())
        rule.check_laws({key: self.law(by, premises=True) for key, by in laws.items()})
        for index in reading.items(raw["premises"]):
            sequent = self.node(index)
            self.within(sequent.context, goal.context)
            rule.assume_not_zero(sequent.left, sequent.right)
        rule.check_equal(goal.left, goal.right)

    def interval(self, goal: Sequent, raw: Fields) -> None:
        require(goal.right.applies("true") or goal.right.applies("false"), "not true or false")
        truth = reals.comparison(goal.left)
        require(goal.right.applies("true" if truth else "false"), "the comparison is wrong")


def smaller(measure: list[Term], limit: list[Term]) -> bool:
    """Is the measure below the limit in the lexicographic order of constructor subterms?"""
    for one, two in zip(measure, limit, strict=True):
        if one in constructor_subterms(two):
            return True
        if one is not two:
            return False
    return False


RULES: dict[str, tuple[tuple[str, ...], Callable[[Proof, Sequent, Fields], None]]] = {
    "refl": ((), Proof.refl),
    "sym": (("from",), Proof.sym),
    "trans": (("from",), Proof.trans),
    "cong": (("from",), Proof.cong),
    "rewrite": (("from", "by", "at", "reverse", "premises"), Proof.rewrite),
    "instantiate": (("from", "variables", "terms"), Proof.instantiate),
    "cut": (("clause", "variables", "proof", "from"), Proof.cut),
    "injective": (("from", "field"), Proof.injective),
    "distinct": (("from",), Proof.distinct),
    "split": (("variable", "fields", "from"), Proof.split),
    "cases": (("term", "fields", "from"), Proof.cases),
    "induction": (("variables", "general", "moved", "from"), Proof.induction),
    "eq_intro": (("from",), Proof.eq_intro),
    "eq_elim": (("from",), Proof.eq_elim),
    "eval": ((), Proof.evaluate),
    "ac": (("symbol", "types", "laws"), Proof.ac),
    "ring": (("sort", "operations", "laws"), Proof.ring),
    "field": (("laws", "premises"), Proof.field),
    "interval": ((), Proof.interval),
    "bool": ((), Proof.boolean),
}


class Strict(NamedTuple):
    """A claim of strict equality: its statement, and the axioms of all its theorems."""

    statement: str
    axioms: frozenset[Label]


class Checked(NamedTuple):
    """What the theorems of a file come to; the axioms are those of the last one."""

    statement: str
    axioms: frozenset[Label]
    nodes: int
    strict: Strict | None


FORMS = {
    "nodes": ("variables", "nodes"),
    "certificate": ("statement", "certificate"),
    "instance": ("instance", "sorts", "symbols", "axioms"),
}
Cite = Callable[[Certificate, str, str], frozenset[Label]]


def check_theorems(certificate: Certificate, cited: Cite) -> Checked:
    """Check all theorems of a proof; `cited` checks a citation and returns its axioms."""
    raw_theorems = reading.items(certificate.raw["theorems"])
    require(bool(raw_theorems), "no theorems")
    theorems: list[Theorem] = []
    nodes = 0
    for number, item in enumerate(raw_theorems):
        raw = reading.mapping(item)
        forms = [form for form in FORMS if form in raw]
        form = forms[0] if forms else "nodes"
        proof = Proof(certificate, theorems)
        label = str(number)
        try:
            reading.record(raw, "name", "types", "clause", *FORMS[form])
            label = reading.name(raw["name"])
            require(all(label != t.name for t in theorems), "two theorems have the same name")
            types = reading.names(raw["types"])
            clause = certificate.clause(raw["clause"])
            check_statement(types, clause)
            if form == "certificate":
                require(number + 1 < len(raw_theorems), "the last theorem is a citation")
                digest = reading.hexadecimal(raw["statement"])
                require(
                    certificate.statement(types, clause) == digest,
                    "the statement does not have the digest that is given",
                )
                axioms = cited(certificate, reading.hexadecimal(raw["certificate"]), digest)
            elif form == "instance":
                axioms = check_instance(proof, raw, types, clause)
            else:
                _check_proof(proof, raw, clause)
                axioms = frozenset(proof.axioms)
                nodes += len(proof.nodes)
        except Invalid as error:
            error.theorem = error.theorem or label
            raise
        theorems.append(Theorem(label, types, clause, axioms))
    last = theorems[-1]
    statement = certificate.statement(last.types, last.clause)
    return Checked(statement, last.axioms, nodes, _check_strict(certificate, theorems))


def _check_strict(certificate: Certificate, theorems: list[Theorem]) -> Strict | None:
    if "strict" not in certificate.raw:
        return None
    raw = reading.record(certificate.raw["strict"], "clause", "equal", "domain")
    clause = certificate.clause(raw["clause"])
    check_statement((), clause)
    numbers = reading.number(raw["equal"]), reading.number(raw["domain"])
    require(all(number < len(theorems) for number in numbers), "strict: no such theorem")
    equal, domain = (theorems[number] for number in numbers)
    require(not equal.types and not domain.types, "strict: a theorem has type variables")
    domains.check_strict(certificate.theory, clause, equal.clause, domain.clause)
    axioms = equal.axioms | domain.axioms | theorems[-1].axioms
    return Strict(certificate.statement((), clause), axioms)


def _check_proof(proof: Proof, raw: Fields, clause: Clause) -> None:
    variables = proof.variables(raw["variables"], list(clause.bound))
    for step, node in enumerate(reading.items(raw["nodes"])):
        try:
            proof.add(node)
        except Invalid as error:
            error.step = step if error.step is None else error.step
            raise
    _check_end(proof, clause, variables)


def check_statement(types: tuple[str, ...], clause: Clause) -> None:
    """A statement is closed and uses only its own type variables."""
    require(clause.closed, "the clause of a statement is not closed")
    used = Occurrences()
    used.add_clause(clause)
    require(used.types <= set(types), "a type variable of the statement is not declared")


def _check_end(proof: Proof, clause: Clause, variables: list[Term]) -> None:
    require(bool(proof.nodes), "a theorem without nodes")
    put = Substitution(proof.world, bound=variables)
    premises = frozenset(proof.world.unit(*put.equation(p)) for p in clause.premises)
    left, right = put.equation(clause.conclusion)
    last = proof.nodes[-1]
    identical(last.left, left, "the last node has another left side")
    identical(last.right, right, "the last node has another right side")
    proof.within(last.context, premises)


def check_instance(
    proof: Proof, raw: Fields, types: tuple[str, ...], clause: Clause
) -> frozenset[Label]:
    """Check a theorem of the third form; the axioms that it rests on."""
    number = reading.number(raw["instance"])
    require(number < len(proof.earlier), "not an earlier theorem")
    theorem = proof.earlier[number]
    model = instances.Model(proof.certificate, raw["sorts"], raw["symbols"])
    covered = model.covered()
    polymorphic = [axiom for axiom in covered.values() if axiom.types]
    if theorem.types or polymorphic:
        require(types == theorem.types, "an instance has the type variables of the theorem")
        require(not model.types, "a type variable could be captured")
    require(model.types <= set(types), "a type variable of the model is not declared")
    model.refuse_dependent(theorem.clause)
    identical(model.clause(theorem.clause), clause, "not the translated theorem")
    given = reading.record(raw["axioms"], *dict.fromkeys(name for name, _ in covered))
    for structure, laws in given.items():
        names = [axiom for name, axiom in covered if name == structure]
        for name, by in reading.record(laws, *names).items():
            wanted = model.clause(covered[structure, name].clause)
            identical(_cited_clause(proof, by), wanted, "not the translated axiom")
    return frozenset(proof.axioms) | (theorem.axioms - covered.keys())


def _cited_clause(proof: Proof, raw: object) -> Clause:
    """A whole clause at its sort arguments."""
    source = proof.source(reading.items(raw))
    require(reading.items(source.terms) == [], "a law has terms")
    types = dict(zip(source.types, source.sorts, strict=True))
    return Substitution(proof.world, types=types).clause(source.clause)
