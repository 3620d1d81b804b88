"""The cases that mutants of the kernel must survive: samples, false proofs, hostile files.

A case is a function of a loaded kernel that says whether the kernel behaves. What a certificate
must come to (accepted with which digests, rejected) is what the unchanged kernel says; that it is
right is tested elsewhere.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from kernel import (
    hostile,
    hostile_computation,
    hostile_reals,
    instance_tools,
    mutations,
    odd_models,
    odd_proofs,
    odd_reals,
    odd_steps,
    test_enclosure,
    test_enclosure_limits,
    test_false_proofs,
    test_fields,
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
MODULES = (hostile_computation, hostile_reals, odd_models, odd_proofs, odd_reals, odd_steps)
MORE = (test_false_proofs,)

ROOMS = (
    *("checker", "reading", "terms", "computation", "functions", "datatypes"),
    *("polynomials", "field", "enclosure_points", "enclosure", "real", "domain", "strict"),
    *("evaluate", "refutation"),
)
PACKAGE = "changed_kernel"


@cache
def compiled(path: Path, source: str) -> tuple[CodeType, tuple[str, ...]]:
    """The code of a module of the copy, and the modules of the kernel that it imports."""
    text = source or path.read_text(encoding="utf-8")
    words = [line.split() for line in text.splitlines() if line.startswith("from lemmata.kernel")]
    needed = [w[3] if w[1] == "lemmata.kernel" else w[1].rpartition(".")[2] for w in words]
    text = text.replace("from lemmata.kernel", f"from {PACKAGE}")
    return compile(text, str(path), "exec"), tuple(needed)


class Kernel:
    """A copy of the package under a name of its own, one file perhaps changed."""

    def __init__(self, folder: Path, changed: str = "", source: str = "") -> None:
        """Load the files that the package needs, in the order in which they import each other."""
        self.folder, self.changed, self.source = folder, changed, source
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        package = ModuleType(PACKAGE)
        package.__path__ = [str(folder)]
        sys.modules[PACKAGE] = package
        for room in ROOMS:
            setattr(self, room, self.load(room))
        self.check: Callable[..., Any] = self.checker.check  # type: ignore[attr-defined]
        self.Rejected: type[Exception] = self.reading.Rejected  # type: ignore[attr-defined]

    def load(self, room: str) -> ModuleType:
        """Load a module of the copy; what it imports from the kernel comes from the copy too."""
        full = f"{PACKAGE}.{room}"
        if full in sys.modules:
            return sys.modules[full]
        path = self.folder / f"{room}.py"
        code, needed = compiled(path, self.source if path.name == self.changed else "")
        for other in needed:
            self.load(other)
        module = ModuleType(full)
        sys.modules[full] = module
        setattr(sys.modules[PACKAGE], room, module)
        exec(code, module.__dict__)
        return module

    def forget(self) -> None:
        """Empty the caches."""
        for constant in ("pi", "log_2"):
            getattr(self.enclosure_points, constant).cache_clear()  # type: ignore[attr-defined]
        self.terms._too_large.cache_clear()  # type: ignore[attr-defined]

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
REALS = (
    *("deep_sum", "shared_product", "powers_of_powers", "powers_in_exponents", "powers_of_pi"),
    *("sine_of_a_large_number", "definitions_that_double", "too_many_conditions", "deep_domain"),
    *("choices_in_choices", "shared_choices", "exponentials_in_exponentials", "shared_domain"),
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


def fractions() -> Iterator[tuple[str, str]]:
    """Random equations for `field`, with some of the premises that they need."""
    for seed in range(60):
        maker = test_fields.Maker(seed)
        left = maker.term(3)
        right = maker.equal(left) if seed % 3 else maker.changed(left)
        every = [*test_fields.denominators(left), *test_fields.denominators(right)]
        kept = [d for d in dict.fromkeys(every) if maker.chance.random() < (seed % 2 or 0.5)]
        yield f"fraction {seed}", json.dumps(test_fields.certificate(left, right, kept))


def tested(room: Any, test: Callable[..., None], arguments: dict[str, object]) -> Case:  # noqa: ANN401
    """A test of enclosures passes, now with the functions of a kernel that is given."""

    def case(kernel: Kernel) -> bool:
        made: Any = kernel
        for name in ("Undecided", "Undefined", "enclose", "literal", "power", "sign_of"):
            setattr(room, name, getattr(made.enclosure, name))
        room.points = made.enclosure_points
        for name in getattr(room, "POINTS", ()):
            room.POINTS[name] = getattr(room.points, f"{name}_at")
        patch = pytest.MonkeyPatch()
        given = arguments | ({"monkeypatch": patch} if "finer" in test.__name__ else {})
        try:
            test(**given)
        except BaseException:
            return False
        finally:
            patch.undo()
        return True

    return case


def enclosures() -> Iterator[tuple[str, Case]]:
    """The tests of enclosures, one case for each row of their parameters."""
    numbers: Any = test_enclosure
    numbers.exactly = cache(numbers.exactly.__wrapped__)
    for room in (test_enclosure, test_enclosure_limits):
        for name, test in list(vars(room).items()):
            if not name.startswith("test_") or hasattr(test, "hypothesis"):
                continue
            for i, arguments in enumerate(parameters(test)):
                yield f"{name} {i}", tested(room, test, arguments)


def parameters(test: Callable[..., None]) -> Iterator[dict[str, object]]:
    """The arguments with which pytest calls a test."""
    choices: list[list[dict[str, object]]] = []
    for mark in getattr(test, "pytestmark", []):
        names, rows = mark.args
        if isinstance(names, str):
            choices.append([{names: row} for row in rows])
        else:
            choices.append([dict(zip(names, row, strict=True)) for row in rows])
    for chosen in product(*choices):
        yield {key: value for part in chosen for key, value in part.items()}


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
    for name, data in odd_reals.TOUCHING.items():
        CASES[f"touching {name}"] = same(json.dumps(data))
    for name in THRESHOLDS:
        CASES[f"limit {name}"] = limit(name)
    for name, wrong_text in hostile.TEXTS.items():
        if len(wrong_text) < 100_000 or name in DEEP:
            CASES[f"text {name}"] = same(wrong_text)
    for name in (*SHARED, *REALS):
        CASES[f"file {name}"] = same(json.dumps(hostile.FILES[name]()))
    for name, text in fractions():
        CASES[name] = same(text)
    CASES.update(enclosures())
    for name, text in list(mutations.originals().items())[:60]:
        CASES[name] = same(text)
    for i, (name, change, changed) in enumerate(mutations.mutants(5, 400)):
        CASES[f"changed {i} {change} {name}"] = same(json.dumps(changed))


fill()
