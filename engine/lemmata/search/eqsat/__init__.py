"""Equality saturation on integers: search first, then proofs from the record of what was applied.

`problem` is the interface that every searcher serves (this one, and egglog in a child process).
It imports terms and proof nodes only. Outside use: `engine.saturate`, `explanation.Explanation`.
"""
