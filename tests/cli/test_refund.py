"""`jobs` and `refund`, as functions beside a folder of orders."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.cli import jobs, main, refund
from bot.cli.refund import NotRefunded
from bot.domain.catalog import Params
from bot.domain.jobs import Failure, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.settings import load
from bot.store.sqlite import open_store
from tests.cli.data_folders import NOW

WAITS, AT_HIGGSFIELD, LOST = 11, 12, 13
SENT = Transition(to=JobState.SUBMITTING)


@pytest.fixture
def ordered(folder: Path) -> Path:
    """A folder with two finished orders, and with one that waits, one at Higgsfield and one that is unclear."""

    async def order() -> None:
        async with open_store(folder / "bot.sqlite3") as store:
            for job_id, changes in {
                WAITS: (),
                AT_HIGGSFIELD: (SENT, Transition(to=JobState.RUNNING, vendor_id="v")),
                LOST: (SENT, Transition(to=JobState.FAILED, failure=Failure.UNCLEAR)),
            }.items():
                blank = {"id": job_id, "guild_id": 9, "channel_id": 2, "user_id": 3, "model": "banana"}
                order = Order(**blank, prompt="a secret", params=Params())  # type: ignore[arg-type]
                job, _ = await store.reserve(order, cost=2, caps=OwnerLimits(), now=NOW)
                for change in changes:
                    job = await store.apply(job, change, now=NOW) or job
            await store.bind(1, 777, now=NOW)

    asyncio.run(order())
    return folder


def test_what_is_under_way_and_what_is_unclear_is_listed_with_ids(
    ordered: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["jobs"]) == 0
    said = capsys.readouterr().out
    assert f"{WAITS}  " in said and "2 🍌" in said and "waiting in line here" in said and "at Higgsfield" in said
    assert "the connection dropped while it was sent; refunded" in said and "1 order unclear, 2 🍌 in all" in said
    assert "secret" not in said
    assert main(["jobs", "--running"]) == 0 and f"{LOST}  " not in capsys.readouterr().out
    assert main(["jobs", "--unclear"]) == 0 and f"{WAITS}  " not in capsys.readouterr().out


def test_a_finished_order_is_refunded_once_by_its_id_or_its_cards_link(
    ordered: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = "https://discord.com/channels/9/2/777"
    assert main(["refund", link, "--reason", "two tails"]) == 0
    assert "Order 1: 1 🍌 went back" in capsys.readouterr().out
    assert main(["refund", "1", "--reason", "again"]) == 1
    assert "refunded already: 1 🍌" in (said := capsys.readouterr().err) and "two tails" in said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (WAITS, "still under way (waiting in line here; nothing was sent yet). Cancel it"),
        (AT_HIGGSFIELD, "still under way (at Higgsfield). Cancel it"),
        (LOST, "was not charged, so there is nothing to give back"),
        (99, "There is no order 99 here"),
    ],
)
def test_what_can_not_be_refunded_is_refused_with_what_to_do(ordered: Path, number: int, said: str) -> None:
    with pytest.raises(NotRefunded, match=said.replace("(", r"\(").replace(")", r"\)")):
        asyncio.run(refund.refund(load(), number, "r"))


@pytest.mark.parametrize("wrong", ["x --reason r", "1", "1 --reason", f"1 --reason {'x' * 201}"])
def test_a_refund_without_a_readable_id_or_a_reason_is_wrong_use(
    ordered: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["refund", *wrong.split()])
    assert "refund" in capsys.readouterr().err


def test_where_nothing_is_open_it_says_so(folder: Path) -> None:
    assert asyncio.run(jobs.lines(load())) == ["No order is under way, and none is unclear."]
    assert asyncio.run(jobs.lines(load(), running=False)) == ["No order is unclear."]
