"""What a build keeps for the next one: never wrong, only missing."""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from living_sla import report
from living_sla.cache import CACHE_DIR, cache_of
from living_sla.errors import Faults
from living_sla.figures import scans, store
from living_sla.figures.store import Store
from tests.factories.small_sites import AGREEMENT, SOURCES

NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
EXPORT = "Id,Qualified,Contacted,Email\n" + "".join(
    f"{number},2026-10-{5 + number % 10:02}T09:00,2026-10-{5 + number % 10:02}T10:{number:02},x@customer.example\n"
    for number in range(40)
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """One agreement and one export, written long enough ago that its time can be relied on."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "data" / "exports").mkdir(parents=True)
    (tmp_path / "agreements" / "lead-handoff.md").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "data" / "exports" / "leads.csv").write_text(EXPORT, encoding="utf-8")
    monkeypatch.setattr(store, "_UNSETTLED", 0)
    return tmp_path


@pytest.fixture
def opened(monkeypatch):
    """The names of the sources that were opened to be read."""
    names = []
    really = scans.open_source

    def counted(project, name, wanted):
        names.append(name)
        return really(project, name, wanted)

    monkeypatch.setattr(scans, "open_source", counted)
    return names


def export(project):
    return project / "data" / "exports" / "leads.csv"


def test_an_unchanged_export_is_not_opened_again(project, opened):
    first, second = report.build(project, now=NOW), report.build(project, now=NOW)
    assert opened == ["leads"]
    assert first == second


def test_without_the_cache_the_report_is_the_same_and_nothing_is_kept(project, opened):
    plain = report.build(project, now=NOW, cache=False)
    assert not cache_of(project).file("figures.sqlite").exists()
    report.build(project, now=NOW)
    assert report.build(project, now=NOW) == plain == report.build(project, now=NOW, cache=False)
    assert opened == ["leads"] * 3


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("data/exports/leads.csv", "T10:07", "T16:07"),
        ("data/sources.yml", "as_of: 2026-10-20T17:00", "as_of: 2026-10-19T17:00"),
        ("agreements/lead-handoff.md", "limit: 4 business hours", "limit: 3 business hours"),
    ],
)
def test_what_changed_is_computed_anew(project, opened, path, old, new):
    report.build(project, now=NOW)
    changed = project / path
    changed.write_text(changed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert report.build(project, now=NOW) == report.build(project, now=NOW, cache=False)
    assert opened == ["leads"] * 3


def test_a_warning_names_the_line_on_which_its_source_stands_now(project):
    """Records that ended and never started are told with the place of their source, also from the cache."""
    export(project).write_text(EXPORT + "99,,2026-10-06T10:00,x@customer.example\n", encoding="utf-8")
    report.build(project, now=NOW)
    sources = project / "data" / "sources.yml"
    sources.write_text(f"# what the CRM exports\n{SOURCES}", encoding="utf-8")
    kept = report.build(project, now=NOW)
    assert any(notice.name == "end-without-start" for notice in kept.notices)
    assert kept == report.build(project, now=NOW, cache=False)


def test_nothing_is_computed_anew_where_nothing_changed(project, monkeypatch):
    report.build(project, now=NOW)
    asked_for = []
    monkeypatch.setattr(scans, "scan_all", lambda *given: asked_for.append(given))
    report.build(project, now=NOW)
    assert not asked_for


def test_a_file_written_to_with_its_old_time_and_size_is_seen(project, opened):
    report.build(project, now=NOW)
    before = os.stat(export(project))
    export(project).write_text(EXPORT.replace("T10:07", "T16:07"), encoding="utf-8")
    os.utime(export(project), ns=(before.st_atime_ns, before.st_mtime_ns))
    assert report.build(project, now=NOW) == report.build(project, now=NOW, cache=False)
    assert opened == ["leads"] * 3


def test_a_file_that_was_just_written_is_hashed_anew(project, opened, monkeypatch):
    monkeypatch.setattr(store, "_UNSETTLED", 10**15)
    report.build(project, now=NOW)
    report.build(project, now=NOW)
    assert opened == ["leads", "leads"]


def test_damaged_rows_are_refused_each_time(project):
    export(project).write_text(EXPORT.replace("T10:07", "soon"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Faults):
            report.build(project, now=NOW)


def test_an_earlier_as_of_has_figures_of_its_own(project):
    earlier = datetime(2026, 10, 10, 12, tzinfo=UTC)
    latest = report.build(project, now=NOW)
    assert report.build(project, now=NOW, as_of=earlier) == report.build(project, now=NOW, as_of=earlier, cache=False)
    assert report.build(project, now=NOW, as_of=earlier) != latest
    assert report.build(project, now=NOW) == latest


def test_an_export_that_became_too_old_loses_its_verdict(project):
    sources = project / "data" / "sources.yml"
    sources.write_text(SOURCES.replace("  key: id\n", "  key: id\n  max_age: {fail: 2 days}\n"), encoding="utf-8")
    report.build(project, now=NOW)
    later = datetime(2026, 10, 25, 9, tzinfo=UTC)
    assert report.build(project, now=later) == report.build(project, now=later, cache=False)


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_a_damaged_cache_is_as_good_as_none(project, damage):
    plain = report.build(project, now=NOW)
    cache = cache_of(project).file("figures.sqlite")
    if damage is None:
        with sqlite3.connect(cache) as database:
            database.execute("UPDATE entry SET value = CAST(replace(value, '\"met\":', '\"met\":1') AS BLOB)")
        database.close()
    else:
        cache.write_bytes(damage)
    assert report.build(project, now=NOW) == plain
    assert report.build(project, now=NOW) == plain


def test_a_folder_that_cannot_be_written_costs_time_only(project, tmp_path_factory, monkeypatch):
    in_the_way = tmp_path_factory.mktemp("caches") / "file"
    in_the_way.write_text("a file where the folder would be", encoding="utf-8")
    monkeypatch.setenv(CACHE_DIR, str(in_the_way))
    assert report.build(project, now=NOW) == report.build(project, now=NOW, cache=False)


def test_a_folder_where_the_cache_would_be_costs_time_only(project):
    (cache_of(project).folder / "figures.sqlite").mkdir()
    assert report.build(project, now=NOW) == report.build(project, now=NOW, cache=False)


@given(st.lists(st.tuples(st.integers(0, 12_287), st.integers(0, 7)), min_size=1, max_size=4))
@example([(100, 0)])
def test_a_flipped_bit_loses_an_entry_and_never_changes_one(flips):
    with TemporaryDirectory() as folder:
        cache = cache_of(Path(folder) / "project", Path(folder))
        Store(cache).put([("a", b"one"), ("b", b"two")])
        path = cache.file("figures.sqlite")
        content = bytearray(path.read_bytes())
        for at, bit in flips:
            content[at % len(content)] ^= 1 << bit
        path.write_bytes(content)
        found = Store(cache).get(["a", "b"])
        assert found.items() <= {"a": b"one", "b": b"two"}.items()
        Store(cache).put([("c", b"three")])


def test_a_flipped_bit_that_makes_a_text_of_an_entry_loses_it(tmp_path):
    """In the file the type of a cell is a number: even for bytes, and one more for a text of that length."""
    cache = cache_of(tmp_path / "project", tmp_path)
    Store(cache).put([("a", b"v" * 40)])
    path = cache.file("figures.sqlite")
    content = path.read_bytes()
    bytes_of_32_and_40 = bytes([12 + 2 * 32, 12 + 2 * 40])
    assert content.count(bytes_of_32_and_40) == 1
    path.write_bytes(content.replace(bytes_of_32_and_40, bytes([12 + 2 * 32, 13 + 2 * 40])))
    assert Store(cache).get(["a"]) == {}


@pytest.mark.parametrize("value", ["'text'", "7", "1.5", "NULL"])
def test_a_cell_that_is_no_bytes_is_as_good_as_none(tmp_path, value):
    cache = cache_of(tmp_path / "project", tmp_path)
    with sqlite3.connect(cache.file("figures.sqlite")) as database:
        database.execute(f"CREATE VIEW entry AS SELECT 'a' AS key, {value} AS seal, {value} AS value")
    database.close()
    assert Store(cache).get(["a"]) == {}


def test_the_store_forgets_what_was_written_first(tmp_path, monkeypatch):
    monkeypatch.setattr("living_sla.figures.store._MOST", 2)
    store = Store(cache_of(tmp_path / "project", tmp_path))
    for name in ("a", "b", "c"):
        store.put([(name, name.encode())])
    assert store.get(["a", "b", "c"]) == {"b": b"b", "c": b"c"}


def test_the_state_of_a_file_changes_when_it_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_UNSETTLED", 0)
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("one")
    state = store.state_of(path)
    assert state == store.state_of(path)
    time.sleep(0.01)
    other.write_text("two")
    other.rename(path)
    assert store.state_of(path) != state
    assert store.state_of(other) is None
