"""Options that several commands share, and how their answers are printed."""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from lemmata.results import Verdict


def add_output(parser: argparse.ArgumentParser) -> None:
    """--json, -q, -v."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("-q", "--quiet", action="store_true", help="only the verdicts")
    parser.add_argument("-v", "--verbose", action="store_true", help="also times and statistics")


def add_trust(parser: argparse.ArgumentParser) -> None:
    """--trust."""
    parser.add_argument("--trust", choices=["kernel"], help="accept no solver obligations")


def positive(text: str) -> float:
    """A positive number of seconds."""
    import argparse
    import math

    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not (value > 0 and math.isfinite(value)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number of seconds")
    return value


def print_json(value: Any) -> None:  # noqa: ANN401
    """One object on standard output."""
    print(json.dumps(value, ensure_ascii=True))


def print_verdicts(verdicts: Sequence[Verdict], as_json: bool, single: bool) -> None:
    """All verdicts as one JSON object, if asked for."""
    if not as_json:
        return
    if single and len(verdicts) == 1:
        print_json(verdicts[0].to_dict())
    else:
        rows = [v.to_dict() for v in verdicts]
        print_json({"schema": "lemmata.results/1", "results": rows})


def paint(word: str) -> str:
    """A verdict word, coloured on a terminal that wants colour."""
    import os

    wanted = bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
    if not wanted or os.environ.get("NO_COLOR"):
        return word
    code = {"proved": "32", "refuted": "31", "unknown": "33"}.get(word, "0")
    return f"\x1b[{code}m{word}\x1b[0m"
