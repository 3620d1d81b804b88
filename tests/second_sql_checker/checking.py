"""The whole: a certificate is confirmed, unconfirmed, or rejected."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from second_sql_checker.denotation import Denotation
from second_sql_checker.encoding import Encoder
from second_sql_checker.facts import Facts
from second_sql_checker.objects import BeyondError, RejectedError, bag, forget
from second_sql_checker.reading import Reader, parsed, read_tables, shaped
from second_sql_checker.scripts import Context, Obligation, Scripts

FORMAT = "lemmata.sql-proof/1"
ROUNDS = 3
RLIMIT = 2_000_000
OBLIGATIONS = 400


@dataclass(frozen=True)
class Report:
    """`confirmed`; `unconfirmed`, where `sat` says that Z3 found a model; or `rejected`."""

    verdict: str
    reason: str = ""
    obligations: tuple[tuple[str, int], ...] = ()


@contextmanager
def deep() -> Iterator[None]:
    """Room for recursion over deep objects."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 12_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def check(text: str, rlimit: int = RLIMIT) -> Report:
    """Judge a certificate."""
    import z3

    counts: Counter[str] = Counter()
    forget()
    try:
        with deep():
            for obligation, reader in obligations(text):
                counts[obligation.what] += 1
                word = judged(obligation, reader, rlimit)
                if word != "unsat":
                    reason = f"{obligation.what} {counts[obligation.what]}: {word}"
                    return Report("unconfirmed", reason, tuple(sorted(counts.items())))
                if counts.total() > OBLIGATIONS:
                    raise BeyondError("too many obligations")
    except RejectedError as problem:
        return Report("rejected", str(problem))
    except (BeyondError, z3.Z3Exception) as problem:
        return Report("unconfirmed", str(problem), tuple(sorted(counts.items())))
    except (RecursionError, KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        return Report("rejected", f"{type(problem).__name__}: {problem}")
    finally:
        forget()
    return Report("confirmed", "", tuple(sorted(counts.items())))


def obligations(text: str) -> Iterator[tuple[Obligation, Reader]]:
    """The obligations of a certificate; raises RejectedError."""
    names = ("format", "dialect", "schema", "queries", "tables", "plans", "proof")
    form, _, _, _, tables, plans, proof = shaped(parsed(text), *names)
    if form != FORMAT or not isinstance(plans, list) or len(plans) != 2:
        raise RejectedError("another format")
    known = read_tables(tables)
    sides = [Denotation(known).plan(plan, ()) for plan in plans]
    if len(sides[0][1]) != len(sides[1][1]):
        raise RejectedError("queries of different widths")
    reader = Reader(known)
    left, right = (bag(terms) for terms, _ in sides)
    for found in Scripts(reader).goal(Context(), left, right, proof):
        yield found, reader


def judged(obligation: Obligation, reader: Reader, rlimit: int) -> str:
    """`unsat` if it holds, else what Z3 says in the last round."""
    import z3

    solver = z3.Solver()
    solver.set("rlimit", rlimit)
    facts = Facts(Encoder(z3, reader.tables), reader, solver)
    facts.start(obligation)
    word = str(solver.check())
    for _ in range(ROUNDS):
        if word == "unsat":
            break
        try:
            if not facts.round():
                break
        except BeyondError:
            return f"{solver.check()} (too much)" if str(solver.check()) != "unsat" else "unsat"
        word = str(solver.check())
    return word
