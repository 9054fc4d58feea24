"""What a job's message shows, pure: a card in, Components V2 out. Words carry the meaning, colour helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import discord

from bot.domain.catalog import Offer
from bot.domain.folder_mark import FolderMark
from bot.domain.jobs import Canceller, Failure, Image, Job, JobState, VendorStatus, WaitReason
from bot.domain.limits import INPUT_LIMIT_MB, RESULTS_KEPT_MS
from bot.i18n import Texts
from bot.pictures import Fitted
from bot.services.orders import JobView
from bot.ui.custom_ids import LARGEST_ARGUMENT, write
from bot.ui.views import components, formatting
from bot.ui.views.card_files import THUMBNAIL, CardFiles
from bot.ui.views.components import Component

WAITING = 0x80848E
DRAWING = 0xF0B232
DONE = 0x23A559
WRONG = 0xDA373C

#: What a card says of a waiting order that is held up.
HELD_UP = {
    WaitReason.PAUSED: "card-paused",
    WaitReason.NO_ENDINGS: "card-no-endings",
    WaitReason.INTERCEPTED: "card-intercepted",
}
#: Each as in `_timed`.
NEXT_IN_LINE = ("card-waiting-next", "card-waiting-next-ready", "card-waiting-next-late")
IN_LINE = ("card-waiting", "card-waiting-ready", "card-waiting-late")
PROGRESS = {
    None: ("card-sent", "card-sent-ready", "card-sent-late"),
    VendorStatus.QUEUED: ("card-queued", "card-queued", "card-queued-late"),
    VendorStatus.IN_PROGRESS: ("card-drawing", "card-drawing-ready", "card-drawing-late"),
}


@dataclass(frozen=True, kw_only=True)
class CardView:
    """Draws cards in the words of a language; the two spans are the owner's patience."""

    texts: Texts
    deadline_s: float = 600
    queue_s: float = 10_800
    offer: Offer = field(default_factory=Offer)
    may_link: Callable[[str], bool] = formatting.is_secure_link  # whether members may be led to the vendor's address
    mark: FolderMark | None = None  # of the data folder, put into the ids of all buttons
    has_webhooks: bool = False  # Higgsfield sends a webhook at the end, so that even an unclear order may turn up

    def draw(self, card: JobView, art: CardFiles | None = None, *, intro: str | None = None) -> list[Component]:
        """Return the parts of a card's message."""
        drawing = _Drawing(card_view=self, card=card, art=art or CardFiles())
        above = [components.text(intro)] if intro else []
        return [*above, components.container(*drawing.parts(), colour=drawing.colour())]

    def shown_again(self, job: Job) -> str:
        """Return the line above a card that its owner had shown again."""
        user, when = formatting.mention(job.user_id), formatting.relative(job.created_at)
        return f"-# {self.texts.text(job.locale, 'card-shown-again', user=user, when=when)}"

    def ending(self, job: Job) -> str:
        """Return what became of a job, in words without a picture."""
        drawing = _Drawing(card_view=self, card=JobView(job=job), art=CardFiles())
        return "\n".join(drawing.lines())


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    card_view: CardView
    card: JobView
    art: CardFiles

    @property
    def job(self) -> Job:
        return self.card.job

    def say(self, text_id: str, **values: object) -> str:
        return self.card_view.texts.text(self.job.locale, text_id, **values)

    def colour(self) -> int:
        match self.job.state:
            case JobState.SUCCEEDED:
                return DONE
            case JobState.FAILED:
                return WRONG
            case JobState.RUNNING if self.job.closed or self.card.vendor_status is VendorStatus.IN_PROGRESS:
                return DRAWING
            case _:
                return WAITING

    def parts(self) -> Iterator[Component]:
        if self.job.state is JobState.SUCCEEDED:
            yield from self._gallery()
        else:
            yield from self._placeholders()
            yield components.text(self.say("card-title", model=self._model(), user=self._user()))
        yield self._prompt()
        yield components.text(f"-# {self.facts()}")
        if lines := list(self.lines()):
            yield components.text("\n".join(lines))
        if links := list(self._links()):
            yield components.row(links)
        if buttons := list(self._buttons()):
            yield components.row(buttons)

    # parts

    def _gallery(self) -> Iterator[Component]:
        if self.art.outputs:
            count, spoiler = len(self.art.outputs), self.job.is_spoiler
            yield components.gallery(
                [
                    components.picture(f.filename, description=self._alt(number, count), spoiler=spoiler)
                    for number, f in enumerate(self.art.outputs, 1)
                ]
            )

    def _placeholders(self) -> Iterator[Component]:
        if self.art.placeholders:
            count = len(self.art.placeholders)
            yield components.gallery(
                [
                    components.picture(
                        file.filename, description=self.say("alt-placeholder", number=number, count=count)
                    )
                    for number, file in enumerate(self.art.placeholders, 1)
                ]
            )

    def _alt(self, number: int, count: int) -> str | None:
        which = self.say("alt-picture-of", number=number, count=count) if count > 1 else ""
        return formatting.alt_text(": ".join(filter(None, (which, self.job.prompt)))) or None

    def _prompt(self) -> Component:
        prompt = formatting.quote(self.job.prompt) if self.job.prompt else f"-# {self.say('card-prompt-gone')}"
        words = components.text(prompt)
        if not self.art.thumbnail:
            return words
        alt = self.say("alt-input", count=len(self.job.inputs))
        picture = components.thumbnail(THUMBNAIL, description=alt, spoiler=self.job.is_spoiler)
        return components.section(words, beside=picture)

    def facts(self) -> str:
        return " · ".join(filter(None, self._facts()))

    def _facts(self) -> Iterator[str | None]:
        done = self.job.state is JobState.SUCCEEDED
        yield self._model() if done else self.say("pictures", count=self.job.params.count)
        yield self.job.params.ratio
        yield self.job.params.resolution
        if done:
            yield self.say("card-seconds", seconds=self._seconds())
        yield formatting.price(self.job.charged if self.job.is_final else self.job.cost)
        if done:
            yield self.say("card-for", user=self._user())
            yield self._owners()
            yield self._version() if self.job.version > 1 else None
        elif not self.job.is_final:
            yield self.say("card-ordered", when=formatting.relative(self.job.created_at))

    def _owners(self) -> str | None:
        """Say whose pictures it started from, where they are other members'."""
        owners = dict.fromkeys(image.owner_id for image in self.job.inputs if image.owner_id)
        users = ", ".join(formatting.mention(owner_id) for owner_id in owners)
        return self.say("card-picture-of", user=users) if users else None

    def _version(self) -> str:
        """Say which version it is, and lead to the one that it goes back to where that stands in the same place."""
        version = self.say("card-version", version=self.job.version)
        origin = self.card.origin
        if origin is None:
            return version
        back = self.say("card-version-from", version=origin.version)
        here = origin.guild_id == self.job.guild_id and (self.job.guild_id or origin.user_id == self.job.user_id)
        stands = origin.delivered == "message" and origin.erased_at is None and origin.removed_at is None
        if here and stands and origin.message_id is not None:
            back = f"[{back}]({formatting.link(origin.guild_id, origin.channel_id, origin.message_id)})"
        return f"{version} · {back}"

    def lines(self) -> Iterator[str]:
        match self.job.state:
            case JobState.QUEUED:
                yield self._waiting()
            case JobState.SUBMITTING:
                yield self._submitting()
            case JobState.RUNNING:
                yield from self._drawing()
            case JobState.SUCCEEDED:
                yield from self._done()
            case JobState.FAILED:
                yield self._failure(self.job.failure or Failure.FAILED)
            case JobState.CANCELLED:
                yield self.say(self._cancelled_id()) if not self.job.charged else self._money()

    def _cancelled_id(self) -> str:
        if self.job.cancelled_by is Canceller.MODERATOR:
            return "card-cancelled-by-moderator"
        is_higgsfields = self.job.cancel_at is None and self.job.submitted_at is not None
        return "card-cancelled-by-higgsfield" if is_higgsfields else "card-cancelled"

    def _waiting(self) -> str:
        if self.job.cancel_at is not None:
            return self.say("card-cancelling")
        if self.card.wait_reason is not None:
            return self.say(HELD_UP.get(self.card.wait_reason, "card-away"))
        if any(image.path is None for image in self.job.inputs):
            return self.say("card-reading-input", count=len(self.job.inputs))
        if self.card.position is None:
            return self.say("card-waiting-line")
        text_ids = NEXT_IN_LINE if self.card.position == 1 else IN_LINE
        return self._timed(text_ids, place=self.card.position)

    def _timed(self, text_ids: tuple[str, str, str], **values: object) -> str:
        """Say how long it usually takes, when it should be done, or that this has passed, as far as each is known."""
        usually, ready, late = text_ids
        when = self._ready()
        text_id = late if self.card.is_late else ready if when else usually
        return self.say(text_id, when=when, usual=self._period(self.card.usual_seconds), **values)

    def _ready(self) -> str:
        """Return when it should be done, where that still lies ahead."""
        ready_at = self.card.ready_at
        return formatting.relative(ready_at) if ready_at is not None and ready_at > self.card.now else ""

    def _submitting(self) -> str:
        if self.job.unclear_at is None:
            return self.say("card-submitting")
        return self.say("card-in-doubt", minutes=round(self.card_view.deadline_s / 60))

    def _drawing(self) -> Iterator[str]:
        if self.job.closed:
            yield self.say("card-adopted")
            return
        if self.card.wait_reason is WaitReason.PICTURES:
            yield self.say("card-pictures-not-here", count=self.job.params.count)
            return
        if self.card.wait_reason is not None:
            yield self.say("card-drawing-no-word", since=self._since(self.job.submitted_at))
            if self.job.cancel_at is not None:
                yield self.say("card-drawing-not-stopped")
            return
        yield self._progress()
        if self.job.cancel_refused:
            yield self.say("card-drawing-cannot-stop", cost=self.job.cost)

    def _progress(self) -> str:
        """Say how far Higgsfield is, as far as it said so itself."""
        status = self.card.vendor_status
        if status is VendorStatus.QUEUED and self.job.cancel_refused:
            status = None  # by now it is drawn
        is_drawn = status is VendorStatus.IN_PROGRESS
        since = self.job.vendor_status_at if is_drawn else self.job.submitted_at
        return self._timed(PROGRESS[status], since=self._since(since))

    def _since(self, at: int | None) -> str:
        return formatting.relative(at or self.job.submitted_at or self.job.created_at)

    def _done(self) -> Iterator[str]:
        came, count = len(self.job.outputs), self.job.params.count
        if self.job.given_back:
            yield self.say("card-given-back", credits=self.job.given_back)
        elif self.job.closed and not self.job.charged and self.job.cost:
            yield self.say("card-on-the-house")
        elif came < count:
            yield self.say("card-fewer", came=came, count=count)
        if self.job.cancel_refused:
            yield f"-# {self.say('card-too-late-note')}"
        if not self.art.outputs:
            yield self.say("card-files-gone", count=came)
        elif unread := sum(image.unread for image in self.job.outputs):
            yield f"-# {self.say('card-unread', count=unread)}"
        if shrunk := [fitted for _, fitted in self._full_size()]:
            size = max(1, round(max(fitted.original_bytes for fitted in shrunk) / 1_000_000))
            until = formatting.date((self.job.finished_at or self.card.now) + RESULTS_KEPT_MS)
            yield f"-# {self.say('card-shrunk', count=len(shrunk), size=size, until=until)}"

    def _failure(self, failure: Failure) -> str:
        return self.say(
            self._failure_id(failure),
            money=self._money(),
            model=self._model(),
            other=self._other(),
            name=formatting.file_name(self._unusable_input()),
            limit=INPUT_LIMIT_MB,
            waited=self._period(self._waited()),
            hours=self._period(self.card_view.queue_s),
        )

    def _other(self) -> str:
        """Return the command of a model to try instead, or "none"."""
        another = self.card_view.offer.another(self.job.model)
        return f"/{another.name}" if another else "none"

    def _waited(self) -> float:
        """Return for how many seconds a failed job was waited for: the deadline, or much longer without a word."""
        deadline, ended = self.card_view.deadline_s, self.job.finished_at or 0
        waited = (ended - (self.job.submitted_at or ended)) / 1000
        return waited if waited > 2 * deadline else deadline

    def _unusable_input(self) -> str:
        """Return the name of the input that could not be read: they are read one after the other."""
        own = f"images/{self.job.id}/"
        unread = (image.name for image in self.job.inputs if not (image.path or "").startswith(own))
        return next(unread, self.job.inputs[0].name if self.job.inputs else "?")

    def _failure_id(self, failure: Failure) -> str:
        if failure is Failure.INPUT_UNWANTED and self.card_view.offer.instead(self.job.model) is None:
            return "failure-no-input"
        if failure is Failure.UNCLEAR and self.card_view.has_webhooks:
            return "failure-unclear-rung"
        return f"failure-{failure}"

    def _money(self) -> str:
        """Return the line about what the job cost."""
        return self.say("was-charged", cost=self.job.charged) if self.job.charged else self.say("nothing-charged")

    def _links(self) -> Iterator[Component]:
        """Lead to the pictures that were too large for the message, as long as the vendor keeps them."""
        for image, _ in self._full_size():
            number = f" {image.position + 1}" if len(self.job.outputs) > 1 else ""
            yield components.link(image.url, label=self.say("button-full-size") + number, emoji="🔗")

    def _full_size(self) -> list[tuple[Image, Fitted]]:
        pairs = zip(self.job.outputs, self.art.outputs, strict=False)
        return [(image, fitted) for image, fitted in pairs if fitted.shrunk and self._is_link(image.url)]

    def _is_link(self, url: str) -> bool:
        return formatting.is_link(url) and self.card_view.may_link(url)

    def _buttons(self) -> Iterator[Component]:
        button = self._button
        if not self.job.is_final:
            if not self.job.cancel_refused:
                yield button("cancel", "❌", "button-cancel")
        elif self.job.failure is Failure.INPUT_UNWANTED and (other := self.card_view.offer.instead(self.job.model)):
            cost = other.cost(other.fit(self.job.params))
            label = self.say("button-use-other", model=other.name, cost=cost)
            custom_id = self._id("banana", cost if cost <= LARGEST_ARGUMENT else None)
            yield components.button(custom_id, emoji="🍌", label=label, style=discord.ButtonStyle.primary.value)
        elif self.job.state is JobState.SUCCEEDED:
            yield from self._finished_buttons()
            return
        else:
            failed = self.job.state is JobState.FAILED
            if self.job.failure is not Failure.NSFW:
                yield button("again", "🔁", "button-try-again" if failed else "button-again")
            yield button("edit", "✏️", "button-edit")
        if formatting.is_cut(self.job.prompt):
            yield button("prompt", "📜", "button-prompt")

    def _finished_buttons(self) -> Iterator[Component]:
        """Five at the most, so that a phone shows them all; the rest is behind the last."""
        yield self._button("edit", "✏️", "button-edit")
        yield self._button("again", "🔁", "button-again")
        if self.job.outputs:
            yield self._button("use", "➕", "button-use")
        if better := self.card_view.offer.better(self.job.model):
            cost = better.cost(better.fit(self.job.params))
            yield self._button("pro", "⬆️", "button-better", model=better.button, cost=cost)
        yield self._button("more", None, "button-more")

    def _button(self, verb: str, emoji: str | None, text_id: str, **values: object) -> Component:
        return components.button(self._id(verb), emoji=emoji, label=self.say(text_id, **values))

    def _id(self, verb: str, n: int | None = None) -> str:
        return write(verb, self.job.id, n, mark=self.card_view.mark)

    def _model(self) -> str:
        return self.card_view.offer.model(self.job.model).title

    def _user(self) -> str:
        return formatting.mention(self.job.user_id)

    def _period(self, seconds: float) -> str:
        return formatting.duration(self.card_view.texts, self.job.locale, seconds)

    def _seconds(self) -> int:
        finished = self.job.finished_at or self.card.now
        return max(1, round((finished - self.job.created_at) / 1000))
