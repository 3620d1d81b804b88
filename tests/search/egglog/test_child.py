"""The child dies, hangs, runs out of memory or panics: the parent is told, and nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.egraph_goals import EXP, parse, rule_set
from lemmata.search.egglog import client, engine
from lemmata.search.egglog.client import Child, Died
from lemmata.search.eqsat.problem import Limits, Problem
from lemmata.terms.term import Term
from search.egglog.questions import COMMUTE, X, Y, op

GROWING = parse("(* (+ a (+ b (+ c d))) (* (+ e (+ f g)) (+ h (+ i j))))")
ENDLESS = Problem(rule_set(EXP), GROWING, parse("(sin a)"), Limits(10**9, 10**9, 10**6))
EASY = Problem([COMMUTE], op("*", X, Y), op("*", Y, X))
REQUEST = {
    "goal": "",
    "nodes": 10**6,
    "matches": 10**6,
    "iterations": 3,
    "backoff": None,
    "first": 1,
    "alarm": False,
    "want": [],
    "memory": 2 << 30,
    "seconds": 60,
}


@pytest.fixture
def child() -> Iterator[Child]:
    found = Child()
    yield found
    found.kill()


@pytest.fixture(autouse=True)
def _none_idle() -> Iterator[None]:
    client.close()
    yield
    client.close()


def never() -> bool:
    return False


def gone(pid: int) -> bool:
    """Whether a process ends soon; a zombie that nobody has waited for counts as ended."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except FileNotFoundError:
            return True
        if state.split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def after(polls: int, act: Callable[[], object] = lambda: None) -> Callable[[], bool]:
    """An `expired` that does something at its n-th call, and says yes long after."""
    count = 0

    def expired() -> bool:
        nonlocal count
        count += 1
        if count == polls:
            act()
        return count > polls + 500

    return expired


def idle() -> Child:
    [found] = client._idle
    return found


def test_it_is_used_again() -> None:
    assert engine.saturate(EASY).outcome.found
    first = idle()
    assert engine.saturate(EASY).outcome.found
    assert idle() is first


def test_killed_in_the_middle() -> None:
    assert engine.saturate(EASY).outcome.found
    pid = idle().pid
    search = engine.Search(ENDLESS)
    outcome = search.run(after(20, lambda: os.kill(pid, signal.SIGKILL)))
    assert (outcome.found, outcome.stopped) == (False, "died")
    assert outcome.nodes > 0
    assert gone(pid)
    assert engine.saturate(EASY).outcome.found


def test_killed_while_idle() -> None:
    assert engine.saturate(EASY).outcome.found
    pid = idle().pid
    os.kill(pid, signal.SIGKILL)
    assert engine.saturate(EASY).outcome.found
    assert idle().pid != pid


def test_time_is_up() -> None:
    assert engine.saturate(EASY).outcome.found
    pid = idle().pid
    polls = iter([False] * 20)
    outcome = engine.Search(ENDLESS).run(lambda: next(polls, True))
    assert outcome.stopped == "expired"
    assert gone(pid)
    assert not client._idle


def test_it_hangs(child: Child) -> None:
    child.ask({**REQUEST, "text": "(ruleset R)"}, never, 60)
    os.kill(child.pid, signal.SIGSTOP)
    polls = iter([False] * 5)
    with pytest.raises(Died) as error:
        child.ask({**REQUEST, "text": ";" + "x" * 10**6}, lambda: next(polls, True), 60)
    assert error.value.reason == "expired"
    assert gone(child.pid)


def test_interrupted(child: Child) -> None:
    def interrupt() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        child.ask({**REQUEST, "text": "(ruleset R)"}, interrupt, 60)
    assert gone(child.pid)


def test_out_of_memory() -> None:
    outcome = engine.Search(ENDLESS, memory=250 << 20).run()
    assert (outcome.found, outcome.stopped) == (False, "memory")
    assert engine.saturate(EASY).outcome.found


def test_too_little_memory_to_load() -> None:
    outcome = engine.Search(EASY, memory=1 << 20).run()
    assert (outcome.found, outcome.stopped) == (False, "memory")


def test_cpu_time_is_limited() -> None:
    outcome = engine.Search(ENDLESS, seconds=2).run()
    assert (outcome.found, outcome.stopped) == (False, "expired")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('(ruleset R) (rule () ((panic "no")) :ruleset R) (run R 1)', "no"),
        ("(extract (bigrat (bigint 1) (bigint 0)))", "PanicException"),
        ("(ruleset R) (unheard-of)", "EggSmolError"),
        ("(ruleset R", "EggSmolError"),
    ],
)
def test_panics_and_errors(child: Child, text: str, said: str) -> None:
    answer = child.ask({**REQUEST, "text": text}, never, 60)
    assert answer["stopped"] == "error"
    assert said in answer["error"]
    assert child.ask({**REQUEST, "text": "(ruleset R)"}, never, 60)["stopped"] == "saturated"


def test_deep_terms_are_refused() -> None:
    term = X
    for _ in range(100_000):
        term = op("neg", term)
    assert engine.saturate(Problem([COMMUTE], term, X)).outcome.stopped == "nodes"
    limits = Limits(10**6, 10**6, 5)
    assert engine.saturate(Problem([COMMUTE], term, X, limits)).outcome.stopped == "depth"
    for depth, stopped in ((900, "found"), (1_001, "depth")):
        shallow = op("*", X, Y)
        for _ in range(depth - 2):
            shallow = op("*", shallow, Y)
        goal = op("*", Y, shallow.args[0])
        outcome = engine.saturate(Problem([COMMUTE], shallow, goal)).outcome
        assert outcome.stopped == stopped


def test_shared_terms_stay_small() -> None:
    term = X
    for _ in range(200):
        term = op("*", term, term)
    search = engine.saturate(Problem([COMMUTE], op("*", term, Y), op("*", Y, term)))
    assert search.outcome.found


def test_long_numbers_are_refused() -> None:
    start = op("*", Term.real(10**5_000), X)
    rules = rule_set(EXP)
    assert engine.saturate(Problem(rules, start)).outcome.stopped == "size"


SCRIPT = """
import sys, time
from lemmata.search.egglog import client
child = client._take()
print(child.pid, flush=True)
if sys.argv[1] == "idle":
    client._give_back(child, {})
    if sys.argv[2] == "hang":
        time.sleep(600)
else:
    client._give_back(child, {})
    from lemmata.search.egglog import engine
    from search.egglog.test_child import ENDLESS
    engine.Search(ENDLESS).run()
"""


def parent(*words: str) -> tuple[subprocess.Popen[str], int]:
    """Another Python that owns a child, and the number of that child."""
    tests = Path(__file__).parents[2]
    path = os.pathsep.join([str(tests), str(tests.parent / "engine")])
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *words],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_it_ends_with_python() -> None:
    process, pid = parent("idle", "exit")
    process.communicate()
    assert process.returncode == 0
    assert gone(pid)


@pytest.mark.parametrize("words", [("idle", "hang"), ("busy", "")])
def test_it_ends_with_a_killed_parent(words: tuple[str, str]) -> None:
    process, pid = parent(*words)
    assert Path(f"/proc/{pid}").exists()
    process.kill()
    process.communicate()
    assert gone(pid)


def test_a_fork_leaves_the_child_alone() -> None:
    assert engine.saturate(EASY).outcome.found
    pid = os.fork()
    if pid == 0:
        os._exit(len(client._idle))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert engine.saturate(EASY).outcome.found


def test_nothing_of_a_name_reaches_the_child() -> None:
    from lemmata.search.egglog.program import write
    from lemmata.terms.sorts import REAL

    name = '(include "/etc/passwd")'
    x = Term.variable(name, REAL)
    for recording in (False, True):
        text = write(Problem([COMMUTE], op("*", x, Y), op("*", Y, x)), recording).text
        assert "include" not in text
        assert "passwd" not in text


def test_egglog_is_not_imported_here() -> None:
    code = "import sys, lemmata.search.egglog.engine as e; print('egglog' in sys.modules)"
    path = str(Path(__file__).parents[3] / "engine")
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert found.stdout.strip() == "False"
