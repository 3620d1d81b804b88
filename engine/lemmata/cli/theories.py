"""`lemmata theories`: what is there."""

from __future__ import annotations

import sys

from lemmata.cli.options import add_output, print_json
from lemmata.cli.runner import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from lemmata.terms.declarations import Theory


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments."""
    parser = subparsers.add_parser(
        "theories",
        help="list theories; signatures and laws of one",
        description="List the shipped theories, or show the signature and laws of one.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="a shipped theory or a file")
    parser.add_argument(
        "--html", metavar="DIR", help="write pages with the laws of NAME and their proofs"
    )
    parser.add_argument(
        "--lem", action="store_true", help="print the theory as the text of a .lem file"
    )
    add_output(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the list, or one theory."""
    if args.html is not None and not args.name:
        raise UsageError("--html needs the name of a theory")
    if args.lem:
        return _text(args)
    return _one(args) if args.name else _all(args)


def _text(args: argparse.Namespace) -> int:
    from lemmata.language import show_theory
    from lemmata.theories import theory

    if not args.name or args.json:
        raise UsageError("--lem prints one theory as text", hint="lemmata theories NAME --lem")
    print(show_theory(theory(args.name)), end="")
    return 0


def _all(args: argparse.Namespace) -> int:
    from lemmata.language import shipped
    from lemmata.theories import theory

    rows = []
    for name in shipped():
        loaded = theory(name)
        rows.append({"name": name, "imports": list(loaded.imports), "laws": len(loaded.theorems)})
        if not args.json:
            imports = f"  imports {', '.join(loaded.imports)}" if loaded.imports else ""
            print(f"{name:<10} {len(loaded.theorems):>3} laws{imports}")
    if args.json:
        print_json({"schema": "lemmata.theories/1", "theories": rows})
    return 0


def _one(args: argparse.Namespace) -> int:
    from lemmata.language import show_clause, show_sort
    from lemmata.service.store import stored
    from lemmata.theories import theory

    loaded = theory(args.name)
    if args.html is not None:
        _pages(loaded, args.html)
    own = [s for s in loaded.symbols.values() if s.name.startswith(f"{loaded.name}.")]
    signatures = []
    for symbol in own:
        arguments = ", ".join(show_sort(s) for s in symbol.arguments)
        arrow = f"{arguments} -> " if arguments else ""
        notation = loaded.notation.get(symbol)
        signatures.append(
            {
                "name": notation.display if notation else symbol.display,
                "kind": symbol.kind.value,
                "sort": f"{arrow}{show_sort(symbol.result)}",
                "fixity": notation.fixity if notation else "call",
            }
        )
    laws = [
        {
            "name": t.name,
            "statement": show_clause(t.clause, loaded.notation),
            "certified": stored(loaded.name, t.name) is not None,
        }
        for t in loaded.theorems
    ]
    if args.json:
        found = {"schema": "lemmata.theory/1", "name": loaded.name, "imports": loaded.imports}
        print_json({**found, "symbols": signatures, "laws": laws})
        return 0
    print(
        f"theory {loaded.name}"
        + (f", imports {', '.join(loaded.imports)}" if loaded.imports else "")
    )
    for row in signatures:
        print(f"  {row['kind']:<12} {row['name']} : {row['sort']}")
    for law in laws:
        state = "certified" if law["certified"] else "stated"
        print(f"  {state:<12} {law['name']}: {law['statement']}")
    return 0


def _pages(theory: Theory, folder: str) -> None:
    """Write the pages of the stored laws."""
    from pathlib import Path

    from lemmata.export.site import write_site
    from lemmata.service.library import stored_library
    from lemmata.service.store import resolve

    print(f"page: {write_site(stored_library(theory), Path(folder), resolve)}", file=sys.stderr)
