"""`init` as a newcomer meets it: each secret is checked where it belongs, and nothing is written before all are."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from discord.http import Route

from bot.cli import init, run
from bot.cli.doctor_machine import examine_machine
from bot.domain.errors import StartError
from bot.settings import FIELDS, Settings, load
from bot.ui.client import PERMISSIONS
from tests.cli.processes import World, world
from tests.connect_proxy import connect_proxy

KEY = ("demo-key", "demo-secret")
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # goes back to what it was


@pytest.fixture
async def services(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    async with world() as services:
        monkeypatch.setenv("BOT_DISCORD_URL", services.fake_discord.url)
        monkeypatch.setenv("HIGGSFIELD_BASE_URL", services.vendor.url)
        yield services


async def type_in(*typed: str | type[BaseException]) -> int:
    """Run `init` with somebody who pastes these, one at each question; an exception is what the terminal raises."""
    answers = iter(typed)

    def ask(_: str) -> str:
        answer = next(answers)
        if isinstance(answer, str):
            return answer
        raise answer

    code = await asyncio.to_thread(init.run, ask, is_terminal=True, file=Path(".env"))
    assert list(answers) == []
    return code


async def test_what_is_accepted_is_written_for_its_owner_alone_and_a_start_reads_it(
    services: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await type_in("Authorization: Bot demo-token", *KEY) == 0
    said = capsys.readouterr()
    settings = load()
    assert settings.missing_secrets() == () and settings.discord_token.reveal() == "demo-token"
    assert os.name != "posix" or stat.S_IMODE(os.stat(".env").st_mode) == 0o600
    assert os.listdir() == [".env"]
    application = services.fake_discord.state.bot.id
    assert f"client_id={application}&" in said.out and f"permissions={PERMISSIONS.value}" in said.out
    assert "-m bot run" in said.out and "demo-token" not in said.out + said.err and "demo-secret" not in said.err
    assert services.vendor.requests == {}


async def test_a_wrong_paste_is_named_and_may_be_tried_again(
    services: World, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ("", "two words", "1575407930268712960", "a" * 64, "abc")
    assert await type_in(*wrong, "demo-token", "demo-key", "wrong", *KEY) == 0
    said = capsys.readouterr().err
    for sentence in (
        "Nothing was pasted",
        "DISCORD_TOKEN: has a space inside",
        "looks like the application's id",
        "looks like the application's public key",
        "three parts",
        "Higgsfield refuses it",
    ):
        assert sentence in said, sentence
    assert load().higgsfield_api_key_secret.reveal() == "demo-secret"


@pytest.mark.parametrize(("end", "code"), [(KeyboardInterrupt, 130), (EOFError, 1)])
async def test_nothing_is_written_where_it_is_ended_before_the_last_check(
    services: World, end: type[BaseException], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await type_in("demo-token", "demo-key", end) == code
    assert "Nothing was written." in capsys.readouterr().err
    assert os.listdir() == []


async def test_without_a_network_it_says_why_and_keeps_what_it_could_not_check_only_if_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DISCORD_URL", NOWHERE)
    monkeypatch.setenv("HIGGSFIELD_BASE_URL", NOWHERE)
    assert await type_in("demo-token", "", "s", *KEY, "S") == 0
    said = capsys.readouterr()
    assert said.err.count("Discord can't be reached: the connection was refused") == 2
    assert "Higgsfield did not answer" in said.err and "HTTPS_PROXY" in said.err
    assert "doctor" in said.out and load().missing_secrets() == ()


async def test_behind_a_proxy_both_are_asked_through_it_and_an_exchanged_key_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key_id, secret = "0f8fad5b-d9cb-469f-a165-70867728950e", "5ecret"
    async with connect_proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:hush@127.0.0.1:{proxy.port}")
        monkeypatch.setattr(Route, "BASE", "https://discord.com/api/v10")
        assert await type_in("aaa.bbb.ccc", "s", secret, key_id, key_id, secret, "s") == 0
        assert set(proxy.asked) == {"CONNECT discord.com:443", "CONNECT platform.higgsfield.ai:443"}
    said = capsys.readouterr().err
    assert "the proxy answers HTTP 502" in said and "exchange them" in said and "hush" not in said


def refusals(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, bool]]:
    yield "needs a terminal", False
    Path(".env").write_text("DISCORD_TOKEN=mine\n")
    yield ".env is there already", True
    Path(".env").unlink()
    Path(".env").symlink_to("elsewhere")
    yield ".env is there already", True
    Path(".env").unlink()
    monkeypatch.setenv("BOT_PROXY", "socks5://127.0.0.1:1")
    yield "SOCKS", True
    monkeypatch.setenv("DISCORD_TOKEN", "mine")
    yield "wins over .env: DISCORD_TOKEN", True


def test_where_asking_makes_no_sense_it_says_so_before_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(_: str) -> str:
        raise AssertionError("asked")

    for sentence, is_terminal in refusals(monkeypatch):
        with pytest.raises(StartError, match=sentence):
            init.run(ask, is_terminal=is_terminal, file=Path(".env"))


async def test_a_file_that_came_in_the_meantime_is_left_as_it_is(services: World) -> None:
    answers = iter(("demo-token", *KEY))

    def ask(_: str) -> str:
        Path(".env").write_text("# somebody else's\n")
        return next(answers)

    with pytest.raises(StartError, match="in the meantime"):
        await asyncio.to_thread(init.run, ask, is_terminal=True, file=Path(".env"))
    assert os.listdir() == [".env"] and await asyncio.to_thread(Path(".env").read_text) == "# somebody else's\n"


def test_who_lacks_a_secret_is_sent_to_init_only_where_it_would_write() -> None:
    def said() -> str:
        return run._missing(["DISCORD_TOKEN"]) + "".join(found.mend for found in examine_machine(Settings()))

    assert said().count("python -m bot init") == 2
    Path(".env").write_text("DISCORD_TOKEN=\n")
    assert "init" not in said() and said().count("Put them into .env.") == 2
