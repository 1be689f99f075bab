"""Every example of the pages about publishing is what is shipped, or does what the page says."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.nginx import ROOT, blocks
from tests.scaffold.forges import FORGES

PAGES = ROOT / "docs" / "how-to"
REVIEWED = ("check.yml", "comment.yml", "snapshot.yml")
NGINX = PAGES / "publish-nginx.md"
SERVICE, TIMER = blocks(NGINX, "ini")
IMAGES = sorted((ROOT / "container").glob("*/Containerfile"))


def parsed(unit: str) -> configparser.RawConfigParser:
    found = configparser.RawConfigParser(strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(unit)
    return found


@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("publish-github-pages.md", ["github/.github/workflows/publish.yml"]),
        ("publish-gitlab-pages.md", ["gitlab/.gitlab-ci.yml"]),
    ],
)
def test_a_page_shows_the_workflows_that_a_project_gets(page, files):
    shown = blocks(PAGES / page, "yaml")
    assert shown[: len(files)] == [(FORGES / name).read_text(encoding="utf-8") for name in files]
    assert shown[len(files) :] == ["site_url: !ENV [SLA_SITE_URL]\n"]


def test_the_page_of_reviewing_shows_the_workflows_for_pull_requests():
    shown = blocks(PAGES / "review-changes-by-pull-request.md", "yaml")
    workflows = FORGES / "github" / ".github" / "workflows"
    assert shown == [(workflows / name).read_text(encoding="utf-8") for name in REVIEWED]


def test_the_page_of_the_digest_shows_its_workflow():
    shown = blocks(PAGES / "weekly-digest.md", "yaml")
    assert shown == [(FORGES / "github" / ".github" / "workflows" / "digest.yml").read_text(encoding="utf-8")]


def test_a_build_may_write_to_its_own_folders_alone():
    service = parsed(SERVICE)["Service"]
    assert (service["Type"], service["User"]) == ("oneshot", "sla")
    assert (service["ProtectSystem"], service["ReadWritePaths"]) == ("strict", "/srv/agreements")
    assert (service["NoNewPrivileges"], service["PrivateTmp"], service["ProtectHome"]) == ("yes", "yes", "yes")
    assert parsed(TIMER)["Timer"]["OnCalendar"] == "Mon..Fri 06:30"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_timer_and_the_service(tmp_path):
    told = subprocess.run(
        ["systemd-analyze", "calendar", parsed(TIMER)["Timer"]["OnCalendar"]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    programs = re.sub(r"(?m)^(Exec\w+=\+?)\S+", r"\g<1>/bin/true", SERVICE)  # those of the page are not installed here
    for name, text in (("sla-site.service", programs), ("sla-site.timer", TIMER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "sla-site.timer"), str(tmp_path / "sla-site.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in told.stderr.splitlines() if "sla-site" in line] == []


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.parent.name)
def test_an_image_has_no_rights_and_little_in_it(path):
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    words = [step[0] for step in steps]
    assert [step[1] for step in steps if step[0] == "USER"] == ["65532:65532"]
    assert words.index("USER") > max(place for place, word in enumerate(words) if word in ("RUN", "COPY"))
    assert words[:2] == ["ARG", "FROM"]
    assert re.fullmatch(r"BASE=(?:python:3\.\d+-slim-bookworm|debian:bookworm-slim)", steps[0][1])
    assert "ADD" not in words
    installs = [step[1] for step in steps if "apt-get install" in step[1]]
    assert installs
    assert all("--no-install-recommends" in step and "rm -rf /var/lib/apt/lists/*" in step for step in installs)
    assert [step[1][0] for step in steps if step[0] in ("ENTRYPOINT", "CMD")] == ["["] * words.count("ENTRYPOINT") + [
        "["
    ] * words.count("CMD")


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.parent.name)
def test_what_an_image_copies_lies_beside_it_or_in_a_project(path):
    copied = re.findall(r"(?m)^COPY (.+) \S+$", path.read_text(encoding="utf-8"))
    for name in " ".join(copied).split():
        assert (path.parent / name).is_file() or name in ("requirements.txt", "*.whl")


def test_the_page_of_containers_runs_both_without_rights_on_a_read_only_file_system():
    page = (PAGES / "publish-container.md").read_text(encoding="utf-8").replace("\\\n", " ")
    runs = [line for line in page.splitlines() if "podman run" in line]
    assert len(runs) == 2
    assert all("--read-only --tmpfs /tmp --cap-drop all" in line for line in runs)


def test_the_choice_names_every_how_to_about_publishing():
    choice = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    assert set(re.findall(r"how-to/(publish-[\w-]+\.md)", choice)) == {
        path.name for path in Path(PAGES).glob("publish-*.md")
    }
