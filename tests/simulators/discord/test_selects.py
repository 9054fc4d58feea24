"""Selects whose lists Discord fills, in messages and forms, as the real client meets them; and who is offered what."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.simulators.discord import FakeDiscord
from bot.simulators.discord.modals import BadInput

Bot = Any
JSON = dict[str, Any]


def row(kind: int, **fields: Any) -> JSON:
    return {"type": 1, "components": [{"type": kind, "custom_id": "pick", **fields}]}


async def test_what_is_chosen_comes_with_its_objects(fake_discord: FakeDiscord, registered: Any) -> None:
    ines, lena = fake_discord.person("ines"), fake_discord.person("lena")
    call = await ines.slash("banana", prompt="x")
    await registered.answer(call, 4, {"flags": 1 << 15, "components": [row(7, max_values=2)]})
    assert call.message is not None
    press = await ines.click(call.message, "pick", values=[lena, fake_discord.role("Artists")])
    data = press.interaction.data
    assert data["values"] == [str(lena.id), str(fake_discord.role("Artists").id)]
    assert {name: list(found) for name, found in data["resolved"].items()} == {
        "users": [str(lena.id)],
        "members": [str(lena.id)],
        "roles": [str(fake_discord.role("Artists").id)],
    }
    with pytest.raises(BadInput):
        await ines.click(call.message, "pick", values=[fake_discord.state.named("memes")])


async def test_a_channel_list_has_the_kinds_asked_for_that_its_reader_sees(
    fake_discord: FakeDiscord, registered: Any
) -> None:
    mara, state = fake_discord.person("mara"), fake_discord.state
    call = await mara.slash("banana", prompt="x")
    await registered.answer(call, 4, {"flags": 1 << 15, "components": [row(8, channel_types=[0])]})
    assert call.message is not None
    press = await mara.click(call.message, "pick", values=[state.named("memes")])
    (shown,) = press.interaction.data["resolved"]["channels"].values()
    assert (shown["name"], shown["type"]) == ("memes", 0)
    for hidden in ("mod-log", "moodboard"):
        with pytest.raises(BadInput):
            await mara.click(call.message, "pick", values=[state.named(hidden)])


async def test_default_values_are_of_the_lists_kind_and_number(fake_discord: FakeDiscord, registered: Any) -> None:
    ines = fake_discord.person("ines")
    for wrong in (
        row(6, default_values=[{"id": "1", "type": "user"}]),
        row(6, default_values=[{"id": "1", "type": "role"}, {"id": "2", "type": "role"}]),
        row(5, max_values=26),
    ):
        call = await ines.slash("banana", prompt="x")
        status, body = await registered.answer(call, 4, {"flags": 1 << 15, "components": [wrong]})
        assert (status, body["code"]) == (400, 50035), wrong


class Limit(discord.ui.Modal, title="A limit"):
    who: discord.ui.Label[Any] = discord.ui.Label(text="Who", component=discord.ui.RoleSelect(custom_id="who"))
    where: discord.ui.Label[Any] = discord.ui.Label(
        text="Where", component=discord.ui.ChannelSelect(custom_id="where", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.who.component, discord.ui.RoleSelect)
        assert isinstance(self.where.component, discord.ui.ChannelSelect)
        names = [role.name for role in self.who.component.values], [one.name for one in self.where.component.values]
        await interaction.response.send_message(str(names))


async def test_a_form_resolves_them_too(fake_discord: FakeDiscord, drawer: Bot) -> None:
    async def ask(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Limit())

    drawer.tree.add_command(discord.app_commands.Command(name="limit", description="Ask", callback=ask))
    await drawer.tree.sync()
    ines = fake_discord.person("ines")
    form = await (await ines.slash("limit")).done()
    sent = await (await ines.submit(form, who=[fake_discord.role("Artists")], where=[])).done()
    assert sent.message is not None and sent.message.text == "(['Artists'], [])"


async def test_a_command_is_offered_to_whom_its_default_permissions_name(
    fake_discord: FakeDiscord, registered: Any
) -> None:
    await registered.put({"name": "setup", "description": "Set up", "default_member_permissions": str(1 << 5)})
    with pytest.raises(BadInput):
        await fake_discord.person("mara").slash("setup")
    await fake_discord.person("ines").slash("setup")
    studio = fake_discord.state.named("studio").id
    url = f"{fake_discord.url}/app/commands?channel_id={studio}&as="
    for name, offered in (("mara", []), ("ines", ["setup"])):
        async with registered.session.get(url + str(fake_discord.person(name).id)) as response:
            assert [command["name"] for command in await response.json()] == offered


async def test_a_command_can_not_be_used_beside_its_subcommands(registered: Any) -> None:
    options = [{"name": "see", "description": "See", "type": 1}, {"name": "who", "description": "Who", "type": 6}]
    status, body = await registered.put({"name": "quota", "description": "Credits", "options": options})
    assert (status, body["code"]) == (400, 50035)
