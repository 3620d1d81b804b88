"""`lemmata prove FILE.p`: a TPTP problem, answered with an SZS status before the verdicts."""

from __future__ import annotations

import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from lemmata.results import Verdict

SUFFIXES = (".p", ".tptp")


def is_problem(args: argparse.Namespace) -> bool:
    """Whether the input names a TPTP problem."""
    return not args.theory and args.input.endswith(SUFFIXES)


def announced(verdicts: Iterator[Verdict], args: argparse.Namespace) -> Iterator[Verdict]:
    """The verdicts, with the status of the problem printed before the first one."""
    from lemmata.errors import InputError
    from lemmata.language.tptp.szs import INPUT_ERROR, overall

    name = Path(args.input).stem
    try:
        found = list(verdicts)
    except InputError:
        _status(INPUT_ERROR, name, args)
        raise
    if found:
        _status(overall([verdict.szs for verdict in found]), name, args)
    yield from found


def print_evidence(verdict: Verdict) -> None:
    """The derivation or the finite model, between the lines that announce it."""
    from lemmata.export.tstp import Unsupported, to_tstp

    if verdict.certificate is None:
        return
    kind = "clauses" if verdict.szs == "Unsatisfiable" else "conjecture"
    try:
        print(to_tstp(verdict.certificate, kind), end="")
    except Unsupported as error:
        print(f"no derivation: {error.diagnostics[0].message}", file=sys.stderr)


def _status(status: str, name: str, args: argparse.Namespace) -> None:
    from lemmata.errors import escape

    if not args.json:
        print(f"% SZS status {status} for {escape(name)}")
        sys.stdout.flush()
