"""Commands as Discord takes them, and as a client lists them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulators.discord import FakeDiscord, commands, modals
from bot.simulators.discord.errors import ApiError

JSON = dict[str, Any]
Wire = Any


def command(name: str = "draw", **more: Any) -> JSON:
    return {"name": name, "description": "Draw", **more}


def option(name: str = "prompt", kind: int = 3, **more: Any) -> JSON:
    return {"name": name, "description": "What", "type": kind, **more}


def choices(count: int) -> list[JSON]:
    return [{"name": str(n), "value": str(n)} for n in range(count)]


BAD = {
    "capital": [command("Draw")],
    "space": [command("draw now")],
    "no name": [command("")],
    "long name": [command("d" * 33)],
    "no description": [command(description="")],
    "long description": [command(description="d" * 101)],
    "same name twice": [command(), command()],
    "bad locale": [command(name_localizations={"xx": "a"})],
    "long localised description": [command(description_localizations={"fr": "d" * 101})],
    "capital in a localised name": [command(name_localizations={"fr": "Dessin"})],
    "26 options": [command(options=[option(f"o{n}") for n in range(26)])],
    "same option twice": [command(options=[option(), option()])],
    "required after optional": [command(options=[option("a"), option("b", required=True)])],
    "26 choices": [command(options=[option(choices=choices(26))])],
    "choices and autocomplete": [command(options=[option(choices=choices(1), autocomplete=True)])],
    "choice too long": [command(options=[option(choices=[{"name": "n" * 101, "value": "v"}])])],
    "unknown option kind": [command(options=[option(kind=12)])],
    "too many": [command(f"c{n}") for n in range(101)],
    "16 menus": [{"name": f"M {n}", "type": 3} for n in range(16)],
    "menu with description": [{"name": "Edit", "type": 3, "description": "x"}],
    "too large": [
        command(
            options=[
                option(choices=[{"name": "n" * 100, "value": f"{n}".zfill(100)} for n in range(25)]),
                *[
                    option(f"o{m}", choices=[{"name": "n" * 100, "value": f"{n}".zfill(100)} for n in range(25)])
                    for m in range(2)
                ],
            ]
        )
    ],
}


@pytest.mark.parametrize("listed", BAD.values(), ids=BAD)
async def test_a_bad_list_is_refused_whole(wire: Wire, fake_discord: FakeDiscord, listed: list[JSON]) -> None:
    await wire.put(command("before"))
    status, body = await wire.put(*listed)
    assert (status, body["code"]) == (400, 50035)
    assert [c["name"] for c in fake_discord.commands.registered()] == ["before"]


async def test_a_good_list_replaces_and_keeps_ids(wire: Wire) -> None:
    _, first = await wire.put(command("a"), command("b"), {"name": "Edit This", "type": 3})
    _, second = await wire.put(command("b", description="other"), command("c"))
    assert [c["name"] for c in second] == ["b", "c"]
    assert second[0]["id"] == first[1]["id"] and second[0]["version"] != first[1]["version"]
    path = f"/applications/{wire.fake_discord.state.bot.id}/commands"
    assert await wire("GET", path) == (200, second)


async def test_guild_commands_stand_beside_the_global_ones(wire: Wire, fake_discord: FakeDiscord) -> None:
    guild = next(iter(fake_discord.state.guilds))
    await wire.put(command())
    path = f"/applications/{fake_discord.state.bot.id}/guilds/{guild}/commands"
    status, body = await wire("PUT", path, [command()])
    assert status == 200 and body[0]["guild_id"] == str(guild)
    assert [c["name"] for c in fake_discord.commands.view(guild, "en-US")] == ["draw", "draw"]
    status, body = await wire("PUT", f"/applications/{fake_discord.state.bot.id}/guilds/5/commands", [])
    assert (status, body["code"]) == (403, 50001)


async def test_a_list_is_shown_in_the_persons_language(wire: Wire, fake_discord: FakeDiscord) -> None:
    choice = {"name": "Square", "name_localizations": {"fr": "Carré"}, "value": "1:1"}
    parts = option("ratio", name_localizations={"fr": "format"}, choices=[choice], required=True)
    await wire.put(command(name_localizations={"fr": "dessine"}, options=[parts]))
    shown = fake_discord.commands.view(None, "fr")[0]
    assert (shown["name"], shown["raw_name"]) == ("dessine", "draw")
    assert (shown["options"][0]["name"], shown["options"][0]["raw_name"]) == ("format", "ratio")
    assert shown["options"][0]["choices"] == [{"name": "Carré", "value": "1:1"}]


async def test_subcommands_are_listed_and_called_by_their_whole_name(wire: Wire, fake_discord: FakeDiscord) -> None:
    sub = option("set", 1, options=[option("credits", 4, required=True)])
    await wire.put(command("admin", options=[option("quota", 2, options=[sub, option("show", 1)])]))
    assert [c["raw_name"] for c in fake_discord.commands.view(None, "en-US")] == ["admin quota set", "admin quota show"]
    call = await fake_discord.person("sam").slash("admin quota set", credits=5)
    group = call.interaction.data["options"][0]
    assert (group["name"], group["options"][0]["name"]) == ("quota", "set")
    assert group["options"][0]["options"] == [{"name": "credits", "type": 4, "value": 5}]


KEYS = ["type", "name", "description", "options", "choices", "value", "name_localizations", "components", "component"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 25) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(JUNK)
def test_no_list_however_wrong_breaks_the_check(listed: Any) -> None:
    for check in (
        lambda: commands.check(listed),
        lambda: modals.check({"title": "t", "custom_id": "m", "components": listed}),
    ):
        try:
            check()
        except ApiError as error:
            assert error.code == 50035
