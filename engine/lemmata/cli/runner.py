"""One wrapper around every command: its streams, its errors, its exit code.

Python's own accidents (an uncaught exception, a closed pipe, a character that the terminal
lacks) all exit with 1, which here means `refuted`. So every command runs inside `guarded`,
and leaves it with the exit code that CONTRACT.md gives to what happened:

    what happened                                exit code
    the command returned                         what it returned
    usage error, InputError, unusable file       2
    recursion or memory exhausted                3     (unknown)
    anything else that was raised                70    (our bug, never a verdict)
    interrupted                                  130
    standard output was closed                   141
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from lemmata.errors import InputError

PROVED = DONE = 0
REFUTED = 1
BAD_INPUT = 2
UNKNOWN = 3
BUG = 70
INTERRUPTED = 130
CLOSED_PIPE = 141


class UsageError(Exception):
    """A command line that does not fit the command; `usage` is the line that shows what would."""

    def __init__(self, message: str, usage: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage
        self.hint = hint


def guarded(command: Callable[[], int], *, as_json: bool = False) -> int:
    """Run a command and return the exit code of whatever happened, having told the user.

    With `as_json` an error is one `lemmata.error/1` object on standard output; a traceback
    still goes to standard error.

    >>> guarded(lambda: UNKNOWN)
    3
    """
    _prepare_streams()
    try:
        code = _run(command, as_json)
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        _abandon_output()
        return CLOSED_PIPE
    except OSError as problem:
        _abandon_output()
        with contextlib.suppress(OSError):
            sys.stderr.write(f"error: cannot write the output: {problem.strerror}\n")
        return BAD_INPUT
    return code


def _run(command: Callable[[], int], as_json: bool) -> int:
    """Return the command's exit code; only trouble with our own output is raised."""
    try:
        code = command()
        sys.stdout.flush()
        return code
    except SystemExit as stop:
        if isinstance(stop.code, int) or stop.code is None:
            return stop.code or DONE
        return _report_bug(stop, as_json)
    except UsageError as error:
        return _report_usage(error, as_json)
    except KeyboardInterrupt:
        return _report(INTERRUPTED, "interrupted", as_json)
    except (RecursionError, MemoryError) as limit:
        kind = "recursion depth" if isinstance(limit, RecursionError) else "memory"
        return _report(UNKNOWN, f"unknown: the limit on {kind} was hit", as_json)
    except Exception as error:
        return _report_exception(error, as_json)


def _report_exception(error: Exception, as_json: bool) -> int:
    from lemmata.errors import InputError

    if isinstance(error, InputError):
        return _report_input(error, as_json)
    if isinstance(error, OSError):
        if _output_is_lost(error):
            raise error
        if error.filename is not None:
            message = f"cannot use {error.filename}: {error.strerror}"
            return _report(BAD_INPUT, message, as_json)
    return _report_bug(error, as_json)


def _report_input(error: InputError, as_json: bool) -> int:
    if as_json:
        first, *others = [diagnostic.to_dict() for diagnostic in error.diagnostics]
        more: dict[str, object] = {"others": others} if others else {}
        _write_error_object(first, more)
    else:
        sys.stderr.write(f"{error}\n")
    return BAD_INPUT


def _report_usage(error: UsageError, as_json: bool) -> int:
    hint = f"hint: {error.hint}\n" if error.hint else ""
    if not as_json:
        sys.stderr.write(error.usage)
    return _report(BAD_INPUT, error.message, as_json, hint)


def _report_bug(error: BaseException, as_json: bool) -> int:
    import traceback

    traceback.print_exception(error, file=sys.stderr)
    what = "".join(traceback.format_exception_only(error)).strip()
    return _report(BUG, f"this is a bug, not a verdict: {what}", as_json)


def _report(code: int, message: str, as_json: bool, hint: str = "") -> int:
    from lemmata.errors import Diagnostic

    diagnostic = Diagnostic(message)
    if as_json:
        _write_error_object(diagnostic.to_dict(), {})
    else:
        sys.stderr.write(f"{diagnostic.render()}\n{hint}")
    return code


def _write_error_object(error: Mapping[str, object], more: Mapping[str, object]) -> None:
    import json

    record = {"schema": "lemmata.error/1", "error": error, **more}
    sys.stdout.write(json.dumps(record) + "\n")


def _prepare_streams() -> None:
    """Let a character that the terminal cannot show be spelled out instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _output_is_lost(error: OSError) -> bool:
    """Tell trouble with our own output from trouble with a file or a child process."""
    if error.filename is not None:
        return False
    if error.errno == errno.ENOSPC:
        return True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            return True
        if isinstance(error, BrokenPipeError) and _reader_is_gone(stream):
            return True
    return False


def _reader_is_gone(stream: TextIO) -> bool:
    import select

    try:
        poll = select.poll()
        poll.register(stream.fileno(), select.POLLOUT)
        return any(event & select.POLLERR for _, event in poll.poll(0))
    except (AttributeError, OSError, ValueError):
        return False


def _abandon_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter can close in peace."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
