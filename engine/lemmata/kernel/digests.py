"""Digests of sorts, terms, clauses and declarations of a file that has been read (section 7).

Only what statements and declarations need is computed, each entry once.
"""

from __future__ import annotations

from typing import Any

from lemmata.kernel.reading import digest

Path = tuple[str, int]


class Digests:
    """The digests of one certificate, whose tables are known to be well formed."""

    def __init__(self, raw: dict[str, Any]) -> None:
        """Nothing is computed yet."""
        self.raw = raw
        self._done: dict[Path, str] = {}
        self._declarations: dict[int, str] = {}

    def declaration(self, i: int) -> str:
        """The digest of the i-th declaration."""
        if i not in self._declarations:
            self._declarations[i] = digest(self._deep(self.raw["declarations"][i], ""))
        return self._declarations[i]

    def _deep(self, value: Any, key: str) -> Any:
        """A declaration with every number replaced by the digest of what it points to."""
        if isinstance(value, dict):
            return {k: self._deep(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self._deep(v, key) for v in value]
        if value.__class__ is int:
            return self.clause(value) if key in ("cases", "case", "clause") else self._sort(value)
        return value

    def clause(self, i: int) -> str:
        """The digest of a clause: its numbers are those of terms, but for the bound sorts."""
        row = self.raw["clauses"][i]
        rest = {key: self._terms(row[key]) for key in ("premises", "conclusion", "guard")}
        return digest({"bound": [self._sort(s) for s in row["bound"]], **rest})

    def _terms(self, value: Any) -> Any:
        if value.__class__ is int:
            return self._entry(("terms", value))
        if isinstance(value, dict):
            return {key: self._terms(item) for key, item in value.items()}
        return value if value is None else [self._terms(item) for item in value]

    def _sort(self, i: int) -> str:
        return self._entry(("sorts", i))

    def _entry(self, root: Path) -> str:
        """Children first, with an explicit stack: files may be deep."""
        done, stack = self._done, [root]
        while stack:
            table, i = stack[-1]
            row = self.raw[table][i]
            inner = _inner(table, row)
            todo = [path for path in inner if path not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if table == "terms" and row[0] == "app":
                sorts, terms = (
                    [done["sorts", k] for k in row[2]],
                    [done["terms", k] for k in row[3]],
                )
                done[table, i] = digest(["app", row[1], sorts, terms])
            elif inner:
                kept = row[: len(row) - len(inner)]
                done[table, i] = digest([*kept, *(done[path] for path in inner)])
            else:
                done[table, i] = digest(row)
        return done[root]


def _inner(table: str, row: list[Any]) -> list[Path]:
    """The entries that an entry points to, in order."""
    if table == "sorts":
        return [] if row[0] == "var" else [("sorts", i) for i in row[1:]]
    if row[0] == "app":
        return [*(("sorts", i) for i in row[2]), *(("terms", i) for i in row[3])]
    return [("sorts", row[2])] if row[0] in ("var", "bound") else []
