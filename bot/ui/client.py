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
from bot.domain.errors import StartError, StorageUnavailable
from bot.i18n import Texts, language
from bot.runtime.clock import Clock
from bot.services.export import Exports
from bot.services.history import History
from bot.services.moderation import Moderation
from bot.services.orders import Orders
from bot.services.pending_orders import PendingOrders
from bot.services.preferences import MemberPreferences
from bot.services.temporary_messages import TemporaryMessages
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
from bot.ui.handlers.reply import Replies
from bot.ui.handlers.tray import Trays
from bot.ui.handlers.undelivered import Parcels
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.completion_pings import PingMessages
from bot.ui.outbound.discord_errors import CALL_FAILURES, FINAL, farewell, log_summary, retry_after
from bot.ui.outbound.messages import CardMessages
from bot.ui.outbound.owner_alerts import OwnerAlerts
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.outbound.temporary_messages import TemporaryReplies
from bot.ui.router import Router
from bot.ui.views.job_card import CardView

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
            await interaction_context.load_preferences(interaction, interaction.client.preferences)
        return True


class BananaBot(commands.AutoShardedBot):
    """The bot as Discord sees it."""

    def __init__(
        self,
        *,
        service: Orders,
        versions: Versions,
        people: MemberPreferences,
        history: History,
        exports: Exports,
        moderation: Moderation,
        pending_orders: PendingOrders,
        tray: Tray,
        temporary_messages: TemporaryMessages,
        texts: Texts,
        clock: Clock,
        card_view: CardView,
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
        self._sync_task: asyncio.Task[None] | None = None
        self.orders = service
        self.preferences = people
        self.history = history
        self.texts = texts
        self.offer = offer
        self.responses = Responses(texts)
        card_view = replace(card_view, has_tray=True)
        delivery = CardMessages(bot=self, service=service, texts=texts, clock=clock)
        callouts = PingMessages(bot=self, people=people, texts=texts)
        self.card_updater = CardUpdater(
            service=service, card_view=card_view, delivery=delivery, callouts=callouts, clock=clock
        )
        self.placement = OrderPlacement(
            service=service,
            card_updater=self.card_updater,
            card_view=card_view,
            responses=self.responses,
            pending_orders=pending_orders,
            default_locale=default_locale,
        )
        self.shelf = Shelf(
            history=history,
            exports=exports,
            service=service,
            card_view=card_view,
            placement=self.placement,
            responses=self.responses,
        )
        self.panel = Panel(people=people, texts=texts, offer=offer)
        self.parcels = Parcels(service=service, responses=self.responses)
        self.owner_alerts = OwnerAlerts(
            bot=self, service=service, moderation=moderation, texts=texts, locale=default_locale
        )
        self.menus = Menus(
            service=service,
            moderation=moderation,
            history=history,
            delivery=delivery,
            responses=self.responses,
            host=self.owner_alerts,
        )
        self.trays = Trays(tray=tray, placement=self.placement, responses=self.responses, texts=texts, offer=offer)
        self.edits = Edits(
            service=service,
            pending_orders=pending_orders,
            placement=self.placement,
            trays=self.trays,
            texts=texts,
            offer=offer,
        )
        self.temporary_replies = TemporaryReplies(bot=self, temporary_messages=temporary_messages)
        self.replies = Replies(
            service=service,
            pending_orders=pending_orders,
            placement=self.placement,
            responses=self.responses,
            temporary_replies=self.temporary_replies,
            texts=texts,
            offer=offer,
        )
        reworks = Reworks(service=service, versions=versions, placement=self.placement, responses=self.responses)
        revisions = Revisions(versions=versions, placement=self.placement, responses=self.responses, offer=offer)
        more = More(service=service, versions=versions, responses=self.responses, use=self.trays.use)
        features = (reworks, revisions, more, self.menus, self.shelf, self.panel, self.trays, self.edits, self.replies)
        self.router = Router(
            responses=self.responses,
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
            log.warning("the commands can't be synced yet: %s", log_summary(error))
            self._sync_task = asyncio.create_task(self._sync_later(error.retry_after), name="sync commands")

    async def _sync_later(self, wait: float) -> None:
        synced = False
        while not synced:
            await asyncio.sleep(wait)
            try:
                await self._sync_commands()
                synced = True
            except CALL_FAILURES as error:
                log.warning("the commands can't be synced yet: %s", log_summary(error))
                wait = max(RETRY_S, retry_after(error))

    async def _sync_commands(self) -> None:
        """Discord allows few syncs a day, and an update makes clients reload: only what changed is sent."""
        translator = self.tree.translator
        assert translator is not None  # noqa: S101 - set above
        payload = [await c.get_translated_payload(self.tree, translator) for c in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps([self.application_id, payload], sort_keys=True).encode()).hexdigest()
        if await self.orders.fact("commands") == digest:
            return
        await self.tree.sync()
        with suppress(StorageUnavailable):  # then they are told once more at the next start
            await self.orders.set_fact("commands", digest)
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
                log.warning("no gateway yet: %s", log_summary(error))
                await asyncio.sleep(max(RETRY_S, retry_after(error)))

    async def close(self) -> None:
        """Close the connection and wait until it is gone; a goodbye that nobody answers is cut short."""
        if self._sync_task is not None:
            self._sync_task.cancel()
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
        await self.card_updater.read_missed_reactions(since=self._listening_since)

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
            await self.router.submit(interaction, read(interaction))
        elif interaction.type is discord.InteractionType.component:
            await self.router.press(interaction, read(interaction))

    async def _on_command_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        if self.is_closed():  # it came as the bot was stopping: what was booked goes on at the next start
            log.info("interaction %s could not be answered any more", interaction.id)
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self.responses.send_error(interaction, cause)


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
        return self._texts.text(locale.value, text_id)


def localised(texts: Texts, text_id: str) -> app_commands.locale_str:
    """Return a string that the translator knows by its id."""
    return app_commands.locale_str(texts.text("en", text_id), id=text_id)
