"""python -m bot"""

import signal
import sys


def _leave(_number: int, _frame: object) -> None:
    """A stop that comes before there is anything to stop."""
    sys.exit(0)


if "run" in sys.argv[1:2]:
    signal.signal(signal.SIGTERM, _leave)
try:
    from bot.cli import main
except KeyboardInterrupt:
    sys.exit(130)

sys.exit(main())
