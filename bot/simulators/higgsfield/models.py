"""The models of the simulated API as one table: path, body, ratios, sizes and price of each.

Routes, validation, estimates, job sets and pictures all follow from it. `/nano-banana` and `/nano-banana-pro` are
always there; `AccountOptions(models=…)` adds others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CREDITS_PER_DOLLAR = 16
ANY_RATIO = "auto"
SMALL = 64  # pixels of the longer side, where the account paints small

Size = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model: where it is called, what its body may ask for, and what a picture costs."""

    name: str
    path: str
    credits: float  # a picture
    sizes: Mapping[str, Size]  # pixels by ratio, at the first resolution
    wrapped_path: str = ""  # the older path, whose fields live inside "params"
    takes_auto: bool = True  # whether "auto" is among the ratios
    default_ratio: str = "4:3"
    # By resolution, the first one the default; a model with {} has no such field.
    scales: Mapping[str, float] = field(default_factory=dict)
    formats: tuple[str, ...] = ("png", "jpeg")
    default_format: str = "jpeg"
    most_images: int = 4
    takes_inputs: bool = True
    inputs_field: str = "input_images"
    inputs_are_objects: bool = True  # {"type": "image_url", "image_url": …}; False: the bare addresses
    most_inputs: int = 8

    @property
    def ratios(self) -> tuple[str, ...]:
        """The values of aspect_ratio."""
        return ((ANY_RATIO,) if self.takes_auto else ()) + tuple(self.sizes)

    @property
    def resolutions(self) -> tuple[str, ...]:
        """The values of resolution, or () for a model without that field."""
        return tuple(self.scales)

    def pixels(self, *, ratio: str, resolution: str, like: Size | None = None, small: bool = False) -> Size:
        """Return a picture's width and height; "auto" takes the ratio nearest to the input's, or a square."""
        width, height = self.sizes[ratio] if ratio in self.sizes else _nearest(self.sizes, like or (1, 1))
        scale = SMALL / max(width, height) if small else self.scales.get(resolution, 1)
        return max(1, round(width * scale)), max(1, round(height * scale))


def _nearest(sizes: Mapping[str, Size], like: Size) -> Size:
    wanted = like[0] / like[1]
    return min(sizes.values(), key=lambda size: max(size[0] / size[1] / wanted, wanted * size[1] / size[0]))


NANO_BANANA = Model(
    name="nano-banana",
    path="/nano-banana",
    wrapped_path="/v1/text2image/nano-banana",
    credits=1.0,
    sizes={
        "1:1": (1024, 1024),
        "4:3": (1184, 864),
        "3:4": (864, 1184),
        "3:2": (1248, 832),
        "2:3": (832, 1248),
        "5:4": (1152, 896),
        "4:5": (896, 1152),
        "16:9": (1344, 768),
        "9:16": (768, 1344),
        "21:9": (1536, 672),
    },
)
NANO_BANANA_PRO = Model(
    name="nano-banana-pro",
    path="/nano-banana-pro",
    credits=3.0,
    sizes={
        "1:1": (1024, 1024),
        "4:3": (1200, 896),
        "3:4": (896, 1200),
        "3:2": (1264, 848),
        "2:3": (848, 1264),
        "5:4": (1152, 928),
        "4:5": (928, 1152),
        "16:9": (1376, 768),
        "9:16": (768, 1376),
        "21:9": (1584, 672),
    },
    scales={"1k": 1, "2k": 2, "4k": 4},
)
BUILT_IN = (NANO_BANANA, NANO_BANANA_PRO)
