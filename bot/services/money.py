"""Warnings of spending to servers' logs, and the week in five lines."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.errors import Refusal, StorageUnavailable
from bot.domain.money import Cap, MoneyWarnings, Price, crossed, in_money, rolling_caps
from bot.domain.quota import MONTH, OwnerLimits
from bot.domain.rules import Rules
from bot.domain.spending import REPORT_AT, WEEK_DAYS, MoneyLine, Spending, at, last_monday, start_of
from bot.i18n.currency import micros_text
from bot.pictures import Charts
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.services.budget import Budget
from bot.services.guild_config import GuildConfigs
from bot.services.guilds import GuildTrust
from bot.services.pricing import Pricing, ShownPrices
from bot.services.spending import SpendingReports
from bot.store import Store
from bot.worker.events import WorkerEvents

log = logging.getLogger(__name__)

GATHER_S = 1.0  # what is booked within it is looked at together
EVERY_S = 300.0
GUILD_SHARE = "guild_share"  # incident, once in a window
EACH, WEEK = "each", "week"
MONTH_DAYS = 30


class SpendingWatch:
    """Tells a server's log once in its window when a share of a cap was reached, or so much money was spent."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        configs: GuildConfigs,
        prices: ShownPrices,
        guild_trust: GuildTrust,
        budget: Budget,
        events: WorkerEvents,
    ) -> None:
        self._accounting = store.accounting
        self._budget = budget
        self._events = events
        self._clock = clock
        self._configs = configs
        self._prices = prices
        self._guild_trust = guild_trust
        self._due: set[int] = set()
        self._news = asyncio.Event()

    def booked(self, guild_id: int) -> None:
        """Say that something was ordered on a server; 0 is a direct message."""
        self._due.add(guild_id)
        self._news.set()

    async def run(self) -> None:
        """Look at what was booked, and at a start at everything, until cancelled."""
        self.booked(0)
        for guild_id in await self._accounting.guilds(since=self._clock.now() - MONTH * 1000):
            self.booked(guild_id)
        while True:
            await rest(self._news.wait())
            await rest(asyncio.sleep(GATHER_S))
            self._news.clear()
            await self.tick()

    async def tick(self) -> None:
        """Look once at the host's caps and at the servers on which something was booked, however many orders it was."""
        due, self._due = self._due, set()  # what is booked meanwhile is looked at next
        if due:
            await self._budget.watch()
        for guild_id in due - {0}:
            with suppress(StorageUnavailable, Refusal):  # settings that can't be read warn of nothing
                config = await self._configs.of(guild_id)
                await self._check(guild_id, config.rules, config.money)

    async def restart(self, guild_id: int) -> None:
        """Count the money of the next warning from now on."""
        await self._accounting.tell(guild_id, once=[EACH], within=0, now=self._clock.now())

    async def _check(self, guild_id: int, rules: Rules, warnings: MoneyWarnings) -> None:
        price = await self._prices.on(guild_id)
        for cap in rolling_caps(rules):
            period_ms = cap.period_s * 1000
            now = self._clock.now()
            used = await self._accounting.spent(guild_id=guild_id, since=now - period_ms, now=now)
            share = crossed(warnings.shares, used=used, cap=cap.credits)
            if not share:
                continue
            marks = [f"{cap.period_s} {cap.credits} {each}" for each in reversed(warnings.shares) if each <= share]
            facts = {
                "share": share,
                "used": used,
                "cap": cap.credits,
                "period_s": cap.period_s,
                **in_money(price, used),
            }
            line = MoneyLine(what="cap", facts=facts)
            incident = await self._incident(guild_id, cap, share, used)
            is_new = await self._accounting.tell(
                guild_id, [line], once=marks, within=period_ms, now=self._clock.now(), incident=incident
            )
            if is_new and incident:
                self._events.incident_opened.emit()
        if warnings.every and price is not None:
            await self._check_money(guild_id, price, warnings.every)

    async def _incident(self, guild_id: int, cap: Cap, share: int, used: int) -> tuple[str, str] | None:
        """Return the incident that tells the owner, by its kind and detail; None where it is not their money."""
        if share not in self._budget.shares or not await self._guild_trust.is_trusted(guild_id):
            return None
        kind = f"{GUILD_SHARE} {guild_id}-{cap.period_s}-{share}"
        return kind, f"{share} {used} {cap.credits} {guild_id} {cap.period_s}"

    async def _check_money(self, guild_id: int, price: Price, every: int) -> None:
        """Tell of each so many of the currency since the last time."""
        since = await self._accounting.told_at(guild_id, EACH)
        if since is None:
            await self.restart(guild_id)
            return
        spent = await self._accounting.spent(guild_id=guild_id, since=since, now=self._clock.now())
        if price.of(spent) >= Decimal(every):
            line = MoneyLine(what="each", facts={"credits": spent, "since": since, **in_money(price, spent)})
            await self._accounting.tell(guild_id, [line], once=[EACH], within=0, now=self._clock.now())


class WeekLines:
    """Five lines every Monday at nine, once a server; a bot that was off then tells them when it is back."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        configs: GuildConfigs,
        prices: ShownPrices,
        reports: SpendingReports,
    ) -> None:
        self._accounting = store.accounting
        self._clock = clock
        self._configs = configs
        self._prices = prices
        self._reports = reports

    async def run(self) -> None:
        """Look every five minutes until cancelled."""
        while True:
            await self.tick()
            await rest(asyncio.sleep(EVERY_S))

    async def tick(self) -> None:
        """Tell every server whose lines are due."""
        now = self._clock.now()
        for guild_id in await self._accounting.guilds(since=now - MONTH * 1000):
            with suppress(StorageUnavailable, Refusal):
                await self._tell(guild_id, now)

    async def _tell(self, guild_id: int, now: int) -> None:
        monday = last_monday(now, self._reports.zone)
        due = at(monday, REPORT_AT, self._reports.zone)
        told = await self._accounting.told_at(guild_id, WEEK)
        if told is not None and told >= due:
            return
        lines: list[MoneyLine] = []
        if told is not None and (await self._configs.of(guild_id)).money.weekly:
            lines = [*await self._lines(guild_id, monday)]
        await self._accounting.tell(guild_id, lines, once=[WEEK], within=now - due + 1, now=now)

    async def _lines(self, guild_id: int, monday: date) -> list[MoneyLine]:
        zone = self._reports.zone
        since, until = start_of(monday - timedelta(days=WEEK_DAYS), zone), start_of(monday, zone)
        week = await self._reports.of(guild_id=guild_id, since=since, until=until)
        if not week.orders and not week.unclear:
            return []
        price = await self._prices.on(guild_id)
        caps = rolling_caps((await self._configs.of(guild_id)).rules)
        return [*week_lines(week, price, caps)]


@dataclass(frozen=True, kw_only=True)
class Money:
    """What the surface needs of money."""

    pricing: Pricing  # for the host alone
    prices: ShownPrices
    reports: SpendingReports
    watch: SpendingWatch
    week_lines: WeekLines
    charts: Charts
    caps: OwnerLimits

    async def price(self, guild_id: int) -> Price | None:
        """Return the price of a credit where it may be shown, in the host's own servers; None: or nobody knows it."""
        return await self.prices.on(guild_id)

    async def paid(self, guild_id: int, credits: int, locale: str) -> str:
        """Return what credits cost, in a language; nothing where it may not be shown, or is not known."""
        price = await self.price(guild_id)
        return micros_text(locale, price.micros(credits), price.currency) if price else ""


def build_money(
    caps: OwnerLimits,
    zone: ZoneInfo,
    *,
    charts: Charts,
    store: Store,
    clock: Clock,
    configs: GuildConfigs,
    pricing: Pricing,
    guild_trust: GuildTrust,
    budget: Budget,
    events: WorkerEvents,
) -> Money:
    """Return all of it, told of every booking."""
    prices = ShownPrices(pricing=pricing, guild_trust=guild_trust)
    reports = SpendingReports(store=store, clock=clock, zone=zone)
    watch = SpendingWatch(
        store=store,
        clock=clock,
        configs=configs,
        prices=prices,
        guild_trust=guild_trust,
        budget=budget,
        events=events,
    )
    events.booked.subscribe(watch.booked)
    week = WeekLines(store=store, clock=clock, configs=configs, prices=prices, reports=reports)
    return Money(
        pricing=pricing,
        prices=prices,
        reports=reports,
        watch=watch,
        week_lines=week,
        charts=charts,
        caps=caps,
    )


def week_lines(week: Spending, price: Price | None, caps: Collection[Cap]) -> Iterator[MoneyLine]:
    """Yield the five lines of a week."""
    yield MoneyLine(
        what="week",
        facts={"credits": week.credits, "orders": week.orders, **in_money(price, week.credits + week.billed)},
    )
    most, credits = next(iter(week.members), (0, 0))
    yield MoneyLine(what="week-most", user_id=most, facts={"credits": credits, **in_money(price, credits)})
    yield MoneyLine(what="week-refunds", facts={"count": week.refunds, "credits": week.refunded})
    yield MoneyLine(
        what="week-unclear", facts={"count": week.unclear, "credits": week.exposed, **in_money(price, week.exposed)}
    )
    pace, most_a_month = week.at_this_pace(MONTH_DAYS), min((cap.a_month for cap in caps), default=0)
    month = min(pace, most_a_month) if caps else pace
    yield MoneyLine(what="week-month", facts={"credits": month, "cap": most_a_month, **in_money(price, month)})
