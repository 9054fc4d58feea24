"""What a person drew and liked: looked for, leafed through, and shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.actors import Actor
from bot.domain.errors import NothingToShow, PageExpired, UnknownJob
from bot.domain.jobs import Job, JobState
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.orders import JobView, Orders
from bot.store import Album, HistoryQuery, Pending, Repost

KIND = "history"  # of the draft that a list is turned over by
KEPT_MS = 3_600_000  # since it was last turned over
PAGE = 5
LAST_PAGE = 9_999  # that a button's id can name


@dataclass(frozen=True, kw_only=True)
class HistoryItem:
    """One order on a page."""

    job: Job
    is_own: bool
    is_favourite: bool
    has_pictures: bool  # on our disk, still


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """A few orders, and where they stand among all."""

    draft_id: int
    look: HistoryQuery
    number: int  # 0 being the newest
    total: int  # of orders
    entries: Sequence[HistoryItem]

    @property
    def pages(self) -> int:
        """Return how many there are."""
        return min(LAST_PAGE, max(1, -(-self.total // PAGE)))


class History:
    """One method a use case; each is about the actor's own orders and favourites only."""

    def __init__(self, *, album: Album, service: Orders, pictures: Pictures, clock: Clock) -> None:
        self._album = album
        self._service = service
        self._pictures = pictures
        self._clock = clock

    async def open(self, draft_id: int, actor: Actor, *, search: str, model: str, favourites: bool) -> HistoryPage:
        """Return the first page of what somebody looks for, and keep the question for the pages after it."""
        look = HistoryQuery(
            user_id=actor.user_id, guild_id=actor.guild_id, search=search, model=model, favourites=favourites
        )
        await self._keep(draft_id, look)
        return await self._page(draft_id, look, 0)

    async def turn(self, draft_id: int, actor: Actor, number: int) -> HistoryPage:
        """Return another page of it; raises Forgotten where nobody turned over for an hour, or it is another's."""
        draft = await self._album.pending(draft_id, actor.user_id, KIND, now=self._clock.now())
        if draft is None:
            raise PageExpired
        look = _look(draft.body, actor)
        await self._keep(draft_id, look)
        return await self._page(draft_id, look, number)

    async def thumbnail(self, entry: HistoryItem) -> bytes | None:
        """Return a small JPEG of the entry's first picture that is still there."""
        for image in entry.job.outputs:
            if thumbnail := await self._pictures.thumbnail(image):
                return thumbnail
        return None

    async def job_to_repost(self, job_id: int, actor: Actor) -> JobView:
        """Return a card of the actor's own to be shown once more; raises UnknownJob or NothingToShow."""
        job = await self._service.job(job_id, actor)
        if job.user_id != actor.user_id or job.state is not JobState.SUCCEEDED:
            raise UnknownJob
        if not self._has_pictures(job):
            raise NothingToShow
        return JobView(job=job, now=self._clock.now())

    async def reposted(self, job_id: int, *, message_id: int, guild_id: int, channel_id: int) -> None:
        """Say which message shows a job again: its buttons are honoured as the card's own."""
        showing = Repost(message_id=message_id, job_id=job_id, guild_id=guild_id, channel_id=channel_id)
        await self._album.keep_repost(showing, now=self._clock.now())

    async def reposts(self, job: Job) -> Sequence[Job]:
        """Return the job once for each message that shows it again, as if that were its card."""
        return [
            replace(job, guild_id=each.guild_id, channel_id=each.channel_id, message_id=each.message_id)
            for each in await self._album.reposts(job.id)
        ]

    async def set_favourite(self, job_id: int, actor: Actor, *, wanted: bool) -> None:
        """Make a job a favourite of the actor's, or take that back; raises UnknownJob or Deleted."""
        job = await self._service.job(job_id, actor)
        if wanted:
            await self._album.add_favourite(actor.user_id, job.id, now=self._clock.now())
        else:
            await self._album.remove_favourite(actor.user_id, job.id)

    async def _page(self, draft_id: int, look: HistoryQuery, number: int) -> HistoryPage:
        total = await self._album.found(look)
        page = HistoryPage(draft_id=draft_id, look=look, number=0, total=total, entries=())
        number = max(0, min(number, page.pages - 1))
        jobs = await self._album.history(replace(look, limit=PAGE, offset=number * PAGE))
        favourites = await self._album.favourites(look.user_id)
        entries = [
            HistoryItem(
                job=job,
                is_own=job.user_id == look.user_id,
                is_favourite=job.id in favourites,
                has_pictures=self._has_pictures(job),
            )
            for job in jobs
        ]
        return replace(page, number=number, entries=entries)

    async def _keep(self, draft_id: int, look: HistoryQuery) -> None:
        body = {"search": look.search, "model": look.model, "favourites": look.favourites}
        now = self._clock.now()
        draft = Pending(id=draft_id, user_id=look.user_id, kind=KIND, body=body, until=now + KEPT_MS)
        await self._album.keep_pending(draft, now=now)

    def _has_pictures(self, job: Job) -> bool:
        return any(self._pictures.path(image) for image in job.outputs)


def _look(body: Mapping[str, object], actor: Actor) -> HistoryQuery:
    return HistoryQuery(
        user_id=actor.user_id,
        search=str(body.get("search", "")),
        model=str(body.get("model", "")),
        favourites=bool(body.get("favourites")),
        guild_id=actor.guild_id,
    )
