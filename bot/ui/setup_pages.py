"""What the pages of /setup share: the server and its settings as a moderator saw them, the words, and the way back."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord

from bot.domain.guild_config import SECTIONS, GuildConfig
from bot.domain.guild_transfer import named_channels
from bot.domain.server_errors import ChangedMeanwhile
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import job_button
from bot.ui.guild_places import missing_card_rights
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.server_members import guild_of
from bot.ui.views import formatting
from bot.ui.views.section_words import SectionWords
from bot.ui.views.setup_panel import SetupPanel, way_back


class SetupPages:
    """Each page takes the place of the one before, and is for those who manage the server."""

    def __init__(self, bot: BananaBot) -> None:
        self._texts = bot.texts
        self._orders = bot.services.orders
        self._guild_configs = bot.services.guild_configs
        self._sections = bot.surface.setup

    async def config(self, interaction: discord.Interaction) -> tuple[discord.Guild, GuildConfig]:
        """Return the server and what is set for it; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        guild = guild_of(interaction)
        return guild, await self._guild_configs.of(guild.id)

    async def unchanged(self, interaction: discord.Interaction, seen: int) -> tuple[discord.Guild, GuildConfig]:
        """Return the same where no section was changed since they were shown; raises ChangedMeanwhile."""
        guild, config = await self.config(interaction)
        if stamp(config) != seen:
            raise ChangedMeanwhile
        return guild, config

    def words(self, interaction: discord.Interaction) -> SectionWords:
        """Return the sentences in the moderator's language."""
        spoken = language(interaction_context.locale(interaction))
        parts = {kind: self._sections.describing(name) for name, kind in SECTIONS.items()}
        return SectionWords(
            texts=self._texts,
            locale=spoken,
            offer=self._orders.offer,
            told={kind: part.sentences for kind, part in parts.items() if part and part.sentences},
            caps=self._orders.caps,
        )

    def bot_name(self, interaction: discord.Interaction) -> str:
        """Return what the bot is called."""
        return formatting.escape(interaction.client.user.display_name) if interaction.client.user else ""

    def lacking(
        self, interaction: discord.Interaction, guild: discord.Guild, channel_ids: Iterable[int]
    ) -> Sequence[str]:
        """Return what the bot may not do in channels, and where it is allowed."""
        text, bot_name = self.words(interaction).text, self.bot_name(interaction)
        channels = [channel for one in channel_ids if (channel := guild.get_channel(one)) is not None]
        return [
            text("setup-lacks", right=right, channels=channel.mention, bot=bot_name)
            for channel in channels
            for right in missing_card_rights(channel)
        ]

    def changed(self, interaction: discord.Interaction, before: object, after: object) -> Sequence[str]:
        """Return what a change of a section did in words, and where it is taken back; none where it did nothing."""
        words = self.words(interaction)
        told = words.difference(before, after)
        return (words.text("setup-saved"), *told, words.text("setup-undo-where")) if told else ()

    async def preview(
        self,
        interaction: discord.Interaction,
        sections: Mapping[str, Any],
        *,
        title: str,
        apply: tuple[str, int],
        label_id: str,
        back: str = "setupmore",
    ) -> None:
        """Show what sections would change before they are applied; `apply` is the green button: its verb and argument.

        What the bot may not do in the channels that they name is said, too.
        """
        guild, config = await self.config(interaction)
        words, (verb, argument) = self.words(interaction), apply
        lines = words.differences({name: getattr(config, name) for name in SECTIONS}, sections)
        green = discord.ButtonStyle.success
        button = job_button(verb, stamp(config), n=argument, label=words.text(label_id), emoji="✅", style=green)
        await self.show(
            interaction,
            title=title,
            lines=[*lines, words.text("profile-before")] if lines else [words.text("profile-nothing")],
            buttons=[button] if lines else [],
            warnings=self.lacking(interaction, guild, named_channels(sections.values())) if lines else [],
            back=back,
        )

    async def applied(self, interaction: discord.Interaction, *, title: str, line_id: str) -> None:
        """Say that sections hold now, and where they can be undone."""
        text = self.words(interaction).text
        changes = job_button("changes", guild_of(interaction).id, label=text("button-changes"), emoji="🕘")
        await self.show(interaction, title=title, lines=[text(line_id)], buttons=[changes], back="setup")

    async def show(
        self,
        interaction: discord.Interaction,
        *,
        title: str,
        lines: Sequence[str],
        buttons: Sequence[discord.ui.Item[Any]] = (),
        menus: Sequence[discord.ui.Item[Any]] = (),
        warnings: Sequence[str] = (),
        back: str = "setupmore",
        note: Sequence[str] = (),
    ) -> None:
        """Show a page in the place of the one before; `back` is the verb of the page above."""
        text = self.words(interaction).text
        above = way_back(back, guild_of(interaction).id, text)
        panel = SetupPanel(
            title=title, lines=lines, buttons=[*buttons, above], menus=menus, warnings=warnings, note=note
        )
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=panel.view(), allowed_mentions=SILENT)


def stamp(config: GuildConfig) -> int:
    """Return a number that becomes another with every change."""
    return zlib.crc32(repr(sorted(config.revs.items())).encode())
