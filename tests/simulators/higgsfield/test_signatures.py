"""Webhooks are signed as the newer API does it, by the example that https://www.standardwebhooks.com publishes."""

from __future__ import annotations

from bot.simulators.higgsfield.signatures import signature


def test_the_published_example_comes_out() -> None:
    secret, event = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert signature(secret, event, 1_614_265_330, b'{"test": 2432232314}') == {
        "webhook-id": event,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
