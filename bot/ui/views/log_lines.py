"""A line of a server's log, pure: an event in, one line of ordinary text out, which Discord's search knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.catalog import Offer
from bot.domain.guild_log import LogKind, LogLine
from bot.domain.jobs import Job
from bot.domain.limits import MOST_OPTIONS, OPTION_LENGTH
from bot.i18n import Texts
from bot.ui.views import formatting

CONTENT_LENGTH = 2_000  # of a message's text: https://docs.discord.com/developers/resources/message#create-message
WORDS_LENGTH = 90
ICONS = {
    LogKind.FINISHED: "🖼️",
    LogKind.REFUSED: "⛔",
    LogKind.REPORTS: "🚩",
    LogKind.ACTS: "🔨",
    LogKind.SETTINGS: "🔧",
    LogKind.MONEY: "💰",
    LogKind.QUESTIONS: "🙋",
}
UNFINISHED = {"failed": "⚠️", "cancelled": "✖️"}
LINK = "↗"


@dataclass(frozen=True, kw_only=True)
class LogView:
    """Writes lines in one language."""

    texts: Texts
    offer: Offer
    locale: str

    def say(self, text_id: str, **values: object) -> str:
        """Return a sentence in the log's language."""
        return self.texts.text(self.locale, text_id, **values)

    def line(
        self, line: LogLine, job: Job | None, names: Mapping[int, str], *, dollars: str = "", change: str = ""
    ) -> str:
        """Return a line; `names` are people's, by their ids.

        `dollars`: what an order cost in money. `change`: what a moderator set, in words.
        """
        writing = _Writing(view=self, line=line, job=job, names=names, dollars=dollars, change=change)
        return f"<t:{line.at // 1000}:t> {self.icon(line)} {' · '.join(filter(None, writing.parts()))}"

    def icon(self, line: LogLine) -> str:
        """Return what a line begins with."""
        return UNFINISHED.get(line.what, ICONS[line.kind]) if line.kind is LogKind.FINISHED else ICONS[line.kind]

    def options(self, lines: Sequence[LogLine], names: Mapping[int, str]) -> list[discord.SelectOption]:
        """Return the lines of a message that somebody can act on, by their place."""
        acted_on = [line for line in lines if line.job_id or line.user_id][:MOST_OPTIONS]
        return [self.option(line, names) for line in acted_on]

    def option(self, line: LogLine, names: Mapping[int, str]) -> discord.SelectOption:
        """Return a line as a choice, without a member's words."""
        name = names.get(line.user_id) or self.say("log-nobody")
        model, count = str(line.facts.get("model", "")), int(line.facts.get("count", 1))
        what = self.ordered(model, count) if model else self.say(f"log-kind-{line.kind}")
        label = f"{line.place + 1} · {name} · {what}"[:OPTION_LENGTH]
        return discord.SelectOption(label=label, value=str(line.place), emoji=self.icon(line))

    def ordered(self, model: str, count: int) -> str:
        """Return what was ordered: a model, and how many pictures if several."""
        title = self.offer.model(model).title
        return f"{title} ×{count}" if count > 1 else title


@dataclass(frozen=True, kw_only=True)
class _Writing:
    view: LogView
    line: LogLine
    job: Job | None
    names: Mapping[int, str]
    dollars: str
    change: str

    def parts(self) -> Iterator[str]:
        match self.line.kind:
            case LogKind.FINISHED:
                yield from self._finished()
            case LogKind.REFUSED:
                yield from self._refused()
            case _:
                yield self._sentence()
                yield self._words()
                yield "" if self.line.kind is LogKind.REPORTS else self._where()
        yield f"{self.line.times}×" if self.line.times > 1 else ""

    def _finished(self) -> Iterator[str]:
        facts = self.line.facts
        yield self._name(self.line.user_id)
        yield self.view.ordered(str(facts.get("model", "")), int(facts.get("count", 1)))
        yield self._ending()
        yield self._money(int(facts.get("charged", 0)))
        yield self._words()
        yield self._where()

    def _ending(self) -> str:
        what, facts = self.line.what, self.line.facts
        if what == "succeeded":
            return self.view.say("log-finished-late") if facts.get("late") else ""
        detail = facts.get("failure") or facts.get("cancelled_by")
        told = f"log-finished-{detail}".replace("_", "-")
        return self.view.say(told if detail and self.view.texts.has(told) else f"log-finished-{what}")

    def _money(self, charged: int) -> str:
        if not charged:
            return self.view.say("log-nothing-charged")
        return f"{formatting.price(charged)} ({self.dollars})" if self.dollars else formatting.price(charged)

    def _refused(self) -> Iterator[str]:
        yield self._name(self.line.user_id)
        told = f"log-refused-{self.line.what}"
        yield self._sentence() if self.view.texts.has(told) else self.view.say("log-refused-other")
        yield self._words()
        yield self.view.say("log-nothing-charged")
        yield self._where()

    def _sentence(self) -> str:
        values = {name: _written(name, value) for name, value in self.line.facts.items()}
        members = {"by": self._name(self.line.by_user), "user": self._name(self.line.user_id)}
        text_id = f"log-{self.line.kind}-{self.line.what}"
        if self.change:
            return f"{members['by']}: {self.change}"
        if not self.view.texts.has(text_id):
            return f"{members['by']}: {formatting.escape(self.line.what)}"
        try:
            return self.view.say(text_id, **values, **members, picture=self._link() or LINK)
        except KeyError:  # a row without what the sentence names holds up no other
            return f"{members['by']}: {formatting.escape(self.line.what)}"

    def _name(self, user_id: int) -> str:
        return formatting.escape(self.names.get(user_id) or self.view.say("log-nobody"))

    def _words(self) -> str:
        if self.line.is_blank:
            return self.view.say("log-deleted")
        if self.line.is_aged:
            return self.view.say("log-aged")
        of_job = self.job.prompt if self.job is not None and self.line.kind is not LogKind.REPORTS else ""
        words = self.line.words or of_job
        return self.view.say("log-words", words=formatting.one_line(words, WORDS_LENGTH)) if words else ""

    def _where(self) -> str:
        channel = f"<#{self.line.channel_id}>" if self.line.channel_id else ""
        return " ".join(filter(None, (channel, self._link())))

    def _link(self) -> str:
        if self.job is None or not self.job.message_id or self.line.is_blank:
            return ""
        return f"[{LINK}]({formatting.link(self.job.guild_id, self.job.channel_id, self.job.message_id)})"


def _role(value: Any) -> str:  # noqa: ANN401 - as JSON holds it
    return f"<@&{value}>"


def _channel(value: Any) -> str:  # noqa: ANN401
    return f"<#{value}>"


#: How a fact is written, by its name; any other text is literal.
WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "role": _role,
    "role_id": _role,
    "channel": _channel,
    "channel_id": _channel,
    "until": formatting.relative,
    "again_at": formatting.relative,
    "since": formatting.date,
}


def _written(name: str, value: object) -> object:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if write := WRITTEN.get(name):
        return write(value)
    return formatting.escape(" ".join(value.split())) if isinstance(value, str) else value


def fitting(lines: Sequence[str], *, files: Sequence[int], most_files: int) -> int:
    """Return how many of these lines, the first ones, one message takes, given how many files go with each.

    A line that is too long by itself counts: the caller cuts it.
    """
    length, count, attached = 0, 0, 0
    for text, own in zip(lines, files, strict=True):
        length += units(text) + (1 if count else 0)
        attached += own
        if count and (length > CONTENT_LENGTH or attached > most_files):
            break
        count += 1
        if count == MOST_OPTIONS:
            break
    return count


def units(text: str) -> int:
    """Return a text's length as Discord's clients count it: in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def body(lines: Sequence[str]) -> str:
    """Return lines as the text of one message."""
    return "\n".join(lines)[:CONTENT_LENGTH]
