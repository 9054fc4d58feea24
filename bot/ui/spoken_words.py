"""Whether a message speaks to the bot, and what it says."""

from __future__ import annotations

import re

import discord

from bot.domain.mentions import Names
from bot.domain.text_cleaning import clean_words


def spoken(message: discord.Message, me: discord.ClientUser, names: Names) -> str:
    """Return what a message says, without the bot's own mention, and with names in place of other ids."""
    text = clean_words(re.sub(rf"<@!?{me.id}>", " ", message.content), names)
    return re.sub(r"[^\S\n]+", " ", text).strip(" ,:")


def answers_another(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return True if what is replied to is surely no card: servers are full of replies, and most ask for no look-up."""
    replied_to = message.reference.resolved if message.reference else None
    return isinstance(replied_to, discord.Message) and replied_to.author.id != me.id


def may_be_meant(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return True if a reply without the bot's name may speak to it: by its ping, or in words that Discord withheld."""
    return me in message.mentions or not (message.content or message.attachments or message.stickers)
