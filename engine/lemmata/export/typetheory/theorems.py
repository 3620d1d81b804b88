"""Theorems: each one a `Definition` with its statement as the type and its proof as a term.

A node that is used more than once, or whose text is nested too deeply, becomes a lemma of its own:

    Definition thm_n12 : forall (a : Type) (x : T) (H3 : …), l = r := fun a x H3 => …

Its arguments are the free variables and the hypotheses of its sequent. A variable that only the
proof mentions stands for any value, and gets one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lemmata.export.typetheory.laws import Laws
from lemmata.export.typetheory.proof import Proof
from lemmata.export.typetheory.rules import Rules
from lemmata.export.typetheory.sequents import Sequents
from lemmata.export.typetheory.steps import Step
from lemmata.export.typetheory.syntax import pretty_sort, statement
from lemmata.export.typetheory.world import Premise, World

SMALL_PROOF = 120
LONGEST_CHAIN = 100
DEEPEST_PROOF = 60
Node = Mapping[str, Any]


def references(node: Node) -> list[int]:
    """Return the nodes that a node refers to, with repetitions."""
    found: list[int] = []
    source = node.get("from")
    if isinstance(source, list):
        found += [n for n in source if n is not None]
    elif source is not None:
        found.append(source)
    found += node.get("premises", ())
    if node["rule"] == "rewrite" and node["by"][0] == "node":
        found.append(node["by"][1])
    if node["rule"] == "cut":
        found.append(node["proof"])
    return found


def theorems_cited(theorem: Mapping[str, Any]) -> set[int]:
    """Return the theorems of the same certificate that a theorem cites, by their numbers."""
    bys = [node["by"] for node in theorem.get("nodes", ()) if "by" in node]
    bys += [by for node in theorem.get("nodes", ()) for by in node.get("laws", {}).values()]
    bys += [by for group in theorem.get("axioms", {}).values() for by in group.values()]
    found = {by[1] for by in bys if by[0] == "theorem"}
    return found | ({theorem["instance"]} if "instance" in theorem else set())


def uses(nodes: Sequence[Node]) -> list[int]:
    """Return how often each node is used for the last one; 0 if it is not needed."""
    count = [0] * len(nodes)
    count[-1] = 1
    for i in range(len(nodes) - 1, -1, -1):
        if count[i]:
            for n in references(nodes[i]):
                count[n] += 1
    return count


class Theorems:
    """Writes the theorems of one certificate; `premises` are those written so far."""

    def __init__(
        self, sequents: Sequents, certificate: Mapping[str, Any], premises: dict[int, Premise]
    ) -> None:
        self.sequents, self.syntax = sequents, sequents.syntax
        self.tables = sequents.tables
        self.world: World = sequents.world
        self.laws = Laws(sequents.syntax, certificate, premises)

    def emit(self, theorem: Mapping[str, Any], key: object) -> Premise:
        """Write a theorem of the first form; `key` tells it from others of the same name."""
        nodes: Sequence[Node] = theorem["nodes"]
        name = self.world.names.get("theorem", (str(key), theorem["name"]), theorem["name"])
        types = tuple(theorem["types"])
        proofs: dict[int, Proof] = {}
        rules = Rules(self.sequents, self.laws, nodes, proofs)
        count = uses(nodes)
        for i, node in enumerate(nodes):
            if not count[i]:
                continue
            proof = rules.translate(node)
            proof.shared = count[i] > 1
            if i + 1 < len(nodes) and self._stands_alone(proof):
                proof = self._lemma(f"{name}_n{i}", types, node, proof)
            proofs[i] = proof
        return self._theorem(theorem, name, types, proofs[len(nodes) - 1])

    def _stands_alone(self, proof: Proof) -> bool:
        if proof.depth > DEEPEST_PROOF or len(proof.chain) > LONGEST_CHAIN:
            return True
        return proof.shared and (len(proof.chain) > 1 or len(proof.text()) > SMALL_PROOF)

    def _lemma(self, wish: str, types: Sequence[str], node: Node, proof: Proof) -> Proof:
        """Write the sequent of a node as a lemma, and return the proof that cites it."""
        hypotheses = sorted(proof.hypotheses)
        sequent = self.sequents.free(hypotheses)
        sequent |= self.tables.free(node["left"]) | self.tables.free(node["right"])
        variables = sorted(sequent)
        body = self._closed(proof, sequent)
        binders = [self.sequents.variables(variables), self.sequents.binders(hypotheses)]
        equation = self.syntax.equation(node["left"], node["right"])
        given = [self.syntax.variable(v) for v in variables]
        given += [name for k in hypotheses for name in self.sequents.names(k)]
        premise = self._define(wish, types, binders, equation, body, given)
        sorts = [("var", v) for v in types]
        text = self.world.cite(premise, sorts, given)
        step = Step(proof.left, self.syntax.term(node["right"]), text)
        return Proof(
            self.syntax, proof.sort, proof.left, [step], set(variables), set(hypotheses), 1, True
        )

    def _theorem(
        self, theorem: Mapping[str, Any], name: str, types: Sequence[str], proof: Proof
    ) -> Premise:
        clause = self.tables.clauses[theorem["clause"]]
        variables = theorem["variables"]
        *premises, conclusion = self.tables.instance(clause, variables)
        given = [self.syntax.variable(v) for v in variables]
        for a, b in premises:
            given += self.sequents.names(self.tables.unit(a, b))
        body = self._closed(proof, set(variables))
        shown = {i: self.tables.terms[v][1] for i, v in enumerate(variables)}
        text = statement(self.tables, theorem["clause"], shown)
        comment = [self.world.dialect.comment(f"{theorem['name']}: {signature(types)}{text}")]
        goal = " -> ".join(self.syntax.equation(a, b) for a, b in (*premises, conclusion))
        binders = [self.sequents.variables(variables)]
        return self._define(name, types, binders, goal, body, given, comment)

    def _define(
        self,
        wish: str,
        types: Sequence[str],
        binders: Sequence[str],
        goal: str,
        body: str,
        given: Sequence[str],
        comment: Sequence[str] = (),
    ) -> Premise:
        """Write `Definition name : forall binders, goal := fun given => body.`"""
        name = self.world.names.get("definition", wish) if not comment else wish
        needs = tuple(v for v in types if _mentions(self.world.inhabitant(v), goal, body, binders))
        quantified = [*self.world.type_binders(types, needs), *filter(None, binders)]
        head = f"forall {' '.join(quantified)}, " if quantified else ""
        kinds = [self.world.names.get("type", v) for v in types]
        bound = [*kinds, *map(self.world.inhabitant, needs), *given]
        lead = f"fun {' '.join(bound)} =>\n  " if bound else ""
        lines = [*comment, self.world.dialect.theorem(name, f"{head}{goal}", f"{lead}{body}")]
        self.world.emit("\n".join(lines))
        return Premise(name, tuple(types), needs)

    def _closed(self, proof: Proof, scope: set[int]) -> str:
        """Return the text of a proof with any value for each variable that is not in scope."""
        extra = sorted(proof.variables - scope)
        if not extra:
            return proof.text()
        inside = {self.tables.sort(v): self.syntax.variable(v) for v in sorted(scope, reverse=True)}
        sorts = [self.tables.sort(v) for v in extra]
        values = [inside[s] if s in inside else self.world.some(s) for s in sorts]
        return f"((fun {self.sequents.variables(extra)} => {proof.text()}) {' '.join(values)})"


def _mentions(name: str, goal: str, body: str, binders: Sequence[str]) -> bool:
    words = " ".join([goal, body, *binders])
    start = words.find(name)
    while start >= 0:
        end = start + len(name)
        before, after = words[start - 1 : start], words[end : end + 1]
        if not (_in_word(before) or _in_word(after)):
            return True
        start = words.find(name, end)
    return False


def _in_word(char: str) -> bool:
    return char.isalnum() or char in ("_", "'")


def signature(types: Sequence[str]) -> str:
    """Return how type variables are announced in a comment.

    >>> signature(["a"])
    'for all sorts a, '
    """
    return f"for all sorts {', '.join(pretty_sort(('var', v)) for v in types)}, " if types else ""
