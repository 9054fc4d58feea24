"""A setting as the field of a dataclass: its default, how its text is read, what it means, and its variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from bot.runtime.secret import Secret

T = TypeVar("T")
OF_SETTING = "setting"


@dataclass(frozen=True, kw_only=True)
class Field(Generic[T]):
    """What a setting is, beside its name."""

    default: T
    read: Callable[[str], T]  # of a text that is not empty; raises ValueError in words
    description: str
    also: tuple[str, ...] = ()  # further variables that it is read from, in small letters

    @property
    def is_secret(self) -> bool:
        """True if it is shown nowhere."""
        return isinstance(self.default, Secret)


def setting(default: T, read: Callable[[str], T], description: str, *, also: tuple[str, ...] = ()) -> T:
    """Return what declares a setting in a dataclass."""
    declared = Field(default=default, read=read, description=description, also=also)
    made: T = field(default_factory=lambda: default, metadata={OF_SETTING: declared})
    return made


def fields_of(settings: type[Any]) -> Mapping[str, Field[Any]]:
    """Return the settings that a dataclass declares, by name."""
    return {each.name: each.metadata[OF_SETTING] for each in fields(settings)}
