"""Values of variables on which enumerated terms are compared: all small choices, then random ones.

Equations with premises need samples on which different terms happen to be equal, so the first
samples of each sort are all choices of its few smallest values for three variables.
"""

from __future__ import annotations

from random import Random

from lemmata.search.evaluation import Value
from lemmata.search.testing import Tester
from lemmata.terms.sorts import Sort

FEW, VARIABLES, RANDOM = 4, 3, 60
COUNT = FEW**VARIABLES + RANDOM


class Samples:
    """The column of each variable, the same in every run."""

    def __init__(self, tester: Tester) -> None:
        self.values = tester.values

    def __call__(self, sort: Sort, number: int) -> tuple[Value, ...] | None:
        """The values of variable `number` of a sort on all samples; None if it has none."""
        few = self.values.first(sort, FEW)
        rest = self.values.sample(sort, RANDOM, number)
        if not few or rest is None:
            return None
        block = [few[i // FEW**number % len(few)] for i in range(FEW**VARIABLES)]
        places = list(range(len(block)))
        Random(str(sort)).shuffle(places)
        return (*(block[i] for i in places), *rest)
