"""A name server that never answers holds up other names at most, and none of the bot's own work."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from bot.pictures.own_threads_resolver import AT_ONCE, OwnThreadsResolver


async def test_names_that_are_looked_up_for_ever_leave_all_other_work_its_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = threading.Event()

    def hang(host: str, *_: object, **__: object) -> list[object]:
        answer.wait(60)
        raise socket.gaierror(host)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    resolver = OwnThreadsResolver()
    lookups = [asyncio.create_task(resolver.resolve(f"{n}.example", 443)) for n in range(4 * AT_ONCE)]
    await asyncio.sleep(0)
    try:
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "done"), 30) == "done"
    finally:
        answer.set()
    assert {type(error) for error in await asyncio.gather(*lookups, return_exceptions=True)} == {socket.gaierror}


async def test_a_name_is_resolved_as_ever() -> None:
    resolver = OwnThreadsResolver()
    assert {result["host"] for result in await resolver.resolve("localhost", 1, socket.AF_INET)} == {"127.0.0.1"}
