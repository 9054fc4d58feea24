"""Ctrl+C in the terminal: the first asks to cancel, the second leaves; neither hangs."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import app, cli
from bot.cli import terminal_orders
from bot.cli.order_words import CANCELLING
from bot.cli.progress import TerminalProgress
from bot.cli.terminal_orders import GenerateOptions, generate
from bot.domain.jobs import Job
from bot.services.orders import CancelOutcome
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield


@pytest.mark.parametrize(
    ("prompt", "presses", "code", "words"),
    [
        ("a cat [queue]", 1, 1, "Cancelled. Nothing was charged."),
        ("a cat [slow]", 2, 130, "Quit. The next `generate` goes on with this order."),
    ],
)
def test_a_first_ctrl_c_asks_to_cancel_and_a_second_leaves(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    prompt: str,
    presses: int,
    code: int,
    words: str,
) -> None:
    stop = asyncio.Event()
    left = presses

    def press(_: TerminalProgress, line: str, seconds: int = 0) -> None:
        nonlocal left
        if left and line.startswith(("sent", "waiting in line", "drawing", "Too late", "Asking")):
            left -= 1
            asyncio.get_running_loop().call_soon(stop.set)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "stop_on_signals", lambda: stop)
    monkeypatch.setattr(TerminalProgress, "say", press)
    monkeypatch.setattr(TerminalProgress, "show", press)
    assert cli.main(["generate", prompt, "--out", str(tmp_path / "out")]) == code
    assert words in capsys.readouterr().out


def test_a_stop_between_two_orders_places_no_other_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = terminal_orders._Run._save

    async def stopped(run: terminal_orders._Run, job: Job) -> list[str]:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.05)
        return await usual(run, job)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(terminal_orders._Run, "_save", stopped)
    (tmp_path / "prompts").write_text("a cat [fast]\na dog [fast]\n")
    assert cli.main(["generate", "--prompts", "prompts", "--out", str(tmp_path / "out")]) == 143
    assert "Stopped. Nothing more was ordered." in capsys.readouterr().out
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_whatever_becomes_of_a_cancellation_is_said() -> None:
    assert set(CANCELLING) == set(CancelOutcome) - {CancelOutcome.DONE}


class Died(BaseException):
    """The process, between a picture's arrival and its copy."""


async def die(*_: object) -> None:
    raise Died


async def test_what_an_earlier_run_left_is_saved_by_a_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = AccountOptions(small=True, queued_s=0, drawing_s=(0.3, 0.3), pace=0)
    options = GenerateOptions(prompts=("a cat",), images=(), out=tmp_path, model="banana", chosen={})

    async with FakeHiggsfield(terms) as vendor:

        def terminated(_: asyncio.Event) -> Callable[[], bool]:
            return lambda: bool(vendor.requests)

        for name, value in {
            "BOT_DATA_DIR": str(tmp_path / "data"),
            "BOT_MIN_FREE_MB": "1",
            "HIGGSFIELD_BASE_URL": vendor.url,
            "HIGGSFIELD_API_KEY_ID": terms.key_id,
            "HIGGSFIELD_API_KEY_SECRET": terms.secret,
        }.items():
            monkeypatch.setenv(name, value)
        with monkeypatch.context() as stopping:
            stopping.setattr(terminal_orders, "_stop_on_terminate", terminated)
            assert await generate(options, as_json=False) == 143
        await asyncio.sleep(0.5)  # Higgsfield draws it meanwhile
        assert await generate(options, as_json=False) == 0
        with monkeypatch.context() as dying:
            dying.setattr(terminal_orders._Run, "_save", die)
            with pytest.raises(Died):
                await generate(options, as_json=False)
        for _ in range(2):
            assert await generate(options, as_json=False) == 0
    said = capsys.readouterr()
    assert "Stopped. The next `generate` goes on with this order." in said.out
    assert said.err.count(f"From an earlier run: {tmp_path}/") == 2, "what was interrupted, and what died; each once"
