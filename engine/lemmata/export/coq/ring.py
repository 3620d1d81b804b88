"""The rule `ring`: Coq's `ring` decides the identity, from the laws that the certificate cites.

Over Int with its own operations that is the ring of Z. Over any other sort the cited laws are put
into Coq's `ring_theory` or `semi_ring_theory` and declared with `Add Ring`, in a module of their
own since Coq knows one ring for a type; `ltac:(ring)` then makes the proof term. This is the only
place where a tactic is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lemmata.export.typetheory.errors import Unsupported
from lemmata.export.typetheory.laws import Laws
from lemmata.export.typetheory.tables import INT

_INTEGER = {"add": "Int.+", "mul": "Int.*", "neg": "Int.neg", "sub": "Int.-"}


def normalised(laws: Laws, node: Mapping[str, Any]) -> str:
    """Return the proof of an identity between polynomials."""
    sort = laws.tables.sorts[node["sort"]]
    operations = node["operations"]
    own = all(operations[key] in (None, name) for key, name in _INTEGER.items())
    if sort == INT and own:
        laws.world.require("Int")
        return f"(ltac:(ring) : {laws.syntax.equation(node['left'], node['right'])})"
    theory = _laws(laws, node)
    atoms: dict[int, str] = {}
    left, right = (_shape(laws, node, node[side], atoms) for side in ("left", "right"))
    world = laws.world
    name = world.names.get("ring identity", (theory, left, right), "ring_identity")
    binders = f"({' '.join(atoms.values())} : {world.sort(sort)})" if atoms else ""
    head, lead = (f"forall {binders}, ", f"fun {binders} => ") if atoms else ("", "")
    world.require(
        f"ring identity {name}",
        f"Module {name}_scope.\nAdd Ring {name}_ring : {theory}.\n"
        f"Definition {name} : {head}{left} = {right} := {lead}ltac:(ring).\nEnd {name}_scope.",
    )
    values = [laws.syntax.term(t) for t in atoms]
    return f"({' '.join([f'{name}_scope.{name}', *values])})"


def _laws(laws: Laws, node: Mapping[str, Any]) -> str:
    """Return the laws of the ring of a node, written once for each choice of operations."""
    operations = node["operations"]
    if any(laws.world.lookup(name).types for name in _symbols(operations)):
        raise Unsupported("rings whose operations have type variables")
    key = ("ring", str(sorted(operations.items(), key=str)))
    name = laws.world.names.get("ring", key, "ring_laws")
    if str(key) not in laws.world.snippets:
        laws.world.require("ring tactic", "From Coq Require Import Ring.")
        laws.world.require(str(key), f"Definition {name} := {_Theory(laws, node).text()}.")
    return name


def _symbols(operations: Mapping[str, Any]) -> list[str]:
    return [operations[key] for key in _INTEGER if operations[key] is not None]


def _shape(laws: Laws, node: Mapping[str, Any], root: int, atoms: dict[int, str]) -> str:
    """Return a term over variables for what the ring's operations do not build."""
    operations, tables = node["operations"], laws.tables
    symbols, constants = _symbols(operations), (operations["zero"], operations["one"])
    done: dict[int, str] = {t: laws.syntax.term(t) for t in constants}
    stack = [root]
    while stack:
        t = stack[-1]
        built = tables.terms[t][0] == "app" and tables.terms[t][1] in symbols
        todo = [k for k in tables.arguments(t) if k not in done] if built else []
        if todo and t not in done:
            stack += todo
            continue
        stack.pop()
        if t in done:
            continue
        if built:
            done[t] = laws.syntax.compose(t, [done[k] for k in tables.arguments(t)])
        else:
            wish = f"p{len(atoms)}"
            done[t] = atoms.setdefault(t, laws.world.names.get("atom", len(atoms), wish))
    return done[root]


class _Theory:
    """Builds the record of laws; each law is wanted in one form and cited in several."""

    def __init__(self, laws: Laws, node: Mapping[str, Any]) -> None:
        self.laws, self.cited, self.operations = laws, node["laws"], node["operations"]
        self.tables, self.syntax = laws.tables, laws.syntax
        self.sort = self.tables.sorts[node["sort"]]
        self.kind = laws.world.sort(self.sort)
        self.x, self.y, self.z = (self.tables.term(("bound", i, self.sort)) for i in range(3))
        self.zero, self.one = self.operations["zero"], self.operations["one"]

    def add(self, a: int, b: int) -> int:
        """Return the sum."""
        return self.tables.app(self.operations["add"], (), (a, b))

    def mul(self, a: int, b: int) -> int:
        """Return the product."""
        return self.tables.app(self.operations["mul"], (), (a, b))

    def law(self, name: str, left: int, right: int) -> str | None:
        """Return the proof of a cited law in one form."""
        return self.laws.proof(self.cited[name], self.sort, left, right)

    def either(self, name: str, wanted: tuple[int, int], mirror: tuple[int, int], via: str) -> str:
        """Return a law as wanted, or from its mirror image by `via` with `law` as the proof."""
        if direct := self.law(name, *wanted):
            return direct
        if other := self.law(name, *mirror):
            return via.replace("law", other)
        raise Unsupported(f"the law {name} in this form")

    def text(self) -> str:
        """Return the record."""
        x, y, z, add, mul = self.x, self.y, self.z, self.add, self.mul
        plus, times = (self.laws.world.build(self.operations[k], (), ()) for k in ("add", "mul"))
        kind = self.kind
        zero, one = self.syntax.term(self.zero), self.syntax.term(self.one)

        def exact(name: str, left: int, right: int) -> str:
            found = self.law(name, left, right)
            if found is None:
                raise Unsupported(f"the law {name} in this form")
            return found

        add_comm = exact("add_commutativity", add(x, y), add(y, x))
        mul_comm = exact("mul_commutativity", mul(x, y), mul(y, x))
        add_assoc = exact("add_associativity", add(x, add(y, z)), add(add(x, y), z))
        mul_assoc = exact("mul_associativity", mul(x, mul(y, z)), mul(mul(x, y), z))

        def turned(comm: str, unit: str) -> str:
            return f"(fun b0 : {kind} => eq_trans ({comm} {unit} b0) (law b0))"

        add_zero = self.either(
            "add_zero", (add(self.zero, x), x), (add(x, self.zero), x), turned(add_comm, zero)
        )
        mul_one = self.either(
            "mul_one", (mul(self.one, x), x), (mul(x, self.one), x), turned(mul_comm, one)
        )
        distribute = self.either(
            "distributivity",
            (mul(add(x, y), z), add(mul(x, z), mul(y, z))),
            (mul(x, add(y, z)), add(mul(x, y), mul(x, z))),
            f"(fun b0 b1 b2 : {kind} => eq_trans ({mul_comm} ({plus} b0 b1) b2) (eq_trans "
            f"(law b2 b0 b1) (f_equal2 {plus} ({mul_comm} b2 b0) ({mul_comm} b2 b1))))",
        )
        if self.operations["neg"] is None:
            mul_zero = self.either(
                "mul_zero",
                (mul(self.zero, x), self.zero),
                (mul(x, self.zero), self.zero),
                turned(mul_comm, zero),
            )
            return (
                f"@mk_srt {kind} {zero} {one} {plus} {times} eq {add_zero} {add_comm} {add_assoc} "
                f"{mul_one} {mul_zero} {mul_comm} {mul_assoc} {distribute}"
            )
        return self._with_negation(
            f"{add_zero} {add_comm} {add_assoc} {mul_one} {mul_comm} {mul_assoc} {distribute}",
            f"{kind} {zero} {one} {plus} {times}",
            add_comm,
        )

    def _with_negation(self, laws: str, head: str, add_comm: str) -> str:
        x, y, kind = self.x, self.y, self.kind
        plus, minus = (self.laws.world.build(self.operations[k], (), ()) for k in ("add", "neg"))

        def neg(a: int) -> int:
            return self.tables.app(self.operations["neg"], (), (a,))

        inverse = self.either(
            "add_neg",
            (self.add(x, neg(x)), self.zero),
            (self.add(neg(x), x), self.zero),
            f"(fun b0 : {kind} => eq_trans ({add_comm} b0 ({minus} b0)) (law b0))",
        )
        if self.operations["sub"] is None:
            sub = f"(fun b0 b1 : {kind} => {plus} b0 ({minus} b1))"
            difference = f"(fun _ _ : {kind} => eq_refl)"
        else:
            sub = self.laws.world.build(self.operations["sub"], (), ())
            left = self.tables.app(self.operations["sub"], (), (x, y))
            found = self.law("sub_neg", left, self.add(x, neg(y)))
            if found is None:
                raise Unsupported("the law sub_neg in this form")
            difference = found
        return f"@mk_rt {head} {sub} {minus} eq {laws} {difference} {inverse}"
