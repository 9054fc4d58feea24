"""Direct messages: a picture is taken up for a change, and a member's first words are answered once."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial

import discord
from discord.ext import commands

from bot.domain.catalog import PROMPT_LENGTH
from bot.domain.errors import Refusal, StorageUnavailable, TooFast
from bot.i18n import first_language
from bot.runtime.recent import LatestValues
from bot.services.pending_orders import EDIT, KEPT_MS, PendingOrder
from bot.ui import message_pictures
from bot.ui.client import BananaBot
from bot.ui.custom_ids import job_button
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, log_summary
from bot.ui.outbound.responses import SILENT

log = logging.getLogger(__name__)

GREETED = "greeted"  # what is noted of a member whose first direct message was answered
WORDS = (discord.MessageType.default, discord.MessageType.reply)
BRIEF_S = 30  # how long a refusal stands
MOST_LANGUAGES = 10_000  # of members whose Discord said theirs since the start


class DirectMessages(commands.Cog):
    """What a member writes to the bot alone, but for replies to cards; nothing is ordered before a form is sent."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._orders = bot.services.orders
        self._brakes = bot.services.brakes
        self._pending_orders = bot.services.pending_orders
        self._temporary_replies = bot.surface.temporary_replies
        self._languages: LatestValues[int, str] = LatestValues(most=MOST_LANGUAGES)  # of Discord, by member

    def note_language(self, interaction: discord.Interaction) -> None:
        """Note the language of a member's Discord: commands and presses say it, messages don't."""
        self._languages.put(interaction.user.id, str(interaction.locale))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a member's direct message, if it has a picture or is their first."""
        if message.guild is not None or message.author.bot or message.webhook_id or message.type not in WORDS:
            return
        with suppress(StorageUnavailable, TooFast):
            self._brakes.check_action(message.author.id)
            is_reply = message.type is discord.MessageType.reply  # a forward names a message, too
            replied_to = message.reference.message_id if message.reference and is_reply else None
            if replied_to and await self._orders.by_message(replied_to):
                return  # that is the reply's own
            if message.attachments or any(forwarded.attachments for forwarded in message.message_snapshots):
                await self._take_up(message)
            elif await self._pending_orders.is_first_time(message.author.id, GREETED):
                await self._greet(message)

    async def _take_up(self, message: discord.Message) -> None:
        """Offer the form that changes a message's picture, with its words in it; say why where there is none."""
        locale = await self._locale(message.author.id)
        try:
            self._orders.check_server(0)
            fields = await message_pictures.pending_fields(self._orders, message)
            words = message.clean_content[:PROMPT_LENGTH]
            pending = PendingOrder(id=message.id, user_id=message.author.id, kind=EDIT, prompt=words, **fields)
            self._orders.check_edit(pending.model, pending.pictures)
            await self._pending_orders.keep(pending)
        except Refusal as error:
            if not self._brakes.is_told(message.author.id, message.channel.id, message.id):
                me = self._bot.user
                sentence = self._bot.surface.responses.describe(locale, error, bot_name=me.display_name if me else "")
                await self._temporary_replies.reply(message, sentence, seconds=BRIEF_S)
            return
        say = partial(self._bot.texts.text, locale)
        view = discord.ui.View(timeout=None)
        style = discord.ButtonStyle.primary
        view.add_item(job_button("reword", pending.id, label=say("button-edit"), emoji="✏️", style=style))
        await self._temporary_replies.reply(message, say("help-picture"), view=view, seconds=KEPT_MS / 1000)

    async def _greet(self, message: discord.Message) -> None:
        locale = await self._locale(message.author.id)
        say = partial(self._bot.texts.text, locale)
        text = say("help-first", command=self._orders.offer.listed[0].name)
        verbs = {"draw": ("button-start", "🎨"), "help": ("button-help", "💡")}
        try:
            self._orders.check_server(0)
        except Refusal as error:
            text = self._bot.surface.responses.describe(locale, error, bot_name="")
            del verbs["draw"]
        view = discord.ui.View(timeout=None)
        for verb, (text_id, emoji) in verbs.items():
            view.add_item(job_button(verb, message.author.id, label=say(text_id), emoji=emoji))
        try:
            async with asyncio.timeout(CALL_S):
                await message.channel.send(text, view=view, allowed_mentions=SILENT, nonce=f"hello{message.id}")
        except CALL_FAILURES as error:
            log.info("message %s: a first message could not be answered: %s", message.id, log_summary(error))

    async def _locale(self, user_id: int) -> str:
        """Return the language that a member chose, else their Discord's where it is known, else the bot's own."""
        kept = await self._bot.services.preferences.of(user_id)
        chosen = kept.locale(self._languages.get(user_id) or "")
        return first_language(chosen, default=self._bot.surface.placement.default_locale)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = DirectMessages(bot)
    bot.interacted.subscribe(cog.note_language)
    await bot.add_cog(cog)
