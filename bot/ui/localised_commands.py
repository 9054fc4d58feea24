"""How a command is declared: its names and descriptions by the ids of their texts, its rights like all others'."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import discord
from discord import app_commands

from bot.i18n import Texts, language

Choices = Sequence[app_commands.Choice[Any]]  # of texts or of numbers
SlashCommand = app_commands.Command[Any, ..., Any]


class Translations(app_commands.Translator):
    """The commands' names and descriptions in our languages, for Discord."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the string in a locale of ours; None leaves Discord with the default."""
        spoken = language(locale.value, default="")
        if spoken in ("", "en"):
            return None
        if "texts" in string.extras:
            return str(string.extras["texts"].get(spoken, string.message))
        text_id = string.extras.get("id")
        return None if text_id is None else self._texts.text(spoken, text_id, **string.extras["values"])


def localised(texts: Texts, text_id: str, **values: object) -> app_commands.locale_str:
    """Return a string that the translator knows by its id."""
    return app_commands.locale_str(texts.text("en", text_id, **values), id=text_id, values=values)


def in_languages(texts: Mapping[str, str]) -> app_commands.locale_str:
    """Return a string that is given in some of our languages; where there is no English, the first stands for it."""
    return app_commands.locale_str(texts.get("en") or next(iter(texts.values())), texts=texts)


def slash_command(
    texts: Texts,
    text_id: str,
    *,
    options: Iterable[str] = (),
    choices: Mapping[str, Choices] | None = None,
    permissions: discord.Permissions | None = None,
) -> Callable[[Any], SlashCommand]:
    """Return a decorator that makes a callback a slash command; `options` are its parameters.

    `permissions`: it is a server's only, and shown to members with them unless the server decides otherwise.
    """
    name, description = localised(texts, text_id), localised(texts, f"{text_id}-description")
    return named_command(texts, name, description, options=options, choices=choices or {}, permissions=permissions)


def named_command(
    texts: Texts,
    name: app_commands.locale_str,
    description: app_commands.locale_str,
    *,
    options: Iterable[str],
    choices: Mapping[str, Choices],
    permissions: discord.Permissions | None = None,
) -> Callable[[Any], SlashCommand]:
    """Return a decorator that makes a callback a slash command of this name."""
    ids = {option: f"option-{option.replace('_', '-')}" for option in options}
    names = {option: localised(texts, option_id) for option, option_id in ids.items()}
    descriptions = {option: localised(texts, f"{option_id}-description") for option, option_id in ids.items()}
    decorators = (
        app_commands.choices(**{option: list(values) for option, values in choices.items()}),
        app_commands.describe(**descriptions),
        app_commands.rename(**names),
        *(_everywhere() if permissions is None else _of_servers(permissions)),
        app_commands.command(name=name, description=description),
    )
    return lambda callback: cast(SlashCommand, _decorate(callback, decorators))


def menu_command(
    texts: Texts, text_id: str, *, permissions: discord.Permissions | None = None
) -> Callable[[Any], app_commands.ContextMenu]:
    """Return a decorator that makes a callback a command of a message's or a member's menu, by what it takes."""

    def decorate(callback: Any) -> app_commands.ContextMenu:  # noqa: ANN401 - what the library takes
        callback = _decorate(callback, _everywhere() if permissions is None else _of_servers(permissions))
        return app_commands.ContextMenu(name=localised(texts, text_id), callback=callback)

    return decorate


def _everywhere() -> tuple[Callable[[Any], Any], ...]:
    """In servers and in direct messages with the bot; installed in servers only."""
    return (
        app_commands.allowed_installs(guilds=True, users=False),
        app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False),
    )


def _of_servers(permissions: discord.Permissions) -> tuple[Callable[[Any], Any], ...]:
    """In servers only, for members with these permissions unless the server decides otherwise."""
    return (
        app_commands.allowed_installs(guilds=True, users=False),
        app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False),
        app_commands.default_permissions(permissions),
    )


def _decorate(callback: Any, decorators: Iterable[Callable[[Any], Any]]) -> Any:  # noqa: ANN401 - it becomes a command
    for decorator in decorators:
        callback = decorator(callback)
    return callback
