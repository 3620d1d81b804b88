"""How proofs are found, all of it untrusted: what is found here, the kernel checks again.

Rooms: `strategy` (the order of attack), `inductive` (goals by cases and induction, and lemmas for
them), `speculation` (lemmas from a stuck goal), `blocking` (what to split), `egraph`, `rules`,
`saturation` and `extraction` (the proof-producing e-graph), `eqsat` and `egglog` (larger ones),
`evaluation`, `testing`, `narrowing` and `refuting` (values and counterexamples), `axiomatic` and
`completion` (abstract structures), `models` (finite models by Z3 in a child process), `rings` and
`reals` (polynomial identities, the real numbers), `simplify` (expressions), `exploring`,
`collecting` and `consequences` (the laws of a theory), `oracles` (other provers), `minimise`
(shorter proofs). It imports `terms`, `language`, `proof`, and the kernel to ask whether it accepts.
"""
