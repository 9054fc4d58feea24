"""The decoder's own process: one request a line on its input, one answer each on its output, until the input ends.

It is run by `decoder.py`, holds itself to a limit of memory, and has none of the bot's secrets.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from PIL import AvifImagePlugin

from bot.domain.errors import PictureError
from bot.pictures.resize import shrink, side_by_side, thumbnail
from bot.pictures.sanitize import sanitize_input, verify_output

READY = b"ready\n"
GRACE_S = 5  # after the parent's own limit: it is dead then

Facts = dict[str, Any]


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else gets among the answers
    _confine(int(sys.argv[1]))
    _say(answers, READY)
    for line in requests:
        request = json.loads(line)
        _alarm(int(request["seconds"]) + GRACE_S)
        facts, data = _answer(request)
        _alarm(0)
        _say(answers, json.dumps({**facts, "size": len(data)}).encode() + b"\n" + data)


def _answer(request: Mapping[str, Any]) -> tuple[Facts, bytes]:
    try:
        return _WORK[request["verb"]]([Path(source) for source in request["sources"]], request)
    except PictureError as error:
        kind = next(base.__name__ for base in type(error).__mro__ if base.__module__ == PictureError.__module__)
        return {"error": kind, "why": str(error)}, b""
    except MemoryError:
        return {"error": "PictureTooBig", "why": "it takes too much memory"}, b""
    except OSError as error:
        return {"error": "OSError", "why": type(error).__name__, "number": error.errno}, b""


def _sanitize(sources: list[Path], request: Mapping[str, Any]) -> tuple[Facts, bytes]:
    taken = sanitize_input(sources[0])
    return {"suffix": taken.suffix}, taken.data


def _verify(sources: list[Path], request: Mapping[str, Any]) -> tuple[Facts, bytes]:
    return asdict(verify_output(sources[0], came_whole=request["came_whole"])), b""


def _shrink(sources: list[Path], request: Mapping[str, Any]) -> tuple[Facts, bytes]:
    rendering = shrink(sources[0], step=request["step"], below=request["below"])
    if rendering is None:
        return {"suffix": ""}, b""
    return {"suffix": rendering.suffix, "step": rendering.step}, rendering.data


_WORK: Mapping[str, Callable[[list[Path], Mapping[str, Any]], tuple[Facts, bytes]]] = {
    "sanitize": _sanitize,
    "verify": _verify,
    "shrink": _shrink,
    "thumbnail": lambda sources, _: ({}, thumbnail(sources[0])),
    "side_by_side": lambda sources, _: ({}, side_by_side(*sources)),
}


def _say(answers: BinaryIO, words: bytes) -> None:
    try:
        answers.write(words)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the parent is gone


def _alarm(seconds: int) -> None:
    """End this process in so many seconds, whatever it does then: 0 takes that back."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _confine(memory: int) -> None:
    """Bound what a picture may take, be the first that the system ends for want of memory, and leave signals alone."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread takes memory of its own
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to all of a terminal: the parent knows what to do
    if sys.platform == "win32":
        return
    import resource

    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a service manager tells all of a service; the pipe's end is enough
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    with suppress(OSError, ValueError):  # where the system doesn't hold it, the limits of pixels stand alone
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
