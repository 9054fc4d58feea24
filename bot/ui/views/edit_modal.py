"""The form under Edit and Pro, pure: what a version can start from in, five fields at the most out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import discord

from bot.domain.catalog import INPUT_RATIO
from bot.services.versions import BEFORE, VersionOptions
from bot.ui.views.modal_fields import Field, Fields, form

Option = discord.SelectOption


@dataclass(frozen=True, kw_only=True)
class EditModal:
    """What a version can start from, with what is needed to ask for it in a member's language."""

    options: VersionOptions
    text: Callable[..., str]  # in the member's language
    verb: str  # edit | pro | reuse
    price_mark: int = 0  # of the prices that it names

    @property
    def _sizes(self) -> Sequence[str]:
        """The resolutions to choose from: the form of another model or a new order asks, versions keep theirs."""
        sizes = self.options.model.resolutions
        return sizes if self.verb in ("pro", "reuse") and len(sizes) > 1 else ()

    def modal(self) -> discord.ui.Modal:
        """Return a new form; never keep one or send it twice."""
        title = self.text(f"modal-{self.verb}", model=self.options.model.title)
        return form(title, f"img1:{self.verb}:{self.options.job.id}:{self.price_mark}", self._fields())

    def _fields(self) -> Iterator[Field | None]:
        fields, counts = Fields(say=self.text), self._counts()
        price_at_prompt, price_at_count = (None, self._price()) if len(counts) > 1 else (self._price(), None)
        yield fields.prompt("revise-prompt", price=price_at_prompt, default=self.options.job.prompt)
        yield fields.select("start", self._starts(), text_id="revise-start")
        yield fields.select("ratio", self._ratios(), text_id="revise-ratio")
        yield fields.select("count", counts, description=price_at_count)
        if self._sizes:
            yield fields.select("resolution", self._resolutions(), text_id="revise-resolution")
        else:
            label_id = "form-own" if self.verb == "reuse" else "form-uploads"
            text_id = "revise-files-description"
            yield fields.uploads(self.options.model, custom_id="files", label_id=label_id, text_id=text_id)

    # what there is to choose

    def _starts(self) -> list[Option]:
        as_before = self.text("revise-start-as-before") if self.options.is_as_before else None
        return [
            Option(
                label=self._start(start),
                value=start,
                default=start == self.options.start,
                description=as_before if start == self.options.start else None,
            )
            for start in self.options.starts
        ]

    def _start(self, start: str) -> str:
        if start.isdecimal():
            return self.text("picture-place", n=int(start) + 1, count=len(self.options.job.outputs))
        return self.text(
            "revise-start-before" if start == BEFORE else "revise-start-words", count=len(self.options.job.inputs)
        )

    def _ratios(self) -> list[Option]:
        follows = self.options.takes_inputs
        own = self.text("revise-ratio-auto")
        return [
            Option(
                label=own if ratio == INPUT_RATIO else ratio,
                value=ratio,
                default=ratio == self.options.ratio,
            )
            for ratio in self.options.model.ratios
            if follows or ratio != INPUT_RATIO
        ]

    def _counts(self) -> list[Option]:
        return [
            Option(label=self._count(count), value=str(count), default=count == self.options.count)
            for count in self.options.model.counts
        ]

    def _count(self, count: int) -> str:
        if self._sizes:
            return self.text("pictures", count=count)
        return self.text("revise-count-price", count=count, cost=self._cost(count))

    def _price(self) -> str:
        if self._sizes:
            return self.text("revise-price-by-size")
        return self.text("revise-price", cost=self._cost(1))

    def _resolutions(self) -> list[Option]:
        usual = self.options.params.resolution
        return [
            Option(
                label=self.text("revise-resolution-price", resolution=size, cost=self._cost(1, size)),
                value=size,
                default=size == usual,
            )
            for size in self._sizes
        ]

    def _cost(self, count: int, resolution: str | None = None) -> int:
        params = self.options.params
        return self.options.model.cost(replace(params, count=count, resolution=resolution or params.resolution))
