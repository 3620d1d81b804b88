"""Call-by-need evaluation that makes a choice where it needs a value that is still open.

A state is either code to be run in an environment or a value to be given to the first frame of a
linked list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lemmata.search.evaluation import operate
from lemmata.search.narrowing.choices import (
    NOTHING,
    Choices,
    Exhausted,
    Found,
    Frames,
    Option,
    State,
    Waiting,
)
from lemmata.search.narrowing.code import (
    FALSE_NODE,
    TRUE_NODE,
    VALUE,
    VAR,
    Cell,
    Code,
    Node,
    Program,
)
from lemmata.search.narrowing.numbers import (
    EVERYTHING,
    Linear,
    Test,
    known,
    linear,
    settled,
    test,
)
from lemmata.terms.symbols import Kind

MAX_BRANCH = 30_000
LOOK = 50_000
"""Steps after which a run looks whether its time is over."""
CHUNK = 100


class Machine(Choices):
    """Runs checks: pairs of a Bool code and the value that it has to have.

    Each check is a thread, and so is each part of a conjunction that has to be true. A thread waits
    at an open value until one is chosen: so every check prunes as early as it can.
    """

    def __init__(
        self,
        program: Program,
        options: Callable[[Cell, Any], Sequence[Option]],
        orders: Callable[[list[Option]], list[Option]],
        pick: Callable[[Sequence[Waiting]], Waiting],
        splits: bool,
        limit: int,
    ) -> None:
        """`limit` bounds the cost of the open values together; `expired` may be set later."""
        super().__init__(program, options, orders, pick, splits, limit)
        self.expired: Callable[[], bool] = lambda: False
        self._end, self._split = self._wanted, self._one_of
        self._evaluate = (
            self._variable,
            self._known,
            self._build,
            self._call,
            self._if,
            self._both,
            self._either,
            self._invert,
            self._equal,
            self._apply_to,
            self._arithmetic,
            self._fail,
        )

    def run(self, checks: Sequence[tuple[Code, bool]], env: Sequence[Cell], steps: int) -> bool:
        """Whether values were found under which all checks hold; then the cells have them."""
        self._pending = [
            (code, env, None, (self._end, wanted)) for code, wanted in reversed(checks)
        ]
        return self._proceed(self._next, steps)

    def again(self, steps: int) -> bool:
        """Go on after values were found."""
        return self._proceed(self._back, steps)

    def _proceed(self, start: Callable[[], State], steps: int) -> bool:
        evaluate, stop = self._evaluate, self.steps + steps
        try:
            state = start()
            while self.steps < stop:
                for _ in range(CHUNK):
                    code, where, value, frames = state
                    if code is not None:
                        state = evaluate[code[0]](code, where, frames)
                    else:
                        state = frames[0](value, frames)
                self.steps += CHUNK
                if self.steps % LOOK < CHUNK and self.expired():
                    break
                if self.steps - self._since > MAX_BRANCH:
                    self.cut = True
                    state = self._back()
        except Found:
            return True
        except Exhausted:
            return False
        self.cut = True
        return False

    # Code

    def _fail(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return self._back()

    def _variable(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return self._demand(env[code[1]], frames)

    def _known(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return None, NOTHING, code[1].value, frames

    def _build(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return None, NOTHING, Node(code[1], tuple(cells(code[2], env))), frames

    def _call(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return self._enter(code[3](), cells(code[2], env), frames)

    def _enter(self, tree: Any, registers: Sequence[Cell], frames: Frames) -> State:  # noqa: ANN401
        """Go down a decision tree as far as values are known."""
        while tree[0] == "switch":
            cell = registers[tree[1]]
            value = cell.value
            if value is None:
                return self._demand(cell, (self._switched, tree, registers, frames), None, tree[2])
            branch = tree[2].get(value.head)
            if branch is None:
                return self._back()
            registers = [*registers, *value.args] if value.args else registers
            tree = branch
        if tree[0] == "fail":
            return self._back()
        return tree[1], registers, None, frames

    def _switched(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        _, tree, registers, frames = frame
        branch = tree[2].get(value.head)
        if branch is None:
            return self._back()
        return self._enter(branch, [*registers, *value.args], frames)

    def _if(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        if frames[0] is self._end:
            # A branch that is the wrong constant decides the condition.
            for wrong, other, truth in ((code[2], code[3], False), (code[3], code[2], True)):
                if wrong[0] == VALUE and (wrong[1].value is TRUE_NODE) is not frames[1]:
                    self._pending.append((other, env, None, frames))
                    return code[1], env, None, (self._end, truth)
        return code[1], env, None, (self._chosen, code[2], code[3], env, frames)

    def _both(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        if frames[0] is self._end:
            return self._parts(code, env, frames, every=frames[1])
        return code[1], env, None, (self._chosen, code[2], None, env, frames)

    def _either(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        if frames[0] is self._end:
            return self._parts(code, env, frames, every=not frames[1])
        return code[1], env, None, (self._chosen, None, code[2], env, frames)

    def _parts(self, code: Code, env: Sequence[Cell], frames: Frames, every: bool) -> State:
        """Both parts have to have the wanted value, or one of them has to."""
        if every:
            self._pending.append((code[2], env, None, frames))
            return code[1], env, None, frames
        return code[1], env, None, (self._split, code, env, frames)

    def _one_of(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        """The first part has a value: if it is not the wanted one, the second has to have it."""
        _, code, env, frames = frame
        if (value is TRUE_NODE) is frames[1]:
            return self._next()
        return code[2], env, None, frames

    def _chosen(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        """Go on with a branch; None stands for the condition itself."""
        code = frame[1] if value is TRUE_NODE else frame[2]
        if code is None:
            return None, NOTHING, value, frame[4]
        return code, frame[3], None, frame[4]

    def _invert(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        if frames[0] is self._end:
            return code[1], env, None, (self._end, not frames[1])
        return code[1], env, None, (self._inverted, frames)

    def _inverted(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        return None, NOTHING, FALSE_NODE if value is TRUE_NODE else TRUE_NODE, frame[1]

    # Equality: a list of pairs of cells that have to be equal

    def _equal(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return self._pairs((cells(code[1:], env), None), frames)

    def _pairs(self, pairs: Any, frames: Frames) -> State:  # noqa: ANN401
        wanted = frames[0] is self._end and frames[1]
        while wanted and pairs is not None and pairs[1] is not None:
            # Each pair has to be equal: one thread each.
            (left, right), pairs = pairs
            if left is not right:
                same = (self._left, right, None, frames)
                self._pending.append(((VAR, 0), (left,), None, same))
        while pairs is not None:
            (left, right), pairs = pairs
            if left is right:
                continue
            if left.value is None and left.code is None:
                left, right = right, left
            return self._demand(left, (self._left, right, pairs, frames), right.value)
        return None, NOTHING, TRUE_NODE, frames

    def _left(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        _, right, pairs, frames = frame
        among = None
        if frames[0] is self._end and frames[1]:
            among = (value.head if isinstance(value, Node) else value,)
        return self._demand(right, (self._right, value, pairs, frames), value, among)

    def _right(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        _, left, pairs, frames = frame
        if not isinstance(left, Node):
            following = frames if pairs is None else (self._equal_so_far, pairs, frames)
            return self._combine("Int.eq", left, value, following)
        if left.head.kind is Kind.LAMBDA or value.head.kind is Kind.LAMBDA:
            return self._back()
        if left.head is not value.head:
            return None, NOTHING, FALSE_NODE, frames
        for pair in zip(reversed(left.args), reversed(value.args), strict=True):
            pairs = (pair, pairs)
        return self._pairs(pairs, frames)

    def _equal_so_far(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        if value is FALSE_NODE:
            return None, NOTHING, value, frame[2]
        return self._pairs(frame[1], frame[2])

    # Function values and numbers

    def _apply_to(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        return code[1], env, None, (self._applied, cells(code[2:], env)[0], frames)

    def _applied(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        tree = self.program.tree(value.head)
        return self._enter(tree, [*value.args, frame[1]], frame[2])

    def _arithmetic(self, code: Code, env: Sequence[Cell], frames: Frames) -> State:
        given = cells(code[2], env)
        return self._demand(given[0], (self._operand, code[1], given[1:], frames))

    def _operand(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        _, name, given, frames = frame
        if not given:
            return self._combine(name, 0, value, frames)
        return self._demand(given[0], (self._operands, name, value, frames))

    def _operands(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        return self._combine(frame[1], frame[2], value, frame[3])

    def _combine(self, name: str, left: Any, right: Any, frames: Frames) -> State:  # noqa: ANN401
        """An operation on two numbers, which may be linear."""
        left, right = settled(left), settled(right)
        operation = name.rpartition(".")[2]
        if not isinstance(left, Linear) and not isinstance(right, Linear):
            result = operate(name, (left, right) if operation != "neg" else (right,))
            if result is None:
                return self._back()
            value = (TRUE_NODE if result else FALSE_NODE) if isinstance(result, bool) else result
            return None, NOTHING, value, frames
        found = linear(operation, left, right)
        if found is not None:
            return None, NOTHING, found, frames
        if isinstance(left, Linear) and isinstance(right, Linear):
            return self._number(name, left, right, frames)
        if operation not in ("eq", "<=", "<"):
            return self._number(name, left, right, frames)
        swapped = not isinstance(left, Linear)
        value, number = (right, left) if swapped else (left, right)
        return self._test(value.cell, test(operation, value, number, swapped), frames)

    def _number(self, name: str, left: Any, right: Any, frames: Frames) -> State:  # noqa: ANN401
        """Wait for the value of an open integer and combine again."""
        cell = left.cell if isinstance(left, Linear) else right.cell
        following = (self._recombine, name, left, right, frames)
        return self._wait(cell, following, None, None)

    def _recombine(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        return self._combine(frame[1], frame[2], frame[3], frame[4])

    def _test(self, cell: Cell, question: Test | bool, frames: Frames) -> State:
        """The result of a test on an open integer."""
        truth = question
        if isinstance(question, Test):
            found = known(cell.domain or EVERYTHING, question)
            if found is None:
                if frames[0] is self._end:
                    return self._next() if self._narrow(cell, question, frames[1]) else self._back()
                return self._wait(cell, frames, None, question)
            truth = found
        return None, NOTHING, TRUE_NODE if truth else FALSE_NODE, frames

    # Threads

    def _wanted(self, value: Any, frame: Any) -> State:  # noqa: ANN401
        """The end of a thread: its value has to be the wanted one."""
        return self._next() if (value is TRUE_NODE) is frame[1] else self._back()


def cells(codes: Sequence[Code], env: Sequence[Cell]) -> list[Cell]:
    """What some codes denote, not evaluated yet."""
    return [
        env[code[1]] if code[0] == VAR else code[1] if code[0] == VALUE else Cell(None, code, env)
        for code in codes
    ]
