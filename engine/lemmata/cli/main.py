"""The umbrella command `lemmata COMMAND` and its two short names, `prove` and `simplify`.

`COMMANDS` says which module holds a command. Such a module has two functions:

    add_parser(subparsers) -> None     declares its arguments, and sets run=run as a default
    run(args) -> int                   does the work and returns an exit code

It is imported only when its command is asked for, and imports what is heavy inside `run`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from lemmata import __version__
from lemmata.cli.runner import UsageError, guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite

COMMANDS: dict[str, tuple[str, str]] = {
    "prove": ("lemmata.cli.prove", "prove or refute statements"),
    "simplify": ("lemmata.cli.simplify", "the simplest equal expression, with its derivation"),
    "equiv": ("lemmata.cli.equiv", "whether two expressions, or two queries, are equal"),
    "explore": ("lemmata.cli.explore", "find and prove the laws of a theory"),
    "check": ("lemmata.cli.check", "replay certificates"),
    "theories": ("lemmata.cli.theories", "list theories; signatures and laws of one"),
    "export": ("lemmata.cli.export", "write a certificate in another form"),
}
"""Command name -> module that holds it, and what it does in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line, without the program's name, and return its exit code.

    >>> main(["--version"])
    lemmata 0.1.0
    0
    """
    words = list(sys.argv[1:] if argv is None else argv)
    return guarded(lambda: _dispatch(words), as_json="--json" in _before_dashes(words))


def prove() -> int:
    """Run the console script `prove`, which is `lemmata prove`."""
    return main(["prove", *sys.argv[1:]])


def simplify() -> int:
    """Run the console script `simplify`, which is `lemmata simplify`."""
    return main(["simplify", *sys.argv[1:]])


class CommandParser(argparse.ArgumentParser):
    """A parser that raises UsageError, with a hint, where argparse would leave the process."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)
        self.add_argument("--version", action="version", version=f"lemmata {__version__}")
        self.set_defaults(parser=self)
        self.words: Sequence[str] = ()
        self.instead_of_operands = ""

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError that says what would have been accepted."""
        raise UsageError(message, self.format_usage(), self._hint())

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401
        """Parse as argparse does, keeping the words for hints."""
        self.words = list(args or ())
        if self.instead_of_operands:
            self._drop_operands()
        return super().parse_known_args(args, namespace)

    def _drop_operands(self) -> None:
        """Expect no operand but the first if the option that stands for the others is given."""
        names = {word.partition("=")[0] for word in _before_dashes(self.words)}
        if self.instead_of_operands in names:
            operands = self._get_positional_actions()
            self._actions = [action for action in self._actions if action not in operands[1:]]

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Write without argparse's habit of ignoring that the output is closed or full."""
        (file or sys.stderr).write(message)

    def _hint(self) -> str:
        known = self._option_string_actions
        for word in _before_dashes(self.words):
            name = word.partition("=")[0]
            if word in ("-", "--") or not word.startswith("-") or name in known or " " in word:
                continue
            if word.startswith("--"):
                nearest = _nearest(name, known)
                return f"did you mean {nearest}?" if nearest else ""
            if not self._negative_number_matcher.match(word):
                return (
                    f"a statement that begins with a minus goes after `--`: {self.prog} -- {word!r}"
                )
        return ""


def _before_dashes(words: Sequence[str]) -> Sequence[str]:
    return words[: words.index("--")] if "--" in words else words


def _nearest(word: str, known: Sequence[str] | dict[str, Any]) -> str:
    from difflib import get_close_matches

    return "".join(get_close_matches(word, list(known), n=1, cutoff=0.6))


def _dispatch(words: Sequence[str]) -> int:
    chosen = next((word for word in words if not word.startswith("-")), None)
    parser = _build_parser(chosen)
    if not words:
        raise UsageError("a command is missing", parser.format_usage(), "try `lemmata --help`")
    if chosen is not None and chosen not in COMMANDS:
        nearest = _nearest(chosen, COMMANDS)
        hint = f"did you mean `lemmata {nearest}`?" if nearest else "try `lemmata --help`"
        raise UsageError(f"there is no command {chosen!r}", parser.format_usage(), hint)
    args, unknown = parser.parse_known_args(words)
    if unknown:
        args.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    code: int = args.run(args)
    return code


def _build_parser(chosen: str | None) -> CommandParser:
    """Return the umbrella parser, in which only the chosen command has its own arguments."""
    parser = CommandParser(
        prog="lemmata",
        description="Ask a question; the answer is proved, refuted or unknown, with its evidence.",
        epilog="exit codes: 0 proved or done, 1 refuted, 2 usage or input, 3 unknown",
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", title="commands", required=True)
    for name, (module, summary) in COMMANDS.items():
        if name == chosen:
            import_module(module).add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=summary)
    return parser
