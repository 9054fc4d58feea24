"""Every string a member sees, by id, in the languages of `locales/`.

Most are plain. Fluent is imported, and a sentence read by it, when one with values is first said.
"""

from __future__ import annotations

import asyncio
import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.i18n.currency import micros_text

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

FOLDER = Path(__file__).parent / "locales"
DEFAULT = "en"  # what is spoken where none of ours is asked for
#: The languages: each is a file like `fr.ftl`, further files of its own begin with its name, like `fr-pictures.ftl`.
LOCALES = (DEFAULT, *sorted({path.stem for path in FOLDER.glob("*.ftl") if "-" not in path.stem} - {DEFAULT}))
#: The marks that a language sets off with a narrow space, which must not break.
SPACED_MARKS = {"fr": ";:!?»"}

MOST_SAID = 500  # sentences that are kept with their values: a crowd's cards say the same ones
FLUENT = "fluent.runtime"
DAY_S = 86_400
ENTRY = re.compile(r"^([a-z][\w-]*) *=", re.MULTILINE)  # where a sentence begins; no sentence refers to another

#: One line without values, which needs no Fluent; empty lines and notes may follow.
PLAIN = re.compile(r"[\w-]+ *= *([^\s{][^{\n]*)(?:\n(?:[^ \t\n].*)?)*")


class Texts:
    """The sentences; an id that is missing is a bug that a test catches, so it raises KeyError."""

    def __init__(self) -> None:
        self._languages = {locale: _Language(locale) for locale in LOCALES}
        self._said = lru_cache(maxsize=MOST_SAID)(self._say)
        self._is_prepared = False

    def text(self, locale: str, text_id: str, **values: object) -> str:
        """Return a sentence in a language."""
        return self._said(language(locale), text_id, *values.items())

    def _say(self, ours: str, text_id: str, *values: tuple[str, object]) -> str:
        return _typeset(self._languages[ours].say(text_id, dict(values)), SPACED_MARKS.get(ours, ""))

    async def prepare(self) -> None:
        """Import Fluent on a thread where that is still to be done: the event loop would stand still for as long."""
        if not self._is_prepared:
            await asyncio.to_thread(importlib.import_module, FLUENT)
            self._is_prepared = True

    def language_names(self) -> dict[str, str]:
        """Return each language's name for itself."""
        return {locale: self.text(locale, "language-name") for locale in LOCALES}

    def has(self, text_id: str) -> bool:
        """Return True if there is such a sentence."""
        return self._languages[LOCALES[0]].has(text_id)


class _Language:
    """The sentences of one language, each read when it is first said: few of them ever are."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._sources = _entries(*sources(locale))

    @cached_property
    def _bundle(self) -> FluentBundle:
        from fluent.runtime import FluentBundle

        from bot.i18n.cldr import keep_what_is_used

        bundle = FluentBundle([self._locale], use_isolating=False, functions=_functions(self._locale, self._part))
        keep_what_is_used(self._locale)
        return bundle

    def has(self, text_id: str) -> bool:
        """Return True if there is such a sentence."""
        return text_id in self._sources

    def say(self, text_id: str, values: Mapping[str, object]) -> str:
        """Return a sentence with its values; raises KeyError where there is none, or it can't be said with them."""
        written = self._sources[text_id]
        if plain := PLAIN.fullmatch(written):
            return plain[1].rstrip()
        if not self._bundle.has_message(text_id):
            self._read(written)
        pattern = self._bundle.get_message(text_id).value
        if pattern is None:
            raise KeyError(text_id)
        sentence, errors = self._bundle.format_pattern(pattern, dict(values))
        if errors:
            raise KeyError(f"{text_id}: {errors[0]}")
        return str(sentence)

    def _read(self, written: str) -> None:
        from fluent.runtime import FluentResource

        self._bundle.add_resource(FluentResource(written))

    def _part(self, text_id: str, **values: object) -> str:
        return self.say(text_id, values)


def _entries(*texts: str) -> dict[str, str]:
    """Return sentences as they are written, by id; of two with one id the first counts."""
    entries: dict[str, str] = {}
    for text in texts:
        begins = [*ENTRY.finditer(text)]
        ends = (*(entry.start() for entry in begins[1:]), len(text))
        for entry, end in zip(begins, ends, strict=True):
            entries.setdefault(entry[1], text[entry.start() : end])
    return entries


def language(locale: str | None, default: str = DEFAULT) -> str:
    """Return the language of ours for one of Discord's locales, like `fr` or `en-GB`."""
    name = (locale or "").split("-")[0].lower()
    return name if name in LOCALES else default


def first_language(*locales: str | None, default: str = DEFAULT) -> str:
    """Return our language for the first locale that is one of ours."""
    for locale in locales:
        if ours := language(locale, default=""):
            return ours
    return default


def _typeset(sentence: str, marks: str) -> str:
    """Keep these marks with the word before their space."""
    return re.sub(rf" (?=[{marks}](?:\s|$))", "\u202f", sentence) if marks else sentence


def _functions(locale: str, say: Callable[..., str]) -> dict[str, Any]:
    """Return what sentences may call.

    MONEY($micros, $currency); PAID, the same in brackets after a space; PER($seconds), like `a day` and `in 30 days`.
    """

    def money(*of: Any) -> str:  # noqa: ANN401 - as the sentence has them
        micros, currency = of
        return micros_text(locale, int(micros), str(currency))

    def paid(*of: Any) -> str:  # noqa: ANN401
        amount = money(*of)
        return f" ({amount})" if amount else ""

    def per(seconds: Any) -> str:  # noqa: ANN401
        days, rest = divmod(int(seconds), DAY_S)
        if (days, rest) == (1, 0):
            return say("per-day")
        unit, count = ("hours", round(int(seconds) * 24 / DAY_S)) if rest else ("days", days)
        return say("per-period", period=say(f"period-{unit}", count=count))

    return {"MONEY": money, "PAID": paid, "PER": per}


def sources(locale: str) -> Iterator[str]:
    """Yield all the sentences of a language as they are written, file by file."""
    for path in (FOLDER / f"{locale}.ftl", *sorted(FOLDER.glob(f"{locale}-*.ftl"))):
        yield path.read_text(encoding="utf-8")
