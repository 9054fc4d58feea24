"""A host's file of models: it adds and changes them, and whatever is wrong in it is said in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.catalog import BUILT_IN, PRO, Model, Offer, Params
from bot.domain.errors import StartError
from bot.domain.models_file import READERS, read_models
from bot.i18n import LOCALES
from bot.settings import Settings

SKETCH = """
[sketch]
title = "Sketch"
path = "/acme/sketch"
price = 2
"""
FULL = """
[sketch]
title = "Sketch 2"
path = "/acme/sketch/edit"
description = { en = "Sketch a picture", fr = "Dessine une esquisse" }
price = { "2K" = 2, "4K" = 5 }
count = 2
ratios = ["1:1", "16:9"]
resolutions = ["2K", "4K"]
formats = ["jpeg"]
inputs = "image_urls"
max_inputs = 3
fields = { count = "n", ratio = "shape" }
seconds = 30
better = "banana-pro"
instead = "banana"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "models.toml"


def offer(file: Path, text: str, **settings: object) -> Offer:
    file.write_text(text, encoding="utf-8")
    return Settings(bot_models_file=str(file), **settings).offer()


def wrong(file: Path, text: str) -> str:
    with pytest.raises(StartError) as caught:
        offer(file, text)
    assert str(file) in str(caught.value) and "BOT_MODELS_FILE" in str(caught.value)
    return str(caught.value)


def added(key: str, value: str) -> str:
    """The text of a model with a field more, or with another value of one."""
    lines = [line for line in FULL.splitlines() if not line.startswith(f"{key} =")]
    return "\n".join([*lines, f"{key} = {value}"])


def test_a_few_lines_add_a_model_that_sends_only_its_prompt(file: Path) -> None:
    sold = offer(file, SKETCH)
    assert sold.models == (
        *BUILT_IN,
        Model(name="sketch", title="Sketch", path="/acme/sketch", body=(), prices={"": 2}),
    )
    assert sold.cost("sketch", Params()) == 2
    assert sold.model("sketch") not in sold.editors


def test_a_model_says_all_about_itself(file: Path) -> None:
    model = offer(file, FULL).model("sketch")
    assert (model.counts, model.ratios, model.resolutions) == ((1, 2), ("1:1", "16:9"), ("2K", "4K"))
    assert [field.wire for field in model.body] == ["n", "shape", "resolution", "output_format", "image_urls"]
    assert model.inputs is not None
    assert (model.inputs.as_objects, model.inputs.most) == (False, 3)
    assert [model.cost(Params(resolution=size, count=2)) for size in ("2K", "4K")] == [4, 10]
    assert (model.better, model.instead, model.usual_seconds) == ("banana-pro", "banana", 30)
    assert model.description["fr"] == "Dessine une esquisse"
    assert model.fit(Params()) == Params(ratio="1:1", format="jpeg", resolution="2K")


def test_the_file_changes_of_a_model_only_what_it_says_and_after_the_settings(file: Path) -> None:
    sold = offer(file, '[banana-pro]\npath = "/nano-banana-2"', higgsfield_resolutions=("2k", "1k"))
    pro = sold.model("banana-pro")
    assert (pro.path, pro.title, pro.resolutions, pro.prices) == (
        "/nano-banana-2",
        "Nano Banana Pro",
        ("2k", "1k"),
        PRO.prices,
    )
    assert offer(file, "[banana]\nprice = 7", bot_prices={"banana": 5}).cost("banana", Params(count=2)) == 14


def test_an_option_of_a_model_can_be_taken_away(file: Path) -> None:
    model = offer(file, '[banana]\nratios = []\ninputs = "none"').model("banana")
    assert [field.wire for field in model.body] == ["num_images", "output_format"]
    assert model.fit(Params()).ratio == ""


def test_the_documents_file_is_taken_and_names_every_field(file: Path) -> None:
    section = (Path(__file__).parents[3] / "docs/models.md").read_text(encoding="utf-8")
    sold = offer(file, section.split("```toml")[1].split("```")[0])
    assert sold.models[-1].name == "grok"
    assert sold.model("grok").ratio(None, has_input=False) == "1:1"
    assert set(READERS) <= set(re.findall(r"\b\w+\b", section))


def test_without_a_file_the_offer_is_the_catalogue() -> None:
    assert Settings().offer() == Offer()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("title", '""', "title: must be a text of 1 to 30 characters"),
        ("title", "3", "title: must be a text"),
        ("path", '"acme"', "path: must be a path of the vendor's API"),
        ("path", '"https://example.org/x"', "path: must be a path of the vendor's API"),
        ("path", '"/../files"', "path: must be a path of the vendor's API"),
        ("price", '"2"', "price: must be credits, 0 to 1000"),
        ("price", "-1", "price: must be credits"),
        ("price", "true", "price: must be credits"),
        ("price", '{ "2K" = 2 }', "price: says nothing of 4K"),
        ("price", '{ "2K" = 2, "4K" = 3, "8K" = 9 }', "price: 8K is not one of its resolutions"),
        ("count", "5", "count: must be a whole number, 1 to 4"),
        ("ratios", '"1:1"', "ratios: must be a list of texts"),
        ("ratios", '["wide"]', "ratios: must be a list of texts"),
        ("ratios", '["1:1", "1:1"]', "ratios: names a value twice"),
        ("ratios", str([f"1:{n}" for n in range(1, 27)]), "ratios: has 26 values; Discord shows 25 at most"),
        ("resolutions", str([f"{n}k" for n in range(1, 27)]), "resolutions: has 26 values; Discord shows 25 at most"),
        ("formats", '["bmp"]', "formats: must be a list of texts of png, jpeg"),
        ("inputs", '"image"', "inputs: must be input_images, image_urls, none"),
        ("max_inputs", "9", "max_inputs: must be a whole number, 1 to 8"),
        ("fields", '"n"', "fields: must be a table"),
        ("fields", '{ seed = "s" }', "fields: the model has no seed; it has count, format, inputs, ratio, resolution"),
        ("description", '{ tlh = "yIwev" }', f"description: tlh is not one of the languages {', '.join(LOCALES)}"),
        ("description", f'"{"x" * 101}"', "description: must be a text of 1 to 100 characters"),
        ("seconds", "0", "seconds: must be a whole number, 1 to 3600"),
        ("wrapped", '"yes"', "wrapped: must be true or false"),
        ("better", '"sketch"', "better: sketch is not a model"),
        ("instead", '"nobody"', "instead: nobody is not a model; there are banana, banana-pro"),
        ("resolution", '["2K"]', "resolution: is unknown; did you mean resolutions?"),
        ("zzz", "1", "zzz: is unknown; known are title, path"),
    ],
)
def test_a_wrong_field_is_named_in_words(file: Path, key: str, value: str, said: str) -> None:
    assert f"\n  [sketch] {said}" in wrong(file, added(key, value))


@pytest.mark.parametrize("key", ["title", "path", "price"])
def test_what_a_new_model_must_have_is_asked_for(file: Path, key: str) -> None:
    text = "\n".join(line for line in SKETCH.splitlines() if not line.startswith(key))
    assert f"[sketch] {key}: is missing" in wrong(file, text)


@pytest.mark.parametrize("name", ["quota", "history", "settings", "me", "last", "help"])
def test_a_name_that_is_a_command_is_refused(file: Path, name: str) -> None:
    assert f"[{name}] is a command already" in wrong(file, SKETCH.replace("[sketch]", f"[{name}]"))


@pytest.mark.parametrize("name", ['"Sketch"', '"a b"', '"été"', f"{'x' * 33}", '""'])
def test_a_name_that_can_not_be_a_command_is_refused(file: Path, name: str) -> None:
    assert "can't be a command: a name has 1 to 32 of" in wrong(file, SKETCH.replace("[sketch]", f"[{name}]"))


def test_every_wrong_entry_is_named_at_once(file: Path) -> None:
    said = wrong(file, SKETCH.replace("price = 2", 'price = "x"') + "\n[banana]\ncount = 9\nsketch = 1")
    assert "[sketch] price" in said and "[banana] count" in said and "[banana] sketch" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sketch = 1", "[sketch] must be a table"),
        ("[sketch\n", "is not valid TOML"),
        (
            "\n".join(SKETCH.replace("[sketch]", f"[s{n}]") for n in range(11 - len(BUILT_IN))),
            "there are 11 models; 10 at most fit",
        ),
    ],
)
def test_a_file_that_can_not_be_taken_says_why(file: Path, text: str, said: str) -> None:
    assert said in wrong(file, text)


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(StartError, match=r"models\.toml can't be read: No such file"):
        Settings(bot_models_file=str(file)).offer()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_in_every_encoding_that_can_be_told(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "models.toml"
    file.write_bytes(f'[banana]{end}title = "Böse Banane"{end}'.encode(encoding))
    assert read_models(file, BUILT_IN)[0].title == "Böse Banane"


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_bytes('[banana]\ntitle = "Böse Banane"\n'.encode("cp1252"))
    with pytest.raises(StartError, match="line 2: a letter is not written in UTF-8. Save the file as UTF-8"):
        read_models(file, BUILT_IN)
