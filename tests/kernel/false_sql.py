"""Proofs of false_sql.txt: claims that queries are equal, in blocks of name, texts and proof.

The queries of a `false` block differ on some database. Where a small change makes the claim true,
the same proof of the changed pair is in a `true` block: so it is the condition, not the form, that
a checker must refuse.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kernel.sql_tools import inject, match, piece

Proof = dict[str, Any]
Json = Any
Case = tuple[str, str, str, str]


def column(index: int, level: int = 0) -> list[Any]:
    """A tuple of one column of a row."""
    return ["row", [["col", level, index]]]


def distinct(index: int) -> Proof:
    """A row of DISTINCT is sent to its witness, and a row to its column."""
    return inject([[piece(0, [1], [["wit", 0, 0]])]], [[piece(0, [column(index)])]])


def parent(which: int) -> Proof:
    """A joined parent row is that of a foreign key."""
    return inject([[piece(0, [0, 1], [["fk", 0, which]])]], [[piece(0, [0])]])


def split(table: str) -> Proof:
    """A left join: a row is sent to the matched term if there is a match, else to the padded."""
    equal = ["holds", ["op", "=", "bool", [["col", 0, 2], ["col", 1, 0]]]]
    found = [{"rows": [["table", table]], "where": [equal], "out": []}]
    pieces = [piece(1, [0]), piece(0, [0, 1], [["bag", found, 0]])]
    return inject([[piece(0, [0])], [piece(0, [0])]], [pieces])


def lemma(left: list[Any], right: list[Any], script: Json, under: Json = ()) -> Proof:
    """Two global aggregates by a lemma."""
    fact = {"under": list(under), "left": left, "right": right, "proof": script}
    back = {**fact, "left": right, "right": left}
    return inject([[piece(0, [], lemmas=[fact])]], [[piece(0, [], lemmas=[back])]])


def aggregate(function: str, column: int, where: Json = ()) -> list[Any]:
    """An aggregate of a column of `bag`."""
    term = {"rows": [["table", "bag"]], "where": list(where), "out": [["col", 0, column]]}
    return ["agg", function, False, "int", [term]]


ONE = inject([[piece(0, [0])]], [[piece(0, [0])]])
NEVER = ["holds", ["lit", "bool", False]]
NULL_SUM = ["op", "+", "null", [["lit", "int", 1], ["lit", "int", 1]]]
HALF = [{"rows": [], "where": [], "out": [["lit", "decimal", {"number": "3/2"}]]}]
BAG_A = [{"rows": [["table", "bag"]], "where": [], "out": [["col", 0, 0]]}]
SUMS = aggregate("sum", 0), aggregate("sum", 1)
PROOFS: dict[str, Proof] = {
    "one": ONE,
    "two": match((0, 0, [0, 1])),
    "same": ONE,
    "global": match((0, 0, [])),
    "halves": inject([[piece(0, [0]), piece(1, [0])]], [[piece(0, [0])], [piece(0, [0])]]),
    "chosen": inject([[piece(0, [0, 1], [["some", 0, 0]])]], [[piece(0, [0])]]),
    "split": split("dept"),
    "a case split without a key": split("bag"),
    "union is not union all": inject(
        [[piece(0, [column(0)])], [piece(0, [column(1)])]],
        [[piece(0, [1], [["wit", 0, 0]]), piece(1, [1], [["wit", 0, 1]])]],
    ),
    "a row taken twice": inject([[piece(0, [0, 0])]], [[piece(0, [0, 1])]]),
    "a term without pieces": inject([[piece(0, [0])], []], [[piece(0, [0])]]),
    "a copy sent to the same row": inject([[piece(0, [0])], [piece(0, [0])]], [[piece(0, [0])]]),
    "no piece": inject([[]], [[piece(0, [0])]]),
    "an outer join that is no inner one": inject([[piece(0, [0, 1])], []], [[piece(0, [0, 1])]]),
    "an outer join that matches twice": inject(
        [[piece(0, [0])], [piece(0, [0])]], [[piece(1, [0])]]
    ),
    "on is not where": match((0, 0, [0, 1]), (1, 1, [0])),
    "full is not left": inject(
        [[piece(0, [0, 1])], [piece(1, [0])], []], [[piece(0, [0, 1])], [piece(1, [0])]]
    ),
    "a group over nothing": inject([[piece(0, [["row", [["lit", "int", 0]]]])]], [[piece(0, [])]]),
    "a witness of the other": inject(
        [[piece(0, [column(1, 1)], [["wit", 0, 0]])]],
        [[piece(0, [column(0, 1)], [["wit", 0, 0]])]],
    ),
    "by a case": inject(
        [
            [
                piece(
                    0,
                    [0, 1],
                    [["bag", [{"rows": [["table", "single"]], "where": [], "out": []}], 0]],
                )
            ]
        ],
        [[piece(0, [0])]],
    ),
    "a lemma by the identity": lemma(*SUMS, ONE),
    "a lemma under what is false": lemma(*SUMS, ONE, [NEVER]),
    "a lemma without injection": lemma(*SUMS, inject([[]], [[]])),
    "a lemma about other functions": lemma(aggregate("sum", 0), aggregate("max", 0), ONE),
    "a lemma about more rows": lemma(
        aggregate("sum", 0), aggregate("sum", 0, [["holds", ["col", 0, 3]]]), ONE
    ),
    "a sum of type null": lemma(*SUMS, ONE, [["same", NULL_SUM, NULL_SUM]]),
    "a count that is no number": lemma(["agg", "count", False, "text", []], SUMS[0], ONE),
    "a sum that is no whole number": lemma(
        *SUMS, ONE, [["same", ["agg", "sum", False, "int", HALF], ["lit", "int", 1]]]
    ),
    "a comparison that is a number": lemma(
        *SUMS, ONE, [["holds", ["op", "=", "int", [["lit", "int", 1], ["lit", "int", 1]]]]]
    ),
    "a text that is a number": lemma(
        *SUMS, ONE, [["same", ["case", "int", [["lit", "text", "1"]]], ["lit", "int", 1]]]
    ),
    "a set of other types": lemma(
        *SUMS, ONE, [["some", [{"rows": [["set", BAG_A, ["bool"]]], "where": [], "out": []}]]]
    ),
    **{f"distinct {k}": distinct(k) for k in range(5)},
    **{f"parent {k}": parent(k) for k in range(2)},
}


def cases(kind: str) -> list[Case]:
    """The blocks of a kind."""
    blocks = Path(__file__).with_name("false_sql.txt").read_text("utf-8").split("\n\n")
    found = []
    for block in blocks:
        title, first, second, proof = block.strip().splitlines()
        mark, _, name = title.partition(": ")
        if mark == kind:
            found.append((name, first, second, proof))
    return found
