"""`generate`: one order from the terminal, through the same use case, store and worker as on Discord."""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pydantic import SecretStr

from bot import app
from bot.cli.arguments import AddParser, WrongUse, readable, words
from bot.cli.output import configure_logging, print_progress, print_result
from bot.cli.run import warn_of_open_secrets
from bot.cli.shared_budget import NoBudget, SharedBudget
from bot.cli.simulated_models import simulated_models
from bot.domain.actors import Actor
from bot.domain.catalog import BANANA, MAX_INPUTS, MORE_RATIOS, OPTIONS, PRO, RATIOS, RESOLUTIONS, Model, Offer, Option
from bot.domain.errors import PictureError, PictureGone, PictureTooBig, PictureUnavailable, Refusal, VendorBusy
from bot.domain.jobs import Image, Job, JobState, Order
from bot.domain.limits import INPUT_LIMIT_MB, snowflake
from bot.i18n import Texts
from bot.runtime.stopping import INTERRUPTED, TERMINATED, on_signal
from bot.services.orders import CancelOutcome
from bot.settings import ENV_FILE, Settings, load
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield
from bot.store.file_modes import close_to_others
from bot.ui.outbound.responses import Responses
from bot.ui.views.job_card import CardView

FAILED, REFUSED = 1, 3
FREE = "Nothing was charged."
USER = 1  # of the terminal's books
#: What the terminal may ask of Nano Banana and Pro beside what is offered on Discord.
UNOFFERED: Mapping[str, tuple[str, ...]] = {"ratio": (*RATIOS, *MORE_RATIOS), "resolution": RESOLUTIONS}


def add_command(add_parser: AddParser) -> None:
    """Add `generate`."""
    command = add_parser(
        "generate",
        help="one order from the terminal, through the same pipeline; the emulator draws unless keys are set",
    )
    command.add_argument("prompt", type=words, help="what to draw, or what to change in the picture")
    command.add_argument(
        "--image", type=Path, action="append", default=[], help=f"a picture to edit; up to {MAX_INPUTS} times"
    )
    command.add_argument("--out", type=Path, default=Path("out"), help="the folder for the pictures (default out)")
    command.add_argument("--model", default=BANANA.name, help=f"default {BANANA.name}; `models` lists them")
    for option in OPTIONS:
        values = ", ".join(map(str, option.choices))
        command.add_argument(
            f"--{option.argument.replace('_', '-')}", type=type(option.default), help=f"like {values}; the model's own"
        )
    command.add_argument("--json", action="store_true", help="print one JSON object at the end, and no progress")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    settings = load()
    configure_logging(settings, quiet=True)
    warn_of_open_secrets(ENV_FILE)
    close_to_others(settings.bot_data_dir)  # the terminal's own folder lies in it
    if len(arguments.image) > MAX_INPUTS:
        raise WrongUse(f"{len(arguments.image)} pictures are too many: Higgsfield takes {MAX_INPUTS} at most")
    offer = settings.offer()
    model = _model(arguments.model, offer)
    _check_ignored(arguments, model, offer)
    options = GenerateOptions(
        prompt=arguments.prompt,
        images=tuple(arguments.image),
        out=arguments.out,
        model=model.name,
        chosen={option.name: _chosen(arguments, model, option) for option in model.options},
    )
    return asyncio.run(generate(options, as_json=arguments.json))


def _model(name: str, offer: Offer) -> Model:
    if not offer.sells(name):
        raise WrongUse(f"--model {name}: there are {', '.join(model.name for model in offer.models)}")
    return offer.model(name)


def _check_ignored(arguments: argparse.Namespace, model: Model, offer: Offer) -> None:
    """Let an option that the model lacks be ignored only where it is another one's: a typo would be paid for."""
    for option in OPTIONS:
        value, known = getattr(arguments, option.argument), (*option.choices, *offer.choices(option.name))
        if model.option(option.name) is None and value is not None and value not in known:
            raise WrongUse(f"{option.argument} {value}: there are {', '.join(map(str, dict.fromkeys(known)))}")


def _chosen(arguments: argparse.Namespace, model: Model, option: Option) -> str | int | None:
    """Return what was typed of an option; of Nano Banana also what is not offered on Discord."""
    value: str | int | None = getattr(arguments, option.argument)
    more = UNOFFERED.get(option.name, ()) if model.name in (BANANA.name, PRO.name) else ()
    choices = tuple(dict.fromkeys((*option.choices, *more)))
    if value is not None and value not in choices:
        raise WrongUse(f"{option.argument} {value}: {model.name} has {', '.join(map(str, choices))}")
    return value


@dataclass(frozen=True, kw_only=True)
class GenerateOptions:
    """The order as the owner typed it."""

    prompt: str
    images: tuple[Path, ...]
    out: Path
    model: str
    chosen: Mapping[str, str | int | None]  # by the names of the model's options


class _Stopped(Exception):
    """SIGTERM came while the order was under way."""


class _Unreadable(Exception):
    """The picture of this name can't be used; the cause says why."""


Tell = Callable[[str], None]


async def generate(options: GenerateOptions, *, as_json: bool) -> int:
    """Place one order, follow it to its end, write its pictures; returns the exit code."""
    tell = _silent if as_json else _tell
    try:
        make_writable(options.out)
    except OSError as error:
        return _report(as_json, FAILED, f"The folder {options.out} can't be written: {error.strerror}. {FREE}")
    async with _settings(tell) as (settings, shared), app.open_core(settings) as services:
        await _ask_the_time(services)
        await shared.settle(services.store, now=services.clock.now())
        left = [job.id for job in await services.store.active()]
        await services.worker.resume()
        work = asyncio.create_task(services.worker.run())
        try:
            job = await _follow(services, await _order(services, shared, options), tell)
        except Refusal as error:
            return _report(as_json, REFUSED, Responses(Texts()).describe("en", error, bot_name="the bot"))
        except _Unreadable as unreadable:
            return _report(as_json, REFUSED, _why(unreadable))
        except _Stopped:
            return _report(as_json, TERMINATED, "Stopped. The next run on this folder goes on with the order.")
        finally:
            work.cancel()  # first: no step may begin that would be cut short
            await asyncio.gather(work, return_exceptions=True)
            await services.worker.drain(seconds=5)
            await shared.settle(services.store, now=services.clock.now())
        if job is None:
            return _report(as_json, INTERRUPTED, "Left to the next run on this folder.")
        earlier = [each for job_id in left if (each := await services.store.job(job_id))]
    ending = _ending(job)
    try:
        files = await _write(services, job, options.out)  # out here they get the usual rights, unlike the bot's data
        for each in earlier:
            for file in await _write(services, each, options.out):
                tell(f"of an earlier run: {file}")
    except OSError as error:
        files = [str(settings.bot_data_dir / image.path) for image in job.outputs if image.path]
        ending += f", but {options.out} can't be written ({error.strerror}). They lie here:"
        return _report(as_json, FAILED, ending, state=job.state, charged=job.charged, files=files)
    return _report(as_json, 0 if files else FAILED, ending, state=job.state, charged=job.charged, files=files)


def make_writable(folder: Path) -> None:
    """Make a folder for pictures; raises OSError where none can be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@asynccontextmanager
async def _settings(tell: Tell) -> AsyncIterator[tuple[Settings, SharedBudget]]:
    """Yield the settings, and the budget that an order counts in: the terminal has its own data folder.

    Where no key is set, the simulated Higgsfield draws, and nothing counts.
    """
    loaded = load()
    # the rings that `run` waits for are not the terminal's
    settings = loaded.model_copy(update={"bot_data_dir": loaded.bot_data_dir / "terminal", "bot_public_url": ""})
    if not {"HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"} & set(settings.missing_secrets()):
        yield settings, SharedBudget(loaded)
        return
    tell("No Higgsfield key is set, so the built-in emulator draws: the picture is a stand-in and nothing is paid.")
    account = AccountOptions(models=simulated_models(settings.offer()))
    async with FakeHiggsfield(account) as fake_higgsfield:
        yield (
            settings.model_copy(
                update={
                    "higgsfield_base_url": fake_higgsfield.url,
                    "higgsfield_api_key_id": SecretStr(account.key_id),
                    "higgsfield_api_key_secret": SecretStr(account.secret),
                }
            ),
            NoBudget(loaded),
        )


async def _ask_the_time(services: app.Core) -> None:
    """Let Higgsfield tell the time, twice where nothing else says the same: the cap's day goes by it."""
    for _ in range(2):
        if not services.clock.is_confirmed:
            with suppress(VendorBusy):
                await services.vendor.ping()


async def _order(services: app.Core, shared: SharedBudget, options: GenerateOptions) -> int:
    """Read the pictures and place the order; returns the job's id."""
    job_id = snowflake(services.clock.now())  # as Discord would
    given = [Image(position=n, url="", name=readable(path.name)) for n, path in enumerate(options.images)]
    services.orders.check_inputs(options.model, given)
    inputs = [await _read(services, job_id, image, file) for image, file in zip(given, options.images, strict=True)]
    params = services.orders.offer.model(options.model).params(options.chosen, has_input=bool(inputs))
    order = Order(
        id=job_id,
        guild_id=0,
        channel_id=0,
        user_id=USER,
        model=options.model,
        prompt=options.prompt,
        params=params,
        inputs=tuple(inputs),
    )
    await shared.reserve(order, services.orders.offer.model(order.model).cost(params), now=services.clock.now())
    await services.orders.order(order)
    return job_id


async def _read(services: app.Core, job_id: int, image: Image, file: Path) -> Image:
    try:
        if await asyncio.to_thread(file.is_dir):
            raise IsADirectoryError
        return await services.pictures.import_input(job_id, image, file=file)
    except (PictureError, OSError) as error:
        raise _Unreadable(image.name or str(file)) from error  # `.` has no name


def _why(unreadable: _Unreadable) -> str:
    """Return the sentence that the card would say of this picture."""
    error = unreadable.__cause__
    if isinstance(error, PictureGone):
        return f"There is no file `{unreadable}`. {FREE}"
    if isinstance(error, IsADirectoryError):
        return f"`{unreadable}` is a folder: name one picture in it. {FREE}"
    if isinstance(error, PictureUnavailable | OSError):
        return f"`{unreadable}` can't be read: {getattr(error, 'strerror', None) or error}. {FREE}"
    text_id = "failure-input_too_big" if isinstance(error, PictureTooBig) else "failure-input_not_picture"
    return Texts().text("en", text_id, name=str(unreadable), money=FREE, limit=INPUT_LIMIT_MB)


async def _follow(services: app.Core, job_id: int, tell: Tell) -> Job | None:
    """Print each change until the job is final; Ctrl+C asks to cancel it, a second one leaves it to the next run."""
    changed = asyncio.Event()
    services.worker_events.job_changed.subscribe(lambda _: changed.set())
    asking = asyncio.create_task(_cancel_on(app.stop_on_signals(), services, job_id, tell))
    asking.add_done_callback(lambda _: changed.set())
    stopped = _stop_on_terminate(changed)
    seen = None
    try:
        while True:
            changed.clear()
            job = await services.orders.job(job_id, Actor(user_id=USER))
            if job.state is not seen and not job.is_final:
                seen = job.state
                tell(f"{job.state} …")
            if job.is_final:
                return job
            if stopped():
                raise _Stopped
            if asking.done():
                return None
            await changed.wait()
    finally:
        asking.cancel()


def _stop_on_terminate(changed: asyncio.Event) -> Callable[[], bool]:
    """Hear SIGTERM, which nobody sends twice; returns whether it came."""
    came = asyncio.Event()

    def stop() -> None:
        came.set()
        changed.set()

    on_signal(signal.SIGTERM, stop)
    return came.is_set


async def _cancel_on(stop: asyncio.Event, services: app.Core, job_id: int, tell: Tell) -> None:
    """Ask for the cancellation at the first signal, and end at the second."""
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
        match await services.orders.cancel(job_id, Actor(user_id=USER)):
            case CancelOutcome.TOO_LATE:
                tell("it is being drawn already and can't be stopped; the picture follows")
            case CancelOutcome.NO_WORD:
                tell("Higgsfield did not stop it, and says nothing readable about it now; it counts only if it comes")
            case CancelOutcome.ASKED:
                tell("Higgsfield has not answered yet")


def _ending(job: Job) -> str:
    if job.state is not JobState.SUCCEEDED:
        return CardView(texts=Texts()).ending(job)
    seconds = ((job.finished_at or job.created_at) - job.created_at) / 1000
    return f"{len(job.outputs)} of {job.params.count} pictures in {seconds:.0f} s for {job.charged} 🍌"


async def _write(services: app.Core, job: Job, out: Path) -> list[str]:
    """Copy the job's pictures out; returns the files."""
    files = []
    for image in job.outputs:
        async with services.pictures.lend(image) as source:
            if source is not None:
                target = out / f"{job.id}-{image.position + 1}{source.suffix}"
                await asyncio.to_thread(shutil.copyfile, source, target)
                files.append(str(target))
    return files


def _report(as_json: bool, code: int, sentence: str, **facts: object) -> int:
    """Print how it ended on standard output; returns the exit code."""
    if as_json:
        nothing: dict[str, object] = {"state": None, "charged": 0, "files": []}
        print_result(json.dumps({"ok": code == 0, "sentence": sentence, **nothing, **facts}))
    else:
        print_result("\n".join([sentence, *map(str, cast("list[str]", facts.get("files", [])))]))
    return code


def _tell(line: str) -> None:
    print_progress(line)


def _silent(line: str) -> None:
    return None
