"""Work that kills who does it; in a file that a new process reads fast."""

import os
import signal
from pathlib import Path


def killed_at(item: tuple[int, str]) -> int:
    """The number doubled; whoever is given 3 dies, and the first who is given 5."""
    number, flag = item
    if number == 3 or (number == 5 and not Path(flag).exists()):
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number
