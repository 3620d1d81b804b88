"""Details of the kernel that only large or odd certificates show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DETAILS: dict[str, Callable[[Any], bool]] = {}
