"""Whatever the vendor says, reading it ends in an answer or in one of our own errors."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SubmissionUnknown, VendorBusy, VendorError
from bot.domain.jobs import Failure
from bot.higgsfield import RequestStatus, VendorState, responses
from bot.higgsfield.responses import Response

WORDS = st.sampled_from(
    [
        *("id", "request_id", "status", "jobs", "images", "url", "results", "raw", "min", "error", "detail", "loc"),
        *("type", "input_images", "upload_url", "public_url", "upload_headers"),
        *("queued", "completed", "nsfw", "https://cdn/x.png", "30"),
    ]
)
TEXTS = WORDS | st.text(max_size=20)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=6),
    max_leaves=25,
)
BODIES = st.binary(max_size=200) | TREES.map(lambda tree: json.dumps(tree).encode())
HEADERS = st.dictionaries(st.sampled_from(["Retry-After", "Date", "X-Correlation-ID"]), st.text(max_size=40))
REPLIES = st.builds(Response, status=st.integers(100, 599), headers=HEADERS, body=BODIES)


@settings(deadline=None)
@given(response=REPLIES)
def test_an_id_is_found_or_the_outcome_is_unclear(response: Response) -> None:
    try:
        vendor_id = responses.submit_id(response)
    except SubmissionUnknown:
        return
    assert vendor_id.isascii()
    assert "/" not in vendor_id


@settings(deadline=None)
@given(response=REPLIES)
def test_an_answer_is_found_or_asked_again(response: Response) -> None:
    try:
        answer = responses.answer(response)
    except VendorBusy:
        return
    assert isinstance(answer, RequestStatus)
    assert answer.state is VendorState.COMPLETED or not answer.image_urls


@settings(deadline=None)
@given(response=REPLIES, pro=st.booleans())
def test_every_error_has_a_kind_and_a_short_printable_text(response: Response, pro: bool) -> None:
    judged = (
        responses.submit_error(response, unsure={"input_images": Failure.INPUT_UNWANTED} if pro else {}),
        responses.ask_error(response),
        responses.upload_error(response),
    )
    for error in judged:
        assert isinstance(error, VendorError)
        assert str(error).isprintable()
        assert len(str(error)) < 300
        if isinstance(error, VendorBusy):
            assert error.retry_after is None or 0 <= error.retry_after <= responses.LONGEST_PAUSE_S


@settings(deadline=None)
@given(response=REPLIES)
def test_a_ticket_is_safe_or_not_used(response: Response) -> None:
    try:
        upload_target = responses.upload_target(response)
    except VendorBusy:
        return
    assert upload_target.upload_url.startswith("https://")


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "-0.0", "NaN"])
def test_odd_numbers_are_no_trouble(number: str) -> None:
    body = f'{{"status": {number}, "images": [{number}]}}'.encode()
    response = Response(status=200, headers={}, body=body)
    try:
        assert responses.answer(response).state is VendorState.UNKNOWN
    except VendorBusy:
        assert len(number) == 5000  # more digits than Python reads
