"""A life, played again and again: once unharmed, then dying at each of its points, and once more while it recovers."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from os import environ
from pathlib import Path

from bot.runtime.work_progress import SILENT, WorkProgress
from tests.crash.lives import Life
from tests.crash.stage import open_stage
from tests.crash.trap import Point
from tests.crash.truth import Verdict, judge

SEED = int(environ.get("CRASH_SEED", "1"))
EVERY = int(environ.get("CRASH_EVERY", "45"))  # every n-th point; 1: all
PAIRS_EVERY = int(environ.get("CRASH_PAIRS_EVERY", "80"))  # every n-th pair of each of those; 1: all, 0: none
AT_ONCE = 5  # worlds side by side
#: A process's death takes nothing from a disk; one in memory is quicker.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
WARNINGS = 12  # lines of each process's log, in a report


@dataclass(frozen=True, kw_only=True)
class Run:
    """One playing of a life."""

    deaths: tuple[Point, ...]
    died: int
    traces: tuple[tuple[Point, ...], ...]  # one a process
    verdict: Verdict
    log: str

    @property
    def is_missed(self) -> bool:
        """Whether one of its deaths did not come, since the rerun took another way."""
        return self.died < len(self.deaths)

    def __str__(self) -> str:
        when = ", then ".join(map(str, self.deaths)) or "unharmed"
        return f"--- {when} (seed {SEED})\n{self.verdict}\n{self.log}"


@dataclass
class Tally:
    """A line of the table."""

    life: str
    points: int = 0
    singles: int = 0
    pairs: int = 0
    missed: int = 0
    lost: int = 0
    double: int = 0
    seconds: float = 0.0
    wrong: list[Run] = field(default_factory=list)

    def count(self, run: Run) -> None:
        self.singles += len(run.deaths) == 1
        self.pairs += len(run.deaths) == 2
        self.missed += run.is_missed
        self.lost += bool(run.verdict.lost)
        self.double += bool(run.verdict.double)
        if run.verdict:
            self.wrong.append(run)


class Campaign:
    """All the runs of one life."""

    def __init__(self, life: Life, *, plant: Callable[[], None] | None = None, progress: WorkProgress = SILENT) -> None:
        self.life = life
        self._progress = progress
        self.tally = Tally(life.name)
        self._plant = plant
        self._seats = asyncio.Semaphore(AT_ONCE)

    async def fight(self, *, every: int = EVERY, pairs_every: int = PAIRS_EVERY) -> Tally:
        """Die at every n-th point, and at every n-th pair of points after which the world is another one."""
        started = time.monotonic()
        (unharmed,) = await self.play([()])
        assert unharmed.traces, str(unharmed)
        points = unharmed.traces[0]
        self.tally.points = len(points)
        singles = await self.play((point,) for point in points[SEED % every :: every])
        if pairs_every:
            pairs = [
                (*run.deaths, second)
                for run in singles
                if run.deaths[0].is_effect and len(run.traces) == 2
                for second in filter(lambda point: point.is_effect, run.traces[1])
            ]
            await self.play(pairs[SEED % pairs_every :: pairs_every])
        self.tally.seconds = time.monotonic() - started
        return self.tally

    async def play(self, deaths: Iterable[Sequence[Point]]) -> list[Run]:
        """Play the life once for each of these lists of deaths."""
        runs = [asyncio.create_task(self._guarded(tuple(each))) for each in deaths]
        for number, over in enumerate(asyncio.as_completed(runs), 1):
            self.tally.count(await over)
            self._progress.show(f"{self.life}, {len(runs):,} runs", number / len(runs))
        return [run.result() for run in runs]

    async def _guarded(self, deaths: tuple[Point, ...]) -> Run:
        async with self._seats:
            folder = Path(tempfile.mkdtemp(prefix="crash-", dir=MEMORY))
            try:
                return await self._once(folder, deaths)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    async def _once(self, folder: Path, deaths: tuple[Point, ...]) -> Run:
        async with open_stage(folder, plant=self._plant) as stage:
            stage.settings = dict(self.life.settings)
            stage.terms(**self.life.terms)
            if self.life.has_webhooks:
                stage.enable_webhooks()
            verdict = Verdict()
            try:
                await stage.run(deaths, self.life.play)
            except (TimeoutError, AssertionError) as error:
                verdict.hold(False, f"it came to no end: {error!r}, {stage}")
            else:
                verdict = judge(stage, self.life, died=bool(deaths))
            return Run(
                deaths=deaths,
                died=stage.deaths,
                traces=tuple(map(tuple, stage.traces)),
                verdict=verdict,
                log=_log(folder),
            )


def _log(folder: Path) -> str:
    lines = [
        f"{log.name}: {line}"
        for log in sorted(folder.glob("log-*"))
        for line in log.read_text(encoding="utf-8").splitlines()[-WARNINGS:]
        if "voice will NOT" not in line
    ]
    return "\n".join(lines)
