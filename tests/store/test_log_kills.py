"""Killed before any statement, a server's log has each line once: what it tells happened, and nothing else did."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

import discord

from bot.domain.catalog import Offer, Params
from bot.domain.folder_mark import FolderMark
from bot.domain.guild_log import LogKind, LogLine, LogRoutes
from bot.domain.jobs import JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.domain.sections import to_json
from bot.i18n import Texts
from bot.store.configuring import SectionChange
from bot.store.sqlite import SqliteStore
from bot.ui.outbound.log_channel import LogChannel
from bot.ui.outbound.log_format import LogFormat
from bot.ui.views.log_lines import LogView
from tests.clocks import HeldClock

NOW = 1_800_000_000_000
Worlds = Callable[[], Any]  # see conftest
GUILD, CHANNEL, MARA, INES, BOT = 1, 22, 3, 9, 5
ORDER = Order(id=7, guild_id=GUILD, channel_id=2, user_id=MARA, model="banana", prompt="a cat", params=Params())
ROUTES = LogRoutes().routed((LogKind.FINISHED, LogKind.ACTS), CHANNEL)
TEXTS = Texts()


class Posted:
    """A message that stands."""

    attachments: Sequence[Any] = ()
    author = SimpleNamespace(id=BOT)

    def __init__(self, message_id: int, content: str) -> None:
        self.id = message_id
        self.content = content

    async def fetch(self) -> Posted:
        return self

    async def edit(self, *, content: str, **_: object) -> None:
        self.content = content


class Channel:
    """A channel of Discord's: it outlives every process."""

    def __init__(self) -> None:
        self.messages: list[Posted] = []

    async def send(self, content: str, **_: object) -> Posted:
        self.messages.append(Posted(len(self.messages) + 1, content))
        return self.messages[-1]

    def get_partial_message(self, message_id: int) -> Posted:
        return self.messages[message_id - 1]

    async def history(self, **_: object) -> AsyncIterator[Any]:
        for message in self.messages:
            yield message

    def permissions_for(self, _: object) -> discord.Permissions:
        return discord.Permissions.all()

    @property
    def lines(self) -> list[str]:
        return [line.partition(":t> ")[2] for message in self.messages for line in message.content.split("\n")]


class Formats:
    """Plain ones."""

    async def of(self, _guild_id: int) -> LogFormat:
        return LogFormat(view=LogView(texts=TEXTS, offer=Offer(), locale="en"))

    async def dollars(self, _guild_id: int, _credits: int, _locale: str) -> str:
        return ""

    async def change(self, _line: LogLine, _view: LogView) -> str:
        return ""


class Names:
    """Those of two people."""

    async def of(self, _ids: Iterable[int]) -> Mapping[int, str]:
        return {MARA: "mara", INES: "ines"}


def sender(store: SqliteStore, channel: Channel) -> LogChannel:
    guild = SimpleNamespace(unavailable=False, me=None, get_channel_or_thread=lambda _: channel)
    bot = SimpleNamespace(
        user=SimpleNamespace(id=BOT), get_guild=lambda _: guild, get_partial_messageable=lambda *_, **__: channel
    )
    return LogChannel(
        bot=cast("Any", bot),
        store=store,
        pictures=cast("Any", None),
        names=cast("Any", Names()),
        formats=cast("Any", Formats()),
        mark=FolderMark.new(now=NOW),
        clock=cast("Any", HeldClock()),
        on_dropped_report=lambda: None,
    )


async def begin(store: SqliteStore) -> None:
    """Set the log, and order."""
    change = SectionChange(section="log", body=to_json(ROUTES), rev=0)
    await store.guild_config.change(GUILD, [change], by_user=INES, now=NOW)
    await store.reserve(ORDER, cost=1, caps=OwnerLimits(), now=NOW)


async def live(store: SqliteStore, channel: Channel) -> None:
    """Cancel, tell, delete, tell: taken up from wherever it stands."""
    job = await store.job(ORDER.id)
    assert job
    if not job.is_final:
        assert await store.apply(job, Transition(to=JobState.CANCELLED), now=NOW)
    log = sender(store, channel)
    await log.tick()
    await store.erase(job.id, by_user=INES, now=NOW)
    await log.tick()
    await log.tick()


def test_killed_anywhere_between_a_change_its_line_and_its_message_each_line_stands_once(worlds: Worlds) -> None:
    for statements in itertools.count():
        channel, was_killed = Channel(), False
        with worlds() as disk:
            disk.open()
            disk.do(begin)
            try:
                disk.do(lambda store: live(store, channel), statements=statements)  # noqa: B023
            except disk.Killed:
                was_killed = True
                disk.check()
                disk.do(lambda store: live(store, channel))  # noqa: B023
            disk.check()
        finished = [line for line in channel.lines if line.startswith("✖️ mara")]
        acts = [line for line in channel.lines if line.startswith("🔨 ines deleted a picture of mara")]
        assert "deleted for good" in finished[0]
        assert (len(finished), len(acts), len(channel.lines)) == (1, 1, 2), (statements, channel.lines)
        if not was_killed:
            break
    assert statements > 40, "each of its statements had its turn"
