"""A reaction has no place for an answer: what it asks for is carried out once the store can, or left alone."""

from __future__ import annotations

import pytest

from bot.domain.errors import Refusal, StorageUnavailable, UnknownJob
from bot.runtime.retry import Backoff
from bot.ui import reactions
from bot.ui.reactions import carry_out


class UseCase:
    """Fails with these errors, one a call; then it succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self) -> None:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactions, "STORAGE_RETRY", Backoff(first=0.0, longest=0.0))


async def test_while_the_store_is_unavailable_it_is_tried_again() -> None:
    use_case = UseCase(StorageUnavailable(), StorageUnavailable())
    await carry_out(use_case)
    assert use_case.calls == 3


@pytest.mark.parametrize("error", [UnknownJob(), Refusal()])
async def test_a_refusal_ends_it(error: Refusal) -> None:
    use_case = UseCase(error)
    await carry_out(use_case)
    assert use_case.calls == 1


async def test_it_is_given_up_after_a_while_without_an_error() -> None:
    use_case = UseCase(*(StorageUnavailable() for _ in range(100)))
    await carry_out(use_case)
    assert use_case.calls == reactions.STORAGE_TRIES


def test_the_while_is_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    waits = map(reactions.STORAGE_RETRY.seconds, range(1, reactions.STORAGE_TRIES))
    assert sum(waits) == pytest.approx(300, rel=0.07)
