"""Exports as six CRMs write them, all records invented: guessed, completed by the one who knows, and read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import yaml

from living_sla.model.agreement.source import Source
from living_sla.scaffold.guess import guess
from tests.exports.crm_layouts import (
    HUBSPOT_CONTACTS,
    HUBSPOT_DEALS,
    PIPEDRIVE,
    SALESFORCE_DATA_EXPORT,
    SALESFORCE_REPORT,
    ZOHO,
    dynamics,
)
from tests.factories.exports import opened, put, rows_of


def completed(root, text, name="leads.csv", **by_hand):
    """The guessed entry with what a person decides, as the site reads it; and the rows that it reads."""
    path = put(root, text, name)
    ((_, entry),) = yaml.load(guess(path), Loader=yaml.BaseLoader).items()
    source = Source.model_validate({**entry, **by_hand})
    export = opened(root, source)
    rows = rows_of(export)
    return source, rows, export.facts()


def headers(source):
    return [spec.header for spec in source.columns.values()]


LONDON = {"timezone": "Europe/London"}


def test_hubspot_contacts_are_read_by_the_labels_of_their_properties(tmp_path):
    source, rows, facts = completed(tmp_path, HUBSPOT_CONTACTS, **LONDON)
    assert (source.profile, source.key) == ("hubspot", "record_id")
    assert source.personal == ("First Name", "Last Name", "Email", "Phone Number", "Contact owner")
    assert rows[0] | {"country_region": "", "associated_company": ""} == {
        "record_id": "51",
        "lead_status": "New",
        "lifecycle_stage": "Marketing Qualified Lead",
        "hubspot_score": 64,
        "create_date": datetime(2026, 8, 3, 13, 5, tzinfo=UTC),
        "became_a_marketing_qualified_lead_date": datetime(2026, 8, 3, 13, 5, tzinfo=UTC),
        "date_of_first_engagement": None,
        "last_modified_date": datetime(2026, 8, 5, 8, 0, tzinfo=UTC),
        "associated_company": "",
        "country_region": "",
    }
    assert facts.as_of == datetime(2026, 8, 6, 9, 0, tzinfo=UTC)


def test_hubspot_deals_carry_the_stage_with_its_pipeline(tmp_path):
    source, rows, _ = completed(tmp_path, HUBSPOT_DEALS, **LONDON)
    assert (source.profile, source.personal) == ("hubspot", ("Deal owner",))
    assert (rows[0]["amount"], rows[1]["amount"], rows[0]["deal_stage"]) == (
        12500.5, None, "Closed Won (Sales Pipeline)",
    )  # fmt: skip


def test_a_report_of_salesforce_is_known_by_its_footer_and_read_in_its_locale(tmp_path):
    source, rows, facts = completed(tmp_path, SALESFORCE_REPORT, **LONDON)
    assert (source.profile, source.key, facts.rows) == ("salesforce-report", "lead_id", 2)
    assert source.columns["create_date"].formats == ("%m/%d/%Y, %I:%M %p",)
    assert (rows[0]["create_date"], rows[0]["last_activity"]) == (
        datetime(2026, 8, 3, 13, 5, tzinfo=UTC), date(2026, 8, 13),
    )  # fmt: skip
    assert "Lead Owner" in source.personal


FIRST_LINES = SALESFORCE_REPORT.partition("\n\n\n")[0] + "\n"


@pytest.mark.parametrize(
    "footer",
    [
        '\n\n"Grand Totals (2 records)"\n\n"Confidential Information - Do Not Distribute"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n',
        "\nLeads by month\nCopyright © 2000-2026 salesforce.com, inc. All rights reserved.\n"
        "Confidential Information - Do Not Distribute",
    ],
)
def test_editions_of_that_footer_differ(footer, tmp_path):
    assert len(completed(tmp_path, FIRST_LINES + footer, **LONDON)[1]) == 2


def test_a_data_export_of_salesforce_is_in_utc_and_asks_for_no_zone(tmp_path):
    source, rows, facts = completed(tmp_path, SALESFORCE_DATA_EXPORT)
    assert (source.profile, source.timezone, source.key) == ("salesforce-data-export", None, "id")
    assert (rows[0]["createddate"], rows[0]["converteddate"], rows[0]["score_c"]) == (
        datetime(2026, 8, 3, 14, 5, 6, tzinfo=UTC), date(2026, 8, 4), 60.5,
    )  # fmt: skip
    assert facts.as_of == datetime(2026, 8, 6, 10, 0, tzinfo=UTC)


def test_zeros_and_ones_are_numbers_until_somebody_says_that_they_are_booleans(tmp_path):
    path = put(tmp_path, SALESFORCE_DATA_EXPORT)
    assert "isconverted: {from: IsConverted, type: integer}  # decide: or boolean: it holds 0 and 1 only\n" in guess(
        path
    )


def test_pipedrive_writes_what_a_column_belongs_to_before_its_name(tmp_path):
    source, rows, facts = completed(tmp_path, PIPEDRIVE, **LONDON)
    assert (source.profile, source.key) == ("pipedrive", "deal_id")
    assert source.personal == ("Deal - Owner", "Deal - Contact person", "Person - Email - Work")
    assert (rows[1]["deal_value"], rows[1]["deal_won_time"]) == (57600.5, None)
    assert facts.as_of == datetime(2026, 9, 28, 13, 0, tzinfo=UTC)


def test_zoho_writes_the_month_as_a_word_and_its_profile_knows(tmp_path):
    source, rows, facts = completed(tmp_path, ZOHO, timezone="Asia/Kolkata")
    assert (source.profile, source.key) == ("zoho", "record_id")
    assert source.columns["created_time"].formats == ()
    assert rows[0]["created_time"] == datetime(2021, 4, 14, 18, 33, tzinfo=UTC)
    assert facts.as_of == datetime(2021, 5, 6, 4, 30, tzinfo=UTC)


def test_dynamics_hides_the_identifier_and_the_last_change_and_both_are_found(tmp_path):
    source, rows, facts = completed(tmp_path, dynamics(), "leads.xlsx", **LONDON)
    assert (source.profile, source.key, source.sheet) == ("dynamics", "lead", None)
    assert headers(source)[:3] == [
        "(Do Not Modify) Lead", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On",
    ]  # fmt: skip
    assert rows[0]["created_on"] == datetime(2026, 8, 3, 13, 5, tzinfo=UTC)
    assert facts.as_of == datetime(2026, 8, 6, 11, 0, tzinfo=UTC)
    assert source.personal == ("First Name",)


def test_money_is_a_number_until_somebody_names_its_currency(tmp_path):
    source, _, _ = completed(tmp_path, HUBSPOT_DEALS, **LONDON)
    amount = source.columns["amount"].model_copy(update={"type": "money", "currency": "EUR"})
    read = rows_of(opened(tmp_path, source.model_copy(update={"columns": {**source.columns, "amount": amount}})))
    assert read[0]["amount"] == Decimal("12500.50")
