"""What Higgsfield's errors are known to mean, in words of ours: its own may quote a prompt, whole or in part."""

from __future__ import annotations

import re

#: What is told of a text that holds this.
_PHRASES = {
    r"concurren": "too many at once",
    r"account_queue_full|queue.{0,20}full": "its queue is full",
    r"rate.?limit|too many requests": "asked too often",
    r"enough credits|insufficient|balance": "no credits",
    r"credentials|api.?key|unauthori[sz]ed": "the key",
    r"model.{0,40}not (?:be )?found|unknown model": "no such model",
    r"temporarily blocked|disabled|not ready": "the model is closed",
    r"polic|moderat|nsfw|not allowed|safety|sensitive": "its rules for content",
    r"idempotency": "the idempotency key",
}
#: Words of its schema, and pydantic's names for what is wrong (https://docs.pydantic.dev/latest/errors/).
_PLACES = re.compile(
    r"body|query|header|path|params|prompt|num_images|batch_size|aspect_ratio|resolution|output_format|"
    r"input_images|image_urls?|type|url|webhook(_url)?|content_type|seed|\d{1,3}"
)
_KINDS = re.compile(
    r"missing|enum|extra_forbidden|(string|list|too)_(too_)?(long|short)|literal_error|value_error|json_invalid|"
    r"(int|float|bool|string|list|dict|model|url)(_attributes)?_(type|parsing|scheme)|(greater|less)_than(_equal)?"
)


def phrases(words: str) -> list[str]:
    """Return what a text is known to mean."""
    return [phrase for pattern, phrase in _PHRASES.items() if re.search(pattern, words, re.I)]


def problem(place: object, kind: object) -> str:
    """Return one problem of a 422, as far as its place and kind are words of the schema."""
    parts = [str(part) for part in place] if isinstance(place, list) else []
    where = ".".join(part for part in parts if _PLACES.fullmatch(part))
    what = kind if isinstance(kind, str) and _KINDS.fullmatch(kind) else "?"
    return f"{where or '?'} {what}"
