"""Whoever watches the bot reads whether it lives, whether it can serve, and its figures, and nothing of anybody."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.errors import StartError
from bot.runtime.heartbeats import in_step_of
from bot.ui import client

Studio = Any
Figures = dict[str, list[tuple[dict[str, str], float]]]  # by name: labels and value
DOCS = Path(__file__).parents[2] / "docs"
FIGURE = re.compile(r"\b((?:banana|process)_\w+)(?:\{([^}]*)\})?")
LOOPS = {"gateway", "worker", "card updater", "database", "retention", "servers' logs", "owner alerts"}


@pytest.fixture
async def studio(closed_studio: Studio) -> Studio:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    await closed_studio.start(bot_metrics_port=port)
    return closed_studio


async def ask(studio: Studio, path: str) -> tuple[int, str]:
    url = f"http://127.0.0.1:{studio.settings['bot_metrics_port']}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def figures(studio: Studio) -> Figures:
    """Return the samples by their names."""
    status, text = await ask(studio, "/metrics")
    assert status == 200
    found: Figures = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def value(found: Figures, figure: str, **labels: str) -> float:
    return sum(number for has, number in found.get(figure, ()) if labels.items() <= has.items())


async def press_made_up(studio: Studio, card: Any, custom_id: str) -> None:
    """Send a press that no client offers."""
    person, channel = studio.person(), studio.fake_discord.state.channels[card.channel_id]
    data = {"custom_id": custom_id, "component_type": 2, "id": 0}
    one = studio.fake_discord.interactions.start(3, person.user, channel, data, locale="en-US", source=card)
    await studio.until(lambda: one.answered or one.failed)


async def readiness(studio: Studio, awaited: int) -> dict[str, object]:
    """Wait until the bot answers so, and return what it says."""
    async with asyncio.timeout(40):
        while (answer := await ask(studio, "/readyz"))[0] != awaited:
            await asyncio.sleep(0.05)
    return dict(json.loads(answer[1]))


def queries() -> Iterator[str]:
    """The dashboard's, and the alerts of the page."""
    for panel in json.loads((DOCS / "grafana.json").read_text(encoding="utf-8"))["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    alerts = re.search(r"Worth an alert:\n\n```\n(.*?)```", page(), re.S)
    assert alerts
    yield from alerts[1].splitlines()


def page() -> str:
    return (DOCS / "monitoring.md").read_text(encoding="utf-8")


async def test_the_loops_live_the_bot_is_ready_and_its_figures_say_what_was_done(studio: Studio) -> None:
    card = await studio.ended(await studio.order("a secret lighthouse"))
    await studio.press(card, "again")
    status, said = await ask(studio, "/healthz")
    assert status == 200 and json.loads(said).keys() >= LOOPS
    assert set(json.loads(said).values()) == {True, "ok"}
    assert (await readiness(studio, 200)) == {"ok": True, "gateway": "ok", "database": "ok", "higgsfield": "ok"}
    await studio.until(lambda: studio.query("SELECT COUNT(*) AS n FROM job WHERE delivered = 'message'")[0]["n"] == 2)
    found = await figures(studio)
    assert value(found, "banana_interactions_total", kind="command", name="banana") == 1
    assert value(found, "banana_interactions_total", kind="button", name="again") == 1
    assert value(found, "banana_answer_seconds_count") == 2
    assert value(found, "banana_discord_requests_total", call="edit", status="200") >= 2
    assert value(found, "banana_jobs_ended_total", model="banana", state="succeeded", failure="none") == 2
    assert value(found, "banana_job_seconds_count", model="banana") == 2
    assert value(found, "banana_vendor_requests_total", call="submit", outcome="ok") == 2
    assert value(found, "banana_vendor_requests_total", call="status", outcome="ok") >= 2
    assert value(found, "banana_notice_seconds_count", model="banana") == 2
    assert value(found, "banana_credits", standing="spent") == 2
    assert value(found, "banana_budget_used_credits", period="day") == 2
    assert value(found, "banana_jobs") == value(found, "banana_unclear_orders") == 0
    assert value(found, "banana_ready") == 3 and value(found, "banana_loop_alive", loop="worker") == 1


async def test_dashboard_alerts_and_page_name_the_figures_and_their_labels_as_they_are(studio: Studio) -> None:
    await studio.ended(await studio.order())
    found = await figures(studio)
    check_queries(found)
    check_page(found)


def check_queries(found: Figures) -> None:
    asked = list(queries())
    assert len(asked) > 20
    for query in asked:
        selected = FIGURE.findall(query)
        grouped = {each.strip() for part in re.findall(r"by \(([^)]*)\)", query) for each in part.split(",")}
        assert selected, query
        for name, selector in selected:
            assert name in found, f"{name} is no figure: {query}"
            labels = set[str]().union(*(has.keys() for has, _ in found[name]))
            assert set(re.findall(r"(\w+)[=!]", selector)) | grouped <= labels, f"{name} has only {labels}: {query}"


def check_page(found: Figures) -> None:
    told = {}
    for row in re.findall(r"^\| (`(?:banana|process)_.*?) \| (.*?) \|", page(), re.M):
        told |= {name: set(re.findall(r"`(\w+)`", row[1])) for name in re.findall(r"`(\w+)`", row[0])}
    sums = {name.removesuffix("_sum"): name for name in found if name.endswith("_sum")}
    for name, labels in told.items():
        has = set[str]().union(*(each.keys() for each, _ in found[sums.get(name, name)]))
        assert has == labels, name
    ours = {re.sub("_(bucket|count|sum)$", "", name) for name in found if name.startswith("banana_")}
    assert ours <= told.keys()


async def test_what_anybody_sends_makes_no_series_and_no_word_of_theirs_is_told(studio: Studio) -> None:
    card = await studio.ended(await studio.order("a secret lighthouse"))
    for verb in ("zzmadeup", "again2", "x" * 20):
        await press_made_up(studio, card, f"img1:{verb}:{card.id}")
    used = (await figures(studio))["banana_interactions_total"]
    assert sorted((has["kind"], has["name"], number) for has, number in used) == [
        ("button", "other", 3),
        ("command", "banana", 1),
    ]
    _, text = await ask(studio, "/metrics")
    for word in ("secret", "lighthouse", "zzmadeup", "mara", str(card.id), str(card.channel_id)):
        assert word not in text.lower()


async def test_what_is_not_ready_is_named_while_the_loops_live_and_so_is_a_loop_that_hangs(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    await readiness(studio, 200)
    studio.terms(key_id="another key")
    await studio.ended(await studio.order())
    assert (await readiness(studio, 503))["higgsfield"] == "paused"
    monkeypatch.setattr(client, "SILENT_S", -1.0)
    assert (await readiness(studio, 503))["gateway"] == "silent"
    assert (await ask(studio, "/healthz"))[0] == 200 and value(await figures(studio), "banana_ready") == 1
    heartbeat = studio.worker.heartbeat
    heartbeat.beat()  # at work, and silent from here on
    monkeypatch.setattr(heartbeat, "_patience_s", -1.0)
    status, said = await ask(studio, "/healthz")
    wrong = {loop: word for loop, word in json.loads(said).items() if word not in (True, "ok")}
    assert status == 503 and wrong.keys() == {"ok", "worker"} and wrong["worker"].startswith("silent for ")


async def test_loops_that_wait_for_wakes_are_seen_where_they_hang_and_a_call_to_discord_is_a_word_of_theirs(
    studio: Studio,
) -> None:
    late, reactions = studio.client.surface.late_cards, studio.client.surface.cancel_reactions
    loops = {"late cards": late.heartbeat, **reactions.heartbeats}
    for heartbeat in loops.values():
        heartbeat.beat()
        heartbeat._patience_s = -1.0
    status, said = await ask(studio, "/healthz")
    assert status == 503
    assert {name for name, word in json.loads(said).items() if str(word).startswith("silent")} == loops.keys()

    heartbeat = reactions.heartbeats["missed reactions"]
    heartbeat._heard, heartbeat._patience_s = 0.0, 600.0  # long ago
    in_step_of(heartbeat)
    await studio.client.application_info()
    assert heartbeat.is_alive


async def test_a_port_that_is_taken_ends_the_start_with_a_sentence(closed_studio: Studio) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        closed_studio.begin(bot_metrics_port=taken.getsockname()[1])
        with pytest.raises(StartError, match="BOT_METRICS_HOST and BOT_METRICS_PORT: can't listen on 127.0.0.1:"):
            await closed_studio.end()
