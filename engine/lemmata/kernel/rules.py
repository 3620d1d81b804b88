"""The inference rules: FORMAT.md section 5, one method a rule, in the order of its table.

A node claims `H |- l = r`. A rule looks at earlier nodes and raises Rejected unless it follows.
Weakening is part of every rule: `_premise` accepts any subset of the context it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from lemmata.kernel.computation import check_ac, check_bool, check_eval, check_ring
from lemmata.kernel.definitions import Definitions
from lemmata.kernel.field import check_field
from lemmata.kernel.laws import check_laws, field_shapes
from lemmata.kernel.reading import Rejected, fields, index, indices, require, sequence
from lemmata.kernel.real import check_interval
from lemmata.kernel.terms import Clause, Guard, Pair, unit

Context = frozenset[int]
Axiom = tuple[str, str]


class Sequent(NamedTuple):
    """Hypotheses (numbers of clauses) and the two sides of the conclusion."""

    context: Context
    left: int
    right: int


class Known(NamedTuple):
    """A theorem that may be cited: its type variables, clause, and all axioms it rests on."""

    types: tuple[int, ...]
    clause: Clause
    axioms: frozenset[Axiom]


class Proof:
    """The nodes of one theorem, checked one after the other."""

    def __init__(
        self,
        definitions: Definitions,
        tables: Mapping[str, list[int]],
        contexts: list[Context],
        theorems: list[Known],
    ) -> None:
        """`tables` translate the file's numbers; `theorems` are those that may be cited."""
        self.definitions, self.terms = definitions, definitions.terms
        self.sorts, self.table, self.clauses = tables["sorts"], tables["terms"], tables["clauses"]
        self.contexts, self.theorems = contexts, theorems
        self.nodes: list[Sequent] = []
        self.axioms: set[Axiom] = set()
        self.counts: dict[str, int] = {}
        self.builtin = self._builtin_equations()
        self._field_laws: set[str] = set()
        self._instances: dict[Any, tuple[tuple[Pair, ...], Pair]] = {}

    def add(self, raw: dict[str, Any]) -> None:
        """Check one node and append it."""
        rule = raw.get("rule") if isinstance(raw, dict) else None
        if not isinstance(rule, str) or rule not in RULES:
            raise Rejected(f"unknown rule {str(rule)[:40]!r}")
        check, shape = RULES[rule]
        _, context, left, right, *rest = fields(raw, "rule", "context", "left", "right", *shape)
        sequent = Sequent(
            self.contexts[index(context, len(self.contexts))], self._term(left), self._term(right)
        )
        same = self.terms.sort[sequent.left] == self.terms.sort[sequent.right]
        require(same, "the two sides have different sorts")
        check(self, sequent, *rest)
        self.nodes.append(sequent)
        self.counts[rule] = self.counts.get(rule, 0) + 1

    # What nodes point to

    def _term(self, i: object) -> int:
        term = self.table[index(i, len(self.table))]
        if not self.terms.plain[term]:
            raise Rejected("a bound variable outside its clause")
        return term

    def variables(self, raw: object) -> list[int]:
        """A list of distinct free variables."""
        found = [self._term(i) for i in sequence(raw)]
        good = all(self.terms.entries[v][0] == "var" for v in found)
        require(good and len(set(found)) == len(found), "distinct variables are expected")
        return found

    def _premise(self, i: object, context: Context | set[int]) -> Pair:
        """The equation of an earlier node, whose context must be a subset of the given one."""
        node = self.nodes[index(i, len(self.nodes))]
        if node.context is not context and not node.context <= context:
            raise Rejected(f"step {i} uses a hypothesis that is not available")
        return node.left, node.right

    def _free(self, context: Context, *terms: int) -> set[int]:
        free = {v for t in terms for v in self.terms.leaves[t]}
        for clause in context:
            free |= self.terms.clause_free(self.terms.clauses[clause])
        return free

    # Equality

    def refl(self, goal: Sequent) -> None:
        """|- t = t."""
        require(goal.left == goal.right, "the two sides are not the same term")

    def sym(self, goal: Sequent, origin: object) -> None:
        """r = l |- l = r."""
        require(self._premise(origin, goal.context) == (goal.right, goal.left), "not the mirror")

    def trans(self, goal: Sequent, origin: object) -> None:
        """l = m, m = n, n = r |- l = r."""
        links = [self._premise(i, goal.context) for i in sequence(origin)]
        require(len(links) >= 2, "at least two links are needed")
        for (_, end), (start, _) in pairwise(links):
            require(end == start, "two links do not meet")
        require((links[0][0], links[-1][1]) == goal[1:], "the ends of the chain differ")

    def cong(self, goal: Sequent, origin: object) -> None:
        """a = c, b = d |- f(a, b) = f(c, d)."""
        left, right = self.terms.entries[goal.left], self.terms.entries[goal.right]
        require(left[0] == right[0] == "app" and left[1:3] == right[1:3], "not the same symbol")
        links = sequence(origin)
        require(len(links) == len(left[3]), "one entry an argument is expected")
        require(any(i is not None for i in links), "no argument changes")
        for i, a, b in zip(links, left[3], right[3], strict=True):
            require((i is None) == (a == b), "null exactly where the arguments are identical")
            pair = (a, a) if i is None else self._premise(i, goal.context)
            require(pair == (a, b), "an argument is not proved equal")

    def rewrite(
        self,
        goal: Sequent,
        origin: object,
        by: object,
        at: object,
        reverse: object,
        premises: object,
    ) -> None:
        """l = s[a], a = b |- l = s[b]."""
        start = goal.left
        if origin is not None:
            left, start = self._premise(origin, goal.context)
            require(left == goal.left, "the chain starts elsewhere")
        conditions, (old, new) = self._equation(by, goal.context)
        proofs = sequence(premises)
        require(len(proofs) == len(conditions), "one proof a condition is expected")
        for i, condition in zip(proofs, conditions, strict=True):
            require(self._premise(i, goal.context) == condition, "a condition is not proved")
        require(reverse.__class__ is bool, "reverse is true or false")
        if reverse:
            old, new = new, old
        require(
            self._replaced(start, indices(at, 1_000_000), old, new) == goal.right,
            "the result is another term",
        )

    def _replaced(self, start: int, path: tuple[int, ...], old: int, new: int) -> int:
        spine = []
        term = start
        for i in path:
            entry = self.terms.entries[term]
            require(entry[0] == "app" and i < len(entry[3]), "no such position")
            spine.append((entry, i))
            term = entry[3][i]
        require(term == old, "the equation does not fit at this position")
        for entry, i in reversed(spine):
            arguments = (*entry[3][:i], new, *entry[3][i + 1 :])
            new = self.terms.app(entry[1], entry[2], arguments)
        return new

    def _equation(self, by: object, context: Context) -> tuple[tuple[Pair, ...], Pair]:
        """The conditions and the two sides of the instance that `by` names."""
        row = sequence(by)
        if len(row) == 2 and row[0] == "node":
            return (), self._premise(row[1], context)
        if len(row) == 3 and row[0] == "hypothesis":
            clause_id = self.clauses[index(row[1], len(self.clauses))]
            require(clause_id in context, "this hypothesis is not available")
            clause = self.terms.clauses[clause_id]
            values = tuple([self._term(i) for i in sequence(row[2])])
            if clause.guard:
                self._check_guard(clause, clause.guard, values)
            return self._instance(clause, (), (), values)
        types, clause = self.cited(row[:-2])
        given = tuple([self.sorts[i] for i in indices(row[-2], len(self.sorts))])
        return self._instance(
            clause, types, given, tuple([self._term(i) for i in sequence(row[-1])])
        )

    def cited(self, row: list[Any]) -> tuple[tuple[int, ...], Clause]:
        """The type variables and the clause of a case, built-in equation, axiom or theorem."""
        match row:
            case ["case", str(symbol), int(i)] if symbol in self.definitions.cases:
                cases = self.definitions.cases[symbol]
                return self.terms.symbols[symbol].types, cases[index(i, len(cases))]
            case ["builtin", str(symbol), int(i)] if symbol in self.builtin:
                cases = self.builtin[symbol]
                return self.terms.symbols[symbol].types, cases[index(i, len(cases))]
            case ["axiom", str(structure), str(axiom)]:
                key = (structure, axiom)
                require(key in self.definitions.axioms, f"no axiom {axiom[:40]!r}")
                self.axioms.add(key)
                return self.definitions.axiom_types[key], self.definitions.axioms[key]
            case ["theorem", k]:
                known = self.theorems[index(k, len(self.theorems))]
                self.axioms |= known.axioms
                return known.types, known.clause
        raise Rejected("not an equation that can be cited")

    def _builtin_equations(self) -> dict[str, tuple[Clause, ...]]:
        """The equations of FORMAT.md section 2."""
        t = self.terms
        a = t.symbols["ite"].types[0]
        x, y, z = t.bound(0, t.bool), t.bound(0, a), t.bound(1, a)

        def case(bound: tuple[int, ...], right: int, symbol: str, *args: int) -> Clause:
            types = (a,) if symbol == "ite" else ()
            return Clause(bound, (), (t.app(symbol, types, args), right), None)

        truth = (t.bool,)
        return {
            "not": (case((), t.false, "not", t.true), case((), t.true, "not", t.false)),
            "and": (case(truth, x, "and", t.true, x), case(truth, t.false, "and", t.false, x)),
            "or": (case(truth, t.true, "or", t.true, x), case(truth, x, "or", t.false, x)),
            "ite": (case((a, a), y, "ite", t.true, y, z), case((a, a), z, "ite", t.false, y, z)),
        }

    def _instance(
        self,
        clause: Clause,
        types: tuple[int, ...],
        given: tuple[int, ...],
        values: tuple[int, ...],
    ) -> tuple[tuple[Pair, ...], Pair]:
        key = (clause, types, given, values)
        found = self._instances.get(key)
        if found is None:
            terms = self.terms
            require(len(given) == len(types), "another number of sort arguments")
            binding = dict(zip(types, given, strict=True))
            sorts = [terms.sort_with(s, binding) for s in clause.bound]
            require([terms.sort[v] for v in values] == sorts, "values of other sorts or number")
            bound = {
                terms.bound(i, s): v
                for (i, s), v in zip(enumerate(clause.bound), values, strict=True)
            }

            def put(pair: Pair) -> Pair:
                left, right = pair
                return terms.replace(left, bound, binding), terms.replace(right, bound, binding)

            found = tuple(map(put, clause.premises)), put(clause.conclusion)
            self._instances[key] = found
        return found

    def _check_guard(self, clause: Clause, guard: Guard, values: tuple[int, ...]) -> None:
        """The measure under `values` is lexicographically smaller than the limit."""
        good = [self.terms.sort[v] for v in values] == list(clause.bound)
        require(good, "values of other sorts or number")
        bound = {
            self.terms.bound(i, s): v
            for (i, s), v in zip(enumerate(clause.bound), values, strict=True)
        }
        for measure, limit in zip(guard.measure, guard.limit, strict=True):
            value = self.terms.replace(measure, bound)
            if value in self.terms.parts(limit):
                return
            require(
                value == limit, "the induction hypothesis is used at a value that is not smaller"
            )
        raise Rejected("the induction hypothesis is used at the same value")

    # Structure

    def instantiate(self, goal: Sequent, origin: object, variables: object, values: object) -> None:
        """K |- a = b gives K[x:=t] |- a[x:=t] = b[x:=t]."""
        found = self.variables(variables)
        given = [self._term(i) for i in sequence(values)]
        sort = self.terms.sort
        require([sort[v] for v in found] == [sort[t] for t in given], "sorts or numbers differ")
        binding = dict(zip(found, given, strict=True))
        node = self.nodes[index(origin, len(self.nodes))]
        require(self._substituted(node.context, binding) <= goal.context, "a hypothesis is missing")
        sides = (self.terms.replace(node.left, binding), self.terms.replace(node.right, binding))
        require(sides == goal[1:], "not this instance")

    def _substituted(self, context: Context, binding: Mapping[int, int]) -> Context:
        terms = self.terms
        return frozenset(
            terms.intern_clause(terms.clause_with(terms.clauses[c], binding)) for c in context
        )

    def cut(
        self, goal: Sequent, clause_id: object, variables: object, proof: object, origin: object
    ) -> None:
        """H, Cs |- c and H, (forall v. Cs ==> c) |- l = r give H |- l = r."""
        number = self.clauses[index(clause_id, len(self.clauses))]
        clause = self.terms.clauses[number]
        require(clause.guard is None, "a hypothesis with a guard cannot be proved")
        fresh = self.variables(variables)
        used = self._free(goal.context) | self.terms.clause_free(clause)
        require(used.isdisjoint(fresh), "a variable is not fresh")
        conditions, conclusion = self._instance(clause, (), (), tuple(fresh))
        units = {self.terms.intern_clause(unit(*pair)) for pair in conditions}
        require(self._premise(proof, goal.context | units) == conclusion, "proves something else")
        require(self._premise(origin, goal.context | {number}) == goal[1:], "another conclusion")

    # Datatypes

    def injective(self, goal: Sequent, origin: object, field: object) -> None:
        """C(a) = C(b) |- a = b."""
        left, right = self._premise(origin, goal.context)
        top = self.terms.constructor(left)
        same = top is not None and top == self.terms.constructor(right)
        require(same, "not the same constructor on both sides")
        first, second = self.terms.entries[left][3], self.terms.entries[right][3]
        i = index(field, len(first))
        require((first[i], second[i]) == goal[1:], "another field")

    def distinct(self, goal: Sequent, origin: object) -> None:
        """C(a) = D(b) |- anything."""
        tops = [self.terms.constructor(side) for side in self._premise(origin, goal.context)]
        require(None not in tops and tops[0] != tops[1], "not two different constructors")

    def _branches(
        self, goal: Sequent, term: int, raw_fields: object, origin: object
    ) -> list[tuple[object, int]]:
        """Per constructor of the term's datatype: the node, and the constructor at fresh fields."""
        terms = self.terms
        sort, *arguments = terms.sorts[terms.sort[term]]
        require(sort in self.definitions.constructors, "not a datatype")
        constructors = self.definitions.constructors[sort]
        rows, nodes = sequence(raw_fields), sequence(origin)
        require(
            len(rows) == len(nodes) == len(constructors), "one branch a constructor is expected"
        )
        used = self._free(goal.context, goal.left, goal.right, term)
        found = []
        for constructor, row, node in zip(constructors, rows, nodes, strict=True):
            fresh = self.variables(row)
            require(used.isdisjoint(fresh), "a field is not fresh")
            expected = terms.instance_sorts(constructor, tuple(arguments))[0]
            require(
                tuple(terms.sort[v] for v in fresh) == expected, "fields of other sorts or number"
            )
            found.append((node, terms.app(constructor, tuple(arguments), tuple(fresh))))
        return found

    def split(self, goal: Sequent, variable: object, raw_fields: object, origin: object) -> None:
        """H[x:=C(y)] |- (l = r)[x:=C(y)] for every constructor C give H |- l = r."""
        [x] = self.variables([variable])
        for node, value in self._branches(goal, x, raw_fields, origin):
            binding = {x: value}
            sides = (
                self.terms.replace(goal.left, binding),
                self.terms.replace(goal.right, binding),
            )
            context = self._substituted(goal.context, binding)
            require(self._premise(node, context) == sides, "a branch proves something else")

    def cases(self, goal: Sequent, raw: object, raw_fields: object, origin: object) -> None:
        """H, t = C(y) |- l = r for every constructor C give H |- l = r."""
        term = self._term(raw)
        for node, value in self._branches(goal, term, raw_fields, origin):
            case = self.terms.intern_clause(unit(term, value))
            good = self._premise(node, goal.context | {case}) == goal[1:]
            require(good, "a branch proves something else")

    def induction(
        self, goal: Sequent, variables: object, general: object, moved: object, origin: object
    ) -> None:
        """H, (forall x' y'. x' < x, moved' ==> (l = r)') |- l = r gives H |- l = r."""
        terms = self.terms
        chosen, every = self.variables(variables), sequence(variables) + sequence(general)
        opened = self.variables(every)
        require(chosen, "no induction variable")
        for x in chosen:
            known = terms.sorts[terms.sort[x]][0] in self.definitions.constructors
            require(known, "an induction variable is not of a datatype")
        numbers = [self.clauses[i] for i in indices(moved, len(self.clauses))]
        require(goal.context.issuperset(numbers), "a moved hypothesis is not available")
        require(len(set(numbers)) == len(numbers), "a hypothesis is moved twice")
        clauses = [terms.clauses[c] for c in numbers]
        good = all(not (c.bound or c.premises or c.guard) for c in clauses)
        require(good, "only unit hypotheses can be moved")
        rest = self._free(goal.context - set(numbers))
        require(rest.isdisjoint(opened), "an induction variable is left in a hypothesis")
        bound = {x: terms.bound(i, terms.sort[x]) for i, x in enumerate(opened)}

        def bind(pair: Pair) -> Pair:
            return terms.replace(pair[0], bound), terms.replace(pair[1], bound)

        hypothesis = Clause(
            tuple(terms.sort[x] for x in opened),
            tuple(bind(c.conclusion) for c in clauses),
            bind((goal.left, goal.right)),
            Guard(tuple(bound[x] for x in chosen), tuple(chosen)),
        )
        context = goal.context | {terms.intern_clause(hypothesis)}
        require(self._premise(origin, context) == goal[1:], "the step proves something else")

    # Reflection

    def eq_intro(self, goal: Sequent, origin: object) -> None:
        """a = b |- eq(a, b) = true."""
        entry = self.terms.entries[goal.left]
        good = entry[0] == "app" and entry[1] == "eq" and goal.right == self.terms.true
        require(good, "not eq(a, b) = true")
        require(self._premise(origin, goal.context) == entry[3], "another equation")

    def eq_elim(self, goal: Sequent, origin: object) -> None:
        """eq(a, b) = true |- a = b."""
        left, right = self._premise(origin, goal.context)
        entry = self.terms.entries[left]
        good = entry[0] == "app" and entry[1] == "eq" and right == self.terms.true
        require(good and entry[3] == goal[1:], "not from eq(l, r) = true")

    # Computation

    def eval(self, goal: Sequent) -> None:
        """A built-in operation on literals."""
        check_eval(self.terms, goal.left, goal.right)

    def ac(self, goal: Sequent, symbol: object, types: object, laws: object) -> None:
        """Both sides are the same up to associativity and commutativity of a symbol."""
        given = tuple(self.sorts[i] for i in indices(types, len(self.sorts)))
        check_ac(self.terms, goal[1:], symbol, given, laws, self.law)

    def ring(self, goal: Sequent, sort: object, operations: object, laws: object) -> None:
        """Both sides are the same polynomial."""
        shape = ("zero", "one", "add", "mul", "neg", "sub")
        zero, one, *symbols = fields(operations, *shape)
        number = self.sorts[index(sort, len(self.sorts))]
        units = (self._term(zero), self._term(one))
        check_ring(self.terms, goal[1:], number, units, symbols, laws, self.law)

    def field(self, goal: Sequent, laws: object, premises: object) -> None:
        """Both sides are the same rational function."""
        pairs = [self._premise(i, goal.context) for i in sequence(premises)]
        written = repr(laws)
        if written not in self._field_laws:
            check_laws(self.terms, laws, field_shapes(self.terms), self.law)
            self._field_laws.add(written)
        check_field(self.terms, goal[1:], pairs)

    def interval(self, goal: Sequent) -> None:
        """A comparison of real constants, by enclosures."""
        check_interval(self.terms, goal.left, goal.right)

    def bool(self, goal: Sequent) -> None:
        """A tautology over named atoms."""
        check_bool(self.terms, goal.left, goal.right)

    def law(self, by: object) -> Clause:
        """The whole clause of a law that a computation cites, at its sort arguments."""
        row = sequence(by)
        shape = {"case": 5, "axiom": 5, "theorem": 4}.get(str(row[0])) if row else None
        require(shape == len(row) and row[-1] == [], "not a law")
        types, clause = self.cited(row[:-2])
        given = [self.sorts[i] for i in indices(row[-2], len(self.sorts))]
        require(len(given) == len(types), "another number of sort arguments")
        used = {leaf for side in clause.terms() for leaf in self.terms.leaves[side]}
        require(len(used) == len(clause.bound), "a law binds a variable that it does not use")
        terms, binding = self.terms, dict(zip(types, given, strict=True))

        def put(pair: Pair) -> Pair:
            return terms.replace(pair[0], {}, binding), terms.replace(pair[1], {}, binding)

        bound = tuple(terms.sort_with(s, binding) for s in clause.bound)
        return Clause(bound, tuple(map(put, clause.premises)), put(clause.conclusion), None)


Check = Callable[..., None]
RULES: dict[str, tuple[Check, tuple[str, ...]]] = {
    "refl": (Proof.refl, ()),
    "sym": (Proof.sym, ("from",)),
    "trans": (Proof.trans, ("from",)),
    "cong": (Proof.cong, ("from",)),
    "rewrite": (Proof.rewrite, ("from", "by", "at", "reverse", "premises")),
    "instantiate": (Proof.instantiate, ("from", "variables", "terms")),
    "cut": (Proof.cut, ("clause", "variables", "proof", "from")),
    "injective": (Proof.injective, ("from", "field")),
    "distinct": (Proof.distinct, ("from",)),
    "split": (Proof.split, ("variable", "fields", "from")),
    "cases": (Proof.cases, ("term", "fields", "from")),
    "induction": (Proof.induction, ("variables", "general", "moved", "from")),
    "eq_intro": (Proof.eq_intro, ("from",)),
    "eq_elim": (Proof.eq_elim, ("from",)),
    "eval": (Proof.eval, ()),
    "ac": (Proof.ac, ("symbol", "types", "laws")),
    "ring": (Proof.ring, ("sort", "operations", "laws")),
    "field": (Proof.field, ("laws", "premises")),
    "interval": (Proof.interval, ()),
    "bool": (Proof.bool, ()),
}
