"""How sqlglot's types are read, and how operands of different types meet."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lemmata.sql.dialects import Dialect
from lemmata.sql.reading import Reader
from lemmata.sql.scalars import Call, Cast, Literal, Scalar
from lemmata.sql.types import (
    BOOL,
    DATE,
    DECIMAL,
    FLOAT,
    INT,
    INTERVAL,
    NULL,
    OPAQUE,
    TEXT,
    TIMESTAMP,
    SqlType,
    common,
)

_SIMPLE = {
    "BOOLEAN": BOOL,
    "DATE": DATE,
    "INTERVAL": INTERVAL,
    **dict.fromkeys(("TIMESTAMP", "DATETIME", "TIMESTAMPNTZ"), TIMESTAMP),
    **dict.fromkeys(("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "INT128"), INT),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UMEDIUMINT", "UINT", "UBIGINT"), INT),
    **dict.fromkeys(("SERIAL", "SMALLSERIAL", "BIGSERIAL", "YEAR", "BIT"), INT),
    **dict.fromkeys(("FLOAT", "DOUBLE"), FLOAT),
}
_TEXT = ("VARCHAR", "TEXT", "NVARCHAR", "LONGTEXT", "MEDIUMTEXT", "TINYTEXT", "NAME")
_CHAR = ("CHAR", "NCHAR", "BPCHAR")
_OPAQUE = (
    *("TIMESTAMPTZ", "TIMESTAMPLTZ", "TIME", "TIMETZ", "UUID", "ENUM", "MONEY", "INET"),
    *("BLOB", "LONGBLOB", "MEDIUMBLOB", "TINYBLOB", "BINARY", "VARBINARY"),
    *("JSON", "JSONB", "XML", "TSVECTOR"),
)
_STRICT_DIALECTS = ("calcite", "duckdb", "postgres")


def read_type(node: Any, reader: Reader) -> SqlType:
    """A type; raises Unsupported for one that is not modelled."""
    found = known_type(node)
    if found is None:
        raise reader.unsupported(node, f"the type {node.sql()}")
    return found


def known_type(node: Any) -> SqlType | None:
    """A type, None if it is not modelled."""
    from sqlglot import exp

    if not isinstance(node, exp.DataType):
        return None
    name = getattr(node.this, "name", str(node.this))
    if name == "USERDEFINED":
        word = str(node.args.get("kind")).upper()
        return INT if word in ("SIGNED", "UNSIGNED") else None
    sizes = [int(p.name) for p in node.expressions if p.name.isdigit()]
    if name in ("DECIMAL", "BIGDECIMAL"):
        size = sizes[0] if sizes else None
        scale = sizes[1] if len(sizes) > 1 else 0 if sizes else None
        return SqlType("decimal", size, scale)
    if name in _TEXT:
        return SqlType("text", sizes[0] if sizes else None)
    if name in _CHAR:
        return SqlType("char", sizes[0] if sizes else 1)
    return OPAQUE if name in _OPAQUE else _SIMPLE.get(name)


def literal(node: Any, inexact: bool = False) -> Literal:
    """A number or a string; a number with a point is exact unless told otherwise."""
    text = str(node.this)
    if node.is_string:
        return Literal(text, TEXT)
    if text.isdigit():
        return Literal(int(text), INT)
    kind = FLOAT if inexact or "e" in text.lower() else DECIMAL
    return Literal(Fraction(text), kind)


def as_cast(arg: Scalar, target: SqlType) -> Scalar:
    """A conversion; of NULL and from a constant date at once.

    >>> as_cast(Literal("1998-12-01", TEXT), DATE).value.year
    1998
    """
    if isinstance(arg, Literal) and arg.value is None:
        return Literal(None, target)
    if isinstance(arg, Literal) and isinstance(arg.value, str) and target in (DATE, TIMESTAMP):
        read = date.fromisoformat if target == DATE else datetime.fromisoformat
        try:
            return Literal(read(arg.value.strip()), target)
        except ValueError:
            return Cast(arg, target)
    if isinstance(arg, Cast) and (arg.type, target, arg.arg.type) == (TIMESTAMP, DATE, DATE):
        return arg.arg
    return arg if arg.type == target else Cast(arg, target)


def condition(node: Any, expr: Scalar, reader: Reader) -> Scalar:
    """An expression where a truth value is wanted."""
    if expr.type.kind in ("bool", "null"):
        return expr
    if expr.type.numeric:
        return Call("<>", (expr, Literal(0, INT)), BOOL)
    raise reader.unsupported(node, f"a condition of type {expr.type}")


def number(node: Any, expr: Scalar, reader: Reader) -> Scalar:
    """An expression where a number is wanted."""
    if expr.type.numeric or expr.type.kind == "null":
        return expr
    if expr.type.kind == "bool":
        return as_cast(expr, INT)
    raise _clash(node, f"arithmetic with {expr.type}", reader, expr.type.kind == "date")


def text(node: Any, expr: Scalar, reader: Reader) -> Scalar:
    """An expression where a text is wanted."""
    if expr.type.kind in ("text", "null"):
        return expr
    if expr.type.kind in ("int", "char"):
        return as_cast(expr, TEXT)
    raise reader.unsupported(node, f"a text function of {expr.type}")


def numeric_result(first: Scalar, second: Scalar) -> SqlType:
    """The type of a sum or a product."""
    found = common(first.type, second.type) or DECIMAL
    return INT if found.kind == "null" else SqlType(found.kind)


def alike(node: Any, first: Scalar, second: Scalar, reader: Reader) -> tuple[Scalar, Scalar]:
    """Two operands of a comparison, converted so that they can be compared."""
    a, b = first.type, second.type
    if common(a, b) is not None:
        _no_padding(node, first, second, reader)
        return first, second
    if {a.kind, b.kind} <= {"bool", "int", "decimal", "float"}:
        return number(node, first, reader), number(node, second, reader)
    if (a.numeric and b.textual) or (a.textual and b.numeric):
        if reader.dialect.name == "sqlite":
            raise reader.unsupported(node, "a comparison of text with a number")
        wanted = FLOAT if reader.dialect.name == "mysql" else a if a.numeric else b
        return _as_number(first, wanted), _as_number(second, wanted)
    if {a.kind, b.kind} <= {"date", "timestamp", "text", "char"}:
        kind = TIMESTAMP if TIMESTAMP in (a, b) else DATE
        moments = as_cast(first, kind), as_cast(second, kind)
        if reader.dialect.name == "sqlite" and not _written(first, moments[0], second, moments[1]):
            raise reader.unsupported(node, f"a comparison of {a} with {b}")
        return moments
    moment = {a.kind, b.kind} & {"date", "timestamp"}
    raise _clash(node, f"a comparison of {a} with {b}", reader, bool(moment))


def _written(*sides: Scalar) -> bool:
    """Whether the texts among two operands are dates as they are stored where they are texts."""
    for given, moment in ((sides[0], sides[1]), (sides[2], sides[3])):
        if given is moment and moment.type == DATE:
            continue
        if not (isinstance(given, Literal) and isinstance(moment, Literal)):
            return False
        if moment.type != DATE or str(moment.value) != given.value:
            return False
    return True


def _as_number(expr: Scalar, wanted: SqlType) -> Scalar:
    return expr if expr.type.numeric else as_cast(expr, SqlType(wanted.kind))


def _no_padding(node: Any, first: Scalar, second: Scalar, reader: Reader) -> None:
    """Refuse what depends on whether CHAR(n) is compared with padding."""
    pairs = ((first, second), (second, first))
    for char, other in pairs:
        if char.type.kind != "char" or not isinstance(other, Literal):
            continue
        if isinstance(other.value, str) and other.value.endswith(" "):
            raise reader.unsupported(node, "trailing blanks compared with CHAR")


def _clash(node: Any, what: str, reader: Reader, certain: bool) -> Exception:
    """An error where every engine with types would refuse, else that it is not modelled."""
    if certain and reader.dialect.name in _STRICT_DIALECTS:
        return reader.error(node, f"{what} has no meaning")
    return reader.unsupported(node, what)


def mixed(exprs: list[Scalar], dialect: Dialect) -> list[Scalar]:
    """Expressions of which one gives the value; integers beside texts become texts."""
    kinds = {expr.type.kind for expr in exprs}
    if not dialect.mixes_texts or "int" not in kinds or not kinds & {"text", "char"}:
        return exprs
    return [as_cast(expr, TEXT) if expr.type.kind == "int" else expr for expr in exprs]


def unified(node: Any, exprs: list[Scalar], what: str, reader: Reader) -> SqlType:
    """The type of a value that comes from one of several expressions."""
    found: SqlType | None = NULL
    for expr in exprs:
        found = common(found, expr.type) if found is not None else None
        if found is None:
            kinds = " and ".join(dict.fromkeys(str(e.type) for e in exprs))
            raise reader.unsupported(node, f"{what} of {kinds}")
    return found or NULL
