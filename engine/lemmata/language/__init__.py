"""How text becomes terms and back: .lem theories, statements, printers.

It imports `terms`, `errors` and `data`. The outside uses `load_theory`, `parse_theory`,
`parse_statement` and the printers `show_term`, `show_sort`, `show_clause`, `show_theory`.
"""

from lemmata.language.load import (
    load_theory,
    parse_goal,
    parse_statement,
    parse_theory,
    shipped,
)
from lemmata.language.printer import show_clause, show_sort, show_term
from lemmata.language.show import show_statement, show_theory

__all__ = [
    "load_theory",
    "parse_goal",
    "parse_statement",
    "parse_theory",
    "shipped",
    "show_clause",
    "show_sort",
    "show_statement",
    "show_term",
    "show_theory",
]
