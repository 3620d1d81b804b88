"""The certificate as an object: proof DAG nodes, builder, encoder, decoder, minimiser, statistics.

Search makes nodes with `build`, `encode` turns a `Theorem` into the JSON of proofs/FORMAT.md,
`decode` reads it, `outline` shows it as a reader sees it; `factgraph` holds the laws that were
explored, `library` is its file, `provenance` says what rests on what. What counts as a proof is
decided by `lemmata.kernel` alone. It imports `language`, `terms` and the kernel.
"""
