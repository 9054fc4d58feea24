"""The catalogue: each model as data, from which commands, forms, prices and Higgsfield's requests follow."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.domain.lacks import INPUTS, WHOLE, Lacks

PROMPT_LENGTH = 2_000
COUNTS = range(1, 5)
FORMATS = ("png", "jpeg")

#: The ratios of the API document; `auto` only makes sense with an input picture.
RATIOS = ("auto", "1:1", "4:3", "3:4", "3:2")
#: Further ratios that the vendor's own schema lists; offered by setting only.
MORE_RATIOS = ("2:3", "5:4", "4:5", "16:9", "9:16", "21:9")
RESOLUTIONS = ("1k", "2k", "4k")
DEFAULT_RATIO = "4:3"
INPUT_RATIO = "auto"
MAX_INPUTS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Params:
    """What is asked of a model beside the prompt; what the model leaves no choice of is empty, the count 1."""

    count: int = 1
    ratio: str = DEFAULT_RATIO
    format: str = "png"
    resolution: str | None = None


NO_CHOICE = Params(ratio="", format="")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice of an order: a row that the commands, the forms, /me and the request's body read."""

    name: str  # of the field in Params, and in what a member prefers
    argument: str  # in the commands
    wire: str  # in the vendor's body
    choices: tuple[str | int, ...]
    default: str | int

    def offering(self, *choices: str | int) -> Option:
        """Return the option with other choices; the first of them is its default, but for `auto`."""
        default = next((choice for choice in choices if choice != INPUT_RATIO), choices[0])
        return replace(self, choices=choices, default=default)

    def offering_more(self, *choices: str | int) -> Option:
        """Return the option with further choices."""
        return replace(self, choices=(*self.choices, *choices))


@dataclass(frozen=True, kw_only=True)
class InputField:
    """Where and how input pictures stand in the request's body."""

    wire: str = "input_images"
    as_objects: bool = True  # {"type": "image_url", "image_url": …} as in the document; else the plain addresses
    is_always_sent: bool = False  # an empty list where there is no picture
    most: int = MAX_INPUTS


COUNT = Option(name="count", argument="count", wire="num_images", choices=tuple(COUNTS), default=COUNTS[0])
RATIO = Option(name="ratio", argument="aspect_ratio", wire="aspect_ratio", choices=RATIOS, default=DEFAULT_RATIO)
RESOLUTION = Option(
    name="resolution", argument="resolution", wire="resolution", choices=RESOLUTIONS, default=RESOLUTIONS[0]
)
FORMAT = Option(name="format", argument="format", wire="output_format", choices=FORMATS, default=FORMATS[0])
#: Every option there is, in the order of the commands.
OPTIONS = (COUNT, RATIO, RESOLUTION, FORMAT)
#: Those of which members choose their own default, in the order of /me.
PREFERRED = (RATIO, COUNT, FORMAT)


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model that members order from."""

    name: str  # as in the command: banana, banana-pro
    title: str  # as on the card
    path: str  # of the vendor's endpoint
    body: tuple[Option | InputField, ...] = ()  # after the prompt, in this order
    prices: Mapping[str, int] = field(default_factory=dict)  # credits a picture, by resolution; "": any other
    usual_seconds: int = 12  # until past jobs say better
    alias: str = ""  # the older path, which wraps the body in `params`
    is_wrapped: bool = False  # the path is such an older one
    better: str = ""  # the model that a finished card offers to draw with next
    instead: str = ""  # the model that takes input pictures where this one's account refuses them
    short: str = ""  # on buttons; the title unless given
    description: Mapping[str, str] = field(default_factory=dict)  # of the command, by language; else the texts' own
    is_retired: bool = False  # no longer offered: only old cards know it

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The choices that the model leaves, in the order of the commands."""
        names = [option.name for option in OPTIONS]
        return tuple(sorted((f for f in self.body if isinstance(f, Option)), key=lambda o: names.index(o.name)))

    @property
    def inputs(self) -> InputField | None:
        """Where input pictures go; None where the model takes none."""
        return next((f for f in self.body if isinstance(f, InputField)), None)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many pictures an order may ask for."""
        return tuple(int(count) for count in self.choices("count")) or (1,)

    @property
    def ratios(self) -> tuple[str, ...]:
        """The shapes to choose from; empty where the model knows but one."""
        return tuple(map(str, self.choices("ratio")))

    @property
    def resolutions(self) -> tuple[str, ...]:
        """The sizes to choose from, the usual one first; empty where the model knows but one."""
        return tuple(map(str, self.choices("resolution")))

    @property
    def button(self) -> str:
        """The name on buttons."""
        return self.short or self.title

    def option(self, name: str) -> Option | None:
        """Return an option by the name of its field in Params; None where the model leaves no choice."""
        return next((option for option in self.options if option.name == name), None)

    def choices(self, name: str) -> tuple[str | int, ...]:
        """Return an option's choices; empty where the model leaves none."""
        option = self.option(name)
        return option.choices if option else ()

    def having(self, option: Option) -> Model:
        """Return the model with an option, in place of the one of that name."""
        if self.option(option.name) is None:
            return replace(self, body=(*self.body, option))
        body = (option if isinstance(f, Option) and f.name == option.name else f for f in self.body)
        return replace(self, body=tuple(body))

    def lacking(self, name: str) -> Model:
        """Return the model without an option."""
        return replace(self, body=tuple(f for f in self.body if not isinstance(f, Option) or f.name != name))

    def without_inputs(self) -> Model:
        """Return the model as one that takes no input pictures."""
        return replace(self, body=tuple(f for f in self.body if not isinstance(f, InputField)))

    def lacking_all(self, lacks: Collection[str]) -> Model:
        """Return the model without what an account lacks of it: its input pictures, some of its resolutions."""
        model = self.without_inputs() if INPUTS in lacks else self
        option, left = model.option(RESOLUTION.name), [size for size in model.resolutions if size not in lacks]
        if option is None or not left or len(left) == len(option.choices):
            return model
        return model.having(option.offering(*left))

    def ratio(self, chosen: str | None, *, has_input: bool) -> str:
        """Return the ratio to order: `auto` follows an input picture and means nothing without one."""
        option = self.option("ratio")
        if option is None:
            return ""
        if chosen in (None, "", INPUT_RATIO):
            return INPUT_RATIO if has_input and INPUT_RATIO in option.choices else str(option.default)
        return str(chosen)

    def params(self, chosen: Mapping[str, Any], *, has_input: bool = False) -> Params:
        """Return the params of an order: by the name of each option what was chosen, else its default."""
        values: dict[str, Any] = {
            o.name: o.default if chosen.get(o.name) in (None, "") else chosen[o.name] for o in self.options
        }
        ratio = self.ratio(chosen.get(RATIO.name), has_input=has_input)
        return replace(NO_CHOICE, **(values | {RATIO.name: ratio}))

    def fit(self, params: Params, *, has_input: bool = False) -> Params:
        """Return the params with the model's own default in place of each value that it doesn't offer."""
        values = {option.name: getattr(params, option.name) for option in self.options}
        return self.params({k: v for k, v in values.items() if v in self.choices(k)}, has_input=has_input)

    def unoffered(self, params: Params) -> Option | None:
        """Return the first option with a value that is none of its choices, of their very type; None: all are."""
        return next((o for o in self.options if not _is_among(getattr(params, o.name), o.choices)), None)

    def cost(self, params: Params) -> int:
        """Return the credits that an order costs; a size without a price counts as the dearest, never as free."""
        size = params.resolution or next(iter(self.resolutions), "")
        dearest = max(self.prices.values(), default=0)
        return params.count * self.prices.get(size, self.prices.get("", dearest))


def _is_among(value: object, choices: Iterable[str | int]) -> bool:
    """Return True if a value is one of the choices: True and 1.0 equal the number 1, and are not it."""
    return any(type(value) is type(choice) and value == choice for choice in choices)


BANANA = Model(
    name="banana",
    title="Nano Banana",
    path="/nano-banana",
    alias="/v1/text2image/nano-banana",
    body=(COUNT, RATIO, InputField(is_always_sent=True), FORMAT),
    prices={"": 1},
    better="banana-pro",
)
PRO = Model(
    name="banana-pro",
    title="Nano Banana Pro",
    short="Pro",
    path="/nano-banana-pro",
    body=(COUNT, RESOLUTION.offering("1k"), RATIO, FORMAT, InputField()),
    prices={"": 3, "2k": 4, "4k": 6},
    usual_seconds=20,
    instead="banana",
)
BUILT_IN = (BANANA, PRO)


def price_list(models: tuple[Model, ...]) -> Mapping[str, int]:
    """Return the credits a picture, by `model` and, where a resolution has a price of its own, `model@resolution`."""
    return {
        f"{model.name}@{resolution}" if resolution else model.name: price
        for model in models
        for resolution, price in model.prices.items()
    }


#: Credits a picture, by model and resolution.
DEFAULT_PRICES = price_list(BUILT_IN)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What this bot sells: the catalogue after the owner's settings and models, without what the account lacks."""

    models: tuple[Model, ...] = BUILT_IN
    lacks: Lacks = field(default_factory=Lacks, compare=False, repr=False)

    def model(self, name: str, *, now: int | None = None) -> Model:
        """Return a model by its name, without what it lacks; with `now` as an order may try it.

        One that is no longer offered has that name for a title, and can do nothing.
        """
        known = next((m for m in self.models if m.name == name), None)
        known = known or Model(name=name, title=name, path="", is_retired=True)
        lacks = self.lacks.of(name, now=now)
        return known.lacking_all(lacks) if lacks else known

    def has(self, model: str, *, now: int | None = None) -> bool:
        """Return True if a model is on offer and the account has it; with `now` if an order may try."""
        return self.sells(model) and not WHOLE & self.lacks.of(model, now=now)

    @property
    def available(self) -> tuple[Model, ...]:
        """The models that can be ordered from, without what they lack."""
        return tuple(self.model(model.name) for model in self.models if self.has(model.name))

    @property
    def listed(self) -> tuple[Model, ...]:
        """The models that members read of: all, where none can be ordered from just now."""
        return self.available or self.models

    def sells(self, model: str) -> bool:
        """Return True if the model is on offer."""
        return not self.model(model).is_retired

    @property
    def price_mark(self) -> int:
        """Four digits that change with the prices: a form carries them, to tell which ones it was opened under."""
        return self.price_mark_of("")

    def price_mark_of(self, model: str) -> int:
        """Return the mark of a form that one model draws: another one that draws instead changes it, too."""
        return 1 + zlib.crc32((repr(sorted(price_list(self.models).items())) + model).encode()) % 9_999

    def cost(self, model: str, params: Params) -> int:
        """Return the credits that an order costs."""
        return self.model(model).cost(params)

    def instead(self, model: str) -> Model | None:
        """Return the model that takes input pictures where this one's account refuses them; None where none does."""
        other = self.model(self.model(model).instead)
        return other if other.inputs and self.has(other.name) else None

    def better(self, model: str) -> Model | None:
        """Return the model that a finished card offers to draw with next; None where there is none."""
        other = self.model(self.model(model).better)
        return other if self.has(other.name) else None

    def another(self, model: str) -> Model | None:
        """Return a model to try where this one can't be had; None where there is no other."""
        others = (m for m in self.available if m.name != model)
        return self.instead(model) or self.better(model) or next(others, None)

    @property
    def editors(self) -> tuple[Model, ...]:
        """The models that take input pictures."""
        return tuple(model for model in self.available if model.inputs)

    def preferred(self) -> Iterator[Option]:
        """Yield what members can prefer: `auto` follows a picture, and there it is the rule anyway."""
        for option in PREFERRED:
            choices = tuple(choice for choice in self.choices(option.name) if choice != INPUT_RATIO)
            if choices:
                yield replace(option, choices=choices)

    def choices(self, option: str) -> tuple[str | int, ...]:
        """Return what some model offers of an option, each once."""
        return tuple(dict.fromkeys(self._choices(option)))

    def _choices(self, option: str) -> Iterator[str | int]:
        for model in self.listed:
            yield from model.choices(option)
