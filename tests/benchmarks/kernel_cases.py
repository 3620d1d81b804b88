"""The cases that mutants of the kernel must survive: samples, false proofs, hostile files.

A case is a function of a loaded kernel that says whether the kernel behaves. What a certificate
must come to (accepted with which digests, rejected) is what the unchanged kernel says; that it is
right is tested elsewhere.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from kernel import (
    hostile,
    hostile_computation,
    instance_tools,
    mutations,
    odd_models,
    odd_proofs,
    odd_steps,
    test_false_proofs,
    test_instances,
)
from kernel.false_tools import LIBRARY, TABLE
from kernel.instance_tools import LIBRARY as INSTANCE_LIBRARY
from kernel.limits import EXPECTED, THRESHOLDS, lowest
from kernel.odd import LIBRARY as ODD_LIBRARY
from kernel.odd import ODD
from kernel.test_false_instances import FALSE_ONES
from second_checker import rejections, samples

# What is imported fills the tables LIBRARY, TABLE, FILES and ODD.
MODULES = (hostile_computation, odd_models, odd_proofs, odd_steps, test_false_proofs)


ROOMS = (
    *("checker", "reading", "terms", "computation", "functions", "datatypes"),
    *("evaluate", "refutation"),
)


class Kernel:
    """A copy of the package under a name of its own, one file perhaps changed."""

    count = 0

    def __init__(self, folder: Path, changed: str = "", source: str = "") -> None:
        """Load the files that the package needs, in the order in which they import each other."""
        Kernel.count += 1
        self.name = f"mutant{Kernel.count}"
        self.folder, self.changed, self.source = folder, changed, source
        package = ModuleType(self.name)
        package.__path__ = [str(folder)]
        sys.modules[self.name] = package
        for room in ROOMS:
            setattr(self, room, self.load(room))
        self.check: Callable[..., Any] = self.checker.check  # type: ignore[attr-defined]
        self.Rejected: type[Exception] = self.reading.Rejected  # type: ignore[attr-defined]

    def load(self, room: str) -> ModuleType:
        """Load a module of the copy; what it imports from the kernel comes from the copy too."""
        full = f"{self.name}.{room}"
        if full in sys.modules:
            return sys.modules[full]
        path = self.folder / f"{room}.py"
        text = self.source if path.name == self.changed else path.read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("from lemmata.kernel."):
                self.load(line.split()[1].rpartition(".")[2])
        module = ModuleType(full)
        sys.modules[full] = module
        text = text.replace("from lemmata.kernel.", f"from {self.name}.")
        exec(compile(text, str(path), "exec"), module.__dict__)
        return module

    def verdict(self, text: str | bytes) -> object:
        """Everything in the report, or the message, place and rule of the rejection."""
        try:
            return vars(self.check(text, RESOLVE))
        except self.Rejected as error:
            return str(error)


Resolve = Callable[[str], str | None]
RESOLVE: Resolve = {
    **{key: json.dumps(data) for key, data in samples.library().items()},
    **mutations.library(),
}.get
Case = Callable[[Kernel], bool]
CASES: dict[str, Case] = {}
DEEP = {"10 MB of opening brackets"}
SHARED = (
    *("patterns_that_are_shared", "patterns_that_are_shared_and_complete", "law_that_is_shared"),
    *("right_side_that_is_shared", "statement_that_is_shared", "sorts_that_are_shared"),
    *("boxes_in_boxes", "literal_of_5_000_digits", "literal_of_100_000_digits", "phantom_types"),
    *("literal_of_200_000_digits", "nested_tables", "squares_of_squares"),
)
LARGE = {"no_value_steps", "ring_too_large", "recursion_too_many_matrices"}


def same(text: str | bytes, resolve: Resolve = RESOLVE) -> Case:
    """The kernel says what it says today."""
    expected: list[object] = []

    def case(kernel: Kernel) -> bool:
        global RESOLVE
        before, RESOLVE = RESOLVE, resolve
        try:
            found = kernel.verdict(text)
        except Exception as error:
            found = error
        finally:
            RESOLVE = before
        if not expected:
            expected.append(found)
        return not isinstance(found, Exception) and found == expected[0]

    return case


def limit(name: str) -> Case:
    """A limit is where it was."""
    return lambda kernel: lowest(kernel, name) == EXPECTED[name]


def instances() -> Iterator[tuple[str, str]]:
    """The false instances of theorems, and what the tests of honest ones check."""
    for name, (_, build) in FALSE_ONES.items():
        yield f"instance {name}", json.dumps(build())
    seen: list[str] = []
    room: Any = instance_tools
    usual = room.check

    def record(text: str, resolve: Callable[[str], str | None]) -> object:
        seen.append(text)
        return usual(text, resolve)

    room.check = record
    try:
        for name, test in vars(test_instances).items():
            if name.startswith("test_"):
                test()
    finally:
        room.check = usual
    for i, text in enumerate(seen):
        yield f"instance {i}", text


def fill() -> None:
    """Collect the cases, the quickest and most telling ones first."""
    for name, data in samples.valid().items():
        CASES[f"sample {name}"] = same(json.dumps(data))
    for row in TABLE:
        kept = {}
        for wrong in (False, True)[0 if row.honest else 1 :]:
            kept[wrong] = json.dumps(row.build(wrong))
        library = {key: json.dumps(data) for key, data in LIBRARY.items()}
        for wrong, text in kept.items():
            CASES[f"{'false' if wrong else 'honest'} {row.name}"] = same(text, library.get)
    for name, data, _ in rejections.rejected():
        if name not in LARGE:
            CASES[f"rejected {name}"] = same(json.dumps(data))
    for name, text in instances():
        library = {key: json.dumps(data) for key, data in INSTANCE_LIBRARY.items()}
        CASES[name] = same(text, library.get)
    library = {key: json.dumps(data) for key, data in ODD_LIBRARY.items()}
    for name, (data, _) in ODD.items():
        CASES[f"odd {name}"] = same(json.dumps(data), library.get)
    for name in THRESHOLDS:
        CASES[f"limit {name}"] = limit(name)
    for name, wrong_text in hostile.TEXTS.items():
        if len(wrong_text) < 100_000 or name in DEEP:
            CASES[f"text {name}"] = same(wrong_text)
    for name in SHARED:
        CASES[f"file {name}"] = same(json.dumps(hostile.FILES[name]()))
    for name, text in list(mutations.originals().items())[:60]:
        CASES[name] = same(text)
    for i, (name, change, changed) in enumerate(mutations.mutants(5, 400)):
        CASES[f"changed {i} {change} {name}"] = same(json.dumps(changed))


fill()
