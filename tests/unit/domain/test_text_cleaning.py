"""Members' words that need no cleaning are kept as the cleaning of all others would keep them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import text_cleaning


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_plain_prompt_is_cleaned_as_any_other(prompt: str) -> None:
    assert text_cleaning.clean_prompt(prompt) == text_cleaning._clean_once(prompt)
