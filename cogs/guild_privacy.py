"""Privacy in /setup: how long a server keeps pictures and prompts, and whose pictures may be used there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import UnknownJob
from bot.domain.guild_config import GuildConfig
from bot.domain.guild_privacy import MOST_KEPT_DAYS, GuildPrivacy
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.server_members import guild_of
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection, Speak
from bot.ui.views.guild_privacy_panel import FIELDS, GuildPrivacyPanel, sentences


class GuildPrivacies(commands.Cog):
    """Everything is private, and needs Manage Server by the member's roles."""

    def __init__(self, bot: BananaBot) -> None:
        self._owner = bot.services.privacy.days
        self._guild_configs = bot.services.guild_configs
        self._responses = bot.surface.responses
        self._pages = SetupPages(bot)

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what /setup says of it; nothing where it is as the bot's owner has it."""
        config = await self._guild_configs.of(interaction.guild_id or 0)
        return self.sentences(config.privacy, self._say(interaction))

    def sentences(self, privacy: GuildPrivacy, say: Speak) -> Sequence[str]:
        """Return a section's sentences."""
        return sentences(privacy, self._owner, say)

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of /setup; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._show(interaction, await self._guild_configs.of(guild_of(interaction).id))

    async def choose(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Keep the days that were chosen; raises NeedsPermission, UnknownJob or ChangedMeanwhile."""
        check_power(interaction, "manage_guild")
        chosen = event.values[0] if event.values else ""
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 5 and int(chosen) <= MOST_KEPT_DAYS):
            raise UnknownJob
        seen = await self._seen(interaction, event)
        await self._change(interaction, seen, **{FIELDS[event.verb]: int(chosen)})

    async def switch(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Turn whether others' pictures may be used; raises NeedsPermission, UnknownJob or ChangedMeanwhile."""
        check_power(interaction, "manage_guild")
        seen = await self._seen(interaction, event)
        await self._change(interaction, seen, is_own_only=not seen.privacy.is_own_only)

    # inside

    async def _seen(self, interaction: discord.Interaction, event: ComponentEvent) -> GuildConfig:
        """Return the settings, as long as they are as the panel showed them."""
        guild = guild_of(interaction)
        if event.subject_id != guild.id:
            raise UnknownJob
        return await self._guild_configs.as_seen(guild.id, "privacy", event.argument)

    async def _change(self, interaction: discord.Interaction, seen: GuildConfig, **fields: object) -> None:
        privacy = replace(seen.privacy, **fields)  # type: ignore[arg-type]
        guild, by_user = guild_of(interaction), interaction.user.id
        config = await self._guild_configs.change(guild.id, seen, by_user=by_user, privacy=privacy)
        await self._show(interaction, config, self._pages.changed(interaction, seen.privacy, privacy))

    async def _show(self, interaction: discord.Interaction, config: GuildConfig, note: Sequence[str] = ()) -> None:
        view = GuildPrivacyPanel(
            guild_id=guild_of(interaction).id,
            privacy=config.privacy,
            owner=self._owner,
            mark=config.mark("privacy"),
            say=self._say(interaction),
            note=note,
        ).view()
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    def _say(self, interaction: discord.Interaction) -> Speak:
        return partial(self._responses.text, interaction)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = GuildPrivacies(bot)
    menus = dict.fromkeys(FIELDS, cog.choose)
    bot.router.add(private={"guildprivacy": cog.open, "keptown": cog.switch, **menus})
    bot.surface.setup.add(
        SetupSection(
            verb="guildprivacy",
            label_id="button-guildprivacy",
            emoji="🔒",
            position=70,
            lines=cog.lines,
            is_minor=True,
            is_detail=True,
            section="privacy",
            sentences=cog.sentences,
        )
    )
    await bot.add_cog(cog)
