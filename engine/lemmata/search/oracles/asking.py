"""The child processes of the oracles: a program on PATH, or Z3 in a worker of ours.

Each gets its problem on standard input, a limit of memory, and of CPU and wall time; it is killed
when the call ends, however it ends.
"""

from __future__ import annotations

import json
import math
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lemmata.search.oracles.problem import Problem, Tree
from lemmata.search.oracles.text import (
    Derivation,
    Unreadable,
    read_derivation,
    read_instantiations,
    to_smtlib,
    to_tptp,
)

MEMORY = 2 << 30
MAX_ANSWER = 20_000_000
Instance = tuple[int, list[Tree]]


PROGRAMS = {"e": "eprover", "cvc5": "cvc5", "z3": "z3 for Python"}
"""What each oracle is called where it is installed."""


def available(name: str) -> bool:
    """Whether an oracle can be asked here."""
    if name == "z3":
        from importlib.util import find_spec

        return find_spec("z3") is not None
    return shutil.which(PROGRAMS[name]) is not None


def ask_e(problem: Problem, seconds: float) -> list[Derivation] | None:
    """The clauses of E's refutation in order; None if it found none."""
    limit = max(1, math.ceil(seconds))
    arguments = ["--auto", "-s", "--proof-object", f"--cpu-limit={limit}", "-"]
    out = run_child([PROGRAMS["e"], *arguments], to_tptp(problem), seconds)
    if out is None or "SZS status Unsatisfiable" not in out:
        return None
    try:
        return read_derivation(out)
    except (Unreadable, IndexError):
        return []


def ask_cvc5(problem: Problem, seconds: float) -> list[Instance] | None:
    """The instances of laws in cvc5's refutation; None if it found none."""
    milliseconds = max(1, int(seconds * 1000))
    arguments = ["--lang=smt2", "--dump-instantiations", "--print-inst-full", "--dag-thresh=0"]
    arguments += [f"--tlimit={milliseconds}", "--enum-inst", "-"]
    out = run_child([PROGRAMS["cvc5"], *arguments], to_smtlib(problem), seconds)
    if out is None or not out.startswith("unsat"):
        return None
    try:
        return list(read_instantiations(out.partition("\n")[2]))
    except (Unreadable, IndexError):
        return []


def ask_z3(problem: Problem, seconds: float, rlimit: int = 20_000_000) -> list[Instance] | None:
    """The instances of laws in Z3's refutation; None if it found none within `rlimit`."""
    program = {
        "arities": problem.arities,
        "clauses": [[c.variables, c.premises, c.conclusion] for c in problem.clauses],
        "facts": problem.facts,
        "claim": problem.claim,
        "distinct": [problem.true, problem.false],
        "rlimit": rlimit,
    }
    command = [sys.executable, "-P", "-m", "lemmata.search.oracles.z3_worker"]
    out = run_child(command, json.dumps(program), seconds)
    answer = json.loads(out) if out else None
    return None if answer is None else [(k, values) for k, values in answer]


def run_child(command: Sequence[str], text: str, seconds: float) -> str | None:
    """Standard output of a child; None if it fails, is killed or says too much."""
    root = str(Path(__file__).parents[3])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    limit = max(1, math.ceil(seconds))

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        child = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            preexec_fn=confine,
            text=True,
            errors="replace",
        )
    except OSError:
        return None
    try:
        out, _ = child.communicate(text, timeout=seconds + 1)
    except subprocess.TimeoutExpired:
        return None
    finally:
        child.kill()
        child.communicate()
    return out if len(out) <= MAX_ANSWER else None
