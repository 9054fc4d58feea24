"""How far the worker counts on the vendor's rings: only as long as they arrive."""

from __future__ import annotations

import logging

import pytest

from bot.domain.webhooks import WebhookUrls
from bot.worker.webhooks import MISSED, WebhookInbox
from tests.clocks import HeldClock

HOOKS = WebhookUrls(base="https://bot.test", key=b"k")


class Facts:
    """The store's facts."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.writes = 0

    async def fact(self, name: str) -> str | None:
        return self.known.get(name)

    async def set_fact(self, name: str, value: str) -> None:
        self.known[name] = value
        self.writes += 1


def inbox(clock: HeldClock, facts: Facts | None = None, urls: WebhookUrls | None = HOOKS) -> WebhookInbox:
    return WebhookInbox(webhook_urls=urls, clock=clock, store=facts or Facts())  # type: ignore[arg-type]


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def webhooks(clock: HeldClock) -> WebhookInbox:
    return inbox(clock)


def test_without_hooks_nobody_rings(clock: HeldClock) -> None:
    webhooks = inbox(clock, urls=None)
    webhooks.received(7)
    assert not webhooks.enabled and not webhooks.are_arriving and webhooks.url(7) is None


def test_until_the_first_ring_the_worker_asks_as_ever(webhooks: WebhookInbox) -> None:
    assert webhooks.enabled and not webhooks.are_arriving
    webhooks.received(7)
    assert webhooks.are_arriving


def test_an_end_that_nobody_rang_for_is_asked_for_again_until_the_next_ring(webhooks: WebhookInbox) -> None:
    webhooks.received(7)
    webhooks.expected(7)
    assert webhooks.are_arriving
    webhooks.expected(8)
    assert not webhooks.are_arriving
    webhooks.received_late()
    assert webhooks.are_arriving


def test_however_often_it_rings_a_job_is_asked_for_once_a_second(webhooks: WebhookInbox, clock: HeldClock) -> None:
    assert webhooks.received(7) == 0
    assert [webhooks.received(7) for _ in range(3)] == [1.0, 1.0, 1.0]
    clock.advance(seconds=0.5)
    assert webhooks.received(7) == 0.5
    assert webhooks.received(8) == 0, "another job's"
    clock.advance(seconds=2)
    assert webhooks.received(7) == 0


def test_a_hint_stays_until_it_was_followed(webhooks: WebhookInbox) -> None:
    webhooks.received(7, "request")
    webhooks.received(7)
    assert webhooks.claimed_id(7) == "request"
    webhooks.clear_claim(7)
    assert webhooks.claimed_id(7) is None


def test_the_host_is_told_once_that_no_ring_arrives(webhooks: WebhookInbox, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for job_id in range(5 * MISSED):
            webhooks.expected(job_id)
    assert caplog.text.count("BOT_PUBLIC_URL") == 1


def test_webhooks_are_missing_after_a_row_of_ends_without_one_until_the_next(webhooks: WebhookInbox) -> None:
    for job_id in range(MISSED):
        assert not webhooks.are_missing
        webhooks.expected(job_id)
    assert webhooks.are_missing
    webhooks.received_late()
    assert not webhooks.are_missing


async def test_a_restart_remembers_that_it_rings_at_this_address(clock: HeldClock) -> None:
    facts = Facts()
    webhooks = inbox(clock, facts)
    for job_id in range(5):
        webhooks.received(job_id)
        webhooks.expected(job_id)
        await webhooks.keep()
    assert facts.writes == 1, "once, not with each job"
    restarted, moved = inbox(clock, facts), inbox(clock, facts, WebhookUrls(base="https://elsewhere.test", key=b"k"))
    for each in (restarted, moved):
        await each.restore()
    assert restarted.are_arriving and not moved.are_arriving


async def test_once_it_has_stopped_ringing_a_restart_does_not_count_on_it(clock: HeldClock) -> None:
    facts = Facts()
    webhooks = inbox(clock, facts)
    webhooks.received(1)
    await webhooks.keep()
    for job_id in range(1, 2 + MISSED):
        webhooks.expected(job_id)
        await webhooks.keep()
    restarted = inbox(clock, facts)
    await restarted.restore()
    assert not restarted.are_arriving
