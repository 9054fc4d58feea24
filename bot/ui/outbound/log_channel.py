"""Servers' logs: rows become messages, as many whole lines as one takes, and lose their words when these are deleted.

A message is noted before it is sent and after: where a stop came between, it is looked for by what it says.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

import discord

from bot.domain.folder_mark import FolderMark
from bot.domain.guild_log import LogKind, LogLine, LogMessage
from bot.domain.jobs import Job, JobState
from bot.domain.limits import DAY_MS, DISCORD_EPOCH_MS, MOST_OPTIONS
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.runtime.retry import Backoff
from bot.runtime.token_buckets import Allowance, TokenBuckets
from bot.ui.custom_ids import job_menu, stamp
from bot.ui.outbound.discord_errors import (
    CALL_FAILURES,
    CALL_S,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    is_permanent,
    log_summary,
    retry_after,
)
from bot.ui.outbound.log_format import LogFormat, LogFormats
from bot.ui.outbound.log_store import LogPictures, LogStore
from bot.ui.outbound.member_names import MemberNames
from bot.ui.outbound.responses import SILENT
from bot.ui.rights import LOG_RIGHTS, PREVIEW_RIGHTS, in_threads, missing_rights
from bot.ui.views.log_lines import LogView, body, fitting

log = logging.getLogger(__name__)

PACE_S = 4.0  # between two messages to a channel
KEPT_MS = DAY_MS  # for a channel that can't be written to
MOST_FILES = 10  # of a message: https://docs.discord.com/developers/resources/message#create-message
SEARCHED = 200  # messages of the channel, since the message was noted
CHANNELS_AT_ONCE = 8
OLD_EDITS = Allowance(burst=20, a_minute=5)  # of a channel's messages, for words that are too old
RETRY = Backoff(first=15.0, longest=1800.0)

Say = Callable[..., str]  # a sentence in the log's language


class LogChannel:
    """Tells what waits, one message a channel every few seconds."""

    def __init__(
        self,
        *,
        bot: discord.Client,
        store: LogStore,
        pictures: LogPictures,
        names: MemberNames,
        formats: LogFormats,
        mark: FolderMark,
        clock: Clock,
        on_dropped_report: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._store = store
        self._log = store.guild_log
        self._pictures = pictures
        self._names = names
        self._formats = formats
        self._mark = mark
        self._clock = clock
        self._on_dropped_report = on_dropped_report
        self._at_once = asyncio.Semaphore(CHANNELS_AT_ONCE)
        self._failures: dict[int, int] = {}  # by channel: in a row
        self._not_before: dict[int, float] = {}  # by channel: when it may be tried again (monotonic)
        self._stuck: dict[int, float] = {}  # by message: when it may be edited again, likewise
        self._old = TokenBuckets(OLD_EDITS, monotonic=clock.monotonic)
        self._views: dict[LogKind, Callable[[LogLine, Say], discord.ui.View]] = {}

    def draw(self, kind: LogKind, view: Callable[[LogLine, Say], discord.ui.View]) -> None:
        """Let lines of a kind stand alone in a message, with buttons of their own."""
        self._views[kind] = view

    async def run(self) -> None:
        """Tell what waits, until cancelled."""
        await rest(self._bot.wait_until_ready())
        while True:
            await self.tick()
            await rest(asyncio.sleep(PACE_S))

    async def tick(self) -> None:
        """Send at most one message to each channel, and take deleted words out of those that stand."""
        doubtful, waiting, blanks = await self._log.in_doubt(), await self._log.channels(), await self._unblanked()
        busy = {message.channel_id for message in doubtful}
        fresh = [self._next(channel_id) for channel_id in waiting if channel_id not in busy]
        settled = map(self._settle, {message.channel_id: message for message in reversed(doubtful)}.values())
        await asyncio.gather(*(self._guarded(each) for each in (*fresh, *settled, *map(self._blank, blanks))))

    async def _guarded(self, work: Awaitable[None]) -> None:
        async with self._at_once:
            await work

    async def tells_reports(self, guild_id: int | None) -> bool:
        """Return True if a server's reports can be told in its log: then the owner is not told of them."""
        channel_id = (await self._formats.of(guild_id)).reports if guild_id else 0
        return bool(channel_id) and not missing_log_rights(self._bot, guild_id or 0, channel_id)

    async def line(self, log_id: int, message: discord.Message | None, place: int) -> LogLine | None:
        """Return a line by its place in a message of ours; None where it doesn't stand there."""
        kept = await self._log.message(log_id)
        if kept is None or message is None or kept.message_id != message.id:
            return None
        return next((line for line in kept.lines if line.place == place), None)

    # what waits

    async def _next(self, channel_id: int) -> None:
        if self._is_early(channel_id):
            return
        lines = await self._log.waiting(channel_id, limit=MOST_OPTIONS)
        form = await self._formats.of(lines[0].guild_id) if lines else None
        if form is None:
            return
        if missing_log_rights(self._bot, lines[0].guild_id, channel_id):
            await self._give_up(channel_id)
            return
        chosen, text = await self._compose(lines, form)
        message = await self._log.bind(chosen, text, now=self._clock.now())
        if message is not None:
            await self._post(message)

    async def _give_up(self, channel_id: int) -> None:
        """Let the owner have the reports of a channel that can't be written to; the rest waits for a day."""
        if await self._log.give_up(channel_id, before=self._clock.now() - KEPT_MS):
            self._on_dropped_report()

    async def _compose(self, lines: Sequence[LogLine], form: LogFormat) -> tuple[Sequence[LogLine], str]:
        lines = self._alone(lines)
        names = await self._names.of(user_id for line in lines for user_id in (line.user_id, line.by_user))
        jobs = [await self._job(line) for line in lines]
        said = [await self._line(line, job, names, form.view) for line, job in zip(lines, jobs, strict=True)]
        files = [_previewed(line, job) if form.previews else 0 for line, job in zip(lines, jobs, strict=True)]
        count = fitting(said, files=files, most_files=MOST_FILES)
        return lines[:count], body(said[:count])

    def _alone(self, lines: Sequence[LogLine]) -> Sequence[LogLine]:
        """Return the first lines that may stand together."""
        if lines[0].kind in self._views:
            return lines[:1]
        together = next((n for n, line in enumerate(lines) if line.kind in self._views), len(lines))
        same_guild = next((n for n, line in enumerate(lines) if line.guild_id != lines[0].guild_id), len(lines))
        return lines[: min(together, same_guild)]

    async def _line(self, line: LogLine, job: Job | None, names: Mapping[int, str], view: LogView) -> str:
        charged = int(line.facts.get("charged", 0))
        dollars = await self._formats.dollars(line.guild_id, charged, view.locale) if charged else ""
        return view.line(line, job, names, dollars=dollars, change=await self._formats.change(line, view))

    async def _job(self, line: LogLine) -> Job | None:
        return await self._store.job(line.job_id) if line.job_id else None

    # a message that is noted

    async def _post(self, message: LogMessage) -> None:
        form = await self._formats.of(message.guild_id)
        names = await self._names.of(line.user_id for line in message.lines)
        files = await self._files(message.lines) if form.previews else []
        view = self._menu(message, form.view.options(message.lines, names), form.view)
        shown = view if view is not None else discord.utils.MISSING
        try:
            async with asyncio.timeout(CALL_S):
                sent = await self._channel(message).send(
                    message.body,
                    view=shown,
                    files=files,
                    allowed_mentions=SILENT,
                    suppress_embeds=True,
                    nonce=f"log-{message.id}",
                )
        except CALL_FAILURES as error:
            await self._failed(message, error)
        else:
            self._failures.pop(message.channel_id, None)
            await self._log.sent(message.id, sent.id)

    async def _failed(self, message: LogMessage, error: Exception) -> None:
        """Try again later: the same message where it may stand, else what waits then."""
        self._failures[message.channel_id] = failures = self._failures.get(message.channel_id, 0) + 1
        seconds = max(retry_after(error), RETRY.seconds(failures))
        self._not_before[message.channel_id] = self._clock.monotonic() + seconds
        log.warning("log %s: it can't be told: %s; again in %.0f s", message.id, log_summary(error), seconds)
        if isinstance(error, discord.HTTPException) and is_permanent(error):
            await self._log.unsent(message.id)
            await self._give_up(message.channel_id)

    def _menu(self, message: LogMessage, options: list[discord.SelectOption], view: LogView) -> discord.ui.View | None:
        first = message.lines[0]
        if first.kind in self._views and first.is_aged:
            return None  # what it asked about is gone
        if first.kind in self._views:
            return stamp(self._views[first.kind](first, view.say), self._mark)
        if not options:
            return None
        menu = discord.ui.View(timeout=None)
        menu.add_item(job_menu("line", message.id, placeholder=view.say("log-act"), options=options))
        return stamp(menu, self._mark)

    async def _files(self, lines: Sequence[LogLine]) -> list[discord.File]:
        """Return small copies of the lines' pictures, covered; ten at most."""
        files = []
        for line in lines:
            job = await self._job(line)
            for position in range(_previewed(line, job)):
                image = job.outputs[position] if job else None
                data = await self._pictures.thumbnail(image, is_paid=False) if image else None
                if data is not None:
                    name = f"{line.job_id}-{position}.jpg"
                    files.append(discord.File(io.BytesIO(data), name, spoiler=True, description=str(line.place + 1)))
        return files[:MOST_FILES]

    async def _settle(self, message: LogMessage) -> None:
        """Find out whether a message stands that may have been sent; where surely not, send it, once."""
        if self._is_early(message.channel_id):
            return
        try:
            found = await self._find(message)
        except CALL_FAILURES as error:
            await self._failed(message, error)
            return
        whole = await self._log.message(message.id)
        if found is not None:
            await self._log.sent(message.id, found)
        elif whole is None or any(line.is_blank or line.is_aged for line in whole.lines):
            await self._log.unsent(message.id)  # its words were deleted meanwhile: it is written anew
        else:
            await self._post(whole)

    async def _find(self, message: LogMessage) -> int | None:
        after = discord.Object((message.id - 60_000 - DISCORD_EPOCH_MS) << 22)
        async with asyncio.timeout(CALL_S):
            async for each in self._channel(message).history(limit=SEARCHED, after=after, oldest_first=True):
                mine = self._bot.user is not None and each.author.id == self._bot.user.id
                if mine and each.content.strip() == message.body.strip():
                    return each.id
        return None

    # deleted words

    async def _unblanked(self) -> Sequence[LogMessage]:
        """Return at most one message a channel that can be edited now: what was deleted first, what is old slowly."""
        now = self._clock.monotonic()
        self._stuck = {log_id: until for log_id, until in self._stuck.items() if until > now}
        found = await self._log.unblanked(but=self._stuck)
        return [message for message in found if self._may_edit(message) and self._is_its_turn(message)]

    def _may_edit(self, message: LogMessage) -> bool:
        is_early = self._is_early(message.channel_id)
        return not is_early and not missing_log_rights(self._bot, message.guild_id, message.channel_id)

    def _is_its_turn(self, message: LogMessage) -> bool:
        """Return True if a message lost words that were deleted, or else if so many old ones may go in an hour."""
        return any(line.is_blank for line in message.lines) or not self._old.take(message.channel_id)

    async def _blank(self, message: LogMessage) -> None:
        """Take the deleted words and pictures, and words that are too old, out of a message that stands."""
        try:
            async with asyncio.timeout(CALL_S):
                await self._edit(message)
        except discord.HTTPException as error:
            if error.code not in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE):
                await self._put_off(message, error)
                return
        except CALL_FAILURES as error:
            await self._put_off(message, error)
            return
        await self._log.blanked(message)

    async def _put_off(self, message: LogMessage, error: Exception) -> None:
        now = self._clock.monotonic()
        if _is_refusal(error):
            self._stuck[message.id] = now + RETRY.longest  # others are not held up by it
        self._not_before[message.channel_id] = now + max(retry_after(error), RETRY.first)
        log.warning("log %s: deleted words still stand there: %s", message.id, log_summary(error))

    async def _edit(self, message: LogMessage) -> None:
        partial = self._channel(message).get_partial_message(message.message_id or 0)
        shown = await partial.fetch()
        form = await self._formats.of(message.guild_id)
        names = await self._names.of(user for line in message.lines for user in (line.user_id, line.by_user))
        said = shown.content.split("\n")
        gone = [line for line in message.lines if line.is_blank]
        for line in (line for line in message.lines if line.is_blank or line.is_aged):
            if line.place < len(said):
                said[line.place] = await self._line(line, await self._job(line), names, form.view)
        deleted = {f"{line.job_id}-" for line in gone if line.job_id}
        kept = [each for each in shown.attachments if _prefix(each.filename) not in deleted]
        menu = self._menu(message, form.view.options(message.lines, names), form.view)
        await partial.edit(content=body(said), attachments=kept, view=menu, allowed_mentions=SILENT)

    def _channel(self, message: LogMessage) -> discord.PartialMessageable:
        return self._bot.get_partial_messageable(message.channel_id, guild_id=message.guild_id)

    def _is_early(self, channel_id: int) -> bool:
        return self._clock.monotonic() < self._not_before.get(channel_id, 0.0)


def missing_log_rights(
    bot: discord.Client, guild_id: int, channel_id: int, *, previews: bool = False
) -> tuple[str, ...]:
    """Return the permissions that a log channel lacks, most basic first; ("channel",): there is none.

    A server in an outage lacks nothing that could be told.
    """
    guild = bot.get_guild(guild_id)
    if guild is None or guild.unavailable:
        return ("channel",)
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return ("channel",)
    needed = PREVIEW_RIGHTS if previews else LOG_RIGHTS
    is_thread = isinstance(channel, discord.Thread)
    return missing_rights(channel.permissions_for(guild.me), in_threads(needed) if is_thread else needed)


def _previewed(line: LogLine, job: Job | None) -> int:
    """Return how many pictures of a line can be shown beside it."""
    if line.kind is not LogKind.FINISHED or line.is_blank or job is None or job.state is not JobState.SUCCEEDED:
        return 0
    return min(len(job.outputs), MOST_FILES)


def _prefix(filename: str) -> str:
    return filename.removeprefix("SPOILER_").partition("-")[0] + "-"


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, discord.HTTPException) and is_permanent(error)
