"""Bodies: reads an order as strictly as the vendor does, and complains in its words (FastAPI's 422)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from yarl import URL

from bot.simulators.higgsfield.account_options import PRO

RATIOS = ("auto", "1:1", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5", "16:9", "9:16", "21:9")
FORMATS = ("png", "jpeg")
RESOLUTIONS = ("1k", "2k", "4k")
UPLOAD_TYPES = ("image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif")
MOST_INPUTS = 8
LONGEST_URL = 2083

Loc = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a valid body asks for."""

    model: str
    prompt: str
    num_images: int
    aspect_ratio: str
    output_format: str
    resolution: str
    input_urls: tuple[str, ...]
    params: Mapping[str, Any]  # the body as sent, for the job set's echo


class Invalid(Exception):
    """The body breaks the schema; `problems` is the 422's detail."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class _Form:
    """Collects every problem of a body, as pydantic does, instead of stopping at the first."""

    def __init__(self, body: Mapping[str, Any], loc: Loc) -> None:
        self.body = body
        self.loc = loc
        self.problems: list[dict[str, Any]] = []

    def complain(self, kind: str, loc: Loc, msg: str, value: object, **ctx: object) -> None:
        problem: dict[str, Any] = {"type": kind, "loc": [*self.loc, *loc], "msg": msg, "input": value}
        self.problems.append(problem | ({"ctx": ctx} if ctx else {}))

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if name not in self.body:
            self.complain("missing", (name,), "Field required", dict(self.body))
        elif not isinstance(value, str):
            self.complain("string_type", (name,), "Input should be a valid string", value)
        elif not value.strip():
            self.complain("string_too_short", (name,), "String should have at least 1 character", value, min_length=1)
        return value if isinstance(value, str) else ""

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.body.get(name, default)
        if value not in allowed:
            expected = ", ".join(f"'{a}'" for a in allowed[:-1]) + f" or '{allowed[-1]}'"
            self.complain("literal_error", (name,), f"Input should be {expected}", value, expected=expected)
            return default
        return str(value)

    def count(self, name: str, low: int, high: int) -> int:
        value = self.body.get(name, low)
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain("int_type", (name,), "Input should be a valid integer", value)
            return low
        if value < low:
            msg = f"Input should be greater than or equal to {low}"
            self.complain("greater_than_equal", (name,), msg, value, ge=low)
        elif value > high:
            msg = f"Input should be less than or equal to {high}"
            self.complain("less_than_equal", (name,), msg, value, le=high)
        return value

    def inputs(self, name: str) -> tuple[str, ...]:
        value = self.body.get(name, [])
        if not isinstance(value, list):
            self.complain("list_type", (name,), "Input should be a valid list", value)
            return ()
        if len(value) > MOST_INPUTS:
            msg = f"List should have at most {MOST_INPUTS} items after validation, not {len(value)}"
            self.complain("too_long", (name,), msg, value, max_length=MOST_INPUTS, actual_length=len(value))
        return tuple(self._input(name, n, element) for n, element in enumerate(value))

    def _input(self, name: str, n: int, element: object) -> str:
        if not isinstance(element, dict):
            msg = "Input should be a valid dictionary"
            self.complain("model_attributes_type", (name, n), msg, element)
            return ""
        for key in ("type", "image_url"):
            if key not in element:
                self.complain("missing", (name, n, key), "Field required", element)
        for key in element.keys() - {"type", "image_url"}:
            msg = "Extra inputs are not permitted"
            self.complain("extra_forbidden", (name, n, key), msg, element[key])
        if element.get("type", "image_url") != "image_url":
            msg = "Input should be 'image_url'"
            self.complain("literal_error", (name, n, "type"), msg, element["type"], expected="'image_url'")
        return self._address((name, n, "image_url"), element.get("image_url", "http://absent"))

    def _address(self, loc: Loc, value: object) -> str:
        if not isinstance(value, str):
            self.complain("url_type", loc, "URL input should be a string or URL", value)
            return ""
        if len(value) > LONGEST_URL:
            msg = f"URL should have at most {LONGEST_URL} characters"
            self.complain("url_too_long", loc, msg, value, max_length=LONGEST_URL)
        elif not is_web_address(value):
            self.complain("url_parsing", loc, "Input should be a valid URL", value)
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


def read_order(model: str, body: object, *, inputs_allowed: bool = True, wrapped: bool = False) -> Order:
    """Read a submit's body; `wrapped` is the alias path, whose fields live inside "params"."""
    if not wrapped:
        return _read_fields(model, body, ("body",), inputs_allowed)
    if isinstance(body, dict) and "params" not in body:
        raise Invalid([{"type": "missing", "loc": ["body", "params"], "msg": "Field required", "input": body}])
    params = body["params"] if isinstance(body, dict) else body
    return _read_fields(model, params, ("body", "params"), inputs_allowed)


def _read_fields(model: str, body: object, loc: Loc, inputs_allowed: bool) -> Order:
    def read(form: _Form) -> Order:
        inputs = form.inputs("input_images")
        if inputs and not inputs_allowed:
            msg = "Extra inputs are not permitted"
            form.complain("extra_forbidden", ("input_images",), msg, form.body["input_images"])
        return Order(
            model=model,
            prompt=form.text("prompt"),
            num_images=form.count("num_images", 1, 4),
            aspect_ratio=form.choice("aspect_ratio", RATIOS, "4:3"),
            output_format=form.choice("output_format", FORMATS, "jpeg"),
            resolution=form.choice("resolution", RESOLUTIONS, "1k") if model == PRO else "1k",
            input_urls=inputs,
            params=dict(form.body),
        )

    return _checked(body, loc, read)


def read_upload(body: object) -> str:
    """Read the content type that an upload asks for."""
    return _checked(body, ("body",), _upload_type)


def _upload_type(form: _Form) -> str:
    given = form.text("content_type")
    return form.choice("content_type", UPLOAD_TYPES, "image/png") if given else given
