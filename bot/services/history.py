"""A member's past orders and favourites: searched, paged through, and shown again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.domain.actors import Actor
from bot.domain.errors import CardRemoved, Deleted, NothingToShow, PageExpired, StorageUnavailable, UnknownJob
from bot.domain.jobs import Job, JobState
from bot.domain.limits import DAY_MS, HOUR_MS
from bot.domain.text_cleaning import clean_words
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.kept_records import KeptRecords
from bot.services.orders import JobView, Orders
from bot.store import HistoryQuery, Repost, Store

KEPT_MS = HOUR_MS  # since a page was last turned
UNSETTLED_MS = 7 * DAY_MS  # later on a message that may show a card is left alone
THE_BOT = 0  # the messages are the bot's own
PAGE = 5
SEARCH_LENGTH = 200
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
    """One page of the orders that a search found."""

    search_id: int
    query: HistoryQuery
    number: int  # 0 being the newest
    total: int  # of orders
    items: Sequence[HistoryItem]

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return min(LAST_PAGE, max(1, -(-self.total // PAGE)))


@dataclass(frozen=True, kw_only=True)
class _Search:
    """A search as it is kept from page to page; the server where the member turns the page is added each time."""

    search: str
    model: str
    favourites: bool

    def query(self, actor: Actor) -> HistoryQuery:
        return HistoryQuery(
            user_id=actor.user_id,
            guild_id=actor.guild_id,
            search=self.search,
            model=self.model,
            favourites=self.favourites,
        )


class History:
    """One method a use case; each is about the actor's own orders and favourites only."""

    def __init__(self, *, store: Store, orders: Orders, pictures: Pictures, clock: Clock) -> None:
        self._library = store.library
        self._copies = store.copies
        self._searches = KeptRecords(_Search, kind="history", kept_ms=KEPT_MS, pending=store.pending, clock=clock)
        self._reposting = KeptRecords(
            Repost, kind="reposting", kept_ms=UNSETTLED_MS, pending=store.pending, clock=clock
        )
        self._orders = orders
        self._pictures = pictures
        self._clock = clock

    async def open(self, search_id: int, actor: Actor, *, search: str, model: str, favourites: bool) -> HistoryPage:
        """Return the first page of a search, and keep the search for the pages after it."""
        kept = _Search(search=clean_words(search)[:SEARCH_LENGTH], model=model, favourites=favourites)
        await self._searches.keep(search_id, actor.user_id, kept)
        return await self._page(search_id, kept.query(actor), 0)

    async def turn(self, search_id: int, actor: Actor, number: int) -> HistoryPage:
        """Return another page of a search; raises PageExpired an hour after the last one, or if not the actor's."""
        kept = await self._searches.find(search_id, actor.user_id)
        if kept is None:
            raise PageExpired
        await self._searches.keep(search_id, actor.user_id, kept)
        return await self._page(search_id, kept.query(actor), number)

    async def thumbnail(self, item: HistoryItem) -> bytes | None:
        """Return a small JPEG of the item's first picture that is still there."""
        for image in item.job.outputs:
            if thumbnail := await self._pictures.thumbnail(image, is_paid=False):
                return thumbnail
        return None

    async def newest(self, actor: Actor) -> JobView | None:
        """Return the actor's own newest card whose pictures are kept; None where there is none among the latest."""
        for job in await self._library.history(HistoryQuery(user_id=actor.user_id)):
            if await self._has_pictures(job):
                return JobView(job=job, now=self._clock.now())
        return None

    async def job_to_repost(self, job_id: int, actor: Actor) -> JobView:
        """Return a card of the actor's own to be shown once more; raises what `job_to_send` does, or CardRemoved."""
        card = await self.job_to_send(job_id, actor)
        if actor.guild_id and card.job.removed_at is not None:
            raise CardRemoved
        return card

    async def job_to_send(self, job_id: int, actor: Actor) -> JobView:
        """Return a card of the actor's own, for the actor alone; raises UnknownJob or NothingToShow."""
        job = await self._orders.job(job_id, actor)
        if job.user_id != actor.user_id or job.state is not JobState.SUCCEEDED:
            raise UnknownJob
        if not await self._has_pictures(job):
            raise NothingToShow
        return JobView(job=job, now=self._clock.now())

    async def reposted(self, job_id: int, *, message_id: int, guild_id: int, channel_id: int) -> None:
        """Note which message shows a job again: its buttons work as the card's own.

        Raises Deleted or CardRemoved where that came meanwhile, so that this message was not among those that went.
        """
        repost = Repost(message_id=message_id, job_id=job_id, guild_id=guild_id, channel_id=channel_id)
        await self._library.keep_repost(repost, now=self._clock.now())
        card = await self._orders.view(job_id)
        if card is None or card.job.erased_at is not None:
            raise Deleted
        if guild_id and card.job.removed_at is not None:
            raise CardRemoved

    async def reposting(self, job_id: int, *, message_id: int, guild_id: int, channel_id: int) -> None:
        """Note that a message is about to show a job again: a stop may come before that is noted for good."""
        repost = Repost(message_id=message_id, job_id=job_id, guild_id=guild_id, channel_id=channel_id)
        with suppress(StorageUnavailable):
            await self._reposting.keep(message_id, THE_BOT, repost)

    async def settled(self, message_id: int) -> None:
        """Note that it is known what became of such a message."""
        with suppress(StorageUnavailable):
            await self._reposting.take(message_id, THE_BOT)

    async def unsettled(self) -> Sequence[Job]:
        """Return jobs as `reposts` does, for the messages that may show one without being noted."""
        kept = [(each, await self._orders.view(each.job_id)) for each in await self._reposting.all()]
        return [_shown_by(each, card.job) for each, card in kept if card is not None]

    async def reposts(self, job: Job) -> Sequence[Job]:
        """Return the job once for each message that shows it again, as if that were its card."""
        return [_shown_by(each, job) for each in await self._library.reposts(job.id)]

    async def card_removed(self, message_id: int) -> None:
        """Note that a card, or a repost, was taken away in public: it is not shown there again."""
        await self._copies.message_removed(message_id, now=self._clock.now())

    async def channel_removed(self, channel_id: int) -> None:
        """Note the same for every card of a channel."""
        await self._copies.channel_removed(channel_id, now=self._clock.now())

    async def set_favourite(self, job_id: int, actor: Actor, *, wanted: bool) -> None:
        """Make a job a favourite of the actor's, or take that back; raises UnknownJob or Deleted."""
        job = await self._orders.job(job_id, actor)
        if wanted:
            await self._library.add_favourite(actor.user_id, job.id, now=self._clock.now())
        else:
            await self._library.remove_favourite(actor.user_id, job.id)

    async def _page(self, search_id: int, query: HistoryQuery, number: int) -> HistoryPage:
        total = await self._library.count(query)
        page = HistoryPage(search_id=search_id, query=query, number=0, total=total, items=())
        number = max(0, min(number, page.pages - 1))
        jobs = await self._library.history(replace(query, limit=PAGE, offset=number * PAGE))
        favourites = await self._library.favourites(query.user_id)
        items = [
            HistoryItem(
                job=job,
                is_own=job.user_id == query.user_id,
                is_favourite=job.id in favourites,
                has_pictures=await self._has_pictures(job),
            )
            for job in jobs
        ]
        return replace(page, number=number, items=items)

    async def _has_pictures(self, job: Job) -> bool:
        return any([await self._pictures.has(image) for image in job.outputs])


def _shown_by(repost: Repost, job: Job) -> Job:
    return replace(job, guild_id=repost.guild_id, channel_id=repost.channel_id, message_id=repost.message_id)
