"""Turns members' words and our numbers into text that Discord shows as it is meant."""

from __future__ import annotations

import re

from bot.domain.limits import TEXT_LENGTH
from bot.domain.text_cleaning import clean_name
from bot.domain.word_questions import LONGEST_SENTENCE
from bot.i18n import Texts

SHOWN_PROMPT = 300  # characters on the card; the rest is behind a button
SHOWN_LINES = 6
LONGEST_WORD = 30  # that is left out rather than cut
ALT_LENGTH = 1_024
LINK_LENGTH = 512  # of a button's address
_MARKS = re.compile(r"([\\*_~|`>#\-+\[\]()<@:])")
_NUMBERED = re.compile(r"^([^\S\n]*\d+)\.", re.MULTILINE)


def escape(text: str) -> str:
    """Make text literal: no markdown, mention, link or timestamp in it works."""
    return _NUMBERED.sub(r"\1\\.", _MARKS.sub(r"\\\1", text))


def is_cut(prompt: str) -> bool:
    """Return True if the card shows only the start of a prompt."""
    return len(prompt) > SHOWN_PROMPT or prompt.count("\n") >= SHOWN_LINES


def quote(prompt: str, *, whole: bool = False) -> str:
    """Return a prompt as a block quote, shortened unless `whole`."""
    if not whole and is_cut(prompt):
        prompt = "\n".join(_start(prompt, SHOWN_PROMPT).split("\n")[:SHOWN_LINES]).rstrip() + " …"
    return "\n".join(f"> {escape(line)}" for line in prompt.split("\n"))


def one_line(prompt: str, length: int = 90) -> str:
    """Return a prompt as one literal line, shortened."""
    plain = " ".join(prompt.split())
    return escape(plain if len(plain) <= length else _start(plain, length - 1).rstrip() + "…")


def sentence(text: str) -> str:
    """Return a moderator's own sentence as one literal line; "none" where there is none."""
    return one_line(text, LONGEST_SENTENCE) or "none"


def _start(text: str, length: int) -> str:
    """Return the start of a text, without the word that it would cut."""
    start = text[:length]
    if len(text) > length and not text[length].isspace():
        *before, word = re.split(r"\s+(?=\S*$)", start)
        return before[0] if before and len(word) <= LONGEST_WORD else start
    return start


def full_text(prompt: str) -> str:
    """Return a whole prompt as literal text that one message takes."""
    literal = escape(prompt)
    return literal if len(literal) <= TEXT_LENGTH else escape(prompt[: TEXT_LENGTH // 2])


def alt_text(prompt: str) -> str:
    """Return a prompt as a picture's description."""
    return prompt if len(prompt) <= ALT_LENGTH else prompt[: ALT_LENGTH - 1] + "…"


def price(credits: int) -> str:
    """Return an amount of credits that no line breaks in two."""
    return f"{credits}\u00a0🍌"


def relative(ms: int) -> str:
    """Return a moment that the reader's own client counts: "in 5 minutes", "2 seconds ago"."""
    return f"<t:{ms // 1000}:R>"


def until(ms: int) -> str:
    """Return a moment to come: how far away it is, and when that is."""
    return f"<t:{-(-ms // 1000)}:R> (<t:{-(-ms // 1000)}:f>)"


def date(ms: int) -> str:
    """Return a day as the reader's own client writes it."""
    return f"<t:{ms // 1000}:D>"


def mention(user_id: int) -> str:
    """Return a member's name as Discord draws it; `allowed_mentions` keeps it silent."""
    return f"<@{user_id}>" if user_id else "—"


def role(role_id: int) -> str:
    """Return a role's name as Discord draws it; of one that is gone Discord says so."""
    return f"<@&{role_id}>"


def link(guild_id: int, channel_id: int, message_id: int) -> str:
    """Return the address of a message."""
    return f"https://discord.com/channels/{guild_id or '@me'}/{channel_id}/{message_id}"


def is_link(url: str) -> bool:
    """Return True if a button may lead there."""
    return url.startswith(("https://", "http://")) and len(url) <= LINK_LENGTH


def is_secure_link(url: str) -> bool:
    """Return True if a button may lead there, and nobody on the way reads along."""
    return is_link(url) and url.startswith("https://")


def duration(texts: Texts, locale: str, seconds: float) -> str:
    """Return a span in words, in the unit that reads best."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= length and (unit != "minutes" or seconds >= 90):
            return texts.text(locale, f"period-{unit}", count=round(seconds / length))
    return texts.text(locale, "period-seconds", count=max(1, round(seconds)))


def window(texts: Texts, locale: str, seconds: float) -> str:
    """Return the time that a limit looks back on, like `in the last 24 hours`."""
    unit, length = ("hours", 3_600) if seconds % 86_400 else ("days", 86_400)
    return texts.text(locale, f"period-last-{unit}", count=max(1, round(seconds / length)))


def file_name(name: str) -> str:
    """Return a member's file name fit to stand between backticks."""
    return clean_name(name.replace("`", " "))[:80].strip() or "?"
