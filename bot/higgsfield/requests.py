"""The body of an order, exactly as Higgsfield's document shows it: a misspelt key is ignored there, and charged."""

from __future__ import annotations

from urllib.parse import quote

from bot.domain.catalog import InputField, Model, Option
from bot.domain.errors import VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import Submission


def build(submission: Submission, model: Model) -> tuple[str, dict[str, object]]:
    """Return the path and the JSON to POST there; raises VendorRefused where the model can't take the order."""
    if model.is_retired:
        raise VendorRefused(Failure.MODEL_MISSING, f"{submission.model} is not in the catalogue")
    if submission.input_urls and model.inputs is None:
        raise VendorRefused(Failure.INPUT_UNWANTED, f"{submission.model} takes no input pictures")
    body: dict[str, object] = {"prompt": submission.prompt}
    for field in model.body:
        if isinstance(field, Option):
            body[field.wire] = _choice(submission, model, field)
        elif submission.input_urls or field.is_always_sent:
            body[field.wire] = _inputs(submission, field)
    return _address(submission.webhook_url, model, body)


def _choice(submission: Submission, model: Model, option: Option) -> object:
    if option.name == "ratio":
        return model.ratio(submission.params.ratio, has_input=bool(submission.input_urls))
    return getattr(submission.params, option.name) or option.default


def _inputs(submission: Submission, field: InputField) -> list[object]:
    if field.as_objects:
        return [{"type": "image_url", "image_url": url} for url in submission.input_urls]
    return list(submission.input_urls)


def _address(webhook_url: str | None, model: Model, body: dict[str, object]) -> tuple[str, dict[str, object]]:
    if model.is_wrapped:
        return model.path, {"params": body, **_webhook(webhook_url)}
    if webhook_url:
        return f"{model.path}?hf_webhook={quote(webhook_url, safe='')}", body
    return model.path, body


def _webhook(url: str | None) -> dict[str, object]:
    """Return the older API's field for the webhook; the secret in it comes back, our address bears its own proof."""
    return {"webhook": {"url": url, "secret": url.rpartition("/")[2]}} if url else {}
