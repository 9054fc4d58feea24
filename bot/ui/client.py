"""The Discord client: it carries the service to the cogs, and talks to Discord only as far as they need."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from contextlib import suppress
from dataclasses import replace
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.catalog import Offer
from bot.domain.errors import BooksAway, StartError
from bot.i18n import Texts, language
from bot.runtime.clock import Clock
from bot.services.export import Exports
from bot.services.history import History
from bot.services.moderation import Moderation
from bot.services.orders import Service
from bot.services.pending_orders import Sketches
from bot.services.preferences import People
from bot.services.temporary_messages import Slips
from bot.services.tray import Tray
from bot.services.versions import Versions
from bot.ui import interaction_context
from bot.ui.custom_ids import read
from bot.ui.handlers.edit import Revisions
from bot.ui.handlers.edit_message import Edits
from bot.ui.handlers.history import Shelf
from bot.ui.handlers.job_actions import Reworks
from bot.ui.handlers.moderation import Menus
from bot.ui.handlers.more import More
from bot.ui.handlers.preferences import Panel
from bot.ui.handlers.refused_orders import Stash
from bot.ui.handlers.reply import Replies
from bot.ui.handlers.tray import Trays
from bot.ui.handlers.undelivered import Parcels
from bot.ui.order_placement import Counter
from bot.ui.outbound.card_updater import Painter
from bot.ui.outbound.completion_pings import Callouts
from bot.ui.outbound.discord_errors import FINAL, TROUBLES, asked_wait, brief, farewell
from bot.ui.outbound.messages import Delivery
from bot.ui.outbound.owner_alerts import Host
from bot.ui.outbound.responses import SILENT, Answers
from bot.ui.outbound.temporary_messages import Notices
from bot.ui.router import Presses
from bot.ui.views.job_card import Deck

log = logging.getLogger(__name__)

CLOSING_S = 3.0
COGS = (
    *("cogs.order", "cogs.job_actions", "cogs.quota", "cogs.undelivered", "cogs.message_menu", "cogs.reply"),
    *("cogs.history", "cogs.preferences"),
)
RETRY_S = 60.0
#: View Channels, Send Messages (in threads too), Attach Files, Read Message History, Add Reactions.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
    add_reactions=True,
)


def intents() -> discord.Intents:
    """Return what the bot listens to: nothing that is privileged."""
    return discord.Intents(guilds=True, guild_reactions=True, dm_reactions=True, guild_messages=True, dm_messages=True)


class Tree(app_commands.CommandTree[Any]):
    """The commands; who uses one is met before it."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Note what the person prefers; everybody may go on."""
        if interaction.type is discord.InteractionType.autocomplete:
            return False  # nothing is suggested any more: a client that asks knows the commands of before an update
        if interaction.type is discord.InteractionType.application_command:
            await interaction_context.welcome(interaction, interaction.client.people)
        return True


class BananaBot(commands.AutoShardedBot):
    """The bot as Discord sees it."""

    def __init__(
        self,
        *,
        service: Service,
        versions: Versions,
        people: People,
        history: History,
        exports: Exports,
        moderation: Moderation,
        sketches: Sketches,
        tray: Tray,
        slips: Slips,
        texts: Texts,
        clock: Clock,
        deck: Deck,
        offer: Offer,
        default_locale: str,
    ) -> None:
        super().__init__(
            tree_cls=Tree,
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            allowed_mentions=SILENT,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=30,
            max_messages=None,
        )
        self._connection_task: asyncio.Task[None] | None = None
        self._clock = clock
        self._listening_since = clock.now()
        self._connection.parsers["INTERACTION_CREATE"] = self._read_interaction
        self._errand: asyncio.Task[None] | None = None
        self.service = service
        self.people = people
        self.history = history
        self.texts = texts
        self.offer = offer
        self.answers = Answers(texts)
        deck = replace(deck, has_tray=True)
        delivery = Delivery(bot=self, service=service, texts=texts, clock=clock)
        callouts = Callouts(bot=self, people=people, texts=texts)
        self.painter = Painter(service=service, deck=deck, delivery=delivery, callouts=callouts, clock=clock)
        self.counter = Counter(
            service=service,
            painter=self.painter,
            deck=deck,
            answers=self.answers,
            stash=Stash(clock),
            default_locale=default_locale,
        )
        self.shelf = Shelf(
            history=history, exports=exports, service=service, deck=deck, counter=self.counter, answers=self.answers
        )
        self.panel = Panel(people=people, texts=texts, offer=offer)
        self.parcels = Parcels(service=service, answers=self.answers)
        self.host = Host(bot=self, service=service, moderation=moderation, texts=texts, locale=default_locale)
        self.menus = Menus(
            service=service,
            moderation=moderation,
            history=history,
            delivery=delivery,
            answers=self.answers,
            host=self.host,
        )
        self.trays = Trays(tray=tray, counter=self.counter, answers=self.answers, texts=texts, offer=offer)
        self.edits = Edits(
            service=service, sketches=sketches, counter=self.counter, trays=self.trays, texts=texts, offer=offer
        )
        self.notices = Notices(bot=self, slips=slips)
        self.replies = Replies(
            service=service,
            sketches=sketches,
            counter=self.counter,
            answers=self.answers,
            notices=self.notices,
            texts=texts,
            offer=offer,
        )
        reworks = Reworks(service=service, versions=versions, counter=self.counter, answers=self.answers)
        revisions = Revisions(versions=versions, counter=self.counter, answers=self.answers, offer=offer)
        more = More(service=service, versions=versions, answers=self.answers, use=self.trays.use)
        features = (reworks, revisions, more, self.menus, self.shelf, self.panel, self.trays, self.edits, self.replies)
        self.presses = Presses(
            answers=self.answers,
            people=people,
            verbs={verb: answer for feature in features for verb, answer in feature.verbs.items()},
            forms={**revisions.forms, **self.trays.forms, **self.edits.forms},
        )

    async def setup_hook(self) -> None:
        """Load the cogs and tell Discord of the commands, if they changed."""
        self.tree.on_error = self._on_command_error  # type: ignore[method-assign]
        await self.tree.set_translator(Translations(self.texts))
        for cog in COGS:
            if cog not in self.extensions:  # a log-in that broke off is tried again
                await self.load_extension(cog)
        try:
            await self._sync_commands()
        except discord.RateLimited as error:  # a day's worth of changes: the commands of yesterday serve until then
            log.warning("the commands can't be synced yet: %s", brief(error))
            self._errand = asyncio.create_task(self._sync_later(error.retry_after), name="sync commands")

    async def _sync_later(self, wait: float) -> None:
        synced = False
        while not synced:
            await asyncio.sleep(wait)
            try:
                await self._sync_commands()
                synced = True
            except TROUBLES as error:
                log.warning("the commands can't be synced yet: %s", brief(error))
                wait = max(RETRY_S, asked_wait(error))

    async def _sync_commands(self) -> None:
        """Discord allows few syncs a day, and an update makes clients reload: only what changed is sent."""
        translator = self.tree.translator
        assert translator is not None  # noqa: S101 - set above
        payload = [await c.get_translated_payload(self.tree, translator) for c in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps([self.application_id, payload], sort_keys=True).encode()).hexdigest()
        if await self.service.fact("commands") == digest:
            return
        await self.tree.sync()
        with suppress(BooksAway):  # then they are told once more at the next start
            await self.service.note_fact("commands", digest)
        log.info("commands synced: %s", ", ".join(command["name"] for command in payload))

    async def stay_connected(self) -> None:
        """Hold the connection until it ends; cancelling this leaves it to `close`, which ends it in order.

        Raises StartError where Discord ends it for good.
        A cancellation that meets the handshake is lost on Python 3.11 (https://github.com/python/cpython/issues/86296).
        """
        self._connection_task = asyncio.create_task(self._connect_patiently(), name="gateway")
        await asyncio.wait({self._connection_task})
        try:
            self._connection_task.result()
        except FINAL as error:
            raise StartError(farewell(error)) from None

    async def _connect_patiently(self) -> None:
        """Connect; where Discord does not even say to which gateway, ask again: discord.py gives up there."""
        while True:
            try:
                return await self.connect()
            except (discord.GatewayNotFound, discord.RateLimited, aiohttp.ClientError) as error:
                log.warning("no gateway yet: %s", brief(error))
                await asyncio.sleep(max(RETRY_S, asked_wait(error)))

    async def close(self) -> None:
        """Close the connection and wait until it is gone; a goodbye that nobody answers is cut short."""
        if self._errand is not None:
            self._errand.cancel()
        goodbye = asyncio.create_task(super().close())
        leaving = {goodbye} if self._connection_task is None else {goodbye, self._connection_task}
        leaving -= {asyncio.current_task()}  # discord.py closes from within the connection when Discord has ended it
        _, lingering = await asyncio.wait(leaving, timeout=CLOSING_S)
        for task in lingering:
            task.cancel()
        await asyncio.gather(*lingering, return_exceptions=True)
        await self.http.close()

    async def __aexit__(self, *_: object) -> None:
        """Close; discord.py's own way would fail after a goodbye that was cut short."""
        await self.close()

    async def on_connect(self) -> None:
        """Note since when a session tells of everything; being ready may take seconds more."""
        self._listening_since = self._clock.now()

    async def on_ready(self) -> None:
        """Say where the bot is, and heed what no session told; comes again with every session that is not resumed."""
        log.info("connected as %s, in %s servers", self.user, len(self.guilds))
        await self.painter.catch_up(since=self._listening_since)

    async def on_message(self, message: discord.Message) -> None:
        """Leave messages to cogs/reply.py: no words are a command, and none of them belong into a log."""

    def _read_interaction(self, data: object) -> None:
        """Pass over an interaction that discord.py can't read: its error would end the connection, and the bot."""
        try:
            self._connection.parse_interaction_create(data)  # type: ignore[arg-type]
        except Exception as error:  # what it holds may be somebody's words
            log.error("an interaction could not be read: %s", type(error).__name__)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take presses and forms: the card or the form may be from before a restart, so no view waits for them."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.presses.submit(interaction, read(interaction))
        elif interaction.type is discord.InteractionType.component:
            await self.presses.press(interaction, read(interaction))

    async def _on_command_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        if self.is_closed():  # it came as the bot was stopping: what was booked goes on at the next start
            log.info("interaction %s could not be answered any more", interaction.id)
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self.answers.refuse(interaction, cause)


class Translations(app_commands.Translator):
    """Gives Discord the commands' names and descriptions in our languages."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the string in a locale of ours; None leaves Discord with the default."""
        text_id = string.extras.get("id")
        if text_id is None or language(locale.value, default="") in ("", "en"):
            return None
        return self._texts.say(locale.value, text_id)


def localised(texts: Texts, text_id: str) -> app_commands.locale_str:
    """Return a string that the translator knows by its id."""
    return app_commands.locale_str(texts.say("en", text_id), id=text_id)
