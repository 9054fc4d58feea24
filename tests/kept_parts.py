"""What a process of the tests keeps from one bot to the next: starting it anew takes longer than most tests."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from discord import Locale, app_commands
from discord.ext.commands.bot import BotBase

from bot.i18n import language
from bot.pictures import decoder
from bot.pictures.decoder import Answer, DecoderProcess
from bot.store import migrate, sqlite

TRANSLATED = frozenset(locale for locale in Locale if language(locale.value, default="en") != "en")


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
    """The decoder's process, the features' modules and empty books."""

    def __init__(self) -> None:
        self.decoder = KeptDecoder()
        self._empty_books: bytes | None = None

    def lend(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the bots of one test use them."""
        monkeypatch.setattr(decoder, "DecoderProcess", lambda **_: self.decoder)
        monkeypatch.setattr(sqlite, "migrate", self._migrate)
        monkeypatch.setattr(BotBase, "_load_from_module_spec", _load)
        monkeypatch.setattr(BotBase, "_call_module_finalizers", _unload)
        monkeypatch.setattr(app_commands.Translator, "_checked_translate", _translate)

    def _migrate(self, connection: sqlite3.Connection, *, keep: bool = False, **options: Any) -> None:
        """Write new books as a copy of the first ones; older ones are migrated as ever."""
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            migrate.migrate(connection, keep=keep, **options)
        elif self._empty_books is None:
            migrate.migrate(connection)
            books = connection.serialize()
            self._empty_books = books[:18] + b"\1\1" + books[20:]  # no write-ahead log: one in memory has none
        else:
            with closing(sqlite3.connect(":memory:")) as empty:
                empty.deserialize(self._empty_books)
                empty.backup(connection)


async def _load(bot: Any, spec: object, name: str) -> None:
    """Set a feature up like discord.py, which would also run its module once more."""
    module = import_module(name)
    await module.setup(bot)
    bot._BotBase__extensions[name] = module


async def _unload(bot: Any, module: ModuleType, name: str) -> None:
    bot._BotBase__extensions.pop(name, None)


async def _translate(translator: Any, string: Any, locale: Locale, context: Any) -> Any:
    """Ask only for languages that the bot has, of the thirty that discord.py goes through for each word."""
    return await translator.translate(string, locale, context) if locale in TRANSLATED else None
