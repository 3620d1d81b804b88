"""Proof by induction: saturation of goals, case splits, and the discovery of lemmas.

A `goal` is a sequent with a budget; `attempt` closes, splits and inducts with the laws in a
`lawbook`; `closure` is the e-graph of a goal, its laws compiled by `instances` and `patterns`;
`discovery` alternates attempts with `exploration`, `guessing`, `implications` and `templates`,
which conjecture lemmas, until the goal is proved. It imports `terms`, `proof` and what is beside
it in `search`. `strategy`, `exploring` and `consequences` use it.
"""
