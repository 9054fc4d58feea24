"""The composition root: builds every object and opens what it needs.

The worker's parts are built in its `build.py`, what is Discord's in `discord_side.py`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from zoneinfo import ZoneInfo

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
from bot.higgsfield.client import HiggsfieldClient
from bot.higgsfield.time_witness import time_witness
from bot.pictures.charts import ChartProcess
from bot.pictures.decoder import MEMORY_FOR_SMALL, Decoder
from bot.pictures.downloader import Downloader, public_only_session
from bot.pictures.file_store import PictureStore
from bot.runtime.clock import Clock
from bot.runtime.stopping import on_signal, run_unless_stopped, run_until_stopped
from bot.services.admission import Admission, MemberCheck
from bot.services.backup import finish_restore
from bot.services.blocks import Blocks
from bot.services.brakes import Brakes
from bot.services.budget import Budget
from bot.services.consent import Consent
from bot.services.export import Exports
from bot.services.guild_config import GuildConfigs
from bot.services.guild_imports import GuildImports
from bot.services.guilds import GuildTrust
from bot.services.history import History
from bot.services.kept_words import KeptWords, days_of_words
from bot.services.member_records import MemberRecords
from bot.services.moderation import Moderation
from bot.services.money import build_money
from bot.services.orders import Orders
from bot.services.pauses import Pauses
from bot.services.pending_orders import PendingOrders
from bot.services.preferences import MemberPreferences
from bot.services.pricing import Pricing
from bot.services.privacy import Privacy
from bot.services.retention import Retention
from bot.services.rules import ServerRules
from bot.services.status import Status
from bot.services.strikes import Strikes
from bot.services.temporary_messages import TemporaryMessages
from bot.services.tray import Tray
from bot.services.undelivered import Undelivered
from bot.services.versions import Versions
from bot.services.words import Words
from bot.settings import Settings
from bot.store import Store
from bot.store.lock import exclusive
from bot.store.sqlite import open_store
from bot.ui.caretaker import Caretaker
from bot.ui.client import BananaBot
from bot.ui.discord_internals import use_local_discord
from bot.ui.login import log_in
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
    clock = clock or Clock()
    offer, proxy = settings.offer(), settings.proxy()
    local = is_local(settings)
    with exclusive(settings.bot_data_dir):
        finish_restore(settings.bot_data_dir)  # where one broke off halfway
        async with (
            open_store(settings.bot_data_dir / "bot.sqlite3") as store,
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), trace_configs=[time_witness(clock)]
            ) as session,
            public_only_session(allow_loopback=local, proxy=proxy) as storage,
            Downloader(allow_loopback=local, proxy=proxy) as fetcher,
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
            clock.not_before(await store.billing.latest())  # the one witness that the terminal has
            webhook_urls = await _webhook_urls(settings, store)
            events = WorkerEvents()
            as_ordered = replace(offer, lacks=Lacks())  # what is sent goes out whole, whatever was learnt since
            vendor = higgsfield_client(settings, as_ordered, session, storage)
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
            shares = settings.bot_spending_warnings
            budget = Budget(store=store, clock=clock, caps=settings.caps(), events=events, shares=shares)
            guild_configs = GuildConfigs(store=store, clock=clock)
            guild_trust = GuildTrust(
                store=store, clock=clock, named=settings.bot_guilds, share=settings.caps().strangers
            )
            pricing = Pricing(price=settings.price(), ask=vendor.estimate, offer=offer, clock=clock)
            pauses = Pauses(store=store, clock=clock)
            words = Words(store=store, guild_configs=guild_configs, clock=clock)
            rules = ServerRules(
                store=store, guild_configs=guild_configs, clock=clock, offer=offer, caps=settings.caps()
            )
            blocks = Blocks(store=store, clock=clock)
            strikes = Strikes(store=store, guild_configs=guild_configs, clock=clock)
            orders = Orders(
                store=store,
                pictures=pictures,
                worker=worker,
                clock=clock,
                offer=offer,
                caps=settings.caps(),
                budget=budget,
                admission=Admission(
                    guild_configs=guild_configs,
                    # the words last: they note a strike
                    checks=(
                        MemberCheck(store=store, clock=clock).check,
                        Consent(members=store.members).check,
                        words.check,
                    ),
                    not_booked=words.give_back,
                ),
                guilds=settings.bot_guilds,
            )
            events.job_changed.subscribe(orders.job_changed)
            moderation = Moderation(store=store, orders=orders, pictures=pictures, clock=clock)
            words_set = settings.bot_keep_prompt_days
            days = KeptDays(pictures=settings.bot_keep_days, words=await days_of_words(store, words_set))
            retention = Retention(
                store=store,
                pictures=pictures,
                guild_configs=guild_configs,
                clock=clock,
                keep_days=days.pictures,
                keep_prompt_days=days.words,
            )
            exports = Exports(
                library=store.library,
                personal_data=store.personal_data,
                pictures=pictures,
                clock=clock,
                folder=settings.bot_data_dir,
            )
            await asyncio.to_thread(exports.sweep)
            yield Core(
                orders=orders,
                budget=budget,
                guild_configs=guild_configs,
                words=words,
                blocks=blocks,
                strikes=strikes,
                status=Status(
                    counting=store.counting,
                    worker=worker,
                    pauses=pauses,
                    pictures=pictures,
                    rules=rules,
                    clock=clock,
                ),
                member_records=MemberRecords(
                    store=store,
                    orders=orders,
                    guild_configs=guild_configs,
                    blocks=blocks,
                    strikes=strikes,
                    pictures=pictures,
                    clock=clock,
                ),
                guild_imports=GuildImports(clock),
                guild_trust=guild_trust,
                money=build_money(
                    settings.caps(),
                    ZoneInfo(settings.bot_time_zone),
                    charts=ChartProcess(),
                    store=store,
                    clock=clock,
                    configs=guild_configs,
                    pricing=pricing,
                    guild_trust=guild_trust,
                    budget=budget,
                    events=events,
                ),
                versions=Versions(orders=orders, store=store, pictures=pictures),
                moderation=moderation,
                privacy=Privacy(
                    store=store,
                    moderation=moderation,
                    guild_configs=guild_configs,
                    days=days,
                    policy_url=settings.bot_privacy_url,
                    clock=clock,
                ),
                preferences=MemberPreferences(members=store.members, offer=offer, clock=clock),
                history=History(store=store, orders=orders, pictures=pictures, clock=clock),
                undelivered=Undelivered(store=store),
                exports=exports,
                store=store,
                vendor=vendor,
                worker=worker,
                worker_events=events,
                retention=retention,
                kept_words=KeptWords(store=store, clock=clock, events=events, is_set=words_set is not None),
                pictures=pictures,
                clock=clock,
                pending_orders=PendingOrders(
                    pending=store.pending, members=store.members, pictures=pictures, clock=clock
                ),
                tray=Tray(pending=store.pending, pictures=pictures, clock=clock),
                temporary_messages=TemporaryMessages(pending=store.pending, clock=clock),
                brakes=Brakes(clock=clock),
                pauses=pauses,
                rules=rules,
                mark=FolderMark.read(await store.fact_once("folder_mark", FolderMark.new(now=clock.now()).kept())),
                webhook_urls=webhook_urls,
            )


async def _webhook_urls(settings: Settings, store: Store) -> WebhookUrls | None:
    """Return the addresses of webhooks; their key is kept, so that those from before a restart stay valid."""
    if not settings.bot_public_url:
        return None
    key = await store.fact_once("hook_key", secrets.token_hex(32))
    return WebhookUrls(base=settings.bot_public_url, key=bytes.fromhex(key))


def higgsfield_client(
    settings: Settings, offer: Offer, session: aiohttp.ClientSession, storage: aiohttp.ClientSession | None = None
) -> HiggsfieldClient:
    """Return the client of Higgsfield's API under these settings."""
    return HiggsfieldClient(
        session=session,
        storage=storage,
        proxy=settings.proxy(),
        base_url=settings.higgsfield_base_url,
        key_id=settings.higgsfield_api_key_id.get_secret_value(),
        secret=settings.higgsfield_api_key_secret.get_secret_value(),
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
            if await log_in(bot, settings.discord_token.get_secret_value(), stop):
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

    secret = settings.higgsfield_webhook_secret.get_secret_value()
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
