"""The models on offer: their parameters, limits and prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model that people can order from."""

    name: str  # as in the command: banana, banana-pro
    title: str  # as on the card
    path: str  # of the vendor's endpoint
    resolutions: tuple[str, ...] = ()
    usual_seconds: int = 12  # until past jobs say better


BANANA = Model(name="banana", title="Nano Banana", path="/nano-banana")
PRO = Model(
    name="banana-pro",
    title="Nano Banana Pro",
    path="/nano-banana-pro",
    resolutions=RESOLUTIONS,
    usual_seconds=20,
)
MODELS: Mapping[str, Model] = {model.name: model for model in (BANANA, PRO)}

#: Credits a picture, by model and resolution.
DEFAULT_PRICES: Mapping[str, int] = {"banana": 1, "banana-pro": 3, "banana-pro@2k": 4, "banana-pro@4k": 6}


@dataclass(frozen=True, kw_only=True)
class Params:
    """What is asked of a model beside the prompt."""

    count: int = 1
    ratio: str = DEFAULT_RATIO
    format: str = "png"
    resolution: str | None = None  # only where the model has a choice


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What this bot sells: the catalogue after the host's settings."""

    prices: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PRICES)
    ratios: tuple[str, ...] = RATIOS
    resolutions: tuple[str, ...] = ("1k",)
    pro_inputs: bool = True  # may an input picture go to banana-pro

    def cost(self, model: str, params: Params) -> int:
        """Return the credits that an order costs."""
        priced = f"{model}@{params.resolution}"
        return params.count * self.prices.get(priced, self.prices[model])

    def sells(self, model: str) -> bool:
        """Tell whether the model is on offer."""
        return model in self.prices

    def takes_inputs(self, model: str) -> bool:
        """Tell whether the model may be given input pictures."""
        return self.pro_inputs or model != PRO.name


def effective_ratio(chosen: str | None, *, has_input: bool) -> str:
    """Return the ratio to order: `auto` follows an input picture and means nothing without one."""
    if has_input:
        return chosen or INPUT_RATIO
    return DEFAULT_RATIO if chosen in (None, INPUT_RATIO) else chosen
