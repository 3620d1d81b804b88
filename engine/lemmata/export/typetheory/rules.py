"""The rules of a certificate as proof terms.

| rule | term |
|---|---|
| rewrite | `f_equal (fun hole => …) (lemma arguments)`, a link of a chain of `eq_trans` |
| cong | one link for each argument |
| instantiate, cut | `(fun … => proof) …` |
| injective | `f_equal` of the projection to a field |
| distinct | `False_ind`, by a match that is `True` for one constructor and `False` for the others |
| split, cases | `match`; hypotheses about what is matched go through the match as arguments |
| induction | `course` of `below.py`, once for each variable of the lexicographic order |

A text mentions variables and hypotheses by names that depend on the certificate's table entry only,
so the text of a node does not depend on the place where it is put.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lemmata.export.typetheory import boolean, commutative
from lemmata.export.typetheory.dialect import Branch
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.laws import Laws
from lemmata.export.typetheory.links import Rewrite, turned
from lemmata.export.typetheory.proof import Proof
from lemmata.export.typetheory.sequents import Sequents
from lemmata.export.typetheory.steps import Step, under
from lemmata.export.typetheory.tables import Clause

Node = Mapping[str, Any]


class Rules:
    """Translates the nodes of one theorem; `proofs` holds those of the nodes translated so far."""

    def __init__(
        self,
        sequents: Sequents,
        laws: Laws,
        nodes: Sequence[Node],
        proofs: Mapping[int, Proof],
    ) -> None:
        self.sequents, self.laws = sequents, laws
        self.nodes, self.proofs = nodes, proofs
        self.syntax, self.tables, self.world = sequents.syntax, sequents.tables, sequents.world
        self._rules: dict[str, Callable[[Node, Proof], str | None]] = {
            "refl": self._refl, "sym": self._sym, "trans": self._trans, "cong": self._cong,
            "rewrite": self._rewrite, "instantiate": self._instantiate, "cut": self._cut,
            "injective": self._injective, "distinct": self._distinct, "split": self._split,
            "cases": self._cases, "induction": self._induction, "eq_intro": self._eq_intro,
            "eq_elim": self._eq_elim, "eval": self._eval, "ac": self._ac, "ring": self._ring,
            "bool": self._bool,
        }  # fmt: skip

    def translate(self, node: Node) -> Proof:
        """Return the proof of a node."""
        sort = self.world.sort(self.tables.sort(node["left"]))
        proof = Proof(self.syntax, sort, self.syntax.term(node["left"]), [])
        self._mention(proof, node["left"], node["right"])
        rule = self._rules.get(node["rule"])
        if rule is None:
            raise Unsupported(f"the rule {node['rule']}")
        text = rule(node, proof)
        if text is not None:
            proof.chain = [Step(proof.left, self.syntax.term(node["right"]), text)]
        return proof

    def _part(self) -> Proof:
        """Return an empty proof, to collect what a part of a text mentions."""
        return Proof(self.syntax, "", "", [])

    def _mention(self, proof: Proof, *terms: int) -> None:
        for t in terms:
            proof.variables |= self.tables.free(t)

    def _premise(self, proof: Proof, n: int) -> str:
        """Return the text of an earlier node and note what it mentions."""
        proof.absorb(self.proofs[n])
        return self.proofs[n].text()

    def _sides(self, node: Node) -> str:
        return self.syntax.equation(node["left"], node["right"])

    def _equality(self, n: int) -> str:
        """Return the sort and both sides of an earlier node, as arguments."""
        node = self.nodes[n]
        texts = self.syntax.term(node["left"]), self.syntax.term(node["right"])
        return " ".join([self.proofs[n].sort, *texts])

    # Equality

    def _refl(self, node: Node, proof: Proof) -> None:
        pass

    def _sym(self, node: Node, proof: Proof) -> None:
        source = self.proofs[node["from"]]
        proof.absorb(source)
        proof.chain = [turned(proof.sort, link) for link in reversed(source.chain)]

    def _trans(self, node: Node, proof: Proof) -> None:
        for n in node["from"]:
            proof.absorb(self.proofs[n])
            proof.chain.extend(self.proofs[n].chain)

    def _cong(self, node: Node, proof: Proof) -> None:
        kids = self.tables.arguments(node["left"])
        goals = self.tables.arguments(node["right"])
        now = [self.syntax.term(t) for t in kids]
        for i, n in enumerate(node["from"]):
            if n is None:
                continue
            hole = self.syntax.compose(node["left"], [*now[:i], "hole", *now[i + 1 :]])
            before = self.syntax.compose(node["left"], now)
            step = Step(now[i], self.syntax.term(goals[i]), self._premise(proof, n))
            now[i] = step.right
            text = under(hole, self.proofs[n].sort, proof.sort, step)
            proof.chain.append(Step(before, self.syntax.compose(node["left"], now), text))

    def _rewrite(self, node: Node, proof: Proof) -> None:
        start = node["left"]
        if node["from"] is not None:
            source = self.proofs[node["from"]]
            proof.absorb(source)
            proof.depth, proof.chain = source.depth, source.take()
            start = self.nodes[node["from"]]["right"]
        old, new = start, node["right"]
        for place in node["at"]:
            old, new = self.tables.arguments(old)[place], self.tables.arguments(new)[place]
        part = self._part()
        law, terms, premises = self._instance(node, part)
        proof.absorb(part)
        self._mention(proof, start)
        proof.chain.append(
            Rewrite(
                start, node["right"], tuple(node["at"]), old, new,
                law, tuple(terms), tuple(premises), node["reverse"],
            )
        )  # fmt: skip

    def _instance(self, node: Node, proof: Proof) -> tuple[str, Sequence[int], Sequence[str]]:
        """Return the lemma, its terms and the proofs of its premises, of a rewriting step."""
        kind, *by = node["by"]
        if kind == "node":
            return self._premise(proof, by[0]), (), ()
        premises = [self._premise(proof, n) for n in node["premises"]]
        self._mention(proof, *by[-1])
        if kind == "hypothesis":
            proof.hypotheses.add(by[0])
            return *self.sequents.use(by[0], by[1]), premises
        sorts = [self.tables.sorts[i] for i in by[-2]]
        law = self.world.cite(self.laws.premise(node["by"]), sorts, ())
        applied = bool(by[-1] or premises)
        return law.strip("()") if applied and "(" not in law[1:] else law, by[-1], premises

    # Structure

    def _instantiate(self, node: Node, proof: Proof) -> str:
        source = self.proofs[node["from"]]
        by = dict(zip(node["variables"], node["terms"], strict=True))
        moved = [
            k for k in sorted(source.hypotheses)
            if not self.tables.clause_free(k).isdisjoint(by)
        ]  # fmt: skip
        bound = [x for x in by if x in source.variables or x in self.sequents.free(moved)]
        inner = self._part()
        text = self._premise(inner, node["from"])
        inner.variables -= set(by)
        inner.hypotheses -= set(moved)
        proof.absorb(inner)
        if not bound and not moved:
            return text
        targets = [self.tables.substitute_clause(k, by) for k in moved]
        proof.hypotheses.update(targets)
        self._mention(proof, *(by[x] for x in bound))
        binders = f"{self.sequents.variables(bound)} {self.sequents.binders(moved)}".strip()
        given = [self.syntax.term(by[x]) for x in bound]
        given += [name for k in targets for name in self.sequents.names(k)]
        return f"((fun {binders} => {text}) {' '.join(given)})"

    def _cut(self, node: Node, proof: Proof) -> str:
        body, clause = self.proofs[node["from"]], self.tables.clauses[node["clause"]]
        if node["clause"] not in body.hypotheses:
            return self._premise(proof, node["from"])
        variables = node["variables"]
        *premises, _ = self.tables.instance(clause, variables)
        units = list(dict.fromkeys(self.tables.unit(a, b) for a, b in premises))
        side = self._part()
        lemma = self._premise(side, node["proof"])
        side.variables -= set(variables)
        side.hypotheses -= set(units)
        main = self._part()
        text = self._premise(main, node["from"])
        main.hypotheses.discard(node["clause"])
        proof.absorb(side, main)
        proof.variables |= self.tables.clause_free(node["clause"])
        units = [self.tables.unit(a, b) for a, b in premises]
        binders = f"{self.sequents.variables(variables)} {self.sequents.binders(units)}".strip()
        lemma = f"(fun {binders} => {lemma})" if binders else lemma
        return f"((fun {self.sequents.binders([node['clause']])} => {text}) {lemma})"

    # Datatypes

    def _injective(self, node: Node, proof: Proof) -> str:
        source = self.nodes[node["from"]]
        term = self.tables.terms[source["left"]]
        sort = self.tables.sort(source["left"])
        default = self.syntax.term(node["left"])
        text = self._premise(proof, node["from"])
        self._mention(proof, source["left"], source["right"])
        branches = []
        for constructor, fields in self.world.constructors(sort):
            mine = constructor.name == term[1]
            names = ["value" if mine and i == node["field"] else "_" for i in range(len(fields))]
            branches.append(Branch(constructor.name, names, "value" if mine else default))
        kind = self.world.sort(sort)
        match = self.world.dialect.match(self.world, sort, "step", branches)
        ends = f"{self.syntax.term(source['left'])} {self.syntax.term(source['right'])}"
        return f"(inside {kind} {proof.sort} (fun step : {kind} => {match}) {ends} {text})"

    def _distinct(self, node: Node, proof: Proof) -> str:
        source = self.nodes[node["from"]]
        sort = self.tables.sort(source["left"])
        head = self.tables.terms[source["left"]][1]
        text = self._premise(proof, node["from"])
        return self.world.dialect.distinct(self.world, sort, head, text, self._sides(node))

    def _split(self, node: Node, proof: Proof) -> str:
        variable, context = node["variable"], self.tables.contexts[node["context"]]
        sort = self.tables.sort(variable)
        branches = []
        moved: set[int] = set()
        for n, fields, (constructor, _) in zip(
            node["from"], node["fields"], self.world.constructors(sort), strict=True
        ):
            value = self.tables.app(constructor.name, sort[1:], fields)
            inner = self._part()
            text = self._premise(inner, n)
            by = {variable: value}
            sources = self.sequents.sources(inner.hypotheses, context, by)
            inner.variables -= set(fields)
            inner.hypotheses = {k for k, source in sources.items() if k == source}
            moved.update(source for k, source in sources.items() if k != source)
            proof.absorb(inner)
            names = [self.syntax.variable(y) for y in fields]
            branches.append((constructor.name, names, by, text))
        order = sorted(moved)
        proof.hypotheses |= moved
        proof.variables |= self.sequents.free(order) | {variable}
        kinds = [kind for k in order for kind in self.sequents.types(k)]
        returned = " -> ".join([*(f"({kind})" for kind in kinds), self._sides(node)])
        cases = []
        for constructor_name, names, by, text in branches:
            images = [self.tables.substitute_clause(k, by) for k in order]
            local = " ".join(name for k in images for name in self.sequents.names(k))
            lead = f"fun {local} => " if local else ""
            cases.append(Branch(constructor_name, names, f"{lead}{text}"))
        name = self.syntax.variable(variable)
        body = self.world.dialect.eliminate(self.world, sort, name, name, returned, cases)
        applied = [name for k in order for name in self.sequents.names(k)]
        return f"({' '.join([body, *applied])})" if applied else body

    def _cases(self, node: Node, proof: Proof) -> str:
        term = node["term"]
        sort = self.tables.sort(term)
        text = self.syntax.term(term)
        branches = []
        for n, fields, (constructor, _) in zip(
            node["from"], node["fields"], self.world.constructors(sort), strict=True
        ):
            unit = self.tables.unit(term, self.tables.app(constructor.name, sort[1:], fields))
            inner = self._part()
            branch = self._premise(inner, n)
            inner.variables -= set(fields)
            inner.hypotheses.discard(unit)
            proof.absorb(inner)
            names = [self.syntax.variable(y) for y in fields]
            (given,) = self.sequents.names(unit)
            branches.append(Branch(constructor.name, names, f"fun {given} => {branch}"))
        self._mention(proof, term)
        returned = f"{text} = value -> {self._sides(node)}"
        dialect = self.world.dialect
        match = dialect.eliminate(self.world, sort, text, "value", returned, branches)
        return f"({match} {dialect.reflexive(self.world.sort(sort), text)})"

    def _induction(self, node: Node, proof: Proof) -> str:
        variables, general, moved = node["variables"], node["general"], node["moved"]
        everything = [*variables, *general]
        hypothesis = self._hypothesis_of(node)
        inner = self._part()
        text = self._premise(inner, node["from"])
        text = self._lambda(self.sequents.variables(general), moved, text)
        sequents = self.sequents
        units = [sequents.syntax.clause(k) for k in moved]
        names = sequents.names(hypothesis)
        for i in reversed(range(len(variables))):
            course = sequents.induction.course(self.tables.sort(variables[i])).course
            rest = sequents.variables(everything[i + 1 :])
            goal = " -> ".join([*units, self._sides(node)])
            goal = f"forall {rest}, {goal}" if rest else goal
            binder = sequents.variables([variables[i]])
            motive = f"(fun {binder} => {goal})"
            step = f"(fun {self.syntax.variable(variables[i])} {names[i]} => {text})"
            text = f"({course} {motive} {step})"
        inner.variables -= set(everything)
        inner.hypotheses -= {hypothesis, *moved}
        proof.absorb(inner)
        proof.variables |= set(everything)
        proof.hypotheses |= set(moved)
        given = [self.syntax.variable(y) for y in everything]
        given += [name for k in moved for name in sequents.names(k)]
        return f"({' '.join([text, *given])})"

    def _lambda(self, variables: str, hypotheses: Sequence[int], body: str) -> str:
        binders = f"{variables} {self.sequents.binders(hypotheses)}".strip()
        return f"fun {binders} => {body}" if binders else body

    def _hypothesis_of(self, node: Node) -> int:
        """Return the induction hypothesis of a node."""
        variables = node["variables"]
        everything = [*variables, *node["general"]]
        sorts = tuple(self.tables.sort(x) for x in everything)
        bound = [self.tables.term(("bound", i, s)) for i, s in enumerate(sorts)]
        by = dict(zip(everything, bound, strict=True))

        def general(left: int, right: int) -> tuple[int, int]:
            return self.tables.substitute(left, by), self.tables.substitute(right, by)

        premises = [general(*self.tables.clauses[k].conclusion) for k in node["moved"]]
        guard = tuple(bound[: len(variables)]), tuple(variables)
        conclusion = general(node["left"], node["right"])
        return self.tables.clause(Clause(sorts, tuple(premises), conclusion, guard))

    # The built-in equality and computation

    def _eq_intro(self, node: Node, proof: Proof) -> str:
        self.world.rest_on("eq")
        text = self._premise(proof, node["from"])
        return self.world.dialect.tested(text, self._equality(node["from"]))

    def _eq_elim(self, node: Node, proof: Proof) -> str:
        self.world.rest_on("eq")
        text = self._premise(proof, node["from"])
        ends = f"{self.syntax.term(node['left'])} {self.syntax.term(node['right'])}"
        return self.world.dialect.equal(text, f"{proof.sort} {ends}")

    def _eval(self, node: Node, proof: Proof) -> str:
        return self.world.dialect.evaluated(self.syntax, node["left"], node["right"])

    def _ac(self, node: Node, proof: Proof) -> str:
        return commutative.permuted(self.laws, node)

    def _ring(self, node: Node, proof: Proof) -> str:
        return self.world.dialect.ring(self.laws, node)

    def _bool(self, node: Node, proof: Proof) -> str:
        return boolean.tautology(self.syntax, node["left"], node["right"])
