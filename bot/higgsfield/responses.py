"""Reads Higgsfield's responses, pure: ids, states, pictures and the kind of each error.

For any body at all, the functions return or raise the one error that their docstring names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlsplit

from bot.domain.errors import NoUpload, SubmissionUnknown, VendorBusy, VendorError, VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import Estimate, RequestStatus, VendorState, error_words
from bot.pictures.public_addresses import names_public
from bot.runtime.proxies import is_loopback

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 3600.0  # no Retry-After is believed beyond them
MOST_PROBLEMS = 8  # of a 422 that are told
LONGEST_ADDRESS = 2083  # the vendor's own limit

_REFUSALS: Mapping[int, Failure] = {
    401: Failure.BAD_KEY,
    402: Failure.NO_CREDITS,
    403: Failure.NO_CREDITS,
    404: Failure.MODEL_MISSING,
}
_BUSY = frozenset({423, 425, 429})
#: What proxies and firewalls refuse with; the first two are nobody else's.
_OF_PROXIES = frozenset({407, 511})
_OF_GATES = frozenset({401, 402, 403, 404, 451})
#: Redirects that ask for the very same POST elsewhere, so this one was not taken. A 302 or 303 is also how
#: servers answer a POST that they did take.
_MOVED = frozenset({301, 307, 308})

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}")  # it becomes part of a path
_ADDRESS = re.compile(r"https?://\S+")
_AS_DOCUMENTED = {state.value: state for state in VendorState}
_ENDED = frozenset({VendorState.COMPLETED, VendorState.FAILED, VendorState.NSFW, VendorState.CANCELED})


@dataclass(frozen=True, kw_only=True)
class Response:
    """An HTTP response, read whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Return True if the status is a 2xx."""
        return 200 <= self.status < 300

    @property
    def fields(self) -> dict[str, object]:
        """Return the JSON object in the body, or an empty one."""
        return _as_object(self._json)

    @property
    def is_json(self) -> bool:
        """Return True if the body is a JSON object."""
        return isinstance(self._json, dict)

    @property
    def is_page(self) -> bool:
        """Return True if a gateway's web page came instead of the API's own word."""
        return self.body.lstrip()[:1] == b"<"

    @property
    def is_foreign(self) -> bool:
        """Return True if something in between refused: the API says its own refusals in JSON, and knows no proxies."""
        if self.status in _BUSY or not (400 <= self.status < 500 or self.status in _OF_PROXIES):
            return False
        return self.is_page or self.status in _OF_PROXIES or (self.status in _OF_GATES and not self.is_json)

    @property
    def correlation(self) -> str:
        """Return Higgsfield's id of this exchange, to be quoted when asking for help."""
        return _clean(self.headers.get("X-Correlation-ID", "")) or "unknown"

    @cached_property
    def _json(self) -> object:
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, kw_only=True)
class UploadTarget:
    """Higgsfield's permission to store a picture."""

    upload_url: str
    public_url: str
    headers: Mapping[str, str]


# what was asked for


def submit_id(response: Response) -> str:
    """Return the id of the request that was taken. Raises SubmissionUnknown where none can be read."""
    fields = response.fields
    for value in (fields.get("request_id"), fields.get("id")):
        if isinstance(value, str) and _ID.fullmatch(value):
            return value
    raise SubmissionUnknown(f"HTTP {response.status} without a readable id")


def answer(response: Response) -> RequestStatus:
    """Return Higgsfield's word on a request, from a status or from a job set. Raises VendorBusy if it is neither."""
    if not response.is_json:
        raise VendorBusy(f"HTTP {response.status} without readable JSON", away=response.is_page)
    fields = response.fields
    pictures = tuple(_addresses(_as_list(fields.get("images"))))
    jobs = [_as_object(job) for job in _as_list(fields.get("jobs"))]
    if jobs and not pictures:
        return _sum_up(jobs, fallback=fields.get("status"))
    state = _state(fields.get("status"))
    return RequestStatus(
        state=state,
        image_urls=pictures if state is VendorState.COMPLETED else (),
        error=_clean(fields.get("error")),
    )


def upload_target(response: Response, *, allow_loopback: bool = False) -> UploadTarget:
    """Return where to PUT a picture. Raises VendorBusy if the answer doesn't say."""
    fields = response.fields
    addresses = [_address(fields.get(name)) for name in ("upload_url", "public_url")]
    if not all(_is_public(url) or (allow_loopback and is_loopback(url)) for url in addresses):
        raise VendorBusy("the upload's answer has no usable address", away=response.is_page)
    headers = _as_object(fields.get("upload_headers"))
    texts = {name.lower(): value for name, value in headers.items() if isinstance(value, str)}
    return UploadTarget(upload_url=addresses[0], public_url=addresses[1], headers=texts)


def estimate(response: Response) -> Estimate:
    """Return what an order would cost. Raises VendorBusy where the answer doesn't say."""
    credits, usd = (str(response.fields.get(name, "")) for name in ("credits", "usd"))
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", credits):
        raise VendorBusy("the estimate names no credits", away=response.is_page)
    return Estimate(credits=credits, usd=usd if re.fullmatch(r"[\d.]{1,20}", usd) else "")


# errors


def submit_error(response: Response, *, unsure: Mapping[str, Failure] | None = None) -> VendorError:
    """Return what a submit's answer other than 2xx means: refused, busy or unclear.

    `unsure` are the body's fields that this account's model may not take, with what their refusal means.
    """
    status = response.status
    if status < 400:
        moved = f"the address redirects (HTTP {status})"
        return VendorBusy(moved, away=True) if status in _MOVED else SubmissionUnknown(moved)
    if status == HTTPStatus.SERVICE_UNAVAILABLE and "detail" in response.fields:
        return _busy(response, away=True)
    if status == HTTPStatus.REQUEST_TIMEOUT or (status >= 500 and not response.is_foreign):
        return SubmissionUnknown(_describe(response))
    if status in _BUSY or (status == HTTPStatus.BAD_REQUEST and re.search("concurrent", _detail(response), re.I)):
        return _busy(response)
    if response.is_foreign:
        return _busy(response, away=True)
    for field, failure in (unsure or {}).items():
        if _names_field(response, field):
            return VendorRefused(failure, _describe(response))
    return VendorRefused(_REFUSALS.get(status, Failure.REFUSED), _describe(response))


def ask_error(response: Response) -> VendorError:
    """Return what an answer to a status or cancel call other than 2xx means.

    A 404 is an id that this key doesn't know. What else the API itself finds wrong with a question is FAILED too: it
    was an answer, so that the deadline goes on. A refused key, a 429 or 503 and a gateway's page may pass.
    """
    status = response.status
    if response.is_foreign or not 400 <= status < 500 or status in {*_BUSY, HTTPStatus.REQUEST_TIMEOUT}:
        return _busy(response, away=response.is_foreign or response.is_page or status >= 500)
    return VendorRefused(Failure.BAD_KEY if status == HTTPStatus.UNAUTHORIZED else Failure.FAILED, _describe(response))


def estimate_error(response: Response) -> VendorError:
    """Return what an answer to the call for an estimate other than 2xx means; only the key and the model are sure."""
    if response.status == HTTPStatus.UNAUTHORIZED and not response.is_foreign:
        return VendorRefused(Failure.BAD_KEY, _describe(response))
    if response.status == HTTPStatus.NOT_FOUND and "model" in _detail(response).lower():
        return VendorRefused(Failure.MODEL_MISSING, _describe(response))
    return _busy(response)


def upload_error(response: Response) -> VendorError:
    """Return what an answer to the call for an upload address other than 2xx means."""
    if response.status in (404, 405) and not response.is_page:
        return NoUpload(_describe(response))
    if not 400 <= response.status < 500 or response.is_foreign or response.status in {*_BUSY, 408}:
        away = response.is_foreign or response.is_page or response.status >= 500
        return _busy(response, away=away)
    return VendorRefused(_REFUSALS.get(response.status, Failure.REFUSED), _describe(response))


def is_too_late(response: Response) -> bool:
    """Return True if a cancel was refused because the request is being drawn already."""
    return response.status in (400, 409, 422) and not response.is_foreign


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a Retry-After names, in either form; the date is measured by the server's own clock."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return _bounded(float(text))
    then, now = _moment(text), _moment(headers.get("Date", ""))
    if then is None or now is None:
        return None
    return _bounded((then - now).total_seconds())


def _bounded(pause: float) -> float:
    return min(max(pause, SHORTEST_PAUSE_S), LONGEST_PAUSE_S)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _busy(response: Response, *, away: bool = False) -> VendorBusy:
    return VendorBusy(
        _describe(response),
        retry_after=retry_after(response.headers),
        away=away,
        is_locked=response.status == HTTPStatus.LOCKED,
        is_foreign=response.is_foreign,
    )


def _names_field(response: Response, name: str) -> bool:
    if response.status != HTTPStatus.UNPROCESSABLE_ENTITY:
        return False
    places = [_as_list(_as_object(problem).get("loc")) for problem in _as_list(response.fields.get("detail"))]
    return any(name in place for place in places)


def _describe(response: Response) -> str:
    """Return an answer for log and events: its status and what it is known to mean, never its own words.

    Those may quote the prompt, whole or in part.
    """
    if response.is_page:
        return f"HTTP {response.status}: a web page"
    problems = [_as_object(problem) for problem in _as_list(response.fields.get("detail"))]
    known = [error_words.problem(each.get("loc"), each.get("type")) for each in problems[:MOST_PROBLEMS] if each]
    known += error_words.phrases(f"{_detail(response)} {response.fields.get('code', '')}")
    return f"HTTP {response.status}: {', '.join(known)}" if known else f"HTTP {response.status}"


def _detail(response: Response) -> str:
    """Return the API's own words, to tell what they mean; they are never written down."""
    fields = response.fields
    problems = [_as_object(problem) for problem in _as_list(fields.get("detail"))]
    if problems:
        places = (".".join(map(str, _as_list(problem.get("loc")))) for problem in problems)
        return _clean(
            ", ".join(f"{place} {problem.get('type')}" for place, problem in zip(places, problems, strict=True))
        )
    texts = (fields.get(name) for name in ("detail", "details", "message", "error"))
    return next((_clean(text) for text in texts if isinstance(text, str) and text), "")


# states and pictures


def _state(word: object) -> VendorState:
    if not isinstance(word, str):
        return VendorState.UNKNOWN
    if known := _AS_DOCUMENTED.get(word):
        return known
    name = re.sub(r"[\s-]+", "_", word.strip().lower())
    try:
        return VendorState("canceled" if name == "cancelled" else name)
    except ValueError:
        return VendorState.UNKNOWN


def _sum_up(jobs: list[dict[str, object]], *, fallback: object) -> RequestStatus:
    """Sum up a job set: ended only when every job has; completed where at least one came with a picture."""
    found = [_address_in(job.get("results")) for job in jobs]
    states = [_job_state(job, url, fallback) for job, url in zip(jobs, found, strict=True)]
    urls = tuple(url for url, state in zip(found, states, strict=True) if url and state is VendorState.COMPLETED)
    errors = (_clean(job.get("error")) for job in jobs)
    return RequestStatus(
        state=_common(set(states)),
        image_urls=urls if set(states) <= _ENDED else (),
        error=next((error for error in errors if error), ""),
    )


def _job_state(job: dict[str, object], url: str, fallback: object) -> VendorState:
    if isinstance(job.get("status"), str):
        return _state(job["status"])
    if url:
        return VendorState.COMPLETED
    return _state(fallback) if isinstance(fallback, str) else VendorState.QUEUED


def _common(states: set[VendorState]) -> VendorState:
    if len(states) == 1:
        return next(iter(states))
    if states <= _ENDED:
        ranked = (VendorState.COMPLETED, VendorState.NSFW, VendorState.FAILED, VendorState.CANCELED)
        return next(state for state in ranked if state in states)
    return VendorState.IN_PROGRESS


def _addresses(items: list[object]) -> Iterator[str]:
    for item in items:
        if url := _address(_as_object(item).get("url")):
            yield url


def _address_in(results: object) -> str:
    """Return the full picture of a job's results, else the smaller one."""
    sizes = _as_object(results)
    urls = (_address(_as_object(sizes.get(size)).get("url")) for size in ("raw", "min"))
    return next((url for url in urls if url), "")


def _address(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not value.isprintable():
        return ""
    return value if _ADDRESS.fullmatch(value) else ""


def _is_public(url: str) -> bool:
    try:
        place = urlsplit(url)
        host = place.hostname or ""
    except ValueError:
        return False
    plain = re.fullmatch(r"[A-Za-z0-9._:\[\]-]+", place.netloc)  # nothing that two parsers could read differently
    return place.scheme == "https" and plain is not None and names_public(host)


def _clean(text: object) -> str:
    """Return a short line fit for a log: no addresses (they may be signed), no control characters."""
    if not isinstance(text, str):
        return ""
    line = " ".join(_ADDRESS.sub("…", text[:2000]).split())
    return "".join(sign if sign.isprintable() else "?" for sign in line)[:200]


def _as_object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
