"""Proofs of statements about the real numbers: identities, order, side conditions.

`prove.RealProver` is the door. A statement is unfolded, split on its conditions and expanded by the
addition laws; what is left is an identity modulo known equations (`ideals`) or a contradiction of
inequalities (`orders`). It may import the rest of `search`, `proof` and `terms`.
"""
