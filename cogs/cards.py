"""In /setup: which language a server's cards speak, and where their pictures come covered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord.ext import commands

from bot.domain.guild_config import MOST_CHANNELS, CardDefaults, GuildConfig
from bot.domain.setup_errors import ChannelGone, LanguageGone
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_menu, list_menu, wire_id
from bot.ui.discord_internals import WireChannelSelect
from bot.ui.server_members import guild_of
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views import section_words

AUTO = "auto"
Text = Callable[..., str]
Menu = discord.ui.Item[Any]
KINDS = [discord.ChannelType[name] for name in ("text", "news", "voice", "stage_voice", "forum", "media")]


class Cards(commands.Cog):
    """Each choice is kept at once, and shown."""

    def __init__(self, bot: BananaBot) -> None:
        self._pages = SetupPages(bot)
        self._texts = bot.texts
        self._guild_configs = bot.services.guild_configs

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what holds, where it is not the usual."""
        _, config = await self._pages.config(interaction)
        return self._pages.words(interaction).sentences(config.cards)

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the page; raises NeedsPermission."""
        await self._show(interaction, *await self._pages.config(interaction))

    async def choose_language(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Keep a language; raises ChangedMeanwhile or LanguageGone."""
        chosen = next(iter(event.values), AUTO)
        if chosen != AUTO and chosen not in self._texts.language_names():
            raise LanguageGone
        await self._keep(interaction, event, locale="" if chosen == AUTO else chosen)

    async def choose_channels(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Keep where pictures come covered; raises ChangedMeanwhile or ChannelGone."""
        guild, _ = await self._pages.config(interaction)
        chosen = frozenset(map(wire_id, event.values))
        if any(guild.get_channel(one) is None for one in chosen):
            raise ChannelGone
        await self._keep(interaction, event, spoiler_channels=chosen)

    async def _keep(self, interaction: discord.Interaction, event: ComponentEvent, **fields: object) -> None:
        check_power(interaction, "manage_guild")
        guild = guild_of(interaction)
        seen = await self._guild_configs.as_seen(guild.id, "cards", event.subject_id)
        cards: CardDefaults = replace(seen.cards, **fields)  # type: ignore[arg-type]
        config = await self._guild_configs.change(guild.id, seen, by_user=interaction.user.id, cards=cards)
        await self._show(interaction, guild, config, self._pages.changed(interaction, seen.cards, config.cards))

    async def _show(
        self,
        interaction: discord.Interaction,
        guild: discord.Guild,
        config: GuildConfig,
        note: Sequence[str] = (),
    ) -> None:
        words, cards = self._pages.words(interaction), config.cards
        channels = [guild.get_channel(one) for one in sorted(cards.spoiler_channels)]
        there = [channel for channel in channels if channel is not None]
        lines = [*words.sentences(cards), *([] if cards.locale else [words.text("cards-auto")])]
        if not cards.spoiler_channels:
            lines.append(words.text("cards-no-spoilers"))
        if len(there) < len(channels):
            lines.append(words.text("cards-gone", count=len(channels) - len(there)))
        await self._pages.show(
            interaction,
            title=words.text("cards-title"),
            lines=[*lines, words.text("cards-new-only")],
            menus=self._menus(words.text, cards, [channel.id for channel in there], config.mark("cards")),
            warnings=self._pages.lacking(interaction, guild, [channel.id for channel in there]),
            note=note,
        )

    def _menus(self, text: Text, cards: CardDefaults, there: Sequence[int], seen: int) -> list[Menu]:
        named = [(AUTO, text("cards-language-auto")), *self._texts.language_names().items()]
        options = [
            discord.SelectOption(label=label, value=value, default=value == (cards.locale or AUTO))
            for value, label in named
        ]
        return [
            job_menu("cardlanguage", seen, placeholder=text("cards-language-placeholder"), options=options),
            list_menu(
                WireChannelSelect,
                "cardspoilers",
                seen,
                placeholder=text("cards-spoilers-placeholder"),
                chosen=there,
                most=MOST_CHANNELS,
                channel_types=KINDS,
            ),
        ]


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Cards(bot)
    menus = {"cardlanguage": cog.choose_language, "cardspoilers": cog.choose_channels}
    bot.router.add(private={"cards": cog.open, **menus})
    bot.surface.setup.add(
        SetupSection(
            verb="cards",
            label_id="button-cards",
            emoji="🖼️",
            position=50,
            lines=cog.lines,
            is_minor=True,
            section="cards",
            sentences=section_words.cards,
        )
    )
    await bot.add_cog(cog)
