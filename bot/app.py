"""The composition root: opens what the bot needs, in order, and runs it.

On that `use_cases.py` builds the use cases, `discord_side.py` what is Discord's, the worker's `build.py` its parts.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import aiohttp

from bot.core import Core, is_local
from bot.discord_side import build_bot as build_bot
from bot.discord_side import duties
from bot.domain.catalog import Offer
from bot.domain.folder_mark import FolderMark
from bot.domain.guild_privacy import KeptDays
from bot.domain.lacks import Lacks
from bot.domain.limits import MIB
from bot.domain.webhooks import WebhookUrls, read_secret
from bot.higgsfield.client import HiggsfieldClient, order_session
from bot.higgsfield.time_witness import time_witness
from bot.pictures.decoder import MEMORY_FOR_SMALL, Decoder
from bot.pictures.downloader import Downloader, public_only_session
from bot.pictures.file_store import PictureStore
from bot.runtime.clock import Clock
from bot.runtime.stopping import on_signal, run_unless_stopped, run_until_stopped
from bot.services.backup import finish_restore
from bot.services.kept_words import days_of_words
from bot.settings import Settings
from bot.store import Store
from bot.store.lock import exclusive
from bot.store.sqlite import SqliteStore, open_store
from bot.ui.caretaker import Caretaker
from bot.ui.client import BananaBot
from bot.ui.discord_internals import use_local_discord
from bot.ui.login import log_in
from bot.use_cases import Resources, build_core
from bot.worker.build import build_worker
from bot.worker.events import WorkerEvents
from bot.worker.fair_queue import FairQueue
from bot.worker.parts import WorkerOptions

log = logging.getLogger(__name__)

#: Of the ten seconds that platforms give a stop, after which they kill; the rest is for the database.
DRAIN_S = 5.0  # for orders half sent, and beside them the bookings; then the webhooks and the connection


@asynccontextmanager
async def open_core(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Core]:
    """Open the store, Higgsfield's client and the pictures; one process at a time on a data folder."""
    clock, offer = clock or Clock(), settings.offer()
    with exclusive(settings.bot_data_dir):
        finish_restore(settings.bot_data_dir)  # where one broke off halfway
        async with (
            open_store(settings.bot_data_dir / "bot.sqlite3") as store,
            _open_vendor(settings, offer, clock) as vendor,
            _open_pictures(settings, store) as pictures,
        ):
            clock.not_before(await store.billing.latest())  # the one witness that the terminal has
            resources = await _resources(settings, offer, clock, store=store, vendor=vendor, pictures=pictures)
            core = build_core(settings, resources)
            await asyncio.to_thread(core.exports.sweep)
            yield core


@asynccontextmanager
async def _open_vendor(settings: Settings, offer: Offer, clock: Clock) -> AsyncIterator[HiggsfieldClient]:
    as_ordered = replace(offer, lacks=Lacks())  # what is sent goes out whole, whatever was learnt since
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        order_session() as orders,
        public_only_session(allow_loopback=is_local(settings), proxy=settings.proxy()) as storage,
    ):
        yield higgsfield_client(settings, as_ordered, session, orders=orders, storage=storage, clock=clock)


@asynccontextmanager
async def _open_pictures(settings: Settings, store: SqliteStore) -> AsyncIterator[PictureStore]:
    async with (
        Downloader(allow_loopback=is_local(settings), proxy=settings.proxy()) as fetcher,
        Decoder() as decoder,
        Decoder(memory=MEMORY_FOR_SMALL) as thumbnails,
    ):
        pictures = PictureStore(
            data_dir=settings.bot_data_dir,
            fetcher=fetcher,
            decoder=decoder,
            thumbnails=thumbnails,
            attempts=store.attempts,
            min_free=settings.bot_min_free_mb * MIB,
        )
        await asyncio.to_thread(pictures.sweep_previews)
        yield pictures


async def _resources(
    settings: Settings, offer: Offer, clock: Clock, *, store: Store, vendor: HiggsfieldClient, pictures: PictureStore
) -> Resources:
    """Return what is open with what runs on it, and what the folder says."""
    events, webhook_urls = WorkerEvents(), await _webhook_urls(settings, store)
    worker = build_worker(
        store=store,
        offer=offer,
        vendor=vendor,
        pictures=pictures,
        clock=clock,
        line=FairQueue(settings.higgsfield_concurrency),
        events=events,
        options=_worker_options(settings),
        webhook_urls=webhook_urls,
    )
    mark = FolderMark.read(await store.fact_once("folder_mark", FolderMark.new(now=clock.now()).kept()))
    words = await days_of_words(store, settings.bot_keep_prompt_days)
    return Resources(
        clock=clock,
        offer=offer,
        store=store,
        pictures=pictures,
        vendor=vendor,
        events=events,
        worker=worker,
        webhook_urls=webhook_urls,
        mark=mark,
        days=KeptDays(pictures=settings.bot_keep_days, words=words),
    )


async def _webhook_urls(settings: Settings, store: Store) -> WebhookUrls | None:
    """Return the addresses of webhooks; their key is kept, so that those from before a restart stay valid."""
    if not settings.bot_public_url:
        return None
    key = await store.fact_once("hook_key", secrets.token_hex(32))
    return WebhookUrls(base=settings.bot_public_url, key=bytes.fromhex(key))


def higgsfield_client(
    settings: Settings,
    offer: Offer,
    session: aiohttp.ClientSession,
    *,
    orders: aiohttp.ClientSession | None = None,
    storage: aiohttp.ClientSession | None = None,
    clock: Clock | None = None,
) -> HiggsfieldClient:
    """Return the client of Higgsfield's API under these settings; without `orders` it only asks."""
    return HiggsfieldClient(
        session=session,
        orders=orders,
        storage=storage,
        hear=time_witness(clock) if clock else None,
        proxy=settings.proxy(),
        base_url=settings.higgsfield_base_url,
        key_id=settings.higgsfield_api_key_id.reveal(),
        secret=settings.higgsfield_api_key_secret.reveal(),
        offer=offer,
    )


def _worker_options(settings: Settings) -> WorkerOptions:
    return WorkerOptions(
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        idempotent=settings.higgsfield_idempotent,
        inputs=settings.higgsfield_input,
    )


async def serve(settings: Settings, stop: asyncio.Event, *, greet: Callable[[BananaBot], None] | None = None) -> None:
    """Run the bot on Discord until `stop` is set, greeting its host once it is logged in.

    Raises StartError where it can't start, or go on.
    """
    if settings.bot_discord_url:
        use_local_discord(settings.bot_discord_url)
    async with open_core(settings) as services, build_bot(settings, services) as bot, AsyncExitStack() as stack:
        cards, caretaker = bot.surface.card_updater, Caretaker(duties(services, bot))
        await services.worker.resume()
        if services.webhook_urls:
            await stack.enter_async_context(_serve_webhooks(settings, services, services.webhook_urls))
        if settings.bot_metrics_port:
            await stack.enter_async_context(_monitored(settings, services, bot, caretaker))
        try:
            if await log_in(bot, settings.discord_token.reveal(), stop):
                if greet:
                    greet(bot)
                await cards.resume()
                await run_unless_stopped(stop, caretaker.start())
                await run_until_stopped(stop, bot.stay_connected(), services.worker.run(), cards.run())
        finally:  # also when the line ends for good: an order half sent is an unclear one
            await caretaker.stop()
            await asyncio.gather(services.worker.drain(seconds=DRAIN_S), bot.surface.placement.stop())
            await bot.surface.access.stop()
            await asyncio.gather(cards.stop(), bot.surface.late_cards.stop())
            await bot.surface.temporary_replies.stop()
    log.info("stopped; unfinished jobs continue at the next start")


@asynccontextmanager
async def _serve_webhooks(settings: Settings, services: Core, webhook_urls: WebhookUrls) -> AsyncIterator[None]:
    from bot.web.webhook_server import WebhookServer, serve_webhooks  # 2 MB that a bot without webhooks does without

    secret = settings.higgsfield_webhook_secret.reveal()
    server = WebhookServer(
        orders=services.orders,
        webhook_urls=webhook_urls,
        clock=services.clock,
        secret=read_secret(secret) if secret else b"",
    )
    async with serve_webhooks(server, host=settings.bot_host, port=settings.bot_port) as port:
        log.info("listening for Higgsfield's webhooks on port %s, public at %s", port, webhook_urls.base)
        yield


@asynccontextmanager
async def _monitored(settings: Settings, services: Core, bot: BananaBot, caretaker: Caretaker) -> AsyncIterator[None]:
    from bot.web.monitoring import monitored  # its library takes time and memory that few need

    host = settings.bot_metrics_host
    async with monitored(services, bot, caretaker, host=host, port=settings.bot_metrics_port) as port:
        log.info("monitoring at http://%s:%s: /healthz, /readyz, /metrics", host, port)
        yield


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        on_signal(name, stop.set)
    return stop
