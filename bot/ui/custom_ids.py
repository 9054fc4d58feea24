"""The buttons and menus under a card: all they know stands in their id, so that they outlive every restart.

The grammar is `img1:<verb>:<subject>[:<n>][@<mark>]`, of a menu `img1:pick-<verb>:…`; `img1` is its version, since
messages outlive releases, and the mark on a card says which data folder it belongs to. The subject is the id of a job,
a pending order, a search or a member: the verb knows.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import discord

from bot.domain.folder_mark import FolderMark
from bot.domain.limits import LABEL_LENGTH, LAST_ID, MOST_OPTIONS
from bot.ui.discord_internals import WireButton, WireChannelSelect, WireRoleSelect, WireSelect, WireUserSelect

LARGEST_ARGUMENT = 9_999
WIRED = (WireButton, WireSelect, WireRoleSelect, WireChannelSelect, WireUserSelect)
GRAMMAR = re.compile(r"img1:(?:pick-)?([a-z]{1,20}):([0-9]{1,19})(?::([0-9]{1,4}))?(?:@([a-z0-9]{10}))?")


@dataclass(frozen=True, kw_only=True)
class ComponentEvent:
    """A button pressed, an option chosen or a form sent."""

    verb: str
    subject_id: int  # of a job, a pending order, a member …: the verb knows
    argument: int = 0  # a picture's position, a page, a price …
    values: tuple[str, ...] = ()  # of a menu
    mark: str = ""  # of the data folder and the process that posted the card

    @property
    def chosen_id(self) -> int:
        """The id that was chosen of a menu; 0 for none, and for what is none."""
        return wire_id(next(iter(self.values), ""))


V = TypeVar("V", discord.ui.View, discord.ui.LayoutView)
Handler = Callable[[discord.Interaction, ComponentEvent], Awaitable[None]]


def wire_id(text: str) -> int:
    """Return an id that was chosen; 0 for anything else, since what comes from the wire may be made up."""
    return number if text.isascii() and text.isdecimal() and (number := int(text[:20])) <= LAST_ID else 0


def write(verb: str, subject_id: int, n: int | None = None, *, mark: FolderMark | None = None) -> str:
    """Return the id of a button or a menu."""
    said = f"img1:{verb}:{subject_id}" if n is None else f"img1:{verb}:{subject_id}:{n}"
    return said if mark is None else f"{said}@{mark}"


def job_button(
    verb: str,
    job_id: int,
    *,
    label: str,
    emoji: str | None = None,
    n: int | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> WireButton:
    """Return a new button for a job."""
    return WireButton(label=label[:LABEL_LENGTH], emoji=emoji, style=style, custom_id=write(verb, job_id, n))


def job_menu(
    verb: str, job_id: int, *, placeholder: str, options: Sequence[discord.SelectOption], n: int | None = None
) -> WireSelect:
    """Return a new menu for a job: one of its options may be chosen."""
    return WireSelect(
        placeholder=placeholder[:150],
        options=list(options)[:MOST_OPTIONS],
        custom_id=write(f"pick-{verb}", job_id, n),
    )


L = TypeVar("L", WireRoleSelect, WireChannelSelect, WireUserSelect)


def list_menu(
    kind: type[L],
    verb: str,
    subject_id: int,
    *,
    placeholder: str,
    chosen: Iterable[int] = (),
    least: int = 0,
    most: int = 1,
    n: int | None = None,
    **fields: Any,  # noqa: ANN401
) -> L:
    """Return a new menu that Discord fills with a server's roles, channels or members; none may be chosen, too."""
    custom_id = write(f"pick-{verb}", subject_id, n)
    return kind(
        placeholder=placeholder[:150],
        custom_id=custom_id,
        min_values=least,
        max_values=most,
        default_values=[_default(kind, each) for each in chosen][:most],
        **fields,
    )


def _default(kind: type[Any], object_id: int) -> discord.SelectDefaultValue:
    types = {
        WireRoleSelect: discord.SelectDefaultValueType.role,
        WireChannelSelect: discord.SelectDefaultValueType.channel,
        WireUserSelect: discord.SelectDefaultValueType.user,
    }
    return discord.SelectDefaultValue(id=object_id, type=types[kind])


def read(interaction: discord.Interaction) -> ComponentEvent | None:
    """Return what was pressed, chosen or sent, from the wire; None where the id is none of ours."""
    data: Any = interaction.data or {}
    event = parse(str(data.get("custom_id", "")))
    chosen = data.get("values")
    if event is None or not isinstance(chosen, list):
        return event
    return replace(event, values=tuple(str(value) for value in chosen[:MOST_OPTIONS]))


def parse(custom_id: str) -> ComponentEvent | None:
    """Return what an id of ours says: a button's, a menu's or a form's."""
    match = GRAMMAR.fullmatch(custom_id)
    if match is None:
        return None
    verb, subject_id, argument, mark = match.groups()
    return ComponentEvent(verb=verb, subject_id=int(subject_id), argument=int(argument or 0), mark=mark or "")


def stamp(view: V, mark: FolderMark) -> V:
    """Put the mark of our data folder into the id of every button and menu."""
    for item in view.walk_children():
        if isinstance(item, WIRED) and item.custom_id:
            item.custom_id = f"{item.custom_id}@{mark}"
    return view


def job_on(message: discord.Message) -> int:
    """Return the job whose buttons a message carries; 0 where it carries none."""
    return next(iter(jobs_on(message)), 0) if message.flags.components_v2 else 0


def jobs_on(message: discord.Message) -> tuple[int, ...]:
    """Return the jobs that a message's buttons and menus are for, as Discord keeps them."""
    return tuple(event.subject_id for event in presses_on(message))


def presses_on(message: discord.Message) -> Iterator[ComponentEvent]:
    """Yield what a message's buttons and menus say, as Discord keeps them."""
    yield from filter(None, (parse(custom_id) for custom_id in _ids(message.components)))


def _ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _ids(getattr(component, "children", ()))
        yield from _ids(filter(None, (getattr(component, "accessory", None),)))
