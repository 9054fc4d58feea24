"""The process whose connection Discord ends for good: one sentence, the exit code of a wrong setting, nothing held."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.lock import exclusive
from tests.cli.processes import ended, world

REFUSED = (
    "Discord no longer accepts DISCORD_TOKEN. Make a new one in the developer portal (Bot → Reset Token),"
    " replace the old one and start the bot again."
)


@pytest.mark.parametrize("line", ["cut", "held"])
async def test_a_token_that_was_reset_ends_the_process_with_a_sentence(tmp_path: Path, line: str) -> None:
    async with world(queued_s=float("inf")) as around, around.bot(tmp_path) as process:
        await around.fake_discord.until(lambda: around.fake_discord.bot_online, 60)
        around.fake_discord.reset_token()
        if line == "cut":
            around.fake_discord.faults.drop_gateway()
        else:
            await around.fake_discord.person("mara").slash("banana", prompt="a cat")  # it waits, so it gets a ❌
        said = await ended(process)
    assert process.returncode == 78
    assert said.splitlines()[-1:] == [REFUSED]
    assert "Traceback" not in said
    with exclusive(tmp_path / "data"):
        pass


@pytest.mark.parametrize(("code", "exit_code"), [(4014, 78), (4011, 78)])
async def test_a_close_for_good_while_identifying_ends_the_process_with_a_sentence(
    tmp_path: Path, code: int, exit_code: int
) -> None:
    async with world() as around:
        around.fake_discord.gateway.identify_code = code
        async with around.bot(tmp_path) as process:
            said = await ended(process)
    assert process.returncode == exit_code
    assert len(said.splitlines()) == 1 and f"code {code}" in said


async def test_a_session_that_nobody_can_read_ends_the_process_with_the_code_to_start_it_again(tmp_path: Path) -> None:
    async with world() as around, around.bot(tmp_path) as process:
        await around.fake_discord.until(lambda: around.fake_discord.bot_online, 60)
        around.fake_discord.gateway.dispatch("READY", lambda _: {"what": "is this"})
        said = await ended(process)
    assert process.returncode == 75
    assert said.splitlines() == ["The connection to Discord dropped (KeyError: 'session_id'). Start the bot again."]
