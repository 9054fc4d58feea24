"""What the README promises exists, and what exists stands in the README; a failure prints the line to paste."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import __version__
from bot.cli import EPILOG, WIPED, parser
from bot.domain.catalog import PROMPT_LENGTH
from bot.domain.limits import INPUT_LIMIT_MB
from bot.i18n import Texts
from bot.pictures.sanitize import LONGEST_SIDE
from bot.runtime.clock import Clock
from bot.services.export import Exports
from bot.services.history import History
from bot.services.moderation import Moderation
from bot.services.orders import Orders
from bot.services.pending_orders import PendingOrders
from bot.services.preferences import MemberPreferences
from bot.services.temporary_messages import TemporaryMessages
from bot.services.tray import Tray
from bot.services.versions import Versions
from bot.settings import Settings
from bot.simulators.higgsfield import DIRECTIVES
from bot.ui.client import COGS, PERMISSIONS, BananaBot, Translations
from bot.ui.views.job_card import CardView

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DEFAULTS = Settings.model_construct()
SHOUTED = r"\b(?:DISCORD|HIGGSFIELD|BOT)_[A-Z_]*[A-Z]\b"

Payload = dict[str, Any]


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of every table row in one section of the README."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", README, re.MULTILINE | re.DOTALL)
    assert section, f"the README has no section {heading!r}"
    for line in section[1].splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def written(value: object) -> str:
    """A default as it is written in an environment variable."""
    match value:
        case bool():
            return str(value).lower()
        case Mapping():
            return ",".join(f"{name}={price}" for name, price in value.items())
        case tuple() | frozenset():
            return ",".join(map(str, value))
        case _:
            return str(value)


def settings() -> Iterator[tuple[str, str, str]]:
    for name, field in Settings.model_fields.items():
        secret = hasattr(field.default, "get_secret_value")
        yield name.upper(), "" if secret else written(field.default), field.description or ""


# settings


@pytest.mark.parametrize(("name", "default", "what"), list(settings()))
def test_a_setting_stands_in_the_readme_with_its_default(name: str, default: str, what: str) -> None:
    expected = f"| `{name}` | {f'`{default}`' if default else ''} | {what} |".replace("|  |", "| |")
    assert expected in README.splitlines()


@pytest.mark.parametrize(("name", "default", "what"), list(settings()))
def test_a_setting_stands_in_the_example_with_its_default(name: str, default: str, what: str) -> None:
    line = f"{name}=" if name in DEFAULTS.missing_secrets() else f"#{name}={default}"
    assert f"# {what}\n{line}\n" in EXAMPLE


def test_no_unknown_setting_is_named_anywhere() -> None:
    known = {name.upper() for name in Settings.model_fields}
    assert set(re.findall(SHOUTED, README)) == known
    assert set(re.findall(SHOUTED, EXAMPLE)) == known


def test_the_example_changes_nothing_but_what_is_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    uncommented = tmp_path / ".env"
    uncommented.write_text(re.sub(r"^#(?=[A-Z])", "", EXAMPLE, flags=re.MULTILINE), encoding="utf-8")
    assert Settings(_env_file=ROOT / ".env.example") == DEFAULTS  # type: ignore[call-arg]
    assert Settings(_env_file=uncommented) == DEFAULTS  # type: ignore[call-arg]


# the command line


def verbs() -> dict[str, argparse.ArgumentParser]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the parser has no commands")


def options(verb: argparse.ArgumentParser) -> set[str]:
    return {
        (action.option_strings or [action.dest])[-1]
        for action in verb._actions
        if not isinstance(action, argparse._HelpAction)
    }


def test_every_verb_and_option_of_the_command_line_is_described_and_no_other() -> None:
    described: dict[str, set[str]] = {}
    for cells in rows("The command line"):
        verb, *rest = cells[0].strip("`").split(" ", 1)
        described.setdefault(verb, set()).update(rest)
    assert described == {name: options(verb) for name, verb in verbs().items()}


def test_every_command_line_in_the_readme_is_understood() -> None:
    lines = re.findall(r"python -m bot ([a-z][^`\n]*)", README)
    assert lines
    for line in lines:
        parser().parse_args(shlex.split(line, comments=True))


def test_the_exit_codes_are_those_of_the_help() -> None:
    assert {cells[0].strip("`") for cells in rows("Exit codes")} == set(re.findall(r"\b\d+\b", EPILOG))


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", README))
    assert {"demo", "run", "test"} <= named <= targets


def test_the_procfile_starts_the_bot() -> None:
    process, command = (ROOT / "Procfile").read_text(encoding="utf-8").strip().split(": ")
    assert process == "worker"
    assert command == "python -m bot run"
    assert f"`{command}`" in README


# on Discord


@pytest.fixture
async def commands() -> dict[str, Payload]:
    """Every command, as it is sent to Discord."""
    texts = Texts()
    bot = BananaBot(
        service=cast(Orders, SimpleNamespace()),
        people=cast(MemberPreferences, SimpleNamespace()),
        history=cast(History, SimpleNamespace()),
        exports=cast(Exports, SimpleNamespace()),
        versions=cast(Versions, SimpleNamespace()),
        moderation=cast(Moderation, SimpleNamespace()),
        pending_orders=cast(PendingOrders, SimpleNamespace()),
        tray=cast(Tray, SimpleNamespace()),
        temporary_messages=cast(TemporaryMessages, SimpleNamespace()),
        texts=texts,
        clock=Clock(),
        card_view=CardView(texts=texts),
        offer=DEFAULTS.offer(),
        default_locale="en",
    )
    for cog in COGS:
        await bot.load_extension(cog)
    translator = Translations(texts)
    payloads = [await c.get_translated_payload(bot.tree, translator) for c in bot.tree.get_commands()]
    return {payload["name"]: payload for payload in payloads}


def test_every_slash_command_is_described_with_its_options(commands: dict[str, Payload]) -> None:
    described = {cells[0].strip("`"): re.findall(r"`(\w+)`", cells[1]) for cells in rows("The commands")}
    slash = {name: c for name, c in commands.items() if c["type"] == 1}
    assert described == {f"/{name}": [o["name"] for o in c["options"]] for name, c in slash.items()}


def test_every_command_of_a_messages_menu_is_described(commands: dict[str, Payload]) -> None:
    menus = {name for name, c in commands.items() if c["type"] == 3}
    assert menus and all(f"**{name}**" in README for name in menus)


def test_every_option_is_described_with_its_choices(commands: dict[str, Payload]) -> None:
    described = {name: cells[1] for cells in rows("Their options") for name in re.findall(r"`(\w+)`", cells[0])}
    sold = {option["name"]: option for command in commands.values() for option in command.get("options", ())}
    assert described.keys() == sold.keys()
    for name, option in sold.items():
        for choice in option.get("choices", ()):
            assert f"`{choice['value']}`" in described[name], f"{name} offers {choice['value']}"


def test_the_invitation_asks_for_what_the_bot_needs_and_no_more() -> None:
    [link] = re.findall(r"https://discord\.com/oauth2/authorize\?[^\s`]+", README)
    assert f"permissions={PERMISSIONS.value}" in link.split("&")
    assert "scope=bot+applications.commands" in link.split("&")


def test_the_demo_words_named_exist() -> None:
    named = set(re.findall(r"`\[(\w+)\]`", README))
    assert named
    assert named <= DIRECTIVES.keys()


@pytest.mark.parametrize(
    "said",
    [
        f"1 to {PROMPT_LENGTH:,} characters",
        f"up to {INPUT_LIMIT_MB} MB",
        f"at most {LONGEST_SIDE:,} pixels",
        f"deleted after {DEFAULTS.bot_keep_days} days",
        f"You have {DEFAULTS.bot_user_credits} 🍌 in any {DEFAULTS.bot_user_hours} hours",
        f"costs {DEFAULTS.bot_prices['banana']} 🍌 with `/banana` and {DEFAULTS.bot_prices['banana-pro']} 🍌 with",
    ],
)
def test_a_number_in_the_prose_is_the_codes_own(said: str) -> None:
    assert said in README


def test_hosts_that_wipe_the_disk_are_named() -> None:
    assert all(host in README for host in WIPED.values())


# the rest


def test_everything_linked_to_is_there() -> None:
    links = [link for link in re.findall(r"(?:\]\(|src=\")([^)#\"]+)", README) if "://" not in link]
    missing = [link for link in links if not (ROOT / link).exists()]
    pictures = [link for link in missing if link.startswith("docs/")]
    assert missing == pictures
    if pictures:
        pytest.skip(f"the screenshots are not taken yet: {', '.join(pictures)}")


def test_what_is_promised_of_security_names_only_what_is_there(commands: dict[str, Payload]) -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert set(re.findall(SHOUTED, text)) <= {name.upper() for name in Settings.model_fields}
    assert "*Delete this picture*" in text and "Delete this picture" in commands
    assert "](SECURITY.md)" in README


def test_the_version_stands_in_the_changelog() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert version[1] == __version__
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
