"""Counterexamples by narrowing: values are built only as far as the evaluation looks at them.

The outside uses `Narrower`. Sources: Antoy, Echahed, Hanus, "A Needed Narrowing Strategy", JACM 47
(2000); Runciman, Naylor, Lindblad, "SmallCheck and Lazy SmallCheck", Haskell 2008.
"""

from lemmata.search.narrowing.searching import Narrower

__all__ = ["Narrower"]
