"""`lemmata equiv expr A B`: whether two expressions are equal as partial functions.

`equiv sql`, which compares queries, is in `equiv_sql`.
"""

from __future__ import annotations

import sys

from lemmata.cli.equiv_sql import BATCH, add_sql, check_options, run_sql
from lemmata.cli.options import add_output, add_trust, paint, print_json
from lemmata.cli.runner import UsageError
from lemmata.cli.simplify import add_files, add_question, check_files, kinds, write_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from lemmata.cli.main import CommandParser
    from lemmata.results import Verdict


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Declare the arguments."""
    parser = subparsers.add_parser(
        "equiv",
        help="whether two expressions or queries are equal",
        description="Prove or refute that A and B have the same values at the same points, or give "
        "the same rows on every database.",
    )
    text = "an expression, or a query or its file; `-` reads standard input"
    parser.add_argument("kind", metavar="expr|sql", help="what A and B are")
    parser.add_argument("left", metavar="A", help=text)
    parser.add_argument("right", metavar="B", help=text)
    add_question(parser)
    add_files(parser)
    add_sql(parser)
    add_trust(parser)
    parser.set_defaults(left="", right="")
    parser.instead_of_operands = BATCH
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare and print."""
    from dataclasses import replace

    from lemmata.equivalence import equivalent
    from lemmata.results import summary_exit_code

    check_files(args)
    if args.kind not in ("expr", "sql"):
        raise UsageError(
            f"there is no kind {args.kind!r} of things to compare",
            hint='lemmata equiv expr "A" "B", or lemmata equiv sql --schema FILE "A" "B"',
        )
    check_options(args)
    if args.kind == "sql":
        return run_sql(args)
    left, right = _texts(args)
    found = equivalent(
        left,
        right,
        assume=tuple(args.assume),
        variables=kinds(args.var),
        timeout=args.timeout,
    )
    if args.certificate and found.certificate is not None:
        found.save(args.certificate)
        found = replace(found, path=args.certificate)
    if args.json:
        print_json(found.to_dict())
    else:
        _print(found, args)
    write_page(found, args)
    return summary_exit_code([found])


def _texts(args: argparse.Namespace) -> tuple[str, str]:
    from lemmata.errors import read_source

    if args.left == args.right == "-":
        raise UsageError("standard input can be read once", hint="give one of the two as text")
    left, right = (
        read_source("-").text.rstrip() if t == "-" else t for t in (args.left, args.right)
    )
    return left, right


def _print(found: Verdict, args: argparse.Namespace) -> None:
    print(f"{paint(found.verdict)}  {found.goal}")
    if args.quiet:
        return
    for line in _evidence(found).splitlines():
        print(f"  {line}".rstrip())
    if args.verbose:
        print(f"  {found.steps} kernel steps, {found.seconds:.2f} s")
    sys.stdout.flush()
    if found.reason and found.verdict != "unknown":
        print(f"note: {found.reason}", file=sys.stderr)


def _evidence(found: Verdict) -> str:
    """The derivation, the point that tells the sides apart, or why there is neither."""
    if found.verdict == "unknown":
        return found.explanation()
    if found.witness is None:
        return found.to_text()
    values = [f"{name} = {value}" for name, value in found.witness["values"].items()]
    sides = [f"{side:<5}  {_value(found.witness[side])}" for side in ("left", "right")]
    return "\n".join([f"for {', '.join(values)}" if values else "for all values", *sides])


def _value(shown: str) -> str:
    return f"is {shown}" if shown == "undefined" else f"= {shown}"
