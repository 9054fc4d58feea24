"""What a test leaves running fails that test, and no later one; none fails for the machine's slowness."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from discord.gateway import KeepAliveHandler
from hypothesis import settings

PATIENCE_S = 30.0  # for threads that were told to end

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """A thread that outlives its test's event loop would fail whichever test runs when it next speaks."""
    before = _threads()
    yield
    until = time.monotonic() + PATIENCE_S
    for thread in _threads() - before:
        thread.join(max(0.0, until - time.monotonic()))
    left = _threads() - before
    for thread in left:
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
    assert not left, f"left running: {left}"


def _threads() -> set[threading.Thread]:
    """All but the hands of an event loop: they end with it, and a loop may serve a whole module."""
    return {thread for thread in threading.enumerate() if not thread.name.startswith("asyncio_")}
