"""What the host must know, as one direct message an incident."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.i18n import Texts
from bot.service import Service
from bot.ui.answers import SILENT
from bot.ui.troubles import asked_wait, brief

log = logging.getLogger(__name__)

RETRY_S = 300.0


class Host:
    """Tells the application's owners."""

    def __init__(self, *, bot: discord.Client, service: Service, texts: Texts, locale: str) -> None:
        self._bot = bot
        self._service = service
        self._texts = texts
        self._locale = locale
        self._sent: set[tuple[int, str, int]] = set()
        self._news = asyncio.Event()
        self._news.set()  # what was not told before a restart

    def notify(self) -> None:
        """Say that there may be an incident to tell."""
        self._news.set()

    async def run(self) -> None:
        """Tell each new incident, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.tick()
            except Exception as error:  # Discord's, the books' or the line's: none of them may end the bot
                log.warning("the host could not be told: %s", brief(error))
                await asyncio.sleep(max(RETRY_S, asked_wait(error)))
                self._news.set()

    async def tick(self) -> None:
        """Tell every open incident that was not told yet."""
        for incident in await self._service.incidents():
            if incident.told_at is None:
                text = self._texts.say(self._locale, f"host-{incident.kind}", detail=incident.detail)
                log.error("for the host: %s (%s)", incident.kind, incident.detail)
                for owner_id in await self._owners():
                    await self._tell_once(owner_id, text, (incident.kind, incident.since))
                await self._service.told(incident.kind)

    async def _owners(self) -> list[int]:
        application = await self._bot.application_info()
        if application.team:
            return [member.id for member in application.team.members]
        return [application.owner.id]

    async def _tell_once(self, owner_id: int, text: str, about: tuple[str, int]) -> None:
        """Tell one owner: a team is tried again as a whole where one of them could not be told yet."""
        if (owner_id, *about) not in self._sent:
            await self._tell(owner_id, text)
            self._sent.add((owner_id, *about))

    async def _tell(self, owner_id: int, text: str) -> None:
        try:
            dm = await self._bot.create_dm(discord.Object(owner_id))
            await dm.send(text, allowed_mentions=SILENT)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("an owner takes no direct messages: %s", error.code)
