"""What the files for hosts promise: checkers take them, they name only what exists, and they hold no secret."""

from __future__ import annotations

import asyncio
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from ruamel.yaml import YAML

from bot.cli import init, parser, run
from bot.cli.doctor_machine import examine_machine
from bot.settings import EX_CONFIG, FIELDS, Settings

ROOT = Path(__file__).parent.parent
TOOLS = Path(sysconfig.get_path("scripts"))
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs/hosting").glob("*.md")}
FILES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "Dockerfile",
        "compose.yaml",
        "render.yaml",
        "deploy/banana-bot.service",
        "deploy/pterodactyl-egg.json",
    )
}
SECRETS = set(Settings().missing_secrets())
UNITS = ("deploy/banana-bot.service", "deploy/litestream.service")
SAFE_ENOUGH = 20  # systemd's measure, ten times the number that it shows: 100 is wide open


def yaml(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(FILES[name])
    return found


def egg() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILES["deploy/pterodactyl-egg.json"])
    return found


def in_dockerfile(instruction: str) -> str:
    """What the last instruction of this name says."""
    return re.findall(rf"^{instruction} (.+)$", FILES["Dockerfile"], re.MULTILINE)[-1]


@pytest.mark.parametrize(
    "command",
    [
        (TOOLS / "hadolint", "Dockerfile"),
        (TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"),
        ("systemd-analyze", "security", "--offline=yes", f"--threshold={SAFE_ENOUGH}", *UNITS),
        ("bash", "-n", "tools/try_image.sh"),
    ],
    ids=lambda command: Path(command[0]).name,
)
def test_a_checker_finds_nothing(command: tuple[str | Path, ...]) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not on this machine")
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_each_of_them_starts_the_bot_by_a_command_that_there_is() -> None:
    image = [*json.loads(in_dockerfile("ENTRYPOINT")), *json.loads(in_dockerfile("CMD"))]
    worker = yaml("render.yaml")["services"][0]["startCommand"]
    [unit] = re.findall(r"^ExecStart=(.+)$", FILES["deploy/banana-bot.service"], re.MULTILINE)
    for command in (shlex.join(image), worker, unit, egg()["startup"]):
        assert command.endswith("-m bot run"), command


def test_the_commands_that_the_pages_give_are_understood() -> None:
    given = re.findall(r"docker compose run --rm bot (.+)", PAGES["docker"])
    given += re.findall(r"python -m bot ([a-z]+)", "\n".join(PAGES.values()))
    assert {"init", "doctor", "backup"} <= {command.split()[0] for command in given}
    for command in given:
        parser().parse_args(shlex.split(command))


@pytest.mark.parametrize("name", FILES)
def test_every_setting_in_them_exists_and_no_secret_has_a_value(name: str) -> None:
    settings = {each.upper() for each in FIELDS}
    named = set(re.findall(r"\b(?:DISCORD|HIGGSFIELD|BOT)_[A-Z_]*[A-Z]\b", FILES[name]))
    assert named <= settings
    assert not re.search(rf"(?:{'|'.join(SECRETS)})[\"']?\s*[:=]\s*[\"']?\w", FILES[name])


def test_each_host_asks_for_the_three_secrets_and_keeps_a_disk() -> None:
    [worker] = yaml("render.yaml")["services"]
    given = {each["key"]: each for each in worker["envVars"]}
    assert {name for name, each in given.items() if each.get("sync") is False} == SECRETS
    assert given["BOT_DATA_DIR"]["value"] == worker["disk"]["mountPath"]
    assert {each["env_variable"] for each in egg()["variables"]} > SECRETS
    bot = yaml("compose.yaml")["services"]["bot"]
    assert bot["volumes"] == ["data:/data"] and bot["environment"]["BOT_DATA_DIR"] == in_dockerfile("VOLUME") == "/data"
    assert bot["environment"][init.START] == "docker compose up --detach"
    assert bot["read_only"] and bot["cap_drop"] == ["ALL"] and "no-new-privileges:true" in bot["security_opt"]


def test_the_image_is_made_of_what_the_build_is_given_and_runs_as_no_root() -> None:
    copied = set(re.findall(r"^COPY (?!--)(\S+)", FILES["Dockerfile"], re.MULTILINE))
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignore and {line[1:] for line in ignore if line.startswith("!")} == copied
    assert in_dockerfile("USER") == "10001:10001" and "--require-hashes" in FILES["Dockerfile"]


async def test_the_health_check_follows_what_the_bot_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([200, 503])

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(status=next(answers), text="{}")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    check = runpy.run_path(str(ROOT / "deploy/healthcheck.py"))["main"]
    async with TestServer(app) as server:
        monkeypatch.setenv("BOT_METRICS_PORT", str(server.port))
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        assert [await asyncio.to_thread(check) for _ in range(2)] == [0, 1]
    assert check() == 1 and "no answer" in capsys.readouterr().out
    for off in ("0", "'0'", ""):  # `docker run --env-file` leaves quotes as they are
        monkeypatch.setenv("BOT_METRICS_PORT", off)
        assert check() == 0
    assert FIELDS.keys() >= {"bot_metrics_port"} and "/app/healthcheck.py" in in_dockerfile("HEALTHCHECK")


def test_the_unit_leaves_what_the_owner_has_to_mend_alone() -> None:
    unit = FILES["deploy/banana-bot.service"]
    assert f"\nRestartPreventExitStatus={EX_CONFIG}\n" in unit
    folder = re.search(r"^WorkingDirectory=(.+)$", unit, re.MULTILINE)
    assert folder and f"\nReadWritePaths={folder[1]}/{Settings().bot_data_dir}\n" in unit


def test_the_egg_has_what_the_panel_reads_and_no_field_that_it_does_not_know() -> None:
    """By the panel's own importer: a field of a variable that its table lacks ends the import."""
    found = egg()
    assert found["meta"]["version"] == "PTDL_v2" and set(found["scripts"]["installation"]) == {
        *("script", "container", "entrypoint")
    }
    assert all(isinstance(json.loads(found["config"][name]), dict) for name in ("files", "startup", "logs"))
    fields = {
        *("name", "description", "env_variable", "default_value"),
        *("user_viewable", "user_editable", "rules", "field_type"),
    }
    assert all(set(each) == fields for each in found["variables"])
    named = set(re.findall(r"\{\{(\w+)\}\}", found["startup"]))
    assert named <= {each["env_variable"] for each in found["variables"]}
    done = json.loads(found["config"]["startup"])["done"]
    assert done in Path(run.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_each_host_has_a_page_that_says_what_survives_how_to_update_and_where_the_log_is(page: str) -> None:
    headings = re.findall(r"^## (.+)$", PAGES[page], re.MULTILINE)
    assert headings[:3] == ["What survives a restart", "Update", "The log"]
    assert f"](hosting/{page}.md)" in (ROOT / "docs/hosting.md").read_text(encoding="utf-8")


def test_a_volume_is_not_taken_for_a_disk_that_is_wiped(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) in ("/", "/var/data"))
    monkeypatch.setenv("RENDER", "true")

    def disks(folder: Path) -> list[str]:
        run.warn_of_wiped_disk(os.environ, folder)
        found = examine_machine(Settings(bot_data_dir=folder))
        return [each.said for each in found if each.part == "disk" and "wipes" in each.said]

    assert disks(Path("/var/data/bot")) == [] == caplog.messages
    assert disks(Path("data")) == ["Render wipes it at every restart."]
    assert len(caplog.messages) == 1 and "Render wipes the disk" in caplog.text


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_a_virtual_environment_that_was_made_by_half_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    python, venv = tmp_path / "python3", tmp_path / "venv"  # as on Debian without the package python3-venv
    python.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\nmkdir -p "$3/bin" && touch "$3/bin/python"\nexit 1\n')
    python.chmod(0o755)
    made = subprocess.run(["make", f"PYTHON={python}", f"VENV={venv}", "demo"], cwd=ROOT, capture_output=True)  # noqa: S607
    assert made.returncode == 2 and python.exists() and not venv.exists()
