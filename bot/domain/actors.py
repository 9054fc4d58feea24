"""The member behind an interaction, and which jobs they may see or moderate, pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.jobs import Job
from bot.domain.rules import Asker


@dataclass(frozen=True, kw_only=True)
class Powers:
    """What a member's roles let them do in a whole server, by Discord's names of the permissions."""

    manage_guild: bool = False
    moderate_members: bool = False
    manage_messages: bool = False


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A member who presses, types or reacts, and where."""

    user_id: int
    guild_id: int = 0
    channel_id: int = 0
    message_id: int = 0  # of what they press or react to
    offered_jobs: tuple[int, ...] = ()  # the jobs of a private answer of ours to them, where they press that
    parent_channel_id: int = 0  # of a thread or a post
    is_age_restricted: bool = False  # the channel, by Discord's own mark
    role_ids: tuple[int, ...] = ()
    is_administrator: bool = False  # of the server, or its owner
    joined_at: int = 0  # epoch ms, the server; 0: not known
    is_moderator: bool = False  # in this channel
    manages_messages: bool = False  # in the whole server, by their roles

    def asker(self, *, now: int) -> Asker:
        """Return them as a server's sentences see them."""
        return Asker(
            user_id=self.user_id,
            role_ids=frozenset(self.role_ids),
            channel_ids=frozenset({self.channel_id, self.parent_channel_id} - {0}),
            joined_at=self.joined_at,
            now=now,
        )

    def can_view(self, job: Job) -> bool:
        """Return True if a job is theirs, stands where they are, or was offered to them.

        The id that names the job may be forged.
        """
        if job.user_id == self.user_id or self.can_moderate(job):
            return True  # one's own wherever: its card may have come home
        pressed = self.is_where(job) and job.message_id in (None, self.message_id)
        return pressed or job.id in self.offered_jobs

    def can_moderate(self, job: Job) -> bool:
        """Return True if they moderate the channel of the job's own card; a repost of it doesn't count.

        Who moderates the whole server may act on what a private panel of ours offers them.
        """
        is_offered = self.manages_messages and job.id in self.offered_jobs and self.guild_id == job.guild_id != 0
        return is_offered or (self.is_moderator and self.is_where(job))

    def is_where(self, job: Job) -> bool:
        """Return True if they are in the server's channel where the job's own card stands."""
        return (self.guild_id, self.channel_id) == (job.guild_id, job.channel_id) and job.guild_id != 0
