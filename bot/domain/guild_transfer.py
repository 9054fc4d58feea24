"""A server's settings as one file, pure: what names a role or a channel in them, and how another server reads it.

What the file names is found by its id, else proposed by its name; what nothing is found for is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.guild_config import SECTIONS, CardDefaults, GuildConfig
from bot.domain.guild_files import LARGEST, BadGuildFile, Fault, read, read_names, written
from bot.domain.guild_log import LogKind, LogRoutes
from bot.domain.rules import Rule, Rules, Who
from bot.domain.setup_errors import ImportNewer, ImportTooLarge, ImportUnreadable
from bot.domain.words import WordLists


@dataclass(frozen=True, kw_only=True)
class Names:
    """The roles or the channels of a server, by their ids."""

    roles: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A role or a channel that the file names, and this server has not."""

    id: int
    is_role: bool
    name: str  # "": the file doesn't say
    proposed: int = 0  # what is called the same here; 0: nothing is


@dataclass(frozen=True, kw_only=True)
class Import:
    """What a file would set, as far as it is decided."""

    sections: Mapping[str, Any]  # as in the file
    references: Sequence[Reference]  # that were not found here
    decided: Mapping[int, int] = field(default_factory=dict)  # which of ours stands for one; 0: it is left out

    @property
    def open(self) -> Reference | None:
        """Return what is to be asked next; None: everything is decided."""
        return next((each for each in self.references if each.id not in self.decided), None)

    def deciding(self, reference_id: int, ours: int) -> Import:
        """Return the same with one more decided."""
        return replace(self, decided={**self.decided, reference_id: ours})

    def result(self) -> Mapping[str, Any]:
        """Return the sections as they are to be set here."""
        return {name: mapped(value, self.decided) for name, value in self.sections.items()}


def export(config: GuildConfig, here: Names, *, guild_id: int) -> str:
    """Return a server's settings as a file, with the names of what they name."""
    roles, channels = _named(getattr(config, name) for name in SECTIONS)
    names = {one: here.roles[one] for one in sorted(roles & here.roles.keys())}
    return written(
        config, guild_id=guild_id, names=names | {one: here.channels[one] for one in channels & here.channels.keys()}
    )


def read_import(data: bytes, here: Names) -> Import:
    """Return what a file would set; raises ImportTooLarge, ImportNewer or ImportUnreadable."""
    try:
        text = data.decode("utf-8-sig")
        sections = read(text)
        return Import(sections=sections, references=_missing(sections, read_names(text), here))
    except UnicodeDecodeError:
        raise ImportUnreadable(section=None) from None
    except BadGuildFile as error:
        refusals = {Fault.NEWER: ImportNewer(), Fault.TOO_LARGE: ImportTooLarge(most_kb=LARGEST // 1000)}
        raise refusals.get(error.fault, ImportUnreadable(section=error.section or None)) from None


def _missing(sections: Mapping[str, Any], names: Mapping[int, str], here: Names) -> Sequence[Reference]:
    found: list[Reference] = []
    roles, channels = _named(sections.values())
    for ids, is_role, ours in ((roles, True, here.roles), (channels, False, here.channels)):
        by_name = {name.casefold(): one for one, name in ours.items()}
        for one in sorted(ids - ours.keys()):
            name = names.get(one, "")[:100]
            found.append(Reference(id=one, is_role=is_role, name=name, proposed=by_name.get(name.casefold(), 0)))
    return tuple(found)


def _named(values: Any) -> tuple[set[int], set[int]]:  # noqa: ANN401 - sections
    """Return the roles and the channels that sections name."""
    roles: set[int] = set()
    channels: set[int] = set()
    for value in values:
        match value:
            case Rules():
                roles |= value.targets(Who.ROLE)
                channels |= value.targets(Who.CHANNEL)
            case WordLists():
                channels |= {*value.stricter, *value.laxer}
            case LogRoutes():
                channels |= set(value.channels)
            case CardDefaults():
                channels |= value.spoiler_channels
    return roles, channels


def named_channels(values: Iterable[Any]) -> Sequence[int]:
    """Return the channels that sections name."""
    return sorted(_named(values)[1])


def mapped(value: Any, ours: Mapping[int, int]) -> Any:  # noqa: ANN401 - a section
    """Return a section with the ids of this server in the place of those that it names; what is left out is gone."""

    def here(one: int) -> int:
        return ours.get(one, one)

    match value:
        case Rules():
            return replace(value, all=_once([_rule(rule, here) for rule in value.all if _stays(rule, here)]))
        case WordLists():
            kept: dict[str, Any] = {
                name: {here(one) for one in getattr(value, name)} - {0} for name in ("stricter", "laxer")
            }
            kept["laxer"] -= kept["stricter"]
            kept = {name: tuple(sorted(ids)) for name, ids in kept.items()}
            return replace(value, **kept)
        case LogRoutes():
            routes: dict[str, Any] = {kind.value: here(value.channel(kind)) for kind in LogKind}
            return replace(value, **routes)
        case CardDefaults():
            return replace(value, spoiler_channels=frozenset(map(here, value.spoiler_channels)) - {0})
    return value


def _stays(rule: Rule, here: Callable[[int], int]) -> bool:
    return rule.scope not in (Who.ROLE, Who.CHANNEL) or here(rule.target_id) != 0


def _rule(rule: Rule, here: Callable[[int], int]) -> Rule:
    return replace(rule, target_id=here(rule.target_id)) if rule.scope in (Who.ROLE, Who.CHANNEL) else rule


def _once(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return each sentence once: two roles of the file may be one here, and the first then speaks."""
    kept = Rules()
    for rule in rules:
        try:
            kept = kept.adding(rule)
        except ValueError:
            continue
    return kept.all
