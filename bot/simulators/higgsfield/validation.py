"""The bodies of a submit and an upload: read by the model's table, and refused with FastAPI's 422."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from yarl import URL

from bot.simulators.higgsfield.models import Model

ONLY_RESOLUTION = "1k"  # of a model without that field
UPLOAD_TYPES = ("image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif")
LONGEST_URL = 2083

Loc = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a valid body asks for."""

    model: Model
    prompt: str
    num_images: int
    aspect_ratio: str
    output_format: str
    resolution: str
    input_urls: tuple[str, ...]
    params: Mapping[str, Any]  # the body as sent, for the job set's echo

    @property
    def credits(self) -> float:
        """The credits that all its pictures cost."""
        return self.model.credits * self.num_images


class Invalid(Exception):
    """A body that breaks the schema; `problems` is the 422's detail."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class _Form:
    """A body being read, with all its problems: pydantic doesn't stop at the first either."""

    def __init__(self, body: Mapping[str, Any], loc: Loc) -> None:
        self.body = body
        self.loc = loc
        self.problems: list[dict[str, Any]] = []

    def add(self, kind: str, loc: Loc, msg: str, value: object, **ctx: object) -> None:
        problem: dict[str, Any] = {"type": kind, "loc": [*self.loc, *loc], "msg": msg, "input": value}
        self.problems.append(problem | ({"ctx": ctx} if ctx else {}))

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if name not in self.body:
            self.add("missing", (name,), "Field required", dict(self.body))
        elif not isinstance(value, str):
            self.add("string_type", (name,), "Input should be a valid string", value)
        elif not value.strip():
            self.add("string_too_short", (name,), "String should have at least 1 character", value, min_length=1)
        return value if isinstance(value, str) else ""

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.body.get(name, default)
        if value not in allowed:
            expected = ", ".join(f"'{a}'" for a in allowed[:-1]) + f" or '{allowed[-1]}'"
            self.add("literal_error", (name,), f"Input should be {expected}", value, expected=expected)
            return default
        return str(value)

    def count(self, name: str, low: int, high: int) -> int:
        value = self.body.get(name, low)
        if not isinstance(value, int) or isinstance(value, bool):
            self.add("int_type", (name,), "Input should be a valid integer", value)
            return low
        if value < low:
            msg = f"Input should be greater than or equal to {low}"
            self.add("greater_than_equal", (name,), msg, value, ge=low)
        elif value > high:
            msg = f"Input should be less than or equal to {high}"
            self.add("less_than_equal", (name,), msg, value, le=high)
        return value

    def inputs(self, name: str, most: int, *, objects: bool) -> tuple[str, ...]:
        value = self.body.get(name, [])
        if not isinstance(value, list):
            self.add("list_type", (name,), "Input should be a valid list", value)
            return ()
        if len(value) > most:
            msg = f"List should have at most {most} items after validation, not {len(value)}"
            self.add("too_long", (name,), msg, value, max_length=most, actual_length=len(value))
        read = self._input if objects else self._bare_input
        return tuple(read(name, n, element) for n, element in enumerate(value))

    def _bare_input(self, name: str, n: int, element: object) -> str:
        return self._address((name, n), element)

    def _input(self, name: str, n: int, element: object) -> str:
        if not isinstance(element, dict):
            msg = "Input should be a valid dictionary"
            self.add("model_attributes_type", (name, n), msg, element)
            return ""
        for key in ("type", "image_url"):
            if key not in element:
                self.add("missing", (name, n, key), "Field required", element)
        for key in element.keys() - {"type", "image_url"}:
            msg = "Extra inputs are not permitted"
            self.add("extra_forbidden", (name, n, key), msg, element[key])
        if element.get("type", "image_url") != "image_url":
            msg = "Input should be 'image_url'"
            self.add("literal_error", (name, n, "type"), msg, element["type"], expected="'image_url'")
        return self._address((name, n, "image_url"), element.get("image_url", "http://absent"))

    def _address(self, loc: Loc, value: object) -> str:
        if not isinstance(value, str):
            self.add("url_type", loc, "URL input should be a string or URL", value)
            return ""
        if len(value) > LONGEST_URL:
            msg = f"URL should have at most {LONGEST_URL} characters"
            self.add("url_too_long", loc, msg, value, max_length=LONGEST_URL)
        elif not is_web_address(value):
            self.add("url_parsing", loc, "Input should be a valid URL", value)
        return value


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http or https address."""
    try:
        url = URL(text)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.host)


def _checked(body: object, loc: Loc, read: Callable[[_Form], T]) -> T:
    if not isinstance(body, dict):
        msg = "Input should be a valid dictionary or object to extract fields from"
        raise Invalid([{"type": "model_attributes_type", "loc": list(loc), "msg": msg, "input": body}])
    form = _Form(body, loc)
    result = read(form)
    if form.problems:
        raise Invalid(form.problems)
    return result


def read_order(model: Model, body: object, *, wrapped: bool = False) -> Order:
    """Return the order in a submit's body, `wrapped` in "params" or not; Invalid if it breaks the model's schema."""
    if not wrapped:
        return _read_fields(model, body, ("body",))
    if isinstance(body, dict) and "params" not in body:
        raise Invalid([{"type": "missing", "loc": ["body", "params"], "msg": "Field required", "input": body}])
    params = body["params"] if isinstance(body, dict) else body
    return _read_fields(model, params, ("body", "params"))


def _read_fields(model: Model, body: object, loc: Loc) -> Order:
    def read(form: _Form) -> Order:
        name = model.inputs_field
        inputs = form.inputs(name, model.most_inputs, objects=model.inputs_are_objects)
        if inputs and not model.takes_inputs:
            form.add("extra_forbidden", (name,), "Extra inputs are not permitted", form.body[name])
        return Order(
            model=model,
            prompt=form.text("prompt"),
            num_images=form.count("num_images", 1, model.most_images),
            aspect_ratio=form.choice("aspect_ratio", model.ratios, model.default_ratio),
            output_format=form.choice("output_format", model.formats, model.default_format),
            resolution=_resolution(form, model),
            input_urls=inputs,
            params=dict(form.body),
        )

    return _checked(body, loc, read)


def _resolution(form: _Form, model: Model) -> str:
    if not model.resolutions:
        return ONLY_RESOLUTION
    return form.choice("resolution", model.resolutions, model.resolutions[0])


def read_upload(body: object) -> str:
    """Return the content type in an upload's body; Invalid if it breaks the schema."""
    return _checked(body, ("body",), _upload_type)


def _upload_type(form: _Form) -> str:
    given = form.text("content_type")
    return form.choice("content_type", UPLOAD_TYPES, "image/png") if given else given
