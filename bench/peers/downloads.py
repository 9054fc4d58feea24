"""A bare download loop: aiohttp, each picture written to a file as it comes, nothing looked at; or sent on as well.

`run` is what a part calls, `python -m bench.peers.downloads URL COUNT AT_ONCE FOLDER [CHANNEL]` the process behind it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.harness import Bench, StandIn

CHUNK = 2**16


@dataclass(frozen=True, kw_only=True)
class LoopRun:
    """What the loop took for some pictures."""

    seconds: float
    cpu_ms: float  # a picture
    rss_more: float  # MB


async def run(
    bench: Bench, higgsfield: StandIn, *, pictures: int, at_once: int = 8, discord: StandIn | None = None
) -> LoopRun:
    """Download so many pictures of the size that the stand-in gives; with `discord`, post each in a channel, too."""
    folder, channel = str(bench.subfolder("loop")), f"{discord.url}/api/v10/channels/1/messages" if discord else ""
    arguments = (higgsfield.url, str(pictures), str(at_once), folder, channel)
    async with bench.python("-m", "bench.peers.downloads", *arguments) as loop:
        await loop.line()
        async with loop.watched() as use:
            await loop.tell("go")
            seconds = json.loads(await loop.line())
    return LoopRun(seconds=seconds, cpu_ms=1000 * use.cpu / pictures, rss_more=use.rss_more)


async def _one(http: aiohttp.ClientSession, seats: asyncio.Semaphore, address: str, path: Path, channel: str) -> None:
    async with seats:
        async with http.get(address) as answer:
            with path.open("wb") as file:
                async for chunk in answer.content.iter_chunked(CHUNK):
                    file.write(chunk)
        if channel:
            await _post(http, channel, path)


async def _post(http: aiohttp.ClientSession, channel: str, path: Path) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"attachments": [{"id": 0, "filename": path.name}]}))
    with path.open("rb") as file:
        form.add_field("files[0]", file, filename=path.name, content_type="application/octet-stream")
        async with http.post(channel, data=form) as answer:
            answer.raise_for_status()
            await answer.read()


async def _main(url: str, pictures: int, at_once: int, folder: Path, channel: str) -> None:
    async with aiohttp.ClientSession() as http:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        started, seats = time.monotonic(), asyncio.Semaphore(at_once)
        wanted = ((f"{url}/cdn/peer/{n}.png", folder / f"{n}.png") for n in range(pictures))
        await asyncio.gather(*(_one(http, seats, *each, channel) for each in wanted))
        print(time.monotonic() - started, flush=True)
        await asyncio.to_thread(sys.stdin.readline)  # stay until it has been looked at


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5]))
