"""The browser the tests drive: one that is there, else one that can be had, else a line that says
what to install.

`python -m tests.helpers.browser` prints its path; `make test` runs this first, so that a bare machine gets
its browser once.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HELP = (
    "no Chromium found: install chromium or google-chrome, or run: python -m playwright install "
    "chromium"
)
# Every name resolves to nothing, and Chromium makes no calls of its own.
FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]


def installed() -> str:
    """The path of a Chromium of this machine, or ""."""
    named = [os.environ.get("TIFA_BROWSER", ""), *map(shutil.which, NAMES), *APPS]
    return next((path for path in named if path and Path(path).is_file()), "") or playwrights_own()


def playwrights_own() -> str:
    """The Chromium Playwright has fetched before, or ""."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    return path if Path(path).is_file() else ""


def from_debian() -> bool:
    """Install Debian's package where this user may and apt is there; True if that went well."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"],
    )
    return all(_ran(step, quiet) for step in steps)


def from_playwright() -> bool:
    """Let Playwright fetch its Chromium; True if that went well."""
    return _ran([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _ran(command: list[str], environment: dict[str, str]) -> bool:
    print("browser:", " ".join(command), file=sys.stderr)
    return (
        subprocess.run(
            command, env=environment, stdout=sys.stderr, check=False, timeout=900
        ).returncode
        == 0
    )


def find_browser(ways: tuple[Callable[[], bool], ...] = (from_debian, from_playwright)) -> str:
    """The path of a Chromium, installed now if need be. Raises RuntimeError with one line that says
    what to do.
    """
    path = installed()
    for way in ways:
        if path:
            break
        path = installed() if way() else ""
    if not path:
        raise RuntimeError(HELP)
    return path


@contextmanager
def browser() -> Iterator:
    """A headless Chromium without network, as a Playwright browser."""
    from playwright.sync_api import sync_playwright

    flags = [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else FLAGS
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=find_browser(), headless=True, args=flags)
        try:
            yield chromium
        finally:
            chromium.close()


def main() -> int:
    """Print the browser's path, or the one line that says what to install."""
    try:
        print(find_browser())
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
