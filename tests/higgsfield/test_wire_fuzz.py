"""The real client, and the whole worker behind it, against a vendor that may say anything at all over a real socket.

FUZZ_CASES in the environment says how many cases each test tries.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.catalog import Offer, Params
from bot.domain.errors import NotAPicture, PictureGone, PictureUnavailable, SubmissionUnknown, VendorBusy, VendorError
from bot.domain.jobs import Image, JobState, Order
from bot.domain.quota import OwnerLimits
from bot.higgsfield import RequestStatus, Submission
from bot.higgsfield.client import HiggsfieldClient, order_session
from bot.store.sqlite import open_store
from bot.worker.build import build_worker
from bot.worker.events import WorkerEvents
from bot.worker.parts import WorkerOptions
from bot.worker.worker import Worker
from tests.clocks import HeldClock
from tests.counted_queue import CountedQueue

CASES = int(os.environ.get("FUZZ_CASES", "40"))
THOROUGH = settings(
    max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
GATES = {401, 402, 403, 404, 407, 451, 511}  # how proxies and firewalls refuse
BUSY = {301, 307, 308, 400, 423, 425, 429, 503, *GATES}  # what may say that an order was surely not taken, for now
HERE = "http://here.invalid"  # stands for the server's own address

WORDS = st.sampled_from(
    [
        *("id", "request_id", "status", "jobs", "images", "url", "results", "raw", "min", "error", "detail", "loc"),
        *("type", "input_images", "upload_url", "public_url", "upload_headers", "concurrent requests"),
        *("queued", "in_progress", "completed", "failed", "nsfw", "canceled", "r-1", "30"),
        *("https://cdn.example/x.png", f"{HERE}/put", "https://10.0.0.1/x", "http://169.254.169.254/"),
    ]
)
TEXTS = WORDS | st.text(max_size=20)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=6),
    max_leaves=20,
)
LIKELY = st.fixed_dictionaries(
    {"request_id": TEXTS | TREES, "status": TEXTS | TREES},
    optional={
        "images": TREES | st.lists(st.fixed_dictionaries({"url": TEXTS}), max_size=5),
        "upload_url": TEXTS,
        "public_url": TEXTS,
        "upload_headers": TREES | st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
        "detail": TREES,
        "jobs": TREES,
    },
)
BODIES = (
    st.binary(max_size=200)
    | (TREES | LIKELY).map(lambda tree: json.dumps(tree).encode())
    | st.sampled_from([b"<html><h1>502 Bad Gateway</h1></html>", b"", b"null", b"[" * 5000, gzip.compress(b"{}")])
)
LINES = st.lists(
    st.sampled_from(
        [
            *("Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: chunked", "Content-Length: 7"),
            *("Content-Length: -1", "Content-Length: x", "Retry-After: 0", "Retry-After: soon", "Retry-After: 3"),
            *("Location: http://127.0.0.1:9/", "Set-Cookie: a=b", "Content-Type: text/html", "X-Correlation-ID: \x7f"),
            *("Date: never", ": nameless", "Broken line", "X: " + "y" * 9000),
        ]
    ),
    max_size=3,
)
STATUSES = st.sampled_from([200, 200, 200, 202, 400, 401, 403, 404, 408, 422, 423, 429, 500, 502, 503]) | st.integers(
    100, 599
)


@st.composite
def speeches(draw: st.DrawFn) -> bytes:
    """All that a vendor can say in one breath: HTTP, nearly HTTP, or noise."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300))
    body = draw(BODIES)
    lines = [f"HTTP/1.1 {draw(STATUSES)} X", *draw(LINES)]
    if draw(st.integers(0, 3)):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close"]).encode() + b"\r\n\r\n" + body


def said(status: int, body: object) -> bytes:
    data = json.dumps(body).encode()
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n".encode() + data


@dataclass
class Mouth:
    """Says what is next in line, else that all is well; hears everything."""

    next: deque[bytes] = field(default_factory=deque)
    heard: list[tuple[str, str, bytes]] = field(default_factory=list)  # method, target, head
    told: list[bytes] = field(default_factory=list)
    url: str = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next((x for x in head.lower().split(b"\r\n") if x.startswith(b"content-length:")), b":0")
            await reader.readexactly(int(length.partition(b":")[2]))
            method, target, _ = head.decode().split(" ", 2)
            self.heard.append((method, target, head))
            speech = self.next.popleft() if self.next else self.well(target)
            self.told.append(speech)
            writer.write(speech.replace(HERE.encode(), self.url.encode()))
            await writer.drain()
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def well(self, target: str) -> bytes:
        if target.endswith("/status"):
            return said(200, {"status": "completed", "images": [{"url": "https://cdn.example/x.png"}]})
        return said(200, {"request_id": f"r-{len(self.heard)}", "status": "queued"})

    @property
    def orders(self) -> list[bytes]:
        """Return what was said to the orders."""
        pairs = zip(self.heard, self.told, strict=True)
        return [speech for (method, target, _), speech in pairs if (method, target) == ("POST", "/nano-banana")]


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def mouth(runner: asyncio.Runner) -> Iterator[Mouth]:
    mouth = Mouth()
    server = runner.run(_serve(mouth))
    yield mouth
    server.close()


async def _serve(mouth: Mouth) -> asyncio.Server:
    server = await asyncio.start_server(mouth.talk, "127.0.0.1", 0)
    mouth.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    return server


@pytest.fixture
def client(runner: asyncio.Runner, mouth: Mouth) -> Iterator[HiggsfieldClient]:
    async def sessions() -> tuple[aiohttp.ClientSession, aiohttp.ClientSession]:
        return aiohttp.ClientSession(), order_session()

    session, orders = runner.run(sessions())
    yield HiggsfieldClient(
        session=session, orders=orders, base_url=mouth.url, key_id="key-id", secret="s3cr3t", submit_s=5, ask_s=5
    )
    runner.run(session.close())
    runner.run(orders.close())


ORDER = Submission(model="banana", prompt="a secret wish", params=Params(), idempotency_key="6f1c")


def status_of(speech: bytes) -> int | None:
    """Return the status where there surely is one."""
    words = speech.split(b"\r\n", 1)[0].split(b" ")
    return int(words[1]) if words[0] == b"HTTP/1.1" and len(words) == 3 else None


@THOROUGH
@given(speech=speeches())
def test_an_order_is_sent_once_and_never_taken_for_refused_where_it_may_be_taken(
    runner: asyncio.Runner, mouth: Mouth, client: HiggsfieldClient, speech: bytes
) -> None:
    mouth.next, mouth.heard, mouth.told = deque([speech]), [], []
    try:
        vendor_id = runner.run(client.submit(ORDER))
    except VendorError as error:
        assert "secret" not in str(error) and "s3cr3t" not in str(error) and str(error).isprintable()
        if status_of(speech) is None or 200 <= (status_of(speech) or 0) < 300:
            assert isinstance(error, SubmissionUnknown)
        if isinstance(error, VendorBusy):
            assert status_of(speech) in BUSY or b"<" in speech, "tried again only where it was surely not taken"
    else:
        assert vendor_id.isascii() and 200 <= (status_of(speech) or 0) < 300
    assert len(mouth.heard) == 1


@THOROUGH
@given(speech=speeches(), second=speeches())
def test_questions_end_in_an_answer_or_in_one_of_our_errors(
    runner: asyncio.Runner, mouth: Mouth, client: HiggsfieldClient, speech: bytes, second: bytes
) -> None:
    calls: list[tuple[Callable[[], Awaitable[object]], type]] = [
        (lambda: client.status("r-1"), RequestStatus),
        (lambda: client.cancel("r-1"), bool),
        (client.ping, type(None)),
    ]
    for call, kind in calls:
        mouth.next, mouth.heard, mouth.told = deque([speech, second]), [], []
        try:
            assert isinstance(runner.run(_await(call())), kind)
        except VendorError as error:
            assert not isinstance(error, SubmissionUnknown) and str(error).isprintable()
        assert len(mouth.heard) <= 4, "two routes, and on each what aiohttp repeats on a dead connection"


async def _await(call: Awaitable[object]) -> object:
    return await call


@THOROUGH
@given(speech=speeches(), second=speeches())
def test_an_upload_goes_where_it_may_or_nowhere(
    runner: asyncio.Runner, mouth: Mouth, client: HiggsfieldClient, tmp_path: Path, speech: bytes, second: bytes
) -> None:
    picture = tmp_path / "in.png"
    picture.write_bytes(b"\x89PNG bytes")
    mouth.next, mouth.heard, mouth.told = deque([speech, second]), [], []
    try:
        assert isinstance(runner.run(client.upload(picture, "image/png")), str)
    except VendorError as error:
        assert not isinstance(error, SubmissionUnknown) and str(error).isprintable()
    for method, _, head in mouth.heard:
        assert (b"s3cr3t" in head) is (method == "POST")


# the whole way: what the books say afterwards


@dataclass
class Bringing:
    """Pictures that come, or do not, as the case says."""

    troubles: deque[Exception | None] = field(default_factory=deque)

    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        if self.troubles and (trouble := self.troubles.popleft()):
            raise trouble
        return Image(position=position, url=url, path=f"{job_id}-{position}.png", sha256="0")

    def has_room(self) -> bool:
        return True


TROUBLES = st.lists(st.sampled_from([None, PictureUnavailable("x"), PictureGone("x"), NotAPicture("x")]), max_size=4)


@settings(THOROUGH, max_examples=max(5, CASES // 2))
@given(script=st.lists(speeches(), max_size=6), troubles=TROUBLES, count=st.integers(1, 4), cancelled=st.booleans())
def test_whatever_is_said_the_books_close_once_and_the_slot_is_free(
    runner: asyncio.Runner,
    mouth: Mouth,
    client: HiggsfieldClient,
    tmp_path_factory: pytest.TempPathFactory,
    script: list[bytes],
    troubles: list[Exception | None],
    count: int,
    cancelled: bool,
) -> None:
    mouth.next, mouth.heard, mouth.told = deque(script), [], []
    folder = tmp_path_factory.mktemp("books")
    runner.run(live_through(client, mouth, folder, deque(troubles), count, cancelled=cancelled))


async def live_through(
    client: HiggsfieldClient, mouth: Mouth, folder: Path, troubles: deque[Any], count: int, *, cancelled: bool
) -> None:
    clock = HeldClock()
    async with open_store(folder / "bot.sqlite3") as store:
        line = CountedQueue(1)
        worker = build_worker(
            offer=Offer(),
            store=store,
            vendor=client,
            pictures=Bringing(troubles),  # type: ignore[arg-type]
            clock=clock,
            line=line,
            options=WorkerOptions(),
            events=WorkerEvents(),
        )
        for number, user in ((1, 1), (2, 2)):  # the second is a good order that follows
            order = Order(
                id=number,
                guild_id=0,
                channel_id=0,
                user_id=user,
                model="banana",
                prompt="a cat",
                params=Params(count=count),
            )
            await store.reserve(order, cost=count, caps=OwnerLimits(), now=clock.now())
            before = len(mouth.orders)
            worker.wake(number)
            await worker.tick()
            if cancelled and number == 1:
                await store.request_cancel(number, now=clock.now())
            await go_on(worker, clock, seconds=4 * 3600)
            job = await store.job(number)
            assert job is not None and job.is_final and job.closed
            assert (job.charged > 0) is (job.state is JobState.SUCCEEDED)
            assert job.charged <= len(job.outputs)
            taken = [speech for speech in mouth.orders[before:] if status_of(speech) in (None, *range(200, 300))]
            assert len(taken) <= 1, "an order that may have been taken is never sent again"
            mouth.next.clear()
            troubles.clear()
        assert job.state is JobState.SUCCEEDED
        await go_on(worker, clock, seconds=8 * 86_400)
        assert line.occupied == 0


async def go_on(worker: Worker, clock: HeldClock, *, seconds: float) -> None:
    """Let time pass, with every step that falls due."""
    end = clock.monotonic() + seconds
    while (due := worker.next_due()) is not None and clock.monotonic() + due <= end:
        clock.advance(seconds=due + 0.001)
        await worker.tick()
    clock.advance(seconds=max(0.0, end - clock.monotonic()))
