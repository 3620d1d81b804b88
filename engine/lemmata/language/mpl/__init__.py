"""MPL, the relational language of Generative Logic, as an input format.

Everything in MPL is a relation: x + y = z is `(in3[x,y,z,+])`. Definitions stand in files of their
own and get their names and the order of their arguments from a configuration in JSON; theorems are
implications below an anchor, a definition that bundles the axioms. The reader turns the axioms into
a datatype and functions by cases, and relations into terms where they are functional.

    tokens, syntax      text to trees by grammars/mpl.lark, and back
    book                the configuration and the definitions that it names
    sorting             what each name stands for: an element, a set, a function
    formulas            definitions unfolded, theorems cut into premises and conclusions
    facts               axioms that say what is total, functional, typed
    reading             relations to terms: premises in order, each output for a term
    quantifiers         predicates of an existential quantifier by recursion (unfold and fold)
    structure           the axioms as a datatype and functions by cases
    problem             all of it as a theory

The outside uses `load_mpl`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["load_mpl"]

if TYPE_CHECKING:
    from lemmata.language.mpl.problem import load_mpl as load_mpl
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from lemmata.language.mpl import problem

        return getattr(problem, name)
