"""Ctrl+C in the terminal: the first asks to cancel, the second leaves; neither hangs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import app, cli
from bot.cli.order_words import CANCELLING
from bot.cli.progress import Progress
from bot.services.orders import CancelOutcome


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

    def press(_: Progress, line: str, seconds: int = 0) -> None:
        nonlocal left
        if left and line.startswith(("running", "Too late", "Asking")):
            left -= 1
            asyncio.get_running_loop().call_soon(stop.set)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "stop_on_signals", lambda: stop)
    monkeypatch.setattr(Progress, "say", press)
    monkeypatch.setattr(Progress, "show", press)
    assert cli.main(["generate", prompt, "--out", str(tmp_path / "out")]) == code
    assert words in capsys.readouterr().out


def test_whatever_becomes_of_a_cancellation_is_said() -> None:
    assert set(CANCELLING) == set(CancelOutcome) - {CancelOutcome.DONE}
