"""The import rule: who may know whom. A wrong arrow fails here, before it becomes a habit."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = (
    "bot.jobs",
    "bot.quota",
    "bot.catalog",
    "bot.i18n",
    "bot.errors",
    "bot.settings",
    "bot.clock",
    "bot.rota",
    "bot.hooks",
    "bot.preferences",
    "bot.actors",
    "bot.addresses",
    "bot.prompts",
)
PROTOCOLS = ("bot.store", "bot.vendor", "bot.pictures")  # the packages' own __init__ holds only the Protocol
USE_CASES = (
    *("bot.service", "bot.versions", "bot.worker", "bot.moderation", "bot.upkeep"),
    *("bot.people", "bot.history", "bot.export", "bot.sketches", "bot.slips", "bot.tray"),
)
PLATFORM_FREE = ("fluent", "pydantic", "pydantic_settings")

# What a module may import beside the standard library: the longest matching prefix speaks.
MAY = {
    **{module: (*PURE, *PLATFORM_FREE) for module in PURE},
    **{module: PURE for module in PROTOCOLS},
    "bot.store.": (*PURE, "bot.store", "bot.store.", "aiosqlite"),
    "bot.vendor.": (*PURE, "bot.vendor", "bot.vendor.", "aiohttp", "yarl"),
    "bot.pictures.": (*PURE, "bot.pictures", "bot.pictures.", "aiohttp", "yarl", "PIL"),
    **{module: (*PURE, *PROTOCOLS, *USE_CASES, *(f"{m}." for m in USE_CASES)) for module in USE_CASES},
    "bot.service.": (*PURE, *PROTOCOLS, "bot.service", "bot.service."),
    "bot.worker.": (*PURE, *PROTOCOLS, "bot.worker", "bot.worker."),
    "bot.ui": (*PURE, *USE_CASES, "bot.pictures", "bot.ui.", "discord", "aiohttp", "yarl"),
    "bot.ui.": (*PURE, *USE_CASES, "bot.pictures", "bot.ui", "bot.ui.", "discord", "aiohttp", "yarl"),
    "cogs.": (*PURE, *USE_CASES, "bot.ui", "bot.ui.", "cogs.", "discord"),
    "cogs": (),
    "bot.emulator": ("bot.emulator", "bot.emulator.", "aiohttp", "PIL", "yarl"),
    "bot.emulator.": ("bot.emulator", "bot.emulator.", "aiohttp", "PIL", "yarl"),
    "bot.playground": ("bot.playground", "bot.playground.", "aiohttp", "yarl"),
    "bot.playground.": ("bot.playground", "bot.playground.", "aiohttp", "yarl"),
}


def modules() -> Iterator[tuple[str, Path]]:
    for top in ("bot", "cogs"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(module: str, path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            yield node.module or ""
            if node.module in ("bot", "bot.ui", "cogs"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rule(module: str) -> tuple[str, ...] | None:
    prefixes = [p for p in MAY if module == p or (p.endswith(".") and module.startswith(p))]
    return MAY[max(prefixes, key=len)] if prefixes else None


def allowed(name: str, may: tuple[str, ...]) -> bool:
    if name.split(".")[0] in sys.stdlib_module_names or name == "bot":
        return True
    if name.split(".")[0] in ("bot", "cogs"):
        return any(name == p or (p.endswith(".") and name.startswith(p)) for p in may)
    return name.split(".")[0] in may


@pytest.mark.parametrize(("module", "path"), [pytest.param(m, p, id=m) for m, p in modules()])
def test_a_module_imports_only_what_its_floor_allows(module: str, path: Path) -> None:
    may = rule(module)
    if may is None:
        return  # the top floor (cli, app, demo …) may import everything
    wrong = [name for name in imports(module, path) if not allowed(name, may)]
    assert not wrong, f"{module} imports {wrong}"


def test_only_the_top_floor_is_free_of_the_rule() -> None:
    free = {module for module, _ in modules() if rule(module) is None}
    assert free <= {
        "bot",
        "bot.__main__",
        "bot.cli",
        "bot.app",
        "bot.backup",
        "bot.demo",
        "bot.generate",
        "bot.logs",
        "bot.web",
    }


def test_sql_stands_only_in_the_store() -> None:
    for module, path in modules():
        if not module.startswith("bot.store."):
            assert "sqlite" not in {name.split(".")[0] for name in imports(module, path)}, module
            assert "sqlite3" not in set(imports(module, path)), module


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for top in ("bot", "cogs", "tests", "bench")
        for path in (ROOT / top).rglob("*")
        if path.suffix in {".py", ".js", ".css", ".html", ".sql", ".ftl"}
        and (count := len(path.read_text().splitlines())) > 400
    }
    assert not long


def test_time_is_asked_only_of_the_clock() -> None:
    asks = {"time.time", "time.monotonic", "datetime.now", "datetime.utcnow", "time.time_ns"}
    for module, path in modules():
        if module == "bot.clock" or module.startswith(("bot.emulator", "bot.playground")):
            continue
        calls = {ast.unparse(n.func) for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)}
        assert not calls & asks, module
