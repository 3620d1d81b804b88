"""Why a rewrite rule holds: every rule of a pack is proved, its conditions being the premises.

A rule over Real is first evaluated where rules tend to fail (`lemmata.search.screening`): a
condition that is missing is found by a point at which exactly one side has a value, or both have
different ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lemmata.results import Verdict

if TYPE_CHECKING:
    from lemmata.proving import Session
    from lemmata.terms.declarations import Rule, Theory


def justify(pack_file: str | Path | Theory, timeout: float = 10) -> Iterator[tuple[Rule, Verdict]]:
    """Each rule of a .lem file with the verdict on it; `timeout` is in seconds.

    A rule `by theorem NAME` must follow from that certified theorem in one step, `by axiom` from
    the axioms; any other rule is proved like a statement. A false rule is refuted with a witness.
    """
    from lemmata.proving import Session
    from lemmata.theories import theory as load

    theory = load(pack_file)
    session = Session(theory, timeout)
    everything = session.library
    for pack in theory.packs:
        for rule in pack.rules:
            owner, _, short = rule.justification.partition(" ")[2].rpartition(".")
            session.library = [
                law
                for law in everything
                if not short or (law.name == short and law.owner in ("", owner))
            ]
            verdict = _screened(rule, theory)
            if verdict is None:
                verdict = _judged(rule, session, short)
            yield rule, replace(verdict, name=f"{pack.name}.{rule.name}")


def justified(
    pack_file: str | Path, timeout: float = 10, cached: bool = True
) -> Iterator[tuple[Rule, Verdict]]:
    """Like `justify`, but what was found before for the same texts is not searched again.

    The key is the hash of the pack, of what it imports, of all stored certificates and of this
    version; an answer that is not `proved` is always searched for again. Verdicts from the cache
    have no certificate.
    """
    from lemmata.service import cache
    from lemmata.theories import theory as load

    theory = load(pack_file)
    name = cache.key(*_texts(Path(pack_file), theory))
    known = cache.load(name) if cached else None
    if isinstance(known, dict) and set(known) == {r.name for p in theory.packs for r in p.rules}:
        for pack in theory.packs:
            for rule in pack.rules:
                goal, steps = known[rule.name]
                word = f"{pack.name}.{rule.name}"
                yield rule, Verdict(goal, "proved", "as found before", word, steps=steps)
        return
    rows = {}
    for rule, verdict in justify(theory, timeout):
        if verdict.verdict == "proved":
            rows[rule.name] = [verdict.goal, verdict.steps]
        yield rule, verdict
    if len(rows) == sum(len(pack.rules) for pack in theory.packs):
        cache.save(name, rows)


def _texts(pack_file: Path, theory: Theory) -> Iterator[str]:
    """What the justification of a pack depends on."""
    import json

    from lemmata import data
    from lemmata.proof.encode import encode_theory
    from lemmata.service.store import INDEX

    yield pack_file.read_text(encoding="utf-8")
    yield json.dumps(encode_theory(theory.declarations), sort_keys=True)
    yield data.text("proofs", INDEX)


def _judged(rule: Rule, session: Session, theorem: str) -> Verdict:
    """The verdict of one step, else of a search with what the rule names."""
    if theorem and not session.library:
        name = rule.justification.partition(" ")[2]
        reason = f"the theorem {name} has no stored certificate"
        return Verdict(_statement(rule, session.theory), "unknown", reason, rule.name)
    session.use = [theorem] if theorem else []
    cited = session.cite(rule.name, rule.clause) if rule.justification != "solver" else None
    return session.prove(rule.name, rule.clause) if cited is None else cited


def _screened(rule: Rule, theory: Theory) -> Verdict | None:
    """The refutation of a rule over Real that fails at a point that is tried."""
    from lemmata.search.screening import describe, screen

    failure = screen(rule.clause, theory.declarations)
    if failure is None:
        return None
    values = describe(rule.clause, failure)
    sides = [("left", failure.left), ("right", failure.right)]
    witness: dict[str, object] = {"values": values}
    witness |= {name: "no value" if v is None else str(v) for name, v in sides}
    where = ", ".join(f"{name} = {value}" for name, value in values.items())
    word = "unknown" if failure.certificate is None else "refuted"
    return Verdict(
        _statement(rule, theory),
        word,
        f"it fails at {where}: {failure.reason}",
        rule.name,
        certificate=failure.certificate,
        witness=witness,
    )


def _statement(rule: Rule, theory: Theory) -> str:
    from lemmata.language import show_clause

    return show_clause(rule.clause, theory.notation)
