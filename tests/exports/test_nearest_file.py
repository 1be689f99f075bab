"""Where no file has the name that a source states: the file that is probably meant, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import NoFile, Place, SlaError
from living_sla.exports.files import absence, find_files
from living_sla.exports.nearest_file import is_passing, nearest, unfinished
from tests.factories.exports import source_of

HERE = Place("data/sources.yml", 3)


def put(below, *names):
    for name in names:
        (below / name).parent.mkdir(parents=True, exist_ok=True)
        (below / name).write_text("x", encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "there", "meant"),
    [
        ("exports/leads-*.csv", "exports/lead-2026-10-21.csv", True),
        ("exports/leads-*.csv", "exports/Leads-2026-10-21.csv", True),
        ("exports/leads.csv", "exports/LEADS.CSV", True),
        ("exports/leads.csv", "exports/leads (1).csv", True),
        ("exports/leads.csv", "exports/leads.xlsx", True),
        ("exports/leads.csv", "export/leads.csv", True),
        ("exports/laeds.csv", "exports/leads.csv", True),
        ("exports/hub_spot-contacts.csv", "exports/hubspot-contacts-2026-10-21.csv", True),
        ("exports/2026.csv", "exports/2025.csv", True),
        ("exports/calls-*.csv", "exports/leads.csv", False),
        ("exports/deals.csv", "exports/leads.csv", False),
        ("exports/leads.csv", "archive/leads.csv", False),
        ("exports/leads.csv", "exports/.leads.csv", False),
        ("exports/leads.csv", "exports/leads.csv.part", False),
        ("exports/sources.csv", "sources.yml", False),
    ],
)
def test_a_file_that_is_nearly_called_so_is_meant(tmp_path, path, there, meant):
    put(tmp_path, there)
    assert nearest(path, tmp_path) == (there if meant else "")


def test_a_file_that_another_source_reads_is_not_meant(tmp_path):
    put(tmp_path, "exports/leads-1.csv")
    assert nearest("exports/lead-*.csv", tmp_path) == "exports/leads-1.csv"
    assert nearest("exports/lead-*.csv", tmp_path, ["exports/leads-*.csv"]) == ""


def test_the_nearest_of_several_is_named_whatever_their_order(tmp_path):
    put(tmp_path, "exports/leads-emea.csv", "exports/lead.csv", "exports/leader.csv")
    assert nearest("exports/leads.csv", tmp_path) == "exports/lead.csv"


def test_where_there_is_no_folder_nothing_is_near(tmp_path):
    assert nearest("exports/leads.csv", tmp_path / "data") == ""
    assert unfinished(tmp_path / "data", "*.csv") == ""


@settings(max_examples=60, deadline=None)
@given(
    stem=st.text("leadscontacts", min_size=4, max_size=12),
    day=st.dates(),
    slip=st.sampled_from(["double", "drop", "swap", "capital"]),
    at=st.integers(1, 10),
)
def test_one_slip_of_the_finger_is_found(tmp_path_factory, stem, day, slip, at):
    at = min(at, len(stem) - 2)
    slipped = {
        "double": stem[:at] + stem[at] + stem[at:],
        "drop": stem[:at] + stem[at + 1 :],
        "swap": stem[:at] + stem[at + 1] + stem[at] + stem[at + 2 :],
        "capital": stem.capitalize(),
    }[slip]
    below = tmp_path_factory.mktemp("data")
    put(below, f"exports/{stem}-{day}.csv")
    assert nearest(f"exports/{slipped}-*.csv", below) == f"exports/{stem}-{day}.csv"


@pytest.mark.parametrize("name", ["~$leads.xlsx", ".leads.csv", "leads.csv.crdownload", "leads.csv.PART", "leads.tmp"])
def test_locks_hidden_files_and_downloads_that_run_are_no_exports(tmp_path, name):
    assert is_passing(name)
    put(tmp_path, f"data/exports/{name}")
    assert isinstance(absence(source_of(path="exports/*"), tmp_path, HERE), NoFile)


def test_a_file_beside_its_download_is_read(tmp_path):
    put(tmp_path, "data/exports/leads-1.csv", "data/exports/leads-2.csv.crdownload")
    found = find_files("leads", source_of(path="exports/leads-*"), tmp_path, HERE)
    assert [file.name for file in found.files] == ["leads-1.csv"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("exports/leads.pdf", "SLA-F053 the export is a PDF, which is not read\n  hint: export it as CSV, UTF-8"),
        ("exports/leads.cvs", 'SLA-F048 exports of the kind ".cvs" are not read\n  hint: export it as CSV; read are '),
        ("exports/.leads.csv", 'SLA-F048 files called ".leads.csv" are never read: hidden files, locks and '),
        ("exports/a.csv.part", 'SLA-F048 files called "a.csv.part" are never read: hidden files, locks and '),
        ("../leads.csv", 'SLA-F051 "../leads.csv" does not lie below data/'),
    ],
)
def test_nobody_waits_for_a_name_that_no_export_can_have(tmp_path, path, told):
    source = source_of(path="exports/leads.csv").model_copy(update={"path": path})
    assert absence(source, tmp_path, HERE) is None
    with pytest.raises(SlaError) as found:
        find_files("leads", source, tmp_path, HERE)
    assert str(found.value).startswith(f"data/sources.yml:3: {told}")


def test_a_mistyped_ending_is_told_with_the_file_that_is_there(tmp_path):
    put(tmp_path, "data/exports/leads.csv")
    with pytest.raises(SlaError) as found:
        find_files("leads", source_of(path="exports/leads.cvs"), tmp_path, HERE)
    assert found.value.hint == 'did you mean "exports/leads.csv"?'


@pytest.mark.parametrize("path", ["exports/leads-*", "exports/*", "exports/leads.*", "exports/leads.csv.gz"])
def test_an_ending_that_a_star_may_hold_is_waited_for(tmp_path, path):
    assert absence(source_of(path=path), tmp_path, HERE) is not None


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    put(tmp_path, "data/exports")
    with pytest.raises(SlaError) as found:
        find_files("leads", source_of(path="exports/2026/leads.csv"), tmp_path, HERE)
    assert str(found.value) == (
        "data/sources.yml:3: SLA-F048 data/exports is a file, where a folder is expected\n"
        "  hint: put a folder there, or write the path of the file"
    )


# ---------------------------------------------------------------- what an engine reads


def of_engine(path, **fields):
    return source_of(path="exports/leads.csv").model_copy(update={"engine": "spark", "path": path, **fields})


@pytest.mark.parametrize("path", ["leads", "leads/", "leads/*.parquet", "exports/leads.csv"])
def test_a_path_below_data_is_waited_for_by_an_engine_as_well(tmp_path, path):
    put(tmp_path, "data/sources.yml", "data/leads/_SUCCESS", "data/exports/.leads.csv")
    assert str(absence(of_engine(path), tmp_path, HERE)).startswith(
        f'data/sources.yml:3: SLA-F048 no file is called "{path}" below data/\n'
    )
    put(tmp_path, "data/leads/part-0.parquet", "data/exports/leads.csv")
    assert absence(of_engine(path), tmp_path, HERE) is None


@pytest.mark.parametrize("path", ["s3a://crm/leads", "/mnt/leads", "hdfs:/leads", "leads/{a,b}", "leads/[ab]"])
def test_what_lies_elsewhere_only_the_engine_knows(tmp_path, path):
    assert absence(of_engine(path), tmp_path, HERE) is None
    assert absence(of_engine("crm.leads", stored="table"), tmp_path, HERE) is None
