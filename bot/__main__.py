"""`python -m bot`, and the console script `banana-bot`."""

import signal
import sys


def _leave(_number: int, _frame: object) -> None:
    """A stop that comes before there is anything to stop."""
    sys.exit(0)


def main() -> int:
    """Run the command that the arguments name; returns the exit code."""
    if "run" in sys.argv[1:2]:
        signal.signal(signal.SIGTERM, _leave)
    try:
        from bot.runtime.garbage import put_off

        put_off()
        from bot.cli import main as run
    except KeyboardInterrupt:
        return 130
    return run()


if __name__ == "__main__":
    sys.exit(main())
