"""The orders that the demo's page offers to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import discord

from bot.domain.catalog import BUILT_IN, Offer
from bot.i18n import DEFAULT, Texts, language
from bot.simulators.higgsfield import DIRECTIVES

LONG = (
    "a harbour town at first light, seen from the hill: slate roofs wet from the night, one window lit, gulls over "
    "the fish market, a red boat coming in with its nets still out, fog lying in the lower streets, the church clock "
    "stopped at ten past four, washing forgotten on a line, an old man with a dog on the pier, everything in the "
    "muted colours of a hand-printed map"
)


class Example(NamedTuple):
    """An order to try on the page: its label's id, and a prompt or a directive of the simulated Higgsfield."""

    text_id: str
    prompt: str
    command: str = "banana"
    pictures: int = 1


EXAMPLES = (
    Example("example-picture", "a lighthouse in a storm, oil painting"),
    Example("example-four", "a still life with bananas", pictures=4),
    Example("example-model", "a botanical drawing of a fern", "banana-pro"),
    Example("example-yours", "make it a winter night"),
    Example("example-wait", "queue"),
    Example("example-too-late", "slow"),
    Example("example-refused", "refused"),
    Example("example-failed", "failed"),
    Example("example-fewer", "fewer", pictures=4),
    Example("example-huge", "huge"),
    Example("example-unclear", "unclear"),
    Example("example-busy", "busy"),
    Example("example-long", LONG),
    Example("example-badkey", "badkey"),
)


def languages() -> dict[str, str]:
    """Return the names of the bot's languages, each by a locale of Discord that the bot answers in it."""
    locales = {language(locale.value, default=""): locale.value for locale in reversed(list(discord.Locale))}
    return {locales[ours]: name for ours, name in Texts().language_names().items()}


def tries(offer: Offer) -> tuple[dict[str, Any], ...]:
    """Return the orders that the page offers to try, with their labels in every language."""
    texts, locales = Texts(), languages()

    def label(each: Example, locale: str) -> str:
        return texts.text(locale, each.text_id, model=offer.model(each.command).title)

    return tuple(
        {
            "label": label(each, DEFAULT),
            "labels": {locale: label(each, locale) for locale in locales},
            "command": each.command,
            "prompt": DIRECTIVES[each.prompt].example if each.prompt in DIRECTIVES else each.prompt,
            "options": {"count": each.pictures} if each.pictures > 1 else {},
        }
        for each in (*EXAMPLES, *_examples_of_more(offer))
        if offer.sells(each.command)
    )


def _examples_of_more(offer: Offer) -> Iterator[Example]:
    """Yield one example for each model that is not built in."""
    known = {model.name for model in BUILT_IN}
    for name in (model.name for model in offer.models if model.name not in known):
        yield Example("example-model", "a botanical drawing of a fern", name)
