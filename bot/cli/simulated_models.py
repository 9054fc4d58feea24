"""An offer's models as the simulated Higgsfield serves them, so that it can draw with the owner's own too."""

from __future__ import annotations

from bot.domain.catalog import INPUT_RATIO, Model, Offer
from bot.simulators.higgsfield import models as simulator

SIDE = 1024  # pixels of a square, at the first resolution
MOST_SCALE = 4


def simulated_models(offer: Offer) -> tuple[simulator.Model, ...]:
    """Return the models that the simulator doesn't serve by itself."""
    known = {path for model in simulator.BUILT_IN for path in (model.path, model.wrapped_path)}
    return tuple(_simulated(model) for model in offer.models if model.path not in known)


def _simulated(model: Model) -> simulator.Model:
    ratios = [ratio for ratio in model.ratios if ratio != INPUT_RATIO] or ["1:1"]
    formats = tuple(map(str, model.choices("format"))) or ("png",)
    inputs = model.inputs
    return simulator.Model(
        name=model.path.strip("/").replace("/", "-"),
        path=f"/flat{model.path}" if model.is_wrapped else model.path,
        wrapped_path=model.path if model.is_wrapped else "",
        credits=float(model.cost(model.params({}))),
        sizes={ratio: _size(ratio) for ratio in ratios},
        takes_auto=INPUT_RATIO in model.ratios,
        default_ratio=ratios[0],
        scales={name: min(MOST_SCALE, 2**n) for n, name in enumerate(model.resolutions)},
        formats=formats,
        default_format=formats[0],
        most_images=model.counts[-1],
        takes_inputs=inputs is not None,
        inputs_field=inputs.wire if inputs else "input_images",
        inputs_are_objects=inputs.as_objects if inputs else True,
        most_inputs=inputs.most if inputs else 0,
    )


def _size(ratio: str) -> tuple[int, int]:
    width, height = map(int, ratio.split(":"))
    scale = SIDE / (width * height) ** 0.5
    return round(width * scale), round(height * scale)
