"""How a server's log is written: its language, what money it names, and whether it shows small copies of pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from bot.domain.catalog import Offer
from bot.domain.guild_log import LogKind, LogLine
from bot.domain.server_errors import SettingsUnreadable
from bot.i18n import Texts, first_language
from bot.services.guild_config import GuildConfigs
from bot.ui.setup_sections import SetupSections
from bot.ui.views.log_lines import LogView

#: A server's amount of credits in money, in a language; "": it may not be shown, or there is no price.
Dollars = Callable[[int, int, str], Awaitable[str]]


MOST_SENTENCES = 4  # of a change, in a line
SENTENCE_LENGTH = 160


async def _no_dollars(_guild_id: int, _credits: int, _locale: str) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class LogFormat:
    """One server's."""

    view: LogView
    previews: bool = False
    reports: int = 0  # the channel that reports are told in


class LogFormats:
    """All servers'."""

    def __init__(
        self,
        *,
        bot: discord.Client,
        guild_configs: GuildConfigs,
        texts: Texts,
        offer: Offer,
        sections: SetupSections,
        default_locale: str,
        dollars: Dollars = _no_dollars,
    ) -> None:
        self._bot = bot
        self._guild_configs = guild_configs
        self._texts = texts
        self._offer = offer
        self._sections = sections
        self._default_locale = default_locale
        self.dollars = dollars

    async def of(self, guild_id: int) -> LogFormat:
        """Return how a server's log is written; the plainest where its settings can't be read."""
        await self._texts.prepare()
        try:
            config = await self._guild_configs.of(guild_id)
        except SettingsUnreadable:
            return LogFormat(view=self._view(guild_id, ""))
        view = self._view(guild_id, config.cards.locale)
        return LogFormat(view=view, previews=config.log.previews, reports=config.log.reports)

    async def change(self, line: LogLine, view: LogView) -> str:
        """Return what a change of settings took away and brought, in their own sentences; "": these are not known."""
        section = self._sections.describing(line.what) if line.kind is LogKind.SETTINGS else None
        if section is None or section.sentences is None:
            return ""
        made = [each for each in await self._guild_configs.changes(line.guild_id) if each.section == line.what]
        change = next((each for each in made if each.rev == line.facts.get("rev")), None)
        label = view.say(section.label_id)
        if change is None or change.after is None:
            return label
        before = section.sentences(change.before, view.say) if change.before is not None else []
        after = section.sentences(change.after, view.say)
        gone, came = [each for each in before if each not in after], [each for each in after if each not in before]
        parts = [*(f"− {_plain(each)}" for each in gone), *(f"+ {_plain(each)}" for each in came)]
        return f"{label}: {' '.join(parts[:MOST_SENTENCES])}{' …' if len(parts) > MOST_SENTENCES else ''}"

    def _view(self, guild_id: int, chosen: str) -> LogView:
        guild = self._bot.get_guild(guild_id)
        discords = str(guild.preferred_locale) if guild else ""
        locale = first_language(chosen, discords, default=self._default_locale)
        return LogView(texts=self._texts, offer=self._offer, locale=locale)


def _plain(sentence: str) -> str:
    """Return a sentence as a part of a line."""
    line = " ".join(sentence.split()).removeprefix("-# ")
    return line if len(line) <= SENTENCE_LENGTH else line[: SENTENCE_LENGTH - 1] + "…"
