"""What the terminal says of an order: true for the one who runs the bot, and in no word meant for a member."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.order_words import BILLED, FREE, HELD_UP, IN_DOUBT, OrderWords, refusal
from bot.cli.progress import TerminalProgress
from bot.domain import errors
from bot.domain.catalog import Offer, Params
from bot.domain.errors import OutOfQuota, Refusal
from bot.domain.jobs import DRAWN_IN_VAIN, WORDLESS, Failure, Image, Job, JobState, VendorStatus, WaitReason
from bot.domain.quota import MONTH, Limit, Scope, Usage
from bot.services.orders import JobView

WORDS = OrderWords(offer=Offer(), deadline_s=600, queue_s=10_800)
#: What only fits a member, Discord, or somebody who isn't there.
FOREIGN = re.compile(r"<t:|<@|-#|I've|\bI\b|\bhost\b|owner|member|card|Discord|/banana|\{|None|\b1 pictures")
SAMPLES: dict[str, Any] = {
    **{
        "length": 3000,
        "limit": 8,
        "limit_mb": 20,
        "cost": 3,
        "again_at": 60_000,
        "since": 0,
        "most": 10,
        "owner_id": 7,
    },
    **{"name": "mine.heic", "format": "HEIC", "option": "count", "choices": (1, 2), "model": "Nano Banana"},
    **{"other": "banana-pro", "names": ("send_messages",), "command": "banana", "enough_at": 60_000},
    "usage": Usage(limit=Limit(scope=Scope.BOT, credits=4), used=3),
}
STATUSES = (None, *VendorStatus)
REFUSALS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refusal)]


def job(state: JobState = JobState.FAILED, **values: object) -> Job:
    known: dict[str, Any] = {
        **{"id": 5, "idempotency_key": "k", "guild_id": 0, "channel_id": 0, "user_id": 1, "parent_id": None},
        **{"version": 1, "model": "banana", "prompt": "a cat", "params": Params(), "locale": "en", "cost": 1},
        **{"charged": 0, "closed": True, "state": state, "attempt": 1, "vendor_id": None, "cancel_at": None},
        **{"cancel_refused": False, "failure": None, "rev": 1, "shown_rev": 1, "message_id": None, "token": None},
        **{"file_limit": 1, "delivered": None, "created_at": 0, "updated_at": 6000, "unclear_at": None},
        **{"submitted_at": 0, "finished_at": 6000, "erased_at": None, "outputs": ()},
        "inputs": (Image(position=0, url="", name="mine.png"),),
    }
    return Job(**known | values)


@pytest.mark.parametrize("failure", Failure)
def test_each_failure_is_told_to_the_one_who_pays(failure: Failure) -> None:
    said = WORDS.ending(job(failure=failure))
    assert not FOREIGN.search(said) and said[0] in "`" + said[0].upper()
    bill = BILLED if failure in DRAWN_IN_VAIN else IN_DOUBT if failure in WORDLESS else FREE
    assert said.endswith(bill)
    assert replace(WORDS, is_emulated=True).ending(job(failure=failure)).endswith(FREE), "an emulator has no bill"


@pytest.mark.parametrize("kind", REFUSALS)
def test_each_refusal_is_a_sentence_for_the_one_who_pays(kind: type[Refusal]) -> None:
    fields = getattr(kind, "__dataclass_fields__", {})
    said = refusal(kind(**{name: SAMPLES[name] for name in fields if name in SAMPLES}), now=0)
    assert not FOREIGN.search(said) and said.endswith(FREE)


@pytest.mark.parametrize(
    ("scope", "enough_at", "said"),
    [
        (Scope.BOT, 3_600_000, "BOT_DAILY_CREDITS allows 4 🍌 in 24 hours: 1 🍌 is left and this costs 3 🍌."
         " There is room for it in an hour."),
        (Scope.USER, None, "BOT_USER_CREDITS allows 4 🍌 in 24 hours: 1 🍌 is left and this costs 3 🍌."
         " Raise the limit, or ask for fewer pictures."),
    ],
)  # fmt: skip
def test_a_used_up_limit_names_its_setting(scope: Scope, enough_at: int | None, said: str) -> None:
    usage = Usage(limit=Limit(scope=scope, credits=4), used=3)
    assert refusal(OutOfQuota(usage=usage, cost=3, enough_at=enough_at), now=0) == f"{said} {FREE}"


def test_the_cap_of_a_month_names_its_own_setting() -> None:
    usage = Usage(limit=Limit(scope=Scope.BOT, credits=4, period_s=MONTH), used=3)
    said = refusal(OutOfQuota(usage=usage, cost=3, enough_at=None), now=0)
    assert said.startswith("BOT_MONTHLY_CREDITS allows 4 🍌 in 30 days: ")


@pytest.mark.parametrize(
    ("came", "asked", "said"),
    [
        (1, 1, "1 picture in 6 s for 1 🍌."),
        (4, 4, "4 pictures in 6 s for 4 🍌."),
        (3, 4, "Only 3 of 4 pictures in 6 s for 3 🍌."),
    ],
)
def test_what_came_is_counted(came: int, asked: int, said: str) -> None:
    outputs = tuple(Image(position=n, url="", path="p") for n in range(came))
    done = job(JobState.SUCCEEDED, outputs=outputs, params=Params(count=asked), charged=came, cost=asked)
    assert WORDS.ending(done) == said
    emulated = replace(WORDS, is_emulated=True).ending(done)
    assert "🍌" not in emulated and emulated.endswith("nothing was paid.")


@pytest.mark.parametrize(("asked_at", "said"), [(1, "Cancelled."), (None, "Higgsfield cancelled this.")])
def test_a_cancelled_order_says_who_cancelled_it(asked_at: int | None, said: str) -> None:
    assert WORDS.ending(job(JobState.CANCELLED, cancel_at=asked_at)) == f"{said} {FREE}"


def test_a_wait_says_what_it_waits_for() -> None:
    def waiting(
        state: JobState,
        reason: WaitReason | None = None,
        *,
        position: int | None = None,
        status: VendorStatus | None = None,
        is_late: bool = False,
        **values: object,
    ) -> str:
        view = JobView(job=job(state, **values), wait_reason=reason, position=position, vendor_status=status)
        return WORDS.waiting(replace(view, is_late=is_late))

    said = [
        waiting(JobState.QUEUED),
        waiting(JobState.QUEUED, position=3),
        waiting(JobState.QUEUED, cancel_at=1),
        *(waiting(JobState.QUEUED, reason) for reason in HELD_UP if reason),
        waiting(JobState.SUBMITTING),
        waiting(JobState.SUBMITTING, unclear_at=1),
        *(waiting(JobState.RUNNING, status=status, is_late=late) for status in STATUSES for late in (False, True)),
        waiting(JobState.RUNNING, WaitReason.NO_WORD),
        waiting(JobState.RUNNING, WaitReason.PICTURES),
        waiting(JobState.RUNNING, cancel_refused=True),
    ]
    assert len(set(said)) == len(said) and not any(map(FOREIGN.search, said))
    assert said[1] == "queued, number 3 in line"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_one_line_that_counts_up_and_a_pipe_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe, dumb = Terminal(), io.StringIO(), Terminal()
    for stream in (terminal, pipe, dumb):
        if stream is dumb:
            monkeypatch.setenv("TERM", "dumb")
        progress = TerminalProgress(stream)
        for second in range(3):
            progress.show("queued", seconds=second)
        for second in range(3, 200):
            progress.show("running", seconds=second)
        progress.say("Done.")
    assert "\n" not in terminal.getvalue().rstrip() and terminal.getvalue().endswith("\rDone.\n")
    lines = [
        f"queued … 0 s\nrunning … {second} s" if second == 3 else f"running … {second} s"
        for second in (3, 10, 30, 60, 120, 180)
    ]
    assert pipe.getvalue() == dumb.getvalue() == "\n".join([*lines, "Done.", ""])
    TerminalProgress(None).show("running", seconds=1)
