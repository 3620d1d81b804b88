"""`lemmata check`: replay certificates."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from lemmata.cli.check_library import library_row
from lemmata.cli.options import add_output, print_json
from lemmata.cli.runner import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from lemmata.kernel import Checker
    from lemmata.service.sql_checking import EqualityReport


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments."""
    parser = subparsers.add_parser(
        "check",
        help="replay certificates, or justify rules",
        description="Replay certificates with the kernel. Exit code 0 if all are accepted, else 2.",
    )
    parser.add_argument(
        "inputs", nargs="+", metavar="CERT|RULES.lem|FOLDER", help="`-` reads standard input"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="justify rules again that were justified before"
    )
    parser.add_argument("--theory", metavar="FILE", help="the definitions must be those of FILE")
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check every input and print what each establishes."""
    files = [path for name in args.inputs for path in _expand(name)]
    rows: list[dict[str, Any]] = []
    for path in files:
        rows.extend(_rules(path, args) if path.endswith(".lem") else [_check(path, args)])
    if args.json:
        good = all(row["accepted"] for row in rows)
        print_json({"schema": "lemmata.check/1", "accepted": good, "results": rows})
    elif len(rows) > 1:
        count = sum(bool(row["accepted"]) for row in rows)
        print(f"{count} of {len(rows)} accepted")
    return 0 if all(row["accepted"] for row in rows) else 2


def _expand(name: str) -> list[str]:
    from lemmata.language.load import is_pack

    path = Path(name)
    if name == "-" or not path.is_dir():
        return [name]
    found = sorted(str(p) for p in path.glob("*.lem") if is_pack(p))
    found = found or sorted(str(p) for p in path.rglob("*.json"))
    found = found or sorted(str(p) for p in path.rglob("*.lem"))
    if not found:
        raise UsageError(f"neither certificates (*.json) nor rule packs (*.lem) in {name}")
    return found


def _rules(name: str, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Justify the rules of a pack."""
    from lemmata.justifying import justified

    rows = []
    for rule, verdict in justified(Path(name), cached=not args.no_cache):
        good = verdict.verdict == "proved"
        rows.append(
            {
                "file": name,
                "rule": verdict.name,
                "accepted": good,
                "statement": verdict.goal,
                "justification": rule.justification,
                "verdict": verdict.verdict,
                "message": verdict.reason,
                "witness": verdict.witness,
            }
        )
        if not args.json:
            named = rule.justification not in ("", "solver")
            why = f"  by {rule.justification}" if named else ""
            word = "justified" if good else "rejected"
            if not good or not args.quiet:
                print(f"{word}  {verdict.name}: {verdict.goal}{why}")
            if not good:
                print("  " + verdict.to_text().replace("\n", "\n  ").rstrip())
    if not rows and not args.json:
        print(f"no rules in {name}")
    return rows


def _check(name: str, args: argparse.Namespace) -> dict[str, Any]:
    from lemmata.kernel import Rejected

    folder = None if name == "-" else Path(name).resolve().parent
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        other = _queries(name, data, args) or library_row(name, data, args)
        if other is not None:
            return other
        report = _checker(folder).check(data)
        statement = _statement(data, args)
    except (OSError, Rejected) as error:
        message = error.strerror if isinstance(error, OSError) else str(error)
        if not args.json:
            print(f"rejected  {name}\n  {message}")
        row = {"file": name, "accepted": False, "message": message}
        if isinstance(error, Rejected):
            row |= {"theorem": error.theorem, "step": error.step, "rule": error.rule}
        return row
    axioms = [f"{structure}.{axiom}" for structure, axiom in report.axioms]
    foreign = _foreign(data)
    if not args.json:
        verb = "proves" if report.kind == "proof" else "refutes"
        verb += " strictly" if report.strict else ""
        print(f"accepted  {name}")
        if not args.quiet:
            print(f"  {verb}: {statement}")
            print(f"  axioms: {', '.join(axioms) or 'none'}")
            for name_of_structure in foreign:
                print(f"  beware: its {name_of_structure} is not the one that Lemmata ships")
            print(f"  trust: kernel ({report.all_steps} steps), definitions as elaborated")
    return {
        "file": name,
        "accepted": True,
        "kind": report.kind,
        "statement": statement,
        "statement_digest": report.strict or report.statement,
        "certificate_digest": report.certificate,
        "steps": report.all_steps,
        "axioms": axioms,
        "foreign": foreign,
        "trusted": ["kernel", "parser and elaborator"],
    }


def _queries(name: str, data: bytes, args: argparse.Namespace) -> dict[str, Any] | None:
    """A certificate about two queries; None for another kind."""
    from lemmata.checking import sql_report
    from lemmata.kernel import Rejected

    report = sql_report(data)
    if report is None:
        return None
    if args.theory:
        raise Rejected("--theory is for certificates about theories")
    from lemmata.service.sql_checking import EqualityReport

    if isinstance(report, EqualityReport):
        return _equality(name, report, args)
    trusted = ["reference evaluator", *report.engines, "lowering of the queries"]
    if not args.json:
        print(f"accepted  {name}")
        if not args.quiet:
            print(f"  refutes: {report.statement}")
            print(f"  trust: {', '.join(trusted)}")
    return {
        "file": name,
        "accepted": True,
        "kind": report.kind,
        "statement": report.statement,
        "certificate_digest": report.certificate,
        "engines": list(report.engines),
        "trusted": trusted,
    }


def _equality(name: str, report: EqualityReport, args: argparse.Namespace) -> dict[str, Any]:
    """A proof that two queries are equal, replayed."""
    if not args.json:
        print(f"accepted  {name}")
        if not args.quiet:
            first, second = (" ".join(text.split()) for text in report.queries)
            rules = ", ".join(f"{rule} {count}" for rule, count in report.rules.items())
            print(f"  proves: {first}")
            print(f"       =  {second}")
            print(f"  rules: {rules}")
            print(f"  constraints: {', '.join(report.constraints) or 'none'}")
            print(f"  assumptions: {'; '.join(report.assumptions)}")
            print(f"  trust: {', '.join(report.trusted)}")
    return {
        "file": name,
        "accepted": True,
        "kind": report.kind,
        "statement": report.statement,
        "certificate_digest": report.certificate,
        "steps": report.all_steps,
        "constraints": list(report.constraints),
        "assumptions": list(report.assumptions),
        "obligations": list(report.obligations),
        "trusted": list(report.trusted),
    }


@cache
def _checker(folder: Path | None) -> Checker:
    """One checker for the files of a folder, so that what they cite is checked once."""
    from lemmata.checking import resolver
    from lemmata.kernel import Checker

    return Checker(resolver(folder))


def _foreign(data: bytes) -> list[str]:
    """The structures of a certificate that bear a shipped one's name and have other axioms."""
    import json

    from lemmata.kernel import declarations

    tables = json.loads(data)
    digests = declarations({k: tables[k] for k in ("declarations", "sorts", "terms", "clauses")})
    rows = zip(tables["declarations"], digests, strict=True)
    named = [(row["name"], found) for row, found in rows if row["kind"] == "structure"]
    return [name for name, found in named if (known := _shipped(name)) and found not in known]


@cache
def _shipped(name: str) -> frozenset[str]:
    """The digests of what a shipped theory declares; empty if there is no such theory."""
    from lemmata.kernel import declarations
    from lemmata.language import shipped
    from lemmata.proof.encode import encode_theory
    from lemmata.theories import theory

    if name not in shipped():
        return frozenset()
    return frozenset(declarations(encode_theory(theory(name).declarations)))


def _statement(data: bytes, args: argparse.Namespace) -> str:
    """The statement of an accepted certificate; compares its definitions if asked to."""
    import json

    from lemmata.language import show_clause
    from lemmata.proof.decode import decode

    certificate = json.loads(data)
    if args.theory:
        _same_definitions(certificate, args.theory)
    return show_clause(decode(certificate).goal)


def _same_definitions(certificate: dict[str, Any], theory_name: str) -> None:
    """Reject a certificate whose declarations are not those of the theory."""
    from lemmata.kernel import Rejected, declarations
    from lemmata.proof.encode import encode_theory
    from lemmata.theories import theory

    known = set(declarations(encode_theory(theory(theory_name).declarations)))
    if not set(declarations(certificate)) <= known:
        raise Rejected(f"a declaration differs from those of {theory_name}")
