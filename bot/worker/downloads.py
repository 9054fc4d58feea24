"""Downloads of a finished job's pictures: what was paid for is tried until it is here or truly gone."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace

from bot.domain.errors import DiskUnavailable, NotAPicture, PictureGone, PictureTooBig, PictureUnavailable
from bot.domain.jobs import Image, Job
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.runtime.seats import BriefSeats, Seats
from bot.worker import backoff
from bot.worker.next_step import NotYet

log = logging.getLogger(__name__)

AT_ONCE, SLOW_S = 12, 0.5  # pictures on their way, beside slower ones: those take a connection, and little else
MOST = 256  # with the slow ones
EMPTY_TRIES = 2  # questions more, when the vendor says completed and names no picture
DEAD_TRIES = 6  # fresh links asked for over a minute, when one is dead or leads to no picture: a CDN may cache a "no"
PATIENCE_S = 10_800.0  # for a picture that may come when tried again: an hour's outage loses nothing


@dataclass
class DownloadState:
    """What was tried for one job."""

    waited: float = 0.0  # seconds in which the bytes kept failing, while our disk could take them
    failed_at: float | None = None  # monotonic; None after a trouble of another kind
    empties: int = 0
    failures: int = 0
    dead: dict[int, int] = field(default_factory=dict)  # position -> tries
    here: dict[int, Image] = field(default_factory=dict)


class Downloads:
    """Downloads the pictures of completed jobs."""

    def __init__(self, *, pictures: Pictures, clock: Clock, seats: Seats) -> None:
        self._pictures = pictures
        self._clock = clock
        self._seats = seats
        self._places = BriefSeats(AT_ONCE, seconds=SLOW_S, most=MOST)
        self._states: dict[int, DownloadState] = {}

    async def download(self, job: Job, urls: tuple[str, ...]) -> tuple[Image, ...]:
        """Return all the pictures that ever will come; raises NotYet while more may."""
        fetch = self._states.setdefault(job.id, DownloadState())
        if not urls:
            fetch.empties += 1
            if fetch.empties <= EMPTY_TRIES:
                raise NotYet(backoff.RETRY.seconds(fetch.empties))
            return ()
        try:
            with self._seats.left():
                later = await self._download_all(job, fetch, urls)
            later = later and not self._is_hopeless(fetch)
        except DiskUnavailable as error:
            log.warning("job %s: its pictures wait for the disk: %s", job.id, error)
            later, fetch.failed_at = True, None  # our own full disk never burns a paid picture
        if later:
            fetch.failures += 1
            raise NotYet(backoff.DOWNLOAD_RETRY.seconds(fetch.failures))
        return tuple(fetch.here[position] for position in sorted(fetch.here))

    def is_lost(self, job_id: int) -> bool:
        """Return True if a job's pictures kept breaking off, or could not be reached, for as long as was waited."""
        fetch = self._states.get(job_id)
        return fetch is not None and fetch.waited > PATIENCE_S

    def is_held_up(self, job_id: int) -> bool:
        """Return True if a job's pictures could not be fetched more than once: a single hiccup is not worth a word."""
        fetch = self._states.get(job_id)
        return fetch is not None and fetch.failures + fetch.empties > 1

    def pause(self, job_id: int) -> None:
        """Use up no patience until the next try: Higgsfield is silent, or refuses the key."""
        if fetch := self._states.get(job_id):
            fetch.failed_at = None

    def forget(self, job_id: int) -> None:
        """Drop what was remembered of a job."""
        self._states.pop(job_id, None)

    async def _download_all(self, job: Job, fetch: DownloadState, urls: tuple[str, ...]) -> bool:
        """Fetch what is not here yet; True if any of it should be tried again. Raises DiskUnavailable."""
        wanted = [
            self._download(job, fetch, position, url)
            for position, url in enumerate(urls[: job.params.count])
            if position not in fetch.here and fetch.dead.get(position, 0) < DEAD_TRIES
        ]
        ended = await asyncio.gather(*wanted, return_exceptions=True)  # an error waits until the others are here
        for error in (each for each in ended if isinstance(each, BaseException)):
            raise error
        return any(ended)

    async def _download(self, job: Job, fetch: DownloadState, position: int, url: str) -> bool:
        """Fetch one picture; True if it should be tried again. Raises DiskUnavailable."""
        try:
            async with self._places.taken():
                image = await self._pictures.download_output(job.id, position, url)
            fetch.here[position] = replace(image, spoiler=job.is_spoiler)
        except DiskUnavailable:
            raise
        except PictureUnavailable as error:
            log.info("job %s: picture %s isn't available yet: %s", job.id, position + 1, error)
            return True
        except (PictureGone, NotAPicture, PictureTooBig) as error:
            log.warning("job %s: picture %s: %s", job.id, position + 1, error)
            fetch.dead[position] = fetch.dead.get(position, 0) + 1
            return fetch.dead[position] < DEAD_TRIES
        return False

    def _is_hopeless(self, fetch: DownloadState) -> bool:
        now = self._clock.monotonic()
        fetch.waited += now - fetch.failed_at if fetch.failed_at is not None else 0
        fetch.failed_at = now
        return fetch.waited > PATIENCE_S
