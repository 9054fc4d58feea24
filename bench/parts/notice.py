"""How soon the end of a drawing is noticed, for how many questions and how much processor time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench import engine, past
from bench.harness import Bench
from bench.peers import sdk
from bench.peers.sdk import NoticeRun
from bench.table import Row, quantile

TITLE = "Notice of a finished drawing: from its end to the first byte of its picture being asked for"
QUEUED_S, DRAWING_S, SIGMA, SLOWER = 1.0, 11.0, 0.35, 3.0


@dataclass(frozen=True, kw_only=True)
class Case:
    """One rush: so many orders at once, after a history or none."""

    name: str
    jobs: int
    slots: int = 0  # 0: all at once
    bots: int = 1  # side by side, each with as many orders: a few are luck
    is_taught: bool = True
    slower: float = 1.0
    p50_s: float | None = 0.5
    p99_s: float | None = 1.8
    questions: float = 9.0
    cpu_ms: float | None = None
    has_peer: bool = False


async def measure(bench: Bench) -> list[Row]:
    """Return the rows of each rush; the long ones go beside the others."""
    few, many, most = (bench.size(f"notice{n}", whole=n, quick=n // 16 + 2) for n in (4, 64, 300))
    slow = Case(name="drawn three times slower", jobs=many, slower=SLOWER, p50_s=2.0, p99_s=None, questions=14.0)
    first = Case(name="nothing learned yet", jobs=many, is_taught=False, p50_s=None, p99_s=None, questions=14.0)
    most_at_once = Case(name="learned", jobs=most, cpu_ms=8.0)
    many_at_once = Case(
        name="learned", jobs=many, cpu_ms=8.0, has_peer=True, bots=bench.size("bots_of_many", whole=3, quick=1)
    )
    few_at_once = Case(name="learned", jobs=4 * few, slots=few, bots=bench.size("bots", whole=12, quick=1))

    async def one_after_another() -> list[Row]:
        rows = await _rush(bench, most_at_once)
        for more in await asyncio.gather(*(_rush(bench, case) for case in (many_at_once, first))):
            rows += more
        return rows

    cases = (one_after_another(), _rush(bench, few_at_once), _rush(bench, slow))
    return [row for rows in await asyncio.gather(*cases) for row in rows]


async def _rush(bench: Bench, case: Case) -> list[Row]:
    rushes = asyncio.gather(*(_of_the_bot(bench, case, number=number) for number in range(case.bots)))
    asked = asyncio.create_task(_of_the_sdk(bench, case)) if case.has_peer else None
    ours, peer = _together(await rushes), await asked if asked else None
    what = f"{case.slots or case.jobs} at once, {case.name}"
    return [
        _row(f"{what}: delay p50", "s", case.p50_s, ours, peer, lambda run: quantile(run.delays, 0.5)),
        _row(f"{what}: delay p99", "s", case.p99_s, ours, peer, lambda run: quantile(run.delays, 0.99)),
        _row(f"{what}: questions a job", "", case.questions, ours, peer, lambda run: run.questions),
        _row(f"{what}: processor time a job", "ms", case.cpu_ms, ours, peer, lambda run: run.cpu_ms),
    ]


async def _of_the_bot(bench: Bench, case: Case, *, number: int) -> NoticeRun:
    """Measure one of a rush's bots; the durations of all of them together lie evenly, too."""
    offset = (number + 0.5) / case.bots
    durations, data = _durations(bench), bench.subfolder("data")
    if case.is_taught:
        await past.teach(data, median_s=durations["queued_s"] + durations["drawing_s"], sigma=SIGMA)
    async with (
        bench.higgsfield(sigma=SIGMA, evenly=case.jobs, offset=offset, seed=number + 1) as higgsfield,
        engine.running(bench, higgsfield, data=data, slots=case.slots or case.jobs) as bot,
    ):
        await bot.begin(higgsfield, **durations, slower=case.slower)
        bench.say(f"{case.slots or case.jobs} orders at once, {case.name}")
        async with bot.process.watched() as use:
            await bot.order(case.jobs)
            await bot.until_idle()
        requests = (await higgsfield.ask("requests"))[-case.jobs :]
    return NoticeRun(
        delays=[request["fetched"] - request["finishes"] for request in requests],
        questions=fmean(request["questions"] for request in requests),
        cpu_ms=1000 * use.cpu / case.jobs,
    )


async def _of_the_sdk(bench: Bench, case: Case) -> NoticeRun:
    async with bench.higgsfield(sigma=SIGMA, evenly=case.jobs, **_durations(bench)) as higgsfield:
        return await sdk.run(bench, higgsfield, jobs=case.jobs)


def _durations(bench: Bench) -> dict[str, float]:
    shrink = 0.1 if bench.is_quick else 1.0
    return {"queued_s": QUEUED_S * shrink, "drawing_s": DRAWING_S * shrink}


def _together(runs: Sequence[NoticeRun]) -> NoticeRun:
    """Return the runs of several bots as one."""
    return NoticeRun(
        delays=[delay for run in runs for delay in run.delays],
        questions=fmean(run.questions for run in runs),
        cpu_ms=fmean(run.cpu_ms for run in runs),
    )


def _row(
    what: str,
    unit: str,
    limit: float | None,
    ours: NoticeRun,
    peer: NoticeRun | None,
    figure: Callable[[NoticeRun], float],
) -> Row:
    its = None if peer is None else figure(peer)
    return Row(what=what, ours=figure(ours), unit=unit, limit=limit, peer=its, peer_name="SDK" if peer else "")
