"""What a server's words block: a moderator's panel to add, remove, see and try them, and its stricter channels."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.guild_log import LogKind
from bot.domain.limits import MIB
from bot.domain.mentions import with_names
from bot.domain.server_errors import BadWordFile, NotAgeRestricted
from bot.domain.words import Strictness, WordList, WordLists
from bot.i18n import language
from bot.ui import interaction_context, modal_values
from bot.ui.actors import check_power
from bot.ui.attachments import read_attached
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, wire_id
from bot.ui.names import names_by_interaction
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.rule_values import chosen_id
from bot.ui.setup_sections import SetupSection
from bot.ui.views.modal_fields import send_form
from bot.ui.views.setup_panel import saved
from bot.ui.views.words_forms import add_form, drop_form, try_form
from bot.ui.views.words_panel import Standing, TriedPrompt, WordsPanel, listing, sentences

FILE_BYTES = 2 * MIB  # 6,000 entries of 60 characters, four bytes each, and their line ends
Say = Callable[..., str]


class Words(commands.Cog):
    """Everything is private, and needs Manage Server by the member's roles."""

    def __init__(self, bot: BananaBot) -> None:
        self._texts = bot.texts
        self._words = bot.services.words
        self._guild_configs = bot.services.guild_configs
        self._responses = bot.surface.responses

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what /setup says of the words."""
        return sentences(await self._lists(interaction), self._say(interaction))

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of /setup."""
        check_power(interaction, "manage_guild")
        view = await self._panel(interaction)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    # entries

    async def ask_entries(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form for entries to add, to remove, or for a prompt to try."""
        check_power(interaction, "manage_guild")
        forms = {"wordsadd": add_form, "wordsdrop": drop_form, "wordstry": try_form}
        await send_form(interaction, forms[event.verb](self._say(interaction), interaction.guild_id or 0))

    async def add(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Add what was pasted or sent; raises a Refusal with nothing changed."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=False)
        text, chosen = await self._written(interaction), modal_values.text(interaction, "list")
        to = WordList(chosen) if chosen in [*WordList] else WordList.DENY
        new, known = await self._words.add(interaction.guild_id or 0, text, to, by_user=interaction.user.id)
        say = self._say(interaction)
        notes = [say("words-added", count=new, list=to.value), *([say("words-known", count=known)] if known else [])]
        await self._redraw(interaction, saved(" ".join(notes), say) if new else notes)

    async def drop(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Remove what was pasted or sent; raises a Refusal with nothing changed."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=False)
        text = await self._written(interaction)
        count = await self._words.remove(interaction.guild_id or 0, text, by_user=interaction.user.id)
        say = self._say(interaction)
        await self._redraw(interaction, saved(say("words-removed", count=count), say))

    async def _written(self, interaction: discord.Interaction) -> str:
        """Return what was pasted and what a file says; raises BadWordFile."""
        parts = [modal_values.text(interaction, "entries")]
        for file in modal_values.files(interaction, "file")[:1]:
            if int(file.get("size") or 0) > FILE_BYTES:
                raise BadWordFile(reason="big")
            data = await read_attached(interaction, file)
            if data is None:
                raise BadWordFile(reason="gone")
            parts.append(_as_text(data))
        return "\n".join(parts)

    # looking

    async def list_entries(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show all entries, as files where they are many."""
        check_power(interaction, "manage_guild")
        say, lists = self._say(interaction), await self._lists(interaction)
        text = listing(lists, say)
        if text is not None:
            await self._responses.send_private_layout(interaction, text or say("words-none"))
            return
        files = [
            discord.File(io.BytesIO("\n".join(lists.entries(name)).encode()), f"{say('words-file', list=name)}.txt")
            for name in WordList
            if lists.entries(name)
        ]
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_message(
                say("words-files", count=lists.size), files=files, ephemeral=True, allowed_mentions=SILENT
            )

    async def try_prompt(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Say what would happen to a prompt, and which entry does it; nothing is drawn, nobody gets a strike."""
        check_power(interaction, "manage_guild")
        say, lists = self._say(interaction), await self._lists(interaction)
        locale = language(interaction_context.locale(interaction))
        written = modal_values.text(interaction, "prompt")
        prompt = with_names(written, names_by_interaction(interaction, written, self._texts, locale))
        chosen = modal_values.first(interaction, "channel") or ""
        channel = self._channel(interaction, wire_id(chosen) or interaction.channel_id or 0)
        strictness = lists.strictness(_ids(channel), is_age_restricted=_is_age_restricted(channel))
        verdict = await self._words.verdict(interaction.guild_id or 0, lists, prompt, strictness)
        tried = TriedPrompt(
            prompt=prompt, channel_id=channel.id if channel else 0, strictness=strictness, verdict=verdict
        )
        await self._responses.defer(interaction, thinking=False)
        await self._redraw(interaction, (tried.text(say),))

    # channels

    async def set_strictness(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Make the chosen channels stricter or laxer, and no others; raises NotAgeRestricted or ChangedMeanwhile."""
        check_power(interaction, "manage_guild")
        await self._guild_configs.as_seen(interaction.guild_id or 0, "words", event.argument)
        strictness = Strictness.STRICTER if event.verb == "wordsstrict" else Strictness.LAXER
        channels = [found for each in event.values if (found := self._channel(interaction, chosen_id([each])))]
        if strictness is Strictness.LAXER:
            for channel in channels:
                if not _is_age_restricted(channel):
                    raise NotAgeRestricted(channel=channel.mention)
        ids = [channel.id for channel in channels]
        guild_id, by_user = interaction.guild_id or 0, interaction.user.id
        await self._words.set_strictness(guild_id, ids, strictness, by_user=by_user)
        say = self._say(interaction)
        view = await self._panel(interaction, saved(say("setup-saved"), say))
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    # inside

    def _say(self, interaction: discord.Interaction) -> Say:
        return partial(self._responses.text, interaction)

    async def _lists(self, interaction: discord.Interaction) -> WordLists:
        return (await self._guild_configs.of(interaction.guild_id or 0)).words

    async def _panel(self, interaction: discord.Interaction, note: Sequence[str] = ()) -> discord.ui.LayoutView:
        config = await self._guild_configs.of(interaction.guild_id or 0)
        return WordsPanel(
            say=self._say(interaction),
            guild_id=interaction.guild_id or 0,
            lists=config.words,
            standing=self._standing(interaction, config.words),
            takes_questions=config.log.channel(LogKind.QUESTIONS) != 0,
            note=note,
            mark=config.mark("words"),
        ).view()

    async def _redraw(self, interaction: discord.Interaction, note: Sequence[str]) -> None:
        await self._responses.fill_private(interaction, await self._panel(interaction, note))

    def _standing(self, interaction: discord.Interaction, lists: WordLists) -> Standing:
        """Return which channels are not what they were; a server in an outage has none that could be told."""
        if interaction.guild is None or interaction.guild.unavailable:
            return Standing()
        ids = (*lists.stricter, *lists.laxer)
        found = {each: self._channel(interaction, each) for each in ids}
        tame = [each for each in lists.laxer if found[each] is not None and not _is_age_restricted(found[each])]
        return Standing(gone=sum(1 for each in ids if found[each] is None), not_laxer=tame)

    def _channel(
        self, interaction: discord.Interaction, channel_id: int
    ) -> discord.abc.GuildChannel | discord.Thread | None:
        return interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None


def _ids(channel: discord.abc.GuildChannel | discord.Thread | None) -> tuple[int, ...]:
    if channel is None:
        return ()
    return (channel.id, channel.parent_id) if isinstance(channel, discord.Thread) else (channel.id,)


def _is_age_restricted(channel: discord.abc.GuildChannel | discord.Thread | None) -> bool:
    return bool(getattr(channel, "is_nsfw", lambda: False)())


def _as_text(data: bytes) -> str:
    """Return a file's text; raises BadWordFile for what is not UTF-8, or no text at all."""
    if len(data) > FILE_BYTES:
        raise BadWordFile(reason="big")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadWordFile(reason="text") from None
    if "\0" in text:
        raise BadWordFile(reason="text")
    return text


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Words(bot)
    opened = dict.fromkeys(("wordsadd", "wordsdrop", "wordstry"), cog.ask_entries)
    channels = dict.fromkeys(("wordsstrict", "wordslax"), cog.set_strictness)
    bot.router.add(
        private={"words": cog.open, "wordslist": cog.list_entries, **opened, **channels},
        forms={"wordsadd": cog.add, "wordsdrop": cog.drop, "wordstry": cog.try_prompt},
    )
    bot.surface.setup.add(
        SetupSection(
            verb="words",
            label_id="button-words",
            emoji="💬",
            position=30,
            lines=cog.lines,
            section="words",
            sentences=sentences,
        )
    )
    await bot.add_cog(cog)
