"""The built-in connectives: their equations, and tautologies by truth tables.

An `eq` at Bool is first replaced by a test that computes; the two are equal by `eqb_bool`.
"""

from __future__ import annotations

from lemmata.export.typetheory.steps import Step, joined, under
from lemmata.export.typetheory.syntax import Syntax
from lemmata.export.typetheory.tables import BOOL
from lemmata.export.typetheory.world import Premise, World

_EQUATIONS = {
    ("not", 0): "{not} true = false",
    ("not", 1): "{not} false = true",
    ("and", 0): "forall x : {Bool}, {and} true x = x",
    ("and", 1): "forall x : {Bool}, {and} false x = false",
    ("or", 0): "forall x : {Bool}, {or} true x = true",
    ("or", 1): "forall x : {Bool}, {or} false x = x",
    ("ite", 0): "forall (A : Type) (x y : A), {ite} A true x y = x",
    ("ite", 1): "forall (A : Type) (x y : A), {ite} A false x y = y",
}
_LEADS = {"not": "", "and": "fun _ => ", "or": "fun _ => ", "ite": "fun _ _ _ => "}


def builtin(world: World, name: str, index: int) -> Premise:
    """Return the i-th equation of a built-in symbol as a lemma."""
    text = world.names.get("builtin", (name, index), f"{name}_eq_{index}")
    world.rest_on(name)
    dialect = world.dialect
    stated = _EQUATIONS[name, index].format(**dialect.sorts, **dialect.symbols)
    proof = f"{_LEADS[name]}{dialect.trivial}"
    world.require(f"builtin {name} {index}", dialect.theorem(text, stated, proof))
    return Premise(text, ("a",) if name == "ite" else ())


def tautology(syntax: Syntax, left: int, right: int) -> str:
    """Return the proof that two Bool terms agree for all values of their atoms."""
    world = syntax.world
    sort = world.sort(BOOL)
    atoms: dict[int, str] = {}
    bodies = [_Formula(syntax, atoms, t) for t in (left, right)]
    values = [syntax.term(t) for t in atoms]
    shapes = (bodies[0].shape, bodies[1].shape)
    table = world.dialect.tautology(world, shapes, list(atoms.values()), values)
    chain = [*bodies[0].steps]
    middle = [chain[-1].right if chain else syntax.term(left)]
    back = [
        Step(s.right, s.left, f"(back {sort} {s.left} {s.right} {s.proof})")
        for s in reversed(bodies[1].steps)
    ]
    after = back[0].left if back else syntax.term(right)
    return joined(sort, [*chain, Step(middle[0], after, table), *back])


class _Formula:
    """A Bool term: its shape over atoms, and the steps that replace `eq` at Bool by a test."""

    def __init__(self, syntax: Syntax, atoms: dict[int, str], root: int) -> None:
        tables = syntax.tables
        inner = _connected(syntax, root)
        sort = syntax.world.sort(BOOL)
        shapes: dict[int, str] = {}
        now: dict[int, str] = {}
        proofs: dict[int, list[Step]] = {}
        for t in inner:
            term = tables.terms[t]
            if not _connective(syntax, t):
                name = syntax.world.names.get("atom", len(atoms), f"p{len(atoms)}")
                shapes[t] = atoms.setdefault(t, name)
                now[t], proofs[t] = syntax.term(t), []
                continue
            kids = term[3]
            test = term[1] == "eq"
            shape = [shapes[k] for k in kids]
            shapes[t] = syntax.world.dialect.test(shape) if test else syntax.compose(t, shape)
            texts = [syntax.term(k) for k in kids]
            steps: list[Step] = []
            for i, k in enumerate(kids):
                if proofs[k]:
                    hole = syntax.compose(t, [*texts[:i], "hole", *texts[i + 1 :]])
                    before = syntax.compose(t, texts)
                    part = Step(texts[i], now[k], joined(sort, proofs[k]))
                    texts[i] = now[k]
                    proof = under(hole, sort, sort, part)
                    steps.append(Step(before, syntax.compose(t, texts), proof))
            now[t] = syntax.compose(t, texts)
            if test:
                before, now[t] = now[t], syntax.world.dialect.test(texts)
                steps.append(Step(before, now[t], f"(eqb_bool {' '.join(texts)})"))
                syntax.world.rest_on("eq at Bool")
            proofs[t] = steps
        self.shape, self.steps = shapes[root], proofs[root]


def _connective(syntax: Syntax, index: int) -> bool:
    term = syntax.tables.terms[index]
    if term[0] != "app":
        return False
    return term[1] in ("true", "false", "not", "and", "or") or (
        term[1] in ("ite", "eq") and term[2] == (BOOL,)
    )


def _connected(syntax: Syntax, root: int) -> list[int]:
    """Return the connectives and atoms of a formula, each after its arguments."""
    order: list[int] = []
    seen: set[int] = set()
    stack = [root]
    while stack:
        t = stack.pop()
        if t < 0:
            order.append(-1 - t)
        elif t not in seen:
            seen.add(t)
            stack.append(-1 - t)
            if _connective(syntax, t):
                stack.extend(syntax.tables.arguments(t))
    return order
