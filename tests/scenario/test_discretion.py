"""Through a day on which everything fails, no log says a key, a token or what somebody asked for."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.cli.demo_stack import TOKEN, demo_settings
from bot.runtime.log_redaction import RedactingFormatter
from bot.services.orders import Orders

Studio = Any
WORDS = "an unmistakable heron"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a host reads: the bot at its most talkative, the libraries when something is wrong."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(RedactingFormatter(demo_settings().secrets()))
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in ("bot", "cogs")]
    levels = [logger.level for logger in ours]
    root.addHandler(handler)
    for logger in ours:
        logger.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    for logger, level in zip(ours, levels, strict=True):
        logger.setLevel(level)


async def test_no_log_tells_a_secret_or_a_prompt(
    studio: Studio, log: io.StringIO, picture: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    faults = studio.fake_discord.faults
    *_, key_id, key_secret = demo_settings().secrets()
    told = {"detail": f"the prompt '{WORDS}' and the key {key_secret} are not allowed"}
    studio.vendor.fail("POST", "/nano-banana", how="400", body=told)
    studio.vendor.fail("POST", "/nano-banana", how="429", body=told)
    faults.answer("PATCH", "*/webhooks/*", 429)
    faults.answer("PATCH", "*/webhooks/*", 500)
    faults.reset("PATCH", "*/webhooks/*")
    faults.after("POST", "*/interactions/*/callback*", status=502)
    for word in ("", "[failed]", "[refused]", "[unclear]", "[busy]", ""):
        call, _ = await studio.finish(f"{WORDS} {word}", image=(f"{WORDS}.png", picture))
    token = studio.row(call)["token"]
    refused = await studio.order(WORDS, image=("unmistakable.pdf", b"%PDF"))
    assert refused.ephemeral

    async def break_down(*_: object, **__: object) -> None:
        raise RuntimeError(f"https://discord.com/api/v10/webhooks/1/{token} refuses {key_id}")

    monkeypatch.setattr(Orders, "quota", break_down)
    await studio.quota()
    await studio.stop()
    assert token in caplog.text and key_id in caplog.text, "else this would prove nothing"
    said = log.getvalue()
    assert "Traceback" in said and "HTTP 400: its rules for content" in said
    for secret in (TOKEN, key_id, key_secret, token, "unmistakable", "heron"):
        assert secret not in said, secret


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("was_there", [False, True])
async def test_no_other_user_of_the_machine_can_read_what_the_bot_keeps(
    closed_studio: Studio, was_there: bool, picture: bytes
) -> None:
    before = os.umask(0o022)
    try:
        if was_there:
            await closed_studio.start()
            await closed_studio.finish(image=("cat.png", picture))
            await closed_studio.stop()
            for path in (closed_studio.folder, *closed_studio.folder.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)
        await closed_studio.start()
        await closed_studio.finish(image=("cat.png", picture))
        kept = (closed_studio.folder, *closed_studio.folder.rglob("*"))
        assert {"bot.sqlite3", "bot.sqlite3-wal", "bot.lock", "output-0.png"} <= {path.name for path in kept}
        assert [path.name for path in kept if path.lstat().st_mode & 0o077] == []
    finally:
        os.umask(before)
