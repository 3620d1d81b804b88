"""The certificate as an object: proof DAG nodes, builder, encoder, decoder, minimiser, statistics.

Search makes nodes with `build`, `encode` turns a `Theorem` into the JSON of proofs/FORMAT.md. What
counts as a proof is decided by `lemmata.kernel` alone.
"""
