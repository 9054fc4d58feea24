"""The official SDK, higgsfield-client: submits and waits, as its README shows it.

`delay` is from the vendor's end of an order to the SDK's return; it fetches no picture. `run` is what a part calls,
`python -m bench.peers.sdk URL JOBS` the process behind it.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from dataclasses import dataclass

from higgsfield_client import AsyncClient

from bench.harness import KEY_ID, SECRET, Bench, StandIn


@dataclass(frozen=True, kw_only=True)
class NoticeRun:
    """How some orders at once were noticed, by the SDK or by the bot, and what that took."""

    delays: list[float]  # seconds
    questions: float  # requests for the status, an order
    cpu_ms: float  # an order


async def run(bench: Bench, higgsfield: StandIn, *, jobs: int) -> NoticeRun:
    """Let the SDK order so many pictures at once and wait for all; the stand-in's other orders don't count."""
    async with bench.python("-m", "bench.peers.sdk", higgsfield.url, str(jobs)) as process:
        said = json.loads(await process.line())
    known = {request["id"]: request for request in await higgsfield.ask("requests")}
    returned: dict[str, float] = said["returned"]
    return NoticeRun(
        delays=[at - known[one]["finishes"] for one, at in returned.items()],
        questions=sum(known[one]["questions"] for one in returned) / jobs,
        cpu_ms=1000 * said["cpu"] / jobs,
    )


async def _order(client: AsyncClient, n: int) -> tuple[str, float]:
    controller = await client.submit("/nano-banana", {"prompt": f"a lighthouse {n}", "num_images": 1})
    await controller.get()
    return controller.request_id, time.monotonic()


async def _main(url: str, jobs: int) -> None:
    client, before = AsyncClient(base_url=url, api_key=f"{KEY_ID}:{SECRET}"), _cpu()
    returned = dict(await asyncio.gather(*(_order(client, n) for n in range(jobs))))
    print(json.dumps({"returned": returned, "cpu": _cpu() - before}), flush=True)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
