"""The one exception of the second checker, and the budgets that stop hostile files."""

from __future__ import annotations


class Invalid(Exception):
    """The certificate is not valid; the attributes say where and why."""

    def __init__(
        self,
        message: str,
        theorem: str | None = None,
        step: int | None = None,
        rule: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.theorem = theorem
        self.step = step
        self.rule = rule

    def __str__(self) -> str:
        where = [
            f"{label} {value}"
            for label, value in (
                ("theorem", self.theorem),
                ("step", self.step),
                ("rule", self.rule),
            )
            if value is not None
        ]
        return f"{', '.join(where)}: {self.message}" if where else self.message


class Budget:
    """A counter that raises `Invalid` when a computation costs more than the limit."""

    def __init__(self, limit: int, what: str) -> None:
        self.left = limit
        self.what = what

    def spend(self, amount: int = 1) -> None:
        """Take `amount` units away."""
        self.left -= amount
        if self.left < 0:
            raise Invalid(f"{self.what}: too much work")
