"""Ctrl-C and SIGTERM end the program at once, in every phase, with a word that is true.

An exception raised by Python's own handler is swallowed where it arrives inside an import or a
destructor, and the work goes on. Ending at once is safe because results stand in a stage until they
are whole (see `analysis.table.outputs`).
"""

import os
import signal
import sys
from types import FrameType


def handle_signals() -> None:
    """Let SIGINT and SIGTERM end this process with exit status 130 and 143."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> None:
    # nothing is imported here: an import may be what was interrupted
    outputs = sys.modules.get("analysis.table.outputs")
    abandon = getattr(outputs, "abandon_stages", None)
    kept = abandon() if abandon else []
    said = f"; {' and '.join(kept)} stayed as before" if kept else ""
    os.write(2, f"\ntifa: stopped{said}\n".encode("utf-8", "backslashreplace"))
    os._exit(128 + number)  # worker processes and kernels end when they see that we are gone
