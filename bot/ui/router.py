"""Who answers a press, by its verb: every way to fail ends in a private sentence."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.domain.errors import UnknownJob
from bot.services.preferences import People
from bot.ui import interaction_context
from bot.ui.custom_ids import Press, Verb
from bot.ui.outbound.responses import Answers


class Presses:
    """Answers buttons, menus and forms; an unknown job or verb is answered in words."""

    def __init__(
        self, *, answers: Answers, people: People, verbs: Mapping[str, Verb], forms: Mapping[str, Verb]
    ) -> None:
        self._answers = answers
        self._people = people
        self._verbs = verbs
        self._forms = forms

    async def press(self, interaction: discord.Interaction, press: Press | None) -> None:
        """Do what a button or a menu says."""
        await self._guarded(interaction, self._verbs, press)

    async def submit(self, interaction: discord.Interaction, press: Press | None) -> None:
        """Take the words of a form."""
        await self._guarded(interaction, self._forms, press)

    async def _guarded(self, interaction: discord.Interaction, verbs: Mapping[str, Verb], press: Press | None) -> None:
        await interaction_context.welcome(interaction, self._people)
        try:
            if press is None or press.verb not in verbs:
                raise UnknownJob
            await verbs[press.verb](interaction, press)
        except Exception as error:  # refusals too; an error nobody expected is logged there
            await self._answers.refuse(interaction, error)
