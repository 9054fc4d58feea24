"""What the owner must know, as one direct message an incident or a report."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2s

import discord

from bot.domain.catalog import Offer
from bot.domain.guilds import Guild
from bot.domain.limits import HOUR_MS
from bot.domain.money import in_money
from bot.i18n import Texts
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.runtime.recent import LatestValues
from bot.runtime.retry import Backoff, retry
from bot.runtime.token_buckets import Allowance, TokenBuckets
from bot.services.budget import Budget
from bot.services.guilds import GuildTrust
from bot.services.moderation import Moderation, OpenReport
from bot.services.pricing import Pricing
from bot.ui.outbound.discord_errors import EXPECTED, log_summary, retry_after
from bot.ui.outbound.host_store import Incident, IncidentStore
from bot.ui.outbound.responses import SILENT
from bot.ui.views import formatting

log = logging.getLogger(__name__)

#: Incidents about money: what the cap counts follows them.
MONEY = frozenset({"exposed", "unanswered", "undelivered", "cap_reached"})
#: And those about a share of a cap, each with its numbers.
SHARES = frozenset({"cap_share_day", "cap_share_month", "guild_share"})
MOST_GUILDS = 10  # named in one message
#: Reported pictures that the owner is told of at once and in an hour; more of them wait, so that no raid drowns them.
REPORTS_AN_HOUR = Allowance(burst=10, a_minute=10 / 60)
MOST_COUNTED = 100  # reported pictures whose message still counts
RETRY = Backoff(first=300.0, longest=300.0)


class OwnerAlerts:
    """Tells the application's owners."""

    def __init__(
        self,
        *,
        bot: discord.Client,
        incidents: IncidentStore,
        budget: Budget,
        guild_trust: GuildTrust,
        moderation: Moderation,
        pricing: Pricing,
        offer: Offer,
        texts: Texts,
        locale: str,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._incidents = incidents
        self._budget = budget
        self._guild_trust = guild_trust
        self._clock = clock
        self._moderation = moderation
        self._pricing = pricing
        self._offer = offer
        self._texts = texts
        self._locale = locale
        self._sent: set[tuple[int, str]] = set()  # owner, nonce
        self._hour = TokenBuckets(REPORTS_AN_HOUR, monotonic=clock.monotonic)
        self._told_reports: LatestValues[int, Sequence[discord.Message]] = LatestValues(most=MOST_COUNTED)  # by job
        self._news = asyncio.Event()

    def notify(self) -> None:
        """Say that there may be something to tell."""
        self._news.set()

    async def tell(self, text_id: str, **values: object) -> None:
        """Tell the owners at once, without the database: where one of them can't be told, it raises and tells again."""
        log.error("for the owner: %s %s", text_id.removeprefix("host-"), values)
        await self._texts.prepare()
        await self._tell_owners(
            self._texts.text(self._locale, text_id, **values), text_id, self._clock.now() // HOUR_MS
        )

    async def run(self) -> None:
        """Tell what is new, and what was not told before a start, until cancelled."""
        self._news.set()
        while True:
            await rest(self._news.wait())
            self._news.clear()
            await retry(self.tick, on=EXPECTED, backoff=RETRY, failed=_log_failure, asked=retry_after)

    async def tick(self) -> None:
        """Tell every open incident, strangers' server and report that was not told yet."""
        await self._tell_incidents()
        await self._tell_guilds()
        await self._tell_reports()

    async def _tell_reports(self) -> None:
        """Tell of each reported picture once, and count on that message who reports it after; so many an hour."""
        open_reports = await self._moderation.open_reports()
        for job_id in dict.fromkeys(each.job.id for each in open_reports):
            about = [each for each in open_reports if each.job.id == job_id]
            reporters = await self._moderation.reporters(job_id)
            told = self._told_reports.get(job_id)
            await self._texts.prepare()
            if told is None and not any(reporters.values()):
                if wait := self._hour.take(0):
                    asyncio.get_running_loop().call_later(wait, self._news.set)
                    return
                text = self._report_text(about[0], len(reporters))
                told = await self._tell_owners(text, job_id, about[0].report.user_id)
                self._told_reports.put(job_id, told)
            for message in told or ():
                await self._recount(message, self._report_text(about[0], len(reporters), first=next(iter(reporters))))
            for each in about:
                await self._moderation.report_forwarded(each)

    async def _recount(self, message: discord.Message, text: str) -> None:
        if message.content != text:
            with suppress(discord.HTTPException):  # the owner knows of the picture already
                await message.edit(content=text, allowed_mentions=SILENT)

    async def _tell_incidents(self) -> None:
        for incident in await self._incidents.incidents():
            if incident.told_at is None:
                await self._texts.prepare()
                text = await self._incident_text(incident)
                log.error(
                    "for the owner: %s", f"{incident.kind} ({incident.detail})" if incident.detail else incident.kind
                )
                await self._tell_owners(text, incident.kind, incident.since)
                if incident.kind.partition(" ")[0].endswith("_back"):
                    await self._incidents.close_incident(incident.kind)
                else:
                    await self._incidents.incident_reported(incident.kind, now=self._clock.now())

    async def _tell_guilds(self) -> None:
        """Tell of strangers' servers, in one message however many they are."""
        if guilds := await self._guild_trust.untold():
            await self._texts.prepare()
            await self._tell_owners(self._guilds_text(guilds), "guilds", *(guild.id for guild in guilds))
            await self._guild_trust.told(guilds)

    def _guilds_text(self, guilds: Sequence[Guild]) -> str:
        say = partial(self._texts.text, self._locale)
        told = [
            say("host-guild", name=formatting.escape(guild.name), id=str(guild.id), members=guild.members)
            for guild in guilds[:MOST_GUILDS]
        ]
        share, cap = self._guild_trust.share or 0, self._budget.cap
        head = say("host-guilds", count=len(guilds), share=share, cap=cap)
        return "\n".join([head, *told, say("host-guilds-what", id=str(guilds[0].id))])

    async def _incident_text(self, incident: Incident) -> str:
        word = incident.kind.partition(" ")[0]  # what follows says which of several
        say, kind = partial(self._texts.text, self._locale), f"host-{word}"
        if not self._texts.has(kind):  # books from elsewhere hold it: it must not keep what comes after it
            return f"{word}: {incident.detail}"
        if word in SHARES:
            return say(kind, **await self._share(incident.detail))
        if incident.kind not in MONEY:
            return say(kind, detail=incident.detail)
        balance = await self._budget.balance()
        sums = {"cap": self._budget.cap, "used": balance.used, **vars(balance), "latest": str(balance.latest)}
        return f"{say(kind, **sums)}\n{say('host-balance', **sums)}"

    async def _share(self, detail: str) -> Mapping[str, object]:
        """Return what the sentence of a share of a cap names; the price only says what the credits cost."""
        share, used, cap, *of_guild = map(int, detail.split())
        guild_id, period_s = of_guild or (0, 0)
        guild = self._bot.get_guild(guild_id)
        return {
            "share": share,
            "used": used,
            "cap": cap,
            "period_s": period_s,
            "server": formatting.escape(guild.name) if guild else str(guild_id),
            **in_money(await self._pricing.price(), used),
        }

    def _report_text(self, open_report: OpenReport, count: int, *, first: int | None = None) -> str:
        job = open_report.job
        said = self._texts.text(
            self._locale,
            "host-report",
            reporter=formatting.mention(first or open_report.report.user_id),
            owner=formatting.mention(job.user_id),
            model=self._offer.model(job.model).title,
            cost=job.charged,
            state=str(job.state),
        )
        if count > 1:
            said += "\n" + self._texts.text(self._locale, "host-report-count", count=count)
        if job.erased_at is not None:
            return f"{said}\n{self._texts.text(self._locale, 'host-report-erased')}"
        link = formatting.link(job.guild_id, job.channel_id, job.message_id or 0)
        return f"{said}\n{link}\n{formatting.quote(job.prompt)}"

    async def _tell_owners(self, text: str, *about: object) -> Sequence[discord.Message]:
        """Tell each owner once, and return the messages.

        A team is tried again as a whole where one of them could not be told yet.
        """
        nonce = blake2s(repr(about).encode(), digest_size=12).hexdigest()  # 24 of the 25 characters that Discord takes
        messages = []
        for owner_id in await self._owners():
            if (owner_id, nonce) not in self._sent:
                messages.append(await self._tell(owner_id, text, nonce))
                self._sent.add((owner_id, nonce))
        return [message for message in messages if message is not None]

    async def _owners(self) -> list[int]:
        application = await self._bot.application_info()
        if application.team:
            return [member.id for member in application.team.members]
        return [application.owner.id]

    async def _tell(self, owner_id: int, text: str, nonce: str) -> discord.Message | None:
        """Send a direct message; the nonce makes it the same one where a stop came before it was written down."""
        try:
            dm = await self._bot.create_dm(discord.Object(owner_id))
            return await dm.send(text, allowed_mentions=SILENT, nonce=nonce)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("an owner takes no direct messages: %s", error.code)
            return None


def _log_failure(error: Exception, _seconds: float) -> None:
    log.warning("the owner could not be told: %s", log_summary(error))
