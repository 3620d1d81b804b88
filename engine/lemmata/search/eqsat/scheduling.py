"""Which rules run in an iteration: all, or those that back-off scheduling does not ban (egg)."""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.search.eqsat.problem import Backoff

NO_LIMIT = 1 << 60


@dataclass(slots=True)
class _State:
    bans: int = 0
    until: int = 0


class Schedule:
    """The bans of each rule; iterations are numbered from 0."""

    def __init__(self, parameters: Backoff | None, rules: int) -> None:
        """Nothing is banned at first."""
        self.parameters = parameters
        self._states = [_State() for _ in range(rules)]

    def banned(self, rule: int, iteration: int) -> bool:
        """Whether a rule sits out an iteration."""
        return iteration < self._states[rule].until

    def limit(self, rule: int) -> int:
        """The number of matches beyond which a rule is banned."""
        if self.parameters is None:
            return NO_LIMIT
        return self.parameters.match_limit << self._states[rule].bans

    def ban(self, rule: int, iteration: int) -> None:
        """A rule had too many matches."""
        assert self.parameters is not None
        state = self._states[rule]
        state.until = iteration + 1 + (self.parameters.ban_length << state.bans)
        state.bans += 1

    def bans(self, rule: int) -> int:
        """How often a rule was banned."""
        return self._states[rule].bans

    def free(self, rule: int) -> int:
        """The first iteration in which a rule runs again."""
        return self._states[rule].until
