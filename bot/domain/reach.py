"""Where, and by whom, the bot can really be used in a server, pure: what its Integrations page and its channels say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """A channel in which members can write, or in its threads alone."""

    channel_id: int
    writers: frozenset[int]  # the roles whose members may write and use commands there; the server's own is everyone's
    missing: tuple[str, ...] = ()  # what the bot lacks there, as Discord's API names it
    missing_in_threads: tuple[str, ...] = ()  # what it lacks for the channel's threads alone


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who can use a command somewhere: everyone but some roles, some roles alone, or administrators alone."""

    is_everyone: bool
    role_ids: tuple[int, ...] = ()  # with everyone: those who can't

    @property
    def is_nobody(self) -> bool:
        """True if it is left to administrators."""
        return not self.is_everyone and not self.role_ids


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Where each audience can use a command; the places of an audience in the server's order."""

    places: Mapping[Audience, Sequence[int]]


#: Whether who has a role and no other may use a command in a channel, by the server's Integrations page.
Allows = Callable[[int, int], bool]


def reach(guild_id: int, places: Iterable[Place], role_ids: Sequence[int], allows: Allows) -> Reach:
    """Return who can use a command where; `role_ids` in the server's order, without its own.

    Where the bot lacks a right nobody can use it.
    """
    found: dict[Audience, list[int]] = {}
    for place in (each for each in places if each.writers and not each.missing):
        found.setdefault(_audience(guild_id, place, role_ids, allows), []).append(place.channel_id)
    return Reach(places=found)


def _audience(guild_id: int, place: Place, role_ids: Sequence[int], allows: Allows) -> Audience:
    def can(role_id: int) -> bool:
        return role_id in place.writers and allows(role_id, place.channel_id)

    if can(guild_id):
        return Audience(is_everyone=True, role_ids=tuple(one for one in role_ids if not can(one)))
    return Audience(is_everyone=False, role_ids=tuple(one for one in role_ids if can(one)))


def lacking(places: Iterable[Place]) -> Mapping[str, Sequence[int]]:
    """Return the channels in which the bot lacks a right, by the right."""
    found: dict[str, list[int]] = {}
    for place in places:
        for right in (*place.missing, *place.missing_in_threads):
            found.setdefault(right, []).append(place.channel_id)
    return found
