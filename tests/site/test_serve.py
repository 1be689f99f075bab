"""The site while somebody edits it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest

from tests.factories.git_folders import GitFolder
from tests.history.conftest import no_settings

__all__ = ["no_settings"]

SLA = [sys.executable, "-c", "from living_sla.cli import main; main()"]
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(project: Path) -> Iterator[tuple[str, Path]]:
    """The address of an agreement's page, and what the server says."""
    port = free_port()
    log = project / "serve.log"
    with log.open("w") as out:
        running = subprocess.Popen([*SLA, "serve", "--port", str(port), "--project", str(project)], stderr=out)
        try:
            yield f"http://127.0.0.1:{port}/agreements/lead-handoff/", log
        finally:
            running.terminate()
            running.wait(10)


@pytest.fixture
def served(a_project):
    with serving(a_project) as found:
        yield found


def page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return ""


def test_a_port_that_is_taken_is_said_before_anything_is_built(a_project):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        found = subprocess.run(
            [*SLA, "serve", "--port", str(port), "--project", str(a_project)],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert found.returncode == 3
    assert found.stderr == (
        f"port {port} cannot be used: Address already in use\n"
        f"  hint: try another one: sla serve --port {port + 1 if port < 65535 else 8000}\n"
    )


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)


def test_an_edit_is_on_the_page_and_so_is_a_fault_above_the_page_as_it_was(a_project, served):
    address, log = served
    agreement = a_project / "agreements" / "lead-handoff.md"
    wait_until(lambda: "at least 30" in page(address))

    agreement.write_text(agreement.read_text().replace("at least 30", "at least 70"))
    wait_until(lambda: "at least 70" in page(address))

    agreement.write_text(agreement.read_text().replace("commitments:", "comitments:"))
    wait_until(lambda: "SLA-F010" in log.read_text())
    wait_until(lambda: "at least 70" in page(address) and "SLA-F010 unknown field" in unescape(page(address)))
    assert "hint: did you mean" in unescape(page(address))

    agreement.write_text(
        agreement.read_text().replace("comitments:", "commitments:").replace("at least 70", "at least 80")
    )
    wait_until(lambda: "at least 80" in page(address) and "SLA-F010" not in unescape(page(address)))

    docs = a_project / "docs" / "index.md"
    docs.write_bytes(b"# \xff\n")
    wait_until(lambda: "docs/index.md:1:3: SLA-F019" in page(address))
    docs.write_text("# Home\n")
    wait_until(lambda: "at least 80" in page(address))
    assert "Traceback" not in log.read_text()
    assert "[macros]" not in log.read_text()  # what the macros plugin found is nobody's concern


def test_what_is_wrong_from_the_beginning_is_on_the_page_until_it_is_fixed(a_project):
    agreement = a_project / "agreements" / "lead-handoff.md"
    good = agreement.read_text()
    agreement.write_text(good.replace("commitments:", "comitments:"))
    with serving(a_project) as (address, log):
        wait_until(lambda: 'SLA-F010 unknown field "comitments"' in unescape(page(address)))
        agreement.write_text(good)
        wait_until(lambda: "at least 30" in page(address))
        assert "Traceback" not in log.read_text()


def test_an_export_that_comes_is_on_the_page_and_one_that_goes_again_is_told_as_gone(a_project):
    exports = a_project / "data" / "exports"
    rows = (exports / "leads.csv").read_text()
    shutil.rmtree(exports)
    with serving(a_project) as (address, log):
        wait_until(lambda: "Waiting for data</span>" in page(address))
        exports.mkdir()
        (exports / "leads.csv.crdownload").write_text(rows[:50])
        (exports / "leads.csv").write_text(rows)
        wait_until(lambda: "Waiting for data" not in page(address) and "September 2026" in page(address))
        (exports / "leads.csv").unlink()
        wait_until(lambda: "SLA-F048 the export of leads is gone" in unescape(page(address)))
        assert "September 2026" in page(address), "what was known stays on the page"
        assert "Traceback" not in log.read_text()


def test_what_is_committed_is_on_the_page_in_a_second_work_tree_too(a_project, tmp_path):
    first = GitFolder(a_project)
    first.git("init", "--quiet", "--initial-branch=main")
    first.commit({".gitignore": "serve.log\nsite\n"})
    first.git("pack-refs", "--all")
    first.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "second"))
    second = GitFolder(tmp_path / "second", commits=9)
    agreement = second.root / "agreements" / "lead-handoff.md"
    agreement.write_text(agreement.read_text().replace("at least 30", "at least 40"))
    with serving(second.root) as (address, log):
        wait_until(lambda: "is a draft" in page(address))
        second.commit()
        wait_until(lambda: "at least 40" in page(address) and "is a draft" not in page(address))
        second.git("switch", "--quiet", "--detach", "main")
        wait_until(lambda: "at least 30" in page(address))
        assert "Traceback" not in log.read_text()


def test_the_script_that_reloads_a_page_is_the_only_one_that_a_policy_knows_by_a_nonce(served):
    address, _ = served
    wait_until(lambda: "at least 30" in page(address))
    html = page(address)
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", html))
    assert html.count(f'<script nonce="{nonce}">') == 1
    assert f'<script nonce="{nonce}">\nvar livereload' in html


def test_settings_that_arrive_while_somebody_edits_run_nothing(a_project, served):
    """Somebody checks out a branch of somebody else's, for example."""
    address, log = served
    wait_until(lambda: "at least 30" in page(address))
    (a_project / "h.py").write_text(f"open({str(a_project / 'ran')!r}, 'w').close()")
    with (a_project / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [h.py]\n")
    wait_until(lambda: "SLA-F109 hooks can do more than show text" in log.read_text())
    assert "Traceback" not in log.read_text()
    assert not (a_project / "ran").exists()
    wait_until(lambda: "SLA-F109 hooks can do more than show text" in unescape(page(address)))
    assert "at least 30" in page(address)


def test_settings_that_run_something_are_not_served(a_project):
    (a_project / "h.py").write_text(f"open({str(a_project / 'ran')!r}, 'w').close()")
    with (a_project / "mkdocs.yml").open("a") as settings:
        settings.write("\nhooks: [h.py]\n")
    done = subprocess.run([*SLA, "serve", "--project", str(a_project)], capture_output=True, text=True)
    assert (done.returncode, done.stderr.partition("\n")[0]) == (
        2, "mkdocs.yml:88:1: SLA-F109 hooks can do more than show text, and nothing says that it may"
    )  # fmt: skip
    assert not (a_project / "ran").exists()
