"""`python -m bench [PART …]`: measure the parts, all of them if none is named, and print the table."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import pkgutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Protocol, cast

import aiohttp

from bench import parts
from bench.harness import Bench
from bench.machine import machine
from bench.processes import ROOT
from bench.table import Row, markdown, medians, plain

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


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
    """Return the names of all parts."""
    return sorted(module.name for module in pkgutil.iter_modules(parts.__path__))


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *names()], help=f"of {', '.join(names())}")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether the bench works, not how fast it is")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="measure so often and print the medians")
    parser.add_argument("--size", action="append", default=[], metavar="NAME=N", help="measure so many of something")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)} as well")
    return parser


async def run(chosen: argparse.Namespace) -> dict[str, list[list[Row]]]:
    """Return each part's rows, of each time that it was measured."""
    sizes = {name: int(number) for name, _, number in (size.partition("=") for size in chosen.size)}
    found: dict[str, list[list[Row]]] = {}
    for time_ in range(1, chosen.times + 1):
        for n, name in enumerate(wanted := chosen.parts or names(), 1):
            often = f", time {time_} of {chosen.times}" if chosen.times > 1 else ""
            print(f"{name} ({n} of {len(wanted)}{often}): {part(name).TITLE}", file=sys.stderr, flush=True)
            found.setdefault(name, []).append(await measure(part(name), is_quick=chosen.quick, sizes=sizes))
    return found


async def measure(one: Part, *, is_quick: bool = False, sizes: dict[str, int] | None = None) -> list[Row]:
    """Return its rows, measured in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="banana-bench-") as folder:
        async with aiohttp.ClientSession() as http:
            return await one.measure(Bench(folder=Path(folder), http=http, is_quick=is_quick, sizes=sizes))


def write(first: str, table: str) -> None:
    """Put the table between the markers of the page."""
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{first}\n\n{table}\n{END}{after}")


def main() -> int:
    """Measure, print, perhaps write; returns the exit code."""
    chosen = options().parse_args()
    first, started = f"{machine()}.", time.monotonic()
    found = asyncio.run(run(chosen))
    tables = [(part(name).TITLE, medians(runs)) for name, runs in found.items()]
    often = f" Medians of {chosen.times} runs." if chosen.times > 1 else ""
    print(
        first + often, f"Measured in {time.monotonic() - started:.0f} s.", *(plain(*one) for one in tables), sep="\n\n"
    )
    if chosen.write:
        write(first + often, markdown(tables))
    return 0


if __name__ == "__main__":
    sys.exit(main())
