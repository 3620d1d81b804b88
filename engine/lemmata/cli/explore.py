"""`lemmata explore`: the laws of a theory, found, proved and put in order."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from lemmata.cli.options import add_output, add_trust, positive, print_json
from lemmata.cli.runner import BAD_INPUT, DONE, INTERRUPTED, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from lemmata.proof.factgraph import Fact, Library
    from lemmata.results import Exploration
    from lemmata.search.exploring import Progress

EPILOG = """\
A library FILE is written as the work goes on; the next run with it continues, and ends with the
same bytes as one that was never interrupted. The kernel checks again whatever such a file says.

  lemmata explore nat --library nat.json            find laws, keep them
  lemmata explore nat --library nat.json --why add_comm      what it rests on, down to definitions
  lemmata explore nat --library nat.json --used-by add_zero  what rests on it
  lemmata explore nat --library nat.json --store DIR         DIR/nat_explored.lem, which a .lem file
                                                    beside it can import, and its certificates
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments."""
    import argparse

    parser = subparsers.add_parser(
        "explore",
        help="find and prove the laws of a theory",
        description="Find laws of a theory that nobody stated, and prove them. A time limit that "
        "is reached is no failure: what was found by then is the answer.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("theory", metavar="THEORY", help="a shipped theory or a .lem file")
    parser.add_argument("--library", metavar="FILE", help="keep what is found here, or go on")
    parser.add_argument(
        "--timeout", type=positive, default=60.0, metavar="SECONDS", help="default 60"
    )
    parser.add_argument("--seed", type=int, default=0, help="for the random tests")
    parser.add_argument(
        "--only", metavar="FUNCTIONS", help='laws about these functions alone, as in "+,*"'
    )
    parser.add_argument("--why", metavar="LAW", help="what a law rests on, and in which ways")
    parser.add_argument("--used-by", metavar="LAW", help="the laws whose proofs cite a law")
    parser.add_argument("--store", metavar="DIR", help="write a theory of the laws that were found")
    parser.add_argument("--html", metavar="DIR", help="write pages with the laws and their proofs")
    add_trust(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Explore and print."""
    from lemmata.exploring import Run
    from lemmata.theories import theory

    _check(args)
    loaded = theory(args.theory)
    only = [name.strip() for name in args.only.split(",")] if args.only is not None else []
    shown = Line(quiet=args.quiet or args.json)
    work = Run(loaded, args.timeout, args.seed, args.library, only, progress=shown)
    try:
        with terminable():
            found = work.go()
    finally:
        shown.end()
    _say_state(found, args)
    _answer(found, args)
    return INTERRUPTED if found.interrupted else BAD_INPUT if found.failure else DONE


def _check(args: argparse.Namespace) -> None:
    """Refuse what does not make sense together."""
    if args.seed < 0:
        raise UsageError("--seed is not negative")
    if args.library == "-":
        raise UsageError("--library needs the path of a file")
    if args.only is not None and not all(name.strip() for name in args.only.split(",")):
        raise UsageError("--only needs names of functions", hint='as in --only "+,*"')
    if args.library and not Path(args.library).absolute().parent.is_dir():
        raise UsageError(f"the folder of --library {args.library} does not exist")
    if args.library and Path(args.library).is_dir():
        raise UsageError(f"--library needs the path of a file, and {args.library} is a folder")


@contextlib.contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl-C does, and SIGINT in a script's background too.

    Only the main thread can say so.
    """
    import signal
    import threading

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, interrupt) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


class Line:
    """Progress on standard error: a line that changes on a terminal, else one line a while."""

    EVERY = 10.0

    def __init__(self, quiet: bool) -> None:
        self.live = sys.stderr.isatty()
        self.quiet = quiet and not self.live
        self.last = 0.0
        self.open = False

    def __call__(self, progress: Progress) -> None:
        """Show the counts, not too often."""
        import time

        now = time.monotonic()
        self.last = self.last or now
        if self.quiet or now - self.last < (0.1 if self.live else self.EVERY):
            return
        self.last = now
        counts = (
            f"{progress.proved} proved, {progress.refuted} refuted, {progress.open} open"
            f" of {progress.conjectured} conjectures; about {progress.remaining} to go"
        )
        if self.live:
            sys.stderr.write(f"\r\x1b[K{counts}")
            self.open = True
        else:
            sys.stderr.write(f"{counts}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the live line away."""
        if self.open:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.open = False


def _say_state(found: Exploration, args: argparse.Namespace) -> None:
    """Diagnostics: why the work ended, and what could not be written."""
    if found.failure:
        print(f"error: {found.failure}", file=sys.stderr)
    if found.complete and not found.library.conjectured:
        print(
            "note: nothing to explore: no functions with equations, no structures", file=sys.stderr
        )
    if found.interrupted:
        print("interrupted", file=sys.stderr)
    elif not found.complete and not args.quiet:
        again = f"the same command with --library {args.library}" if args.library else "--timeout"
        hint = f"{again} goes on" if args.library else f"{again} allows for more"
        print(f"the time limit of {args.timeout:g} s was reached; {hint}", file=sys.stderr)


def _answer(found: Exploration, args: argparse.Namespace) -> None:
    """Print what was asked for and write what goes elsewhere."""
    from lemmata.export.exploration import to_text

    if args.store:
        _store(found, args)
    if args.html:
        print(f"page: {found.to_html(args.html)}", file=sys.stderr)
    if args.why or args.used_by:
        _explain(found, args)
    elif args.json:
        print_json(found.to_dict())
    else:
        print(to_text(found.library, args.quiet, args.verbose), end="")
        if args.verbose:
            print(f"\n{found.library.conjectured} conjectures, {found.seconds:.2f} s")
    sys.stdout.flush()


def _store(found: Exploration, args: argparse.Namespace) -> None:
    from lemmata.storing import store

    Path(args.store).mkdir(parents=True, exist_ok=True)
    print(f"theory: {store(found.library, Path(args.store))}", file=sys.stderr)


def _explain(found: Exploration, args: argparse.Namespace) -> None:
    """What a law rests on, and what rests on it."""
    from lemmata.export.provenance import users_text, why_row, why_text

    library = found.library
    for asked, text in ((args.why, why_text), (args.used_by, users_text)):
        if asked:
            fact = _law(library, asked)
            if args.json:
                print_json(why_row(library, fact))
            else:
                print(text(library, fact), end="")


def _law(library: Library, asked: str) -> Fact:
    """A law by its identifier or its name."""
    from difflib import get_close_matches

    from lemmata.errors import Diagnostic, InputError

    names = {f.identifier: f for f in library.facts} | {f.name: f for f in library.facts if f.name}
    if asked in names:
        return names[asked]
    near = get_close_matches(asked, names, n=1)
    hint = f"did you mean {near[0]}?" if near else None
    message = f"no law called {asked!r} was found in {library.theory.name}"
    raise InputError(Diagnostic(message, hint=hint))
