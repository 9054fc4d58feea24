"""`demo`: the whole bot on this machine, between a simulated Discord and a simulated Higgsfield."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import webbrowser
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from bot import app
from bot.cli.arguments import AddParser, WrongUse
from bot.cli.arguments import port as port_number
from bot.cli.arguments import prompt as prompt_text
from bot.cli.demo_stack import demo_settings, run_stack
from bot.cli.out_folder import make_writable, save, usual_mode
from bot.cli.output import configure_logging, print_progress, print_result
from bot.runtime.clock import machine_time
from bot.runtime.stopping import TERMINATED, on_signal
from bot.simulators.discord import FakeDiscord, Message, plain_text

PORT = 8420
PROMPT, OUT = "a sailing boat on a lake at dusk", Path("out")  # of --script
#: What counts only with --script, and what only without it.
SCRIPTED, BROWSED = ("out", "prompt", "image"), ("port", "data", "models")


def add_command(add_parser: AddParser) -> None:
    """Add `demo`."""
    command = add_parser("demo", help="try the whole bot in your browser: no account, no key, no network")
    command.add_argument(
        "--port", type=port_number, help="the page's port (default 8420, or any free one if that is in use)"
    )
    command.add_argument("--no-browser", action="store_true", help="only print the address, don't open a browser")
    command.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="keep the demo's data in this folder (default: forgotten at the end)",
    )
    command.add_argument(
        "--models", type=Path, metavar="FILE", help="a file with models of your own, as for BOT_MODELS_FILE"
    )
    command.add_argument("--script", action="store_true", help="run one order in the terminal, without a browser")
    command.add_argument(
        "--out", type=Path, metavar="FOLDER", help=f"where --script saves the pictures (default {OUT})"
    )
    command.add_argument("--prompt", type=prompt_text, help=f"what --script draws (default: {PROMPT})")
    command.add_argument("--image", type=Path, metavar="FILE", help="a picture for --script to edit")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    unused = [name for name in (BROWSED if arguments.script else SCRIPTED) if getattr(arguments, name) is not None]
    if unused:
        raise WrongUse(f"--{unused[0]} {'has no effect with' if arguments.script else 'needs'} --script")
    if arguments.image and arguments.image.is_dir():
        raise WrongUse(f"{arguments.image} is a folder: name one picture in it")
    if arguments.image and not arguments.image.is_file():
        raise WrongUse(f"there is no file {arguments.image}")
    configure_logging(demo_settings(), quiet=True)
    if arguments.script:
        prompt, out = PROMPT if arguments.prompt is None else arguments.prompt, arguments.out or OUT
        return asyncio.run(_terminable(script(prompt=prompt, image=arguments.image, out=out)))
    demo_page = page(port=arguments.port, data=arguments.data, models=arguments.models, browse=not arguments.no_browser)
    return asyncio.run(demo_page)


async def page(*, port: int | None, data: Path | None, models: Path | None = None, browse: bool) -> int:
    """Serve the demo's page until a signal stops it; without a port, on the usual one or any free one."""
    stop = app.stop_on_signals()
    port = _usual_port() if port is None else port
    async with run_stack(port=port, data=data, models=models, has_opening=True) as fake_discord:
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
    """Run one whole job without a browser: print each state of its card, save the pictures; 0 if they came."""
    try:
        make_writable(out)
    except OSError as error:
        print_progress(f"The folder {out} can't be written: {error.strerror}.")
        return 3
    mode = usual_mode()
    given = None if image is None else (image.name, await asyncio.to_thread(image.read_bytes))
    async with run_stack() as fake_discord:
        options: dict[str, Any] = {"prompt": prompt} | ({"image": given} if given else {})
        call = await fake_discord.person("mara").slash("banana", **options)
        await call.done()
        if call.message is None:
            print_progress("The bot did not answer.")
            return 1
        await _watch(fake_discord, call.message)
    return await asyncio.to_thread(_save, call.message, out, mode)


async def _watch(fake_discord: FakeDiscord, message: Message) -> None:
    """Print the card at each change, as a terminal can show it, until it can't be cancelled any more."""
    shown = ""
    while True:
        if message.text != shown:
            shown = message.text
            card = plain_text(shown, fake_discord.state, now=machine_time().timestamp())
            print_result(f"--- the card ---\n{card}\n")
        if message.ephemeral_for or not any(":cancel:" in str(b.get("custom_id")) for b in message.buttons):
            return
        await fake_discord.until(partial(_differs, message, shown), timeout=120)


def _differs(message: Message, shown: str) -> bool:
    return message.text != shown


def _save(message: Message, out: Path, mode: int) -> int:
    pictures = [file for file in message.attachments if file.filename.startswith("banana-")]
    for picture in pictures:
        try:
            saved = save(BytesIO(picture.data), out, picture.filename, mode=mode)
        except OSError as error:
            print_progress(f"{out / picture.filename} can't be written: {error.strerror}.")
            return 1
        print_result(f"Saved {saved}")
    return 0 if pictures else 1
