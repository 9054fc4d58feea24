"""How words are read before they are compared with a server's lists: the ways in which one word can be written, pure.

Folded: case, accents, width and fancy alphabets, signs that nobody sees, letters that look alike (Latin, Cyrillic,
Greek, and those of other scripts that generators of fancy text use), digits and signs in place of letters inside a
word, a letter three times or more in a row, and letters set apart one by one. Not folded: sounds, other spellings, a
letter twice, parts of words set apart by spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.domain.text_cleaning import BLANK

STRETCHED = 3  # of the same letter in a row: no word needs as many
LONE_LETTERS = 3  # of them in a row, set apart, are read as a word
_SHORT_WORDS = "aiouy"  # words of one letter, which may stand before or after such a row

_SAME_SHAPE = {
    "a": "аαɑᴀ⍺ᗩꓮᥲ",
    "b": "вьβʙɓƅᗷꓐᑲ",
    "c": "сϲᴄƈᑕꓚᥴ",
    "d": "ԁɗᴅđɖðᗪꓓძ",
    "e": "еεєҽᴇɛǝ℮ꓰᥱ",
    "f": "ƒꜰғᖴꓝ",
    "g": "ɡɢցǥԍꓖᘜ",
    "h": "һнհħʜᕼꓧ",
    "i": "іιıɩɪꓲ",
    "j": "јϳʝᴊɉᒍꓙ",
    "k": "кκᴋƙқꓗ",
    "l": "ӏłʟɭǀᒪꓡᥣ",
    "m": "мᴍɱᗰꓟ",
    "n": "ոɴŋηƞᑎꓠᥒ",
    "o": "оοօøᴏɵөσꓳ᥆",
    "p": "рρᴘƥᑭꓑ",
    "q": "ԛɋʠᑫ",
    "r": "гʀɾɍᖇꓣ",
    "s": "ѕꜱʂᔕꓢ",
    "t": "тτᴛŧƭꓔ",
    "u": "υսᴜʊμᑌꓴᥙ",
    "v": "νѵᴠʋᐯꓦ᥎",
    "w": "ѡԝωᴡᗯꓪᥕ",
    "x": "хχҳ᙭ꓫ᥊",
    "y": "уγʏყүɏꓬᥡ",
    "z": "ζᴢʐƶꓜ",
    "ae": "æ",
    "oe": "œ",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: White letters on circles and squares, which have no other form of their own: https://unicode.org/charts/PDF/U1F100.pdf
_ENCLOSED = {first + n: letter for first in (0x1F150, 0x1F170) for n, letter in enumerate(_LETTERS)}
_SHAPES = {ord(c): letter for letter, alike in _SAME_SHAPE.items() for c in alike} | _ENCLOSED
#: Greek capitals that look like another letter than the small one does.
_CAPITALS = str.maketrans("ΝΗΥΜ", "nhym")
#: Two make a flag; alone, or three and more, they are letters.
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")
#: Marks above and below letters that may be left out: https://unicode.org/charts/ (combining marks, Hebrew, Arabic).
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SIGNS = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "€": "e", "!": "i", "|": "l"}
_AS_I, _AS_L = str.maketrans({**_SIGNS, "1": "i"}), str.maketrans({**_SIGNS, "1": "l"})
_SIGNED = re.compile(r"(?:[^\W_]|[@$€])(?:[^\W_]|[@$€!|])+(?<![!|])")
_MARKUP = frozenset(
    "*_~|`\\>"
)  # of Discord's, and no signs of their own: https://support.discord.com/hc/articles/210298617
#: Scripts whose words stand without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to read a text: words and signs with one space between, before and after them."""

    text: str
    whole_words: bool = False  # nothing but whole words counts: letters were joined across signs


def readings(text: str) -> Iterator[Reading]:
    """Yield the ways to read a text, the plainest first, none twice."""
    seen = set[Reading]()
    for reading in _readings(text):
        if reading not in seen and reading.text.strip():
            seen.add(reading)
            yield reading


def spaced(text: str) -> str:
    """Return a folded text's words and signs with single spaces, as entries are compared."""
    return " ".join("".join(_parted(text)).split())


def fold(text: str) -> str:
    """Return a text in small plain letters, without accents and what nobody sees."""
    letters = unicodedata.normalize("NFKD", _FLAG_LETTERS.sub(_unflagged, text))
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", letters.casefold()))
    seen = "".join(c if c.isspace() else "" if _is_unseen(c) else c for c in letters)
    return unicodedata.normalize("NFC", seen.translate(_SHAPES))


def runs(text: str) -> list[tuple[str, int]]:
    """Return each character with how often it stands there in a row."""
    return [(c, sum(1 for _ in group)) for c, group in groupby(text)]


def is_unspaced(c: str) -> bool:
    """Return True for a character of a script whose words stand without spaces."""
    return _UNSPACED.match(c) is not None


def is_word(c: str) -> bool:
    """Return True for a letter, a digit, or a mark that belongs to one."""
    return c.isalnum() or unicodedata.category(c)[0] == "M"


def _readings(text: str) -> Iterator[Reading]:
    spelled: dict[str, None] = {}
    for folded in {fold(written): None for written in (text, text.translate(_CAPITALS))}:
        spelled |= dict.fromkeys((folded, _SIGNED.sub(_letters(_AS_I), folded), _SIGNED.sub(_letters(_AS_L), folded)))
    for read in spelled:
        words = _words(read)
        yield Reading(text=f" {spaced(read)} ")
        yield Reading(text=f" {' '.join(words)} ")
        yield from (Reading(text=f" {' '.join(_rows_joined(words, after=n))} ") for n in (0, 1))
        yield from (Reading(text=f" {word} ") for word in _lone_letters(read))
        known = set(words)
        joined = dict.fromkeys("".join(filter(is_word, chunk)) for chunk in read.split())
        yield Reading(text=f" {' '.join(word for word in joined if word not in known)} ", whole_words=True)


def _parted(text: str) -> Iterator[str]:
    """Yield words as they are, signs such as emoji set apart, and spaces for punctuation."""
    for c in text:
        if is_word(c):
            yield c
        else:
            yield f" {c} " if c not in _MARKUP and (c in "#%&@" or unicodedata.category(c)[0] == "S") else " "


def _words(text: str) -> list[str]:
    return "".join(c if is_word(c) else " " for c in text).split()


def _rows_joined(words: Iterable[str], *, after: int) -> Iterator[str]:
    """Yield words with rows of lone letters as words, but for a short word that begins a row, after so many letters."""
    for is_lone, group in groupby(words, lambda word: len(word) == 1):
        row = [*group]
        first = after if row[0] in _SHORT_WORDS else 0
        if not is_lone or len(row) - first < LONE_LETTERS:
            yield from row
        else:
            yield from (*row[:first], "".join(row[first:]))


def _lone_letters(text: str) -> Iterator[str]:
    """Yield what letters that stand one by one spell, all of a row together and those set apart in one way."""
    row: list[tuple[str, str]] = []  # each letter, and what stands before it
    between = ""
    for is_of_word, signs in groupby(text, is_word):
        word = "".join(signs)
        if not is_of_word:
            between = word
        elif len(word) > 1:
            yield from _spelled(row)
            row = []
        else:
            row.append((word, between))
    yield from _spelled(row)


def _spelled(row: Iterable[tuple[str, str]]) -> Iterator[str]:
    groups: list[list[tuple[str, str]]] = []
    for letter, before in row:
        if groups and (len(groups[-1]) == 1 or groups[-1][-1][1] == before):
            groups[-1].append((letter, before))
        else:
            groups.append([(letter, before)])
    whole = [pair for group in groups for pair in group]
    for group in (whole, *groups):
        word = "".join(letter for letter, _ in group)
        ways = (word, word[1:] if word[:1] in _SHORT_WORDS else "", word[:-1] if word[-1:] in _SHORT_WORDS else "")
        yield from (way for way in ways if len(way) >= LONE_LETTERS)


def _letters(table: Mapping[int, str]) -> Callable[[re.Match[str]], str]:
    """Return what a word is with letters in place of its digits and signs; one of three and more, with a letter."""

    def read(word: re.Match[str]) -> str:
        has_letter = any(c.isalpha() for c in word[0])
        return word[0].translate(table) if has_letter and len(word[0]) >= LONE_LETTERS else word[0]

    return read


def _unflagged(letters: re.Match[str]) -> str:
    if len(letters[0]) == 2:
        return letters[0]
    return "".join(_LETTERS[ord(c) - 0x1F1E6] for c in letters[0])


def _is_unseen(c: str) -> bool:
    return c in BLANK or unicodedata.category(c) in _UNSEEN
