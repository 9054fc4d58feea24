"""Whether the bot in this container is alive: exit code 0 or 1, by its own word at `/healthz`; no proxy is asked."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException

WAIT_S = 5.0


def main() -> int:
    """Return 0 where every loop is alive, or where watching is turned off."""
    port = int(os.environ.get("BOT_METRICS_PORT", "").strip(" '\"") or 0)  # the bot reads past quotes, too
    if not port:
        return 0
    with closing(HTTPConnection("127.0.0.1", port, timeout=WAIT_S)) as connection:
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            print(answer.read().decode().strip())
        except (OSError, HTTPException) as error:
            print(f"no answer at port {port}: {error}")
            return 1
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
