"""The owner's own models: a TOML file with a table each, which adds a model to the catalogue or changes one of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.domain.catalog import COUNT, COUNTS, FORMAT, FORMATS, MAX_INPUTS, RATIO, RESOLUTION, InputField, Model, Option
from bot.domain.errors import StartError
from bot.domain.limits import DESCRIPTION_LENGTH, MOST_CHOICES, MOST_RADIO_OPTIONS
from bot.i18n import LOCALES, sources
from bot.runtime.text_files import UnreadableText, read_text

LONGEST_TITLE = 30  # characters: a form's own title has 45, with a word or two beside it
NAME = r"[a-z0-9-]{1,32}"
INPUTS = {"input_images": InputField(), "image_urls": InputField(wire="image_urls", as_objects=False), "none": None}

Table = Mapping[str, Any]  # as TOML has it


class _Wrong(ValueError):
    """A value can't be taken; the message completes the sentence that the field's name begins."""


def read_models(path: Path, models: Sequence[Model]) -> tuple[Model, ...]:
    """Return the models with those of the file; raises StartError naming each wrong entry and field in words."""
    try:
        entries = tomllib.loads(read_text(path).replace("\r\n", "\n"))
    except OSError as error:
        raise StartError(f"BOT_MODELS_FILE: {path} can't be read: {error.strerror}") from None
    except UnreadableText as error:
        raise StartError(f"BOT_MODELS_FILE: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise StartError(f"BOT_MODELS_FILE: {path} is not valid TOML: {error}") from None
    wrong: list[str] = []
    known = {model.name: model for model in models}
    for name, entry in entries.items():
        model = _model(name, entry, known.get(name), wrong)
        if model is not None:
            known[name] = model
    wrong += _wrong_among(known, entries)
    if wrong:
        raise StartError("\n  ".join([f"BOT_MODELS_FILE: {path} is wrong:", *wrong]))
    return tuple(known.values())


def _model(name: str, entry: object, base: Model | None, wrong: list[str]) -> Model | None:
    """Return a model as an entry has it: a new one sends only what is named. What is wrong is added to `wrong`."""
    problems = list(_wrong_name(name) if base is None else ())
    values: dict[str, Any] = {}
    if isinstance(entry, dict):
        problems += _read_fields(entry, values)
        problems += () if base else [f"{key}: is missing" for key in ("title", "path", "price") if key not in entry]
    else:
        problems.append("must be a table: title, path, price and so on stand under it")
    if not problems:
        try:
            return _apply(values, base or Model(name=name, title=name, path=""))
        except _Wrong as error:
            problems.append(str(error))
    wrong += [f"[{name}] {problem}" for problem in problems]
    return None


def _wrong_name(name: str) -> Sequence[str]:
    if not re.fullmatch(NAME, name):
        return ["can't be a command: a name has 1 to 32 of a-z, 0-9 and -"]
    return ["is a command already: choose another name"] if name in _commands() else []


def _commands() -> set[str]:
    """Return the names of the bot's own commands, in all languages."""
    texts = "\n".join(text for locale in LOCALES for text in sources(locale))
    return set(re.findall(rf"^command-[a-z-]+ = ({NAME})$", texts, re.MULTILINE))


def _read_fields(entry: Table, values: dict[str, Any]) -> list[str]:
    """Read an entry's fields into `values`; returns what is wrong with them."""
    problems = []
    for key, value in entry.items():
        if key not in READERS:
            near = get_close_matches(key, READERS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(READERS)}"
            problems.append(f"{key}: is unknown; {hint}")
            continue
        try:
            values[key] = READERS[key](value)
        except _Wrong as error:
            problems.append(f"{key}: {error}")
    return problems


def _apply(values: Table, base: Model) -> Model:
    model = replace(base, **{_FIELDS[key]: value for key, value in values.items() if key in _FIELDS})
    for key, option in _CHOICES.items():
        if key in values:
            model = _with_choices(model, option, values[key])
    model = _with_inputs(model, values)
    model = _with_names(model, values.get("fields", {}))
    if unpriced := [size for size in model.resolutions if not {size, ""} & model.prices.keys()]:
        raise _Wrong(f"price: says nothing of {', '.join(unpriced)}")
    if unknown := [size for size in model.prices if size and "price" in values and size not in model.resolutions]:
        raise _Wrong(f"price: {', '.join(unknown)} is not one of its resolutions")
    return model


def _with_choices(model: Model, option: Option, choices: tuple[str | int, ...]) -> Model:
    """Return the model with these choices of an option; without it where there are none."""
    if not choices:
        return model.lacking(option.name)
    return model.having((model.option(option.name) or option).offering(*choices))


def _with_inputs(model: Model, values: Table) -> Model:
    if "inputs" in values:
        kind = INPUTS[values["inputs"]]
        model = model.without_inputs()
        model = replace(model, body=(*model.body, kind)) if kind else model
    if "max_inputs" in values:
        body = (replace(f, most=values["max_inputs"]) if isinstance(f, InputField) else f for f in model.body)
        model = replace(model, body=tuple(body))
    return model


def _with_names(model: Model, names: Mapping[str, str]) -> Model:
    """Return the model with other names of fields in the request's body."""
    has = {_field_name(f) for f in model.body}
    if absent := [name for name in names if name not in has]:
        raise _Wrong(f"fields: the model has no {', '.join(absent)}; it has {', '.join(sorted(has))}")
    return replace(model, body=tuple(replace(f, wire=names.get(_field_name(f), f.wire)) for f in model.body))


def _field_name(field: Option | InputField) -> str:
    return field.name if isinstance(field, Option) else "inputs"


def _wrong_among(known: Mapping[str, Model], entries: Table) -> list[str]:
    """Return what is wrong between the models."""
    wrong = [
        f"[{model.name}] {key}: {other} is not a model; there are {', '.join(known)}"
        for model in known.values()
        for key, other in (("better", model.better), ("instead", model.instead))
        if other and (other not in {*known, *entries} or other == model.name)
    ]
    wrong += (
        [f"there are {len(known)} models; {MOST_RADIO_OPTIONS} at most fit"] if len(known) > MOST_RADIO_OPTIONS else []
    )
    return wrong


# values


def _text(value: object, *, most: int = 200) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise _Wrong(f"must be a text of 1 to {most} characters")
    return value.strip()


def _path(value: object) -> str:
    if not re.fullmatch(r"(/[\w~-][\w.~-]*)+", _text(value), re.ASCII):
        raise _Wrong("must be a path of the vendor's API, like /nano-banana")
    return str(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("must be true or false")
    return value


def _number(value: object, *, least: int = 1, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _Wrong(f"must be a whole number, {least} to {most}")
    return value


def _price(value: object) -> Mapping[str, int]:
    prices = value if isinstance(value, dict) else {"": value}
    try:
        return {size: _number(price, least=0, most=1000) for size, price in prices.items()}
    except _Wrong:
        raise _Wrong('must be credits, 0 to 1000, or such a number for each resolution: { "1k" = 2 }') from None


def _ratios(value: object) -> tuple[str, ...]:
    return _list(value, r"auto|[1-9]\d?:[1-9]\d?", 'like ["auto", "1:1", "16:9"]')


def _resolutions(value: object) -> tuple[str, ...]:
    return _list(value, r"[\w.:-]{1,20}", 'like ["1k", "2k"]')


def _formats(value: object) -> tuple[str, ...]:
    return _list(value, "|".join(FORMATS), f"of {', '.join(FORMATS)}")


def _list(value: object, pattern: str, example: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and re.fullmatch(pattern, v) for v in value):
        raise _Wrong(f"must be a list of texts {example}")
    if len(value) > MOST_CHOICES:
        raise _Wrong(f"has {len(value)} values; Discord shows {MOST_CHOICES} at most")
    if len(set(value)) < len(value):
        raise _Wrong("names a value twice")
    return tuple(value)


def _counts(value: object) -> tuple[int, ...]:
    most = _number(value, most=COUNTS[-1])
    return tuple(range(1, most + 1)) if most > 1 else ()


def _description(value: object) -> Mapping[str, str]:
    texts = value if isinstance(value, dict) else {"en": value}
    if unknown := [locale for locale in texts if locale not in LOCALES]:
        raise _Wrong(f"{', '.join(unknown)} is not one of the languages {', '.join(LOCALES)}")
    return {locale: _text(text, most=DESCRIPTION_LENGTH) for locale, text in texts.items()}


def _inputs(value: object) -> str:
    if value not in INPUTS:
        raise _Wrong(f"must be {', '.join(INPUTS)}")
    return str(value)


def _fields(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _Wrong('must be a table like { count = "n" }')
    return {name: _text(wire) for name, wire in value.items()}


#: The fields of an entry, each with what reads it.
READERS: Mapping[str, Callable[[object], object]] = {
    "title": lambda value: _text(value, most=LONGEST_TITLE),
    "path": _path,
    "wrapped": _flag,
    "description": _description,
    "price": _price,
    "count": _counts,
    "ratios": _ratios,
    "resolutions": _resolutions,
    "formats": _formats,
    "inputs": _inputs,
    "max_inputs": lambda value: _number(value, most=MAX_INPUTS),
    "fields": _fields,
    "seconds": lambda value: _number(value, most=3600),
    "better": lambda value: _text(value, most=32),
    "instead": lambda value: _text(value, most=32),
}
#: Fields of an entry that are fields of the record, by the names there.
_FIELDS = {
    "title": "title",
    "path": "path",
    "wrapped": "is_wrapped",
    "description": "description",
    "price": "prices",
    "seconds": "usual_seconds",
    "better": "better",
    "instead": "instead",
}
_CHOICES = {"count": COUNT, "ratios": RATIO, "resolutions": RESOLUTION, "formats": FORMAT}
