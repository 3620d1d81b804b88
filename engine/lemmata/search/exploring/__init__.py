"""Exploring a theory: the laws that follow from its definitions, found and proved unprompted.

`Exploration(theory).run()` yields events. Outside use: what is listed here.
"""

from lemmata.search.exploring.events import (
    Event,
    Finished,
    Limits,
    Open,
    Outcome,
    Progress,
    Proved,
    Refuted,
)
from lemmata.search.exploring.exploration import Exploration

__all__ = [
    "Event",
    "Exploration",
    "Finished",
    "Limits",
    "Open",
    "Outcome",
    "Progress",
    "Proved",
    "Refuted",
]
