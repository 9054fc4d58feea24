"""Fetching a picture from a URL that the bot did not choose: bounded, public addresses only, no credentials."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.errors import DiskUnavailable, PictureGone, PictureTooBig, PictureUnavailable
from bot.domain.limits import MIB
from bot.domain.picture_formats import HEAD_BYTES
from bot.pictures.durable import check_room
from bot.pictures.own_threads_resolver import OwnThreadsResolver
from bot.pictures.public_addresses import is_allowed, objection_to
from bot.pictures.wholeness import PngProof
from bot.runtime.background import to_its_end
from bot.runtime.proxies import DIRECT, Proxy

MOST_REDIRECTS = 3
RESOLVE_S = 3.0  # for a name that a proxy resolves too
CHUNK = 64 * 1024  # up to which each picture under way is read ahead
PIECE = MIB  # written at once: a thread that takes it over costs as much as writing a tenth of it
HEADERS = {"User-Agent": "banana-bot/0.1", "Accept": "image/*", "Accept-Encoding": "identity"}

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that came."""

    size: int
    sha256: str
    end_was_announced: bool  # so that it is whole, whatever is in it
    png: PngProof


class Passing:
    """A file on its way to disk by the piece: what is to be known of its bytes is noted as they are written."""

    def __init__(self, path: Path, *, spare: int) -> None:
        self._path, self._spare = path, spare
        self._file: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._png = PngProof()
        self._held: list[bytes] = []
        self._held_bytes = 0
        self.size = 0

    def take(self, chunk: bytes) -> bool:
        """Hold the next bytes; returns True once there are enough of them to be written."""
        self._held.append(chunk)
        self._held_bytes += len(chunk)
        self.size += len(chunk)
        return self._held_bytes >= PIECE

    def piece(self) -> bytes:
        """Return what is held, in one: a thread waits for the interpreter after each call that let go of it."""
        piece = b"".join(self._held)
        self._held, self._held_bytes = [], 0
        return piece

    def write(self, piece: bytes) -> None:
        """Write a piece, into a new file the first one. Blocking, and raises OSError."""
        if self._file is None:
            self._file = self._path.open("wb")
        else:  # hundreds may come at once, and there was room for each alone
            check_room(self._path.parent, spare=self._spare)
        self._digest.update(piece)
        self._png.add(piece)
        self._file.write(piece)

    def end(self, piece: bytes) -> None:
        """Write the last piece, and close the file. Blocking, and raises OSError."""
        self.write(piece)
        if self._file is not None:
            self._file.close()

    def abandon(self) -> None:
        """Close the file, whatever is left to be written. Blocking."""
        with suppress(OSError):
            if self._file is not None:
                self._file.close()

    def fetched(self, *, announced: bool) -> Fetched:
        """Return what came."""
        return Fetched(size=self.size, sha256=self._digest.hexdigest(), end_was_announced=announced, png=self._png)


class GuardedResolver(AbstractResolver):
    """Resolves names, and forgets every address that is not public: a name may point into our own network."""

    def __init__(
        self, *, allow_loopback: bool = False, inner: AbstractResolver | None = None, proxy_host: str = ""
    ) -> None:
        self._inner = inner or OwnThreadsResolver()
        self._allow_loopback = allow_loopback
        self._proxy_host = proxy_host  # the owner's own choice: it may lie in our network

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses that may be connected to. Raises OSError when none is left."""
        found = await self._inner.resolve(host, port, family)
        if host == self._proxy_host:
            return found
        allowed = [result for result in found if is_allowed(result["host"], allow_loopback=self._allow_loopback)]
        if not allowed:
            raise ForbiddenAddress(f"{host} has no public address")
        return allowed

    async def close(self) -> None:
        """Release what the system's resolver holds."""
        await self._inner.close()


class ForbiddenAddress(OSError):
    """The name leads to no address that may be connected to."""


def public_only_session(*, allow_loopback: bool = False, proxy: Proxy = DIRECT) -> ClientSession:
    """Return a session that follows names only to public addresses; numbers in an address pass by, unlooked at."""
    resolver = GuardedResolver(allow_loopback=allow_loopback, proxy_host=proxy.host)
    connector = TCPConnector(resolver=resolver, limit=0)  # who calls says how many at once, by what for
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar())


class Downloader:
    """Downloads to disk; `async with Downloader() as downloader`."""

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        proxy: Proxy = DIRECT,
        resolver: AbstractResolver | None = None,
        connect_s: float = 10,
        silence_s: float = 20,
        total_s: float = 180,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._proxy = proxy
        self._resolver = GuardedResolver(allow_loopback=allow_loopback, inner=resolver)
        self._timeout = ClientTimeout(total=total_s, connect=connect_s, sock_read=silence_s)
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = public_only_session(allow_loopback=self._allow_loopback, proxy=self._proxy)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def fetch(self, url: str, into: Path, *, limit: int, spare: int = 0) -> Fetched:
        """Write what is at the address into a new file, piece by piece, and return what is known of it.

        `spare` bytes of the disk are left.

        Raises PictureGone, PictureUnavailable, PictureTooBig or DiskUnavailable; the file may then be there in part.
        """
        with _our_errors():
            async with self._followed(_parse(url), HEADERS) as response:
                return await _save(response, into, limit, spare)

    async def head(self, url: str) -> bytes:
        """Return the first bytes of what is at the address. Raises as `fetch` does."""
        with _our_errors():
            async with self._followed(_parse(url), {**HEADERS, "Range": f"bytes=0-{HEAD_BYTES - 1}"}) as response:
                _check_status(response)
                return await response.content.read(HEAD_BYTES)

    @asynccontextmanager
    async def _followed(self, url: URL, headers: Mapping[str, str]) -> AsyncIterator[ClientResponse]:
        for _ in range(1 + MOST_REDIRECTS):
            self._check(url)
            proxy = self._proxy.for_url(str(url))
            if proxy is not None:
                await self._check_name(url)
            get = self._open_session.get(
                url,
                allow_redirects=False,
                timeout=self._timeout,
                headers=headers,
                proxy=proxy,
                read_bufsize=CHUNK,
            )
            async with get as response:
                if response.status not in _REDIRECTS:
                    yield response
                    return
                url = url.join(_parse(response.headers.get("Location", "")))
        raise PictureGone("too many redirects")

    @property
    def _open_session(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("a Downloader is used inside its own async with")
        return self._session

    async def _check_name(self, url: URL) -> None:
        """Refuse a name that leads into our own network, before a proxy resolves it; one that only it knows may pass.

        What the proxy makes of the name is the proxy's own: it could lead elsewhere by then.
        """
        try:
            async with asyncio.timeout(RESOLVE_S):
                await self._resolver.resolve(url.raw_host or "", url.port or 0)
        except ForbiddenAddress:
            raise PictureGone("the address is not public") from None
        except OSError:  # a timeout is one, too
            return

    def _check(self, url: URL) -> None:
        """Refuse what the resolver would never see: schemes, credentials and addresses written as numbers."""
        if objection := objection_to(url, allow_loopback=self._allow_loopback):
            raise PictureGone(objection)


def _parse(text: str) -> URL:
    """Read an address as it stands where it can stand in a request, since a signed one must not be rewritten."""
    return URL(text, encoded=re.fullmatch("[!-~]+", text) is not None)


@contextmanager
def _our_errors() -> Iterator[None]:
    """Tell what may pass from what is for good: a certificate's error is a ValueError to aiohttp, and may pass."""
    try:
        yield
    except InvalidURL:
        raise PictureGone("the address is not valid") from None
    except ClientError as error:
        if isinstance(error.__cause__, ForbiddenAddress):
            raise PictureGone("the address is not public") from None
        raise PictureUnavailable(f"the connection failed ({type(error).__name__})") from None
    except TimeoutError:
        raise PictureUnavailable("it took too long") from None
    except OSError as error:
        raise PictureUnavailable(f"the connection failed ({type(error).__name__})") from None
    except ValueError:
        raise PictureGone("the address is not valid") from None


def _check_status(response: ClientResponse) -> None:
    if response.status in _PASSING or response.status >= 500:
        raise PictureUnavailable(f"HTTP {response.status}")
    if not 200 <= response.status < 300:
        raise PictureGone(f"HTTP {response.status}")


async def _save(response: ClientResponse, into: Path, limit: int, spare: int) -> Fetched:
    _check_status(response)
    if (response.content_length or 0) > limit:
        raise PictureTooBig(f"{response.content_length} bytes")
    passing = Passing(into, spare=spare)
    try:
        async for chunk in response.content.iter_any():
            is_enough = passing.take(chunk)
            if passing.size > limit:
                raise PictureTooBig(f"more than {limit} bytes")
            if is_enough:
                await _written(passing.write, passing.piece())
        await _written(passing.end, passing.piece())
    except BaseException:
        await asyncio.to_thread(passing.abandon)
        raise
    announced = response.content_length is not None or "Transfer-Encoding" in response.headers
    return passing.fetched(announced=announced)


async def _written(write: Callable[[bytes], None], piece: bytes) -> None:
    with on_disk():
        await to_its_end(asyncio.to_thread(write, piece))  # what it makes later would stand in the way


@contextmanager
def on_disk() -> Iterator[None]:
    """Tell our disk's troubles from the network's, which are OSErrors too."""
    try:
        yield
    except OSError as error:
        raise DiskUnavailable(f"the disk: {error.strerror or type(error).__name__}") from error
