"""Odd certificates about real numbers: corners that the samples do not touch."""

from __future__ import annotations
