"""From the text of a query to a plan of the algebra.

Only what is understood is lowered: every class of sqlglot's nodes and every part of them is on a
whitelist. What a database would reject is an InputError with its place; what is not modelled is
Unsupported, also with its place. `lower` is the one name that the outside uses.
"""

from __future__ import annotations

from lemmata.errors import Source
from lemmata.sql.algebra import Plan
from lemmata.sql.dialects import Dialect
from lemmata.sql.failures import Unsupported
from lemmata.sql.reading import Reader, deep
from lemmata.sql.schema import Schema


def lower(source: Source, schema: Schema, dialect: Dialect) -> Plan:
    """The plan of a query; raises InputError or Unsupported."""
    from lemmata.sql.lowering.queries import Queries

    reader = Reader(source, dialect)
    try:
        with deep():
            statements = [tree for tree in reader.statements() if tree is not None]
            if not statements:
                raise source.error("there is no query", 0, expected=("a SELECT",))
            if len(statements) > 1:
                raise reader.error(statements[1], "a second statement", expected=("one query",))
            tree = statements[0]
            if tree.key not in ("select", "union", "except", "intersect", "values", "subquery"):
                what = f"{tree.key.upper()} is not a query"
                raise reader.error(tree, what, expected=("a SELECT",))
            queries = Queries(reader, schema)
            plan = queries.lower(tree, None)
            queries.check_size(tree, plan)
            return plan
    except RecursionError:
        raise Unsupported("limit: an expression nested too deeply") from None
