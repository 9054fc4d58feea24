"""A member's preferences beside the interaction: read once, and waited for only a moment."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.domain.preferences import Preferences
from bot.services.preferences import MemberPreferences

log = logging.getLogger(__name__)

WELCOME_S = 0.3  # of the three seconds: a slower disk gets the usual
KEY = "preferences"


async def load_preferences(interaction: discord.Interaction, people: MemberPreferences) -> None:
    """Note with an interaction what its member prefers; never raises: what can't be read now is as usual."""
    try:
        async with asyncio.timeout(WELCOME_S):
            interaction.extras[KEY] = await people.of(interaction.user.id)
    except Exception as error:
        log.warning("interaction %s: its person's preferences can't be read: %s", interaction.id, type(error).__name__)


def preferences(interaction: discord.Interaction) -> Preferences:
    """Return what was noted."""
    noted = interaction.extras.get(KEY)
    return noted if isinstance(noted, Preferences) else Preferences()


def locale(interaction: discord.Interaction) -> str:
    """Return the language that the member wants to read."""
    return preferences(interaction).locale(str(interaction.locale))
