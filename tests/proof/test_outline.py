"""The structure that a reader sees: blocks, merged lines, nothing lost."""

from __future__ import annotations

import pytest

from lemmata.proof.decode import decode
from lemmata.proof.lawnames import law_name
from lemmata.proof.nodes import Node
from lemmata.proof.outline import kernel_steps, layout, outline, reader_lines
from lemmata.proof.sections import Block, Line
from lemmata.proof.statistics import graph, statistics
from lemmata.proving import prove
from lemmata.theories import theory
from second_checker import samples

SAMPLES = samples.valid()
PROOFS = sorted(name for name, c in SAMPLES.items() if c["kind"] == "proof")


@pytest.mark.parametrize("name", PROOFS)
def test_every_step_belongs_to_a_row(name: str) -> None:
    document = decode(SAMPLES[name])
    shown = {node for row in layout(outline(document)) for node in row.nodes}
    assert shown == set(document.numbers)


@pytest.mark.parametrize("name", PROOFS)
def test_a_calculation_goes_on_where_it_was(name: str) -> None:
    before: Line | None = None
    for row in layout(outline(decode(SAMPLES[name]))):
        if row.line and not row.first:
            assert before is not None
            assert before.right is row.line.left
        before = row.line


def test_induction_is_one_heading_with_its_cases() -> None:
    [theorem] = outline(decode(SAMPLES["nat_induction"])).theorems
    rows = layout(outline(decode(SAMPLES["nat_induction"])))
    assert [row.depth for row in rows] == [0, 1, 1]
    assert rows[0].method is not None
    assert [str(v) for v in rows[0].method.variables] == ["x"]
    zero, successor = (item for item in theorem.items if isinstance(item, Block))
    assert zero.hypotheses == ()
    [hypothesis] = successor.hypotheses
    assert [str(side) for side in hypothesis.conclusion] == ["plus(n, Z)", "n"]


def test_definitions_join_the_argument() -> None:
    row = layout(outline(decode(SAMPLES["nat_induction"])))[-1]
    assert row.line is not None
    assert [reason.kind for reason in row.line.reasons] == ["definition", "induction"]
    assert len(row.nodes) == 2


@pytest.mark.parametrize(
    ("statement", "steps", "lines"),
    [
        ("x + y = y + x", 25, 15),
        ("(x + y) + z = x + (y + z)", 12, 8),
        ("x * y = y * x", 80, 40),
    ],
)
def test_the_bars(statement: str, steps: int, lines: int) -> None:
    verdict = prove(statement, theory="nat", from_definitions=True, timeout=60)
    assert verdict.certificate is not None
    document = decode(verdict.certificate)
    assert kernel_steps(document) <= steps
    assert reader_lines(document) <= lines


def test_computations_count_as_what_they_stand_for() -> None:
    document = decode(SAMPLES["ac"])
    assert len(document.numbers) == 1
    assert kernel_steps(document) > 3


@pytest.mark.parametrize("name", PROOFS)
def test_statistics_count_the_steps(name: str) -> None:
    document = decode(SAMPLES[name])
    found = statistics(document)
    assert found.steps == sum(found.rules.values()) == len(document.numbers)
    assert found.used <= found.steps
    assert found.depth <= found.steps
    assert len(graph(document)) == found.steps  # type: ignore[arg-type]


def test_a_long_chain_needs_no_recursion() -> None:
    """Ten thousand steps in a row, each resting on the one before."""
    document = decode(SAMPLES["lambdas"])
    node = document.proofs[-1].nodes[-1]
    for _ in range(5_000):
        node = Node("sym", node.context, node.right, node.left, (node,))
    from lemmata.proof.calculation import Calculator
    from lemmata.proof.sharing import Sharing

    sharing = Sharing(node)
    assert len(sharing.order) > 5_000
    lines = Calculator(sharing.claims, lambda h, values: pytest.fail("no hypothesis")).lines(node)
    assert len(lines) == 1


LAWS = {
    "add_comm": "commutativity of +",
    "add_assoc": "associativity of +",
    "add_zero": "0 is a right identity of +",
    "mul_zero": "0 annihilates * on the right",
    "mul_add": "distributivity of * over +",
    "add_cancel": "+ is cancellative on the left",
    "le_refl": "reflexivity of <=",
    "le_trans": "transitivity of <=",
    "le_antisym": "antisymmetry of <=",
    "le_total": "totality of <=",
    "lt_irrefl": "irreflexivity of <",
    "max_self": "idempotence of max",
    "max_min": "absorption of min by max",
    "pow_add": "^ turns + into *",
    "add_succ": "+ takes S out on the right",
    "le_succ": "S is inflationary for <=",
    "one_pow": "1 annihilates ^ on the left",
    "le_add_cancel": "invariance of <= under + on the left",
    "sub_sub": "- turns + into iteration",
    "le_step": None,
}


@pytest.mark.parametrize("name", sorted(LAWS))
def test_laws_have_their_names(name: str) -> None:
    nat = theory("nat")
    [clause] = [t.clause for t in nat.theorems if t.name == name]
    assert law_name(clause, nat.notation) == LAWS[name]


@pytest.mark.parametrize(
    ("library", "name", "law"),
    [
        ("list", "rev_rev", "rev is an involution"),
        ("list", "rev_append", "rev reverses append"),
        ("list", "length_append", "length is a homomorphism from append to +"),
        ("list", "map_append", "distributivity of map over append"),
        ("list", "length_rev", "length is invariant under rev"),
        ("list", "length_zero", "length is 0 only at nil"),
        ("list", "append_nil", "nil is a right identity of append"),
        ("list", "drop_length", None),
        ("list", "map_identity", None),
        ("bool", "de_morgan_and", "de Morgan law for and"),
        ("bool", "xor_self", "xor of equal arguments is false"),
        ("group", "right_inverse", "right inverse: inv for *"),
    ],
)
def test_laws_of_other_theories(library: str, name: str, law: str | None) -> None:
    known = theory(library)
    [clause] = [t.clause for t in known.theorems if t.name == name]
    assert law_name(clause, known.notation) == law
