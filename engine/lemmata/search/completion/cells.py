"""The terms of completion: hash-consed cells whose heads are numbers.

A symbol (with its sort arguments) is a number from 0 on, the variable number i is the head -1 - i.
A variable has no sort of its own: where it stands among arguments says it. Equal cells are the
same object, so a cell carries what is known about it: its weight, and its normal form so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

DEPTH = 250
"""No cell is nested deeper: recursion is safe."""


class TooLarge(Exception):
    """A term exceeds the limit of its bank, or DEPTH."""


class Cell:
    """A term.

    `size` counts nodes, `depth` is that of the deepest one, `weight` that of the Knuth-Bendix
    order, `score` the one of the queue; `mask` has a bit for each variable, `linear` says that none
    occurs twice. `normal` is a normal form as of `stamp`, where the first `tried` rules did not
    apply at the root; if one did, `by` is what it was and `link` the result.
    """

    __slots__ = (
        "_counts",
        "_flat",
        "args",
        "by",
        "depth",
        "head",
        "linear",
        "link",
        "mask",
        "normal",
        "score",
        "serial",
        "size",
        "stamp",
        "tried",
        "weight",
    )

    def __init__(self, head: int, args: tuple[Cell, ...], serial: int) -> None:
        self.head = head
        self.args = args
        self.serial = serial
        self.size = 1
        self.depth = 0
        self.weight = 1
        self.score = 1
        self.mask = 0
        self.linear = True
        self.normal: Cell = self
        self.stamp = -1
        self.tried = 0
        self.link: Cell | None = None
        self.by = 0
        self._flat: tuple[Cell, ...] | None = None
        self._counts: dict[int, int] | None = None

    def forget(self) -> None:
        """Forget the normal form, so that a rule out of use does not simplify itself away."""
        self.normal, self.link, self.stamp, self.tried = self, None, -1, 0

    def flat(self) -> tuple[Cell, ...]:
        """All proper subterms, in preorder; each is followed by its own `size - 1` subterms."""
        found = self._flat
        if found is None:
            found = ()
            for arg in self.args:
                found = (*found, arg, *arg.flat())
            self._flat = found
        return found

    def counts(self) -> dict[int, int]:
        """How often each variable (by its head) occurs; not to be altered."""
        found = self._counts
        if found is None:
            found = {}
            if self.head < 0:
                found[self.head] = 1
            elif self.mask:
                for arg in self.args:
                    if arg.mask:
                        for variable, count in arg.counts().items():
                            found[variable] = found.get(variable, 0) + count
            self._counts = found
        return found


class Bank:
    """Makes cells; `weights` and `scores` are those of the symbols, `variable_score` the rest.

    `limit` bounds the size of a cell; larger ones raise TooLarge.
    """

    def __init__(
        self, weights: Sequence[int], scores: Sequence[int], variable_score: int, limit: int
    ) -> None:
        self.weights = list(weights)
        self.scores = list(scores)
        self.variable_score = variable_score
        self.limit = limit
        self.count = 0
        self.variables: list[Cell] = []
        self.tables: list[dict[tuple[Cell, ...], Cell]] = [{} for _ in weights]

    def variable(self, number: int) -> Cell:
        """The variable of a number."""
        variables = self.variables
        while len(variables) <= number:
            cell = Cell(-1 - len(variables), (), -1 - len(variables))
            cell.mask = 1 << len(variables)
            cell.score = self.variable_score
            variables.append(cell)
        return variables[number]

    def apply(self, head: int, args: tuple[Cell, ...]) -> Cell:
        """The application of a symbol."""
        found = self.tables[head].get(args)
        return self.make(head, args) if found is None else found

    def make(self, head: int, args: tuple[Cell, ...]) -> Cell:
        """A cell that is not there yet."""
        size = 1
        depth = 0
        weight = self.weights[head]
        score = self.scores[head]
        mask = 0
        linear = True
        for arg in args:
            size += arg.size
            if arg.depth >= depth:
                depth = arg.depth + 1
            weight += arg.weight
            score += arg.score
            if arg.mask:
                if mask & arg.mask or not arg.linear:
                    linear = False
                mask |= arg.mask
        if size > self.limit or depth > DEPTH:
            raise TooLarge
        self.count += 1
        cell = Cell(head, args, self.count)
        cell.size = size
        cell.depth = depth
        cell.weight = weight
        cell.score = score
        cell.mask = mask
        cell.linear = linear
        self.tables[head][args] = cell
        return cell

    def instance(self, cell: Cell, binding: Sequence[Cell]) -> Cell:
        """The cell with each variable i replaced by `binding[i]`."""
        head = cell.head
        if head < 0:
            return binding[~head]
        if not cell.mask:
            return cell
        args = cell.args
        if len(args) == 2:
            a, b = args
            if a.mask:
                a = binding[~a.head] if a.head < 0 else self.instance(a, binding)
            if b.mask:
                b = binding[~b.head] if b.head < 0 else self.instance(b, binding)
            new: tuple[Cell, ...] = (a, b)
        elif len(args) == 1:
            a = args[0]
            new = (binding[~a.head] if a.head < 0 else self.instance(a, binding),)
        else:
            new = tuple([self.instance(arg, binding) for arg in args])
        found = self.tables[head].get(new)
        return self.make(head, new) if found is None else found

    def replace(self, cell: Cell, path: Sequence[int], new: Cell, at: int = 0) -> Cell:
        """The cell with the subterm at a path replaced."""
        if at == len(path):
            return new
        args = list(cell.args)
        args[path[at]] = self.replace(args[path[at]], path, new, at + 1)
        return self.apply(cell.head, tuple(args))

    def keep(self, roots: Iterable[Cell]) -> None:
        """Forget all cells that are no subterms of the given ones."""
        self.clear()
        stack = list(roots)
        while stack:
            cell = stack.pop()
            if cell.head >= 0 and cell.args not in self.tables[cell.head]:
                self.tables[cell.head][cell.args] = cell
                stack.extend(cell.args)
                cell.normal, cell.stamp, cell.link = cell, -1, None
                cell.tried = 0

    def clear(self) -> None:
        """Forget all cells; each refers to itself, so that has to end for them to be freed."""
        none = self.variable(0)
        for table in self.tables:
            for cell in table.values():
                cell.normal = none
            table.clear()

    def live(self) -> int:
        """How many cells there are."""
        return sum([len(table) for table in self.tables])


def in_order(*cells: Cell) -> list[int]:
    """The numbers of the variables, in order of first occurrence."""
    found: dict[int, None] = {}
    for cell in cells:
        if cell.head < 0:
            found.setdefault(~cell.head)
        elif cell.mask:
            for sub in cell.flat():
                if sub.head < 0:
                    found.setdefault(~sub.head)
    return list(found)


def at(cell: Cell, path: Sequence[int]) -> Cell:
    """The subterm at a path."""
    for i in path:
        cell = cell.args[i]
    return cell


def positions(cell: Cell) -> list[tuple[tuple[int, ...], Cell]]:
    """Every path with the subterm there, if that is no variable; preorder."""
    found: list[tuple[tuple[int, ...], Cell]] = []
    stack: list[tuple[tuple[int, ...], Cell]] = [((), cell)]
    while stack:
        path, sub = stack.pop()
        if sub.head >= 0:
            found.append((path, sub))
            for i in range(len(sub.args) - 1, -1, -1):
                stack.append(((*path, i), sub.args[i]))
    return found
