"""The use cases, built on what `app.py` has opened: one step for each that needs more than a line."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core import Core
from bot.domain.catalog import Offer
from bot.domain.folder_mark import FolderMark
from bot.domain.guild_privacy import KeptDays
from bot.domain.webhooks import WebhookUrls
from bot.higgsfield.client import HiggsfieldClient
from bot.pictures.charts import ChartProcess
from bot.pictures.file_store import PictureStore
from bot.runtime.clock import Clock
from bot.services.admission import Admission, MemberCheck
from bot.services.blocks import Blocks
from bot.services.brakes import Brakes
from bot.services.budget import Budget
from bot.services.consent import Consent
from bot.services.export import Exports
from bot.services.guild_config import GuildConfigs
from bot.services.guild_imports import GuildImports
from bot.services.guilds import GuildTrust
from bot.services.history import History
from bot.services.kept_words import KeptWords
from bot.services.member_records import MemberRecords
from bot.services.moderation import Moderation
from bot.services.money import Money, build_money
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
from bot.worker.events import WorkerEvents
from bot.worker.worker import Worker


@dataclass(frozen=True, kw_only=True)
class Resources:
    """What the use cases run on; whoever opened it closes it."""

    clock: Clock
    offer: Offer
    store: Store
    pictures: PictureStore
    vendor: HiggsfieldClient
    events: WorkerEvents
    worker: Worker
    webhook_urls: WebhookUrls | None
    mark: FolderMark  # of the data folder
    days: KeptDays


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """The use cases that others are built of."""

    budget: Budget
    guild_configs: GuildConfigs
    guild_trust: GuildTrust
    pauses: Pauses
    rules: ServerRules
    words: Words
    blocks: Blocks
    strikes: Strikes


def build_core(settings: Settings, resources: Resources) -> Core:
    """Return all use cases, wired to each other."""
    store, pictures, clock = resources.store, resources.pictures, resources.clock
    shared = _shared(settings, resources)
    orders = _orders(settings, resources, shared)
    moderation = Moderation(store=store, orders=orders, pictures=pictures, clock=clock)
    return Core(
        store=store,
        pictures=pictures,
        vendor=resources.vendor,
        worker=resources.worker,
        worker_events=resources.events,
        clock=clock,
        mark=resources.mark,
        webhook_urls=resources.webhook_urls,
        budget=shared.budget,
        guild_configs=shared.guild_configs,
        guild_trust=shared.guild_trust,
        pauses=shared.pauses,
        rules=shared.rules,
        words=shared.words,
        blocks=shared.blocks,
        strikes=shared.strikes,
        orders=orders,
        moderation=moderation,
        money=_money(settings, resources, shared),
        privacy=_privacy(settings, resources, shared, moderation),
        status=_status(resources, shared),
        member_records=_member_records(resources, shared, orders),
        exports=_exports(settings, resources),
        retention=_retention(resources, shared),
        kept_words=_kept_words(settings, resources),
        guild_imports=GuildImports(clock),
        versions=Versions(orders=orders, store=store, pictures=pictures),
        preferences=MemberPreferences(members=store.members, offer=resources.offer, clock=clock),
        history=History(store=store, orders=orders, pictures=pictures, clock=clock),
        undelivered=Undelivered(store=store),
        pending_orders=PendingOrders(pending=store.pending, members=store.members, pictures=pictures, clock=clock),
        tray=Tray(pending=store.pending, pictures=pictures, clock=clock),
        temporary_messages=TemporaryMessages(pending=store.pending, clock=clock),
        brakes=Brakes(clock=clock),
    )


def _shared(settings: Settings, resources: Resources) -> _Shared:
    store, clock, offer, caps = resources.store, resources.clock, resources.offer, settings.caps()
    guild_configs = GuildConfigs(store=store, clock=clock)
    return _Shared(
        budget=Budget(
            store=store, clock=clock, caps=caps, events=resources.events, shares=settings.bot_spending_warnings
        ),
        guild_configs=guild_configs,
        guild_trust=GuildTrust(store=store, clock=clock, named=settings.bot_guilds, share=caps.strangers),
        pauses=Pauses(store=store, clock=clock),
        rules=ServerRules(store=store, guild_configs=guild_configs, clock=clock, offer=offer, caps=caps),
        words=Words(store=store, guild_configs=guild_configs, clock=clock),
        blocks=Blocks(store=store, clock=clock),
        strikes=Strikes(store=store, guild_configs=guild_configs, clock=clock),
    )


def _orders(settings: Settings, resources: Resources, shared: _Shared) -> Orders:
    store, clock, words = resources.store, resources.clock, shared.words
    checks = (  # the words last: they note a strike
        MemberCheck(store=store, clock=clock).check,
        Consent(members=store.members).check,
        words.check,
    )
    orders = Orders(
        store=store,
        pictures=resources.pictures,
        worker=resources.worker,
        clock=clock,
        offer=resources.offer,
        caps=settings.caps(),
        budget=shared.budget,
        admission=Admission(guild_configs=shared.guild_configs, checks=checks, not_booked=words.give_back),
        guilds=settings.bot_guilds,
    )
    resources.events.job_changed.subscribe(orders.job_changed)
    return orders


def _money(settings: Settings, resources: Resources, shared: _Shared) -> Money:
    clock, ask = resources.clock, resources.vendor.estimate
    return build_money(
        settings.caps(),
        ZoneInfo(settings.bot_time_zone),
        charts=ChartProcess(),
        store=resources.store,
        clock=clock,
        configs=shared.guild_configs,
        pricing=Pricing(price=settings.price(), ask=ask, offer=resources.offer, clock=clock),
        guild_trust=shared.guild_trust,
        budget=shared.budget,
        events=resources.events,
    )


def _privacy(settings: Settings, resources: Resources, shared: _Shared, moderation: Moderation) -> Privacy:
    return Privacy(
        store=resources.store,
        moderation=moderation,
        guild_configs=shared.guild_configs,
        days=resources.days,
        policy_url=settings.bot_privacy_url,
        clock=resources.clock,
    )


def _status(resources: Resources, shared: _Shared) -> Status:
    return Status(
        counting=resources.store.counting,
        worker=resources.worker,
        pauses=shared.pauses,
        pictures=resources.pictures,
        rules=shared.rules,
        clock=resources.clock,
    )


def _member_records(resources: Resources, shared: _Shared, orders: Orders) -> MemberRecords:
    return MemberRecords(
        store=resources.store,
        orders=orders,
        guild_configs=shared.guild_configs,
        blocks=shared.blocks,
        strikes=shared.strikes,
        pictures=resources.pictures,
        clock=resources.clock,
    )


def _exports(settings: Settings, resources: Resources) -> Exports:
    return Exports(
        library=resources.store.library,
        personal_data=resources.store.personal_data,
        pictures=resources.pictures,
        clock=resources.clock,
        folder=settings.bot_data_dir,
    )


def _retention(resources: Resources, shared: _Shared) -> Retention:
    return Retention(
        store=resources.store,
        pictures=resources.pictures,
        guild_configs=shared.guild_configs,
        clock=resources.clock,
        keep_days=resources.days.pictures,
        keep_prompt_days=resources.days.words,
    )


def _kept_words(settings: Settings, resources: Resources) -> KeptWords:
    is_set = settings.bot_keep_prompt_days is not None
    return KeptWords(store=resources.store, clock=resources.clock, events=resources.events, is_set=is_set)
