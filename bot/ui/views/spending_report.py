"""What was spent, pure: the sums in sentences, the chart and its description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import discord

from bot.domain.catalog import Offer
from bot.domain.charts import Chart, Line, Series
from bot.domain.money import Cap, Price, in_money
from bot.domain.quota import DAY, MONTH
from bot.domain.spending import Spending, days
from bot.i18n.currency import number
from bot.i18n.dates import short_day
from bot.ui.views import formatting

MONTH_DAYS = MONTH // DAY
CHART = "spending.png"

Say = Callable[..., str]


@dataclass(frozen=True, kw_only=True)
class SpendingReport:
    """One server's spending, with what is needed to tell it."""

    say: Say
    locale: str
    zone: ZoneInfo
    offer: Offer
    spending: Spending
    span_days: int
    caps: Sequence[tuple[Cap, int]]  # each with what it counts now
    price: Price | None = None  # None: unknown, or not to be shown

    def view(self, *, has_chart: bool, note: str = "") -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay("\n".join([*self._lines(), *([note] if note else [])])))
        if has_chart:
            described = formatting.alt_text(self.description())
            picture = discord.MediaGalleryItem(f"attachment://{CHART}", description=described)
            view.add_item(discord.ui.MediaGallery(picture))
        return view

    def chart(self) -> Chart:
        """Return the chart: credits a day by model, the caps as lines."""
        dates = self._dates()
        by_day = {(line.day, line.model): 0 for line in self.spending.lines}
        for line in self.spending.lines:
            by_day[line.day, line.model] += line.credits
        series = [
            Series(name=self._title(model), values=[max(0, by_day.get((day, model), 0)) for day in dates])
            for model in sorted(self.spending.by_model())  # each keeps its colour
        ]
        return Chart(
            title=self.say("spending-chart-title"),
            labels=[short_day(self.locale, day) for day in dates],
            series=series,
            lines=[*self._chart_lines()],
        )

    def description(self) -> str:
        """Return the chart's numbers in words."""
        sums = {day: 0 for day in self._dates()}
        for line in self.spending.lines:
            sums[line.day] = sums.get(line.day, 0) + line.credits
        most = max(sums, key=lambda day: sums[day])
        first, *_, last = (short_day(self.locale, day) for day in (min(sums), max(sums)))
        spent = [f"{short_day(self.locale, day)} {credits}" for day, credits in sums.items() if credits]
        return self.say(
            "spending-chart-alt",
            **{"from": first, "to": last, "day": short_day(self.locale, most), "most": sums[most]},
            credits=self.spending.credits,
            models=self._models(),
            days=", ".join(spent),
        )

    def _lines(self) -> Iterator[str]:
        say, spending, price = self.say, self.spending, self.price
        yield say("spending-title", period=self.say("period-last-days", count=self.span_days).capitalize())
        if not spending.orders:
            yield say("spending-none")
        else:
            cost = in_money(price, spending.credits + spending.billed)
            yield say("spending-sum", credits=spending.credits, orders=spending.orders, models=self._models(), **cost)
        if spending.members:
            told = (f"{formatting.mention(member)} {formatting.price(sum_)}" for member, sum_ in spending.members)
            yield say("spending-members", members=", ".join(told))
        yield say("spending-refunds", count=spending.refunds, credits=spending.refunded)
        yield say(
            "spending-unclear", count=spending.unclear, credits=spending.exposed, **in_money(price, spending.exposed)
        )
        for cap, used in self.caps:
            yield say("spending-cap", used=used, cap=cap.credits, period_s=cap.period_s)
        pace = spending.at_this_pace(MONTH_DAYS)
        yield say("spending-pace", credits=pace, **in_money(price, pace))

    def _models(self) -> str:
        return ", ".join(f"{self._title(name)} {credits}" for name, credits in self.spending.by_model().items())

    def _title(self, model: str) -> str:
        return self.offer.model(model).title

    def _dates(self) -> list[date]:
        return [day for day, _, _ in days(self.spending.since, self.spending.until, self.zone)]

    def _chart_lines(self) -> Iterator[Line]:
        for cap, _ in self.caps:
            if cap.period_s == DAY:
                yield Line(
                    name=self.say("spending-chart-cap-day", money=number(self.locale, cap.credits)), value=cap.credits
                )
            elif cap.period_s == MONTH:
                name = self.say("spending-chart-cap-month", money=number(self.locale, cap.credits))
                yield Line(name=name, value=cap.credits / MONTH_DAYS)
