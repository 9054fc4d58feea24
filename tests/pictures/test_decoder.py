"""The decoder's process: it comes when it is needed, holds its limits, and goes, whatever a picture does to it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.domain.errors import NotAPicture, PictureTooBig, PictureUnavailable
from bot.pictures import decoder as decoder_module
from bot.pictures.decoder import LIMITS_S, Decoder, DecoderProcess, Need, NoDecoder

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="it looks at processes in /proc")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def cat(tmp_path: Path, paint: Any) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(paint())
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A picture that takes a second or so."""
    path = tmp_path / "slow.png"
    Image.new("P", (7000, 7000)).save(path, transparency=0)
    return path


def exists(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True


async def until(predicate: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not predicate():
            await asyncio.sleep(0.01)


async def test_no_process_runs_until_there_is_a_picture_and_none_after_the_close(cat: Path) -> None:
    async with Decoder() as decoder:
        assert decoder.pid is None
        facts, data = await decoder.work("sanitize", cat, need=Need.RESULT)
        assert (facts["suffix"], data[:4]) == ("png", b"\x89PNG")
        pid = decoder.pid
        assert pid and exists(pid)
        await decoder.work("thumbnail", cat, need=Need.PREVIEW)
        assert decoder.pid == pid, "one process reads many"
    assert not exists(pid)


async def test_an_idle_process_ends_and_another_comes_when_needed(cat: Path) -> None:
    async with Decoder(idle_s=0.01) as decoder:
        await decoder.work("thumbnail", cat, need=Need.PREVIEW)
        await until(lambda: decoder.pid is None)
        assert (await decoder.work("thumbnail", cat, need=Need.PREVIEW))[1]


async def test_what_is_wrong_with_a_file_is_said_and_the_process_goes_on(cat: Path, tmp_path: Path) -> None:
    page = tmp_path / "page"
    await asyncio.to_thread(page.write_bytes, b"<html>")
    async with Decoder() as decoder:
        with pytest.raises(NotAPicture):
            await decoder.work("sanitize", page, need=Need.RESULT)
        pid = decoder.pid
        with pytest.raises(FileNotFoundError):
            await decoder.work("sanitize", tmp_path / "none", need=Need.RESULT)
        await decoder.work("sanitize", cat, need=Need.RESULT)
        assert decoder.pid == pid


async def test_a_picture_that_takes_too_long_is_too_big_and_the_next_one_is_read(slow: Path, cat: Path) -> None:
    async with Decoder(limits_s={**LIMITS_S, Need.PREVIEW: 0.3}) as decoder:
        await decoder.work("thumbnail", cat, need=Need.RESULT)
        pid = decoder.pid
        with pytest.raises(PictureTooBig):
            await decoder.work("thumbnail", slow, need=Need.PREVIEW)
        await decoder.work("thumbnail", cat, need=Need.RESULT)
        assert decoder.pid != pid and not exists(pid)


@needs_linux
async def test_a_process_that_dies_once_costs_nothing_and_one_that_dies_twice_is_too_much(
    slow: Path, cat: Path
) -> None:
    async with Decoder() as decoder:
        await decoder.work("thumbnail", cat, need=Need.RESULT)
        for deaths in (1, 2):
            work = asyncio.create_task(decoder.work("thumbnail", slow, need=Need.RESULT))
            seen = 0
            for _ in range(deaths):
                await until(lambda seen=seen: decoder.pid not in (None, seen) and _is_at_work(decoder.pid))
                seen = decoder.pid or 0
                os.kill(seen, signal.SIGKILL)
            if deaths == 1:
                assert (await work)[1]
            else:
                with pytest.raises(PictureTooBig):
                    await work
        assert (await decoder.work("thumbnail", cat, need=Need.RESULT))[1]


def _is_at_work(pid: int | None) -> bool:
    """Return True if a process has taken a large picture's memory."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    return any(int(line.split()[1]) > 60_000 for line in status.splitlines() if line.startswith("VmRSS"))


async def test_paid_pictures_come_before_inputs_and_those_before_what_is_free(cat: Path, slow: Path) -> None:
    order: list[Need] = []

    async def read(need: Need, path: Path) -> None:
        await decoder.work("thumbnail", path, need=need)
        order.append(need)

    async with Decoder() as decoder:
        first = asyncio.create_task(read(Need.PREVIEW, slow))
        await asyncio.sleep(0)
        others = []
        for need in (Need.PREVIEW, Need.INPUT, Need.RESULT):
            others += [asyncio.create_task(read(need, cat)) for _ in range(3)]
            await asyncio.sleep(0)
        await asyncio.gather(first, *others)
    assert order == [Need.PREVIEW, *[Need.RESULT] * 3, *[Need.INPUT] * 3, *[Need.PREVIEW] * 3]


async def test_what_is_no_longer_wanted_is_dropped_at_once_and_leaves_the_turn_to_others(slow: Path, cat: Path) -> None:
    async with Decoder() as decoder:
        for _ in range(3):
            work = asyncio.create_task(decoder.work("thumbnail", slow, need=Need.RESULT))
            waiting = asyncio.create_task(decoder.work("thumbnail", cat, need=Need.RESULT))
            await asyncio.sleep(0.05)
            waiting.cancel()
            work.cancel()
            await asyncio.gather(work, waiting, return_exceptions=True)
        assert (await decoder.work("thumbnail", cat, need=Need.PREVIEW))[1]


async def test_after_the_close_nothing_is_read_and_no_process_is_begun(cat: Path, slow: Path) -> None:
    async with Decoder() as decoder:
        work = asyncio.create_task(decoder.work("thumbnail", slow, need=Need.RESULT))
        await until(lambda: decoder.pid)
    with pytest.raises(PictureUnavailable):
        await work
    with pytest.raises(PictureUnavailable):
        await decoder.work("thumbnail", cat, need=Need.RESULT)
    assert decoder.pid is None


async def test_a_host_where_no_process_can_be_begun_has_pictures_wait(
    cat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with Decoder() as decoder:
        with pytest.raises(PictureUnavailable):
            await decoder.work("thumbnail", cat, need=Need.RESULT)


@needs_linux
async def test_the_process_is_bounded_comes_first_for_the_systems_killer_and_knows_no_secret(
    cat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a secret")
    monkeypatch.setenv("HIGGSFIELD_API_KEY_SECRET", "a secret")
    async with Decoder() as decoder:
        await decoder.work("thumbnail", cat, need=Need.RESULT)
        process = Path(f"/proc/{decoder.pid}")
        assert process.joinpath("oom_score_adj").read_text().strip() == "1000"
        assert b"a secret" not in process.joinpath("environ").read_bytes()
        limits = process.joinpath("limits").read_text().splitlines()
        space = next(line for line in limits if line.startswith("Max address space"))
        assert int(space.split()[3]) < 450 * 1024 * 1024
        for name in (signal.SIGINT, signal.SIGTERM):  # Ctrl+C and service managers tell all of a service
            os.kill(decoder.pid or 0, name)
        await decoder.work("thumbnail", cat, need=Need.RESULT)


@needs_linux
async def test_the_process_goes_when_its_parent_is_killed(cat: Path, tmp_path: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from bot.pictures.decoder import Decoder, Need
async def main():
    async with Decoder() as decoder:
        await decoder.work("thumbnail", Path({str(cat)!r}), need=Need.RESULT)
        print(decoder.pid, flush=True)
        await asyncio.sleep(100)
asyncio.run(main())
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    odd = tmp_path / "an odd place"
    odd.mkdir()
    # as a service without a standard input runs it, from a folder of its own
    with subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment, cwd=odd
    ) as parent:
        assert parent.stdout
        pid = int(await asyncio.to_thread(parent.stdout.readline))
        assert exists(pid)
        parent.kill()
    await until(lambda: not exists(pid) or _is_zombie(pid))


def _is_zombie(pid: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True


def test_the_bot_itself_never_loads_what_decodes() -> None:
    script = "import sys, bot.app; sys.exit(any(name.partition('.')[0] == 'PIL' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 0


def test_a_process_that_is_ended_while_it_starts_as_the_bot_stops_is_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(decoder_module, "COMMAND", ("-c", ""))  # ends before its first word
    stopped, running = threading.Event(), threading.Event()
    stopped.set()
    for unwanted, lines in ((stopped, 0), (running, 1)):
        with pytest.raises(NoDecoder):
            DecoderProcess().ask({}, 1.0, unwanted)
        assert len(caplog.messages) == lines
