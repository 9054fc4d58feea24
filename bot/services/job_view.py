"""A job as its card and its next order see it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.jobs import Image, Job, VendorStatus, WaitReason


def owned_inputs(job: Job) -> tuple[Image, ...]:
    """Return a job's inputs with whose they are: the orderer's own, unless it is noted otherwise."""
    return tuple(replace(image, owner_id=image.owner_id or job.user_id) for image in job.inputs)


@dataclass(frozen=True, kw_only=True)
class JobView:
    """Everything that a job's card shows."""

    job: Job
    position: int | None = None  # in the line, 1 being next
    usual_seconds: float = 0  # at Higgsfield, by past jobs
    ready_at: int | None = None  # epoch ms: it should be done by then; None: past jobs are too few to say
    is_late: bool = False  # what was said of that moment, and it has passed
    vendor_status: VendorStatus | None = None  # of a running one, by an answer that still holds
    wait_reason: WaitReason | None = None
    origin: Job | None = None  # the older version that a finished one goes back to
    now: int = 0  # epoch ms
