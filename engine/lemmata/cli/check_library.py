"""`lemmata check FILE` of a library that `explore` wrote: the kernel checks all that is in it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

MARK = b'"lemmata.library/1"'


def library_row(name: str, data: bytes, args: argparse.Namespace) -> dict[str, Any] | None:
    """What a library establishes; None for another kind of file. Raises Rejected."""
    import json

    if MARK not in data:
        return None
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or raw.get("schema") != "lemmata.library/1":
        return None
    from lemmata.errors import InputError
    from lemmata.export.exploration import summary
    from lemmata.kernel import Rejected
    from lemmata.language import shipped
    from lemmata.proof.library import Reader
    from lemmata.service.store import resolve
    from lemmata.theories import theory

    wanted = str(args.theory or raw.get("theory"))
    if not args.theory and wanted not in shipped():
        raise Rejected(f"its theory {wanted!r} is not shipped: name its file with --theory")
    try:
        library = Reader(theory(wanted), None, resolve, name).read(data.decode())
    except InputError as problem:
        raise Rejected(problem.diagnostics[0].message) from None
    axioms = sorted({a for f in library.facts for d in f.derivations() for a in d.axioms})
    steps = sum(d.steps for f in library.facts for d in f.derivations())
    if not args.json:
        print(f"accepted  {name}")
        if not args.quiet:
            print(f"  proves and refutes: {summary(library)}")
            print(f"  axioms: {', '.join(axioms) or 'none'}")
            print(f"  trust: kernel ({steps} steps), definitions as elaborated")
    return {
        "file": name,
        "accepted": True,
        "kind": "library",
        "statement": summary(library),
        "laws": len(library.facts),
        "refutations": len(library.refuted),
        "steps": steps,
        "axioms": axioms,
        "trusted": ["kernel", "parser and elaborator"],
    }
