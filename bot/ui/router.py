"""The router: which feature answers a button, a menu or a form, by the verb in its id."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.domain.errors import UnknownJob
from bot.services.preferences import MemberPreferences
from bot.ui import interaction_context
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.outbound.responses import Responses


class Router:
    """Two registers that the features fill: buttons and menus in one, forms in the other.

    Every way to fail ends in a private sentence; an unknown verb is answered like an unknown job.
    """

    def __init__(self, *, responses: Responses, preferences: MemberPreferences) -> None:
        self._responses = responses
        self._preferences = preferences
        self._handlers: dict[str, Handler] = {}
        self._forms: dict[str, Handler] = {}

    def add(self, *, handlers: Mapping[str, Handler] | None = None, forms: Mapping[str, Handler] | None = None) -> None:
        """Let a feature answer these verbs; raises ValueError where another one answers them already."""
        for register, more in ((self._handlers, handlers or {}), (self._forms, forms or {})):
            if taken := register.keys() & more.keys():
                raise ValueError(f"answered by another feature: {', '.join(sorted(taken))}")
            register.update(more)

    async def press(self, interaction: discord.Interaction, event: ComponentEvent | None) -> None:
        """Do what a button or a menu says."""
        await self._dispatch(interaction, self._handlers, event)

    async def submit(self, interaction: discord.Interaction, event: ComponentEvent | None) -> None:
        """Take the words of a form."""
        await self._dispatch(interaction, self._forms, event)

    async def _dispatch(
        self, interaction: discord.Interaction, register: Mapping[str, Handler], event: ComponentEvent | None
    ) -> None:
        await interaction_context.load_preferences(interaction, self._preferences)
        try:
            if event is None or event.verb not in register:
                raise UnknownJob
            await register[event.verb](interaction, event)
        except Exception as error:  # refusals too; an unexpected error is logged there
            await self._responses.send_error(interaction, error)
