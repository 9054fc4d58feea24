"""What gets installed is what was locked: every file by its hash, from wherever the installer's own settings say."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-charts.lock", "requirements-dev.lock")
LITESTREAM = "requirements-litestream.lock"  # a program beside the bot, alone
PIN = re.compile(r"([a-z0-9.-]+)==(\S+)((?: ; .+?)?) \\")
HASH = re.compile(r"    --hash=sha256:([0-9a-f]{64})( \\)?")
FREE = re.compile(r"\b(MIT|BSD|Apache|APL|PSF|Python Software Foundation|MPL|ISC|Unlicense)\b", re.IGNORECASE)


def pins(lock: str) -> dict[str, tuple[str, str, frozenset[str]]]:
    """Return name -> version, marker, hashes; any line of another form fails."""
    found: dict[str, tuple[str, str, set[str]]] = {}
    name = ""
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("#"):
            continue
        if pin := PIN.fullmatch(line):
            name = pin[1]
            assert name not in found, f"{name} stands twice"
            found[name] = (pin[2], pin[3], set())
        else:
            digest = HASH.fullmatch(line)
            assert digest, f"neither a pin nor a hash: {line!r}"
            found[name][2].add(digest[1])
    return {name: (version, marker, frozenset(hashes)) for name, (version, marker, hashes) in found.items()}


def test_comments_name_no_address_either() -> None:
    for lock in (*LOCKS, LITESTREAM):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", text)


@pytest.mark.parametrize("lock", (*LOCKS, LITESTREAM))
def test_every_requirement_is_pinned_to_hashes_and_names_no_address(lock: str) -> None:
    assert pins(lock) and all(hashes for _, _, hashes in pins(lock).values())


def test_what_runs_is_what_was_tried() -> None:
    run, with_charts, tried = map(pins, LOCKS)
    assert {name: with_charts.get(name) for name in run} == run
    assert {name: tried.get(name) for name in with_charts} == with_charts
    assert {name: tried.get(name) for name in pins(LITESTREAM)} == pins(LITESTREAM)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        LOCKS[0]: project["project"]["dependencies"],
        LOCKS[1]: project["project"]["optional-dependencies"]["charts"],
        LITESTREAM: project["project"]["optional-dependencies"]["litestream"],
        LOCKS[2]: project["dependency-groups"]["dev"],
    }
    for lock, requirements in wanted.items():
        names = {re.split(r"[ =~<>!;\[]", requirement)[0].lower().replace(".", "-") for requirement in requirements}
        assert names <= {name.replace(".", "-") for name in pins(lock)}


def test_the_requirements_for_hosts_are_the_lock_and_nothing_else() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"-r {LOCKS[0]}"]


def test_what_is_installed_fits_together() -> None:
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    if "No module named pip" in checked.stderr:
        pytest.skip("this environment was made without pip")
    assert checked.returncode == 0, checked.stdout


def test_the_licences_of_what_runs_let_anybody_host_it() -> None:
    for name, (_, marker, _) in pins(LOCKS[1]).items():
        try:
            about = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            assert marker, f"{name} is not installed"
            continue
        said = [about.get("License-Expression"), about.get("License"), *(about.get_all("Classifier") or [])]
        told = [each for each in said if each and (each in said[:2] or each.startswith("License"))]
        licences = [each.splitlines()[0] for each in told]  # some give the whole text, with what it was taken from
        assert any(FREE.search(licence) for licence in licences), f"{name}: {licences}"
        assert not re.search(r"\b[AL]?GPL", " ".join(licences)), f"{name}: {licences}"
