"""The machine that measures, in one line."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

CPUINFO, MODEL = Path("/proc/cpuinfo"), r"model name\s*:\s*(.+)"
MEMINFO, TOTAL = Path("/proc/meminfo"), r"MemTotal:\s*(\d+)"


def machine() -> str:
    """Return processor, cores, memory, system, Python and how busy the machine was before."""
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{cores} cores of {_first(CPUINFO, MODEL)}, "
        f"{int(_first(MEMINFO, TOTAL) or 0) / 2**20:.0f} GiB, "
        f"Linux {platform.release().split('-')[0]}, {python}, load before {load:.1f}"
    )


def _first(file: Path, pattern: str) -> str:
    found = re.search(pattern, file.read_text())
    return found[1].strip() if found else ""
