"""Inductive problems: how many are proved within a limit of CPU time, how fast, and what they need.

    python tests/benchmarks/tip.py FOLDER-or-FILE… --cpu 10            one child process a problem
    python tests/benchmarks/tip.py FILE.lem --warm                     all in this process

A folder stands for its .smt2 files; each theorem of a .lem file is one problem, proved from the
definitions alone. Every proof is judged by the kernel (`lemmata.proving`) and again from its JSON
text. With `--peer cvc5` the solver's answers to the .smt2 files that it can read stand beside.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import Row, parser, table, write
from lemmata import proving
from lemmata.checking import check
from lemmata.errors import InputError
from lemmata.proving import Session
from lemmata.theories import theory

COLUMNS = ["problem", "verdict", "cpu", "steps", "lemmas", "checked", "reason"]
CVC5 = ("cvc5", "--quant-ind", "--conjecture-gen", "--lang=smt2")


def problems(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Files with the names of the theorems in them."""
    for path in paths:
        files = sorted(path.glob("*.smt2")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".lem":
                yield from ((file, theorem.name) for theorem in theory(file).theorems)
            else:
                yield file, ""


class _ProcessorTime:
    """In place of the module `time` in `lemmata.proving`: other processes cost nothing."""

    seen, used = 0.0, 0.0

    @classmethod
    def monotonic(cls) -> float:
        """CPU time, looked at ten times a second."""
        now = time.monotonic()
        if now > cls.seen + 0.1:
            cls.seen, cls.used = now, time.process_time()
        return cls.used


def attempt(path: Path, name: str, limit: float) -> Row:
    """The verdict on one problem in this process."""
    start = time.process_time()
    row: Row = {"problem": f"{path.stem} {name}".strip(), "steps": 0, "lemmas": 0, "checked": False}
    try:
        loaded = theory(path)
        goal = next(t for t in reversed(loaded.theorems) if name in ("", t.name))
        verdict = Session(loaded, limit, from_definitions=True).prove(goal.name, goal.clause)
    except InputError as error:
        return {**row, "verdict": "refused", "reason": str(error), "cpu": 0.0}
    row["cpu"] = round(time.process_time() - start, 3)
    if verdict.certificate is not None:
        row["steps"] = verdict.steps
        row["lemmas"] = len(verdict.certificate.get("theorems", [])) - 1
        wanted = "proof" if verdict.verdict == "proved" else "refutation"
        row["checked"] = check(verdict.to_json()).kind == wanted
    return {**row, "verdict": verdict.verdict, "reason": verdict.reason, "stuck": verdict.stuck}


def child(path: Path, name: str, limit: float) -> Row:
    """The same in a process of its own, with a hard limit of CPU time that includes its start."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, str(path), "--one", name, "--cpu", str(limit)]
    run = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = run.stdout.splitlines()
    if run.returncode or not lines:
        reason = (run.stderr.strip().splitlines() or ["killed at the limit"])[-1]
        row: Row = {"problem": f"{path.stem} {name}".strip(), "verdict": "died", "reason": reason}
    else:
        row = json.loads(lines[-1])
    row["cpu"] = round(cpu, 3)
    if cpu > limit and row["verdict"] == "proved":
        row["verdict"], row["reason"] = "late", "proved after the limit"
    return row


def cvc5(path: Path, limit: float) -> str:
    """What cvc5 says with its inductive options; "refused" where it cannot read the file."""
    text = path.read_text(encoding="utf-8")
    if "(prove" not in text or "(par" in text or "(=> " in text.partition("(prove")[0]:
        return "refused"
    head, _, goal = text.partition("(prove")
    query = f"(set-logic ALL)\n{head}(assert (not {goal.strip()[:-1]}))\n(check-sat)\n"
    command = [*CVC5, f"--tlimit={int(limit * 1000)}"]
    run = subprocess.run(command, input=query, capture_output=True, text=True, check=False)
    return {"unsat": "proved", "sat": "refuted"}.get(run.stdout.strip(), "unknown")


def report(rows: list[Row], out: Path | None) -> int:
    """Print the table and the counts; write JSON."""
    table([COLUMNS, *([str(row.get(c, ""))[:60] for c in COLUMNS] for row in rows)])
    words = Counter(row["verdict"] for row in rows)
    good = [row["cpu"] for row in rows if row["verdict"] == "proved"]
    plain = [row["cpu"] for row in rows if row["verdict"] == "proved" and not row["lemmas"]]
    print(f"\n{len(rows)} problems: {dict(words)}")
    for label, times in (("proved", good), ("proved without lemmas", plain)):
        if times:
            print(f"{label}: {len(times)}, median {median(times):.3f} CPU s, max {max(times):.2f}")
    write(out, {"problems": rows})
    return int(any(row["verdict"] in ("proved", "refuted") and not row["checked"] for row in rows))


def main() -> int:
    """Attempt every problem."""
    options = parser(__doc__)
    options.add_argument("paths", type=Path, nargs="+", help="folders of .smt2 files, or files")
    options.add_argument("--cpu", type=float, default=10, help="CPU seconds for each problem")
    options.add_argument("--warm", action="store_true", help="all problems in this process")
    options.add_argument("--peer", choices=["cvc5", "none"], default="none", help="run beside")
    options.add_argument("--one", help="the name of the one theorem to attempt")
    args = options.parse_args()
    vars(proving)["time"] = _ProcessorTime
    if args.one is not None:
        print(json.dumps(attempt(args.paths[0], args.one, args.cpu - 0.7)))
        return 0
    rows = []
    for path, name in problems(args.paths):
        row = attempt(path, name, args.cpu) if args.warm else child(path, name, args.cpu)
        if args.peer == "cvc5" and path.suffix == ".smt2":
            row["cvc5"] = cvc5(path, args.cpu)
        rows.append(row)
        print(row["problem"], row["verdict"], row["cpu"], file=sys.stderr, flush=True)
    return report(rows, args.json)


if __name__ == "__main__":
    sys.exit(main())
