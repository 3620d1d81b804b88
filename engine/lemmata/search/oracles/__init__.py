"""Other provers as oracles: what they say is a hint, and counts only once it is proved again here.

Three are asked where they are installed and the user names them: `e` (the equations of its proof
become lemmas, each proved by completion), `z3` and `cvc5` (the instances of laws that they used
are joined by congruence). An answer that cannot be rebuilt is reported as what an oracle said.
The outside uses `consult`. Every solver is a child process with limits on memory and time, and gets
numbered symbols only: no name and no text of a user.
"""

from lemmata.search.oracles.consult import ORACLES, Advice, consult

__all__ = ["ORACLES", "Advice", "consult"]
