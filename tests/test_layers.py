"""The import rule: who may know whom. A wrong arrow fails here, before it becomes a habit."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot.ui.client import feature_modules

ROOT = Path(__file__).parent.parent
GROUND = ("bot.runtime.", "bot.i18n", "bot.i18n.")
DOMAIN = ("bot.domain.", "bot.settings")
VERBS = tuple(  # the Protocols that the store's own __init__ gathers
    f"bot.store.{path.stem}"
    for path in sorted((ROOT / "bot/store").glob("[a-z]*.py"))
    if "(Protocol)" in path.read_text()
)
PROTOCOLS = ("bot.store", "bot.higgsfield", "bot.pictures")  # the packages' own __init__ holds only the Protocol
UI = (
    *GROUND,
    *DOMAIN,
    "bot.domain",
    "bot.services",
    "bot.services.",
    "bot.pictures",
    "bot.ui",
    "bot.ui.",
    "discord",
    "aiohttp",
    "yarl",
)

# What a module may import beside the standard library: the longest matching prefix speaks.
MAY = {
    "bot.runtime.": ("bot.runtime.",),
    "bot.i18n": ("fluent", "bot.i18n.cldr", "bot.i18n.currency"),
    "bot.i18n.": ("babel",),
    "bot.domain.": (*GROUND, "bot.domain."),
    "bot.domain.sections": ("msgspec",),
    "bot.runtime.env_file": ("bot.runtime.", "dotenv"),
    "bot.settings": (
        *GROUND,
        "bot.domain.",
        "bot.settings_fields",
        "bot.settings_sources",
        "bot.settings_values",
    ),
    "bot.settings_fields": (*GROUND,),
    "bot.settings_values": (*GROUND, "bot.domain."),
    "bot.settings_sources": (*GROUND, "bot.domain.", "bot.settings_fields"),
    **{module: (*GROUND, *DOMAIN) for module in PROTOCOLS},
    "bot.store": (*GROUND, *DOMAIN, *VERBS),
    **{module: (*GROUND, *DOMAIN) for module in VERBS},
    "bot.store.": (*GROUND, *DOMAIN, "bot.store", "bot.store.", "aiosqlite", "typing_extensions"),
    "bot.higgsfield.": (
        *GROUND,
        *DOMAIN,
        "bot.higgsfield",
        "bot.higgsfield.",
        "bot.pictures.public_addresses",
        "aiohttp",
        "yarl",
        "typing_extensions",
    ),
    "bot.pictures.": (*GROUND, *DOMAIN, "bot.pictures", "bot.pictures.", "aiohttp", "yarl", "PIL", "typing_extensions"),
    "bot.pictures.chart_child": ("bot.domain.", "matplotlib"),
    "bot.worker": (),
    "bot.worker.": (*GROUND, *DOMAIN, *PROTOCOLS, "bot.worker", "bot.worker."),
    "bot.services": ("bot.services.",),
    "bot.services.": (*GROUND, *DOMAIN, *PROTOCOLS, *VERBS, "bot.worker.", "bot.services.", "msgspec"),
    "bot.services.backup": (*GROUND, *DOMAIN, "bot.pictures.", "bot.store.", "bot.services."),
    "bot.ui": (),
    "bot.ui.": UI,
    "bot.ui.caretaker": ("bot.runtime.", "bot.ui.outbound.discord_errors"),
    "cogs.": (*UI, "cogs."),
    "cogs": (),
    "bot.simulators": (),
    "bot.simulators.": ("bot.simulators.", "aiohttp", "PIL", "yarl"),
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
            if node.module in (
                "bot",
                "bot.ui",
                "bot.ui.views",
                "bot.ui.outbound",
                "bot.runtime",
                "bot.domain",
                "cogs",
            ):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rule(module: str) -> tuple[str, ...] | None:
    prefixes = [p for p in MAY if module == p or (p.endswith(".") and module.startswith(p))]
    return MAY[max(prefixes, key=len)] if prefixes else None


def allowed(name: str, may: tuple[str, ...]) -> bool:
    if name.split(".")[0] in sys.stdlib_module_names or name in ("bot", "bot.__version__"):
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
    free = {module for module, _ in modules() if rule(module) is None and not module.startswith("bot.cli.")}
    assert free <= {
        "bot",
        "bot.__main__",
        "bot.app",
        "bot.core",
        "bot.discord_side",
        "bot.use_cases",
        "bot.cli",
        "bot.web",
        "bot.web.connections",
        "bot.web.discord_calls",
        "bot.web.gauges",
        "bot.web.health",
        "bot.web.listening",
        "bot.web.monitoring",
        "bot.web.monitoring_server",
        "bot.web.observer",
        "bot.web.webhook_server",
        "bot.domain",
        "bot.runtime",
    }


def test_what_the_bot_says_by_itself_does_not_import_fluent_on_the_loop() -> None:
    """Where nobody pressed or typed, nobody has prepared the texts; the router and the tree do for `responses`."""
    for path in sorted((ROOT / "bot/ui/outbound").glob("*.py")):
        code = path.read_text()
        speaks = "texts.text" in code or "texts=self._texts" in code
        assert not speaks or ".prepare()" in code or path.stem == "responses", path.name


def test_sql_stands_only_in_the_store() -> None:
    for module, path in modules():
        if not module.startswith("bot.store."):
            assert "sqlite" not in {name.split(".")[0] for name in imports(module, path)}, module
            assert "sqlite3" not in set(imports(module, path)), module


def test_a_feature_knows_the_use_cases_and_discord_and_nothing_below_them() -> None:
    below = (
        "bot.store",
        "bot.higgsfield",
        "bot.worker",
        "bot.web",
        "bot.app",
        "bot.core",
        "bot.discord_side",
        "bot.use_cases",
        "bot.cli",
        "bot.simulators",
    )
    for module, path in modules():
        if module.startswith(("cogs.", "bot.ui.")):
            assert not [name for name in imports(module, path) if name.startswith(below)], module


def test_no_feature_knows_another_one_and_nothing_knows_a_feature() -> None:
    features = {module for module, _ in modules() if module.startswith("cogs.")}
    assert set(feature_modules()) == features
    for module, path in modules():
        assert not features & set(imports(module, path)), module


def test_no_feature_is_longer_than_260_lines() -> None:
    assert not [path.name for path in (ROOT / "cogs").glob("*.py") if len(path.read_text().splitlines()) > 260]


def test_what_discord_py_does_not_document_is_used_in_one_file_only() -> None:
    internals = {"_connection", "is_dispatchable", "get_translated_payload", "BASE", "DEFAULT_GATEWAY", "connector"}
    for module, path in modules():
        if module.startswith(("cogs.", "bot.ui.")) or module in ("cogs", "bot.ui", "bot.app", "bot.discord_side"):
            nodes = [*ast.walk(ast.parse(path.read_text()))]
            used = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
            used |= {n.name for n in nodes if isinstance(n, ast.FunctionDef)}
            assert module == "bot.ui.discord_internals" or not used & internals, module
            assert module == "bot.ui.discord_internals" or "discord.gateway" not in imports(module, path), module


def test_what_others_limit_stands_in_one_module() -> None:
    once = {3_600_000, 86_400_000, 1_420_070_400_000, 2**63 - 1}
    for module, path in modules():
        if not module.startswith(("bot.domain.limits", "bot.simulators.")):
            numbers = {node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)}
            assert not {number for number in numbers if isinstance(number, int)} & once, module


def test_a_task_is_waited_for_where_it_is_made_or_kept_in_the_background() -> None:
    """The event loop holds a task by a weak reference only, and tells nobody how it ended."""
    for module, path in modules():
        if not module.startswith(("bot.runtime.", "bot.simulators.", "bot.cli.")):
            tree = ast.parse(path.read_text())
            functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert made_tasks(tree) == sum(made_tasks(function) for function in functions if waits(function)), module


def made_tasks(tree: ast.AST) -> int:
    return sum(call in ("asyncio.create_task", "asyncio.ensure_future") for call in calls(ast.walk(tree)))


def waits(function: ast.AST) -> bool:
    awaited = (node.value for node in ast.walk(function) if isinstance(node, ast.Await))
    return not {"asyncio.wait", "asyncio.gather"}.isdisjoint(calls(awaited))


def calls(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call))


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
        if module == "bot.runtime.clock" or module.startswith(("bot.simulators.higgsfield", "bot.simulators.discord")):
            continue
        calls = {ast.unparse(n.func) for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)}
        assert not calls & asks, module
