"""Problems in the TIP format: SMT-LIB with inductive datatypes, `par`, `match` and `prove`.

The outside uses `read_tip`. Source of the format: Claessen, Johansson, Rosén, Smallbone,
"TIP: Tons of Inductive Problems", CICM 2015.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Problem", "read_tip"]

if TYPE_CHECKING:
    from lemmata.language.tip.problem import Problem as Problem
    from lemmata.language.tip.problem import read_tip as read_tip
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from lemmata.language.tip import problem

        return getattr(problem, name)
