"""In /setup: profiles, each shown as what it would change before it is applied."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.domain.errors import UnknownJob
from bot.domain.profiles import Profile, changed
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.setup_pages import SetupPages
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
        await self._pages.preview(
            interaction,
            changed(config, profile, self._orders.caps),
            title=self._title(interaction, profile),
            apply=("applyprofile", event.argument),
            label_id="profile-apply",
            back="profiles",
        )

    async def apply(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Apply a profile as it was shown; raises ChangedMeanwhile."""
        profile = _profile(event)
        guild, seen = await self._pages.unchanged(interaction, event.subject_id)
        sections = changed(seen, profile, self._orders.caps)
        await self._guild_configs.change(guild.id, seen, by_user=interaction.user.id, **sections)
        await self._pages.applied(interaction, title=self._title(interaction, profile), line_id="profile-applied")

    def _title(self, interaction: discord.Interaction, profile: Profile) -> str:
        return f"### {EMOJI[profile]} {self._pages.words(interaction).text('profile-name', profile=profile)}"


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
            verb="profiles", label_id="button-profiles", emoji="🧩", position=45, lines=cog.lines, is_minor=True
        )
    )
    await bot.add_cog(cog)
