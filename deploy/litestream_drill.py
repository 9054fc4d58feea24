"""A drill: the newest copy that Litestream has made is restored and checked, beside the bot, which goes on running.

    .venv/bin/python deploy/litestream_drill.py [--config deploy/litestream.yml] [--database data/bot.sqlite3]

Run it in the bot's folder, as its user, once a week by cron. It ends with 1 where the copy can't be restored or has
fallen behind, and changes nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

BEHIND_S = 60.0  # how far the copy may be behind: Litestream writes it every second
NEWEST = "SELECT MAX(updated_at), COUNT(*) FROM job"


class Failed(Exception):
    """Why the copy would not do."""


def main() -> int:
    """Run the drill and say how it went; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default="deploy/litestream.yml", help="Litestream's configuration")
    parser.add_argument("--database", default="data/bot.sqlite3", type=Path, help="the path that it has there")
    chosen = parser.parse_args()
    os.umask(0o077)  # people's words are in the copy
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="banana-drill-") as folder:
            copy = newest_copy(Path(folder), chosen.config, chosen.database)
            print(compared(copy, chosen.database), flush=True)
            run(sys.executable, "-m", "bot", "restore", str(copy), data=Path(folder) / "data")
    except Failed as error:
        print(f"The drill failed: {error}", file=sys.stderr)
        return 1
    print(f"The copy can be restored. That took {time.monotonic() - started:.0f} s; nothing was changed.")
    return 0


def newest_copy(folder: Path, config: str, database: Path) -> Path:
    """Return the newest copy, as Litestream brings it back into a folder; raises Failed where it can't."""
    beside = shutil.which("litestream", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if beside is None:
        raise Failed("litestream isn't installed.")
    copy = folder / "copy.sqlite3"
    run(beside, "restore", "-config", config, "-o", str(copy), str(database))
    return copy


def run(*command: str, data: Path | None = None) -> None:
    """Run a command, on a data folder of its own if need be; raises Failed where it does."""
    environment = {**os.environ, "BOT_DATA_DIR": str(data)} if data else None
    if subprocess.run(command, env=environment, check=False).returncode:
        raise Failed(f"“{' '.join(command)}” says why.")


def compared(copy: Path, database: Path) -> str:
    """Return how far the copy reaches, beside the bot's own database if it is there; raises Failed if it is behind."""
    newest, orders = read(copy)
    said = reach(newest, orders)
    if not database.exists():
        return f"It {said}."
    own, theirs = read(database)
    if own - newest > BEHIND_S:
        raise Failed(f"the copy {said}; the database {reach(own, theirs)}. Does Litestream run?")
    return f"It {said}; the database {reach(own, theirs)}."


def reach(newest: float, orders: int) -> str:
    """Return what a database holds, and until when."""
    counted = "1 order" if orders == 1 else f"{orders} orders"
    return f"holds {counted} and reaches to {written(newest)}" if orders else "holds no order yet"


def read(database: Path) -> tuple[float, int]:
    """Return when the newest change of an order was noted, in epoch seconds, and how many orders there are."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as books:
        newest, orders = books.execute(NEWEST).fetchone()
    return (newest or 0) / 1000, orders


def written(moment: float) -> str:
    """Return a moment in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


if __name__ == "__main__":
    sys.exit(main())
