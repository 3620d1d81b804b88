"""Opaque generators of both sides that range over the same rows (FORMAT-SQL.md section 4, sources).

the same operator with the same parameters; its inputs are equal bags
---------------------------------------------------------------------
     the right side may range over the left side's generator instead
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lemmata.kernel.reading import fields, require, sequence
from lemmata.kernel.sql import objects as o
from lemmata.kernel.sql.literals import number
from lemmata.kernel.sql.objects import Bag, Opaque, Term

Prove = Callable[[Bag, Bag, Any], None]


def aligned(left: Bag, right: Bag, given: Any, prove: Prove) -> Bag:
    """The right bag with generators of the left one; `prove` checks that two inputs are equal."""
    mine, theirs = closed_opaques(left), closed_opaques(right)
    for value in sequence(given):
        i, j, proofs = fields(value, "left", "right", "proofs")
        require(number(i) < len(mine) and number(j) < len(theirs), "there is no such generator")
        new, old = mine[i], theirs[j]
        same = (new.kind, new.params, new.types) == (old.kind, old.params, old.types)
        require(same and len(new.bags) == len(old.bags), "different operators")
        require(len(sequence(proofs)) == len(new.bags), "a proof for each input is expected")
        for first, second, proof in zip(new.bags, old.bags, proofs, strict=True):
            prove(first, second, proof)
        wanted = o.key(old)
        right = _replaced(right, wanted, new)
        theirs = [_replaced(gen, wanted, new) for gen in theirs]
    return right


def closed_opaques(bag: Bag) -> list[Opaque]:
    """The different opaque generators without free rows, inner ones first."""
    found: dict[Any, Opaque] = {}
    for gen in _opaques(bag):
        if not o.free(gen):
            found.setdefault(o.key(gen), gen)
    return list(found.values())


def _opaques(obj: Any) -> Iterator[Opaque]:
    if isinstance(obj, tuple):
        for part in obj:
            yield from _opaques(part)
    elif isinstance(obj, Term):
        for _, gen in obj.rows:
            yield from _opaques(gen)
        yield from _opaques(obj.where)
        yield from _opaques(obj.out)
    else:
        parts: list[Any] = []

        def note(part: Any) -> Any:
            parts.append(part)
            return part

        o.descend(obj, note)
        for part in parts:
            yield from _opaques(part)
        if isinstance(obj, Opaque):
            yield obj


def _replaced(obj: Any, wanted: Any, new: Opaque) -> Any:
    """The object with the generator of a key replaced, within new binders."""
    if isinstance(obj, tuple):
        return tuple(_replaced(part, wanted, new) for part in obj)
    if isinstance(obj, Term):
        rows = tuple((var, _replaced(gen, wanted, new)) for var, gen in obj.rows)
        return Term(rows, _replaced(obj.where, wanted, new), _replaced(obj.out, wanted, new))
    if isinstance(obj, Opaque) and not o.free(obj) and o.key(obj) == wanted:
        return o.copy(new)
    return o.descend(obj, lambda part: _replaced(part, wanted, new))
