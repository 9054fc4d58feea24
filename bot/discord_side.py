"""The Discord side of the bot: the client with what its features share, and the duties of one process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord

from bot.core import Core, is_local
from bot.i18n import Texts
from bot.pictures.public_addresses import is_linkable
from bot.services.clock_watch import ClockWatch
from bot.services.command_permissions import CommandPermissions
from bot.services.machine_checks import check_pages, machine_checks
from bot.services.token_expiry import TokenExpiry
from bot.settings import Settings
from bot.ui.caretaker import Duty
from bot.ui.client import BananaBot
from bot.ui.command_sync import CommandSync
from bot.ui.member_access import DiscordPermissionReader, MemberAccess
from bot.ui.member_display import MemberDisplay
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound.cancel_reactions import CancelReactions
from bot.ui.outbound.card_copies import CardCopies
from bot.ui.outbound.card_covers import CardCovers
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.completion_pings import PingMessages
from bot.ui.outbound.greetings import Greetings
from bot.ui.outbound.guild_watch import GuildWatch
from bot.ui.outbound.host_watch import HostWatch
from bot.ui.outbound.late_cards import LateCards
from bot.ui.outbound.log_channel import LogChannel
from bot.ui.outbound.log_format import LogFormats
from bot.ui.outbound.member_names import MemberNames
from bot.ui.outbound.messages import CardMessages
from bot.ui.outbound.other_copies import OtherCopies
from bot.ui.outbound.outside_changes import OutsideChanges
from bot.ui.outbound.owner_alerts import OwnerAlerts
from bot.ui.outbound.placeholders import Placeholders
from bot.ui.outbound.responses import Responses
from bot.ui.outbound.temporary_messages import TemporaryReplies
from bot.ui.outbound.word_answers import WordAnswers
from bot.ui.router import Router
from bot.ui.setup_sections import SetupSections
from bot.ui.surface import Surface
from bot.ui.time_witness import TimeWitness, ask_the_time
from bot.ui.tray_display import TrayDisplay
from bot.ui.usage_lines import UsageLines
from bot.ui.views.job_card import CardView

DISCORD = "https://discord.com"
SWEEP_PATIENCE_S = 6 * 3600.0  # the first one may find a million old pictures


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
    """Return what the features share on Discord's side, each part after those that it is built of."""
    responses, sections = Responses(texts, services.orders.offer), SetupSections()
    access = MemberAccess(permissions=CommandPermissions(reader=DiscordPermissionReader(client), clock=services.clock))
    card_view = _card_view(settings, services, texts)
    card_pictures = CardPictures(services.pictures, Placeholders())
    card_messages = CardMessages(
        bot=client, store=services.store, pictures=card_pictures, card_view=card_view, clock=services.clock
    )
    card_copies = CardCopies(messages=card_messages, history=services.history)
    card_covers = CardCovers(bot=client, store=services.store, messages=card_messages, copies=card_copies)
    cancel_reactions = _cancel_reactions(settings, services, card_messages)
    pings = PingMessages(bot=client, preferences=services.preferences, texts=texts)
    card_updater = _card_updater(
        services,
        messages=card_messages,
        pictures=card_pictures,
        copies=card_copies,
        covers=card_covers,
        reactions=cancel_reactions,
        pings=pings,
    )
    late_cards = LateCards(
        bot=client, store=services.store, cards=card_updater, copies=card_copies, clock=services.clock
    )
    owner_alerts = _owner_alerts(settings, services, texts, client)
    names = MemberNames(client)
    log_channel = _log_channel(settings, services, texts, client, names=names, sections=sections, alerts=owner_alerts)
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
        card_covers=card_covers,
        cancel_reactions=cancel_reactions,
        late_cards=late_cards,
        tray_display=TrayDisplay(tray=services.tray, responses=responses),
        temporary_replies=TemporaryReplies(
            bot=client, temporary_messages=services.temporary_messages, mark=services.mark
        ),
        owner_alerts=owner_alerts,
        member_display=_member_display(settings, services, texts, responses),
        guild_watch=_guild_watch(settings, services, texts, client, owner_alerts),
        setup=sections,
        log_channel=log_channel,
        member_names=names,
        word_answers=WordAnswers(bot=client, words=services.words, texts=texts, clock=services.clock),
    )


def _card_view(settings: Settings, services: Core, texts: Texts) -> CardView:
    return CardView(
        texts=texts,
        may_link=partial(is_linkable, allow_loopback=is_local(settings)),
        deadline_s=settings.bot_deadline_minutes * 60,
        queue_s=settings.bot_queue_minutes * 60,
        offer=services.orders.offer,
        mark=services.mark,
        has_webhooks=services.webhook_urls is not None,
    )


def _cancel_reactions(settings: Settings, services: Core, messages: CardMessages) -> CancelReactions:
    return CancelReactions(
        orders=services.orders,
        store=services.store,
        messages=messages,
        clock=services.clock,
        puts_own=settings.bot_cancel_reaction,
    )


def _card_updater(
    services: Core,
    *,
    messages: CardMessages,
    pictures: CardPictures,
    copies: CardCopies,
    covers: CardCovers,
    reactions: CancelReactions,
    pings: PingMessages,
) -> CardUpdater:
    other_copies = OtherCopies(
        incidents=services.store, opened=services.worker_events.incident_opened.emit, clock=services.clock
    )
    return CardUpdater(
        orders=services.orders,
        store=services.store,
        messages=messages,
        pictures=pictures,
        copies=copies,
        covers=covers,
        other_copies=other_copies,
        reactions=reactions,
        pings=pings,
        clock=services.clock,
    )


def _owner_alerts(settings: Settings, services: Core, texts: Texts, client: discord.Client) -> OwnerAlerts:
    return OwnerAlerts(
        bot=client,
        incidents=services.store,
        budget=services.budget,
        guild_trust=services.guild_trust,
        moderation=services.moderation,
        pricing=services.money.pricing,
        offer=services.orders.offer,
        texts=texts,
        locale=settings.bot_locale,
        clock=services.clock,
    )


def _log_channel(
    settings: Settings,
    services: Core,
    texts: Texts,
    client: discord.Client,
    *,
    names: MemberNames,
    sections: SetupSections,
    alerts: OwnerAlerts,
) -> LogChannel:
    formats = LogFormats(
        bot=client,
        guild_configs=services.guild_configs,
        texts=texts,
        offer=services.orders.offer,
        sections=sections,
        default_locale=settings.bot_locale,
        dollars=services.money.paid,
    )
    return LogChannel(
        bot=client,
        store=services.store,
        pictures=services.pictures,
        names=names,
        formats=formats,
        mark=services.mark,
        clock=services.clock,
        on_dropped_report=alerts.notify,
    )


def _member_display(settings: Settings, services: Core, texts: Texts, responses: Responses) -> MemberDisplay:
    lines = UsageLines(responses=responses, offer=services.orders.offer, caps=settings.caps())
    return MemberDisplay(member_records=services.member_records, usage_lines=lines, responses=responses, texts=texts)


def _guild_watch(
    settings: Settings, services: Core, texts: Texts, client: discord.Client, owner_alerts: OwnerAlerts
) -> GuildWatch:
    trust = services.guild_trust
    greetings = Greetings(bot=client, guild_trust=trust, texts=texts, locale=settings.bot_locale)
    return GuildWatch(bot=client, guild_trust=trust, greetings=greetings, on_news=owner_alerts.notify)


def duties(services: Core, bot: BananaBot) -> Sequence[Duty]:
    """Return what one process does for all: a second one beside it would leave these out."""
    surface, core = bot.surface, services
    checks = machine_checks(store=core.store, pictures=core.pictures, worker=core.worker, clock=core.clock)
    machine = HostWatch(alerts=surface.owner_alerts, facts=core.store, checks=checks)
    watch = ClockWatch(store=core.store, clock=core.clock, events=core.worker_events, ask=partial(ask_the_time, bot))
    sync = partial(CommandSync(facts=services.store, clock=services.clock).run, bot.tree)
    outside = OutsideChanges(
        version=core.store.host_orders.outside_version, unshown=core.store.unshown, wake=surface.card_updater.wake
    )
    return (
        Duty(name="command sync", run=sync, comes_first=True),  # members meet the commands of today
        Duty(name="temporary messages", run=surface.temporary_replies.resume),
        Duty(name="cards shown again", run=surface.card_copies.settle_reposts),
        Duty(name="completion pings in doubt", run=surface.card_updater.resume_pings),
        Duty(name="late cards", run=surface.late_cards.run, heartbeat=surface.late_cards.heartbeat),
        Duty(name="servers", run=surface.guild_watch.run),
        Duty(name="servers' logs", run=surface.log_channel.run),
        Duty(name="answers to questions", run=surface.word_answers.run),
        Duty(name="owner alerts", run=surface.owner_alerts.run),
        Duty(name="clock watch", run=watch.run),
        Duty(name="host watch", run=machine.run),
        Duty(name="outside changes", run=outside.run),
        Duty(name="database check", run=partial(check_pages, core.store)),
        Duty(name="spending warnings", run=core.money.watch.run),
        Duty(name="week lines", run=core.money.week_lines.run),
        Duty(name="retention", run=services.retention.run, patience_s=SWEEP_PATIENCE_S),
        Duty(name="prompts kept forever", run=services.kept_words.run),
        Duty(name="deletion", run=services.privacy.run),
        Duty(name="tokens", run=TokenExpiry(store=services.store, clock=services.clock).run),
    )
