"""What /setup says of where the bot can be used, pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.reach import Audience, Place, Reach, lacking

NAMED = 6  # channels or roles in one sentence; the rest is counted
Text = Callable[..., str]


@dataclass(frozen=True, kw_only=True)
class ReachLines:
    """The sentences about one server."""

    bot_name: str
    reaches: Mapping[str, Reach]  # by the command that draws
    places: Sequence[Place]
    is_known: bool  # what the server's Integrations page says
    members: Mapping[int, bool]  # for whom by themselves it says that they may, or not
    text: Text

    def lines(self) -> Iterator[str]:
        """Yield what holds, then what is missing."""
        yield from self._audiences()
        if not self.is_known:
            yield self.text("setup-reach-unknown")
        for may in (True, False):
            if names := [f"<@{user_id}>" for user_id, allowed in self.members.items() if allowed is may]:
                text_id = "setup-reach-members-may" if may else "setup-reach-members-may-not"
                yield self.text(text_id, members=self.listed(names))
        yield self.text("setup-reach-where", bot=self.bot_name)

    def warnings(self) -> Iterator[str]:
        """Yield which rights the bot lacks, and where they are given."""
        for right, channel_ids in lacking(self.places).items():
            yield self.text("setup-lacks", right=right, channels=self.channels(channel_ids), bot=self.bot_name)

    def _audiences(self) -> Iterator[str]:
        by_reach: dict[tuple[tuple[Audience, tuple[int, ...]], ...], list[str]] = {}
        for command, reach in self.reaches.items():
            said = tuple((audience, tuple(ids)) for audience, ids in reach.places.items())
            by_reach.setdefault(said, []).append(f"`/{command}`")
        if not any(by_reach):
            yield self.text("setup-reach-none")
        for said, commands in by_reach.items():
            if len(by_reach) > 1:
                yield self.text("setup-reach-command", commands=self.listed(commands))
            for audience, channel_ids in sorted(said, key=lambda each: (not each[0].is_everyone, -len(each[1]))):
                yield self._sentence(audience, channel_ids)

    def _sentence(self, audience: Audience, channel_ids: Sequence[int]) -> str:
        everywhere = len(channel_ids) == len(self.places) > 1
        text_id = "setup-reach-nobody" if audience.is_nobody else "setup-reach-roles"
        if audience.is_everyone:
            text_id = "setup-reach-but" if audience.role_ids else "setup-reach-everyone"
        return self.text(
            text_id,
            channels=self.text("setup-everywhere") if everywhere else self.channels(channel_ids),
            roles=self.listed([f"<@&{role_id}>" for role_id in audience.role_ids]),
        )

    def channels(self, channel_ids: Sequence[int]) -> str:
        """Return channels as one part of a sentence."""
        return self.listed([f"<#{channel_id}>" for channel_id in channel_ids])

    def listed(self, parts: Sequence[str]) -> str:
        """Return several things as one part of a sentence, at most six of them by name."""
        named, more = list(parts[:NAMED]), len(parts) - NAMED
        if more > 0:
            return self.text("setup-more", most=", ".join(named), count=more)
        return named[0] if len(named) == 1 else self._joined(named) if named else ""

    def _joined(self, named: Sequence[str]) -> str:
        return self.text("quota-and", most=", ".join(named[:-1]), last=named[-1])
