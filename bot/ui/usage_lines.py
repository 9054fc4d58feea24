"""What holds for somebody, why, what is used of it and when it comes back: the same lines for them and moderators."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord

from bot.domain.catalog import Offer
from bot.domain.quota import OwnerLimits, Usage
from bot.domain.rules import Rule
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.outbound.responses import Responses
from bot.ui.views import formatting
from bot.ui.views.rule_sentences import RuleSentences
from bot.ui.views.setup_panel import fitting

LONGEST = 1_050  # characters of all lines: a message of ordinary text takes 2,000, and /quota says more than these


class UsageLines:
    """A server's own sentences, as they stand in its panel; then what the bot's owner allows."""

    def __init__(self, *, responses: Responses, offer: Offer, caps: OwnerLimits) -> None:
        self._responses = responses
        self._offer = offer
        self._caps = caps

    def lines(self, interaction: discord.Interaction, usages: Sequence[Usage], rules: Sequence[Rule]) -> Sequence[str]:
        """Return the limits with what is used of them, and the sentences that are about something else than credits."""
        say = partial(self._responses.text, interaction)
        sentences = RuleSentences(say=say, offer=self._offer, caps=self._caps)
        counted = [usage.limit.rule for usage in usages]
        others = [f"- {sentences.sentence(rule)}" for rule in rules if rule not in counted]
        return fitting([*(self._line(interaction, usage, sentences) for usage in usages), *others], LONGEST)

    def _line(self, interaction: discord.Interaction, usage: Usage, sentences: RuleSentences) -> str:
        line = "- " + self._usage(interaction, usage, sentences)
        if usage.next_release_at is None:
            return line
        when = formatting.relative(usage.next_release_at)
        return f"{line} · {self._responses.text(interaction, 'quota-back', back=usage.next_release, when=when)}"

    def _usage(self, interaction: discord.Interaction, usage: Usage, sentences: RuleSentences) -> str:
        rule = usage.limit.rule
        if rule is None:
            locale = language(interaction_context.locale(interaction))
            return self._responses.usage(locale, usage, in_dm=interaction.guild_id is None)
        values = {"used": usage.used, "gifts": usage.granted}
        return self._responses.text(interaction, "quota-rule", rule=sentences.sentence(rule), **values)
