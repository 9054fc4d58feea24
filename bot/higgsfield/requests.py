"""The body of an order, exactly as the vendor's document shows it: a misspelt key is ignored there, and charged."""

from __future__ import annotations

from urllib.parse import quote

from bot.domain.catalog import MODELS, PRO, effective_ratio
from bot.domain.errors import VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import Submission

ALIAS = "/v1/text2image/nano-banana"


def build(submission: Submission, *, alias: bool = False) -> tuple[str, dict[str, object]]:
    """Return the path and the JSON to POST there; the alias is Nano Banana's only."""
    model = MODELS.get(submission.model)
    if model is None:
        raise VendorRefused(Failure.MODEL_MISSING, f"{submission.model} is not in the catalogue")
    body = _pro(submission) if model is PRO else _banana(submission)
    if alias and model is not PRO:
        return ALIAS, {"params": body, **_webhook(submission.webhook_url)}
    if submission.webhook_url:
        return f"{model.path}?hf_webhook={quote(submission.webhook_url, safe='')}", body
    return model.path, body


def _webhook(url: str | None) -> dict[str, object]:
    """The older API is told in the body, with a secret that it sends back; our address bears its own proof."""
    return {"webhook": {"url": url, "secret": url.rpartition("/")[2]}} if url else {}


def _banana(submission: Submission) -> dict[str, object]:
    return {
        "prompt": submission.prompt,
        "num_images": submission.params.count,
        "aspect_ratio": _ratio(submission),
        "input_images": _inputs(submission),
        "output_format": submission.params.format,
    }


def _pro(submission: Submission) -> dict[str, object]:
    body: dict[str, object] = {
        "prompt": submission.prompt,
        "num_images": submission.params.count,
        "resolution": submission.params.resolution or PRO.resolutions[0],
        "aspect_ratio": _ratio(submission),
        "output_format": submission.params.format,
    }
    if submission.input_urls:
        body["input_images"] = _inputs(submission)
    return body


def _ratio(submission: Submission) -> str:
    return effective_ratio(submission.params.ratio, has_input=bool(submission.input_urls))


def _inputs(submission: Submission) -> list[dict[str, str]]:
    return [{"type": "image_url", "image_url": url} for url in submission.input_urls]
