"""`spending`: what was spent, by day, server and model, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.cli.arguments import AddParser, at_most
from bot.cli.output import counted, print_result, table
from bot.domain.money import Price
from bot.domain.spending import ModelSpending, Spending, day_of, start_of
from bot.runtime.clock import Clock
from bot.services.spending import SpendingReports
from bot.settings import Settings, load
from bot.store.shared import open_shared_store

DAYS, MOST_DAYS = 30, 3650
MONTH = 30
COLUMNS = ("day", "server", "model", "orders", "credits", "refunds", "refunded", "billed")
HEAD = ("DAY", "MODEL", "ORDERS", "CREDITS", "REFUNDED")


def add_command(add_parser: AddParser) -> None:
    """Add `spending`."""
    command = add_parser("spending", help="how many credits were spent, by day and model")
    command.add_argument(
        "--days", type=at_most(MOST_DAYS), default=DAYS, metavar="N", help=f"the last N days (default: {DAYS})"
    )
    command.add_argument("--csv", action="store_true", help="as a table for a spreadsheet, with a row by server, too")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    settings = load()
    spending = asyncio.run(read(settings, arguments.days, Clock()))
    price = price_of(settings)
    print_result(as_csv(spending, price) if arguments.csv else "\n".join(lines(spending, price)), end="")
    return 0


async def read(settings: Settings, days: int, clock: Clock) -> Spending:
    """Return what was spent on so many days, today included; raises StartError."""
    zone = ZoneInfo(str(settings.bot_time_zone))
    first = day_of(clock.now(), zone) - timedelta(days=days - 1)
    async with open_shared_store(settings.bot_data_dir) as store:
        reports = SpendingReports(store=store, clock=clock, zone=zone)
        return await reports.of(since=start_of(first, zone))


def price_of(settings: Settings) -> Price | None:
    """Return what a credit costs, where the owner set it."""
    amount = Decimal(settings.bot_credit_price)
    return Price(amount=amount, currency=str(settings.bot_currency)) if amount else None


def lines(spending: Spending, price: Price | None) -> Iterator[str]:
    """Yield the sums by day and model, and what they come to."""
    rows = [
        (f"{one.day:%Y-%m-%d}", one.model, str(one.orders), str(one.credits), str(one.refunded))
        for one in _over_servers(spending)
    ]
    if not rows:
        yield "Nothing was ordered in this time.\n"
        return
    yield from (f"{line}" for line in table([HEAD, *rows]))
    yield f"\n{counted(spending.orders, 'order')}, {spending.credits} 🍌{_money(spending.credits, price)} in all"
    yield f"at this pace {spending.at_this_pace(MONTH)} 🍌 in {MONTH} days{_money(spending.at_this_pace(MONTH), price)}"
    if spending.billed:
        yield f"{spending.billed} 🍌 more may stand on Higgsfield's bill: no member was charged for them"
    if spending.unclear:
        yield f"{counted(spending.unclear, 'order')} unclear: python -m bot jobs --unclear"
    yield ""


def as_csv(spending: Spending, price: Price | None) -> str:
    """Return a row for each day, server and model; server 0 are direct messages and the terminal."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*COLUMNS, "cost", "currency"] if price else COLUMNS)
    for one in spending.lines:
        row = [one.day.isoformat(), one.guild_id, one.model, one.orders, one.credits, one.refunds, one.refunded]
        money = [price.of(one.credits + one.billed), price.currency] if price else []
        writer.writerow([*row, one.billed, *money])
    return file.getvalue()


def _over_servers(spending: Spending) -> Iterator[ModelSpending]:
    """Yield the sums of a day and model over all servers."""
    sums: dict[tuple[object, str], ModelSpending] = {}
    for one in spending.lines:
        before = sums.get((one.day, one.model))
        sums[one.day, one.model] = one if before is None else _added(before, one)
    yield from (sums[key] for key in sorted(sums, key=str))


def _added(one: ModelSpending, other: ModelSpending) -> ModelSpending:
    names = ("orders", "credits", "refunds", "refunded", "billed")
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in names})


def _money(credits: int, price: Price | None) -> str:
    return f" ({price.of(credits):,.2f} {price.currency})" if price else ""
