"""Charts are drawn in a process of their own, by a library that only who asked for it has: the extra `charts`."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
import sys
from dataclasses import asdict

from typing_extensions import override

from bot.domain.charts import Chart
from bot.domain.limits import MIB
from bot.pictures import Charts
from bot.pictures.decoder import environment

log = logging.getLogger(__name__)

COMMAND = ("-P", "-m", "bot.pictures.chart_child")
LIMIT_S = 15.0
LARGEST = 4 * MIB
#: Beside each other they would not fit a small host: the libraries that count do so on one core.
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}


class ChartProcess(Charts):
    """Draws one chart after the other, each in a process that ends with it, or with the bot."""

    def __init__(self, *, module: str = "matplotlib", limit_s: float = LIMIT_S) -> None:
        self.are_there = importlib.util.find_spec(module) is not None  # else the extra is not installed
        self._limit_s = limit_s
        self._turn = asyncio.Lock()

    @override
    async def draw(self, chart: Chart) -> bytes | None:
        if not self.are_there:
            return None
        async with self._turn:
            try:
                return await self._draw(json.dumps(asdict(chart)).encode())
            except (OSError, TimeoutError) as error:
                log.warning("a chart could not be drawn: %s", type(error).__name__)
                return None

    async def _draw(self, asked: bytes) -> bytes | None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**environment(), **ONE_CORE},
            start_new_session=sys.platform != "win32",
        )
        try:
            async with asyncio.timeout(self._limit_s):
                drawn, _ = await process.communicate(asked)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not drawn or len(drawn) > LARGEST:
            log.warning("a chart could not be drawn: its process ended with %s", process.returncode)
            return None
        return drawn
