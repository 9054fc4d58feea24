"""The bench goes on working: its smallest part runs, and every part has what the table needs."""

from __future__ import annotations

import asyncio
import inspect
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bench.__main__ import names, options, part
from bench.standins.higgsfield import Higgsfield, Options
from bench.table import Row, medians, plain

ROOT = Path(__file__).parents[1]


async def test_the_smallest_part_prints_its_table() -> None:
    sizes = ("--size", "commands=2", "--size", "jobs=1")
    bench = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench", "standins", "--quick", *sizes), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    table = (await bench.communicate())[0].decode()
    assert bench.returncode == 0
    assert "Higgsfield, an order" in table


async def test_where_nothing_spreads_them_all_orders_take_as_long() -> None:
    vendor = Higgsfield(Options(queued_s=0.0, drawing_s=4.0, sigma=0.0))
    async with TestClient(TestServer(vendor.application())) as http:
        for _ in range(2):
            assert (await http.post("/nano-banana", json={})).status == 200
    assert [round(one.finishes - one.created, 6) for one in vendor.requests.values()] == [4.0, 4.0]


@pytest.mark.parametrize("name", names())
def test_every_part_has_a_title_and_something_to_measure(name: str) -> None:
    assert part(name).TITLE
    assert inspect.iscoroutinefunction(part(name).measure)


def test_a_part_that_is_not_there_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert options().parse_args([]).parts == [] and options().parse_args(["line"]).parts == ["line"]
    with pytest.raises(SystemExit):
        options().parse_args(["nosuch"])
    assert f"'nosuch' is not a part; there are {', '.join(names())}\n" in capsys.readouterr().err


def test_a_row_says_whether_its_limit_is_kept() -> None:
    quick = Row(what="start", ours=0.5, limit=0.65)
    rich = Row(what="pictures", ours=10, unit="/s", peer=50, peer_name="bare loop", limit=25, is_floor=True)
    assert plain("A part", [quick, rich]).splitlines() == [
        "A part",
        "  what      ours   peer               limit",
        "  start     0.5 s                     ≤ 0.65 s  ✓",
        "  pictures  10 /s  50 /s (bare loop)  ≥ 25 /s   ✗",
    ]


def test_the_median_of_three_runs_is_taken_for_each_figure() -> None:
    figures = ((1.0, 0.4, 9), (0.4, 0.3, 8), (0.5, 0.2, 7))
    runs = [[Row(what="notice", ours=ours, peer=peer, limit=limit)] for ours, peer, limit in figures]
    assert medians(runs) == [Row(what="notice", ours=0.5, peer=0.3, limit=8)]
