"""`jobs`: the orders under way and those whose outcome is unclear, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence

from bot.cli.arguments import AddParser
from bot.cli.output import counted, print_result, table
from bot.domain.jobs import Failure, Job, JobState
from bot.domain.limits import DAY_MS, HOUR_MS
from bot.runtime.clock import Clock
from bot.settings import Settings, load
from bot.store.shared import open_shared_store

MINUTE_MS = 60_000
HEAD = ("ID", "AGE", "COST", "SERVER", "STATE")
STATES = {
    JobState.QUEUED: "waiting in line here; nothing was sent yet",
    JobState.SUBMITTING: "being sent to Higgsfield",
    JobState.RUNNING: "at Higgsfield",
}
UNCLEAR = {
    Failure.UNCLEAR: "the connection dropped while it was sent; refunded, Higgsfield may have charged it",
    Failure.DEADLINE: "no picture came in time; refunded, Higgsfield may have charged it",
    Failure.RESTORED: "it waited in a backup that was restored; refunded, Higgsfield may have charged it",
}
ENDED = "ended without Higgsfield's word; refunded, Higgsfield may have charged it"
IN_DOUBT = "sent, no answer came; asking Higgsfield"
CANCELLING = ", asked to cancel"
COMPARE = "Compare them with the requests in Higgsfield's console. Their cards say that nothing was charged."


def add_command(add_parser: AddParser) -> None:
    """Add `jobs`."""
    command = add_parser("jobs", help="list the orders under way and those whose outcome is unclear, with their ids")
    command.add_argument("--running", action="store_true", help="only those under way")
    command.add_argument("--unclear", action="store_true", help="only those that Higgsfield may have charged")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    both = arguments.running == arguments.unclear
    said = asyncio.run(lines(load(), running=both or arguments.running, unclear=both or arguments.unclear))
    print_result("\n".join(said))
    return 0


async def lines(settings: Settings, *, running: bool = True, unclear: bool = True) -> list[str]:
    """Return the orders as lines of a table; raises StartError."""
    async with open_shared_store(settings.bot_data_dir) as store:
        under_way = await store.active() if running else ()
        doubtful = await store.host_orders.unclear() if unclear else ()
    now, ids = Clock().now(), {job.id for job in under_way}
    listed = [*under_way, *(job for job in doubtful if job.id not in ids)]
    if not listed:
        return [_none(running=running, unclear=unclear)]
    return [*table([HEAD, *(_row(job, now) for job in listed)]), *_sums(doubtful)]


def _none(*, running: bool, unclear: bool) -> str:
    if running and unclear:
        return "No order is under way, and none is unclear."
    return "No order is under way." if running else "No order is unclear."


def _sums(doubtful: Sequence[Job]) -> Iterator[str]:
    if doubtful:
        yield f"{counted(len(doubtful), 'order')} unclear, {sum(job.cost for job in doubtful)} 🍌 in all. {COMPARE}"


def _row(job: Job, now: int) -> tuple[str, ...]:
    server = str(job.guild_id) if job.guild_id else "direct message"
    return str(job.id), age(now - job.created_at), f"{job.cost} 🍌", server, state(job)


def state(job: Job) -> str:
    """Return where an order under way or an unclear one stands, in words."""
    if job.is_final:
        return UNCLEAR.get(job.failure or Failure.FAILED, ENDED)
    said = IN_DOUBT if job.unclear_at is not None else STATES[job.state]
    return said + (CANCELLING if job.cancel_at is not None else "")


def age(ms: int) -> str:
    """Return a span in its largest unit, like `3 h`."""
    for unit, name in ((DAY_MS, "d"), (HOUR_MS, "h"), (MINUTE_MS, "min")):
        if ms >= unit:
            return f"{ms // unit} {name}"
    return f"{max(0, ms) // 1000} s"
