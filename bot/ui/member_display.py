"""One member as a server's moderators see them, as a private panel: opened from a command, a menu or the log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord

from bot.domain.actors import Actor
from bot.domain.jobs import Job
from bot.domain.moderators import ServerMember
from bot.domain.quota import Usage
from bot.domain.server_errors import NotAMember
from bot.i18n import Texts, language
from bot.services.member_records import MemberRecord, MemberRecords
from bot.ui import interaction_context
from bot.ui.actors import check_power
from bot.ui.member_access import can_see_card
from bot.ui.outbound.responses import Responses
from bot.ui.server_members import find_member, guild_of
from bot.ui.usage_lines import UsageLines
from bot.ui.views import formatting
from bot.ui.views.member_panel import MemberPanel, SmallPicture, own_lines


class MemberDisplay:
    """What it shows is of this server alone."""

    def __init__(
        self, *, member_records: MemberRecords, usage_lines: UsageLines, responses: Responses, texts: Texts
    ) -> None:
        self._usage_lines = usage_lines
        self._member_records = member_records
        self._responses = responses
        self._texts = texts

    async def open(self, interaction: discord.Interaction, user_id: int) -> None:
        """Answer with a member's panel; raises NeedsPermission or NotAMember."""
        check_power(interaction, "moderate_members")
        await self._responses.defer(interaction, thinking=True, private=True)
        await self.show(interaction, user_id)

    async def show(
        self, interaction: discord.Interaction, user_id: int, *, done: str = "", is_resetting: bool = False
    ) -> None:
        """Fill in the panel, in a private answer that was deferred or stands; raises NotAMember."""
        member = await self.member(interaction, user_id)
        record = await self._member_records.of(guild_of(interaction).id, member)
        pictures = await self._pictures(interaction, record)
        locale = language(interaction_context.locale(interaction))
        panel = MemberPanel(
            record=record,
            say=partial(self._responses.text, interaction),
            period=partial(formatting.window, self._texts, locale),
            limits=self._usage_lines.lines(interaction, record.usages, record.rules),
            pictures=pictures,
            hidden=sum(not can_see_card(interaction, job) for job, _ in record.pictures),
            done=done,
            is_resetting=is_resetting,
        )
        await self._responses.fill_private(interaction, panel.view(), panel.files())

    async def limits(self, interaction: discord.Interaction, who: Actor, usages: Sequence[Usage]) -> Sequence[str]:
        """Return what holds for a member where they are, with what is used of it."""
        return self._usage_lines.lines(interaction, usages, await self._member_records.rules(who))

    async def own_lines(self, interaction: discord.Interaction, who: Actor) -> Sequence[str]:
        """Return what keeps a member from ordering here, or may, in their own words; nothing in direct messages."""
        if not who.guild_id:
            return []
        block, standing = await self._member_records.own(who)
        locale = language(interaction_context.locale(interaction))
        say, duration = partial(self._responses.text, interaction), partial(formatting.duration, self._texts, locale)
        period = partial(formatting.window, self._texts, locale)
        return [*own_lines(block, standing, say, duration=duration, period=period)]

    async def member(self, interaction: discord.Interaction, user_id: int) -> ServerMember:
        """Return whom a panel is about; raises NotAMember for somebody that this server doesn't know."""
        guild = guild_of(interaction)
        if (member := await find_member(guild, user_id)) is not None:
            return member
        if not await self._member_records.is_known(guild.id, user_id):
            raise NotAMember
        return ServerMember(user_id=user_id)

    async def _pictures(self, interaction: discord.Interaction, record: MemberRecord) -> Sequence[SmallPicture]:
        found = []
        for job, image in record.pictures:
            if can_see_card(interaction, job) and (data := await self._member_records.thumbnail(image)):
                description = formatting.alt_text(job.prompt)
                filename = f"small-{job.id}-{image.position}.jpg"
                spoiler = job.is_spoiler or _is_age_restricted(interaction.guild, job)
                found.append(SmallPicture(filename=filename, data=data, description=description, spoiler=spoiler))
        return found


def _is_age_restricted(guild: discord.Guild | None, job: Job) -> bool:
    """Return True if a picture stands in an age-restricted channel: elsewhere it is covered."""
    channel = guild.get_channel_or_thread(job.channel_id) if guild else None
    return bool(getattr(channel, "is_nsfw", lambda: False)())
