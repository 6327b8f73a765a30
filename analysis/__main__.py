"""`python -m analysis`, and `tifa` where it is installed.

Ctrl-C and SIGTERM end the program at once, in every phase, with a word that is true. An exception
raised by Python's own handler is swallowed where it arrives inside an import or a destructor, and
the work goes on. Ending at once is safe because results stand in a stage until they are whole (see
`analysis.table.result_folders`)."""

import os
import signal
import sys


def program() -> int:
    """The command line; signals are ours before anything else is imported."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    from analysis.desk.cli import main

    return main(private=True)


def _stop(number: int, _: object) -> None:
    # nothing is imported here: an import may be what was interrupted
    abandon = getattr(sys.modules.get("analysis.table.result_folders"), "abandon_stages", list)
    kept = abandon()
    said = f"; {' and '.join(kept)} stayed as before" if kept else ""
    os.write(2, f"\ntifa: stopped{said}\n".encode("utf-8", "backslashreplace"))
    os._exit(128 + number)  # worker processes and kernels end when they see that we are gone


if __name__ == "__main__":
    sys.exit(program())
