"""What `make release` builds: it holds all that a bot needs to run, from any folder, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from bot import __version__

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "cogs")
BESIDE = ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md", "PRIVACY.md", "SECURITY.md")
BESIDE += (".env.example", "requirements.lock", "requirements-charts.lock")
#: A console script does this.
SCRIPT = "import sys; from bot.__main__ import main; sys.argv[0] = 'banana-bot'; sys.exit(main())"


def shipped(folder: Path) -> set[str]:
    """Return every file of the packages in a folder, as paths in it."""
    files = (file for package in PACKAGES for file in (folder / package).rglob("*"))
    return {file.relative_to(folder).as_posix() for file in files if file.is_file() and "__pycache__" not in file.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the sdist, which is built from a copy of the repository without network."""
    place = tmp_path_factory.mktemp("release")
    source = place / "source"
    skip = shutil.ignore_patterns("__pycache__")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=skip)
    for name in BESIDE:
        shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", place, source], check=True, capture_output=True
    )
    return place / f"banana_bot-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is unpacked in, as pip would."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def banana_bot(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the console script in a folder."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_wheel_holds_every_file_of_the_bot_and_its_licences(installed: Path) -> None:
    assert shipped(installed) == shipped(ROOT)
    assert {each.name for each in installed.iterdir()} == {*PACKAGES, f"banana_bot-{__version__}.dist-info"}
    about = installed / f"banana_bot-{__version__}.dist-info"
    assert len([*about.glob("licenses/**/LICENSE")]) == 2  # of the bot, and of the demo's emoji
    assert "banana-bot = bot.__main__:main" in (about / "entry_points.txt").read_text(encoding="utf-8")


def test_the_sdist_holds_what_people_read_and_no_tests(wheel: Path) -> None:
    with tarfile.open(wheel.with_name(f"banana_bot-{__version__}.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert set(BESIDE) <= names and shipped(ROOT) <= names
    assert {name.partition("/")[0] for name in names} <= {*PACKAGES, *BESIDE, "", "PKG-INFO", "setup.cfg"} | {
        "banana_bot.egg-info"
    }


def test_an_installed_bot_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    assert banana_bot(installed, tmp_path, "--version").stdout == f"banana-bot {__version__}\n"
    drawn = banana_bot(installed, tmp_path, "demo", "--script")
    assert drawn.returncode == 0, drawn.stderr
    assert [file.parent.name for file in tmp_path.rglob("*.*")] == ["out"]
