"""Simplification of expressions: every form found is merged into an e-graph with its reason.

`engine.Simplifier` is the door: it takes a term, assumptions and laws, and finds cheaper equal
terms with nodes that prove them. It may import the rest of `search`, `proof` and `terms`.
"""
