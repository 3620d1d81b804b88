"""`lemmata export`: a certificate in another form."""

from __future__ import annotations

import sys
from pathlib import Path

from lemmata.cli.options import add_output
from lemmata.cli.runner import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

FORMS = ("html", "coq", "lean", "tstp", "dot", "json", "latex", "text")
_ABOUT_QUERIES = {
    "proof": "a proof that queries are equal",
    "refutation": "a database that tells queries apart",
}
_HINTS = {"refutation": "equiv sql --witness FILE.sql writes a script"}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments."""
    parser = subparsers.add_parser(
        "export",
        help="write a certificate in another form",
        description="Write a certificate, once the kernel has accepted it, in another form.",
    )
    parser.add_argument("certificate", metavar="CERT", help="`-` reads standard input")
    parser.add_argument("--to", choices=FORMS, required=True, help="the form")
    parser.add_argument("-o", "--output", metavar="PATH", help="default: standard output")
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, convert, write."""
    import json

    from lemmata.checking import resolver, sql_report
    from lemmata.errors import Diagnostic, InputError
    from lemmata.kernel import Rejected, check
    from lemmata.service.files import write_whole

    name = args.certificate
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        find = resolver(None if name == "-" else Path(name).resolve().parent)
        report = sql_report(data)
        if report is None:
            check(data, find)
        elif args.to not in ("json", "html"):
            what = _ABOUT_QUERIES[report.kind]
            raise UsageError(f"{what} has no {args.to} form", hint=_HINTS.get(report.kind, ""))
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}") from None
    except Rejected as error:
        raise InputError(Diagnostic(f"{name} is not a valid certificate: {error}")) from None
    certificate = json.loads(data)
    if report is not None and args.to == "html":
        text = _query_page(certificate, report)
    else:
        text = convert(certificate, args.to, find)
    if args.output:
        write_whole(Path(args.output), text)
    else:
        sys.stdout.write(text)
    return 0


def _query_page(certificate: dict[str, Any], report: Any) -> str:  # noqa: ANN401
    """The page of a certificate about queries, which has been checked."""
    from lemmata.export.queries import page_data, to_page
    from lemmata.service.sql_checking import EqualityReport

    trusted = report.trusted if isinstance(report, EqualityReport) else ()
    return to_page(page_data(certificate, trusted), certificate)


def convert(certificate: dict[str, Any], form: str, find: Any) -> str:  # noqa: ANN401
    """The text of a certificate in a form."""
    import json

    if form == "html":
        from lemmata.export.html import to_html

        return to_html(certificate, resolve=find)
    if form == "coq":
        from lemmata.export.coq import to_coq

        return to_coq(certificate, lambda wanted: json.loads(find(wanted)))
    if form == "lean":
        from lemmata.export.lean import to_lean

        return to_lean(certificate, lambda wanted: json.loads(find(wanted)))
    if form == "dot":
        from lemmata.export.dot import to_dot

        return to_dot(certificate)
    if form == "latex":
        from lemmata.export.latex import to_latex

        return to_latex(certificate)
    if form == "tstp":
        from lemmata.export.tstp import to_tstp

        return to_tstp(certificate)
    if form == "text":
        from lemmata.export.text import to_text

        return to_text(certificate)
    from lemmata.export.json import to_json

    return to_json(certificate)
