"""Where dialects differ in what a text means; everything else is the same for all."""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.errors import Diagnostic, InputError


@dataclass(frozen=True, slots=True)
class Dialect:
    """Choices of a dialect. `parser` is sqlglot's name, `nulls` where it sorts them by default.

    `exact_division`: `/` of integers and AVG of integers keep the fraction. `ordinals`: a number in
    GROUP BY is the position of an output column. `concat_skips_null`: so does CONCAT (never `||`).
    `using_stays`: a column of USING keeps its place on the left, else it comes first in `*`.
    `dates_have_tails`: the text of a date may go on behind a blank or a T.
    `null_for_errors`: a division by zero is NULL, and so is what else is an error elsewhere.
    `order_by_aliases`: names in expressions of ORDER BY are output columns first.
    `groups_by_keys`: a primary key in GROUP BY stands for all columns of its table. `mixes_texts`:
    an integer beside a text, as in CASE, becomes its digits.
    `rows_are_values`: rows are compared as values, in which NULL equals NULL.
    """

    name: str
    parser: str
    exact_division: bool = False
    exact_average: bool = True
    ordinals: bool = True
    nulls: str = "nulls_are_large"
    concat_skips_null: bool = False
    like_ignores_case: bool = False
    using_stays: bool = False
    rows_are_values: bool = False
    dates_have_tails: bool = False
    null_for_errors: bool = False
    order_by_aliases: bool = False
    groups_by_keys: bool = False
    mixes_texts: bool = True


DIALECTS = {
    d.name: d
    for d in (
        Dialect("calcite", "", exact_average=False, ordinals=False),
        Dialect(
            "duckdb",
            "duckdb",
            exact_division=True,
            nulls="nulls_are_last",
            concat_skips_null=True,
            using_stays=True,
            rows_are_values=True,
            mixes_texts=False,
        ),
        Dialect(
            "sqlite",
            "sqlite",
            nulls="nulls_are_small",
            like_ignores_case=True,
            using_stays=True,
            null_for_errors=True,
            mixes_texts=False,
        ),
        Dialect(
            "postgres",
            "postgres",
            concat_skips_null=True,
            groups_by_keys=True,
            mixes_texts=False,
        ),
        *(
            Dialect(
                name,
                name,
                exact_division=True,
                nulls="nulls_are_small",
                dates_have_tails=True,
                null_for_errors=True,
                order_by_aliases=True,
                groups_by_keys=name == "mysql",
            )
            for name in ("mysql", "spark")
        ),
    )
}
DEFAULT = "calcite"


def dialect_named(name: str | None) -> Dialect:
    """The dialect of that name, the default for None; raises InputError if there is none.

    >>> dialect_named(None).name
    'calcite'
    """
    found = DIALECTS.get((name or DEFAULT).lower())
    if found is None:
        raise InputError(Diagnostic(f"there is no dialect {name!r}", expected=tuple(DIALECTS)))
    return found
