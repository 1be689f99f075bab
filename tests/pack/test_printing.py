"""What is printed: one document, by a browser that can reach nothing; and what is said where it cannot."""

from __future__ import annotations

import re
import shutil
import time
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from living_sla import programs
from living_sla.errors import EnvironmentFault
from living_sla.pack import printing
from living_sla.pack.paper import POLICY, paper
from living_sla.pack.printing import printed
from living_sla.programs import find_browser
from living_sla.site.content.assets import joined
from living_sla.site.content.minutes_prose import notes_of
from tests.reviews import examples

AT = datetime(2026, 10, 6, 17, 30, tzinfo=UTC)


def document(review=None, style=""):
    review = review or examples.accepted()
    return paper(review, [review], style=style, notes=notes_of(review.minutes))


def browser(tmp_path, script):
    """A program in the place of the browser."""
    at = tmp_path / "chromium"
    at.write_text(f"#!/bin/sh\n{script}\n")
    at.chmod(0o755)
    return at


# ---------------------------------------------------------------- the document


def test_the_document_loads_nothing_and_runs_nothing():
    found = document()
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'.replace("'", "&#39;") in found
    assert "<script" not in found
    assert re.findall(r'\b(?:src|href)="(?!#|https?:|mailto:)', found) == []


def test_hostile_minutes_stay_text():
    review = examples.accepted()
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} </style>"
    action = replace(review.minutes.actions[0], what=nasty, owner=nasty)
    minutes = replace(review.minutes, actions=(action,), decisions=(nasty,), body=nasty + "\n\n[a](../../secret)\n")
    found = document(replace(review, minutes=minutes))
    assert "<script" not in found
    assert "onerror=alert" not in found.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert "{{ 7*7 }}" in found
    assert "secret" not in found


def test_every_page_names_the_review_and_the_seal():
    review = examples.accepted()
    assert f'--sla-paper-foot: "Review of Q3 2026 · seal {review.short_seal}"' in document()


@pytest.mark.parametrize("state", ["frozen", "provisional", "correction", "restated since", "not committed"])
def test_a_review_in_any_state_that_is_not_broken_can_be_laid_out(state):
    assert "What we promised and what we kept" in document(examples.EVERY_STATE[state]())


# ---------------------------------------------------------------- the browser


def test_a_browser_of_the_repository_is_never_started(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "bin").mkdir()
    browser(tmp_path / "bin", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(programs, "_FOLDERS_OF_BROWSERS", ())
    assert find_browser(tmp_path) is None


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 7", "ended with 7"),
        ("exit 0", "printed nothing"),
        ('for a in "$@"; do case $a in --print-to-pdf=*) echo "<html>" > "${a#*=}";; esac; done', "printed nothing"),
    ],
)
def test_a_browser_that_does_not_print_is_told(tmp_path, script, said):
    with pytest.raises(EnvironmentFault) as found:
        printed("<p>", browser(tmp_path, script), dated=AT)
    assert str(found.value) == (
        f"SLA-F141 the browser that prints {said}\n"
        "  hint: run it by hand to see why, or make the workbook alone: --only xlsx"
    )


def test_a_browser_that_does_not_end_is_ended_with_all_that_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 1)
    alive = tmp_path / "alive"
    at = browser(tmp_path, f"(sleep 3; touch {alive}) & sleep 60")
    with pytest.raises(EnvironmentFault, match="did not end within 1 s"):
        printed("<p>", at, dated=AT)
    time.sleep(3)
    assert not alive.exists()


def test_it_gets_nothing_of_the_environment_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    monkeypatch.setenv("SECRET", "1")
    told = tmp_path / "told"
    script = f"""env > {told}
for a in "$@"; do case $a in --print-to-pdf=*) printf "%%PDF-1.4" > "${{a#*=}}";; esac; done"""
    assert printed("<p>", browser(tmp_path, script), dated=AT) == b"%PDF-1.4"
    seen = told.read_text()
    assert "PROXY" not in seen
    assert "SECRET" not in seen
    [home] = re.findall(r"^HOME=(.*)$", seen, re.MULTILINE)
    assert not shutil.os.path.exists(home)


@pytest.mark.browser
def test_a_real_browser_prints_a4_pages_that_tell_nothing_of_the_machine(tmp_path):
    at = find_browser(tmp_path)
    if at is None:
        pytest.skip("no Chromium is installed")
    content = printed(document(style=joined("css")), at, dated=AT)
    assert content.startswith(b"%PDF-1.")
    assert set(re.findall(rb"/(?:CreationDate|ModDate) \((.*?)\)", content)) == {b"D:20261006173000+00'00'"}
    assert b"/Creator (Living SLA)" in content
    assert b"file://" not in content
    assert str(tmp_path).encode() not in content
    assert set(re.findall(rb"/MediaBox \[(.*?)\]", content)) == {b"0 0 594.95996 841.91998"}
