"""`refund`: give back what a finished order was charged, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
import re

from bot.cli.arguments import AddParser, words
from bot.cli.jobs import state
from bot.cli.output import print_progress, print_result
from bot.domain.corrections import LONGEST_REASON
from bot.domain.errors import BotError
from bot.domain.jobs import Job
from bot.domain.limits import LAST_ID
from bot.runtime.clock import Clock, moment
from bot.settings import Settings, load
from bot.store.shared import open_shared_store
from bot.store.sqlite import SqliteStore

LINK = re.compile(r"https://(?:\w+\.)?discord\.com/channels/(?:\d+|@me)/\d+/(\d+)")


class NotRefunded(BotError):
    """Nothing was given back; the sentence says why."""


def add_command(add_parser: AddParser) -> None:
    """Add `refund`."""
    command = add_parser("refund", help="give back what a finished order was charged; you still pay Higgsfield")
    command.add_argument("id", type=_id, help="the order's id, or the id or link of its card's message")
    command.add_argument("--reason", type=_reason, required=True, help="why, for your own records")
    command.set_defaults(command=_run)


def _id(text: str) -> int:
    """Return the id of an order or of a message."""
    found = LINK.fullmatch(text)
    number = found[1] if found else text
    if not (number.isascii() and number.isdecimal() and 0 < int(number) <= LAST_ID):
        raise argparse.ArgumentTypeError(f"{text} is neither an order's id nor the link of a card's message")
    return int(number)


def _reason(text: str) -> str:
    text = " ".join(words(text).split())
    if not 1 <= len(text) <= LONGEST_REASON:
        raise argparse.ArgumentTypeError(f"a reason must have 1 to {LONGEST_REASON} characters")
    return text


def _run(arguments: argparse.Namespace) -> int:
    try:
        print_result(asyncio.run(refund(load(), arguments.id, arguments.reason)))
    except NotRefunded as error:
        print_progress(str(error))
        return 1
    return 0


async def refund(settings: Settings, number: int, reason: str) -> str:
    """Give the credits back, and return what to say of it; raises NotRefunded or StartError."""
    async with open_shared_store(settings.bot_data_dir) as store:
        job = await store.job(number) or await store.by_message(number)
        if job is None:
            raise NotRefunded(f"There is no order {number} here. The link of its card's message works, too.")
        if not job.is_final:
            raise NotRefunded(
                f"Order {job.id} is still under way ({state(job)}). Cancel it with its card's button, or wait for its"
                " end and refund it then."
            )
        credits = await store.host_orders.correct(job.id, reason=reason, now=Clock().now())
        if not credits:
            raise NotRefunded(await _why_not(store, job))
    return f"Order {job.id}: {credits} 🍌 went back to the member. The order's card says so."


async def _why_not(store: SqliteStore, job: Job) -> str:
    before = await store.host_orders.correction(job.id)
    if before is None:
        return f"Order {job.id} was not charged, so there is nothing to give back."
    when = f"{moment(before.at):%Y-%m-%d %H:%M} UTC"
    return f"Order {job.id} was refunded already: {before.amount} 🍌 on {when} ({before.reason})."
