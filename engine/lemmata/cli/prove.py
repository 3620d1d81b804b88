"""`lemmata prove`: theorems of a file, or one statement of a theory."""

from __future__ import annotations

import sys
from pathlib import Path

from lemmata.cli.options import add_output, add_trust, paint, positive, print_verdicts
from lemmata.cli.problem import SUFFIXES, announced, is_problem, print_evidence
from lemmata.cli.runner import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from lemmata.results import Verdict
    from lemmata.terms.declarations import Clause, Theory


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments."""
    parser = subparsers.add_parser(
        "prove",
        help="prove or refute statements",
        description="Prove or refute the theorems of FILE.lem or FILE.mpl, the problem FILE.p "
        "(TPTP) or FILE.smt2 (TIP), or STATEMENT in --theory NAME.",
    )
    parser.add_argument(
        "input", metavar="FILE.lem|FILE.p|STATEMENT", help="`-` reads standard input"
    )
    parser.add_argument("--theory", metavar="NAME", help="a shipped theory or a .lem file")
    parser.add_argument("--goal", action="append", default=[], metavar="NAME", help="only this one")
    parser.add_argument(
        "--from-definitions",
        action="store_true",
        help="use neither theorems of the file nor stored certificates",
    )
    parser.add_argument(
        "--induct", action="append", default=[], metavar="x", help="hint: induction variable"
    )
    parser.add_argument(
        "--use", action="append", default=[], metavar="LEMMA", help="hint: a theorem to cite"
    )
    parser.add_argument(
        "--library", metavar="FILE", help="cite the laws that `explore --library FILE` found"
    )
    parser.add_argument(
        "--timeout", type=positive, default=10.0, metavar="SECONDS", help="per goal, default 10"
    )
    parser.add_argument(
        "--oracle",
        action="append",
        default=[],
        choices=["e", "z3", "cvc5"],
        help="ask this prover too; what it says counts only once it is proved again",
    )
    parser.add_argument("--seed", type=int, default=0, help="for the random tests")
    add_trust(parser)
    parser.add_argument("--certificate", metavar="FILE", help="write the certificate here")
    parser.add_argument("--certificates", metavar="DIR", help="write NAME.json for each theorem")
    parser.add_argument("--html", metavar="DIR", help="write a page for each answer")
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prove and print."""
    from lemmata.results import summary_exit_code

    _check(args)
    found: list[Verdict] = []
    verdicts = _verdicts(args)
    if is_problem(args):
        verdicts = announced(verdicts, args)
    for verdict in verdicts:
        shown = _write(verdict, args)
        found.append(shown)
        if not args.json:
            _print(shown, args)
    if not found and not args.json:
        print(f"no theorems in {args.input}", file=sys.stderr)
    print_verdicts(found, args.json, single=bool(args.theory))
    return summary_exit_code(found)


def _check(args: argparse.Namespace) -> None:
    """Refuse options that do not fit one another."""
    if args.seed < 0:
        raise UsageError("--seed is not negative")
    if args.theory and args.goal:
        raise UsageError("--goal chooses a theorem of a file; with --theory there is none")
    if args.from_definitions and args.use:
        raise UsageError("--use cites a theorem, which --from-definitions forbids")
    if args.library and not args.theory:
        raise UsageError("--library has the laws of one theory, which --theory names")
    if args.library and args.from_definitions:
        raise UsageError("--library has laws to cite, which --from-definitions forbids")
    _check_oracles(args.oracle)
    if args.certificate == "-":
        raise UsageError("--certificate needs the path of a file")


def _check_oracles(names: Sequence[str]) -> None:
    """Refuse an oracle that is not installed."""
    if names:
        from lemmata.search.oracles.asking import PROGRAMS, available

        for name in names:
            if not available(name):
                raise UsageError(
                    f"the oracle {name} is not installed", hint=f"{PROGRAMS[name]} is not on PATH"
                )


def _check_hints(
    args: argparse.Namespace, loaded: Theory, goals: Sequence[Clause], laws: Sequence[str] = ()
) -> None:
    """Refuse names of variables and theorems that there are not."""
    from difflib import get_close_matches

    theorems = [*loaded.theorems, *(theorem for _, theorem in loaded.library)]
    variables = [str(v.head) for clause in goals for v in clause.variables]
    for kind, words, known in (
        ("theorem", args.use, [*(theorem.name for theorem in theorems), *laws]),
        ("variable", args.induct, variables),
    ):
        for word in words:
            if word not in known:
                listed = ", ".join(dict.fromkeys(known)) if len(known) <= 12 else ""
                nearest = get_close_matches(word, known, n=1)
                hint = f"did you mean {nearest[0]}?" if nearest else listed and f"there is {listed}"
                raise UsageError(f"there is no {kind} {word!r}", hint=hint)


def _verdicts(args: argparse.Namespace) -> Iterator[Verdict]:
    from lemmata.errors import escape, read_source
    from lemmata.exploring import library_laws
    from lemmata.language.tptp import Inappropriate
    from lemmata.proving import Session, inappropriate, prove_file
    from lemmata.theories import theory

    hints = {
        "induct": args.induct,
        "use": args.use,
        "seed": args.seed,
        "oracles": args.oracle,
    }
    if args.theory:
        from lemmata.language import parse_goal

        text = read_source("-").text if args.input == "-" else args.input
        loaded = theory(args.theory)
        laws = library_laws(loaded, args.library) if args.library else []
        extended, clause = parse_goal(text, loaded)
        _check_hints(args, extended, [clause], [law.name for law in laws])
        session = Session(extended, args.timeout, args.from_definitions, **hints)
        session.library += laws
        yield session.prove("goal", clause)
        return
    try:
        loaded = _file(args.input)
    except Inappropriate as error:
        yield inappropriate(args.input, error)
        return
    for notice in loaded.notices:
        print(f"note: {escape(notice)}", file=sys.stderr)
    names = [t.name for t in loaded.theorems]
    names += [law.name for each in loaded.instances for _, law in each.obligations]
    for goal in args.goal:
        if goal not in names:
            listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
            raise UsageError(f"no theorem {goal!r} in {args.input}", hint=f"it has {listed}")
    chosen = [t.clause for t in loaded.theorems if not args.goal or t.name in args.goal]
    if args.certificate and len(chosen) > 1:
        raise UsageError("--certificate is for one goal", hint="choose it with --goal NAME")
    _check_hints(args, loaded, chosen)
    yield from prove_file(loaded, args.goal, args.timeout, args.from_definitions, **hints)


def _file(name: str) -> Theory:
    from lemmata.errors import read_source
    from lemmata.language import parse_theory
    from lemmata.theories import theory

    if name == "-":
        return parse_theory(read_source("-").text, "<stdin>")
    if not name.endswith((".lem", ".mpl", ".smt2", *SUFFIXES)):
        statement = any(c in name for c in "=<> ")
        raise UsageError(
            f"{name!r} is neither a .lem file nor a problem",
            hint='a statement needs a theory: lemmata prove --theory nat "x + y = y + x"'
            if statement
            else "theories end in .lem or .mpl, problems in .p or .tptp (TPTP) or .smt2 (TIP)",
        )
    return theory(Path(name))


def _write(verdict: Verdict, args: argparse.Namespace) -> Verdict:
    """Write the files that were asked for."""
    from dataclasses import replace

    if verdict.certificate is None:
        return verdict
    if args.certificate:
        verdict.save(args.certificate)
        verdict = replace(verdict, path=args.certificate)
    if args.certificates:
        Path(args.certificates).mkdir(parents=True, exist_ok=True)
        path = verdict.save(Path(args.certificates) / f"{verdict.name}.json")
        verdict = replace(verdict, path=str(path))
    if args.html:
        Path(args.html).mkdir(parents=True, exist_ok=True)
        page = verdict.to_html(args.html)
        print(f"page: {page}", file=sys.stderr)
    return verdict


def _print(verdict: Verdict, args: argparse.Namespace) -> None:
    label = f"{verdict.name}: " if not args.theory else ""
    print(f"{paint(verdict.verdict)}  {label}{verdict.goal}")
    if args.quiet:
        return
    if args.theory and verdict.variables:
        print(f"  where {_sorts(verdict)}")
    many = not args.theory and not args.goal
    if verdict.verdict == "refuted" or (not many and verdict.verdict == "proved"):
        print(_indented(verdict.to_text()))
    if verdict.verdict == "unknown" or verdict.reason:
        print(_indented(verdict.explanation()))
    for assumed in verdict.assumptions:
        print(f"  assumes that {assumed}")
    for trusted in verdict.trusted if not many else ():
        print(f"  uses {trusted}")
    if args.verbose and verdict.szs:
        print_evidence(verdict)
    if args.verbose:
        print(f"  {verdict.steps} kernel steps, {verdict.seconds:.2f} s")
    sys.stdout.flush()


def _sorts(verdict: Verdict) -> str:
    """x, y : Nat; xs : List(a)."""
    by_sort: dict[str, list[str]] = {}
    for name, sort in verdict.variables:
        by_sort.setdefault(sort, []).append(name)
    return "; ".join(f"{', '.join(names)} : {sort}" for sort, names in by_sort.items())


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
