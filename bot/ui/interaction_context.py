"""What is known of an interaction: its member's preferences, read once, and whose the message is that it came from."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import discord

from bot.domain.catalog import Model, Params
from bot.domain.preferences import Preferences
from bot.services.preferences import MemberPreferences

log = logging.getLogger(__name__)

PREFERENCES_WAIT_S = 0.3  # of the three seconds: a slower disk gets the usual
KEY = "preferences"


async def load_preferences(interaction: discord.Interaction, member_preferences: MemberPreferences) -> None:
    """Note a member's preferences with an interaction; the defaults hold where they can't be read within 0.3 s."""
    try:
        async with asyncio.timeout(PREFERENCES_WAIT_S):
            interaction.extras[KEY] = await member_preferences.of(interaction.user.id)
    except Exception as error:
        log.warning("interaction %s: its member's preferences can't be read: %s", interaction.id, type(error).__name__)


def preferences(interaction: discord.Interaction) -> Preferences:
    """Return the noted preferences, or the defaults."""
    noted = interaction.extras.get(KEY)
    return noted if isinstance(noted, Preferences) else Preferences()


def params(interaction: discord.Interaction, model: Model, said: Mapping[str, Any], *, has_input: bool) -> Params:
    """Return what was said, by the names of the command's options, else what the member prefers, else the usual.

    Only words change a picture's shape.
    """
    noted = preferences(interaction)
    chosen = {}
    for option in model.options:
        preferred = None if option.name == "ratio" and has_input else getattr(noted, option.name, None)
        usual = preferred if preferred in option.choices else None
        chosen[option.name] = usual if said.get(option.argument) is None else said[option.argument]
    return model.params(chosen, has_input=has_input)


def locale(interaction: discord.Interaction) -> str:
    """Return the language that the member wants to read."""
    return preferences(interaction).locale(str(interaction.locale))


def is_owner(interaction: discord.Interaction) -> bool:
    """Return True if the member owns the application: the host of this bot, or one of their team."""
    application = interaction.client.application
    if application is None:
        return False
    owners = application.team.members if application.team else [application.owner]
    return interaction.user.id in {owner.id for owner in owners}


def is_ours(interaction: discord.Interaction, message: discord.Message) -> bool:
    """Return True if a message is the bot's own."""
    own = interaction.client.user
    return own is not None and message.author.id == own.id


def is_private(interaction: discord.Interaction, message: discord.Message) -> bool:
    """Return True if a message is an answer of ours that only this member can see."""
    is_theirs = answered_member(message) in (None, interaction.user.id)
    return message.flags.ephemeral and is_ours(interaction, message) and is_theirs


def answered_member(message: discord.Message) -> int | None:
    """Return the id of the member whom a message answers; None where Discord doesn't say."""
    asked = message.interaction_metadata
    return None if asked is None else asked.user.id
