"""Every string a member sees, by id, in the languages of `locales/`."""

from __future__ import annotations

import re
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LOCALES = ("en", "fr")
FOLDER = Path(__file__).parent / "locales"


class Texts:
    """The sentences; an id that is missing is a bug that a test catches, so it raises KeyError."""

    def __init__(self) -> None:
        self._bundles = {locale: _bundle(locale) for locale in LOCALES}

    def text(self, locale: str, text_id: str, **values: object) -> str:
        """Return a sentence in a language."""
        bundle = self._bundles[language(locale)]
        pattern = bundle.get_message(text_id).value
        if pattern is None:
            raise KeyError(text_id)
        sentence, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise KeyError(f"{text_id}: {errors[0]}")
        return _typeset(str(sentence)) if language(locale) == "fr" else str(sentence)

    def has(self, text_id: str) -> bool:
        """Return True if there is such a sentence."""
        return self._bundles[LOCALES[0]].has_message(text_id)


def language(locale: str | None, default: str = "en") -> str:
    """Return the language of ours for one of Discord's locales, like `fr` or `en-GB`."""
    name = (locale or "").split("-")[0].lower()
    return name if name in LOCALES else default


def first_language(*locales: str | None, default: str = "en") -> str:
    """Return our language for the first locale that is one of ours."""
    for locale in locales:
        if (locale or "").split("-")[0].lower() in LOCALES:
            return language(locale)
    return default


def _typeset(sentence: str) -> str:
    """Keep French punctuation with its word: a narrow space that does not break."""
    return re.sub(r" (?=[;:!?»](?:\s|$))", "\u202f", sentence)


def _bundle(locale: str) -> FluentBundle:
    bundle = FluentBundle([locale], use_isolating=False)
    bundle.add_resource(FluentResource(source(locale)))
    return bundle


def source(locale: str) -> str:
    """Return all the sentences of a language as they are written."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob(f"{locale}*.ftl")))
