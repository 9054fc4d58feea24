"""The emoji that come with the page: the list and the folder agree, and no card needs a font for its own."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "bot/simulators/discord/static"
FOLDER = STATIC / "emoji"
# What is an emoji without a variation selector, and what is one with it.
SIGN = re.compile(
    r"[\U0001F300-\U0001FAFF⌚⌛⏩-⏬⏰⏳☔☕⚡⚽✅✊✋✨❌❎❓-❕❗➕-➗➰⬛⬜⭐⭕](?!\ufe0e)|[\u2139-\u2bff]\ufe0f|[0-9]\ufe0f\u20e3"
)


def points(emoji: str) -> str:
    """Return the name of an emoji's file."""
    return "-".join(f"{ord(sign):x}" for sign in emoji if sign != "\ufe0f")


def listed() -> set[str]:
    lists = re.findall(r"`\n(.*?)\n`", (STATIC / "emoji.js").read_text(encoding="utf-8"), re.DOTALL)
    return {points(emoji) for emoji in " ".join([*lists, "❌ ⭐"]).split()}


def test_the_list_and_the_folder_agree_and_the_licence_lies_beside() -> None:
    assert listed() == {path.stem for path in FOLDER.glob("*.svg")}
    assert "CC-BY 4.0" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_every_emoji_of_the_bot_and_of_the_page_comes_with_the_page() -> None:
    sources = [
        path
        for room in ("bot", "cogs")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".ftl", ".js", ".html"}
    ]
    used = {emoji: path.name for path in sources for emoji in SIGN.findall(path.read_text(encoding="utf-8"))}
    missing = {emoji: name for emoji, name in used.items() if points(emoji) not in listed()}
    assert missing == {}, (
        "take their SVG from the npm package @discordapp/twemoji into static/emoji, and list them in emoji.js"
    )
