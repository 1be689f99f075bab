"""Parts of records are kept by their seals, and nothing that was kept outlives a change of what it was made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.agreements.canonical_json import canonical_json
from living_sla.history.past import read_past_here
from living_sla.model.exact_json import dumped, loaded
from living_sla.model.reviews.kept_record import brief_of, brief_values, compared_values
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.folder.record_file import read_brief, read_compared, record_text
from living_sla.reviews.shelf import all_reviews, kept_parts
from tests.reviews import examples
from tests.reviews.reviewed import Q1, Q2, copy_of, reseal


@pytest.fixture
def shelf(project, tmp_path, monkeypatch):
    """The reviews of a copy in brief, as often as they are asked for, and the records that were read for it."""
    copy, read = copy_of(project, tmp_path / "project"), []

    def counted(content, path):
        read.append(path)
        return read_brief(content, path)

    monkeypatch.setattr(all_reviews, "read_brief", counted)

    def asked(key: bytes = b"of this test"):
        past = read_past_here(copy.root)
        read.clear()
        past = replace(past, cache=replace(past.cache, key=key))
        return {str(of.id): of for of in all_reviews.reviews_in_brief(copy.root, past)}, sorted(read)

    return copy, asked


RECORDS = [f"{Q1}/snapshot.json", f"{Q2}/snapshot.json"]


def test_a_second_run_reads_no_record_and_finds_the_same(shelf):
    _, asked = shelf
    first, read = asked()
    assert read == RECORDS
    assert asked() == (first, [])


def test_another_release_of_the_product_or_of_a_library_reads_each_record_anew(shelf, monkeypatch):
    _, asked = shelf
    asked()
    assert asked(b"of another release")[1] == RECORDS
    assert asked()[1] == RECORDS, "an entry is replaced by the other release's"
    monkeypatch.setattr(kept_parts, "table_releases", lambda: ["holidays 99", "tzdata 99"])
    assert asked()[1] == RECORDS


@pytest.mark.parametrize("file", ["snapshot.json", "SHA256SUMS", "figures.csv", "calendar.csv"])
def test_an_edit_of_a_sealed_file_or_of_the_manifest_is_told_at_once(shelf, file):
    copy, asked = shelf
    assert not asked()[0]["2026-Q1"].broken
    path = copy.root / Q1 / file
    was = path.read_bytes()
    path.write_bytes(was.replace(b"a", b"b", 1))
    assert asked()[0]["2026-Q1"].broken
    path.write_bytes(was)
    assert not asked()[0]["2026-Q1"].broken


def test_a_review_that_was_sealed_anew_is_held_against_its_other_files(shelf):
    copy, asked = shelf
    asked()
    reseal(copy, Q1, {"figures.csv": b"other figures\n"})
    for _ in range(2):
        told = [of.file for of in asked()[0]["2026-Q1"].broken if "other figures than" in of.what]
        assert told == [f"{Q1}/figures.csv"]


def test_what_sealed_files_contradict_is_kept_with_the_record(shelf):
    copy, asked = shelf
    (copy.root / Q2).joinpath("minutes.md").unlink()
    copy.git("rm", "--quiet", "-r", "--cached", Q2)
    copy.commit(message="Take a review away")
    reseal(copy, Q2, {"VERIFY.txt": b"run this\n"})
    first, _ = asked()
    told = [of.file for of in first["2026-Q2"].broken]
    assert f"{Q2}/VERIFY.txt" in told
    again, _ = asked()
    assert again == first


def test_an_edit_of_the_minutes_is_there_at_once(shelf):
    copy, asked = shelf
    asked()
    copy.write(f"{Q1}/minutes.md", "---\nheld_on: 2026-04-09\n---\n")
    found, read = asked()
    assert str(found["2026-Q1"].minutes.held_on) == "2026-04-09"
    assert read == []


@pytest.mark.parametrize("read", [read_brief, read_compared])
def test_a_part_is_kept_exactly_and_what_is_none_is_refused(read):
    part = read(record_text(examples.record()), "x")
    assert loaded(ReviewRecord, dumped(part)) == part
    assert loaded(ReviewRecord, b"") is None
    assert loaded(ReviewRecord, dumped(part)[:-1]) is None


def test_what_is_compared_of_a_record_holds_what_everybody_asks_of_it():
    content = record_text(examples.record())
    assert brief_of(read_compared(content, "x")) == read_brief(content, "x")


def test_a_review_without_a_seal_is_kept_nowhere(shelf):
    copy, asked = shelf
    (copy.root / Q1 / "SHA256SUMS").unlink()
    for _ in range(2):
        assert asked()[1][0] == RECORDS[0]


def test_figures_share_what_they_have_alike():
    """Thousands of figures have one period and one target: each is read once."""
    [agreement, *_] = read_compared(record_text(examples.record()), "x").agreements
    series = [of for owed in agreement.commitments for of in owed.series]
    periods = {of.period: of.period for of in series}
    assert len(periods) < len(series)
    assert all(of.period is periods[of.period] for of in series)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text('[]{}",:ab', max_size=6), max_size=3), max_size=4), st.integers(0, 5))
def test_the_figures_of_earlier_periods_are_cut_off_unread_and_no_other(segments, in_review):
    """Whatever is in the names of segments: what is left of a record is what is left of it where nothing is cut."""
    owed = {"in_review": in_review, "segments": [[{"a": name} for name in of] for of in segments]}
    owed |= {"sentence": ',"segments":[', "series": list(range(len(segments)))}
    content = canonical_json({"agreements": [{"commitments": [owed, owed]}], "schema": "x"})
    left = [one for of in compared_values(content)["agreements"] for one in of["commitments"]]
    assert [of["segments"] for of in left] == [owed["segments"][max(0, len(segments) - in_review) :]] * 2
    assert [of["segments"] for of in brief_values(content)["agreements"][0]["commitments"]] == [[], []]
