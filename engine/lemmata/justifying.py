"""Why a rewrite rule holds: every rule of a pack is proved, its conditions being the premises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lemmata.results import Verdict

if TYPE_CHECKING:
    from lemmata.terms.declarations import Rule, Theory


def justify(pack_file: str | Path | Theory, timeout: float = 10) -> Iterator[tuple[Rule, Verdict]]:
    """Each rule of a .lem file with the verdict on it; `timeout` is in seconds.

    A rule `by theorem NAME` must follow from that certified theorem in one step, `by axiom` from
    the axioms; any other rule is proved like a statement. A false rule is refuted with a witness.
    """
    from dataclasses import replace

    from lemmata.proving import Session
    from lemmata.theories import theory as load

    theory = load(pack_file)
    session = Session(theory, timeout)
    everything = session.library
    for pack in theory.packs:
        for rule in pack.rules:
            name = rule.justification.partition(" ")[2]
            short = name.rpartition(".")[2]
            session.library = [law for law in everything if not name or law.name == short]
            if name and not session.library:
                reason = f"the theorem {name} has no stored certificate"
                yield rule, Verdict(rule.name, "unknown", reason, rule.name)
                continue
            session.use = [short] if name else []
            verdict = session.prove(rule.name, rule.clause)
            yield rule, replace(verdict, name=f"{pack.name}.{rule.name}")
