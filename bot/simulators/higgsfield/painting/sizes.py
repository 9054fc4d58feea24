"""Sizes: how many pixels a ratio has, per model and resolution."""

from __future__ import annotations

SMALL = 64

BANANA_SIZES = {
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
}
PRO_SIZES = {  # at 1k
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
}
TIMES = {"1k": 1, "2k": 2, "4k": 4}


def pixels(*, pro: bool, ratio: str, resolution: str, like: tuple[int, int] | None, small: bool) -> tuple[int, int]:
    """Width and height of a picture; `auto` takes the ratio nearest to the input's, or a square."""
    sizes = PRO_SIZES if pro else BANANA_SIZES
    width, height = sizes[ratio] if ratio in sizes else _nearest(sizes, like or (1, 1))
    if small:
        scale = SMALL / max(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale))
    times = TIMES[resolution] if pro else 1
    return width * times, height * times


def _nearest(sizes: dict[str, tuple[int, int]], like: tuple[int, int]) -> tuple[int, int]:
    wanted = like[0] / like[1]
    return min(sizes.values(), key=lambda size: max(size[0] / size[1] / wanted, wanted * size[1] / size[0]))
