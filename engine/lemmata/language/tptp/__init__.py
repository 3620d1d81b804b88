"""Problems in TPTP syntax: cnf and fof formulas whose clauses are Horn.

The reader is written by hand: a grammar for lark takes longer to load than most problems take to
read, and terms nested 100,000 deep must not use Python's stack. The outside uses `read_tptp`,
`load_tptp` and the exception `Inappropriate`.
"""

from lemmata.language.tptp.errors import Inappropriate
from lemmata.language.tptp.problem import Problem, load_tptp, read_tptp

__all__ = ["Inappropriate", "Problem", "load_tptp", "read_tptp"]
