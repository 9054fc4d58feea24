"""The buttons and menus under a card: all they know stands in their id, so that they outlive every restart.

The grammar is `img1:<verb>:<job>[:<n>]`, of a menu `img1:pick-<verb>:<job>[:<n>]`; `img1` is its version, since
messages outlive releases. What stands for a job may also be a draft: the verb knows.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord

if TYPE_CHECKING:
    from bot.ui.client import BananaBot

TAIL = r"(?P<verb>[a-z]+):(?P<job>\d{1,20})(?::(?P<n>\d{1,4}))?"
BUTTON = rf"img1:{TAIL}"
MENU = rf"img1:pick-{TAIL}"


@dataclass(frozen=True, kw_only=True)
class Press:
    """What somebody pressed, chose or sent."""

    verb: str
    job_id: int
    n: int = 0  # a picture's position, a page …
    chosen: tuple[str, ...] = ()  # of a menu


Verb = Callable[[discord.Interaction, Press], Awaitable[None]]


class JobButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=BUTTON):
    """One button; what it does is decided when it is pressed."""

    def __init__(self, button: discord.ui.Button[discord.ui.LayoutView], *, press: Press) -> None:
        super().__init__(button)
        self.press = press

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Parse only: an error in here would be swallowed, and the person left without an answer."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101 - the id is on nothing else
        return cls(item, press=_read(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press on."""
        bot: BananaBot = interaction.client
        await bot.presses.press(interaction, self.press)


class JobMenu(discord.ui.DynamicItem[discord.ui.Select[discord.ui.LayoutView]], template=MENU):
    """One menu of choices; what they do is decided when they are made."""

    def __init__(self, menu: discord.ui.Select[discord.ui.LayoutView], *, press: Press) -> None:
        super().__init__(menu)
        self.press = press

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Parse only: an error in here would be swallowed, and the person left without an answer."""
        assert isinstance(item, discord.ui.Select)  # noqa: S101 - the id is on nothing else
        return cls(item, press=_read(match, interaction))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the choice on."""
        bot: BananaBot = interaction.client
        await bot.presses.press(interaction, self.press)


def job_button(
    verb: str,
    job_id: int,
    *,
    label: str,
    emoji: str | None = None,
    n: int | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> JobButton:
    """Return a new button for a job."""
    button: discord.ui.Button[discord.ui.LayoutView] = discord.ui.Button(
        label=label[:80], emoji=emoji, style=style, custom_id=_write(f"img1:{verb}", job_id, n)
    )
    return JobButton(button, press=Press(verb=verb, job_id=job_id, n=n or 0))


def job_menu(
    verb: str, job_id: int, *, placeholder: str, options: Sequence[discord.SelectOption], n: int | None = None
) -> JobMenu:
    """Return a new menu for a job: one of its options may be chosen."""
    menu: discord.ui.Select[discord.ui.LayoutView] = discord.ui.Select(
        placeholder=placeholder[:150], options=list(options)[:25], custom_id=_write(f"img1:pick-{verb}", job_id, n)
    )
    return JobMenu(menu, press=Press(verb=verb, job_id=job_id, n=n or 0))


def parse(custom_id: str) -> Press | None:
    """Return what one of our ids says: a button's, a menu's or a form's."""
    match = re.fullmatch(BUTTON, custom_id) or re.fullmatch(MENU, custom_id)
    return _read(match) if match else None


def _write(head: str, job_id: int, n: int | None) -> str:
    return f"{head}:{job_id}" if n is None else f"{head}:{job_id}:{n}"


def _read(match: re.Match[str], interaction: discord.Interaction[Any] | None = None) -> Press:
    data: Any = interaction.data if interaction else None
    chosen = tuple(str(value) for value in (data or {}).get("values", ()))
    return Press(verb=match["verb"], job_id=int(match["job"]), n=int(match["n"] or 0), chosen=chosen)
