"""Arithmetic, CASE, conversions and functions of expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lemmata.sql.lowering.typing import (
    alike,
    as_cast,
    condition,
    mixed,
    number,
    numeric_result,
    read_type,
    text,
    unified,
)
from lemmata.sql.scalars import Call, Case, Cast, Literal, Opaque, Scalar
from lemmata.sql.types import (
    BOOL,
    DATE,
    DECIMAL,
    FLOAT,
    INT,
    NULL,
    OPAQUE,
    TEXT,
    TIMESTAMP,
    SqlType,
)

if TYPE_CHECKING:
    from lemmata.sql.lowering.expressions import Expressions

ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Mod": "%", "Div": "/", "IntDiv": "div"}
UNITS = {"DAY": ("days", 1), "WEEK": ("days", 7), "MONTH": ("months", 1)}
UNITS |= {"QUARTER": ("months", 3), "YEAR": ("months", 12)}
NOTHING = Literal(None, NULL)
_TAIL = re.compile(r"(?<=^\d{4}-\d\d-\d\d)[ T].*")


def arithmetic(at: Expressions, node: Any) -> Scalar:
    """+ - * / % on numbers; + and - on dates."""
    op = ARITHMETIC[type(node).__name__]
    at.reader.only(node, "this", "expression", "typed", "safe")
    if op in "+-":
        interval = next((n for n in (node.expression, node.this) if n.key == "interval"), None)
        if interval is not None:
            return _moved_date(at, node, interval, op)
    first, second = at.lower(node.this), at.lower(node.expression)
    if op in "+-" and first.type.kind == "date":
        if at.dialect.name in ("mysql", "sqlite"):
            raise at.reader.unsupported(node, "a date as a number")
        return _date_arithmetic(at, node, op, first, second)
    first, second = number(node.this, first, at.reader), number(node.expression, second, at.reader)
    kind = numeric_result(first, second)
    if op in ("/", "div"):
        if op == "div" and kind.kind != "int":
            raise at.reader.unsupported(node, f"integer division of {kind}")
        whole = op == "div" or (kind.kind == "int" and not at.dialect.exact_division)
        args = (first, _divisor(at, second))
        return Call("div" if whole else "/", args, _quotient(kind, whole))
    return Call(op, (first, _divisor(at, second) if op == "%" else second), kind)


def _divisor(at: Expressions, expr: Scalar) -> Scalar:
    """A divisor; NULL for zero where a dialect has that instead of an error."""
    constant = isinstance(expr, Literal) and expr.value != 0
    if constant or not at.dialect.null_for_errors:
        return expr
    zero = Call("=", (expr, Literal(0, INT)), BOOL)
    return Case(((zero, NOTHING),), expr, expr.type)


def _quotient(kind: SqlType, whole: bool) -> SqlType:
    return INT if whole else FLOAT if kind.kind == "float" else DECIMAL


def _moved_date(at: Expressions, node: Any, interval: Any, op: str) -> Scalar:
    other = node.this if interval is node.expression else node.expression
    if op == "-" and other is node.expression:
        raise at.reader.error(node, "a date is taken from an interval")
    at.reader.only(interval, "this", "unit")
    unit, amount = interval.args.get("unit"), at.lower(interval.this)
    if isinstance(amount, Literal) and isinstance(amount.value, str):
        amount = _whole(at, interval, amount.value)
    return _moment(at, add_to_date(at, node, at.lower(other), amount, str(unit or ""), op))


def _moment(at: Expressions, day: Scalar) -> Scalar:
    """A date moved by an interval, which makes it a timestamp in some dialects."""
    widens = at.dialect.name in ("postgres", "duckdb")
    return as_cast(day, TIMESTAMP) if widens and day.type == DATE else day


def _whole(at: Expressions, node: Any, digits: str) -> Literal:
    try:
        return Literal(int(digits), INT)
    except ValueError:
        raise at.reader.unsupported(node, f"the interval {digits!r}") from None


def add_to_date(
    at: Expressions,
    node: Any,
    day: Scalar,
    amount: Scalar,
    unit: str,
    op: str,
) -> Scalar:
    """A date and a number of units."""
    found = UNITS.get(unit.upper().rstrip("S"))
    if found is None:
        raise at.reader.unsupported(node, f"an interval of {unit or 'no unit'}")
    if isinstance(day, Literal) and isinstance(day.value, str):
        day = as_cast(day, DATE)
    moments = ("date", "timestamp", "null")
    if day.type.kind not in moments or amount.type.kind not in ("int", "null"):
        raise at.reader.unsupported(node, f"{day.type} and an interval")
    name, factor = found
    if isinstance(amount, Literal) and isinstance(amount.value, int):
        amount = Literal(amount.value * factor * (1 if op == "+" else -1), INT)
    else:
        amount = Call("*", (amount, Literal(factor if op == "+" else -factor, INT)), INT)
    kind = DATE if day.type.kind == "null" else day.type
    return Call(f"add {name}", (day, amount), kind)


def _date_arithmetic(
    at: Expressions,
    node: Any,
    op: str,
    first: Scalar,
    second: Scalar,
) -> Scalar:
    if second.type.kind == "int":
        return add_to_date(at, node, first, second, "DAY", op)
    if op == "-" and second.type.kind == "date":
        return Call("days between", (first, second), INT)
    raise at.reader.unsupported(node, f"{first.type} {op} {second.type}")


def minus(at: Expressions, node: Any) -> Scalar:
    """The negative of a number."""
    at.reader.only(node, "this")
    arg = number(node.this, at.lower(node.this), at.reader)
    if isinstance(arg, Literal) and isinstance(arg.value, int | Fraction):
        return Literal(-arg.value, arg.type)
    return Call("neg", (arg,), arg.type if arg.type.numeric else INT)


def case(at: Expressions, node: Any) -> Scalar:
    """CASE and IF; the simple form compares its operand with =."""
    single = node.key == "if"
    at.reader.only(node, *("this true false" if single else "this ifs default").split())
    operand = None if single or node.this is None else at.lower(node.this)
    branches = []
    for branch in [node] if single else node.args["ifs"]:
        value = at.lower(branch.this)
        if operand is None:
            when = condition(branch.this, value, at.reader)
        else:
            when = Call("=", alike(branch.this, operand, value, at.reader), BOOL)
        branches.append((when, at.lower(branch.args["true"])))
    last = node.args.get("false" if single else "default")
    default = NOTHING if last is None else at.lower(last)
    *values, default = mixed([*(then for _, then in branches), default], at.dialect)
    branches = [(when, value) for (when, _), value in zip(branches, values, strict=True)]
    kind = unified(node, [*values, default], "a CASE", at.reader)
    return Case(tuple(branches), default, kind)


def cast(at: Expressions, node: Any) -> Scalar:
    """CAST."""
    at.reader.only(node, "this", "to")
    target, arg = read_type(node.args["to"], at.reader), at.lower(node.this)
    if target == DATE:
        arg = _without_tail(at, arg)
    _has_one_text(at, node, arg, target)
    unknown = target.kind == "opaque" or (arg.type.kind == "opaque" and target != arg.type)
    if unknown or _narrows(at, node.args["to"], arg, target):
        return Opaque(f"cast to {node.args['to'].sql().lower()}", (arg,), target)
    found = as_cast(arg, target)
    if isinstance(found, Cast) and _may_give_null(at, arg, target):
        return Opaque(f"cast of a text to {target}", (arg,), target)
    return found


def _has_one_text(at: Expressions, node: Any, arg: Scalar, target: SqlType) -> None:
    """Refuse the text of a decimal whose digits behind the point its type does not tell."""
    if target.textual and arg.type.kind == "decimal" and arg.type.size is None:
        raise at.reader.unsupported(node, "the text of a decimal without a fixed scale")


def _narrows(at: Expressions, node: Any, arg: Scalar, target: SqlType) -> bool:
    """Whether a type has fewer values than its kind, in a way that the kind does not say."""
    name = getattr(node.this, "name", str(node.this))
    if isinstance(arg, Literal) and arg.value is None:
        return False
    if name == "DECIMAL" and target.size is None:
        return arg.type.kind != "int" and at.dialect.name not in ("postgres", "sqlite")
    if name == "FLOAT" or (name == "DOUBLE" and node.expressions):
        return arg.type.kind != "int" and at.dialect.name != "sqlite"
    if target.kind == "timestamp" and node.expressions:
        return True
    if name == "USERDEFINED":
        return "UNSIGNED" in str(node.args.get("kind")).upper()
    return name in ("BIT", "YEAR", "NAME") or name.startswith("U")


def _may_give_null(at: Expressions, arg: Scalar, target: SqlType) -> bool:
    moment = target.kind in ("date", "timestamp")
    return moment and arg.type.textual and at.dialect.null_for_errors


def _without_tail(at: Expressions, arg: Scalar) -> Scalar:
    """A constant date without what the dialect ignores behind it."""
    if isinstance(arg, Literal) and isinstance(arg.value, str) and at.dialect.dates_have_tails:
        return Literal(_TAIL.sub("", arg.value.strip()), arg.type)
    return arg


def try_cast(at: Expressions, node: Any) -> Scalar:
    """A CAST that gives NULL where it fails, if it cannot fail."""
    at.reader.only(node, "this", "to", "safe", "requires_string")
    target, arg = read_type(node.args["to"], at.reader), at.lower(node.this)
    _has_one_text(at, node, arg, target)
    if target == DATE:
        arg = _without_tail(at, arg)
    found = as_cast(arg, target)
    if isinstance(found, Literal):
        return found
    small = getattr(node.args["to"].this, "name", "") in ("TINYINT", "SMALLINT")
    sized = target.kind == "decimal" and target.size is not None and arg.type != target
    if small or sized or _narrows(at, node.args["to"], arg, target):
        return Opaque(f"try to cast to {node.args['to'].sql().lower()}", (arg,), target)
    given = arg.type.kind
    numbers = target.numeric and (arg.type.numeric or given == "bool")
    moments = {given, target.kind} <= {"date", "timestamp"}
    if not (numbers or moments or target.textual or given in ("null", target.kind)):
        raise at.reader.unsupported(node, f"TRY_CAST of {arg.type} to {target}")
    return found


def coalesce(at: Expressions, node: Any) -> Scalar:
    """COALESCE."""
    at.reader.only(node, "this", "expressions", "is_nvl", "is_null")
    args = mixed([at.lower(item) for item in (node.this, *node.expressions)], at.dialect)
    return Call("coalesce", tuple(args), unified(node, args, "COALESCE", at.reader))


def nullif(at: Expressions, node: Any) -> Scalar:
    """NULLIF, as a CASE."""
    at.reader.only(node, "this", "expression")
    first, second = at.lower(node.this), at.lower(node.expression)
    same = Call("=", alike(node, first, second, at.reader), BOOL)
    if at.dialect.name == "postgres" and first.type.numeric and second.type.numeric:
        wider = numeric_result(first, second)
        first = first if first.type.kind == wider.kind else as_cast(first, wider)
    return Case(((same, NOTHING),), first, first.type)


def concat(at: Expressions, node: Any) -> Scalar:
    """`||`, and CONCAT, which in some dialects skips NULL."""
    at.reader.only(node, "this", "expression", "expressions", "safe", "coalesce")
    items = node.expressions or [node.this, node.expression]
    args = [text(item, at.lower(item), at.reader) for item in items]
    if node.key == "concat" and at.dialect.concat_skips_null:
        return Call("concat", tuple(args), TEXT)
    found = args[0]
    for arg in args[1:]:
        found = Call("||", (found, arg), TEXT)
    return found


def substring(at: Expressions, node: Any) -> Scalar:
    """SUBSTRING by positions."""
    at.reader.only(node, "this", "start", "length")
    args = [text(node.this, at.lower(node.this), at.reader)]
    for part in ("start", "length"):
        item = node.args.get(part)
        if item is not None:
            args.append(number(item, at.lower(item), at.reader))
    if len(args) < 2:
        raise at.reader.unsupported(node)
    return Call("substring", tuple(args), TEXT)


def trim(at: Expressions, node: Any) -> Scalar:
    """TRIM, one side or both, blanks or given characters."""
    at.reader.only(node, "this", "expression", "position")
    names = {"LEADING": "ltrim", "TRAILING": "rtrim"}
    items = [node.this, *([node.expression] if node.expression else [])]
    args = tuple(text(item, at.lower(item), at.reader) for item in items)
    return Call(names.get(str(node.args.get("position")).upper(), "trim"), args, TEXT)


def extract(at: Expressions, node: Any) -> Scalar:
    """A field of a date."""
    at.reader.only(node, "this", "expression")
    name, day = str(node.this.name).lower(), at.lower(node.expression)
    found = date_field(at, node, name, day)
    return replace(found, type=DECIMAL) if at.dialect.name == "postgres" else found


def date_field(at: Expressions, node: Any, name: str, day: Scalar) -> Call | Opaque:
    """year, month, day or quarter of a date."""
    if isinstance(day, Literal) and isinstance(day.value, str):
        day = as_cast(day, DATE)
    known = name in ("year", "month", "day", "quarter")
    if not known or day.type.kind not in ("date", "timestamp", "null"):
        return Opaque(f"extract {name}", (day,), INT)
    return Call(name, (day,), INT)


def moved_by_function(at: Expressions, node: Any) -> Scalar:
    """DATE_ADD and DATE_SUB; without a unit they count days."""
    at.reader.only(node, "this", "expression", "unit", "return_type")
    op, unit, amount = "+" if node.key != "datesub" else "-", node.args.get("unit"), node.expression
    if amount.key == "interval":
        unit, amount = amount.args.get("unit"), amount.this
    value = at.lower(amount)
    if isinstance(value, Literal) and isinstance(value.value, str):
        value = _whole(at, node, value.value)
    moved = add_to_date(at, node, at.lower(node.this), value, str(unit or "DAY"), op)
    return _moment(at, moved)


def to_date(at: Expressions, node: Any) -> Scalar:
    """DATE(x) of a date or of its text."""
    at.reader.only(node, "this")
    arg = at.lower(node.this)
    found = as_cast(_without_tail(at, arg), DATE)
    if isinstance(found, Literal) or arg.type.kind in ("date", "timestamp"):
        return found
    return Opaque("date", (arg,), DATE)


def typed(op: str, kind: SqlType, check: Callable[..., Scalar]) -> Callable[..., Scalar]:
    """A function of arguments of one kind."""

    def build(at: Expressions, node: Any) -> Scalar:
        at.reader.only(node, "this", "expression", "replacement")
        names = ("this", "expression", "replacement")
        items = [node.args[name] for name in names if node.args.get(name) is not None]
        args = tuple(check(item, at.lower(item), at.reader) for item in items)
        if op in ("sqrt", "power") and at.dialect.null_for_errors:
            return Opaque(op, args, kind)
        if op in ("floor", "ceil", "sign") and at.dialect.name == "postgres":
            return Call(op, args, DECIMAL if args[0].type.kind == "decimal" else FLOAT)
        return Call(op, args, args[0].type if kind is NULL and args[0].type.numeric else kind)

    return build


def rounding(at: Expressions, node: Any) -> Scalar:
    """ROUND, to whole numbers or to digits."""
    at.reader.only(node, "this", "decimals")
    items = [n for n in (node.this, node.args.get("decimals")) if n is not None]
    args = tuple(number(item, at.lower(item), at.reader) for item in items)
    kind = SqlType(args[0].type.kind) if args[0].type.numeric else DECIMAL
    inexact = kind == INT and at.dialect.name in ("postgres", "sqlite")
    return Call("round", args, FLOAT if inexact else kind)


def part_of_text(at: Expressions, node: Any) -> Scalar:
    """LEFT and RIGHT."""
    at.reader.only(node, "this", "expression")
    whole = text(node.this, at.lower(node.this), at.reader)
    count = number(node.expression, at.lower(node.expression), at.reader)
    return Call(node.key, (whole, count), TEXT)


def position(at: Expressions, node: Any) -> Scalar:
    """Where a text stands in another one, from 1; 0 if it does not."""
    at.reader.only(node, "this", "substr")
    items = (node.this, node.args["substr"])
    return Call("position", tuple(text(i, at.lower(i), at.reader) for i in items), INT)


def days_between(at: Expressions, node: Any) -> Scalar:
    """DATEDIFF in days."""
    at.reader.only(node, "this", "expression", "unit", "date_part_boundary")
    days = [as_cast(at.lower(n), DATE) for n in (node.this, node.expression)]
    if str(node.args.get("unit") or "DAY").upper() not in ("DAY", "DAYS"):
        raise at.reader.unsupported(node, "DATEDIFF in other units than days")
    return Call("days between", tuple(days), INT)


def extreme(at: Expressions, node: Any) -> Scalar:
    """GREATEST and LEAST; they have no value if an argument is NULL, dialects differ."""
    at.reader.only(node, "this", "expressions", "ignore_nulls")
    args = [at.lower(item) for item in (node.this, *node.expressions)]
    return Call(node.key, tuple(args), unified(node, args, node.key.upper(), at.reader))


def field_of_date(at: Expressions, node: Any) -> Scalar:
    """YEAR(x) and its like."""
    at.reader.only(node, "this")
    return date_field(at, node, node.key, at.lower(node.this))


def opaque(name: str, kind: SqlType) -> Callable[..., Scalar]:
    """A deterministic function that is not modelled; all its arguments are expressions."""

    def build(at: Expressions, node: Any) -> Scalar:
        args: list[Scalar] = []
        for part, value in node.args.items():
            if value is None or value is False or value == [] or part == "is_numeric":
                continue
            for item in value if isinstance(value, list) else [value]:
                if not hasattr(item, "walk"):
                    raise at.reader.unsupported(node, f"{part} of {name}")
                args.append(at.lower(item))
        return Opaque(name, tuple(args), kind)

    return build


ANONYMOUS = {"UNIX_TIMESTAMP": INT, "ROW": OPAQUE, "CHAR_LENGTH": INT, "MD5": TEXT, "SOUNDEX": TEXT}


def anonymous(at: Expressions, node: Any) -> Scalar:
    """A function that sqlglot has no class for."""
    name = str(node.this).upper()
    at.reader.only(node, "this", "expressions")
    if name == "POSITIVE" and len(node.expressions) == 1:
        return number(node, at.lower(node.expressions[0]), at.reader)
    if name in ANONYMOUS and node.expressions:
        args = tuple(at.lower(item) for item in node.expressions)
        return Opaque(name.lower(), args, ANONYMOUS[name])
    raise at.reader.unsupported(node, f"the function {name}")


FUNCTIONS: dict[str, Callable[..., Scalar]] = {
    **dict.fromkeys(ARITHMETIC, arithmetic),
    **dict.fromkeys(("Year", "Month", "Day", "Quarter"), field_of_date),
    **dict.fromkeys(("DateAdd", "DateSub", "TsOrDsAdd"), moved_by_function),
    **dict.fromkeys(("Case", "If"), case),
    **dict.fromkeys(("Concat", "DPipe"), concat),
    **{n: opaque(n.lower(), FLOAT) for n in ("Ln", "Log", "Exp", "Sin", "Cos", "Tan")},
    **{n: opaque(n.lower(), INT) for n in ("Unicode", "DayOfWeek", "DayOfYear")},
    **{n: opaque(n.lower(), TEXT) for n in ("Pad", "Initcap", "MD5")},
    "Round": rounding,
    "Left": part_of_text,
    "Right": part_of_text,
    "Reverse": typed("reverse", TEXT, text),
    "StrPosition": position,
    "DateDiff": days_between,
    **dict.fromkeys(("Greatest", "Least"), extreme),
    "Sqrt": typed("sqrt", FLOAT, number),
    "Neg": minus,
    "Cast": cast,
    "TryCast": try_cast,
    "Coalesce": coalesce,
    "Nullif": nullif,
    "Substring": substring,
    "Trim": trim,
    "Extract": extract,
    "Date": to_date,
    "TsOrDsToDate": to_date,
    "Upper": typed("upper", TEXT, text),
    "Lower": typed("lower", TEXT, text),
    "Length": typed("length", INT, text),
    "Replace": typed("replace", TEXT, text),
    "Abs": typed("abs", NULL, number),
    "Sign": typed("sign", INT, number),
    "Floor": typed("floor", INT, number),
    "Ceil": typed("ceil", INT, number),
    "Pow": typed("power", FLOAT, number),
    "Anonymous": anonymous,
}
"""By the class of sqlglot's node."""
