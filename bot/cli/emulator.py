"""`emulator`: Higgsfield's API, simulated on a local port until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio

from bot import app
from bot.cli.arguments import AddParser, at_least_one, port
from bot.cli.output import print_result
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield


def add_command(add_parser: AddParser) -> None:
    """Add `emulator`."""
    command = add_parser("emulator", help="run a local stand-in for Higgsfield's API, for development")
    command.add_argument(
        "--port", type=port, default=8421, help="the port to listen on (default 8421; 0 takes any free one)"
    )
    command.add_argument(
        "--shape", choices=("v1", "v2"), default="v2", help="which form of answer an order gets (default v2)"
    )
    command.add_argument(
        "--concurrency", type=at_least_one, metavar="N", default=4, help="how many orders are drawn at once (default 4)"
    )
    command.add_argument("--seed", type=int, metavar="N", default=0, help="another seed gives other pictures and times")
    command.add_argument("--idempotent", action="store_true", help="honour Idempotency-Key")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    options = AccountOptions(
        shape=arguments.shape,
        concurrency=arguments.concurrency,
        seed=arguments.seed,
        idempotent=arguments.idempotent,
    )
    asyncio.run(_serve(options, arguments.port))
    return 0


async def _serve(options: AccountOptions, port: int) -> None:
    async with FakeHiggsfield(options, port=port) as fake_higgsfield:
        print_result(
            f"The Higgsfield emulator is at {fake_higgsfield.url}. Stop it with Ctrl+C.\n"
            f"  HIGGSFIELD_BASE_URL={fake_higgsfield.url}\n"
            f"  HIGGSFIELD_API_KEY_ID={options.key_id} HIGGSFIELD_API_KEY_SECRET={options.secret}\n"
            f"  words in a prompt that choose what happens: {fake_higgsfield.url}/_emulator/words"
        )
        await app.stop_on_signals().wait()
