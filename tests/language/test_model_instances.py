"""Instances in .lem files: what they mean, and errors with their place."""

from __future__ import annotations

import pytest

from lemmata.errors import InputError, Source
from lemmata.language import parse_theory, show_clause, show_theory
from lemmata.language.elaborate import Elaborator
from lemmata.theories import theory

HEAD = "theory t\nimport group, nat, lattice, int\n"
GROUP = "instance g: group\n  G = Int\n  x * y = x + y\n  inv(x) = -x\n  e = 0\n"


def problem(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_theory(HEAD + text)
    return str(caught.value)


def test_the_axioms_become_obligations() -> None:
    loaded = parse_theory(HEAD + GROUP)
    [instance] = loaded.instances
    shown = [
        (law.name, show_clause(law.clause, loaded.notation)) for _, law in instance.obligations
    ]
    assert shown == [
        ("g.left_unit", "0 + x = x"),
        ("g.left_inverse", "-x + x = 0"),
        ("g.assoc", "x + y + z = x + (y + z)"),
    ]
    assert (instance.owner, instance.structure.name, instance.line) == ("group", "group", 3)


def test_terms_may_use_functions_and_swap_or_ignore_arguments() -> None:
    text = (
        "fun f : Nat, Nat -> Nat\n  f(x, y) = y\n"
        "instance g: group\n  e = 0\n  inv(a) = 0\n  b * a = f(a, b) + 0\n  G = Nat\n"
    )
    loaded = parse_theory(HEAD + text)
    clauses = [law.clause for _, law in loaded.instances[0].obligations]
    assert [show_clause(c, loaded.notation) for c in clauses[:2]] == [
        "f(x, 0) + 0 = x",
        "f(x, 0) + 0 = 0",
    ]


def test_a_printed_theory_reads_back() -> None:
    loaded = theory("instances")
    again = parse_theory(show_theory(loaded))
    for one, two in zip(loaded.instances, again.instances, strict=True):
        assert one.name == two.name
        assert [law.clause for _, law in one.obligations] == [
            law.clause for _, law in two.obligations
        ]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("instance g: grup\n  G = Int\n", "3:13", "no structure grup is imported"),
        ("instance g: nat\n  G = Int\n", "3:13", "imported are"),
        (GROUP.replace("  G = Int\n", ""), "3:13", "no sort is given for G"),
        (GROUP.replace("  e = 0\n", ""), "3:13", "nothing is given for e"),
        (GROUP.replace("G = Int", "G = Imt"), "4:7", "Imt"),
        (GROUP.replace("G = Int", "G = a"), "4:7", "type variables"),
        (GROUP.replace("e = 0", "e = true"), "7:7", "Bool"),
        (GROUP.replace("-x", "y"), "6:12", "y"),
        (GROUP.replace("inv(x) = -x", "inv(x, y) = -x"), "6:3", "no symbol of group"),
        (GROUP.replace("x * y", "x * x"), "5:7", "distinct names"),
        (GROUP.replace("x * y", "0 * y"), "5:3", "distinct names"),
        (GROUP.replace("e = 0", "e = 0\n  e = 1"), "8:3", "given twice"),
        (GROUP.replace("G = Int", "G = Int\n  G = Nat"), "5:3", "given twice"),
        (GROUP.replace("e = 0", "e"), "7:3", "no = sign"),
        (GROUP + GROUP, "8:10", "there already"),
        ("instance g\n", "3:11", "the line ends too early"),
    ],
)
def test_errors_say_where(text: str, place: str, said: str) -> None:
    found = problem(text)
    assert said in found
    assert f":{place}:" in found


def test_predicates_and_built_in_sorts() -> None:
    structure = "structure s\nsort G\nop e : G\nop h : G -> Bool\naxiom one: h(e)\n"
    other = parse_theory(f"theory o\n{structure}")
    text = "theory t\nimport o\ninstance i: s\n  G = Bool\n  e = true\n  h(x) = not not x\n"
    loaded = Elaborator(Source("t.lem", text), "t", lambda _: other).run()
    [(_, law)] = loaded.instances[0].obligations
    assert show_clause(law.clause) == "(not not true) = true"
