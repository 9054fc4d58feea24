"""Private answers: one funnel from every error to a sentence that a member can act on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import discord

from bot.domain.catalog import Model, Offer
from bot.domain.errors import Refusal
from bot.domain.quota import Usage
from bot.domain.rules import Rule
from bot.i18n import Texts, language
from bot.ui import interaction_context
from bot.ui.outbound.discord_errors import ANSWER_S, CALL_FAILURES, CALL_S, log_summary
from bot.ui.views import formatting
from bot.ui.views.rule_sentences import RuleSentences

log = logging.getLogger(__name__)

SILENT = discord.AllowedMentions.none()
Writers = Mapping[str, Callable[[Any], str]]
#: How what a refusal names is written, where it is no plain word or number.
WRITTEN: Writers = {
    "owner_id": formatting.mention,
    "by_user": formatting.mention,
    "since": formatting.relative,
    "again_at": formatting.relative,
    "enough_at": formatting.relative,
    "name": formatting.file_name,
    "other": "/{}".format,
    "reason": formatting.escape,
    "entry": formatting.one_line,
    "sentence": formatting.sentence,
    "until": formatting.until,
    "role_id": formatting.role,
    "text": formatting.one_line,
}


class Responses:
    """Answers that only one member sees."""

    def __init__(self, texts: Texts, offer: Offer | None = None) -> None:
        self._texts = texts
        self._offer = offer or Offer()

    def text(self, interaction: discord.Interaction, text_id: str, **values: object) -> str:
        """Return a sentence in the member's own language."""
        return self._texts.text(language(interaction_context.locale(interaction)), text_id, **values)

    async def send_private(
        self, interaction: discord.Interaction, text: str, view: discord.ui.View | None = None
    ) -> None:
        """Answer (or add to the answer) so that only the member sees it; never raises for a dead interaction."""
        shown = view if view is not None else discord.utils.MISSING
        try:
            async with asyncio.timeout(ANSWER_S):
                if interaction.response.is_done():
                    await interaction.followup.send(text, ephemeral=True, allowed_mentions=SILENT, view=shown)
                else:
                    await interaction.response.send_message(text, ephemeral=True, allowed_mentions=SILENT, view=shown)
        except CALL_FAILURES as error:
            log.warning("interaction %s: a private answer did not arrive: %s", interaction.id, log_summary(error))

    async def defer(self, interaction: discord.Interaction, *, thinking: bool, private: bool = False) -> int | None:
        """Say that an answer follows, and return its message's id where Discord tells it.

        Where even that fails, what was asked is done all the same.
        """
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await interaction.response.defer(thinking=thinking, ephemeral=private)
                return answer.message_id if answer else None
        except CALL_FAILURES as error:
            log.warning("interaction %s: deferring failed: %s", interaction.id, log_summary(error))
            return None

    async def fill_private(
        self, interaction: discord.Interaction, view: discord.ui.LayoutView, files: Sequence[discord.File] = ()
    ) -> None:
        """Fill in a private answer that was deferred; never raises for a dead interaction."""
        try:
            async with asyncio.timeout(CALL_S):
                await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=SILENT)
        except CALL_FAILURES as error:
            log.warning("interaction %s: a private answer did not arrive: %s", interaction.id, log_summary(error))

    async def send_private_layout(self, interaction: discord.Interaction, text: str) -> None:
        """Answer with a long text that only the member sees."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(text))
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=SILENT)

    async def send_error(
        self, interaction: discord.Interaction, error: BaseException, view: discord.ui.View | None = None
    ) -> None:
        """Say why not; an error that is no Refusal is logged once and said without detail."""
        if isinstance(error, Refusal):
            text = self.describe(
                language(interaction_context.locale(interaction)), error, bot_name=_own_name(interaction)
            )
        else:
            if isinstance(error, CALL_FAILURES):
                log.warning("interaction %s: it could not be answered: %s", interaction.id, log_summary(error))
            else:
                log.error("interaction %s failed", interaction.id, exc_info=error)
            text = self.text(interaction, "refused-error-unsure")
        await self.send_private(interaction, text, view)

    def describe(self, locale: str, error: Refusal, *, bot_name: str) -> str:
        """Return a refusal in words."""
        values = {name: self._written(locale, name, value) for name, value in error.values().items()}
        return self._texts.text(locale, error.text_id(), bot=formatting.escape(bot_name), **values)

    def _written(self, locale: str, name: str, value: object) -> object:
        if isinstance(value, Rule):
            return RuleSentences(say=partial(self._texts.text, locale), offer=self._offer).sentence(value)
        return _as_text(value, WRITTEN.get(name))

    def prices(self, interaction: discord.Interaction, models: Iterable[Model]) -> str:
        """Return what a picture costs with each model."""
        return self.listed(
            interaction,
            [
                self.text(interaction, "quota-price", model=model.name, cost=model.cost(model.params({})))
                for model in models
            ],
        )

    def listed(self, interaction: discord.Interaction, parts: Sequence[str], *, joined_by: str = "quota-and") -> str:
        """Return several things as one sentence part, the last after an "and" or an "or"."""
        if len(parts) < 2:
            return "".join(parts)
        return self.text(interaction, joined_by, most=", ".join(parts[:-1]), last=parts[-1])

    def usage(self, locale: str, usage: Usage, *, in_dm: bool) -> str:
        """Return how one limit stands."""
        text_id = f"quota-{usage.limit.scope}" + ("-dm" if in_dm and usage.limit.scope == "user" else "")
        return self._texts.text(
            locale,
            text_id,
            used=usage.used,
            allowance=usage.allowance,
            period=formatting.window(self._texts, locale, usage.limit.period_s),
        )


def _as_text(value: object, write: Callable[[Any], str] | None) -> object:
    """Return a value as Fluent takes it: what is not there as `none`, yes and no as `true` and `false`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return write(value) if write else value


def _own_name(interaction: discord.Interaction) -> str:
    return interaction.client.user.display_name if interaction.client.user else "me"
