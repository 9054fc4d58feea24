"""The panel of a server's money, pure: caps, the worst case and the warnings, in sentences, and how to change them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.money import Cap, MoneyWarnings, Price, WorstCase, in_money
from bot.domain.quota import DAY, MONTH, OwnerLimits
from bot.ui.custom_ids import job_button
from bot.ui.views.modal_fields import Field, form
from bot.ui.views.setup_panel import SetupPanel, way_back

Say = Callable[..., str]
Items = Iterator[discord.ui.Item[Any]]
DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class MoneyStanding:
    """What holds of a server's money."""

    caps: Sequence[Cap]
    worst: WorstCase
    each: Cap | None  # what everybody may spend, where one sentence says it all
    are_roles_counted: bool = True
    warnings: MoneyWarnings
    has_log: bool
    price: Price | None = None  # None: unknown, or not to be shown
    owner: OwnerLimits | None = None  # only where the host's money may be shown
    spent_month: int = 0  # credits

    @property
    def bound_by_owner(self) -> bool:
        """True if what the bot's owner lets all servers spend holds a month tighter than anything here."""
        return self.owner is not None and _owner_month(self.owner) < self.worst.credits


def sentences(warnings: MoneyWarnings, say: Say) -> Sequence[str]:
    """Return what a server's warnings say; none where they are as at first."""
    if warnings == MoneyWarnings():
        return []
    return list(_warned(warnings, say))


def standing_lines(standing: MoneyStanding, say: Say) -> Sequence[str]:
    """Return what holds, for /setup, where the limits name the caps: the worst case."""
    worst, *held = _worst(standing, say)
    return [worst, *(held[-1:] if standing.bound_by_owner else held[:1])]


@dataclass(frozen=True, kw_only=True)
class MoneyPanel:
    """A server's money, with what is needed to draw it."""

    say: Say
    guild_id: int
    standing: MoneyStanding
    marks: tuple[int, int]  # of the rules and of the warnings, as they are shown
    note: Sequence[str] = ()  # what the last press did

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        rules, warnings = self.marks
        return SetupPanel(
            title=self.say("money-title"),
            note=self.note,
            lines=[*self._bounds()],
            features=[*self._spent()],
            warnings=[*self._told()],
            buttons=[
                self._button("moneycaps", "🎯", n=rules, style=discord.ButtonStyle.primary),
                self._button("moneywarn", "🔔", n=warnings),
                self._button("spending", "📊"),
                way_back("setup", self.guild_id, self.say),
            ],
        ).view()

    def _bounds(self) -> Iterator[str]:
        say, standing = self.say, self.standing
        yield _caps(standing.caps, say)
        yield from _worst(standing, say)
        if not standing.are_roles_counted:
            yield "-# " + say("money-roles-unknown")
        yield "-# " + say("money-narrower")

    def _spent(self) -> Iterator[str]:
        say, standing = self.say, self.standing
        yield say("money-spent", credits=standing.spent_month, **in_money(standing.price, standing.spent_month))
        yield from _price(standing, say)

    def _told(self) -> Iterator[str]:
        say, standing = self.say, self.standing
        yield from _warned(standing.warnings, say, standing.price.currency if standing.price else "")
        if not standing.has_log:
            yield say("money-no-log")

    def _button(
        self,
        verb: str,
        emoji: str,
        *,
        n: int | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> discord.ui.Item[Any]:
        return job_button(verb, self.guild_id, n=n, label=self.say(f"button-{verb}"), emoji=emoji, style=style)


def caps_form(say: Say, custom_id: str, caps: Sequence[Cap]) -> discord.ui.Modal:
    """Return the form for the caps of a day and of 30 days."""
    now = {cap.period_s: str(cap.credits) for cap in caps}
    fields = [
        _number(say, "money-day", now.get(DAY, "")),
        _number(say, "money-month", now.get(MONTH, "")),
    ]
    return form(say("money-caps-title"), custom_id, fields)


def warnings_form(say: Say, custom_id: str, warnings: MoneyWarnings, *, has_price: bool) -> discord.ui.Modal:
    """Return the form for the warnings; without a price there is no money to warn of."""
    weekly: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(
        custom_id="weekly",
        options=[
            discord.RadioGroupOption(label=say("money-weekly-yes"), value="yes", default=warnings.weekly),
            discord.RadioGroupOption(label=say("money-weekly-no"), value="no", default=not warnings.weekly),
        ],
    )
    shares: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="shares", required=False, max_length=60, default=", ".join(map(str, warnings.shares))
    )
    fields: list[Field | None] = [
        discord.ui.Label(text=say("money-shares"), description=say("money-shares-description"), component=shares),
        _number(say, "money-every", str(warnings.every or "")) if has_price else None,
        discord.ui.Label(text=say("money-weekly"), component=weekly),
    ]
    return form(say("money-warnings-title"), custom_id, fields)


def _number(say: Say, text_id: str, now: str) -> Field:
    written: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=text_id.removeprefix("money-"), required=False, max_length=DIGITS, default=now
    )
    return discord.ui.Label(text=say(text_id), description=say(f"{text_id}-description"), component=written)


def _caps(caps: Sequence[Cap], say: Say) -> str:
    if not caps:
        return say("money-uncapped")
    return "\n".join(say("money-cap", credits=cap.credits, period_s=cap.period_s) for cap in caps)


def _worst(standing: MoneyStanding, say: Say) -> Iterator[str]:
    """Yield what a month can cost: at members' limits, and what holds it."""
    worst, price = standing.worst, standing.price
    each = standing.each
    yield say(
        "money-worst",
        members=worst.members,
        credits=worst.uncapped,
        each=each.credits if each else -1,
        period_s=each.period_s if each else DAY,
        **in_money(price, worst.uncapped),
    )
    if worst.cap is not None:
        cap = worst.cap
        yield say(
            "money-held", cap=cap.credits, credits=cap.a_month, period_s=cap.period_s, **in_money(price, cap.a_month)
        )
    elif worst.caps:
        yield say("money-within")
    elif standing.owner is None:
        yield say("money-unbounded")
    if standing.owner is not None:
        yield _owner(standing.owner, price, say)


def _owner(owner: OwnerLimits, price: Price | None, say: Say) -> str:
    most, month = _owner_month(owner), -1 if owner.bot_month is None else owner.bot_month
    return say("money-owner", cap=owner.bot, month=month, credits=most, **in_money(price, most))


def _owner_month(owner: OwnerLimits) -> int:
    day = Cap(credits=owner.bot).a_month
    return day if owner.bot_month is None else min(day, owner.bot_month)


def _price(standing: MoneyStanding, say: Say) -> Iterator[str]:
    if standing.owner is None:
        return
    price = standing.price
    if price is None:
        yield say("money-price-unknown")
        return
    yield say("money-price", **in_money(price, 1), estimate=str(price.is_estimate).lower())


def _warned(warnings: MoneyWarnings, say: Say, currency: str = "") -> Iterator[str]:
    shares = ", ".join(f"{share}\u00a0%" for share in warnings.shares)
    if shares:
        yield say("money-warned", shares=shares)
    if warnings.every:
        yield say("money-warned-every", money=f"{warnings.every} {currency}".strip())
    yield say("money-weekly-is-on" if warnings.weekly else "money-weekly-is-off")
