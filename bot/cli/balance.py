"""`balance`: what of the cap of 24 hours is spent, reserved and exposed, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.arguments import AddParser
from bot.cli.output import counted, print_result
from bot.domain.quota import MONTH
from bot.runtime.clock import Clock
from bot.settings import Settings, load
from bot.store.shared import open_shared_store


def add_command(add_parser: AddParser) -> None:
    """Add `balance`."""
    command = add_parser("balance", help="how much of BOT_DAILY_CREDITS is used, and for what")
    command.set_defaults(command=_run)


def _run(_: argparse.Namespace) -> int:
    print_result("\n".join(asyncio.run(lines(load()))))
    return 0


async def lines(settings: Settings) -> list[str]:
    """Return the sums in words; raises StartError where the database can't be read."""
    now, cap_month = Clock().now(), settings.caps().bot_month
    async with open_shared_store(settings.bot_data_dir) as store:
        balance = await store.billing.balance(now=now)
        month = await store.accounting.spent(since=now - MONTH * 1000, now=now)
    said = [
        f"used      {balance.used} of {settings.caps().bot} 🍌 in the last 24 hours (BOT_DAILY_CREDITS)",
        f"spent     {balance.spent} 🍌: Higgsfield drew it",
        f"reserved  {balance.reserved} 🍌: under way",
        f"exposed   {balance.exposed} 🍌: refunded to members, but Higgsfield may have charged it",
    ]
    if cap_month is not None:
        said.append(f"month     {month} of {cap_month} 🍌 in the last 30 days (BOT_MONTHLY_CREDITS)")
    if balance.doubtful:
        orders = counted(balance.doubtful, "order")
        said.append(f"{orders} ended with no picture or no answer from Higgsfield ({balance.given_back} 🍌)")
    return said
