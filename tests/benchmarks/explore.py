"""What explorations find: laws, how many are named, vacuous or the same again, CPU time, memory.

    python tests/benchmarks/explore.py --theory peano --json figures.json

Each theory is explored in a process of its own (interpreter included) from its definitions or
axioms, and the stored theorems of what it imports; every certificate is checked by the kernel
afterwards, outside of the time. Judged by brute force over the values 0 to 6, not by the engine: a
law is vacuous if its premises hold on no row, and about one case if they do on one; `distinct` are
laws after merging renamings, mirrors and orders of premises, without instances of other laws and
without vacuous ones and those about one case. Exit code 0 if all bars are met.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.explore_judging import instances, premise_rows, variants
from benchmarks.measuring import ROOT, Row, cpu_seconds, parser, run, table, write

if TYPE_CHECKING:
    from lemmata.search.exploring import Proved
    from lemmata.terms.declarations import Theory

DATA = ROOT / "tests" / "data" / "explore"
BARS = {
    "peano": (60.0, 30),
    "gauss": (60.0, 30),
    "lists": (10.0, 20),
    "bool": (60.0, 20),
    "group": (10.0, 10),
    "lattice": (10.0, 8),
    "machine": (60.0, 10),
    "tree": (60.0, 8),
    "list": (60.0, 30),
    "nat": (90.0, 60),
}
"""Per theory: CPU seconds that it may take, and distinct laws that it has to find."""
MEMORY = 300.0
WANTED = {
    "peano": [
        *("x + 0 = x", "x + S(y) = S(x + y)", "x + y = y + x", "(x + y) + z = x + (y + z)"),
        *("x * 0 = 0", "x * S(0) = x", "x * S(y) = x + x * y", "x * y = y * x"),
        *("x * (y + z) = x * y + x * z", "(x * y) * z = x * (y * z)"),
        *("x + y = x + z ==> y = z", "x * y = 0 ==> x = 0 or y = 0"),
    ],
    "gauss": ["sum(x) + sum(x) = x * S(x)"],
    "lists": ["rev(rev(xs)) = xs", "map(compose(f, g), xs) = map(f, map(g, xs))"],
    "machine": ["run(compile(x), y) = on(eval(x), y)"],
}
"""Laws that have to be among those found; the time of the last one is shown."""
PUBLISHED = ["GL 0.7, Peano", 45, None, 17, 8, 6, None, None, None, 300.0, None, 1096, None, None]
"""Generative Logic 0.7: 45 listed, 17 of them general and distinct, 20 mirrors; CPU s and MB."""


def child(name: str, timeout: float) -> Row:
    """Explore one theory in this process."""
    from lemmata.exploring import imported
    from lemmata.search.exploring import Exploration, Finished, Open, Proved, Refuted
    from lemmata.theories import theory

    path = DATA / f"{name}.lem"
    loaded = theory(path if path.exists() else name)
    last = {}
    found: Row = {"complete": False, "at": {}}
    search = Exploration(loaded, library=imported(loaded))
    for event in search.run(lambda: time.process_time() > timeout):
        if isinstance(event, Proved | Refuted | Open):
            last[event.clause] = event
            if isinstance(event, Proved):
                found["at"][min(variants([event.clause]))] = time.process_time()
        elif isinstance(event, Finished):
            found["complete"] = event.complete
    found["cpu"] = cpu_seconds()
    proved = [e for e in last.values() if isinstance(e, Proved)]
    found["open"] = sum(isinstance(e, Open) for e in last.values())
    found["refuted"] = sum(isinstance(e, Refuted) for e in last.values())
    return found | _judged(loaded, proved) | _wanted(name, loaded, found["at"])


def _wanted(name: str, loaded: Theory, at: dict[str, float]) -> Row:
    """Which of the laws that have to be found are missing, and when the last one came."""
    from lemmata.language import parse_goal

    times = {s: at.get(min(variants([parse_goal(s, loaded)[1]]))) for s in WANTED.get(name, [])}
    came = [t for t in times.values() if t is not None]
    missing = [s for s, t in times.items() if t is None]
    return {"missing": missing, "last": max(came, default=None), "at": None}


def _judged(loaded: Theory, proved: Sequence[Proved]) -> Row:
    """The counts, and a row for each law; every proof is checked by the kernel."""
    from lemmata.checking import resolver
    from lemmata.kernel import check
    from lemmata.language import show_clause
    from lemmata.proof.decode import decode
    from lemmata.proof.encode import encode
    from lemmata.proof.outline import reader_lines

    laws, rows = [], []
    for event in proved:
        certificate = encode(event.theorem, loaded.declarations)
        check(json.dumps(certificate), resolver())
        support = premise_rows(loaded, event.clause) if event.clause.premises else None
        row: Row = {"statement": show_clause(event.clause, loaded.notation), "name": event.name}
        row |= {"rows": support, "lines": reader_lines(decode(certificate))}
        rows.append(row)
        laws.append(event.clause)
    general = [c for c, row in zip(laws, rows, strict=True) if row["rows"] not in (0, 1)]
    groups = variants(general)
    single = [row[0] for row in groups.values()]
    return {
        "laws": len(rows),
        "named": sum(row["name"] is not None for row in rows),
        "vacuous": sum(row["rows"] == 0 for row in rows),
        "once": sum(row["rows"] == 1 for row in rows),
        "mirrors": len(general) - len(groups),
        "instances": len(instances(single)),
        "distinct": len(single) - len(instances(single)),
        "rows": rows,
    }


def measure(name: str, timeout: float) -> Row:
    """The figures of one theory."""
    made = run([sys.executable, __file__, "--child", name, "--timeout", str(timeout)])
    if made.code:
        print(made.err, file=sys.stderr)
        return {"failed": True}
    found: Row = json.loads(made.out)
    found["MB"] = round(made.peak)
    return found


def main() -> int:
    """Explore the theories, print the figures beside the bars."""
    options = parser(__doc__)
    options.add_argument("--timeout", type=float, default=90, help="CPU seconds for each theory")
    options.add_argument("--theory", action="append", default=[], help="only this one")
    options.add_argument("--child", help="explore this one here and print JSON")
    args = options.parse_args()
    if args.child:
        print(json.dumps(child(args.child, args.timeout)))
        return 0
    keys = ["laws", "named", "distinct", "vacuous", "once", "mirrors", "instances", "open"]
    keys += ["cpu", "last", "MB", "complete", "missing"]
    shown: list[list[object]] = [["theory", *keys], PUBLISHED]
    figures: Row = {}
    failed = False
    for name, (seconds, distinct) in BARS.items():
        if args.theory and name not in args.theory:
            continue
        found = figures[name] = measure(name, args.timeout)
        shown.append([name, *(len(found[k]) if k == "missing" else found.get(k) for k in keys)])
        good = not found.get("failed") and found["cpu"] <= seconds and found["MB"] <= MEMORY
        good = good and found["distinct"] >= distinct and not found["missing"]
        failed |= not good or found["vacuous"] > 0
    table(shown)
    write(args.json, figures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
