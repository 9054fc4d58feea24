"""What a part measures with: the stand-ins and the bot as processes, sizes, progress, a folder of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.processes import Process, running

KEY_ID, SECRET, TOKEN = "00000000-0000-0000-0000-000000000001", "bench-secret", "bench-token"
MOST_CREDITS = "1000000000"
STARTS_S = 120.0  # how long a bot may take to come online; a large database is part of what is measured
POLL_S = 0.02


@dataclass(kw_only=True)
class StandIn:
    """A stand-in: its process, its address, and its control door."""

    process: Process
    url: str
    http: aiohttp.ClientSession

    async def ask(self, path: str) -> Any:  # noqa: ANN401  JSON
        """Return the answer of a GET at the control door, like `requests`, `calls`, `answers` or `state`."""
        async with self.http.get(f"{self.url}/bench/{path}") as answer:
            answer.raise_for_status()
            return await answer.json()

    async def tell(self, path: str, **body: Any) -> Any:  # noqa: ANN401  JSON
        """Return the answer of a POST at the control door, like `options`, `commands` or `crosses`."""
        async with self.http.post(f"{self.url}/bench/{path}", json=body) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def until(self, path: str, holds: Callable[[Any], bool], *, timeout_s: float = 60.0) -> Any:  # noqa: ANN401
        """Ask again and again until the answer is as wanted, and return it. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            while not holds(found := await self.ask(path)):
                await asyncio.sleep(POLL_S)
            return found


class Bench:
    """One run of one part."""

    def __init__(
        self,
        *,
        folder: Path,
        kept: Path,
        http: aiohttp.ClientSession,
        is_quick: bool = False,
        sizes: Mapping[str, int] | None = None,
    ) -> None:
        self.folder = folder
        self.kept = kept  # for what takes long to make: it stays for the next time that the part is measured
        self.is_quick = is_quick
        self._http = http
        self._sizes = sizes or {}
        self._started = time.monotonic()
        self._processes = 0

    def size(self, name: str, *, whole: int, quick: int) -> int:
        """Return how many of something are measured: as `--size NAME=N` says, else by `--quick`."""
        return self._sizes.get(name, quick if self.is_quick else whole)

    def say(self, text: str) -> None:
        """Say how far the part is, with its seconds, on standard error."""
        print(f"  {time.monotonic() - self._started:5.1f} s  {text}", file=sys.stderr, flush=True)

    def subfolder(self, name: str) -> Path:
        """Return an empty folder for this part, which goes when the part is over."""
        self._processes += 1
        folder = self.folder / f"{name}-{self._processes}"
        folder.mkdir(parents=True)
        return folder

    @asynccontextmanager
    async def python(self, *arguments: str, environment: Mapping[str, str] | None = None) -> AsyncIterator[Process]:
        """Run Python in a process of its own, like `-m`, `bench.peers.sdk`, …."""
        self._processes += 1
        log = self.folder / f"process-{self._processes}.log"
        async with running(*arguments, log=log, environment=environment, folder=self.folder) as process:
            yield process

    @asynccontextmanager
    async def higgsfield(self, **options: Any) -> AsyncIterator[StandIn]:  # noqa: ANN401  JSON
        """Run the stand-in for Higgsfield with these `Options` of bench/standins/higgsfield.py."""
        async with self._stand_in("bench.standins.higgsfield", options) as one:
            yield one

    @asynccontextmanager
    async def discord(self, **options: Any) -> AsyncIterator[StandIn]:  # noqa: ANN401  JSON
        """Run the stand-in for Discord, with `guilds` servers."""
        async with self._stand_in("bench.standins.discord", options) as one:
            yield one

    @asynccontextmanager
    async def _stand_in(self, module: str, options: Mapping[str, Any]) -> AsyncIterator[StandIn]:
        async with self.python("-m", module, json.dumps(options)) as process:
            yield StandIn(process=process, url=await process.line(), http=self._http)

    @asynccontextmanager
    async def bot(
        self, discord: StandIn, higgsfield: StandIn, *, data: Path | None = None, code: str = "", **settings: str
    ) -> AsyncIterator[Process]:
        """Run the bot as its owner does, `python -m bot run`, and wait until it is online.

        `settings` are variables of the environment, in small letters; `code` is Python to run instead of `-m bot run`.
        """
        settings = {"discord_token": TOKEN, "bot_discord_url": discord.url, **settings}
        environment = self.environment(higgsfield, data, settings)
        async with self.python(*(("-c", code) if code else ("-m", "bot", "run")), environment=environment) as process:
            await self.online(discord, process)
            yield process

    def environment(self, higgsfield: StandIn, data: Path | None, settings: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of a bot that no limit of money holds up; without `data` it gets an empty folder."""
        return {
            "HIGGSFIELD_BASE_URL": higgsfield.url,
            "HIGGSFIELD_API_KEY_ID": KEY_ID,
            "HIGGSFIELD_API_KEY_SECRET": SECRET,
            "HIGGSFIELD_CONCURRENCY": "256",
            "BOT_DATA_DIR": str(data or self.subfolder("data")),
            "BOT_USER_CREDITS": MOST_CREDITS,
            "BOT_USER_DAILY_CREDITS": MOST_CREDITS,
            "BOT_DAILY_CREDITS": MOST_CREDITS,
            "BOT_MIN_FREE_MB": "1",
            "BOT_LOG_LEVEL": "error",
            **{name.upper(): value for name, value in settings.items()},
        }

    async def online(self, discord: StandIn, process: Process) -> None:
        """Wait until the process is online at Discord, and note when that was."""
        ended = asyncio.create_task(process.process.wait())
        there = asyncio.create_task(
            discord.until("state", lambda state: state["online"] > process.started, timeout_s=STARTS_S)
        )
        await asyncio.wait({ended, there}, return_when=asyncio.FIRST_COMPLETED)
        if not there.done():
            there.cancel()
            raise process.ended()
        ended.cancel()
        process.online = (await there)["online"]
