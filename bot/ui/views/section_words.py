"""A server's settings in words, pure: profiles, the last changes and imports say by them what becomes another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.catalog import Offer
from bot.domain.guild_config import SECTIONS, CardDefaults
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Rules
from bot.i18n import Texts
from bot.ui.views.rule_sentences import RuleSentences

MOST_SHOWN = 12  # sentences of one section that become others


@dataclass(frozen=True, kw_only=True)
class SectionWords:
    """The sentences in one language."""

    texts: Texts
    locale: str
    offer: Offer = Offer()
    told: Mapping[type[Any], Callable[[Any, Callable[..., str]], Sequence[str]]] = field(default_factory=dict)
    caps: OwnerLimits | None = None  # what no rule exceeds, said where one would

    def sentences(self, value: object) -> Sequence[str]:
        """Return what a section says; nothing where it leaves everything as it is without it."""
        if isinstance(value, Rules):
            return RuleSentences(say=self.text, offer=self.offer, caps=self.caps).all(value)
        told = self.told.get(type(value))
        return told(value, self.text) if told else []

    def title(self, section: str) -> str:
        """Return what a section is about."""
        return self.text("setup-section", section=section)

    def difference(self, before: object, after: object) -> Sequence[str]:
        """Return what goes and what comes; a section that can no longer be read says nothing."""
        old, new = (self.sentences(each) for each in (before, after))
        gone = [self.text("setup-minus", sentence=each) for each in old if each not in new]
        fresh = [self.text("setup-plus", sentence=each) for each in new if each not in old]
        told = [*gone, *fresh] or ([self.text("setup-changed")] if before != after else [])
        more = len(told) - MOST_SHOWN
        return told if more <= 0 else [*told[:MOST_SHOWN], self.text("setup-more-lines", count=more)]

    def differences(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
        """Return the same for several sections, each under its title, in their order."""
        found: list[str] = []
        for name in SECTIONS:
            if name in after and before[name] != after[name]:
                found += [f"**{self.title(name)}**", *self.difference(before[name], after[name])]
        return found

    def text(self, text_id: str, **values: object) -> str:
        """Return a sentence."""
        return self.texts.text(self.locale, text_id, **values)


def cards(value: CardDefaults, say: Callable[..., str]) -> Sequence[str]:
    """Return how a server's cards look; nothing where it is the usual."""
    said = [say("setup-cards-locale", language=value.locale)] if value.locale else []
    if value.spoiler_channels:
        channels = ", ".join(f"<#{channel_id}>" for channel_id in sorted(value.spoiler_channels))
        said.append(say("setup-cards-spoilers", channels=channels))
    return said
