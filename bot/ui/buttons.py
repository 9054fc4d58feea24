"""The buttons under a card: all they know stands in their id, so that they outlive every restart.

The grammar is `img1:<verb>:<job>`; `img1` is its version, since messages outlive releases.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

if TYPE_CHECKING:
    from bot.ui.client import BananaBot

GRAMMAR = r"img1:(?P<verb>[a-z]+):(?P<job>\d{1,20})"


class JobButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=GRAMMAR,
):
    """One button of one job's card; what it does is decided when it is pressed."""

    def __init__(self, button: discord.ui.Button[discord.ui.LayoutView], *, verb: str, job_id: int) -> None:
        super().__init__(button)
        self.verb = verb
        self.job_id = job_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Parse only: an error in here would be swallowed, and the person left without an answer."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101 - the id is on nothing else
        return cls(item, verb=match["verb"], job_id=int(match["job"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press on."""
        bot: BananaBot = interaction.client
        await bot.presses.press(interaction, self.verb, self.job_id)


def job_button(
    verb: str, job_id: int, *, label: str, emoji: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> JobButton:
    """Return a new button for a job."""
    button: discord.ui.Button[discord.ui.LayoutView] = discord.ui.Button(
        label=label[:80], emoji=emoji, style=style, custom_id=f"img1:{verb}:{job_id}"
    )
    return JobButton(button, verb=verb, job_id=job_id)


def parse(custom_id: str) -> tuple[str, int] | None:
    """Return the verb and the job of one of our ids."""
    match = re.fullmatch(GRAMMAR, custom_id)
    return (match["verb"], int(match["job"])) if match else None
