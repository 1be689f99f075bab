"""The files as the tools write them: HubSpot's export of contacts, Salesforce's report of leads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from living_sla.demo.arrivals import BADGE_SCAN, CONTACT_REQUEST, DEMO_REQUEST, WEBINAR
from living_sla.demo.clock import Minute, wall
from living_sla.demo.company import PORTAL_ZONE, ZONES
from living_sla.demo.leads import Lead

HUBSPOT_FILE = "hubspot-contacts-2026-10-21.csv"
SALESFORCE_FILE = "salesforce-leads-report-2026-10-21.csv"


def files(leads: Iterable[Lead]) -> dict[str, bytes]:
    """Every export, by file name."""
    known = tuple(leads)
    return {HUBSPOT_FILE: hubspot_contacts(known), SALESFORCE_FILE: salesforce_report(known)}


def hubspot_contacts(leads: Iterable[Lead]) -> bytes:
    """HubSpot's CSV of contacts: property labels as headers, times to the minute in the portal's zone.

    Lifecycle stage, status, score and the dates of stages are HubSpot's own properties; `Region`, `Unqualified Reason`,
    `Sales Decision Date`, `Rejection Acknowledged Date` and `Event End Date` are custom ones of this company.
    """
    return _csv(map(_hubspot_row, leads), quoting=csv.QUOTE_MINIMAL)


def _hubspot_row(lead: Lead) -> Mapping[str, str]:
    return {
        "Record ID": hubspot_id(lead),
        "First Name": lead.person.first_name,
        "Last Name": lead.person.last_name,
        "Email": lead.person.email,
        "Phone Number": lead.person.phone,
        "Company name": lead.person.company,
        "Contact owner": lead.handling.owner,
        "Lifecycle Stage": lead.stage,
        "Lead Status": lead.status,
        "HubSpot Score": str(lead.score),
        "Region": lead.arrival.desk,
        "Original Source": lead.arrival.source,
        "Original Source Drill-Down 1": lead.arrival.campaign,
        "First Conversion": lead.arrival.conversion,
        "Event End Date": _hubspot_time(lead.arrival.event.ended if lead.arrival.event else None),
        "Create Date": _hubspot_time(lead.arrival.at),
        "Became a Marketing Qualified Lead Date": _hubspot_time(lead.qualified_at),
        "Date of first engagement": _hubspot_time(lead.handling.contacted_at),
        "Sales Decision Date": _hubspot_time(lead.handling.decided_at),
        "Unqualified Reason": lead.handling.reason,
        "Rejection Acknowledged Date": _hubspot_time(lead.handling.acknowledged_at),
        "Became an Opportunity Date": _hubspot_time(lead.handling.opportunity_at),
        "Became a Customer Date": _hubspot_time(lead.handling.customer_at),
        "Recent Deal Amount": "" if lead.handling.pounds is None else str(lead.handling.pounds),
        "Last Modified Date": _hubspot_time(lead.modified_at),
    }


def hubspot_id(lead: Lead) -> str:
    """The record id of a contact: rising, with gaps, as in a portal that has other contacts too."""
    return str(41_200_451 + 131 * lead.number + lead.number * lead.number % 89)


def _hubspot_time(at: Minute | None) -> str:
    return "" if at is None else wall(at, PORTAL_ZONE).isoformat(sep=" ", timespec="minutes")


def salesforce_report(leads: Iterable[Lead]) -> bytes:
    """Salesforce's CSV of a lead report, run by a user in New York with the locale English (United States).

    It holds what the connector hands to the American desk: AMER leads that qualified. Every cell is quoted; `Created
    Date` is the arrival in Salesforce, which is the instant at which HubSpot qualified the lead.
    """
    handed_over = (lead for lead in leads if lead.arrival.desk == "AMER" and lead.qualified_at is not None)
    return _csv(map(_salesforce_row, handed_over), quoting=csv.QUOTE_ALL)


def _salesforce_row(lead: Lead) -> Mapping[str, str]:
    return {
        "Lead ID": salesforce_id(lead),
        "HubSpot Contact ID": hubspot_id(lead),
        "First Name": lead.person.first_name,
        "Last Name": lead.person.last_name,
        "Company / Account": lead.person.company,
        "Lead Owner": lead.handling.owner,
        "Lead Source": _LEAD_SOURCES.get(lead.arrival.conversion, "Web"),
        "Lead Status": _LEAD_STATUSES[lead.status],
        "Rating": "Hot" if lead.arrival.conversion in _HOT else "Warm" if lead.score >= 75 else "Cold",
        "Created Date": _salesforce_time(lead.qualified_at),
        "First Activity Date": _salesforce_time(lead.handling.contacted_at),
        "Qualification Date": _salesforce_time(lead.handling.decided_at),
        "Converted Date": _salesforce_time(lead.handling.opportunity_at),
        "Opportunity Amount": "" if lead.handling.pounds is None else f"{_dollars(lead.handling.pounds)}.00",
        "Last Modified Date": _salesforce_time(lead.modified_at),
    }


_HOT = (DEMO_REQUEST, CONTACT_REQUEST)
_LEAD_SOURCES = {BADGE_SCAN: "Trade Show", WEBINAR: "Webinar"}
_LEAD_STATUSES = {
    "New": "Open - Not Contacted",
    "In Progress": "Working - Contacted",
    "Connected": "Qualified",
    "Open Deal": "Closed - Converted",
    "Unqualified": "Closed - Not Converted",
}
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def salesforce_id(lead: Lead) -> str:
    """The 18 characters of a lead's id: 15 that tell upper from lower case, 3 that make it safe where case is lost."""
    number, digits = 1_862_417 + 47 * lead.number, ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    short = f"00QWd{digits:0>10}"
    upper = [sum(short[start + bit].isupper() << bit for bit in range(5)) for start in (0, 5, 10)]
    return short + "".join(_CHECK[bits] for bits in upper)


def _salesforce_time(at: Minute | None) -> str:
    if at is None:
        return ""
    local = wall(at, ZONES["AMER"])
    half = "AM" if local.hour < 12 else "PM"
    return f"{local.month}/{local.day}/{local.year}, {(local.hour + 11) % 12 + 1}:{local.minute:02} {half}"


def _dollars(pounds: int) -> int:
    return pounds * 127 // 100


def _csv(rows: Iterable[Mapping[str, str]], *, quoting: int) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    for position, row in enumerate(rows):
        if position == 0:
            writer.writerow(row.keys())
        writer.writerow(row.values())
    return text.getvalue().encode("utf-8")
