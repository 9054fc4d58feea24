"""What the cards of jobs under way say that their rows do not hold, and when that must be said anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.jobs import JobState, VendorStatus, WaitReason
from bot.runtime.clock import Clock
from bot.services.orders import JobView
from bot.ui.views.card_files import CardFiles

PLACES_EVERY_S = 60.0  # the place in the line is told anew at most so often
MARGIN_S = 0.05  # past a moment, so that it surely has passed


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A card's first message; an id of None: it is not known yet."""

    message_id: int | None
    rev: int = 0  # that it shows
    art: CardFiles | None = None  # its files; None: not known

    @classmethod
    def showing(cls, message_id: int | None, card: JobView, art: CardFiles) -> Posted:
        """Return the message of a card; an end is the card updater's to show."""
        return cls(message_id=message_id, rev=0 if card.job.is_final else card.job.rev, art=art)


@dataclass(frozen=True, kw_only=True, slots=True)
class LastShown:
    """What one card says and holds."""

    position: int | None = None
    wait_reason: WaitReason | None = None
    vendor_status: VendorStatus | None = None
    is_late: bool = False
    ready_at: int | None = None  # the moment that it promises, epoch ms
    files: tuple[str, ...] | None = None  # None: not known
    at: float = 0.0  # monotonic


class ShownCards:
    """What each card said last; after a restart it is taken to say what its row does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shown: dict[int, LastShown] = {}  # by job
        self._files: dict[tuple[str, ...], tuple[str, ...]] = {}  # the few names there are, once for all cards

    def note(self, card: JobView, art: CardFiles | None) -> None:
        """Note what a card says from now on."""
        if card.job.is_final:
            self.forget(card.job.id)
            return
        self._shown[card.job.id] = LastShown(
            position=card.position,
            wait_reason=card.wait_reason,
            vendor_status=card.vendor_status,
            is_late=card.is_late,
            ready_at=None if card.is_late else card.ready_at,
            files=None if art is None else self._files.setdefault(art.names, art.names),
            at=self._clock.monotonic(),
        )

    def forget(self, job_id: int) -> None:
        """Drop what is known of a card."""
        self._shown.pop(job_id, None)

    def has_files(self, job_id: int, art: CardFiles) -> bool:
        """Whether a card surely holds these files already, so that it keeps them."""
        shown = self._shown.get(job_id)
        return shown is not None and shown.files == art.names

    def in_line(self) -> list[int]:
        """Return the jobs whose cards name a place in the line, the next one first, or what holds them up."""
        waiting = {
            job_id: one for job_id, one in self._shown.items() if (one.position, one.wait_reason) != (None, None)
        }
        return sorted(waiting, key=lambda job_id: waiting[job_id].position or 0)

    def as_shown(self, card: JobView) -> JobView:
        """Return a waiting card as late where its promise has passed at the same place: no new one is made."""
        shown = self._shown.get(card.job.id)
        if shown is None or card.job.state is not JobState.QUEUED or shown.position != card.position:
            return card
        has_passed = shown.ready_at is not None and shown.ready_at <= card.now
        return replace(card, is_late=True, ready_at=None) if shown.is_late or has_passed else card

    def is_outdated(self, card: JobView) -> bool:
        """Whether a card under way says what is no longer so, though its row didn't change."""
        if card.job.is_final:
            return False
        shown = self._shown.get(card.job.id, LastShown(vendor_status=card.job.vendor_status))
        if card.wait_reason is not shown.wait_reason:
            return True
        if card.is_late is not shown.is_late:
            return True
        is_old = self._clock.monotonic() - shown.at >= PLACES_EVERY_S
        is_back = shown.vendor_status is None and card.vendor_status is VendorStatus.QUEUED  # after a failed question
        if card.vendor_status is not shown.vendor_status and (is_old or not is_back):
            return True
        if shown.ready_at is not None and shown.ready_at <= card.now:
            return True
        return card.position != shown.position and is_old

    def seconds_left(self, card: JobView) -> float | None:
        """Return the seconds until what a card promises has passed; None: it promises nothing, or it has."""
        shown = self._shown.get(card.job.id)
        ready_at = shown.ready_at if shown else card.ready_at
        if ready_at is None or ready_at <= card.now:
            return None
        return (ready_at - card.now) / 1000 + MARGIN_S
