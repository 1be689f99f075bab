"""Exports as CRMs write them: small, invented, each with what its profile fills in."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.factories.exports import opened, put, refused, rows_of, slowly, source_of
from tests.factories.workbooks import MOMENT, cell, sheet, workbook


def columns(**headers_and_types):
    return {name: {"from": header, "type": kind} for name, (header, kind) in headers_and_types.items()}


def test_a_salesforce_data_export_has_api_names_zero_or_one_and_instants_in_utc(tmp_path):
    put(
        tmp_path,
        '"Id","IsConverted","CreatedDate","ConvertedDate","Score__c"\n'
        '"00Q5e00000AbCdEEAV","1","2026-08-03 14:05:06","2026-08-04","60"\n'
        '"00Q5e00000AbCdFEAV","0","2026-08-03 14:05:07","",""\n',
    )
    declared = columns(
        id=("Id", "text"),
        converted=("IsConverted", "boolean"),
        created_at=("CreatedDate", "instant"),
        converted_on=("ConvertedDate", "date"),
        score=("Score__c", "integer"),
    )
    source = source_of(declared, profile="salesforce-data-export", timezone=None, as_of={"newest_of": ["created_at"]})
    export = opened(tmp_path, source)
    assert rows_of(export)[0] == {
        "id": "00Q5e00000AbCdEEAV",
        "converted": True,
        "created_at": datetime(2026, 8, 3, 14, 5, 6, tzinfo=UTC),
        "converted_on": date(2026, 8, 4),
        "score": 60,
    }
    assert export.facts().as_of == datetime(2026, 8, 3, 14, 5, 7, tzinfo=UTC)


ZOHO = columns(id=("Record Id", "text"), created_at=("Created Time", "instant"), closing_on=("Closing Date", "date"))


def test_zoho_writes_the_month_as_a_word_and_a_comma_before_the_year(tmp_path):
    put(tmp_path, 'Record Id,Created Time,Closing Date\nzcrm_1,"15 Apr, 2021 00:03:00","5 May, 2021"\n')
    source = source_of(ZOHO, profile="zoho", timezone="Asia/Kolkata")
    assert rows_of(opened(tmp_path, source)) == [
        {"id": "zcrm_1", "created_at": datetime(2021, 4, 14, 18, 33, tzinfo=UTC), "closing_on": date(2021, 5, 5)}
    ]
    assert slowly(opened(tmp_path, source), "zcrm_1")["closing_on"] == date(2021, 5, 5)


def test_a_stated_format_stands_before_the_one_of_the_profile(tmp_path):
    put(tmp_path, "Record Id,Created Time,Closing Date\nzcrm_1,15/04/2021 00:03,\n")
    declared = {**ZOHO, "created_at": {**ZOHO["created_at"], "format": "%d/%m/%Y %H:%M"}}
    source = source_of(declared, profile="zoho", timezone="Asia/Kolkata")
    assert rows_of(opened(tmp_path, source))[0]["created_at"] == datetime(2021, 4, 14, 18, 33, tzinfo=UTC)


def test_dynamics_exports_a_workbook_with_columns_that_must_not_be_modified(tmp_path):
    header = [cell(text) for text in ("(Do Not Modify) Lead", "(Do Not Modify) Row Checksum", "Created On", "Topic")]
    row = [cell("5f0c2f7e-0000-4000-8000-000000000001"), cell("x=="), cell(46237.5868055556, MOMENT), cell("Pumps")]
    put(tmp_path, workbook(sheet(header, row)), "leads.xlsx")
    declared = columns(id=("(Do Not Modify) Lead", "text"), created_at=("Created On", "instant"))
    source = source_of(declared, profile="dynamics", path="exports/leads.xlsx")
    assert rows_of(opened(tmp_path, source)) == [
        {"id": "5f0c2f7e-0000-4000-8000-000000000001", "created_at": datetime(2026, 8, 3, 13, 5, tzinfo=UTC)}
    ]


def test_pipedrive_and_hubspot_write_iso_8601_in_a_zone_that_is_stated(tmp_path):
    for profile, header, text in (
        ("pipedrive", "Lead - Lead created", "2026-08-03 14:05:06"),
        ("hubspot", "Create Date", "2026-08-03 14:05"),
    ):
        put(tmp_path, f"id,{header}\n1,{text}\n")
        declared = columns(id=("id", "text"), created_at=(header, "instant"))
        found = rows_of(opened(tmp_path, source_of(declared, profile=profile)))
        assert found[0]["created_at"].replace(second=0) == datetime(2026, 8, 3, 13, 5, tzinfo=UTC)
        stated = source_of(declared, profile=profile, timezone=None, as_of={"newest_of": ["created_at"]})
        assert "SLA-F058 instants without a zone" in refused(tmp_path, stated)
