"""A server's money: its caps, the worst case of a month and the warnings, from /setup."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot.domain.guild_config import GuildConfig
from bot.domain.money import MOST_EVERY, Allowance, Cap, allowances, capped, read_shares, rolling_caps, worst_case
from bot.domain.quota import DAY, MONTH
from bot.domain.rules import MOST_CREDITS
from bot.domain.server_errors import BadNumber
from bot.i18n import language
from bot.ui import interaction_context, modal_values
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.member_counts import MemberCounts
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views.modal_fields import send_form
from bot.ui.views.money_panel import (
    MoneyPanel,
    MoneyStanding,
    caps_form,
    sentences,
    standing_lines,
    warnings_form,
)

RULES, WARNINGS = "rules", "money"
PERIODS = {"day": DAY, "month": MONTH}


class Money(commands.Cog):
    """Everything is private, and needs Manage Server by the member's roles."""

    def __init__(self, bot: BananaBot) -> None:
        self._texts = bot.texts
        self._pages = SetupPages(bot)
        self._money = bot.services.money
        self._guild_configs = bot.services.guild_configs
        self._guild_trust = bot.services.guild_trust
        self._counts = MemberCounts()

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what /setup says of the money."""
        config = await self._guild_configs.of(interaction.guild_id or 0)
        return standing_lines(await self._standing(interaction, config), self._say(interaction))

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of /setup; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._show(interaction, await self._guild_configs.of(interaction.guild_id or 0))

    async def ask_caps(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form for the caps."""
        check_power(interaction, "manage_guild")
        config = await self._guild_configs.of(interaction.guild_id or 0)
        caps = rolling_caps(config.rules)
        await send_form(interaction, caps_form(self._say(interaction), _id("moneycaps", interaction, event), caps))

    async def set_caps(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Set the caps that were written; raises BadNumber or ChangedMeanwhile with nothing changed."""
        check_power(interaction, "manage_guild")
        config = await self._guild_configs.as_seen(interaction.guild_id or 0, RULES, event.argument)
        rules = config.rules
        for name, period_s in PERIODS.items():
            rules = capped(rules, period_s, _number(interaction, name, most=MOST_CREDITS))
        await self._change(interaction, config, rules=rules)

    async def ask_warnings(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form for the warnings."""
        check_power(interaction, "manage_guild")
        config = await self._guild_configs.of(interaction.guild_id or 0)
        has_price = await self._guild_trust.is_trusted(interaction.guild_id or 0)
        custom_id = _id("moneywarn", interaction, event)
        modal = warnings_form(self._say(interaction), custom_id, config.money, has_price=has_price)
        await send_form(interaction, modal)

    async def set_warnings(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Set the warnings that were written; raises BadNumber or ChangedMeanwhile with nothing changed."""
        check_power(interaction, "manage_guild")
        config = await self._guild_configs.as_seen(interaction.guild_id or 0, WARNINGS, event.argument)
        written = modal_values.text(interaction, "shares")
        shares = read_shares(written)
        if shares is None:
            raise BadNumber(text=written, least=1, most=100)
        every = _number(interaction, "every", most=MOST_EVERY) or 0
        weekly = modal_values.text(interaction, "weekly") != "no"
        if every and every != config.money.every:
            await self._money.watch.restart(interaction.guild_id or 0)
        await self._change(interaction, config, money=replace(config.money, shares=shares, every=every, weekly=weekly))

    # inside

    async def _change(self, interaction: discord.Interaction, seen: GuildConfig, **sections: object) -> None:
        guild_id = interaction.guild_id or 0
        config = await self._guild_configs.change(guild_id, seen, by_user=interaction.user.id, **sections)
        self._money.watch.booked(guild_id)  # what is spent may have reached a new cap's share
        note = [self._pages.changed(interaction, getattr(seen, name), value) for name, value in sections.items()]
        await self._show(interaction, config, note=[line for lines in note for line in lines])

    async def _show(self, interaction: discord.Interaction, config: GuildConfig, note: Sequence[str] = ()) -> None:
        panel = MoneyPanel(
            say=self._say(interaction),
            guild_id=interaction.guild_id or 0,
            standing=await self._standing(interaction, config),
            note=note,
            marks=(config.mark(RULES), config.mark(WARNINGS)),
        )
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=panel.view(), allowed_mentions=SILENT)

    async def _standing(self, interaction: discord.Interaction, config: GuildConfig) -> MoneyStanding:
        guild_id, guild, owner = interaction.guild_id or 0, interaction.guild, self._money.caps
        counts = await self._counts.by_role(guild) if guild else None
        default = Allowance(cap=Cap(credits=owner.default.credits or 0, period_s=owner.default.period_s))
        said = allowances(config.rules, default, counts)
        caps = rolling_caps(config.rules)
        each = Cap(credits=owner.member)
        members = (guild.member_count if guild else None) or 1
        is_trusted = await self._guild_trust.is_trusted(guild_id)
        month = Cap(credits=0, period_s=MONTH)
        return MoneyStanding(
            caps=caps,
            worst=worst_case(members, said, caps, each=each),
            each=said[0].cap if len(said) == 1 and said[0].cap.a_month <= each.a_month else None,
            are_roles_counted=counts is not None or not any(each.role_id and each.members is None for each in said),
            warnings=config.money,
            has_log=bool(config.log.money),
            price=await self._money.price(guild_id),
            owner=owner if is_trusted else None,
            spent_month=await self._money.reports.used(month, guild_id=guild_id),
        )

    def _say(self, interaction: discord.Interaction) -> Callable[..., str]:
        return partial(self._texts.text, language(interaction_context.locale(interaction)))


def _id(verb: str, interaction: discord.Interaction, event: ComponentEvent) -> str:
    """Return the id of a form, with how often the section was changed when its panel was drawn."""
    return f"img1:{verb}:{interaction.guild_id or 0}:{event.argument}"


def _number(interaction: discord.Interaction, name: str, *, most: int) -> int | None:
    """Return a whole number that was written, None where nothing was; raises BadNumber."""
    try:
        number = modal_values.number(interaction, name)
    except ValueError:
        number = most + 1
    if number is not None and number > most:
        raise BadNumber(text=modal_values.text(interaction, name).strip(), least=0, most=most)
    return number


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Money(bot)
    bot.router.add(
        private={
            "money": cog.open,
            "moneycaps": cog.ask_caps,
            "moneywarn": cog.ask_warnings,
        },
        forms={"moneycaps": cog.set_caps, "moneywarn": cog.set_warnings},
    )
    bot.surface.setup.add(
        SetupSection(
            verb="money",
            label_id="button-money",
            emoji="💰",
            position=20,
            lines=cog.lines,
            section="money",
            sentences=sentences,
        )
    )
    await bot.add_cog(cog)
