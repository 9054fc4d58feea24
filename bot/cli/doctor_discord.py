"""What `doctor` finds at Discord: token, application, commands, and the bot's rights where members order."""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import discord

from bot import app
from bot.cli.output import counted, print_progress
from bot.domain.errors import StartError, StorageUnavailable
from bot.domain.findings import Finding, broken, fine, warning
from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.settings import Settings
from bot.store.migrate import is_current
from bot.store.shared import open_shared_store
from bot.store.sqlite import SqliteStore
from bot.ui.client import BananaBot
from bot.ui.command_sync import refused_sync
from bot.ui.discord_internals import command_payloads, use_local_discord
from bot.ui.guild_places import lacks_threads
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_summary
from bot.ui.rights import (
    CARD_RIGHTS,
    IN_THREADS,
    LOG_RIGHTS,
    PREVIEW_RIGHTS,
    granted_in,
    in_threads,
    missing_rights,
    written,
)

TOKEN, APPLICATION, INTENTS, COMMANDS, CHANNELS = "Discord token", "application", "intents", "commands", "channels"
IN_USE_MS, MOST_CHANNELS = 30 * DAY_MS, 200
LOGIN_S, CALLS_S = 30.0, 60.0  # for Discord's patience as for ours
PORTAL = "Discord's developer portal"
TOLD_EVERY = 10  # servers
AGAIN = "Check this machine's network and BOT_PROXY, then run this again."

#: The privileged intents by the portal's names, each granted in full or, to small bots, in part.
# https://discord.com/developers/docs/resources/application#application-object-application-flags
PRIVILEGED = {
    "Presence Intent": ("gateway_presence", "gateway_presence_limited"),
    "Server Members Intent": ("gateway_guild_members", "gateway_guild_members_limited"),
    "Message Content Intent": ("gateway_message_content", "gateway_message_content_limited"),
}

GRANT = "Grant it there: Edit Channel, then Permissions."

Places = Mapping[int, Mapping[int, frozenset[str]]]  # server -> channel -> the rights that are needed there


async def examine_discord(settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Return what is found, by the bot's own client, which logs in and never connects."""
    if not settings.discord_token.reveal():
        return [broken(TOKEN, "It is not set.", f"Copy it from {PORTAL}, under Bot, into .env.")]
    if settings.bot_discord_url:
        use_local_discord(settings.bot_discord_url)
    try:
        async with _client(settings, clock) as bot:
            return await _examine(bot, settings, clock)
    except StartError as error:
        return [broken(COMMANDS, str(error), "Correct the file that BOT_MODELS_FILE names.")]


@asynccontextmanager
async def _client(settings: Settings, clock: Clock) -> AsyncIterator[BananaBot]:
    """A bot on a folder of its own: the one that runs keeps its data to itself."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings, bot_data_dir=Path(folder), bot_public_url="")
        async with app.open_core(settings, clock=clock) as services, app.build_bot(settings, services) as bot:
            yield bot


async def _examine(bot: BananaBot, settings: Settings, clock: Clock) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(LOGIN_S):
            await bot.login(settings.discord_token.reveal())
    except discord.LoginFailure:
        return [broken(TOKEN, "Discord refuses it.", f"Reset it in {PORTAL}, under Bot; put the new one into .env.")]
    except (*CALL_FAILURES, OSError) as error:
        return [broken(TOKEN, f"Discord can't be reached: {log_summary(error)}.", AGAIN)]
    findings = [*login_findings(bot)]
    try:
        async with asyncio.timeout(CALLS_S):
            return [*findings, *await _with_store(bot, settings, clock)]
    except (*CALL_FAILURES, OSError) as error:
        return [*findings, warning(CHANNELS, f"Discord did not answer: {log_summary(error)}.", AGAIN)]


def login_findings(client: discord.Client) -> Iterator[Finding]:
    """Yield whose token Discord has accepted, and what the developer portal says of the application."""
    name = client.user.name if client.user else "?"
    yield fine(TOKEN, f"Discord accepts it: this is {name}.")
    yield from application_findings(client.application)


def application_findings(application: discord.AppInfo | None) -> Iterator[Finding]:
    """Yield what stands in the bot's way in the developer portal, or that nothing does."""
    if application is None:
        return
    if application.interactions_endpoint_url:
        said = "Discord sends commands and presses to a web address, not to the bot."
        yield broken(APPLICATION, said, f"Empty Interactions Endpoint URL in {PORTAL}, under General Information.")
    elif application.bot_require_code_grant:
        said = "It asks for a code grant, so nobody can add the bot to a server."
        yield broken(APPLICATION, said, f"Switch Requires OAuth2 Code Grant off in {PORTAL}, under Bot.")
    else:
        who = "anybody" if application.bot_public else "only you"
        yield fine(APPLICATION, f"{application.name}; {who} can add it to a server.")
    yield _intents(application.flags)


def _intents(flags: discord.ApplicationFlags) -> Finding:
    """Return what the portal grants of the privileged intents, none of which the bot asks for."""
    granted = [name for name, given in PRIVILEGED.items() if any(getattr(flags, each) for each in given)]
    spare = f" {', '.join(granted)} can be switched off in {PORTAL}, under Bot." if granted else ""
    return fine(INTENTS, f"The bot needs none of the privileged ones.{spare}")


async def _with_store(bot: BananaBot, settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Return what is found of commands and channels; without a readable database, of commands alone."""
    if not is_current(settings.bot_data_dir / "bot.sqlite3"):
        return [await _commands(bot, None)]
    try:
        async with open_shared_store(settings.bot_data_dir) as store:
            places = await _places(store, clock)
            return [await _commands(bot, store), *[each async for each in _channels(bot, places)]]
    except (StartError, StorageUnavailable):
        return [await _commands(bot, None)]  # the data folder's own findings say it


async def _commands(bot: BananaBot, store: SqliteStore | None) -> Finding:
    """Return whether Discord has the commands of this version."""
    if store and (refused := await refused_sync(store)):
        return warning(COMMANDS, f"Discord did not take them: {refused.cause}.", "The bot tries again by itself.")
    ours = {(payload["type"], payload["name"]) for payload in await command_payloads(bot.tree)}
    theirs = {(command.type.value, command.name) for command in await bot.tree.fetch_commands()}
    if ours == theirs:
        return fine(COMMANDS, f"Discord has all {len(ours)}.")
    if not theirs and store is None:
        return warning(COMMANDS, "Discord has none yet.", "Start the bot: it sends them at its start.")
    missing = ", ".join(sorted(f"/{name}" if kind == 1 else name for kind, name in ours - theirs))
    said = f"Discord lacks {missing}." if missing else "Discord has some of an earlier version."
    return broken(COMMANDS, said, "Restart the bot: it sends them at its start.")


async def _places(store: SqliteStore, clock: Clock) -> Places:
    """Return where members ordered lately and where servers' logs are told, with what is needed there."""
    places: dict[int, dict[int, frozenset[str]]] = defaultdict(lambda: defaultdict(frozenset))
    used = await store.host_orders.channels_in_use(since=clock.now() - IN_USE_MS, most=MOST_CHANNELS)
    for guild_id, channel_id, is_thread in used:
        places[guild_id][channel_id] |= frozenset(in_threads(CARD_RIGHTS) if is_thread else CARD_RIGHTS)
    configs = GuildConfigs(store=store, clock=clock)
    for guild in await store.guilds.all():
        if guild.has_left:
            continue
        routes = (await configs.of(guild.id)).log
        for channel_id in routes.channels:
            places[guild.id][channel_id] |= frozenset(PREVIEW_RIGHTS if routes.previews else LOG_RIGHTS)
    return places


async def _channels(bot: BananaBot, places: Places) -> AsyncIterator[Finding]:
    """Yield each channel that lacks a right, or that there are none."""
    found = 0
    for number, (guild_id, needed) in enumerate(places.items(), 1):
        if number % TOLD_EVERY == 0:
            print_progress(f"server {number} of {len(places)} …")
        async for each in _server(bot, guild_id, needed):
            found += 1
            yield each
    if not places:
        yield fine(CHANNELS, "Nobody ordered in the last 30 days.")
    elif not found:
        count = sum(map(len, places.values()))
        where = f"{counted(count, 'channel')} of {counted(len(places), 'server')}"
        yield fine(CHANNELS, f"The bot has all rights in {where}.")


async def _server(bot: BananaBot, guild_id: int, needed: Mapping[int, frozenset[str]]) -> AsyncIterator[Finding]:
    try:
        guild = await bot.fetch_guild(guild_id, with_counts=False)
        channels = {channel.id: channel for channel in await guild.fetch_channels()}
        me = await guild.fetch_member(bot.user.id if bot.user else 0)
    except (discord.NotFound, discord.Forbidden):
        yield warning(CHANNELS, f"The bot is no longer on server {guild_id}.", "Invite it again.")
        return
    for channel_id, rights in needed.items():
        channel = channels.get(channel_id)
        if channel is None:
            continue  # deleted, or a thread that a log is told in
        if lacking := missing_rights(granted_in(channel, me), rights):
            said = f"In #{channel.name} on {guild.name} the bot lacks: {', '.join(map(written, lacking))}."
            yield broken(CHANNELS, said, GRANT)
        elif lacks_threads(channel, me):
            where = f"In threads of #{channel.name} on {guild.name}, where members can write,"
            yield warning(CHANNELS, f"{where} the bot lacks: {written(IN_THREADS)}.", GRANT)
