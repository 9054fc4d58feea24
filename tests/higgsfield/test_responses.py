"""What the vendor's answers mean, as tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.errors import NoUpload, SubmissionUnknown, VendorBusy, VendorError, VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import RequestStatus, VendorState, responses
from bot.higgsfield.responses import Response

PAGE = b"<html><h1>502 Bad Gateway</h1></html>"
CONCURRENT = {"detail": "Maximum number of concurrent requests (4) has been reached"}
EXTRA = {
    "detail": [{"type": "extra_forbidden", "loc": ["body", "input_images", 0], "msg": "no", "input": {"prompt": "p"}}]
}
MIXED = {"detail": [{"type": "missing", "loc": ["body", 3, None, "prompt"], "msg": "Field required", "input": {}}, 7]}


def response(status: int = 200, body: Any = b"", **headers: str) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(
        status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=data
    )


def kind(error: VendorError) -> object:
    """Sum an error up: its failure, "busy", "away" or "unclear"."""
    if isinstance(error, VendorRefused):
        return error.reason
    if isinstance(error, VendorBusy):
        return "away" if error.away else "busy"
    return "unclear" if isinstance(error, SubmissionUnknown) else type(error)


# submit

V2 = {"status": "queued", "request_id": "d7e6", "status_url": "https://evil.example/steal", "surplus": [1]}
V1 = {"id": "set-1", "type": "nano_banana", "jobs": [{"id": "job-1", "status": "queued", "results": None}]}


@pytest.mark.parametrize(
    ("body", "vendor_id"),
    [
        (V2, "d7e6"),
        (V1, "set-1"),  # never the id of its first job
        ({"request_id": "r", "id": "i"}, "r"),
        ({"request_id": None, "id": "i"}, "i"),
    ],
)
def test_the_id_is_the_requests_or_the_sets(body: Any, vendor_id: str) -> None:
    assert responses.submit_id(response(200, body)) == vendor_id


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"[]", b"{}", b"{broken", PAGE, b"\xff\xfe", b"[" * 100_000),
        *({"id": bad} for bad in (7, None, "", "a b", "../../v1", "x" * 500)),
        {"jobs": [{"id": "job-1"}]},
    ],
)
def test_a_taken_order_without_a_readable_id_is_unclear(body: Any) -> None:
    with pytest.raises(SubmissionUnknown):
        responses.submit_id(response(200, body))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, {"detail": "rejected input text"}, Failure.REFUSED),
        (400, CONCURRENT, "busy"),
        (400, {"message": "too many CONCURRENT jobs"}, "busy"),
        (400, b"", Failure.REFUSED),
        (401, {"detail": "Invalid credentials"}, Failure.BAD_KEY),
        (402, {}, Failure.NO_CREDITS),
        (403, {"detail": "Not enough credits"}, Failure.NO_CREDITS),
        (403, PAGE, "away"),  # a firewall's page says nothing about credits
        (404, {"detail": "Model not found"}, Failure.MODEL_MISSING),
        (404, PAGE, "away"),
        (409, {}, Failure.REFUSED),
        (413, {}, Failure.REFUSED),
        (422, MIXED, Failure.REFUSED),
        (422, {"detail": "Unprocessable"}, Failure.REFUSED),
        (422, EXTRA, Failure.REFUSED),
        (423, {"detail": "model temporarily blocked"}, "busy"),
        (429, {"detail": "queue full", "code": "account_queue_full"}, "busy"),
        (429, PAGE, "busy"),
        (408, {}, "unclear"),
        (500, {"detail": "Internal Server Error"}, "unclear"),
        (502, PAGE, "unclear"),
        (503, {"detail": "model disabled or not ready"}, "away"),
        (503, PAGE, "unclear"),
        (503, b"", "unclear"),
        (503, {"error": "upstream"}, "unclear"),
        (504, PAGE, "unclear"),
        (599, b"", "unclear"),
        (301, b"", "away"),
        (307, b"", "away"),
        (308, b"", "away"),
        (302, b"", "unclear"),  # how servers also answer a POST that they took
        (303, b"", "unclear"),
        (304, b"", "unclear"),
    ],
)
def test_each_answer_to_a_submit_has_its_kind(status: int, body: Any, expected: object) -> None:
    assert kind(responses.submit_error(response(status, body))) == expected


def test_a_422_about_the_inputs_of_pro_says_that_they_are_unwanted() -> None:
    assert (
        kind(responses.submit_error(response(422, EXTRA), unsure={"input_images": Failure.INPUT_UNWANTED}))
        == Failure.INPUT_UNWANTED
    )
    assert (
        kind(responses.submit_error(response(422, MIXED), unsure={"input_images": Failure.INPUT_UNWANTED}))
        == Failure.REFUSED
    )


#: What a proxy, a firewall or a wrong address answers in the API's place.
FOREIGN = [
    *((status, body) for status in (401, 402, 403, 404, 451) for body in (b"", b"Forbidden", b"[]", PAGE)),
    *((status, PAGE) for status in (400, 405, 422)),
    *((status, {"detail": "Authentication Required"}) for status in (407, 511)),
]


@pytest.mark.parametrize(("status", "body"), FOREIGN)
def test_what_is_not_in_the_apis_own_words_was_said_by_something_in_between(status: int, body: Any) -> None:
    for judge in (responses.submit_error, responses.ask_error):
        error = judge(response(status, body))
        assert isinstance(error, VendorBusy) and error.away and error.is_foreign


@pytest.mark.parametrize(("status", "body"), [(429, b""), (423, b"locked"), (502, PAGE), (403, {"detail": "no"})])
def test_what_the_api_or_its_own_gateway_says_was_not_said_by_something_in_between(status: int, body: Any) -> None:
    for judge in (responses.submit_error, responses.ask_error):
        assert not getattr(judge(response(status, body)), "is_foreign", False)


def test_an_error_tells_the_place_and_never_echoes_the_order() -> None:
    body = {
        "detail": [{"type": "missing", "loc": ["body", 0, "prompt"], "msg": "m", "input": {"prompt": "my secret wish"}}]
    }
    text = str(responses.submit_error(response(422, body)))
    assert "body.0.prompt missing" in text
    assert "secret" not in text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 423, 429, 500, 503])
@pytest.mark.parametrize(
    "quote",
    [
        lambda words: words,
        lambda words: words[30:52],  # the middle alone
        lambda words: words.upper(),
        lambda words: words.replace(" ", "  \n"),
        lambda words: " ".join(reversed(words.split())),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        lambda quoted: {"detail": f"Content policy: the words '{quoted}' are not allowed"},
        lambda quoted: {"message": quoted, "code": quoted},
        lambda quoted: {"error": quoted, "details": quoted},
        lambda quoted: {"detail": [{"loc": ["body", quoted, *quoted.split()], "type": quoted, "msg": quoted}]},
    ],
)
def test_an_error_repeats_no_word_of_an_order(
    status: int, quote: Callable[[str], str], body: Callable[[str], object]
) -> None:
    quoted = quote("zqxjkv hummingbird: the medical record of my neighbour Brynhild")
    for error in (responses.submit_error, responses.ask_error, responses.upload_error, responses.estimate_error):
        said = str(error(response(status, body(quoted)))).lower()
        assert f"http {status}" in said
        assert not [word for word in quoted.lower().split() if len(word) > 4 and word in said]


def test_an_error_shows_no_address_and_no_control_characters() -> None:
    text = str(responses.submit_error(response(400, {"detail": "bad https://cdn/x?sig=abc\n\x1b[31m " + "x" * 900})))
    assert "sig" not in text
    assert text.isprintable()
    assert len(text) < 300


# Retry-After


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "30"}, 30.0),
        ({"Retry_After": " 1.5 "}, 1.5),
        ({"Retry_After": "0"}, 1.0),  # else we would ask without a pause
        ({"Retry_After": "999999999"}, 3600.0),
        ({"Retry_After": "Fri, 02 Oct 2026 10:00:30 GMT", "Date": "Fri, 02 Oct 2026 10:00:00 GMT"}, 30.0),
        ({"Retry_After": "Fri, 02 Oct 2026 09:00:00 GMT", "Date": "Fri, 02 Oct 2026 10:00:00 GMT"}, 1.0),
        ({"Retry_After": "Fri, 02 Oct 2026 10:00:30 GMT"}, None),
        ({"Retry_After": "Fri, 02 Oct 2026 10:00:30 -0000", "Date": "Fri, 02 Oct 2026 10:00:00 GMT"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "nan"}, None),
        ({"Retry_After": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    error = responses.submit_error(response(429, {}, **headers))
    assert isinstance(error, VendorBusy)
    assert error.retry_after == seconds


# status


def job(status: str | None, url: str | None = None, **more: Any) -> dict[str, Any]:
    results = {"raw": {"type": "image", "url": url}, "min": {"type": "image", "url": f"{url}-min"}} if url else None
    return {"id": "j", "results": results} | ({"status": status} if status else {}) | more


A, B = "https://cdn/a.png", "https://cdn/b.png"


@pytest.mark.parametrize(
    ("body", "state", "urls"),
    [
        ({"status": "queued", "request_id": "r"}, VendorState.QUEUED, ()),
        ({"status": "in_progress", "progress": 0.4}, VendorState.IN_PROGRESS, ()),
        ({"status": "completed", "images": [{"url": A, "seed": 1}, {"url": B}]}, VendorState.COMPLETED, (A, B)),
        ({"status": "completed", "images": [{"seed": 1}, {"url": None}, "x", {"url": B}]}, VendorState.COMPLETED, (B,)),
        (
            {"status": "completed", "images": [{"url": "javascript:alert(1)"}, {"url": "a b"}]},
            VendorState.COMPLETED,
            (),
        ),
        ({"status": "completed", "images": None}, VendorState.COMPLETED, ()),
        ({"status": "completed"}, VendorState.COMPLETED, ()),
        ({"status": "in_progress", "images": [{"url": A}]}, VendorState.IN_PROGRESS, ()),
        ({"status": "failed"}, VendorState.FAILED, ()),
        ({"status": "nsfw"}, VendorState.NSFW, ()),
        ({"status": "canceled"}, VendorState.CANCELED, ()),
        ({"status": "Cancelled"}, VendorState.CANCELED, ()),
        ({"status": " IN PROGRESS "}, VendorState.IN_PROGRESS, ()),
        ({"status": "warming_up"}, VendorState.UNKNOWN, ()),
        ({"status": 7}, VendorState.UNKNOWN, ()),
        ({}, VendorState.UNKNOWN, ()),
        ({"jobs": []}, VendorState.UNKNOWN, ()),
    ],
)
def test_each_status_is_read(body: Any, state: VendorState, urls: tuple[str, ...]) -> None:
    assert responses.answer(response(200, body)) == RequestStatus(state=state, image_urls=urls)


@pytest.mark.parametrize(
    ("jobs", "state", "urls"),
    [
        ([job("queued"), job("queued")], VendorState.QUEUED, ()),
        ([job("completed", A), job("queued")], VendorState.IN_PROGRESS, ()),  # not before every one has ended
        ([job("completed", A), job("in_progress")], VendorState.IN_PROGRESS, ()),
        ([job("completed", A), job("completed", B)], VendorState.COMPLETED, (A, B)),
        ([job("nsfw"), job("completed", B)], VendorState.COMPLETED, (B,)),
        ([job("failed"), job("canceled")], VendorState.FAILED, ()),
        ([job("failed"), job("nsfw")], VendorState.NSFW, ()),
        ([job("cancelled"), job("CANCELED")], VendorState.CANCELED, ()),
        ([job("completed"), job("failed")], VendorState.COMPLETED, ()),
        ([job(None), job(None)], VendorState.QUEUED, ()),
        ([job(None, A)], VendorState.COMPLETED, (A,)),
        ([job("completed", results={"min": {"url": B}})], VendorState.COMPLETED, (B,)),
        ([job("completed", results={"raw": None, "min": "x"})], VendorState.COMPLETED, ()),
        ([job("dreaming")], VendorState.UNKNOWN, ()),
        ([None], VendorState.QUEUED, ()),
    ],
)
def test_a_job_set_is_summed_up(jobs: list[Any], state: VendorState, urls: tuple[str, ...]) -> None:
    assert responses.answer(response(200, {"id": "set", "jobs": jobs})) == RequestStatus(state=state, image_urls=urls)


def test_a_job_without_a_status_has_the_sets() -> None:
    body = {"id": "set", "status": "nsfw", "jobs": [job(None), job(None)]}
    assert responses.answer(response(200, body)).state is VendorState.NSFW


def test_the_reason_of_a_failure_is_kept_short() -> None:
    told = responses.answer(response(200, {"status": "failed", "error": "Generation\nfailed " + "x" * 5000}))
    assert told.error.startswith("Generation failed")
    assert len(told.error) <= 200
    assert responses.answer(response(200, {"status": "failed", "error": {"code": 3}})).error == ""


@pytest.mark.parametrize("body", [b"", PAGE, b"null", b"[1]", b"{", b"\xff"])
def test_an_unreadable_status_is_asked_again(body: bytes) -> None:
    with pytest.raises(VendorBusy) as caught:
        responses.answer(response(200, body))
    assert caught.value.away is (body == PAGE), "a page in the API's place is a closed door"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"detail": "Invalid credentials"}, Failure.BAD_KEY),
        (404, {"detail": "Not found"}, Failure.FAILED),
        (404, PAGE, "away"),
        *((status, {}, Failure.FAILED) for status in (400, 402, 403, 405, 409, 410, 413, 422)),
        (403, PAGE, "away"),
        *((status, {}, "busy") for status in (408, 423, 425, 429)),
        (500, {}, "away"),
        (502, PAGE, "away"),
        (302, b"", "busy"),
    ],
)
def test_each_answer_to_a_question_has_its_kind(status: int, body: Any, expected: object) -> None:
    assert kind(responses.ask_error(response(status, body))) == expected


# upload


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {}, Failure.BAD_KEY),
        (403, {}, Failure.NO_CREDITS),
        (404, {"detail": "Not found"}, NoUpload),
        (405, {}, NoUpload),
        (404, PAGE, "away"),
        (400, {}, Failure.REFUSED),
        (422, {}, Failure.REFUSED),
        (429, {}, "busy"),
        (500, {}, "away"),
        (502, PAGE, "away"),
        (302, b"", "busy"),
    ],
)
def test_each_answer_to_an_upload_has_its_kind(status: int, body: Any, expected: object) -> None:
    assert kind(responses.upload_error(response(status, body))) == expected


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"upload_url": "https://s/x"},
        {"upload_url": "https://s/x", "public_url": "http://cdn/x"},
        {"upload_url": "http://127.0.0.1/x", "public_url": "https://cdn/x"},
        {"upload_url": "https://s/x", "public_url": "https://cdn/" + "x" * 2100},
        *(
            {"upload_url": f"https://{host}/x", "public_url": "https://cdn/x"}
            for host in (
                *("127.0.0.1", "10.0.0.1", "169.254.169.254", "0x7f.1", "2130706433", "0177.0.0.1", "127.1", "[::1]"),
                *(
                    "localhost",
                    "[::ffff:10.0.0.1]",
                    "[fec0::1]",
                    "[2002:a00:1::]",
                    "user:word@s",
                    "s\\@10.0.0.1",
                    "[::",
                ),
                *("10.0.0.1\\.s", "%31%30.0.0.1", "", "１０.0.0.1"),
            )
        ),
    ],
)
def test_an_upload_without_two_safe_addresses_is_not_used(body: Any) -> None:
    with pytest.raises(VendorBusy):
        responses.upload_target(response(200, body))


@pytest.mark.parametrize("host", ["s", "bucket.s3.amazonaws.com:443", "1.1.1.1", "[2606:4700:4700::1111]"])
def test_an_upload_to_a_public_place_is_used(host: str) -> None:
    body = {"upload_url": f"https://{host}/x?sig=a%2Bb", "public_url": "https://cdn/x"}
    assert responses.upload_target(response(200, body)).upload_url == body["upload_url"]
