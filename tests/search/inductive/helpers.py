"""What the tests of the inductive search share: a theory's prover, statements, judged proofs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from lemmata.kernel import Report, check
from lemmata.language import parse_goal
from lemmata.proof.encode import encode
from lemmata.proof.laws import definitions
from lemmata.proof.nodes import Law, Node, Theorem
from lemmata.search.inductive.attempt import Prover
from lemmata.search.inductive.discovery import Discovery
from lemmata.search.inductive.goal import Budget
from lemmata.search.inductive.lawbook import Lawbook
from lemmata.search.inductive.simplifier import Simplifier
from lemmata.search.testing import Tester
from lemmata.terms.declarations import Clause, FunctionGroup, Theory
from lemmata.terms.orders import LPO, precedence
from lemmata.theories import theory

SUITE = Path(__file__).parents[2] / "benchmarks" / "inductive.lem"


@cache
def load(name: str) -> Theory:
    """A shipped theory, or the benchmark of inductive goals."""
    return theory(SUITE if name == "suite" else name)


def clause(text: str, name: str = "suite") -> Clause:
    """A statement about a theory."""
    return parse_goal(text, load(name))[1]


def law(text: str, name: str = "suite") -> Law:
    """A statement as an assumed law, for what is not judged by the kernel."""
    return Law("theorem", text, 0, clause(text, name))


def discovery(name: str = "suite", work: int = 200_000) -> Discovery:
    """A search in a theory, from its definitions alone."""
    loaded = load(name)
    laws = definitions(loaded.declarations)
    groups = [d for d in loaded.declarations if isinstance(d, FunctionGroup)]
    cases = {f.symbol: f.cases for group in groups for f in group.members}
    book = Lawbook()
    book.define(laws)
    prover = Prover(book, loaded.datatypes, cases, Budget(work))
    simplifier = Simplifier(laws, LPO(precedence(loaded.declarations)))
    return Discovery(prover, simplifier, Tester(loaded.declarations))


def judge(node: Node, statement: Clause, name: str = "suite") -> Report:
    """The kernel's report on a proof."""
    theorem = Theorem("goal", statement, statement.variables, node)
    return check(json.dumps(encode(theorem, load(name).declarations)))
