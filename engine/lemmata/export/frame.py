"""What all pages share: one file with its style and script inside, and a policy that names both.

Styles and scripts are put together from the parts in `exports/html`, in the order given; only what
a page uses is in it. Nothing is fetched, no attribute holds code or style.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from lemmata import data
from lemmata.export.formulas import text

LITERAL = re.compile(
    r"""("(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|/(?![ /*])(?:\\.|[^/\\\n])+/[a-z]*(?=[.,)]))"""
)

REST = "img-src data:; base-uri 'none'; form-action 'none'"
SHARED = f"default-src 'none'; style-src 'self' file:; script-src 'self' file:; {REST}"
"""Hashes do not allow files of their own on file:, where no origin is the same as another."""


def page(
    title: str,
    body: str,
    styles: Sequence[str],
    scripts: Sequence[str],
    kind: str = "",
    name: str = "",
    shared: str = "",
) -> str:
    """A whole page; `kind` is the class of its body, `name` how saved files are called.

    With `shared` its style and script are the files of that name beside it.
    """
    style, script = stylesheet(tuple(styles)), program(tuple(scripts))
    rules, styled = policy(style, script), f"<style>{style}</style>"
    scripted = f"<script>{script}</script>"
    if shared:
        rules, styled = SHARED, f'<link rel="stylesheet" href="{shared}.css">'
        scripted = f'<script src="{shared}.js"></script>'
    known = f' data-name="{text(name)}"' if name else ""
    own = f' class="{kind}"' if kind else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{rules}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{text(title)}</title>
{styled}
</head>
<body{own}{known}>
{body}
{scripted}
</body>
</html>
"""


@cache
def stylesheet(parts: tuple[str, ...]) -> str:
    """The style of a page; its lines end where a blank would say nothing."""
    return "".join(_lines(f"html/{part}.css") for part in parts).replace("\n", "")


@cache
def program(parts: tuple[str, ...]) -> str:
    """The script of a page, all parts in one scope."""
    body = squeezed("\n".join(_lines(f"html/{part}.js") for part in parts))
    return f'"use strict";\n(() => {{\n{body}\n}})();'


def squeezed(script: str) -> str:
    """A script without the blanks beside its punctuation; strings and patterns stay as they are.

    The scripts here end statements with semicolons, write division with blanks around it, and have
    no two signs in a row.

    >>> squeezed('const a = (b) => b / 2 + "x + y".length;')
    'const a=(b)=>b/2+"x + y".length;'
    """
    parts = LITERAL.split(script)
    parts[::2] = [re.sub(r" ?([^\w$\s]) ?", r"\1", part) for part in parts[::2]]
    return "".join(parts)


def _lines(name: str) -> str:
    """A file without indentation, empty lines and lines that hold a comment only."""
    lines = (line.strip() for line in data.text("exports", name).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def policy(style: str, script: str) -> str:
    """What the browser may use: this style, this script, nothing else."""

    def hashed(source: str) -> str:
        digest = hashlib.sha256(source.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

    inside = f"style-src {hashed(style)}; script-src {hashed(script)}"
    return f"default-src 'none'; {inside}; {REST}"


def packed(source: str) -> str:
    """A text as base64 of gzip; equal texts give equal bytes."""
    squeezed = gzip.compress(source.encode("utf-8"), compresslevel=9, mtime=0)
    return base64.b64encode(squeezed).decode("ascii")


def file_name(name: str) -> str:
    """A name that is safe as a file name and different from other names."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", "-", name).strip(".") or "proof"
    if safe == name:
        return safe
    return f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def version() -> str:
    """The version of Lemmata; imported by name, since the package is above this layer."""
    return str(import_module("lemmata").__version__)


def count(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
