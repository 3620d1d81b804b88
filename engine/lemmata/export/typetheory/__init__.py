"""Certificates as proof terms of type theory: what the exports to Coq and Lean have in common.

A `Dialect` says how a language spells things and what it has built in; `Library` writes theorems.
May import `lemmata.errors`, `lemmata.data`, `lemmata.proof` and the standard library.
"""
