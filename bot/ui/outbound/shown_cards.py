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


@dataclass(frozen=True, kw_only=True)
class LastShown:
    """What one card says and holds."""

    place: int | None = None
    holdup: WaitReason | None = None
    vendor_status: VendorStatus | None = None
    is_late: bool = False
    ready_at: int | None = None  # the moment that it promises, epoch ms
    files: tuple[str, ...] | None = None  # None: not known
    at: float = 0.0  # monotonic


class ShownCards:
    """What each card said last; after a restart it is taken to say what its row does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: dict[int, LastShown] = {}  # by job

    def note(self, card: JobView, art: CardFiles | None) -> None:
        """Note what a card says from now on."""
        if card.job.is_final:
            self.forget(card.job.id)
            return
        self._told[card.job.id] = LastShown(
            place=card.position,
            holdup=card.wait_reason,
            vendor_status=card.vendor_status,
            is_late=card.is_late,
            ready_at=None if card.is_late else card.ready_at,
            files=None if art is None else art.names,
            at=self._clock.monotonic(),
        )

    def forget(self, job_id: int) -> None:
        """Drop what is known of a card."""
        self._told.pop(job_id, None)

    def has_files(self, job_id: int, art: CardFiles) -> bool:
        """Whether a card surely holds these files already, so that it keeps them."""
        told = self._told.get(job_id)
        return told is not None and told.files == art.names

    def in_line(self) -> list[int]:
        """Return the jobs whose cards name a place in the line, or what holds them up."""
        return [job_id for job_id, told in self._told.items() if told.place is not None or told.holdup is not None]

    def as_told(self, card: JobView) -> JobView:
        """Return a waiting card as late where its promise has passed at the same place: no new one is made."""
        told = self._told.get(card.job.id)
        if told is None or card.job.state is not JobState.QUEUED or told.place != card.position:
            return card
        has_passed = told.ready_at is not None and told.ready_at <= card.now
        return replace(card, is_late=True, ready_at=None) if told.is_late or has_passed else card

    def is_outdated(self, card: JobView) -> bool:
        """Whether a card under way says what is no longer so, though its row didn't change."""
        if card.job.is_final:
            return False
        told = self._told.get(card.job.id, LastShown(vendor_status=card.job.vendor_status))
        if card.wait_reason is not told.holdup:
            return True
        if (card.vendor_status, card.is_late) != (told.vendor_status, told.is_late):
            return True
        if told.ready_at is not None and told.ready_at <= card.now:
            return True
        return card.position != told.place and self._clock.monotonic() - told.at >= PLACES_EVERY_S

    def seconds_left(self, card: JobView) -> float | None:
        """Return the seconds until what a card promises has passed; None: it promises nothing, or it has."""
        told = self._told.get(card.job.id)
        ready_at = told.ready_at if told else card.ready_at
        if ready_at is None or ready_at <= card.now:
            return None
        return (ready_at - card.now) / 1000 + MARGIN_S
