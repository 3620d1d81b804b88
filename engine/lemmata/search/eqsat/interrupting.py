"""Ctrl-C held back while something must stay consistent; the garbage collector paused."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType


class Interrupts:
    """Within the block a first Ctrl-C only sets `pending`; it is raised at the end of the block.

    Signals reach the main thread only; in other threads nothing is changed.
    """

    def __init__(self) -> None:
        """Nothing is pending."""
        self.pending = False
        self._handler: object = None

    def __enter__(self) -> Interrupts:
        """Take the signal over where Python would raise KeyboardInterrupt."""
        if threading.current_thread() is threading.main_thread():
            self._handler = signal.getsignal(signal.SIGINT)
            if self._handler is signal.default_int_handler:
                signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.pending = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the signal back, and raise what is pending."""
        if self._handler is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self.pending and kind is None:
            raise KeyboardInterrupt


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for cyclic garbage: the graphs are large, of bounded size, and have no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
