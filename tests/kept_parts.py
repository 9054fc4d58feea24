"""What a process of the tests keeps from one bot to the next: starting it anew takes longer than most tests."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from discord.ext.commands import Bot
from pydantic import TypeAdapter

from bot.pictures import decoder
from bot.pictures.decoder import Answer, DecoderProcess
from bot.services import kept_records


class KeptDecoder(DecoderProcess):
    """A process that reads pictures for one bot after the other: only one that is at work can be ended."""

    def __init__(self) -> None:
        super().__init__()
        self._is_at_work = False

    def ask(self, request: Mapping[str, Any], seconds: float, unwanted: threading.Event) -> Answer:
        self._is_at_work = True
        try:
            return super().ask(request, seconds, unwanted)
        finally:
            self._is_at_work = False

    def kill(self) -> None:
        if self._is_at_work:
            super().kill()

    def end(self) -> None:
        if self._is_at_work:
            super().end()

    def close(self) -> None:
        """End the process for good."""
        super().kill()
        super().end()


class KeptParts:
    """The decoder's process, the features' modules, and the schemas of what is kept as JSON."""

    def __init__(self) -> None:
        self.decoder = KeptDecoder()
        self._schema = cache(TypeAdapter)

    def lend(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the bots of one test use them."""
        monkeypatch.setattr(decoder, "DecoderProcess", lambda: self.decoder)
        monkeypatch.setattr(kept_records, "TypeAdapter", self._schema)
        monkeypatch.setattr(Bot, "_load_from_module_spec", _load)
        monkeypatch.setattr(Bot, "_call_module_finalizers", _unload)


async def _load(bot: Any, spec: object, name: str) -> None:
    """Set a feature up like discord.py, which would also run its module once more."""
    module = import_module(name)
    await module.setup(bot)
    bot._BotBase__extensions[name] = module


async def _unload(bot: Any, module: ModuleType, name: str) -> None:
    bot._BotBase__extensions.pop(name, None)
