"""How proofs are found, all of it untrusted: what is found here, the kernel checks again.

Rooms: `strategy` (the order of attack), `induction` (goals by cases and induction), `basics`,
`speculation` and `conditions` (lemmas), `blocking` (what to split), `egraph`, `rules`, `saturation`
and `extraction` (the proof-producing e-graph), `evaluation`, `testing` and `refuting` (values and
counterexamples), `axiomatic` and the `completion` family (abstract structures), `models` (finite
models by Z3 in a child process), `rings` (polynomial identities), `minimise` (shorter proofs).
It imports `terms` and `proof`; `strategy` asks the kernel whether a ring step holds.
"""
