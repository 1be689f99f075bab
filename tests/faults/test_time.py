"""Group D of the faults, as far as exports bring time in: formats, zones, offsets, and clocks that change."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import Unreadable
from living_sla.model.time.zones import Adjusted, canonical_zone, zone
from tests.factories.exports import DECLARED, one_column, opened, put, refused, rows_of, source_of

FILE = "data/exports/leads.csv"


def column(*texts):
    return "id,it\n" + "".join(f'{number},"{text}"\n' for number, text in enumerate(texts, start=1))


def told(root, source, *texts):
    put(root, column(*texts))
    return refused(root, source)


def read(root, source, *texts):
    put(root, column(*texts))
    export = opened(root, source)
    return [row["it"] for row in rows_of(export)], export.facts()


# ---------------------------------------------------------------- 57: which day is meant


def test_f057_day_first_and_month_first_are_never_guessed(tmp_path):
    assert told(tmp_path, one_column("instant"), "03/04/2026 10:00", "05/06/2026 11:00") == (
        f'{FILE}:2:2: SLA-F057 instants that are not ISO 8601, and no format is stated, in column "it"\n'
        '  hint: "%d/%m/%Y %H:%M" and "%m/%d/%Y %H:%M" both fit the whole column but give different dates: '
        "state the one that is meant as format"
    )


def test_f057_a_format_that_fits_the_whole_column_is_proposed_but_not_taken(tmp_path):
    assert told(tmp_path, one_column("instant"), "03/04/2026 10:00", "25/06/2026 11:00") == (
        f'{FILE}:2:2: SLA-F057 instants that are not ISO 8601, and no format is stated, in column "it"\n'
        '  hint: this fits the whole column: format: "%d/%m/%Y %H:%M"'
    )


def test_f057_formats_that_never_differ_are_said_to_agree(tmp_path):
    assert told(tmp_path, one_column("date"), "03/03/2026", "05/05/2026") == (
        f'{FILE}:2:2: SLA-F057 dates that are not ISO 8601, and no format is stated, in column "it"\n'
        '  hint: "%d/%m/%Y" and "%m/%d/%Y" both fit the whole column and give the same dates: '
        "state the one that is meant as format"
    )


def test_f057_a_column_of_several_formats_has_none(tmp_path):
    assert told(tmp_path, one_column("date"), "13/01/2026", "01/13/2026") == (
        f'{FILE}:2:2: SLA-F057 dates that are not ISO 8601, and no format is stated, in column "it"\n'
        "  hint: no one format fits the whole column: write 2026-08-03 everywhere"
    )


def test_f057_a_stated_format_reads_the_whole_column_or_none_of_it(tmp_path):
    source = one_column("date", format="%m/%d/%Y")
    assert told(tmp_path, source, "08/03/2026", "25/06/2026") == (
        f'{FILE}:3:2: SLA-F046 dd/dd/dddd is a day or time that does not exist, in column "it"\n'
        "  hint: write one that does"
    )


# ---------------------------------------------------------------- 58: naive times


def test_f058_naive_times_need_a_declared_zone(tmp_path):
    source = one_column("instant").model_copy(update={"timezone": None, "as_of": datetime(2026, 10, 31, tzinfo=UTC)})
    assert told(tmp_path, source, "", "2026-08-03 14:05") == (
        f'{FILE}:3:2: SLA-F058 instants without a zone, and the source declares none, in column "it"\n'
        "  hint: add timezone: Europe/London, or whichever clock wrote them, to the source"
    )


def test_f058_an_as_of_without_a_zone_is_refused_before_reading(tmp_path):
    put(tmp_path, column("2026-08-03T14:05Z"))
    assert refused(tmp_path, one_column("instant").model_copy(update={"timezone": None})) == (
        f"{DECLARED}: SLA-F058 the as-of has no zone\n"
        "  hint: add timezone: Europe/London, or whichever clock wrote it, to the source; or write an offset or Z"
    )


def test_f058_a_column_may_have_a_zone_of_its_own(tmp_path):
    found, _ = read(tmp_path, one_column("instant", timezone="America/New_York"), "2026-08-03 14:05")
    assert found == [datetime(2026, 8, 3, 18, 5, tzinfo=UTC)]


def test_f058_times_that_a_clock_change_touched_are_counted_by_column(tmp_path):
    """
    London      2026-03-29  00:59 -> 02:00     01:00 to 01:59 do not exist
                2026-10-25  01:59 -> 01:00     01:00 to 01:59 occur twice
    """
    texts = ["2026-03-29 00:59", "2026-03-29 01:00", "2026-03-29 01:59", "2026-03-29 02:00", "2026-10-25 01:30"]
    found, facts = read(tmp_path, one_column("instant"), *texts)
    assert found == [
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    ]
    assert facts.adjusted == {"it": Adjusted(nonexistent=2, ambiguous=1)}


@given(
    st.sampled_from(
        ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC"]
    ),
    st.lists(st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=20),
)
def test_f058_the_count_is_that_of_the_standard_library(key, walls):
    from zoneinfo import ZoneInfo

    info = ZoneInfo(key)
    changes = [datetime(1970, 1, 1) + timedelta(microseconds=int(at)) for at in zone(key).changes[1:]]
    near = [change + (wall - datetime(2005, 1, 1)) % timedelta(hours=30) for wall in walls for change in changes[40:44]]
    ambiguous = nonexistent = 0
    for wall in (*walls, *near):
        earlier, later = (wall.replace(tzinfo=info, fold=fold) for fold in (0, 1))
        if earlier.utcoffset() != later.utcoffset():
            exists = earlier.astimezone(UTC).astimezone(info).replace(tzinfo=None) == wall
            ambiguous, nonexistent = ambiguous + exists, nonexistent + (not exists)
    micros = [(wall - datetime(1970, 1, 1)) // timedelta(microseconds=1) for wall in (*walls, *near)]
    assert zone(key).adjusted(np.array(micros, dtype=np.int64)) == Adjusted(nonexistent, ambiguous)


# ---------------------------------------------------------------- 59, 60: offsets and names of zones


def test_f059_naive_and_aware_times_in_one_column_are_refused(tmp_path):
    assert told(tmp_path, one_column("instant"), "2026-08-03 14:05Z", "2026-08-03 14:05", "2026-08-03 14:05+02:00") == (
        f'{FILE}:3:2: SLA-F059 this instant has no offset, the one on line 2 has one, in column "it"\n'
        "  hint: export all of them with an offset, or none"
    )


def test_f059_different_offsets_name_one_instant_each(tmp_path):
    found, facts = read(tmp_path, one_column("instant"), "2026-08-03 14:05+02:00", "2026-12-03 14:05+01:00")
    assert found == [datetime(2026, 8, 3, 12, 5, tzinfo=UTC), datetime(2026, 12, 3, 13, 5, tzinfo=UTC)]
    assert facts.adjusted == {}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europe/berlin", "did you mean Europe/Berlin?"),
        ("localtime", "use an IANA name, for example Europe/London"),
        ("EST", "use an IANA name, for example Europe/London"),
    ],
)
def test_f060_only_canonical_zones_are_known(text, hint):
    with pytest.raises(Unreadable) as found:
        canonical_zone(text)
    assert (found.value.code, found.value.hint) == ("SLA-F060", hint)
    with pytest.raises(ValueError, match="unknown time zone"):
        source_of(timezone=text)


# ---------------------------------------------------------------- 63: what an as-of does not see

NAMED = {
    "id": {"from": "id", "type": "text"},
    "came_at": {"from": "came", "type": "instant"},
    "due_at": {"from": "due", "type": "instant"},
}


def notices_of(root, name, rows, as_of="%Y-%m-%d"):
    put(root, "id,came,due\n" + "".join(f"{row}\n" for row in rows), name)
    export = opened(root, source_of(NAMED, path="exports/leads-*.csv", as_of={"filename": as_of}))
    rows_of(export)
    return [str(notice) for notice in export.notices]


def test_f063_facts_of_the_day_that_a_file_is_named_for_are_unseen_and_that_is_told(tmp_path):
    """
    the name    2026-10-31                  its as-of is the midnight with which that day begins
    came        2026-10-31 17:40            a lead of that afternoon: unseen
    due         2026-11-02 09:00            a deadline: it lies ahead, as deadlines do
    """
    assert notices_of(tmp_path, "leads-2026-10-31.csv", ["1,2026-10-31 17:40,2026-11-02 09:00"]) == [
        f"{DECLARED}: warning: the export's as-of is 2026-10-31 00:00 UTC, the beginning of the day in its name; "
        "came_at goes on until 2026-10-31 17:40 UTC, which is unseen [as-of-before-facts]\n"
        '  hint: write the time into the name, {filename: "%Y-%m-%d-%H%M"}, or name such a column in as_of'
    ]


def test_f063_an_export_whose_facts_end_before_its_as_of_is_as_it_should_be(tmp_path):
    assert notices_of(tmp_path, "leads-2026-10-31.csv", ["1,2026-10-30 17:40,2026-11-02 09:00"]) == []


def test_f063_a_name_that_holds_the_time_is_believed(tmp_path):
    rows = ["1,2026-10-31 17:40,2026-11-02 09:00"]
    assert notices_of(tmp_path, "leads-2026-10-31-1700.csv", rows, "%Y-%m-%d-%H%M") == []


# ---------------------------------------------------------------- 64: which time zones


@pytest.fixture
def machine_without_summer_time(tmp_path):
    """A machine on which the clocks of London never change."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").write_bytes((files("tzdata") / "zoneinfo" / "UTC").read_bytes())
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("machine_without_summer_time")
def test_f064_time_zones_are_those_of_the_pinned_package_and_not_the_machines():
    july = datetime(2026, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/London"))
    assert july.utcoffset() == timedelta()
    noon = np.array([(datetime(2026, 7, 1, 12) - datetime(1970, 1, 1)) // timedelta(microseconds=1)])
    assert (noon - zone.__wrapped__("Europe/London").to_utc(noon)).tolist() == [3_600_000_000]


def test_f064_a_zone_that_the_package_does_not_have_is_told():
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        zone("Europe/Nowhere")


# ---------------------------------------------------------------- 63: records that cannot be judged


def test_f063_records_that_cannot_be_judged_are_found_by_line(tmp_path):
    put(tmp_path, 'id,it\n7,"two\nlines"\n007,b\n8,c\n')
    assert opened(tmp_path, one_column("text")).lines(["8", "007", "9"]) == {"007": 4, "8": 5}
