"""`python -m analysis`, and `tifa` where it is installed."""

import sys

from analysis.desk.stopping import handle_signals


def program() -> int:
    """The command line; signals are ours before anything else is imported."""
    handle_signals()
    from analysis.desk.cli import start

    return start()


if __name__ == "__main__":
    sys.exit(program())
