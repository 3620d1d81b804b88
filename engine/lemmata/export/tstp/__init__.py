"""Certificates as derivations in TPTP syntax (TSTP): each step follows from its parents.

`to_tstp` writes a file, `steps` are its formulas. What first-order logic of one sort cannot
express, induction above all, is `Unsupported`.
"""

from lemmata.export.tstp.derivation import Step, steps, to_tstp
from lemmata.export.tstp.formulas import Unsupported

__all__ = ["Step", "Unsupported", "steps", "to_tstp"]
