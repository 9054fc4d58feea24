"""The forms of a server's words: entries that are added or removed, and a prompt to try."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import discord

from bot.domain.catalog import PROMPT_LENGTH
from bot.domain.limits import TEXT_LENGTH
from bot.domain.word_questions import LONGEST_SENTENCE, Question
from bot.domain.words import LONGEST_ENTRY, WordList
from bot.ui.views import formatting
from bot.ui.views.modal_fields import Field, form
from bot.ui.views.words_panel import PLACES

Say = Callable[..., str]


def add_form(say: Say, guild_id: int) -> discord.ui.Modal:
    """Return the form for new entries: pasted, or as a file, and what they do."""
    options = [
        discord.RadioGroupOption(
            label=say("words-list", list=name.value), value=name.value, default=name is WordList.DENY
        )
        for name in WordList
    ]
    does: Field = discord.ui.RadioGroup(custom_id="list", options=options)
    fields = (*_entries(say, "form-words-add"), discord.ui.Label(text=say("form-words-list"), component=does))
    return form(say("modal-wordsadd"), f"img1:wordsadd:{guild_id}", fields)


def drop_form(say: Say, guild_id: int) -> discord.ui.Modal:
    """Return the form for entries that go."""
    return form(say("modal-wordsdrop"), f"img1:wordsdrop:{guild_id}", _entries(say, "form-words-drop"))


def try_form(say: Say, guild_id: int) -> discord.ui.Modal:
    """Return the form for a prompt to try, and a channel to try it in."""
    prompt: Field = discord.ui.TextInput(
        custom_id="prompt", style=discord.TextStyle.paragraph, min_length=1, max_length=PROMPT_LENGTH
    )
    channel: Field = discord.ui.ChannelSelect(custom_id="channel", channel_types=PLACES, required=False, min_values=0)
    fields = (
        discord.ui.Label(text=say("form-words-prompt"), component=prompt),
        discord.ui.Label(
            text=say("form-words-channel"), description=say("form-words-channel-description"), component=channel
        ),
    )
    return form(say("modal-wordstry"), f"img1:wordstry:{guild_id}", fields)


def always_form(say: Say, question: Question, proposal: str) -> discord.ui.Modal:
    """Return the form for what lets a question's prompt pass from now on."""
    entry: Field = discord.ui.TextInput(
        custom_id="entry", min_length=1, max_length=LONGEST_ENTRY, default=proposal[:LONGEST_ENTRY] or None
    )
    fields = (
        _prompt(question),
        discord.ui.Label(
            text=say("form-words-allow"), description=say("form-words-allow-description"), component=entry
        ),
    )
    return form(say("modal-wordsalways"), f"img1:wordsalways:{question.id}", fields)


def no_form(say: Say, question: Question) -> discord.ui.Modal:
    """Return the form for a no, with a sentence for the member."""
    sentence: Field = discord.ui.TextInput(
        custom_id="sentence",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=LONGEST_SENTENCE,
    )
    fields = (
        _prompt(question),
        discord.ui.Label(text=say("form-words-no"), description=say("form-words-no-description"), component=sentence),
    )
    return form(say("modal-wordsno"), f"img1:wordsno:{question.id}", fields)


def _prompt(question: Question) -> Field:
    return discord.ui.TextDisplay(formatting.quote(question.prompt, whole=True)[:TEXT_LENGTH])


def _entries(say: Say, label_id: str) -> Iterator[Field]:
    pasted: Field = discord.ui.TextInput(
        custom_id="entries",
        style=discord.TextStyle.paragraph,
        placeholder=say("form-words-placeholder"),
        required=False,
        max_length=TEXT_LENGTH,
    )
    file: Field = discord.ui.FileUpload(custom_id="file", required=False, min_values=0, max_values=1)
    yield discord.ui.Label(text=say(label_id), description=say("form-words-description"), component=pasted)
    yield discord.ui.Label(text=say("form-words-file"), description=say("form-words-file-description"), component=file)
