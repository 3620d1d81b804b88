"""`lemmata simplify`: the cheapest expression that is equal, with its derivation."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from lemmata.cli.options import add_output, add_trust, positive, print_json
from lemmata.cli.runner import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from lemmata.results import Verdict
    from lemmata.simplifying import Simplification
    from lemmata.terms.term import Term

KINDS = ("real", "integer", "bool")
COSTS = ("size", "ops")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments."""
    parser = subparsers.add_parser(
        "simplify",
        help="the simplest equal expression",
        description="Print the simplest expression found that is equal to EXPR, and proved to be.",
    )
    parser.add_argument("input", metavar="EXPR", help="`-` reads standard input")
    add_question(parser)
    parser.add_argument("--theory", metavar="NAME", help="simplify in this theory, such as nat")
    parser.add_argument(
        "--cost", default="size", metavar="size|ops|FILE.py:function", help="what is simplest"
    )
    parser.add_argument(
        "--generic",
        action="store_true",
        help="allow a result that is defined at more points; lists every condition used",
    )
    parser.add_argument("--steps", action="store_true", help="show the derivation too")
    parser.add_argument("--latex", action="store_true", help="show it as LaTeX")
    add_files(parser)
    add_trust(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def add_question(parser: argparse.ArgumentParser) -> None:
    """--assume, --var, --timeout; expressions may begin with a minus sign."""
    parser._negative_number_matcher = re.compile("-[^-]")
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="CONDITION",
        help='what holds, such as "x > 0 and y != 0"; may be repeated',
    )
    parser.add_argument(
        "--var",
        action="append",
        default=[],
        metavar="NAMES: KIND",
        help='such as "n: integer" or "p, q: bool"; variables are real unless it shows',
    )
    parser.add_argument(
        "--timeout", type=positive, default=10.0, metavar="SECONDS", help="default 10"
    )


def add_files(parser: argparse.ArgumentParser) -> None:
    """--certificate, --html."""
    parser.add_argument("--certificate", metavar="FILE", help="write the certificate here")
    parser.add_argument("--html", metavar="DIR", help="write the derivation as a page")


def run(args: argparse.Namespace) -> int:
    """Simplify and print."""
    from dataclasses import replace

    from lemmata.errors import read_source
    from lemmata.simplifying import simplify

    check_files(args)
    if args.theory and (args.generic or args.var or args.cost != "size"):
        raise UsageError("--theory goes with --assume and the output options only")
    cost = _cost(args.cost)
    variables = kinds(args.var)
    text = read_source("-").text.rstrip() if args.input == "-" else args.input
    found = simplify(
        text, tuple(args.assume), cost, args.generic, variables, args.timeout, args.theory
    )
    if args.certificate and found.certificate is not None:
        found.save(args.certificate)
        found = replace(found, path=args.certificate)
    if args.json:
        print_json(_as_json(found, args))
    else:
        _print(found, args)
    write_page(found, args)
    return 0


def check_files(args: argparse.Namespace) -> None:
    """Refuse what is not a file."""
    if args.certificate == "-":
        raise UsageError("--certificate needs the path of a file")


def kinds(words: list[str]) -> dict[str, str]:
    """The kinds of variables that `--var` declares.

    >>> kinds(["n, m: integer", "p: bool"])
    {'n': 'integer', 'm': 'integer', 'p': 'bool'}
    """
    found: dict[str, str] = {}
    for word in words:
        names, colon, kind = word.rpartition(":")
        kind = kind.strip().lower()
        listed = [name.strip() for name in names.split(",")]
        if not colon or not all(name.isidentifier() for name in listed):
            raise UsageError(
                f"--var {word!r} does not say which variable is what",
                hint='write it as --var "n: integer"',
            )
        if kind == "complex":
            raise UsageError(
                f"--var {word!r}: complex variables are not supported yet",
                hint="variables are real; leave --var out for these",
            )
        if kind not in KINDS:
            raise UsageError(f"--var {word!r}: {kind!r} is not a kind", hint=_one_of(KINDS))
        for name in listed:
            if found.setdefault(name, kind) != kind:
                raise UsageError(f"--var: {name} is both {found[name]} and {kind}")
    return found


def _one_of(words: tuple[str, ...]) -> str:
    return f"it is one of {', '.join(words)}"


def _cost(word: str) -> str | Callable[[Term], int]:
    """A weight by its name, or a function of a Python file that the user names."""
    path, colon, name = word.rpartition(":")
    if colon and path.endswith(".py"):
        return _function(path, name)
    if word not in COSTS:
        raise UsageError(f"--cost {word!r} is not known", hint=f"{_one_of(COSTS)}, FILE.py:name")
    return word


def _function(path: str, name: str) -> Callable[[Term], int]:
    """A weight function from a Python file; its own errors become errors of the input."""
    from runpy import run_path

    from lemmata.errors import Diagnostic, InputError

    def failed(problem: Exception | str) -> InputError:
        said = f"{type(problem).__name__}: {problem}" if isinstance(problem, Exception) else problem
        return InputError(Diagnostic(f"--cost {path}:{name}: {said}"))

    if not Path(path).is_file():
        raise failed("there is no such file")
    try:
        given = run_path(path, run_name="lemmata_cost").get(name)
    except Exception as problem:
        raise failed(problem) from None
    if not callable(given):
        raise failed(f"the file has no function {name!r}")

    def weight(term: Term) -> int:
        try:
            value = given(term)
        except Exception as problem:
            raise failed(problem) from None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise failed(f"a weight is a positive integer, not {value!r}")
        return value

    return weight


def _as_json(found: Simplification, args: argparse.Namespace) -> dict[str, object]:
    answer = found.to_dict()
    if found.certificate is not None and args.steps:
        answer["derivation"] = found.derivation().to_dict()
    if found.certificate is not None and args.latex:
        answer["latex"] = found.to_latex()
    return answer


def _print(found: Simplification, args: argparse.Namespace) -> None:
    print(found.result)
    if args.quiet:
        return
    for result, condition in found.conditional:
        print(f"{result} if {condition}")
    for condition in found.conditions if found.generic else ():
        print(f"requires {condition}")
    if args.steps or args.latex:
        _print_steps(found, args)
    sys.stdout.flush()
    for note in (*found.notices, *filter(None, [found.reason])):
        print(f"note: {note}", file=sys.stderr)
    if args.verbose:
        print(f"{found.steps} kernel steps, {found.seconds:.2f} s", file=sys.stderr)


def _print_steps(found: Simplification, args: argparse.Namespace) -> None:
    """The derivations of the result and of the forms under conditions."""
    from lemmata.export.latex import to_latex
    from lemmata.export.text import to_text

    unchanged = _is_unchanged(found)
    if unchanged:
        print("\nunchanged: nothing simpler was found")
    own = [] if found.certificate is None or unchanged else [found.certificate]
    for certificate in (*own, *found.further):
        if args.steps:
            print(f"\n{to_text(certificate)}", end="")
        if args.latex:
            print(f"\n{to_latex(certificate, standalone=False)}", end="")


def _is_unchanged(found: Simplification) -> bool:
    """Whether the result is the question, or is written in the same way."""
    certificate = found.certificate
    if certificate is None or "strict" not in certificate:
        return certificate is None
    left, right = certificate["clauses"][certificate["strict"]["clause"]]["conclusion"]
    return bool(left == right) or found.goal == f"{found.result} = {found.result}"


def write_page(found: Verdict, args: argparse.Namespace) -> None:
    """Write the page that was asked for."""
    if args.html and found.certificate is not None:
        Path(args.html).mkdir(parents=True, exist_ok=True)
        print(f"page: {found.to_html(args.html)}", file=sys.stderr)
