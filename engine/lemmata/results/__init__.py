"""What the doors answer: `Verdict`, and `Exploration` with its `FoundTheorem`s.

An answer is frozen data that writes itself in every form: text, JSON, pages, Coq, Lean, LaTeX.
Importing it costs no more than the standard library; what a form needs is imported when it is
asked for, from `export` and what is below it.
"""

from lemmata.results.exploration import Exploration, FoundTheorem
from lemmata.results.verdict import Verdict, summary_exit_code

__all__ = ["Exploration", "FoundTheorem", "Verdict", "summary_exit_code"]
