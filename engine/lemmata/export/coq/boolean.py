"""The built-in connectives: their equations, and tautologies by a verified table of truth values.

    bool_sound n f g (eq_refl : bool_same n f g = true) : forall p1 … pn, f p1 … pn = g p1 … pn

An `eq` at Bool is first replaced by Coq's own test, which computes; the two are equal by
`eqb_bool`.
"""

from __future__ import annotations

from collections.abc import Sequence

from lemmata.export.coq.steps import Step, joined, under
from lemmata.export.coq.syntax import Syntax
from lemmata.export.coq.tables import BOOL
from lemmata.export.coq.world import Premise, World

_EQUATIONS = {
    ("not", 0): "negb true = false",
    ("not", 1): "negb false = true",
    ("and", 0): "forall x : bool, andb true x = x",
    ("and", 1): "forall x : bool, andb false x = false",
    ("or", 0): "forall x : bool, orb true x = true",
    ("or", 1): "forall x : bool, orb false x = x",
    ("ite", 0): "forall (A : Type) (x y : A), ite A true x y = x",
    ("ite", 1): "forall (A : Type) (x y : A), ite A false x y = y",
}
_LEADS = {"not": "", "and": "fun _ => ", "or": "fun _ => ", "ite": "fun _ _ _ => "}

EQB_FALSE = """\
Definition eqb_false (A : Type) (x y : A) (n : x = y -> False) : eqb A x y = false :=
  match eqb A x y as value return (eqb A x y = value -> value = false) with
  | true => fun f => False_ind (true = false) (n (proj1 (eqb_spec A x y) f))
  | false => fun _ => eq_refl
  end eq_refl."""

_EQB_BOOL = """\
From Coq Require Bool.
Definition eqb_bool (x y : bool) : eqb bool x y = Bool.eqb x y :=
  match x as x return eqb bool x y = Bool.eqb x y with
  | true => match y as y return eqb bool true y = Bool.eqb true y with
    | true => proj2 (eqb_spec bool true true) eq_refl
    | false => eqb_false bool true false (fun f => match f in (_ = value)
        return match value with true => True | false => False end with eq_refl => I end)
    end
  | false => match y as y return eqb bool false y = Bool.eqb false y with
    | true => eqb_false bool false true (fun f => match f in (_ = value)
        return match value with true => False | false => True end with eq_refl => I end)
    | false => proj2 (eqb_spec bool false false) eq_refl
    end
  end."""

_TABLE = """\
From Coq Require Bool.
Fixpoint bool_function (n : Datatypes.nat) : Type :=
  match n with Datatypes.O => bool | Datatypes.S n => bool -> bool_function n end.
Fixpoint bool_same (n : Datatypes.nat) : bool_function n -> bool_function n -> bool :=
  match n as n return bool_function n -> bool_function n -> bool with
  | Datatypes.O => Bool.eqb
  | Datatypes.S n => fun f g =>
      andb (bool_same n (f true) (g true)) (bool_same n (f false) (g false))
  end.
Fixpoint bool_agree (n : Datatypes.nat) : bool_function n -> bool_function n -> Prop :=
  match n as n return bool_function n -> bool_function n -> Prop with
  | Datatypes.O => fun f g => f = g
  | Datatypes.S n => fun f g => forall x : bool, bool_agree n (f x) (g x)
  end.
Fixpoint bool_sound (n : Datatypes.nat) :
    forall f g : bool_function n, bool_same n f g = true -> bool_agree n f g :=
  match n as n
    return forall f g : bool_function n, bool_same n f g = true -> bool_agree n f g with
  | Datatypes.O => fun f g => Bool.eqb_prop f g
  | Datatypes.S n => fun f g hole x =>
      match x as x return bool_agree n (f x) (g x) with
      | true => bool_sound n (f true) (g true) (proj1 (andb_prop _ _ hole))
      | false => bool_sound n (f false) (g false) (proj2 (andb_prop _ _ hole))
      end
  end."""


def builtin(world: World, name: str, index: int) -> Premise:
    """Return the i-th equation of a built-in symbol as a lemma."""
    text = world.names.get("builtin", (name, index), f"{name}_eq_{index}")
    if name == "ite":
        world.require("ite")
    lead = _LEADS[name]
    statement = f"Definition {text} : {_EQUATIONS[name, index]} := {lead}eq_refl."
    world.require(f"builtin {name} {index}", statement)
    return Premise(text, ("a",) if name == "ite" else ())


def tautology(syntax: Syntax, left: int, right: int) -> str:
    """Return the proof that two Bool terms agree for all values of their atoms."""
    world = syntax.world
    world.require("bool table", _TABLE)
    atoms: dict[int, str] = {}
    bodies = [_Formula(syntax, atoms, t) for t in (left, right)]
    count, names = len(atoms), " ".join(atoms.values())
    lead = f"fun {names} : bool => " if atoms else ""
    functions = [f"({lead}{body.shape})" for body in bodies]
    number = "Datatypes.O"
    for _ in range(count):
        number = f"(Datatypes.S {number})"
    values = [syntax.term(t) for t in atoms]
    given = " ".join([number, *functions, "(@eq_refl bool true)", *values])
    chain = [*bodies[0].steps]
    middle = [chain[-1].right if chain else syntax.term(left)]
    back = [
        Step(s.right, s.left, f"(back bool {s.left} {s.right} {s.proof})")
        for s in reversed(bodies[1].steps)
    ]
    after = back[0].left if back else syntax.term(right)
    return joined("bool", [*chain, Step(middle[0], after, f"(bool_sound {given})"), *back])


class _Formula:
    """A Bool term: its shape over atoms, and the steps that replace `eq` at Bool by Coq's test."""

    def __init__(self, syntax: Syntax, atoms: dict[int, str], root: int) -> None:
        tables = syntax.tables
        inner = _connected(syntax, root)
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
            shapes[t] = _test(shape) if test else syntax.compose(t, shape)
            texts = [syntax.term(k) for k in kids]
            steps: list[Step] = []
            for i, k in enumerate(kids):
                if proofs[k]:
                    hole = syntax.compose(t, [*texts[:i], "hole", *texts[i + 1 :]])
                    before = syntax.compose(t, texts)
                    part = Step(texts[i], now[k], joined("bool", proofs[k]))
                    texts[i] = now[k]
                    proof = under(hole, "bool", "bool", part)
                    steps.append(Step(before, syntax.compose(t, texts), proof))
            now[t] = syntax.compose(t, texts)
            if test:
                before, now[t] = now[t], _test(texts)
                steps.append(Step(before, now[t], f"(eqb_bool {' '.join(texts)})"))
                require_eqb(syntax.world)
                syntax.world.require("eqb_bool", _EQB_BOOL)
            proofs[t] = steps
        self.shape, self.steps = shapes[root], proofs[root]


def require_eqb(world: World) -> None:
    """Declare the built-in equality and what follows for unequal values."""
    world.require("eqb")
    world.require("eqb_false", EQB_FALSE)


def _test(arguments: Sequence[str]) -> str:
    return f"(Bool.eqb {' '.join(arguments)})"


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
