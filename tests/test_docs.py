"""What the documents promise exists, and what exists stands in the documents."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import __version__, app
from bot.cli import COMMANDS, EPILOG, docs, main, parser
from bot.cli.wiped_disks import WIPED
from bot.domain.catalog import MAX_INPUTS, PRO, PROMPT_LENGTH
from bot.domain.jobs import Job, JobState, Transition, is_legal
from bot.domain.limits import INPUT_LIMIT_MB
from bot.pictures.sanitize import LONGEST_SIDE
from bot.services import export, moderation, tray
from bot.settings import FIELDS, Settings, load
from bot.simulators.higgsfield import DIRECTIVES
from bot.ui.client import PERMISSIONS, feature_modules
from bot.ui.discord_internals import command_payloads
from bot.ui.localised_commands import Translations

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DEFAULTS = Settings()
MINUTE_MS = 60_000
SHOUTED = r"\b(?:DISCORD|HIGGSFIELD|BOT)_[A-Z_]*[A-Z]\b"
DOCUMENTS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
}
#: What members, moderators and hosts read, and the pages for maintainers beside it.
PAGES = {name: text for name, text in DOCUMENTS.items() if name == "README.md" or name.startswith("docs/")}
SAID = "\n".join(PAGES.values())
VERBS = set(COMMANDS)
SETTINGS = {name.upper() for name in FIELDS}
CODE = "\n".join(path.read_text(encoding="utf-8") for top in ("bot", "cogs") for path in (ROOT / top).rglob("*.py"))
TEXTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/i18n/locales").glob("en*.ftl"))

Payload = dict[str, Any]


def rows(document: str, heading: str) -> Iterator[list[str]]:
    """The cells of every table row in one section of a document."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", DOCUMENTS[document], re.MULTILINE | re.DOTALL)
    assert section, f"{document} has no section {heading!r}"
    for line in section[1].splitlines():
        if line.startswith(("| `", "| **")):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives a document's headings."""
    bare = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", bare, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


# settings


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """What the documents with generated parts should say, by their names."""
    return asyncio.run(docs.generate())


def test_the_generated_tables_say_what_the_code_says(generated: dict[str, str]) -> None:
    differing = [name for name, text in generated.items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert differing == [], "run `make docs`"
    assert set(re.findall(r"<!-- (\w+):begin -->", SAID)) == {"settings", "commands", "options", "verbs", "endings"}


def test_a_part_of_a_document_is_written_between_its_markers_and_nowhere_else() -> None:
    begin, end = "<!-- settings:begin -->\n", "<!-- settings:end -->\n"
    assert docs.with_parts(f"a\n{begin}old\n{end}b\n", {"settings": "new\n"}) == f"a\n{begin}\nnew\n\n{end}b\n"
    with pytest.raises(KeyError, match="settings"):
        docs.with_parts(f"{begin}old\n{end}", {})


def test_what_differs_is_named_and_written_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    assert main(["docs"]) == 1
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/demo.md").write_text(begun := "<!-- endings:begin -->\n<!-- endings:end -->\n", encoding="utf-8")
    assert main(["docs"]) == 1
    assert ".env.example: out of date; run `make docs`" in capsys.readouterr().err
    assert (tmp_path / "docs/demo.md").read_text(encoding="utf-8") == begun
    assert main(["docs", "--write"]) == 0
    assert (tmp_path / ".env.example").read_text(encoding="utf-8") == EXAMPLE
    assert "`[refused]`" in (tmp_path / "docs/demo.md").read_text(encoding="utf-8")
    assert main(["docs"]) == 0


@pytest.mark.parametrize(
    ("form", "document"), [(["--markdown"], DOCUMENTS["docs/settings.md"]), (["--env"], EXAMPLE), ([], EXAMPLE)]
)
def test_the_terminal_prints_every_setting(form: list[str], document: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", *form]) == 0
    printed = capsys.readouterr().out
    assert printed in document and "BOT_DATA_DIR" in printed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_unknown_setting_is_named_anywhere(document: str) -> None:
    assert set(re.findall(SHOUTED, DOCUMENTS[document])) <= SETTINGS


def test_every_setting_is_named() -> None:
    assert set(re.findall(SHOUTED, DOCUMENTS["docs/settings.md"])) == SETTINGS
    assert set(re.findall(SHOUTED, EXAMPLE)) == SETTINGS


def test_the_example_changes_nothing_but_what_is_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    for text in (EXAMPLE, re.sub(r"^#(?=[A-Z])", "", EXAMPLE, flags=re.MULTILINE)):
        (tmp_path / ".env").write_text(text, encoding="utf-8")
        assert load() == DEFAULTS


# the command line


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_line_is_understood(document: str) -> None:
    for line in re.findall(r"python -m bot ([a-z][^`\n]*)", DOCUMENTS[document]):
        parts = shlex.split(line, comments=True)
        assert parts[0] in VERBS
        if document in PAGES:  # elsewhere a verb may stand without what it needs
            parser().parse_args(parts)


def test_the_exit_codes_are_those_of_the_help() -> None:
    assert {cells[0].strip("`") for cells in rows("docs/command-line.md", "Exit codes")} == set(
        re.findall(r"\b\d+\b", EPILOG)
    )


def test_every_make_target_is_described_and_no_other() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {name for text in DOCUMENTS.values() for name in re.findall(r"`make ([a-z]+)`", text)}
    assert {"demo", "run", "test"} <= set(re.findall(r"`make ([a-z]+)`", README))
    assert targets - {"help", "clean"} <= named <= targets


def test_the_procfile_starts_the_bot() -> None:
    process, command = (ROOT / "Procfile").read_text(encoding="utf-8").strip().split(": ")
    assert process == "worker"
    assert command == "python -m bot run"
    assert f"`{command}`" in SAID


# on Discord


@pytest.fixture
async def commands(tmp_path: Path) -> dict[str, Payload]:
    """Every command, as it is sent to Discord."""
    settings = replace(DEFAULTS, bot_data_dir=tmp_path)
    async with app.open_core(settings) as services:
        bot = app.build_bot(settings, services)
        for module in feature_modules():
            await bot.load_extension(module)
        await bot.tree.set_translator(Translations(bot.texts))
        return {payload["name"]: dict(payload) for payload in await command_payloads(bot.tree)}


def test_every_command_that_a_page_names_exists(commands: dict[str, Payload]) -> None:
    named = {name for page in PAGES.values() for name in re.findall(r"`/([a-z][a-z-]+)(?=[ `])", page)}
    ours = {name for name, command in commands.items() if command["type"] == 1}
    addresses = {"healthz", "readyz", "metrics"}
    assert ours <= named <= ours | {"grok"} | addresses  # the example of a host's own model


@pytest.mark.parametrize("document", ["docs/members.md", "docs/moderators.md"])
def test_what_a_member_is_told_to_press_is_labelled_so(document: str) -> None:
    labels = "\n".join(
        [
            *re.findall(
                r"^(?:(?:button|menu)-[\w-]+|[a-z]+-(?:label|title)|profile-apply) = (.+(?:\n .+)*)",
                TEXTS,
                re.MULTILINE,
            ),
            PRO.short,
        ]
    )
    pressed = {name for name in re.findall(r"\*\*(.+?)\*\*", DOCUMENTS[document]) if not name.endswith(".")}
    assert len(pressed) > 2
    assert {name for name in pressed if not re.search(rf"\b{name}\b", labels)} == set()


def test_the_invitation_asks_for_what_the_bot_needs_and_no_more() -> None:
    [link] = re.findall(r"https://discord\.com/oauth2/authorize\?[^\s`]+", SAID)
    assert f"permissions={PERMISSIONS.value}" in link.split("&")
    assert "scope=bot+applications.commands" in link.split("&")


def test_the_demo_words_named_exist() -> None:
    for document, page in PAGES.items():
        assert set(re.findall(r"\[(\w+)\]`", page)) <= DIRECTIVES.keys(), document


@pytest.mark.parametrize(
    "said",
    [
        f"1 to {PROMPT_LENGTH:,} characters",
        f"up to {INPUT_LIMIT_MB} MB",
        f"at most {LONGEST_SIDE:,} pixels",
        f"deleted after {DEFAULTS.bot_keep_days} days",
        f"holds up to {MAX_INPUTS} pictures, from any server, for {tray.KEPT_MS // MINUTE_MS} minutes",
        f"up to {MAX_INPUTS - 1} more pictures",
        f"{moderation.REPORTS_AN_HOUR} times an hour at most",
        f"once every {export.EVERY_MS // MINUTE_MS} minutes",
        f"{DEFAULTS.bot_daily_credits} 🍌 for the whole bot in 24 hours",
        f"You have {DEFAULTS.bot_user_credits} 🍌 in any {DEFAULTS.bot_user_hours} hours",
        f"costs {DEFAULTS.bot_prices['banana']} 🍌 with `/banana` and {DEFAULTS.bot_prices['banana-pro']} 🍌 with",
    ],
)
def test_a_number_in_the_prose_is_the_codes_own(said: str) -> None:
    assert said in SAID


def test_hosts_that_wipe_the_disk_are_named() -> None:
    assert all(host in DOCUMENTS["docs/hosting.md"] for host in WIPED.values())


def test_what_the_bot_is_said_to_say_when_something_is_wrong_it_does_say() -> None:
    quoted = re.findall(r"“(.+?) ?…?”", DOCUMENTS["docs/troubleshooting.md"])
    assert len(quoted) > 8
    assert [sentence for sentence in quoted if sentence not in CODE + TEXTS] == []


def test_the_oldest_python_is_the_same_everywhere() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    said = re.findall(r"\bPython (3\.[\d.]*\d)(?: to \S+)?(?: or newer|[,. ])", SAID + DOCUMENTS["CONTRIBUTING.md"])
    assert set(said) == set(re.findall(r'requires-python = ">=(.+)"', project)) and len(said) > 3


def test_the_bot_is_installed_from_its_own_files_and_by_no_name_that_anybody_may_take() -> None:
    assert [line for line in SAID.splitlines() if re.search(r"pip install ['\"]?banana", line)] == []


# the documents for maintainers


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_folder_named_exists(document: str) -> None:
    named = set(re.findall(r"`((?:bot|cogs|tests|docs|bench|deploy|tools)/[\w./-]*)`", DOCUMENTS[document]))
    named |= set(re.findall(r"(?<=pytest -q )(\S+)", DOCUMENTS[document]))
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_every_folder_of_the_code_stands_in_the_architecture() -> None:
    files = [path for top in ("bot", "cogs") for path in (ROOT / top).rglob("*.*") if "__pycache__" not in path.parts]
    folders = {f"{path.parent.relative_to(ROOT)}/" for path in files if path.is_file()}
    assert folders <= set(re.findall(r"`([a-z0-9_/]+/)`", DOCUMENTS["docs/architecture.md"]))


def test_the_states_and_arrows_of_a_job_are_those_of_the_code() -> None:
    drawn = re.findall(r"^ +([a-z]+) --> ([a-z]+):", DOCUMENTS["docs/architecture.md"], re.MULTILINE)
    legal = [
        (old.value, new.value)
        for old in JobState
        for new in JobState
        if is_legal(
            cast(Job, SimpleNamespace(state=old, is_adoptable=True, cancel_at=None, inputs=())), Transition(to=new)
        )
    ]
    assert sorted(drawn) == sorted(legal)


def test_every_column_of_a_job_has_its_writer() -> None:
    table = DOCUMENTS["docs/architecture.md"].split("| column of `job` |")[1].split("\n\n")[0]
    described = re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines()[2:]))
    migrations = sorted((ROOT / "bot/store/migrations/sqlite").glob("*.sql"))
    with closing(sqlite3.connect(":memory:")) as database:
        for migration in migrations:
            database.executescript(migration.read_text(encoding="utf-8"))
        columns = [row[1] for row in database.execute("PRAGMA table_info(job)")]
    assert sorted(described) == sorted(set(columns) - {"updated_at"})


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    cells = [line.split("|")[3] for line in DOCUMENTS["docs/glossary.md"].splitlines() if line.count("|") == 5]
    names = [name for cell in cells for name in re.findall(r"`([\w.]+)`", cell)]
    assert len(names) > 30
    assert [name for name in names if not re.search(rf"\b{name.split('.')[-1]}\b", CODE)] == []


# the rest


@pytest.mark.parametrize("document", DOCUMENTS)
def test_everything_linked_to_is_there_down_to_the_heading(document: str) -> None:
    dead = []
    links = re.findall(r"(?:\]\(|src=\")([^)\"\s]+)", DOCUMENTS[document])
    for link in (link for link in links if "://" not in link):
        file, _, anchor = link.partition("#")
        target = (ROOT / document).parent / file if file else ROOT / document
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(link)
    assert dead == []


def test_the_readme_stays_a_page_that_a_person_reads() -> None:
    assert len(README.splitlines()) <= 200


def test_every_page_is_reached_from_the_readme() -> None:
    reached, left = {"README.md"}, ["README.md"]
    while left:
        page = ROOT / left.pop()
        for link in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8")):
            name = os.path.relpath(page.parent / link, ROOT)
            if "://" not in link and name not in reached:
                reached.add(name)
                left.append(name)
    assert reached >= PAGES.keys()


def test_what_is_promised_of_security_names_only_what_is_there(commands: dict[str, Payload]) -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert set(re.findall(SHOUTED, text)) <= {name.upper() for name in FIELDS}
    assert "*Delete this picture*" in text and "Delete this picture" in commands
    assert "](SECURITY.md)" in README


def test_the_version_stands_in_the_changelog() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_wait_names_a_test_of_its_end() -> None:
    table = [line.split("|") for line in DOCUMENTS["docs/waits.md"].splitlines() if line.startswith("| ")]
    rows = [row for row in table if row[1].strip() != "what waits"]
    assert len(rows) > 20 and all(len(row) == 6 and all(cell.strip() for cell in row[1:5]) for row in rows)
    for row in rows:
        file, _, name = row[4].strip(" `").partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), row[1]
