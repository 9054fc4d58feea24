"""What the demo's page offers to try: a dozen cards, and further endings below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import discord

from bot.domain.catalog import BUILT_IN, Offer
from bot.i18n import Texts, language

CARD = ":more:"  # in the id of a button that only a card with its pictures has


class Example(NamedTuple):
    """One thing to try: its texts' id, and its order; or a reply to a card, somebody's order to moderate, or /setup."""

    text_id: str
    command: str = "banana"
    pictures: int = 1
    does: str = "order"  # or reply, moderate, or setup
    photo: str = ""


DOZEN = (
    Example("example-four", pictures=4),
    Example("example-photo", photo="/static/samples/coffee.jpg"),
    Example("example-reply", does="reply"),
    Example("example-model", "banana-pro"),
    Example("example-wait"),
    Example("example-too-late"),
    Example("example-moderator", does="moderate"),
    Example("example-fewer", pictures=4),
    Example("example-refused"),
    Example("example-failed"),
    Example("example-unclear"),
    Example("example-badkey"),
)
MORE = (
    Example("example-setup", does="setup"),
    Example("example-huge"),
    Example("example-busy"),
    Example("example-expired"),
    Example("example-nocredits"),
    Example("example-long"),
)


def languages(texts: Texts) -> dict[str, str]:
    """Return the names of the bot's languages, each by a locale of Discord that the bot answers in it."""
    locales = {language(locale.value, default=""): locale.value for locale in reversed(list(discord.Locale))}
    return {locales[ours]: name for ours, name in texts.language_names().items()}


def tries(offer: Offer, texts: Texts) -> tuple[dict[str, Any], ...]:
    """Return what the page offers to try, with its labels and prompts in every language."""
    locales = languages(texts)

    def view(each: Example, *, has_card: bool) -> dict[str, Any]:
        title = offer.model(each.command).title
        return {
            "labels": {locale: texts.text(locale, each.text_id, model=title) for locale in locales},
            "prompts": {locale: texts.text(locale, f"{each.text_id}-prompt") for locale in locales},
            "command": each.command,
            "options": {"count": each.pictures} if each.pictures > 1 else {},
            "does": each.does,
            "card": CARD,
            "photo": each.photo,
            "thumbnail": f"/static/tries/{each.text_id.removeprefix('example-')}.webp" if has_card else "",
        }

    dozen = [view(each, has_card=True) for each in DOZEN if offer.sells(each.command)]
    more = [view(each, has_card=False) for each in (*MORE, *_further_models(offer)) if offer.sells(each.command)]
    return (*dozen, *more)


def _further_models(offer: Offer) -> Iterator[Example]:
    """Yield one example for each model that is not built in."""
    known = {model.name for model in BUILT_IN}
    for name in (model.name for model in offer.models if model.name not in known):
        yield Example("example-model", name)
