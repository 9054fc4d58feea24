"""The router: which feature answers a button, a menu or a form, by the verb in its id."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import discord

from bot.domain.errors import NotYours, UnknownJob
from bot.domain.folder_mark import FolderMark
from bot.services.brakes import Brakes
from bot.services.preferences import MemberPreferences
from bot.ui import interaction_context
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.interaction_context import answered_member, is_ours
from bot.ui.outbound.responses import Responses

FOREIGN_S = 1.5  # in which the process whose card it is answers, if it runs: Discord waits for three seconds


class Router:
    """Two registers that the features fill: buttons and menus in one, forms in the other.

    Every way to fail ends in a private sentence; an unknown verb is answered like an unknown job. The verbs of private
    answers may change the message that they stand on, so they are heard on one of ours to that member only.
    """

    def __init__(
        self, *, responses: Responses, preferences: MemberPreferences, brakes: Brakes, mark: FolderMark
    ) -> None:
        self._mark = mark
        self._responses = responses
        self._brakes = brakes
        self._preferences = preferences
        self._handlers: dict[str, Handler] = {}
        self._forms: dict[str, Handler] = {}
        self._private: set[str] = set()

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The verbs of buttons and menus, on cards and in private answers."""
        return self._handlers

    @property
    def forms(self) -> Mapping[str, Handler]:
        """The verbs of forms."""
        return self._forms

    def add(
        self,
        *,
        handlers: Mapping[str, Handler] | None = None,
        private: Mapping[str, Handler] | None = None,
        forms: Mapping[str, Handler] | None = None,
    ) -> None:
        """Let a feature answer these verbs, the `private` ones in private answers only.

        Raises ValueError where another feature answers one of them already.
        """
        self._private |= (private or {}).keys()
        for register, more in ((self._handlers, {**(handlers or {}), **(private or {})}), (self._forms, forms or {})):
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
        try:
            if event is not None and self._mark.is_foreign(event.mark):
                await asyncio.sleep(FOREIGN_S)
                raise UnknownJob
            self._brakes.check_action(interaction.user.id)
            await interaction_context.load_preferences(interaction, self._preferences)
            if event is None or event.verb not in register:
                raise UnknownJob
            if register is self._handlers:
                self._check_message(interaction, event.verb)
            await register[event.verb](interaction, event)
        except Exception as error:  # refusals too; an unexpected error is logged there
            await self._responses.send_error(interaction, error)

    def _check_message(self, interaction: discord.Interaction, verb: str) -> None:
        """Raise UnknownJob or NotYours for a press on a message that the verb can't stand on: its id is made up."""
        message = interaction.message
        if message is None or not is_ours(interaction, message):
            raise UnknownJob
        if verb in self._private and not message.flags.ephemeral:
            raise UnknownJob
        owner_id = answered_member(message)
        if verb in self._private and owner_id not in (None, interaction.user.id):
            raise NotYours(owner_id=owner_id)
