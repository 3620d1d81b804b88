"""What tests ask of a page: its tags, attributes and texts; every tag is closed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "wbr", "input", "rect", "path", "hr"})
FETCHING = frozenset({"src", "srcset", "action", "style", "formaction", "ping", "background"})
WORDS = ("url(", "@import", "fetch(", "XMLHttpRequest", "import(", 'http-equiv="refresh')


class Page(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, value: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(value)

    def attributes(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [
            value or "" for _, found in self.tags for key, value in found.items() if key == name
        ]


def fetches(source: str) -> list[str]:
    """What in a page might ask for something or is code in an attribute."""
    names = {key for _, found in Page(source).tags for key in found}
    found = sorted(names & FETCHING) + [key for key in names if key.startswith("on")]
    return found + [word for word in WORDS if word in source]


def policy_holds(source: str) -> bool:
    """Whether the policy names exactly the one style and the one script of a page."""
    found = []
    for kind in ("style", "script"):
        [text] = re.findall(rf"(?s)<{kind}>(.*?)</{kind}>", source)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found.append(f"{kind}-src 'sha256-{digest}'")
    said = f"default-src 'none'; {found[0]}; {found[1]}; img-src data:; "
    return f"content=\"{said}base-uri 'none'; form-action 'none'\"" in source


def unpacked(data: str) -> str:
    """The text that a link carries."""
    return gzip.decompress(base64.b64decode(data)).decode()
