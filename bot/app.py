"""The composition root: the only place that builds objects, and the one that opens and closes what they need."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.domain.errors import StartError
from bot.domain.webhooks import Hooks, read_secret
from bot.higgsfield.client import HiggsfieldClient
from bot.i18n import Texts
from bot.pictures.downloader import Fetcher, guarded_session
from bot.pictures.file_store import Folder
from bot.runtime.clock import Clock
from bot.services.backup import finish_restore
from bot.services.export import Exports
from bot.services.history import History
from bot.services.moderation import Moderation
from bot.services.orders import Service
from bot.services.pending_orders import Sketches
from bot.services.preferences import People
from bot.services.retention import Upkeep
from bot.services.temporary_messages import Slips
from bot.services.tray import Tray
from bot.services.versions import Versions
from bot.settings import Settings, is_loopback
from bot.store import Store
from bot.store.lock import hold
from bot.store.sqlite import open_store
from bot.ui.client import BananaBot
from bot.ui.outbound.discord_errors import TROUBLES, asked_wait, brief
from bot.ui.views.job_card import Deck
from bot.web.webhook_server import Door, open_door
from bot.worker.transitions import Terms
from bot.worker.worker import Worker

log = logging.getLogger(__name__)

DRAIN_S = 6.0  # for orders half sent, of the ten seconds that a clean stop takes
LONGEST_LOGIN_WAIT_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Core:
    """The bot without a surface: what Discord and the terminal both drive."""

    service: Service
    versions: Versions
    people: People
    history: History
    exports: Exports
    moderation: Moderation
    worker: Worker
    upkeep: Upkeep
    pictures: Folder
    clock: Clock
    sketches: Sketches
    tray: Tray
    slips: Slips
    hooks: Hooks | None  # where the vendor rings


@asynccontextmanager
async def open_core(settings: Settings) -> AsyncIterator[Core]:
    """Open the store, the vendor and the pictures; one process at a time on a data folder."""
    clock = Clock()
    local = is_loopback(settings.higgsfield_base_url) or bool(settings.bot_discord_url)
    with hold(settings.bot_data_dir):
        finish_restore(settings.bot_data_dir)  # where one broke off halfway
        async with (
            open_store(settings.bot_data_dir / "bot.sqlite3") as store,
            aiohttp.ClientSession() as session,
            guarded_session(allow_loopback=local) as storage,
            Fetcher(allow_loopback=local) as fetcher,
        ):
            pictures = Folder(
                data_dir=settings.bot_data_dir, fetcher=fetcher, min_free=settings.bot_min_free_mb * 1024 * 1024
            )
            hooks = await _hooks(settings, store)
            worker = Worker(
                store=store,
                vendor=_vendor(settings, session, storage),
                pictures=pictures,
                clock=clock,
                slots=settings.higgsfield_concurrency,
                terms=_terms(settings),
                hooks=hooks,
            )
            service = Service(
                store=store,
                pictures=pictures,
                worker=worker,
                clock=clock,
                offer=settings.offer(),
                caps=settings.caps(),
                guilds=settings.bot_guilds,
            )
            upkeep = Upkeep(
                store=store,
                pictures=pictures,
                clock=clock,
                keep_days=settings.bot_keep_days,
                keep_prompt_days=settings.bot_keep_prompt_days,
            )
            exports = Exports(album=store.album, pictures=pictures, clock=clock, folder=settings.bot_data_dir)
            await asyncio.to_thread(exports.sweep)
            yield Core(
                service=service,
                versions=Versions(service=service, store=store, pictures=pictures, clock=clock),
                moderation=Moderation(store=store, service=service, clock=clock),
                people=People(album=store.album, offer=settings.offer(), clock=clock),
                history=History(album=store.album, service=service, pictures=pictures, clock=clock),
                exports=exports,
                worker=worker,
                upkeep=upkeep,
                pictures=pictures,
                clock=clock,
                sketches=Sketches(album=store.album, pictures=pictures, clock=clock),
                tray=Tray(album=store.album, pictures=pictures, clock=clock),
                slips=Slips(album=store.album, clock=clock),
                hooks=hooks,
            )


async def _hooks(settings: Settings, store: Store) -> Hooks | None:
    """Return where the vendor rings; the key is kept, so that addresses from before a restart stay true."""
    if not settings.bot_public_url:
        return None
    key = await store.fact("hook_key")
    if key is None:
        key = secrets.token_hex(32)
        await store.note_fact("hook_key", key)
    return Hooks(base=settings.bot_public_url, key=bytes.fromhex(key))


def _vendor(settings: Settings, session: aiohttp.ClientSession, storage: aiohttp.ClientSession) -> HiggsfieldClient:
    return HiggsfieldClient(
        session=session,
        storage=storage,
        base_url=settings.higgsfield_base_url,
        key_id=settings.higgsfield_api_key_id.get_secret_value(),
        secret=settings.higgsfield_api_key_secret.get_secret_value(),
        alias=settings.higgsfield_alias,
    )


def _terms(settings: Settings) -> Terms:
    return Terms(
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        idempotent=settings.higgsfield_idempotent,
        inputs=settings.higgsfield_input,
    )


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Run the bot on Discord until `stop` is set; StartError where it can't start, or go on."""
    if settings.bot_discord_url:
        use_local_discord(settings.bot_discord_url)
    async with open_core(settings) as core, build_bot(settings, core) as bot, AsyncExitStack() as doors:
        await core.worker.boot()
        if core.hooks:
            await doors.enter_async_context(_open_door(settings, core, core.hooks))
        try:
            if await _log_in(bot, settings.discord_token.get_secret_value(), stop):
                await bot.painter.boot()
                await bot.notices.boot()
                connection = bot.stay_connected()
                loops = core.worker.run(), bot.painter.run(), bot.host.run(), core.upkeep.run()
                await _until(stop, connection, *loops)
        finally:  # also when the line ends for good: an order half sent is an unclear one
            await core.worker.drain(seconds=DRAIN_S)
            await bot.painter.stop()
            await bot.notices.stop()
    log.info("stopped; whatever was under way goes on at the next start")


@asynccontextmanager
async def _open_door(settings: Settings, core: Core, hooks: Hooks) -> AsyncIterator[None]:
    secret = settings.higgsfield_webhook_secret.get_secret_value()
    door = Door(service=core.service, hooks=hooks, clock=core.clock, secret=read_secret(secret) if secret else b"")
    async with open_door(door, host=settings.bot_host, port=settings.bot_port) as port:
        log.info("listening for Higgsfield's webhooks on port %s, told to the world as %s", port, hooks.base)
        yield


def build_bot(settings: Settings, core: Core) -> BananaBot:
    """Return the Discord client, wired to the core."""
    texts = Texts()
    deck = Deck(
        texts=texts,
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        offer=core.service.offer,
        is_rung=core.hooks is not None,
    )
    bot = BananaBot(
        service=core.service,
        versions=core.versions,
        people=core.people,
        history=core.history,
        exports=core.exports,
        moderation=core.moderation,
        sketches=core.sketches,
        tray=core.tray,
        slips=core.slips,
        texts=texts,
        clock=core.clock,
        deck=deck,
        offer=core.service.offer,
        default_locale=settings.bot_locale,
    )
    core.worker.listen(bot.painter.mark)
    core.worker.health.on_incident = bot.host.notify
    return bot


def use_local_discord(url: str) -> None:
    """Point discord.py at a stand-in on this machine."""
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws{url.removeprefix('http')}/gateway/")


async def _log_in(bot: BananaBot, token: str, stop: asyncio.Event) -> bool:
    """Log in, waiting longer each time that Discord can't be reached; False: told to stop meanwhile."""
    wait = 1.0
    while not stop.is_set():
        try:
            await _unless(stop, bot.login(token))
        except discord.LoginFailure:
            raise StartError(
                "Discord refuses DISCORD_TOKEN. Make a new one in the developer portal (Bot → Reset Token)."
            ) from None
        except (*TROUBLES, OSError) as error:
            asked = max(wait, asked_wait(error))
            log.warning("Discord can't be reached (%s); trying again in %.0f s", brief(error), asked)
            await bot.http.close()
            bot.http.connector = discord.utils.MISSING  # else the next session would be born closed
            with suppress(TimeoutError):
                async with asyncio.timeout(asked):
                    await stop.wait()
            wait = min(LONGEST_LOGIN_WAIT_S, wait * 2)
        else:
            return not stop.is_set()
    return False


async def _unless(stop: asyncio.Event, job: Coroutine[None, None, None]) -> None:
    """Do it, or drop it once told to stop."""
    task, stopped = asyncio.create_task(job), asyncio.create_task(_wait(stop))
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


async def _until(stop: asyncio.Event, *jobs: Coroutine[None, None, None]) -> None:
    """Run them side by side until told to stop, or until one of them ends."""
    tasks = [asyncio.create_task(job) for job in (*jobs, _wait(stop))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
