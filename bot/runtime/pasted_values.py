"""Values of settings as people paste them: what surely isn't meant is taken off, what may be meant is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

_PAIRS = {
    '"': '"', "'": "'", "`": "`", "“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’", "‚": "‘’", "«": "»", "»": "«",
    "‹": "›", "›": "‹",
}  # fmt: skip
_QUOTES = {*_PAIRS, *"".join(_PAIRS.values())} - set("'`’‘")  # those may stand at one end of a name
_REFERENCE = re.compile(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}")
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
#: What belongs to the header that a secret travels in, not to the secret, by the setting's name.
_AROUND = {
    "DISCORD_TOKEN": re.compile(r"(?:authorization\s*:\s*)?(?:bot\s+)?(?P<value>.*)", re.I | re.S),
    "HIGGSFIELD_API_KEY_ID": re.compile(
        rf"(?:(?:authorization\s*:\s*)?key\s+(?=\S+$)|hf-api-key\s*:\s*)?(?P<value>{_UUID}(?=:\S+$)|[^\s:]+(?=:\S+$)|.*)"
        r"(?::\S+)?",
        re.I | re.S,
    ),
    "HIGGSFIELD_API_KEY_SECRET": re.compile(
        rf"(?:(?:authorization\s*:\s*)?key\s+[^\s:]+:|{_UUID}:|hf-secret\s*:\s*)?(?P<value>.*)", re.I | re.S
    ),
}


def clean(name: str, text: str) -> str:
    """Return a value without what surrounds it by mistake: quotes, its own name, spaces, invisible characters.

    Raises ValueError, in words, where it can't be told what is meant.
    """
    before = None
    while before != text:
        before, text = text, _peel(name, text)
    if text and _QUOTES & {text[0], text[-1]}:
        raise ValueError("has a quote at one end: write it at both ends, or at none")
    if "\n" in text or "\r" in text:
        raise ValueError("has a line break inside: paste it again, in one line")
    return text


def clean_secret(name: str, text: str) -> str:
    """Return a secret as `clean` does, without the words of the header that it travels in. Raises ValueError."""
    text = clean(name, "".join(letter for letter in text if not _is_invisible(letter)))
    if around := _AROUND.get(name):
        found = around.fullmatch(text)
        text = clean(name, found["value"]) if found else text
    if any(letter.isspace() for letter in text):
        raise ValueError("has a space inside: paste only the secret itself, in one piece")
    if odd := next((letter for letter in text if not "!" <= letter <= "~"), None):
        raise ValueError(f"has a letter that no secret has (U+{ord(odd):04X}): copy it again from where it was made")
    if '"' in text:
        raise ValueError("has a quote inside: paste only the secret itself")
    return text


def expand_path(text: str, environ: Mapping[str, str]) -> str:
    """Return a path with `~` and the variables that are set; raises ValueError where one of them is not."""
    text = resolve_references(text, environ)
    if found := re.match(r"\$(\w+)|%(\w+)%", text):
        name = found[1] or found[2]
        if name not in environ:
            raise ValueError(f"{found[0]} is set nowhere: write it out")
        text = environ[name] + text[found.end() :]
    try:
        return str(Path(text).expanduser()) if text.startswith("~") else text
    except RuntimeError:
        raise ValueError("the home folder that ~ stands for is not known here: write it out") from None


def resolve_references(text: str, environ: Mapping[str, str]) -> str:
    """Return a text with each `${NAME}` or `${NAME:-default}` replaced; raises ValueError where it is set nowhere."""

    def value(found: re.Match[str]) -> str:
        known = environ.get(found["name"], found["default"])
        if known is None:
            raise ValueError(f"{found[0]} is set nowhere: write it out")
        return known

    return _REFERENCE.sub(value, text)


def is_reference(text: str) -> bool:
    """Return True if a text is nothing but one `${NAME}`."""
    return _REFERENCE.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Return True if a text is a UUID, with its hyphens or without."""
    return re.fullmatch(rf"{_UUID}|[0-9a-fA-F]{{32}}", text) is not None


def _peel(name: str, text: str) -> str:
    """Take one layer off."""
    text = text.strip()
    while text and (_is_invisible(text[0]) or _is_invisible(text[-1])):
        text = text[1:] if _is_invisible(text[0]) else text[:-1]
    text = re.sub(rf"^(?:export\s+|set\s+)?{re.escape(name)}\s*=", "", text, flags=re.I)
    if len(text) > 1 and text[-1] in _PAIRS.get(text[0], ""):
        text = text[1:-1]
    return text


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf"
