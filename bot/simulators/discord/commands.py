"""The bot's commands: Discord's rules for registering them, and how a client lists them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.simulators.discord.errors import FormErrors, members
from bot.simulators.discord.snowflakes import Snowflakes

JSON = dict[str, Any]
Path = tuple[str | int, ...]
CHAT, USER, MESSAGE = 1, 2, 3
SUB, GROUP, STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 1, 2, 3, 4, 5, 10, 11
SLASH_NAME = re.compile(r"^[-_'\w]{1,32}$")
LOCALES = frozenset(
    ("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl")
    + ("pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th")
    + ("zh-CN", "ja", "zh-TW", "ko")
)

SHAPE: dict[str, type] = {
    "type": int,
    "options": list,
    "choices": list,
    "name_localizations": dict,
    "description_localizations": dict,
}


def check(commands: object) -> None:
    """Raise ApiError 50035 for a list of commands that Discord would refuse."""
    errors = FormErrors()
    items: list[JSON] = errors.count((), commands, 0, 130)
    for n, command in enumerate(items):
        errors.shape((n,), command, SHAPE)
    errors.check()
    limits = {CHAT: 100, USER: 15, MESSAGE: 15}
    seen: set[tuple[int, str]] = set()
    for n, command in members(items):
        kind = command.get("type") or CHAT
        _named(errors, (n,), command, slash=kind == CHAT)
        if kind == CHAT:
            _options(errors, (n, "options"), command.get("options") or [], depth=0)
            _total(errors, (n,), command)
        elif command.get("description"):
            errors.add((n, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Not allowed here.")
        key = (kind, str(command.get("name")))
        if key in seen:
            message = "Application command names must be unique"
            errors.add((n, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    for kind, most in limits.items():
        if sum((c.get("type") or CHAT) == kind for c in items) > most:
            message = f"At most {most} commands of type {kind}."
            errors.add((), "APPLICATION_COMMAND_TOO_MANY", message)
    errors.check()


def _named(errors: FormErrors, path: Path, part: JSON, *, slash: bool) -> None:
    names = {"name": part.get("name"), **_localized(errors, path, part, "name")}
    for key, name in names.items():
        at = (*path, "name") if key == "name" else (*path, "name_localizations", key)
        errors.length(at, name, 1, 32)
        if slash and isinstance(name, str) and name and (not SLASH_NAME.match(name) or name != name.lower()):
            errors.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if slash:
        texts = {"description": part.get("description"), **_localized(errors, path, part, "description")}
        for key, text in texts.items():
            at = (*path, "description") if key == "description" else (*path, "description_localizations", key)
            errors.length(at, text, 1, 100)


def _localized(errors: FormErrors, path: Path, part: JSON, name: str) -> JSON:
    found: JSON = part.get(f"{name}_localizations") or {}
    for locale in found:
        if locale not in LOCALES:
            at = (*path, f"{name}_localizations")
            errors.add(at, "DICT_TYPE_KEY_INVALID", f"'{locale}' is not a valid locale.")
    return found


def _options(errors: FormErrors, path: Path, options: list[JSON], *, depth: int) -> None:
    errors.count(path, options, 0, 25)
    if len({option.get("type") in (SUB, GROUP) for option in options}) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    names = [str(option.get("name")) for option in options]
    if len(set(names)) < len(names):
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
    optional_before = False
    for n, option in enumerate(options):
        at = (*path, n)
        _named(errors, at, option, slash=True)
        errors.choice((*at, "type"), option.get("type"), tuple(range(1, 12)))
        if option.get("type") in (SUB, GROUP) and depth < 2:
            _options(errors, (*at, "options"), option.get("options") or [], depth=depth + 1)
            continue
        if option.get("required") and optional_before:
            message = "Required options must be placed before non-required options"
            errors.add((*at, "required"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_before = optional_before or not option.get("required")
        _choices(errors, at, option)


def _choices(errors: FormErrors, path: Path, option: JSON) -> None:
    choices = option.get("choices") or []
    errors.count((*path, "choices"), choices, 0, 25)
    if choices and option.get("autocomplete"):
        message = "Autocomplete and choices cannot both be used"
        errors.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message)
    for n, choice in enumerate(choices):
        at = (*path, "choices", n)
        for name in (choice.get("name"), *_localized(errors, at, choice, "name").values()):
            errors.length((*at, "name"), name, 1, 100)
        if option.get("type") == STRING:
            errors.length((*at, "value"), choice.get("value"), 1, 100)


def _total(errors: FormErrors, path: Path, command: JSON) -> None:
    if _weight(command) > 8000:
        message = "Command exceeds maximum size (8000)"
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _weight(part: JSON) -> int:
    total = 0
    for name in ("name", "description"):
        texts = [str(part.get(name) or ""), *map(str, (part.get(f"{name}_localizations") or {}).values())]
        total += max(map(len, texts))
    total += len(str(part.get("value") or ""))
    return total + sum(_weight(p) for key in ("options", "choices") for p in part.get(key) or [])


class CommandRegistry:
    """The bot's registered commands, global or of one guild."""

    def __init__(self, ids: Snowflakes, application_id: int) -> None:
        self.ids = ids
        self.application_id = application_id
        self.version = 0
        self._by_guild: dict[int | None, list[JSON]] = {}

    def put(self, guild_id: int | None, commands: list[JSON]) -> list[JSON]:
        """Replace the list; a command keeps its id as long as its name and type stay."""
        check(commands)
        before = {(c["type"], c["name"]): c["id"] for c in self.registered(guild_id)}
        self.version += 1
        self._by_guild[guild_id] = [self._stored(command, guild_id, before) for command in commands]
        return self.registered(guild_id)

    def _stored(self, command: JSON, guild_id: int | None, before: dict[tuple[int, str], str]) -> JSON:
        kind = command.get("type") or CHAT
        body = {
            "default_member_permissions": None,
            "nsfw": False,
            "contexts": None,
            "integration_types": [0],
            "options": [],
            "description": "",
            **command,
            "type": kind,
            "id": before.get((kind, command["name"])) or str(self.ids.next()),
            "application_id": str(self.application_id),
            "version": str(self.ids.next()),
        }
        return body if guild_id is None else {**body, "guild_id": str(guild_id)}

    def registered(self, guild_id: int | None = None) -> list[JSON]:
        """Return the commands registered globally or in one guild."""
        return self._by_guild.get(guild_id, [])

    def offered(self, guild_id: int | None) -> Iterator[tuple[JSON, list[JSON]]]:
        """Yield what a client lists: each command, or each of its subcommands with the groups above it."""
        for command in [*self.registered(), *(self.registered(guild_id) if guild_id else [])]:
            yield from ((command, way) for way in _ways(command))

    def view(self, guild_id: int | None, locale: str, is_listed: Callable[[JSON], bool] = bool) -> list[JSON]:
        """Return the commands that are listed, as the page shows them in one language."""
        return [_shown(command, way, locale) for command, way in self.offered(guild_id) if is_listed(command)]

    def find(
        self, guild_id: int | None, *, name: str | None = None, key: str | None = None, kind: int | None = None
    ) -> tuple[JSON, list[JSON]]:
        """Return a command by its full name or by the page's id; KeyError if there is none."""
        for command, way in self.offered(guild_id):
            wanted = name == full_name(command, way) if key is None else key == full_id(command, way)
            if wanted and kind in (None, command["type"]):
                return command, way
        raise KeyError(f"the bot has no command {name or key!r}")


def _ways(command: JSON) -> Iterator[list[JSON]]:
    def down(part: JSON, way: list[JSON]) -> Iterator[list[JSON]]:
        subs = [o for o in part.get("options") or [] if o["type"] in (SUB, GROUP)]
        if not subs:
            yield way
        for sub in subs:
            yield from down(sub, [*way, sub])

    yield from down(command, [])


def full_name(command: JSON, way: list[JSON], locale: str = "") -> str:
    """Return a command's name with those of its group and subcommand."""
    return " ".join(_local(part, "name", locale) for part in (command, *way))


def full_id(command: JSON, way: list[JSON]) -> str:
    """Return the id under which the page knows a command or subcommand."""
    return ":".join((command["id"], *(part["name"] for part in way)))


def fits(command: JSON, guild_id: int | None) -> bool:
    """Return True if a command is for guilds, or for direct messages, as the place is."""
    contexts = command.get("contexts")
    return contexts is None or (0 if guild_id else 1) in contexts


def leaf(command: JSON, way: list[JSON]) -> JSON:
    """Return the part that carries the options."""
    return way[-1] if way else command


def _local(part: JSON, name: str, locale: str) -> str:
    return str((part.get(f"{name}_localizations") or {}).get(locale) or part.get(name) or "")


def _shown(command: JSON, way: list[JSON], locale: str) -> JSON:
    end = leaf(command, way)
    return {
        "id": full_id(command, way),
        "name": full_name(command, way, locale),
        "raw_name": full_name(command, way),
        "description": _local(end, "description", locale),
        "type": command["type"],
        "options": [_shown_option(option, locale) for option in end.get("options") or []],
    }


def _shown_option(option: JSON, locale: str) -> JSON:
    bounds = ("min_value", "max_value", "min_length", "max_length")
    return {
        "name": _local(option, "name", locale),
        "raw_name": option["name"],
        "description": _local(option, "description", locale),
        "type": option["type"],
        "required": bool(option.get("required")),
        "autocomplete": bool(option.get("autocomplete")),
        "choices": [
            {"name": _local(choice, "name", locale), "value": choice["value"]} for choice in option.get("choices") or []
        ],
        **{key: option.get(key) for key in bounds},
    }
