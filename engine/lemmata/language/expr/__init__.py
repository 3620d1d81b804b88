"""Expressions of calculators and computer algebra: tokens, trees, terms, printers, SymPy.

The outside uses `lemmata.language.expression`, which puts the rooms of this package together.
"""
