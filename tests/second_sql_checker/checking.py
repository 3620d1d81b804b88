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
from second_sql_checker.objects import (
    BeyondError,
    Node,
    RejectedError,
    bag,
    forget,
    nodes,
    replaced,
    shape,
)
from second_sql_checker.reading import Json, Reader, listed, parsed, read_tables, shaped, whole
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
    names = ["format", "dialect", "schema", "queries", "tables", "plans", "proof"]
    file = parsed(text)
    sources = file.pop("sources", []) if isinstance(file, dict) else []
    form, _, _, _, tables, plans, proof = shaped(file, *names)
    if form != FORMAT or not isinstance(plans, list) or len(plans) != 2:
        raise RejectedError("another format")
    known = read_tables(tables)
    sides = [Denotation(known).plan(plan, ()) for plan in plans]
    if len(sides[0][1]) != len(sides[1][1]):
        raise RejectedError("queries of different widths")
    reader = Reader(known)
    left, right = (bag(terms) for terms, _ in sides)
    for item in listed(sources):
        here, there, proofs = shaped(item, "left", "right", "proofs")
        first = _numbered(left, here)
        second = _numbered(right, there)
        if (*first.parts[:2], first[3]) != (*second.parts[:2], second[3]):
            raise RejectedError("sources of other generators")
        pairs = (listed(proofs), first[2], second[2])
        if len({len(part) for part in pairs}) != 1:
            raise RejectedError("a proof for each bag of a generator is wanted")
        for script, one, other in zip(*pairs, strict=True):
            for found in Scripts(reader).goal(Context(), one, other, script):
                yield found, reader
        right = replaced(right, second, first)
    for found in Scripts(reader).goal(Context(), left, right, proof):
        yield found, reader


def _numbered(given: Node, number: Json) -> Node:
    """A closed opaque generator of a bag."""
    found: dict[object, Node] = {}
    _collect(given, found, set())
    return list(found.values())[whole(number, len(found))]


def _collect(node: Node, found: dict[object, Node], seen: set[Node]) -> None:
    if node in seen:
        return
    seen.add(node)
    for part in nodes(node.parts):
        _collect(part, found, seen)
    if node.kind == "opaque" and not node.free:
        found.setdefault(shape(node), node)


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
