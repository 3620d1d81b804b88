"""What the kernel knows of operators, aggregates and types is what the algebra has."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.denotation import AGGREGATES
from lemmata.kernel.sql.folding import fold
from lemmata.kernel.sql.literals import KINDS, literal, numeral
from lemmata.kernel.sql.values import MIRRORED, NEGATED, STRICT
from lemmata.sql import aggregates, operators, types
from lemmata.sql.evaluate_scalars import _SPECIAL
from sql.comprehensions import Comprehensions, value


def test_strict_operators_are_strict() -> None:
    assert set(operators.OPERATORS) - set(_SPECIAL) >= STRICT


def test_aggregates_and_kinds_are_known() -> None:
    assert set(aggregates.AGGREGATES) == AGGREGATES
    assert set(types.KINDS) == KINDS
    assert set(aggregates.KEEPS_NULLS) | {"the"} == set(o.KEEPS_NULLS)


@pytest.mark.parametrize("name", operators.COMPARISONS)
def test_mirrored_and_negated_comparisons(name: str) -> None:
    compare, functions = operators.OPERATORS[name], operators.OPERATORS
    for first, second in ((0, 1), (1, 1), (1, 0)):
        assert functions[MIRRORED[name]](second, first) == compare(first, second)
        assert functions[NEGATED[name]](first, second) is not compare(first, second)


@pytest.mark.parametrize("name", sorted(operators.OPERATORS))
def test_folded_calls(name: str) -> None:
    """What is folded is what evaluation gives."""
    kind = "bool" if name in operators.COMPARISONS else "int"
    world = Comprehensions({})
    for values in ((7, -2), (-7, 2), (3, 3), (0, 5), (-4,)):
        args = tuple(o.Lit("int", v) for v in values)
        found = fold(o.Op("op", name, kind, args))
        if isinstance(found, o.Lit):
            assert value(found) == world.expr(o.Op("op", name, kind, args), {})
    for words in (("ab", "C"), ("aB",)):
        texts = tuple(o.Lit("text", word) for word in words)
        found = fold(o.Op("op", name, "text", texts))
        if isinstance(found, o.Lit):
            assert value(found) == world.expr(o.Op("op", name, "text", texts), {})


@pytest.mark.parametrize(
    ("type_", "first", "second"),
    [
        ("int", -3, 2),
        ("decimal(8, 2)", {"number": "-1/3"}, {"number": "1/4"}),
        ("decimal", 1, {"number": "3/2"}),
        ("date", {"date": "1999-12-31"}, {"date": "2000-01-01"}),
        ("timestamp", {"timestamp": "2000-01-01T00:00:00"}, {"timestamp": "2000-01-01T00:00:01"}),
    ],
)
def test_numerals_keep_the_order(type_: str, first: object, second: object) -> None:
    assert numeral(literal(type_, first)) < numeral(literal(type_, second))
    assert isinstance(numeral(literal(type_, first)), Fraction)
