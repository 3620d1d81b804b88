"""Mutation testing of kernel/sql: a sample of changes of its source, each to be noticed by a test.

    python tests/benchmarks/mutate_sql_kernel.py --sample 100 --seed 1 --file facts.py

Each mutant is loaded in a child process that runs, until one fails: the denotation of the corpus
and the normal forms of aggregates against evaluation, false proofs (none may pass), true ones.
A mutant that only the true proofs notice refuses too much, which is no danger: it is counted apart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "engine" / "lemmata" / "kernel" / "sql"
SECONDS = 150
sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.kernel_mutants import mutants  # noqa: E402


class Mutated(InspectLoader, MetaPathFinder):
    """Imports one module of the kernel from a changed source."""

    def __init__(self, file: str, number: int) -> None:
        self.name = f"lemmata.kernel.sql.{file.removesuffix('.py')}"
        self.text = list(mutants(FOLDER / file))[number].source(FOLDER)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module, if it is that one."""
        return spec_from_loader(fullname, self) if fullname == self.name else None

    def get_source(self, fullname: str) -> str:
        """The changed text."""
        return self.text


def noticed() -> str:
    """Which test notices the loaded mutant, empty if none does."""
    from kernel import test_sql_closing, test_sql_denotation, test_sql_normal_forms
    from kernel.false_sql import PROOFS, cases
    from kernel.sql_tools import certificate
    from kernel.test_sql_mutants import passes
    from sql.corpus import QUERIES

    try:
        for text in test_sql_normal_forms.AGGREGATES:
            test_sql_normal_forms.test_forms_of_aggregates(text)
        for seed in range(2):
            test_sql_closing.test_closed_goals_hold(seed)
            test_sql_closing.test_refuted_texts_hold(seed)
        for text in (*QUERIES, *test_sql_denotation.MORE):
            test_sql_denotation.test_means_what_is_evaluated(text)
    except Exception as problem:
        return f"evaluation: {type(problem).__name__}"
    for name, first, second, proof in cases("false"):
        if passes(certificate(first, second, PROOFS[proof])):
            return f"false proof: {name}"
    for name, first, second, proof in cases("true"):
        if not passes(certificate(first, second, PROOFS[proof])):
            return f"true proof: {name}"
    return ""


def judged(file: str, number: int) -> str:
    """What a child process says of a mutant."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'engine'}:{ROOT / 'tests'}"}
    command = [sys.executable, "-P", __file__, "--one", file, str(number)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as child:
        try:
            out, _ = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            return "time"
        return out.strip() if child.returncode == 0 else "crash"


def main() -> int:
    """Print the survivors of a sample and a table of the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--file", action="append")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        sys.meta_path.insert(0, Mutated(args.one[0], int(args.one[1])))
        print(noticed())
        return 0
    files = args.file or sorted(path.name for path in FOLDER.glob("*.py"))
    every = [(f, i, m) for f in files for i, m in enumerate(mutants(FOLDER / f))]
    chosen = random.Random(args.seed).sample(every, min(args.sample, len(every)))
    rows, tally = [], Counter[str]()
    for file, number, mutant in chosen:
        verdict = judged(file, number)
        kind = verdict.partition(":")[0] or "SURVIVED"
        tally[kind] += 1
        rows.append({"mutant": str(mutant), "place": mutant.place, "noticed": verdict})
        if kind in ("SURVIVED", "true proof"):
            print(f"{kind:10} {mutant} in {mutant.place}", flush=True)
    print(f"{len(chosen)} of {len(every)} mutants: {dict(sorted(tally.items()))}")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
