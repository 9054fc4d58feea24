"""`demo`: the whole bot on this machine, between a simulated Discord and a simulated Higgsfield."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import discord
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot import app
from bot.cli.arguments import AddParser, WrongUse
from bot.cli.arguments import port as port_number
from bot.cli.arguments import prompt as prompt_text
from bot.cli.generate import make_writable
from bot.cli.output import configure_logging, print_progress, print_result
from bot.cli.simulated_models import simulated_models
from bot.domain.catalog import BUILT_IN, Offer
from bot.i18n import DEFAULT, Texts, language
from bot.runtime.stopping import TERMINATED, on_signal
from bot.settings import Settings
from bot.simulators.discord import FakeDiscord, Message, Page
from bot.simulators.higgsfield import DIRECTIVES, AccountOptions, FakeHiggsfield

CREDITS = 40  # enough to play with, few enough to meet the end of them
PORT = 8420
TOKEN = "demo-token"  # noqa: S105 - the loopback Discord's
LONG = (
    "a harbour town at first light, seen from the hill: slate roofs wet from the night, one window lit, gulls over "
    "the fish market, a red boat coming in with its nets still out, fog lying in the lower streets, the church clock "
    "stopped at ten past four, washing forgotten on a line, an old man with a dog on the pier, everything in the "
    "muted colours of a hand-printed map"
)


def add_command(add_parser: AddParser) -> None:
    """Add `demo`."""
    command = add_parser("demo", help="the whole bot in your browser: no account, no key, no network")
    command.add_argument(
        "--port", type=port_number, help="of the page (default 8420, or any free one if that is in use)"
    )
    command.add_argument("--no-browser", action="store_true", help="only print the address")
    command.add_argument(
        "--data", type=Path, help="keep the demo's data in this folder (default: forgotten at the end)"
    )
    command.add_argument("--models", type=Path, help="a file of further models, as BOT_MODELS_FILE names one")
    command.add_argument("--script", action="store_true", help="run one whole job without a browser, then exit")
    command.add_argument(
        "--out", type=Path, default=Path("out"), help="where --script writes the pictures (default out)"
    )
    command.add_argument(
        "--prompt", type=prompt_text, default="a lighthouse in a storm, oil painting", help="what --script draws"
    )
    command.add_argument("--image", type=Path, help="a picture for --script to edit")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.image and arguments.image.is_dir():
        raise WrongUse(f"{arguments.image} is a folder: name one picture in it")
    if arguments.image and not arguments.image.is_file():
        raise WrongUse(f"there is no file {arguments.image}")
    configure_logging(demo_settings())
    if arguments.script:
        return asyncio.run(_terminable(script(prompt=arguments.prompt, image=arguments.image, out=arguments.out)))
    demo_page = page(port=arguments.port, data=arguments.data, models=arguments.models, browse=not arguments.no_browser)
    return asyncio.run(demo_page)


class Example(NamedTuple):
    """An order to try on the page: its label's id, and a prompt or a directive of the simulated Higgsfield."""

    text_id: str
    prompt: str
    command: str = "banana"
    pictures: int = 1


EXAMPLES = (
    Example("example-picture", "a lighthouse in a storm, oil painting"),
    Example("example-four", "a still life with bananas", pictures=4),
    Example("example-model", "a botanical drawing of a fern", "banana-pro"),
    Example("example-yours", "make it a winter night"),
    Example("example-wait", "queue"),
    Example("example-too-late", "slow"),
    Example("example-refused", "refused"),
    Example("example-failed", "failed"),
    Example("example-fewer", "fewer", pictures=4),
    Example("example-huge", "huge"),
    Example("example-unclear", "unclear"),
    Example("example-busy", "busy"),
    Example("example-long", LONG),
    Example("example-badkey", "badkey"),
)


class DemoSettings(Settings):
    """Settings that take nothing from the environment, so that the demo never meets a real key."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: object, **__: object
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the one source: what is passed."""
        return (init_settings,)


def demo_settings(**values: object) -> Settings:
    """Return the settings of a bot that reaches nothing outside this machine."""
    account = AccountOptions()
    known: dict[str, object] = {
        "discord_token": TOKEN,
        "higgsfield_api_key_id": account.key_id,
        "higgsfield_api_key_secret": account.secret,
        "bot_user_credits": CREDITS,
        "bot_user_daily_credits": CREDITS,
    }
    return DemoSettings.model_validate(known | values)


@asynccontextmanager
async def run_stack(
    *, port: int = 0, data: Path | None = None, models: Path | None = None, account: AccountOptions | None = None
) -> AsyncIterator[FakeDiscord]:
    """Run the simulated Higgsfield, the simulated Discord and the bot between them; yields Discord, the bot online."""
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banana-demo-")))
        models_file = str(models or "")
        offer = demo_settings(bot_models_file=models_file).offer()
        account = replace(account or AccountOptions(), models=simulated_models(offer))
        fake_higgsfield = await stack.enter_async_context(FakeHiggsfield(account))
        page = Page(
            tries=examples(offer), languages=languages(), vendor_events=f"{fake_higgsfield.url}/_emulator/events"
        )
        fake_discord = await stack.enter_async_context(FakeDiscord(port=port, token=TOKEN, page=page))
        settings = demo_settings(
            higgsfield_base_url=fake_higgsfield.url,
            bot_discord_url=fake_discord.url,
            bot_data_dir=folder,
            bot_models_file=models_file,
            bot_min_free_mb=50,
        )
        stop = asyncio.Event()
        bot = asyncio.create_task(app.serve(settings, stop))
        try:
            await _online(fake_discord, bot)
            yield fake_discord
        finally:
            stop.set()
            await bot


async def _online(fake_discord: FakeDiscord, bot: asyncio.Task[None]) -> None:
    ready: asyncio.Task[bool] = asyncio.create_task(fake_discord.until(lambda: fake_discord.bot_online, timeout=30))
    await asyncio.wait({ready, bot}, return_when=asyncio.FIRST_COMPLETED)
    if bot.done():
        ready.cancel()
        bot.result()
    await ready


def languages() -> dict[str, str]:
    """Return the names of the bot's languages, each by a locale of Discord that the bot answers in it."""
    locales = {language(locale.value, default=""): locale.value for locale in reversed(list(discord.Locale))}
    return {locales[ours]: name for ours, name in Texts().language_names().items()}


def examples(offer: Offer) -> tuple[dict[str, Any], ...]:
    """Return the orders that the page offers to try, with their labels in every language."""
    texts, locales = Texts(), languages()

    def label(each: Example, locale: str) -> str:
        return texts.text(locale, each.text_id, model=offer.model(each.command).title)

    return tuple(
        {
            "label": label(each, DEFAULT),
            "labels": {locale: label(each, locale) for locale in locales},
            "command": each.command,
            "prompt": DIRECTIVES[each.prompt].example if each.prompt in DIRECTIVES else each.prompt,
            "options": {"count": each.pictures} if each.pictures > 1 else {},
        }
        for each in (*EXAMPLES, *_examples_of_more(offer))
        if offer.sells(each.command)
    )


def _examples_of_more(offer: Offer) -> Iterator[Example]:
    """Yield one example for each model that is not built in."""
    known = {model.name for model in BUILT_IN}
    for name in (model.name for model in offer.models if model.name not in known):
        yield Example("example-model", "a botanical drawing of a fern", name)


async def page(*, port: int | None, data: Path | None, models: Path | None = None, browse: bool) -> int:
    """Serve the demo's page until a signal stops it; without a port, on the usual one or any free one."""
    stop = app.stop_on_signals()
    async with run_stack(port=_usual_port() if port is None else port, data=data, models=models) as fake_discord:
        print_result(f"\n  🍌 Try the bot here: {fake_discord.url}\n     Stop with Ctrl+C.\n")
        if browse:
            with suppress(webbrowser.Error):
                await asyncio.to_thread(webbrowser.open, fake_discord.url)
        await stop.wait()
    return 0


def _usual_port() -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return 0
    return PORT


async def _terminable(work: Coroutine[None, None, int]) -> int:
    """Run until SIGTERM, which ends it in order, as Ctrl+C does by itself: not within whatever runs just then."""
    task = asyncio.ensure_future(work)
    terminated = asyncio.Event()

    def stop() -> None:
        terminated.set()
        task.cancel()

    on_signal(signal.SIGTERM, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if not terminated.is_set():
            raise
    print_progress("Stopped.")
    return TERMINATED


async def script(*, prompt: str, image: Path | None, out: Path) -> int:
    """Run one whole job without a browser: print each state of its card, write the pictures; 0 if they came."""
    try:
        make_writable(out)
    except OSError as error:
        print_progress(f"The folder {out} can't be written: {error.strerror}.")
        return 1
    given = None if image is None else (image.name, await asyncio.to_thread(image.read_bytes))
    async with run_stack() as fake_discord:
        options: dict[str, Any] = {"prompt": prompt} | ({"image": given} if given else {})
        call = await fake_discord.person("mara").slash("banana", **options)
        await call.done()
        if call.message is None:
            print_progress("no answer came")
            return 1
        await _watch(fake_discord, call.message)
    return await asyncio.to_thread(_write, call.message, out)


async def _watch(fake_discord: FakeDiscord, message: Message) -> None:
    """Print the card at each change, until it can't be cancelled any more."""
    shown = ""
    while True:
        if message.text != shown:
            shown = message.text
            print_result(f"--- the card ---\n{shown}\n")
        if message.ephemeral_for or not any(":cancel:" in str(b.get("custom_id")) for b in message.buttons):
            return
        await fake_discord.until(partial(_differs, message, shown), timeout=120)


def _differs(message: Message, shown: str) -> bool:
    return message.text != shown


def _write(message: Message, out: Path) -> int:
    pictures = [file for file in message.attachments if file.filename.startswith("banana-")]
    for picture in pictures:
        try:
            (out / picture.filename).write_bytes(picture.data)
        except OSError as error:
            print_progress(f"{out / picture.filename} can't be written: {error.strerror}.")
            return 1
        print_result(f"wrote {out / picture.filename}")
    return 0 if pictures else 1
