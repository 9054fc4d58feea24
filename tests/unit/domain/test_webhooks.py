"""Addresses and signatures that only the vendor can know."""

from __future__ import annotations

import pytest

from bot.domain.webhooks import TOLERANCE_S, WebhookUrls, read_secret, sign, verify_signature

HOOKS = WebhookUrls(base="https://bot.test", key=b"k" * 32)
# The example of https://www.standardwebhooks.com
SECRET = read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
EVENT, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def headers(**changed: str) -> dict[str, str]:
    usual = {"webhook-id": EVENT, "webhook-timestamp": str(STAMP), "webhook-signature": SIGNATURE}
    return usual | {f"webhook-{name}": value for name, value in changed.items()}


def test_a_jobs_address_stays_the_same_and_is_its_own() -> None:
    assert HOOKS.url(7) == HOOKS.url(7) == f"https://bot.test/hooks/7/{HOOKS.sign(7)}"
    assert HOOKS.verify(7, HOOKS.sign(7))
    assert not HOOKS.verify(8, HOOKS.sign(7))
    assert not WebhookUrls(base=HOOKS.base, key=b"l" * 32).verify(7, HOOKS.sign(7))


@pytest.mark.parametrize("forged", ["", "x", "é\udce9", HOOKS.sign(7)[:-1], HOOKS.sign(7) + "A", HOOKS.sign(7).lower()])
def test_a_guess_is_no_address(forged: str) -> None:
    assert not HOOKS.verify(7, forged)


def test_the_key_is_not_shown() -> None:
    assert "kkk" not in repr(HOOKS)


def test_the_published_example_is_signed() -> None:
    assert verify_signature(SECRET, headers(), BODY, now_s=STAMP)


def test_while_a_secret_is_replaced_either_signature_will_do() -> None:
    assert verify_signature(SECRET, headers(signature=f"v1,bm9wZQ== v2,x {SIGNATURE}"), BODY, now_s=STAMP)


@pytest.mark.parametrize("seconds", [-TOLERANCE_S, TOLERANCE_S])
def test_clocks_may_differ_by_five_minutes(seconds: int) -> None:
    assert verify_signature(SECRET, headers(), BODY, now_s=STAMP + seconds)
    assert not verify_signature(SECRET, headers(), BODY, now_s=STAMP + seconds + (1 if seconds > 0 else -1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "msg_another"},
        {"timestamp": ""},
        {"timestamp": "soon"},
        {"timestamp": "-1"},
        {"timestamp": "²"},
        {"timestamp": "9" * 400},
        {"timestamp": str(STAMP + 1)},
        {"signature": ""},
        {"signature": "v1"},
        {"signature": SIGNATURE.removeprefix("v1,")},
        {"signature": "v2" + SIGNATURE.removeprefix("v1")},
        {"signature": "é\udce9"},
    ],
    ids=str,
)
def test_anything_else_is_not_signed(wrong: dict[str, str]) -> None:
    assert not verify_signature(SECRET, headers(**wrong), BODY, now_s=STAMP)
    assert not verify_signature(SECRET, {}, BODY, now_s=STAMP)
    assert not verify_signature(SECRET, headers(), BODY + b" ", now_s=STAMP)
    assert not verify_signature(b"another", headers(), BODY, now_s=STAMP)


def test_the_example_signature_is_ours() -> None:
    assert f"v1,{sign(SECRET, EVENT, str(STAMP), BODY)}" == SIGNATURE


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_!!", "not base64 at all"])
def test_what_is_no_secret_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        read_secret(text)
