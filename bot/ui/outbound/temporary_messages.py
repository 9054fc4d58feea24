"""Small public messages where no private answer is possible: each is taken away when its time is over."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

import discord

from bot.domain.errors import BooksAway
from bot.services.temporary_messages import Slip, Slips
from bot.ui.outbound.discord_errors import CALL_S, TROUBLES, brief
from bot.ui.outbound.responses import SILENT

log = logging.getLogger(__name__)

GONE = frozenset({10003, 10008, 50001})  # the channel, the message, or our sight of it


class Notices:
    """Replies with them, and takes them away, whatever restarts lie between."""

    def __init__(self, *, bot: discord.Client, slips: Slips) -> None:
        self._bot = bot
        self._slips = slips
        self._errands: set[asyncio.Task[None]] = set()

    async def reply(self, message: discord.Message, text: str | None = None, *, seconds: float, **parts: Any) -> None:  # noqa: ANN401
        """Reply as a message like any other, without a ping; where the bot may not write it stays silent."""
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            async with asyncio.timeout(CALL_S):
                sent = await message.channel.send(text, reference=reference, allowed_mentions=SILENT, **parts)
        except TROUBLES as error:
            log.info("message %s: a reply could not be sent: %s", message.id, brief(error))
            return
        self._expect(await self._slips.keep(sent.id, sent.channel.id, seconds=seconds))

    async def boot(self) -> None:
        """Take up those that an earlier process left."""
        with suppress(BooksAway):  # then they are left to the start after this one
            for slip in await self._slips.standing():
                self._expect(slip)

    async def stop(self) -> None:
        """Leave the rest to the next start."""
        errands = list(self._errands)
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)

    def _expect(self, slip: Slip) -> None:
        errand = asyncio.create_task(self._take_away(slip), name=f"slip {slip.message_id}")
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def _take_away(self, slip: Slip) -> None:
        await asyncio.sleep(self._slips.seconds_left(slip))
        channel = self._bot.get_partial_messageable(slip.channel_id)
        try:
            try:
                await channel.get_partial_message(slip.message_id).delete()
            except discord.HTTPException as error:
                if error.code not in GONE:
                    raise
            await self._slips.forget(slip)
        except (*TROUBLES, OSError, BooksAway) as error:
            log.info("message %s: it stays until the next start: %s", slip.message_id, brief(error))
