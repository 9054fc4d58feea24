"""The catalogue: what a model offers, and what the bot sells of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.catalog import (
    BANANA,
    DEFAULT_PRICES,
    FORMAT,
    MORE_RATIOS,
    PRO,
    RATIO,
    RESOLUTION,
    Offer,
    Params,
    price_list,
)
from bot.settings import Settings

SQUARE = Params(ratio="1:1")


def settings(**changes: object) -> Offer:
    return Settings(**changes).offer()


def test_the_two_built_in_models_are_the_documents() -> None:
    assert [field.wire for field in BANANA.body] == ["num_images", "aspect_ratio", "input_images", "output_format"]
    assert [option.wire for option in PRO.options] == ["num_images", "aspect_ratio", "resolution", "output_format"]
    assert price_list((BANANA, PRO)) == {"banana": 1, "banana-pro": 3, "banana-pro@2k": 4, "banana-pro@4k": 6}
    assert price_list((BANANA, PRO)).items() <= DEFAULT_PRICES.items()
    assert [model.title for model in Offer().models][:2] == ["Nano Banana", "Nano Banana Pro"]


@pytest.mark.parametrize(
    ("chosen", "has_input", "ordered"),
    [
        (None, False, "4:3"),
        (None, True, "auto"),
        ("auto", False, "4:3"),
        ("auto", True, "auto"),
        ("1:1", False, "1:1"),
        ("1:1", True, "1:1"),
    ],
)
def test_a_picture_keeps_its_shape_unless_another_is_chosen(chosen: str | None, has_input: bool, ordered: str) -> None:
    assert BANANA.ratio(chosen, has_input=has_input) == ordered


def test_a_model_without_auto_gives_a_picture_its_first_shape() -> None:
    square = BANANA.having(RATIO.offering("1:1", "16:9"))
    assert square.ratio(None, has_input=True) == "1:1"
    assert square.ratio("auto", has_input=True) == "1:1"
    assert square.ratio("16:9", has_input=True) == "16:9"
    assert BANANA.lacking("ratio").ratio("16:9", has_input=True) == ""


def test_an_order_for_another_model_takes_its_defaults_for_what_that_one_lacks() -> None:
    assert PRO.fit(SQUARE) == Params(ratio="1:1", resolution="1k")
    assert BANANA.fit(Params(ratio="1:1", resolution="4k")) == SQUARE
    assert BANANA.having(RATIO.offering("16:9")).fit(SQUARE).ratio == "16:9"
    assert BANANA.fit(Params(ratio="auto"), has_input=True).ratio == "auto"


def test_the_first_choice_is_the_usual_one() -> None:
    assert RESOLUTION.offering("2k", "1k").default == "2k"
    assert RATIO.offering("auto", "16:9").default == "16:9"
    assert RATIO.offering("auto").default == "auto"
    assert FORMAT.offering("jpeg").default == "jpeg"


def test_a_price_is_by_the_picture_and_by_the_size() -> None:
    assert [Offer().cost("banana", Params(count=n)) for n in (1, 4)] == [1, 4]
    assert [Offer().cost("banana-pro", Params(resolution=size)) for size in ("1k", "2k", "4k")] == [3, 4, 6]


@pytest.mark.parametrize(("size", "cost"), [("2K", 2), ("4K", 5), (None, 2), ("8K", 5)])
def test_a_size_that_has_no_price_is_never_free(size: str | None, cost: int) -> None:
    sketch = replace(PRO.having(RESOLUTION.offering("2K", "4K")), prices={"2K": 2, "4K": 5})
    assert sketch.cost(Params(resolution=size)) == cost


def test_settings_set_up_the_built_in_models() -> None:
    priced = {"banana": 2, "banana-pro": 5, "banana-pro@2k": 6}
    assert priced.items() <= price_list(settings(bot_prices=priced).models).items()
    assert settings(higgsfield_more_ratios=True).model("banana-pro").ratios == (*PRO.ratios, *MORE_RATIOS)
    assert settings(higgsfield_resolutions=("2k", "4k")).model("banana-pro").resolutions == ("2k", "4k")
    assert PRO.name not in {model.name for model in settings(higgsfield_pro_input_images=False).editors}
    assert settings(higgsfield_alias=True).model("banana").path == "/v1/text2image/nano-banana"
    assert settings(higgsfield_alias=True).model("banana-pro") == PRO


def test_a_model_that_left_the_offer_keeps_its_name_and_can_do_nothing() -> None:
    gone = Offer().model("sketch")
    assert (gone.title, gone.is_retired, gone.name) == ("sketch", True, "sketch")
    assert not Offer().sells("sketch") and Offer().sells("banana")
    assert gone.inputs is None and not gone.options


def test_each_model_names_the_one_to_go_on_with() -> None:
    offer = Offer()
    assert offer.better("banana") == PRO and offer.better("banana-pro") is None
    assert offer.instead("banana-pro") == BANANA and offer.instead("banana") is None
    assert [offer.another(name).name for name in ("banana", "banana-pro", "sketch")] == [
        "banana-pro",
        "banana",
        "banana",
    ]
    assert Offer(models=(PRO,)).instead("banana-pro") is None
