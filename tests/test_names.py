"""One word for one thing: no name in the code goes back to a word that the glossary did away with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain import errors

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
TABLE = GLOSSARY.split("### Words that the code does without")[1].split("\n## ")[0]
ROWS = re.findall(r"^\| (`.+?) \|", TABLE, re.MULTILINE)
BANNED = {word for row in ROWS for word in re.findall(r"`([a-z]+)`", row)}
FILES = [path for top in ("bot", "cogs") for path in sorted((ROOT / top).rglob("*.py"))]


def names(path: Path) -> Iterator[str]:
    """The names that a module gives: its own, and those of what it defines and binds."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def words(name: str) -> set[str]:
    """The words of a name, in the singular too: `_open_doors` has open, doors and door."""
    found = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}
    return found | {word.removesuffix("s") for word in found}


def test_the_glossary_says_which_words_are_gone() -> None:
    assert {"door", "errand", "painter", "rung"} <= BANNED


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in FILES])
def test_no_name_goes_back_to_a_word_that_is_gone(path: Path) -> None:
    assert {name for name in names(path) if words(name) & BANNED} == set()


def test_every_error_stands_in_the_tree_at_the_top_but_for_the_many_refusals() -> None:
    tree = set(re.findall(r"^[│├└─ ]*(\w+)", errors.__doc__ or "", re.MULTILINE)) - {"Every"}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.BotError)]
    assert tree == {kind.__name__ for kind in kinds if errors.Refusal not in kind.__bases__}
