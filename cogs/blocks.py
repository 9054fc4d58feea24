"""Blocks and strikes in /setup: who is blocked, a role to block, and how many refused orders are a break."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.blocks import Block, BlockKind
from bot.domain.errors import UnknownJob
from bot.domain.guild_config import GuildConfig
from bot.domain.server_errors import RoleGone
from bot.domain.strikes import LONGEST_HOURS, MOST_STRIKES, StrikeRule
from bot.services.blocks import span_of
from bot.services.member_records import read_number
from bot.ui import modal_values
from bot.ui.actors import check_power, powers
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, wire_id
from bot.ui.outbound.discord_errors import CALL_FAILURES
from bot.ui.server_members import find_member, find_role, guild_of, moderator
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views.blocks_panel import MOST_LISTED, BlocksPanel, described, summary
from bot.ui.views.member_forms import role_form, strikes_form
from bot.ui.views.modal_fields import send_form


class Blocks(commands.Cog):
    """Whoever may moderate members blocks and lifts; the strikes are set by whoever manages the server."""

    def __init__(self, bot: BananaBot) -> None:
        self._blocks = bot.services.blocks
        self._guild_configs = bot.services.guild_configs
        self._responses = bot.surface.responses
        self._pages = SetupPages(bot)

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what holds, where it is not the usual: nobody blocked, no strikes."""
        guild = guild_of(interaction)
        blocks, config = await self._blocks.all(guild.id), await self._guild_configs.of(guild.id)
        say = partial(self._responses.text, interaction)
        told = [say(text_id, **values) for text_id, values in summary(blocks)] if blocks else []
        return [*told, *described(config.strikes, say)]

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of the one before; raises NeedsPermission."""
        check_power(interaction, "moderate_members")
        await self._responses.defer(interaction, thinking=False)
        await self._show(interaction)

    async def ask_role(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that asks which role."""
        check_power(interaction, "moderate_members")
        say = partial(self._responses.text, interaction)
        await send_form(interaction, role_form(say, f"img1:blockrole:{guild_of(interaction).id}"))

    async def block_role(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Block a role as the form says; raises RoleGone, BadSpan, CantBlock or RankTooHigh."""
        check_power(interaction, "moderate_members")
        guild = guild_of(interaction)
        role = find_role(guild, wire_id(modal_values.first(interaction, "role") or ""))
        if role is None:
            raise RoleGone
        span = span_of(modal_values.text(interaction, "span"), modal_values.text(interaction, "written"))
        reason = modal_values.text(interaction, "reason")
        await self._responses.defer(interaction, thinking=False)
        await self._blocks.block_role(guild.id, role, by=moderator(interaction), span=span, reason=reason)
        await self._show(interaction, (self._responses.text(interaction, "member-done-block"),))

    async def lift(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Lift the block that was chosen; raises NotBlocked or RankTooHigh."""
        check_power(interaction, "moderate_members")
        kind, _, number = (event.values[0] if event.values else "").partition(":")
        if kind not in tuple(BlockKind):
            raise UnknownJob
        await self._responses.defer(interaction, thinking=False)
        guild, target_id = guild_of(interaction), wire_id(number)
        target = find_role(guild, target_id) if kind == BlockKind.ROLE else await find_member(guild, target_id)
        rank = target.rank if target else 0
        await self._blocks.lift(guild.id, BlockKind(kind), target_id, by=moderator(interaction), rank=rank)
        await self._show(interaction, (self._responses.text(interaction, "member-done-lift"),))

    async def ask_strikes(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that asks for the rule, with what holds in it, or what is proposed."""
        check_power(interaction, "manage_guild")
        config = await self._guild_configs.of(guild_of(interaction).id)
        say, mark = partial(self._responses.text, interaction), config.mark("strikes")
        await send_form(interaction, strikes_form(say, f"img1:strikes:{mark}", config.strikes))

    async def set_strikes(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Set the rule of the form; raises BadNumber or ChangedMeanwhile."""
        check_power(interaction, "manage_guild")
        rule = StrikeRule(
            is_on=True,
            count=read_number(modal_values.text(interaction, "count"), MOST_STRIKES),
            within_hours=read_number(modal_values.text(interaction, "within"), LONGEST_HOURS),
            break_hours=read_number(modal_values.text(interaction, "break"), LONGEST_HOURS),
        )
        seen = await self._guild_configs.as_seen(guild_of(interaction).id, "strikes", event.subject_id)
        await self._set(interaction, seen, rule)

    async def end_strikes(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Switch strikes off."""
        check_power(interaction, "manage_guild")
        await self._set(interaction, await self._guild_configs.of(guild_of(interaction).id), StrikeRule())

    async def _set(self, interaction: discord.Interaction, seen: GuildConfig, rule: StrikeRule) -> None:
        await self._responses.defer(interaction, thinking=False)
        await self._guild_configs.change(guild_of(interaction).id, seen, by_user=interaction.user.id, strikes=rule)
        await self._show(interaction, self._pages.changed(interaction, seen.strikes, rule))

    async def _show(self, interaction: discord.Interaction, note: Sequence[str] = ()) -> None:
        guild = guild_of(interaction)
        blocks, config = await self._blocks.all(guild.id), await self._guild_configs.of(guild.id)
        panel = BlocksPanel(
            guild_id=guild.id,
            blocks=blocks,
            names=await _names(guild, blocks[:MOST_LISTED]),
            rule=config.strikes,
            say=partial(self._responses.text, interaction),
            can_set=powers(interaction).manage_guild,
            note=note,
        )
        await self._responses.fill_private(interaction, panel.view())


async def _names(guild: discord.Guild, blocks: Sequence[Block]) -> Mapping[int, str]:
    """Return the names of who is blocked; of a role that is gone, or a member who left, none."""
    roles = {block.target_id: role.name for block in blocks if (role := guild.get_role(block.target_id))}
    members = [block.target_id for block in blocks if block.kind is BlockKind.MEMBER]
    found = await asyncio.gather(*(_name(guild, user_id) for user_id in members))
    return {**roles, **{user_id: name for user_id, name in zip(members, found, strict=True) if name}}


async def _name(guild: discord.Guild, user_id: int) -> str:
    try:
        return (guild.get_member(user_id) or await guild.fetch_member(user_id)).display_name
    except CALL_FAILURES:
        return ""


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Blocks(bot)
    bot.router.add(
        private={
            "blocks": cog.open,
            "blockrole": cog.ask_role,
            "unblock": cog.lift,
            "strikes": cog.ask_strikes,
            "strikesoff": cog.end_strikes,
        },
        forms={"blockrole": cog.block_role, "strikes": cog.set_strikes},
    )
    bot.surface.setup.add(
        SetupSection(
            verb="blocks",
            label_id="button-blocks",
            emoji="🚫",
            position=60,
            lines=cog.lines,
            is_minor=True,
            is_detail=True,
            section="strikes",
            sentences=described,
        )
    )
    await bot.add_cog(cog)
