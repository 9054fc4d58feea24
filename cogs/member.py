"""/member and the menu *Member*: what a member drew and spent here, and a moderator's block, gift or reset."""

from __future__ import annotations

from functools import partial

import discord
from discord.ext import commands

from bot.domain.blocks import BlockKind
from bot.services.blocks import span_of
from bot.ui import modal_values
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import menu_command, slash_command
from bot.ui.server_members import guild_of, moderator
from bot.ui.views.member_forms import block_form, gift_form
from bot.ui.views.member_panel import ends
from bot.ui.views.modal_fields import send_form

OPTIONS = ("user",)
MODERATING = discord.Permissions(moderate_members=True)


class Member(commands.Cog):
    """Each press is checked anew: by the moderator's roles in the whole server, and by whom it is about."""

    def __init__(self, bot: BananaBot) -> None:
        self._blocks = bot.services.blocks
        self._strikes = bot.services.strikes
        self._member_records = bot.services.member_records
        self._display = bot.surface.member_display
        self._responses = bot.surface.responses

    async def open(self, interaction: discord.Interaction, user: discord.Member | discord.User) -> None:
        """Answer with a member's panel; raises NeedsPermission or NotAMember."""
        await self._display.open(interaction, user.id)

    async def show(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Draw the panel anew."""
        check_power(interaction, "moderate_members")
        await self._responses.defer(interaction, thinking=False)
        await self._display.show(interaction, event.subject_id)

    # blocks and strikes

    async def ask_block(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that asks how long and why."""
        check_power(interaction, "moderate_members")
        say = partial(self._responses.text, interaction)
        await send_form(interaction, block_form(say, f"img1:block:{event.subject_id}"))

    async def block(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Block a member as the form says; raises BadSpan, CantBlock or RankTooHigh."""
        check_power(interaction, "moderate_members")
        chosen, written = modal_values.text(interaction, "span"), modal_values.text(interaction, "written")
        span = span_of(chosen, written)
        await self._responses.defer(interaction, thinking=False)
        member = await self._display.member(interaction, event.subject_id)
        reason = modal_values.text(interaction, "reason")
        guild, by = guild_of(interaction), moderator(interaction)
        await self._blocks.block_member(guild.id, member, by=by, span=span, reason=reason)
        await self._done(interaction, event, "member-done-block")

    async def lift(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Lift a member's own block; raises NotBlocked or RankTooHigh."""
        check_power(interaction, "moderate_members")
        await self._responses.defer(interaction, thinking=False)
        member = await self._display.member(interaction, event.subject_id)
        guild, by = guild_of(interaction), moderator(interaction)
        await self._blocks.lift(guild.id, BlockKind.MEMBER, member.user_id, by=by, rank=member.rank)
        await self._done(interaction, event, "member-done-lift")

    async def lift_strikes(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Lift a member's strikes; raises NoStrikes or RankTooHigh."""
        check_power(interaction, "moderate_members")
        await self._responses.defer(interaction, thinking=False)
        member = await self._display.member(interaction, event.subject_id)
        count = await self._strikes.lift(guild_of(interaction).id, member, by=moderator(interaction))
        await self._done(interaction, event, "member-done-unstrike", count=count)

    # credits

    async def ask_gift(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that asks how many credits."""
        check_power(interaction, "manage_guild")
        say = partial(self._responses.text, interaction)
        await send_form(interaction, gift_form(say, f"img1:give:{event.subject_id}"))

    async def give(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Give credits as the form says; raises BadNumber."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=False)
        member = await self._display.member(interaction, event.subject_id)
        credits, expires_at = await self._member_records.give(
            guild_of(interaction).id,
            member.user_id,
            by_user=interaction.user.id,
            credits=modal_values.text(interaction, "credits"),
            days=modal_values.text(interaction, "days"),
            note=modal_values.text(interaction, "note"),
        )
        await self._done(interaction, event, "member-done-give", credits=credits, until=ends(expires_at))

    async def reset(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Say what a reset is, and do it at the second press; raises NothingToReset."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=False)
        if not event.argument:
            await self._display.show(interaction, event.subject_id, is_resetting=True)
            return
        member = await self._display.member(interaction, event.subject_id)
        await self._member_records.reset(guild_of(interaction).id, member.user_id, by_user=interaction.user.id)
        await self._done(interaction, event, "member-done-reset")

    async def _done(
        self, interaction: discord.Interaction, event: ComponentEvent, text_id: str, **values: object
    ) -> None:
        done = self._responses.text(interaction, text_id, **values)
        await self._display.show(interaction, event.subject_id, done=done)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Member(bot)
    bot.router.add(
        private={
            "member": cog.show,
            "block": cog.ask_block,
            "lift": cog.lift,
            "unstrike": cog.lift_strikes,
            "give": cog.ask_gift,
            "reset": cog.reset,
        },
        forms={"block": cog.block, "give": cog.give},
    )

    @slash_command(bot.texts, "command-member", options=OPTIONS, permissions=MODERATING)
    async def member(interaction: discord.Interaction, user: discord.User) -> None:
        await cog.open(interaction, user)

    @menu_command(bot.texts, "menu-member", permissions=MODERATING)
    async def menu(interaction: discord.Interaction, user: discord.User) -> None:
        await cog.open(interaction, user)

    for command in (member, menu):
        bot.tree.add_command(command)
    await bot.add_cog(cog)
