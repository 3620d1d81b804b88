"""`explore`: the laws of a theory that nobody asked for, proved, and how they hang together."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lemmata.results import Exploration

if TYPE_CHECKING:
    from lemmata.proof.factgraph import Library
    from lemmata.proof.library import Settings
    from lemmata.proof.nodes import Law
    from lemmata.search.exploring import Limits, Progress
    from lemmata.terms.declarations import Theory
    from lemmata.terms.symbols import Symbol

SHARE = 0.85
"""What part of the time conjectures may take; the rest is for the basis."""
GRACE = 2.0
"""Seconds for the basis after an interrupt; another interrupt ends that too."""
EVERY = 2.0
"""Seconds between two writings of an unfinished library."""


def explore(
    theory: str | Path | Theory,
    timeout: float = 60,
    seed: int = 0,
    library: str | Path | None = None,
    only: Sequence[str] = (),
    **options: Any,  # noqa: ANN401
) -> Exploration:
    """Find and prove laws of a theory; the kernel has accepted every certificate.

    `timeout` is in seconds; what was found by then is the answer, which is then not `complete`.
    `library` is a file that is written as the work goes on and continued if it is there. `only`
    names the functions to look at ("+", "rev"). An interrupt (Ctrl-C) ends the work as the time
    does. Options: `limits` bounds the work by counts, `progress` is called with counts on the way.
    Raises InputError for a theory or library that cannot be used.

    >>> found = explore("bool", only=["xor"])
    >>> found.theorem("xor_comm").statement
    'xor(p, q) = xor(q, p)'
    """
    from lemmata.theories import theory as load

    return Run(load(theory), timeout, seed, library, only, **options).go()


class Run:
    """One exploration of a theory, with the file that it is written to."""

    def __init__(
        self,
        theory: Theory,
        timeout: float = 60,
        seed: int = 0,
        library: str | Path | None = None,
        only: Sequence[str] = (),
        limits: Limits | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        """Read the library file, if there is one."""
        from lemmata.search.collecting import Collector
        from lemmata.search.exploring import Limits
        from lemmata.service.store import resolve

        self.theory, self.timeout, self.progress = theory, timeout, progress
        self.symbols = symbols_named(theory, only)
        self.limits = limits or Limits()
        self.settings = settings(self.symbols, seed, self.limits)
        self.path = None if library is None else Path(library)
        self.earlier: Library | None = None
        if self.path is not None and self.path.exists():
            self.earlier = read_library(theory, self.path, self.settings)
        self.collector = Collector(theory, seed, resolve, self.earlier)
        self.start = self._written = time.monotonic()
        self.failure, self.interrupted = "", False

    def go(self) -> Exploration:
        """Explore until everything is tried or the time is over."""
        if self.earlier and self.earlier.complete:
            return Exploration(self.earlier, time.monotonic() - self.start)
        done = False
        given, late = imported(self.theory), lambda: self._after(1.0)
        try:
            finished = self._explore()
            reduced = self.collector.reduce(given, late)
            done = finished and reduced and self.collector.settle(given, late)
        except KeyboardInterrupt:
            self.interrupted = True
            end = time.monotonic() + GRACE
            with contextlib.suppress(KeyboardInterrupt):
                self.collector.reduce(given, lambda: time.monotonic() > end)
        except BaseException:
            self._write(self._further(self.collector.library()))
            raise
        found = self._further(self.collector.library(done))
        self._write(found)
        seconds = time.monotonic() - self.start
        return Exploration(found, seconds, self.interrupted, self.failure)

    def _further(self, found: Library) -> Library:
        """What was found, or what an earlier run left if that came further."""
        behind = self.earlier and len(self.earlier.facts) > len(found.facts)
        return self.earlier if self.earlier and behind and not found.complete else found

    def _after(self, share: float) -> bool:
        return time.monotonic() - self.start > share * self.timeout

    def _explore(self) -> bool:
        """Note the events of the search; whether it came to its end."""
        from lemmata.search.collecting import memo
        from lemmata.search.exploring import Exploration as Search
        from lemmata.search.exploring import Finished, Progress

        known = memo(self.earlier) if self.earlier else {}
        given = (self.settings.seed, self.limits, known, imported(self.theory), self.symbols)
        for event in Search(self.theory, *given).run(lambda: self._after(SHARE)):
            if isinstance(event, Finished):
                return event.complete and not self._after(SHARE)
            with uninterrupted():
                self.collector.take(event)
                if self.path is not None and time.monotonic() - self._written > EVERY:
                    self._write(self._further(self.collector.library()))
            if isinstance(event, Progress):
                self.progress(event)
        return False

    def _write(self, found: Library) -> None:
        """Write the library; a full disk costs the file and not the answer."""
        from lemmata.errors import InputError
        from lemmata.proof.library import written
        from lemmata.service.files import write_whole

        if self.path is None:
            return
        try:
            write_whole(self.path, written(found, self.settings))
            self.failure = ""
        except InputError as problem:
            self.failure = problem.diagnostics[0].message
        self._written = time.monotonic()


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """SIGINT and SIGTERM wait until the block is done (only the main thread can have them wait)."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, lambda number, _: waiting.append(number)) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)
    if waiting:
        signal.raise_signal(waiting[0])


def library_laws(theory: Theory, path: str | Path) -> list[Law]:
    """The laws of a library file, to be cited by proofs; their own proofs are inside of them.

    Raises InputError if the file is damaged or of another theory.
    """
    from lemmata.proof.nodes import Law
    from lemmata.proof.standalone import Standalone

    library = read_library(theory, Path(path))
    alone = Standalone(theory, library.by_digest)
    return [
        Law("theorem", f.identifier, 0, f.clause, theory.name, alone.theorem(f.digest))
        for f in library.facts
    ]


def read_library(theory: Theory, path: Path, given: Settings | None = None) -> Library:
    """A library file, made with `given` if that is said.

    Raises InputError if it is damaged or of something else.
    """
    from lemmata.errors import read_source
    from lemmata.proof.library import Reader
    from lemmata.service.store import resolve

    return Reader(theory, given, resolve, str(path)).read(read_source(str(path)).text)


def settings(symbols: Sequence[Symbol], seed: int, limits: Limits | None = None) -> Settings:
    """What decides what an exploration finds, beside the theory."""
    from lemmata.proof.library import Settings
    from lemmata.search.exploring import Limits

    names = tuple(sorted(symbol.name for symbol in symbols))
    return Settings(seed, names, asdict(limits or Limits()))


def imported(theory: Theory) -> list[Law]:
    """The stored theorems of the theories that a theory imports."""
    from lemmata.proving import stored_laws

    return [law for law in stored_laws(theory) if law.owner != theory.name]


def symbols_named(theory: Theory, names: Sequence[str]) -> tuple[Symbol, ...]:
    """The functions of a theory by what they are called; raises InputError for another name."""
    from difflib import get_close_matches

    from lemmata.errors import Diagnostic, InputError
    from lemmata.terms.symbols import Kind

    by_name: dict[str, list[Symbol]] = {}
    for symbol in theory.symbols.values():
        if symbol.kind in (Kind.FUNCTION, Kind.ABSTRACT):
            used = theory.notation.get(symbol)
            by_name.setdefault(used.display if used else symbol.display, []).append(symbol)
    found: dict[Symbol, None] = {}
    for name in names:
        if name not in by_name:
            near = get_close_matches(name, by_name, n=1)
            hint = f"did you mean {near[0]}?" if near else ""
            message = f"{theory.name} has no function {name!r}"
            raise InputError(Diagnostic(message, expected=tuple(by_name), hint=hint))
        found.update(dict.fromkeys(by_name[name]))
    return tuple(found)
