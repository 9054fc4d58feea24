"""A member's preferences, pure: how they are stored, and what they make of an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from bot.domain.catalog import COUNTS, FORMATS, INPUT_RATIO, PREFERRED, Offer
from bot.i18n import LOCALES

AUTO = "auto"  # the language of the member's own Discord


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """One member's preferences, over all servers; None: as the commands say."""

    notify: bool = True  # to be mentioned when something that took long is done
    ratio: str | None = None
    count: int | None = None
    format: str | None = None
    language: str = AUTO
    at_once: bool = False  # draw without asking, where there would be a question
    own_only: bool = False  # nobody else uses their pictures as an input

    @classmethod
    def read(cls, kept: Mapping[str, object]) -> Preferences:
        """Return the stored preferences; unknown keys and values that make no sense are left out."""
        known = {name: kept[name] for name, makes_sense in _SENSE.items() if makes_sense(kept.get(name))}
        return cls(**known)  # type: ignore[arg-type]

    def kept(self) -> Mapping[str, object]:
        """Return the preferences as they are stored."""
        return asdict(self)

    def offered(self, offer: Offer) -> Preferences:
        """Return the same without what this bot doesn't sell (any more)."""
        if self == Preferences():
            return self
        sold = {option.name: option.choices for option in offer.preferred()}
        gone = {
            option.name: None for option in PREFERRED if getattr(self, option.name) not in sold.get(option.name, ())
        }
        return Preferences.read({**self.kept(), **gone})

    def locale(self, discords: str) -> str:
        """Return the language to speak, given that of the member's Discord."""
        return discords if self.language == AUTO else self.language


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 10


_SENSE: Mapping[str, Callable[[object], bool]] = {
    "notify": lambda value: isinstance(value, bool),
    "ratio": lambda value: _is_text(value) and value != INPUT_RATIO,
    "count": lambda value: isinstance(value, int) and not isinstance(value, bool) and value in COUNTS,
    "format": lambda value: value in FORMATS,
    "language": lambda value: value in (AUTO, *LOCALES),
    "at_once": lambda value: isinstance(value, bool),
    "own_only": lambda value: isinstance(value, bool),
}
