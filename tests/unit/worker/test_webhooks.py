"""How far the worker counts on the vendor's rings: only as long as they arrive."""

from __future__ import annotations

import logging

import pytest

from bot.domain.webhooks import WebhookUrls
from bot.worker.webhooks import MISSED, WebhookInbox
from tests.clocks import HeldClock

HOOKS = WebhookUrls(base="https://bot.test", key=b"k")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def webhooks(clock: HeldClock) -> WebhookInbox:
    return WebhookInbox(webhook_urls=HOOKS, clock=clock)


def test_without_hooks_nobody_rings(clock: HeldClock) -> None:
    webhooks = WebhookInbox(webhook_urls=None, clock=clock)
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
