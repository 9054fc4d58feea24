"""The addresses of Higgsfield's webhooks: one for each job, signed so that only Higgsfield can know it.

A webhook only says "ask now". See also https://www.standardwebhooks.com for the newer API's signatures.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

PATH = "hooks"
SECRET_PREFIX = "whsec_"  # noqa: S105 - how such secrets begin
TOLERANCE_S = 300


@dataclass(frozen=True, kw_only=True)
class WebhookUrls:
    """The addresses under the bot's public one."""

    base: str  # without a slash at the end
    key: bytes = field(repr=False)

    def url(self, job_id: int) -> str:
        """Return a job's address; the same one every time, since a repeated order must be the same order."""
        return f"{self.base}/{PATH}/{job_id}/{self.sign(job_id)}"

    def sign(self, job_id: int) -> str:
        """Return the part of the address that can't be guessed."""
        digest = hmac.digest(self.key, f"hook {job_id}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:24]).decode()

    def verify(self, job_id: int, signature: str) -> bool:
        """Return True if an address is one of ours."""
        return hmac.compare_digest(self.sign(job_id).encode(), signature.encode("utf-8", "replace"))


def read_secret(text: str) -> bytes:
    """Return the key in a `whsec_…` text. Raises ValueError where it is none."""
    try:
        key = base64.b64decode(text.strip().removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not key:
        raise ValueError("must look like whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, as Higgsfield's console shows it")
    return key


def verify_signature(secret: bytes, headers: Mapping[str, str], body: bytes, *, now_s: float) -> bool:
    """Return True if a webhook bears Higgsfield's signature and is not older than five minutes.

    Several signatures may stand in the header, by spaces: while a secret is replaced, both are sent.
    """
    event, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not event or not (stamp.isascii() and stamp.isdecimal()) or abs(now_s - int(stamp[:12])) > TOLERANCE_S:
        return False
    ours = b"v1," + sign(secret, event, stamp, body).encode()
    theirs = headers.get("webhook-signature", "").encode("utf-8", "replace").split(b" ")
    return any(hmac.compare_digest(ours, each) for each in theirs)


def sign(secret: bytes, event: str, stamp: str, body: bytes) -> str:
    """Return the signature of one event, without its version."""
    signed = f"{event}.{stamp}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
