"""How proofs are found, all of it untrusted: what is found here, the kernel checks again.

Rooms: `completion` (unfailing completion for equations), `models` (finite models).
It may import `terms`, `language` and `proof`, never `kernel`.
"""
