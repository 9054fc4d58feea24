"""The workshop of the worker's tests."""

from __future__ import annotations

from tests.unit.worker.workshop import workshop

__all__ = ["workshop"]
