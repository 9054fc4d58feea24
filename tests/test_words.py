"""The words of people's texts: none that the glossary did away with, and a plural wherever something is counted."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from bot.cli import parser
from bot.i18n import LOCALES

ROOT = Path(__file__).parent.parent
LOCALE_FILES = ROOT / "bot/i18n/locales"
PAGE = ROOT / "bot/simulators/discord/static/texts.js"
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
TABLE = GLOSSARY.split("### Words that no text for people has")[1].split("\n### ")[0]
ROWS = re.findall(r"^\| (`.+?) \| (.+?) \| (\w\w) \| (members|everywhere) \|$", TABLE, re.MULTILINE)
BANNED = [(word, locale, where) for cell, _, locale, where in ROWS for word in re.findall(r"`(.+?)`", cell)]

#: The variables that are words; every other one is a number.
NO_NUMBERS = {
    "wait",
    "shares",
    "from",
    "server",
    "to",
    "day",
    "money",
    "since",
    "bot",
    "by",
    "channels",
    "members",
    "proposed",
    "roles",
    "right",
    "by_user",
    "command",
    "commands",
    "detail",
    "model",
    "other",
    "owner",
    "period",
    "reporter",
    "rule",
    "said",
    "role",
    "role_id",
    "until",
    "use",
    "user",
    "usual",
}
#: What behind a number is not what it counts.
NOT_COUNTED = {
    "en": {"MB", "s", "of", "in", "out", "and", "spent", "reserved", "refunded", "left"},
    "fr": {"Mo", "s", "sur", "de", "dans", "et"},
}
#: Numbers that are never one where they stand, each with why.
NEVER_ONE = {
    ("refused-bad-prompt", "length"): "a prompt that is refused is empty or has more than 2,000 characters",
    ("card-fewer", "count"): "fewer than one is none, which is another ending",
    ("quota-and", "most"): "a price in words",
    ("help-or", "most"): "the name of a command",
    ("setup-more", "most"): "names",
    ("refused-import-too-large", "most_kb"): "1,000",
    ("refused-too-many-entries", "count"): "more than 6,000",
    ("refused-too-many-questions", "most"): "three",
    ("refused-question-answered", "owner_id"): "a member",
    ("refused-not-age-restricted", "channel"): "a name",
    ("refused-bad-number", "least"): "the end of a range",
}


@cache
def locale_text(locale: str, *, of_members: bool) -> str:
    """What a language says, without the ids and comments."""
    paths = [LOCALE_FILES / f"{locale}.ftl", *LOCALE_FILES.glob(f"{locale}-*.ftl")]
    read = [path.read_text(encoding="utf-8") for path in paths if not of_members or not path.stem.endswith("-host")]
    lines = [line for line in "\n".join(read).splitlines() if not line.startswith("#")]
    return "\n".join(re.sub(r"^[\w-]+ = |^ +\*?\[\w+\] ", "", line) for line in lines)


def helps(of: argparse.ArgumentParser) -> Iterator[str]:
    """The help of a parser and of all its verbs, as it is printed."""
    yield of.format_help()
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (text for verb in action.choices.values() for text in helps(verb))


def code_strings() -> Iterator[str]:
    """What the code says to people: its strings of several words that are no docstrings; log lines and errors."""
    for path in (path for top in ("bot", "cogs") for path in (ROOT / top).rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                yield node.value if " " in node.value and "SELECT " not in node.value else ""


@cache
def everywhere() -> str:
    documents = (*ROOT.glob("*.md"), *(path for path in ROOT.glob("docs/**/*.md") if path.stem != "glossary"))
    files = (*documents, ROOT / ".env.example", PAGE)
    return "\n".join([*(path.read_text(encoding="utf-8") for path in files), *helps(parser()), *code_strings()])


def places(word: str, text: str) -> list[str]:
    """Where a text has a word, with what stands around it."""
    if word.lower() not in text.lower():
        return []
    return re.findall(rf".{{0,40}}(?<!\w){re.escape(word)}(?!\w).{{0,30}}", text, re.IGNORECASE)


def test_the_glossary_bans_words_in_both_languages() -> None:
    assert {locale for _, locale, _ in BANNED} == {"en", "fr"}
    assert {"dearer", "heed", "in words", "host", "plateau", "Réutiliser", "Tes 1"} <= {word for word, _, _ in BANNED}
    assert len(ROWS) == len(re.findall(r"^\| `", TABLE, re.MULTILINE)), "a row of the table is not understood"


@pytest.mark.parametrize(("word", "locale", "where"), BANNED)
def test_no_text_goes_back_to_a_word_that_is_banned(word: str, locale: str, where: str) -> None:
    assert places(word, locale_text(locale, of_members=where == "members")) == []
    if where == "everywhere":
        assert places(word, everywhere()) == []


# plurals


def counted(pattern: ftl.Pattern, chosen: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The numbers of a sentence with the word behind them, but for those in a form that was chosen by that number."""
    elements = pattern.elements
    for element, following in zip(elements, [*elements[1:], None], strict=True):
        if not isinstance(element, ftl.Placeable):
            continue
        expression = element.expression
        if isinstance(expression, ftl.SelectExpression):
            selector = expression.selector
            named = {selector.id.name} if isinstance(selector, ftl.VariableReference) else set()
            is_plural = any(isinstance(v.key, ftl.Identifier) and v.key.name == "one" for v in expression.variants)
            for variant in expression.variants:
                yield from counted(variant.value, chosen | named if is_plural else chosen)
        elif isinstance(expression, ftl.VariableReference) and expression.id.name not in chosen:
            word = re.match(r" ([^\W\d_]+)", following.value) if isinstance(following, ftl.TextElement) else None
            if word:
                yield expression.id.name, word[1]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_number_before_what_it_counts_chooses_the_form(locale: str) -> None:
    wrong = []
    for path in (LOCALE_FILES / f"{locale}.ftl", *LOCALE_FILES.glob(f"{locale}-*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ftl.Message) and entry.value:
                for name, word in counted(entry.value):
                    is_counted = name not in NO_NUMBERS and word not in NOT_COUNTED.get(locale, ())
                    if is_counted and (entry.id.name, name) not in NEVER_ONE:
                        wrong.append(f"{entry.id.name}: {{ ${name} }} {word}")
    assert wrong == []


def test_the_check_of_plurals_sees_a_number_without_one() -> None:
    source = "a = Tes { $orders } commandes\nb = { $n ->\n    [one] une\n   *[other] { $n } images\n}\n"
    one, two = FluentParser().parse(source).body
    assert isinstance(one, ftl.Message) and isinstance(two, ftl.Message) and one.value and two.value
    assert list(counted(one.value)) == [("orders", "commandes")] and list(counted(two.value)) == []
