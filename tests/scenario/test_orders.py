"""What a command says is what the vendor gets, to the letter."""

from __future__ import annotations

import asyncio
import gc
import io
from typing import Any

import discord
import pytest
from PIL import Image

Studio = Any
PLAIN = {"prompt": "a cat", "num_images": 1, "aspect_ratio": "4:3", "output_format": "png"}
BANANA = PLAIN | {"input_images": []}
PRO = PLAIN | {"resolution": "1k"}
CHARGED = [("reserve", 1), ("settle", 0)]


@pytest.mark.parametrize(
    ("command", "options", "body", "cost"),
    [
        ("banana", {}, BANANA, 1),
        ("banana", {"count": 4}, BANANA | {"num_images": 4}, 4),
        ("banana", {"aspect_ratio": "3:2"}, BANANA | {"aspect_ratio": "3:2"}, 1),
        ("banana", {"aspect_ratio": "auto"}, BANANA, 1),
        ("banana", {"format": "jpeg"}, BANANA | {"output_format": "jpeg"}, 1),
        ("banana-pro", {}, PRO, 3),
        ("banana-pro", {"count": 2, "resolution": "1k"}, PRO | {"num_images": 2}, 6),
        ("banana-pro", {"aspect_ratio": "1:1"}, PRO | {"aspect_ratio": "1:1"}, 3),
        ("banana-pro", {"format": "jpeg"}, PRO | {"output_format": "jpeg"}, 3),
    ],
)
async def test_each_option_reaches_the_vendor(
    studio: Studio, command: str, options: dict[str, Any], body: dict[str, Any], cost: int
) -> None:
    call, card = await studio.finish(command=command, **options)
    assert studio.sent() == [body]
    assert studio.ledger(call) == [("reserve", cost), ("settle", 0)]
    assert len(card.media) == body["num_images"]


@pytest.mark.parametrize(("resolution", "cost"), [("2k", 4), ("4k", 6)])
async def test_pro_is_dearer_when_larger(closed_studio: Studio, resolution: str, cost: int) -> None:
    await closed_studio.start(higgsfield_resolutions="1k,2k,4k")
    call, card = await closed_studio.finish(command="banana-pro", resolution=resolution)
    assert closed_studio.sent() == [PRO | {"resolution": resolution}]
    assert closed_studio.ledger(call) == [("reserve", cost), ("settle", 0)]
    assert f"{resolution} · " in card.text


async def test_a_larger_pro_is_not_offered_until_the_host_allows_it(studio: Studio) -> None:
    command, _ = studio.fake_discord.commands.find(None, name="banana-pro", kind=1)
    choices = {o["name"]: [c["value"] for c in o.get("choices", [])] for o in command["options"]}
    assert choices["resolution"] == ["1k"]
    assert choices["aspect_ratio"] == ["auto", "1:1", "4:3", "3:4", "3:2"]
    assert choices["format"] == ["png", "jpeg"]


@pytest.mark.parametrize("command", ["banana", "banana-pro"])
@pytest.mark.parametrize(("chosen", "ordered"), [({}, "auto"), ({"aspect_ratio": "3:4"}, "3:4")])
async def test_a_picture_to_edit_keeps_its_shape_unless_chosen(
    studio: Studio, picture: bytes, command: str, chosen: dict[str, str], ordered: str
) -> None:
    await studio.finish(command=command, image=("red.png", picture), **chosen)
    (body,) = studio.sent()
    assert body["aspect_ratio"] == ordered
    (image,) = body["input_images"]
    assert image["type"] == "image_url" and image["image_url"].startswith(studio.vendor.url)


@pytest.mark.parametrize("command", ["banana", "banana-pro"])
async def test_a_phones_picture_arrives_upright_without_its_place_and_no_larger_than_useful(
    studio: Studio, photo: bytes, command: str
) -> None:
    _, card = await studio.finish(command=command, image=("IMG_1.jpg", photo))
    (request,) = studio.vendor.requests.values()
    shown = [file.data for file in card.attachments if file.filename == "input.jpg"]
    for data in (*request.inputs, *shown):
        image = Image.open(io.BytesIO(data))
        assert not image.getexif() and b"Secret Maker" not in data
        assert image.height > image.width and max(image.size) <= 2048
        top = image.convert("RGB").getpixel((image.width // 2, 3))
        assert top[0] > 200 and top[2] < 60, "red was on top"
    assert len(request.inputs) == len(shown) == 1


async def test_without_an_upload_the_picture_is_sent_as_discords_link(studio: Studio, picture: bytes) -> None:
    studio.terms(uploads=False)
    call, _ = await studio.finish(image=("red.png", picture))
    (body,) = studio.sent()
    assert body["input_images"][0]["image_url"].startswith(f"{studio.fake_discord.url}/cdn/")
    assert studio.ledger(call) == CHARGED


async def test_the_alias_wraps_the_same_order(closed_studio: Studio) -> None:
    await closed_studio.start(higgsfield_alias=True)
    await closed_studio.finish()
    assert closed_studio.sent() == [BANANA]
    posts = [c.path for c in closed_studio.vendor.calls if c.method == "POST"]
    assert [path for path in posts if not path.startswith("/estimate/")] == ["/v1/text2image/nano-banana"]


@pytest.mark.parametrize("word", ["v1", "v2", "unknown", "wrongtype", "fast"])
async def test_whatever_shape_the_vendor_answers_in_the_picture_comes(studio: Studio, word: str) -> None:
    call, card = await studio.finish(f"a cat [{word}]")
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_the_credentials_go_to_the_api_alone(studio: Studio, picture: bytes) -> None:
    await studio.finish(image=("red.png", picture))
    assert studio.vendor.leaks == []


async def test_an_event_that_comes_twice_is_one_order(studio: Studio) -> None:
    studio.fake_discord.faults.twice()
    call, card = await studio.finish()
    assert (studio.orders, studio.posts) == (1, 1)
    assert studio.ledger(call) == CHARGED
    assert [m.id for m in studio.fake_discord.messages()] == [card.id]


async def test_in_a_direct_line_it_is_the_same(studio: Studio, picture: bytes) -> None:
    call, card = await studio.finish(channel="dm", image=("red.png", picture))
    assert [m.id for m in studio.person().dm()] == [card.id]
    assert studio.ledger(call) == CHARGED


async def test_the_longest_prompt_goes_out_whole(studio: Studio) -> None:
    await studio.finish("x" * 2_000)
    assert studio.sent()[-1]["prompt"] == "x" * 2_000


async def test_one_listener_hears_of_a_command_and_none_of_its_answer(studio: Studio) -> None:
    """Each is a task, which hundreds of commands at once feel."""
    loop, heard = asyncio.get_running_loop(), list[str]()

    def noted(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        if work.__qualname__ == "Client._run_event":
            heard.append(work.cr_frame.f_locals["event_name"])
        return asyncio.Task(work, loop=loop, **options)

    loop.set_task_factory(noted)
    call = await studio.order("a cat [slow]")
    await studio.taken(call.message)  # by an edit, which comes back as well
    loop.set_task_factory(None)
    assert heard.count("on_interaction") == 1
    assert not [event for event in heard if "message" in event]


async def test_neither_a_command_nor_a_press_is_left_to_the_collector(studio: Studio) -> None:
    """Each holds some fifteen objects, and hundreds come at once."""
    gc.collect()
    gc.disable()
    try:
        _, card = await studio.finish()
        await studio.ended(await studio.press(card, "again"))
        await studio.until(lambda: not any(isinstance(one, discord.Interaction) for one in gc.get_objects()), timeout=5)
    finally:
        gc.enable()
