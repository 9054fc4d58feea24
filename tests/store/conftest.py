"""A real file each time, and short ways to order and to walk a job along."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.domain.catalog import Params
from bot.domain.jobs import FINAL, Failure, Image, Job, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Rule, Rules
from bot.domain.sections import to_json
from bot.store.configuring import SectionChange
from bot.store.connection import Database, prepare
from bot.store.migrate import migrate
from bot.store.sqlite import SqliteStore, open_store
from tests.store.integrity import damage

NOW = 1_800_000_000_000
#: A killed process takes nothing from a disk; one in memory is quicker.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
AMPLE = OwnerLimits(bot=1_000_000, member=1_000_000)
PATHS: dict[str, tuple[Transition, ...]] = {
    "queued": (),
    "submitting": (Transition(to=JobState.SUBMITTING),),
    "running": (Transition(to=JobState.SUBMITTING), Transition(to=JobState.RUNNING, vendor_id="v-{id}")),
}
ENDS: dict[str, Transition] = {
    "succeeded": Transition(
        to=JobState.SUCCEEDED,
        outputs=(Image(position=0, url="https://cdn/0.png", path="images/0.png", sha256="00"),),
    ),
    "failed": Transition(to=JobState.FAILED, failure=Failure.NSFW),
    "unclear": Transition(to=JobState.FAILED, failure=Failure.UNCLEAR),
    "deadline": Transition(to=JobState.FAILED, failure=Failure.DEADLINE),
    "cancelled": Transition(to=JobState.CANCELLED),
}
AFTER = {"unclear": "submitting"}  # every other end comes after running

ARROWS = {
    (None, "queued"),
    *itertools.product(["queued"], ["submitting", "failed", "cancelled"]),
    *itertools.product(["submitting"], ["running", "queued", "failed"]),
    *itertools.product(["running"], ["succeeded", "failed", "cancelled"]),
    ("failed", "running"),
}
ORDER = {  # a table's key: without it a result has no order
    "job": "id",
    "ledger": "id",
    "bill": "id",
    "correction": "job_id",
    "image": "job_id, role, position",
    "job_event": "id",
    "guild_setting": "guild_id, section",
    "quota_grant": "id",
    "gift_use": "id",
    "spending": "scope, guild_id, target_id, hour, model",
    "incident": "kind",
    "report": "job_id, user_id",
    "fact": "name",
    "guild": "id",
}
T = TypeVar("T")
Verb = Callable[[SqliteStore], Awaitable[T]]
MakeOrder = Callable[..., Order]
Walk = Callable[..., Awaitable[Job]]


async def set_rules(store: SqliteStore, guild_id: int, *rules: Rule) -> None:
    """Make these all of a server's rules."""
    seen = (await store.guild_config.sections(guild_id)).get("rules")
    change = SectionChange(section="rules", body=to_json(Rules(all=rules)), rev=seen.rev if seen else 0)
    await store.guild_config.change(guild_id, [change], by_user=9, now=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.sqlite3"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    async with open_store(path) as store:
        yield store


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def ample() -> OwnerLimits:
    return AMPLE


@pytest.fixture
def order() -> MakeOrder:
    ids = itertools.count(1001)

    def make(**fields: Any) -> Order:
        usual = {"guild_id": 1, "channel_id": 2, "user_id": 3, "model": "banana", "prompt": "a cat", "params": Params()}
        return Order(**{"id": next(ids), **usual, **fields})

    return make


@pytest.fixture
def reserve(store: SqliteStore, order: MakeOrder) -> Walk:
    async def reserve(*, cost: int = 1, caps: OwnerLimits = AMPLE, at: int = NOW, **fields: Any) -> Job:
        job, _ = await store.reserve(order(**fields), cost=cost, caps=caps, now=at)
        return job

    return reserve


@pytest.fixture
def walk(store: SqliteStore, reserve: Walk) -> Walk:
    """Order a job and bring it to a state, or to a failure that can be adopted."""

    async def walk(to: str, *, at: int = NOW, **fields: Any) -> Job:
        job = await reserve(at=at, **fields)
        changes = PATHS[AFTER.get(to, "running") if to in ENDS else to]
        for change in (*changes, *([ENDS[to]] if to in ENDS else [])):
            vendor_id = change.vendor_id and change.vendor_id.format(id=job.id)
            moved = await store.apply(job, Transition(**{**vars(change), "vendor_id": vendor_id}), now=at)
            assert moved
            job = moved
        return job

    return walk


class Killed(Exception):
    """The process is gone."""


class Mortal(sqlite3.Connection):
    """Dies before its n-th statement; what lay on the disk at that moment is kept aside."""

    statements: int | None = None
    path: Path
    grave: Path
    rewrite: Callable[[str], str]

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        if self.statements == 0:
            self._die()
        if self.statements is not None:
            self.statements -= 1
        return super().execute(self.rewrite(sql), parameters)

    def _die(self) -> None:
        if not self.grave.exists():
            # Without the -shm file: it is memory, and gone with the process.
            shutil.copytree(self.path.parent, self.grave, ignore=shutil.ignore_patterns("*-shm"))
        raise Killed


class World:
    """A disk, on which one process after the other opens the store."""

    Killed = Killed

    def __init__(self, folder: Path, rewrite: Callable[[str], str]) -> None:
        self._folder = folder
        self._rewrite = rewrite
        self._runner = asyncio.Runner()
        self._deaths = 0
        self._path().parent.mkdir()
        self._connection: Mortal
        self._database: Database | None = None

    def close(self) -> None:
        self._end()
        self._runner.close()

    def open(self, *, statements: int | None = None) -> None:
        try:
            self._database = self._runner.run(self._open(statements))
        except Killed:
            self._deaths += 1
            raise

    def do(self, verb: Verb[T], *, statements: int | None = None) -> T:
        """Do it in a process that is killed before so many statements, and then start the next one."""
        self._connection.statements = statements
        try:
            return self._runner.run(self._call(verb))
        except Killed:
            self._end()
            self._deaths += 1
            self.open()
            raise
        finally:
            self._connection.statements = None

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        async def rows(store: SqliteStore) -> dict[str, list[tuple[Any, ...]]]:
            return {
                name: [tuple(row) for row in await store.database.find(f"SELECT * FROM {name} ORDER BY {ORDER[name]}")]
                for name in ORDER
            }

        return self.do(rows)

    def check(self) -> None:
        """Look at what must be true of the books at any moment."""
        check(self)

    def find(self, sql: str) -> list[sqlite3.Row]:
        return self.do(lambda store: store.database.find(sql))

    def _path(self) -> Path:
        return self._folder / str(self._deaths) / "bot.sqlite3"

    async def _call(self, verb: Verb[T]) -> T:
        assert self._database
        return await verb(SqliteStore(self._database))

    async def _open(self, statements: int | None) -> Database:
        return await Database(lambda: self._connect(statements), 64).__aenter__()

    def _connect(self, statements: int | None) -> Mortal:
        connection = sqlite3.connect(self._path(), isolation_level=None, factory=Mortal)
        connection.path = self._path()
        connection.grave = self._folder / str(self._deaths + 1)
        connection.statements = statements
        connection.rewrite = self._rewrite
        try:
            prepare(connection)
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        connection.statements = None
        self._connection = connection
        return connection

    def _end(self) -> None:
        if self._database is not None:
            self._runner.run(self._database.close())
            self._database = None


def check(world: World) -> None:
    assert world.do(damage) == []
    lines: dict[int, list[sqlite3.Row]] = {}
    for line in world.find("SELECT * FROM ledger ORDER BY id"):
        lines.setdefault(line["job_id"], []).append(line)
    events: dict[int, list[sqlite3.Row]] = {}
    for event in world.find("SELECT * FROM job_event ORDER BY id"):
        events.setdefault(event["job_id"], []).append(event)
    bill: dict[int, list[sqlite3.Row]] = {}
    for line in world.find("SELECT * FROM bill ORDER BY id"):
        bill.setdefault(line["job_id"], []).append(line)
    assert sums_of_lines(world) == kept_sums(world)
    for row in world.find("SELECT * FROM job ORDER BY id"):
        check_books(row, lines[row["id"]])
        check_bill(row, lines[row["id"]], bill.get(row["id"], []))
        check_diary(row, events[row["id"]])


def sums_of_lines(world: World) -> Counter[tuple[object, ...]]:
    """What each limit counts, by hour, as the books' own lines say it."""
    sums: Counter[tuple[object, ...]] = Counter()
    lines = """SELECT ledger.guild_id, ledger.user_id, channel_id, parent_channel_id, charged_at, ledger.model, amount
                 FROM ledger JOIN job ON job.id = ledger.job_id"""
    for guild_id, user_id, channel_id, parent_id, at, model, amount in map(tuple, world.find(lines)):
        places = {channel_id, parent_id} - {0} if guild_id else set()
        owners = [("user", guild_id, user_id), ("person", 0, user_id), ("guild", guild_id, 0), ("bot", 0, 0)]
        for owner in (*owners, *(("channel", guild_id, place) for place in places)):
            sums[*owner, at // 3_600_000, model] += amount
    for at, model, amount in map(tuple, world.find("SELECT charged_at, model, amount FROM bill")):
        sums["bot", 0, 0, at // 3_600_000, model] += amount
    uses = "SELECT guild_id, user_id, charged_at, model, amount FROM gift_use"
    for guild_id, user_id, at, model, amount in map(tuple, world.find(uses)):
        sums["gift", guild_id, user_id, at // 3_600_000, model] += amount
    return Counter({key: amount for key, amount in sums.items() if amount})


def kept_sums(world: World) -> Counter[tuple[object, ...]]:
    found = world.find("SELECT scope, guild_id, target_id, hour, model, amount FROM spending WHERE amount <> 0")
    return Counter({tuple(row)[:5]: row["amount"] for row in found})


def check_books(row: sqlite3.Row, lines: list[sqlite3.Row]) -> None:
    reserve, *closes = [line for line in lines if line["kind"] != "correction"]
    corrections = [line["amount"] for line in lines if line["kind"] == "correction"]
    assert len(corrections) <= 1 and all(amount < 0 for amount in corrections), "given back once"
    assert (reserve["kind"], reserve["amount"], reserve["charged_at"]) == ("reserve", row["cost"], row["created_at"])
    assert len(closes) <= 1
    assert closes or row["state"] not in FINAL, "final ⇒ closed"
    for close in closes:
        assert close["kind"] in ("settle", "refund")
        for name in ("guild_id", "user_id", "model", "charged_at"):
            assert close[name] == reserve[name], "what goes back returns to where it came from"
    total = sum(line["amount"] for line in lines)
    assert 0 <= total <= row["cost"]
    if row["state"] in ("failed", "cancelled"):
        assert total == 0


def check_bill(row: sqlite3.Row, lines: list[sqlite3.Row], bill: list[sqlite3.Row]) -> None:
    """What Higgsfield drew, the host pays in full; what it may have drawn is counted as if it had."""
    counted = sum(line["amount"] for line in [*lines, *bill])
    kinds = {line["kind"] for line in bill}
    assert all(line["charged_at"] == lines[0]["charged_at"] for line in bill)
    assert 0 <= counted <= row["cost"]
    if row["state"] == "succeeded" or row["failure"] in ("unclear", "deadline"):
        assert counted == row["cost"] or "clear" in kinds
    if row["failure"] == "nsfw" or row["state"] == "cancelled":
        assert counted == 0


def check_diary(row: sqlite3.Row, events: list[sqlite3.Row]) -> None:
    chain = [(event["old"], event["new"]) for event in events]
    assert set(chain) <= ARROWS
    assert [old for old, _ in chain] == [None, *(new for _, new in chain[:-1])]
    assert chain[-1][1] == row["state"]
    assert [new for _, new in chain].count("submitting") == row["attempt"]
    assert len(chain) <= row["rev"]


@pytest.fixture
def worlds() -> Callable[..., AbstractContextManager[World]]:
    @contextmanager
    def make(rewrite: Callable[[str], str] = str) -> Iterator[World]:
        """Make a disk; `rewrite` may plant a bug into any statement."""
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            world = World(Path(folder), rewrite)
            try:
                yield world
            finally:
                world.close()

    return make
