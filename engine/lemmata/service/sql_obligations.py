"""Obligations of SQL proofs given to solvers: Z3 in a watched child, cvc5 as a second opinion.

Only `unsat` from Z3 discharges an obligation; `sat` from cvc5 contradicts it.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from lemmata.kernel.sql import Obligation
from lemmata.service.supervising import Child, Crashed, TimedOut

RLIMIT = 20_000_000
SECONDS = 60.0
SECOND_SECONDS = 10
MEMORY = 2 << 30
WORKER = "lemmata.sql.obligation_worker"


@dataclass(frozen=True)
class Discharge:
    """What the solvers said: the first obligation that failed, or how many cvc5 confirmed."""

    count: int
    confirmed: int = 0
    failed: Obligation | None = None
    reason: str = ""

    @property
    def trusted(self) -> str:
        """The line for the trust report."""
        line = f"z3: {self.count} obligation{'s' if self.count != 1 else ''}"
        if not self.confirmed:
            return line
        every = self.confirmed == self.count
        return line + (", cvc5 agrees" if every else f", cvc5 agrees on {self.confirmed}")


def discharge(
    obligations: Iterable[Obligation],
    second: bool = True,
    rlimit: int = RLIMIT,
    judge: Child | None = None,
) -> Discharge:
    """Ask the solvers about each, until one fails; `judge` is a child of WORKER to be reused."""
    every = list(obligations)
    confirmed = 0
    child = judge or Child(WORKER)
    try:
        for obligation in every:
            answer = _first(child, obligation.text, rlimit)
            if answer == "unsat" and second:
                answer, agreed = _agreed(obligation.text)
                confirmed += agreed
            if answer != "unsat":
                return Discharge(len(every), confirmed, obligation, answer)
    finally:
        if judge is None:
            child.close()
    return Discharge(len(every), confirmed)


def _first(child: Child, text: str, rlimit: int) -> str:
    try:
        return child.ask(json.dumps({"text": text, "rlimit": rlimit}), SECONDS)
    except Crashed as crash:
        return f"z3 crashed: {crash.how}"
    except TimedOut:
        return "limit: time"


def _agreed(text: str) -> tuple[str, int]:
    """`unsat` unless cvc5 says `sat`; 1 if it says `unsat` too."""
    program = shutil.which("cvc5")
    if program is None:
        return "unsat", 0
    command = [program, "--lang=smt2", f"--tlimit={SECOND_SECONDS * 1000}", "-"]
    try:
        run = subprocess.run(
            command,
            input="(set-logic ALL)\n" + text,
            capture_output=True,
            text=True,
            timeout=SECOND_SECONDS + 5,
            preexec_fn=_confine,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unsat", 0
    answer = run.stdout.strip()
    return ("cvc5 says sat" if answer == "sat" else "unsat"), int(answer == "unsat")


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
