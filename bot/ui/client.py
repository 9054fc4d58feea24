"""The Discord client: one connection, and the features it finds in `cogs/`; it knows none of them by name."""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, cast

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import CommandOutdated, RestartError, TooFast
from bot.i18n import Texts
from bot.runtime.heartbeats import Heartbeat, step_goes_on
from bot.runtime.retry import Backoff, retry
from bot.runtime.signals import Signal
from bot.services import Services
from bot.ui import interaction_context
from bot.ui.connection_pace import ConnectionPace
from bot.ui.custom_ids import read
from bot.ui.discord_internals import (
    BriefTree,
    gateway_silence,
    let_go,
    open_shard,
    pace_connections,
    refuse_calls,
    skip_echoes,
    skip_unreadable_events,
)
from bot.ui.localised_commands import Translations
from bot.ui.outbound.discord_errors import CALL_FAILURES, farewell, log_retry, retry_after, token_refused
from bot.ui.outbound.responses import SILENT
from bot.ui.surface import Surface
from bot.ui.time_witness import TimeWitness
from bot.ui.token_watch import TokenWatch

log = logging.getLogger(__name__)

CLOSING_S = 2.0
SILENT_S = 90.0  # Discord answers a heartbeat every 41 s
GATEWAY_PATIENCE_S = 900.0  # by then discord.py has tried anew, whatever it waits for
FEATURES = "cogs"  # the package that holds them, a module each
GATEWAY_RETRY = Backoff(first=60.0, longest=60.0)
SHARD_RETRY = Backoff(first=5.0, longest=60.0)
#: A client has a command of before an update, or what it sent is made up.
OUTDATED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch, app_commands.TransformerError)
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


def invite_link(application_id: int) -> str:
    """Return the address at which whoever may manage a server adds the bot to it, with the permissions it needs."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


async def _on_request_end(*_: object) -> None:
    step_goes_on()


def feature_modules() -> Sequence[str]:
    """Return the names of the modules that hold a feature each."""
    package = importlib.import_module(FEATURES)
    return [module.name for module in pkgutil.iter_modules(package.__path__, f"{FEATURES}.")]


class Tree(BriefTree["BananaBot"]):
    """The commands; a member's preferences are loaded before each."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Brake who floods, and note what the others prefer."""
        self.client.time_witness.saw(interaction.id)
        await self.client.texts.prepare()
        if interaction.type is discord.InteractionType.autocomplete:
            with suppress(*CALL_FAILURES):  # nothing is suggested: who asks knows the commands of before an update
                await interaction.response.autocomplete([])
            return False
        try:
            self.client.services.brakes.check_action(interaction.user.id)
        except TooFast as error:
            await self.client.surface.responses.send_error(interaction, error)
            return False
        if interaction.type is discord.InteractionType.application_command:
            _check_options(interaction)
            await interaction_context.load_preferences(interaction, self.client.services.preferences)
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer a command that failed with a sentence."""
        if self.client.is_closed():  # it came as the bot was stopping: what was booked goes on at the next start
            log.info("interaction %s could not be answered any more", interaction.id)
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, OUTDATED):
            log.warning("interaction %s: its command is outdated: %s", interaction.id, cause)
            cause = CommandOutdated()
        await self.client.surface.responses.send_error(interaction, cause)


def _check_options(interaction: discord.Interaction[Any]) -> None:
    """Raise CommandSignatureMismatch for an option of another kind than the command's: discord.py hands it on as it is.

    Names that the command does not have are left out by discord.py.
    """
    command, data = interaction.command, cast(dict[str, Any], interaction.data or {})
    if isinstance(command, app_commands.Command):
        kinds = {parameter.display_name: parameter.type.value for parameter in command.parameters}
        sent = data.get("options") or ()
        if any(option["type"] != kinds.get(option["name"], option["type"]) for option in sent):
            raise app_commands.CommandSignatureMismatch(command)


class BananaBot(commands.AutoShardedBot):
    """The bot as Discord sees it; features reach the use cases by `services`, and Discord by `surface`."""

    def __init__(
        self,
        *,
        services: Services,
        texts: Texts,
        surface: Callable[[discord.Client], Surface],
        time_witness: TimeWitness,
        proxy: str | None = None,
    ) -> None:
        self._token_watch, self.time_witness = TokenWatch(), time_witness
        self._token_watch.trace.on_request_end.append(time_witness.on_request_end)
        self._token_watch.trace.on_request_end.append(_on_request_end)
        super().__init__(
            tree_cls=Tree,
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            allowed_mentions=SILENT,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=30,
            max_messages=None,
            http_trace=self._token_watch.trace,
            proxy=proxy,  # of the gateway, too
        )
        skip_echoes(self)
        skip_unreadable_events(self)
        pace_connections(self, self._connecting)
        self.services = services
        self.texts = texts
        self.surface = surface(self)
        self.router = self.surface.router
        self.interacted: Signal[discord.Interaction] = Signal("interacted")  # cheaper than a listener's task for each
        self._pace = ConnectionPace()
        self.gateway_heartbeat = Heartbeat(patience_s=GATEWAY_PATIENCE_S)
        self._connection_task: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Load the features, whose commands may then be told to Discord."""
        await self.tree.set_translator(Translations(self.texts))
        for module in feature_modules():
            if module not in self.extensions:  # a log-in that broke off is tried again
                await self.load_extension(module)

    @property
    def trace(self) -> aiohttp.TraceConfig:
        """What hears of each request to Discord; whoever listens joins before the log-in."""
        return self._token_watch.trace

    def gateway_trouble(self) -> str:
        """Return what is wrong with the connection to Discord, in a word, or nothing."""
        if not self.is_ready():
            return "starting"
        silent_s = gateway_silence(self)
        return "disconnected" if silent_s is None else "" if silent_s < SILENT_S else "silent"

    async def _connecting(self) -> None:
        await self._pace()
        self.gateway_heartbeat.beat()

    async def stay_connected(self) -> None:
        """Hold the connection until it ends; cancelling this leaves it to `close`, which ends it in order.

        Raises StartError or RestartError where Discord, or discord.py, ends it.
        A cancellation that meets the handshake is lost on Python 3.11 (https://github.com/python/cpython/issues/86296).
        """
        connection = self._connection_task = asyncio.create_task(self._connect_patiently(), name="gateway")
        refused = asyncio.create_task(self._token_watch.refused(self), name="token watch")
        try:
            await asyncio.wait({connection, refused}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            refused.cancel()
        if not connection.done():
            raise token_refused()
        if error := connection.exception():
            log.debug("the connection ended", exc_info=error)
            raise farewell(error) from None
        raise RestartError("The connection to Discord ended. Start the bot again.")

    async def _connect_patiently(self) -> None:
        """Connect; where Discord does not even say to which gateway, ask again: discord.py gives up there."""
        no_gateway = (discord.GatewayNotFound, discord.RateLimited, aiohttp.ClientError)

        async def attempt() -> None:
            try:
                await self.connect()
            except no_gateway:
                if not self.is_closed():
                    raise

        failed = partial(log_retry, "no gateway yet")
        await retry(attempt, on=no_gateway, backoff=GATEWAY_RETRY, failed=failed, asked=retry_after)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Open a shard's connection, tried until there is one; raises what Discord ends it for good with.

        discord.py's own way calls itself again, and with each try logs the tracebacks of all before.
        """

        async def attempt() -> discord.ConnectionClosed | None:
            try:
                await open_shard(self, gateway, shard_id, initial=initial)
            except discord.ConnectionClosed as error:
                return error
            except Exception:
                if not self.is_closed():
                    raise
            return None

        failed = partial(log_retry, "Discord's gateway can't be reached")
        if ended := await retry(attempt, on=(Exception,), backoff=SHARD_RETRY, failed=failed):
            raise ended

    async def close(self) -> None:
        """Close the connection and wait until it is gone; a goodbye without an answer is cut short."""
        refuse_calls(self)
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
        count = len(self.guilds)
        log.info("connected as %s, on %s server%s", self.user, count, "" if count == 1 else "s")

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log an event whose listener failed, unless it came as the bot was stopping."""
        if not self.is_closed():
            await super().on_error(event_method, *args, **kwargs)

    async def on_message(self, message: discord.Message) -> None:
        """Leave messages to the features: no words are a command, and none of them belong into a log."""
        self.time_witness.saw(message.id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take presses and forms: the card or the form may be from before a restart, so no view waits for them."""
        self.interacted.emit(interaction)
        self.time_witness.saw(interaction.id)
        await self.texts.prepare()
        if interaction.type is discord.InteractionType.modal_submit:
            await self.router.submit(interaction, read(interaction))
        elif interaction.type is discord.InteractionType.component:
            await self.router.press(interaction, read(interaction))
        let_go(interaction)
