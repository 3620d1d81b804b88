"""Lemmata: ask a question, get `proved`, `refuted` or `unknown`, with evidence to check again.

What is public here is loaded on first use, so that `import lemmata` stays as cheap as the
standard library; type checkers see the same names through `TYPE_CHECKING`.

>>> import lemmata
>>> lemmata.__version__.count(".")
2
"""

TYPE_CHECKING = False

__version__ = "0.1.0"

__all__ = ["__version__", "check", "equivalent", "explore", "prove", "simplify", "theory"]

if TYPE_CHECKING:
    from lemmata.checking import check as check
    from lemmata.equivalence import equivalent as equivalent
    from lemmata.exploring import explore as explore
    from lemmata.proving import prove as prove
    from lemmata.simplifying import simplify as simplify
    from lemmata.theories import theory as theory
else:
    _LAZY: dict[str, str] = {
        "check": "lemmata.checking",
        "equivalent": "lemmata.equivalence",
        "explore": "lemmata.exploring",
        "prove": "lemmata.proving",
        "simplify": "lemmata.simplifying",
        "theory": "lemmata.theories",
    }

    def __getattr__(name: str) -> object:
        if name not in _LAZY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *_LAZY})
