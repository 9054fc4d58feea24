"""Who answers a press, by its verb: every way to fail ends in a private sentence."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.domain.errors import UnknownJob
from bot.services.preferences import MemberPreferences
from bot.ui import interaction_context
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.outbound.responses import Responses


class Router:
    """Answers buttons, menus and forms; an unknown job or verb is answered in words."""

    def __init__(
        self,
        *,
        responses: Responses,
        people: MemberPreferences,
        verbs: Mapping[str, Handler],
        forms: Mapping[str, Handler],
    ) -> None:
        self._responses = responses
        self._people = people
        self._verbs = verbs
        self._forms = forms

    async def press(self, interaction: discord.Interaction, event: ComponentEvent | None) -> None:
        """Do what a button or a menu says."""
        await self._guarded(interaction, self._verbs, event)

    async def submit(self, interaction: discord.Interaction, event: ComponentEvent | None) -> None:
        """Take the words of a form."""
        await self._guarded(interaction, self._forms, event)

    async def _guarded(
        self, interaction: discord.Interaction, verbs: Mapping[str, Handler], event: ComponentEvent | None
    ) -> None:
        await interaction_context.load_preferences(interaction, self._people)
        try:
            if event is None or event.verb not in verbs:
                raise UnknownJob
            await verbs[event.verb](interaction, event)
        except Exception as error:  # refusals too; an error nobody expected is logged there
            await self._responses.send_error(interaction, error)
