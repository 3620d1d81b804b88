"""How text becomes terms and back: .lem theories, statements, expressions, printers.

It imports `terms`, `errors` and `data`. The outside uses `load_theory`, `parse_theory`,
`parse_statement` and the printers `show_term`, `show_sort`, `show_clause`, `show_theory`, and for
expressions the module `expression`. What is public here is loaded on first use.
"""

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from lemmata.language.load import load_theory as load_theory
    from lemmata.language.load import parse_goal as parse_goal
    from lemmata.language.load import parse_statement as parse_statement
    from lemmata.language.load import parse_theory as parse_theory
    from lemmata.language.load import shipped as shipped
    from lemmata.language.printer import show_clause as show_clause
    from lemmata.language.printer import show_sort as show_sort
    from lemmata.language.printer import show_term as show_term
    from lemmata.language.show import show_statement as show_statement
    from lemmata.language.show import show_theory as show_theory
else:
    _PRINTER = ("show_clause", "show_sort", "show_term")

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        module = "printer" if name in _PRINTER else "show" if name.startswith("show_") else "load"
        return getattr(import_module(f"{__name__}.{module}"), name)
