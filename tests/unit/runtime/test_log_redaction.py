"""Logs and records tell nobody's secret: not the host's keys, not Discord's tokens, not people's words."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import os
import pickle
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.run import warn_of_open_secrets
from bot.domain.catalog import Params
from bot.domain.jobs import Image, Job, Order
from bot.domain.sections import to_json
from bot.higgsfield import Submission
from bot.runtime.log_redaction import JsonFormatter, RedactingFormatter
from bot.runtime.secret import Secret
from bot.settings import settings_of

SECRETS = {
    "discord_token": "MTk4.secret-token",
    "higgsfield_api_key_id": "key-id-1",
    "higgsfield_api_key_secret": "s3cret!",
}


def written(message: str, *args: object, error: BaseException | None = None) -> str:
    settings = settings_of(SECRETS)
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("discord.http", logging.WARNING, __file__, 1, message, args, info)
    return RedactingFormatter(settings.secrets()).format(record)


@pytest.mark.parametrize("secret", SECRETS.values())
def test_no_secret_of_the_host_is_written(secret: str) -> None:
    assert secret not in written("refused: %s", f"Bot {secret}") + written("x", error=ValueError(secret))
    assert secret not in repr(settings_of(SECRETS))


def test_a_secret_is_shown_only_to_whoever_asks_for_it() -> None:
    secret = Secret("hush")
    for told in (str(secret), repr(secret), f"{secret}", f"{secret!r:>40}", "%s %r" % (secret, secret), [secret]):  # noqa: UP031
        assert "hush" not in str(told) and "***" in str(told)
    for copied in (pickle.dumps, json.dumps, copy.deepcopy, vars, to_json):
        with pytest.raises(TypeError):
            copied(secret)
    assert secret.reveal() == "hush" and secret == Secret("hush") != Secret("") and not Secret("")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb24/messages/@original", "/webhooks/123/…/messages"),
        ("https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb24", "/webhooks/123/…"),
        ("http://127.0.0.1:1/api/v10/interactions/456/aW50ZXJhY3Rpb24/callback", "/interactions/456/…/callback"),
        ("https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&hm=aW50ZXJhY3Rpb24", "/attachments/1/2/a.png?…"),
        ("https://discord.com/api/v10/channels/1/messages/2", "/channels/1/messages/2"),
    ],
)
def test_addresses_lose_their_tokens_and_signatures_and_stay_readable(address: str, kept: str) -> None:
    for text in (written("We are being rate limited. %s %s", "PATCH", address), written("", error=OSError(address))):
        assert "aW50ZXJhY3Rpb24" not in text and kept in text


def test_as_json_an_event_is_one_line_with_its_job_and_shows_no_secret_either() -> None:
    secrets = ('quo"te-é\n-hush',)
    try:
        raise ValueError(f"refused: {secrets[0]}")
    except ValueError:
        info = sys.exc_info()
    record = logging.LogRecord(
        "bot.worker", logging.ERROR, __file__, 1, "job %s: a step\nfailed: %s", (2**63 - 1, secrets[0]), info
    )
    line = JsonFormatter(secrets).format(record)
    event = json.loads(line)
    assert len(line.splitlines()) == 1 and "hush" not in line
    assert (event["level"], event["logger"]) == ("error", "bot.worker")
    assert (event["message"], event["job"]) == (f"job {2**63 - 1}: a step\nfailed: …", str(2**63 - 1))
    assert event["traceback"].startswith("Traceback") and event["time"].endswith("+00:00")


def test_an_event_of_no_job_names_none() -> None:
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "connected", (), None)
    assert json.loads(JsonFormatter(()).format(record)).keys() == {"time", "level", "logger", "message"}


async def test_what_a_job_s_step_logs_is_of_the_job_whatever_it_says() -> None:
    async def step() -> str:
        return JsonFormatter(()).format(logging.LogRecord("bot", logging.INFO, __file__, 1, "no preview", (), None))

    names = ("job 7", "completion ping 8", "reactions 9", "order 10", "late cards 11")
    lines = [await asyncio.create_task(step(), name=name) for name in names]
    assert [json.loads(line).get("job") for line in lines] == ["7", "8", "9", "10", None]


def test_records_show_neither_words_nor_tokens(job: Job) -> None:
    image = Image(position=0, url="https://cdn/x?hm=hidden", name="hidden.png")
    order = Order(
        id=1, guild_id=0, channel_id=0, user_id=0, model="banana", prompt="hidden", params=Params(), token="hidden",
        inputs=(image,),
    )  # fmt: skip
    submission = Submission(
        model="banana", prompt="hidden", params=Params(), input_urls=(image.url,), idempotency_key="k",
        webhook_url="https://host/hidden",
    )  # fmt: skip
    for record in (replace(job, prompt="hidden", token="hidden", inputs=(image,)), order, submission):
        assert "hidden" not in repr(record)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(("mode", "open_to_others"), [(0o600, False), (0o400, False), (0o640, True), (0o644, True)])
def test_secrets_that_others_can_read_are_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, open_to_others: bool
) -> None:
    file = tmp_path / ".env"
    warn_of_open_secrets(file)
    file.write_text("DISCORD_TOKEN=x")
    os.chmod(file, mode)
    warn_of_open_secrets(file)
    assert caplog.messages == (
        [f"{file} can be read by other users of this machine (mode {mode:o}): chmod 600 {file}"]
        if open_to_others
        else []
    )
