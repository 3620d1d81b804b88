"""In the child: the tables of a finished run as lists of numbers, iteratively, nothing printed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Answer = dict[str, Any]
Value = Any


class Reader:
    """The tables of a finished run as lists of numbers.

    An operator is its number, for numbers of sort k it is -1 - k, followed by "top/bottom" in
    hexadecimal digits.
    """

    def __init__(self, egraph: Any) -> None:  # noqa: ANN401
        """Freeze the graph."""
        self.egraph = egraph
        self.functions = egraph.freeze().functions
        self._syntax: dict[Value, int] = {}

    def _rows(self, letters: str) -> list[tuple[Value, str, int, list[Value]]]:
        """(output, letter, number, inputs) of the rows of some tables by their output."""
        found: list[tuple[Value, str, int, list[Value]]] = []
        for name, function in self.functions.items():
            if name[0] in letters and not name.startswith("Clash"):
                number = int(name[1:].partition("_")[0])
                found += [(row.output, name, number, row.inputs) for row in function.rows]
        found.sort(key=lambda row: row[0])
        return found

    def _number(self, value: Value, payload: str) -> str:
        if payload == "BigInt":
            return f"{self.egraph.value_to_bigint(value):x}/1"
        top, bottom = Fraction(self.egraph.value_to_bigrat(value)).as_integer_ratio()
        return f"{top:x}/{bottom:x}"

    def record(self) -> Answer:
        """Syntax, arguments before what is built of them, and the instances in order."""
        nodes: list[list[int | str]] = []
        place = self._syntax
        numbers: dict[tuple[int, str], int] = {}
        for output, name, number, inputs in self._rows("MN"):
            place[output] = len(nodes)
            if name[0] == "M":
                nodes.append([number, *[place[i] for i in inputs]])
            else:
                shown = self._number(inputs[0], self.functions[name].input_sorts[0])
                numbers[number, shown] = len(nodes)
                nodes.append([-1 - number, shown])
        instances: list[list[int]] = []
        for _, name, number, inputs in self._rows("IJ"):
            if name[0] == "I":
                instances.append([number, *[place[i] for i in inputs]])
                continue
            sort = int(name.partition("_")[2])
            values = []
            for i in inputs:
                key = (sort, self._number(i, self.functions[name].input_sorts[0]))
                if key not in numbers:
                    numbers[key] = len(nodes)
                    nodes.append([-1 - sort, key[1]])
                values.append(numbers[key])
            instances.append([number, *values])
        return {"syntax": nodes, "instances": instances}

    def graph(self) -> Answer:
        """The rows of the operators: class, operator, classes; after a record, witnesses too."""
        place: dict[Value, int] = {}
        rows: list[list[int | str]] = []
        for output, name, number, inputs in self._rows("CL"):
            cls = place.setdefault(output, len(place))
            if name[0] == "C":
                rows.append([cls, number, *[place.setdefault(i, len(place)) for i in inputs]])
            else:
                shown = self._number(inputs[0], self.functions[name].input_sorts[0])
                rows.append([cls, -1 - number, shown])
        witnesses = [
            [place[row.inputs[0]], self._syntax[row.output]]
            for name, function in self.functions.items()
            if self._syntax and name.startswith("W")
            for row in function.rows
        ]
        return {"rows": rows, "witnesses": witnesses}

    def clash(self) -> list[list[int | str]]:
        """Two literals in one class: [-1, place, place] or [sort, number, number]."""
        found: list[list[int | str]] = []
        for name, function in self.functions.items():
            if name == "Clash":
                to = self.egraph.value_to_i64
                found += [[-1, *[to(i) for i in row.inputs]] for row in function.rows]
            elif name.startswith("Clash"):
                payload, sort = function.input_sorts[0], int(name[5:])
                found += [
                    [sort, *[self._number(i, payload) for i in row.inputs]] for row in function.rows
                ]
        return found
