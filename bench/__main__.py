"""`python -m bench [PART …]`: measure the parts, all of them if none is named, and print the table."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import pkgutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

import aiohttp

from bench import parts
from bench.harness import Bench
from bench.machine import machine
from bench.processes import ROOT
from bench.table import Row, markdown, medians, plain

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- measured -->", "<!-- measured until here -->"


class Part(Protocol):
    """A module of bench/parts/."""

    TITLE: str

    async def measure(self, bench: Bench) -> list[Row]:
        """Return the rows of the table."""
        ...


def part(name: str) -> Part:
    """Return a part by its name."""
    return cast(Part, importlib.import_module(f"bench.parts.{name}"))


def names() -> list[str]:
    """Return the names of all parts, in the table's order; one that has no place in it comes last."""
    found = {module.name for module in pkgutil.iter_modules(parts.__path__)}
    return [*(name for name in parts.ORDER if name in found), *sorted(found.difference(parts.ORDER))]


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", type=_part, help=f"of {', '.join(names())}")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether the bench works, not how fast it is")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="measure so often and print the medians")
    parser.add_argument(
        "--size", action="append", type=_size, default=[], metavar="NAME=N", help="measure so many of something"
    )
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)} as well")
    return parser


def _part(name: str) -> str:
    if name not in names():
        raise argparse.ArgumentTypeError(f"{name!r} is not a part; there are {', '.join(names())}")
    return name


def _size(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    return name, int(number)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found so far: each part's rows, of each time that it was measured, and what went wrong."""

    found: dict[str, list[list[Row]]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def tables(self) -> list[tuple[str, list[Row]]]:
        """Return each part's title with the medians of its rows."""
        return [(part(name).TITLE, medians(runs)) for name, runs in self.found.items()]


async def run(chosen: argparse.Namespace, report: Report) -> None:
    """Measure the parts one after the other; one that fails leaves the others to go on."""
    sizes = dict(chosen.size)
    wanted = (chosen.parts or names()) * chosen.times
    with tempfile.TemporaryDirectory(prefix="banana-bench-kept-") as kept:
        for n, name in enumerate(wanted, 1):
            print(f"{name} ({n} of {len(wanted)}): {part(name).TITLE}", file=sys.stderr, flush=True)
            started = time.monotonic()
            try:
                rows = await measure(part(name), kept=Path(kept), is_quick=chosen.quick, sizes=sizes)
            except Exception:
                traceback.print_exc()
                report.failed.append(name)
            else:
                report.found.setdefault(name, []).append(rows)
            print(f"  took {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


async def measure(one: Part, *, kept: Path, is_quick: bool = False, sizes: dict[str, int] | None = None) -> list[Row]:
    """Return its rows, measured in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="banana-bench-") as folder:
        async with aiohttp.ClientSession() as http:
            return await one.measure(Bench(folder=Path(folder), kept=kept, http=http, is_quick=is_quick, sizes=sizes))


def write(first: str, table: str) -> None:
    """Put the table between the markers of the page."""
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{first}\n\n{table}\n{END}{after}")


def main() -> int:
    """Measure, print, perhaps write; returns the exit code."""
    parser = options()
    chosen = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        parser.error("it runs on Linux only: processor time and memory are read from /proc")
    if chosen.write and (chosen.parts or chosen.quick or chosen.size):
        parser.error("--write needs a whole run: the table is of one machine and one time")
    first, started, report = f"{machine()}.", time.monotonic(), Report()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else what it started would go on
    try:
        asyncio.run(run(chosen, report))
    except KeyboardInterrupt:  # what is known by then is worth showing
        report.failed.append("interrupted")
    if chosen.times > 1:
        first += f" Medians of {chosen.times} runs."
    took = f"Measured in {time.monotonic() - started:.0f} s."
    print(first, took, *(plain(*one) for one in report.tables()), sep="\n\n")
    if report.failed:
        print(f"\nNot whole: {', '.join(report.failed)}.", file=sys.stderr)
        return 1
    if chosen.write:
        write(first, markdown(report.tables()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
