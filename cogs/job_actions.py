"""What stops, repeats and explains a job: a card's simplest buttons, and ❌ under it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import ModelGone
from bot.services.orders import CancelOutcome
from bot.services.pending_orders import order_instead
from bot.ui.actors import actor, reacting_actor
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.outbound.cancel_reactions import CROSS
from bot.ui.reactions import carry_out, is_heard
from bot.ui.views import formatting

#: What is said of a cancellation that did not end the job; that it came too late stands on the card.
UNDECIDED = {
    CancelOutcome.NO_WORD: "cancel-no-word",
    CancelOutcome.ASKED: "cancel-asked",
}


class JobActions(commands.Cog):
    """On cards of any age; the member who presses pays for what it starts."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._orders = bot.services.orders
        self._versions = bot.services.versions

    # buttons

    async def cancel(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Cancel a job, and say so where that is still open."""
        responses = self._bot.surface.responses
        job = await self._orders.job(event.subject_id, actor(interaction))
        self._orders.check_cancel(job, actor(interaction))
        await responses.defer(interaction, thinking=False)
        outcome = await self._orders.cancel(event.subject_id, actor(interaction))
        if text_id := UNDECIDED.get(outcome):
            await responses.send_private(interaction, responses.text(interaction, text_id, cost=job.cost))

    async def again(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the same order once more."""
        order = await self._versions.again(event.subject_id, actor(interaction))
        await self._bot.surface.placement.place(interaction, order)

    async def instead(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the same order for the model that takes its pictures; raises ModelGone where none does any more."""
        order = order_instead(await self._versions.again(event.subject_id, actor(interaction)), self._orders.offer)
        if order is None:
            raise ModelGone
        order = replace(order, shown_cost=event.argument or None)
        await self._bot.surface.placement.place(interaction, order)

    async def take_offer(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the order that was offered under a refusal."""
        await self._bot.surface.placement.place_offered(interaction, event.subject_id)

    async def prompt(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the whole prompt in private."""
        job = await self._orders.job_with_prompt(event.subject_id, actor(interaction))
        await self._bot.surface.responses.send_private_layout(interaction, formatting.full_text(job.prompt))

    # reactions

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Cancel where the owner or a moderator set a ❌; anyone else's does nothing."""
        if str(payload.emoji) == CROSS and is_heard(self._bot, self._bot.services.brakes, payload):
            await carry_out(partial(self._crossed, payload))

    async def _crossed(self, payload: discord.RawReactionActionEvent) -> None:
        if job := await self._orders.by_message(payload.message_id):
            await self._orders.cancel(job.id, reacting_actor(self._bot, payload))

    @commands.Cog.listener()
    async def on_connect(self) -> None:
        """Note since when Discord tells of reactions."""
        self._bot.surface.cancel_reactions.session_started()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Read the ❌ that no session told of; comes again with every session that is not resumed."""
        self._bot.surface.cancel_reactions.read_missed()
        self._bot.surface.access.session_started()

    @commands.Cog.listener()
    async def on_raw_app_command_permissions_update(self, payload: discord.RawAppCommandPermissionsUpdateEvent) -> None:
        """Take over what a server's moderators changed on its Integrations page."""
        self._bot.surface.access.changed(payload)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = JobActions(bot)
    bot.router.add(
        handlers={
            "cancel": cog.cancel,
            "again": cog.again,
            "prompt": cog.prompt,
            "banana": cog.instead,
        },
        private={"take": cog.take_offer},
    )
    await bot.add_cog(cog)
