"""The order's body is exactly the document's: a misspelt key would be ignored there, and charged."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.catalog import PRO, RATIO, RESOLUTION, InputField, Model, Offer
from bot.domain.errors import VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import Submission, requests
from bot.settings import Settings

THIRD = Model(
    name="third",
    title="A third model",
    path="/some/third-model",
    body=(
        replace(RATIO.offering("1:1", "16:9"), wire="shape"),
        RESOLUTION.offering("2K", "4K"),
        InputField(wire="image_urls", as_objects=False),
    ),
)


def build(submission: Submission, *, alias: bool = False, model: Model | None = None) -> tuple[str, dict[str, object]]:
    offer = Settings(higgsfield_alias=alias).offer()
    return requests.build(submission, model or offer.model(submission.model))


def test_a_plain_order_is_the_documents_example(order: Any) -> None:
    path, body = build(order("Your prompt"))
    assert path == "/nano-banana"
    assert json.dumps(body) == (
        '{"prompt": "Your prompt", "num_images": 1, "aspect_ratio": "4:3", "input_images": [], "output_format": "png"}'
    )


def test_an_input_picture_has_the_two_keys_and_no_other(order: Any) -> None:
    _, body = build(order(input_urls=("https://a/1.png", "https://a/2.png"), ratio="auto", count=4, format="jpeg"))
    assert body == {
        "prompt": "a red fox in snow",
        "num_images": 4,
        "aspect_ratio": "auto",
        "input_images": [
            {"type": "image_url", "image_url": "https://a/1.png"},
            {"type": "image_url", "image_url": "https://a/2.png"},
        ],
        "output_format": "jpeg",
    }


def test_pro_adds_the_resolution_and_has_no_inputs_key_without_inputs(order: Any) -> None:
    path, body = build(order("Your prompt", model="banana-pro", resolution="1k"))
    assert path == "/nano-banana-pro"
    assert json.dumps(body) == (
        '{"prompt": "Your prompt", "num_images": 1, "resolution": "1k", "aspect_ratio": "4:3", "output_format": "png"}'
    )


def test_pro_sends_inputs_when_there_are_any(order: Any) -> None:
    _, body = build(order(model="banana-pro", resolution="2k", input_urls=("https://a/1.png",)))
    assert body["input_images"] == [{"type": "image_url", "image_url": "https://a/1.png"}]
    assert body["resolution"] == "2k"


def test_the_alias_wraps_nano_banana_in_params(order: Any) -> None:
    path, body = build(order("x"), alias=True)
    assert path == "/v1/text2image/nano-banana"
    assert body == {"params": build(order("x"))[1]}


def test_pro_has_no_alias(order: Any) -> None:
    assert build(order(model="banana-pro"), alias=True) == build(order(model="banana-pro"))


def test_auto_is_not_sent_without_an_input_picture(order: Any) -> None:
    assert build(order(ratio="auto"))[1]["aspect_ratio"] == "4:3"


def test_a_model_that_left_the_catalogue_is_refused(order: Any) -> None:
    with pytest.raises(VendorRefused) as caught:
        build(order(model="banana-mini"))
    assert caught.value.reason is Failure.MODEL_MISSING


def test_a_model_that_takes_no_pictures_is_not_sent_any(order: Any) -> None:
    with pytest.raises(VendorRefused) as caught:
        build(order(model="banana-pro", input_urls=("https://a/1.png",)), model=PRO.without_inputs())
    assert caught.value.reason is Failure.INPUT_UNWANTED


def test_another_model_gets_the_fields_of_its_record_and_no_other(order: Any) -> None:
    path, body = build(order("x", ratio="16:9", resolution="4K", count=1), model=THIRD)
    assert path == "/some/third-model"
    assert json.dumps(body) == '{"prompt": "x", "shape": "16:9", "resolution": "4K"}'


def test_another_model_may_take_the_plain_addresses_of_pictures(order: Any) -> None:
    _, body = build(order("x", ratio="1:1", input_urls=("https://a/1.png", "https://a/2.png")), model=THIRD)
    assert body["image_urls"] == ["https://a/1.png", "https://a/2.png"]
    assert body["resolution"] == "2K", "what was not said is the record's own"


def test_every_model_of_the_catalogue_sends_what_it_offers(order: Any) -> None:
    for model in Offer().models:
        _, body = build(order(model=model.name))
        assert {option.wire for option in model.options} <= set(body)
