"""What the bot is in the middle of: a leap in time that met it would make the machine's slowness look like silence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession

PATIENCE_S = 5.0  # what is not over by then is meant to be met by the leap


class UnderWay:
    """The calls over HTTP that wait for an answer or are reading it; `held` counts those that a fault holds back."""

    def __init__(self, held: Callable[[], int], is_idle: Callable[[], bool]) -> None:
        self._held = held
        self._is_idle = is_idle
        self._asked = 0
        self._answers: set[ClientResponse] = set()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Watch every session's calls from now on."""
        usual = ClientSession._request

        async def request(session: ClientSession, *args: Any, **options: Any) -> ClientResponse:
            self._asked += 1
            try:
                answer = await usual(session, *args, **options)
            finally:
                self._asked -= 1
            if answer.status != 101:  # a gateway's line stays
                self._answers.add(answer)
            return answer

        monkeypatch.setattr(ClientSession, "_request", request)

    async def over(self) -> None:
        """Wait until nothing is under way but what is held back."""
        until = time.monotonic() + PATIENCE_S
        while not self._is_over() and time.monotonic() < until:
            await asyncio.sleep(0.002)

    def _is_over(self) -> bool:
        self._answers = {answer for answer in self._answers if answer.connection is not None}
        held = self._held()
        return self._asked + len(self._answers) <= held and (held > 0 or self._is_idle())
