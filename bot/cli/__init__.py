"""The command line: run, demo, emulator, generate, backup, restore."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import app
from bot.cli import demo, generate
from bot.domain.catalog import COUNTS, FORMATS, MAX_INPUTS, MODELS, MORE_RATIOS, PROMPT_LENGTH, RATIOS, RESOLUTIONS
from bot.domain.errors import BackupError, StartError, StorageUnavailable
from bot.runtime.clock import Clock
from bot.runtime.log_redaction import RedactingFormatter
from bot.services import backup
from bot.settings import EX_CONFIG, Settings, load
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

log = logging.getLogger(__name__)

#: Hosts whose disk is wiped at each restart, by a variable that they set.
WIPED = {"DYNO": "Heroku", "RENDER": "Render", "RAILWAY_ENVIRONMENT": "Railway", "FLY_APP_NAME": "Fly.io"}

EPILOG = """\
exit codes: 0 all is well · 1 it failed · 2 wrong arguments · 3 refused, nothing was charged ·
78 something is missing or wrong in the settings · 130 interrupted
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.command(arguments)
    except StartError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return EX_CONFIG
    except (BackupError, StorageUnavailable) as error:  # the books only at the very start; later on they are waited for
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not getattr(arguments, "port", None):
            raise
        print(f"Port {arguments.port} is in use. --port chooses another one, 0 any free one.", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="python -m bot",
        description="A Discord bot that draws and edits pictures with Higgsfield's Nano Banana models.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(metavar="command", required=True)
    _add_run(commands)
    _add_demo(commands)
    _add_emulator(commands)
    _add_generate(commands)
    _add_backup(commands)
    return top


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="the bot on Discord; settings come from the environment and .env")
    run.set_defaults(command=_run)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("demo", help="the whole bot in your browser: no account, no key, no network")
    command.add_argument("--port", type=_port, help="of the page (default 8420, or any free one if that is in use)")
    command.add_argument("--no-browser", action="store_true", help="only print the address")
    command.add_argument(
        "--data", type=Path, help="keep the demo's data in this folder (default: forgotten at the end)"
    )
    command.add_argument("--script", action="store_true", help="run one whole job without a browser, then exit")
    command.add_argument(
        "--out", type=Path, default=Path("out"), help="where --script writes the pictures (default out)"
    )
    command.add_argument(
        "--prompt", type=_prompt, default="a lighthouse in a storm, oil painting", help="what --script draws"
    )
    command.add_argument("--image", type=Path, help="a picture for --script to edit")
    command.set_defaults(command=_demo)


def _add_emulator(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("emulator", help="Higgsfield's API, faked truthfully on a local port")
    command.add_argument("--port", type=_port, default=8421, help="default 8421; 0: any free one")
    command.add_argument("--shape", choices=("v1", "v2"), default="v2", help="of the answer to an order (default v2)")
    command.add_argument("--concurrency", type=int, default=4, help="orders drawn at once (default 4)")
    command.add_argument("--seed", type=int, default=0, help="another seed, other pictures and times")
    command.add_argument("--idempotent", action="store_true", help="honour Idempotency-Key")
    command.set_defaults(command=_emulator)


def _add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "generate",
        help="one order from the terminal, through the same pipeline; the emulator draws unless keys are set",
    )
    command.add_argument("prompt", help="what to draw, or what to change in the picture")
    command.add_argument(
        "--image", type=Path, action="append", default=[], help=f"a picture to edit; up to {MAX_INPUTS} times"
    )
    command.add_argument("--out", type=Path, default=Path("out"), help="the folder for the pictures (default out)")
    command.add_argument("--model", choices=tuple(MODELS), default="banana", help="default banana")
    command.add_argument("--count", type=int, choices=COUNTS, default=1, help="how many pictures (default 1)")
    command.add_argument("--aspect-ratio", choices=(*RATIOS, *MORE_RATIOS), help="default: the picture's, else 4:3")
    command.add_argument("--format", choices=FORMATS, default=FORMATS[0], help=f"default {FORMATS[0]}")
    command.add_argument("--resolution", choices=RESOLUTIONS, default="1k", help="of banana-pro (default 1k)")
    command.add_argument("--json", action="store_true", help="print one JSON object at the end, and no progress")
    command.set_defaults(command=_generate)


def _add_backup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("backup", help="the books and the pictures in one archive, while the bot runs")
    command.add_argument(
        "--to", type=Path, help="the archive, or a folder for it (default: backups/ in the data folder)"
    )
    command.set_defaults(command=_backup)
    command = commands.add_parser("restore", help="put a backup back; the present data are moved aside, not deleted")
    command.add_argument("file", type=Path, help="the archive that backup wrote")
    command.set_defaults(command=_restore)


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port: 0 to 65535")
    return int(text)


def _prompt(text: str) -> str:
    if not 1 <= len(text) <= PROMPT_LENGTH:
        raise argparse.ArgumentTypeError(f"a prompt has 1 to {PROMPT_LENGTH} characters")
    return text


def _run(arguments: argparse.Namespace) -> int:
    settings = load()
    missing = settings.missing_secrets()
    if missing:
        raise StartError(_missing(missing))
    configure_logging(settings)
    warn_of_wiped_disk(os.environ)
    warn_of_open_secrets(Path(".env"))

    async def serve() -> None:
        await app.serve(settings, app.stop_on_signals())

    asyncio.run(serve())
    return 0


def _missing(names: Sequence[str]) -> str:
    return (
        f"Missing: {', '.join(names)}.\n"
        "Put them into a file named .env in this folder (see .env.example) or into the environment.\n"
        "To try the bot without any account: python -m bot demo"
    )


def _demo(arguments: argparse.Namespace) -> int:
    if arguments.image and not arguments.image.is_file():
        parser().error(f"there is no file {arguments.image}")
    configure_logging(demo.demo_settings())
    if arguments.script:
        return asyncio.run(demo.script(prompt=arguments.prompt, image=arguments.image, out=arguments.out))
    return asyncio.run(demo.page(port=arguments.port, data=arguments.data, browse=not arguments.no_browser))


def _emulator(arguments: argparse.Namespace) -> int:
    terms = AccountOptions(
        shape=arguments.shape,
        concurrency=arguments.concurrency,
        seed=arguments.seed,
        idempotent=arguments.idempotent,
    )

    async def serve() -> None:
        async with FakeHiggsfield(terms, port=arguments.port) as fake_higgsfield:
            print(  # noqa: T201
                f"Higgsfield, emulated: {fake_higgsfield.url}\n"
                f"  HIGGSFIELD_BASE_URL={fake_higgsfield.url}\n"
                f"  HIGGSFIELD_API_KEY_ID={terms.key_id} HIGGSFIELD_API_KEY_SECRET={terms.secret}\n"
                f"  the words that choose what happens: {fake_higgsfield.url}/_emulator/words",
                flush=True,
            )
            await app.stop_on_signals().wait()

    asyncio.run(serve())
    return 0


def _generate(arguments: argparse.Namespace) -> int:
    configure_logging(load(), quiet=True)
    if len(arguments.image) > MAX_INPUTS:
        parser().error(f"{len(arguments.image)} pictures are too many: Higgsfield takes {MAX_INPUTS} at most")
    wish = generate.GenerateOptions(
        prompt=arguments.prompt,
        images=tuple(arguments.image),
        out=arguments.out,
        model=arguments.model,
        count=arguments.count,
        ratio=arguments.aspect_ratio,
        format=arguments.format,
        resolution=arguments.resolution if MODELS[arguments.model].resolutions else None,
    )
    return asyncio.run(generate.generate(wish, as_json=arguments.json))


def _backup(arguments: argparse.Namespace) -> int:
    print(backup.make(load().bot_data_dir, arguments.to, now=Clock().now(), tell=_tell))  # noqa: T201
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    done = backup.restore(load().bot_data_dir, arguments.file, now=Clock().now(), tell=_tell)
    _tell(f"Orders that are back: {done.jobs}.")
    if done.ended:
        _tell(f"Ended without a charge, since they were waiting then and may have been drawn since: {done.ended}.")
    if done.aside:
        _tell(f"What was there before lies in {done.aside}; delete it when you no longer need it.")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def configure_logging(settings: Settings, *, quiet: bool = False) -> None:
    """Log to standard error; the libraries speak only of what is wrong, since at debug they would print prompts."""
    level = logging.WARNING if quiet else settings.bot_log_level.upper()
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(settings.secrets()))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("discord.client").addFilter(lambda record: "voice" not in record.getMessage())
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(level)


def warn_of_wiped_disk(environ: Mapping[str, str]) -> None:
    """Say it at once where the books and the pictures would be lost."""
    for variable, host in WIPED.items():
        if environ.get(variable):
            log.warning(
                "%s wipes the disk at every restart unless you mount a volume: point BOT_DATA_DIR at one, "
                "or quotas, history and unfinished jobs are forgotten each time",
                host,
            )


def warn_of_open_secrets(file: Path) -> None:
    """Say it where others on this machine can read the secrets; Windows knows no such modes."""
    if os.name == "posix" and file.is_file() and (mode := stat.S_IMODE(file.stat().st_mode)) & 0o077:
        log.warning("%s can be read by other users of this machine (mode %o): chmod 600 %s", file, mode, file)
