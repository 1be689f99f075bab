"""The one place that starts a browser, to print one document as PDF: no network, no files but that one, a time limit.

The browser gets a folder of its own for everything that it writes, an environment without proxies and settings of the
user, and a document whose policy loads nothing. It prints and ends; one that does not end is ended.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from living_sla.errors import EnvironmentFault, Fault

SECONDS = 60
"""How long a print may take; the demonstration's takes two."""
_CLOSED = "MAP * ~NOTFOUND"
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--disable-sync",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--no-proxy-server",
    "--password-store=basic",
    "--use-mock-keychain",
    f"--host-resolver-rules={_CLOSED}",
    "--user-agent=Living SLA",  # a PDF names the program that made it, which otherwise tells of the machine
)
_KEPT = ("PATH", "SYSTEMROOT", "WINDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_DATES = re.compile(rb"(?<=/(?:CreationDate) \(D:)\d{14}[+-]\d\d'\d\d'|(?<=/ModDate \(D:)\d{14}[+-]\d\d'\d\d'")


def printed(document: str, browser: Path, *, dated: datetime) -> bytes:
    """The document as PDF; `dated` is what the PDF says of when it was made, in the place of the machine's clock.

    Raises:
        EnvironmentFault: The browser cannot be started, does not end, or prints nothing.
    """
    with tempfile.TemporaryDirectory(prefix="sla-pack-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, target = folder / "review.html", folder / "review.pdf"
        page.write_text(document, encoding="utf-8")
        # Its sandbox does not work for the superuser, and the browser would refuse to start.
        flags = [*_FLAGS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
        command = [str(browser), *flags, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
        _run([*command, page.as_uri()], folder)
        if not target.is_file() or not (content := target.read_bytes()).startswith(b"%PDF-"):
            raise _failed("printed nothing")
        return _dated(content, dated)


def _run(command: list[str], folder: Path) -> None:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment = kept | {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    try:
        # A group of its own: a browser is several processes, and all of them end with it.
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as problem:
        raise _failed(f"cannot be started: {problem.strerror or type(problem).__name__}") from None
    try:
        status = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise _failed(f"did not end within {SECONDS} s") from None
    finally:
        _end(process)
    if status:
        raise _failed(f"ended with {status}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of it."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _failed(how: str) -> EnvironmentFault:
    hint = "run it by hand to see why, or make the workbook alone: --only xlsx"
    return EnvironmentFault(f"the browser that prints {how}", hint=hint, code=Fault.NO_BROWSER)


def _dated(content: bytes, at: datetime) -> bytes:
    """The same bytes with another date: as long as the one that the browser wrote, so that nothing moves."""
    return _DATES.sub(f"{at.astimezone(UTC):%Y%m%d%H%M%S}+00'00'".encode(), content)
