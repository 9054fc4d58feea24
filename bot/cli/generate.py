"""One order from the terminal, through the same service, books and worker as on Discord."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pydantic import SecretStr

from bot import app
from bot.domain.catalog import Params, effective_ratio
from bot.domain.errors import PictureError, PictureGone, PictureTooBig, PictureUnavailable, Refusal
from bot.domain.jobs import Image, Job, JobState, Order
from bot.domain.limits import INPUT_LIMIT_MB, snowflake
from bot.i18n import Texts
from bot.services.orders import Actor, CancelOutcome
from bot.settings import Settings, load
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield
from bot.ui.outbound.responses import Responses
from bot.ui.views.job_card import CardView

FAILED, REFUSED, INTERRUPTED = 1, 3, 130
FREE = "Nothing was charged."
USER = 1  # of the terminal's books


@dataclass(frozen=True, kw_only=True)
class GenerateOptions:
    """What was typed."""

    prompt: str
    images: tuple[Path, ...]
    out: Path
    model: str
    count: int
    ratio: str | None
    format: str
    resolution: str | None


class _Unreadable(Exception):
    """The picture of this name can't be used; the cause says why."""


Tell = Callable[[str], None]


async def generate(wish: GenerateOptions, *, as_json: bool) -> int:
    """Draw, tell the progress on standard error, write the pictures; returns the exit code."""
    tell = _silent if as_json else _tell
    try:
        make_writable(wish.out)
    except OSError as error:
        return _report(as_json, FAILED, f"The folder {wish.out} can't be written: {error.strerror}. {FREE}")
    async with _settings(tell) as settings, app.open_core(settings) as services:
        await services.worker.resume()
        work = asyncio.create_task(services.worker.run())
        try:
            job = await _follow(services, await _order(services, wish), tell)
        except Refusal as error:
            return _report(as_json, REFUSED, Responses(Texts()).describe("en", error, bot_name="the bot"))
        except _Unreadable as unreadable:
            return _report(as_json, REFUSED, _why(unreadable))
        finally:
            work.cancel()  # first: no step may begin that would be cut short
            await asyncio.gather(work, return_exceptions=True)
            await services.worker.drain(seconds=5)
        if job is None:
            return _report(as_json, INTERRUPTED, "Left to the next run on this folder.")
    files = await _write(services, job, wish.out)  # out here they get the usual rights, unlike the bot's data
    return _report(as_json, 0 if files else FAILED, _ending(job), state=job.state, charged=job.charged, files=files)


def make_writable(folder: Path) -> None:
    """Make a folder for pictures; OSError where none could be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@asynccontextmanager
async def _settings(tell: Tell) -> AsyncIterator[Settings]:
    """Yield the settings, with the emulator behind them where no key is set; the terminal has a folder of its own."""
    loaded = load()
    # the rings that `run` waits for are not the terminal's
    settings = loaded.model_copy(update={"bot_data_dir": loaded.bot_data_dir / "terminal", "bot_public_url": ""})
    if not {"HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"} & set(settings.missing_secrets()):
        yield settings
        return
    tell("No Higgsfield key is set, so the built-in emulator draws: the picture is a stand-in and nothing is paid.")
    terms = AccountOptions()
    async with FakeHiggsfield(terms) as fake_higgsfield:
        yield settings.model_copy(
            update={
                "higgsfield_base_url": fake_higgsfield.url,
                "higgsfield_api_key_id": SecretStr(terms.key_id),
                "higgsfield_api_key_secret": SecretStr(terms.secret),
            }
        )


async def _order(services: app.Core, wish: GenerateOptions) -> int:
    """Read the pictures and place the order; returns the job's id."""
    job_id = snowflake(services.clock.now())  # as Discord would
    given = [Image(position=n, url="", name=path.name, path=str(path.absolute())) for n, path in enumerate(wish.images)]
    services.service.check_inputs(wish.model, given)
    inputs = [await _read(services, job_id, image) for image in given]
    ratio = effective_ratio(wish.ratio, has_input=bool(inputs))
    order = Order(
        id=job_id,
        guild_id=0,
        channel_id=0,
        user_id=USER,
        model=wish.model,
        prompt=wish.prompt,
        params=Params(count=wish.count, ratio=ratio, format=wish.format, resolution=wish.resolution),
        inputs=tuple(inputs),
    )
    await services.service.order(order)
    return job_id


async def _read(services: app.Core, job_id: int, image: Image) -> Image:
    try:
        return await services.pictures.import_input(job_id, image)
    except (PictureError, OSError) as error:
        raise _Unreadable(image.name) from error


def _why(unreadable: _Unreadable) -> str:
    """Say what the card would say of this picture."""
    error = unreadable.__cause__
    if isinstance(error, PictureGone):
        return f"There is no file `{unreadable}`. {FREE}"
    if isinstance(error, PictureUnavailable | OSError):
        return f"`{unreadable}` can't be read: {error}. {FREE}"
    text_id = "failure-input_too_big" if isinstance(error, PictureTooBig) else "failure-input_not_picture"
    return Texts().text("en", text_id, name=str(unreadable), money=FREE, limit=INPUT_LIMIT_MB)


async def _follow(services: app.Core, job_id: int, tell: Tell) -> Job | None:
    """Tell each change until the job is final; Ctrl+C wishes it cancelled, a second one leaves it to the next run."""
    changed = asyncio.Event()
    services.worker.subscribe(lambda _: changed.set())
    asking = asyncio.create_task(_cancel_on(app.stop_on_signals(), services, job_id, tell))
    asking.add_done_callback(lambda _: changed.set())
    seen = None
    try:
        while True:
            changed.clear()
            job = await services.service.job(job_id, Actor(user_id=USER))
            if job.state is not seen and not job.is_final:
                seen = job.state
                tell(f"{job.state} …")
            if job.is_final:
                return job
            if asking.done():
                return None
            await changed.wait()
    finally:
        asking.cancel()


async def _cancel_on(stop: asyncio.Event, services: app.Core, job_id: int, tell: Tell) -> None:
    """Ask for the cancellation when told to stop, and end when told so again."""
    await stop.wait()
    stop.clear()
    tell("asking Higgsfield to cancel … (once more leaves it to the next run)")
    asking = asyncio.create_task(_ask_cancel(services, job_id, tell))
    try:
        await stop.wait()
    finally:
        asking.cancel()


async def _ask_cancel(services: app.Core, job_id: int, tell: Tell) -> None:
    with suppress(Refusal):
        match await services.service.cancel(job_id, Actor(user_id=USER)):
            case CancelOutcome.TOO_LATE:
                tell("it is being drawn already and can't be stopped; the picture follows")
            case CancelOutcome.ASKED:
                tell("Higgsfield has not answered yet")


def _ending(job: Job) -> str:
    if job.state is not JobState.SUCCEEDED:
        return CardView(texts=Texts()).ending(job)
    seconds = ((job.finished_at or job.created_at) - job.created_at) / 1000
    return f"{len(job.outputs)} of {job.params.count} pictures in {seconds:.0f} s for {job.charged} 🍌"


async def _write(services: app.Core, job: Job, out: Path) -> list[str]:
    """Copy the pictures out; returns where they are."""
    files = []
    for image in job.outputs:
        async with services.pictures.lend(image) as source:
            if source is not None:
                target = out / f"{job.id}-{image.position + 1}{source.suffix}"
                await asyncio.to_thread(shutil.copyfile, source, target)
                files.append(str(target))
    return files


def _report(as_json: bool, code: int, sentence: str, **facts: object) -> int:
    """Say how it ended, on standard output."""
    if as_json:
        nothing: dict[str, object] = {"state": None, "charged": 0, "files": []}
        print(json.dumps({"ok": code == 0, "sentence": sentence, **nothing, **facts}))  # noqa: T201
    else:
        print("\n".join([sentence, *map(str, cast("list[str]", facts.get("files", [])))]))  # noqa: T201
    return code


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def _silent(line: str) -> None:
    return None
