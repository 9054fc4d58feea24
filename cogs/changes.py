"""In /setup: what was changed last, by whom and when, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord.ext import commands

from bot.domain.guild_config import GuildChange, undoable
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views import formatting
from bot.ui.views.section_words import SectionWords

MOST_BUTTONS = 14  # in three rows, with the way back


class Changes(commands.Cog):
    """The last changes; the newest of each kind can be taken back, and then the one before it."""

    def __init__(self, bot: BananaBot) -> None:
        self._pages = SetupPages(bot)
        self._guild_configs = bot.services.guild_configs

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return who changed something last."""
        guild, _ = await self._pages.config(interaction)
        changes = await self._guild_configs.changes(guild.id)
        words = self._pages.words(interaction)
        return [words.text("changes-last", head=_head(words, each)) for each in changes[:1]]

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the changes; raises NeedsPermission."""
        guild, _ = await self._pages.config(interaction)
        await self._show(interaction, await self._guild_configs.changes(guild.id))

    async def undo(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take a change back; raises ChangedMeanwhile."""
        guild, _ = await self._pages.config(interaction)
        await self._guild_configs.undo(guild.id, event.subject_id, by_user=interaction.user.id)
        await self._show(interaction, await self._guild_configs.changes(guild.id))

    async def _show(self, interaction: discord.Interaction, changes: Sequence[GuildChange]) -> None:
        words, back = self._pages.words(interaction), undoable(changes)
        found = [each for each in changes if each.id in back and each.before is not None]
        buttons = [
            job_button(
                "undochange",
                each.id,
                label=words.text("changes-redo" if each.undoes else "changes-undo", title=words.title(each.section)),
                emoji="↪️" if each.undoes else "⏪",
            )
            for each in found[:MOST_BUTTONS]
        ]
        lines = [line for each in changes for line in _told(words, each)]
        await self._pages.show(
            interaction,
            title=words.text("changes-title"),
            lines=lines or [words.text("changes-none")],
            buttons=buttons,
        )


def _told(words: SectionWords, change: GuildChange) -> Iterator[str]:
    yield _head(words, change)
    if change.before is not None and change.after is not None:
        yield from words.difference(change.before, change.after)


def _head(words: SectionWords, change: GuildChange) -> str:
    return words.text(
        "changes-undid" if change.undoes else "changes-made",
        title=words.title(change.section),
        by=formatting.mention(change.by_user) if change.by_user else words.text("changes-owner"),
        when=formatting.relative(change.at),
    )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Changes(bot)
    bot.router.add(private={"changes": cog.open, "undochange": cog.undo})
    bot.surface.setup.add(
        SetupSection(
            verb="changes",
            label_id="button-changes",
            emoji="🕘",
            position=90,
            lines=cog.lines,
            is_minor=True,
            is_detail=True,
        )
    )
    await bot.add_cog(cog)
