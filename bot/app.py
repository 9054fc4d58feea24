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
from bot.domain.limits import MIB
from bot.domain.webhooks import WebhookUrls, read_secret
from bot.higgsfield.client import HiggsfieldClient
from bot.i18n import Texts
from bot.pictures.downloader import Downloader, public_only_session
from bot.pictures.file_store import PictureStore
from bot.runtime.clock import Clock
from bot.services.backup import finish_restore
from bot.services.export import Exports
from bot.services.history import History
from bot.services.moderation import Moderation
from bot.services.orders import Orders
from bot.services.pending_orders import PendingOrders
from bot.services.preferences import MemberPreferences
from bot.services.retention import Retention
from bot.services.temporary_messages import TemporaryMessages
from bot.services.tray import Tray
from bot.services.versions import Versions
from bot.settings import Settings, is_loopback
from bot.store import Store
from bot.store.lock import exclusive
from bot.store.sqlite import open_store
from bot.ui.client import BananaBot
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_summary, retry_after
from bot.ui.views.job_card import CardView
from bot.web.webhook_server import WebhookServer, serve_webhooks
from bot.worker.transitions import WorkerOptions
from bot.worker.worker import Worker

log = logging.getLogger(__name__)

DRAIN_S = 6.0  # for orders half sent, of the ten seconds that a clean stop takes
LONGEST_LOGIN_WAIT_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Core:
    """The bot without a surface: what Discord and the terminal both drive."""

    service: Orders
    versions: Versions
    people: MemberPreferences
    history: History
    exports: Exports
    moderation: Moderation
    worker: Worker
    retention: Retention
    pictures: PictureStore
    clock: Clock
    pending_orders: PendingOrders
    tray: Tray
    temporary_messages: TemporaryMessages
    webhook_urls: WebhookUrls | None  # where the vendor rings


@asynccontextmanager
async def open_core(settings: Settings) -> AsyncIterator[Core]:
    """Open the store, the vendor and the pictures; one process at a time on a data folder."""
    clock = Clock()
    local = is_loopback(settings.higgsfield_base_url) or bool(settings.bot_discord_url)
    with exclusive(settings.bot_data_dir):
        finish_restore(settings.bot_data_dir)  # where one broke off halfway
        async with (
            open_store(settings.bot_data_dir / "bot.sqlite3") as store,
            aiohttp.ClientSession() as session,
            public_only_session(allow_loopback=local) as storage,
            Downloader(allow_loopback=local) as fetcher,
        ):
            pictures = PictureStore(
                data_dir=settings.bot_data_dir, fetcher=fetcher, min_free=settings.bot_min_free_mb * MIB
            )
            webhook_urls = await _webhook_urls(settings, store)
            worker = Worker(
                store=store,
                vendor=_higgsfield(settings, session, storage),
                pictures=pictures,
                clock=clock,
                slots=settings.higgsfield_concurrency,
                options=_worker_options(settings),
                webhook_urls=webhook_urls,
            )
            service = Orders(
                store=store,
                pictures=pictures,
                worker=worker,
                clock=clock,
                offer=settings.offer(),
                caps=settings.caps(),
                guilds=settings.bot_guilds,
            )
            retention = Retention(
                store=store,
                pictures=pictures,
                clock=clock,
                keep_days=settings.bot_keep_days,
                keep_prompt_days=settings.bot_keep_prompt_days,
            )
            exports = Exports(library=store.library, pictures=pictures, clock=clock, folder=settings.bot_data_dir)
            await asyncio.to_thread(exports.sweep)
            yield Core(
                service=service,
                versions=Versions(service=service, store=store, pictures=pictures, clock=clock),
                moderation=Moderation(store=store, service=service, clock=clock),
                people=MemberPreferences(members=store.members, offer=settings.offer(), clock=clock),
                history=History(
                    library=store.library,
                    pending=store.pending,
                    service=service,
                    pictures=pictures,
                    clock=clock,
                ),
                exports=exports,
                worker=worker,
                retention=retention,
                pictures=pictures,
                clock=clock,
                pending_orders=PendingOrders(
                    pending=store.pending, members=store.members, pictures=pictures, clock=clock
                ),
                tray=Tray(pending=store.pending, pictures=pictures, clock=clock),
                temporary_messages=TemporaryMessages(pending=store.pending, clock=clock),
                webhook_urls=webhook_urls,
            )


async def _webhook_urls(settings: Settings, store: Store) -> WebhookUrls | None:
    """Return where the vendor rings; the key is kept, so that addresses from before a restart stay true."""
    if not settings.bot_public_url:
        return None
    key = await store.fact_once("hook_key", secrets.token_hex(32))
    return WebhookUrls(base=settings.bot_public_url, key=bytes.fromhex(key))


def _higgsfield(settings: Settings, session: aiohttp.ClientSession, storage: aiohttp.ClientSession) -> HiggsfieldClient:
    return HiggsfieldClient(
        session=session,
        storage=storage,
        base_url=settings.higgsfield_base_url,
        key_id=settings.higgsfield_api_key_id.get_secret_value(),
        secret=settings.higgsfield_api_key_secret.get_secret_value(),
        alias=settings.higgsfield_alias,
    )


def _worker_options(settings: Settings) -> WorkerOptions:
    return WorkerOptions(
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        idempotent=settings.higgsfield_idempotent,
        inputs=settings.higgsfield_input,
    )


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Run the bot on Discord until `stop` is set; StartError where it can't start, or go on."""
    if settings.bot_discord_url:
        use_local_discord(settings.bot_discord_url)
    async with open_core(settings) as services, build_bot(settings, services) as bot, AsyncExitStack() as doors:
        await services.worker.resume()
        if services.webhook_urls:
            await doors.enter_async_context(_serve_webhooks(settings, services, services.webhook_urls))
        try:
            if await _log_in(bot, settings.discord_token.get_secret_value(), stop):
                await bot.card_updater.resume()
                await bot.temporary_replies.resume()
                connection = bot.stay_connected()
                loops = services.worker.run(), bot.card_updater.run(), bot.owner_alerts.run(), services.retention.run()
                await _run_until_stopped(stop, connection, *loops)
        finally:  # also when the line ends for good: an order half sent is an unclear one
            await services.worker.drain(seconds=DRAIN_S)
            await bot.card_updater.stop()
            await bot.temporary_replies.stop()
    log.info("stopped; whatever was under way goes on at the next start")


@asynccontextmanager
async def _serve_webhooks(settings: Settings, services: Core, webhook_urls: WebhookUrls) -> AsyncIterator[None]:
    secret = settings.higgsfield_webhook_secret.get_secret_value()
    door = WebhookServer(
        service=services.service,
        webhook_urls=webhook_urls,
        clock=services.clock,
        secret=read_secret(secret) if secret else b"",
    )
    async with serve_webhooks(door, host=settings.bot_host, port=settings.bot_port) as port:
        log.info("listening for Higgsfield's webhooks on port %s, told to the world as %s", port, webhook_urls.base)
        yield


def build_bot(settings: Settings, services: Core) -> BananaBot:
    """Return the Discord client, wired to the core."""
    texts = Texts()
    card_view = CardView(
        texts=texts,
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        offer=services.service.offer,
        is_rung=services.webhook_urls is not None,
    )
    bot = BananaBot(
        service=services.service,
        versions=services.versions,
        people=services.people,
        history=services.history,
        exports=services.exports,
        moderation=services.moderation,
        pending_orders=services.pending_orders,
        tray=services.tray,
        temporary_messages=services.temporary_messages,
        texts=texts,
        clock=services.clock,
        card_view=card_view,
        offer=services.service.offer,
        default_locale=settings.bot_locale,
    )
    services.worker.subscribe(bot.card_updater.wake)
    services.worker.breaker.on_incident = bot.owner_alerts.notify
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
            await _run_unless_stopped(stop, bot.login(token))
        except discord.LoginFailure:
            raise StartError(
                "Discord refuses DISCORD_TOKEN. Make a new one in the developer portal (Bot → Reset Token)."
            ) from None
        except (*CALL_FAILURES, OSError) as error:
            asked = max(wait, retry_after(error))
            log.warning("Discord can't be reached (%s); trying again in %.0f s", log_summary(error), asked)
            await bot.http.close()
            bot.http.connector = discord.utils.MISSING  # else the next session would be born closed
            with suppress(TimeoutError):
                async with asyncio.timeout(asked):
                    await stop.wait()
            wait = min(LONGEST_LOGIN_WAIT_S, wait * 2)
        else:
            return not stop.is_set()
    return False


async def _run_unless_stopped(stop: asyncio.Event, job: Coroutine[None, None, None]) -> None:
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


async def _run_until_stopped(stop: asyncio.Event, *jobs: Coroutine[None, None, None]) -> None:
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
