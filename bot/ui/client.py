"""The Discord client: one connection, and the features it finds in `cogs/`; it knows none of them by name."""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import StartError
from bot.i18n import Texts
from bot.runtime.retry import Backoff, retry
from bot.services import Services
from bot.ui import interaction_context
from bot.ui.custom_ids import read
from bot.ui.discord_internals import skip_unreadable_interactions
from bot.ui.localised_commands import Translations
from bot.ui.outbound.discord_errors import FINAL, farewell, log_summary, retry_after
from bot.ui.outbound.responses import SILENT
from bot.ui.surface import Surface

log = logging.getLogger(__name__)

CLOSING_S = 3.0
FEATURES = "cogs"  # the package that holds them, a module each
GATEWAY_RETRY = Backoff(first=60.0, longest=60.0)
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


def feature_modules() -> Sequence[str]:
    """Return the names of the modules that hold a feature each."""
    package = importlib.import_module(FEATURES)
    return [module.name for module in pkgutil.iter_modules(package.__path__, f"{FEATURES}.")]


class Tree(app_commands.CommandTree["BananaBot"]):
    """The commands; a member's preferences are loaded before each."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Note what the member prefers; all may go on."""
        if interaction.type is discord.InteractionType.autocomplete:
            return False  # nothing is suggested any more: a client that asks knows the commands of before an update
        if interaction.type is discord.InteractionType.application_command:
            await interaction_context.load_preferences(interaction, self.client.services.preferences)
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer a command that failed with a sentence."""
        if self.client.is_closed():  # it came as the bot was stopping: what was booked goes on at the next start
            log.info("interaction %s could not be answered any more", interaction.id)
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self.client.surface.responses.send_error(interaction, cause)


class BananaBot(commands.AutoShardedBot):
    """The bot as Discord sees it; features reach the use cases by `services`, and Discord by `surface`."""

    def __init__(self, *, services: Services, texts: Texts, surface: Callable[[discord.Client], Surface]) -> None:
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
        skip_unreadable_interactions(self)
        self.services = services
        self.texts = texts
        self.surface = surface(self)
        self.router = self.surface.router
        self._connection_task: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Load the features, whose commands may then be told to Discord."""
        await self.tree.set_translator(Translations(self.texts))
        for module in feature_modules():
            if module not in self.extensions:  # a log-in that broke off is tried again
                await self.load_extension(module)

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

        def failed(error: Exception, _seconds: float) -> None:
            log.warning("no gateway yet: %s", log_summary(error))

        no_gateway = (discord.GatewayNotFound, discord.RateLimited, aiohttp.ClientError)
        await retry(self.connect, on=no_gateway, backoff=GATEWAY_RETRY, failed=failed, asked=retry_after)

    async def close(self) -> None:
        """Close the connection and wait until it is gone; a goodbye without an answer is cut short."""
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

    async def on_ready(self) -> None:
        """Say where the bot is."""
        log.info("connected as %s, in %s servers", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        """Leave messages to the features: no words are a command, and none of them belong into a log."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take presses and forms: the card or the form may be from before a restart, so no view waits for them."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.router.submit(interaction, read(interaction))
        elif interaction.type is discord.InteractionType.component:
            await self.router.press(interaction, read(interaction))
