"""The terminal's orders: placed one after the other, followed to their ends, their pictures saved."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten

from bot import app
from bot.cli import order_words
from bot.cli.arguments import readable
from bot.cli.order_words import FREE, OrderWords
from bot.cli.out_folder import make_writable, save, usual_mode
from bot.cli.output import print_result
from bot.cli.progress import TerminalProgress
from bot.cli.shared_budget import NoBudget, SharedBudget
from bot.cli.simulated_models import simulated_models
from bot.cli.unsaved_orders import UnsavedOrders
from bot.core import Core
from bot.domain.actors import Actor
from bot.domain.errors import (
    PictureError,
    PictureGone,
    PictureTooBig,
    PictureUnavailable,
    Refusal,
    StorageUnavailable,
    VendorBusy,
)
from bot.domain.jobs import Image, Job, Order
from bot.domain.limits import RESULTS_KEPT_MS, snowflake
from bot.runtime.secret import Secret
from bot.runtime.stopping import INTERRUPTED, TERMINATED, on_signal
from bot.services.orders import CancelOutcome, JobView
from bot.settings import Settings, load
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

FAILED, NOT_ORDERED = 1, 3
USER = 1  # of the terminal's database
TICK_S = 1.0  # between two looks at the clock
SHOWN_PROMPT = 60  # characters


@dataclass(frozen=True, kw_only=True)
class GenerateOptions:
    """The orders as the owner typed them: one for each prompt, alike in all else."""

    prompts: tuple[str, ...]
    images: tuple[Path, ...]
    out: Path
    model: str
    chosen: Mapping[str, str | int | None]  # by the names of the model's options


class _NotOrdered(Exception):
    """Nothing was ordered: the sentence says why."""


class _Left(Exception):
    """The order goes on at the next run: the sentence, the exit code, and how it stood last."""

    def __init__(self, said: str, code: int, view: JobView | None) -> None:
        super().__init__(said)
        self.code, self.job = code, view.job if view else None


async def generate(options: GenerateOptions, *, as_json: bool) -> int:
    """Place the orders, follow each to its end, save its pictures; returns the exit code."""
    progress = TerminalProgress(None if as_json else sys.stderr)
    report = _Report(model=options.model, as_json=as_json)
    try:
        make_writable(options.out)
    except OSError as error:
        return report.say(NOT_ORDERED, f"The folder {options.out} can't be written: {error.strerror}. {FREE}")
    mode = usual_mode()
    with progress.beside_the_log():
        async with _settings(progress) as (settings, shared), app.open_core(settings) as services:
            stop, changed = app.stop_on_signals(), asyncio.Event()
            services.worker_events.job_changed.subscribe(lambda _: changed.set())
            run = _Run(
                services=services,
                shared=shared,
                unsaved=UnsavedOrders(pending=services.store.pending, user_id=USER, clock=services.clock),
                settings=settings,
                options=options,
                file_mode=mode,
                progress=progress,
                report=report,
                stop=stop,
                changed=changed,
                terminated=_stop_on_terminate(changed),
                words=OrderWords(
                    offer=services.orders.offer,
                    deadline_s=settings.bot_deadline_minutes * 60,
                    queue_s=settings.bot_queue_minutes * 60,
                    is_emulated=isinstance(shared, NoBudget),
                ),
            )
            return await run.work()


@asynccontextmanager
async def _settings(progress: TerminalProgress) -> AsyncIterator[tuple[Settings, SharedBudget]]:
    """Yield the settings, and the budget that an order counts in: the terminal has its own data folder.

    Where no key is set, the simulated Higgsfield draws, and nothing counts.
    """
    loaded = load()
    # the webhooks that `run` waits for are not the terminal's
    settings = replace(loaded, bot_data_dir=loaded.bot_data_dir / "terminal", bot_public_url="")
    missing = [name for name in settings.missing_secrets() if name.startswith("HIGGSFIELD_")]
    if not missing:
        yield settings, SharedBudget(loaded)
        return
    are = "is" if len(missing) == 1 else "are"
    progress.say(f"{' and '.join(missing)} {are} not set: the built-in emulator draws a stand-in, and nothing is paid.")
    account = AccountOptions(models=simulated_models(settings.offer()))
    async with FakeHiggsfield(account) as fake_higgsfield:
        yield (
            replace(
                settings,
                higgsfield_base_url=fake_higgsfield.url,
                higgsfield_api_key_id=Secret(account.key_id),
                higgsfield_api_key_secret=Secret(account.secret),
            ),
            NoBudget(loaded),
        )


@dataclass(frozen=True, kw_only=True)
class _Report:
    """How each order ended, on standard output: in words, or as an object of JSON."""

    model: str
    as_json: bool

    def say(
        self, code: int, sentence: str, job: Job | None = None, *, charged: int = 0, files: Sequence[str] = ()
    ) -> int:
        """Print it; returns the exit code."""
        if not self.as_json:
            print_result("\n".join([sentence, *files]))
            return code
        about = {
            "ok": code == 0,
            "sentence": sentence,
            "job": str(job.id) if job else None,  # a text: many readers of JSON round such numbers
            "model": self.model,
            "state": job.state if job else None,
            "failure": job.failure if job else None,
            "seconds": round(order_words.seconds_of(job), 1) if job else None,
            "charged": charged,
            "files": list(files),
        }
        print_result(json.dumps(about))
        return code


@dataclass(frozen=True, kw_only=True)
class _Run:
    """One run on the terminal's own data folder."""

    services: Core
    shared: SharedBudget
    unsaved: UnsavedOrders
    settings: Settings
    options: GenerateOptions
    file_mode: int  # of the pictures that are saved, unlike that of the bot's data
    progress: TerminalProgress
    report: _Report
    words: OrderWords
    stop: asyncio.Event  # that Ctrl+C sets
    changed: asyncio.Event  # set whenever an order may have changed, or a signal came
    terminated: Callable[[], bool]  # whether SIGTERM came

    async def work(self) -> int:
        """Work until all is ordered and ended, and save what earlier runs left; returns the exit code."""
        services = self.services
        await _ask_the_time(services)
        await self.shared.settle(services.store, now=services.clock.now())
        left = await self._left_by_earlier_runs()
        await services.worker.resume()
        worker = asyncio.create_task(services.worker.run())
        try:
            code = await self._order_all()
        finally:
            worker.cancel()  # first: no step may begin that would be cut short
            await asyncio.gather(worker, return_exceptions=True)
            await services.worker.drain(seconds=5)
            await self.shared.settle(services.store, now=services.clock.now())
        await self._save_earlier(left)
        return code

    async def _left_by_earlier_runs(self) -> list[int]:
        """Return the orders that are under way, that Higgsfield may bring late, or whose pictures were not saved."""
        store = self.services.store
        late = await store.adoptable(since=self.services.clock.now() - RESULTS_KEPT_MS)
        return sorted({*await self.unsaved.all(), *(job.id for job in (*await store.active(), *late))})

    async def _order_all(self) -> int:
        """Place one order after the other, up to one that can't be placed, is cancelled or left to the next run."""
        worst, prompts = 0, self.options.prompts
        for number, prompt in enumerate(prompts, start=1):
            if len(prompts) > 1:
                self.progress.say(f"{number} of {len(prompts)}: {shorten(prompt, SHOWN_PROMPT, placeholder=' …')}")
            try:
                if self.terminated():
                    raise _Left("Stopped. Nothing more was ordered.", TERMINATED, None)
                job = await self._follow(await self._place(prompt))
            except _NotOrdered as error:
                return self.report.say(NOT_ORDERED, str(error))
            except _Left as error:
                return self.report.say(error.code, str(error), error.job)
            worst = max(worst, await self._hand_over(job))
            if job.cancel_at is not None:
                break
        return worst

    async def _hand_over(self, job: Job) -> int:
        """Save an order's pictures and say how it ended; returns the exit code."""
        self.progress.clear()
        ending, charged = self.words.ending(job), 0 if self.words.is_emulated else job.charged
        try:
            files = await self._save(job)
        except OSError as error:
            kept = [str(self.settings.bot_data_dir / image.path) for image in job.outputs if image.path]
            ending += f" But {self.options.out} can't be written ({error.strerror}), so the pictures are here:"
            return self.report.say(FAILED, ending, job, charged=charged, files=kept)
        await self._note_saved(job.id, job)
        return self.report.say(0 if files else FAILED, ending, job, charged=charged, files=files)

    # placing

    async def _place(self, prompt: str) -> int:
        """Read the pictures and place the order; returns the job's id. Raises _NotOrdered."""
        services, model = self.services, self.options.model
        job_id = snowflake(services.clock.now())  # as Discord would
        given = [Image(position=n, url="", name=readable(path.name)) for n, path in enumerate(self.options.images)]
        try:
            services.orders.check_inputs(model, given)
            files = zip(given, self.options.images, strict=True)
            inputs = [await self._read(job_id, image, file) for image, file in files]
            params = services.orders.offer.model(model).params(self.options.chosen, has_input=bool(inputs))
            order = Order(
                id=job_id,
                guild_id=0,
                channel_id=0,
                user_id=USER,
                model=model,
                prompt=prompt,
                params=params,
                inputs=tuple(inputs),
            )
            cost = services.orders.offer.model(model).cost(params)
            await self.unsaved.add(job_id)
            await self.shared.reserve(order, cost, now=services.clock.now())
            await services.orders.order(order)
        except Refusal as error:
            raise _NotOrdered(order_words.refusal(error, now=services.clock.now())) from error
        return job_id

    async def _read(self, job_id: int, image: Image, file: Path) -> Image:
        try:
            if await asyncio.to_thread(file.is_dir):
                raise IsADirectoryError
            return await self.services.pictures.import_input(job_id, image, file=file)
        except (PictureError, OSError) as error:
            raise _NotOrdered(_why(image.name or str(file), error)) from error  # `.` has no name

    # following

    async def _follow(self, job_id: int) -> Job:
        """Show how far the order is until it is final.

        Ctrl+C asks to cancel it, a second one leaves it to the next run, as SIGTERM does. Raises _Left.
        """
        asking = asyncio.create_task(self._cancel_on(job_id))
        asking.add_done_callback(lambda _: self.changed.set())
        try:
            while True:
                self.changed.clear()
                view = await self._view(job_id)
                if view is not None and view.job.is_final:
                    return view.job
                if self.terminated():
                    raise _Left("Stopped. The next `generate` goes on with this order.", TERMINATED, view)
                if asking.done():
                    raise _Left("Quit. The next `generate` goes on with this order.", INTERRUPTED, view)
                if view is not None:
                    self._show(view)
                with suppress(TimeoutError):
                    async with asyncio.timeout(TICK_S):
                        await self.changed.wait()
        finally:
            asking.cancel()

    async def _view(self, job_id: int) -> JobView | None:
        """Return how the order stands; None while the database can't be read: the order goes on all the same."""
        try:
            return await self.services.orders.view(job_id)
        except StorageUnavailable:
            return None

    def _show(self, view: JobView) -> None:
        seconds = max(0, self.services.clock.now() - view.job.created_at) // 1000
        self.progress.show(self.words.waiting(view), seconds=seconds)

    async def _cancel_on(self, job_id: int) -> None:
        """Ask for the cancellation at the first signal, and end at the second."""
        await self.stop.wait()
        self.stop.clear()
        self.progress.say("Asking Higgsfield to cancel … (press Ctrl+C again to quit; the next run picks it up)")
        asking = asyncio.create_task(self._ask_cancel(job_id))
        try:
            await self.stop.wait()
        finally:
            asking.cancel()

    async def _ask_cancel(self, job_id: int) -> None:
        with suppress(Refusal):
            outcome = await self.services.orders.cancel(job_id, Actor(user_id=USER))
            if outcome is not CancelOutcome.DONE:
                self.progress.say(order_words.CANCELLING[outcome])

    # saving

    async def _save(self, job: Job) -> list[str]:
        """Save the job's pictures; returns the files."""
        files = []
        for image in job.outputs:
            async with self.services.pictures.lend(image) as source:
                if source is not None:
                    name = f"{job.id}-{image.position + 1}{source.suffix}"
                    files.append(await asyncio.to_thread(self._copy, source, name))
        return files

    def _copy(self, source: Path, name: str) -> str:
        with source.open("rb") as picture:
            return str(save(picture, self.options.out, name, mode=self.file_mode))

    async def _save_earlier(self, job_ids: Sequence[int]) -> None:
        for job_id in job_ids:
            job = await self.services.store.job(job_id)
            with suppress(OSError):
                for file in await self._save(job) if job else ():
                    self.progress.say(f"From an earlier run: {file}")
                await self._note_saved(job_id, job)

    async def _note_saved(self, job_id: int, job: Job | None) -> None:
        """Look at an order no more that has brought all that it may; one that was refused never became a job."""
        if job is None or (job.is_final and not job.is_adoptable):
            with suppress(StorageUnavailable):  # then its pictures are saved once more
                await self.unsaved.remove(job_id)


async def _ask_the_time(services: Core) -> None:
    """Let Higgsfield tell the time, twice where nothing else says the same: the cap's day goes by it."""
    for _ in range(2):
        if not services.clock.is_confirmed:
            with suppress(VendorBusy):
                await services.vendor.ping()


def _why(name: str, error: Exception) -> str:
    """Return why a picture can't be used."""
    if isinstance(error, PictureGone):
        return f"There is no file `{name}`. {FREE}"
    if isinstance(error, IsADirectoryError):
        return f"`{name}` is a folder: name one picture in it. {FREE}"
    if isinstance(error, PictureUnavailable | OSError):
        return f"`{name}` can't be read: {getattr(error, 'strerror', None) or error}. {FREE}"
    said = order_words.TOO_BIG if isinstance(error, PictureTooBig) else order_words.NOT_A_PICTURE
    return f"{said.format(name=name)} {FREE}"


def _stop_on_terminate(changed: asyncio.Event) -> Callable[[], bool]:
    """Hear SIGTERM, which nobody sends twice; returns whether it came."""
    came = asyncio.Event()

    def stop() -> None:
        came.set()
        changed.set()

    on_signal(signal.SIGTERM, stop)
    return came.is_set
