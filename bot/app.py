"""The composition root: builds every object (the worker's parts in its `build.py`), opens and closes what they need."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial

import aiohttp
import discord

from bot.domain.catalog import Offer
from bot.domain.folder_mark import FolderMark
from bot.domain.lacks import Lacks
from bot.domain.limits import MIB
from bot.domain.webhooks import WebhookUrls, read_secret
from bot.higgsfield.client import HiggsfieldClient
from bot.higgsfield.time_witness import time_witness
from bot.i18n import Texts
from bot.pictures.decoder import Decoder
from bot.pictures.downloader import Downloader, public_only_session
from bot.pictures.file_store import PictureStore
from bot.pictures.public_addresses import is_linkable
from bot.runtime.clock import Clock
from bot.runtime.stopping import on_signal, run_unless_stopped, run_until_stopped
from bot.services import Services
from bot.services.backup import finish_restore
from bot.services.brakes import Brakes
from bot.services.budget import Budget
from bot.services.clock_watch import ClockWatch
from bot.services.command_permissions import CommandPermissions
from bot.services.export import Exports
from bot.services.guilds import GuildTrust
from bot.services.history import History
from bot.services.machine_checks import machine_checks
from bot.services.moderation import Moderation
from bot.services.orders import Orders
from bot.services.pending_orders import PendingOrders
from bot.services.preferences import MemberPreferences
from bot.services.retention import Retention
from bot.services.temporary_messages import TemporaryMessages
from bot.services.token_expiry import TokenExpiry
from bot.services.tray import Tray
from bot.services.undelivered import Undelivered
from bot.services.versions import Versions
from bot.settings import Settings, is_loopback
from bot.store import Store
from bot.store.lock import exclusive
from bot.store.sqlite import open_store
from bot.ui.caretaker import Caretaker, Duty
from bot.ui.client import BananaBot
from bot.ui.command_sync import CommandSync
from bot.ui.discord_internals import use_local_discord
from bot.ui.login import log_in
from bot.ui.member_access import DiscordPermissionReader, MemberAccess
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound.card_copies import CardCopies
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.completion_pings import PingMessages
from bot.ui.outbound.guild_watch import GuildWatch
from bot.ui.outbound.host_watch import HostWatch
from bot.ui.outbound.late_cards import LateCards
from bot.ui.outbound.messages import CardMessages
from bot.ui.outbound.other_copies import OtherCopies
from bot.ui.outbound.owner_alerts import OwnerAlerts
from bot.ui.outbound.placeholders import Placeholders
from bot.ui.outbound.responses import Responses
from bot.ui.outbound.temporary_messages import TemporaryReplies
from bot.ui.router import Router
from bot.ui.surface import Surface
from bot.ui.time_witness import TimeWitness, ask_the_time
from bot.ui.tray_display import TrayDisplay
from bot.ui.views.job_card import CardView
from bot.web.webhook_server import WebhookServer, serve_webhooks
from bot.worker.build import build_worker
from bot.worker.events import WorkerEvents
from bot.worker.fair_queue import FairQueue
from bot.worker.parts import WorkerOptions
from bot.worker.worker import Worker

log = logging.getLogger(__name__)

#: Of the ten seconds that platforms give a stop, after which they kill; the rest is for the database.
DRAIN_S = 5.0  # for orders half sent, and beside them the bookings; then the webhooks and the connection
DISCORD = "https://discord.com"


@dataclass(frozen=True, kw_only=True)
class Core(Services):
    """The bot without a surface: the use cases, and what they run on. Discord and the terminal both drive it."""

    store: Store
    pictures: PictureStore
    vendor: HiggsfieldClient
    worker: Worker
    worker_events: WorkerEvents
    retention: Retention
    clock: Clock
    mark: FolderMark  # of the data folder, in the ids of its cards
    webhook_urls: WebhookUrls | None  # of Higgsfield's webhooks


@asynccontextmanager
async def open_core(settings: Settings) -> AsyncIterator[Core]:
    """Open the store, Higgsfield's client and the pictures; one process at a time on a data folder."""
    clock = Clock()
    offer, proxy = settings.offer(), settings.proxy()
    local = _is_local(settings)
    with exclusive(settings.bot_data_dir):
        finish_restore(settings.bot_data_dir)  # where one broke off halfway
        async with (
            open_store(settings.bot_data_dir / "bot.sqlite3") as store,
            aiohttp.ClientSession(trace_configs=[time_witness(clock)]) as session,
            public_only_session(allow_loopback=local, proxy=proxy) as storage,
            Downloader(allow_loopback=local, proxy=proxy) as fetcher,
            Decoder() as decoder,
        ):
            pictures = PictureStore(
                data_dir=settings.bot_data_dir,
                fetcher=fetcher,
                decoder=decoder,
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
            budget = Budget(store=store, clock=clock, caps=settings.caps(), events=events)
            orders = Orders(
                store=store,
                pictures=pictures,
                worker=worker,
                clock=clock,
                offer=offer,
                caps=settings.caps(),
                budget=budget,
                guilds=settings.bot_guilds,
            )
            events.job_changed.subscribe(orders.job_changed)
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
                orders=orders,
                budget=budget,
                guild_trust=GuildTrust(
                    store=store, clock=clock, named=settings.bot_guilds, share=settings.caps().strangers
                ),
                versions=Versions(orders=orders, store=store, pictures=pictures),
                moderation=Moderation(store=store, orders=orders, pictures=pictures, clock=clock),
                preferences=MemberPreferences(members=store.members, offer=offer, clock=clock),
                history=History(store=store, orders=orders, pictures=pictures, clock=clock),
                undelivered=Undelivered(store=store),
                exports=exports,
                store=store,
                vendor=vendor,
                worker=worker,
                worker_events=events,
                retention=retention,
                pictures=pictures,
                clock=clock,
                pending_orders=PendingOrders(
                    pending=store.pending, members=store.members, pictures=pictures, clock=clock
                ),
                tray=Tray(pending=store.pending, pictures=pictures, clock=clock),
                temporary_messages=TemporaryMessages(pending=store.pending, clock=clock),
                brakes=Brakes(clock=clock),
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


def _is_local(settings: Settings) -> bool:
    return is_loopback(settings.higgsfield_base_url) or bool(settings.bot_discord_url)


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
        cards, caretaker = bot.surface.card_updater, Caretaker(_duties(services, bot))
        await services.worker.resume()
        if services.webhook_urls:
            await stack.enter_async_context(_serve_webhooks(settings, services, services.webhook_urls))
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


def _duties(services: Core, bot: BananaBot) -> Sequence[Duty]:
    """Return what one process does for all: a second one beside it would leave these out."""
    surface, core = bot.surface, services
    checks = machine_checks(store=core.store, pictures=core.pictures, worker=core.worker, clock=core.clock)
    machine = HostWatch(alerts=surface.owner_alerts, facts=core.store, checks=checks)
    watch = ClockWatch(store=core.store, clock=core.clock, events=core.worker_events, ask=partial(ask_the_time, bot))
    sync = partial(CommandSync(facts=services.store, clock=services.clock).run, bot.tree)
    return (
        Duty(name="command sync", run=sync, comes_first=True),  # members meet the commands of today
        Duty(name="temporary messages", run=surface.temporary_replies.resume),
        Duty(name="cards shown again", run=surface.card_copies.settle_reposts),
        Duty(name="completion pings in doubt", run=surface.card_updater.resume_pings),
        Duty(name="late cards", run=surface.late_cards.run),
        Duty(name="servers", run=surface.guild_watch.run),
        Duty(name="owner alerts", run=surface.owner_alerts.run),
        Duty(name="clock watch", run=watch.run),
        Duty(name="host watch", run=machine.run),
        Duty(name="retention", run=services.retention.run),
        Duty(name="tokens", run=TokenExpiry(store=services.store, clock=services.clock).run),
    )


@asynccontextmanager
async def _serve_webhooks(settings: Settings, services: Core, webhook_urls: WebhookUrls) -> AsyncIterator[None]:
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


def build_bot(settings: Settings, services: Core) -> BananaBot:
    """Return the Discord client, wired to the core."""
    texts = Texts()
    discord_proxy = settings.proxy().for_url(settings.bot_discord_url or DISCORD)
    surface = partial(_surface, settings, services, texts)
    witness = TimeWitness(services.clock)
    bot = BananaBot(services=services, texts=texts, surface=surface, time_witness=witness, proxy=discord_proxy)
    services.worker_events.job_changed.subscribe(bot.surface.card_updater.wake)
    services.worker_events.incident_opened.subscribe(bot.surface.owner_alerts.notify)
    return bot


def _surface(settings: Settings, services: Core, texts: Texts, client: discord.Client) -> Surface:
    """Return what the features share on Discord's side."""
    responses = Responses(texts)
    access = MemberAccess(permissions=CommandPermissions(reader=DiscordPermissionReader(client), clock=services.clock))
    card_view = CardView(
        texts=texts,
        may_link=partial(is_linkable, allow_loopback=_is_local(settings)),
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        offer=services.orders.offer,
        mark=services.mark,
        has_webhooks=services.webhook_urls is not None,
    )
    card_pictures = CardPictures(services.pictures, Placeholders())
    card_messages = CardMessages(
        bot=client, store=services.store, pictures=card_pictures, card_view=card_view, clock=services.clock
    )
    card_copies = CardCopies(messages=card_messages, history=services.history)
    card_updater = CardUpdater(
        orders=services.orders,
        store=services.store,
        messages=card_messages,
        pictures=card_pictures,
        copies=card_copies,
        other_copies=OtherCopies(
            incidents=services.store, opened=services.worker_events.incident_opened.emit, clock=services.clock
        ),
        pings=PingMessages(bot=client, preferences=services.preferences, texts=texts),
        clock=services.clock,
    )
    owner_alerts = OwnerAlerts(
        bot=client,
        incidents=services.store,
        budget=services.budget,
        guild_trust=services.guild_trust,
        moderation=services.moderation,
        offer=services.orders.offer,
        texts=texts,
        locale=settings.bot_locale,
        clock=services.clock,
    )
    return Surface(
        router=Router(
            responses=responses, preferences=services.preferences, brakes=services.brakes, mark=services.mark
        ),
        responses=responses,
        access=access,
        placement=OrderPlacement(
            services=services,
            access=access,
            card_updater=card_updater,
            card_pictures=card_pictures,
            card_view=card_view,
            responses=responses,
            default_locale=settings.bot_locale,
        ),
        card_view=card_view,
        card_pictures=card_pictures,
        card_updater=card_updater,
        card_copies=card_copies,
        late_cards=LateCards(
            bot=client, store=services.store, cards=card_updater, copies=card_copies, clock=services.clock
        ),
        tray_display=TrayDisplay(tray=services.tray, responses=responses),
        temporary_replies=TemporaryReplies(
            bot=client, temporary_messages=services.temporary_messages, mark=services.mark
        ),
        owner_alerts=owner_alerts,
        guild_watch=GuildWatch(bot=client, guild_trust=services.guild_trust, on_news=owner_alerts.notify),
    )


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        on_signal(name, stop.set)
    return stop
