"""The theorems of a file: those of cited certificates, of the certificate itself, and in models.

A theorem about structures is written again for each model it is used in, with everything it cites;
the model's own theorem then holds because the file defines the symbols as the model's terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lemmata.export.typetheory.below import Induction
from lemmata.export.typetheory.declarations import emit_declaration
from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.interpretation import (
    Interpretation,
    declared,
    dependents,
    interpreted,
)
from lemmata.export.typetheory.needs import term_needs
from lemmata.export.typetheory.sequents import Sequents
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import Sort, Tables, instantiate, type_variables
from lemmata.export.typetheory.theorems import Theorems, theorems_cited
from lemmata.export.typetheory.world import Premise, Symbol, World

Json = Mapping[str, Any]
Resolve = Callable[[str], Json]


@dataclass
class Part:
    """The theorems of one certificate, perhaps in a model; `premises` are those written so far."""

    digest: str
    model: Interpretation | None
    original: Json
    certificate: Json
    syntax: Syntax
    writer: Theorems
    premises: dict[int, Premise] = field(default_factory=dict)


def _needed(theorems: Sequence[Json], number: int) -> dict[int, int]:
    """Return what the proof of a theorem cites, directly or through others, in order.

    Each is given with the first theorem that says the same: only that one is written.
    """
    first: dict[object, int] = {}
    same = [first.setdefault((*t["types"], t["clause"]), i) for i, t in enumerate(theorems)]
    found = {number}
    for i in range(number, -1, -1):
        if i in found:
            found |= {same[i]} if same[i] != i else theorems_cited(theorems[i])
    return {i: same[i] for i in sorted(found)}


class Library:
    """Everything written so far, by certificate and model."""

    def __init__(self, world: World, resolve: Resolve | None) -> None:
        self.world, self.resolve = world, resolve
        self.induction = Induction(world)
        self._parts: dict[tuple[str, str], Part] = {}
        self._models: dict[object, Interpretation] = {}
        self._found: dict[str, Json] = {}

    def theorem(
        self, certificate: Json, digest: str, model: Interpretation | None, number: int
    ) -> Premise:
        """Return a theorem, which is written with those before it unless it is there already."""
        part = self.part(certificate, digest, model)
        for i, same in _needed(certificate["theorems"], number).items():
            if i in part.premises:
                continue
            theorem = part.certificate["theorems"][i]
            if same != i:
                part.premises[i] = part.premises[same]
            elif "certificate" in theorem:
                part.premises[i] = self._cited(theorem["certificate"], model)
            elif "nodes" in theorem:
                mark = model.mark if model else ""
                part.premises[i] = part.writer.emit(theorem, (digest, mark, i))
            else:
                part.premises[i] = self._instance(part, i)
        return part.premises[number]

    def part(self, certificate: Json, digest: str, model: Interpretation | None) -> Part:
        """Return the part of a certificate in a model, begun if need be."""
        key = (digest, model.mark if model else "")
        if key not in self._parts:
            shown = certificate
            if model:
                shown = interpreted(certificate, model, lambda d: model.touches(self.find(d)))
            syntax = Syntax(self.world, Tables(shown, self.world.result))
            premises: dict[int, Premise] = {}
            writer = Theorems(Sequents(syntax, self.induction), shown, premises)
            self._parts[key] = Part(digest, model, certificate, shown, syntax, writer, premises)
        return self._parts[key]

    def find(self, digest: str) -> Json:
        """Return a cited certificate."""
        if self.resolve is None:
            raise Unsupported("citations without a way to find certificates")
        if digest not in self._found:
            self._found[digest] = self.resolve(digest)
        return self._found[digest]

    def _cited(self, digest: str, model: Interpretation | None) -> Premise:
        """Return the last theorem of a cited certificate, after all that it cites in turn."""
        order: list[str] = []
        stack: list[tuple[str, bool]] = [(digest, False)]
        while stack:
            one, ready = stack.pop()
            if ready:
                order.append(one)
            elif one not in order:
                stack.append((one, True))
                below = [t["certificate"] for t in self.find(one)["theorems"] if "certificate" in t]
                stack.extend((d, False) for d in reversed(below))
        for one in dict.fromkeys(order):
            found = self.find(one)
            here = model if model and model.touches(found) else None
            premise = self.theorem(found, one, here, len(found["theorems"]) - 1)
        return premise

    # Instances

    def _instance(self, part: Part, number: int) -> Premise:
        """Write a theorem in a model, from the theorem of which it is an instance."""
        theorem = part.certificate["theorems"][number]
        types = [v for v in theorem["types"] if v in self._variables(part, theorem)]
        model, given = self._model(part, theorem, types)
        origin = part.original["theorems"][theorem["instance"]]
        if "certificate" in origin:
            source = self._cited(origin["certificate"], model)
        else:
            source = self.theorem(part.original, part.digest, model, theorem["instance"])
        back = dict(zip(model.types, given, strict=True))
        sorts = [("var", back.get(v, v)) for v in source.types]
        needs = tuple(v for v in theorem["types"] if v in {back.get(n, n) for n in source.needs})
        name = self.world.names.get(
            "theorem", (part.digest, part.model and part.model.mark, number), theorem["name"]
        )
        statement = part.syntax.clause(theorem["clause"])
        proof = self.world.cite(source, sorts, ())
        return self._define(name, theorem["types"], needs, statement, proof)

    def _define(
        self, name: str, types: Sequence[str], needs: tuple[str, ...], statement: str, proof: str
    ) -> Premise:
        binders = " ".join(self.world.type_binders(types, needs))
        head, lead = (f"forall {binders}, ", f"fun {binders} => ") if binders else ("", "")
        self.world.emit(self.world.dialect.theorem(name, f"{head}{statement}", f"{lead}{proof}"))
        return Premise(name, tuple(types), needs)

    def _variables(self, part: Part, theorem: Json) -> set[str]:
        """Return the type variables of the model's sorts and terms."""
        tables = part.syntax.tables
        found = {v for i in theorem["sorts"].values() for v in type_variables(tables.sorts[i])}
        for root in theorem["symbols"].values():
            for t in tables.postorder(root, {}):
                entry = tables.terms[t]
                sorts = entry[2] if entry[0] == "app" else (tables.sort(t),)
                found.update(v for s in sorts for v in type_variables(s))
        return found | set(part.model.types if part.model else ())

    def _model(
        self, part: Part, theorem: Json, given: Sequence[str]
    ) -> tuple[Interpretation, Sequence[str]]:
        """Return the model of an instance, written if it is new, and its type variables here."""
        outer = part.model
        tables = part.syntax.tables
        bound = part.syntax.bound(max((len(self.world.lookup(n).arguments)
                                       for n in theorem["symbols"]), default=0))  # fmt: skip
        values = tuple(sorted((n, part.syntax.term(i, bound))
                              for n, i in theorem["symbols"].items()))  # fmt: skip
        placed = {n: tables.sorts[i] for n, i in theorem["sorts"].items()}
        key = (part.digest, outer and outer.mark, values, tuple(sorted(placed.items())))
        if key in self._models:
            return self._models[key], given
        mark = f"@{len(self._models) + 1}"
        fresh = {v: v + mark for v in given}
        named = set(theorem["symbols"])
        if outer:
            placed = {**outer.sorts, **placed}
            named |= outer.symbols
        structures = [
            d["name"] for d in part.original["declarations"]
            if d["kind"] == "structure"
            and (set(d["sorts"]) & set(placed)
                 or {s["name"] for s in d["symbols"]} & named)
        ]  # fmt: skip
        if outer:
            structures += [s for s, _ in outer.axioms]
        built = dependents(part.original, structures)
        for d in built:
            above = d["kind"] == "structure" and d["name"] not in structures
            if above and (d["sorts"] or d["symbols"]):
                raise Unsupported(f"the structure {d['name']} on top of an interpreted one")
        names = set[tuple[str, str]]().union(*map(declared, built))
        symbols = {name for kind, name in names if kind == "symbol"}
        data = {name for kind, name in names if kind == "sort"} - set(placed)
        by: dict[str, Sort] = {v: ("var", w) for v, w in fresh.items()}
        axioms = {(s, a) for s, group in theorem["axioms"].items() for a in group}
        model = Interpretation(
            mark, tuple(fresh.values()), {n: instantiate(s, by) for n, s in placed.items()},
            frozenset(symbols), frozenset(data),
            frozenset(axioms | (outer.axioms if outer else set())),
        )  # fmt: skip
        self._models[key] = model
        self._symbols(part, theorem, model, by, built)
        self._axioms(part, theorem, model, given)
        return model, given

    def _symbols(
        self, part: Part, theorem: Json, model: Interpretation, by: Mapping[str, Sort],
        built: Sequence[Json],
    ) -> None:  # fmt: skip
        """Define the symbols of the structures as terms of the model, then what builds on them."""
        world = self.world
        shown = self.part(part.original, part.digest, model)
        old = Tables(part.original, world.result)
        for declaration in built:
            if declaration["kind"] != "structure":
                continue
            for symbol in declaration["symbols"]:
                name = symbol["name"]
                arguments = tuple(model.sort(old.sorts[i]) for i in symbol["arguments"])
                result = model.sort(old.sorts[symbol["result"]])
                bound = part.syntax.bound(len(arguments))
                if name in theorem["symbols"]:
                    tables = part.syntax.tables
                    term = tables.substitute_sorts(theorem["symbols"][name], by)
                    needed = term_needs(part.syntax, term)
                    body = part.syntax.term(term, bound)
                else:
                    assert part.model is not None
                    sorts = [by[v] for v in part.model.types]
                    body = world.build(name + part.model.mark, sorts, bound)
                    above = world.lookup(name + part.model.mark)
                    needed = {by[v][1] for v in above.needs}
                needs = tuple(v for v in model.types if v in needed)
                text = world.names.get("symbol", name + model.mark)
                head = " ".join(
                    [*world.type_binders(model.types, needs), part.syntax.binders(bound, arguments)]
                )
                world.emit(world.dialect.definition(text, head, world.sort(result), body))
                world.symbols[name + model.mark] = Symbol(
                    name + model.mark, text, model.types, arguments, result, False, needs
                )
        names = {d.get("name") or d["group"][0]["name"] for d in built if d["kind"] != "structure"}
        for declaration in shown.certificate["declarations"]:
            name = declaration.get("name") or declaration["group"][0]["name"]
            if name.removesuffix(model.mark) in names:
                emit_declaration(world, shown.syntax, declaration)

    def _axioms(
        self, part: Part, theorem: Json, model: Interpretation, given: Sequence[str]
    ) -> None:
        """Write the axioms as theorems of the model."""
        world = self.world
        shown = self.part(part.original, part.digest, model)
        by: dict[str, Sort] = {v: ("var", w) for v, w in zip(given, model.types, strict=True)}
        for declaration in shown.certificate["declarations"]:
            if declaration["kind"] != "structure" or not declaration["name"].endswith(model.mark):
                continue
            structure = declaration["name"].removesuffix(model.mark)
            for axiom in declaration["axioms"]:
                cited = theorem["axioms"].get(structure, {}).get(axiom["name"])
                if cited is not None:
                    premise = part.writer.laws.premise(cited)
                    sorts = [instantiate(part.syntax.tables.sorts[i], by) for i in cited[-2]]
                else:
                    assert part.model is not None
                    premise = world.axioms[structure + part.model.mark, axiom["name"]]
                    sorts = [by.get(v, ("var", v)) for v in premise.types]
                types = axiom["types"]
                values = dict(zip(premise.types, sorts, strict=True))
                needed = {v for n in premise.needs for v in world.needs(values[n])}
                needs = tuple(v for v in types if v in needed)
                name = world.names.get(
                    "axiom", (declaration["name"], axiom["name"]), axiom["name"] + model.mark
                )
                statement = shown.syntax.clause(axiom["clause"])
                proof = world.cite(premise, sorts, ())
                world.axioms[declaration["name"], axiom["name"]] = self._define(
                    name, types, needs, statement, proof
                )
