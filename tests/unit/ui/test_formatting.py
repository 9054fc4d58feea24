"""Whatever somebody types: it is shown literally, inside its quote, and every card fits what Discord takes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.catalog import BUILT_IN, PROMPT_LENGTH, Params
from bot.domain.errors import MissingRights
from bot.domain.jobs import Failure, Image, Job, JobState, WaitReason
from bot.domain.limits import TEXT_LENGTH
from bot.domain.text_cleaning import STACKED, clean_name, clean_prompt
from bot.i18n import LOCALES, Texts
from bot.pictures import Fitted
from bot.pictures.public_addresses import is_linkable
from bot.services.orders import JobView
from bot.ui.outbound.responses import Responses
from bot.ui.views import formatting
from bot.ui.views.card_files import CardFiles
from bot.ui.views.components import Component
from bot.ui.views.job_card import CardView
from tests.card_parts import buttons, pictures, texts, walk

TRICKS = [
    *("@everyone", "@here", "<@1574183596741099523>", "<@&1>", "<#1>", "</banana:1>", "<t:0:R>", "<:a:1>", "<a:b:2>"),
    *("[x](http://evil.example)", "[x](<https://evil.example>)", "https://evil.example", "<https://a.b>", "\\"),
    *("`", "``", "```ansi\n\u001b[31mred", "```", "||", "**", "*", "__", "_", "~~", "***bold", ">", "> ", ">>> "),
    *("# ", "## ", "-# ", "- ", "* ", "1. ", "99. ", "\n", "\n\n\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u0301", "\u0301" * 50, "\u200d\u0301" * 40, "\ufe0f"),
    *(
        "\ud800",
        "\udfff",
        "\x00",
        "\x1b[0m",
        "🍌",
        "👨\u200d👩\u200d👧",
        "٣.",
        "\U000e0061",
        " ",
        "\u3164",
        "é",
        "x" * 99,
    ),
]
# Two of each category: all of Unicode would take hypothesis seconds to tabulate, and shows no more.
ALPHABET = (
    "\x00\x7f\xad\u061c\ud900\udc00\ue000\U0010fffd\u0378\U0010ffff\u2028\u2029"  # Cc Cf Cs Co Cn Zl Zp
    "\xa0\u3000AÉaßǅᾼʰーªक𝒳Ⅳ〇0٣²½"  # Zs Lu Ll Lt Lm Lo Nl Nd No
    "\u0300\u0336\u0903\u093e\u20dd\u0488"  # Mn Mc Me
    "_‿-—([)]«“»”!\u00a7+≤$€^`¦🍌"  # Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So
)
TYPED = st.lists(st.sampled_from(TRICKS) | st.sampled_from(ALPHABET), max_size=200).map("".join)
PROMPTS = TYPED.map(lambda typed: clean_prompt(typed)[:PROMPT_LENGTH].strip()).filter(bool)
EASY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
LIVE = re.compile(r"(?<!\\)(?:\\\\)*[*_~|`>#\-+\[\]()<@:]|^\s*\d+\.", re.MULTILINE)


def literal(text: str) -> str:
    """Read text as Discord does: a backslash before a sign shows the sign."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


def live(text: str) -> list[str]:
    """Return the marks in a text that Discord would act on."""
    return LIVE.findall(re.sub(r"\\\\", "§", text))  # a backslash that shows keeps its place


# words


def test_the_alphabet_has_every_category_of_unicode() -> None:
    assert {unicodedata.category(c) for c in ALPHABET} == {
        *("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"),
        *("Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn"),
    }


@EASY
@given(TYPED)
@example("e" + "\u200d\u0301" * 9)  # of the joiners some go, and the first accent joins its letter
def test_a_clean_prompt_has_nothing_left_to_clean(typed: str) -> None:
    clean = clean_prompt(typed)
    assert clean_prompt(clean) == clean
    assert clean == clean.strip()
    assert not {unicodedata.category(c) for c in clean.replace("\n", "") if c not in "\u200c\u200d"} & {
        "Cc",
        "Cf",
        "Cs",
    }
    assert not re.search(r"[\u2028\u2029]", clean)


@EASY
@given(st.sampled_from("aक🍌"), st.text("\u0301\u0336\u200d\ufe0f\u20dd", min_size=1, max_size=300))
def test_nothing_is_stacked_higher_than_the_card(letter: str, flood: str) -> None:
    assert len(clean_prompt(letter + flood)) <= 1 + STACKED


@pytest.mark.parametrize("word", ["👨\u200d👩\u200d👧", "❤️\u200d🔥", "1️⃣", "بِسْمِ ٱللَّٰهِ", "Việt", "שָׁלוֹם", "می\u200cخواهم"])
def test_words_and_emoji_of_every_script_stay_as_they_are(word: str) -> None:
    assert clean_prompt(word) == word


@EASY
@given(PROMPTS)
def test_what_was_typed_is_what_is_read_and_nothing_in_it_works(prompt: str) -> None:
    assert literal(formatting.escape(prompt)) == prompt
    assert not live(formatting.escape(prompt))


@EASY
@given(PROMPTS, st.booleans())
def test_every_line_of_a_prompt_stays_inside_its_quote(prompt: str, whole: bool) -> None:
    lines = formatting.quote(prompt, whole=whole).split("\n")
    assert all(line.startswith("> ") and not live(line[2:]) for line in lines)
    assert len(lines) <= (prompt.count("\n") + 1 if whole else formatting.SHOWN_LINES)
    if whole:
        assert literal("\n".join(line[2:] for line in lines)) == prompt


@EASY
@given(st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=6000).map("".join) | TYPED)
def test_a_whole_prompt_fits_one_message_and_works_nowhere(prompt: str) -> None:
    assert len(formatting.full_text(prompt)) <= TEXT_LENGTH
    assert not live(formatting.full_text(prompt))
    assert len(formatting.alt_text(prompt)) <= formatting.ALT_LENGTH


@EASY
@given(TYPED)
@example("e\u202e\u0301")  # cleaned, the two become one letter
def test_a_files_name_stays_between_its_backticks(name: str) -> None:
    shown = formatting.file_name(name)
    assert 1 <= len(shown) <= 80 and "`" not in shown and len(shown.splitlines()) == 1
    assert clean_name(shown) == shown and shown.encode()


# edges


def read(quoted: str) -> str:
    """Return what a quote shows."""
    return "\n".join(literal(line.removeprefix("> ")) for line in quoted.split("\n"))


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("x" * 300, "x" * 300),
        ("x" * 301, "x" * 300 + " …"),
        ("x" * 299 + "  y", "x" * 299 + " …"),
        ("x" * 291 + " a sailing boat", "x" * 291 + " a …"),
        ("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\ne\nf"),
        ("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nd\ne\nf …"),
        ("a\nb\nc\nd\ne\n" + "f" * 291, "a\nb\nc\nd\ne\n" + "f" * 290 + " …"),
    ],
)
def test_a_quote_ends_after_300_characters_or_six_lines(prompt: str, shown: str) -> None:
    assert read(formatting.quote(prompt)) == shown
    assert formatting.is_cut(prompt) is shown.endswith(" …")
    assert read(formatting.quote(prompt, whole=True)) == prompt


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("x" * 90, "x" * 90),
        ("x" * 91, "x" * 89 + "…"),
        ("x" * 88 + " yy", "x" * 88 + "…"),
        ("a\n b\t c", "a b c"),
        ("x" * 45 + "\n\n\n" + "y" * 44, "x" * 45 + " " + "y" * 44),
    ],
)
def test_one_line_is_at_most_90_characters_long(prompt: str, shown: str) -> None:
    assert formatting.one_line(prompt) == shown
    assert len(formatting.one_line("x" * 11, 10)) == len(formatting.one_line("x" * 10, 10)) == 10


def test_a_whole_prompt_is_told_up_to_what_one_message_takes() -> None:
    assert formatting.full_text("x" * 4_000) == "x" * 4_000
    assert formatting.full_text("*" * 2_000) == "\\*" * 2_000
    assert formatting.full_text("x" + "*" * 2_000) == "x" + "\\*" * 1_999
    assert formatting.full_text("x" * 4_001) == "x" * 2_000


def test_a_description_is_cut_after_1024_characters() -> None:
    assert formatting.alt_text("x" * 1_024) == "x" * 1_024
    assert formatting.alt_text("x" * 1_025) == "x" * 1_023 + "…"


def test_a_files_name_is_cut_after_80_characters() -> None:
    assert formatting.file_name("x" * 80) == "x" * 80
    assert formatting.file_name("x" * 81) == "x" * 80


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://x/" + "y" * 502, True),
        ("https://x/" + "y" * 503, False),
        ("http://x/" + "y" * 503, True),
        ("http://x/" + "y" * 504, False),
        ("ftp://x/y", False),
        ("httpsx://y", False),
        ("", False),
    ],
)
def test_a_button_leads_to_an_address_of_the_web_of_up_to_512_characters(url: str, fits: bool) -> None:
    assert formatting.is_link(url) is fits


@pytest.mark.parametrize(("guild_id", "place"), [(5, "5"), (0, "@me")])
def test_a_message_has_an_address_in_a_server_and_in_a_direct_line(guild_id: int, place: str) -> None:
    assert formatting.link(guild_id, 6, 7) == f"https://discord.com/channels/{place}/6/7"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a second"),
        (1.4, "a second"),
        (1.6, "2 seconds"),
        (60, "60 seconds"),
        (89, "89 seconds"),
        (90, "2 minutes"),
        (3_599, "60 minutes"),
        (3_600, "an hour"),
        (86_399, "24 hours"),
        (86_400, "24 hours"),
        (2 * 86_400, "2 days"),
    ],
)
def test_a_span_is_told_in_the_unit_that_reads_best(card_view: CardView, seconds: float, words: str) -> None:
    assert formatting.duration(card_view.texts, "en", seconds) == words


def test_a_moment_is_counted_and_a_day_written_by_the_reader_s_client() -> None:
    assert (formatting.relative(1_999), formatting.date(1_999)) == ("<t:1:R>", "<t:1:D>")
    assert (formatting.mention(7), formatting.mention(0)) == ("<@7>", "—")


# cards


@pytest.fixture(scope="module")
def card_view() -> CardView:
    return CardView(texts=Texts())


ENDS = [
    *({"state": state} for state in (JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING, JobState.SUCCEEDED)),
    {"state": JobState.CANCELLED, "finished_at": 1, "charged": 0},
    *({"state": JobState.FAILED, "failure": failure, "finished_at": 1} for failure in Failure),
]


def drawn(card_view: CardView, job: Job, holdup: WaitReason | None, *, shrunk: bool) -> list[Component]:
    fitted = [
        Fitted(filename=f"{n}.png", content=b"x", size=1, original_bytes=9, shrunk=shrunk)
        for n in range(len(job.outputs))
    ]
    card = JobView(job=job, position=2, usual_seconds=12, wait_reason=holdup, now=1)
    return card_view.draw(card, CardFiles(outputs=tuple(fitted), thumbnail=b"x"), intro="Here.")


@EASY
@given(
    prompt=PROMPTS,
    name=TYPED,
    end=st.sampled_from(ENDS),
    locale=st.sampled_from(LOCALES),
    model=st.sampled_from([model.name for model in BUILT_IN]),
    holdup=st.sampled_from([None, *WaitReason]),
    shrunk=st.booleans(),
    address=st.sampled_from(["https://cdn.example/x.png", "https://cdn.example/" + "x" * 600, "ftp://x", ""]),
)
def test_every_card_of_every_prompt_is_one_that_discord_takes(
    card_view: CardView, job: Job, prompt: str, name: str, end: dict[str, Any], shrunk: bool, address: str, **about: Any
) -> None:
    holdup = about.pop("holdup")
    outputs = tuple(Image(position=n, url=address) for n in range(4)) if end["state"] is JobState.SUCCEEDED else ()
    inputs = (Image(position=0, url="", name=name, path="images/1.png"),)
    known = {"inputs": inputs, "outputs": outputs, "params": Params(count=4, resolution="1k"), **about, **end}
    job = replace(job, **known)
    card = drawn(card_view, replace(job, prompt=prompt), holdup, shrunk=shrunk)
    plain = drawn(card_view, replace(job, prompt="a cat"), holdup, shrunk=shrunk)
    mine, other = texts(card), texts(plain)
    assert sum(map(len, mine)) <= TEXT_LENGTH
    assert formatting.quote(prompt) in mine
    assert [t for t in mine if t != formatting.quote(prompt)] == [t for t in other if t != formatting.quote("a cat")]
    for text in mine:
        assert text.count("`") in (0, 2) or text == formatting.quote(prompt)
        assert len(text) >= 1 and text.encode()
    for button in buttons(card):
        assert 1 <= len(button["label"]) <= 80 and len(button.get("url", "")) <= 512
    assert all(1 <= len(picture["description"]) <= 1024 for picture in pictures(card))
    assert sum(1 for _ in walk(card)) <= 40


def test_the_bots_own_name_is_shown_literally(card_view: CardView) -> None:
    refusal = MissingRights(names=("attach_files",))
    assert not live(Responses(card_view.texts).describe("en", refusal, bot_name="*Ban* @everyone").split(" for ")[1])


def test_a_card_without_words_is_still_a_card(card_view: CardView, job: Job) -> None:
    gone = replace(job, prompt="", state=JobState.SUCCEEDED, finished_at=1, outputs=(Image(position=0, url=""),))
    assert all(len(text) >= 1 for text in texts(drawn(card_view, gone, None, shrunk=False)))


@pytest.mark.parametrize(
    ("url", "leads_there"),
    [
        ("https://cdn.example.com/a.png", True),
        ("http://cdn.example.com/a.png", False),
        ("https://user:word@cdn.example.com/a.png", False),
        ("https://127.0.0.1/a.png", False),
        ("https://0x7f000001/a.png", False),
        ("https://[::1]/a.png", False),
        ("https://localhost/a.png", False),
        ("https://10.0.0.1/a.png", False),
        ("https://169.254.169.254/latest", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://[", False),
    ],
)
def test_members_are_led_only_where_the_bot_itself_would_fetch_from(url: str, leads_there: bool) -> None:
    assert is_linkable(url) is leads_there


def test_at_home_the_loopback_is_an_address_as_well() -> None:
    assert is_linkable("http://127.0.0.1:8000/a.png", allow_loopback=True)
    assert not is_linkable("http://10.0.0.1/a.png", allow_loopback=True)
