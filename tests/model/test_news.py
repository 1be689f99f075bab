"""What has changed since an instant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from living_sla.model.figures.news import NewsKind, monday_before, news
from living_sla.words.standing.news import news_line
from tests.factories import histories, reports


def told(standing, since) -> list[str]:
    of = reports.report(standing)
    lines = [news_line(item, "UTC") for item in news(of, histories.at(since)) if item.kind is not NewsKind.EXPORT]
    return [f"{line.text}, {line.when}".replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize("day", range(16, 23))
def test_the_page_tells_the_same_week_all_week_long(day):
    now = datetime(2026, 11, day, 12, tzinfo=UTC)
    assert monday_before(now, "Europe/London") == datetime(2026, 11, 9, tzinfo=UTC)


def test_a_week_begins_on_the_clock_of_the_site():
    assert monday_before(datetime(2026, 11, 16, 3, tzinfo=UTC), "America/New_York") == datetime(
        2026, 11, 2, 5, tzinfo=UTC
    )


def test_a_proposal_and_who_signed_it():
    assert told(histories.agreement_standing(), "2026-11-09T00:00") == [
        "version 4 is proposed and waits for 1 signature, 12 November 2026",
        "Ana Ruiz, Demand Generation, signed version 4, 13 November 2026",
    ]


def test_what_happened_before_is_not_told():
    assert told(histories.agreement_standing(), "2026-11-13T08:01") == []


def test_who_signed_a_version_that_took_force_is_not_told_beside_it():
    three = histories.agreement_standing(histories.one(), histories.two(), histories.three())
    assert told(three, "2026-09-09T00:00") == ["version 3 took force, 16 September 2026"]


def test_of_several_versions_that_took_force_the_newest_is_told_once():
    three = histories.agreement_standing(histories.one(), histories.two(), histories.three())
    assert told(three, "2026-04-01T00:00")[0] == "versions 1 to 3 took force, 16 September 2026"
    assert not any("signed" in line for line in told(three, "2026-04-01T00:00"))


def test_two_versions_are_the_first_and_the_second():
    two = histories.agreement_standing(histories.one(), histories.two())
    assert told(two, "2026-04-01T00:00")[0].startswith("versions 1 and 2 took force")


def test_an_agreement_that_lapsed_has_ended():
    assert told(histories.lapsed(), "2026-10-26T00:00") == ["has ended, 1 November 2026"]


def test_an_exception_is_told_when_it_begins():
    three = histories.agreement_standing(histories.one(), histories.two(), histories.three())
    found = [line for line in told(three, "2026-08-01T00:00") if "exception" in line]
    assert found == ["exception until 4 August 2026, 12:00: CRM outage, 3 August 2026"]
