"""What a server's moderators see of one member, and give them or take back: within this server alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.actors import Actor
from bot.domain.blocks import Block, longest
from bot.domain.jobs import Image, Job
from bot.domain.limits import DAY_MS
from bot.domain.moderators import ServerMember
from bot.domain.quota import Usage
from bot.domain.rules import Rule
from bot.domain.rules_in_force import in_force
from bot.domain.server_errors import BadNumber, NothingToReset
from bot.domain.strikes import StrikeStanding
from bot.domain.text_cleaning import clean_words
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.blocks import Blocks
from bot.services.guild_config import GuildConfigs
from bot.services.orders import Orders
from bot.services.strikes import Strikes
from bot.store import Store

MOST_PICTURES = 6
MONTH_MS = 30 * DAY_MS
MOST_GIVEN = 10_000  # credits
MOST_DAYS = 365
NOTE_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class MemberRecord:
    """One member on one server."""

    member: ServerMember
    pictures: tuple[tuple[Job, Image], ...]  # the last ones that are kept, newest first
    spent_today: int  # credits of the last 24 hours, here
    spent_this_month: int  # of the last 30 days, here
    usages: Sequence[Usage]
    rules: Sequence[Rule]  # the server's sentences that hold for them, wherever they order
    standing: StrikeStanding
    blocks: Sequence[Block]  # that hold now


class MemberRecords:
    """One method a use case; who may is checked by the surface."""

    def __init__(
        self,
        *,
        store: Store,
        orders: Orders,
        guild_configs: GuildConfigs,
        blocks: Blocks,
        strikes: Strikes,
        pictures: Pictures,
        clock: Clock,
    ) -> None:
        self._store = store
        self._guild_configs = guild_configs
        self._orders = orders
        self._blocks = blocks
        self._strikes = strikes
        self._pictures = pictures
        self._clock = clock

    async def of(self, guild_id: int, member: ServerMember) -> MemberRecord:
        """Return what is known of a member on a server."""
        now, user_id = self._clock.now(), member.user_id
        records = self._store.member_records
        actor = Actor(user_id=user_id, guild_id=guild_id, role_ids=member.role_ids, joined_at=member.joined_at)
        return MemberRecord(
            member=member,
            pictures=await self._pictures_of(guild_id, user_id),
            spent_today=await records.spent(guild_id, user_id, since=now - DAY_MS),
            spent_this_month=await records.spent(guild_id, user_id, since=now - MONTH_MS),
            usages=await self._orders.quota(actor),
            rules=await self.rules(actor),
            standing=await self._strikes.standing(guild_id, user_id),
            blocks=await self._blocks.of(guild_id, member),
        )

    async def rules(self, actor: Actor) -> Sequence[Rule]:
        """Return the server's sentences that hold for somebody where they are."""
        offer, config = self._orders.offer, await self._guild_configs.of(actor.guild_id)
        asker = actor.asker(now=self._clock.now())
        models = [model.name for model in offer.listed]
        resolutions = map(str, offer.choices("resolution"))
        return in_force(config.rules, asker, models=models, resolutions=resolutions)

    async def own(self, actor: Actor) -> tuple[Block | None, StrikeStanding]:
        """Return what keeps somebody from ordering where they are: the block that lasts the longest, and strikes."""
        held = await self._blocks.of(actor.guild_id, actor)
        standing = await self._strikes.standing(actor.guild_id, actor.user_id)
        return longest(held, now=self._clock.now()), standing

    async def is_known(self, guild_id: int, user_id: int) -> bool:
        """Return True if somebody ordered on a server, or is blocked there."""
        return await self._store.member_records.is_known(guild_id, user_id)

    async def thumbnail(self, image: Image) -> bytes | None:
        """Return a small JPEG of a picture; None where it is not kept."""
        return await self._pictures.thumbnail(image, is_paid=False)

    async def give(
        self, guild_id: int, user_id: int, *, by_user: int, credits: str, days: str, note: str
    ) -> tuple[int, int]:
        """Give a member credits, as many and for so many days as was written. Raises BadNumber.

        Return how many, and when they expire.
        """
        many, long, now = read_number(credits, MOST_GIVEN), read_number(days, MOST_DAYS), self._clock.now()
        await self._store.member_records.give(
            guild_id=guild_id,
            user_id=user_id,
            credits=many,
            note=" ".join(clean_words(note).split())[:NOTE_LENGTH],
            by_user=by_user,
            now=now,
            expires_at=now + long * DAY_MS,
        )
        return many, now + long * DAY_MS

    async def reset(self, guild_id: int, user_id: int, *, by_user: int) -> None:
        """Let a member's own limits here count from now on; raises NothingToReset.

        What the server, the bot's owner and Higgsfield's bill count stays.
        """
        if not await self._store.member_records.reset(guild_id, user_id, by_user=by_user, now=self._clock.now()):
            raise NothingToReset

    async def _pictures_of(self, guild_id: int, user_id: int) -> tuple[tuple[Job, Image], ...]:
        found: list[tuple[Job, Image]] = []
        for job in await self._store.member_records.drawn(guild_id, user_id, limit=2 * MOST_PICTURES):
            found += [(job, image) for image in job.outputs if await self._pictures.has(image)]
            if len(found) >= MOST_PICTURES:
                break
        return tuple(found[:MOST_PICTURES])


def read_number(text: str, most: int) -> int:
    """Return a whole number that was written; raises BadNumber."""
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > 9 or not 1 <= int(digits) <= most:
        raise BadNumber(text=digits[:20] or None, least=1, most=most)
    return int(digits)
