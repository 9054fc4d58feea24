"""In /setup: profiles, each shown as what it would change before it is applied."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.domain.errors import UnknownJob
from bot.domain.guild_config import SECTIONS
from bot.domain.profiles import Profile, changed
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.setup_pages import SetupPages, stamp
from bot.ui.setup_sections import SetupSection

EMOJI = {Profile.SMALL: "🏡", Profile.LARGE: "🏙️", Profile.SCHOOL: "🎒", Profile.ART: "🎨"}


class Profiles(commands.Cog):
    """Applied whole or not at all; what a profile is silent about stays."""

    def __init__(self, bot: BananaBot) -> None:
        self._pages = SetupPages(bot)
        self._orders = bot.services.orders
        self._guild_configs = bot.services.guild_configs

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return nothing: a profile is what it has set."""
        return ()

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show which there are; raises NeedsPermission."""
        guild, _ = await self._pages.config(interaction)
        text = self._pages.words(interaction).text
        buttons = [
            job_button("profile", guild.id, n=n, label=text("profile-name", profile=each), emoji=EMOJI[each])
            for n, each in enumerate(Profile)
        ]
        lines = [f"{EMOJI[each]} {text('profile-line', profile=each)}" for each in Profile]
        await self._pages.show(interaction, title=text("profiles-title"), lines=lines, buttons=buttons)

    async def preview(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show what a profile would change; raises NeedsPermission."""
        profile = _profile(event)
        _, config = await self._pages.config(interaction)
        words, sections = self._pages.words(interaction), changed(config, profile, self._orders.caps)
        lines = words.differences({name: getattr(config, name) for name in SECTIONS}, sections)
        apply = job_button(
            "applyprofile",
            stamp(config),
            n=event.argument,
            label=words.text("profile-apply"),
            emoji="✅",
            style=discord.ButtonStyle.success,
        )
        await self._pages.show(
            interaction,
            title=f"### {EMOJI[profile]} {words.text('profile-name', profile=profile)}",
            lines=[*lines, words.text("profile-before")] if lines else [words.text("profile-nothing")],
            buttons=[apply] if lines else [],
            back="profiles",
        )

    async def apply(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Apply a profile as it was shown; raises ChangedMeanwhile."""
        profile = _profile(event)
        guild, seen = await self._pages.unchanged(interaction, event.subject_id)
        sections = changed(seen, profile, self._orders.caps)
        await self._guild_configs.change(guild.id, seen, by_user=interaction.user.id, **sections)
        text = self._pages.words(interaction).text
        undo = job_button("changes", guild.id, label=text("changes-label"), emoji="🕘")
        await self._pages.show(
            interaction,
            title=f"### {EMOJI[profile]} {text('profile-name', profile=profile)}",
            lines=[text("profile-applied")],
            buttons=[undo],
            back="setup",
        )


def _profile(event: ComponentEvent) -> Profile:
    profiles = list(Profile)
    if event.argument >= len(profiles):
        raise UnknownJob
    return profiles[event.argument]


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Profiles(bot)
    bot.router.add(private={"profiles": cog.open, "profile": cog.preview, "applyprofile": cog.apply})
    bot.surface.setup.add(
        SetupSection(
            verb="profiles", label_id="profiles-label", emoji="🧩", position=45, lines=cog.lines, is_minor=True
        )
    )
    await bot.add_cog(cog)
