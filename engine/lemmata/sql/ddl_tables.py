"""Builds tables from the trees of CREATE TABLE, ALTER TABLE and CREATE UNIQUE INDEX."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lemmata.errors import InputError
from lemmata.sql.failures import Unsupported
from lemmata.sql.lowering.typing import known_type
from lemmata.sql.reading import Reader
from lemmata.sql.scalars import Call, Column
from lemmata.sql.schema import Check, ForeignKey, Schema, Table, TableColumn
from lemmata.sql.types import OPAQUE, TEXT, SqlType
from lemmata.sql.walking import nodes

Names = tuple[str, ...]
_DIALECTAL = ("/", "div", "%", "concat")
"""Operators whose meaning in a CHECK depends on the engine, which DDL does not name."""


@dataclass
class Draft:
    """A table while it is read; columns by name."""

    name: str
    reader: Reader
    node: Any
    texts: list[str]
    types: dict[str, SqlType] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    primary: Names = ()
    keys: list[Names] = field(default_factory=list)
    foreign: list[tuple[Names, str, Names, Any]] = field(default_factory=list)
    checks: list[tuple[Any, Reader]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Builder:
    """Collects the statements of a schema."""

    def __init__(self) -> None:
        self.tables: dict[str, Draft] = {}
        self.notices: list[str] = []

    def statement(self, tree: Any, reader: Reader, text: str) -> None:
        """Take in one statement, which is written as `text`."""
        kind = str(tree.args.get("kind") or "").upper()
        if tree.key == "create" and kind == "TABLE":
            self._create(tree, reader, text)
        elif tree.key == "create" and kind == "INDEX" and tree.args.get("unique"):
            self._index(tree, text)
        elif tree.key == "alter" and kind == "TABLE":
            self._alter(tree, reader, text)
        else:
            line = reader.source.text.count("\n", 0, reader.span(tree)[0]) + 1
            self.notices.append(f"line {line}: skipped {tree.key.upper()} {kind}".rstrip())

    def _create(self, tree: Any, reader: Reader, text: str) -> None:
        schema = tree.this
        name = schema.this.name.lower() if schema.key == "schema" else schema.name.lower()
        if schema.key != "schema":
            raise reader.error(tree, "a CREATE TABLE without a list of columns")
        if name in self.tables:
            raise reader.error(schema.this, f"the table {name} is declared twice")
        draft = self.tables[name] = Draft(name, reader, schema.this, [text])
        self._inherit(tree.args.get("properties"), draft)
        for item in schema.expressions:
            if item.key == "columndef":
                self._column(item, draft)
            elif item.key != "identifier":
                self._constraint(item, draft)

    def _inherit(self, properties: Any, draft: Draft) -> None:
        """A table that inherits adds its rows to those of its parents, and to no key of theirs."""
        for item in properties.expressions if properties is not None else ():
            if item.key == "inheritsproperty":
                names = [parent.name.lower() for parent in item.expressions]
                for found in (draft, *(self.tables[n] for n in names if n in self.tables)):
                    found.unread.append("INHERITS")

    def _column(self, node: Any, draft: Draft) -> None:
        name = node.name.lower()
        if name in draft.types:
            raise draft.reader.error(node, f"the column {name} is declared twice")
        kind = node.args.get("kind")
        draft.types[name] = known_type(kind) or OPAQUE
        if _is_enumeration(kind):
            draft.types[name] = TEXT
            draft.checks.append((_one_of(node.this, kind.expressions), draft.reader))
        for constraint in node.args.get("constraints") or ():
            self._column_constraint(constraint.args.get("kind") or constraint, name, draft)

    def _column_constraint(self, node: Any, name: str, draft: Draft) -> None:
        kind = node.key
        if not _enforced(node):
            self._skip(node, draft)
        elif kind == "primarykeycolumnconstraint":
            draft.primary = (name,)
        elif kind == "uniquecolumnconstraint":
            draft.keys.append((name,))
        elif kind == "notnullcolumnconstraint":
            if not node.args.get("allow_null"):
                draft.required.add(name)
        elif kind == "reference":
            draft.foreign.append(((name,), *_referred(node), node))
        elif kind == "checkcolumnconstraint":
            draft.checks.append((node.this, draft.reader))
        elif kind not in _HARMLESS:
            draft.unread.append(node.sql())

    def _skip(self, node: Any, draft: Draft) -> None:
        """Rows may break what is not enforced."""
        self.notices.append(f"{draft.name}: {node.sql()} is not enforced, so it is not assumed")

    def _constraint(self, node: Any, draft: Draft) -> None:
        if not _enforced(node):
            self._skip(node, draft)
        elif node.key == "constraint":
            for part in node.expressions:
                self._constraint(part, draft)
        elif node.key == "primarykey":
            draft.primary = _names(node.expressions)
        elif node.key == "uniquecolumnconstraint":
            inner = node.this
            columns = inner.expressions if inner is not None and inner.key == "schema" else []
            if columns:
                draft.keys.append(_names(columns))
            else:
                draft.unread.append(node.sql())
        elif node.key == "foreignkey":
            parent, columns = _referred(node.args["reference"])
            draft.foreign.append((_names(node.expressions), parent, columns, node))
        elif node.key in ("checkcolumnconstraint", "check"):
            draft.checks.append((node.this, draft.reader))
        elif node.key not in _HARMLESS:
            draft.unread.append(node.sql())

    def _index(self, tree: Any, text: str) -> None:
        index = tree.this
        table, params = index.args.get("table"), index.args.get("params")
        draft = self.tables.get(table.name.lower()) if table is not None else None
        columns = params.args.get("columns") if params is not None else None
        if draft is None or not columns:
            return
        draft.texts.append(text)
        plain = all(c.key == "ordered" and c.this.key == "column" for c in columns)
        if plain and not params.args.get("where"):
            draft.keys.append(tuple(c.this.name.lower() for c in columns))
        else:
            draft.unread.append(tree.sql())

    def _alter(self, tree: Any, reader: Reader, text: str) -> None:
        name = tree.this.name.lower()
        draft = self.tables.get(name)
        if draft is None:
            raise reader.error(tree.this, f"there is no table {name}")
        draft.texts.append(text)
        for action in tree.args.get("actions") or ():
            if action.key == "addconstraint" and tree.args.get("not_valid"):
                self._skip(action, draft)
            elif action.key == "addconstraint":
                for item in action.expressions:
                    self._constraint(item, draft)
            elif action.key == "altercolumn":
                self._alter_column(action, draft)
            elif action.key == "columndef":
                self._column(action, draft)
            else:
                draft.unread.append(action.sql())

    def _alter_column(self, action: Any, draft: Draft) -> None:
        name, nulls = action.name.lower(), action.args.get("allow_null")
        if nulls is False:
            draft.required.add(name)
        elif nulls:
            draft.required.discard(name)
        if action.args.get("dtype") is not None:
            if name not in draft.types:
                raise draft.reader.error(draft.node, f"{draft.name} has no column {name}")
            draft.types[name] = known_type(action.args["dtype"]) or OPAQUE

    def finish(self) -> Schema:
        """The schema; raises InputError for constraints on what is not there."""
        bare = {name: self._table(draft, {}) for name, draft in self.tables.items()}
        whole = {name: self._table(draft, bare) for name, draft in self.tables.items()}
        checked = {name: _with_checks(whole[name], self.tables[name], whole) for name in whole}
        texts = {name: tuple(draft.texts) for name, draft in self.tables.items()}
        return Schema(checked, tuple(self.notices), texts)

    def _table(self, draft: Draft, known: dict[str, Table]) -> Table:
        positions = {name: i for i, name in enumerate(draft.types)}
        required = draft.required | set(draft.primary)
        columns = tuple(
            TableColumn(name, kind, name not in required) for name, kind in draft.types.items()
        )
        primary = _places(draft, draft.primary, positions)
        keys = [primary] if primary else []
        keys += [_places(draft, key, positions) for key in draft.keys]
        unique = tuple(dict.fromkeys(tuple(sorted(key)) for key in keys))
        foreign = tuple(_foreign(draft, entry, positions, known) for entry in draft.foreign)
        chosen = foreign if known else ()
        unread = tuple(draft.unread)
        return Table(draft.name, columns, unique, chosen, (), primary, unread)


def _foreign(
    draft: Draft,
    entry: tuple[Names, str, Names, Any],
    positions: dict[str, int],
    known: dict[str, Table],
) -> ForeignKey:
    names, parent_name, parent_names, node = entry
    columns = _places(draft, names, positions)
    if not known:
        return ForeignKey(columns, parent_name, ())
    parent = known.get(parent_name)
    if parent is None:
        raise draft.reader.error(node, f"a foreign key to {parent_name}, which is not a table")
    there = {c.name: i for i, c in enumerate(parent.columns)}
    if parent_names:
        missing = [name for name in parent_names if name not in there]
        if missing:
            raise draft.reader.error(node, f"{parent_name} has no column {missing[0]}")
        parent_columns = tuple(there[name] for name in parent_names)
    else:
        parent_columns = parent.primary
    if len(parent_columns) != len(columns):
        raise draft.reader.error(node, "a foreign key with as many columns as its target is needed")
    return ForeignKey(columns, parent_name, parent_columns)


def _with_checks(table: Table, draft: Draft, known: dict[str, Table]) -> Table:
    from dataclasses import replace

    from lemmata.sql.lowering.expressions import Expressions
    from lemmata.sql.lowering.queries import Queries
    from lemmata.sql.lowering.scope import Named, Scope
    from lemmata.sql.lowering.typing import condition

    named = [
        Named(table.name, c.name, Column(0, i, c.type, c.nullable))
        for i, c in enumerate(table.columns)
    ]
    checks, unread = [], list(table.unread)
    for node, reader in draft.checks:
        at = Expressions(Queries(reader, Schema(known)), Scope(named))
        try:
            lowered = condition(node, at.lower(node), reader)
        except (Unsupported, InputError):
            unread.append(f"CHECK ({node.sql()})")
            continue
        if any(isinstance(part, Call) and part.op in _DIALECTAL for part, _ in nodes(lowered)):
            unread.append(f"CHECK ({node.sql()})")
        else:
            checks.append(Check(node.sql(), lowered))
    return replace(table, checks=tuple(checks), unread=tuple(unread))


def _enforced(node: Any) -> bool:
    """Whether a constraint holds of every row, or is declared to be relied on."""
    options = " ".join(
        str(option).upper() for part in node.walk() for option in part.args.get("options") or ()
    )
    return "NOT ENFORCED" not in options or "RELY" in options.replace("NORELY", "")


def _is_enumeration(kind: Any) -> bool:
    listed = (
        kind is not None and kind.expressions and all(e.key == "literal" for e in kind.expressions)
    )
    return bool(listed) and kind.is_type("enum")


def _one_of(name: Any, values: list[Any]) -> Any:
    """The condition that a column holds one of some values."""
    from sqlglot import exp

    return exp.In(this=exp.Column(this=name.copy()), expressions=[v.copy() for v in values])


def _places(draft: Draft, names: Names, positions: dict[str, int]) -> tuple[int, ...]:
    missing = [name for name in names if name not in positions]
    if missing:
        raise draft.reader.error(draft.node, f"{draft.name} has no column {missing[0]}")
    return tuple(positions[name] for name in names)


def _names(nodes: list[Any]) -> Names:
    return tuple(n.name.lower() for n in nodes)


def _referred(node: Any) -> tuple[str, Names]:
    target = node.this
    if target.key == "schema":
        return target.this.name.lower(), _names(target.expressions)
    return target.name.lower(), _names(node.expressions or [])


_HARMLESS = frozenset(
    [
        "defaultcolumnconstraint",
        "autoincrementcolumnconstraint",
        "commentcolumnconstraint",
        "generatedasidentitycolumnconstraint",
        "collatecolumnconstraint",
        "charactersetcolumnconstraint",
        "indexcolumnconstraint",
        "encodecolumnconstraint",
        "onupdatecolumnconstraint",
        "pathcolumnconstraint",
        "titlecolumnconstraint",
        "inlinelengthcolumnconstraint",
    ]
)
