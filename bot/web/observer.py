"""What the bot tells anyway, counted for Prometheus.

Labels hold what the code or the owner's settings name, never an id, a name or a word of anybody: so the number of
series is bounded whoever comes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import aiohttp
import discord
from prometheus_client import CollectorRegistry, Counter, Histogram

from bot.domain.jobs import Job, JobState
from bot.domain.limits import made_at
from bot.ui.custom_ids import read
from bot.web.discord_calls import ANSWER, call_name
from bot.worker.events import VendorCall

OTHER = "other"
ANSWER_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3)  # Discord takes no answer after three seconds
NOTICE_S = (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60)
CALL_S = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
JOB_S = (2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800)
LAG_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
COMMANDS = (discord.InteractionType.application_command, discord.InteractionType.autocomplete)
#: What an interaction is called, by its type.
KINDS = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.autocomplete: "suggestion",
    discord.InteractionType.component: "button",
    discord.InteractionType.modal_submit: "form",
}


class Observer:
    """Hears of interactions, requests, jobs and loops; `known` says which names an interaction of a kind may have."""

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        models: Collection[str],
        known: Callable[[str], Collection[str]],
        now: Callable[[], int],
    ) -> None:
        self._models = models
        self._known = known
        self._now = now
        counter, histogram = partial(Counter, registry=registry), partial(Histogram, registry=registry)
        self._interactions = counter("banana_interactions", "Commands, buttons and forms used.", ["kind", "name"])
        self._answers = histogram(
            "banana_answer_seconds", "From Discord's making an interaction to our answer's arrival.", buckets=ANSWER_S
        )
        self._discord = counter(
            "banana_discord_requests", "Requests to Discord; status none: no answer came.", ["call", "status"]
        )
        self._ended = counter(
            "banana_jobs_ended", "Jobs that ended; failure none: they did not fail.", ["model", "state", "failure"]
        )
        self._job = histogram("banana_job_seconds", "From an order to its pictures.", ["model"], buckets=JOB_S)
        self._drawing = histogram(
            "banana_drawing_seconds", "From Higgsfield's yes to the pictures.", ["model"], buckets=JOB_S
        )
        self._notice = histogram(
            "banana_notice_seconds",
            "For how long at most a request had ended unnoticed, where no webhook told of it.",
            ["model"],
            buckets=NOTICE_S,
        )
        self._vendor = counter("banana_vendor_requests", "Calls to Higgsfield, by how they ended.", ["call", "outcome"])
        self._vendor_seconds = histogram(
            "banana_vendor_request_seconds", "How long Higgsfield took to answer.", ["call"], buckets=CALL_S
        )
        self._lag = histogram("banana_loop_lag_seconds", "How late the event loop wakes.", buckets=LAG_S)
        self._database = histogram(
            "banana_database_wait_seconds", "How long the smallest question to the database takes.", buckets=LAG_S
        )

    def moved(self, job: Job) -> None:
        """Count an end."""
        if not job.is_final:
            return
        model = self._model(job.model)
        self._ended.labels(model, job.state.value, job.failure.value if job.failure else "none").inc()
        if job.state is JobState.SUCCEEDED and job.finished_at is not None:
            self._job.labels(model).observe((job.finished_at - job.created_at) / 1000)
            if job.submitted_at is not None:
                self._drawing.labels(model).observe((job.finished_at - job.submitted_at) / 1000)

    def noticed(self, model: str, seconds: float) -> None:
        """Note for how long at most a request had ended unseen."""
        self._notice.labels(self._model(model)).observe(seconds)

    def vendor_called(self, call: VendorCall) -> None:
        """Count a call to Higgsfield."""
        self._vendor.labels(call.name, call.outcome).inc()
        self._vendor_seconds.labels(call.name).observe(call.seconds)

    def loop_woke(self, late_s: float) -> None:
        """Note how late the event loop was."""
        self._lag.observe(late_s)

    def database_answered(self, seconds: float) -> None:
        """Note how long the database took."""
        self._database.observe(seconds)

    def interacted(self, interaction: discord.Interaction) -> None:
        """Count what a member used."""
        if kind := KINDS.get(interaction.type):
            name = _name(interaction)
            self._interactions.labels(kind, name if name in self._known(kind) else OTHER).inc()

    def watch_requests(self, trace: aiohttp.TraceConfig) -> None:
        """Hear of the requests of a session to Discord."""
        trace.on_request_end.append(self._on_request_end)
        trace.on_request_exception.append(self._on_request_exception)

    async def _on_request_end(
        self, _session: aiohttp.ClientSession, _context: object, call: aiohttp.TraceRequestEndParams
    ) -> None:
        name = call_name(call.method, call.url.parts)
        self._discord.labels(name, str(call.response.status)).inc()
        if name == ANSWER and call.response.ok:
            interaction_id = int(call.url.parts[call.url.parts.index("interactions") + 1])
            self._answers.observe(max(0, self._now() - made_at(interaction_id)) / 1000)

    async def _on_request_exception(
        self, _session: aiohttp.ClientSession, _context: object, call: aiohttp.TraceRequestExceptionParams
    ) -> None:
        self._discord.labels(call_name(call.method, call.url.parts), "none").inc()

    def _model(self, model: str) -> str:
        return model if model in self._models else OTHER


def _name(interaction: discord.Interaction) -> str:
    if interaction.type in COMMANDS and isinstance(interaction.data, dict):
        return str(interaction.data.get("name", ""))
    event = read(interaction)
    return event.verb if event else ""
