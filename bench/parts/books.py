"""What a million orders in the database cost: the start, an order, a search, and the sweeps of every hour."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench import million
from bench.harness import Bench
from bench.table import Row, quantile
from bot.domain.catalog import Params
from bot.domain.jobs import Image, Job, JobState, Order, Transition
from bot.domain.limits import DAY_MS, snowflake
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Rule, Who
from bot.store import HistoryQuery, connection
from bot.store.sqlite import SqliteStore, open_store

TITLE = "A database of a million orders"
START_S, STATEMENT_MS, SEARCH_MS, RESERVE_MS = 1.5, 50.0, 20.0, 3.0
GUILD, OTHER_GUILD, MEMBER = 1_001, 999, 100_050
AMPLE = Rule(scope=Who.EVERYBODY, credits=10**6)
CAPS = OwnerLimits(bot=10**9, bot_month=10**9, member=10**9, strangers=10**9, default=AMPLE)
SEARCHES = ("cat", "lighthouse", "9999", "zzzz", "ca", "灯台", "夕暮れ", "une RUELLE")


async def measure(bench: Bench) -> list[Row]:
    """Return what the process of the bot and each of its transactions take."""
    orders = bench.size("orders", whole=1_000_000, quick=5_000)
    data = await asyncio.to_thread(_made, bench, orders)
    bench.say("starting the bot on them")
    rows = await _at_work(bench, data)
    bench.say("asking the database")
    async with open_store(data / "bot.sqlite3") as store:
        return [*rows, *await _asked(store, bench.size("reserves", whole=200, quick=10))]


def _made(bench: Bench, orders: int) -> Path:
    """Return a data folder with so many orders: a copy, since what is measured changes it."""
    made, data = bench.kept / f"orders-{orders}", bench.folder / "data"
    if not made.exists():
        bench.say(f"making {orders:,} orders")
        million.make(made, orders=orders, pictures=orders // 50)
    shutil.copytree(made, data)
    return data


async def _at_work(bench: Bench, data: Path) -> list[Row]:
    """Start the real bot, and have commands typed while it goes through what is old."""
    count = bench.size("commands", whole=50, quick=5)
    async with (
        bench.higgsfield(queued_s=0.2, drawing_s=1) as higgsfield,
        bench.discord() as discord,
        bench.bot(discord, higgsfield, data=data) as bot,
    ):
        await discord.tell("commands", count=count, people=count)
        await discord.until("state", lambda state: state["answered"] == count, timeout_s=30)
        waits = [call["answered"] - call["sent"] for call in await discord.ask("answers")]
    return [
        Row(what="the bot's start until it is online", ours=bot.start_s, limit=START_S),
        Row(what=f"{count} commands at once, just after it, p99", ours=quantile(waits, 0.99)),
    ]


@dataclass(kw_only=True)
class Longest:
    """The processor time of transactions on the thread that writes, and on the one beside it."""

    writer: list[float] = field(default_factory=list)  # ms
    reader: list[float] = field(default_factory=list)  # ms


@contextmanager
def watched(store: SqliteStore) -> Iterator[Longest]:
    """Measure every transaction meanwhile."""
    found, usual = Longest(), connection.transact
    reader = store.database.reader

    def transact(on: Any, begin: Any, fn: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as the original
        started = time.thread_time()
        try:
            return usual(on, begin, fn, *args, **kwargs)
        finally:
            kept = found.reader if reader is not None and on is reader._conn else found.writer
            kept.append(1000 * (time.thread_time() - started))

    connection.transact = transact  # type: ignore[assignment]
    try:
        yield found
    finally:
        connection.transact = usual


async def _asked(store: SqliteStore, reserves: int) -> list[Row]:
    now = int(time.time() * 1000)
    numbers = iter(range(snowflake(now) + 10_000_000, snowflake(now) + 20_000_000))
    orders = [_order(next(numbers), GUILD, MEMBER + n) for n in range(reserves)]
    jobs: list[Job] = []
    with watched(store) as reserving:
        for order in orders:
            jobs.append((await store.reserve(order, cost=1, caps=CAPS, now=now))[0])
    with watched(store) as strangers:
        for n in range(reserves // 10):
            await store.reserve(_order(next(numbers), OTHER_GUILD, MEMBER + n), cost=1, caps=CAPS, now=now)
    with watched(store) as living:
        for job in jobs:
            await _live(store, job, now)
    pages = [max((await _seen(store, ask)).reader) for ask in _searches()]
    sweeps = {name: max((await _seen(store, ask)).writer, default=0.0) for name, ask in _sweeps(now).items()}
    return [
        Row(what="an order's reservation, median", ours=median(reserving.writer), unit="ms", limit=RESERVE_MS),
        Row(what="… on a server that the owner doesn't know", ours=median(strangers.writer), unit="ms"),
        Row(what="the other transactions of its life, together", ours=sum(living.writer) / reserves, unit="ms"),
        Row(what="a search, its page and its count, at most", ours=max(pages), unit="ms", limit=SEARCH_MS),
        *(
            Row(what=f"{name}, on the writer's thread", ours=ms, unit="ms", limit=STATEMENT_MS)
            for name, ms in sweeps.items()
        ),
    ]


def _order(number: int, guild_id: int, user_id: int) -> Order:
    return Order(
        id=number,
        guild_id=guild_id,
        channel_id=guild_id * 10 + 1,
        user_id=user_id,
        model="banana",
        prompt="a cat on a cliff, at dusk",
        params=Params(),
        file_limit=10_485_760,
        token="token",
    )


async def _live(store: SqliteStore, job: Job, now: int) -> None:
    """Walk an order to its end."""
    await store.bind(job.id, job.id + 3, now=now, rev=1)
    output = Image(position=0, url="https://cdn.example/0.png", path=f"images/{job.id}/output-0.png", sha256="ab" * 32)
    for change in (
        Transition(to=JobState.SUBMITTING),
        Transition(to=JobState.RUNNING, vendor_id=f"bench-{job.id}"),
        Transition(to=JobState.SUCCEEDED, outputs=(output,)),
    ):
        job = await store.apply(job, change, now=now) or job
        await store.shown(job.id, job.rev, delivered="message")


Ask = Callable[[SqliteStore], Awaitable[object]]


def _searches() -> Iterator[Ask]:
    """Yield what the heaviest member may look for, and somebody with few orders."""
    for user_id in (million.HEAVY, MEMBER):
        for query in (HistoryQuery(user_id=user_id, search=each) for each in ("", *SEARCHES)):
            yield lambda store, query=query: store.library.history(query)  # type: ignore[misc]
            yield lambda store, query=query: store.library.count(query)  # type: ignore[misc]
    yield lambda store: store.library.history(HistoryQuery(user_id=million.HEAVY, offset=20_000))
    yield lambda store: store.library.count(HistoryQuery(user_id=million.HEAVY, favourites=True, guild_id=GUILD))


def _sweeps(now: int) -> dict[str, Ask]:
    """Return what is done every hour, and what members and moderators ask for, with an hour's worth due."""
    hour = now - million.DAYS * DAY_MS + DAY_MS // 24

    async def expired(store: SqliteStore) -> None:
        for guild_id, days in ((None, million.KEPT_DAYS), (1_000, 21)):
            while found := await store.expired(before=now - days * DAY_MS, guild_id=guild_id):
                await store.pictures_deleted(found)

    async def words(store: SqliteStore) -> None:
        while await store.forget_prompts(before=hour):
            pass
        await store.scrub(now=now)

    async def deletion(store: SqliteStore) -> None:
        await store.erasures.count(million.HEAVY)
        await store.erasures.begin(million.HEAVY, now=now)
        await store.erasures.next_jobs(million.HEAVY, limit=50)
        await store.erasures.forget_entries(before=now - 31 * DAY_MS)

    async def pages(store: SqliteStore) -> None:
        await store.undelivered(million.HEAVY)
        await store.member_records.drawn(GUILD, MEMBER, limit=12)
        await store.member_records.spent(GUILD, MEMBER, since=now - 30 * DAY_MS)

    async def boot(store: SqliteStore) -> None:
        for ask in (store.active, store.unbound, store.unshown, store.billing.latest, store.reports):
            await ask()
        await store.adoptable(since=now - 7 * DAY_MS)
        await store.members.unnotified(since=now - DAY_MS // 24, longer_than=60_000)
        await store.billing.balance(now=now)

    return {
        "what a start looks up": boot,
        "pictures past their days": expired,
        "prompts past their days": words,
        "a channel that went": lambda store: store.copies.channel_removed(GUILD * 10 + 1, now=now),
        "/last and /member": pages,
        "a member who deletes everything": deletion,
    }


async def _seen(store: SqliteStore, ask: Ask) -> Longest:
    """Return the milliseconds of each transaction of something that is asked."""
    with watched(store) as found:
        await ask(store)
    return found
