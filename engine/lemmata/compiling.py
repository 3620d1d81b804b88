"""What is derived from the sources and stored beside them, so that commands start quickly.

    python -m lemmata.compiling

writes the compiled library of the rule packs, and the index of the stored certificates.
"""

from __future__ import annotations

import json
from pathlib import Path


def library_text() -> str:
    """The rule packs with what they may cite, as `lemmata.questions.library` reads it."""
    from lemmata.questions import packs, sources, stored
    from lemmata.search.simplify.compiled import pack
    from lemmata.search.simplify.library import Library

    laws = stored()
    raw = pack(Library.of(packs(), laws), laws, sources())
    return json.dumps(raw, sort_keys=True, separators=(",", ":")) + "\n"


def main() -> None:
    """Write both files into the checkout."""
    from lemmata.data import folder
    from lemmata.questions import COMPILED
    from lemmata.service.files import write_whole
    from lemmata.service.store import INDEX, index_text

    write_whole(Path(str(folder("proofs"))) / INDEX, index_text())
    write_whole(Path(str(folder("rules"))) / COMPILED, library_text())


if __name__ == "__main__":
    main()
