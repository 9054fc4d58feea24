"""A server's words: how entries are written, what of a prompt they find, and what lets it pass."""

from __future__ import annotations

import time

import pytest

from bot.domain.words import BLOCKING, LONGEST_ENTRY, MOST_ENTRIES, Strictness, WordList, WordLists
from bot.domain.words_entries import Fault, added, entries_in, faults, removed
from bot.domain.words_matching import Matcher

LISTS = WordLists(
    deny=("fox", "pre*", "*fix", "*part*", "bad word", "asshole", "🖕", "18+", "死", "*ass*"),
    mild=("blood",),
    strict=("gun",),
    allow=("class", "glass of wine"),
)


def blocked(prompt: str, strictness: Strictness = Strictness.USUAL, lists: WordLists = LISTS) -> str | None:
    found = Matcher(lists).verdict(prompt, strictness).blocked
    return found.entry if found else None


@pytest.mark.parametrize(
    ("prompt", "entry"),
    [
        ("a fox", "fox"),
        ("foxes", None),
        ("presto", "pre*"),
        ("espresso", None),
        ("a suffix", "*fix"),
        ("fixed", None),
        ("apartment", "*part*"),
        ("a Bad\n  WORD, here", "bad word"),
        ("bad-word", "bad word"),
        ("a b.a.d word", "bad word"),
        ("bad sword", None),
        ("l'fox", "fox"),
        ("so 🖕🏽x", "🖕"),
        ("18 horses", None),
        ("18+ horses", "18+"),
        ("彼は死んだ", "死"),
    ],
)
def test_an_entry_is_found_as_it_is_written(prompt: str, entry: str | None) -> None:
    assert blocked(prompt) == entry


@pytest.mark.parametrize(
    "prompt",
    [
        "FÓX",
        "ｆｏｘ",
        "f\u200bo\u00adx",
        "fох",  # Cyrillic o and x
        "f0x",
        "f.o.x",
        "a f o x sits",
        "f-o-x",
        "fo.x",
        "**f**ox",
        "foooox",
        "𝓯𝓸𝔁",
        "🅵🅾🆇",
        "🇫🇴🇽",
        "fo\u0335x",
        "fo🙂x",
        "ᖴO᙭",
        "ꓝꓳꓫ",
        "f᥆᥊",
    ],
)
def test_an_entry_is_found_however_it_is_dressed(prompt: str) -> None:
    assert blocked(prompt) == "fox"


@pytest.mark.parametrize(
    ("deny", "prompt"),
    [
        ("god", "good"),  # a letter twice is another word
        ("ass", "as as, a 455 gun"),  # figures alone are figures
        ("ed", "in 3d"),
        ("us", "a flag 🇺🇸"),
        ("*shit*", "push-it"),
        ("shit", "push it"),
        ("foxtrot", "fox trot"),
    ],
)
def test_folding_makes_no_other_words(deny: str, prompt: str) -> None:
    assert blocked(prompt, lists=WordLists(deny=(deny,))) is None


def test_a_language_with_another_alphabet_is_compared_with_itself() -> None:
    lists = WordLists(deny=("ναι", "кровь", "ἄλφα"))
    assert [blocked(prompt, lists=lists) for prompt in ("ΝΑΙ", "Кровь", "ΑΛΦΑ", "корова")] == [*lists.deny, None]
    assert blocked("ΝΟΝΕ of this", lists=WordLists(deny=("none",))) == "none"  # Greek capitals that look Latin


def test_an_allowed_entry_lets_pass_what_it_covers_and_nothing_beside() -> None:
    verdict = Matcher(LISTS).verdict("a CLASSS of gl4ss of wine")
    assert verdict.blocked is None
    assert (verdict.allowed and verdict.allowed.entry, verdict.by and verdict.by.entry) == ("*ass*", "class")
    assert blocked("class ass") == "*ass*"
    assert blocked("a glass of milk") == "*ass*"


def test_more_holds_in_a_stricter_channel_and_less_in_a_laxer_one_that_is_age_restricted() -> None:
    lists = LISTS.with_strictness([1], Strictness.STRICTER).with_strictness([2], Strictness.LAXER)
    assert lists.strictness([9, 1], is_age_restricted=True) is Strictness.STRICTER  # a thread in it
    assert lists.strictness([2], is_age_restricted=True) is Strictness.LAXER
    assert lists.strictness([2], is_age_restricted=False) is Strictness.USUAL
    assert lists.with_strictness([1], Strictness.USUAL).stricter == ()
    held = {each: [p for p in ("fox", "blood", "gun") if blocked(p, each)] for each in BLOCKING}
    assert held == {
        Strictness.LAXER: ["fox"],
        Strictness.USUAL: ["fox", "blood"],
        Strictness.STRICTER: ["fox", "blood", "gun"],
    }


def test_lists_are_pasted_in_lines_or_commas_with_or_without_quotes() -> None:
    pasted = '\ufefffox, "bad word" ,\n\'pre*\'\r\n“*fix”,,fox\n "kill, die" \n；'
    assert entries_in(pasted.replace("；", ";")) == ("fox", "bad word", "pre*", "*fix", "kill, die")


def test_what_cannot_be_an_entry_is_named_with_its_reason() -> None:
    assert faults(["*", "**", "…", "\u3164", "f*x", "a*", "x" * (LONGEST_ENTRY + 1), "fox", "k", "*死*"]) == {
        "*": Fault.EMPTY,
        "**": Fault.EMPTY,
        "…": Fault.EMPTY,
        "\u3164": Fault.EMPTY,
        "f*x": Fault.WILDCARD,
        "a*": Fault.SHORT,
        "x" * (LONGEST_ENTRY + 1): Fault.LONG,
    }


def test_an_entry_stands_in_one_list_and_goes_however_it_is_written() -> None:
    lists = added(LISTS, ["FOX", "new"], WordList.ALLOW)
    assert "fox" not in lists.deny
    assert lists.allow == ("class", "FOX", "glass of wine", "new")
    assert removed(lists, ["fóx", "absent"]).allow == ("class", "glass of wine", "new")
    with pytest.raises(ValueError, match="too many"):
        added(lists, [f"word{n}" for n in range(MOST_ENTRIES)], WordList.DENY)


def test_no_prompt_and_no_list_is_slow() -> None:
    """Processor time, a hundred times what it takes: backtracking would not come back at all."""
    hostile = [f"*{'a' * n}{'b' * m}q*" for n in range(1, 29) for m in range(1, 28)]
    matcher = Matcher(WordLists(deny=(*hostile, *(f"*{'ab' * 9}{n}c*" for n in range(5_000)))))
    before = time.process_time()
    for prompt in ("a" * 2_000, "aaab1$" * 333, "a.b " * 500, "ﷺ" * 2_000):
        assert matcher.verdict(prompt).blocked is None
    assert time.process_time() - before < 60
