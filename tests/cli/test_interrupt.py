"""Ctrl+C in the terminal: the first asks to cancel, the second leaves; neither hangs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import app, cli
from bot.cli import generate
from bot.services.orders import CancelOutcome


@pytest.mark.parametrize(
    ("prompt", "presses", "code", "words"),
    [
        ("a cat [queue]", 1, 1, "Cancelled. Nothing was charged."),
        ("a cat [slow]", 2, 130, "Left to the next run"),
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

    def tell(line: str) -> None:
        nonlocal left
        if left and line.startswith(("running", "it is being drawn", "asking")):
            left -= 1
            asyncio.get_running_loop().call_soon(stop.set)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "stop_on_signals", lambda: stop)
    monkeypatch.setattr(generate, "_tell", tell)
    assert cli.main(["generate", prompt, "--out", str(tmp_path / "out")]) == code
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("outcome", [outcome for outcome in CancelOutcome if outcome is not CancelOutcome.DONE])
async def test_whatever_becomes_of_a_cancellation_is_said(outcome: CancelOutcome) -> None:
    class Orders:
        async def cancel(self, *_: object) -> CancelOutcome:
            return outcome

    told: list[str] = []
    await generate._ask_cancel(SimpleNamespace(orders=Orders()), 1, told.append)  # type: ignore[arg-type]
    assert len(told) == 1
