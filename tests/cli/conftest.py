"""What every test of the command line leaves as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def same_logging() -> Iterator[None]:
    """The command line sets the loggers up for a whole process; here they go back to what they were."""
    loggers = [logging.getLogger(name) for name in ("", "bot", "cogs", "discord.client")]
    before = [(logger.level, list(logger.filters)) for logger in loggers]
    yield
    for logger, (level, filters) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.filters[:] = filters
