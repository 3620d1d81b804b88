"""Two queries side by side: broken into lines at their clauses, lines paired, differences marked.

The words stay as they are written; only the blanks between them change. As plain data: a list of
pairs of lines, None where a side has none; a line has an indent and parts with a flag, whether the
other side lacks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lemmata.errors import Source
from lemmata.sql.dialects import Dialect
from lemmata.sql.reading import grammar_of

Json = dict[str, Any]
CLAUSES = frozenset(
    {
        *("SELECT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "FETCH"),
        *("UNION", "EXCEPT", "INTERSECT", "WITH", "VALUES", "WINDOW", "QUALIFY"),
    }
)
JOINS = frozenset({"JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "LATERAL"})
QUERIES = frozenset({"SELECT", "WITH", "VALUES"})
MAX_WORDS = 6_000
LIKE = 0.3


@dataclass
class Line:
    """Words with a key each, by which they are compared; `text` has the blank before it."""

    indent: int
    words: list[tuple[str, str]]

    @property
    def keys(self) -> tuple[str, ...]:
        """What the line says, whatever its letters' case."""
        return tuple(key for _, key in self.words)


def aligned(sources: tuple[Source, Source], dialect: Dialect) -> list[list[Json | None]]:
    """Pairs of lines of two queries."""
    first, second = (_lines(source.text, dialect) for source in sources)
    if sum(len(line.words) for line in (*first, *second)) > MAX_WORDS:
        count = max(len(first), len(second))
        padded = [[*lines, *[None] * (count - len(lines))] for lines in (first, second)]
        return [[_plain(a), _plain(b)] for a, b in zip(*padded, strict=True)]
    found: list[list[Json | None]] = []
    matcher = SequenceMatcher(None, [x.keys for x in first], [x.keys for x in second], False)
    for word, i, k, j, m in matcher.get_opcodes():
        if word == "equal":
            pairs = zip(first[i:k], second[j:m], strict=True)
            found += [[_plain(left), _plain(right)] for left, right in pairs]
        else:
            found += [_marked(*pair) for pair in _paired(first[i:k], second[j:m])]
    return found


def _paired(lefts: list[Line], rights: list[Line]) -> list[tuple[Line | None, Line | None]]:
    """Lines that have words in common beside one another, as many as fit, in order."""
    best = [[0.0] * (len(rights) + 1) for _ in range(len(lefts) + 1)]
    for i in reversed(range(len(lefts))):
        for j in reversed(range(len(rights))):
            here = best[i + 1][j + 1] + _likeness(lefts[i], rights[j])
            best[i][j] = max(here, best[i + 1][j], best[i][j + 1])
    found: list[tuple[Line | None, Line | None]] = []
    i = j = 0
    while i < len(lefts) and j < len(rights):
        likeness = _likeness(lefts[i], rights[j])
        if likeness and best[i][j] == best[i + 1][j + 1] + likeness:
            found.append((lefts[i], rights[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((lefts[i], None))
            i += 1
        else:
            found.append((None, rights[j]))
            j += 1
    return [*found, *((line, None) for line in lefts[i:]), *((None, line) for line in rights[j:])]


def _likeness(left: Line, right: Line) -> float:
    """The share of words that two lines have in common; 0 if it is small."""
    matcher = SequenceMatcher(None, left.keys, right.keys, False)
    ratio = matcher.ratio() if matcher.quick_ratio() > LIKE else 0.0
    return ratio if ratio > LIKE else 0.0


def _plain(line: Line | None, changed: frozenset[int] = frozenset()) -> Json | None:
    """A line as data; neighbours with the same flag become one part."""
    if line is None:
        return None
    parts: list[list[Any]] = []
    for i, (text, _) in enumerate(line.words):
        flag = i in changed
        if parts and parts[-1][1] == flag:
            parts[-1][0] += text
        elif text.startswith(" ") and parts and flag:
            parts[-1][0] += " "
            parts.append([text[1:], flag])
        else:
            parts.append([text, flag])
    return {"indent": line.indent, "parts": parts}


def _marked(left: Line | None, right: Line | None) -> list[Json | None]:
    """A pair of lines that differ."""
    if left is None or right is None:
        return [
            _plain(line, frozenset(range(len(line.words))) if line else frozenset())
            for line in (left, right)
        ]
    changed: tuple[set[int], set[int]] = (set(), set())
    for word, i, k, j, m in SequenceMatcher(None, left.keys, right.keys, False).get_opcodes():
        if word != "equal":
            changed[0].update(range(i, k))
            changed[1].update(range(j, m))
    return [_plain(left, frozenset(changed[0])), _plain(right, frozenset(changed[1]))]


def _lines(text: str, dialect: Dialect) -> list[Line]:
    """A query broken before its clauses, joins, and the parts of conditions."""
    from sqlglot.errors import SqlglotError

    try:
        tokens = grammar_of(dialect).tokenize(text)
    except SqlglotError:
        return [Line(0, [(" ".join(text.split()), text)])]
    breaker = _Breaker()
    words = [token.text.upper() for token in tokens]
    for i, token in enumerate(tokens):
        after = words[i + 1] if i + 1 < len(words) else ""
        written = text[token.start : token.end + 1]
        blank = i > 0 and token.start > tokens[i - 1].end + 1
        quoted = written[:1] in "'\"`"
        breaker.word(words[i] if not quoted else "", after, written, blank)
    return [line for line in breaker.lines if line.words]


class _Breaker:
    def __init__(self) -> None:
        self.lines = [Line(0, [])]
        self._brackets: list[bool] = []
        self._before = ""

    def word(self, word: str, after: str, written: str, blank: bool) -> None:
        """Take in a word; `word` is it in capitals, empty for a quoted one."""
        queries = sum(self._brackets)
        closing = word == ")" and bool(self._brackets) and self._brackets.pop()
        if closing:
            self._begin(queries - 1)
        elif self._starts(word, after):
            self._begin(queries)
        elif word in ("AND", "OR") and self._before != "BETWEEN" and self._flat():
            self._begin(queries + 1)
        line = self.lines[-1]
        space = " " if blank and line.words else ""
        line.words.append((space + written, word or written))
        if word == "(":
            self._brackets.append(after in QUERIES)
            if after in QUERIES:
                self._begin(queries + 1)
        self._remember(word)

    def _starts(self, word: str, after: str) -> bool:
        if word in CLAUSES:
            return self._flat()
        if word not in JOINS or after == "(" or not self._flat():
            return False
        return self._before not in (*JOINS, "OUTER", ",") or (
            word != "JOIN" and self._before == ","
        )

    def _flat(self) -> bool:
        """Whether no bracket of an expression is open."""
        return not self._brackets or self._brackets[-1]

    def _remember(self, word: str) -> None:
        if word == "AND" and self._before == "BETWEEN":
            self._before = ""
        elif self._before != "BETWEEN":
            self._before = word

    def _begin(self, indent: int) -> None:
        if self.lines[-1].words:
            self.lines.append(Line(indent, []))
        else:
            self.lines[-1].indent = indent
