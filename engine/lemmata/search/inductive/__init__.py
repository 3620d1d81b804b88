"""Proof by induction: saturation of goals, case splits, and the discovery of lemmas."""
